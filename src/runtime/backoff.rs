//! How long to wait before trying again: longer each time, never all at the same moment.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::time::Duration;

/// Waits that double from `first` to `longest`, each shortened by up to a half at random, so that
/// many who lost the same peer don't come back together.
#[derive(Clone, Debug)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
    dice: ChaCha8Rng,
}

impl Backoff {
    /// Waits from `first` (at least a millisecond) to `longest`; the same seed, the same waits.
    pub fn new(first: Duration, longest: Duration, seed: u64) -> Self {
        let first = first.max(Duration::from_millis(1));
        Self { first, longest: longest.max(first), next: first, dice: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// The next wait.
    pub fn next_delay(&mut self) -> Duration {
        let whole = self.next;
        self.next = whole.saturating_mul(2).min(self.longest);
        let share = f64::from(self.dice.next_u32()) / f64::from(u32::MAX);
        whole.mul_f64(1.0 - 0.5 * share)
    }

    /// Begins from the first wait again: it worked.
    pub fn reset(&mut self) {
        self.next = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_begin_anew() {
        let (first, longest) = (Duration::from_millis(100), Duration::from_secs(2));
        let mut backoff = Backoff::new(first, longest, 7);
        let mut whole = first;
        for _ in 0..12 {
            let delay = backoff.next_delay();
            assert!(delay <= whole && delay >= whole / 2, "{delay:?} of {whole:?}");
            whole = (whole * 2).min(longest);
        }
        assert_eq!(whole, longest);
        backoff.reset();
        assert!(backoff.next_delay() <= first);
    }

    #[test]
    fn two_seeds_do_not_wait_in_step() {
        let waits = |seed| {
            let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(60), seed);
            (0..5).map(|_| backoff.next_delay()).collect::<Vec<_>>()
        };
        assert_eq!(waits(1), waits(1));
        assert_ne!(waits(1), waits(2));
    }
}
