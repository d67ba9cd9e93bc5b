//! In which hours of the week matters are reported.

use super::{DAY_SECS, PlotFilter, Sieve};
use crate::domain::Timestamp;
use crate::picture::Picture;

/// Of so many whole weeks.
pub const WEEKS: i64 = 4;

/// Counts by the hour of the week, civil time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekHours {
    /// The first moment.
    pub from: Timestamp,
    /// The moment after the last: the last midnight.
    pub to: Timestamp,
    /// By weekday from Monday and hour, over all weeks.
    pub counts: [[i64; 24]; 7],
    /// All of them.
    pub total: i64,
    /// All of the same time before; none where the ledger does not reach so far back.
    pub before: Option<i64>,
    /// Whether the ledger tells of the whole period; else some hours were counted fewer times than others.
    pub is_whole: bool,
}

impl Picture {
    /// In which hours of the week matters were reported, over the four whole weeks up to yesterday.
    pub fn week_hours(&self, filter: PlotFilter, now: Timestamp) -> WeekHours {
        let sieve = Sieve::new(self, filter);
        let (zone, today) = (self.tallies.zone(), self.tallies.day(now));
        let weeks_ago = |times: i64| zone.day_start(today - times * 7 * WEEKS);
        let (first, from, to) = (weeks_ago(2), weeks_ago(1), weeks_ago(0));
        let mut counts = [[0; 24]; 7];
        for row in sieve.reported(from, to) {
            let civil = zone.local_secs(row.reported_at());
            // 1970-01-01 was a Thursday.
            let weekday = (civil.div_euclid(DAY_SECS) + 3).rem_euclid(7) as usize;
            counts[weekday][(civil.rem_euclid(DAY_SECS) / 3_600) as usize] += 1;
        }
        let reaches = |moment: Timestamp| self.known_since().is_some_and(|since| since < moment.plus_secs(DAY_SECS));
        WeekHours {
            from,
            to,
            total: counts.iter().flatten().sum(),
            counts,
            before: reaches(first).then(|| sieve.reported(first, from).count() as i64),
            is_whole: reaches(from),
        }
    }
}
