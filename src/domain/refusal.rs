//! Why a command does not hold; each sentence says what is possible instead.

use super::{ActKind, Mediation, Posts, Service, State, Timestamp};
use thiserror::Error;

/// Why a command does not hold.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    /// No matter has this number.
    #[error("no matter has the number {0}")]
    Unknown(String),
    /// The number is taken.
    #[error("the number {0} is taken by another matter")]
    Taken(String),
    /// The matter has moved since the one who commands saw it.
    #[error("the matter has changed since you saw it (version {seen}, now {now}): look again")]
    Moved {
        /// The version seen.
        seen: u32,
        /// The version now.
        now: u32,
    },
    /// The move is not possible in this state.
    #[error("'{act}' is not possible while the matter is {state}; possible: {}", names(.instead))]
    NotNow {
        /// The act.
        act: &'static str,
        /// The state.
        state: State,
        /// What is possible instead, for the one who tried.
        instead: Vec<ActKind>,
    },
    /// The act is others' to do.
    #[error("'{act}' is not yours to do but for: {}; yours now: {}", posts(*.by), names(.instead))]
    NotYours {
        /// The act.
        act: &'static str,
        /// Whose it is.
        by: Posts,
        /// What is possible instead, for the one who tried.
        instead: Vec<ActKind>,
    },
    /// It was sent to somebody else.
    #[error("it is with {0}: they must do it, or reassign it first")]
    WithOthers(String),
    /// An order names nobody.
    #[error("the order names neither an agency nor a person: name one")]
    Nobody,
    /// Who handled a matter may not call back about it.
    #[error("{0} handled this matter: somebody else must call back")]
    CalledByHandler(String),
    /// Who handled a matter may not check it.
    #[error("{0} handled this matter: somebody else must check it")]
    CheckedByHandler(String),
    /// Check and call back are two acts by two people.
    #[error("{0} has done the other of check and call back: somebody else must do this one")]
    SamePerson(String),
    /// The platform above calls back itself.
    #[error("{0} calls the citizen back itself: check it on site, or wait for its answer")]
    CalledByUpstream(String),
    /// It is neither checked nor called back.
    #[error("it is neither checked nor called back yet: check it on site or call back, then close it")]
    Unverified,
    /// Something that must be said is not.
    #[error("'{act}' wants {what}: say it")]
    Unsaid {
        /// The act.
        act: &'static str,
        /// What is missing.
        what: &'static str,
    },
    /// It belongs to 110, 119 or 120.
    #[error("such matters are never dispatched: pass it on to {}", .0.number())]
    Emergency(Service),
    /// The matter did not come from above.
    #[error("it did not come from a platform above, or that takes nothing back: ask for a return, or decline it")]
    NotFromAbove,
    /// The limit for returning has passed.
    #[error("the platform above took it back until {} only, that was {} seconds ago: handle it or ask for more time", .until.0, .late_secs)]
    ReturnedLate {
        /// The limit.
        until: Timestamp,
        /// By how much it has passed.
        late_secs: i64,
    },
    /// A deadline from above can't be moved by us.
    #[error("the platform above wants it by {}: nothing later is possible here", .0.0)]
    BeyondUpstream(Timestamp),
    /// The other matter can't take it in.
    #[error("it can't be merged into {0}: name another matter that is open")]
    MergeInto(String),
    /// The level does not lie that way.
    #[error("it is held at the level {0}: name a level on the right side of it")]
    WrongLevel(&'static str),
    /// Something waits for approval already.
    #[error("something is asked already and waits: grant or deny it first")]
    AskedAlready,
    /// Nothing waits for approval.
    #[error("nothing is asked: there is nothing to grant or deny")]
    NothingAsked,
    /// Nobody grants their own.
    #[error("{0} asked for it: somebody else must grant it")]
    OwnRequest(String),
    /// A moment lies on the wrong side.
    #[error("the moment must lie after {}: name a later one", .0.0)]
    TooEarly(Timestamp),
    /// Nothing is shelved for so long.
    #[error("nothing is shelved for longer than a week: name a moment before {}", .0.0)]
    ShelvedTooLong(Timestamp),
    /// It is not shelved.
    #[error("it is not shelved: there is nothing to take off the shelf")]
    NotShelved,
    /// The clock does not stand still.
    #[error("the clock runs: there is nothing to resume")]
    NotSuspended,
    /// The clock stands still already.
    #[error("the clock stands still already: resume it first")]
    SuspendedAlready,
    /// A summons is open.
    #[error("agencies are summoned already: let them finish, or end the summons")]
    SummonsOpen,
    /// No summons is open.
    #[error("no summons waits for that: summon first")]
    NoSummons,
    /// The agency in the lead is the one that answers for the matter.
    #[error("{0} answers for it and stays in the lead: name no other, or have a return granted first")]
    LeadIs(String),
    /// The agency was not summoned, or has done that already, or has not reported in.
    #[error("{0} was not summoned, or has done this already, or must report in first")]
    NotSummoned(String),
    /// Summoned agencies owe results.
    #[error("these were summoned and owe a result: {}; wait for them, or end the summons", .0.join(", "))]
    JointOpen(Vec<String>),
    /// The county holds it already.
    #[error("the county holds it already: assign it")]
    CountyHolds,
    /// The town did not call for the county, or has rated.
    #[error("the town did not call for the county, or has rated the answer already")]
    NothingToRate,
    /// The supervision's step still runs.
    #[error("the present step runs until {}: remind, or wait until then", .0.0)]
    SupervisionRuns(Timestamp),
    /// The main leaders have it: there is no further step.
    #[error("the main leaders have it: there is no further step; criticise it if it is late again")]
    SupervisionAtTop,
    /// It is not under supervision.
    #[error("it is not under supervision: supervise it first")]
    NotSupervised,
    /// It is not late again.
    #[error("the step's deadline has not passed: criticise only what is late again")]
    NotLate,
    /// It is no dispute.
    #[error("it is no dispute: handle it")]
    NoDispute,
    /// The dispute's phase does not follow.
    #[error("that does not follow in mediation; possible: {}", phases(.0))]
    MediationOrder(Vec<Mediation>),
    /// What was agreed is not performed yet.
    #[error("mediation is under way: say whether they agreed, and before closing whether it was performed")]
    MediationOpen,
    /// The alarm is not due, or has been raised, or its clock no longer runs.
    #[error("this alarm is not due, or was raised already, or its clock no longer runs")]
    NoAlarm,
    /// A photo is known by its SHA-256.
    #[error("a photo is known by the SHA-256 of its bytes, 64 hexadecimal digits: {0}")]
    NoPhoto(String),
}

fn names(acts: &[ActKind]) -> String {
    if acts.is_empty() {
        return "nothing".into();
    }
    acts.iter().map(|act| act.name()).collect::<Vec<_>>().join(", ")
}

fn posts(posts: Posts) -> String {
    posts.iter().map(|post| post.words().1).collect::<Vec<_>>().join(", ")
}

fn phases(phases: &[Mediation]) -> String {
    if phases.is_empty() {
        return "nothing".into();
    }
    phases.iter().map(|phase| phase.name()).collect::<Vec<_>>().join(", ")
}
