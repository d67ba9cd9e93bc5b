//! Events go in, stay, and come out as they were.

use super::made_up::{MadeUp, append, imported, personal, stream};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use zonglan::domain::{Actor, Event, Personal, Recorded, Stream, Timestamp};
use zonglan::ledger::{Checkpoint, Ledger, LedgerError, Put, SqliteLedger};

pub(crate) fn all(ledger: &dyn Ledger) -> Vec<Recorded> {
    let mut events = Vec::new();
    ledger
        .read_after(0, &mut |event| {
            events.push(event);
            ControlFlow::Continue(())
        })
        .unwrap();
    events
}

#[test]
fn what_goes_in_comes_out_in_order() {
    for seed in 0..20 {
        let dir = tempfile::tempdir().unwrap();
        let mut made_up = MadeUp::new(seed);
        let mut ledger = SqliteLedger::open(dir.path()).unwrap();
        let mut told = Vec::new();
        let mut private: BTreeMap<Stream, Personal> = BTreeMap::new();
        for n in 0..40 {
            if n % 13 == 7 {
                ledger = reopened(ledger, dir.path());
            }
            let append = made_up.append(n);
            let appended = ledger.append(&append).unwrap();
            assert!(!appended.repeat);
            let events: Vec<_> = appended.recorded.iter().map(|r| (r.stream.clone(), r.event.clone())).collect();
            assert_eq!(events, append.events);
            told.extend(appended.recorded);
            private.extend(append.personal);
        }
        let ledger = reopened(ledger, dir.path());
        assert_eq!(all(&ledger), told, "seed {seed}");
        assert_eq!(ledger.last_seq().unwrap(), told.len() as u64);
        assert!(told.iter().enumerate().all(|(n, event)| event.seq == n as u64 + 1));
        for n in 0..6 {
            let own: Vec<_> = told.iter().filter(|event| event.stream == stream(n)).cloned().collect();
            assert!(own.iter().enumerate().all(|(n, event)| event.version as usize == n + 1));
            assert_eq!(ledger.read_stream(&stream(n)).unwrap(), own);
            assert_eq!(ledger.personal(&stream(n)).unwrap(), private.get(&stream(n)).cloned());
        }
        let mut heard = 0;
        ledger.verify(&mut |seq| heard = seq).unwrap();
        assert_eq!(heard, told.len() as u64);
    }
}

fn reopened(ledger: SqliteLedger, dir: &std::path::Path) -> SqliteLedger {
    drop(ledger);
    SqliteLedger::open(dir).unwrap()
}

#[test]
fn reading_begins_after_a_place_and_stops_when_told() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    ledger.append(&append("c1", &stream(1), 0, vec![Event::Delivered, Event::Receipted, Event::Arrived])).unwrap();
    let mut seen = Vec::new();
    let stop_at_third = &mut |event: Recorded| {
        seen.push(event.seq);
        if event.seq == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    ledger.read_after(1, stop_at_third).unwrap();
    assert_eq!(seen, [2]);
    let beside = SqliteLedger::open_read_only(dir.path()).unwrap();
    assert_eq!(all(&beside).len(), 3);
    ledger.append(&append("c2", &stream(1), 3, vec![Event::Closed])).unwrap();
    assert_eq!(beside.last_seq().unwrap(), 4, "a reader beside the writer sees what was committed");
}

#[test]
fn of_two_officers_one_wins_and_the_other_is_told_by_whom_and_what() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let to = stream(1);
    ledger.append(&append("c1", &to, 0, vec![Event::Delivered, Event::Receipted])).unwrap();
    let late = append("c2", &to, 1, vec![Event::Closed]);
    let error = ledger.append(&late).unwrap_err();
    assert_eq!(
        error.to_string(),
        "陈立 was first: incident/CL1 is at version 2 ('receipted'), not 1: look again",
        "{error:?}"
    );
    let LedgerError::Conflict { expected: 1, found: 2, by: Actor::Officer(by), at, what, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!((by.as_str(), at, what.as_str()), ("陈立", Timestamp(1_790_000_000), "receipted"));
    assert_eq!(ledger.last_seq().unwrap(), 2);
    let nowhere = ledger.append(&append("c3", &stream(2), 4, vec![Event::Closed])).unwrap_err();
    assert!(matches!(nowhere, LedgerError::Absent { expected: 4, .. }), "{nowhere:?}");
    assert!(!ledger.append(&append("c2", &to, 2, vec![Event::Closed])).unwrap().repeat, "a refused id is not used up");
}

#[test]
fn a_command_given_twice_is_carried_out_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let command = append("c1", &stream(1), 0, vec![Event::Delivered, Event::Receipted]);
    let first = ledger.append(&command).unwrap();
    ledger.append(&append("c2", &stream(1), 2, vec![Event::Closed])).unwrap();
    let mut ledger = reopened(ledger, dir.path());
    let again = ledger.append(&command).unwrap();
    assert!(again.repeat);
    assert_eq!(again.recorded, first.recorded);
    assert_eq!(ledger.last_seq().unwrap(), 3);
}

#[test]
fn an_event_that_would_not_read_back_keeps_its_whole_append_out() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let Event::IncidentImported(mut record) = imported(1) else { panic!() };
    record.file.at = Some(zonglan::domain::LonLat::new(f64::INFINITY, 0.0));
    let events = vec![Event::Delivered, Event::IncidentImported(record)];
    let error = ledger.append(&append("c1", &stream(1), 0, events)).unwrap_err();
    assert!(matches!(error, LedgerError::Unwritable { .. }), "{error:?}");
    assert_eq!(ledger.last_seq().unwrap(), 0);
}

#[test]
fn a_bulk_dropped_leaves_nothing_and_a_bulk_again_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let by = Actor::System("import".into());
    let import = |ledger: &mut SqliteLedger, count: u32, commit: bool| {
        let mut bulk = ledger.bulk(Timestamp(1), &by).unwrap();
        let told = Personal { text: Some("说了什么".into()), ..Personal::default() };
        let puts: Vec<_> = (0..count).map(|n| bulk.put(&stream(n), &imported(n), Some(&told)).unwrap()).collect();
        if commit { (puts, Some(bulk.commit().unwrap())) } else { (puts, None) }
    };
    assert_eq!(import(&mut ledger, 3, false), (vec![Put::New; 3], None));
    assert_eq!((ledger.last_seq().unwrap(), ledger.personal(&stream(0)).unwrap()), (0, None));
    assert_eq!(import(&mut ledger, 3, true), (vec![Put::New; 3], Some(3)));
    ledger.append(&append("c1", &stream(1), 1, vec![Event::Delivered])).unwrap();
    let log = || std::fs::read(dir.path().join("ledger.sqlite-wal")).unwrap();
    let before = log();
    assert_eq!(import(&mut ledger, 3, true), (vec![Put::Unchanged; 3], Some(4)));
    assert!(log() == before, "nothing is written for what is known");
    assert_eq!(
        import(&mut ledger, 4, true),
        (vec![Put::Unchanged, Put::Unchanged, Put::Unchanged, Put::New], Some(5)),
        "what came after it on the stream doesn't matter, only the last event of its type"
    );
    ledger.verify(&mut |_| ()).unwrap();
}

#[test]
fn a_bulk_tells_new_from_changed_within_itself_too() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let mut bulk = ledger.bulk(Timestamp(1), &Actor::System("import".into())).unwrap();
    let to = stream(1);
    assert_eq!(bulk.put(&to, &imported(1), None).unwrap(), Put::New);
    assert_eq!(bulk.put(&to, &imported(1), None).unwrap(), Put::Unchanged);
    assert_eq!(bulk.put(&to, &imported(2), None).unwrap(), Put::Changed);
    assert_eq!(bulk.put(&to, &Event::Delivered, None).unwrap(), Put::Changed);
    assert_eq!(bulk.put(&to, &imported(2), Some(&personal("王", "漏水"))).unwrap(), Put::Changed, "personal data only");
    assert_eq!(bulk.put(&to, &imported(2), Some(&personal("王", "漏水"))).unwrap(), Put::Unchanged);
    assert_eq!(bulk.commit().unwrap(), 3);
}

/// Whoever folds along hears just what the ledger will give back, and nothing that it had already.
#[test]
fn a_follower_hears_what_a_bulk_places() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let by = Actor::System("import".into());
    let import = |ledger: &mut SqliteLedger, numbers: std::ops::Range<u32>| -> Vec<Recorded> {
        let (follower, placed) = std::sync::mpsc::sync_channel(64);
        ledger.follow(Some(follower));
        let mut bulk = ledger.bulk(Timestamp(1), &by).unwrap();
        for n in numbers {
            bulk.put(&stream(n), &imported(n), None).unwrap();
        }
        bulk.commit().unwrap();
        ledger.follow(None);
        placed.into_iter().flat_map(|placed| placed.recorded()).collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(import(&mut ledger, 0..700), all(&ledger));
    assert_eq!(
        import(&mut ledger, 690..710).iter().map(|event| event.seq).collect::<Vec<_>>(),
        (701..=710).collect::<Vec<_>>()
    );
    assert!(import(&mut ledger, 0..710).is_empty());
}

#[test]
fn what_was_erased_is_out_of_the_files_and_stays_out() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let secret = personal("某某某", "电话里说的秘密话");
    let by = Actor::System("import".into());
    for _ in 0..2 {
        let mut bulk = ledger.bulk(Timestamp(1), &by).unwrap();
        bulk.put(&stream(1), &imported(1), Some(&secret)).unwrap();
        bulk.commit().unwrap();
    }
    assert_eq!(ledger.personal(&stream(1)).unwrap(), Some(secret.clone()));
    let somewhere = || {
        let mut files = std::fs::read_dir(dir.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.any(|bytes| bytes.windows(24).any(|part| part == "电话里说的秘密话".as_bytes()))
    };
    assert!(somewhere());
    ledger.erase_personal(&stream(1)).unwrap();
    assert!(!somewhere(), "its bytes are still in a file");
    assert_eq!(ledger.personal(&stream(1)).unwrap(), None);
    let mut bulk = ledger.bulk(Timestamp(1), &by).unwrap();
    assert_eq!(bulk.put(&stream(1), &imported(1), Some(&secret)).unwrap(), Put::Unchanged);
    bulk.commit().unwrap();
    assert_eq!(ledger.personal(&stream(1)).unwrap(), None, "an import again doesn't bring it back");
    ledger.verify(&mut |_| ()).unwrap();
}

#[test]
fn a_checkpoint_is_for_the_fold_that_made_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    ledger.append(&append("c1", &stream(1), 0, vec![Event::Delivered])).unwrap();
    assert_eq!(ledger.load_checkpoint(7).unwrap(), None);
    let mut checkpoint = Checkpoint { seq: 0, fold_version: 7, bytes: vec![1; 100_000] };
    ledger.save_checkpoint(&checkpoint).unwrap();
    (checkpoint.seq, checkpoint.bytes) = (1, vec![2; 5]);
    ledger.save_checkpoint(&checkpoint).unwrap();
    let mut ledger = reopened(ledger, dir.path());
    assert_eq!(ledger.load_checkpoint(7).unwrap(), Some(checkpoint.clone()));
    assert_eq!(ledger.load_checkpoint(8).unwrap(), None);
    checkpoint.seq = 2;
    ledger.save_checkpoint(&checkpoint).unwrap();
    assert_eq!(ledger.load_checkpoint(7).unwrap(), None, "one that knows more than the ledger is none");
}
