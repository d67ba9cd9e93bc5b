//! Points that may move: which are nearest, which are inside.

use std::collections::{BTreeMap, BinaryHeap};

use geo::MultiPolygon;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::geodesy::{distance_m, earth_centred_m};
use super::prepared::PreparedPolygon;
use super::wedge::Wedge;
use super::{Bounds, LonLat};

/// Slack for rounding in comparisons of straight with ellipsoidal distances, metres: positions in
/// space carry errors of some nanometres.
const SLACK_M: f64 = 1e-6;

/// A point found, and how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<Id> {
    /// The point's id.
    pub id: Id,
    /// Ellipsoidal distance from the place asked about, metres.
    pub distance_m: f64,
}

/// A position that no index can hold: not finite, or out of range.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("not a position on earth: longitude {}, latitude {}", .0.lon_deg, .0.lat_deg)]
pub struct BadPosition(pub LonLat);

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Entry<Id> {
    pub(super) space_m: [f64; 3],
    pub(super) at: LonLat,
    id: Id,
}

impl<Id: Copy + Ord> RTreeObject for Entry<Id> {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.space_m)
    }
}

impl<Id: Copy + Ord> PointDistance for Entry<Id> {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        let [x, y, z] = self.space_m;
        (x - point[0]).powi(2) + (y - point[1]).powi(2) + (z - point[2]).powi(2)
    }
}

/// An index over moving points. Points are kept as positions in space, so that neither the poles
/// nor the 180° meridian are special; candidates are then ordered by ellipsoidal distance.
#[derive(Debug, Clone)]
pub struct PointIndex<Id: Copy + Ord> {
    tree: RTree<Entry<Id>>,
    places: BTreeMap<Id, LonLat>,
}

impl<Id: Copy + Ord> Default for PointIndex<Id> {
    fn default() -> Self {
        Self { tree: RTree::new(), places: BTreeMap::new() }
    }
}

impl<Id: Copy + Ord> PointIndex<Id> {
    /// The index over these points. Of several with one id the last holds; positions that are
    /// not on earth are left out (compare [`PointIndex::len`]).
    #[must_use]
    pub fn build(points: impl IntoIterator<Item = (Id, LonLat)>) -> Self {
        let places: BTreeMap<Id, LonLat> = points.into_iter().filter(|(_, at)| at.is_valid()).collect();
        let entries = places.iter().map(|(&id, &at)| Entry { space_m: earth_centred_m(at), at, id }).collect();
        Self { tree: RTree::bulk_load(entries), places }
    }

    /// How many points the index holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the index holds no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where the point is.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<LonLat> {
        self.places.get(&id).copied()
    }

    /// All points, by id.
    pub fn iter(&self) -> impl Iterator<Item = (Id, LonLat)> + '_ {
        self.places.iter().map(|(&id, &at)| (id, at))
    }

    /// Puts the point there, moving it if it was elsewhere; answers where it was.
    ///
    /// # Errors
    /// [`BadPosition`], and the point stays where it was.
    pub fn insert(&mut self, id: Id, at: LonLat) -> Result<Option<LonLat>, BadPosition> {
        if !at.is_valid() {
            return Err(BadPosition(at));
        }
        let before = self.places.insert(id, at);
        if before == Some(at) {
            return Ok(before);
        }
        if let Some(before) = before {
            self.tree.remove(&Entry { space_m: earth_centred_m(before), at: before, id });
        }
        self.tree.insert(Entry { space_m: earth_centred_m(at), at, id });
        Ok(before)
    }

    /// Moves a point that the index holds; answers where it was, or none (and nothing changes)
    /// when the index does not hold it.
    ///
    /// # Errors
    /// [`BadPosition`], and the point stays where it was.
    pub fn update(&mut self, id: Id, at: LonLat) -> Result<Option<LonLat>, BadPosition> {
        if self.places.contains_key(&id) { self.insert(id, at) } else { Ok(None) }
    }

    /// Takes the point out; answers where it was.
    pub fn remove(&mut self, id: Id) -> Option<LonLat> {
        let at = self.places.remove(&id)?;
        self.tree.remove(&Entry { space_m: earth_centred_m(at), at, id });
        Some(at)
    }

    /// The `k` nearest points of those that `filter` lets through, by distance, then id.
    pub fn nearest(&self, at: LonLat, k: usize, filter: impl FnMut(Id) -> bool) -> Vec<Hit<Id>> {
        self.nearest_within(at, k, f64::INFINITY, filter)
    }

    /// As [`PointIndex::nearest`], but none farther than `max_m`.
    pub fn nearest_within(&self, at: LonLat, k: usize, max_m: f64, mut filter: impl FnMut(Id) -> bool) -> Vec<Hit<Id>> {
        if k == 0 || !at.is_valid() {
            return Vec::new();
        }
        let mut best: BinaryHeap<Ranked<Id>> = BinaryHeap::new();
        let mut limit_m = max_m;
        for (entry, straight_m2) in self.tree.nearest_neighbor_iter_with_distance_2(earth_centred_m(at)) {
            // The straight line is never longer than the way over the ground: nothing after this
            // one can be nearer than the worst of the best.
            if straight_m2.sqrt() > limit_m + SLACK_M {
                break;
            }
            if !filter(entry.id) {
                continue;
            }
            let ranked = Ranked { distance_m: distance_m(at, entry.at), id: entry.id };
            if ranked.distance_m > max_m {
                continue;
            }
            best.push(ranked);
            if best.len() > k {
                best.pop();
            }
            if best.len() == k {
                limit_m = best.peek().map_or(max_m, |worst| worst.distance_m);
            }
        }
        best.into_sorted_vec().into_iter().map(Ranked::hit).collect()
    }

    /// The points no farther than `radius_m`, by distance, then id.
    #[must_use]
    pub fn within_circle(&self, at: LonLat, radius_m: f64) -> Vec<Hit<Id>> {
        if !at.is_valid() || radius_m.is_nan() || radius_m < 0.0 {
            return Vec::new();
        }
        let reach_m = radius_m + SLACK_M;
        let mut found: Vec<_> = self
            .tree
            .locate_within_distance(earth_centred_m(at), reach_m * reach_m)
            .map(|entry| Ranked { distance_m: distance_m(at, entry.at), id: entry.id })
            .filter(|ranked| ranked.distance_m <= radius_m)
            .collect();
        found.sort_unstable();
        found.into_iter().map(Ranked::hit).collect()
    }

    /// The points in the box, edges included, by id.
    #[must_use]
    pub fn within_bounds(&self, bounds: &Bounds) -> Vec<Id> {
        let mut found = Vec::new();
        self.for_each_within(bounds, |entry| found.push(entry.id));
        found.sort_unstable();
        found
    }

    /// How many points are in the box, edges included.
    #[must_use]
    pub fn count_within_bounds(&self, bounds: &Bounds) -> usize {
        let mut count = 0;
        self.for_each_within(bounds, |_| count += 1);
        count
    }

    /// The points in the polygon, edges included, by id. A polygon across the 180° meridian has
    /// to be split there, as RFC 7946 asks.
    #[must_use]
    pub fn within_polygon(&self, polygon: &MultiPolygon<f64>) -> Vec<Id> {
        let prepared = PreparedPolygon::new(polygon);
        let mut found = Vec::new();
        if let Some(bounds) = prepared.bounds() {
            self.for_each_within(&bounds, |entry| {
                if prepared.covers(entry.at) {
                    found.push(entry.id);
                }
            });
        }
        found.sort_unstable();
        found
    }

    fn for_each_within(&self, bounds: &Bounds, visit: impl FnMut(&Entry<Id>)) {
        if let Some(wedge) = Wedge::new(bounds) {
            self.tree.locate_with_selection_function(wedge).for_each(visit);
        }
    }
}

#[derive(PartialEq)]
struct Ranked<Id> {
    distance_m: f64,
    id: Id,
}

impl<Id> Ranked<Id> {
    fn hit(self) -> Hit<Id> {
        Hit { id: self.id, distance_m: self.distance_m }
    }
}

impl<Id: Ord> Eq for Ranked<Id> {}

impl<Id: Ord> PartialOrd for Ranked<Id> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<Id: Ord> Ord for Ranked<Id> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.distance_m.total_cmp(&other.distance_m).then_with(|| self.id.cmp(&other.id))
    }
}
