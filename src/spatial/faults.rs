//! Where rings cross or touch when they should not.

use std::collections::BTreeSet;

use geo::line_intersection::line_intersection;
use geo::{Line, LineIntersection, LineString, MultiPolygon, Polygon};

use super::prepared::{Location, PreparedPolygon};

/// What is wrong with the rings of one polygon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// This part's ring crosses or touches itself.
    InRing(usize, usize),
    /// Two rings cross or share an edge, a hole is outside, or a part is within another.
    BetweenRings,
}

#[derive(Clone, Copy)]
struct Edge {
    line: Line<f64>,
    low_x: f64,
    high_x: f64,
    low_y: f64,
    high_y: f64,
    part: usize,
    ring: usize,
    place: usize,
    ring_len: usize,
}

/// The faults of parts given as closed rings without repeated corners, the outer one first.
pub(super) fn find(parts: &[Vec<&LineString<f64>>]) -> BTreeSet<Fault> {
    let mut found = BTreeSet::new();
    let edges = edges_by_west(parts);
    for (place, edge) in edges.iter().enumerate() {
        for other in edges[place + 1..].iter().take_while(|other| other.low_x <= edge.high_x) {
            if other.low_y <= edge.high_y && edge.low_y <= other.high_y {
                found.extend(fault_between(edge, other));
            }
        }
    }
    if !found.contains(&Fault::BetweenRings) && nested_wrongly(parts) {
        found.insert(Fault::BetweenRings);
    }
    found
}

fn edges_by_west(parts: &[Vec<&LineString<f64>>]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (part, rings) in parts.iter().enumerate() {
        for (ring, corners) in rings.iter().enumerate() {
            let ring_len = corners.0.len().saturating_sub(1);
            edges.extend(corners.lines().enumerate().map(|(place, line)| Edge {
                line,
                low_x: line.start.x.min(line.end.x),
                high_x: line.start.x.max(line.end.x),
                low_y: line.start.y.min(line.end.y),
                high_y: line.start.y.max(line.end.y),
                part,
                ring,
                place,
                ring_len,
            }));
        }
    }
    edges.sort_by(|a, b| a.low_x.total_cmp(&b.low_x));
    edges
}

fn fault_between(a: &Edge, b: &Edge) -> Option<Fault> {
    let meeting = line_intersection(a.line, b.line)?;
    if (a.part, a.ring) == (b.part, b.ring) {
        let apart = a.place.abs_diff(b.place);
        let neighbours = apart == 1 || apart == a.ring_len - 1;
        // Neighbours meet at their common corner; anything more is a fold.
        let sound = neighbours && matches!(meeting, LineIntersection::SinglePoint { is_proper: false, .. });
        return (!sound).then_some(Fault::InRing(a.part, a.ring));
    }
    // Different rings may touch at single points.
    match meeting {
        LineIntersection::SinglePoint { is_proper: false, .. } => None,
        _ => Some(Fault::BetweenRings),
    }
}

/// Whether a corner of a ring is where none may be: a hole's outside its outer ring or in another
/// hole, a part's inside another part.
fn nested_wrongly(parts: &[Vec<&LineString<f64>>]) -> bool {
    let alone = |ring: &LineString<f64>| prepared(ring, &[]);
    let in_part = parts.iter().any(|rings| {
        let Some((outer, holes)) = rings.split_first().filter(|(_, holes)| !holes.is_empty()) else { return false };
        let outer = alone(outer);
        let prepared_holes: Vec<_> = holes.iter().map(|hole| alone(hole)).collect();
        holes.iter().any(|hole| any_corner(hole, &outer, Location::Outside))
            || any_pair(holes.len(), |a, b| any_corner(holes[a], &prepared_holes[b], Location::Inside))
    });
    if in_part || parts.len() < 2 {
        return in_part;
    }
    let whole: Vec<_> =
        parts.iter().filter_map(|rings| rings.split_first()).map(|(outer, holes)| prepared(outer, holes)).collect();
    let outers: Vec<_> = parts.iter().filter_map(|rings| rings.first()).collect();
    any_pair(whole.len(), |a, b| any_corner(outers[a], &whole[b], Location::Inside))
}

fn prepared(outer: &LineString<f64>, holes: &[&LineString<f64>]) -> PreparedPolygon {
    let holes = holes.iter().map(|&hole| hole.clone()).collect();
    PreparedPolygon::new(&MultiPolygon(vec![Polygon::new(outer.clone(), holes)]))
}

fn any_pair(count: usize, mut test: impl FnMut(usize, usize) -> bool) -> bool {
    (0..count).any(|a| (0..count).any(|b| a != b && test(a, b)))
}

fn any_corner(ring: &LineString<f64>, of: &PreparedPolygon, is: Location) -> bool {
    ring.coords().any(|&at| of.locate(at.into()) == is)
}
