//! Inspections (检查): places visited against checklists, what was found, and campaigns (专项任务) of such visits.

mod campaign;
mod checklist;
mod decide;
mod round;

pub use campaign::{Campaign, CampaignState};
pub use checklist::{AnswerKind, CheckItem, Checklist};
pub use decide::{InspectionRegisters, RoundRefusal, decide_round};
pub use round::{CampaignReminder, Problem, RoundAct, RoundCommand, Visit};

use super::{CampaignCode, ChecklistCode, IncidentCode, InspectionCode, PlaceCode, Timestamp, WorkerCode};
use serde::{Deserialize, Serialize};

/// What a visit came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InspectionResult {
    /// 正常: nothing was wrong.
    #[default]
    Fine,
    /// 发现问题
    Problems,
    /// 未能检查: nobody was there, the door was shut; the place is still to be done.
    NotDone,
}

impl InspectionResult {
    /// All results.
    pub const ALL: [InspectionResult; 3] =
        [InspectionResult::Fine, InspectionResult::Problems, InspectionResult::NotDone];

    /// The name by which scripts know it.
    pub fn name(self) -> &'static str {
        ["fine", "problems", "not_done"][self as usize]
    }
}

/// The answer to one item of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemReply {
    /// 合格
    Fits,
    /// 不合格: a problem says why.
    Fails,
    /// 不涉及: the place has no such thing.
    NotApplicable,
    /// So many.
    Number(i64),
    /// In words.
    Text(String),
}

impl ItemReply {
    /// An answer as people write it: one of the usual words, a whole number, or whatever it says.
    pub fn parse(text: &str) -> Self {
        const FITS: [&str; 7] = ["fits", "合格", "是", "正常", "ok", "yes", "pass"];
        const FAILS: [&str; 6] = ["fails", "不合格", "否", "异常", "no", "fail"];
        const NOT_APPLICABLE: [&str; 4] = ["n/a", "不涉及", "无此项", "not_applicable"];
        let is_one = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
        match text.trim().parse() {
            _ if is_one(&FITS) => Self::Fits,
            _ if is_one(&FAILS) => Self::Fails,
            _ if is_one(&NOT_APPLICABLE) => Self::NotApplicable,
            Ok(number) => Self::Number(number),
            Err(_) => Self::Text(text.trim().to_owned()),
        }
    }
}

/// An item and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAnswer {
    /// The item's code in its checklist.
    pub item: String,
    /// The answer.
    pub reply: ItemReply,
}

/// What became of a problem that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingOutcome {
    /// It became this matter, whose file names the visit.
    Became(IncidentCode),
    /// 当场整改: it was settled on the spot, in this way.
    Settled(String),
}

/// A problem that a visit found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The item of the checklist that it belongs to, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What is wrong.
    pub text: String,
    /// What became of it.
    pub outcome: FindingOutcome,
}

/// One visit: who looked at which place against which checklist, when, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// Its code.
    pub code: InspectionCode,
    /// The place.
    pub place: PlaceCode,
    /// The worker; none where another system does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<WorkerCode>,
    /// The checklist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checklist: Option<ChecklistCode>,
    /// The campaign that it was made for, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<CampaignCode>,
    /// When.
    pub inspected_at: Timestamp,
    /// What it came to.
    pub result: InspectionResult,
    /// The answers, where they were told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<ItemAnswer>,
    /// The problems, and what became of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// What else was said: why it could not be done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
