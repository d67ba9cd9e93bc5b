//! How many were reported, hour by hour over a day or day by day over a month, beside the same before.

use super::{DAY_SECS, HOUR_SECS, PlotFilter, Sieve};
use crate::domain::Timestamp;
use crate::picture::Picture;

/// How far a trend looks back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrendSpan {
    /// The 24 hours that end with the moment's own second, by the hour; before: the 24 hours before them.
    Day,
    /// The 30 whole civil days up to yesterday; before: the 30 days before them.
    Month,
}

impl TrendSpan {
    /// How many stretches it has.
    pub fn count(self) -> usize {
        match self {
            TrendSpan::Day => 24,
            TrendSpan::Month => 30,
        }
    }

    /// How long one is, seconds.
    pub fn step_secs(self) -> i64 {
        match self {
            TrendSpan::Day => HOUR_SECS,
            TrendSpan::Month => DAY_SECS,
        }
    }

    /// How many stretches lie between one and the same of the day before.
    fn a_day(self) -> usize {
        (DAY_SECS / self.step_secs()) as usize
    }
}

/// A trend. What lies before the ledger's first matter is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Where the first stretch begins.
    pub from: Timestamp,
    /// How long a stretch is, seconds.
    pub step_secs: i64,
    /// Reported in each stretch.
    pub now: Vec<Option<i64>>,
    /// Reported in each stretch of the time before.
    pub before: Vec<Option<i64>>,
    /// Of each stretch the fewest and the most of the same hour, or of the days, in the seven days before it.
    pub band: Vec<Option<(i64, i64)>>,
    /// All of the period.
    pub total: i64,
    /// All of the time before; none where the ledger does not reach so far back.
    pub total_before: Option<i64>,
}

/// The band is that of so many days.
const BAND_DAYS: usize = 7;

impl Picture {
    /// How many matters were reported over a span up to `now`.
    pub fn trend(&self, span: TrendSpan, filter: PlotFilter, now: Timestamp) -> Trend {
        let (count, step_secs) = (span.count(), span.step_secs());
        let (zone, today) = (self.tallies.zone(), self.tallies.day(now));
        // Enough for the time before and for the band of the first stretch.
        let back = count + count.max(BAND_DAYS * span.a_day());
        let ago = |steps: usize| match span {
            // What came in this very second has come: stretches begin one second later.
            TrendSpan::Day => now.plus_secs(1 - steps as i64 * step_secs),
            // Civil days: where clocks are changed one of them has 23 hours and one 25.
            TrendSpan::Month => zone.day_start(today - steps as i64),
        };
        let (start, to) = (ago(back), ago(0));
        let place = |at: Timestamp| match span {
            TrendSpan::Day => at.secs_since(start) / step_secs,
            TrendSpan::Month => zone.day(at) - (today - back as i64),
        };
        let mut counts = vec![0_i64; back];
        for row in Sieve::new(self, filter).reported(start, to) {
            counts[place(row.reported_at()) as usize] += 1;
        }
        let known_since = self.known_since();
        let is_known = |n: usize| {
            let end = ago(back - n - 1);
            known_since.is_some_and(|since| since < end)
        };
        let known = |n: usize| is_known(n).then(|| counts[n]);
        let first = back - count;
        let band = |n: usize| -> Option<(i64, i64)> {
            let same: Vec<i64> = (1..=BAND_DAYS).filter_map(|days| known(n - days * span.a_day())).collect();
            (same.len() == BAND_DAYS).then(|| same.iter().fold((i64::MAX, 0), |(a, b), c| (a.min(*c), b.max(*c))))
        };
        let before: Vec<Option<i64>> = (first - count..first).map(known).collect();
        Trend {
            from: ago(count),
            step_secs,
            now: (first..back).map(known).collect(),
            total_before: before.iter().copied().sum(),
            before,
            band: (first..back).map(band).collect(),
            total: counts[first..].iter().sum(),
        }
    }
}
