//! The territory: the tree of areas, and which of them a point lies in.

use crate::domain::{Area, AreaCode, AreaLevel, LonLat, Outline};
use crate::spatial::{AreaIndex, Bounds, area_m2};
use geo::InteriorPoint;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One area of the picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AreaRow {
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name: Box<str>,
    /// Its level.
    pub level: AreaLevel,
    /// The code of the area that it is part of.
    pub parent_code: Option<AreaCode>,
    /// People living there.
    pub population: Option<u32>,
    /// Its outline.
    pub outline: Outline,
    /// The box around it.
    pub bounds: Option<Bounds>,
    /// Its size on the ellipsoid, km².
    pub area_km2: f64,
    /// A point well inside it, where its name may stand.
    pub anchor: Option<LonLat>,
    /// The row of the area that it is part of, while that is known.
    #[serde(skip)]
    pub parent: Option<u32>,
    /// The rows of the areas that are part of it, by code.
    #[serde(skip)]
    pub children: Vec<u32>,
}

/// The finest area and the town of a place, where it lies in any.
pub(super) type Place = (Option<u32>, Option<u32>);

/// All areas.
#[derive(Debug, Default)]
pub struct Areas {
    rows: Vec<AreaRow>,
    by_code: HashMap<AreaCode, u32>,
    index: Option<AreaIndex>,
}

impl Areas {
    /// All rows; a row's place is its number.
    pub fn rows(&self) -> &[AreaRow] {
        &self.rows
    }

    /// The row with this number.
    pub fn row(&self, number: u32) -> &AreaRow {
        &self.rows[number as usize]
    }

    /// The number of the area with this code.
    pub fn number(&self, code: &AreaCode) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The numbers of all areas of one level, in the order in which they came.
    pub fn of_level(&self, level: AreaLevel) -> impl Iterator<Item = u32> + '_ {
        (0u32..).zip(&self.rows).filter(move |(_, row)| row.level == level).map(|(number, _)| number)
    }

    /// The areas that a point lies in, coarsest first.
    pub fn chain_at(&self, at: LonLat) -> Vec<u32> {
        let hits = self.index.as_ref().map(|index| index.at(at)).unwrap_or_default();
        let mut chain: Vec<u32> = hits.into_iter().map(|hit| hit.id).collect();
        chain.sort_by_key(|number| (self.row(*number).level, *number));
        chain
    }

    /// An area and all that it is part of, coarsest first.
    pub fn chain_of(&self, number: u32) -> Vec<u32> {
        let mut chain = vec![number];
        // A register may say that two areas are part of each other: five levels are the most.
        while let Some(parent) = self.row(chain[chain.len() - 1]).parent.filter(|_| chain.len() < 8) {
            chain.push(parent);
        }
        chain.reverse();
        chain
    }

    /// The box around all areas; none while there are none.
    pub fn bounds(&self) -> Option<Bounds> {
        self.rows.iter().filter_map(|row| row.bounds).reduce(|whole, bounds| whole.union(&bounds))
    }

    /// The areas without a parent, coarsest level first: the county, or the towns where there's no county.
    pub fn roots(&self) -> Vec<u32> {
        let mut roots: Vec<u32> =
            (0u32..).zip(&self.rows).filter(|(_, row)| row.parent.is_none()).map(|(number, _)| number).collect();
        roots.sort_by_key(|number| (self.row(*number).level, *number));
        roots
    }

    /// The finest area that a point lies in, and the town.
    pub(super) fn finest_and_town(&self, at: LonLat) -> Place {
        let chain = self.chain_at(at);
        let town = chain.iter().copied().find(|number| self.row(*number).level == AreaLevel::Town);
        (chain.last().copied(), town)
    }

    /// As [`Areas::finest_and_town`] for many points, on all cores; neighbours are looked up after one another, since
    /// they are looked up in the same polygons.
    pub(super) fn places_of(&self, points: &[Option<LonLat>]) -> Vec<Place> {
        let cell = |at: LonLat| ((at.lat_deg * 200.0) as i64, (at.lon_deg * 200.0) as i64);
        let mut order: Vec<(usize, LonLat)> =
            points.iter().enumerate().filter_map(|(number, at)| Some((number, (*at)?))).collect();
        order.sort_by_key(|(number, at)| (cell(*at), *number));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let share = order.len().div_ceil(cores).max(1);
        let find = |part: &[(usize, LonLat)]| -> Vec<(usize, Place)> {
            part.iter().map(|(number, at)| (*number, self.finest_and_town(*at))).collect()
        };
        let mut places = vec![(None, None); points.len()];
        std::thread::scope(|scope| {
            let parts: Vec<_> = order.chunks(share).map(|part| scope.spawn(move || find(part))).collect();
            for part in parts {
                let found = part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                found.into_iter().for_each(|(number, place)| places[number] = place);
            }
        });
        places
    }

    pub(super) fn put(&mut self, area: &Area) {
        let points = area.outline.0.iter().flat_map(|polygon| polygon.exterior().0.iter());
        let row = AreaRow {
            code: area.code.clone(),
            name: area.name.as_str().into(),
            level: area.level,
            parent_code: area.parent.clone(),
            population: area.population,
            bounds: Bounds::of_points(points.map(|c| LonLat::new(c.x, c.y))),
            area_km2: area_m2(&area.outline.0) / 1e6,
            anchor: area.outline.0.interior_point().map(|p| LonLat::new(p.x(), p.y())),
            outline: area.outline.clone(),
            parent: None,
            children: Vec::new(),
        };
        match self.by_code.get(&area.code) {
            Some(number) => self.rows[*number as usize] = row,
            None => {
                self.by_code.insert(area.code.clone(), self.rows.len() as u32);
                self.rows.push(row);
            }
        }
    }

    pub(super) fn restore(rows: Vec<AreaRow>) -> Self {
        let by_code = (0u32..).zip(&rows).map(|(number, row)| (row.code.clone(), number)).collect();
        Self { rows, by_code, ..Self::default() }
    }

    /// Builds the index and the tree's links from the rows.
    pub(super) fn rebuild_index(&mut self) {
        for row in &mut self.rows {
            row.children.clear();
        }
        for number in 0..self.rows.len() {
            let parent = self.rows[number].parent_code.as_ref().and_then(|code| self.by_code.get(code)).copied();
            // An area that names itself or an equal level as its parent would make a ring of the tree.
            let parent = parent.filter(|p| self.rows[*p as usize].level < self.rows[number].level);
            self.rows[number].parent = parent;
            if let Some(parent) = parent {
                self.rows[parent as usize].children.push(number as u32);
            }
        }
        let parts = (0u32..).zip(&self.rows).map(|(number, row)| (row.level as u8, number, &row.outline.0));
        self.index = Some(AreaIndex::from_refs(parts));
    }
}
