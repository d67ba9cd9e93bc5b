//! Who must be raised when: one entry a matter in a queue ordered by time, so that a million running clocks cost nothing
//! while none is due.

use super::{IncidentRow, Picture};
use crate::domain::{Act, Actor, Alarm, Clock, Command, IncidentCode, Phase, Timestamp};
use std::collections::BTreeSet;

/// Nothing is to be raised.
const NEVER: i64 = i64::MAX;

/// The queue. What a matter's next alarm is stands in its row; here only when.
#[derive(Debug, Default)]
pub struct Timers {
    queue: BTreeSet<(i64, u32)>,
    /// When each matter stands in the queue.
    at: Vec<i64>,
}

impl Timers {
    /// How many matters have something to be raised.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether none has.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// When the next one is due.
    pub fn next_at(&self) -> Option<Timestamp> {
        self.queue.first().map(|(at, _)| Timestamp(*at))
    }

    /// The matters that are due at `now`, earliest first. They stay until what they are due for has happened.
    pub fn due(&self, now: Timestamp) -> impl Iterator<Item = u32> + '_ {
        self.queue.iter().take_while(move |(at, _)| *at <= now.0).map(|(_, number)| *number)
    }

    /// Sets when a matter is to be raised.
    pub fn set(&mut self, number: u32, next: Option<Timestamp>) {
        let place = number as usize;
        let next = next.map_or(NEVER, |at| at.0);
        if self.at.len() <= place {
            if next == NEVER {
                return;
            }
            self.at.resize(place + 1, NEVER);
        }
        let before = std::mem::replace(&mut self.at[place], next);
        if before == next {
            return;
        }
        if before != NEVER {
            self.queue.remove(&(before, number));
        }
        if next != NEVER {
            self.queue.insert((next, number));
        }
    }
}

/// The next alarm of a matter, and when it is due. A handling clock that stands still is raised after it goes on.
fn next_alarm(row: &IncidentRow) -> Option<(Timestamp, Alarm)> {
    let course = row.course.as_deref();
    let raised = course.map_or(&[][..], |course| &course.alarms);
    let goes_on = course.and_then(|course| course.suspension).map(|suspension| suspension.until);
    let of = |clock: Clock| {
        let (at, alarm) = clock.next_alarm(raised)?;
        let handles = matches!(clock.phase, Phase::Handle | Phase::Rework);
        Some((goes_on.filter(|_| handles).map_or(at, |until| at.max(until)), alarm))
    };
    row.clocks().filter_map(of).min()
}

impl Picture {
    /// Puts a matter's next alarm into the queue.
    pub(super) fn set_timer(&mut self, number: u32) {
        let row = self.incidents.row(number);
        let next = if row.state.is_open() { next_alarm(row).map(|(at, _)| at) } else { None };
        self.timers.set(number, next);
    }

    /// When the next alarm is to be raised, if any is.
    pub fn next_alarm_at(&self) -> Option<Timestamp> {
        self.timers.next_at()
    }

    /// Whether anything is to be raised by `now`: a look at the first of the queue.
    pub fn has_alarms_due(&self, now: Timestamp) -> bool {
        self.timers.next_at().is_some_and(|at| at <= now)
    }

    /// Asks no more for this alarm until something happens with its matter: whoever raised it has done so, and the matter
    /// does not show it, or it can't be raised.
    pub fn rest_alarm(&mut self, incident: &IncidentCode, alarm: &Alarm) {
        let Some(number) = self.incidents.number(incident) else { return };
        if next_alarm(self.incidents.row(number)).is_some_and(|(_, next)| next == *alarm) {
            self.timers.set(number, None);
        }
    }

    /// The commands that raise what is due at `now`, at most `most` of them, earliest first. The same alarm has the same
    /// number wherever and whenever it is raised, so that it is raised once.
    pub fn alarms_due(&self, now: Timestamp, most: usize) -> Vec<Command> {
        let raise = |number: u32| {
            let row = self.incidents.row(number);
            let (_, alarm) = next_alarm(row)?;
            Some(Command {
                id: alarm.command_id(&row.code),
                by: Actor::System("timer".into()),
                at: now,
                incident: row.code.clone(),
                seen_version: None,
                act: Act::Alarm { alarm },
            })
        };
        self.timers.due(now).take(most).filter_map(raise).collect()
    }
}
