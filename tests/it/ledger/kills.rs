//! Killed with -9 at random moments, again and again: what was acknowledged is there, nothing is half.
//!
//! A child process writes and says each number after the write returned; the parent kills it.
//! `ZONGLAN_KILLS=50` for more rounds.

use super::events::all;
use super::made_up::{MadeUp, append, imported, personal, stream};
use super::tracks::{START, fix};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use zonglan::domain::{Actor, Draft, Event, Fix, Timestamp};
use zonglan::ledger::{DataDir, Drafts, KeptDraft, Ledger, SqliteLedger, Tracks};

const WHAT: &str = "ZONGLAN_TEST_KILL_WHAT";
const DIR: &str = "ZONGLAN_TEST_KILL_DIR";
const BULK_EVENTS: u32 = 400;
const GROUP_FIXES: i64 = 40;

/// The child's body; without its variables it is no test. Goes on until it is killed.
#[test]
fn the_one_that_is_killed() {
    let (Some(what), Some(dir)) = (std::env::var_os(WHAT), std::env::var_os(DIR).map(PathBuf::from)) else { return };
    let _held = DataDir::open(&dir).unwrap();
    match what.to_str() {
        Some("commands") => {
            let mut ledger = SqliteLedger::open(&dir).unwrap();
            for n in next_number(&ledger).. {
                let mut command = append(&format!("c{n}"), &stream(n), 0, events_of(n));
                command.by = Actor::System(n.to_string());
                command.personal = vec![(stream(n), personal(&n.to_string(), "说的话"))];
                assert!(!ledger.append(&command).unwrap().repeat);
                say(n);
            }
        }
        Some("bulks") => {
            let mut ledger = SqliteLedger::open(&dir).unwrap();
            for n in next_number(&ledger).. {
                let mut bulk = ledger.bulk(Timestamp(1), &Actor::System(n.to_string())).unwrap();
                for k in 0..BULK_EVENTS {
                    let told = personal(&n.to_string(), "说的话");
                    bulk.put(&stream(n * BULK_EVENTS + k), &imported(n), Some(&told)).unwrap();
                }
                bulk.commit().unwrap();
                say(n);
            }
        }
        Some("drafts") => {
            let mut drafts = Drafts::open(&dir).unwrap();
            for n in next_draft(&drafts).. {
                drafts.keep(&draft(n)).unwrap();
                say(n);
                if n % 9 == 8 {
                    // The next one takes its place.
                    drafts.erase(&draft(n - 4).name).unwrap();
                }
            }
        }
        _ => {
            let mut tracks = Tracks::open(&dir).unwrap();
            for n in next_group(&tracks).. {
                assert_eq!(tracks.append(&group(n)).unwrap().kept, GROUP_FIXES as usize);
                say(n);
                if n % 7 == 0 {
                    tracks.seal(Timestamp(START + i64::from(n) * GROUP_FIXES)).unwrap();
                }
            }
        }
    }
}

fn say(n: u32) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "acknowledged {n}").and_then(|()| out.flush()).unwrap();
}

fn next_number(ledger: &SqliteLedger) -> u32 {
    all(ledger).last().map_or(0, |event| event.by.to_string().parse::<u32>().unwrap() + 1)
}

fn events_of(n: u32) -> Vec<Event> {
    vec![Event::Delivered, Event::Receipted, Event::Arrived, Event::Closed][..=(n % 4) as usize].to_vec()
}

/// A second each, 7 workers in turn.
fn group(n: u32) -> Vec<Fix> {
    let first = i64::from(n) * GROUP_FIXES;
    (first..first + GROUP_FIXES).map(|k| fix((k % 7) as u32, START + k, (k % 100_000) as u32)).collect()
}

/// One of five forms, each filled in again and again.
fn draft(n: u32) -> KeptDraft {
    let form =
        Draft { text: format!("{n}号积水；").repeat(200), reporter_name: Some(n.to_string()), ..Draft::default() };
    KeptDraft {
        name: format!("D{}", n % 5),
        by: Actor::System(n.to_string()),
        changed_at: Timestamp(n.into()),
        draft: form,
    }
}

fn next_draft(drafts: &Drafts) -> u32 {
    drafts.all().unwrap().first().map_or(0, |newest| newest.changed_at.0 as u32 + 1)
}

fn fixes(tracks: &Tracks) -> BTreeMap<i64, Fix> {
    let mut found = BTreeMap::new();
    for worker in 0..7 {
        for fix in tracks.track(&format!("W{worker:05}").into(), Timestamp(0), Timestamp(START * 2)).unwrap() {
            assert!(found.insert(fix.fixed_at.0, fix).is_none(), "twice");
        }
    }
    found
}

fn next_group(tracks: &Tracks) -> u32 {
    fixes(tracks).last_key_value().map_or(0, |(at, _)| ((at - START) / GROUP_FIXES) as u32 + 1)
}

/// Runs the child, kills it about when it has acknowledged `after` more, and answers with all it acknowledged.
fn kill_one(what: &str, dir: &Path, after: u32, nap_us: u32) -> Vec<u32> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "ledger::kills::the_one_that_is_killed", "--nocapture"])
        .env(WHAT, what)
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut told = Vec::new();
    let mut killed = false;
    let mut line = String::new();
    // A last line without its end was cut off while it was said.
    while out.read_line(&mut line).unwrap() > 0 && line.ends_with('\n') {
        if let Some((_, n)) = line.trim().split_once("acknowledged ") {
            told.push(n.parse().unwrap());
        }
        if told.len() as u32 >= after && !killed {
            std::thread::sleep(std::time::Duration::from_micros(nap_us.into()));
            child.kill().unwrap();
            killed = true;
        }
        line.clear();
    }
    let status = child.wait().unwrap();
    assert!(killed && !status.success(), "the child ended by itself: {status}");
    told
}

fn rounds() -> u32 {
    std::env::var("ZONGLAN_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(12)
}

/// How many events each number has; the ledger must be whole.
fn counted(dir: &Path) -> BTreeMap<u32, usize> {
    let _held = DataDir::open(dir).unwrap();
    let ledger = SqliteLedger::open(dir).unwrap();
    ledger.verify(&mut |_| ()).unwrap();
    let mut counts = BTreeMap::new();
    for event in all(&ledger) {
        let n: u32 = event.by.to_string().parse().unwrap();
        *counts.entry(n).or_insert(0) += 1;
        let private = ledger.personal(&event.stream).unwrap();
        assert_eq!(private, Some(personal(&n.to_string(), "说的话")), "personal data go in with their events");
    }
    counts
}

#[test]
fn killed_while_commands_come() {
    let dir = tempfile::tempdir().unwrap();
    let mut random = MadeUp::new(31);
    let mut told = 0;
    for round in 0..rounds() {
        let acknowledged = kill_one("commands", dir.path(), 1 + random.below(25), random.below(6_000));
        told += acknowledged.len();
        let counts = counted(dir.path());
        assert!(acknowledged.iter().all(|n| counts.contains_key(n)), "round {round}: acknowledged and gone");
        for (n, count) in &counts {
            assert_eq!(*count, events_of(*n).len(), "round {round}: command {n} is half there");
        }
        let mut ledger = SqliteLedger::open(dir.path()).unwrap();
        for n in acknowledged {
            let again = ledger.append(&append(&format!("c{n}"), &stream(n), 0, events_of(n))).unwrap();
            assert!(again.repeat && again.recorded.len() == events_of(n).len());
        }
    }
    eprintln!("commands: {} kills, {told} acknowledged, none lost", rounds());
}

#[test]
fn killed_while_imports_run() {
    let dir = tempfile::tempdir().unwrap();
    let mut random = MadeUp::new(32);
    let mut told = 0;
    for round in 0..rounds() {
        let acknowledged = kill_one("bulks", dir.path(), 1 + random.below(3), random.below(25_000));
        told += acknowledged.len();
        let counts = counted(dir.path());
        assert!(acknowledged.iter().all(|n| counts.contains_key(n)), "round {round}: acknowledged and gone");
        assert!(counts.values().all(|count| *count == BULK_EVENTS as usize), "round {round}: half: {counts:?}");
    }
    eprintln!("imports: {} kills, {told} acknowledged, none lost", rounds());
}

#[test]
fn killed_while_fixes_come_and_are_sealed() {
    let dir = tempfile::tempdir().unwrap();
    let mut random = MadeUp::new(33);
    let mut told = 0;
    for round in 0..rounds() {
        let acknowledged = kill_one("tracks", dir.path(), 1 + random.below(40), random.below(8_000));
        told += acknowledged.len();
        let found = fixes(&Tracks::open(dir.path()).unwrap());
        let there = next_group(&Tracks::open(dir.path()).unwrap());
        assert!(acknowledged.iter().all(|n| *n < there), "round {round}: acknowledged and gone");
        let due: BTreeMap<i64, Fix> = (0..there).flat_map(group).map(|fix| (fix.fixed_at.0, fix)).collect();
        assert!(found == due, "round {round}: {} fixes where {} are due", found.len(), due.len());
    }
    eprintln!("tracks: {} kills, {told} groups acknowledged, none lost", rounds());
}

#[test]
fn killed_while_forms_are_filled_in() {
    let dir = tempfile::tempdir().unwrap();
    let mut random = MadeUp::new(34);
    let mut told = 0;
    for round in 0..rounds() {
        let acknowledged = kill_one("drafts", dir.path(), 1 + random.below(40), random.below(4_000));
        told += acknowledged.len();
        let last = *acknowledged.last().unwrap();
        let kept = Drafts::open_read_only(dir.path()).unwrap().unwrap().all().unwrap();
        let newest = kept.first().unwrap().changed_at.0 as u32;
        assert!(newest == last || newest == last + 1, "round {round}: {newest} is there, {last} was acknowledged");
        for found in &kept {
            assert_eq!(found, &draft(found.changed_at.0 as u32), "round {round}: a form is half there");
        }
        assert!(kept.len() >= 4 || newest < 5, "round {round}: one at the most was erased, {} are there", kept.len());
    }
    eprintln!("forms: {} kills, {told} acknowledged, none lost", rounds());
}
