//! Commands: what somebody wants done with one matter.

use super::{
    Actor, AgencyName, CallBack, CategoryCode, CommandId, Difficulty, IncidentCode, IncidentFile, Personal, Timestamp,
    Urgency, WorkerCode,
};
use serde::{Deserialize, Serialize};

/// A command: who wants what done with which matter, when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// Its number; the same number again is answered with the first result.
    pub id: CommandId,
    /// Who gives it.
    pub by: Actor,
    /// When it is given.
    pub at: Timestamp,
    /// The matter it concerns.
    pub incident: IncidentCode,
    /// The version of the matter that the one who gives it saw; none takes it as it stands.
    pub seen_version: Option<u32>,
    /// What is to be done.
    pub act: Act,
}

/// What can be done with a matter on the loop's plain path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// 接报: a new matter.
    Report {
        /// What is known of it.
        file: Box<IncidentFile>,
        /// Who reported it and in which words; kept apart.
        personal: Option<Personal>,
    },
    /// 受理: registered and classified; a missing field keeps what the report said.
    Accept {
        /// The category, where it changes.
        category: Option<CategoryCode>,
        /// The urgency, where it changes.
        urgency: Option<Urgency>,
        /// The difficulty, where it changes.
        difficulty: Option<Difficulty>,
    },
    /// 交办: says which agency answers for it and who goes to look first. A matter that nobody has
    /// accepted is accepted with it, as it was classified.
    Assign {
        /// The agency that answers for it.
        agency: Option<AgencyName>,
        /// The person who goes.
        worker: Option<WorkerCode>,
        /// What the person reads.
        message: String,
    },
    /// 送达: the person's phone has the order.
    Deliver,
    /// 签收
    Receipt,
    /// 到场
    Arrive,
    /// 办结
    Handle {
        /// What was done.
        result: String,
    },
    /// 现场核实
    Check {
        /// Whether it really is done.
        passed: bool,
    },
    /// 回访
    CallBack {
        /// What the citizen said.
        answer: CallBack,
    },
    /// 结案归档
    Close,
    /// 撤回: takes the order back before the person has receipted it.
    Recall,
    /// 改派: another person goes instead.
    Reassign {
        /// The person who goes now.
        worker: WorkerCode,
        /// What the person reads.
        message: String,
    },
}

impl Act {
    /// The act's name as the command line spells it.
    pub fn name(&self) -> &'static str {
        match self {
            Act::Report { .. } => "report",
            Act::Accept { .. } => "accept",
            Act::Assign { .. } => "assign",
            Act::Deliver => "deliver",
            Act::Receipt => "receipt",
            Act::Arrive => "arrive",
            Act::Handle { .. } => "handle",
            Act::Check { .. } => "check",
            Act::CallBack { .. } => "callback",
            Act::Close => "close",
            Act::Recall => "recall",
            Act::Reassign { .. } => "reassign",
        }
    }
}
