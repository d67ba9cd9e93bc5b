//! A running tour: from scene to scene by the clock, paused, stepped, interrupted.

use super::{Finding, FoundPlace, Play, Run, ScenePlace, ScenePlay};
use crate::seat::replay::SPEEDS;
use crate::seat::{Seat, Selection};
use crate::spatial::{Flight, View};

/// However far the clock jumps, no more of it counts at once: a jump does not skip scenes.
const MOST_AT_ONCE_MS: i64 = 2_000;
/// An interruption that nobody answers lets the tour go on after so long: nobody may be there.
const ALARM_MS: i64 = 300_000;
/// How close the map goes to a matter, effective zoom.
const MATTER_ZOOM: f64 = 15.0;
/// What stays free around an area, dp.
const PADDING_DP: f64 = 48.0;

impl Run {
    /// Whether time counts.
    pub(super) fn goes_on(&self) -> bool {
        !self.paused && !self.dark && self.alarm.is_none()
    }

    /// The time since the last frame, ms.
    fn elapsed_ms(&mut self, now_ms: i64) -> i64 {
        let last_ms = self.last_ms.replace(now_ms).unwrap_or(now_ms);
        now_ms.saturating_sub(last_ms).clamp(0, MOST_AT_ONCE_MS)
    }
}

impl Seat {
    /// Brings the tour to this moment, by a clock that goes as fast as people's do. Call it once a frame, after
    /// [`Seat::tick`] and before [`Seat::replay_pass`].
    pub fn tour_pass(&mut self, now_ms: i64) {
        self.with_run(|seat, run| {
            let passed_ms = run.elapsed_ms(now_ms);
            seat.watch_alarms(run);
            if run.alarm.is_some() {
                run.alarm_ms += passed_ms;
                if run.alarm_ms >= ALARM_MS {
                    seat.answer_alarm(run);
                }
            }
            // Who steps through a paused tour sees where it goes.
            let lands = run.alarm.is_none() && seat.fly(run, passed_ms);
            if lands && run.goes_on() {
                seat.move_on(run, passed_ms);
            }
            seat.look_ahead(run);
        });
    }

    /// Does something with the running tour.
    pub(super) fn with_run(&mut self, act: impl FnOnce(&mut Self, &mut Run)) {
        let Some(mut run) = self.tour.run.take() else { return };
        self.tour.held = true;
        act(self, &mut run);
        self.tour.held = false;
        self.tour.run = Some(run);
    }

    /// Flies on; answers whether the map rests.
    fn fly(&mut self, run: &mut Run, passed_ms: i64) -> bool {
        if let Some((flight, flown_ms)) = &mut run.flight {
            *flown_ms += passed_ms;
            let whole_ms = flight.secs() * 1e3;
            let share = if whole_ms > 0.0 { *flown_ms as f64 / whole_ms } else { 1.0 };
            self.view = flight.at(share);
            if share < 1.0 {
                return false;
            }
            run.flight = None;
        }
        true
    }

    fn move_on(&mut self, run: &mut Run, passed_ms: i64) {
        self.play_scene(run);
        if run.play.as_ref().is_some_and(|play| !play.began) {
            return; // The time machine is still at it: the scene begins when the past shows.
        }
        run.left_ms -= passed_ms;
        if run.left_ms <= 0 {
            self.turn(run, 1);
        }
    }

    /// Plays what the scene plays, once the map rests and the moment shows; stops where it ends.
    fn play_scene(&mut self, run: &mut Run) {
        let Some(play) = &mut run.play else { return };
        if !play.began {
            // Without a time machine it is not wanted any more, and the scene is what it says.
            play.began = self.replay.is_on() || !self.replay.is_wanted();
            if self.replay.is_on() {
                self.let_replay_play(true);
            }
        } else if !play.ended && self.slider_at() >= play.to {
            play.ended = true;
            self.let_replay_play(false);
        }
    }

    /// Goes so many scenes on or back, over those that have nothing to say. Where none has, the same shows on.
    fn turn(&mut self, run: &mut Run, steps: i32) {
        let count = run.route.scenes.len();
        let by = if steps < 0 { count - 1 } else { 1 };
        let mut scene = run.scene;
        let mut left = steps.unsigned_abs();
        for _ in 0..count {
            let before = scene;
            scene = (scene + by) % count;
            run.laps += u64::from(steps > 0 && scene <= before);
            let Some(finding) = self.weigh(run, scene) else { continue };
            left -= 1;
            if left == 0 || count == 1 {
                return self.enter_scene(run, scene, finding);
            }
        }
        let finding = run.finding.clone();
        self.enter_scene(run, run.scene, finding);
    }

    /// Looks whether a scene has something to say.
    fn weigh(&self, run: &mut Run, scene: usize) -> Option<Finding> {
        let finding = run.route.scenes[scene].find(self.live(), self.clock);
        run.holds[scene] = Some(finding.is_some());
        finding
    }

    /// Looks at one scene a frame whether it has something to say, until that is known of all.
    fn look_ahead(&self, run: &mut Run) {
        if let Some(scene) = run.holds.iter().position(Option::is_none) {
            self.weigh(run, scene);
        }
    }

    /// Begins a scene.
    pub(super) fn enter_scene(&mut self, run: &mut Run, place: usize, finding: Finding) {
        let scene = run.route.scenes[place].clone();
        run.holds[place] = Some(true);
        (run.scene, run.finding) = (place, finding);
        run.left_ms = i64::from(scene.seconds) * 1_000;
        self.layers = scene.layers.unwrap_or(run.kept.layers);
        self.indicator = scene.indicator.unwrap_or(run.kept.indicator);
        self.begin_play(run, scene.play);
        let area = match (&scene.place, run.finding.place) {
            (ScenePlace::Finding, Some(FoundPlace::Area(area))) => Some(area),
            (ScenePlace::Area(code), _) => self.live().areas.number(code),
            _ => None,
        };
        self.select(area.map(Selection::Area));
        run.rest = self.target(run, &scene.place);
        self.hover_here();
        let flight = Flight::new(self.view, run.rest);
        run.flight = (flight.secs() > 0.0).then_some((flight, 0));
    }

    /// Asks for the past that the scene plays, or goes back to live.
    fn begin_play(&mut self, run: &mut Run, play: Option<ScenePlay>) {
        let range = match play {
            None => None,
            Some(ScenePlay::Finding) => run.finding.play,
            Some(ScenePlay::Yesterday(from, to)) => {
                let tallies = &self.live().tallies;
                let midnight = tallies.day_start(tallies.day(self.clock) - 1);
                Some((midnight.plus_secs(from), midnight.plus_secs(to)))
            }
        };
        run.play = range.map(|(_, to)| Play { to, began: false, ended: false });
        let Some((from, to)) = range else { return self.go_live() };
        // As slow as it may be to end within the scene; the fastest may take longer, and then the scene does.
        let span_secs = to.secs_since(from).max(1);
        let within = |speed: &u32| span_secs * 1_000 <= run.left_ms * i64::from(*speed);
        let speed = SPEEDS.iter().position(within).unwrap_or(SPEEDS.len() - 1);
        run.left_ms = run.left_ms.max(span_secs * 1_000 / i64::from(SPEEDS[speed]) + 2_000);
        self.stand_replay_at(from, speed);
    }

    /// Where the map goes in a scene.
    fn target(&self, run: &Run, place: &ScenePlace) -> View {
        let scale = self.screen.scale();
        let areas = &self.live().areas;
        let fit = |numbers: &[u32], bounds| {
            let outlines: Vec<_> = numbers.iter().map(|number| &areas.row(*number).outline).collect();
            self.fitted_on_tour(&bounds, &outlines, PADDING_DP * scale)
        };
        let area = |number: u32| areas.row(number).bounds.map(|bounds| fit(&[number], bounds));
        let found = match (place, run.finding.place) {
            (ScenePlace::View(center, zoom), _) => Some(View { center: *center, zoom: *zoom, ..self.view }),
            (ScenePlace::Area(code), _) => areas.number(code).and_then(area),
            (ScenePlace::Finding, Some(FoundPlace::Area(number))) => area(number),
            (ScenePlace::Finding, Some(FoundPlace::Point(at))) => {
                Some(View { center: at, zoom: MATTER_ZOOM + scale.log2(), ..self.view })
            }
            _ => None,
        };
        found.or_else(|| areas.bounds().map(|bounds| fit(&areas.roots(), bounds))).unwrap_or(self.view)
    }

    /// Pauses, or goes on; an interruption is answered by it.
    pub(super) fn pause_tour(&mut self) {
        self.with_run(|seat, run| {
            if run.alarm.is_some() {
                return seat.answer_alarm(run);
            }
            run.paused = !run.paused;
            seat.follow_pause(run);
        });
    }

    /// Lets the wall go dark; an interruption is answered instead: it must be seen.
    pub(super) fn darken(&mut self) {
        self.with_run(|seat, run| {
            if run.alarm.is_some() {
                return seat.answer_alarm(run);
            }
            run.dark = true;
            seat.follow_pause(run);
        });
    }

    /// Lights a dark wall; answers whether it was dark.
    pub(super) fn light_up(&mut self) -> bool {
        let was_dark = self.tour.is_dark();
        self.with_run(|seat, run| {
            if std::mem::take(&mut run.dark) {
                seat.follow_pause(run);
            }
        });
        was_dark
    }

    /// What interrupted is known, and the tour goes on.
    fn answer_alarm(&mut self, run: &mut Run) {
        (run.alarm, run.alarm_ms, run.paused) = (None, 0, false);
        self.follow_pause(run);
    }

    /// The past plays while time counts.
    pub(super) fn follow_pause(&mut self, run: &Run) {
        if run.play.as_ref().is_some_and(|play| play.began && !play.ended) {
            self.let_replay_play(run.goes_on());
        }
    }

    pub(super) fn step_tour(&mut self, steps: i32) {
        if steps != 0 {
            self.with_run(|seat, run| seat.turn(run, steps));
        }
    }

    pub(super) fn go_to_scene(&mut self, scene: usize) {
        self.with_run(|seat, run| {
            if scene < run.route.scenes.len()
                && let Some(finding) = seat.weigh(run, scene)
            {
                seat.enter_scene(run, scene, finding);
            }
        });
    }

    /// The window has another size: the map is where the scene has it.
    pub(in crate::seat) fn resize_tour(&mut self) {
        self.with_run(|seat, run| {
            let place = run.route.scenes[run.scene].place.clone();
            run.rest = seat.target(run, &place);
            (run.flight, seat.view) = (None, run.rest);
        });
    }
}
