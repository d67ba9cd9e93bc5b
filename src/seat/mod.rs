//! What a seat is, without graphics: view, selection, layers, orders, toasts; what a person means
//! (`Intent`) and what the store and the feeds say (`link`).
//!
//! A seat is pumped: it is told the time, handed messages and intents, and leaves what must be
//! stored in its outbox. It does no IO, so windows, scripts and tests operate the very same thing.

pub mod alarm_list;
mod alarms;
mod cameras;
mod cells;
pub mod corners;
mod day;
mod desk;
mod dispatch;
mod feed_watch;
mod fitting;
mod flying;
mod gap_watch;
mod heat;
pub mod intake;
mod intent;
mod layers;
mod layout;
pub mod link;
mod names;
mod office;
mod pace;
mod plots;
pub mod queue;
mod recording;
mod replay;
mod scale;
mod selection;
pub mod setup;
mod shift;
mod sight;
mod slider;
mod span;
mod staff;
mod state;
mod symbols;
mod toast;
pub mod tools;
pub mod tour;
mod town_steps;
mod turning;
pub mod visit;
pub mod work;

pub use alarm_list::{AlarmIntent, AlarmList, Stage};
pub use alarms::AlarmWatch;
pub use cameras::{CameraIntent, MOST_CAMERAS, OpenCameras};
pub use cells::{Cells, LEAST_CELL_DP};
pub use day::{Day, DayIntent, DayLook, DayTrack, Whereabouts};
pub use desk::{Desk, DeskIntent, KeptDesk, Side};
pub use dispatch::{Delivery, Order};
pub use feed_watch::{Feed, FeedState, FeedWatch};
pub use flying::Flying;
pub use gap_watch::GapWatch;
pub use heat::{HeatPeriods, HeatTells};
pub use intake::{Intake, IntakeIntent};
pub use intent::Intent;
pub use layers::{Layer, LayerSet};
pub use layout::{Layout, Rect, figures_px};
pub use names::name_order;
pub use plots::{FileToWrite, PlotFormat, PlotIntent, PlotSheet, Plots};
pub use recording::{RecordIntent, Recording};
pub use replay::{Replay, ReplayIntent, SPEEDS};
pub use scale::{Screen, Viewing};
pub use selection::{DEDICATED_FROM, Selection};
pub use setup::{Setup, SetupIntent};
pub use shift::{HandOver, Pressing, ShiftIntent, ShiftView};
pub use sight::Sight;
pub use span::Span;
pub use staff::{StaffGroup, StaffIntent, StaffList};
pub use state::{LayerReport, StateExtras, state_json};
pub use symbols::{Cluster, Hit, RING_DP, Symbol, Symbols, symbol_size_dp};
pub use toast::Toast;
pub use tools::{ToolIntent, Tools};
pub use tour::{Tour, TourIntent};
pub use turning::{AFTER_MINS as TURN_AFTER_MINS, REST_SECS as TURN_REST_SECS};
pub use turning::{Subject, TurnPhase, Turning};
pub use visit::{Hidden, Named, Visit, VisitIntent, VisitMode};
pub use work::{SavedView, SeatSettings, Work, WorkIntent};

use crate::domain::{Act, AreaLevel, Board, CampaignCode, LonLat, Rules, Timestamp, Weather};
use crate::picture::{AreaRates, Indicator, Picture, Recommendation};
use crate::spatial::View;
use office::Office;
use std::collections::{BTreeMap, VecDeque};

/// The languages of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// How long a toast stays, seconds.
const TOAST_SECS: i64 = 8;

/// What an officer is called who gave no name.
pub const DEFAULT_OFFICER: &str = "值班员";

/// Zooms between which the map moves.
pub const ZOOM_LIMITS: std::ops::RangeInclusive<f64> = 3.0..=19.5;

/// One seat.
pub struct Seat {
    /// The county.
    pub picture: Picture,
    /// What the map shows.
    pub view: View,
    /// The screen and how it is looked at.
    pub screen: Screen,
    /// The moment that shows: the clock's, or a past one.
    pub now: Timestamp,
    /// The clock's moment, whatever shows.
    pub clock: Timestamp,
    /// The time machine.
    pub replay: Replay,
    /// What is selected.
    pub selection: Option<Selection>,
    /// What the pointer is over.
    pub hover: Option<Selection>,
    /// Which layers show.
    pub layers: LayerSet,
    /// What the areas' fill tells.
    pub indicator: Indicator,
    /// What the heat is to tell, where the records reach back that far: see [`Seat::heat_tells`].
    pub heat: HeatTells,
    /// The campaign whose share done the fill tells; none: the one that runs, the nearest to its deadline.
    pub campaign: Option<CampaignCode>,
    /// The area that was drilled down to; none is the whole county.
    pub drill: Option<u32>,
    /// Which candidate is chosen, from 0.
    pub chosen: usize,
    /// Whom to send to the selected matter, as of the last `tick`.
    pub recommendation: Recommendation,
    /// The last order, while it can be recalled by the bar.
    pub order: Option<Order>,
    /// The language.
    pub lang: Lang,
    /// Who sits here.
    pub officer: String,
    /// The feeds.
    pub feeds: FeedWatch,
    /// What the weather is, as it was last told.
    pub weather: Option<Weather>,
    /// What the header says of the centre.
    pub board: Board,
    /// What the registers are missing, while the layer of gaps shows.
    pub gaps: GapWatch,
    /// Who made the base map and must be named with it; empty where nobody is known.
    pub attribution: String,
    /// The rules that commands are decided by.
    pub rules: Rules,
    /// The alarms that it raises by itself.
    pub alarms: AlarmWatch,
    /// What calls for somebody.
    pub alarm_list: AlarmList,
    /// The list of people.
    pub staff_list: StaffList,
    /// What the officer is in the middle of.
    pub work: Work,
    /// Whether the list of keys lies over the map.
    pub help: bool,
    /// What the officer is taking in.
    pub intake: Intake,
    /// The tour.
    pub tour: Tour,
    /// Whether it turns by itself.
    pub turning: Turning,
    /// The cameras whose pictures show.
    pub cameras: OpenCameras,
    /// The plots.
    pub plots: Plots,
    /// A worker's day.
    pub day: Day,
    /// What is taken of the screen.
    pub recording: Recording,
    /// The tools on the map.
    pub tools: Tools,
    /// Whether visitors are there.
    pub visit: Visit,
    /// How the seat is set up.
    pub setup: Setup,
    /// How the map gets where it is sent.
    pub flying: Flying,
    /// Whether what was received today is told by topic, where there is no room for both, or by source.
    pub tells_topics: bool,
    /// The sides of the desk.
    pub desk: Desk,
    /// How each officer had the desk last.
    desks: BTreeMap<String, KeptDesk>,
    /// Whose eyes the screen is shown through; none: as it is.
    pub see_as: Option<Sight>,
    kept: work::Kept,
    toasts: VecDeque<(Timestamp, Toast)>,
    office: Office,
    /// What was asked for and wants a second word: a matter, and what is to be done with it.
    confirming: Option<(u32, Act)>,
    /// Whether the officer chose a candidate since the last order.
    chose: bool,
    /// Whether the last click opened a ring: a second one right after it belongs to the same act.
    opened_ring: bool,
    recommended_for: Option<(u32, Option<u32>, Timestamp, u64)>,
    fitted: bool,
    /// Where the map stood when all areas were last fitted into it, and what lay across it.
    whole_was: Option<(LonLat, f64, fitting::Bands)>,
}

impl Seat {
    /// A seat before a picture, on a screen, at a moment.
    pub fn new(picture: Picture, screen: Screen, now: Timestamp, lang: Lang) -> Self {
        let map = screen.layout().map;
        let view = View::new(LonLat::new(110.0, 34.0), 5.0, map.width_px, map.height_px);
        let mut seat = Self {
            picture,
            view,
            screen,
            now,
            clock: now,
            replay: Replay::default(),
            selection: None,
            hover: None,
            layers: LayerSet::default(),
            indicator: Indicator::default(),
            heat: HeatTells::default(),
            campaign: None,
            drill: None,
            chosen: 0,
            recommendation: Recommendation::default(),
            order: None,
            lang,
            officer: DEFAULT_OFFICER.into(),
            feeds: FeedWatch::default(),
            weather: None,
            board: Board::default(),
            gaps: GapWatch::default(),
            attribution: String::new(),
            rules: Rules::shipped(),
            alarms: AlarmWatch::default(),
            alarm_list: AlarmList::default(),
            staff_list: StaffList::default(),
            work: Work::default(),
            help: false,
            intake: Intake::default(),
            tour: Tour::default(),
            turning: Turning::default(),
            cameras: OpenCameras::default(),
            plots: Plots::default(),
            day: Day::default(),
            recording: Recording::default(),
            tools: Tools::default(),
            visit: Visit::default(),
            setup: Setup::default(),
            flying: Flying::default(),
            tells_topics: false,
            desk: Desk::default(),
            desks: BTreeMap::new(),
            see_as: None,
            kept: work::Kept::default(),
            toasts: VecDeque::new(),
            office: Office::default(),
            confirming: None,
            chose: false,
            opened_ring: false,
            recommended_for: None,
            fitted: false,
            whole_was: None,
        };
        seat.fit_whole();
        seat
    }

    /// The places of panels and map on this screen.
    pub fn layout(&self) -> Layout {
        match self.tour.is_on() {
            true => Layout::tour(&self.screen),
            false => self.desk_layout().unwrap_or_else(|| self.screen.layout()),
        }
    }

    /// Tells the seat another screen size; what was in the middle of the map stays there.
    pub fn resize(&mut self, width_px: f64, height_px: f64) {
        self.land();
        self.screen.width_px = width_px;
        self.screen.height_px = height_px;
        self.fit_view_to_layout();
        self.resize_tour();
        if !self.fitted {
            self.fit_whole();
        }
    }

    /// The campaign whose share done the fill tells: the chosen one, else the one that runs and is due first.
    pub fn campaign_on_show(&self) -> Option<u32> {
        let chosen = self.campaign.as_ref().and_then(|code| self.picture.inspections.campaigns.number(code.as_str()));
        chosen.or_else(|| self.picture.campaign_on_show(self.now))
    }

    /// What the fill tells of the areas of a level.
    pub fn area_rates(&self, level: AreaLevel) -> AreaRates {
        match self.indicator {
            Indicator::Campaign => self.picture.campaign_rates(self.campaign_on_show(), level),
            indicator => self.picture.rates(indicator, level, self.now),
        }
    }

    /// Whether neither areas nor matters were ever told: a map of nothing, figures of nothing.
    pub fn knows_nothing(&self) -> bool {
        self.picture.areas.rows().is_empty() && self.picture.incidents.is_empty()
    }

    /// The zoom that decides detail: the view's zoom less what a larger scale takes (`z − log2 s`).
    pub fn z_eff(&self) -> f64 {
        self.view.zoom - self.screen.scale().log2()
    }

    /// Moves the seat's clock and refreshes what depends on it. Call once a frame.
    pub fn tick(&mut self, now: Timestamp) {
        if now < self.clock {
            self.put_back(now);
        }
        self.clock = now;
        if !self.replay.is_on() {
            self.now = now;
        }
        self.with_live(|seat| seat.picture.derive());
        self.raise_alarms();
        self.follow_alarms();
        self.feeds.tick(now);
        self.fit_beside_bands();
        if self.layers.shows(Layer::Gaps) {
            self.gaps.follow(&self.picture, self.now);
        }
        while self.toasts.front().is_some_and(|(at, _)| now.secs_since(*at) > TOAST_SECS) {
            self.toasts.pop_front();
        }
        if self.order.as_ref().is_some_and(|order| order.is_over(now)) {
            self.order = None;
        }
        if !self.fitted && !self.tour.is_on() && !self.picture.areas.rows().is_empty() {
            self.fit_whole();
        }
        if !self.tour.is_on() {
            // A side of the desk comes and goes with what is selected.
            self.fit_view_to_layout();
        }
        self.refresh_recommendation();
        self.work.queue.follow(&self.picture, self.now, &self.view.bounds());
        self.staff_pass();
        self.settle_drafts();
        self.keep_settings();
        self.intake_pass();
        self.visit_pass();
        self.setup_pass();
    }

    /// The clock was put back: what counts seconds from a moment of this seat's counts them from now at the latest, so
    /// that nothing that stays for seconds stays for an hour. Traces are no concern of it: no step is ever recorded
    /// before the one it follows.
    fn put_back(&mut self, now: Timestamp) {
        self.toasts.iter_mut().for_each(|(at, _)| *at = now.min(*at));
        if let Some(order) = &mut self.order {
            order.at = order.at.min(now);
        }
        self.feeds.put_back(now);
        self.alarms.put_back(now);
        self.alarm_list.put_back(now);
    }

    /// The toasts that still show, oldest first.
    pub fn toasts(&self) -> impl Iterator<Item = &Toast> {
        self.toasts.iter().map(|(_, toast)| toast)
    }

    pub(crate) fn toast(&mut self, toast: Toast) {
        self.toasts.push_back((self.clock, toast));
    }

    /// The selected matter's row.
    pub fn selected_incident(&self) -> Option<u32> {
        match self.selection {
            Some(Selection::Incident(number)) => Some(number),
            _ => None,
        }
    }
}
