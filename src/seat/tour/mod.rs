//! The tour: the seat shows one scene after the other, each with one finding, and begins anew. It acts on nothing; what
//! the seat showed before comes back when it ends. All that it keeps is the scene that shows, so that days leave nothing.

mod finding;
mod findings;
mod json;
mod route;
mod run;
mod template;
mod watch;

pub use finding::{Bar, BarLabel, Basis, Finding, FindingKind, FoundPlace, Plot, PlotKind, PlotShape, Value};
pub(super) use json::tour_json;
pub use route::{Route, RouteError, Scene, ScenePlace, ScenePlay, SceneWords};
pub use watch::TourAlarm;

use super::{Lang, LayerSet, Seat, Selection, Toast};
use crate::domain::{CampaignCode, Timestamp};
use crate::picture::Indicator;
use crate::spatial::{Flight, View};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a person means with the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TourIntent {
    /// Begin it, or end it.
    Toggle,
    /// Pause it, or go on: whichever key is pressed while it runs.
    Pause,
    /// Let the wall go dark, or light again.
    Dark,
    /// So many scenes on, or back.
    Step(i32),
    /// To this scene of the route, from 0.
    To(usize),
    /// End it.
    End,
}

/// The tour of a seat.
#[derive(Debug, Default)]
pub struct Tour {
    route: Option<Arc<Route>>,
    run: Option<Box<Run>>,
    /// The run is in somebody's hands for the moment.
    held: bool,
}

/// A tour that runs.
#[derive(Debug)]
struct Run {
    route: Arc<Route>,
    kept: Kept,
    /// Of each scene of the route whether it has something to say; none while nobody has looked.
    holds: Vec<Option<bool>>,
    scene: usize,
    finding: Finding,
    flight: Option<(Flight, i64)>,
    /// Where the map rests in this scene.
    rest: View,
    left_ms: i64,
    play: Option<Play>,
    paused: bool,
    /// Nothing is to be seen: somebody speaks.
    dark: bool,
    alarm: Option<TourAlarm>,
    alarm_ms: i64,
    known: BTreeSet<u32>,
    looked: Option<(u64, Timestamp)>,
    last_ms: Option<i64>,
    laps: u64,
}

/// What of the past a scene plays.
#[derive(Clone, Copy, Debug)]
struct Play {
    to: Timestamp,
    began: bool,
    ended: bool,
}

/// What the seat showed before.
#[derive(Debug)]
struct Kept {
    view: View,
    layers: LayerSet,
    indicator: Indicator,
    campaign: Option<CampaignCode>,
    selection: Option<Selection>,
    drill: Option<u32>,
    chosen: usize,
    speed: usize,
}

impl Tour {
    /// Whether it runs, paused or not.
    pub fn is_on(&self) -> bool {
        self.run.is_some() || self.held
    }

    /// Whether the map moves by it just now: frames are wanted.
    pub fn is_moving(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.flight.is_some() && run.alarm.is_none())
    }

    /// Lets tours go by this route from the next one on.
    pub fn set_route(&mut self, route: Route) {
        self.route = Some(Arc::new(route));
    }

    /// The route that tours go by.
    pub fn route(&self) -> Arc<Route> {
        self.route.clone().unwrap_or_else(|| Arc::new(Route::shipped()))
    }

    /// The scene that shows: its place in the route, from 0, itself, and what it finds.
    pub fn scene(&self) -> Option<(usize, &Scene, &Finding)> {
        self.run.as_ref().map(|run| (run.scene, &run.route.scenes[run.scene], &run.finding))
    }

    /// The scenes of the route that have something to say, as far as that is known, with their places.
    pub fn scenes(&self) -> impl Iterator<Item = (usize, &Scene)> {
        let run = self.run.iter();
        run.flat_map(|run| {
            let all = run.route.scenes.iter().enumerate().zip(&run.holds);
            all.filter(|(_, holds)| **holds != Some(false)).map(|(scene, _)| scene)
        })
    }

    /// How long the scene rests still, seconds.
    pub fn left_secs(&self) -> i64 {
        self.run.as_ref().map_or(0, |run| (run.left_ms + 999).div_euclid(1_000).max(0))
    }

    /// Whether somebody paused it.
    pub fn is_paused(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.paused)
    }

    /// Whether the wall is dark, so that people look at whoever speaks.
    pub fn is_dark(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.dark)
    }

    /// The matter that interrupted it.
    pub fn alarm(&self) -> Option<&TourAlarm> {
        self.run.as_ref().and_then(|run| run.alarm.as_ref())
    }

    /// How often the route has begun anew.
    pub fn laps(&self) -> u64 {
        self.run.as_ref().map_or(0, |run| run.laps)
    }

    /// The large number of the scene that shows, and its unit.
    pub fn number(&self, lang: Lang) -> Option<(&Value, &str)> {
        let (_, scene, finding) = self.scene()?;
        scene.number(lang, finding)
    }

    /// The sentence of the scene that shows, as `say` says its figures; figures are marked `true`.
    pub fn sentence(&self, lang: Lang, say: &dyn Fn(&Value) -> String) -> Vec<(String, bool)> {
        self.scene().and_then(|(_, scene, finding)| scene.sentence(lang, finding, say)).unwrap_or_default()
    }
}

impl Scene {
    /// What the scene finds in a picture at a moment, where it can say that in both languages.
    pub fn find(&self, picture: &crate::picture::Picture, now: Timestamp) -> Option<Finding> {
        let finding = self.finding.find(picture, now)?;
        let can_say =
            |lang| self.number(lang, &finding).is_some() && self.sentence(lang, &finding, &|_| String::new()).is_some();
        (can_say(Lang::Zh) && can_say(Lang::En)).then_some(finding)
    }

    /// The first number that is known, and its unit.
    pub fn number<'a>(&'a self, lang: Lang, finding: &'a Finding) -> Option<(&'a Value, &'a str)> {
        let mut numbers = self.words(lang).number.iter();
        numbers.find_map(|(name, unit)| Some((finding.values.get(name.as_str())?, unit.as_str())))
    }

    /// The first sentence of which everything is known; figures are marked `true`.
    pub fn sentence(
        &self,
        lang: Lang,
        finding: &Finding,
        say: &dyn Fn(&Value) -> String,
    ) -> Option<Vec<(String, bool)>> {
        template::fill(&self.words(lang).says, finding, say)
    }
}

impl Seat {
    /// Does with the tour what the person means.
    pub(super) fn tour(&mut self, intent: TourIntent) {
        // Whatever is pressed on a dark wall lights it, and does nothing else.
        if self.light_up() {
            return;
        }
        match intent {
            TourIntent::Toggle if self.tour.is_on() => self.end_tour(),
            TourIntent::Toggle => self.begin_tour(),
            TourIntent::End => self.end_tour(),
            TourIntent::Pause => self.pause_tour(),
            TourIntent::Dark => self.darken(),
            TourIntent::Step(steps) => self.step_tour(steps),
            TourIntent::To(scene) => self.go_to_scene(scene),
        }
    }

    fn begin_tour(&mut self) {
        self.go_live();
        let route = self.tour.route();
        let found = (0..route.scenes.len())
            .find_map(|place| Some((place, route.scenes[place].find(&self.picture, self.clock)?)));
        let Some((scene, finding)) = found else { return self.toast(Toast::NothingToTour) };
        self.cameras.close();
        let kept = Kept {
            view: self.view,
            layers: self.layers,
            indicator: self.indicator,
            campaign: self.campaign.clone(),
            selection: self.selection,
            drill: self.drill,
            chosen: self.chosen,
            speed: self.replay.speed_place(),
        };
        self.select(None);
        (self.hover, self.help) = (None, false);
        let mut holds = vec![None; route.scenes.len()];
        holds[..scene].fill(Some(false));
        let run = Run {
            holds,
            kept,
            scene,
            finding: finding.clone(),
            flight: None,
            rest: self.view,
            left_ms: 0,
            play: None,
            paused: false,
            dark: false,
            alarm: None,
            alarm_ms: 0,
            known: BTreeSet::new(),
            looked: None,
            last_ms: None,
            laps: 0,
            route,
        };
        self.tour.run = Some(Box::new(run));
        self.fit_view_to_layout();
        self.with_run(|seat, run| seat.enter_scene(run, scene, finding));
    }

    /// Ends the tour: everything is as it was.
    fn end_tour(&mut self) {
        let Some(run) = self.tour.run.take() else { return };
        self.go_live();
        self.replay.set_speed_place(run.kept.speed);
        let Kept { view, layers, indicator, campaign, selection, drill, chosen, .. } = run.kept;
        (self.view.center, self.view.zoom) = (view.center, view.zoom);
        (self.layers, self.indicator, self.campaign, self.drill) = (layers, indicator, campaign, drill);
        self.hover = None;
        self.select(selection);
        self.chosen = chosen;
        self.fit_view_to_layout();
    }

    /// The map's picture is as large as the layout has it.
    pub(super) fn fit_view_to_layout(&mut self) {
        let map = self.layout().map;
        (self.view.width_px, self.view.height_px) = (map.width_px, map.height_px);
    }
}
