//! Where rings cross or touch when they should not.

use std::collections::BTreeMap;

use geo::line_intersection::line_intersection;
use geo::{Line, LineIntersection, LineString, MultiPolygon, Polygon};

use super::LonLat;
use super::prepared::{Location, PreparedPolygon};
use super::repair::Tangle;

/// What is wrong with the rings of one polygon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// This part's ring crosses or touches itself.
    InRing(usize, usize),
    /// Two rings are where they can't both be.
    BetweenRings(Tangle),
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

/// The faults of parts given as closed rings without repeated corners, the outer one first; each
/// with the westernmost place of it.
pub(super) fn find(parts: &[Vec<&LineString<f64>>]) -> BTreeMap<Fault, LonLat> {
    let mut found = BTreeMap::new();
    let edges = edges_by_west(parts);
    for (place, edge) in edges.iter().enumerate() {
        for other in edges[place + 1..].iter().take_while(|other| other.low_x <= edge.high_x) {
            if other.low_y <= edge.high_y
                && edge.low_y <= other.high_y
                && let Some((fault, at)) = fault_between(edge, other)
            {
                found.entry(fault).or_insert(at);
            }
        }
    }
    if !found.contains_key(&Fault::BetweenRings(Tangle::Crossing)) {
        found.extend(nested_wrongly(parts).map(|(tangle, at)| (Fault::BetweenRings(tangle), at)));
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

fn fault_between(a: &Edge, b: &Edge) -> Option<(Fault, LonLat)> {
    let meeting = line_intersection(a.line, b.line)?;
    let at = match meeting {
        LineIntersection::SinglePoint { intersection, .. } => intersection,
        LineIntersection::Collinear { intersection } => intersection.start,
    };
    let touches = matches!(meeting, LineIntersection::SinglePoint { is_proper: false, .. });
    let fault = if (a.part, a.ring) == (b.part, b.ring) {
        let apart = a.place.abs_diff(b.place);
        let neighbours = apart == 1 || apart == a.ring_len - 1;
        // Neighbours meet at their common corner; anything more is a fold.
        (!(neighbours && touches)).then_some(Fault::InRing(a.part, a.ring))
    } else {
        // Different rings may touch at single points.
        (!touches).then_some(Fault::BetweenRings(Tangle::Crossing))
    };
    fault.map(|fault| (fault, at.into()))
}

/// A corner of a ring that is where none may be: a hole's outside its outer ring or in another
/// hole, a part's inside another part.
fn nested_wrongly(parts: &[Vec<&LineString<f64>>]) -> Option<(Tangle, LonLat)> {
    let in_part = parts.iter().find_map(|rings| {
        let (outer, holes) = rings.split_first().filter(|(_, holes)| !holes.is_empty())?;
        let outer = prepared(outer, &[]);
        let prepared_holes: Vec<_> = holes.iter().map(|hole| prepared(hole, &[])).collect();
        let outside = holes.iter().find_map(|hole| corner(hole, &outer, Location::Outside));
        outside.map(|at| (Tangle::HoleOutside, at)).or_else(|| {
            let nested = find_pair(holes.len(), |a, b| corner(holes[a], &prepared_holes[b], Location::Inside));
            nested.map(|at| (Tangle::HoleInHole, at))
        })
    });
    if in_part.is_some() || parts.len() < 2 {
        return in_part;
    }
    let whole: Vec<_> =
        parts.iter().filter_map(|rings| rings.split_first()).map(|(outer, holes)| prepared(outer, holes)).collect();
    let outers: Vec<_> = parts.iter().filter_map(|rings| rings.first()).collect();
    let nested = find_pair(whole.len(), |a, b| corner(outers[a], &whole[b], Location::Inside));
    nested.map(|at| (Tangle::PartInPart, at))
}

fn prepared(outer: &LineString<f64>, holes: &[&LineString<f64>]) -> PreparedPolygon {
    let holes = holes.iter().map(|&hole| hole.clone()).collect();
    PreparedPolygon::new(&MultiPolygon(vec![Polygon::new(outer.clone(), holes)]))
}

fn find_pair(count: usize, mut test: impl FnMut(usize, usize) -> Option<LonLat>) -> Option<LonLat> {
    (0..count).find_map(|a| (0..count).filter(|b| a != *b).find_map(|b| test(a, b)))
}

fn corner(ring: &LineString<f64>, of: &PreparedPolygon, is: Location) -> Option<LonLat> {
    ring.coords().map(|&at| LonLat::from(at)).find(|at| of.locate(*at) == is)
}
