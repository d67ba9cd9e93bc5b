//! Streets that map makers cut into pieces (at every crossing, every change of a speed limit) joined where
//! nothing but the next piece goes on: names are written along whole streets, and dashes run through.

use crate::spatial::{LonLat, Road, RoadClass};
use std::collections::BTreeMap;

/// Where pieces of a street can meet.
type End<'a> = (RoadClass, Option<&'a str>, (i64, i64));

/// Positions to 1e-7°, as OpenStreetMap keeps them.
fn key(at: LonLat) -> (i64, i64) {
    ((at.lon_deg * 1e7).round() as i64, (at.lat_deg * 1e7).round() as i64)
}

/// Joins pieces of the same class and name at ends where just two of them meet.
pub(super) fn join(pieces: Vec<Road>) -> Vec<Road> {
    let mut ends: BTreeMap<End<'_>, Vec<usize>> = BTreeMap::new();
    for (place, road) in pieces.iter().enumerate() {
        for at in [road.line.first(), road.line.last()].into_iter().flatten() {
            ends.entry((road.class, road.name.as_deref(), key(*at))).or_default().push(place);
        }
    }
    let mut taken = vec![false; pieces.len()];
    let mut joined = Vec::new();
    for start in 0..pieces.len() {
        if std::mem::replace(&mut taken[start], true) {
            continue;
        }
        let mut road = pieces[start].clone();
        for _ in 0..2 {
            // Onwards from the last corner, then, turned round, from the first one.
            while let Some(next) = next_piece(&ends, &road, &mut taken) {
                let line = &pieces[next].line;
                let at = road.line.last().copied().map(key);
                if line.first().copied().map(key) == at {
                    road.line.extend_from_slice(&line[1..]);
                } else {
                    road.line.extend(line.iter().rev().skip(1));
                }
            }
            road.line.reverse();
        }
        joined.push(road);
    }
    joined
}

/// The one other piece that meets the road's last corner, now taken.
fn next_piece(ends: &BTreeMap<End<'_>, Vec<usize>>, road: &Road, taken: &mut [bool]) -> Option<usize> {
    let at = key(*road.line.last()?);
    let [a, b] = ends.get(&(road.class, road.name.as_deref(), at))?[..] else { return None };
    let next = [a, b].into_iter().find(|place| !taken[*place])?;
    taken[next] = true;
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn road(name: &str, class: RoadClass, line: &[(f64, f64)]) -> Road {
        let line = line.iter().map(|(x, y)| LonLat::new(*x, *y)).collect();
        Road { class, name: Some(name.into()), line, from_m: 0.0 }
    }

    #[test]
    fn pieces_of_a_street_are_one_street() {
        let minor = RoadClass::Minor;
        let pieces = vec![
            road("景田路", minor, &[(1.0, 0.0), (2.0, 0.0)]),
            road("景田路", minor, &[(3.0, 0.0), (2.0, 0.0)]),
            road("景田路", minor, &[(0.0, 0.0), (1.0, 0.0)]),
            road("莲花路", minor, &[(3.0, 0.0), (4.0, 0.0)]),
        ];
        let joined = join(pieces);
        assert_eq!(joined.len(), 2);
        let xs: Vec<f64> = joined[0].line.iter().map(|at| at.lon_deg).collect();
        assert!(xs == [0.0, 1.0, 2.0, 3.0] || xs == [3.0, 2.0, 1.0, 0.0], "{xs:?}");
    }

    #[test]
    fn a_fork_is_left_and_a_ring_ends() {
        let path = RoadClass::Path;
        let fork = vec![
            road("a", path, &[(0.0, 0.0), (1.0, 0.0)]),
            road("a", path, &[(1.0, 0.0), (2.0, 1.0)]),
            road("a", path, &[(1.0, 0.0), (2.0, -1.0)]),
        ];
        assert_eq!(join(fork).len(), 3);
        let ring = vec![
            road("b", path, &[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]),
            road("b", path, &[(1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]),
        ];
        let joined = join(ring);
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].line.len(), 5);
    }
}
