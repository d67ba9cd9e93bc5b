//! Who comes on duty and who goes: by turns that follow from the seed, the worker and the day (see [`crate::rhythm`]),
//! by orders that call somebody, and never while something is left to do or to tell.

use super::GRID_APP;
use super::Simulator;
use super::inputs::{SimSettings, SimWorker};
use crate::domain::{Calendar, DutyChange, Role, Timestamp, WorkerCode};
use crate::feeds::FeedMessage;
use crate::rhythm::{Civil, Shift, duty_key, shift};
use std::collections::BTreeMap;

const DAY_SECS: i64 = 86_400;

/// Whoever is on duty when life begins and has no turn now goes home at one of these times of the day, seconds after
/// midnight, but not in the first half hour.
const USUAL_ENDS: [i64; 3] = [17 * 3_600 + 1_800, 22 * 3_600, DAY_SECS + 8 * 3_600 + 1_800];
const FIRST_HALF_HOUR_SECS: i64 = 1_800;

/// Who has something to do or to tell when the turn is over looks again after so many seconds.
const LOOK_AGAIN_SECS: i64 = 60;

/// What happens to somebody's duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Begins { until: i64 },
    Rests { until: i64 },
    Ends,
}

/// The turns to come.
#[derive(Debug)]
pub(super) struct Shifts {
    calendar: Calendar,
    utc_offset_secs: i32,
    people: Vec<(u64, Role)>,
    /// The last day whose turns are in the list.
    planned: i64,
    due: BTreeMap<(i64, u64), (usize, Turn)>,
    next: u64,
}

impl Shifts {
    /// The turns of these people from `start` on. Nothing is said of who is there at the start: that is the register's word.
    pub(super) fn new(seed: u64, roster: &[&SimWorker], start: Timestamp, settings: &SimSettings) -> Self {
        let people = roster.iter().map(|worker| (duty_key(seed, worker.code.as_str()), worker.role)).collect();
        let today = Civil::of(start, settings.utc_offset_secs).day;
        let mut shifts = Self {
            calendar: settings.calendar.clone(),
            utc_offset_secs: settings.utc_offset_secs,
            people,
            planned: today - 2,
            due: BTreeMap::new(),
            next: 0,
        };
        // Yesterday's night posts last until this morning.
        shifts.plan_until(today);
        let mut running = vec![false; roster.len()];
        let past = shifts.due.extract_if(..=(start.0, u64::MAX), |_, _| true);
        for (_, (place, turn)) in past {
            match turn {
                Turn::Begins { .. } => running[place] = true,
                Turn::Ends => running[place] = false,
                Turn::Rests { .. } => {}
            }
        }
        for (place, worker) in roster.iter().enumerate().filter(|(place, worker)| worker.on_duty && !running[*place]) {
            let spread_secs = (duty_key(seed, worker.code.as_str()) % 1_201).cast_signed() - 600;
            let midnight = start.0 - Civil::of(start, settings.utc_offset_secs).second;
            let ends = USUAL_ENDS.map(|end| midnight + end + spread_secs);
            let end = ends.into_iter().find(|end| *end > start.0 + FIRST_HALF_HOUR_SECS);
            shifts.put(end.unwrap_or(start.0 + DAY_SECS), place, Turn::Ends);
        }
        shifts
    }

    fn put(&mut self, second: i64, place: usize, turn: Turn) {
        self.due.insert((second, self.next), (place, turn));
        self.next += 1;
    }

    /// Puts the turns that begin on the days up to `day` into the list; of a long sleep only the last days'.
    fn plan_until(&mut self, day: i64) {
        self.planned = self.planned.max(day - 2);
        while self.planned < day {
            self.planned += 1;
            let offset_secs = i64::from(self.utc_offset_secs);
            for place in 0..self.people.len() {
                let (key, role) = self.people[place];
                let Some(Shift { from, to, rest }) = shift(key, role, self.planned, &self.calendar) else { continue };
                self.put(from - offset_secs, place, Turn::Begins { until: to - offset_secs });
                if let Some((from, to)) = rest {
                    self.put(from - offset_secs, place, Turn::Rests { until: to - offset_secs });
                }
                self.put(to - offset_secs, place, Turn::Ends);
            }
        }
    }

    fn take_due(&mut self, now: i64) -> Option<(usize, Turn)> {
        let first = self.due.first_entry().filter(|first| first.key().0 <= now)?;
        Some(first.remove())
    }
}

impl Simulator {
    /// Lets those come and go whose time it is. While the app is silent nobody can say so.
    pub(super) fn turns(&mut self, out: &mut Vec<FeedMessage>) {
        let (now, app_is_silent) = (self.now, self.switches.is_silent(GRID_APP));
        let Some(shifts) = &mut self.shifts else { return };
        shifts.plan_until(Civil::of(now, shifts.utc_offset_secs).day);
        if app_is_silent {
            return;
        }
        let says = |code: &WorkerCode, on_duty: bool| DutyChange { worker: code.clone(), on_duty, at: now };
        let called = std::mem::take(&mut self.called).into_iter();
        let mut changes: Vec<_> = called.map(|place| says(&self.people[place].code, true)).collect();
        while let Some((place, turn)) = shifts.take_due(now.0) {
            let person = &mut self.people[place];
            match turn {
                Turn::Begins { until } if until <= now.0 => {}
                Turn::Begins { until } => {
                    person.on_duty_until = until;
                    if !person.on_duty {
                        changes.push(says(&person.code, true));
                        person.come_on_duty();
                    }
                }
                Turn::Rests { until } => person.stands_until = person.stands_until.max(until),
                // Whose turn was followed by another has gone on.
                Turn::Ends if !person.on_duty || person.on_duty_until > now.0 => {}
                Turn::Ends if person.is_free(now.0) => {
                    changes.push(says(&person.code, false));
                    person.go_off_duty();
                }
                Turn::Ends => shifts.put(now.0 + LOOK_AGAIN_SECS, place, Turn::Ends),
            }
        }
        if !changes.is_empty() {
            out.push(FeedMessage::Duty { feed: GRID_APP.into(), changes });
        }
    }

    /// Somebody off duty has an order in hand (兼职人员 serve during a task only): on duty until it is done.
    pub(super) fn call_in(&mut self, place: usize) {
        let (Some(shifts), person) = (&mut self.shifts, &mut self.people[place]) else { return };
        if person.on_duty {
            return;
        }
        self.called.push(place);
        person.on_duty = true;
        shifts.put(self.now.0 + LOOK_AGAIN_SECS, place, Turn::Ends);
    }
}
