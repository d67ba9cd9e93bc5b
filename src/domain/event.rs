//! Events: what has happened. They are never edited and never deleted.

use super::{
    AgencyName, Alarm, Area, AreaLevel, Ask, CallBack, Camera, Category, CategoryCode, Clock, CommandId, Difficulty,
    IncidentCode, IncidentFile, IncidentRecord, Mediation, Photo, Place, Request, Service, StepKind, Summons,
    SupervisionStep, Timestamp, Urgency, Worker, WorkerCode,
};
use serde::{Deserialize, Serialize};

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody in the hall, by name.
    Officer(String),
    /// A worker in the field.
    Worker(WorkerCode),
    /// An agency's desk.
    Agency(AgencyName),
    /// A part of the program or of another one: a feed, an import.
    System(String),
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The register has this area, new or changed.
    AreaPut(Area),
    /// The register has this worker, new or changed.
    WorkerPut(Worker),
    /// The register has this camera, new or changed.
    CameraPut(Camera),
    /// The catalogue has this category, new or changed.
    CategoryPut(Category),
    /// The register has this place, new or changed.
    PlacePut(Place),
    /// A register no longer has this thing.
    Retired {
        /// The register.
        register: Register,
        /// The thing's code.
        code: String,
        /// Since when it is gone.
        from: Timestamp,
    },
    /// A matter came in with its history from another system, new or told anew.
    IncidentImported(Box<IncidentRecord>),
    /// A matter was reported.
    Reported(Box<IncidentFile>),
    /// It was taken in.
    Accepted {
        /// Its category.
        category: Option<CategoryCode>,
        /// Its urgency.
        urgency: Urgency,
        /// Its difficulty.
        difficulty: Difficulty,
        /// By when it must be handled.
        deadline_at: Timestamp,
        /// How that was counted; none where an earlier program recorded it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock: Option<Clock>,
    },
    /// It was assigned.
    Assigned {
        /// The agency that answers for it.
        agency: Option<AgencyName>,
        /// The person who goes.
        worker: Option<WorkerCode>,
        /// What the person reads.
        message: String,
    },
    /// The order reached the person's phone.
    Delivered,
    /// The person has it.
    Receipted,
    /// The person arrived.
    Arrived,
    /// It was handled.
    Handled {
        /// What was done.
        result: String,
    },
    /// It was looked at on site.
    Checked {
        /// Whether it really is done; if not, it goes back to the agency.
        passed: bool,
    },
    /// The citizen was called back.
    CalledBack {
        /// What the citizen said; "not satisfied" sends it back to the agency.
        answer: CallBack,
    },
    /// It was closed.
    Closed,
    /// The order was taken back before it was receipted.
    Recalled {
        /// Who had been sent.
        worker: Option<WorkerCode>,
    },
    /// Another person goes.
    Reassigned {
        /// Who had been sent.
        from: Option<WorkerCode>,
        /// Who goes now.
        to: WorkerCode,
        /// What the person reads.
        message: String,
    },
    /// A clock began to run.
    ClockSet(Clock),
    /// It was not taken in (不予受理).
    Declined {
        /// Why.
        reason: String,
        /// Where to go with it instead.
        go_to: String,
    },
    /// It was answered at once (直接答复).
    Answered {
        /// What was answered.
        text: String,
    },
    /// Who found it settled it there and then (自办自结).
    SettledOnSpot {
        /// What was done.
        result: String,
        /// Photos before and after.
        photos: Vec<Photo>,
    },
    /// It was passed on to 110, 119 or 120 (转办).
    PassedOn {
        /// Where to.
        service: Service,
        /// What was said there.
        note: String,
    },
    /// The order went back to the platform above us.
    ReturnedUp {
        /// Why.
        reason: String,
    },
    /// It is told under another number (并案).
    Merged {
        /// The other matter.
        into: IncidentCode,
    },
    /// It has its own number again.
    Unmerged {
        /// The other matter.
        from: IncidentCode,
    },
    /// Another report of the same was merged into this one.
    Joined {
        /// The other report.
        report: IncidentCode,
    },
    /// Another report turned out to be another matter.
    Parted {
        /// The other report.
        report: IncidentCode,
    },
    /// It was raised (上报) or passed down (下派).
    LevelMoved {
        /// The level that held it.
        from: AreaLevel,
        /// The level that holds it now.
        to: AreaLevel,
        /// Why.
        reason: String,
        /// By when that level must do something with it.
        clock: Option<Clock>,
    },
    /// Somebody asked for a return, more time or a standstill.
    Asked(Request),
    /// That was granted.
    Granted {
        /// What.
        ask: Ask,
        /// The handling deadline from now on, where it moves.
        deadline_at: Option<Timestamp>,
        /// How that was counted.
        clock: Option<Clock>,
    },
    /// It was not.
    Denied {
        /// Why.
        reason: String,
    },
    /// The handling clock goes on before its time.
    Resumed {
        /// By when it must be handled now.
        deadline_at: Timestamp,
        /// How that was counted.
        clock: Option<Clock>,
    },
    /// Those who answer for it were reminded (催办).
    Reminded {
        /// In which words.
        text: String,
    },
    /// A leader wrote a note on it (批示).
    Noted {
        /// The note.
        text: String,
    },
    /// Agencies were summoned (吹哨).
    Summoned(Box<Summons>),
    /// The summons was allowed.
    SummonsAllowed {
        /// By when the agencies must report in.
        due_at: Timestamp,
    },
    /// The summons was not allowed.
    SummonsDenied {
        /// Why.
        reason: String,
    },
    /// A summoned agency reported in (报到).
    ReportedIn {
        /// Which.
        agency: AgencyName,
    },
    /// A summoned agency gave its result.
    JointResult {
        /// Which.
        agency: AgencyName,
        /// What it did.
        result: String,
    },
    /// Those summoned who had given no result were let go.
    SummonsEnded {
        /// Why.
        reason: String,
    },
    /// A town called for the county (镇呼区应).
    Escalated {
        /// What the town can't settle itself.
        reason: String,
        /// By when the county must answer.
        clock: Clock,
    },
    /// The town rated the county's answer.
    Rated {
        /// What it says.
        rating: CallBack,
    },
    /// It came under supervision, or supervision went a step further (督办).
    Supervised {
        /// The step.
        step: SupervisionStep,
        /// What the notice says.
        text: String,
        /// By when it must have helped.
        clock: Clock,
    },
    /// It was criticised in public (通报).
    Criticised {
        /// What was said.
        text: String,
    },
    /// Supervision was lifted.
    SupervisionLifted {
        /// Why.
        reason: String,
    },
    /// A dispute went on to its next phase.
    Mediated {
        /// The phase.
        phase: Mediation,
        /// What was said.
        text: String,
    },
    /// It was found out and reported back (查明反馈).
    ReportedBack {
        /// What was found.
        text: String,
    },
    /// It must be handled again: the check or the citizen said no.
    Reworked {
        /// The agency that must; none where a person was sent or nobody is named.
        agency: Option<AgencyName>,
        /// By when.
        deadline_at: Timestamp,
        /// How that was counted.
        clock: Clock,
    },
    /// Photos came.
    Attached {
        /// The photos.
        photos: Vec<Photo>,
    },
    /// What had ended goes on.
    Reopened {
        /// Why.
        reason: String,
        /// By when it must be handled.
        deadline_at: Timestamp,
        /// How that was counted.
        clock: Clock,
    },
    /// A clock was raised as due soon or overdue.
    Alarmed(Alarm),
}

impl Event {
    /// The step of a matter's trace that this is; none for registers, imports and clocks.
    pub fn step(&self) -> Option<StepKind> {
        Some(match self {
            Event::AreaPut(_)
            | Event::WorkerPut(_)
            | Event::CameraPut(_)
            | Event::CategoryPut(_)
            | Event::PlacePut(_)
            | Event::Retired { .. }
            | Event::IncidentImported(_)
            | Event::ClockSet(_)
            | Event::Reworked { .. } => return None,
            Event::Reported(_) => StepKind::Reported,
            Event::Accepted { .. } => StepKind::Accepted,
            Event::Assigned { .. } => StepKind::Assigned,
            Event::Delivered => StepKind::Delivered,
            Event::Receipted => StepKind::Receipted,
            Event::Arrived => StepKind::Arrived,
            Event::Handled { .. } => StepKind::Handled,
            Event::Checked { .. } => StepKind::Checked,
            Event::CalledBack { .. } => StepKind::CalledBack,
            Event::Closed => StepKind::Closed,
            Event::Recalled { .. } => StepKind::Recalled,
            Event::Reassigned { .. } => StepKind::Reassigned,
            Event::Declined { .. } => StepKind::Declined,
            Event::Answered { .. } => StepKind::Answered,
            Event::SettledOnSpot { .. } => StepKind::SettledOnSpot,
            Event::PassedOn { .. } => StepKind::PassedOn,
            Event::ReturnedUp { .. } => StepKind::ReturnedUp,
            Event::Merged { .. } => StepKind::Merged,
            Event::Unmerged { .. } => StepKind::Unmerged,
            Event::Joined { .. } => StepKind::Joined,
            Event::Parted { .. } => StepKind::Parted,
            Event::LevelMoved { from, to, .. } if to < from => StepKind::Raised,
            Event::LevelMoved { .. } => StepKind::PassedDown,
            Event::Asked(request) => match request.ask {
                Ask::Return => StepKind::AskedReturn,
                Ask::Extend { .. } => StepKind::AskedExtend,
                Ask::Suspend { .. } => StepKind::AskedSuspend,
            },
            Event::Granted { .. } => StepKind::Granted,
            Event::Denied { .. } => StepKind::Denied,
            Event::Resumed { .. } => StepKind::Resumed,
            Event::Reminded { .. } => StepKind::Reminded,
            Event::Noted { .. } => StepKind::Noted,
            Event::Summoned(_) => StepKind::Summoned,
            Event::SummonsAllowed { .. } => StepKind::SummonsAllowed,
            Event::SummonsDenied { .. } => StepKind::SummonsDenied,
            Event::ReportedIn { .. } => StepKind::ReportedIn,
            Event::JointResult { .. } => StepKind::JointResult,
            Event::SummonsEnded { .. } => StepKind::SummonsEnded,
            Event::Escalated { .. } => StepKind::Escalated,
            Event::Rated { .. } => StepKind::Rated,
            Event::Supervised { .. } => StepKind::Supervised,
            Event::Criticised { .. } => StepKind::Criticised,
            Event::SupervisionLifted { .. } => StepKind::SupervisionLifted,
            Event::Mediated { .. } => StepKind::Mediated,
            Event::ReportedBack { .. } => StepKind::ReportedBack,
            Event::Attached { .. } => StepKind::Attached,
            Event::Reopened { .. } => StepKind::Reopened,
            Event::Alarmed(_) => StepKind::Alarmed,
        })
    }

    /// What was said with it or whom it concerns, short; orders and receipts have their own notes.
    pub fn words(&self) -> String {
        match self {
            Event::Handled { result } | Event::SettledOnSpot { result, .. } => result.clone(),
            Event::Checked { passed } => if *passed { "✓" } else { "✗" }.into(),
            Event::Declined { reason, go_to } => format!("{reason} → {go_to}"),
            Event::PassedOn { service, note } => format!("{} {note}", service.number()).trim_end().to_owned(),
            Event::Merged { into: code }
            | Event::Unmerged { from: code }
            | Event::Joined { report: code }
            | Event::Parted { report: code } => code.to_string(),
            Event::Asked(request) => request.reason.clone(),
            Event::Summoned(summons) => {
                summons.parties.iter().map(|party| party.agency.as_str()).collect::<Vec<_>>().join("、")
            }
            Event::ReportedIn { agency } => agency.to_string(),
            Event::JointResult { agency, result } => format!("{agency} {result}"),
            Event::Answered { text }
            | Event::Reminded { text }
            | Event::Noted { text }
            | Event::Supervised { text, .. }
            | Event::Criticised { text }
            | Event::Mediated { text, .. }
            | Event::ReportedBack { text } => text.clone(),
            Event::ReturnedUp { reason }
            | Event::LevelMoved { reason, .. }
            | Event::Denied { reason }
            | Event::SummonsDenied { reason }
            | Event::SummonsEnded { reason }
            | Event::Escalated { reason, .. }
            | Event::SupervisionLifted { reason }
            | Event::Reopened { reason, .. } => reason.clone(),
            _ => String::new(),
        }
    }
}

/// A register: things that are known by their codes, come, change and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// The territory.
    Area,
    /// The people.
    Worker,
    /// The cameras.
    Camera,
    /// The catalogue of matters.
    Category,
    /// The places.
    Place,
}

impl Register {
    /// What the streams of its things begin with, before the code.
    pub fn prefix(self) -> &'static str {
        ["area/", "worker/", "camera/", "category/", "place/"][self as usize]
    }
}

/// The thing whose history an event belongs to; events of one stream are numbered without gaps.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stream(Box<str>);

impl Stream {
    /// The stream with this text, as `as_str` gave it.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The stream of one matter.
    pub fn incident(code: &IncidentCode) -> Self {
        Self(format!("incident/{code}").into())
    }

    /// The matter whose stream this is, if it is a matter's.
    pub fn incident_code(&self) -> Option<IncidentCode> {
        self.0.strip_prefix("incident/").map(IncidentCode::from)
    }

    /// The stream that a register's event belongs to; none for a matter's event, which doesn't say
    /// which matter's it is.
    pub fn of_register(event: &Event) -> Option<Self> {
        let (register, code) = match event {
            Event::AreaPut(area) => (Register::Area, area.code.as_str()),
            Event::WorkerPut(worker) => (Register::Worker, worker.code.as_str()),
            Event::CameraPut(camera) => (Register::Camera, camera.code.as_str()),
            Event::CategoryPut(category) => (Register::Category, category.code.as_str()),
            Event::PlacePut(place) => (Register::Place, place.code.as_str()),
            Event::Retired { register, code, .. } => (*register, code.as_str()),
            _ => return None,
        };
        Some(Self(format!("{}{code}", register.prefix()).into()))
    }

    /// The stream's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An event with its place in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Its place in the whole ledger, from 1.
    pub seq: u64,
    /// Its stream.
    pub stream: Stream,
    /// Its place in its stream, from 1.
    pub version: u32,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub event: Event,
}

/// What belongs to a person and can be erased without touching the ledger's chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// The reporter's name.
    pub reporter_name: Option<String>,
    /// The reporter's number.
    pub reporter_phone: Option<String>,
    /// What the reporter said, word for word.
    pub text: Option<String>,
}

impl Personal {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.reporter_name.is_none() && self.reporter_phone.is_none() && self.text.is_none()
    }
}

/// Events that go into the ledger together or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Append {
    /// The command they follow from; the same command again is answered with the first result.
    pub command: Option<CommandId>,
    /// When they happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// The stream and version that the decision rests on; another version there refuses the whole.
    pub expected: Option<(Stream, u32)>,
    /// What happened, each to its stream, in order.
    pub events: Vec<(Stream, Event)>,
    /// Personal data of the streams named.
    pub personal: Vec<(Stream, Personal)>,
}
