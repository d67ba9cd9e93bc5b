//! What is missing for the wall to be true: gaps in the registers, found in the picture.

use super::{AreaRow, Picture};
use crate::domain::{AreaCode, AreaLevel, Category, LonLat, Role};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// So many matters on exactly one spot are a pile: a default location, rather than a place where things happen.
const PILE_LEAST: usize = 20;
/// And at least one in so many of all located matters: a year's busiest crossing has many, too.
const PILE_SHARE: usize = 500;

/// A kind of gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// A grid that nobody walks.
    GridWithoutWorker,
    /// A grid that no chief answers for.
    GridWithoutChief,
    /// A worker who answers for no area.
    WorkerWithoutHome,
    /// A worker whose area the territory doesn't have.
    WorkerHomeUnknown,
    /// A camera that stands outside the county, or nowhere.
    CameraOutside,
    /// A category, without further ones below it, that no agency answers for.
    CategoryWithoutAgency,
    /// A county, town, zone or village whose name is its code.
    AreaWithoutName,
    /// An area that is cut no further where its siblings are.
    AreaWithoutChildren,
    /// An area that is part of nothing where others of its level are, or of what isn't there.
    AreaWithoutParent,
    /// An area of which nobody knows how many live there, where others of its level say.
    AreaWithoutPopulation,
    /// A matter without a place.
    IncidentUnlocated,
    /// A matter outside the county.
    IncidentOutside,
    /// Many matters on exactly one spot: likely a default location.
    PiledLocation,
}

impl GapKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [GapKind; 13] = [
        GapKind::GridWithoutWorker,
        GapKind::GridWithoutChief,
        GapKind::WorkerWithoutHome,
        GapKind::WorkerHomeUnknown,
        GapKind::CameraOutside,
        GapKind::CategoryWithoutAgency,
        GapKind::AreaWithoutName,
        GapKind::AreaWithoutChildren,
        GapKind::AreaWithoutParent,
        GapKind::AreaWithoutPopulation,
        GapKind::IncidentUnlocated,
        GapKind::IncidentOutside,
        GapKind::PiledLocation,
    ];
}

/// A part of the search, so that a seat can go through one in each frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapPart {
    /// Grids that nobody walks, people without a home.
    People,
    /// Cameras, categories.
    Things,
    /// Areas.
    Areas,
    /// Matters.
    Incidents,
}

impl GapPart {
    /// All parts, in the order in which gaps are told.
    pub const ALL: [GapPart; 4] = [GapPart::People, GapPart::Things, GapPart::Areas, GapPart::Incidents];
}

/// One thing that something is missing of.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GapItem {
    /// Its code.
    pub code: String,
    /// Its name; empty where it has none or must not be told.
    pub name: String,
    /// The areas that it lies in or is part of, coarsest first.
    pub place: String,
    /// Where it is.
    pub at: Option<LonLat>,
    /// For a pile, how many matters lie there; 1 otherwise.
    pub count: usize,
}

/// All gaps of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The kind.
    pub kind: GapKind,
    /// What it is missing of, in the order of the register.
    pub items: Vec<GapItem>,
    /// Of how many things.
    pub of: usize,
}

/// The gap report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaps {
    /// The gaps that there are, in the order of [`GapKind::ALL`].
    pub gaps: Vec<Gap>,
}

impl Gaps {
    /// The gap of this kind, if there is any.
    pub fn of(&self, kind: GapKind) -> Option<&Gap> {
        self.gaps.iter().find(|gap| gap.kind == kind)
    }

    /// The grids that the map hatches: those that nobody walks.
    pub fn hatched(&self) -> impl Iterator<Item = AreaCode> + '_ {
        let items = self.of(GapKind::GridWithoutWorker).map_or(&[][..], |gap| &gap.items);
        items.iter().map(|item| AreaCode::from(item.code.as_str()))
    }

    /// What the map marks by a cross: whatever else has a place, with its kind. That nobody knows how many live in an
    /// area, that no chief answers for a grid, is told by number only: it would cover the map.
    pub fn crossed(&self) -> impl Iterator<Item = (GapKind, &GapItem)> + '_ {
        let told = |kind| {
            !matches!(kind, GapKind::GridWithoutWorker | GapKind::GridWithoutChief | GapKind::AreaWithoutPopulation)
        };
        let placed = self.gaps.iter().filter(move |gap| told(gap.kind));
        placed.flat_map(|gap| gap.items.iter().filter(|item| item.at.is_some()).map(|item| (gap.kind, item)))
    }
}

impl Picture {
    /// What is missing for the wall to be true. Costs a walk over everything.
    pub fn gaps(&self) -> Gaps {
        let mut gaps = Gaps::default();
        GapPart::ALL.into_iter().for_each(|part| self.add_gaps(part, &mut gaps));
        gaps
    }

    /// Adds the gaps of one part.
    pub fn add_gaps(&self, part: GapPart, gaps: &mut Gaps) {
        let mut found = |kind, of, items: Vec<GapItem>| {
            if !items.is_empty() {
                gaps.gaps.push(Gap { kind, items, of });
            }
        };
        match part {
            GapPart::People => self.gaps_of_people(&mut found),
            GapPart::Things => self.gaps_of_things(&mut found),
            GapPart::Areas => self.gaps_of_areas(&mut found),
            GapPart::Incidents => self.gaps_of_incidents(&mut found),
        }
    }

    /// The rows of the grids that nobody walks.
    fn unwalked_grids(&self) -> Vec<u32> {
        let walked = self.homes(|role| role != Role::Responder && role != Role::GridChief);
        self.areas.of_level(AreaLevel::Grid).filter(|grid| !walked.contains(grid)).collect()
    }

    /// The areas that present workers of some roles answer for.
    fn homes(&self, counts: impl Fn(Role) -> bool) -> BTreeSet<u32> {
        let workers = self.workers.rows().iter().filter(|row| !row.retired && counts(row.worker.role));
        workers.filter_map(|row| row.home).collect()
    }

    fn gaps_of_people(&self, found: &mut dyn FnMut(GapKind, usize, Vec<GapItem>)) {
        let grids: Vec<u32> = self.areas.of_level(AreaLevel::Grid).collect();
        let unwalked = self.unwalked_grids().into_iter().map(|grid| self.area_item(grid));
        found(GapKind::GridWithoutWorker, grids.len(), unwalked.collect());
        // A zone's or village's chief answers for its grids, too.
        let led = self.homes(|role| role == Role::GridChief);
        let above = |grid: &u32| {
            let mut chain = self.areas.chain_of(*grid).into_iter();
            chain.any(|area| self.areas.row(area).level >= AreaLevel::Zone && led.contains(&area))
        };
        let unled = grids.iter().filter(|grid| !above(grid)).map(|grid| self.area_item(*grid));
        found(GapKind::GridWithoutChief, grids.len(), unled.collect());
        let workers: Vec<_> = self.workers.rows().iter().filter(|row| !row.retired).collect();
        let item = |row: &&super::WorkerRow| GapItem {
            code: row.worker.code.to_string(),
            name: row.worker.name.clone(),
            place: row.worker.home_area.as_ref().map(ToString::to_string).unwrap_or_default(),
            at: None,
            count: 1,
        };
        let (at_home, homeless): (Vec<_>, Vec<_>) = workers.iter().partition(|row| row.worker.home_area.is_some());
        found(GapKind::WorkerWithoutHome, workers.len(), homeless.iter().copied().map(item).collect());
        let there = |home: u32| self.areas.row(home).is_present();
        let lost = at_home.iter().filter(|row| !row.home.is_some_and(there)).copied().map(item);
        found(GapKind::WorkerHomeUnknown, workers.len(), lost.collect());
    }

    fn gaps_of_things(&self, found: &mut dyn FnMut(GapKind, usize, Vec<GapItem>)) {
        let has_areas = self.areas.tree().next().is_some();
        let cameras: Vec<_> = self.cameras.present().map(|(_, camera)| camera).collect();
        let outside = cameras
            .iter()
            .filter(|camera| !camera.at.is_valid() || (has_areas && self.areas.chain_at(camera.at).is_empty()));
        let item =
            |code: String, name: &str, at| GapItem { code, name: name.to_owned(), at, count: 1, ..GapItem::default() };
        let outside = outside.map(|c| item(c.code.to_string(), &c.name, Some(c.at).filter(|at| at.is_valid())));
        found(GapKind::CameraOutside, cameras.len(), outside.collect());
        let categories: Vec<&Category> = self.categories.present().map(|(_, category)| category).collect();
        let parents: BTreeSet<_> = categories.iter().filter_map(|category| category.parent.as_ref()).collect();
        let leaves = || categories.iter().filter(|category| !parents.contains(&category.code));
        let unserved = leaves().filter(|category| category.agency.is_none());
        let unserved = unserved.map(|category| item(category.code.to_string(), &category.name, None));
        found(GapKind::CategoryWithoutAgency, leaves().count(), unserved.collect());
    }

    fn gaps_of_areas(&self, found: &mut dyn FnMut(GapKind, usize, Vec<GapItem>)) {
        let tree: Vec<(u32, &AreaRow)> = self.areas.tree().collect();
        let all = |is_gap: &dyn Fn(&AreaRow) -> bool| -> Vec<GapItem> {
            tree.iter().filter(|(_, row)| is_gap(row)).map(|(number, _)| self.area_item(*number)).collect()
        };
        let nameless = |row: &AreaRow| {
            row.level < AreaLevel::Grid && (row.name.trim().is_empty() || *row.name == *row.code.as_str())
        };
        found(GapKind::AreaWithoutName, tree.len(), all(&nameless));
        let siblings = |row: &AreaRow| (row.parent, row.level);
        let cut: BTreeSet<_> =
            tree.iter().filter(|(_, row)| !row.children.is_empty()).map(|(_, row)| siblings(row)).collect();
        let uncut = |row: &AreaRow| row.children.is_empty() && cut.contains(&siblings(row));
        found(GapKind::AreaWithoutChildren, tree.len(), all(&uncut));
        let placed: BTreeSet<AreaLevel> =
            tree.iter().filter(|(_, row)| row.parent.is_some()).map(|(_, row)| row.level).collect();
        let loose = |row: &AreaRow| row.parent.is_none() && (row.parent_code.is_some() || placed.contains(&row.level));
        found(GapKind::AreaWithoutParent, tree.len(), all(&loose));
        let counted: BTreeSet<AreaLevel> =
            tree.iter().filter(|(_, row)| row.population.is_some()).map(|(_, row)| row.level).collect();
        let uncounted = |row: &AreaRow| row.population.is_none() && counted.contains(&row.level);
        found(GapKind::AreaWithoutPopulation, tree.len(), all(&uncounted));
    }

    fn gaps_of_incidents(&self, found: &mut dyn FnMut(GapKind, usize, Vec<GapItem>)) {
        let rows = self.incidents.rows();
        let item = |number: usize| {
            let row = &rows[number];
            // What is confidential is counted; where and what it is, nobody reads here.
            let (name, at) = if row.confidential { ("", None) } else { (&*row.title, row.at) };
            GapItem { code: row.code.to_string(), name: name.to_owned(), place: String::new(), at, count: 1 }
        };
        let some = |is_gap: &dyn Fn(&super::IncidentRow) -> bool| -> Vec<GapItem> {
            (0..rows.len()).filter(|number| is_gap(&rows[*number])).map(item).collect()
        };
        found(GapKind::IncidentUnlocated, rows.len(), some(&|row| row.at.is_none()));
        let outside = |row: &super::IncidentRow| row.at.is_some() && row.grid.is_none();
        if self.areas.tree().next().is_some() {
            found(GapKind::IncidentOutside, rows.len(), some(&outside));
        }
        let mut spots: BTreeMap<(i64, i64), (usize, LonLat)> = BTreeMap::new();
        // To a centimetre, as positions come in.
        let key = |at: LonLat| ((at.lon_deg * 1e7).round() as i64, (at.lat_deg * 1e7).round() as i64);
        for at in rows.iter().filter(|row| !row.confidential).filter_map(|row| row.at) {
            spots.entry(key(at)).or_insert((0, at)).0 += 1;
        }
        let located: usize = spots.values().map(|(count, _)| count).sum();
        let least = PILE_LEAST.max(located / PILE_SHARE);
        let mut piles: Vec<(usize, LonLat)> = spots.into_values().filter(|(count, _)| *count >= least).collect();
        piles.sort_by_key(|(count, at)| (std::cmp::Reverse(*count), key(*at)));
        let pile = |(count, at): (usize, LonLat)| GapItem {
            code: format!("{},{}", at.lon_deg, at.lat_deg),
            place: self.chain_words(&self.areas.chain_at(at)),
            at: Some(at),
            count,
            ..GapItem::default()
        };
        found(GapKind::PiledLocation, located, piles.into_iter().map(pile).collect());
    }

    fn area_item(&self, number: u32) -> GapItem {
        let row = self.areas.row(number);
        let above = row.parent.map(|parent| self.areas.chain_of(parent)).unwrap_or_default();
        let place = self.chain_words(&above);
        GapItem { code: row.code.to_string(), name: row.name.to_string(), place, at: row.anchor, count: 1 }
    }

    fn chain_words(&self, chain: &[u32]) -> String {
        chain.iter().map(|area| &*self.areas.row(*area).name).collect::<Vec<_>>().join(" · ")
    }
}
