//! Events with their place in the ledger, and what goes into it together.

use super::{Actor, CampaignCode, CommandId, Event, IncidentCode, InspectionCode, Timestamp, WorkerCode};
use serde::{Deserialize, Serialize};

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
    /// The checklists.
    Checklist,
    /// The campaigns.
    Campaign,
}

/// What the streams of visits begin with.
const INSPECTIONS: &str = "inspection/";

impl Register {
    /// What the streams of its things begin with, before the code.
    pub fn prefix(self) -> &'static str {
        ["area/", "worker/", "camera/", "category/", "place/", "checklist/", "campaign/"][self as usize]
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
        self.incident_code_text().map(IncidentCode::from)
    }

    /// As [`Stream::incident_code`], the code's text only: a fold asks for every event of a year.
    pub fn incident_code_text(&self) -> Option<&str> {
        self.0.strip_prefix("incident/")
    }

    /// The stream of one visit.
    pub fn inspection(code: &InspectionCode) -> Self {
        Self(format!("{INSPECTIONS}{code}").into())
    }

    /// Whether this is a visit's stream.
    pub fn is_inspection(&self) -> bool {
        self.0.starts_with(INSPECTIONS)
    }

    /// The stream of the reminders of one worker in one campaign.
    pub fn reminder(campaign: &CampaignCode, worker: &WorkerCode) -> Self {
        Self(format!("reminder/{campaign}/{worker}").into())
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
            Event::ChecklistPut(checklist) => (Register::Checklist, checklist.code.as_str()),
            Event::CampaignPut(campaign) => (Register::Campaign, campaign.code.as_str()),
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
