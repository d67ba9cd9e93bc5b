//! Events: what has happened. They are never edited and never deleted.

use super::{
    AgencyName, Area, CallBack, Camera, Category, CategoryCode, CommandId, Difficulty, IncidentCode, IncidentFile,
    IncidentRecord, Place, Timestamp, Urgency, Worker, WorkerCode,
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
