//! The way of one worker through a day: where the worker stopped, how fast the worker went, how long in the home area
//! and out of it, and what was done where.

use super::Picture;
use crate::domain::{Actor, Fix, IncidentCode, LonLat, StepKind, Timestamp};
use crate::spatial::{Bounds, distance_m};
use geo::Contains;

/// Who stays within so far of where the stay began has stopped there, metres: the error of a phone's fix among houses.
const STOP_RADIUS_M: f64 = 40.0;
/// And for at least so long, seconds.
const STOP_SECS: i64 = 300;
/// Nobody knows where a worker was between two fixes farther apart than this, seconds; older ones are no longer trusted
/// on the map either (VISUAL.md).
const SILENCE_SECS: i64 = 600;
/// Faster than this nobody goes; the fix jumped, metres a second.
const JUMP_MPS: f64 = 45.0;
/// Slower than this is standing, metres a second.
const STANDING_MPS: f64 = 0.4;

/// A stay at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The middle of its fixes.
    pub at: LonLat,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// The finest area in which it lies.
    pub area: Option<u32>,
    /// The matter at which it was, where one of those done on that day lies within reach.
    pub incident: Option<IncidentCode>,
}

/// Something that the worker did.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The matter.
    pub incident: IncidentCode,
    /// What was done.
    pub kind: StepKind,
    /// When.
    pub at: Timestamp,
    /// How far from the matter the worker's phone then was, metres; none where either is not known.
    pub away_m: Option<f64>,
}

/// The step from one fix to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// When it began.
    pub from: Timestamp,
    /// When it ended.
    pub to: Timestamp,
    /// How fast, metres a second: nothing within a stay; none where nobody knows, in a silence and over a jump.
    pub speed_mps: Option<f64>,
    /// The share of it that lay in the home area; none where there is none, or where nobody knows.
    pub inside: Option<f64>,
}

/// The way of one worker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walk {
    /// How many fixes tell it.
    pub fixes: usize,
    /// How long it is, metres; jumps and silences apart.
    pub length_m: f64,
    /// Seconds on the move.
    pub moving_secs: i64,
    /// Seconds standing.
    pub standing_secs: i64,
    /// Seconds of which nobody knows: silences of more than ten minutes.
    pub silent_secs: i64,
    /// Seconds in the home area.
    pub inside_secs: i64,
    /// Seconds out of it.
    pub outside_secs: i64,
    /// Steps between fixes that nobody can have gone.
    pub jumps: usize,
    /// The stays, in the order of time.
    pub stops: Vec<Stop>,
    /// What was done, in the order of time.
    pub done: Vec<Done>,
    /// The steps between fixes, in the order of time.
    pub legs: Vec<Leg>,
}

impl Stop {
    /// Whether the step from one fix to another was made within the stay: a phone at rest trembles.
    fn holds(&self, from: &Fix, to: &Fix) -> bool {
        self.from <= from.fixed_at && to.fixed_at <= self.to
    }
}

impl Walk {
    /// The mean speed on the move, metres a second; none where there was no move.
    pub fn speed_mps(&self) -> Option<f64> {
        (self.moving_secs > 0).then(|| self.length_m / self.moving_secs as f64)
    }
}

fn leg(pair: &[Fix], speed_mps: Option<f64>, inside: Option<f64>) -> Leg {
    Leg { from: pair[0].fixed_at, to: pair[1].fixed_at, speed_mps, inside }
}

impl Picture {
    /// The way that a worker's fixes tell, in the order of time, over the territory and the matters of this picture.
    pub fn walk(&self, worker: u32, fixes: &[Fix], from: Timestamp, to: Timestamp) -> Walk {
        let mut walk = Walk { fixes: fixes.len(), ..Walk::default() };
        let home = self.workers.row(worker).home.map(|home| self.areas.row(home));
        let in_home = |at: LonLat| {
            home.map(|home| {
                let near = home.bounds.is_some_and(|bounds: Bounds| bounds.contains(at));
                near && home.outline.0.contains(&geo::Point::new(at.lon_deg, at.lat_deg))
            })
        };
        walk.done = self.done_by(worker, fixes, from, to);
        walk.stops = self.stops(fixes, &walk.done);
        for pair in fixes.windows(2) {
            let secs = pair[1].fixed_at.secs_since(pair[0].fixed_at);
            if secs > SILENCE_SECS {
                walk.silent_secs += secs;
                walk.legs.push(leg(pair, None, None));
                continue;
            }
            let length_m = distance_m(pair[0].at, pair[1].at);
            let speed_mps = length_m / secs.max(1) as f64;
            let mut told = Some(speed_mps);
            if speed_mps > JUMP_MPS {
                walk.jumps += 1;
                told = None;
            } else if speed_mps < STANDING_MPS || walk.stops.iter().any(|stop| stop.holds(&pair[0], &pair[1])) {
                walk.standing_secs += secs;
                told = Some(0.0);
            } else {
                walk.length_m += length_m;
                walk.moving_secs += secs;
            }
            // Where a step leads over the border, half of it lies on either side.
            let ends = [in_home(pair[0].at), in_home(pair[1].at)];
            let inside = ends.iter().filter(|end| **end == Some(true)).count() as i64;
            if ends[0].is_some() {
                walk.inside_secs += secs * inside / 2;
                walk.outside_secs += secs - secs * inside / 2;
            }
            walk.legs.push(leg(pair, told, ends[0].map(|_| inside as f64 / 2.0)));
        }
        walk
    }

    /// Stays: from a fix on, all that follow within reach of it (Li et al., "Mining user similarity based on location
    /// history", 2008, section 3).
    fn stops(&self, fixes: &[Fix], done: &[Done]) -> Vec<Stop> {
        let mut stops = Vec::new();
        let mut first = 0;
        while first < fixes.len() {
            let begin = &fixes[first];
            let mut end = first + 1;
            while end < fixes.len()
                && distance_m(begin.at, fixes[end].at) <= STOP_RADIUS_M
                && fixes[end].fixed_at.secs_since(fixes[end - 1].fixed_at) <= SILENCE_SECS
            {
                end += 1;
            }
            let stay = &fixes[first..end];
            let last_at = stay[stay.len() - 1].fixed_at;
            if last_at.secs_since(begin.fixed_at) < STOP_SECS {
                first += 1;
                continue;
            }
            let mean = |of: fn(&Fix) -> f64| stay.iter().map(of).sum::<f64>() / stay.len() as f64;
            let at = LonLat::new(mean(|fix| fix.at.lon_deg), mean(|fix| fix.at.lat_deg));
            let here = |done: &&Done| {
                let place = self.incidents.number(&done.incident).and_then(|number| self.incidents.row(number).at);
                let during = (begin.fixed_at..=last_at).contains(&done.at);
                during && place.is_some_and(|place| distance_m(place, at) <= 3.0 * STOP_RADIUS_M)
            };
            stops.push(Stop {
                at,
                from: begin.fixed_at,
                to: last_at,
                area: self.areas.chain_at(at).pop(),
                incident: done.iter().find(here).map(|done| done.incident.clone()),
            });
            first = end;
        }
        stops
    }

    /// What a worker did from `from` to `to`: the steps that bear the worker's name, and of histories that name nobody
    /// step by step those that whoever was sent takes.
    fn done_by(&self, worker: u32, fixes: &[Fix], from: Timestamp, to: Timestamp) -> Vec<Done> {
        use StepKind::{Arrived, Handled, Receipted};
        let by = Actor::Worker(self.workers.row(worker).worker.code.clone());
        let mut done = Vec::new();
        for row in self.incidents.rows().iter().filter(|row| row.last_at() >= from && !row.confidential) {
            let was_sent = row.worker == Some(worker) && row.trace.is_empty();
            if !was_sent && row.trace.iter().all(|step| step.by != by) {
                continue;
            }
            for step in row.steps().into_iter().filter(|step| (from..=to).contains(&step.at)) {
                let is_theirs = step.by == by || (was_sent && matches!(step.kind, Receipted | Arrived | Handled));
                if !is_theirs {
                    continue;
                }
                let before = fixes.partition_point(|fix| fix.fixed_at <= step.at).checked_sub(1).map(|n| &fixes[n]);
                let then = before.filter(|fix| step.at.secs_since(fix.fixed_at) <= SILENCE_SECS);
                let away_m = then.zip(row.at).map(|(fix, place)| distance_m(fix.at, place));
                done.push(Done { incident: row.code.clone(), kind: step.kind, at: step.at, away_m });
            }
        }
        done.sort_by(|a, b| (a.at, &a.incident).cmp(&(b.at, &b.incident)));
        done
    }
}
