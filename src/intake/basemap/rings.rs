//! Rings out of the ways of a multipolygon relation, which come in any order and direction.

use geo::{Contains, LineString, MultiPolygon, Point, Polygon};
use std::collections::BTreeMap;

/// Joins ways, each a row of node numbers, at their ends. Answers the closed rings and how many ways are
/// in none.
pub(super) fn join(ways: &[&[i64]]) -> (Vec<Vec<i64>>, usize) {
    let mut ends: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (place, way) in ways.iter().enumerate() {
        if let [first, .., last] = way {
            ends.entry(*first).or_default().push(place);
            ends.entry(*last).or_default().push(place);
        }
    }
    let mut taken = vec![false; ways.len()];
    let (mut rings, mut loose) = (Vec::new(), 0);
    for start in 0..ways.len() {
        if taken[start] {
            continue;
        }
        taken[start] = true;
        let mut ring: Vec<i64> = ways[start].to_vec();
        let mut used = 1;
        while ring.len() > 1 && ring.first() != ring.last() {
            let at = ring[ring.len() - 1];
            let next = ends.get(&at).and_then(|places| places.iter().copied().find(|place| !taken[*place]));
            let Some(next) = next else { break };
            taken[next] = true;
            used += 1;
            let way = ways[next];
            if way.first() == Some(&at) {
                ring.extend(&way[1..]);
            } else {
                ring.extend(way.iter().rev().skip(1));
            }
        }
        if ring.len() > 3 && ring.first() == ring.last() {
            rings.push(ring);
        } else {
            loose += used;
        }
    }
    (rings, loose)
}

/// Polygons of outer rings and the holes that lie in them; a hole that lies in none is none.
pub(super) fn polygons(outer: Vec<LineString<f64>>, inner: Vec<LineString<f64>>) -> MultiPolygon<f64> {
    let mut polygons: Vec<Polygon<f64>> = outer.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect();
    if let [only] = polygons.as_mut_slice() {
        inner.into_iter().for_each(|hole| only.interiors_push(hole));
        return MultiPolygon(polygons);
    }
    for hole in inner {
        let Some(first) = hole.0.first().map(|at| Point::from(*at)) else { continue };
        let around =
            polygons.iter().position(|polygon| Polygon::new(polygon.exterior().clone(), Vec::new()).contains(&first));
        if let Some(around) = around {
            polygons[around].interiors_push(hole);
        }
    }
    MultiPolygon(polygons)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_in_any_order_and_direction_make_rings() {
        let ways: [&[i64]; 5] = [&[1, 2, 3], &[5, 4, 3], &[5, 6, 1], &[10, 11, 12, 10], &[20, 21]];
        let (rings, loose) = join(&ways);
        assert_eq!(rings, [vec![1, 2, 3, 4, 5, 6, 1], vec![10, 11, 12, 10]]);
        assert_eq!(loose, 1);
        assert_eq!(join(&[]), (vec![], 0));
        assert_eq!(join(&[&[], &[7]]), (vec![], 2));
        // Forward and back is no ring with an inside.
        assert_eq!(join(&[&[1, 2], &[2, 1]]).1, 2);
    }

    #[test]
    fn holes_go_where_they_lie() {
        let square =
            |x: f64, y: f64, s: f64| LineString::from(vec![(x, y), (x + s, y), (x + s, y + s), (x, y + s), (x, y)]);
        let whole = polygons(
            vec![square(0.0, 0.0, 4.0), square(10.0, 0.0, 4.0)],
            vec![square(11.0, 1.0, 1.0), square(90.0, 0.0, 1.0)],
        );
        assert_eq!(whole.0.iter().map(|p| p.interiors().len()).collect::<Vec<_>>(), [0, 1]);
    }
}
