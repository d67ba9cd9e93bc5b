//! Rings that come by one corner twice, taken apart into loops that don't.

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::LonLat;
use super::prepared::{Location, PreparedPolygon};
use super::repair::{NO_AREA_DEG2, remove_spikes, signed_area};

/// Of more loops than this it takes too long to look up each in each.
const MOST_NESTED: usize = 2_000;

/// What these rings of one part, the outer one first, go around: in rings that come by no corner twice, without spikes
/// and without what has no area, turned as RFC 7946 has it. Which are holes is looked up anew where a ring came apart,
/// or where `roles` are not to be relied on.
pub(super) fn surface(rings: impl IntoIterator<Item = Vec<Coord<f64>>>, roles: bool) -> Vec<Polygon<f64>> {
    let mut loops = Vec::new();
    let mut stands = roles;
    for (at, ring) in rings.into_iter().enumerate() {
        let before = loops.len();
        loops.extend(taken_apart(ring).into_iter().filter_map(cleaned));
        stands &= loops.len() <= before + 1 && (at > 0 || !loops.is_empty());
    }
    if stands || loops.len() > MOST_NESTED { as_they_stand(loops) } else { nested(loops) }
}

/// A loop closed and without spikes; none where nothing is left.
fn cleaned(mut corners: Vec<Coord<f64>>) -> Option<LineString<f64>> {
    remove_spikes(&mut corners);
    let mut line = LineString(corners);
    line.close();
    (line.0.len() > 3 && signed_area(&line).abs() > NO_AREA_DEG2).then_some(line)
}

fn turned(mut line: LineString<f64>, is_outer: bool) -> LineString<f64> {
    if (signed_area(&line) > 0.0) != is_outer {
        line.0.reverse();
    }
    line
}

/// The first is the outer ring, the others are its holes.
fn as_they_stand(loops: Vec<LineString<f64>>) -> Vec<Polygon<f64>> {
    let mut loops = loops.into_iter();
    let Some(outer) = loops.next() else { return Vec::new() };
    vec![Polygon::new(turned(outer, true), loops.map(|hole| turned(hole, false)).collect())]
}

/// By what lies in what: loops that don't cross bound a surface which is in an odd number of them.
fn nested(loops: Vec<LineString<f64>>) -> Vec<Polygon<f64>> {
    let alone = |line: &LineString<f64>| MultiPolygon(vec![Polygon::new(line.clone(), Vec::new())]);
    let prepared: Vec<PreparedPolygon> = loops.iter().map(|line| PreparedPolygon::new(&alone(line))).collect();
    let around: Vec<Vec<usize>> = (0..loops.len())
        .map(|at| (0..loops.len()).filter(|other| *other != at && is_in(&loops[at], &prepared[*other])).collect())
        .collect();
    let mut parts: Vec<(usize, Polygon<f64>)> = (0..loops.len())
        .filter(|at| around[*at].len().is_multiple_of(2))
        .map(|at| (at, Polygon::new(turned(loops[at].clone(), true), Vec::new())))
        .collect();
    for (at, holds) in around.iter().enumerate().filter(|(_, holds)| holds.len() % 2 == 1) {
        // The outline right around a hole is in one loop fewer than the hole.
        let outline = parts.iter_mut().find(|(part, _)| holds.contains(part) && around[*part].len() + 1 == holds.len());
        if let Some((_, part)) = outline {
            part.interiors_push(turned(loops[at].clone(), false));
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// Whether a loop that doesn't cross the outline lies in it: one place beside the outline's own edges tells.
fn is_in(line: &LineString<f64>, outline: &PreparedPolygon) -> bool {
    let middles = line.lines().map(|edge| (edge.start + edge.end) / 2.0);
    let places = line.coords().copied().chain(middles).map(|at| outline.locate(LonLat::from(at)));
    places.into_iter().find(|location| *location != Location::Edge) == Some(Location::Inside)
}

/// The ring's loops, open; corners that repeat the one before are gone.
fn taken_apart(ring: Vec<Coord<f64>>) -> Vec<Vec<Coord<f64>>> {
    let key = |at: &Coord<f64>| (at.x.to_bits(), at.y.to_bits());
    let (mut loops, mut walk): (Vec<Vec<Coord<f64>>>, Vec<Coord<f64>>) = (Vec::new(), Vec::new());
    let mut places = HashMap::new();
    for corner in ring {
        let Some(&place) = places.get(&key(&corner)) else {
            places.insert(key(&corner), walk.len());
            walk.push(corner);
            continue;
        };
        // Back where the walk has been: what lies between is a loop of its own.
        let around: Vec<Coord<f64>> = walk.drain(place + 1..).collect();
        places.retain(|_, at: &mut usize| *at <= place);
        loops.push([vec![corner], around].concat());
    }
    loops.push(walk);
    loops.retain(|corners| corners.len() > 2);
    loops
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(f64, f64)]) -> Vec<Coord<f64>> {
        corners.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    #[test]
    fn what_touches_itself_becomes_parts_and_holes() {
        // An outline pinched from outside: two parts.
        let eight = ring(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (2.0, 2.0), (1.0, 1.0), (0.0, 2.0), (0.0, 0.0)]);
        assert_eq!(surface([eight], true).len(), 2);
        // From inside: a hole that touches the outline.
        let pinched = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0), (1.0, 3.0), (3.0, 1.0), (0.0, 0.0)];
        let parts = surface([ring(&pinched)], true);
        assert_eq!((parts.len(), parts[0].interiors().len()), (1, 1));
        // A hole pinched so that something stands free in it.
        let square = ring(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]);
        let hole = ring(&[(1.0, 1.0), (1.0, 8.0), (8.0, 8.0), (8.0, 1.0), (1.0, 1.0), (5.0, 3.0), (3.0, 5.0)]);
        let parts = surface([square, hole], true);
        assert_eq!(parts.iter().map(|part| part.interiors().len()).collect::<Vec<_>>(), [1, 0]);
        assert!(surface([ring(&[(0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (1.0, 0.0)])], true).is_empty());
        // A part that was called a hole.
        let far = ring(&[(7.0, 7.0), (9.0, 7.0), (8.0, 9.0)]);
        assert_eq!(surface([ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)]), far], false).len(), 2);
    }
}
