//! What interrupts a tour: a matter of the first urgency that is really there, live, whatever the tour plays.

use super::findings;
use super::{Run, Value};
use crate::domain::{Timestamp, Urgency};
use crate::seat::Seat;
use std::collections::BTreeSet;

/// A matter that interrupted a tour: what a visitor may know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct TourAlarm {
    /// The town's name, where it lies in one.
    pub town: Option<Value>,
    /// The category's names, where it has one.
    pub category: Option<Value>,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// How many others came since.
    pub others: usize,
}

impl Seat {
    /// Looks for matters of the first urgency that were not there before, once a second at most and only when matters
    /// moved. Confidential ones are nothing for a tour.
    pub(super) fn watch_alarms(&mut self, run: &mut Run) {
        let live = self.live();
        let key = (live.revisions.incidents, self.clock);
        if run.looked.is_some_and(|(revision, at)| revision == key.0 || at == key.1) {
            return;
        }
        let is_first = run.looked.replace(key).is_none();
        let row = |number: &u32| live.incidents.row(*number);
        let pressing = live.incidents.open().filter(|number| {
            let row = row(number);
            row.urgency == Urgency::U1 && row.state.is_handling() && !row.confidential
        });
        let pressing: BTreeSet<u32> = pressing.collect();
        let fresh = pressing.difference(&run.known).copied();
        let newest = fresh.clone().max_by_key(|number| (row(number).reported_at(), *number));
        let (Some(newest), false) = (newest, is_first) else {
            run.known = pressing;
            return;
        };
        let before = run.alarm.as_ref().map_or(0, |alarm| alarm.others + 1);
        let row = row(&newest);
        run.alarm = Some(TourAlarm {
            town: findings::town_of(live, row),
            category: findings::category_of(live, row),
            reported_at: row.reported_at(),
            others: before + fresh.count() - 1,
        });
        // A dark wall lights up for it.
        (run.alarm_ms, run.dark) = (0, false);
        run.known = pressing;
        self.follow_pause(run);
    }
}
