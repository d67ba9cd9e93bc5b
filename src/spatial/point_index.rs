//! Points, resting or moving: which are nearest, which are inside.

use std::collections::BinaryHeap;

use geo::MultiPolygon;

use super::columns::{Entry, Run, straight_m2};
use super::geodesy::{Ways, earth_centred_m, longest_m};
use super::point_tree::{Cuboid, Meets, PointTree};
use super::polygon_raster::PolygonRaster;
use super::prepared::PreparedPolygon;
use super::wedge::Wedge;
use super::{Bounds, LonLat};

/// Slack for rounding in comparisons of straight with ellipsoidal distances, metres: positions in
/// space carry errors of some nanometres.
const SLACK_M: f64 = 1e-6;

/// A point found, and how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The point's id.
    pub id: u32,
    /// Ellipsoidal distance from the place asked about, metres.
    pub distance_m: f64,
}

/// A position that no index can hold: not finite, or out of range.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("not a position on earth: longitude {}, latitude {}", .0.lon_deg, .0.lat_deg)]
pub struct BadPosition(pub LonLat);

/// An index over points, packed when built and quick to follow when they move. Points are kept as positions in space,
/// so that neither the poles nor the 180° meridian are special; what is found is ordered by ellipsoidal distance.
///
/// Ids are row numbers, counted from 0 without large gaps: memory follows the largest.
#[derive(Debug, Clone)]
pub struct PointIndex {
    tree: PointTree,
}

impl Default for PointIndex {
    fn default() -> Self {
        Self { tree: PointTree::build(Vec::new()) }
    }
}

impl PointIndex {
    /// The index over these points. Of several with one id the last holds; positions that are
    /// not on earth are left out (compare [`PointIndex::len`]).
    #[must_use]
    pub fn build(points: impl IntoIterator<Item = (u32, LonLat)>) -> Self {
        let mut entries: Vec<Entry> =
            points.into_iter().filter(|(_, at)| at.is_valid()).map(|(id, at)| Entry::new(id, at)).collect();
        // Stable, so that of one id the last comes first once all are turned round.
        entries.reverse();
        entries.sort_by_key(|entry| entry.id);
        entries.dedup_by_key(|entry| entry.id);
        Self { tree: PointTree::build(entries) }
    }

    /// How many points the index holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.len()
    }

    /// Whether the index holds no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where the point is.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<LonLat> {
        self.tree.get(id).map(|entry| entry.at)
    }

    /// All points, by id.
    pub fn iter(&self) -> impl Iterator<Item = (u32, LonLat)> + '_ {
        self.tree.ids().filter_map(|id| Some((id, self.get(id)?)))
    }

    /// Puts the point there, moving it if it was elsewhere; answers where it was.
    ///
    /// # Errors
    /// [`BadPosition`], and the point stays where it was.
    pub fn insert(&mut self, id: u32, at: LonLat) -> Result<Option<LonLat>, BadPosition> {
        if at.is_valid() { Ok(self.tree.put(Entry::new(id, at))) } else { Err(BadPosition(at)) }
    }

    /// Moves a point that the index holds; answers where it was, or none (and nothing changes)
    /// when the index does not hold it.
    ///
    /// # Errors
    /// [`BadPosition`], and the point stays where it was.
    pub fn update(&mut self, id: u32, at: LonLat) -> Result<Option<LonLat>, BadPosition> {
        if self.tree.get(id).is_some() { self.insert(id, at) } else { Ok(None) }
    }

    /// Takes the point out; answers where it was.
    pub fn remove(&mut self, id: u32) -> Option<LonLat> {
        self.tree.remove(id)
    }

    /// The `k` nearest points of those that `filter` lets through, by distance, then id.
    pub fn nearest(&self, at: LonLat, k: usize, filter: impl FnMut(u32) -> bool) -> Vec<Hit> {
        self.nearest_within(at, k, f64::INFINITY, filter)
    }

    /// As [`PointIndex::nearest`], but none farther than `max_m`.
    pub fn nearest_within(&self, at: LonLat, k: usize, max_m: f64, mut filter: impl FnMut(u32) -> bool) -> Vec<Hit> {
        if k == 0 || !at.is_valid() || max_m.is_nan() || max_m < 0.0 {
            return Vec::new();
        }
        let from = earth_centred_m(at);
        // The k nearest by the straight line, and those that lie so little farther that by the way over the ground
        // they may be nearer: only these few are measured on the ellipsoid.
        let mut best: BinaryHeap<Straight> = BinaryHeap::new();
        let mut nearly: Vec<Straight> = Vec::new();
        let mut reach_m2 = squared(max_m + SLACK_M);
        self.tree.near(from, reach_m2, |leaf| {
            for (place, (space_m, id)) in leaf.space_m.iter().zip(leaf.ids).enumerate() {
                let straight_m2 = straight_m2(*space_m, from);
                if straight_m2 > reach_m2 || !filter(*id) {
                    continue;
                }
                best.push(Straight { straight_m2, id: *id, at: leaf.at[place] });
                if best.len() > k {
                    nearly.extend(best.pop());
                }
                if best.len() == k
                    && let Some(worst) = best.peek()
                {
                    reach_m2 = reach_m2.min(squared(longest_m(worst.straight_m2.sqrt()) + SLACK_M));
                }
            }
            reach_m2
        });
        let near = best.into_iter().chain(nearly).filter(|found| found.straight_m2 <= reach_m2);
        let ways = Ways::from(at);
        let mut hits: Vec<Hit> = near.map(|found| found.hit(&ways)).filter(|hit| hit.distance_m <= max_m).collect();
        hits.sort_unstable_by(by_distance);
        hits.truncate(k);
        hits
    }

    /// The points no farther than `radius_m`, by distance, then id.
    #[must_use]
    pub fn within_circle(&self, at: LonLat, radius_m: f64) -> Vec<Hit> {
        let (mut hits, ways) = (Vec::new(), Ways::from(at));
        let reach_m2 = squared(radius_m + SLACK_M);
        self.for_each_run_in_reach(at, radius_m, |run, _| {
            for (place, space_m) in run.space_m.iter().enumerate() {
                if straight_m2(*space_m, ways.space_m()) > reach_m2 {
                    continue;
                }
                let distance_m = ways.to_m(run.at[place], *space_m);
                if distance_m <= radius_m {
                    hits.push(Hit { id: run.ids[place], distance_m });
                }
            }
        });
        sort_within(&mut hits, radius_m);
        hits
    }

    /// How many points are no farther than `radius_m`. Much cheaper than to list them: only those that stand on the
    /// circle's very line are measured on the ellipsoid.
    #[must_use]
    pub fn count_within_circle(&self, at: LonLat, radius_m: f64) -> usize {
        let (mut count, ways) = (0, Ways::from(at));
        let reach_m2 = squared(radius_m + SLACK_M);
        self.for_each_run_in_reach(at, radius_m, |run, all_in| {
            if all_in {
                count += run.ids.len();
                return;
            }
            for (at, space_m) in run.at.iter().zip(run.space_m) {
                let straight_m2 = straight_m2(*space_m, ways.space_m());
                let surely = longest_m(straight_m2.sqrt()) + SLACK_M <= radius_m;
                let is_in = straight_m2 <= reach_m2 && (surely || ways.to_m(*at, *space_m) <= radius_m);
                count += usize::from(is_in);
            }
        });
        count
    }

    /// Every leaf that the straight distance does not rule out, and whether all of its points are surely within.
    fn for_each_run_in_reach(&self, at: LonLat, radius_m: f64, visit: impl FnMut(Run, bool)) {
        if !at.is_valid() || radius_m.is_nan() || radius_m < 0.0 {
            return;
        }
        let (from, reach_m2) = (earth_centred_m(at), squared(radius_m + SLACK_M));
        let meets = |part: &Cuboid| {
            if part.straight_m2(from) > reach_m2 {
                Meets::Not
            } else if longest_m(part.farthest_m2(from).sqrt()) + SLACK_M <= radius_m {
                Meets::Wholly
            } else {
                Meets::Partly
            }
        };
        self.tree.meeting(meets, true, visit);
    }

    /// The points in the box, edges included, by id.
    #[must_use]
    pub fn within_bounds(&self, bounds: &Bounds) -> Vec<u32> {
        let mut found = Vec::new();
        self.for_each_run_within(bounds, |run, all_in| {
            if all_in {
                found.extend_from_slice(run.ids);
            } else {
                found.extend(run.at.iter().zip(run.ids).filter(|(at, _)| bounds.contains(**at)).map(|(_, id)| *id));
            }
        });
        sort_ids(&mut found);
        found
    }

    /// How many points are in the box, edges included.
    #[must_use]
    pub fn count_within_bounds(&self, bounds: &Bounds) -> usize {
        let mut count = 0;
        self.for_each_run_within(bounds, |run, all_in| {
            let some = || run.at.iter().filter(|at| bounds.contains(**at)).count();
            count += if all_in { run.ids.len() } else { some() };
        });
        count
    }

    /// The points in the polygon, edges included, by id. A polygon across the 180° meridian has
    /// to be split there, as RFC 7946 asks.
    #[must_use]
    pub fn within_polygon(&self, polygon: &MultiPolygon<f64>) -> Vec<u32> {
        let prepared = PreparedPolygon::for_many_points(polygon);
        let mut found = Vec::new();
        if let Some(bounds) = prepared.bounds() {
            let raster = PolygonRaster::new(&prepared, bounds);
            self.for_each_run_within(&bounds, |run, _| {
                match raster.meets(&run.extent) {
                    Meets::Not => return,
                    Meets::Wholly => return found.extend_from_slice(run.ids),
                    Meets::Partly => {}
                }
                let inside = run.at.iter().zip(run.ids).filter(|(at, _)| raster.covers(**at));
                found.extend(inside.map(|(_, id)| *id));
            });
        }
        sort_ids(&mut found);
        found
    }

    /// Every leaf that may have points in the box, and whether all of them surely are.
    fn for_each_run_within(&self, bounds: &Bounds, mut visit: impl FnMut(Run, bool)) {
        let Some(wedge) = Wedge::new(bounds) else { return };
        let leaf = |run: Run, all_in: bool| match if all_in { Meets::Wholly } else { run.extent.meets(bounds) } {
            Meets::Not => {}
            Meets::Partly => visit(run, false),
            Meets::Wholly => visit(run, true),
        };
        self.tree.meeting(|part| wedge.meets(part), false, leaf);
    }
}

/// Up to so many are sorted by comparing: a radix sort counts its digits first.
const FEW: usize = 128;

fn sort_ids(ids: &mut [u32]) {
    if ids.len() <= FEW { ids.sort_unstable() } else { radsort::sort(ids) }
}

/// Sorts what lies in a disc by distance, then id. Over a disc points lie evenly in the distance's square, so that by its
/// leading 16 bits hardly two are alike.
fn sort_within(hits: &mut [Hit], radius_m: f64) {
    if hits.len() <= FEW {
        return hits.sort_unstable_by(by_distance);
    }
    // It never falls as the distance grows, whatever is rounded; a radius of nothing or without end gives one rung.
    let rung = |hit: &Hit| (squared(hit.distance_m / radius_m) * f64::from(u16::MAX)) as u16;
    radsort::sort_by_key(hits, rung);
    let alike = hits.chunk_by_mut(|a, b| rung(a) == rung(b));
    alike.filter(|alike| alike.len() > 1).for_each(|alike| alike.sort_unstable_by(by_distance));
}

fn squared(metres: f64) -> f64 {
    metres * metres
}

fn by_distance(a: &Hit, b: &Hit) -> std::cmp::Ordering {
    a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id))
}

/// A point on its way into an answer, ordered by the straight distance.
struct Straight {
    straight_m2: f64,
    id: u32,
    at: LonLat,
}

impl Straight {
    fn hit(self, ways: &Ways) -> Hit {
        Hit { id: self.id, distance_m: ways.to_m(self.at, earth_centred_m(self.at)) }
    }
}

impl PartialEq for Straight {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Straight {}

impl PartialOrd for Straight {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Straight {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.straight_m2.total_cmp(&other.straight_m2).then(self.id.cmp(&other.id))
    }
}
