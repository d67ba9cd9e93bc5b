//! Smooth randomness over the plane.

use super::lines::At;

/// A field of smooth noise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise(pub(super) u64);

impl Noise {
    /// A value from -1 to 1 that changes over about `scale_m`.
    pub(super) fn at(&self, [x, y]: At, scale_m: f64) -> f64 {
        let (x, y) = (x / scale_m, y / scale_m);
        let (left, below) = (x.floor(), y.floor());
        let ease = |t: f64| t * t * (3.0 - 2.0 * t);
        let (u, v) = (ease(x - left), ease(y - below));
        let corner = |i: i64, j: i64| self.corner(left as i64 + i, below as i64 + j);
        let mix = |a: f64, b: f64, t: f64| a + (b - a) * t;
        mix(mix(corner(0, 0), corner(1, 0), u), mix(corner(0, 1), corner(1, 1), u), v)
    }

    /// The sum of several scales, each half as wide and half as strong as the one before; about -1 to 1.
    pub(super) fn rough(&self, at: At, scale_m: f64, octaves: i32) -> f64 {
        let (mut sum, mut strength, mut scale, mut whole) = (0.0, 1.0, scale_m, 0.0);
        for octave in 0..octaves {
            sum += strength * Self(self.0.wrapping_add(octave as u64 * 7919)).at(at, scale);
            whole += strength;
            strength *= 0.5;
            scale *= 0.5;
        }
        sum / whole
    }

    /// The value at a corner of the lattice (a SplitMix64 step of its numbers).
    fn corner(&self, x: i64, y: i64) -> f64 {
        let mut z =
            self.0 ^ (x as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (y as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// From 0 at `low` to 1 at `high`, smoothly.
pub(super) fn ramp(value: f64, low: f64, high: f64) -> f64 {
    let t = ((value - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
