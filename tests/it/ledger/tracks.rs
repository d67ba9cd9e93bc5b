//! Fixes go in once and come out, raw or sealed, whenever they came.

use super::made_up::MadeUp;
use std::collections::BTreeMap;
use zonglan::domain::{Fix, LonLat, Timestamp, WorkerCode};
use zonglan::ledger::{FixesKept, LedgerError, TRACKS_FOLDER, Tracks};

/// Half an hour before midnight UTC.
pub(crate) const START: i64 = 1_789_084_800 + 86_400 - 1_800;

pub(crate) fn fix(worker: u32, fixed_at: i64, east: u32) -> Fix {
    Fix {
        worker: format!("W{worker:05}").into(),
        at: LonLat::new(f64::from(116_000_000 + east) / 1e6, 31.25),
        fixed_at: Timestamp(fixed_at),
        heading_deg: None,
    }
}

/// What should be there: by worker and time, the one that came first.
type Truth = BTreeMap<(WorkerCode, i64), Fix>;

fn check(tracks: &Tracks, truth: &Truth, seed: u64) {
    let mut made_up = MadeUp::new(seed);
    for worker in 0..40 {
        let code = WorkerCode::from(format!("W{:05}", worker * 17));
        let from = START - 600 + i64::from(made_up.below(4_000));
        let to = from + i64::from(made_up.below(3_000));
        let due: Vec<_> = truth.range((code.clone(), from)..=(code.clone(), to)).map(|(_, fix)| fix.clone()).collect();
        assert_eq!(tracks.track(&code, Timestamp(from), Timestamp(to)).unwrap(), due, "{code} {from}..={to}");
    }
    for _ in 0..12 {
        let at = START + i64::from(made_up.below(6_000));
        let mut due: BTreeMap<&WorkerCode, &Fix> = BTreeMap::new();
        for ((code, _), fix) in truth.iter().filter(|((_, fixed_at), _)| (at - 1_800..=at).contains(fixed_at)) {
            due.insert(code, fix);
        }
        let due: Vec<_> = due.into_values().cloned().collect();
        let found = tracks.county_at(Timestamp(at)).unwrap();
        let odd = found.iter().zip(&due).find(|(found, due)| found != due);
        assert!(odd.is_none() && found.len() == due.len(), "at {at}: {} for {}, {odd:?}", found.len(), due.len());
    }
}

#[test]
fn fixes_come_out_as_they_went_in_raw_and_sealed_late_and_twice_over_midnight() {
    let dir = tempfile::tempdir().unwrap();
    let mut tracks = Tracks::open(dir.path()).unwrap();
    let mut made_up = MadeUp::new(3);
    let mut truth = Truth::new();
    for minute in 0..90 {
        let mut group = Vec::new();
        for _ in 0..400 {
            // Most are new; some come up to half an hour late, some were told before.
            let late = if made_up.below(8) == 0 { i64::from(made_up.below(1_800)) } else { 0 };
            let at = START + minute * 60 + i64::from(made_up.below(60)) - late;
            group.push(fix(made_up.below(680), at, made_up.below(200_000)));
        }
        let kept = tracks.append(&group).unwrap();
        assert_eq!((kept.kept + kept.repeated, kept.refused), (400, 0));
        for fix in group {
            truth.entry((fix.worker.clone(), fix.fixed_at.0)).or_insert(fix);
        }
        if minute % 13 == 5 {
            tracks.seal(Timestamp(START + minute * 60)).unwrap();
        }
        if minute % 30 == 29 {
            check(&tracks, &truth, minute as u64);
            check(&Tracks::open_read_only(dir.path()), &truth, minute as u64 + 1);
            tracks = reopened(tracks, dir.path());
        }
    }
    tracks.seal(Timestamp(START + 100_000)).unwrap();
    check(&tracks, &truth, 100);
    assert_eq!(tracks.seal(Timestamp(START + 100_000)).unwrap(), 0, "nothing is left raw");
    let repeated: Vec<_> = truth.values().take(50).cloned().collect();
    tracks.append(&repeated).unwrap();
    check(&reopened(tracks, dir.path()), &truth, 101);
}

fn reopened(tracks: Tracks, dir: &std::path::Path) -> Tracks {
    drop(tracks);
    Tracks::open(dir).unwrap()
}

/// At most 6 bytes a fix once all is packed: the raw rows' room is given back, too.
#[test]
fn a_day_that_is_over_takes_what_its_chunks_take() {
    let dir = tempfile::tempdir().unwrap();
    let mut tracks = Tracks::open(dir.path()).unwrap();
    let midnight = START + 1_800;
    let mut made_up = MadeUp::new(8);
    let mut east: Vec<u32> = (0..500).map(|_| made_up.below(200_000)).collect();
    let mut count = 0;
    for round in 0..80 {
        let mut step = |(worker, east): (usize, &mut u32)| {
            *east += made_up.below(600);
            fix(worker as u32, midnight + round * 30, *east)
        };
        let group: Vec<_> = east.iter_mut().enumerate().map(&mut step).collect();
        count += tracks.append(&group).unwrap().kept;
    }
    let bytes = |dir: &std::path::Path| -> u64 {
        let files = std::fs::read_dir(dir.join(TRACKS_FOLDER)).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
    };
    let raw = reopened(tracks, dir.path());
    assert!(bytes(dir.path()) > 20 * count as u64, "raw rows take more than what is aimed at");
    let mut tracks = raw;
    tracks.seal(Timestamp(midnight + 4_000)).unwrap();
    drop(tracks);
    let (bytes, most) = (bytes(dir.path()), 6 * count as u64);
    assert!(bytes <= most, "{bytes} bytes for {count} fixes, {most} at most");
}

#[test]
fn a_fix_from_nowhere_or_never_costs_itself() {
    let dir = tempfile::tempdir().unwrap();
    let mut tracks = Tracks::open(dir.path()).unwrap();
    let mut nowhere = fix(1, START, 0);
    nowhere.at.lat_deg = f64::NAN;
    let group = [fix(1, START, 0), nowhere, fix(1, 5, 0), fix(1, i64::MAX, 0), fix(1, START, 9)];
    assert_eq!(tracks.append(&group).unwrap(), FixesKept { kept: 1, repeated: 1, refused: 3 });
    assert_eq!(tracks.county_at(Timestamp(START)).unwrap(), [fix(1, START, 0)]);
    for at in [i64::MIN, 0, i64::MAX] {
        assert_eq!(tracks.county_at(Timestamp(at)).unwrap(), []);
    }
    let ever = (Timestamp(i64::MIN), Timestamp(i64::MAX));
    assert_eq!(tracks.track(&"W00001".into(), ever.0, ever.1).unwrap().len(), 1);
    assert_eq!(tracks.track(&"nobody".into(), ever.0, ever.1).unwrap(), []);
}

#[test]
fn whole_days_go_when_their_time_is_up() {
    let dir = tempfile::tempdir().unwrap();
    let mut tracks = Tracks::open(dir.path()).unwrap();
    tracks.append(&[fix(1, START, 0), fix(1, START + 86_400, 1), fix(1, START + 172_800, 2)]).unwrap();
    let names = || {
        let files = std::fs::read_dir(dir.path().join(TRACKS_FOLDER)).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name.ends_with(".sqlite"));
        names.sort();
        names
    };
    assert_eq!(names(), ["2026-09-11.sqlite", "2026-09-12.sqlite", "2026-09-13.sqlite"]);
    assert_eq!(tracks.unlink_before(Timestamp(START + 86_400)).unwrap(), 1, "a day that hasn't ended stays");
    assert_eq!(names(), ["2026-09-12.sqlite", "2026-09-13.sqlite"]);
    let left = tracks.track(&"W00001".into(), Timestamp(0), Timestamp(START * 2)).unwrap();
    assert_eq!(left, [fix(1, START + 86_400, 1), fix(1, START + 172_800, 2)]);
}

#[test]
fn a_damaged_day_costs_itself() {
    let dir = tempfile::tempdir().unwrap();
    let day = dir.path().join(TRACKS_FOLDER).join("2026-09-11.sqlite");
    let mut tracks = Tracks::open(dir.path()).unwrap();
    tracks.append(&[fix(1, START, 0)]).unwrap();
    drop(tracks);
    std::fs::write(&day, b"this is not a database, though it is long enough to be one: ".repeat(9)).unwrap();
    let mut tracks = Tracks::open(dir.path()).unwrap();
    tracks.append(&[fix(1, START + 86_400, 0)]).unwrap();
    let error = tracks.seal(Timestamp(START + 172_800)).unwrap_err();
    assert!(matches!(&error, LedgerError::NotOurs { path, .. } if *path == day), "{error:?}");
    assert!(tracks.append(&[fix(1, START, 0)]).is_err(), "nothing is acknowledged for that day");
    assert_eq!(tracks.county_at(Timestamp(START + 86_400)).unwrap(), [fix(1, START + 86_400, 0)]);
}
