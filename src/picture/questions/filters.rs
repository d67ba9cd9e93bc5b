//! Which of one kind are meant. An empty list means any; several conditions hold together.

use super::{is_part_of, lies_in};
use crate::domain::{AgencyName, CameraState, FixAge, LonLat, Role, Source, State, Timestamp, Urgency};
use crate::picture::{Picture, WorkerRow};
use serde::{Deserialize, Serialize};

/// What a worker is doing, as a dispatcher sees it: exactly one of these at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerState {
    /// On duty, with a position of the last half hour, and nothing to do.
    OnDuty,
    /// On duty and sent somewhere.
    OnTask,
    /// On duty with nothing to do, and no position for over half an hour (离线).
    Offline,
    /// Off duty.
    OffDuty,
}

impl WorkerState {
    /// All states.
    pub const ALL: [WorkerState; 4] =
        [WorkerState::OnDuty, WorkerState::OnTask, WorkerState::Offline, WorkerState::OffDuty];
}

impl WorkerRow {
    /// What the worker is doing at `now`.
    pub fn state(&self, now: Timestamp) -> WorkerState {
        match self.fix_age(now) {
            _ if !self.worker.on_duty => WorkerState::OffDuty,
            _ if self.is_on_task() => WorkerState::OnTask,
            FixAge::Offline => WorkerState::Offline,
            _ => WorkerState::OnDuty,
        }
    }

    /// Whether the worker could be sent at `now`: on duty, nothing to do, a position that can be trusted.
    pub fn is_free(&self, now: Timestamp) -> bool {
        self.fix_age(now) <= FixAge::Old && !self.is_on_task()
    }
}

/// Which workers are meant.
#[derive(Clone, Debug, Default)]
pub struct WorkerFilter {
    /// In one of these states.
    pub states: Vec<WorkerState>,
    /// With one of these roles.
    pub roles: Vec<Role>,
    /// With at least one of these skills.
    pub skills: Vec<String>,
    /// Sent by one of these organisations.
    pub agencies: Vec<AgencyName>,
    /// With a position no older than this, seconds.
    pub max_fix_age_secs: Option<i64>,
    /// At home in this area or a part of it, by its row.
    pub home: Option<u32>,
    /// Only who could be sent: see [`WorkerRow::is_free`].
    pub free: bool,
}

impl WorkerFilter {
    pub(super) fn includes(&self, picture: &Picture, number: u32, now: Timestamp) -> bool {
        let row = picture.workers.row(number);
        let is_fresh = |secs: i64| row.fix.is_some_and(|fix| now.secs_since(fix.fixed_at) <= secs);
        (!self.free || row.is_free(now))
            && one_of(&self.states, || row.state(now))
            && one_of(&self.roles, || row.worker.role)
            && (self.skills.is_empty() || self.skills.iter().any(|skill| row.worker.skills.contains(skill)))
            && (self.agencies.is_empty() || row.worker.agency.as_ref().is_some_and(|a| self.agencies.contains(a)))
            && self.max_fix_age_secs.is_none_or(is_fresh)
            && self.home.is_none_or(|area| row.home.is_some_and(|home| is_part_of(&picture.areas, home, area)))
    }
}

/// Which cameras are meant.
#[derive(Clone, Debug, Default)]
pub struct CameraFilter {
    /// In one of these states.
    pub states: Vec<CameraState>,
    /// Run by one of these.
    pub operators: Vec<String>,
    /// In this area, by its row.
    pub area: Option<u32>,
}

impl CameraFilter {
    pub(super) fn includes(&self, picture: &Picture, number: u32) -> bool {
        let camera = &picture.cameras.rows()[number as usize];
        one_of(&self.states, || camera.state)
            && (self.operators.is_empty() || camera.operator.as_ref().is_some_and(|o| self.operators.contains(o)))
            && is_in(picture, self.area, camera.at)
    }
}

/// Which matters are meant: open ones, unless a state, a period or `closed_too` asks for more.
#[derive(Clone, Debug, Default)]
pub struct IncidentFilter {
    /// In one of these states.
    pub states: Vec<State>,
    /// Whether matters that are open no more are meant too, where no state is named.
    pub closed_too: bool,
    /// With one of these urgencies.
    pub urgencies: Vec<Urgency>,
    /// By one of these mouths.
    pub sources: Vec<Source>,
    /// Of one of these categories, by their rows; parts of a category have to be named.
    pub categories: Vec<u32>,
    /// With one of these agencies, by their numbers.
    pub agencies: Vec<u32>,
    /// In this area or a part of it, by its row.
    pub area: Option<u32>,
    /// Reported then or later.
    pub from: Option<Timestamp>,
    /// Reported before then.
    pub to: Option<Timestamp>,
}

impl IncidentFilter {
    /// Whether it asks for a time.
    pub fn has_period(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Whether matters that are open no more may be among those that are meant.
    pub fn reaches_closed(&self) -> bool {
        if self.states.is_empty() {
            self.closed_too || self.has_period()
        } else {
            self.states.iter().any(|state| !state.is_open())
        }
    }

    pub(super) fn includes(&self, picture: &Picture, number: u32) -> bool {
        let row = picture.incidents.row(number);
        let known =
            |list: &[u32], number: Option<u32>| list.is_empty() || number.is_some_and(|number| list.contains(&number));
        let reported_at = row.reported_at();
        (row.state.is_open() || self.reaches_closed())
            && one_of(&self.states, || row.state)
            && one_of(&self.urgencies, || row.urgency)
            && one_of(&self.sources, || row.source)
            && known(&self.categories, row.category)
            && known(&self.agencies, row.agency)
            && self.from.is_none_or(|from| from <= reported_at)
            && self.to.is_none_or(|to| reported_at < to)
            && self.area.is_none_or(|area| row.grid.is_some_and(|grid| is_part_of(&picture.areas, grid, area)))
    }
}

/// Which places are meant.
#[derive(Clone, Debug, Default)]
pub struct PlaceFilter {
    /// Of one of these kinds.
    pub kinds: Vec<String>,
    /// In this area, by its row.
    pub area: Option<u32>,
}

impl PlaceFilter {
    pub(super) fn includes(&self, picture: &Picture, number: u32) -> bool {
        let place = &picture.places.rows()[number as usize];
        (self.kinds.is_empty() || self.kinds.contains(&place.kind)) && is_in(picture, self.area, place.at)
    }
}

fn one_of<T: PartialEq>(list: &[T], value: impl FnOnce() -> T) -> bool {
    list.is_empty() || list.contains(&value())
}

fn is_in(picture: &Picture, area: Option<u32>, at: LonLat) -> bool {
    area.is_none_or(|area| lies_in(&picture.areas, at, area))
}
