//! Registers that only grow and change by code: cameras, places, categories, agencies.

use super::Areas;
use super::by_code::ByCode;
use crate::domain::{AgencyName, Camera, CameraCode, Category, CategoryCode, LonLat, Place, PlaceCode};
use crate::spatial::PointIndex;
use std::collections::BTreeSet;

/// All cameras and where they stand.
#[derive(Debug, Default)]
pub struct Cameras {
    rows: Vec<Camera>,
    by_code: ByCode<CameraCode>,
    index: PointIndex,
    retired: BTreeSet<u32>,
    longest_range_m: f64,
}

impl Cameras {
    /// All rows, those that are gone included; a row's place is its number.
    pub fn rows(&self) -> &[Camera] {
        &self.rows
    }

    /// The number of the camera with this code.
    pub fn number(&self, code: &CameraCode) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// Where they stand, for spatial questions.
    pub fn index(&self) -> &PointIndex {
        &self.index
    }

    /// No camera is known to see farther, metres.
    pub fn longest_range_m(&self) -> f64 {
        self.longest_range_m
    }

    /// The numbers of those that the register no longer has.
    pub(super) fn retired(&self) -> Vec<u32> {
        self.retired.iter().copied().collect()
    }

    /// The register no longer has it: it is found nowhere any more.
    pub(super) fn retire(&mut self, code: &str) {
        if let Some(number) = self.by_code.get(code) {
            self.retired.insert(*number);
            self.index.remove(*number);
        }
    }

    /// The rows that the register has, with their numbers.
    pub fn present(&self) -> impl Iterator<Item = (u32, &Camera)> + '_ {
        (0u32..).zip(&self.rows).filter(|(number, _)| !self.retired.contains(number))
    }

    pub(super) fn put(&mut self, camera: &Camera) {
        self.longest_range_m = self.longest_range_m.max(camera.range_m.map_or(0.0, f64::from));
        let number = *self.by_code.entry(camera.code.clone()).or_insert(self.rows.len() as u32);
        self.retired.remove(&number);
        match self.rows.get_mut(number as usize) {
            Some(row) => *row = camera.clone(),
            None => self.rows.push(camera.clone()),
        }
        index_at(&mut self.index, number, camera.at);
    }

    pub(super) fn restore(rows: Vec<Camera>, retired: Vec<u32>) -> Self {
        let by_code = (0u32..).zip(&rows).map(|(number, row)| (row.code.clone(), number)).collect();
        let retired: BTreeSet<u32> = retired.into_iter().collect();
        let there = (0u32..).zip(&rows).filter(|(number, _)| !retired.contains(number));
        let index = PointIndex::build(there.map(|(number, row)| (number, row.at)));
        let longest_range_m = rows.iter().filter_map(|row| row.range_m).map(f64::from).fold(0.0, f64::max);
        Self { rows, by_code, index, retired, longest_range_m }
    }
}

/// All places.
#[derive(Debug, Default)]
pub struct Places {
    rows: Vec<Place>,
    by_code: ByCode<PlaceCode>,
    index: PointIndex,
    retired: BTreeSet<u32>,
    /// The finest area in which each lies, as `Picture::derive` found it last.
    areas: Vec<Option<u32>>,
    /// Those that were put since.
    moved: Vec<u32>,
    /// The revision of the areas in which they were found.
    located: Option<u64>,
}

impl Places {
    /// The number of the place with this code, also of one that is gone.
    pub fn number(&self, code: &PlaceCode) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// Whether the register no longer has the row.
    pub fn is_retired(&self, number: u32) -> bool {
        self.retired.contains(&number)
    }

    /// The finest area in which a place lies; none where it lies in none, or where nobody has looked yet.
    pub fn area(&self, number: u32) -> Option<u32> {
        self.areas.get(number as usize).copied().flatten()
    }

    /// The place's number; one that the register lacks gets a row under its code, somewhere unknown, that it lacks.
    pub(super) fn ensure(&mut self, code: &PlaceCode) -> u32 {
        self.number(code).unwrap_or_else(|| {
            let at = LonLat::new(f64::NAN, f64::NAN);
            self.put(&Place { code: code.clone(), name: code.to_string(), at, ..Place::default() });
            self.retire(code.as_str());
            self.rows.len() as u32 - 1
        })
    }

    /// Finds the areas of those whose areas may be others; `revision` is that of the areas. Answers whether there were
    /// any.
    pub(super) fn locate(&mut self, areas: &Areas, revision: u64) -> bool {
        let all = self.located != Some(revision);
        if !all && self.moved.is_empty() {
            return false;
        }
        self.located = Some(revision);
        let moved = std::mem::take(&mut self.moved);
        let numbers = if all { (0..self.rows.len() as u32).collect() } else { moved };
        let points: Vec<_> = numbers.iter().map(|number| Some(self.rows[*number as usize].at)).collect();
        self.areas.resize(self.rows.len(), None);
        for (number, area) in numbers.into_iter().zip(areas.finest_of(&points)) {
            self.areas[number as usize] = area;
        }
        true
    }

    /// All rows, those that are gone included; a row's place is its number.
    pub fn rows(&self) -> &[Place] {
        &self.rows
    }

    /// Where they are, for spatial questions.
    pub fn index(&self) -> &PointIndex {
        &self.index
    }

    /// The place nearest to a point, and how far it is in metres.
    pub fn nearest(&self, at: LonLat) -> Option<(&Place, f64)> {
        let hit = self.index.nearest(at, 1, |_| true).into_iter().next()?;
        Some((&self.rows[hit.id as usize], hit.distance_m))
    }

    /// The numbers of those that the register no longer has.
    pub(super) fn retired(&self) -> Vec<u32> {
        self.retired.iter().copied().collect()
    }

    /// The register no longer has it: it is found nowhere any more.
    pub(super) fn retire(&mut self, code: &str) {
        if let Some(number) = self.by_code.get(code) {
            self.retired.insert(*number);
            self.index.remove(*number);
        }
    }

    /// The rows that the register has, with their numbers.
    pub fn present(&self) -> impl Iterator<Item = (u32, &Place)> + '_ {
        (0u32..).zip(&self.rows).filter(|(number, _)| !self.retired.contains(number))
    }

    pub(super) fn put(&mut self, place: &Place) {
        let number = *self.by_code.entry(place.code.clone()).or_insert(self.rows.len() as u32);
        self.retired.remove(&number);
        match self.rows.get_mut(number as usize) {
            Some(row) => *row = place.clone(),
            None => self.rows.push(place.clone()),
        }
        self.moved.push(number);
        index_at(&mut self.index, number, place.at);
    }

    pub(super) fn restore(rows: Vec<Place>, retired: Vec<u32>) -> Self {
        let by_code = (0u32..).zip(&rows).map(|(number, row)| (row.code.clone(), number)).collect();
        let retired: BTreeSet<u32> = retired.into_iter().collect();
        let there = (0u32..).zip(&rows).filter(|(number, _)| !retired.contains(number));
        let index = PointIndex::build(there.map(|(number, row)| (number, row.at)));
        Self { rows, by_code, index, retired, ..Self::default() }
    }
}

/// No catalogue has more levels than this.
const MOST_LEVELS: usize = 8;

/// The catalogue of matters.
#[derive(Debug, Default)]
pub struct Categories {
    rows: Vec<Category>,
    by_code: ByCode<CategoryCode>,
    retired: BTreeSet<u32>,
}

impl Categories {
    /// All rows, those that are gone included; a row's place is its number.
    pub fn rows(&self) -> &[Category] {
        &self.rows
    }

    /// The number of the category with this code.
    pub fn number(&self, code: &CategoryCode) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The uppermost kind to which a category belongs; itself where it belongs to none.
    pub fn topic(&self, number: u32) -> u32 {
        let parent = |number: u32| self.rows.get(number as usize)?.parent.as_ref().and_then(|code| self.number(code));
        // A catalogue may name two kinds each other's parent.
        std::iter::successors(Some(number), |number| parent(*number)).take(MOST_LEVELS).last().unwrap_or(number)
    }

    /// The category's number; a code that the catalogue lacks gets a row under its code, so that no
    /// matter loses what was said of it.
    pub(super) fn ensure(&mut self, code: &CategoryCode) -> u32 {
        if let Some(number) = self.number(code) {
            return number;
        }
        self.put(&Category {
            code: code.clone(),
            parent: None,
            name: code.to_string(),
            name_en: None,
            glyph: None,
            urgency: Default::default(),
            difficulty: Default::default(),
            agency: None,
        });
        self.rows.len() as u32 - 1
    }

    /// The numbers of those that the register no longer has.
    pub(super) fn retired(&self) -> Vec<u32> {
        self.retired.iter().copied().collect()
    }

    /// The register no longer has it; matters of its kind keep it.
    pub(super) fn retire(&mut self, code: &str) {
        if let Some(number) = self.by_code.get(code) {
            self.retired.insert(*number);
        }
    }

    /// The rows that the register has, with their numbers.
    pub fn present(&self) -> impl Iterator<Item = (u32, &Category)> + '_ {
        (0u32..).zip(&self.rows).filter(|(number, _)| !self.retired.contains(number))
    }

    pub(super) fn put(&mut self, category: &Category) {
        let number = *self.by_code.entry(category.code.clone()).or_insert(self.rows.len() as u32);
        self.retired.remove(&number);
        match self.rows.get_mut(number as usize) {
            Some(row) => *row = category.clone(),
            None => self.rows.push(category.clone()),
        }
    }

    pub(super) fn restore(rows: Vec<Category>, retired: Vec<u32>) -> Self {
        let by_code = (0u32..).zip(&rows).map(|(number, row)| (row.code.clone(), number)).collect();
        Self { rows, by_code, retired: retired.into_iter().collect() }
    }
}

/// Agencies' names, each kept once.
#[derive(Debug, Default)]
pub struct Names {
    rows: Vec<AgencyName>,
    by_name: ByCode<AgencyName>,
}

impl Names {
    /// All names; a name's place is its number.
    pub fn rows(&self) -> &[AgencyName] {
        &self.rows
    }

    /// The name with this number.
    pub fn name(&self, number: u32) -> &AgencyName {
        &self.rows[number as usize]
    }

    pub(super) fn ensure(&mut self, name: &AgencyName) -> u32 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = self.rows.len() as u32;
        self.by_name.insert(name.clone(), number);
        self.rows.push(name.clone());
        number
    }

    pub(super) fn restore(rows: Vec<AgencyName>) -> Self {
        let by_name = (0u32..).zip(&rows).map(|(number, name)| (name.clone(), number)).collect();
        Self { rows, by_name }
    }
}

/// Puts a row on the index, or takes it off where it stands nowhere on earth.
pub(super) fn index_at(index: &mut PointIndex, number: u32, at: LonLat) {
    if index.insert(number, at).is_err() {
        index.remove(number);
    }
}
