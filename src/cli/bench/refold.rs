//! Whether a wall shows what its ledger and tracks add up to: everything read from the first event, without the
//! checkpoint, folded into a fresh picture, and counted once more matter by matter by the domain's own fold.

use super::super::site::Site;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;
use zonglan::domain::{IncidentCode, LonLat, Recorded, Standing, Timestamp, WorkerCode};
use zonglan::ledger::{Ledger, SqliteLedger, Tracks};
use zonglan::picture::{Figures, Picture};
use zonglan::seat::Seat;

const DAY_SECS: i64 = 86_400;
/// Tracks keep positions to 1e-6 degrees; half a step more is not the same place.
const SAME_PLACE_DEG: f64 = 0.6e-6;

/// What a wall shows at its moment.
pub(super) struct OnWall {
    now: Timestamp,
    seq: u64,
    hash: [u8; 32],
    figures: Figures,
    positions: Positions,
}

/// Where everybody on the map is, and since when.
type Positions = BTreeMap<WorkerCode, (Timestamp, LonLat)>;

impl OnWall {
    pub(super) fn of(seat: &Seat) -> Self {
        let (now, picture) = (seat.now, &seat.picture);
        Self {
            now,
            seq: picture.seq,
            hash: picture.hash(),
            figures: picture.figures(now),
            positions: positions(picture, now),
        }
    }
}

fn positions(picture: &Picture, now: Timestamp) -> Positions {
    let on_map = picture.workers.rows().iter().filter(|row| row.is_on_map(now));
    on_map.filter_map(|row| Some((row.worker.code.clone(), (row.fix?.fixed_at, row.fix?.at)))).collect()
}

/// Compares; `equal` says whether all of it is.
pub(super) fn compare(dir: &Path, wall: &OnWall) -> anyhow::Result<Value> {
    let started = Instant::now();
    let ledger = SqliteLedger::open_read_only(dir)?;
    let mut fresh = Picture::new(Site::load(dir)?.civil_zone()?);
    let mut recount = Recount::default();
    ledger.read_after(0, &mut |recorded| {
        fresh.apply(&recorded);
        recount.follow(&recorded);
        ControlFlow::Continue(())
    })?;
    fresh.derive();
    for fix in Tracks::open_read_only(dir).county_at(wall.now)? {
        fresh.apply_fix(&fix);
    }
    let offset_secs = Site::load(dir)?.civil_zone()?.offset_secs(wall.now);
    let counted = recount.counts(wall.now, offset_secs);
    let shown = [wall.figures.received.numerator, wall.figures.open.numerator];
    let shown: Vec<i64> = shown.into_iter().chain(wall.figures.open_by_urgency).collect();
    let there = positions(&fresh, wall.now);
    let hash = fresh.hash() == wall.hash && fresh.seq == wall.seq;
    let figures = fresh.figures(wall.now) == wall.figures;
    let places = there.len() == wall.positions.len() && there.iter().all(|(code, at)| is_same(wall, code, at));
    Ok(json!({
        "events": fresh.seq,
        "secs": (started.elapsed().as_secs_f64() * 100.0).round() / 100.0,
        "hash_is_equal": hash,
        "figures_are_equal": figures,
        "recount_is_equal": counted == shown,
        "positions": there.len(),
        "positions_are_equal": places,
        "received": shown[0], "open": shown[1],
        "equal": hash && figures && places && counted == shown,
    }))
}

fn is_same(wall: &OnWall, code: &WorkerCode, (since, at): &(Timestamp, LonLat)) -> bool {
    wall.positions.get(code).is_some_and(|(then, there)| {
        let near = |a: f64, b: f64| (a - b).abs() < SAME_PLACE_DEG;
        then == since && near(there.lon_deg, at.lon_deg) && near(there.lat_deg, at.lat_deg)
    })
}

/// The matters one by one, without the picture.
#[derive(Default)]
struct Recount(BTreeMap<IncidentCode, Standing>);

impl Recount {
    fn follow(&mut self, recorded: &Recorded) {
        if let Some(code) = recorded.stream.incident_code() {
            self.0.entry(code).or_default().follow(recorded);
        }
    }

    /// Reported on the civil day of `now`, open, and open by urgency.
    fn counts(&self, now: Timestamp, offset_secs: i32) -> Vec<i64> {
        let day = |at: Timestamp| (at.0 + i64::from(offset_secs)).div_euclid(DAY_SECS);
        let mut counts = vec![0; 6];
        for standing in self.0.values() {
            counts[0] += i64::from(day(standing.reported_at) == day(now));
            if standing.state.is_open() {
                counts[1] += 1;
                counts[2 + standing.urgency as usize] += 1;
            }
        }
        counts
    }
}
