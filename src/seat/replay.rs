//! The time machine at a seat: which past moment shows, whether it plays, and what was asked of the machine. The live
//! picture goes on behind it: commands, feeds and the store meet that one only, so that nobody acts in the past.

use super::link::{FromReplay, ToReplay};
use super::span::Span;
use super::{Order, Seat, Selection, Toast};
use crate::domain::{IncidentCode, StepKind, Timestamp, Urgency};
use crate::picture::{Density, Picture};

/// How many seconds of the county's time pass in one.
pub const SPEEDS: [u32; 6] = [1, 8, 60, 300, 900, 3_600];
/// Nobody having touched it for so long, a resting replay goes back to live, seconds.
const IDLE_SECS: i64 = 300;
/// So long before that it says so, seconds.
const NOTICE_SECS: i64 = 10;

/// What a person means with the time machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReplayIntent {
    /// Show this moment; now or later is live.
    To(Timestamp),
    /// Play, or pause; from live, the last hour.
    Toggle,
    /// So many steps on, or back.
    Step(i32),
    /// So many spans of the slider on, or back, at the same time of day.
    Leap(i32),
    /// So many places faster, or slower.
    Faster(i32),
    /// Let the slider span this.
    Span(Span),
    /// Back to live.
    Live,
}

/// The time machine of a seat.
#[derive(Debug, Default)]
pub struct Replay {
    /// The live picture, while a past one shows in its place.
    live: Option<Picture>,
    /// The last order given live, while a past picture shows.
    order: Option<Order>,
    /// The moment that is wanted, ms; none: live.
    pub(super) wanted_ms: Option<i64>,
    /// Since when by the clock it plays, and from which moment, ms.
    plays_from_ms: Option<(i64, i64)>,
    speed: usize,
    /// What the slider spans.
    pub span: Span,
    /// The civil day that it spans, where it spans one; none: the 24 hours whose right edge is live. It stays until the
    /// moment leaves it, so that nothing moves under whoever draws along it.
    pub(super) day: Option<i64>,
    /// The moment that was asked of the machine and has not come yet.
    asked: Option<Timestamp>,
    /// Since when by the clock a past moment is wanted of which nothing shows yet, ms.
    awaited_since_ms: Option<i64>,
    /// What goes to the machine, oldest first.
    outbox: Vec<ToReplay>,
    /// A picture that is not needed any more.
    spare: Option<Box<Picture>>,
    density: Density,
    /// When a past moment first showed, by the clock.
    entered_at: Timestamp,
    touched_ms: i64,
    clock_ms: i64,
    /// The matter that was selected and is not there at this moment.
    missed: Option<IncidentCode>,
    /// The span of the slider when its density was asked for, and when that was.
    density_for: Option<(Timestamp, i64, i64)>,
}

impl Replay {
    /// Whether a past moment shows.
    pub fn is_on(&self) -> bool {
        self.live.is_some()
    }

    /// Whether a past moment is wanted, shown yet or not.
    pub fn is_wanted(&self) -> bool {
        self.wanted_ms.is_some()
    }

    /// Whether it plays.
    pub fn is_playing(&self) -> bool {
        self.plays_from_ms.is_some()
    }

    /// Whether a picture was asked for and has not come yet.
    pub fn is_under_way(&self) -> bool {
        self.asked.is_some() || !self.outbox.is_empty()
    }

    /// For how long somebody has waited for the first picture of a past that is wanted, ms; none where nobody waits.
    pub fn awaited_for_ms(&self) -> Option<i64> {
        Some(self.clock_ms - self.awaited_since_ms?)
    }

    /// The moment of the last pass, ms.
    pub(super) fn clock_ms(&self) -> i64 {
        self.clock_ms
    }

    /// How many seconds of the county's time pass in one while it plays.
    pub fn speed(&self) -> u32 {
        SPEEDS[self.speed.min(SPEEDS.len() - 1)]
    }

    /// The place of the speed among [`SPEEDS`].
    pub(super) fn speed_place(&self) -> usize {
        self.speed
    }

    pub(super) fn set_speed_place(&mut self, place: usize) {
        self.speed = place.min(SPEEDS.len() - 1);
    }

    /// Sends something to the machine.
    pub(super) fn post(&mut self, request: ToReplay) {
        self.outbox.push(request);
    }

    /// How much happened in each stretch of the slider; empty until the machine has said so.
    pub fn density(&self) -> &Density {
        &self.density
    }

    /// The seconds left until it goes back to live by itself, once it says so.
    pub fn returns_in_secs(&self) -> Option<i64> {
        let left = IDLE_SECS - (self.clock_ms - self.touched_ms) / 1_000;
        (self.is_on() && !self.is_playing() && left <= NOTICE_SECS).then_some(left.max(0))
    }
}

impl Seat {
    /// The live picture, also while a past one shows.
    pub fn live(&self) -> &Picture {
        self.replay.live.as_ref().unwrap_or(&self.picture)
    }

    /// Does with the time machine what the person means.
    pub(super) fn replay(&mut self, intent: ReplayIntent) {
        self.replay.touched_ms = self.replay.clock_ms;
        match intent {
            ReplayIntent::To(moment) => self.replay_to(moment.0.saturating_mul(1_000)),
            ReplayIntent::Step(steps) => {
                let step_ms = self.replay.span.step_secs() * 1_000 * i64::from(steps);
                self.replay.plays_from_ms = None;
                self.replay_to(self.wanted_ms() + step_ms);
            }
            ReplayIntent::Leap(spans) => {
                let (at, tallies) = (self.slider_at(), &self.picture.tallies);
                let day = tallies.day(at);
                let there = tallies.day_start(day + self.replay.span.days() * i64::from(spans));
                let at = there.plus_secs(at.secs_since(tallies.day_start(day)));
                self.replay.plays_from_ms = None;
                self.replay_to(at.0.saturating_mul(1_000));
            }
            ReplayIntent::Toggle if self.replay.is_playing() => self.replay.plays_from_ms = None,
            ReplayIntent::Toggle => {
                if !self.replay.is_wanted() {
                    self.replay_to(self.replay.clock_ms - 3_600_000);
                }
                self.replay.plays_from_ms = Some((self.replay.clock_ms, self.wanted_ms()));
            }
            ReplayIntent::Faster(places) => {
                let last = SPEEDS.len() as i32 - 1;
                self.replay.speed = (self.replay.speed as i32 + places).clamp(0, last) as usize;
                self.play_on();
            }
            ReplayIntent::Span(span) => self.replay.span = span,
            ReplayIntent::Live => self.go_live(),
        }
    }

    /// Shows a moment and rests there; once it plays, by the speed at this place of [`SPEEDS`].
    pub(super) fn stand_replay_at(&mut self, moment: Timestamp, speed: usize) {
        (self.replay.speed, self.replay.plays_from_ms) = (speed, None);
        self.replay.touched_ms = self.replay.clock_ms;
        self.replay_to(moment.0.saturating_mul(1_000));
    }

    /// Lets the past that shows play, or rest.
    pub(super) fn let_replay_play(&mut self, plays: bool) {
        self.replay.touched_ms = self.replay.clock_ms;
        let plays = plays && self.replay.is_wanted();
        self.replay.plays_from_ms = plays.then(|| (self.replay.clock_ms, self.wanted_ms()));
    }

    fn wanted_ms(&self) -> i64 {
        self.replay.wanted_ms.unwrap_or(self.replay.clock_ms)
    }

    /// Goes on playing from where it stands.
    fn play_on(&mut self) {
        if self.replay.is_playing() {
            self.replay.plays_from_ms = Some((self.replay.clock_ms, self.wanted_ms()));
        }
    }

    fn replay_to(&mut self, moment_ms: i64) {
        if moment_ms >= self.replay.clock_ms {
            return self.go_live();
        }
        self.replay.wanted_ms = Some(moment_ms);
        self.settle_slider();
        self.play_on();
    }

    /// Brings the time machine to this moment of the clock: plays on, asks for what is wanted, goes back where nobody is
    /// there. Call it once a frame, after [`Seat::tick`].
    pub fn replay_pass(&mut self, clock_ms: i64) {
        self.replay.clock_ms = clock_ms;
        if self.replay.touched_ms == 0 {
            self.replay.touched_ms = clock_ms;
        }
        if let Some((since_ms, from_ms)) = self.replay.plays_from_ms {
            let played_ms = (clock_ms - since_ms).saturating_mul(i64::from(self.replay.speed()));
            self.replay.touched_ms = clock_ms;
            self.replay.wanted_ms = Some(from_ms.saturating_add(played_ms));
            if self.wanted_ms() >= clock_ms {
                self.go_live();
            }
        }
        if self.replay.returns_in_secs() == Some(0) {
            self.go_live();
        }
        self.settle_slider();
        self.replay.awaited_since_ms = match self.replay.is_wanted() && !self.replay.is_on() {
            true => self.replay.awaited_since_ms.or(Some(clock_ms)),
            false => None,
        };
        self.ask_machine();
    }

    /// Asks for the picture that is wanted, one after the other: while one is made, only the newest wish is remembered.
    fn ask_machine(&mut self) {
        if self.replay.asked.is_some() || self.replay.wanted_ms.is_none() {
            return;
        }
        let moment = self.slider_at();
        let ((from, to), bar_secs) = (self.slider_range(), self.replay.span.bar_secs());
        let density_for = (from, bar_secs, self.clock.0.div_euclid(60));
        let wants_density = self.replay.density_for != Some(density_for);
        let shown = self.replay.is_on().then_some(self.now);
        if shown == Some(moment) && !wants_density {
            return;
        }
        self.replay.density_for = Some(density_for);
        let count = (to.secs_since(from) / bar_secs) as usize;
        self.replay.asked = Some(moment);
        self.replay.outbox.push(ToReplay::Show {
            moment,
            spare: self.replay.spare.take(),
            news: !self.replay.is_on(),
            density: wants_density.then_some((from, bar_secs, count)),
        });
    }

    /// What must go to the time machine now, oldest first.
    pub fn take_replay_outbox(&mut self) -> Vec<ToReplay> {
        std::mem::take(&mut self.replay.outbox)
    }

    /// Takes an answer of the time machine in.
    pub fn take_from_replay(&mut self, message: FromReplay) {
        if let FromReplay::Track { worker, from, track } = message {
            return self.take_track(&worker, from, track);
        }
        self.replay.asked = None;
        match message {
            FromReplay::Shown { picture, density } => {
                if let Some(density) = density {
                    self.replay.density = density;
                }
                if self.replay.is_wanted() {
                    self.show_past(picture);
                } else {
                    self.replay.outbox.push(ToReplay::Done(picture));
                }
            }
            FromReplay::Track { .. } => {}
            FromReplay::Failed { why } => {
                self.toast(Toast::NoReplay(why));
                self.go_live();
            }
        }
    }

    fn show_past(&mut self, mut picture: Box<Picture>) {
        let Some(moment) = picture.moment() else { return };
        self.forget_numbers();
        let selected = self.selected_code();
        picture.share_revisions_with(self.live());
        // The box that came is the one that goes back: nothing of a county's size is freed on the frame.
        std::mem::swap(&mut self.picture, &mut *picture);
        if self.replay.is_on() {
            self.replay.spare = Some(picture);
        } else {
            self.replay.live = Some(*picture);
            self.replay.order = self.order.take();
            self.replay.entered_at = self.clock;
            self.confirming = None;
        }
        self.now = moment;
        self.alarm_list.show_past(&self.picture, moment);
        // Nobody has walked a way of a day that has not begun.
        if self.day.look.as_ref().is_some_and(|look| moment < look.from) {
            self.close_day();
        }
        self.select_code(selected);
    }

    /// Shows the live picture again.
    pub(super) fn go_live(&mut self) {
        (self.replay.wanted_ms, self.replay.plays_from_ms, self.replay.day) = (None, None, None);
        if !self.replay.is_on() {
            return;
        }
        // The next past begins at the pace of life again.
        self.replay.speed = 0;
        self.forget_numbers();
        let Some(live) = self.replay.live.take() else { return };
        let selected = self.selected_code();
        let past = std::mem::replace(&mut self.picture, live);
        self.replay.outbox.push(ToReplay::Done(Box::new(past)));
        self.replay.outbox.extend(self.replay.spare.take().map(ToReplay::Done));
        self.order = self.replay.order.take();
        self.now = self.clock;
        self.alarm_list.leave_past();
        self.select_code(selected);
    }

    /// Another picture numbers its matters otherwise: the form that is open is closed, its words kept as a draft, and
    /// nothing stays marked.
    fn forget_numbers(&mut self) {
        self.close_form();
        self.work.photo = None;
        self.cameras.close();
        self.work.queue.unmark_all();
        self.visit.forget_numbers();
        self.turning.forget_numbers();
        self.staff_list.forget();
        self.work.queue.forget_places();
        self.alarm_list.forget_numbers();
    }

    /// The matter that is selected, or was until it was not there yet.
    fn selected_code(&mut self) -> Option<IncidentCode> {
        let selected = self.selected_incident().map(|number| self.picture.incidents.row(number).code.clone());
        let missed = self.replay.missed.take();
        selected.or(missed.filter(|_| self.selection.is_none()))
    }

    /// Selects the matter again in another picture, where it has another number or is not there.
    fn select_code(&mut self, code: Option<IncidentCode>) {
        // The list follows at once: panels may look before the next tick.
        self.work.queue.follow(&self.picture, self.now, &self.view.bounds());
        self.staff_pass();
        (self.hover, self.recommended_for) = (None, None);
        let Some(code) = code else { return };
        self.selection = self.picture.incidents.number(&code).map(Selection::Incident);
        self.replay.missed = if self.selection.is_none() { Some(code) } else { None };
        self.refresh_recommendation();
    }

    /// Does something over the live picture at the live moment, whatever shows.
    pub(super) fn with_live<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let Some(live) = self.replay.live.take() else { return act(self) };
        let past = std::mem::replace(&mut self.picture, live);
        let moment = std::mem::replace(&mut self.now, self.clock);
        let done = act(self);
        self.replay.live = Some(std::mem::replace(&mut self.picture, past));
        self.now = moment;
        done
    }

    /// The most urgent matter that came in live since a past moment shows, U1 and U2 only: what must be heard there too.
    /// Its row is one of the live picture.
    pub fn live_alarm(&self) -> Option<u32> {
        let live = self.replay.live.as_ref()?;
        let came = live.changes.since(self.replay.entered_at).filter(|change| change.kind == StepKind::Reported);
        let pressing = came.filter(|change| {
            let row = live.incidents.row(change.incident);
            row.urgency <= Urgency::U2 && row.state.is_handling() && !row.confidential
        });
        pressing.map(|change| change.incident).min_by_key(|number| live.incidents.row(*number).urgency)
    }
}
