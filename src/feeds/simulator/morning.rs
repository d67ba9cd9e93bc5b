//! The hours before life began, told afterwards: where everybody who is on duty was since the turn began. They are walked
//! backwards, from where people are first known to have been, to what they did that day, so that nothing of the life to
//! come depends on them; and told a stretch at a time, the latest first, like the backlog of a phone. A telling that was
//! broken off goes on in the next life, from the earliest that was told.

use super::Simulator;
use super::dice::Dice;
use super::inputs::{SimCounty, SimSettings, SimWorker};
use super::person::Person;
use super::plane::Spot;
use super::route::Ground;
use crate::domain::{Fix, Timestamp, WorkerCode};
use crate::rhythm::{Civil, day_shift, duty_key, shift};
use std::collections::BTreeMap;

/// So much of it is told in a second of life, seconds.
const STRETCH_SECS: i64 = 600;
/// People walk in steps of this length, and their phones tell so often, seconds.
const STEP_SECS: i64 = 10;
const FIX_PERIOD_SECS: i64 = 60;
/// Streets are so much longer than the straight line; who has somewhere to be leaves a little early, seconds.
const DETOUR: f64 = 1.4;
const EARLY_SECS: f64 = 60.0;

/// Those who walk, and down to which moment it has been told.
#[derive(Debug)]
pub(super) struct Morning {
    walkers: Vec<Walker>,
    began: Timestamp,
    told_from: Timestamp,
    dice: Dice,
}

#[derive(Debug)]
struct Walker {
    person: Person,
    /// When the turn of duty began, and from when until when of it people rest.
    since: Timestamp,
    /// From here on it is known where this one was.
    known_from: Timestamp,
    rest: Option<(i64, i64)>,
    /// What was done that day, the earliest first: the last one is the next on the way back.
    stays: Vec<Stay>,
}

#[derive(Clone, Copy, Debug)]
struct Stay {
    spot: Spot,
    from: Timestamp,
    to: Timestamp,
    is_under_way: bool,
}

impl Morning {
    /// The hours of the day of `start` before it, as far as nobody knows of them; none if all is known. `people` are
    /// those of `roster`, in its order.
    pub(super) fn new(
        seed: u64,
        start: Timestamp,
        county: SimCounty<'_>,
        settings: &SimSettings,
        (roster, people, ground): (&[&SimWorker], &[Person], &Ground),
        dice: Dice,
    ) -> Option<Self> {
        let offset_secs = i64::from(settings.utc_offset_secs);
        let today = Civil::of(start, settings.utc_offset_secs).day;
        let midnight = start.0 - Civil::of(start, settings.utc_offset_secs).second;
        let on_duty = roster.iter().zip(people).filter(|(worker, _)| worker.on_duty);
        let known: BTreeMap<&WorkerCode, &Fix> = county.known.iter().map(|fix| (&fix.worker, fix)).collect();
        let walkers = on_duty.filter_map(|(worker, person)| {
            let key = duty_key(seed, worker.code.as_str());
            let own = [today, today - 1].into_iter().filter_map(|day| shift(key, worker.role, day, &settings.calendar));
            // A register knows of people on duty who have no turn: by day they came with the others.
            let mut turns = own.chain([day_shift(key, today)]);
            let turn = turns.find(|turn| (turn.from - offset_secs..turn.to - offset_secs).contains(&start.0))?;
            let mut stays: Vec<Stay> = county
                .stays
                .iter()
                .filter(|stay| stay.worker == worker.code && stay.at.is_valid() && stay.to <= start)
                .map(|stay| Stay {
                    spot: ground.plane.spot(stay.at),
                    from: stay.from,
                    to: stay.to,
                    is_under_way: false,
                })
                .collect();
            stays.sort_by_key(|stay| (stay.to, stay.from));
            let rest = turn.rest.map(|(from, to)| (from - offset_secs, to - offset_secs));
            let since = Timestamp((turn.from - offset_secs).max(midnight));
            let mut person = person.clone();
            let known = known.get(&worker.code);
            if let Some(fix) = known {
                person.at = ground.water.ashore(ground.plane.spot(fix.at));
            }
            let known_from = known.map_or(start, |fix| fix.fixed_at.min(start));
            Some(Walker { person, since, known_from, rest, stays })
        });
        let walkers: Vec<Walker> = walkers.collect();
        let told_from = walkers.iter().map(|walker| walker.known_from).max()?;
        // A phone speaks for the first time within a period of when its turn began.
        let is_told = |walker: &Walker| walker.known_from.secs_since(walker.since) <= FIX_PERIOD_SECS + STEP_SECS;
        let is_over = walkers.iter().all(is_told);
        (!is_over).then_some(Self { walkers, began: start, told_from, dice })
    }

    /// Whether all of it has been told.
    fn is_over(&self) -> bool {
        self.walkers.iter().all(|walker| walker.since >= self.told_from.min(walker.known_from))
    }

    /// The positions of one more stretch.
    fn stretch(&mut self, ground: &mut Ground) -> Vec<Fix> {
        let until = self.told_from.plus_secs(-STRETCH_SECS);
        let mut fixes = Vec::new();
        for (place, walker) in self.walkers.iter_mut().enumerate() {
            let mut at = self.told_from.min(walker.known_from);
            while at > until.max(walker.since) {
                at = at.plus_secs(-STEP_SECS);
                walker.step(at, self.began, ground, &mut self.dice);
                // Each phone has its own step of the period.
                let (steps, own) = (FIX_PERIOD_SECS / STEP_SECS, (place as i64).wrapping_mul(7_919));
                if at >= walker.since && (at.0.div_euclid(STEP_SECS) - own).rem_euclid(steps) == 0 {
                    fixes.push(walker.fix(at, self.began, ground, &mut self.dice));
                }
            }
        }
        self.told_from = until;
        fixes.sort_by_key(|fix| fix.fixed_at);
        fixes
    }
}

impl Walker {
    /// One step back, to `at`.
    fn step(&mut self, at: Timestamp, began: Timestamp, ground: &mut Ground, dice: &mut Dice) {
        self.stays.truncate(self.stays.iter().rposition(|stay| stay.from < at).map_or(0, |last| last + 1));
        // The walk knows only clocks that go on.
        let mirrored = began.0 + (began.0 - at.0);
        let usual_mps = self.person.vehicle.speed_mps();
        if let Some(next) = self.stays.last_mut() {
            let way_secs = self.person.at.distance_m(next.spot) * DETOUR / usual_mps.max(0.1) + EARLY_SECS;
            if next.is_under_way || (at.secs_since(next.to) as f64) < way_secs {
                if !next.is_under_way {
                    next.is_under_way = true;
                    let way = ground.way(self.person.at, next.spot);
                    self.person.take_way(way);
                }
                return self.person.walk_for(STEP_SECS as f64, usual_mps);
            }
        }
        if self.rest.is_some_and(|(from, to)| (from..to).contains(&at.0)) {
            self.person.heading_deg = None;
            return;
        }
        self.person.patrol(mirrored, ground, dice, true);
        self.person.walk_for(STEP_SECS as f64, self.person.patrol_mps());
    }

    fn fix(&mut self, at: Timestamp, began: Timestamp, ground: &Ground, dice: &mut Dice) -> Fix {
        let built_up = self.person.is_between_buildings(ground);
        let mirrored = began.0 + (began.0 - at.0);
        let (east_m, north_m) = self.person.phone.error_m(mirrored, built_up, dice);
        Fix {
            worker: self.person.code.clone(),
            at: ground.plane.lonlat(self.person.at.moved(east_m, north_m)),
            fixed_at: at,
            // It went the other way.
            heading_deg: self.person.heading_deg.map(|deg| ((deg + 180.0) % 360.0) as f32),
        }
    }
}

impl Simulator {
    /// The next stretch of the hours before life began, where they are told and not all of them have been.
    pub(super) fn tell_morning(&mut self, fixes: &mut Vec<Fix>) {
        let Some(morning) = &mut self.morning else { return };
        fixes.append(&mut morning.stretch(&mut self.ground));
        if morning.is_over() {
            self.morning = None;
        }
    }
}
