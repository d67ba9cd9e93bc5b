//! How soon somebody was there, and how soon an order was receipted: as distributions, not as means.

use super::{DAY_SECS, PlotFilter, Sieve};
use crate::domain::{StepKind, Timestamp};
use crate::picture::{IncidentRow, Picture};

/// Between which two steps time is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// From the report until somebody is there (到场).
    Arrival,
    /// From the order until its receipt (签收).
    Receipt,
}

impl ResponseKind {
    /// Both.
    pub const ALL: [ResponseKind; 2] = [ResponseKind::Arrival, ResponseKind::Receipt];

    fn steps(self) -> (StepKind, StepKind) {
        match self {
            ResponseKind::Arrival => (StepKind::Reported, StepKind::Arrived),
            ResponseKind::Receipt => (StepKind::Assigned, StepKind::Receipted),
        }
    }
}

/// Under so many there are counts and no share.
const LEAST: usize = 10;
const PERIOD_SECS: i64 = 30 * DAY_SECS;

/// What the matters of one period waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// How long each waited, seconds, ascending.
    pub secs: Vec<i64>,
    /// How many there were to wait: those for which somebody was sent.
    pub of: usize,
    /// Those whose steps stand in an order in which nothing can have happened; they are in no other count.
    pub odd: usize,
}

impl Waits {
    fn take(&mut self, row: &IncidentRow, kind: ResponseKind) {
        let (begin, end) = kind.steps();
        let (begin, end) = (row.time(begin), row.time(end));
        match (begin, end) {
            (Some(begin), Some(end)) if end < begin => self.odd += 1,
            (Some(begin), Some(end)) => {
                self.of += 1;
                self.secs.push(end.secs_since(begin));
            }
            _ => self.of += usize::from(row.time(StepKind::Assigned).is_some()),
        }
    }

    /// How long this share of those that are over waited at most, by the nearest rank, seconds; none where there are too
    /// few to say.
    pub fn quantile_secs(&self, share: f64) -> Option<i64> {
        if self.secs.len() < LEAST {
            return None;
        }
        let rank = (share.clamp(0.0, 1.0) * self.secs.len() as f64).ceil() as usize;
        self.secs.get(rank.max(1) - 1).copied()
    }

    /// The share of those that are over that waited at most so long.
    pub fn share_within(&self, secs: i64) -> Option<f64> {
        let within = self.secs.partition_point(|waited| *waited <= secs);
        (self.secs.len() >= LEAST).then(|| within as f64 / self.secs.len() as f64)
    }
}

/// How soon, of the matters reported in the last 30 days, and in the 30 days before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responses {
    /// Between which steps.
    pub kind: ResponseKind,
    /// Of the last 30 days.
    pub now: Waits,
    /// Of the 30 days before; none where the ledger does not reach so far back.
    pub before: Option<Waits>,
}

impl Picture {
    /// How soon, of the matters reported in the 30 days up to `now`.
    pub fn responses(&self, kind: ResponseKind, filter: PlotFilter, now: Timestamp) -> Responses {
        let sieve = Sieve::new(self, filter);
        let waits = |from: Timestamp, to: Timestamp| {
            let mut waits = Waits::default();
            sieve.reported(from, to).for_each(|row| waits.take(row, kind));
            waits.secs.sort_unstable();
            waits
        };
        let (middle, first) = (now.plus_secs(-PERIOD_SECS), now.plus_secs(-2 * PERIOD_SECS));
        let reaches = self.known_since().is_some_and(|since| since < first.plus_secs(DAY_SECS));
        Responses {
            kind,
            now: waits(middle.plus_secs(1), now.plus_secs(1)),
            before: reaches.then(|| waits(first.plus_secs(1), middle.plus_secs(1))),
        }
    }
}
