//! Positions that somebody waits for: gathered for a moment, made durable together, and only then acknowledged.

use super::{FixesKept, Tracks};
use crate::domain::{Fix, Receipt, Timestamp};
use std::time::{Duration, Instant};

/// A phone that waits holds its next position back: thousands a second are ten syncs a second, and nobody waits long.
const AWAITED: Duration = Duration::from_millis(100);

/// A group of positions that becomes durable by one sync (a UTC day).
#[derive(Debug, Default)]
pub struct FixGroup {
    fixes: Vec<Fix>,
    /// Where each part ends in `fixes`, and who waits for it.
    parts: Vec<(usize, Receipt)>,
    due: Option<Instant>,
}

/// What became of a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupKept {
    /// What became of those that the disk took.
    pub kept: FixesKept,
    /// The latest moment among all of them.
    pub newest: Option<Timestamp>,
}

impl FixGroup {
    /// Takes positions in at `now`; whoever waits for them hears by the receipt.
    pub fn take(&mut self, fixes: Vec<Fix>, receipt: Receipt, now: Instant) {
        self.due.get_or_insert(now + AWAITED);
        self.fixes.extend(fixes);
        self.parts.push((self.fixes.len(), receipt));
    }

    /// How long until the group is to be kept, zero where that is past; none while it is empty.
    pub fn due_in(&self, now: Instant) -> Option<Duration> {
        self.due.map(|due| due.saturating_duration_since(now))
    }

    /// Makes the group durable and tells everybody who waits; it is empty then. Where the disk refuses the group, each
    /// part is tried alone, so that a damaged day costs only those who have something for it.
    pub fn keep(&mut self, tracks: &mut Tracks) -> GroupKept {
        let Self { fixes, parts, .. } = std::mem::take(self);
        let mut done = GroupKept { newest: fixes.iter().map(|fix| fix.fixed_at).max(), ..GroupKept::default() };
        let whole = tracks.append(&fixes).map_err(|error| error.to_string());
        let one_by_one = whole.is_err() && parts.len() > 1;
        if let Ok(kept) = whole {
            done.kept = kept;
        }
        let mut from = 0;
        for (end, receipt) in parts {
            let part = &fixes[from..end];
            from = end;
            let outcome = if one_by_one {
                tracks.append(part).map_err(|error| error.to_string()).map(|kept| done.kept.add(kept))
            } else {
                whole.as_ref().map(|_| ()).map_err(Clone::clone)
            };
            receipt.give(outcome);
        }
        done
    }
}
