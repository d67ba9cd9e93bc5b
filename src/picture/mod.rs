//! What the events add up to: the read model. Only this room applies events; everybody else borrows.
//!
//! Rows are plain vectors; a row's number (`u32`) never changes while the program runs, so that
//! indexes, layers and panels can hold on to it. `Revisions` says what moved since somebody looked.

mod areas;
mod by_code;
mod candidates;
mod changes;
mod checkpoint;
mod cuts;
mod derive;
mod figures;
mod gaps;
mod hash;
mod incident_row;
mod incidents;
mod inspections;
mod listing;
mod past;
mod plots;
mod questions;
mod rates;
mod register;
mod similar;
mod tallies;
mod timers;
mod touched;
mod walk;
mod workers;

pub use areas::{AreaRow, Areas};
pub use candidates::{Candidate, LeftOut, Reason, Recommendation, Standpoint, WhyNot};
pub use changes::{Change, Changes};
pub use checkpoint::{CheckpointError, FOLD_VERSION};
pub use cuts::{AreaThen, PastArea};
pub use figures::{Figure, Figures, TownFigures};
pub use gaps::{Gap, GapItem, GapKind, GapPart, Gaps};
pub use incident_row::{IncidentRow, TIMES};
pub use incidents::Incidents;
pub use inspections::{
    CampaignProgress, InspectionFigures, InspectionRow, Inspections, Listed, RemindedRow, UndonePlace,
};
pub use past::{Density, Past, PastError, TimeMachine};
pub use plots::{
    AGE_STEPS_SECS, AgeCount, Ageing, DUE_HOURS, FallingDue, PlotFilter, ResponseKind, Responses, Trend, TrendSpan,
    WEEKS, Waits, WeekHours,
};
pub use questions::{
    Answerable, Assumed, CameraFilter, Here, IncidentFilter, Looking, NameMatch, NamedPlace, NamedThing, PlaceFilter,
    USUAL_FOV_DEG, USUAL_RANGE_M, Wanted, WorkerFilter, WorkerState,
};
pub use rates::{AreaRate, AreaRates, Indicator, RateUnit};
pub use register::{Cameras, Categories, Names, Places};
pub use similar::{
    AgencyReason, Alike, Likeness, SimilarQuery, SuggestedAgency, SuggestedCategory, SuggestedUrgency, Suggestions,
    USUAL_RADIUS_M, USUAL_WINDOW_SECS, UrgencyReason, Verdict,
};
pub use tallies::{DayTally, Tallies};
pub use timers::Timers;
pub use touched::Touched;
pub use walk::{Done, Leg, Stop, Walk};
pub use workers::{Engagement, FixNow, WorkerRow, Workers};

use crate::domain::{AreaLevel, CivilZone, Event, Fix, Recorded, Register, Stream, Timestamp};

/// Counters that move when something of that kind changed; equal counters mean equal contents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revisions {
    /// Areas: outlines, names, tree.
    pub areas: u64,
    /// Workers of the register, and their tasks.
    pub workers: u64,
    /// Workers' positions.
    pub fixes: u64,
    /// Cameras.
    pub cameras: u64,
    /// Places.
    pub places: u64,
    /// Categories.
    pub categories: u64,
    /// Incidents, and every figure that follows from them.
    pub incidents: u64,
    /// Visits to places, checklists, campaigns, reminders.
    pub inspections: u64,
}

/// The whole county as the events say it is.
#[derive(Debug)]
pub struct Picture {
    /// The last event that is in it.
    pub seq: u64,
    /// The last moment at which anything happened with a matter.
    pub latest_at: Timestamp,
    /// What moved.
    pub revisions: Revisions,
    /// The territory.
    pub areas: Areas,
    /// The people.
    pub workers: Workers,
    /// The cameras.
    pub cameras: Cameras,
    /// The places.
    pub places: Places,
    /// The catalogue of matters.
    pub categories: Categories,
    /// The agencies, by name.
    pub agencies: Names,
    /// The matters.
    pub incidents: Incidents,
    /// Visits to places, and the checklists and campaigns that they are made by and for.
    pub inspections: Inspections,
    /// Counts by day and town, kept step by step.
    pub tallies: Tallies,
    /// What changed last, for the list "last 15 minutes".
    pub changes: Changes,
    /// Which matters' clocks are to be raised when.
    pub timers: Timers,
    /// Which matters changed last.
    pub touched: Touched,
    /// Where it stands in the past; none for the picture that follows the ledger.
    past: Option<past::Stand>,
    /// The revision of the areas that `derive` has followed.
    derived: u64,
    /// The revision of the areas in which every matter has been found its place.
    located: u64,
}

impl Picture {
    /// An empty picture of a site with this civil time: a zone, or how many seconds ahead of UTC its clocks always are.
    pub fn new(zone: impl Into<CivilZone>) -> Self {
        Self {
            seq: 0,
            latest_at: Timestamp(i64::MIN),
            revisions: Revisions::default(),
            areas: Areas::default(),
            workers: Workers::default(),
            cameras: Cameras::default(),
            places: Places::default(),
            categories: Categories::default(),
            agencies: Names::default(),
            incidents: Incidents::default(),
            inspections: Inspections::default(),
            tallies: Tallies::new(zone.into()),
            changes: Changes::default(),
            timers: Timers::default(),
            touched: Touched::default(),
            past: None,
            derived: 0,
            located: 0,
        }
    }

    /// Takes one event in. Events come in the ledger's order; one that is already in is left out.
    pub fn apply(&mut self, recorded: &Recorded) {
        if recorded.seq <= self.seq {
            return;
        }
        self.seq = recorded.seq;
        match &recorded.event {
            Event::AreaPut(area) => {
                self.areas.put(area);
                self.revisions.areas += 1;
            }
            Event::WorkerPut(worker) => {
                self.workers.put(worker, &self.areas);
                self.revisions.workers += 1;
            }
            Event::CameraPut(camera) => {
                self.cameras.put(camera);
                self.revisions.cameras += 1;
            }
            Event::CategoryPut(category) => {
                self.categories.put(category);
                self.revisions.categories += 1;
            }
            Event::PlacePut(place) => {
                self.places.put(place);
                self.revisions.places += 1;
            }
            Event::ChecklistPut(checklist) => {
                self.inspections.checklists.put(checklist);
                self.inspections.recount_all();
                self.revisions.inspections += 1;
            }
            Event::CampaignPut(campaign) => {
                self.put_campaign(campaign);
                self.revisions.inspections += 1;
            }
            Event::Inspected(inspection) => {
                self.inspected(inspection);
                // A visit is a thing that happened in the county: its clock has come so far.
                self.latest_at = self.latest_at.max(inspection.inspected_at);
                self.revisions.inspections += 1;
            }
            Event::CampaignReminded(reminder) => {
                self.campaign_reminded(reminder, recorded.at);
                self.revisions.inspections += 1;
            }
            Event::Retired { register, code, from } => self.retire(*register, code, *from),
            _ => self.apply_to_incident(&recorded.stream, recorded),
        }
    }

    /// A register no longer has a thing. Its row stays: what happened with it keeps it.
    fn retire(&mut self, register: Register, code: &str, from: Timestamp) {
        let revision = match register {
            Register::Area => {
                self.areas.retire(code, from);
                &mut self.revisions.areas
            }
            Register::Worker => {
                self.workers.retire(code);
                &mut self.revisions.workers
            }
            Register::Camera => {
                self.cameras.retire(code);
                &mut self.revisions.cameras
            }
            Register::Category => {
                self.categories.retire(code);
                &mut self.revisions.categories
            }
            Register::Place => {
                self.places.retire(code);
                self.inspections.recount_all();
                &mut self.revisions.places
            }
            Register::Checklist => {
                self.inspections.checklists.retire(code);
                &mut self.revisions.inspections
            }
            Register::Campaign => {
                self.inspections.campaigns.retire(code);
                self.inspections.recount_all();
                &mut self.revisions.inspections
            }
        };
        *revision += 1;
    }

    fn apply_to_incident(&mut self, stream: &Stream, recorded: &Recorded) {
        let Some(code) = stream.incident_code_text() else { return };
        self.revisions.incidents += 1;
        let known = self.incidents.number_of(code);
        if let Some(number) = known {
            self.untally(number);
        }
        let number = incidents::apply(self, known, code, recorded);
        self.touched.note(self.revisions.incidents, number);
        let happened_at = match &recorded.event {
            // An import tells of the past: what counts is when that was.
            Event::IncidentImported(_) => self.incidents.row(number).last_at(),
            _ => recorded.at,
        };
        self.latest_at = self.latest_at.max(happened_at);
        self.locate(number);
        self.tally(number);
        self.set_timer(number);
        if !matches!(recorded.event, Event::IncidentImported(_)) {
            self.changes.note(number, recorded);
        }
    }

    /// The areas in which a matter lies as the territory is cut now, coarsest first; what happened in an area that is
    /// gone since is found where it lies.
    pub fn areas_now(&self, incident: u32) -> Vec<u32> {
        self.finest_now(incident).map(|finest| self.areas.chain_of(finest)).unwrap_or_default()
    }

    /// The finest of these areas.
    pub(super) fn finest_now(&self, incident: u32) -> Option<u32> {
        let row = self.incidents.row(incident);
        let present = row.grid.filter(|grid| self.areas.row(*grid).is_present());
        present.or_else(|| self.areas.chain_at(row.at?).pop())
    }

    /// The town in which a matter happened, or in which it lies now where that town is gone.
    pub(super) fn town_now(&self, incident: u32) -> Option<u32> {
        let town = self.incidents.row(incident).town?;
        if self.areas.row(town).is_present() {
            return Some(town);
        }
        self.areas_now(incident).into_iter().find(|area| self.areas.row(*area).level == AreaLevel::Town)
    }

    /// Shows the territory as it was cut at `moment`: what is drawn, drilled into and asked for by place. Matters keep
    /// the areas in which they happened, and what a checkpoint says of the present stays true.
    pub fn show_areas_at(&mut self, moment: Timestamp) {
        self.derive();
        if self.areas.show_at(moment) {
            self.revisions.areas += 1;
            (self.derived, self.located) = (self.revisions.areas, self.revisions.areas);
        }
    }

    /// Takes one position in: latest wins. Answers whether it moved anybody on the map.
    pub fn apply_fix(&mut self, fix: &Fix) -> bool {
        let moved = self.workers.apply_fix(fix);
        self.revisions.fixes += u64::from(moved);
        moved
    }

    /// Whether a position may be kept at all, though it moves nobody any more: of somebody on duty, somewhere on earth.
    pub fn may_keep(&self, fix: &Fix) -> bool {
        let number = self.workers.number(fix.worker.as_str());
        fix.at.is_valid() && number.is_some_and(|number| self.workers.row(number).worker.on_duty)
    }

    /// Whether the territory is fictitious, a county of the sample or some of them, which every seat must say
    /// (演示数据). No map of the real world, online or not, may lie under it.
    pub fn is_sample(&self) -> bool {
        self.areas.rows().iter().any(|row| crate::domain::is_sample_code(row.code.as_str()))
    }

    /// Whether any of its areas bears the code of a county that doesn't exist.
    pub fn is_fictitious(&self) -> bool {
        self.areas.rows().iter().any(|row| row.code.as_str().starts_with(crate::domain::FICTITIOUS_PREFIX))
    }
}
