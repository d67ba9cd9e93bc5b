//! What people on their rounds say: a visit, as one command with all that was found; and reminders (催办) of places that
//! a campaign still wants.

use super::ItemAnswer;
use crate::domain::{
    Actor, CampaignCode, CategoryCode, ChecklistCode, CommandId, IncidentCode, InspectionCode, PlaceCode, Timestamp,
    Urgency, WorkerCode,
};
use serde::{Deserialize, Serialize};

/// A problem, as whoever found it tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// The item of the checklist that it belongs to.
    pub item: Option<String>,
    /// What is wrong; empty: as the item's question says.
    pub text: String,
    /// How it was settled on the spot; none: it becomes a matter.
    pub settled: Option<String>,
    /// The matter's category; none: the item's.
    pub category: Option<CategoryCode>,
    /// The matter's urgency; none: its category's.
    pub urgency: Option<Urgency>,
    /// The matter's number; none: the visit's with a running number.
    pub incident: Option<IncidentCode>,
}

/// A visit, as whoever made it tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// Its code.
    pub code: InspectionCode,
    /// The place.
    pub place: PlaceCode,
    /// Who was there.
    pub worker: WorkerCode,
    /// The checklist; none: the campaign's, the place's own, or that of the place's kind.
    #[serde(default)]
    pub checklist: Option<ChecklistCode>,
    /// The campaign that it was made for.
    #[serde(default)]
    pub campaign: Option<CampaignCode>,
    /// The answers; an item that a problem names needs none.
    #[serde(default)]
    pub answers: Vec<ItemAnswer>,
    /// Whether every item that is neither answered nor named by a problem fits.
    #[serde(default)]
    pub else_fits: bool,
    /// What was found.
    #[serde(default)]
    pub problems: Vec<Problem>,
    /// Why it could not be done, where it could not.
    #[serde(default)]
    pub not_done: Option<String>,
}

/// A reminder of places that a campaign still wants of a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignReminder {
    /// The campaign.
    pub campaign: CampaignCode,
    /// Who is reminded.
    pub worker: WorkerCode,
    /// The day, by the county's clock, counted from 1970-01-01.
    pub day: i64,
    /// How many places are still to do.
    pub places: u32,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum RoundAct {
    /// A visit was made.
    Visit(Box<Visit>),
    /// Somebody is reminded.
    Remind(CampaignReminder),
}

/// Who says what, when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundCommand {
    /// Its number; the same number again is answered with the first result.
    pub id: CommandId,
    /// Who says it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What.
    pub act: RoundAct,
}

impl RoundCommand {
    /// A reminder: its number is that of the campaign, the worker and the day, so that whoever gives it, and however
    /// often, it happens once a day.
    pub fn remind(reminder: CampaignReminder, by: Actor, at: Timestamp) -> Self {
        let id = format!("remind/{}/{}/{}", reminder.campaign, reminder.worker, reminder.day).into();
        Self { id, by, at, act: RoundAct::Remind(reminder) }
    }
}
