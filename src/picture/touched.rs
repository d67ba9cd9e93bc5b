//! Which matters changed last, so that whoever keeps them in order need not look at all of them.

use std::collections::VecDeque;

/// How many changes are remembered.
const KEPT: usize = 1_024;

/// The last changes of matters, each with the revision that it made.
#[derive(Debug, Default)]
pub struct Touched(VecDeque<(u64, u32)>);

impl Touched {
    /// The matters that changed after the revision `seen` up to `now`, each once; none where that is no longer known.
    pub fn since(&self, seen: u64, now: u64) -> Option<Vec<u32>> {
        if seen == now {
            return Some(Vec::new());
        }
        let known = seen < now && self.0.front().is_some_and(|(first, _)| *first <= seen + 1);
        let latest = self.0.back().is_some_and(|(last, _)| *last == now);
        (known && latest).then(|| {
            let after = self.0.iter().filter(|(revision, _)| *revision > seen);
            let mut numbers: Vec<u32> = after.map(|(_, number)| *number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        })
    }

    pub(super) fn note(&mut self, revision: u64, number: u32) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((revision, number));
    }
}
