//! What lies in a shape, or was picked one by one, in the picture that shows.

use super::{Asked, Picked};
use crate::domain::{CameraState, IncidentCode, LonLat, Timestamp};
use crate::picture::{Wanted, WorkerFilter, WorkerState};
use crate::seat::{Hidden, Seat, Selection};
use crate::spatial::Shape;
use std::collections::BTreeSet;

/// How many of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open matters by urgency; confidential ones are not among them.
    pub urgencies: [usize; 4],
    /// How many of these are overdue.
    pub overdue: usize,
    /// Workers who could be sent.
    pub free: usize,
    /// Workers who were sent somewhere.
    pub on_task: usize,
    /// Workers on duty of whom nobody knows where they are by now.
    pub offline: usize,
    /// Cameras; none where they are kept from visitors.
    pub cameras: Option<usize>,
    /// How many of these answer.
    pub online: usize,
}

impl Counts {
    /// Open matters.
    pub fn incidents(&self) -> usize {
        self.urgencies.iter().sum()
    }

    /// Workers on duty.
    pub fn workers(&self) -> usize {
        self.free + self.on_task + self.offline
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Within {
    /// How many.
    pub counts: Counts,
    /// Open matters, the most urgent first, of these the first to be late.
    pub incidents: Vec<u32>,
    /// Workers on duty: who is free, who is busy, who is offline.
    pub workers: Vec<u32>,
    /// Cameras, those that answer first.
    pub cameras: Vec<u32>,
    /// Areas no larger than the shape whose middle lies in it, coarsest first.
    pub areas: Vec<u32>,
    /// Confidential open matters of these areas: a count of whole areas gives no place away. None where it is kept from
    /// visitors.
    pub confidential: Option<usize>,
}

impl Seat {
    /// What lies in a shape, counted: quick enough for every movement of a hand.
    pub fn counts_within(&self, shape: &Shape) -> Counts {
        let [incidents, workers, cameras] = self.things_within(shape);
        self.counted(&incidents, &workers, &cameras)
    }

    /// What lies in a shape, in order.
    pub fn within(&self, shape: &Shape) -> Within {
        let [incidents, workers, cameras] = self.things_within(shape);
        let areas = self.areas_within(shape);
        let among: BTreeSet<u32> = areas.iter().copied().collect();
        let is_kept = |number: &u32| {
            let row = self.picture.incidents.row(*number);
            row.confidential && row.grid.is_some_and(|grid| among.contains(&grid))
        };
        let told = !self.hides(Hidden::Confidential);
        let confidential = told.then(|| self.picture.incidents.open().filter(is_kept).count());
        Within { areas, confidential, ..self.in_order(incidents, workers, cameras) }
    }

    /// What lies in what was asked about, or was picked; none where nothing is asked.
    pub fn within_asked(&self) -> Option<Within> {
        match self.tools.asked.as_ref()? {
            Asked::Shape { shape, .. } => Some(self.within(shape)),
            Asked::Several(picked) => {
                let things: Vec<Selection> = self.picked(picked).collect();
                let of = |kind: fn(&Selection) -> Option<u32>| things.iter().filter_map(kind).collect::<Vec<u32>>();
                let incidents = of(|thing| if let Selection::Incident(n) = thing { Some(*n) } else { None });
                let workers = of(|thing| if let Selection::Worker(n) = thing { Some(*n) } else { None });
                let cameras = of(|thing| if let Selection::Camera(n) = thing { Some(*n) } else { None });
                Some(self.in_order(incidents, workers, cameras))
            }
        }
    }

    /// The picked things that the picture on show has and that may be shown.
    pub fn picked<'a>(&'a self, picked: &'a [Picked]) -> impl Iterator<Item = Selection> + 'a {
        let number = |code: &IncidentCode| self.picture.incidents.number(code);
        let thing = move |picked: &Picked| match picked {
            Picked::Incident(code) => number(code).map(Selection::Incident),
            Picked::Worker(number) => Some(Selection::Worker(*number)),
            Picked::Camera(number) => Some(Selection::Camera(*number)),
        };
        picked.iter().filter_map(thing).filter(|thing| !self.hides_thing(*thing))
    }

    fn things_within(&self, shape: &Shape) -> [Vec<u32>; 3] {
        let on_duty = vec![WorkerState::OnDuty, WorkerState::OnTask, WorkerState::Offline];
        let ask = |wanted: Wanted| {
            let found = self.picture.within(&wanted, shape, self.now);
            found.into_iter().map(|found| found.id).collect::<Vec<u32>>()
        };
        let cameras = match self.hides(Hidden::Cameras) {
            true => Vec::new(),
            false => ask(Wanted::Cameras(Default::default())),
        };
        [
            ask(Wanted::Incidents(Default::default())),
            ask(Wanted::Workers(WorkerFilter { states: on_duty, ..WorkerFilter::default() })),
            cameras,
        ]
    }

    fn areas_within(&self, shape: &Shape) -> Vec<u32> {
        let (holds, bounds, size_km2) = (shape.holder(), shape.bounds(), shape.area_m2() / 1e6);
        let rows = (0u32..).zip(self.picture.areas.rows());
        let is_in = |at: LonLat| bounds.is_some_and(|bounds| bounds.contains(at)) && holds(at);
        let within =
            rows.filter(|(_, row)| row.is_present() && row.area_km2 <= size_km2 && row.anchor.is_some_and(is_in));
        let mut areas: Vec<u32> = within.map(|(number, _)| number).collect();
        let row = |number: &u32| self.picture.areas.row(*number);
        areas.sort_by(|a, b| (row(a).level, &row(a).code).cmp(&(row(b).level, &row(b).code)));
        areas
    }

    fn counted(&self, incidents: &[u32], workers: &[u32], cameras: &[u32]) -> Counts {
        let (picture, now) = (&self.picture, self.now);
        let mut counts = Counts::default();
        for row in incidents.iter().map(|number| picture.incidents.row(*number)) {
            counts.urgencies[row.urgency as usize] += 1;
            counts.overdue += usize::from(row.is_overdue(now));
        }
        for number in workers {
            match picture.workers.row(*number).state(now) {
                WorkerState::OnDuty => counts.free += 1,
                WorkerState::OnTask => counts.on_task += 1,
                WorkerState::Offline | WorkerState::OffDuty => counts.offline += 1,
            }
        }
        let online = |number: &&u32| picture.cameras.rows()[**number as usize].state == CameraState::Online;
        counts.cameras = (!self.hides(Hidden::Cameras)).then_some(cameras.len());
        counts.online = cameras.iter().filter(online).count();
        counts
    }

    fn in_order(&self, mut incidents: Vec<u32>, mut workers: Vec<u32>, mut cameras: Vec<u32>) -> Within {
        let (picture, now) = (&self.picture, self.now);
        let counts = self.counted(&incidents, &workers, &cameras);
        incidents.sort_by_cached_key(|number| {
            let row = picture.incidents.row(*number);
            let due = row.due_at().or(row.deadline_at).unwrap_or(Timestamp(i64::MAX));
            (row.urgency, due, row.reported_at(), *number)
        });
        workers.sort_by_cached_key(|number| {
            let row = picture.workers.row(*number);
            let place = WorkerState::ALL.iter().position(|state| *state == row.state(now));
            (place, row.worker.code.clone())
        });
        cameras.sort_by_cached_key(|number| {
            let camera = &picture.cameras.rows()[*number as usize];
            (CameraState::ALL.iter().position(|state| *state == camera.state), camera.code.clone())
        });
        Within { counts, incidents, workers, cameras, ..Within::default() }
    }
}
