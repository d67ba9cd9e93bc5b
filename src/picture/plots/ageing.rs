//! How long open matters have been open.

use super::{DAY_SECS, HOUR_SECS, PlotFilter, Sieve};
use crate::domain::{StepKind, Timestamp};
use crate::picture::{IncidentRow, Picture};

/// Where each step of ages ends, seconds; the last one has no end.
pub const AGE_STEPS_SECS: [i64; 6] = [HOUR_SECS, 4 * HOUR_SECS, DAY_SECS, 3 * DAY_SECS, 7 * DAY_SECS, 30 * DAY_SECS];

const STEPS: usize = AGE_STEPS_SECS.len() + 1;
const WEEK_SECS: i64 = 7 * DAY_SECS;

/// Matters of one age and urgency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgeCount {
    /// Open.
    pub open: i64,
    /// Of these, past their deadline.
    pub overdue: i64,
}

/// How long open matters have been open.
#[derive(Clone, Debug, PartialEq)]
pub struct Ageing {
    /// By step of age and urgency.
    pub steps: [[AgeCount; 4]; STEPS],
    /// By step of age, how many were open a week before; none where the ledger does not reach so far back.
    pub before: Option<[i64; STEPS]>,
    /// All that are open.
    pub open: i64,
    /// All that are overdue.
    pub overdue: i64,
    /// How long the oldest has been open, seconds.
    pub oldest_secs: Option<i64>,
}

fn step_of(age_secs: i64) -> usize {
    AGE_STEPS_SECS.iter().filter(|end| age_secs >= **end).count()
}

impl Picture {
    /// How long the matters that are open at `now` have been open, since they were reported.
    pub fn ageing(&self, filter: PlotFilter, now: Timestamp) -> Ageing {
        let sieve = Sieve::new(self, filter);
        let mut ageing =
            Ageing { steps: [[AgeCount::default(); 4]; STEPS], before: None, open: 0, overdue: 0, oldest_secs: None };
        for number in self.incidents.open() {
            let row = self.incidents.row(number);
            if !sieve.takes(number, row) {
                continue;
            }
            let age_secs = now.secs_since(row.reported_at()).max(0);
            let late = i64::from(row.is_overdue(now));
            let cell = &mut ageing.steps[step_of(age_secs)][row.urgency as usize];
            (cell.open, cell.overdue) = (cell.open + 1, cell.overdue + late);
            (ageing.open, ageing.overdue) = (ageing.open + 1, ageing.overdue + late);
            ageing.oldest_secs = ageing.oldest_secs.max(Some(age_secs));
        }
        let then = now.plus_secs(-WEEK_SECS);
        ageing.before = self.known_since().is_some_and(|since| since <= then).then(|| {
            let mut before = [0; STEPS];
            for (number, row) in (0..).zip(self.incidents.rows()) {
                if row.was_open_at(then) && sieve.takes(number, row) {
                    before[step_of(then.secs_since(row.reported_at()).max(0))] += 1;
                }
            }
            before
        });
        ageing
    }
}

impl IncidentRow {
    /// Whether it was there and open at `moment`, by what its steps tell.
    pub fn was_open_at(&self, moment: Timestamp) -> bool {
        if self.came_at() > moment {
            return false;
        }
        if self.trace.is_empty() {
            let ended = |kind| self.time(kind).is_some_and(|at| at <= moment);
            return !ended(StepKind::Closed) && !ended(StepKind::Answered);
        }
        let mut is_open = true;
        let mut before_merge = true;
        for step in self.trace.iter().filter(|step| step.at <= moment) {
            match step.kind {
                StepKind::Closed
                | StepKind::Answered
                | StepKind::Declined
                | StepKind::PassedOn
                | StepKind::ReturnedUp => is_open = false,
                StepKind::Reopened => is_open = true,
                StepKind::Merged => (before_merge, is_open) = (is_open, false),
                StepKind::Unmerged => is_open = before_merge,
                _ => {}
            }
        }
        is_open
    }
}
