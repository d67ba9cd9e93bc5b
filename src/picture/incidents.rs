//! The matters: each a row that says how far the loop has carried it.

use super::Picture;
use super::register::index_at;
use crate::domain::{
    Actor, CallBack, Difficulty, Event, IncidentCode, IncidentFile, IncidentRecord, LonLat, Nature, Recorded, Source,
    Standing, State, Step, StepKind, Timestamp, Urgency,
};
use crate::spatial::PointIndex;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

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
    /// Its trace, step by step, for what happened under our eyes.
    pub trace: Vec<Step>,
    /// Seconds of each moment in `TIMES`.
    times: [i64; TIMES.len()],
    /// The row of the finest area that it lies in.
    #[serde(skip)]
    pub grid: Option<u32>,
    /// The row of the town that it lies in.
    #[serde(skip)]
    pub town: Option<u32>,
}

impl IncidentRow {
    fn new(code: IncidentCode) -> Self {
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
            trace: Vec::new(),
            times: [NEVER; TIMES.len()],
            grid: None,
            town: None,
        }
    }

    /// When a step of this kind last happened.
    pub fn time(&self, kind: StepKind) -> Option<Timestamp> {
        let place = TIMES.iter().position(|k| *k == kind)?;
        Some(self.times[place]).filter(|secs| *secs != NEVER).map(Timestamp)
    }

    fn set_time(&mut self, kind: StepKind, at: Option<Timestamp>) {
        if let Some(place) = TIMES.iter().position(|k| *k == kind) {
            self.times[place] = at.map_or(NEVER, |at| at.0);
        }
    }

    /// When it was reported.
    pub fn reported_at(&self) -> Timestamp {
        self.time(StepKind::Reported).unwrap_or_default()
    }

    /// Whether a person who was sent is still busy with it.
    pub fn holds_worker(&self) -> bool {
        matches!(self.state, State::Assigned | State::Receipted | State::OnScene)
    }

    /// Whether its handling deadline has passed at `now` while it is not handled.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.state.is_handling() && self.deadline_at.is_some_and(|deadline| deadline < now)
    }

    /// Its steps in order: those under our eyes, or those that its imported moments tell.
    pub fn steps(&self) -> Vec<Step> {
        if !self.trace.is_empty() {
            return self.trace.clone();
        }
        let by = || Actor::System("import".into());
        let mut steps: Vec<Step> = TIMES
            .into_iter()
            .filter_map(|kind| Some(Step { kind, at: self.time(kind)?, by: by(), note: String::new() }))
            .collect();
        steps.sort_by_key(|step| step.at);
        steps
    }

    fn take_file(&mut self, file: &IncidentFile) {
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
        self.set_time(StepKind::Reported, Some(file.reported_at));
    }

    fn take_record(&mut self, record: &IncidentRecord) {
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

/// All matters.
#[derive(Debug, Default)]
pub struct Incidents {
    rows: Vec<IncidentRow>,
    by_code: HashMap<IncidentCode, u32>,
    open: BTreeSet<u32>,
    open_index: PointIndex<u32>,
    by_reported: BTreeSet<(i64, u32)>,
}

impl Incidents {
    /// How many there are.
    pub fn len(&self) -> u32 {
        self.rows.len() as u32
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All rows; a row's place is its number.
    pub fn rows(&self) -> &[IncidentRow] {
        &self.rows
    }

    /// The row with this number.
    pub fn row(&self, number: u32) -> &IncidentRow {
        &self.rows[number as usize]
    }

    pub(super) fn row_mut(&mut self, number: u32) -> &mut IncidentRow {
        &mut self.rows[number as usize]
    }

    /// The number of the matter with this code.
    pub fn number(&self, code: &IncidentCode) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The open matters, in the order in which they came to be known.
    pub fn open(&self) -> impl Iterator<Item = u32> + '_ {
        self.open.iter().copied()
    }

    /// How many are open.
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// The open, located matters, for spatial questions.
    pub fn open_index(&self) -> &PointIndex<u32> {
        &self.open_index
    }

    /// The matters reported in `from ≤ t < to`, oldest first.
    pub fn reported_between(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = u32> + '_ {
        let range = (from.0, 0)..(to.0.max(from.0), 0);
        self.by_reported.range(range).map(|(_, number)| *number)
    }

    fn ensure(&mut self, code: &IncidentCode) -> u32 {
        if let Some(number) = self.number(code) {
            return number;
        }
        let number = self.len();
        self.by_code.insert(code.clone(), number);
        self.rows.push(IncidentRow::new(code.clone()));
        number
    }

    /// Brings the lists and indexes in line with a row that may have changed.
    fn relist(&mut self, number: u32, reported_before: Option<Timestamp>) {
        let row = &self.rows[number as usize];
        if let Some(before) = reported_before {
            self.by_reported.remove(&(before.0, number));
        }
        self.by_reported.insert((row.reported_at().0, number));
        if row.state.is_open() {
            self.open.insert(number);
        } else {
            self.open.remove(&number);
        }
        match row.at.filter(|_| row.state.is_open()) {
            Some(at) => index_at(&mut self.open_index, number, at),
            None => {
                self.open_index.remove(number);
            }
        }
    }

    pub(super) fn restore(rows: Vec<IncidentRow>) -> Self {
        let numbered = || (0u32..).zip(&rows);
        let by_code = numbered().map(|(number, row)| (row.code.clone(), number)).collect();
        let open: BTreeSet<u32> = numbered().filter(|(_, row)| row.state.is_open()).map(|(n, _)| n).collect();
        let located = open.iter().filter_map(|number| Some((*number, rows[*number as usize].at?)));
        let open_index = PointIndex::build(located);
        let by_reported = numbered().map(|(number, row)| (row.reported_at().0, number)).collect();
        Self { rows, by_code, open, open_index, by_reported }
    }
}

impl Picture {
    /// What a decision needs to know of the matter with this number.
    pub fn standing(&self, number: u32) -> Standing {
        let row = self.incidents.row(number);
        Standing {
            version: row.version,
            state: row.state,
            category: row.category.map(|c| self.categories.rows()[c as usize].code.clone()),
            urgency: row.urgency,
            difficulty: row.difficulty,
            agency: row.agency.map(|a| self.agencies.name(a).clone()),
            worker: row.worker.map(|w| self.workers.row(w).worker.code.clone()),
            delivered: row.time(StepKind::Delivered).is_some(),
            verified: row.time(StepKind::Checked).is_some() || row.time(StepKind::CalledBack).is_some(),
            handled_by: row.handled_by.clone(),
        }
    }
}

/// Applies one matter's event to its row and answers the row's number.
pub(super) fn apply(picture: &mut Picture, code: &IncidentCode, recorded: &Recorded) -> u32 {
    let known = picture.incidents.number(code).is_some();
    let number = picture.incidents.ensure(code);
    let reported_before = known.then(|| picture.incidents.row(number).reported_at());
    picture.incidents.row_mut(number).version = recorded.version;
    match &recorded.event {
        Event::Reported(file) => {
            let category = file.category.as_ref().map(|code| picture.categories.ensure(code));
            let agency = category.and_then(|c| picture.categories.rows()[c as usize].agency.clone());
            let agency = agency.map(|name| picture.agencies.ensure(&name));
            let row = picture.incidents.row_mut(number);
            row.take_file(file);
            (row.category, row.agency) = (category, agency);
            row.trace.push(step(StepKind::Reported, recorded, String::new()));
        }
        Event::IncidentImported(record) => import(picture, number, record),
        event => step_on(picture, number, event, recorded),
    }
    picture.incidents.relist(number, reported_before);
    number
}

fn import(picture: &mut Picture, number: u32, record: &IncidentRecord) {
    let category = record.file.category.as_ref().map(|code| picture.categories.ensure(code));
    let category_agency = category.and_then(|c| picture.categories.rows()[c as usize].agency.clone());
    let agency = record.agency.clone().or(category_agency).map(|name| picture.agencies.ensure(&name));
    let worker = record.worker.as_ref().map(|code| picture.workers.ensure(code));
    let row = picture.incidents.row_mut(number);
    row.take_file(&record.file);
    row.take_record(record);
    (row.category, row.agency, row.worker) = (category, agency, worker);
}

/// One step of the loop.
fn step_on(picture: &mut Picture, number: u32, event: &Event, recorded: &Recorded) {
    let (kind, state, note) = match event {
        Event::Accepted { category, urgency, difficulty, deadline_at } => {
            let category = category.as_ref().map(|code| picture.categories.ensure(code));
            let row = picture.incidents.row_mut(number);
            row.category = category.or(row.category);
            (row.urgency, row.difficulty, row.deadline_at) = (*urgency, *difficulty, Some(*deadline_at));
            (StepKind::Accepted, Some(State::Accepted), String::new())
        }
        Event::Assigned { agency, worker, .. } => {
            let agency = agency.as_ref().map(|name| picture.agencies.ensure(name));
            let sent = worker.as_ref().map(|code| picture.workers.ensure(code));
            let row = picture.incidents.row_mut(number);
            row.agency = agency.or(row.agency);
            row.worker = sent;
            forget_order(row);
            (StepKind::Assigned, Some(State::Assigned), assigned_note(picture, number))
        }
        Event::Delivered => (StepKind::Delivered, None, String::new()),
        Event::Receipted => (StepKind::Receipted, Some(State::Receipted), String::new()),
        Event::Arrived => (StepKind::Arrived, Some(State::OnScene), String::new()),
        Event::Handled { result } => {
            let row = picture.incidents.row_mut(number);
            row.result = Some(result.as_str().into());
            row.handled_by = Some(recorded.by.clone());
            row.set_time(StepKind::Checked, None);
            row.set_time(StepKind::CalledBack, None);
            (StepKind::Handled, Some(State::Handled), result.clone())
        }
        Event::Checked { passed } => {
            (StepKind::Checked, (!passed).then_some(State::Assigned), if *passed { "✓" } else { "✗" }.into())
        }
        Event::CalledBack { answer } => {
            picture.incidents.row_mut(number).satisfaction = Some(*answer);
            let again = *answer == CallBack::Unsatisfied;
            (StepKind::CalledBack, again.then_some(State::Assigned), String::new())
        }
        Event::Closed => (StepKind::Closed, Some(State::Closed), String::new()),
        Event::Recalled { .. } => {
            let note = assigned_note(picture, number);
            let row = picture.incidents.row_mut(number);
            row.worker = None;
            forget_order(row);
            (StepKind::Recalled, Some(State::Accepted), note)
        }
        Event::Reassigned { to, .. } => {
            let sent = picture.workers.ensure(to);
            let row = picture.incidents.row_mut(number);
            row.worker = Some(sent);
            forget_order(row);
            (StepKind::Reassigned, Some(State::Assigned), assigned_note(picture, number))
        }
        _ => return,
    };
    let row = picture.incidents.row_mut(number);
    row.state = state.unwrap_or(row.state);
    // A reassignment is an assignment that happened later.
    let moment = if kind == StepKind::Reassigned { StepKind::Assigned } else { kind };
    row.set_time(moment, Some(recorded.at));
    if row.trace.is_empty() {
        // The trace begins under our eyes: what an import told of the past stands before it.
        row.trace = row.steps().into_iter().filter(|s| s.kind != moment || s.at != recorded.at).collect();
    }
    row.trace.push(step(kind, recorded, note));
}

/// A new order begins without its delivery, receipt and arrival.
fn forget_order(row: &mut IncidentRow) {
    for kind in [StepKind::Delivered, StepKind::Receipted, StepKind::Arrived] {
        row.set_time(kind, None);
    }
}

/// Whom an order concerns: "城管局 · 张伟".
fn assigned_note(picture: &Picture, number: u32) -> String {
    let row = picture.incidents.row(number);
    let agency = row.agency.map(|a| picture.agencies.name(a).as_str());
    let worker = row.worker.map(|w| picture.workers.row(w).worker.name.as_str());
    [agency, worker].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn step(kind: StepKind, recorded: &Recorded, note: String) -> Step {
    Step { kind, at: recorded.at, by: recorded.by.clone(), note }
}
