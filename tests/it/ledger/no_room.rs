//! A disk that is full for a while: nothing acknowledged is lost, and what waits goes in when there is room.

use super::events::all;
use super::made_up::{append, stream};
use super::tracks::{START, fix};
use crate::tight;
use std::ops::Range;
use std::time::{Duration, Instant};
use zonglan::domain::{Event, Fix, Timestamp};
use zonglan::ledger::{FixKeeper, FixTrouble, Ledger, SqliteLedger, Tracks};

/// How many positions may wait.
const MOST: usize = 1_000;

/// One every two seconds, of 7 workers in turn: the last of 1,800 lie behind midnight.
fn fixes(numbers: Range<u32>) -> Vec<Fix> {
    numbers.map(|n| fix(n % 7, START + 2 * i64::from(n), n)).collect()
}

/// All that is in the tracks, in the order of time.
fn kept(tracks: &Tracks) -> Vec<Fix> {
    let of = |worker: u32| tracks.track(&format!("W{worker:05}").into(), Timestamp(0), Timestamp(START * 2)).unwrap();
    let mut kept: Vec<Fix> = (0..7).flat_map(of).collect();
    kept.sort_by_key(|fix| fix.fixed_at);
    kept
}

fn command(n: u32) -> zonglan::domain::Append {
    append(&format!("c{n}"), &stream(n), 0, vec![Event::Delivered, Event::Receipted])
}

#[test]
fn a_full_disk_costs_nothing_that_was_acknowledged_and_what_waits_goes_in_later() {
    let name = "ledger::no_room::a_full_disk_costs_nothing_that_was_acknowledged_and_what_waits_goes_in_later";
    tight::within(name, |disk| {
        let mut ledger = SqliteLedger::open(disk.dir()).unwrap();
        let began = Instant::now();
        let mut keeper = FixKeeper::new(Tracks::open(disk.dir()).unwrap(), MOST, began);
        let after = |secs| began + Duration::from_secs(secs);
        (0..20).for_each(|n| assert!(!ledger.append(&command(n)).unwrap().repeat));
        keeper.take(fixes(0..300), after(0));
        assert_eq!((keeper.tend(after(1)), keeper.dealt_with(), keeper.waiting()), (None, 300, 0));

        disk.fill();
        for _ in 0..3 {
            let refused = ledger.append(&command(20)).unwrap_err().to_string();
            assert!(disk.is_told(&refused), "{refused}");
        }
        keeper.take(fixes(300..800), after(10));
        match keeper.tend(after(11)) {
            Some(FixTrouble::Waiting { count: 500, why }) => assert!(disk.is_told(&why), "{why}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(keeper.patience(after(11)), Duration::from_secs(1), "tried again a second later");
        for secs in 12..70 {
            assert_eq!(keeper.tend(after(secs)), None, "told once a minute, not at each of the tries");
        }
        assert_eq!((keeper.dealt_with(), keeper.waiting()), (300, 500));
        // More than may wait: the oldest go, and that is told.
        keeper.take(fixes(800..1_800), after(70));
        assert_eq!((keeper.dealt_with(), keeper.waiting()), (800, MOST));
        assert!(matches!(keeper.tend(after(72)), Some(FixTrouble::Lost { count: 500, .. })));
        // Whoever looks beside sees all that was acknowledged.
        assert_eq!(all(&SqliteLedger::open_read_only(disk.dir()).unwrap()).len(), 40);
        assert!(kept(&Tracks::open_read_only(disk.dir())) == fixes(0..300));

        disk.free();
        assert_eq!((keeper.tend(after(73)), keeper.dealt_with(), keeper.waiting()), (None, 1_800, 0));
        assert!(!ledger.append(&command(20)).unwrap().repeat, "the very command that was refused");

        // A day that begins on a full disk has no file yet.
        disk.fill();
        let next_day = fix(3, START + 2 * 86_400, 9);
        keeper.take(vec![next_day.clone()], after(80));
        assert!(matches!(keeper.tend(after(81)), Some(FixTrouble::Waiting { count: 1, .. })));
        disk.free();
        assert_eq!((keeper.tend(after(82)), keeper.waiting()), (None, 0));

        drop((ledger, keeper));
        let ledger = SqliteLedger::open(disk.dir()).unwrap();
        ledger.verify(&mut |_| ()).unwrap();
        assert_eq!(all(&ledger).len(), 42);
        let due: Vec<Fix> = [fixes(0..300), fixes(800..1_800), vec![next_day]].concat();
        assert!(kept(&Tracks::open(disk.dir()).unwrap()) == due, "all that was not told as lost, and nothing else");
    });
}

#[test]
fn what_can_not_be_kept_at_the_end_is_told_as_lost() {
    tight::within("ledger::no_room::what_can_not_be_kept_at_the_end_is_told_as_lost", |disk| {
        let began = Instant::now();
        let mut keeper = FixKeeper::new(Tracks::open(disk.dir()).unwrap(), MOST, began);
        keeper.take(fixes(0..10), began);
        assert_eq!(keeper.finish(began), None, "the end waits for no group");
        disk.fill();
        keeper.take(fixes(10..50), began);
        match keeper.finish(began) {
            Some(FixTrouble::Lost { count: 40, why }) => assert!(disk.is_told(&why), "{why}"),
            other => panic!("{other:?}"),
        }
        disk.free();
        assert!(kept(&Tracks::open(disk.dir()).unwrap()) == fixes(0..10));
    });
}

#[test]
fn a_damaged_day_holds_up_no_other_and_goes_in_when_it_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (tracks, began) = (Tracks::open(dir.path()).unwrap(), Instant::now());
    let day = |secs: i64| (0..40).map(move |n| fix(n % 7, START + secs + i64::from(n), n)).collect::<Vec<Fix>>();
    let (bad, good) = (day(0), day(3 * 86_400));
    // The day's file, as its first position would make it.
    let damaged = {
        let whole = tempfile::tempdir().unwrap();
        Tracks::open(whole.path()).unwrap().append(&bad[..1]).unwrap();
        let folder = std::fs::read_dir(whole.path().join(zonglan::ledger::TRACKS_FOLDER)).unwrap();
        let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        dir.path().join(zonglan::ledger::TRACKS_FOLDER).join(names.filter(|name| name.starts_with("20")).min().unwrap())
    };
    std::fs::write(&damaged, b"this is not a database, though it is long enough to be one: ".repeat(9)).unwrap();
    let mut keeper = FixKeeper::new(tracks, MOST, began);
    let after = |secs| began + Duration::from_secs(secs);
    keeper.take([bad.clone(), good.clone()].concat(), began);
    assert!(matches!(keeper.tend(after(1)), Some(FixTrouble::Waiting { count: 40, .. })));
    assert_eq!((keeper.dealt_with(), keeper.waiting()), (40, 40));
    std::fs::remove_file(&damaged).unwrap();
    assert_eq!((keeper.tend(after(2)), keeper.dealt_with(), keeper.waiting()), (None, 80, 0));
    drop(keeper);
    assert!(kept(&Tracks::open(dir.path()).unwrap()) == [bad, good].concat());
}

#[test]
fn groups_are_made_durable_by_time_and_by_number() {
    let dir = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let mut keeper = FixKeeper::new(Tracks::open(dir.path()).unwrap(), MOST, began);
    let after = |ms| began + Duration::from_millis(ms);
    assert!(keeper.patience(began) > Duration::from_secs(60), "nothing waits: nobody need wake up");
    keeper.take(fixes(0..5), after(0));
    keeper.take(fixes(5..9), after(900));
    assert_eq!((keeper.tend(after(999)), keeper.dealt_with()), (None, 0), "within a second they wait for each other");
    assert_eq!(keeper.patience(after(999)), Duration::from_millis(1));
    assert_eq!((keeper.tend(after(1_000)), keeper.dealt_with()), (None, 9), "counted from the oldest");
    // A flood does not wait for its second, and is not cut by the bound on what waits in trouble.
    keeper.take(fixes(9..20_009), after(2_000));
    assert_eq!((keeper.tend(after(2_001)), keeper.dealt_with(), keeper.waiting()), (None, 20_009, 0));
    assert!(kept(&Tracks::open_read_only(dir.path())) == fixes(0..20_009));
}

/// A county that lives through an hour within a second of ours must not pile up an hour of rows.
#[test]
fn chunks_are_sealed_by_the_time_of_the_positions() {
    let dir = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let mut keeper = FixKeeper::new(Tracks::open(dir.path()).unwrap(), MOST, began);
    // From 8 UTC on, so that one file has it all.
    let at = |n: u32| fix(n % 7, START - 8 * 3_600 + i64::from(n), n);
    for minute in 0..60 {
        let now = began + Duration::from_secs(minute);
        keeper.take((60 * minute as u32..60 * (minute as u32 + 1)).map(at).collect(), now);
        assert_eq!(keeper.tend(now + Duration::from_secs(1)), None);
    }
    let day = std::fs::read_dir(dir.path().join(zonglan::ledger::TRACKS_FOLDER)).unwrap();
    let day = day.map(|entry| entry.unwrap().path()).find(|path| path.extension().is_some_and(|of| of == "sqlite"));
    let db = rusqlite::Connection::open(day.unwrap()).unwrap();
    let raw: i64 = db.query_row("SELECT count(*) FROM raw", [], |row| row.get(0)).unwrap();
    assert!((600..1_900).contains(&raw), "{raw} rows are raw: those of the last 10 to 30 minutes");
    drop((db, keeper));
    let kept = kept(&Tracks::open(dir.path()).unwrap());
    assert!(kept == (0..3_600).map(at).collect::<Vec<_>>(), "and none is lost");
}
