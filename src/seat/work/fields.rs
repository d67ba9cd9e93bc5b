//! What each act wants said: the fields of its form.

use crate::domain::{ActKind, AgencyName, AreaLevel, CallBack, Difficulty, Mediation, Service, Urgency, WorkerCode};
use serde::{Deserialize, Serialize};

/// A place for typed text in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// The words: a reason, a result, a note.
    Words,
    /// The second words: where to go instead, who was told.
    Second,
    /// A part of an agency's name, to find it by.
    Agency,
    /// A moment, `2026-09-18 17:30` or `09-18 17:30` by the site's time.
    Until,
    /// Another matter's number, or its last characters.
    Matter,
}

impl Slot {
    /// All places.
    pub const ALL: [Slot; 5] = [Slot::Words, Slot::Second, Slot::Agency, Slot::Until, Slot::Matter];

    /// The name in widgets' ids and in the state.
    pub fn name(self) -> &'static str {
        ["words", "second", "agency", "until", "matter"][self as usize]
    }
}

/// What is chosen in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choose {
    /// How fast.
    Urgency,
    /// How hard.
    Difficulty,
    /// Whether the check found it done.
    Passed,
    /// What the citizen, or the town, said.
    Said,
    /// Where it is passed on to.
    Service,
    /// The level that it goes to.
    Level,
    /// Who goes to look.
    Person,
    /// The summoned agency.
    Party,
    /// A dispute's next phase.
    Phase,
    /// Whether it goes on the list of what can't be solved for long.
    Listed,
}

impl Choose {
    /// The name in widgets' ids and in the state.
    pub fn name(self) -> &'static str {
        ["urgency", "difficulty", "passed", "said", "service", "level", "person", "party", "phase", "listed"]
            [self as usize]
    }
}

/// Something chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// How fast.
    Urgency(Urgency),
    /// How hard.
    Difficulty(Difficulty),
    /// Whether the check found it done.
    Passed(bool),
    /// What was said.
    Said(CallBack),
    /// Where to.
    Service(Service),
    /// The level.
    Level(AreaLevel),
    /// Who goes; nobody.
    Person(Option<WorkerCode>),
    /// The agency.
    Party(AgencyName),
    /// The phase.
    Phase(Mediation),
    /// Whether it is listed.
    Listed(bool),
}

impl Choice {
    /// What it is a choice of.
    pub fn of(&self) -> Choose {
        match self {
            Choice::Urgency(_) => Choose::Urgency,
            Choice::Difficulty(_) => Choose::Difficulty,
            Choice::Passed(_) => Choose::Passed,
            Choice::Said(_) => Choose::Said,
            Choice::Service(_) => Choose::Service,
            Choice::Level(_) => Choose::Level,
            Choice::Person(_) => Choose::Person,
            Choice::Party(_) => Choose::Party,
            Choice::Phase(_) => Choose::Phase,
            Choice::Listed(_) => Choose::Listed,
        }
    }
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// One of a few.
    Choose(Choose),
    /// One agency.
    Agency,
    /// Agencies, the first of them in the lead.
    Agencies,
    /// Another matter.
    Matter,
    /// A moment.
    Until,
    /// Words.
    Words,
    /// Second words.
    Second,
}

/// The fields of an act's form, in order; none: the act is done at once.
pub fn fields(act: ActKind) -> &'static [Field] {
    use ActKind as K;
    use Field::{Agencies, Agency, Matter, Second, Until, Words};
    match act {
        K::Accept => &[Field::Choose(Choose::Urgency), Field::Choose(Choose::Difficulty)],
        K::Assign => &[Agency, Field::Choose(Choose::Person), Words],
        K::Reassign => &[Field::Choose(Choose::Person), Words],
        K::Check => &[Field::Choose(Choose::Passed)],
        K::CallBack | K::Rate => &[Field::Choose(Choose::Said)],
        K::PassOn => &[Field::Choose(Choose::Service), Words],
        K::Merge => &[Matter],
        K::Raise | K::PassDown => &[Field::Choose(Choose::Level), Words],
        K::AskExtend | K::Shelve => &[Until, Words],
        K::AskSuspend => &[Until, Field::Choose(Choose::Listed), Words],
        K::Summon => &[Agencies, Second, Words],
        K::ReportIn => &[Field::Choose(Choose::Party)],
        K::JointResult => &[Field::Choose(Choose::Party), Words],
        K::Decline => &[Words, Second],
        K::Mediate => &[Field::Choose(Choose::Phase), Words],
        K::ReportBack
        | K::Handle
        | K::Answer
        | K::Settle
        | K::AskReturn
        | K::Deny
        | K::ReturnUp
        | K::Remind
        | K::Note
        | K::DenySummons
        | K::EndSummons
        | K::Escalate
        | K::Supervise
        | K::Criticise
        | K::LiftSupervision
        | K::Reopen => &[Words],
        // Photos are known by the hash of their bytes; where those are kept is not built, so nothing offers to attach.
        K::Report
        | K::Deliver
        | K::Receipt
        | K::Arrive
        | K::Close
        | K::Recall
        | K::Unmerge
        | K::Grant
        | K::Resume
        | K::AllowSummons
        | K::Attach
        | K::Acknowledge
        | K::Unshelve
        | K::Alarm => &[],
    }
}

/// Whether a seat can do this act: all but new matters, which have a form of their own, alarms, which nobody raises by
/// hand, and photos, whose bytes a seat has no store for.
pub(super) fn is_done_here(act: ActKind) -> bool {
    !matches!(act, ActKind::Report | ActKind::Alarm | ActKind::Attach)
}
