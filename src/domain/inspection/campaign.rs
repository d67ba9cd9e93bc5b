//! Campaigns (专项任务): areas × kinds of places × a checklist × a deadline.

use crate::domain::{AreaCode, CampaignCode, ChecklistCode, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Its deadline is ahead.
    Running,
    /// Its deadline has passed and nobody has closed it.
    Past,
    /// It has not begun.
    Coming,
    /// It was closed.
    Closed,
}

/// A campaign. A place of it is done once a visit counts: one that names the campaign, or that names none and was made
/// since it began by its checklist (by any, where it has none); a visit that could not be done does not count. Stored in
/// events and checkpoints: no field may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its code.
    pub code: CampaignCode,
    /// Its name.
    pub name: String,
    /// What the places are looked at by; none: each by its own.
    pub checklist: Option<ChecklistCode>,
    /// The areas whose places it takes in; none named: the whole territory.
    pub areas: Vec<AreaCode>,
    /// The kinds of places that it takes in; none named: all.
    pub kinds: Vec<String>,
    /// Since when visits count.
    pub from: Timestamp,
    /// By when all places must be done.
    pub deadline_at: Timestamp,
    /// Whether it was closed.
    pub closed: bool,
}

impl Campaign {
    /// Where it stands at `now`.
    pub fn state(&self, now: Timestamp) -> CampaignState {
        match () {
            () if self.closed => CampaignState::Closed,
            () if now < self.from => CampaignState::Coming,
            () if now <= self.deadline_at => CampaignState::Running,
            () => CampaignState::Past,
        }
    }

    /// Whether it takes in places of this kind.
    pub fn takes_kind(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|taken| taken == kind)
    }
}
