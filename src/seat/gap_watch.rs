//! What the registers are missing, while somebody looks at it: searched part by part, one in each frame.

use crate::domain::Timestamp;
use crate::picture::{GapPart, Gaps, Picture, Revisions};

/// Matters and tasks come and go all the time: gaps are searched anew for them at most this often, seconds.
const EVERY_SECS: i64 = 60;

/// The gaps as they were last found.
#[derive(Debug, Default)]
pub struct GapWatch {
    gaps: Gaps,
    revision: u64,
    searching: Option<(usize, Gaps)>,
    searched: Option<(Revisions, Timestamp)>,
}

impl GapWatch {
    /// The gaps; none before they were first searched for.
    pub fn gaps(&self) -> &Gaps {
        &self.gaps
    }

    /// Counts up when others were found.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether a search is under way, which the next frame brings on.
    pub fn is_searching(&self) -> bool {
        self.searching.is_some()
    }

    /// Goes through the next part, and begins anew when the registers have changed.
    pub(super) fn follow(&mut self, picture: &Picture, now: Timestamp) {
        if self.searching.is_none() && self.is_old(picture, now) {
            self.searched = Some((registers(picture), now));
            self.searching = Some((0, Gaps::default()));
        }
        let Some((part, mut found)) = self.searching.take() else { return };
        if let Some(of) = GapPart::ALL.get(part) {
            picture.add_gaps(*of, &mut found);
        }
        if part + 1 < GapPart::ALL.len() {
            self.searching = Some((part + 1, found));
        } else if self.revision == 0 || self.gaps != found {
            self.gaps = found;
            self.revision += 1;
        }
    }

    fn is_old(&self, picture: &Picture, now: Timestamp) -> bool {
        let (Some((searched, at)), new) = (self.searched, registers(picture)) else { return true };
        // People's tasks count into their revision: only what changes seldom is searched for at once.
        let seldom = |of: Revisions| Revisions { workers: 0, incidents: 0, ..of };
        let is_due = !(0..EVERY_SECS).contains(&now.secs_since(at));
        searched != new && (is_due || seldom(searched) != seldom(new))
    }
}

/// What gaps depend on: everything but where people are, and places.
fn registers(picture: &Picture) -> Revisions {
    Revisions { fixes: 0, places: 0, inspections: 0, ..picture.revisions }
}
