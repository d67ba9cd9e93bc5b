//! What changed last, newest last: eyes miss changes, a list doesn't.

use crate::domain::{Recorded, StepKind, Timestamp};
use std::collections::VecDeque;

/// How many changes are kept; a flood pushes the oldest out.
const KEPT: usize = 200;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// The row of the matter.
    pub incident: u32,
    /// What was done.
    pub kind: StepKind,
}

/// The last changes.
#[derive(Debug, Default)]
pub struct Changes(VecDeque<Change>);

impl Changes {
    /// The changes since `from`, newest first.
    pub fn since(&self, from: Timestamp) -> impl Iterator<Item = &Change> {
        self.0.iter().rev().filter(move |change| change.at >= from)
    }

    pub(super) fn note(&mut self, incident: u32, recorded: &Recorded) {
        let Some(kind) = recorded.event.step() else { return };
        self.0.push_back(Change { at: recorded.at, incident, kind });
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }

    /// The changes of imported matters, whose moments are told by their rows.
    pub(super) fn restore(mut changes: Vec<Change>) -> Self {
        changes.sort_by_key(|change| (change.at, change.incident, change.kind));
        let skip = changes.len().saturating_sub(KEPT);
        Self(changes.into_iter().skip(skip).collect())
    }
}
