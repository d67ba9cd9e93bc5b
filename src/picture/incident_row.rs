//! One matter of the picture: how far the loop has carried it.

use crate::domain::{
    Actor, AreaLevel, CallBack, Clock, Course, Difficulty, IncidentCode, IncidentFile, IncidentRecord, KnownBy, LonLat,
    Nature, Phase, Source, State, Step, StepKind, Timestamp, Urgency, home_level,
};
use serde::{Deserialize, Serialize};

/// The moments that a row keeps, in the loop's order.
pub const TIMES: [StepKind; 11] = [
    StepKind::Reported,
    StepKind::Accepted,
    StepKind::Assigned,
    StepKind::Delivered,
    StepKind::Receipted,
    StepKind::Arrived,
    StepKind::Handled,
    StepKind::Checked,
    StepKind::CalledBack,
    StepKind::Closed,
    StepKind::Answered,
];

/// "It has not happened", in the rows' table of moments.
const NEVER: i64 = i64::MIN;

/// Who took the steps that an import tells of.
pub(super) fn told_by() -> Actor {
    Actor::System("import".into())
}

/// One matter of the picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IncidentRow {
    /// Its number.
    pub code: IncidentCode,
    /// How many events it has.
    pub version: u32,
    /// How far it is.
    pub state: State,
    /// The row of its category.
    pub category: Option<u32>,
    /// What kind of talk it is.
    pub nature: Nature,
    /// By which mouth it came in.
    pub source: Source,
    /// How fast it wants an answer.
    pub urgency: Urgency,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// A few words that say what it is.
    pub title: Box<str>,
    /// Where it is, in words.
    pub address: Box<str>,
    /// Where it is.
    pub at: Option<LonLat>,
    /// Whether it is kept from the wall but for counts.
    pub confidential: bool,
    /// The number under which a platform above us knows it.
    pub upstream_number: Option<Box<str>>,
    /// The number of the agency that answers for it.
    pub agency: Option<u32>,
    /// The row of the person who was sent.
    pub worker: Option<u32>,
    /// By when it must be handled.
    pub deadline_at: Option<Timestamp>,
    /// What the citizen said.
    pub satisfaction: Option<CallBack>,
    /// What was done.
    pub result: Option<Box<str>>,
    /// Who handled it.
    pub handled_by: Option<Actor>,
    /// What stands beside its state: level, clocks, requests, summons, supervision; none on the plain path.
    pub course: Option<Box<Course>>,
    /// Its trace, step by step, for what happened under our eyes.
    pub trace: Vec<Step>,
    /// Seconds of each moment in `TIMES`.
    times: [i64; TIMES.len()],
    /// The row of the finest area that it lies in.
    pub grid: Option<u32>,
    /// The row of the town that it lies in.
    pub town: Option<u32>,
}

impl IncidentRow {
    pub(super) fn new(code: IncidentCode) -> Self {
        Self {
            code,
            version: 0,
            state: State::Reported,
            category: None,
            nature: Nature::default(),
            source: Source::default(),
            urgency: Urgency::default(),
            difficulty: Difficulty::default(),
            title: "".into(),
            address: "".into(),
            at: None,
            confidential: false,
            upstream_number: None,
            agency: None,
            worker: None,
            deadline_at: None,
            satisfaction: None,
            result: None,
            handled_by: None,
            course: None,
            trace: Vec::new(),
            times: [NEVER; TIMES.len()],
            grid: None,
            town: None,
        }
    }

    /// When a step of this kind last happened.
    // Walks over a county's years ask it of every row.
    #[inline]
    pub fn time(&self, kind: StepKind) -> Option<Timestamp> {
        let place = TIMES.iter().position(|k| *k == kind)?;
        Some(self.times[place]).filter(|secs| *secs != NEVER).map(Timestamp)
    }

    pub(super) fn set_time(&mut self, kind: StepKind, at: Option<Timestamp>) {
        if let Some(place) = TIMES.iter().position(|k| *k == kind) {
            self.times[place] = at.map_or(NEVER, |at| at.0);
        }
    }

    /// When anything last happened with it.
    pub fn last_at(&self) -> Timestamp {
        Timestamp(self.times.into_iter().max().unwrap_or(NEVER))
    }

    /// The first and the last of its moments; none where nothing is known of it yet.
    pub(super) fn range(&self) -> Option<(Timestamp, Timestamp)> {
        let told = || self.times.iter().copied().filter(|secs| *secs != NEVER);
        Some((Timestamp(told().min()?), Timestamp(told().max()?)))
    }

    /// When it was reported.
    #[inline]
    pub fn reported_at(&self) -> Timestamp {
        self.time(StepKind::Reported).unwrap_or_default()
    }

    /// Whether a person who was sent is still busy with it.
    pub fn holds_worker(&self) -> bool {
        matches!(self.state, State::Assigned | State::Receipted | State::OnScene)
    }

    /// The level that holds it.
    pub fn level(&self) -> AreaLevel {
        self.course.as_ref().and_then(|course| course.level).unwrap_or(home_level(self.source))
    }

    /// By when it must be handled or, where that comes first, found out and reported back; none once it is handled.
    pub fn due_at(&self) -> Option<Timestamp> {
        let handle = self.deadline_at.filter(|_| self.state.is_handling())?;
        let report_back = self.course.as_ref().and_then(|course| course.clock(Phase::ReportBack));
        Some(report_back.map_or(handle, |clock| clock.due_at.min(handle)))
    }

    /// Since when the clock of [`IncidentRow::due_at`] runs.
    pub fn due_since(&self) -> Timestamp {
        let clocks = || self.course.iter().flat_map(|course| course.handling.iter().chain(&course.clocks));
        let running = self.due_at().and_then(|due_at| clocks().find(|clock| clock.due_at == due_at));
        running.map_or_else(|| self.time(StepKind::Accepted).unwrap_or(self.reported_at()), |clock| clock.since)
    }

    /// Whether that deadline has passed at `now`.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.due_at().is_some_and(|due_at| due_at < now)
    }

    /// Every clock that runs; of a deadline that was recorded without one, what can be said.
    pub fn clocks(&self) -> impl Iterator<Item = Clock> + '_ {
        let handles = self.state.is_handling() && self.state > State::Reported;
        let told = self.course.as_ref().and_then(|course| course.handling);
        let bare = || {
            let (since, due_at) = (self.reported_at(), self.deadline_at?);
            Some(Clock { phase: Phase::Handle, since, due_at, working: true, provisional: false, calendar: 0 })
        };
        let handling = if handles { told.or_else(bare) } else { None };
        let others = self.course.iter().filter(|_| self.state.is_open()).flat_map(|course| &course.clocks);
        handling.into_iter().chain(others.copied())
    }

    /// Its steps in order: those under our eyes, or those that its imported moments tell.
    pub fn steps(&self) -> Vec<Step> {
        if !self.trace.is_empty() {
            return self.trace.clone();
        }
        let mut steps: Vec<Step> = TIMES
            .into_iter()
            .filter_map(|kind| Some(Step { kind, at: self.time(kind)?, by: told_by(), note: String::new() }))
            .collect();
        steps.sort_by_key(|step| step.at);
        steps
    }

    /// The row as it was at `moment`, of a matter whose history was told as a whole: what a record cut there
    /// ([`IncidentRecord::until`]) would say. `agency` is the one that its category names.
    pub(super) fn cut(&self, moment: Timestamp, agency: Option<u32>) -> Self {
        let known = KnownBy::of(|kind| self.time(kind), moment);
        let mut row = self.clone();
        for secs in &mut row.times {
            *secs = if *secs > moment.0 { NEVER } else { *secs };
        }
        row.state = State::furthest(|kind| row.time(kind));
        row.deadline_at = row.deadline_at.filter(|_| known.deadline);
        if !known.order {
            (row.agency, row.worker) = (agency, None);
        }
        row.satisfaction = row.satisfaction.filter(|_| known.satisfaction);
        row.result = row.result.filter(|_| known.result);
        row
    }

    /// The moments of its steps that are kept, in no order.
    pub(super) fn moments(&self) -> impl Iterator<Item = i64> + '_ {
        let told = self.times.iter().copied().filter(|secs| *secs != NEVER);
        told.chain(self.trace.iter().map(|step| step.at.0))
    }

    /// Since when it was there: since it was reported, or since the report reached us, where that was under our eyes.
    pub(super) fn came_at(&self) -> Timestamp {
        match self.trace.first() {
            Some(step) if step.kind == StepKind::Reported => step.at,
            _ => self.reported_at(),
        }
    }

    pub(super) fn take_file(&mut self, file: &IncidentFile) {
        self.nature = file.nature;
        self.source = file.source;
        self.urgency = file.urgency;
        self.difficulty = file.difficulty;
        self.title = file.title.as_str().into();
        self.address = file.address.as_str().into();
        self.at = file.at.filter(|at| at.is_valid());
        (self.grid, self.town) = (None, None);
        self.confidential = file.confidential;
        self.upstream_number = file.upstream_number.as_deref().map(Into::into);
        self.course = Course::of_file(file);
        self.set_time(StepKind::Reported, Some(file.reported_at));
    }

    pub(super) fn take_record(&mut self, record: &IncidentRecord) {
        self.state = record.state();
        self.deadline_at = record.deadline_at;
        self.satisfaction = record.satisfaction;
        self.result = record.result.as_deref().map(Into::into);
        let moments = [
            (StepKind::Accepted, record.accepted_at),
            (StepKind::Assigned, record.assigned_at),
            (StepKind::Receipted, record.receipted_at),
            (StepKind::Arrived, record.arrived_at),
            (StepKind::Handled, record.handled_at),
            (StepKind::Checked, record.checked_at),
            (StepKind::CalledBack, record.called_back_at),
            (StepKind::Closed, record.closed_at),
            (StepKind::Answered, record.answered_at),
        ];
        for (kind, at) in moments {
            self.set_time(kind, at);
        }
    }
}
