//! Which areas hold a point.

use geo::MultiPolygon;
use rstar::{AABB, RTree, RTreeObject};

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
    bounds: Bounds,
    polygon: PreparedPolygon,
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(corner(self.bounds.min), corner(self.bounds.max))
    }
}

fn corner(at: LonLat) -> [f64; 2] {
    [at.lon_deg, at.lat_deg]
}

/// An index over areas of several levels (county, town, village, grid).
///
/// An area across the 180° meridian has to be split there, as RFC 7946 asks.
#[derive(Debug)]
pub struct AreaIndex {
    tree: RTree<Entry>,
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
        let entries = areas.into_iter().filter_map(|(level, id, polygon)| {
            let polygon = PreparedPolygon::new(polygon);
            let bounds = polygon.bounds()?;
            Some(Entry { hit: AreaHit { level, id }, bounds, polygon })
        });
        Self { tree: RTree::bulk_load(entries.collect()) }
    }

    /// How many areas the index holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.size()
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
        for entry in self.tree.locate_in_envelope_intersecting(AABB::from_point(corner(at))) {
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
        let envelope = AABB::from_corners(corner(bounds.min), corner(bounds.max));
        let mut hits: Vec<_> = self.tree.locate_in_envelope_intersecting(envelope).map(|entry| entry.hit).collect();
        hits.sort_unstable();
        hits
    }
}
