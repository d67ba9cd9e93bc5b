//! The territory: the tree of areas, the dedicated grids beside it, and which of them a point lies in.

use super::by_code::ByCode;
use super::cuts::{Cuts, PastArea};
use crate::domain::{Area, AreaCode, AreaLevel, LonLat, Outline, Timestamp};
use crate::spatial::{AreaHit, AreaIndex, Bounds, area_m2};
use geo::InteriorPoint;
use serde::{Deserialize, Serialize};

/// The index's level of dedicated grids, below all levels of the tree.
const DEDICATED: u8 = AreaLevel::ALL.len() as u8;

/// One area of the picture: as it is now, or as it last was.
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
    /// Whether it is a dedicated grid (专属网格), beside the tree.
    pub dedicated: bool,
    /// Since when it is as it is told here; none: since ever.
    pub valid_from: Option<Timestamp>,
    /// Since when it is gone; none while it is there.
    pub valid_to: Option<Timestamp>,
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

impl AreaRow {
    pub(super) fn new(area: &Area) -> Self {
        let points = area.outline.0.iter().flat_map(|polygon| polygon.exterior().0.iter());
        Self {
            code: area.code.clone(),
            name: area.name.as_str().into(),
            level: area.level,
            parent_code: area.parent.clone(),
            population: area.population,
            dedicated: area.dedicated,
            valid_from: area.valid_from,
            valid_to: None,
            bounds: Bounds::of_points(points.map(|c| LonLat::new(c.x, c.y))),
            area_km2: area_m2(&area.outline.0) / 1e6,
            anchor: area.outline.0.interior_point().map(|p| LonLat::new(p.x(), p.y())),
            outline: area.outline.clone(),
            parent: None,
            children: Vec::new(),
        }
    }

    /// Whether it is there: the territory is no longer cut in a way that has it, else.
    pub fn is_present(&self) -> bool {
        self.valid_to.is_none()
    }

    /// Whether it is there and part of the tree.
    pub fn is_in_tree(&self) -> bool {
        self.is_present() && !self.dedicated
    }
}

/// An index over areas as they are, or were.
pub(super) fn index_of<'a>(areas: impl Iterator<Item = (u32, AreaLevel, bool, &'a Outline)>) -> AreaIndex {
    let level = |level: AreaLevel, dedicated: bool| if dedicated { DEDICATED } else { level as u8 };
    AreaIndex::from_refs(areas.map(|(number, l, dedicated, outline)| (level(l, dedicated), number, &outline.0)))
}

/// What `find` says of each thing that is there, found on all cores, neighbours after one another.
fn on_all_cores<T: Sync, R: Default + Clone + Send>(
    things: &[Option<T>],
    at: impl Fn(&T) -> LonLat,
    find: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let cell = |at: LonLat| ((at.lat_deg * 200.0) as i64, (at.lon_deg * 200.0) as i64);
    let there = things.iter().enumerate().filter_map(|(number, thing)| Some((number, thing.as_ref()?)));
    let mut order: Vec<(usize, &T)> = there.collect();
    order.sort_by_key(|(number, thing)| (cell(at(thing)), *number));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = order.len().div_ceil(cores).max(1);
    let find = &find;
    let find_all = move |part: &[(usize, &T)]| -> Vec<(usize, R)> {
        part.iter().map(|(number, thing)| (*number, find(thing))).collect()
    };
    let mut found = vec![R::default(); things.len()];
    std::thread::scope(|scope| {
        let parts: Vec<_> = order.chunks(share).map(|part| scope.spawn(move || find_all(part))).collect();
        for part in parts {
            let of_part = part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            of_part.into_iter().for_each(|(number, what)| found[number] = what);
        }
    });
    found
}

/// The finest area and the town of a place, where it lies in any.
pub(super) type Place = (Option<u32>, Option<u32>);

/// All areas, those that are gone included: what happened in one keeps it. One code has one row, whose number stays.
#[derive(Debug, Default)]
pub struct Areas {
    pub(super) rows: Vec<AreaRow>,
    by_code: ByCode<AreaCode>,
    pub(super) index: Option<AreaIndex>,
    /// As the territory was cut before.
    pub(super) cuts: Cuts,
}

impl Areas {
    /// All rows, those that are gone and dedicated grids included; a row's place is its number.
    pub fn rows(&self) -> &[AreaRow] {
        &self.rows
    }

    /// The tree as it is: its rows with their numbers, in the order in which they came.
    pub fn tree(&self) -> impl Iterator<Item = (u32, &AreaRow)> + '_ {
        (0u32..).zip(&self.rows).filter(|(_, row)| row.is_in_tree())
    }

    /// The dedicated grids as they are, in the order in which they came.
    pub fn dedicated(&self) -> impl Iterator<Item = (u32, &AreaRow)> + '_ {
        (0u32..).zip(&self.rows).filter(|(_, row)| row.is_present() && row.dedicated)
    }

    /// The row with this number.
    pub fn row(&self, number: u32) -> &AreaRow {
        &self.rows[number as usize]
    }

    /// The number of the area with this code, also of one that is gone.
    pub fn number(&self, code: &AreaCode) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The numbers of all areas of one level of the tree as it is, in the order in which they came.
    pub fn of_level(&self, level: AreaLevel) -> impl Iterator<Item = u32> + '_ {
        self.tree().filter(move |(_, row)| row.level == level).map(|(number, _)| number)
    }

    /// The areas of the tree that a point lies in, coarsest first.
    pub fn chain_at(&self, at: LonLat) -> Vec<u32> {
        self.hits(at).filter(|hit| hit.level != DEDICATED).map(|hit| hit.id).collect()
    }

    /// The dedicated grids that a point lies in.
    pub fn dedicated_at(&self, at: LonLat) -> Vec<u32> {
        self.hits(at).filter(|hit| hit.level == DEDICATED).map(|hit| hit.id).collect()
    }

    fn hits(&self, at: LonLat) -> impl Iterator<Item = AreaHit> + use<> {
        self.index.as_ref().map(|index| index.at(at)).unwrap_or_default().into_iter()
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

    /// Whether an area is `outer` or a part of it.
    pub fn is_within(&self, number: u32, outer: u32) -> bool {
        std::iter::successors(Some(number), |number| self.row(*number).parent).take(8).any(|number| number == outer)
    }

    /// The box around the tree; none while there is none.
    pub fn bounds(&self) -> Option<Bounds> {
        self.tree().filter_map(|(_, row)| row.bounds).reduce(|whole, bounds| whole.union(&bounds))
    }

    /// The areas without a parent, coarsest level first: the county, or the towns where there's no county.
    pub fn roots(&self) -> Vec<u32> {
        let mut roots: Vec<u32> =
            self.tree().filter(|(_, row)| row.parent.is_none()).map(|(number, _)| number).collect();
        roots.sort_by_key(|number| (self.row(*number).level, *number));
        roots
    }

    /// The finest area of the tree that a point lay in at a moment, and the town.
    pub(super) fn finest_and_town(&self, at: LonLat, moment: Timestamp) -> Place {
        let mut hits = self.index_at(moment).map(|index| index.at(at)).unwrap_or_default();
        hits.retain(|hit| hit.level != DEDICATED);
        let town = hits.iter().find(|hit| hit.level == AreaLevel::Town as u8);
        (hits.last().map(|hit| hit.id), town.map(|hit| hit.id))
    }

    /// As [`Areas::finest_and_town`] for many points with their moments, on all cores; neighbours are looked up after
    /// one another, since they are looked up in the same polygons.
    pub(super) fn places_of(&self, points: &[Option<(LonLat, Timestamp)>]) -> Vec<Place> {
        let at = |(at, _): &(LonLat, Timestamp)| *at;
        on_all_cores(points, at, |(at, moment)| self.finest_and_town(*at, *moment))
    }

    /// The finest area of the tree, as it shows, that each point lies in; the rest as [`Areas::places_of`].
    pub(super) fn finest_of(&self, points: &[Option<LonLat>]) -> Vec<Option<u32>> {
        on_all_cores(points, |at| *at, |at| at.is_valid().then(|| self.chain_at(*at).pop()).flatten())
    }

    /// Takes an area in as it is now. With a moment from which it holds, it was until then as it was told before;
    /// without, what was told before is corrected.
    pub(super) fn put(&mut self, area: &Area) {
        self.show_present();
        let mut row = AreaRow::new(area);
        let Some(number) = self.number(&area.code) else {
            self.by_code.insert(area.code.clone(), self.rows.len() as u32);
            self.rows.push(row);
            return;
        };
        match area.valid_from {
            Some(from) => self.cuts.close(number, &self.rows[number as usize], from),
            None => row.valid_from = self.row(number).valid_from,
        }
        self.rows[number as usize] = row;
    }

    /// The area is gone since `from`; what happened in it stays there.
    pub(super) fn retire(&mut self, code: &str, from: Timestamp) {
        self.show_present();
        let Some(number) = self.by_code.get(code).copied() else { return };
        self.cuts.trim(number, from);
        self.rows[number as usize].valid_to = Some(from);
    }

    pub(super) fn restore(rows: Vec<AreaRow>, past: Vec<PastArea>) -> Self {
        let by_code = (0u32..).zip(&rows).map(|(number, row)| (row.code.clone(), number)).collect();
        Self { rows, by_code, index: None, cuts: Cuts::restore(past) }
    }

    /// Builds the index, the tree's links and the list of cuts from the rows.
    pub(super) fn rebuild_index(&mut self) {
        self.show_present();
        self.link();
        self.cuts.rebuild(&self.rows);
    }

    /// The tree's links, and the index over what is there.
    pub(super) fn link(&mut self) {
        for row in &mut self.rows {
            row.children.clear();
        }
        for number in 0..self.rows.len() {
            let row = &self.rows[number];
            let parent = row.parent_code.as_ref().and_then(|code| self.by_code.get(code)).copied();
            let fits = |p: &u32| {
                let above = &self.rows[*p as usize];
                // An area that names itself or an equal level as its parent would make a ring of the tree; and what is
                // there is no part of what is gone.
                above.level < row.level && !above.dedicated && (above.is_present() || !row.is_present())
            };
            let (parent, in_tree) = (parent.filter(fits), row.is_in_tree());
            self.rows[number].parent = parent;
            if let Some(parent) = parent.filter(|_| in_tree) {
                self.rows[parent as usize].children.push(number as u32);
            }
        }
        let there = (0u32..).zip(&self.rows).filter(|(_, row)| row.is_present());
        self.index = Some(index_of(there.map(|(number, row)| (number, row.level, row.dedicated, &row.outline))));
    }
}
