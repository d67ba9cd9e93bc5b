//! Checklists (检查表): what is looked at in a place.

use crate::domain::{CategoryCode, ChecklistCode};
use serde::{Deserialize, Serialize};

/// What may be answered to an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// 合格 / 不合格 / 不涉及
    #[default]
    Fits,
    /// A whole number, such as how many fire extinguishers.
    Number,
    /// Words.
    Text,
}

/// One question. Stored in events and checkpoints: no field may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckItem {
    /// Its code within the checklist.
    pub code: String,
    /// The question, such as 消防通道是否畅通.
    pub question: String,
    /// What may be answered.
    pub kind: AnswerKind,
    /// The category of the matter that a problem with it becomes.
    pub category: Option<CategoryCode>,
}

/// A checklist. Stored in events and checkpoints: no field may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// Its code.
    pub code: ChecklistCode,
    /// Its name.
    pub name: String,
    /// The kinds of places that are looked at by it unless the place itself says otherwise.
    pub kinds: Vec<String>,
    /// Its questions, in order.
    pub items: Vec<CheckItem>,
}

impl Checklist {
    /// The item with this code.
    pub fn item(&self, code: &str) -> Option<&CheckItem> {
        self.items.iter().find(|item| item.code == code)
    }
}
