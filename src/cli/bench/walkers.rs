//! People who walk for days: their turns of duty in a ledger, their phones' positions in its tracks, both by the doors
//! that a seat's store has.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use std::path::Path;
use std::time::Instant;
use zonglan::domain::{Actor, Append, Calendar, Event, Fix, LonLat, Stream, Timestamp, Worker, WorkerCode};
use zonglan::ledger::{Ledger as _, SqliteLedger, Tracks};
use zonglan::picture::Picture;
use zonglan::rhythm::{duty_key, shift};

/// Seconds between two fixes of one worker.
const PERIOD_SECS: i64 = 30;
/// Positions are made durable and packed for so many seconds at a time.
const SLOT_SECS: i64 = 600;
const DAY_SECS: i64 = 86_400;
/// A walker's pace, metres a second.
const PACE_MPS: f64 = 1.3;
/// A phone is wrong by so much an axis at the most, metres.
const PHONE_M: f64 = 4.0;
const METRES_A_DEG: f64 = 111_320.0;

/// Who walks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Each by turns, as the sample's people do.
    ByTurns,
    /// Everybody in the register, day and night.
    Everybody,
}

/// What was walked.
pub(super) struct Walked {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) fixes: usize,
    /// Comings and goings in the ledger.
    pub(super) duty_events: usize,
    /// Making and writing them took so long, s.
    pub(super) secs: f64,
    /// When most were on their way, and how many these were.
    pub(super) busiest: (Timestamp, usize),
    /// Turns of duty: who, from when until when.
    pub(super) turns: Vec<Turn>,
}

/// One turn of duty.
#[derive(Clone)]
pub(super) struct Turn {
    pub(super) worker: WorkerCode,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    home: LonLat,
}

struct Walker {
    turn: Turn,
    /// Metres east and north of home.
    at_m: (f64, f64),
    heading_deg: f64,
    rests_secs: i64,
}

/// Lets the people of a county walk for the last `days` before the end of its picture.
pub(super) fn walk(dir: &Path, picture: &Picture, days: u32, who: Who, seed: u64) -> anyhow::Result<Walked> {
    let start = Instant::now();
    let to = Timestamp(picture.latest_at.0.div_euclid(SLOT_SECS) * SLOT_SECS);
    let from = to.plus_secs(-DAY_SECS * i64::from(days));
    let mut turns = turns(picture, (from, to), who, seed);
    turns.sort_by_key(|turn| turn.from);
    let duty_events = tell_duty(dir, picture, (from, to), &turns)?;
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut tracks = Tracks::open(dir)?;
    let (mut next, mut here, mut fixes) = (0, Vec::<Walker>::new(), 0);
    let mut busiest = (from, 0);
    for slot in (from.0..to.0).step_by(SLOT_SECS as usize).map(Timestamp) {
        let end = slot.plus_secs(SLOT_SECS);
        while let Some(turn) = turns.get(next).filter(|turn| turn.from < end) {
            let heading_deg = f64::from(dice.next_u32() % 360);
            here.push(Walker { turn: turn.clone(), at_m: (0.0, 0.0), heading_deg, rests_secs: 0 });
            next += 1;
        }
        here.retain(|walker| walker.turn.to > slot);
        if here.len() > busiest.1 {
            busiest = (end, here.len());
        }
        let mut group = Vec::with_capacity(here.len() * (SLOT_SECS / PERIOD_SECS) as usize);
        for step in 0..SLOT_SECS / PERIOD_SECS {
            for (n, walker) in here.iter_mut().enumerate() {
                let fixed_at = slot.plus_secs(step * PERIOD_SECS + n as i64 % PERIOD_SECS);
                let fix = walker.step(fixed_at, &mut dice);
                group.extend((walker.turn.from..walker.turn.to).contains(&fixed_at).then_some(fix));
            }
        }
        fixes += tracks.append(&group)?.kept;
        tracks.seal(end)?;
    }
    turns.retain(|turn| turn.from >= from && turn.to <= to && turn.to.secs_since(turn.from) > DAY_SECS / 4);
    Ok(Walked { from, to, fixes, duty_events, secs: start.elapsed().as_secs_f64(), busiest, turns })
}

fn turns(picture: &Picture, (from, to): (Timestamp, Timestamp), who: Who, seed: u64) -> Vec<Turn> {
    let (zone, calendar) = (picture.tallies.zone(), Calendar::china());
    let anchor = |home: Option<u32>| home.and_then(|home| picture.areas.row(home).anchor);
    let present = picture.workers.rows().iter().filter(|row| !row.retired);
    let placed = present.filter_map(|row| Some((row, anchor(row.home)?)));
    let mut turns = Vec::new();
    for (row, home) in placed {
        let code = &row.worker.code;
        let turn = |from: Timestamp, to: Timestamp| Turn { worker: code.clone(), from, to, home };
        if who == Who::Everybody {
            turns.push(turn(from, to));
            continue;
        }
        let key = duty_key(seed, code.as_str());
        for day in zone.day(from) - 1..=zone.day(to) {
            let Some(shift) = shift(key, row.worker.role, day, &calendar) else { continue };
            let (begins, ends) = (zone.moment(shift.from).max(from), zone.moment(shift.to).min(to));
            turns.extend((begins < ends).then(|| turn(begins, ends)));
        }
    }
    turns
}

/// Puts into the register who comes and goes; at first everybody is off duty who has no turn then.
fn tell_duty(
    dir: &Path,
    picture: &Picture,
    (from, to): (Timestamp, Timestamp),
    turns: &[Turn],
) -> anyhow::Result<usize> {
    let mut changes: Vec<(Timestamp, &WorkerCode, bool)> = Vec::new();
    for turn in turns {
        changes.push((turn.from, &turn.worker, true));
        changes.extend((turn.to < to).then_some((turn.to, &turn.worker, false)));
    }
    let begins_on: std::collections::BTreeSet<&WorkerCode> =
        turns.iter().filter(|turn| turn.from <= from).map(|turn| &turn.worker).collect();
    let idle = picture.workers.rows().iter().filter(|row| row.worker.on_duty);
    changes.extend(idle.filter(|row| !begins_on.contains(&row.worker.code)).map(|row| (from, &row.worker.code, false)));
    changes.sort_by_key(|change| change.0);
    let mut ledger = SqliteLedger::open(dir)?;
    let minute = |at: Timestamp| at.0.div_euclid(60);
    let mut count = 0;
    for together in changes.chunk_by(|a, b| minute(a.0) == minute(b.0)) {
        let put = |(_, code, on_duty): &(Timestamp, &WorkerCode, bool)| {
            let row = picture.workers.row(picture.workers.number(code.as_str())?);
            let event = Event::WorkerPut(Worker { on_duty: *on_duty, ..row.worker.clone() });
            Some((Stream::of_register(&event)?, event))
        };
        let events: Vec<_> = together.iter().filter_map(put).collect();
        count += events.len();
        let at = together.last().map_or(from, |change| change.0);
        let by = Actor::System("bench".into());
        ledger.append(&Append { command: None, at, by, expected: None, events, personal: Vec::new() })?;
    }
    Ok(count)
}

impl Walker {
    /// Goes on for one period, or stands; answers what the phone says.
    fn step(&mut self, fixed_at: Timestamp, dice: &mut ChaCha8Rng) -> Fix {
        // From -1 to 1, four times.
        let thrown = dice.next_u64();
        let share = |nth: u32| f64::from((thrown >> (16 * nth)) as u16) / 32_767.5 - 1.0;
        if self.rests_secs > 0 {
            self.rests_secs -= PERIOD_SECS;
        } else {
            self.heading_deg = (self.heading_deg + 30.0 * share(0)).rem_euclid(360.0);
            let (east, north) = self.heading_deg.to_radians().sin_cos();
            self.at_m.0 += east * PACE_MPS * PERIOD_SECS as f64;
            self.at_m.1 += north * PACE_MPS * PERIOD_SECS as f64;
            // Who is a kilometre from home turns round; now and then there is something to look at.
            if self.at_m.0.hypot(self.at_m.1) > 1_000.0 {
                self.heading_deg = (-self.at_m.0).atan2(-self.at_m.1).to_degrees().rem_euclid(360.0);
            }
            if share(1) > 0.9 {
                self.rests_secs = 300;
            }
        }
        let home = self.turn.home;
        let (east_m, north_m) = (self.at_m.0 + PHONE_M * share(2), self.at_m.1 + PHONE_M * share(3));
        let lon_deg = home.lon_deg + east_m / (METRES_A_DEG * home.lat_deg.to_radians().cos());
        let at = LonLat::new(lon_deg, home.lat_deg + north_m / METRES_A_DEG);
        Fix { worker: self.turn.worker.clone(), at, fixed_at, heading_deg: Some(self.heading_deg as f32) }
    }
}
