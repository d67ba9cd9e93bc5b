//! Raising what is due soon or overdue: the seat asks the timers of the live picture each tick, and what they name goes over
//! the office's road like every command. An alarm's number is of the matter, the clock, the level and the moment, so that
//! two seats, a restart and the command line raise it once together.

use super::alarm_list::Stage;
use super::office::From;
use super::{Seat, Selection, Toast};
use crate::domain::{Act, Alarm, Command, IncidentCode, State, Timestamp, Urgency};

/// At most so many are under way at once, and so many are looked at in a tick: who comes back after a year is told so in
/// pieces, and people's own commands go between them.
const MOST_UNDER_WAY: usize = 64;
/// After the store refused one, so long nothing is raised, seconds.
const REST_SECS: i64 = 5;
/// So many refusals of the store in a row are told: one may be a matter that somebody else moved just then.
const TOLD_AFTER: u32 = 3;

/// What a seat knows of the alarms that it raises.
#[derive(Debug, Default)]
pub struct AlarmWatch {
    /// Whether this seat raises any: one with a store and a clock of its own does, one that only shows does not.
    pub is_on: bool,
    under_way: usize,
    looked_at: u64,
    raised: u64,
    refused_in_a_row: u32,
    rests_until: Option<Timestamp>,
}

impl AlarmWatch {
    /// How many this seat has raised.
    pub fn raised(&self) -> u64 {
        self.raised
    }

    /// How many entries of the timers it has looked at for that: none while none is due.
    pub fn looked_at(&self) -> u64 {
        self.looked_at
    }

    /// The clock was put back: what rests until a moment rests so long from now at most.
    pub(super) fn put_back(&mut self, now: Timestamp) {
        let most = now.plus_secs(REST_SECS);
        self.rests_until = self.rests_until.map(|until| until.min(most));
    }

    fn has_room(&self, now: Timestamp) -> bool {
        let rests = self.rests_until.is_some_and(|until| now < until);
        self.is_on && !rests && self.under_way < MOST_UNDER_WAY
    }
}

impl Seat {
    /// Raises what is due by the clock in the live picture, whatever moment shows. While nothing is due this is one
    /// comparison.
    pub(super) fn raise_alarms(&mut self) {
        if self.alarms.has_room(self.clock) && self.live().has_alarms_due(self.clock) {
            self.with_live(Self::raise_due);
        }
    }

    fn raise_due(&mut self) {
        let due = self.picture.alarms_due(self.clock, MOST_UNDER_WAY);
        self.alarms.looked_at += due.len() as u64;
        for command in due {
            // What is under way may be this very alarm; it stays in the timers until it has happened.
            if self.alarms.under_way == MOST_UNDER_WAY || self.is_under_way(&command.incident) {
                continue;
            }
            if let Some(alarm) = alarm_of(&command) {
                self.alarms.under_way += 1;
                self.give(command, From::Timer(alarm));
            }
        }
    }

    /// An alarm of this seat's is durable, whoever raised it first.
    pub(super) fn alarm_raised(&mut self, incident: &IncidentCode, alarm: &Alarm) {
        self.alarms.under_way -= 1;
        self.alarms.raised += 1;
        self.alarms.refused_in_a_row = 0;
        self.picture.rest_alarm(incident, alarm);
    }

    /// The domain refuses an alarm: it is not asked for again until its matter moves.
    pub(super) fn alarm_refused(&mut self, incident: &IncidentCode, alarm: &Alarm) {
        self.alarms.under_way -= 1;
        self.picture.rest_alarm(incident, alarm);
    }

    /// The store can't take an alarm now: it stays due, and is raised later.
    pub(super) fn alarm_not_stored(&mut self, why: String) {
        self.alarms.under_way -= 1;
        self.alarms.rests_until = Some(self.clock.plus_secs(REST_SECS));
        self.alarms.refused_in_a_row += 1;
        if self.alarms.refused_in_a_row == TOLD_AFTER {
            self.toast(Toast::NotStored(why));
        }
    }

    /// Goes to the next matter to which nobody has been sent: what is of the highest urgency first, then what nobody has
    /// acknowledged, then what is taken in and waits; each by urgency, then age.
    pub(super) fn next_waiting_matter(&mut self) {
        let waits = |n: &u32| {
            let state = self.picture.incidents.row(*n).state;
            state <= State::Accepted && !self.hides_incident(*n) && !self.is_shelved(*n)
        };
        let mut queue: Vec<u32> = self.picture.incidents.open().filter(waits).collect();
        queue.sort_by_cached_key(|n| {
            let row = self.picture.incidents.row(*n);
            // What ran late, or came back from the shelf, calls anew.
            let is_new = row.state == State::Reported
                || self.alarm_list.entry(*n).is_some_and(|alarm| alarm.stage == Stage::New);
            let comes_later = row.urgency != Urgency::U1 && !is_new;
            (comes_later, row.urgency, !is_new, row.reported_at(), *n)
        });
        let after = self.selected_incident().and_then(|now| queue.iter().position(|n| *n == now));
        match queue.get(after.map_or(0, |place| (place + 1) % queue.len())) {
            Some(next) => {
                let next = Selection::Incident(*next);
                self.select(Some(next));
                self.bring_into_view(next);
            }
            None => self.toast(Toast::NothingWaiting),
        }
    }
}

fn alarm_of(command: &Command) -> Option<Alarm> {
    match command.act {
        Act::Alarm { alarm } => Some(alarm),
        _ => None,
    }
}
