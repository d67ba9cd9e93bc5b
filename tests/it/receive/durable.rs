//! An answer means durable: the store is played by the test, or its disk fails and heals.

use super::phone::{Answer, answer_in, connect, rest};
use super::{AT, Batch, NOW, Rig, osmand, wait_until};
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver as Inbox, sync_channel};
use std::time::{Duration, Instant};
use zonglan::domain::{Fix, LonLat, Receipt, Timestamp};
use zonglan::feeds::FeedMessage;
use zonglan::feeds::receive::{Kind, ReceiveLimits};
use zonglan::ledger::{FixGroup, TRACKS_FOLDER, Tracks};
use zonglan::runtime::{Worker, spawn_named};

const PATIENCE: Duration = Duration::from_secs(30);

/// Patience with the store that no test comes to the end of.
fn patient() -> ReceiveLimits {
    ReceiveLimits { kept: Duration::from_secs(600), ..ReceiveLimits::default() }
}

/// W2's tracker speaks on a thread of its own; its answer comes by the inbox.
fn speak(rig: &Rig, timestamp: i64) -> (Worker, Inbox<Option<Answer>>) {
    let (at, target) = (rig.at(), osmand(AT, timestamp));
    let (told, answer) = sync_channel(1);
    let phone = spawn_named("test-phone", move || told.send(super::get(at, &target)).unwrap());
    (phone.unwrap(), answer)
}

/// The next batch that the store is given.
fn next(batches: &Inbox<Batch>) -> (Vec<i64>, Receipt) {
    let (fixes, receipt) = batches.recv_timeout(PATIENCE).unwrap();
    (fixes.iter().map(|fix| fix.fixed_at.0).collect(), receipt)
}

#[test]
fn the_answer_follows_from_what_the_disk_says() {
    let (rig, batches) = Rig::played(patient());
    let (_phone, answer) = speak(&rig, NOW);
    let (moments, receipt) = next(&batches);
    assert_eq!(moments, [NOW]);
    assert!(answer.try_recv().is_err(), "nothing is said while nobody knows");
    let mut feed = rig.receiver.feed();
    let said = feed.advance(Timestamp(NOW), &[]);
    assert!(!said.iter().any(|message| matches!(message, FeedMessage::Kept(_))), "nor shown: {said:?}");
    receipt.give(Err("the disk is full".into()));
    let refused = answer.recv_timeout(PATIENCE).unwrap().unwrap();
    assert_eq!(refused.status, 503);
    assert!(refused.head.contains("\r\nretry-after: 30"), "{}", refused.head);
    // The phone sends it again: to us it is new, for nothing was kept of it.
    let (_phone, answer) = speak(&rig, NOW);
    let (moments, receipt) = next(&batches);
    assert_eq!(moments, [NOW]);
    receipt.give(Ok(()));
    assert_eq!(answer.recv_timeout(PATIENCE).unwrap().unwrap().status, 200);
    assert_eq!(rig.counts(), [("kept", 1), ("not_kept", 1)]);
    let said = feed.advance(Timestamp(NOW + 1), &[]);
    let Some(FeedMessage::Kept(fixes)) = said.last() else { panic!("{said:?}") };
    assert_eq!(fixes.len(), 1);
    // Once more: it is durable, so it needs no store.
    let (_phone, answer) = speak(&rig, NOW);
    assert_eq!(answer.recv_timeout(PATIENCE).unwrap().unwrap().status, 200);
    assert!(batches.try_recv().is_err());
    assert_eq!(rig.count(Kind::Repeated), 1);
}

#[test]
fn a_repeat_waits_for_the_disk_like_the_first() {
    let (rig, batches) = Rig::played(patient());
    let (_first, first) = speak(&rig, NOW);
    let (_, first_receipt) = next(&batches);
    // The phone lost patience and sends it again, while the first is still on its way to the disk.
    let (_second, second) = speak(&rig, NOW);
    let (moments, second_receipt) = next(&batches);
    assert_eq!(moments, [NOW], "it can't lean on the first one, which may fail");
    first_receipt.give(Err("the disk is full".into()));
    assert_eq!(first.recv_timeout(PATIENCE).unwrap().unwrap().status, 503);
    assert!(second.try_recv().is_err());
    second_receipt.give(Ok(()));
    assert_eq!(second.recv_timeout(PATIENCE).unwrap().unwrap().status, 200);
    let (_third, third) = speak(&rig, NOW);
    assert_eq!(third.recv_timeout(PATIENCE).unwrap().unwrap().status, 200, "now it is known to be durable");
    assert_eq!(rig.counts(), [("kept", 1), ("repeated", 2), ("not_kept", 1)]);
}

#[test]
fn who_has_gone_is_heard_all_the_same() {
    let (rig, batches) = Rig::played(patient());
    let mut stream = connect(rig.at());
    write!(stream, "GET {} HTTP/1.1\r\nHost: x\r\n\r\n", osmand(AT, NOW)).unwrap();
    let (_, receipt) = next(&batches);
    drop(stream);
    receipt.give(Ok(()));
    assert_eq!(rig.counts(), [("kept", 1)]);
    let said = rig.receiver.feed().advance(Timestamp(NOW), &[]);
    assert!(matches!(said.last(), Some(FeedMessage::Kept(fixes)) if fixes.len() == 1), "{said:?}");
}

#[test]
fn a_store_that_has_stopped_or_hangs_is_not_waited_for_for_ever() {
    let (rig, batches) = Rig::played(ReceiveLimits { kept: Duration::from_millis(200), ..ReceiveLimits::default() });
    let (_phone, answer) = speak(&rig, NOW);
    let (_, receipt) = next(&batches);
    assert_eq!(answer.recv_timeout(PATIENCE).unwrap().unwrap().status, 503, "it hangs");
    receipt.give(Ok(()));
    assert_eq!(rig.count(Kind::Kept), 1, "what becomes durable late is known");
    drop(batches);
    let (_phone, answer) = speak(&rig, NOW + 1);
    assert_eq!(answer.recv_timeout(PATIENCE).unwrap().unwrap().status, 503, "it has stopped");
    assert_eq!(rig.owntracks(AT, NOW), None, "OwnTracks would take any answer for 'delivered'");
    assert_eq!(rig.counts(), [("kept", 1), ("not_kept", 2)]);
}

/// A day's file that is none.
fn damage(rig: &Rig) -> PathBuf {
    let day = rig.dir.path().join(TRACKS_FOLDER).join("2026-09-11.sqlite");
    wait_until(|| day.parent().unwrap().exists());
    std::fs::write(&day, b"this is not a database, though it is long enough to be one: ".repeat(9)).unwrap();
    day
}

#[test]
fn a_disk_that_fails_and_heals_loses_nothing() {
    let rig = Rig::new();
    let day = damage(&rig);
    let refused = rig.osmand(AT, NOW).unwrap();
    assert_eq!(refused.status, 503, "{refused:?}");
    assert_eq!(rig.owntracks(AT, NOW), None);
    assert_eq!(rig.count(Kind::NotKept), 2);
    // Yesterday's file is sound, and so yesterday's backlog is kept.
    assert_eq!(rig.osmand(AT, NOW - 86_400).unwrap().status, 200);
    std::fs::remove_file(day).unwrap();
    rig.is_well(NOW);
    assert_eq!(rig.owntracks(AT, NOW).unwrap().body, "[]");
    assert_eq!((rig.moments("W1"), rig.moments("W2")), (vec![NOW], vec![NOW - 86_400, NOW]));
    assert_eq!(rig.count(Kind::Kept), 3);
}

#[test]
fn a_damaged_day_costs_only_those_who_have_something_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut tracks = Tracks::open(dir.path()).unwrap();
    let damaged = dir.path().join(TRACKS_FOLDER).join("2026-09-11.sqlite");
    std::fs::write(damaged, b"this is not a database, though it is long enough to be one: ".repeat(9)).unwrap();
    let fix = |worker: u32, fixed_at: i64| Fix {
        worker: format!("W{worker}").into(),
        at: LonLat::new(118.0, 36.0),
        fixed_at: Timestamp(fixed_at),
        heading_deg: None,
    };
    let (mut group, began) = (FixGroup::default(), Instant::now());
    assert_eq!(group.due_in(began), None);
    let (told, heard) = sync_channel(16);
    for n in 0..10_u32 {
        let day = if n % 3 == 0 { NOW } else { NOW + 86_400 };
        let told = told.clone();
        let receipt = Receipt::new(move |outcome| told.send((n, outcome.is_ok())).unwrap());
        group.take(vec![fix(n, day), fix(n, day + 1)], receipt, began);
    }
    let wait = group.due_in(began).unwrap();
    assert!(wait < Duration::from_secs(1), "somebody waits: {wait:?}");
    assert_eq!(group.due_in(began + wait), Some(Duration::ZERO));
    let done = group.keep(&mut tracks);
    let answers: Vec<(u32, bool)> = heard.try_iter().collect();
    let due: Vec<(u32, bool)> = (0..10).map(|n| (n, n % 3 != 0)).collect();
    assert_eq!(answers, due);
    assert_eq!((done.kept.kept, done.newest), (12, Some(Timestamp(NOW + 86_401))));
    assert_eq!(group.due_in(began), None, "it begins anew");
    assert_eq!(tracks.county_at(Timestamp(NOW + 86_402)).unwrap().len(), 6);
}

#[test]
fn many_phones_at_once_share_their_syncs() {
    let (rig, batches) = Rig::played(patient());
    let phones: Vec<_> = (0..50).map(|n| speak(&rig, NOW + n)).collect();
    let mut group = FixGroup::default();
    for _ in 0..50 {
        let (fixes, receipt) = batches.recv_timeout(PATIENCE).unwrap();
        group.take(fixes, receipt, Instant::now());
    }
    let mut tracks = Tracks::open(rig.dir.path()).unwrap();
    assert_eq!(group.keep(&mut tracks).kept.kept, 50, "one group, one sync");
    for (_phone, answer) in phones {
        assert_eq!(answer.recv_timeout(PATIENCE).unwrap().unwrap().status, 200);
    }
    assert_eq!(rig.count(Kind::Kept), 50);
}

#[test]
fn a_connection_carries_one_post_after_the_other() {
    let rig = Rig::new();
    let mut stream = connect(rig.at());
    let ask = |n: i64| format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", osmand(AT, NOW + n));
    // All at once, as a sender does who doesn't wait for answers.
    let last = "GET /?id=nobody&lat=1&lon=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let all: String = (0..5).map(ask).chain([last.to_owned()]).collect();
    stream.write_all(all.as_bytes()).unwrap();
    let text = String::from_utf8(rest(&mut stream)).unwrap();
    assert_eq!((text.matches("HTTP/1.1 200 OK").count(), text.matches("HTTP/1.1 400 ").count()), (5, 1), "{text}");
    assert_eq!(rig.moments("W2"), [NOW, NOW + 1, NOW + 2, NOW + 3, NOW + 4]);
    assert!(answer_in(text.as_bytes()).is_some());
}
