//! A wall that turns by itself (自动巡看): once nobody has touched it for some minutes it looks at what needs looking at, one
//! after the other, with the reason shown, and at the whole county in between. It is off unless somebody set or asked for
//! it, says ten seconds before that it will begin, and whatever a person does ends it at once: the map then stays where it
//! is. It selects in order to show, and does nothing else.

mod subject;

pub use subject::Subject;

use super::setup::Key;
use super::{Intent, Seat, Selection, ShiftView, Toast};
use crate::domain::Timestamp;
use crate::spatial::{Flight, View};
use serde_json::{Value, json};
use subject::Lately;

/// How long it looks at one thing, seconds, unless the settings say otherwise.
pub const REST_SECS: f64 = 20.0;
/// It never looks for less (VISUAL.md section 5), seconds; so long it looks at the whole county in between.
pub(super) const LEAST_REST_SECS: f64 = 8.0;
/// How long nobody must have touched the wall, minutes, unless the settings say otherwise.
pub const AFTER_MINS: f64 = 5.0;
/// So long before it begins it says so, ms.
const NOTICE_MS: i64 = 10_000;
/// However far the clock jumps, no more of it counts at once.
const MOST_AT_ONCE_MS: i64 = 2_000;
/// Whoever ends it means to end it: for so long after that nothing is sent or acknowledged, ms.
const ONLY_STOPS_MS: i64 = 1_000;
/// How close the map goes to a matter, effective zoom.
const MATTER_ZOOM: f64 = 15.0;

/// What it does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnPhase {
    /// It is not wanted.
    Off,
    /// It is wanted, and waits until nobody has touched the wall for long enough.
    Still,
    /// It begins in so many seconds.
    Announced(i64),
    /// It shows the whole county; `false`: and there is nothing that needs looking at.
    Whole(bool),
    /// It looks at this.
    Looking(Subject),
}

/// The turning of a seat.
#[derive(Debug, Default)]
pub struct Turning {
    run: Option<Run>,
    /// Somebody asked for it, once.
    asked: bool,
    /// How long nobody has touched the wall, ms.
    rested_ms: i64,
    last_ms: Option<i64>,
    ended: Ended,
    lately: Lately,
}

/// Whether somebody has just ended it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ended {
    #[default]
    No,
    /// Since the last pass.
    Now,
    /// In the pass of this moment, ms.
    At(i64),
}

/// While it turns.
#[derive(Debug)]
struct Run {
    /// What it looks at; none: the whole county.
    subject: Option<Subject>,
    /// Whether anything needed looking at when it last chose.
    found: bool,
    flight: Option<(Flight, i64)>,
    left_ms: i64,
    /// When it last looked for what is new: the matters' revision and the moment.
    looked: (u64, Timestamp),
}

impl Turning {
    /// Whether the map moves by it just now: frames are wanted.
    pub fn is_moving(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.flight.is_some())
    }

    /// Matters are numbered otherwise from now on.
    pub(super) fn forget_numbers(&mut self) {
        (self.run, self.lately) = (None, Lately::default());
    }
}

impl Seat {
    /// What the turning does now.
    pub fn turn_phase(&self) -> TurnPhase {
        let turning = &self.turning;
        match &turning.run {
            Some(Run { subject: Some(subject), .. }) => TurnPhase::Looking(*subject),
            Some(run) => TurnPhase::Whole(run.found),
            None if !self.wants_turning() => TurnPhase::Off,
            None => match self.turns_in_ms() {
                left_ms if left_ms <= NOTICE_MS && self.may_turn() => {
                    TurnPhase::Announced((left_ms + 999).div_euclid(1_000).max(0))
                }
                _ => TurnPhase::Still,
            },
        }
    }

    fn wants_turning(&self) -> bool {
        self.turning.asked || self.setup.settings().flag(Key::Turn) == Some(true)
    }

    fn turns_in_ms(&self) -> i64 {
        let after_mins = self.setup.settings().number(Key::TurnAfterMins).unwrap_or(AFTER_MINS);
        (after_mins * 60_000.0) as i64 - self.turning.rested_ms
    }

    /// A person did something, whatever it was: it ends at once, and everything stays where it is.
    pub fn touched(&mut self) {
        let announced = matches!(self.turn_phase(), TurnPhase::Announced(_));
        let turning = &mut self.turning;
        (turning.rested_ms, turning.asked) = (0, false);
        if turning.run.take().is_some() || announced {
            turning.ended = Ended::Now;
        }
    }

    /// Somebody wants it now: it is announced. The same key ends it, by being pressed.
    pub(super) fn ask_to_turn(&mut self) {
        if !self.may_turn() {
            return self.toast(Toast::NoTurning);
        }
        self.turning.asked = true;
        self.turning.rested_ms += self.turns_in_ms() - NOTICE_MS;
    }

    /// Ends it where this is meant by a person. Answers whether it does nothing else, because whoever did it just ended the
    /// turning: what is highlighted is what the wall chose, not what a person did.
    pub(super) fn only_stops(&mut self, intent: &Intent) -> bool {
        if matches!(intent, Intent::Hear(_)) {
            return false;
        }
        self.touched();
        let turning = &self.turning;
        let just_ended = match turning.ended {
            Ended::No => false,
            Ended::Now => true,
            Ended::At(at_ms) => turning.last_ms.is_some_and(|now_ms| now_ms - at_ms < ONLY_STOPS_MS),
        };
        if just_ended && intent.is_act() {
            self.toast(Toast::OnlyStopped);
        }
        just_ended && (intent.is_act() || *intent == Intent::Turn)
    }

    /// Whether nothing stands in its way: nobody is shown the past or a tour, nothing is open that somebody may come back to.
    fn may_turn(&self) -> bool {
        let shows_more = self.tour.is_on()
            || self.replay.is_wanted()
            || self.replay.is_on()
            || self.help
            || self.plots.shown.is_some()
            || self.day.is_open()
            || !self.cameras.open().is_empty()
            || self.visit.is_previewed();
        let is_at_work = self.work.at_desk
            || self.setup.form().is_some()
            || self.work.form.is_some()
            || self.intake.form.is_some()
            || self.intake.lists_drafts
            || self.work.photo.is_some()
            || self.shift_view() != ShiftView::Closed
            || self.confirming.is_some()
            || self.order.is_some();
        !shows_more && !is_at_work && self.picture.areas.bounds().is_some()
    }

    /// Brings it to this moment, by a clock that goes as fast as people's do. Call it once a frame, after [`Seat::tick`].
    pub fn turn_pass(&mut self, now_ms: i64) {
        let last_ms = self.turning.last_ms.replace(now_ms).unwrap_or(now_ms);
        let passed_ms = now_ms.saturating_sub(last_ms).clamp(0, MOST_AT_ONCE_MS);
        if self.turning.ended == Ended::Now {
            self.turning.ended = Ended::At(now_ms);
        }
        if !self.wants_turning() || !self.may_turn() {
            (self.turning.run, self.turning.rested_ms) = (None, 0);
            return;
        }
        let Some(mut run) = self.turning.run.take() else {
            self.turning.rested_ms += passed_ms;
            if self.turns_in_ms() <= 0 {
                self.begin_turning(now_ms);
            }
            return;
        };
        let lands = self.fly_on(&mut run, passed_ms);
        let key = (self.picture.revisions.incidents, self.clock);
        let is_urgent = matches!(run.subject, Some(Subject::Urgent { .. }));
        if !is_urgent && key != run.looked {
            run.looked = key;
            if let Some(urgent) = subject::fresh_urgent(&self.alarm_list, &self.turning.lately) {
                return self.look_at(Some(urgent), true, now_ms);
            }
        }
        if lands {
            run.left_ms -= passed_ms;
        }
        if run.left_ms > 0 {
            self.turning.run = Some(run);
        } else if run.subject.is_some() {
            self.look_at(None, true, now_ms);
        } else {
            self.look_further(now_ms);
        }
    }

    fn begin_turning(&mut self, now_ms: i64) {
        (self.drill, self.hover) = (None, None);
        self.look_further(now_ms);
    }

    /// Looks at what needs it next; where nothing does, at the whole county.
    fn look_further(&mut self, now_ms: i64) {
        let next = subject::next(&self.picture, &self.alarm_list, &mut self.turning.lately, self.clock, now_ms);
        self.look_at(next, next.is_some(), now_ms);
    }

    fn look_at(&mut self, subject: Option<Subject>, found: bool, now_ms: i64) {
        if let Some(subject) = subject {
            self.turning.lately.note(subject, now_ms);
        }
        self.select(subject.map(|subject| match subject {
            Subject::Urgent { incident } => Selection::Incident(incident),
            Subject::Overdue { town, .. } | Subject::Changed { town, .. } => Selection::Area(town),
        }));
        let settings = self.setup.settings();
        let rest_secs = settings.number(Key::TurnRestSecs).unwrap_or(REST_SECS).max(LEAST_REST_SECS);
        let secs = if subject.is_none() && found { LEAST_REST_SECS } else { rest_secs };
        self.hover_here();
        let flight = Flight::new(self.view, self.turn_target(subject));
        let flies = flight.secs() > 0.0 && !self.setup.reduced_motion();
        if !flies {
            self.view = flight.end();
        }
        self.turning.run = Some(Run {
            subject,
            found,
            flight: flies.then_some((flight, 0)),
            left_ms: (secs * 1e3) as i64,
            looked: (self.picture.revisions.incidents, self.clock),
        });
    }

    /// Where the map goes: the whole of an area in what no panel covers, a matter in its middle.
    fn turn_target(&self, subject: Option<Subject>) -> View {
        let whole = || self.fitted_to_whole().unwrap_or(self.view);
        match subject {
            None => whole(),
            Some(Subject::Overdue { town, .. } | Subject::Changed { town, .. }) => {
                self.fitted_to_area(town).unwrap_or_else(whole)
            }
            Some(Subject::Urgent { incident }) => {
                let row = self.picture.incidents.row(incident);
                let zoom = MATTER_ZOOM + self.screen.scale().log2();
                let near = row.at.map(|at| self.centred_on(at, zoom));
                near.or_else(|| row.town.and_then(|town| self.fitted_to_area(town))).unwrap_or_else(whole)
            }
        }
    }

    /// Flies on; answers whether the map rests.
    fn fly_on(&mut self, run: &mut Run, passed_ms: i64) -> bool {
        let Some((flight, flown_ms)) = &mut run.flight else { return true };
        *flown_ms += passed_ms;
        let share = *flown_ms as f64 / (flight.secs() * 1e3);
        self.view = flight.at(share);
        if share >= 1.0 {
            run.flight = None;
        }
        share >= 1.0
    }
}

/// The turning's part of the state, for scripts and tests.
pub(super) fn turn_json(seat: &Seat) -> Value {
    let area = |number: u32| seat.picture.areas.row(number).code.to_string();
    match seat.turn_phase() {
        TurnPhase::Off => json!({ "phase": "off" }),
        TurnPhase::Still => json!({ "phase": "still" }),
        TurnPhase::Announced(secs) => json!({ "phase": "announced", "in_secs": secs }),
        TurnPhase::Whole(found) => json!({ "phase": "whole", "found": found }),
        TurnPhase::Looking(subject) => {
            let (area, incident) = match subject {
                Subject::Urgent { incident } => (None, Some(seat.picture.incidents.row(incident).code.to_string())),
                Subject::Overdue { town, .. } | Subject::Changed { town, .. } => (Some(area(town)), None),
            };
            json!({ "phase": "looking", "reason": subject.name(), "area": area, "incident": incident })
        }
    }
}
