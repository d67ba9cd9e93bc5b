//! Polygons from outside made valid, with a list of what was done.

use geo::bool_ops::FillRule;
use geo::kernels::{Kernel, RobustKernel};
use geo::{Area, Coord, LineString, MultiPolygon, OpType, Orientation, Polygon};

use super::faults::{self, Fault};
use super::settle::{overlay, settle};
use super::{LonLat, geodesy};

/// A ring with less than this has no area, square degrees (about 10 cm²).
pub(super) const NO_AREA_DEG2: f64 = 1e-14;

/// What is smaller than this on the ground is nothing that anybody drew on purpose, m².
const SLIVER_M2: f64 = 1.0;

/// Which ring of the polygon as it came: `part` counts the polygons, `ring` 0 is the outer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RingRef {
    /// The polygon's place, from 0.
    pub part: usize,
    /// The ring's place in it: 0 is the outer ring, 1 the first hole.
    pub ring: usize,
}

/// How two rings can be where they can't both be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tangle {
    /// They cross, overlap or share an edge.
    Crossing,
    /// A hole lies outside its outer ring, wholly or in part.
    HoleOutside,
    /// A hole lies in another hole.
    HoleInHole,
    /// A part lies in another part.
    PartInPart,
}

/// One thing that was done to make a polygon valid, and where.
#[derive(Debug, Clone, PartialEq)]
pub enum Repair {
    /// The last corner was not the first.
    Closed(RingRef),
    /// Corners that were not finite numbers or not on earth were left out.
    BadCornersDropped(RingRef, usize),
    /// Corners that repeated the one before were left out.
    DuplicatesRemoved(RingRef, usize),
    /// Corners at which the ring turned back on itself were left out.
    SpikesRemoved {
        /// The ring.
        ring: RingRef,
        /// How many corners.
        count: usize,
        /// The tip of the first.
        at: LonLat,
    },
    /// The ring had no area and was left out; with an outer ring go its holes. Where its first
    /// corner was, if it had one.
    RingDropped(RingRef, Option<LonLat>),
    /// The ring ran the wrong way: outer rings run anticlockwise, holes clockwise (RFC 7946).
    Reversed(RingRef),
    /// The ring crossed or touched itself and became this many rings.
    Untangled {
        /// The ring.
        ring: RingRef,
        /// How many polygons it is now.
        pieces: usize,
        /// The part of it that it went around more than once, as a share of the whole: there the
        /// author's meaning is not certain. It was kept as inside.
        uncertain: f64,
        /// The westernmost place where it did.
        at: LonLat,
    },
    /// Rings were where they can't both be: outer rings were joined and holes cut out.
    RingsResolved(Tangle, LonLat),
    /// A part smaller than 1 m², beside parts that are larger, was left out.
    SliverDropped(LonLat),
    /// A hole smaller than 1 m² was filled.
    SliverFilled(LonLat),
}

/// Makes a polygon valid. Each ring is cleaned (see [`Repair`]); a ring that crosses itself is
/// split where it does, keeping all that it went around; parts that overlap are joined. A valid
/// polygon without slivers comes back corner by corner as it was, turned to RFC 7946's directions.
#[must_use]
pub fn repair(polygon: MultiPolygon<f64>) -> (MultiPolygon<f64>, Vec<Repair>) {
    let parts = polygon.into_iter().map(|part| {
        let (exterior, interiors) = part.into_inner();
        std::iter::once(exterior.0).chain(interiors.into_iter().map(|ring| ring.0)).collect()
    });
    repair_rings(parts.collect())
}

/// As [`repair`], for rings as a file gives them (`geo`'s polygons close theirs unasked): by
/// part, the outer ring first.
#[must_use]
pub fn repair_rings(parts: Vec<Vec<Vec<Coord<f64>>>>) -> (MultiPolygon<f64>, Vec<Repair>) {
    let mut done = Vec::new();
    let mut cleaned = Vec::new();
    for (part, rings) in parts.into_iter().enumerate() {
        let mut kept = Vec::new();
        for (ring, corners) in rings.into_iter().enumerate() {
            let ring = RingRef { part, ring };
            let first = corners.iter().map(|&at| LonLat::from(at)).find(|at| at.is_valid());
            match clean_ring(ring, corners, &mut done) {
                Some(line) => kept.push((ring, line)),
                None => done.push(Repair::RingDropped(ring, first)),
            }
        }
        // Without its outer ring a part has nothing for its holes to be in.
        if kept.first().is_some_and(|(ring, _)| ring.ring == 0) {
            cleaned.push(kept);
        } else {
            let dropped = |(ring, line): (RingRef, LineString<f64>)| {
                Repair::RingDropped(ring, line.0.first().map(|&at| at.into()))
            };
            done.extend(kept.into_iter().map(dropped));
        }
    }
    let polygon = resolve(cleaned, &mut done);
    (without_slivers(polygon, &mut done), done)
}

/// The ring closed, without repeated corners and spikes; none when nothing is left.
fn clean_ring(ring: RingRef, corners: Vec<Coord<f64>>, done: &mut Vec<Repair>) -> Option<LineString<f64>> {
    let given = corners.len();
    let mut corners: Vec<_> = corners.into_iter().filter(|&at| LonLat::from(at).is_valid()).collect();
    if corners.len() < given {
        done.push(Repair::BadCornersDropped(ring, given - corners.len()));
    }
    if corners.first() != corners.last() {
        done.push(Repair::Closed(ring));
    } else if corners.len() > 1 {
        corners.pop();
    }
    let before = corners.len();
    corners.dedup();
    while corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if corners.len() < before {
        done.push(Repair::DuplicatesRemoved(ring, before - corners.len()));
    }
    let (count, tip) = remove_spikes(&mut corners);
    if let Some(at) = tip {
        done.push(Repair::SpikesRemoved { ring, count, at });
    }
    if corners.len() < 3 {
        return None;
    }
    let mut line = LineString(corners);
    line.close();
    // Not the signed sum, which is zero for an even bow tie: the area of what the ring encloses.
    let turn = signed_area(&line).abs();
    let flat = turn <= NO_AREA_DEG2 && pieces_of(&line).unsigned_area() <= NO_AREA_DEG2;
    (!flat).then_some(line)
}

/// Removes corners at which the ring goes straight back, until there is none; answers how many, and
/// the first.
pub(super) fn remove_spikes(corners: &mut Vec<Coord<f64>>) -> (usize, Option<LonLat>) {
    let before = corners.len();
    let mut first = None;
    loop {
        let count = corners.len();
        let mut kept: Vec<Coord<f64>> = Vec::with_capacity(count);
        for &corner in corners.iter() {
            kept.push(corner);
            while let [.., a, tip, b] = kept[..] {
                if !is_spike(a, tip, b) {
                    break;
                }
                first.get_or_insert(tip.into());
                kept.truncate(kept.len() - 2);
                if a != b {
                    kept.push(b);
                }
            }
        }
        // The seam: the ends of the list are neighbours too.
        while let [start, second, .., before_last, last] = kept[..] {
            if start == last || is_spike(before_last, last, start) {
                first.get_or_insert(last.into());
                kept.pop();
            } else if is_spike(last, start, second) {
                first.get_or_insert(start.into());
                kept.remove(0);
            } else {
                break;
            }
        }
        *corners = kept;
        if corners.len() == count || corners.len() < 3 {
            return (before - corners.len(), first);
        }
    }
}

fn is_spike(a: Coord<f64>, tip: Coord<f64>, b: Coord<f64>) -> bool {
    let ((ax, ay), (bx, by)) = ((a - tip).x_y(), (b - tip).x_y());
    ax * bx + ay * by > 0.0 && RobustKernel::orient2d(a, tip, b) == Orientation::Collinear
}

pub(super) fn signed_area(ring: &LineString<f64>) -> f64 {
    Polygon::new(ring.clone(), Vec::new()).signed_area()
}

/// All that a ring goes around, as valid polygons.
fn pieces_of(ring: &LineString<f64>) -> MultiPolygon<f64> {
    let alone = MultiPolygon(vec![Polygon::new(ring.clone(), Vec::new())]);
    overlay(&alone, &MultiPolygon(Vec::new()), OpType::Union, FillRule::NonZero)
}

type Rings = Vec<(RingRef, LineString<f64>)>;

/// Turns cleaned rings the right way and, only where they are tangled, overlays them.
fn resolve(parts: Vec<Rings>, done: &mut Vec<Repair>) -> MultiPolygon<f64> {
    let faults = faults::find(&parts.iter().map(|rings| rings.iter().map(|(_, r)| r).collect()).collect::<Vec<_>>());
    if faults.is_empty() {
        let oriented = parts.into_iter().map(|rings| {
            let mut rings = rings.into_iter().map(|(at, ring)| orient(at, ring, done));
            let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
            Polygon::new(exterior, rings.collect())
        });
        return MultiPolygon(oriented.collect());
    }
    let corners: Vec<Coord<f64>> = parts.iter().flatten().flat_map(|(_, ring)| ring.0.iter().copied()).collect();
    let between = faults.iter().filter_map(|(fault, at)| match fault {
        Fault::BetweenRings(tangle) => Some(Repair::RingsResolved(*tangle, *at)),
        Fault::InRing(..) => None,
    });
    done.extend(between);
    let nothing = MultiPolygon(Vec::new());
    let mut whole = nothing.clone();
    for (place, rings) in parts.iter().enumerate() {
        let (mut outer, mut holes) = (nothing.clone(), nothing.clone());
        for (ring_place, (at, ring)) in rings.iter().enumerate() {
            let pieces = pieces_of(ring);
            if let Some(where_) = faults.get(&Fault::InRing(place, ring_place)) {
                done.push(untangled(*at, ring, &pieces, *where_));
            }
            let side = if at.ring == 0 { &mut outer } else { &mut holes };
            *side = overlay(side, &pieces, OpType::Union, FillRule::EvenOdd);
        }
        let part = overlay(&outer, &holes, OpType::Difference, FillRule::EvenOdd);
        whole = overlay(&whole, &part, OpType::Union, FillRule::EvenOdd);
    }
    settle(whole, corners)
}

fn untangled(number: RingRef, ring: &LineString<f64>, pieces: &MultiPolygon<f64>, at: LonLat) -> Repair {
    let alone = MultiPolygon(vec![Polygon::new(ring.clone(), Vec::new())]);
    let once = overlay(&alone, &MultiPolygon(Vec::new()), OpType::Union, FillRule::EvenOdd).unsigned_area();
    let all = pieces.unsigned_area();
    let share = if all > 0.0 { ((all - once) / all).max(0.0) } else { 0.0 };
    // What is below the overlay's own rounding is no doubt about the meaning.
    let uncertain = if share < 1e-6 { 0.0 } else { share };
    Repair::Untangled { ring: number, pieces: pieces.0.len(), uncertain, at }
}

fn orient(at: RingRef, mut ring: LineString<f64>, done: &mut Vec<Repair>) -> LineString<f64> {
    if (signed_area(&ring) > 0.0) != (at.ring == 0) {
        ring.0.reverse();
        done.push(Repair::Reversed(at));
    }
    ring
}

/// Leaves out parts and fills holes that are too small to be meant; never the last part.
fn without_slivers(polygon: MultiPolygon<f64>, done: &mut Vec<Repair>) -> MultiPolygon<f64> {
    let ground_m2 = |ring: &LineString<f64>| {
        let (x_m, y_m) = geodesy::metres_per_degree(ring.0.first().map_or(0.0, |at| at.y));
        signed_area(ring).abs() * x_m * y_m
    };
    let is_sliver = |ring: &LineString<f64>| ground_m2(ring) < SLIVER_M2;
    let place = |ring: &LineString<f64>| ring.0.first().map_or(LonLat::new(0.0, 0.0), |&at| at.into());
    let some_larger = polygon.iter().any(|part| !is_sliver(part.exterior()));
    let mut kept = Vec::with_capacity(polygon.0.len());
    for part in polygon {
        if some_larger && is_sliver(part.exterior()) {
            done.push(Repair::SliverDropped(place(part.exterior())));
            continue;
        }
        let (exterior, mut holes) = part.into_inner();
        if !is_sliver(&exterior) {
            let filled = holes.iter().filter(|hole| is_sliver(hole)).map(|hole| Repair::SliverFilled(place(hole)));
            done.extend(filled);
            holes.retain(|hole| !is_sliver(hole));
        }
        kept.push(Polygon::new(exterior, holes));
    }
    MultiPolygon(kept)
}
