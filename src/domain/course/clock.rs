//! Clocks: by when what must be done. Whether they are due soon or overdue follows from them and the moment, and is
//! never stored.

use super::Alarm;
use crate::domain::{DueState, Timestamp, due_state};
use serde::{Deserialize, Serialize};

/// A stretch of the loop that has a clock of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// From the report to its being taken in.
    Accept,
    /// From the order to the receipt (签收).
    Receipt,
    /// Until it is found out and reported back, or somebody is there (查明反馈、首次联系).
    ReportBack,
    /// Until it is handled (办结): the deadline that figures speak of.
    Handle,
    /// Until it is handled again, after a check or a call back sent it back.
    Rework,
    /// From handled to closed: check, call back, file.
    Close,
    /// Until the level that it was raised or passed down to does something with it.
    Level,
    /// Until what a town escalated is answered (镇呼区应).
    Answer,
    /// Until a summoned agency reports in (报到).
    ReportIn,
    /// A step of supervision (督办).
    Supervise,
}

impl Phase {
    /// The name that rules spell.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Accept => "accept",
            Phase::Receipt => "receipt",
            Phase::ReportBack => "report_back",
            Phase::Handle => "handle",
            Phase::Rework => "rework",
            Phase::Close => "close",
            Phase::Level => "level",
            Phase::Answer => "answer",
            Phase::ReportIn => "report_in",
            Phase::Supervise => "supervise",
        }
    }
}

/// A running clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// What it is for.
    pub phase: Phase,
    /// Since when it runs.
    pub since: Timestamp,
    /// When it is due.
    pub due_at: Timestamp,
    /// Whether it stands still when nobody works: what was left at a suspension is counted in working hours then.
    pub working: bool,
    /// Whether it touches a year of which the calendar knows nothing: it may come out otherwise.
    pub provisional: bool,
    /// The version of the calendar that it was counted by.
    pub calendar: u32,
}

impl Clock {
    /// Where it stands at `now`.
    pub fn state(&self, now: Timestamp) -> DueState {
        due_state(self.since, self.due_at, now)
    }

    /// When it is raised at this level: due soon in the last fifth of its time, overdue after it.
    pub fn raised_at(&self, level: AlarmLevel) -> Timestamp {
        match level {
            AlarmLevel::DueSoon => self.due_at.plus_secs(-(self.due_at.secs_since(self.since).max(0) / 5)),
            AlarmLevel::Overdue => self.due_at.plus_secs(1),
        }
    }

    /// The next alarm of this clock that is not among those `raised`, and when it is due.
    pub fn next_alarm(&self, raised: &[Alarm]) -> Option<(Timestamp, Alarm)> {
        let of = |level| Alarm { phase: self.phase, level, due_at: self.due_at };
        let open = |alarm: &Alarm| !raised.contains(alarm);
        let alarm = [of(AlarmLevel::DueSoon), of(AlarmLevel::Overdue)].into_iter().find(open)?;
        Some((self.raised_at(alarm.level), alarm))
    }
}

/// How pressing an alarm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmLevel {
    /// 临期
    DueSoon,
    /// 超期
    Overdue,
}

impl AlarmLevel {
    /// Its name in an alarm's number.
    pub fn name(self) -> &'static str {
        match self {
            AlarmLevel::DueSoon => "due_soon",
            AlarmLevel::Overdue => "overdue",
        }
    }
}
