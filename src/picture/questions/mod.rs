//! Questions about the picture: what of one kind is nearest to a place, lies in a shape, or answers a description. The
//! command line, the map and the panels ask by the same functions.

mod filters;
mod here;
mod looking;
mod named;

pub use filters::{CameraFilter, IncidentFilter, PlaceFilter, WorkerFilter, WorkerState};
pub use here::{Answerable, Here};
pub use looking::{Assumed, Looking, USUAL_FOV_DEG, USUAL_RANGE_M};
pub use named::{NameMatch, NamedPlace, NamedThing};

use super::{Areas, Picture};
use crate::domain::{LonLat, Timestamp};
use crate::spatial::{Found, Hit, PointIndex, Shape};

/// What is looked for: one kind of thing, and which of them.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Workers with a position.
    Workers(WorkerFilter),
    /// Cameras.
    Cameras(CameraFilter),
    /// Located matters; never confidential ones, whose place an answer would give away.
    Incidents(IncidentFilter),
    /// Places.
    Places(PlaceFilter),
}

impl Wanted {
    /// Whether the row with this number is one of those that are looked for, at `now`.
    pub fn includes(&self, picture: &Picture, number: u32, now: Timestamp) -> bool {
        match self {
            Wanted::Workers(filter) => filter.includes(picture, number, now),
            Wanted::Cameras(filter) => filter.includes(picture, number),
            Wanted::Incidents(filter) => {
                !picture.incidents.row(number).confidential && filter.includes(picture, number)
            }
            Wanted::Places(filter) => filter.includes(picture, number),
        }
    }

    /// Where such things are. The second index is that of matters that are open no more.
    fn indexes<'a>(&self, picture: &'a Picture) -> (&'a PointIndex, Option<&'a PointIndex>) {
        match self {
            Wanted::Workers(_) => (picture.workers.index(), None),
            Wanted::Cameras(_) => (picture.cameras.index(), None),
            Wanted::Incidents(filter) => {
                let closed = filter.reaches_closed().then(|| picture.incidents.closed_index());
                (picture.incidents.open_index(), closed)
            }
            Wanted::Places(_) => (picture.places.index(), None),
        }
    }
}

impl Picture {
    /// The `k` nearest of what is wanted, by ellipsoidal distance, then row.
    pub fn nearest(&self, wanted: &Wanted, at: LonLat, k: usize, now: Timestamp) -> Vec<Hit> {
        let (index, closed) = wanted.indexes(self);
        let ask = |index: &PointIndex| index.nearest(at, k, |number| wanted.includes(self, number, now));
        let mut hits = ask(index);
        if let Some(closed) = closed {
            hits.extend(ask(closed));
            hits.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id)));
            hits.truncate(k);
        }
        hits
    }

    /// What is wanted in a shape: in a circle by distance, then row; in others by row.
    pub fn within(&self, wanted: &Wanted, shape: &Shape, now: Timestamp) -> Vec<Found> {
        let (index, closed) = wanted.indexes(self);
        let ask = |index: &PointIndex| shape.points_of(index, |number| wanted.includes(self, number, now));
        let mut found = ask(index);
        if let Some(closed) = closed {
            found.extend(ask(closed));
            let far_m = |found: &Found| found.distance_m.unwrap_or(0.0);
            found.sort_by(|a, b| far_m(a).total_cmp(&far_m(b)).then(a.id.cmp(&b.id)));
        }
        found
    }

    /// The matters that the filter describes, located or not: of the open ones that still want somebody the most
    /// pressing first where the filter asks for no state and no period, otherwise the last reported first. The cost
    /// follows what is open, or the period.
    pub fn incidents_of(&self, filter: &IncidentFilter, now: Timestamp) -> Vec<u32> {
        let mut numbers: Vec<u32> = if filter.reaches_closed() || filter.has_period() {
            let (from, to) = (filter.from.unwrap_or(Timestamp(i64::MIN)), filter.to.unwrap_or(Timestamp(i64::MAX)));
            let mut numbers: Vec<u32> = self.incidents.reported_between(from, to).collect();
            numbers.reverse();
            numbers
        } else if filter.states.is_empty() {
            self.queue(now)
        } else {
            let mut numbers: Vec<u32> = self.incidents.open().collect();
            numbers.sort_by_key(|number| std::cmp::Reverse((self.incidents.row(*number).reported_at(), *number)));
            numbers
        };
        numbers.retain(|number| filter.includes(self, *number));
        numbers
    }
}

/// Whether an area is `whole` or a part of it.
fn is_part_of(areas: &Areas, area: u32, whole: u32) -> bool {
    let mut next = Some(area);
    // A register may say that two areas are part of each other: five levels are the most.
    for _ in 0..8 {
        match next {
            Some(number) if number == whole => return true,
            Some(number) => next = areas.row(number).parent,
            None => return false,
        }
    }
    false
}

/// Whether a place lies in the area.
fn lies_in(areas: &Areas, at: LonLat, area: u32) -> bool {
    areas.row(area).bounds.is_some_and(|bounds| bounds.contains(at)) && areas.chain_at(at).contains(&area)
}
