//! Events: what has happened. They are never edited and never deleted.

use super::{
    AgencyName, Alarm, Area, AreaLevel, Ask, CallBack, Camera, Campaign, CampaignReminder, Category, CategoryCode,
    Checklist, Clock, Difficulty, IncidentCode, IncidentFile, IncidentRecord, Inspection, Mediation, Photo, Place,
    Register, Request, Service, Summons, SupervisionStep, Timestamp, Urgency, Worker, WorkerCode,
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
    /// The register has this checklist, new or changed.
    ChecklistPut(Checklist),
    /// The register has this campaign, new or changed.
    CampaignPut(Campaign),
    /// A place was visited, or another system tells of a visit, new or told anew.
    Inspected(Box<Inspection>),
    /// A worker was reminded of what a campaign still wants.
    CampaignReminded(CampaignReminder),
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
    /// Somebody has seen that it is late, or that its shelf ran out (确认告警).
    Acknowledged,
    /// Nothing calls for it until then (搁置).
    Shelved {
        /// Until when.
        until: Timestamp,
        /// Why.
        reason: String,
    },
    /// It was taken off the shelf before its time.
    Unshelved,
}
