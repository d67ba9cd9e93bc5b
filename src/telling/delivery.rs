//! What stands in an outbox: notices on their way and how far each is, where the outbox stands, how its endpoints are.

use crate::domain::{IncidentCode, Recorded, Stream, Timestamp};
use serde::Serialize;

/// How far a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits: for its turn, or to be tried again.
    Queued,
    /// It is under way; nobody has answered yet.
    Sent,
    /// It was taken.
    Delivered,
    /// It was given up.
    Failed,
}

impl DeliveryState {
    /// All states.
    pub const ALL: [DeliveryState; 4] =
        [DeliveryState::Queued, DeliveryState::Sent, DeliveryState::Delivered, DeliveryState::Failed];

    /// Its name, as the file and the command line spell it.
    pub fn name(self) -> &'static str {
        ["queued", "sent", "delivered", "failed"][self as usize]
    }

    /// The state of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Where an outbox stands in a ledger's stream: at an event, known by more than its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The event's place; 0 before the first.
    pub seq: u64,
    /// Its stream.
    pub stream: String,
    /// When it happened.
    pub at: Timestamp,
}

impl Place {
    /// Before the first event.
    pub const START: Place = Place { seq: 0, stream: String::new(), at: Timestamp(0) };

    /// At this event.
    pub fn of(recorded: &Recorded) -> Self {
        Self { seq: recorded.seq, stream: recorded.stream.as_str().to_owned(), at: recorded.at }
    }

    /// Whether the event at this place of a ledger is the one that was there.
    pub fn is(&self, recorded: &Recorded) -> bool {
        self.seq == recorded.seq && self.at == recorded.at && Stream::new(self.stream.as_str()) == recorded.stream
    }
}

/// A notice on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its place in the queue.
    pub nr: i64,
    /// Its number, which receivers know it by.
    pub id: String,
    /// What goes out.
    pub body: String,
    /// How often it was sent before.
    pub tries: u32,
}

/// A notice as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its number.
    pub id: String,
    /// The event's place in the ledger.
    pub seq: u64,
    /// How far it is.
    pub state: DeliveryState,
    /// Where it goes.
    pub endpoint: String,
    /// Who is told.
    pub to: String,
    /// Its kind.
    pub kind: String,
    /// The matter.
    pub incident: IncidentCode,
    /// How often it was sent.
    pub tries: u32,
    /// How often somebody asked for it to be tried again.
    pub retried: u32,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it came into its state.
    pub changed_at: Timestamp,
    /// When it is tried next; only of one that waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    /// What was answered last.
    pub last_answer: String,
    /// What goes out.
    #[serde(skip)]
    pub body: String,
}

/// How many notices are how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// They wait.
    pub queued: u64,
    /// They are under way.
    pub sent: u64,
    /// They were taken.
    pub delivered: u64,
    /// They were given up.
    pub failed: u64,
    /// No endpoint takes them; they were never queued.
    pub untaken: u64,
}

/// What is known of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Health {
    Ready,
    PausedUntil(Timestamp),
    Gone,
}
