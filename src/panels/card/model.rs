//! What the card says, as plain words.

use super::acts::Acts;
use super::course::{self, ClockLine, PartyLine};
use super::foot::Foot;
use crate::domain::{DueState, Photo, Role, State, StepKind, Timestamp, Urgency, due_state};
use crate::panels::overlay::Mark;
use crate::panels::text::{Key, desk_words, format, shown, text, words};
use crate::picture::{IncidentRow, Reason, Standpoint};
use crate::seat::{Hidden, Lang, Seat};

/// How pressing the deadline strip looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pressure {
    /// Time is left, or nothing runs.
    None,
    /// The last fifth of the time.
    Soon,
    /// Overdue, or of the highest urgency: red.
    Act,
}

/// The deadline's strip.
pub(crate) struct Strip {
    pub(crate) words: String,
    pub(crate) note: String,
    pub(crate) pressure: Pressure,
    /// How much of the time is over, 0 to 1.
    pub(crate) share: f32,
}

/// One step of the trace.
pub(crate) struct StepLine {
    pub(crate) time: String,
    pub(crate) kind: &'static str,
    pub(crate) note: String,
}

/// One candidate.
pub(crate) struct CandidateLine {
    pub(crate) name: String,
    pub(crate) role: String,
    /// Why it stands where it stands, in a word or two; empty where by arrival alone.
    pub(crate) stands: String,
    pub(crate) reasons: String,
    pub(crate) distance: String,
    pub(crate) arrival: String,
}

/// One camera near by.
pub(crate) struct CameraLine {
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) distance: String,
    pub(crate) state: &'static str,
    pub(crate) is_online: bool,
}

/// The whole card.
pub(crate) struct Model {
    pub(crate) lang: Lang,
    pub(crate) mark: Mark,
    pub(crate) title: String,
    pub(crate) urgency: &'static str,
    pub(crate) state: &'static str,
    pub(crate) code: String,
    pub(crate) strip: Strip,
    /// Label and words: place, agency, upstream.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) clocks: Vec<ClockLine>,
    pub(crate) parties: Vec<PartyLine>,
    pub(crate) photos: Vec<Photo>,
    pub(crate) steps: Vec<StepLine>,
    /// Whether the whole trace is wanted, in the place of people and cameras.
    pub(crate) whole_trace: bool,
    pub(crate) shows_people: bool,
    pub(crate) nobody: &'static str,
    pub(crate) candidates: Vec<CandidateLine>,
    pub(crate) left_out: Vec<String>,
    pub(crate) cameras: Vec<CameraLine>,
    pub(crate) acts: Acts,
    pub(crate) foot: Foot,
}

impl Model {
    pub(crate) fn of(seat: &Seat, incident: u32) -> Self {
        let lang = seat.lang;
        let row = seat.picture.incidents.row(incident);
        let acts = Acts::of(seat, incident);
        let whole_trace = seat.work.whole_trace;
        // A form takes the place of whom to send: the one thing that is being done.
        let form = seat.work.form.as_ref().is_some_and(|form| form.targets == [incident]);
        // So does the list of all acts, which wants the room.
        let all_acts = seat.work.all_acts;
        let shows_people = row.state.is_handling() && !whole_trace && !form && !all_acts;
        let nobody = if row.at.is_none() { Key::NoPlace } else { Key::NoCandidates };
        Self {
            lang,
            mark: Mark::of(&seat.picture, row),
            title: shown::title(seat, row).into_owned(),
            urgency: words::urgency(lang, row.urgency),
            state: words::state(lang, row.state),
            code: row.code.to_string(),
            strip: strip(seat, row),
            facts: facts(seat, row).into_iter().chain(course::facts(seat, row)).collect(),
            clocks: course::clocks(seat, row),
            parties: course::parties(seat, row.course.as_deref()),
            photos: seat.photos(incident).into_iter().cloned().collect(),
            steps: steps(seat, row),
            whole_trace,
            shows_people,
            nobody: text(lang, nobody),
            candidates: if shows_people { candidates(seat) } else { Vec::new() },
            left_out: if shows_people { left_out(seat) } else { Vec::new() },
            cameras: if whole_trace || form || all_acts || seat.hides(Hidden::Cameras) {
                Vec::new()
            } else {
                cameras(seat)
            },
            foot: Foot::of(seat, incident, &acts),
            acts,
        }
    }
}

fn strip(seat: &Seat, row: &IncidentRow) -> Strip {
    let lang = seat.lang;
    let Some(deadline) = row.due_at().or(row.deadline_at) else { return before_deadline(seat, row) };
    if !row.state.is_handling() {
        let handled = row.time(StepKind::Handled);
        let key = if handled.is_some_and(|at| at > deadline) { Key::HandledLate } else { Key::HandledInTime };
        let words = match handled {
            Some(_) => text(lang, key).into(),
            None => words::state(lang, row.state).into(),
        };
        return Strip { words, note: until(seat, deadline), pressure: Pressure::None, share: 1.0 };
    }
    running(seat, row, (row.due_since(), deadline), "")
}

/// What stands there before the deadline is set, which is when it is accepted: the clock that runs until then.
fn before_deadline(seat: &Seat, row: &IncidentRow) -> Strip {
    if let Some(clock) = row.clocks().min_by_key(|clock| clock.due_at) {
        let label = format!("{} ", desk_words::phase(seat.lang, clock.phase));
        return running(seat, row, (clock.since, clock.due_at), &label);
    }
    let key = if row.state == State::Reported { Key::DeadlineOnceAccepted } else { Key::NoDeadline };
    Strip { words: text(seat.lang, key).into(), note: String::new(), pressure: Pressure::None, share: 0.0 }
}

/// `15:02:35 到期`
fn until(seat: &Seat, deadline: Timestamp) -> String {
    let until = words::moment(seat.lang, deadline, seat.now, seat.picture.tallies.zone());
    match seat.lang {
        Lang::Zh => format!("{until} {}", text(seat.lang, Key::Deadline)),
        Lang::En => format!("{} {until}", text(seat.lang, Key::Deadline)),
    }
}

/// A clock that runs: how much of it is left, behind what it is for.
fn running(seat: &Seat, row: &IncidentRow, (since, deadline): (Timestamp, Timestamp), label: &str) -> Strip {
    let lang = seat.lang;
    let left_secs = deadline.secs_since(seat.now);
    let share = 1.0 - left_secs as f32 / deadline.secs_since(since).max(1) as f32;
    let pressure = match due_state(since, deadline, seat.now) {
        DueState::Overdue => Pressure::Act,
        _ if row.urgency == Urgency::U1 => Pressure::Act,
        DueState::DueSoon => Pressure::Soon,
        DueState::Fine => Pressure::None,
    };
    let words = if left_secs < 0 { format::overdue(lang, -left_secs) } else { format::remaining(lang, left_secs) };
    let words = if seat.replay.is_on() { format!("{}{words}", text(lang, Key::AtThatMoment)) } else { words };
    Strip { words: format!("{label}{words}"), note: until(seat, deadline), pressure, share: share.clamp(0.0, 1.0) }
}

/// Place by its chain of areas and its words, agency and person, the number above us.
fn facts(seat: &Seat, row: &IncidentRow) -> Vec<(&'static str, String)> {
    let (lang, picture) = (seat.lang, &seat.picture);
    let mut facts = Vec::new();
    let mut place = row.grid.map(|grid| words::chain(picture, grid)).unwrap_or_default();
    if !row.address.is_empty() && !row.confidential {
        // Addresses often begin with the town, which the chain has said.
        let said = place.first().map_or("", String::as_str);
        place.push(seat.shown(row.address.strip_prefix(said).unwrap_or(&row.address)).into_owned());
    }
    if !place.is_empty() {
        facts.push((text(lang, Key::Place), place.join(" · ")));
    }
    if let Some(worker) = answerable(seat, row) {
        let (name, state) = (shown::worker(seat, worker), words::worker_state(seat, picture.workers.row(worker)));
        facts.push((text(lang, Key::Answerable), format!("{name} · {state}")));
    }
    let agency = row.agency.map(|a| picture.agencies.name(a).to_string());
    let sent = row.worker.map(|worker| {
        let phone = seat.phone_shown(worker).unwrap_or_default();
        format!("{} {} {phone}", text(lang, Key::Sent), shown::worker(seat, worker)).trim_end().to_owned()
    });
    let agency = agency.unwrap_or_else(|| text(lang, Key::Unassigned).into());
    facts.push((text(lang, Key::Agency), [Some(agency), sent].into_iter().flatten().collect::<Vec<_>>().join(" · ")));
    if let Some(number) = &row.upstream_number {
        facts.push((text(lang, Key::Upstream), number.to_string()));
    }
    facts
}

/// The grid worker who answers for the place: the grid's chief, else whoever has it as home.
fn answerable(seat: &Seat, row: &IncidentRow) -> Option<u32> {
    let grid = row.grid?;
    let workers = seat.picture.workers.rows();
    let of_grid = (0..).zip(workers).filter(|(_, worker)| worker.home == Some(grid) && !worker.retired);
    of_grid.min_by_key(|(number, worker)| (worker.worker.role != Role::GridChief, *number)).map(|(number, _)| number)
}

fn steps(seat: &Seat, row: &IncidentRow) -> Vec<StepLine> {
    let lang = seat.lang;
    let zone = seat.picture.tallies.zone();
    let line = |step: crate::domain::Step| {
        let by = shown::actor(seat, &step.by);
        let said = match step.kind {
            StepKind::Reported => words::source(lang, row.source).to_owned(),
            StepKind::CalledBack => {
                row.satisfaction.map(|answer| words::satisfaction(lang, answer).to_owned()).unwrap_or_default()
            }
            _ => seat.shown(&step.note).into_owned(),
        };
        let parts = [said, by];
        let note: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        StepLine {
            time: words::moment(seat.lang, step.at, seat.now, zone),
            kind: words::step(lang, step.kind),
            note: note.join(" · "),
        }
    };
    row.steps().into_iter().map(line).collect()
}

fn candidates(seat: &Seat) -> Vec<CandidateLine> {
    let lang = seat.lang;
    let line = |(place, candidate): (usize, &crate::picture::Candidate)| {
        let row = seat.picture.workers.row(candidate.worker);
        let agency = row.worker.agency.as_ref().map(|agency| agency.as_str());
        let stands = match &candidate.stands {
            _ if place > 0 && place == seat.chosen && !seat.has_chosen() => words::was_first(lang).to_owned(),
            stands => words::standpoint(lang, stands),
        };
        let is_said = |reason: &&Reason| candidate.stands == Standpoint::Ahead((*reason).clone());
        let others = candidate.reasons.iter().filter(|reason| !is_said(reason));
        let mut reasons: Vec<String> = others.map(|r| words::reason(lang, r)).collect();
        // Recommended people are free: it is why they are here. The fix's age stays last.
        let free = reasons.len().saturating_sub(1);
        reasons.insert(free, text(lang, Key::Free).into());
        CandidateLine {
            name: shown::worker(seat, candidate.worker),
            // Where names are hidden that is what they are called by.
            role: match agency {
                _ if seat.hides(Hidden::Names) => String::new(),
                Some(agency) => agency.to_owned(),
                None => words::role(lang, row.worker.role).to_owned(),
            },
            stands,
            reasons: reasons.join(" · "),
            distance: format::distance(lang, candidate.distance_m),
            arrival: format::arrival(lang, candidate.eta_secs),
        }
    };
    seat.recommendation.candidates.iter().enumerate().map(line).collect()
}

fn left_out(seat: &Seat) -> Vec<String> {
    let lang = seat.lang;
    let one = |left: &crate::picture::LeftOut| {
        let name = shown::worker(seat, left.worker);
        format!("{name} {} {}", format::distance(lang, left.distance_m), words::why_not(lang, &left.why))
    };
    seat.recommendation.left_out.iter().map(one).collect()
}

fn cameras(seat: &Seat) -> Vec<CameraLine> {
    let line = |(number, metres): &(u32, f64)| {
        let camera = &seat.picture.cameras.rows()[*number as usize];
        CameraLine {
            number: *number,
            name: shown::camera(seat, *number),
            distance: format::distance(seat.lang, *metres),
            state: words::camera_state(seat.lang, camera.state),
            is_online: camera.state == crate::domain::CameraState::Online,
        }
    };
    seat.recommendation.cameras.iter().map(line).collect()
}
