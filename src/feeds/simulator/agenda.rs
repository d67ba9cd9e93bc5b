//! What is to be done when: at most one thing a matter, held until the matter moves on.

use super::matter::Step;
use crate::domain::{CommandId, IncidentCode};
use std::collections::BTreeMap;

/// One thing to be done.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) matter: IncidentCode,
    /// The version of the matter that it was planned on; with another version it is off.
    pub(super) version: u32,
    pub(super) step: Step,
    /// Its command's number, once given: asked again, it is the same command.
    pub(super) given_as: Option<CommandId>,
    /// How often the command was given.
    pub(super) tries: u32,
}

/// Things to be done, by the second, then in the order in which they were planned.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    tasks: BTreeMap<(i64, u64), Task>,
    next: u64,
}

impl Agenda {
    pub(super) fn put(&mut self, due: i64, task: Task) {
        self.tasks.insert((due, self.next), task);
        self.next += 1;
    }

    /// The next thing that is due, off the list.
    pub(super) fn take_due(&mut self, now: i64) -> Option<Task> {
        let first = self.tasks.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}
