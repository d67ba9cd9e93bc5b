//! Where a past picture stands, and what whoever shows it must know of that.

use super::super::Picture;
use super::registers::Told;
use crate::domain::{Fix, Timestamp};

/// Past pictures' revisions begin here, so that none is taken for one of the live picture's.
pub(super) const REVISIONS_FROM: u64 = 1 << 40;

/// Where a picture stands in the past.
#[derive(Clone, Debug)]
pub(in crate::picture) struct Stand {
    /// Of which `Past`, and since which of its renumberings.
    pub(super) epoch: u64,
    /// What the `Past` had heard when the picture was brought there.
    pub(super) heard: u64,
    pub(super) moment: Timestamp,
    pub(super) told: Told,
}

impl Picture {
    /// The past moment at which this picture stands; none for the one that follows the ledger.
    pub fn moment(&self) -> Option<Timestamp> {
        self.past.as_ref().map(|stand| stand.moment)
    }

    /// Whether its territory is cut otherwise than now.
    pub fn has_past_areas(&self) -> bool {
        self.past.as_ref().is_some_and(|stand| self.areas.cut_number(stand.moment).is_some())
    }

    /// Bears the live picture's revisions where it has the same contents, so that nothing is drawn anew for them.
    pub fn share_revisions_with(&mut self, live: &Picture) {
        if !self.has_past_areas() && self.areas.rows().len() == live.areas.rows().len() && !live.areas.shows_past() {
            self.revisions.areas = live.revisions.areas;
            (self.derived, self.located) = (live.revisions.areas, live.revisions.areas);
        }
        if self.revisions.cameras < REVISIONS_FROM {
            let r = &mut self.revisions;
            (r.cameras, r.places, r.categories) =
                (live.revisions.cameras, live.revisions.places, live.revisions.categories);
        }
    }

    /// Says anew where everybody was; fixes in the order of workers and time, each worker's last one counts.
    pub fn set_fixes(&mut self, fixes: &[Fix]) {
        self.workers.set_fixes(fixes);
        self.revisions.fixes += 1;
    }
}
