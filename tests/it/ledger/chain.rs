//! What was changed behind the ledger's back is found.

use super::events::all;
use super::made_up::{MadeUp, append, stream};
use rusqlite::Connection;
use std::ops::ControlFlow;
use std::path::Path;
use zonglan::domain::{Event, Recorded};
use zonglan::ledger::{Ledger, LedgerError, SqliteLedger};

/// A ledger of `count` events in a file without a log beside it.
fn filled(dir: &Path, count: u32) {
    let mut ledger = SqliteLedger::open(dir).unwrap();
    for n in 1..=count {
        let result = format!("the result of number {n:03}");
        let version = (n - 1) / 3;
        ledger.append(&append(&format!("c{n}"), &stream(n % 3), version, vec![Event::Handled { result }])).unwrap();
    }
}

fn broken_at(dir: &Path) -> Option<u64> {
    match SqliteLedger::open(dir).and_then(|ledger| ledger.verify(&mut |_| ())) {
        Ok(()) => None,
        Err(LedgerError::ChainBroken { seq, .. }) => Some(seq),
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn whatever_was_edited_is_named_by_the_first_event_that_does_not_fit() {
    let edits = [
        ("UPDATE events SET body = replace(body, 'of number', 'of nummer') WHERE seq = 17", 17),
        ("UPDATE events SET at_secs = at_secs + 1 WHERE seq = 5", 5),
        ("UPDATE events SET actor = '{\"officer\":\"somebody else\"}' WHERE seq = 8", 8),
        ("UPDATE events SET command = 'c99' WHERE seq = 9", 9),
        ("UPDATE events SET stream = 'incident/CL9' WHERE seq = 10", 10),
        ("UPDATE events SET version = 90 WHERE seq = 11", 11),
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 12", 12),
        ("UPDATE events SET prev_hash = zeroblob(31) WHERE seq = 13", 13),
        ("DELETE FROM events WHERE seq = 3", 3),
        ("DELETE FROM events WHERE seq < 3", 1),
        ("UPDATE events SET at_secs = at_secs + 1 WHERE seq = 30", 30),
    ];
    for (edit, seq) in edits {
        let dir = tempfile::tempdir().unwrap();
        filled(dir.path(), 30);
        assert_eq!(broken_at(dir.path()), None);
        let db = Connection::open(dir.path().join("ledger.sqlite")).unwrap();
        assert!(db.execute(edit, []).is_err(), "the database itself keeps events from being changed");
        db.execute_batch("DROP TRIGGER events_are_never_edited; DROP TRIGGER events_are_never_deleted;").unwrap();
        // A blob stays one.
        let edit = edit.replace(
            "replace(body, 'of number', 'of nummer')",
            "CAST(replace(body, 'of number', 'of nummer') AS BLOB)",
        );
        assert!(db.execute(&edit, []).unwrap() > 0, "{edit}");
        drop(db);
        assert_eq!(broken_at(dir.path()), Some(seq), "{edit}");
    }
}

/// The events, where the ledger says that it is whole.
fn sound(dir: &Path) -> Option<Vec<Recorded>> {
    let ledger = SqliteLedger::open(dir).ok()?;
    ledger.verify(&mut |_| ()).ok()?;
    let mut events = Vec::new();
    let mut keep = |event| {
        events.push(event);
        ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut keep).ok()?;
    Some(events)
}

#[test]
fn a_flipped_bit_is_found_wherever_it_matters() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 60);
    let file = dir.path().join("ledger.sqlite");
    let bytes = std::fs::read(&file).unwrap();
    let events = all(&SqliteLedger::open(dir.path()).unwrap());
    let mut random = MadeUp::new(9);
    let mut found = 0;
    for _ in 0..250 {
        let mut flipped = bytes.clone();
        flipped[random.below(bytes.len() as u32) as usize] ^= 1 << random.below(8);
        std::fs::write(&file, &flipped).unwrap();
        match sound(dir.path()) {
            Some(there) => assert!(there == events, "something changed and nobody noticed"),
            None => found += 1,
        }
        for beside in ["ledger.sqlite-wal", "ledger.sqlite-shm"] {
            let _ = std::fs::remove_file(dir.path().join(beside));
        }
    }
    assert!(found > 50, "{found} found");
    // SQLite leaves copies of moved rows behind: every one is changed.
    let mut flipped = bytes;
    let text = b"the result of number 017";
    for at in 0..flipped.len() - text.len() {
        if &flipped[at..at + text.len()] == text {
            flipped[at] ^= 1;
        }
    }
    std::fs::write(&file, &flipped).unwrap();
    assert_eq!(broken_at(dir.path()), Some(17));
}
