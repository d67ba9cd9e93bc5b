//! Where everybody was: against all fixes that ever came.

use super::{OFFSET_SECS, Pages};
use crate::county::small_county;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use zonglan::domain::{Fix, FixAge, LonLat, Timestamp};
use zonglan::ledger::Tracks;
use zonglan::picture::{Picture, TimeMachine};

/// Ten minutes before midnight UTC, so that the way crosses from one day's file into the next.
const START: i64 = 1_789_171_200 - 600;

#[test]
fn everybody_is_where_the_phone_last_was_by_then() {
    let dir = tempfile::tempdir().unwrap();
    let mut tracks = Tracks::open(dir.path()).unwrap();
    let mut dice = ChaCha8Rng::seed_from_u64(8);
    let mut all: BTreeMap<(String, i64), LonLat> = BTreeMap::new();
    for minute in 0..80 {
        let mut group = Vec::new();
        for worker in 0..10 {
            // Some are silent for long, some come late.
            if dice.random_range(0..3) == 0 || (worker == 4 && minute > 20) {
                continue;
            }
            let late = if dice.random_range(0..9) == 0 { dice.random_range(0..900) } else { 0 };
            let fixed_at = START + 60 * minute + dice.random_range(0..60) - late;
            let at = LonLat::new(f64::from(dice.random_range(118_000_000..118_100_000)) / 1e6, 36.05);
            let code = format!("W{worker}");
            all.entry((code.clone(), fixed_at)).or_insert(at);
            group.push(Fix { worker: code.as_str().into(), at, fixed_at: Timestamp(fixed_at), heading_deg: None });
        }
        tracks.append(&group).unwrap();
        if minute % 25 == 24 {
            tracks.seal(Timestamp(START + 60 * minute - 300)).unwrap();
        }
    }
    let book = small_county();
    let mut whole = Picture::new(OFFSET_SECS);
    book.events.iter().for_each(|recorded| whole.apply(recorded));
    let read = Tracks::open_read_only(dir.path());
    let mut machine = TimeMachine::new(whole, Box::new(Pages(book.events.clone())), read).unwrap();
    let mut spare = None;
    for _ in 0..60 {
        let moment = Timestamp(START + dice.random_range(-60..7_200));
        let picture = machine.picture_at(moment, spare.take(), false).unwrap();
        for row in picture.workers.rows() {
            let code = row.worker.code.to_string();
            let from = (code.clone(), moment.0 - 1_800);
            let due: Vec<(i64, LonLat)> =
                all.range(from..=(code.clone(), moment.0)).map(|((_, fixed_at), at)| (*fixed_at, *at)).collect();
            let found = row.fix.map(|fix| (fix.fixed_at.0, fix.at));
            assert_eq!(found, due.last().copied(), "{code} at {}", moment.0);
            assert_eq!(row.fix_age(moment) == FixAge::Offline, due.is_empty(), "{code}");
            // The way of the last minutes, and the fix from which it begins.
            let begins = due.iter().rposition(|(fixed_at, _)| *fixed_at <= moment.0 - 300).unwrap_or(0);
            let way = &due[begins..];
            let way: Vec<(i64, LonLat)> = way[way.len().saturating_sub(8)..].to_vec();
            let tail: Vec<(i64, LonLat)> = row.tail.iter().map(|(at, fixed_at)| (fixed_at.0, *at)).collect();
            assert_eq!(tail, way, "{code} at {}", moment.0);
        }
        assert_eq!(picture.workers.index().len(), picture.workers.rows().iter().filter(|w| w.fix.is_some()).count());
        spare = Some(picture);
    }
}
