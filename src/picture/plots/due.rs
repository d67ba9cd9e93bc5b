//! What falls due if nothing changes: the open matters by their deadlines. A suspension has moved the deadline already when
//! it was granted, so a clock that stands still is counted where it will be due.

use super::{DAY_SECS, HOUR_SECS, PlotFilter, Sieve};
use crate::domain::{StepKind, Timestamp};
use crate::picture::Picture;

/// It looks so many hours ahead.
pub const DUE_HOURS: usize = 24;

/// What falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FallingDue {
    /// By hour from now on and urgency.
    pub hours: [[i64; 4]; DUE_HOURS],
    /// Due within them.
    pub total: i64,
    /// Past their deadline already.
    pub overdue: i64,
    /// Due later.
    pub later: i64,
    /// Open and handled, or without a deadline: no clock of handling runs.
    pub without: i64,
    /// Of all of these, whose clock stands still now.
    pub suspended: i64,
    /// The matters that fall due within these hours, the first to do so first; confidential ones are only counted.
    pub list: Vec<u32>,
    /// How many by town, the most first; matters outside of every town have none.
    pub towns: Vec<(Option<u32>, i64)>,
    /// What fell due in the 24 hours before now, and of that what was not handled by then; none where the ledger does not
    /// reach so far back.
    pub before: Option<(i64, i64)>,
}

impl Picture {
    /// What falls due in the 24 hours after `now`.
    pub fn falling_due(&self, filter: PlotFilter, now: Timestamp) -> FallingDue {
        let sieve = Sieve::new(self, filter);
        let mut due = FallingDue {
            hours: [[0; 4]; DUE_HOURS],
            total: 0,
            overdue: 0,
            later: 0,
            without: 0,
            suspended: 0,
            list: Vec::new(),
            towns: Vec::new(),
            before: None,
        };
        let mut list: Vec<(Timestamp, u32)> = Vec::new();
        for number in self.incidents.open() {
            let row = self.incidents.row(number);
            if !sieve.takes(number, row) {
                continue;
            }
            due.suspended += i64::from(row.course.as_ref().is_some_and(|course| course.is_suspended(now)));
            let Some(due_at) = row.due_at() else {
                due.without += 1;
                continue;
            };
            let hour = due_at.secs_since(now).div_euclid(HOUR_SECS);
            match usize::try_from(hour) {
                Err(_) => due.overdue += 1,
                Ok(hour) if hour >= DUE_HOURS => due.later += 1,
                Ok(hour) => {
                    due.hours[hour][row.urgency as usize] += 1;
                    due.total += 1;
                    let town = self.town_now(number);
                    match due.towns.iter_mut().find(|(known, _)| *known == town) {
                        Some((_, count)) => *count += 1,
                        None => due.towns.push((town, 1)),
                    }
                    if !row.confidential {
                        list.push((due_at, number));
                    }
                }
            }
        }
        list.sort_unstable();
        due.list = list.into_iter().map(|(_, number)| number).collect();
        due.towns.sort_by_key(|(town, count)| (-count, town.is_none(), *town));
        due.before = self.fell_due(&sieve, now);
        due
    }

    fn fell_due(&self, sieve: &Sieve<'_>, now: Timestamp) -> Option<(i64, i64)> {
        let from = now.plus_secs(-DAY_SECS);
        self.known_since().filter(|since| *since <= from)?;
        let (mut fell, mut missed) = (0, 0);
        for (number, row) in (0..).zip(self.incidents.rows()) {
            let Some(deadline) = row.deadline_at.filter(|at| (from..now).contains(at)) else { continue };
            let handled = row.time(StepKind::Handled);
            if (handled.is_none() && !row.state.is_handling()) || !sieve.takes(number, row) {
                continue;
            }
            fell += 1;
            missed += i64::from(handled.is_none_or(|handled| handled > deadline));
        }
        Some((fell, missed))
    }
}
