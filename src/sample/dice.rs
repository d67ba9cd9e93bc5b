//! Randomness: one portable stream per part of the sample, so that a part can change without the others.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random numbers. Whole numbers only reach the outside, so that no rounding shows.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of one part of one sample.
    pub(super) fn new(seed: u64, part: u64) -> Self {
        let mut stream = ChaCha8Rng::seed_from_u64(seed);
        stream.set_stream(part);
        Self(stream)
    }

    /// A number below `n`; 0 for `n` = 0.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// An index below `n`; 0 for `n` = 0.
    pub(super) fn index(&mut self, n: usize) -> usize {
        self.below(n as u32) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::from(self.below((high - low + 1).max(1) as u32))
    }

    /// The like of `between`, with small values much more usual than large ones.
    pub(super) fn skewed(&mut self, low: i64, high: i64) -> i64 {
        let a = self.between(0, 1000);
        let b = self.between(0, 1000);
        low + (high - low) * a * b / 1_000_000
    }

    /// Whether a thing of so many per mille happens.
    pub(super) fn permille(&mut self, chance: u32) -> bool {
        self.below(1000) < chance
    }

    /// One of the items; the default for none.
    pub(super) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        items.get(self.index(items.len())).copied().unwrap_or_default()
    }

    /// The index of one of the weights, as often as its weight says.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, &weight) in weights.iter().enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// Brings the items into a random order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }
}
