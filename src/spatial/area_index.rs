//! Which areas hold a point.

use geo::MultiPolygon;
use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex};

use super::prepared::{Location, PreparedPolygon};
use super::{Bounds, LonLat};

/// One area that holds a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaHit {
    /// The area's level, as given when the index was built.
    pub level: u8,
    /// The area's id, as given when the index was built.
    pub id: u32,
}

#[derive(Debug)]
struct Entry {
    hit: AreaHit,
    polygon: PreparedPolygon,
}

/// An index over areas of several levels (county, town, village, grid).
///
/// An area across the 180° meridian has to be split there, as RFC 7946 asks.
#[derive(Debug)]
pub struct AreaIndex {
    /// Their boxes, packed: areas rest.
    boxes: RTree<f64>,
    /// In the order of the boxes.
    entries: Vec<Entry>,
}

impl AreaIndex {
    /// The index over `(level, id, polygon)`. Empty polygons hold no point and are left out.
    #[must_use]
    pub fn build(areas: &[(u8, u32, MultiPolygon<f64>)]) -> Self {
        Self::from_refs(areas.iter().map(|(level, id, polygon)| (*level, *id, polygon)))
    }

    /// As [`AreaIndex::build`], over borrowed polygons.
    #[must_use]
    pub fn from_refs<'a>(areas: impl IntoIterator<Item = (u8, u32, &'a MultiPolygon<f64>)>) -> Self {
        let prepared = areas.into_iter().map(|(level, id, area)| (AreaHit { level, id }, PreparedPolygon::new(area)));
        let (bounds, entries): (Vec<Bounds>, Vec<Entry>) =
            prepared.filter_map(|(hit, polygon)| Some((polygon.bounds()?, Entry { hit, polygon }))).unzip();
        let mut boxes = RTreeBuilder::new(bounds.len() as u32);
        for Bounds { min, max } in &bounds {
            boxes.add(min.lon_deg, min.lat_deg, max.lon_deg, max.lat_deg);
        }
        Self { boxes: boxes.finish::<HilbertSort>(), entries }
    }

    /// How many areas the index holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the index holds no area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The areas that hold the point, by level and id. Of each level: all that have it strictly
    /// inside (more than one only where areas overlap); if there is none, then of those that have
    /// it on their edge the one with the smallest id, so that every point of a county belongs to
    /// exactly one area of a level.
    #[must_use]
    pub fn at(&self, at: LonLat) -> Vec<AreaHit> {
        let mut inside = Vec::new();
        let mut on_edge = Vec::new();
        for entry in self.boxes_meeting(&Bounds::at(at)) {
            match entry.polygon.locate(at) {
                Location::Inside => inside.push(entry.hit),
                Location::Edge => on_edge.push(entry.hit),
                Location::Outside => {}
            }
        }
        on_edge.sort_unstable();
        on_edge.dedup_by_key(|hit| hit.level);
        on_edge.retain(|hit| inside.iter().all(|other| other.level != hit.level));
        inside.append(&mut on_edge);
        inside.sort_unstable();
        inside.dedup();
        inside
    }

    /// The area of this level that holds the point; where areas overlap, the smallest id.
    #[must_use]
    pub fn at_level(&self, at: LonLat, level: u8) -> Option<u32> {
        self.at(at).into_iter().find(|hit| hit.level == level).map(|hit| hit.id)
    }

    /// The areas whose boxes meet the box (which does not cross the 180° meridian), by level and id.
    #[must_use]
    pub fn meeting_bounds(&self, bounds: &Bounds) -> Vec<AreaHit> {
        let mut hits: Vec<_> = self.boxes_meeting(bounds).map(|entry| entry.hit).collect();
        hits.sort_unstable();
        hits
    }

    fn boxes_meeting(&self, Bounds { min, max }: &Bounds) -> impl Iterator<Item = &Entry> {
        // A comparison with NaN is false: such a box would miss no other.
        let is_a_box = min.lon_deg <= max.lon_deg && min.lat_deg <= max.lat_deg;
        let search = || self.boxes.search(min.lon_deg, min.lat_deg, max.lon_deg, max.lat_deg);
        let found = if is_a_box { search() } else { Vec::new() };
        found.into_iter().map(|place| &self.entries[place as usize])
    }
}
