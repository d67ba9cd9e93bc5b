//! The matters: each a row that says how far the loop has carried it.

use super::by_code::ByCode;
use super::incident_row::told_by;
use super::listing::Listing;
use super::similar::SimilarIndex;
use super::{IncidentRow, Picture};
use crate::domain::{
    Ask, CallBack, Course, Event, IncidentCode, IncidentRecord, Recorded, Standing, State, Step, StepKind, Timestamp,
};
use crate::spatial::PointIndex;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// So many steps the plain path takes, from the report to the answer.
const USUAL_STEPS: usize = 10;

/// All matters.
#[derive(Debug, Default)]
pub struct Incidents {
    pub(super) rows: Vec<IncidentRow>,
    /// Pictures of past moments share one table, which may name matters that they don't have yet.
    pub(super) by_code: Arc<ByCode<IncidentCode>>,
    pub(super) open: BTreeSet<u32>,
    pub(super) open_index: PointIndex,
    /// Made by the first question about them: a seat that never asks does not wait for it.
    pub(super) closed_index: OnceLock<PointIndex>,
    /// Likewise.
    pub(super) similar_index: OnceLock<SimilarIndex>,
    pub(super) by_reported: BTreeSet<(i64, u32)>,
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
        self.number_of(code.as_str())
    }

    /// The number of the matter with the code of this text.
    pub(super) fn number_of(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied().filter(|number| *number < self.len())
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
    pub fn open_index(&self) -> &PointIndex {
        &self.open_index
    }

    /// The located matters that are open no more, for spatial questions.
    pub fn closed_index(&self) -> &PointIndex {
        self.closed_index.get_or_init(|| {
            let closed = (0u32..).zip(&self.rows).filter(|(_, row)| !row.state.is_open());
            PointIndex::build(closed.filter_map(|(number, row)| Some((number, row.at?))))
        })
    }

    /// What each is about, where and when, to find those that are alike.
    pub(super) fn similar_index(&self) -> &SimilarIndex {
        self.similar_index.get_or_init(|| SimilarIndex::build(&self.rows))
    }

    /// The matters reported in `from ≤ t < to`, oldest first.
    pub fn reported_between(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = u32> + '_ {
        let range = (from.0, 0)..(to.0.max(from.0), 0);
        self.by_reported.range(range).map(|(_, number)| *number)
    }

    /// When the first of all matters was reported; none where there is none.
    pub fn first_reported_at(&self) -> Option<Timestamp> {
        self.by_reported.first().map(|(at, _)| Timestamp(*at))
    }

    fn add(&mut self, code: IncidentCode) -> u32 {
        let number = self.len();
        Arc::make_mut(&mut self.by_code).insert(code.clone(), number);
        self.rows.push(IncidentRow::new(code));
        number
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
            nature: row.nature,
            source: row.source,
            reported_at: row.reported_at(),
            deadline_at: row.deadline_at,
            last_at: row.trace.last().map_or(Timestamp(i64::MIN), |step| step.at),
            town: row.town.map(|town| self.areas.row(town).code.clone()),
            course: row.course.clone(),
        }
    }
}

/// Applies one matter's event to its row, which is the matter's `known` one or a new one, and answers the row's number.
pub(super) fn apply(picture: &mut Picture, known: Option<u32>, code: &str, recorded: &Recorded) -> u32 {
    let before = known.map(|number| Listing::of(picture.incidents.row(number)));
    let number = known.unwrap_or_else(|| picture.incidents.add(code.into()));
    follow(picture, number, recorded);
    picture.incidents.relist(number, before);
    number
}

/// Brings a matter's row on by one of its events; the lists are left behind.
pub(super) fn follow(picture: &mut Picture, number: u32, recorded: &Recorded) {
    picture.incidents.row_mut(number).version = recorded.version;
    match &recorded.event {
        Event::Reported(file) => {
            let category = file.category.as_ref().map(|code| picture.categories.ensure(code));
            let agency = category.and_then(|c| picture.categories.rows()[c as usize].agency.clone());
            let agency = agency.map(|name| picture.agencies.ensure(&name));
            let row = picture.incidents.row_mut(number);
            row.take_file(file);
            (row.category, row.agency) = (category, agency);
            row.trace.reserve_exact(USUAL_STEPS);
            row.trace.push(step(StepKind::Reported, recorded, String::new()));
        }
        Event::IncidentImported(record) => import(picture, number, record),
        event => step_on(picture, number, event, recorded),
    }
}

fn import(picture: &mut Picture, number: u32, record: &IncidentRecord) {
    let category = record.file.category.as_ref().map(|code| picture.categories.ensure(code));
    let category_agency = category.and_then(|c| picture.categories.rows()[c as usize].agency.clone());
    let agency = record.agency.clone().or(category_agency).map(|name| picture.agencies.ensure(&name));
    let worker = record.worker.as_ref().map(|code| picture.workers.ensure(code));
    let row = picture.incidents.row_mut(number);
    let before = row.course.take();
    row.take_file(&record.file);
    row.course = Course::told_anew(&record.file, before);
    row.take_record(record);
    (row.category, row.agency, row.worker) = (category, agency, worker);
    tell_trace_anew(row);
}

/// A trace that nobody added to but the timer goes on with what the other system tells: an alarm, seen or shelved,
/// carries nothing on.
fn tell_trace_anew(row: &mut IncidentRow) {
    let adds_nothing = |step: &Step| step.kind.is_of_alarms() || step.by == told_by();
    if row.trace.is_empty() || !row.trace.iter().all(adds_nothing) {
        return;
    }
    let mut alarms = std::mem::take(&mut row.trace);
    alarms.retain(|step| step.kind.is_of_alarms());
    row.trace = row.steps();
    row.trace.extend(alarms);
    row.trace.sort_by_key(|step| step.at);
}

/// One step of the loop.
fn step_on(picture: &mut Picture, number: u32, event: &Event, recorded: &Recorded) {
    let note = match plain_step(picture, number, event, recorded) {
        Some(note) => {
            follow_course(picture.incidents.row_mut(number), recorded);
            note
        }
        None => {
            step_aside(picture, number, recorded);
            event.words()
        }
    };
    let Some(kind) = event.step() else { return };
    let row = picture.incidents.row_mut(number);
    let moment = match kind {
        // A reassignment is an assignment that happened later; what is settled on the spot is handled.
        StepKind::Reassigned => StepKind::Assigned,
        StepKind::SettledOnSpot => StepKind::Handled,
        kind => kind,
    };
    row.set_time(moment, Some(recorded.at));
    if row.trace.is_empty() {
        // The trace begins under our eyes: what an import told of the past stands before it.
        row.trace = row.steps().into_iter().filter(|s| s.kind != moment || s.at != recorded.at).collect();
    }
    row.trace.push(step(kind, recorded, note));
}

/// A step of the plain path, and its note; none where it is no such step.
fn plain_step(picture: &mut Picture, number: u32, event: &Event, recorded: &Recorded) -> Option<String> {
    let (state, note) = match event {
        Event::Accepted { category, urgency, difficulty, deadline_at, .. } => {
            let category = category.as_ref().map(|code| picture.categories.ensure(code));
            let row = picture.incidents.row_mut(number);
            row.category = category.or(row.category);
            (row.urgency, row.difficulty, row.deadline_at) = (*urgency, *difficulty, Some(*deadline_at));
            (Some(State::Accepted), String::new())
        }
        Event::Assigned { agency, worker, .. } => {
            let agency = agency.as_ref().map(|name| picture.agencies.ensure(name));
            let sent = worker.as_ref().map(|code| picture.workers.ensure(code));
            let row = picture.incidents.row_mut(number);
            row.agency = agency.or(row.agency);
            row.worker = sent;
            forget_order(row);
            (Some(State::Assigned), assigned_note(picture, number))
        }
        Event::Delivered | Event::ClockSet(_) => (None, String::new()),
        Event::Receipted => (Some(State::Receipted), String::new()),
        Event::Arrived => (Some(State::OnScene), String::new()),
        Event::Handled { result } => {
            take_result(picture.incidents.row_mut(number), result, recorded);
            (Some(State::Handled), result.clone())
        }
        Event::Checked { passed } => ((!passed).then_some(State::Assigned), event.words()),
        Event::CalledBack { answer } => {
            picture.incidents.row_mut(number).satisfaction = Some(*answer);
            let again = *answer == CallBack::Unsatisfied;
            (again.then_some(State::Assigned), String::new())
        }
        Event::Closed => (Some(State::Closed), String::new()),
        Event::Recalled { .. } => {
            let note = assigned_note(picture, number);
            let row = picture.incidents.row_mut(number);
            row.worker = None;
            forget_order(row);
            (Some(State::Accepted), note)
        }
        Event::Reassigned { to, .. } => {
            let sent = picture.workers.ensure(to);
            let row = picture.incidents.row_mut(number);
            row.worker = Some(sent);
            forget_order(row);
            (Some(State::Assigned), assigned_note(picture, number))
        }
        _ => return None,
    };
    let row = picture.incidents.row_mut(number);
    row.state = state.unwrap_or(row.state);
    Some(note)
}

/// What was done, and by whom; check and call back begin anew.
fn take_result(row: &mut IncidentRow, result: &str, recorded: &Recorded) {
    row.result = Some(result.into());
    row.handled_by = Some(recorded.by.clone());
    row.set_time(StepKind::Checked, None);
    row.set_time(StepKind::CalledBack, None);
}

/// Keeps what stands beside the state in line with a step that moves nothing but the state.
fn follow_course(row: &mut IncidentRow, recorded: &Recorded) {
    if row.course.is_none() && !Course::begins_with(&recorded.event) {
        return;
    }
    let mut course = row.course.take().unwrap_or_default();
    course.follow(&mut Standing::default(), &recorded.event, recorded.at, &recorded.by);
    row.course = Some(course);
}

/// Any other step: the domain says what it does to the matter's standing, and the row takes that over.
fn step_aside(picture: &mut Picture, number: u32, recorded: &Recorded) {
    let mut standing = picture.standing(number);
    standing.follow(recorded);
    let agency = standing.agency.as_ref().map(|name| picture.agencies.ensure(name));
    let worker = standing.worker.as_ref().map(|code| picture.workers.ensure(code));
    let row = picture.incidents.row_mut(number);
    (row.state, row.agency, row.worker) = (standing.state, agency, worker);
    (row.deadline_at, row.handled_by, row.course) = (standing.deadline_at, standing.handled_by, standing.course);
    match &recorded.event {
        Event::Granted { ask: Ask::Return, .. } => forget_order(row),
        Event::SettledOnSpot { result, .. } => take_result(row, result, recorded),
        Event::Answered { text } => row.result = Some(text.as_str().into()),
        Event::Reopened { .. } => {
            use StepKind::{Answered, CalledBack, Checked, Closed, Handled};
            [Handled, Checked, CalledBack, Closed, Answered].into_iter().for_each(|kind| row.set_time(kind, None));
            forget_order(row);
        }
        _ => {}
    }
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
