//! A matter with its history as another system tells it, and what of that had happened by a moment.

use super::{AgencyName, CallBack, IncidentFile, State, StepKind, Timestamp, WorkerCode};
use serde::{Deserialize, Serialize};

/// A matter with its history as another system tells it: what an import brings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IncidentRecord {
    /// The matter.
    pub file: IncidentFile,
    /// Its handling deadline, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_at: Option<Timestamp>,
    /// The agency that answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyName>,
    /// The person who went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worker: Option<WorkerCode>,
    /// When it was taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// When it was assigned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_at: Option<Timestamp>,
    /// When the person had it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipted_at: Option<Timestamp>,
    /// When the person arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Timestamp>,
    /// When it was handled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handled_at: Option<Timestamp>,
    /// When it was checked on site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<Timestamp>,
    /// When the citizen was called back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called_back_at: Option<Timestamp>,
    /// What the citizen said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<CallBack>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// When it was answered at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// What was done, in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
}

impl IncidentRecord {
    /// The state that the record's times say: the furthest step that has happened.
    pub fn state(&self) -> State {
        State::furthest(|kind| self.time(kind))
    }

    /// When a step of this kind happened, as far as the record tells.
    pub fn time(&self, kind: StepKind) -> Option<Timestamp> {
        match kind {
            StepKind::Reported => Some(self.file.reported_at),
            StepKind::Accepted => self.accepted_at,
            StepKind::Assigned => self.assigned_at,
            StepKind::Receipted => self.receipted_at,
            StepKind::Arrived => self.arrived_at,
            StepKind::Handled => self.handled_at,
            StepKind::Checked => self.checked_at,
            StepKind::CalledBack => self.called_back_at,
            StepKind::Closed => self.closed_at,
            StepKind::Answered => self.answered_at,
            _ => None,
        }
    }

    /// The record as it would have been told at `moment`: what had not happened by then is not in it. None where the
    /// matter had not been reported.
    pub fn until(&self, moment: Timestamp) -> Option<Self> {
        if self.file.reported_at > moment {
            return None;
        }
        let known = KnownBy::of(|kind| self.time(kind), moment);
        let by_then = |at: Option<Timestamp>| at.filter(|at| *at <= moment);
        Some(Self {
            file: self.file.clone(),
            deadline_at: self.deadline_at.filter(|_| known.deadline),
            agency: self.agency.clone().filter(|_| known.order),
            worker: self.worker.clone().filter(|_| known.order),
            accepted_at: by_then(self.accepted_at),
            assigned_at: by_then(self.assigned_at),
            receipted_at: by_then(self.receipted_at),
            arrived_at: by_then(self.arrived_at),
            handled_at: by_then(self.handled_at),
            checked_at: by_then(self.checked_at),
            called_back_at: by_then(self.called_back_at),
            satisfaction: self.satisfaction.filter(|_| known.satisfaction),
            closed_at: by_then(self.closed_at),
            answered_at: by_then(self.answered_at),
            result: self.result.clone().filter(|_| known.result),
        })
    }
}

/// What of a history that was told as a whole was known at a moment. What no step dates counts as known all along: a
/// register that keeps no moment of acceptance still tells the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBy {
    /// The deadline: since it was taken in.
    pub deadline: bool,
    /// Who was told to go: since the first step of whoever went.
    pub order: bool,
    /// What the citizen said: since the call back.
    pub satisfaction: bool,
    /// What was done: since it was handled or answered.
    pub result: bool,
}

impl KnownBy {
    /// What was known at `moment` of a matter whose steps happened at these times.
    pub fn of(time: impl Fn(StepKind) -> Option<Timestamp>, moment: Timestamp) -> Self {
        use StepKind::{Accepted, Answered, Arrived, Assigned, CalledBack, Closed, Handled, Receipted};
        let since = |kinds: &[StepKind]| kinds.iter().find_map(|kind| time(*kind)).is_none_or(|at| at <= moment);
        Self {
            deadline: since(&[Accepted]),
            order: since(&[Assigned, Receipted, Arrived, Handled]),
            satisfaction: since(&[CalledBack, Closed]),
            result: since(&[Handled, Answered, Closed]),
        }
    }
}
