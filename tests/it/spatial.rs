//! Every spatial question against the slow and obvious answer.
#![allow(clippy::unwrap_used)]

mod areas;
mod borders;
mod equality;
mod flights;
mod heat;
mod points;
mod repair;
mod tangles;
mod tiling;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use zonglan::spatial::LonLat;

/// Seeded randomness.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64)
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.0.next_u64() % count as u64) as usize
    }
}

fn ring(corners: &[(f64, f64)]) -> LineString<f64> {
    let mut line = LineString(corners.iter().map(|&(x, y)| Coord { x, y }).collect());
    line.close();
    line
}

fn polygon(corners: &[(f64, f64)]) -> MultiPolygon<f64> {
    MultiPolygon(vec![Polygon::new(ring(corners), vec![])])
}

/// A star-shaped ring with this many corners.
fn star(dice: &mut Dice, center: LonLat, radius_deg: f64, corners: usize) -> MultiPolygon<f64> {
    let points: Vec<(f64, f64)> = (0..corners)
        .map(|i| {
            let turn = std::f64::consts::TAU * i as f64 / corners as f64;
            let radius_deg = radius_deg * dice.between(0.3, 1.0);
            (center.lon_deg + radius_deg * turn.cos(), center.lat_deg + radius_deg * turn.sin())
        })
        .collect();
    polygon(&points)
}

/// A square tiling whose inner corners are moved at random, each border with extra corners that
/// both sides list; the outer border is straight: (id, polygon), row by row.
fn tiling(dice: &mut Dice, side: usize, step_deg: f64, extra: usize) -> Vec<(u32, MultiPolygon<f64>)> {
    let mut jitter = |at: usize| {
        if at == 0 || at == side { 0.0 } else { dice.between(-0.3, 0.3) * step_deg }
    };
    let mut corners = vec![(0.0, 0.0); (side + 1) * (side + 1)];
    for row in 0..=side {
        for column in 0..=side {
            let (x, y) = (column as f64 * step_deg + jitter(column), row as f64 * step_deg + jitter(row));
            corners[row * (side + 1) + column] = (120.0 + x, 30.0 + y);
        }
    }
    // The same points whichever way the border is walked: made from its lower end upwards.
    let walk = |from: usize, to: usize| {
        let (low, high) = (from.min(to), from.max(to));
        let ((ax, ay), (bx, by)) = (corners[low], corners[high]);
        let (column, row) = (low % (side + 1), low / (side + 1));
        let outer = if high == low + 1 { row % side == 0 } else { column % side == 0 };
        let mut points: Vec<(f64, f64)> = (0..=extra)
            .map(|i| {
                let t = i as f64 / (extra + 1) as f64;
                let bulge = if i == 0 || outer { 0.0 } else { 0.05 * ((i * 37 + low * 11) as f64).sin() };
                (ax + (bx - ax) * t - (by - ay) * bulge, ay + (by - ay) * t + (bx - ax) * bulge)
            })
            .collect();
        points.push((bx, by));
        if from > to {
            points.reverse();
        }
        points.pop();
        points
    };
    let mut tiles = Vec::new();
    for row in 0..side {
        for column in 0..side {
            let south_west = row * (side + 1) + column;
            let loop_ = [south_west, south_west + 1, south_west + side + 2, south_west + side + 1];
            let around: Vec<_> = (0..4).flat_map(|i| walk(loop_[i], loop_[(i + 1) % 4])).collect();
            tiles.push(((row * side + column) as u32, polygon(&around)));
        }
    }
    tiles
}
