//! Who answers for a place: its areas, their people, who sees it, and what is open about it.

use super::{CameraFilter, IncidentFilter, Looking, Wanted};
use crate::domain::{LonLat, Role, Timestamp};
use crate::picture::Picture;
use crate::spatial::Hit;

/// How many cameras and open matters are named.
const NAMED: usize = 5;

/// An area that holds the place, and its people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answerable {
    /// The area's row.
    pub area: u32,
    /// Its people by row, chiefs first.
    pub people: Vec<u32>,
}

/// What there is to say of a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Here {
    /// The areas that hold it, coarsest first.
    pub areas: Vec<Answerable>,
    /// Who answers for it: the chief of the finest area that has one, otherwise the first of the finest area's people.
    pub answers: Option<u32>,
    /// The cameras that look at it, best first.
    pub cameras: Vec<Looking>,
    /// The nearest open matters.
    pub incidents: Vec<Hit>,
}

impl Picture {
    /// Who answers for a place at `now`, who sees it, and what is open about it.
    pub fn here(&self, at: LonLat, now: Timestamp) -> Here {
        let chain = self.areas.chain_at(at).into_iter().chain(self.areas.dedicated_at(at));
        let areas: Vec<Answerable> = chain.map(|area| Answerable { area, people: self.people_of(area) }).collect();
        let finest_first = || areas.iter().rev().filter_map(|answerable| answerable.people.first().copied());
        let answers = finest_first().find(|worker| self.is_chief(*worker)).or_else(|| finest_first().next());
        let mut cameras = self.cameras_looking_at(at, &CameraFilter::default());
        cameras.truncate(NAMED);
        let incidents = self.nearest(&Wanted::Incidents(IncidentFilter::default()), at, NAMED, now);
        Here { areas, answers, cameras, incidents }
    }

    /// Those who are at home in this very area, chiefs first, then by row.
    pub fn people_of(&self, area: u32) -> Vec<u32> {
        let rows = (0u32..).zip(self.workers.rows());
        let mut people: Vec<u32> = rows.filter(|(_, row)| row.home == Some(area)).map(|(number, _)| number).collect();
        people.sort_by_key(|number| !self.is_chief(*number));
        people
    }

    fn is_chief(&self, worker: u32) -> bool {
        self.workers.row(worker).worker.role == Role::GridChief
    }
}
