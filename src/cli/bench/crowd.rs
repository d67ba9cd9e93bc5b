//! A made-up county to ask: the same seed, the same points and grids.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use zonglan::domain::LonLat;

/// The county's south-west corner and its side, degrees.
const CORNER: LonLat = LonLat::new(117.8, 35.8);
const SIDE_DEG: f64 = 0.4;
/// Half of all points crowd into so many towns.
const TOWNS: usize = 200;
const TOWN_DEG: f64 = 0.01;
/// Each side of a grid has so many edges.
const EDGES: i64 = 5;

/// Where things stand.
pub(super) struct Crowd {
    dice: ChaCha8Rng,
    towns: Vec<LonLat>,
}

impl Crowd {
    pub(super) fn new(seed: u64) -> Self {
        let mut crowd = Self { dice: ChaCha8Rng::seed_from_u64(seed), towns: Vec::new() };
        crowd.towns = (0..TOWNS).map(|_| crowd.anywhere()).collect();
        crowd
    }

    /// From 0 up to 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.dice.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn anywhere(&mut self) -> LonLat {
        LonLat::new(CORNER.lon_deg + SIDE_DEG * self.share(), CORNER.lat_deg + SIDE_DEG * self.share())
    }

    /// A place in the county, every other time in a town.
    pub(super) fn place(&mut self) -> LonLat {
        let at = self.anywhere();
        if self.share() < 0.5 {
            return at;
        }
        let nth = (self.share() * TOWNS as f64) as usize;
        let town = self.towns[nth];
        // The sum of two shares crowds towards the middle.
        let mut off_deg = || TOWN_DEG * (self.share() + self.share() - 1.0);
        LonLat::new(town.lon_deg + off_deg(), town.lat_deg + off_deg())
    }

    pub(super) fn places(&mut self, count: usize) -> Vec<LonLat> {
        (0..count).map(|_| self.place()).collect()
    }

    /// A few steps away: what a worker walks between two fixes.
    pub(super) fn steps_from(&mut self, at: LonLat) -> LonLat {
        let mut off_deg = || 0.0006 * (self.share() - 0.5);
        LonLat::new(at.lon_deg + off_deg(), at.lat_deg + off_deg())
    }

    /// A ring of `corners` about a place, up to `radius_deg` wide, with dents.
    pub(super) fn star(&mut self, radius_deg: f64, corners: usize) -> MultiPolygon<f64> {
        let middle = self.place();
        let ring = (0..corners).map(|n| {
            let (sin, cos) = (std::f64::consts::TAU * n as f64 / corners as f64).sin_cos();
            let far_deg = radius_deg * (0.5 + 0.5 * self.share());
            Coord { x: middle.lon_deg + far_deg * cos, y: middle.lat_deg + far_deg * sin }
        });
        MultiPolygon(vec![Polygon::new(LineString(ring.collect()), Vec::new())])
    }
}

/// `side` × `side` grids that tile the county; their borders are crooked, and neighbours share every corner.
pub(super) fn grids(side: u32) -> impl Iterator<Item = MultiPolygon<f64>> {
    let step_deg = SIDE_DEG / f64::from(side) / EDGES as f64;
    let corner = move |x: i64, y: i64| Coord {
        x: CORNER.lon_deg + step_deg * (x as f64 + crooked(2 * x, y)),
        y: CORNER.lat_deg + step_deg * (y as f64 + crooked(2 * x + 1, y)),
    };
    let side = i64::from(side);
    (0..side * side).map(move |grid| {
        let (west, south) = (grid % side * EDGES, grid / side * EDGES);
        let along = 0..EDGES;
        let round = (along.clone().map(|n| (west + n, south)))
            .chain(along.clone().map(|n| (west + EDGES, south + n)))
            .chain(along.clone().map(|n| (west + EDGES - n, south + EDGES)))
            .chain(along.map(|n| (west, south + EDGES - n)));
        let ring = LineString(round.map(|(x, y)| corner(x, y)).collect());
        MultiPolygon(vec![Polygon::new(ring, Vec::new())])
    })
}

/// How far a corner is off its place, −0.3 to 0.3: a hash of its numbers (the last steps of splitmix64).
fn crooked(x: i64, y: i64) -> f64 {
    let mut z = (x as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (y as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    0.6 * ((z >> 11) as f64 / (1_u64 << 53) as f64 - 0.5)
}
