//! Shared borders against a count of edges.

use std::collections::{BTreeMap, BTreeSet};

use geo::MultiPolygon;
use zonglan::spatial::{LonLat, shared_edges};

use super::{Dice, polygon, ring, tiling};

type Corner = (i64, i64);

fn corner(at: LonLat) -> Corner {
    ((at.lon_deg * 1e7).round() as i64, (at.lat_deg * 1e7).round() as i64)
}

fn refs(tiles: &[(u32, MultiPolygon<f64>)]) -> Vec<(u32, &MultiPolygon<f64>)> {
    tiles.iter().map(|(id, area)| (*id, area)).collect()
}

#[test]
fn every_edge_once_with_both_sides() {
    let mut dice = Dice::new(31);
    let mut tiles = tiling(&mut dice, 14, 0.01, 9);
    for (id, tile) in &mut tiles {
        if *id % 3 == 0 {
            let mut around = tile.0[0].exterior().clone();
            around.0.reverse();
            *tile = MultiPolygon(vec![geo::Polygon::new(around, vec![])]);
        }
    }
    let mut expected: BTreeMap<(Corner, Corner), BTreeSet<u32>> = BTreeMap::new();
    for (id, tile) in &tiles {
        for line in tile.0[0].exterior().lines() {
            let (a, b) = (corner(line.start.into()), corner(line.end.into()));
            expected.entry((a.min(b), a.max(b))).or_default().insert(*id);
        }
    }
    let lines = shared_edges(&refs(&tiles));
    let mut found = BTreeMap::new();
    for line in &lines {
        let sides: BTreeSet<u32> = std::iter::once(line.left).chain(line.right).collect();
        assert!(line.right.is_none_or(|right| line.left < right));
        for pair in line.points.windows(2) {
            let (a, b) = (corner(pair[0]), corner(pair[1]));
            assert!(found.insert((a.min(b), a.max(b)), sides.clone()).is_none(), "an edge twice");
        }
    }
    assert_eq!(found, expected);
    // 13 × 14 inner borders each way; the outer border breaks where its one neighbour changes.
    assert_eq!(lines.iter().filter(|line| line.right.is_some()).count(), 2 * 13 * 14);
    assert_eq!(lines.iter().filter(|line| line.right.is_none()).count(), 4 * 13);
    tiles.reverse();
    assert_eq!(shared_edges(&refs(&tiles)), lines, "the order of the polygons does not matter");
}

#[test]
fn left_is_left() {
    let west = polygon(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);
    let east = polygon(&[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)]);
    let lines = shared_edges(&[(5, &west), (3, &east)]);
    assert_eq!(lines.len(), 3);
    let between = lines.iter().find(|line| line.right.is_some()).unwrap();
    assert_eq!((between.left, between.right), (3, Some(5)));
    assert_eq!(between.points, vec![LonLat::new(1.0, 1.0), LonLat::new(1.0, 0.0)], "east is left when going south");
}

#[test]
fn islands_holes_parts_and_nothing() {
    let outer = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)];
    let inner = [(3.0, 3.0), (6.0, 3.0), (6.0, 6.0), (3.0, 6.0)];
    let around = MultiPolygon(vec![geo::Polygon::new(ring(&outer), vec![ring(&inner)])]);
    let lines = shared_edges(&[(1, &around), (2, &polygon(&inner))]);
    assert_eq!(lines.len(), 2);
    for line in &lines {
        assert_eq!((line.points.len(), line.points.first()), (5, line.points.last()), "closed");
        let turn: f64 = line.points.windows(2).map(|w| w[0].lon_deg * w[1].lat_deg - w[1].lon_deg * w[0].lat_deg).sum();
        // Area 1 is left of both: outside goes anticlockwise, around the hole clockwise.
        assert_eq!(turn > 0.0, line.right.is_none());
    }
    let halves = MultiPolygon(vec![
        polygon(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]).0.remove(0),
        polygon(&[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)]).0.remove(0),
    ]);
    let lines = shared_edges(&[(1, &halves)]);
    assert_eq!((lines.len(), lines[0].points.len()), (1, 7), "no border between parts of one area");
    assert!(shared_edges(&[]).is_empty() && shared_edges(&[(1, &MultiPolygon(vec![]))]).is_empty());
    let bad = polygon(&[(f64::NAN, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);
    let lines = shared_edges(&[(1, &bad), (1, &bad), (2, &bad)]);
    assert!(lines.iter().all(|line| line.points.iter().all(|at| at.is_valid())));
}
