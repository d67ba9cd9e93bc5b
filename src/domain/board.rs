//! What the wall says of the centre: its own title, who is on duty, and by which number its map was approved.

use super::Timestamp;
use serde::{Deserialize, Serialize};

/// One turn of the duty table 值班表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyTurn {
    /// Since when.
    pub from: Timestamp,
    /// Until when, not included.
    pub until: Timestamp,
    /// 带班领导: the leader on duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader: Option<String>,
    /// 值班长: the shift leader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift_leader: Option<String>,
}

/// The centre's own words on the wall.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Board {
    /// The centre's own title, in place of the county's name and the program's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The same for readers of English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// 审图号: the number under which the map that shows was approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map_approval: Option<String>,
    /// Who is on duty when, in the order of time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duty: Vec<DutyTurn>,
}

impl Board {
    /// The turn in which a moment lies; of two the one that began later.
    pub fn turn(&self, at: Timestamp) -> Option<&DutyTurn> {
        self.duty.iter().rev().find(|turn| turn.from <= at && at < turn.until)
    }
}
