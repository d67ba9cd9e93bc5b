//! Randomness by seed: one stream a part, and one a matter, so that what a person does with one
//! matter does not change the fate of the others.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of one part of one simulation.
    pub(super) fn new(seed: u64, part: u64) -> Self {
        let mut stream = ChaCha8Rng::seed_from_u64(seed);
        stream.set_stream(part);
        Self(stream)
    }

    /// The stream that belongs to a name and a number, whatever happened before.
    pub(super) fn keyed(seed: u64, name: &str, number: u64) -> Self {
        // FNV-1a: small, portable, and good enough to tell names apart.
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self::new(seed ^ hash, number)
    }

    /// A number below `n`; 0 for `n` = 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as usize
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// A number from 0 to 1, 1 left out.
    pub(super) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// Whether a thing of this chance (0 to 1) happens.
    pub(super) fn happens(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// A number around 0 with this standard deviation, bell-shaped, never beyond 3.5 of them.
    pub(super) fn around_zero(&mut self, deviation: f64) -> f64 {
        let sum: f64 = (0..4).map(|_| self.unit()).sum();
        (sum - 2.0) * 3f64.sqrt() * deviation
    }

    /// One of the items, none of none.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// The place of one of the weights, as often as its weight says.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum::<u32>() as usize) as u32;
        for (place, &weight) in weights.iter().enumerate() {
            if left < weight {
                return place;
            }
            left -= weight;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_and_keys_differ() {
        let mut dice = Dice::new(1, 2);
        for _ in 0..2_000 {
            assert!((3..=5).contains(&dice.between(3, 5)));
            assert!(dice.around_zero(3.0).abs() < 10.5);
            assert!([0, 2].contains(&dice.weighted(&[1, 0, 3])));
        }
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.weighted(&[]), 0);
        assert_eq!(dice.pick::<u8>(&[]), None);
        let first = |name, number| Dice::keyed(9, name, number).between(0, 1 << 30);
        assert_eq!(first("CL1", 1), first("CL1", 1));
        assert_ne!(first("CL1", 1), first("CL2", 1));
        assert_ne!(first("CL1", 1), first("CL1", 2));
    }
}
