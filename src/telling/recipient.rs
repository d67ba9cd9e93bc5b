//! Who is told.

use crate::domain::{Actor, AgencyName, AreaCode, IncidentCode, WorkerCode};

/// Somebody who is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Recipient {
    /// A worker in the field.
    Worker(WorkerCode),
    /// An agency's desk.
    Agency(AgencyName),
    /// A town's desk.
    Town(AreaCode),
    /// A platform above us, by name.
    Upstream(String),
    /// Whoever reported this matter: its number is all that goes out, and whoever may ring or write to them finds by it whom.
    Reporter(IncidentCode),
}

impl Recipient {
    /// The kinds, as settings and keys spell them.
    pub const KINDS: [&'static str; 5] = ["worker", "agency", "town", "upstream", "reporter"];

    /// Its kind, as settings and keys spell it.
    pub fn kind(&self) -> &'static str {
        match self {
            Recipient::Worker(_) => "worker",
            Recipient::Agency(_) => "agency",
            Recipient::Town(_) => "town",
            Recipient::Upstream(_) => "upstream",
            Recipient::Reporter(_) => "reporter",
        }
    }

    /// Its code or name.
    pub fn name(&self) -> &str {
        match self {
            Recipient::Worker(code) => code.as_str(),
            Recipient::Agency(name) => name.as_str(),
            Recipient::Town(code) => code.as_str(),
            Recipient::Upstream(system) => system,
            Recipient::Reporter(incident) => incident.as_str(),
        }
    }

    /// Kind and name in one word: `agency:住建局`.
    pub fn key(&self) -> String {
        format!("{}:{}", self.kind(), self.name())
    }

    /// The recipient that an actor is; officers of the hall are none: they see it on their seat.
    pub(super) fn of_actor(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Worker(code) => Some(Self::Worker(code.clone())),
            Actor::Agency(name) => Some(Self::Agency(name.clone())),
            Actor::System(name) => Some(Self::Upstream(name.clone())),
            Actor::Officer(_) => None,
        }
    }
}
