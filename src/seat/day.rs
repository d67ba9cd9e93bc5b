//! A worker's day: whose, which day, and what the worker's phone told of it. Positions come from the disk and every look at them
//! is written down before they do (DOMAIN.md, section 7), so the seat asks and waits.

use super::link::ToReplay;
use super::{Hidden, Seat, Selection, Toast};
use crate::domain::{Fix, LonLat, Timestamp, WorkerCode};
use crate::picture::{Walk, Wanted, WorkerFilter};
use crate::spatial::Bounds;
use serde_json::{Value, json};

/// So many people near a place are offered.
const OFFERED: usize = 8;
/// The day's panel covers the lower part of the map: the track is fitted into what is left above it.
const COVERED_SHARE: f64 = 0.5;

/// What a person means about a worker's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayIntent {
    /// Offer the people near what is selected, or near the middle of the map; of a selected worker show the day at once.
    Near,
    /// Show the day of the worker in this row.
    Of(u32),
    /// Show another day, so many later.
    Step(i32),
    /// Point at this moment of the day that shows, or at none.
    Point(Option<Timestamp>),
    /// Ask once more for the day that shows.
    Again,
    /// Close it.
    Close,
}

/// How far a day's track has come.
#[derive(Clone, Debug, PartialEq)]
pub enum DayTrack {
    /// It was asked for.
    Waiting,
    /// It can't be shown: why.
    Failed(String),
    /// It is there.
    Told {
        /// What the phone told, in the order of time.
        fixes: Vec<Fix>,
        /// What that comes to.
        walk: Box<Walk>,
    },
}

/// A worker's day that shows.
#[derive(Clone, Debug, PartialEq)]
pub struct DayLook {
    /// Whose.
    pub worker: WorkerCode,
    /// From when.
    pub from: Timestamp,
    /// Until when, included: the day's end, or the moment that shows.
    pub to: Timestamp,
    /// The track.
    pub track: DayTrack,
    /// When it was asked for, by the seat's own clock, ms.
    asked_ms: i64,
}

/// The day's panel of a seat.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Day {
    /// The day that shows.
    pub look: Option<DayLook>,
    /// Whether people are offered, whose day could show.
    pub offers: bool,
    /// The moment of it that somebody points at.
    pub pointed: Option<Timestamp>,
}

/// Where somebody was at a moment of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Whereabouts {
    /// The place: between two fixes on the straight way from one to the other.
    pub at: LonLat,
    /// How fast, metres a second.
    pub speed_mps: f64,
    /// Whether that was in the home area; none where there is none.
    pub inside: Option<bool>,
}

impl DayLook {
    /// Where the worker was at a moment; none where no two fixes tell it.
    pub fn whereabouts(&self, moment: Timestamp) -> Option<Whereabouts> {
        let DayTrack::Told { fixes, walk } = &self.track else { return None };
        let next = fixes.partition_point(|fix| fix.fixed_at <= moment);
        let last = next.checked_sub(1)?;
        let (from, to) = (fixes.get(last)?, fixes.get(next).or_else(|| fixes.last())?);
        // At the last fix of all there is no step to another.
        let leg = walk.legs.get(last).or_else(|| walk.legs.last().filter(|leg| leg.to == moment))?;
        let speed_mps = leg.speed_mps?;
        let whole_secs = to.fixed_at.secs_since(from.fixed_at).max(1);
        let share = moment.secs_since(from.fixed_at) as f64 / whole_secs as f64;
        let between = |a: f64, b: f64| a + (b - a) * share.clamp(0.0, 1.0);
        let at = LonLat::new(between(from.at.lon_deg, to.at.lon_deg), between(from.at.lat_deg, to.at.lat_deg));
        Some(Whereabouts { at, speed_mps, inside: leg.inside.map(|share| share >= 0.5) })
    }
}

impl Day {
    /// Whether a track was asked for and has not come yet.
    pub fn is_waiting(&self) -> bool {
        self.look.as_ref().is_some_and(|look| look.track == DayTrack::Waiting)
    }

    /// Whether anything of it shows.
    pub fn is_open(&self) -> bool {
        self.look.is_some() || self.offers
    }
}

impl Seat {
    pub(super) fn day(&mut self, intent: DayIntent) {
        match (intent, self.selection) {
            (DayIntent::Near, Some(Selection::Worker(worker))) => self.look_at_day(worker, self.now),
            (DayIntent::Near, _) if self.day.is_open() => drop(self.close_day()),
            (DayIntent::Near, _) => {
                self.close_plots();
                self.day.offers = true;
            }
            (DayIntent::Of(worker), _) => self.look_at_day(worker, self.now),
            (DayIntent::Point(moment), _) => self.day.pointed = moment,
            (DayIntent::Close, _) => drop(self.close_day()),
            (DayIntent::Again, _) => {
                let Some(look) = &self.day.look else { return };
                if let Some(worker) = self.picture.workers.number(look.worker.as_str()) {
                    self.look_at_day(worker, look.from);
                }
            }
            (DayIntent::Step(days), _) => {
                let Some(look) = &self.day.look else { return };
                let tallies = &self.picture.tallies;
                let moment = tallies.day_start(tallies.day(look.from) + i64::from(days));
                // Nobody has walked tomorrow's way.
                if moment <= self.now
                    && let Some(worker) = self.picture.workers.number(look.worker.as_str())
                {
                    self.look_at_day(worker, moment);
                }
            }
        }
    }

    /// Asks for the day in which `moment` lies.
    fn look_at_day(&mut self, worker: u32, moment: Timestamp) {
        let Some(row) = self.picture.workers.rows().get(worker as usize) else { return };
        let worker = row.worker.code.clone();
        let tallies = &self.picture.tallies;
        let day = tallies.day(moment);
        let from = tallies.day_start(day);
        let to = tallies.day_start(day + 1).plus_secs(-1).min(self.now);
        let by = self.officer.clone();
        self.close_plots();
        self.cameras.close();
        let asked_ms = self.replay.clock_ms();
        let look = DayLook { worker: worker.clone(), from, to, track: DayTrack::Waiting, asked_ms };
        self.day = Day { look: Some(look), ..Day::default() };
        self.replay.post(ToReplay::Track { worker, from, to, by });
    }

    /// For how long the day that shows is being read, ms; none where nobody waits.
    pub fn day_awaited_for_ms(&self) -> Option<i64> {
        let look = self.day.look.as_ref().filter(|look| look.track == DayTrack::Waiting)?;
        Some(self.replay.clock_ms() - look.asked_ms)
    }

    /// Closes it; answers whether it was open.
    pub(super) fn close_day(&mut self) -> bool {
        let was_open = self.day.is_open();
        self.day = Day::default();
        was_open
    }

    /// A track came, or why it can't be shown.
    pub(super) fn take_track(&mut self, worker: &WorkerCode, from: Timestamp, track: Result<Vec<Fix>, String>) {
        // Another day may be wanted by now, or visitors have come.
        let is_wanted = |look: &DayLook| look.worker == *worker && look.from == from;
        if self.hides(Hidden::Tracks) || !self.day.look.as_ref().is_some_and(is_wanted) {
            return;
        }
        let Some(mut look) = self.day.look.take() else { return };
        look.track = match (track, self.live().workers.number(worker.as_str())) {
            (Ok(fixes), Some(number)) => {
                let walk = Box::new(self.live().walk(number, &fixes, look.from, look.to));
                self.fly_by(true, |seat| seat.fit_track(&fixes));
                DayTrack::Told { fixes, walk }
            }
            (Ok(_), None) => DayTrack::Failed(worker.to_string()),
            (Err(why), _) => {
                self.toast(Toast::NotStored(why.clone()));
                DayTrack::Failed(why)
            }
        };
        self.day.look = Some(look);
    }

    /// Brings the whole track into the part of the map that the panel leaves.
    fn fit_track(&mut self, fixes: &[Fix]) {
        let Some(bounds) = Bounds::of_points(fixes.iter().map(|fix| fix.at)) else { return };
        let least_deg = 0.004;
        let high_deg = bounds.height_deg().max(least_deg);
        let mut wide = bounds;
        for corner in [
            LonLat::new(bounds.min.lon_deg - least_deg / 2.0, bounds.max.lat_deg + high_deg * 0.1),
            LonLat::new(
                bounds.max.lon_deg + least_deg / 2.0,
                bounds.max.lat_deg - high_deg * 1.1 / (1.0 - COVERED_SHARE),
            ),
        ] {
            wide.extend(corner);
        }
        self.fit_bounds(&wide);
    }

    /// The people near what is selected, or near the middle of the map, the nearest first, with their distance, metres.
    pub fn offered_workers(&self) -> Vec<(u32, f64)> {
        let selected = self.selection.and_then(|thing| thing.at(&self.picture));
        let at: LonLat = selected.unwrap_or(self.view.center);
        let wanted = Wanted::Workers(WorkerFilter::default());
        let hits = self.picture.nearest(&wanted, at, OFFERED, self.now);
        hits.into_iter().map(|hit| (hit.id, hit.distance_m)).collect()
    }
}

/// The worker's day that shows, for scripts and tests.
pub(super) fn day_json(seat: &Seat) -> Value {
    let offers = seat.day.offers.then(|| {
        let code = |(worker, _): (u32, f64)| seat.picture.workers.row(worker).worker.code.to_string();
        seat.offered_workers().into_iter().map(code).collect::<Vec<_>>()
    });
    let Some(look) = &seat.day.look else { return json!({ "worker": null, "offers": offers }) };
    let mut value = json!({ "worker": look.worker, "from": look.from.0, "to": look.to.0, "offers": offers });
    match &look.track {
        DayTrack::Waiting => value["track"] = json!("waiting"),
        DayTrack::Failed(why) => value["track"] = json!(format!("failed: {why}")),
        DayTrack::Told { fixes, walk } => {
            value["track"] = json!("told");
            value["fixes"] = json!(fixes.len());
            value["pointed"] = json!(seat.day.pointed.map(|moment| moment.0));
            (value["stops"], value["done"]) = (json!(walk.stops.len()), json!(walk.done.len()));
            value["length_m"] = json!(walk.length_m.round());
        }
    }
    value
}
