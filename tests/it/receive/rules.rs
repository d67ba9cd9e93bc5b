//! What is kept of dirty tracks: a phone's life made up here, with everything that goes wrong on the road, against what
//! the maker knows is true.

use super::phone::{get, post};
use super::{AT, LI, NOW, Rig, osmand};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use zonglan::domain::{Actor, Event, LonLat, Recorded, Register, Stream, Timestamp, Worker};
use zonglan::feeds::FeedMessage;
use zonglan::feeds::receive::Kind;
use zonglan::feeds::staff::{FixFault, Judged, Spot, Staff};
use zonglan::spatial::destination;

fn message(at: LonLat, tst: i64) -> Value {
    json!({ "_type": "location", "lat": at.lat_deg, "lon": at.lon_deg, "tst": tst, "acc": 8 })
}

/// An hour on foot, a fix about every 20 s.
fn walk(dice: &mut ChaCha8Rng) -> Vec<(LonLat, i64)> {
    let (mut at, mut tst, mut heading_deg) = (AT, NOW - 3_600, 0.0);
    let mut walk = Vec::new();
    while tst < NOW - 10 {
        walk.push((at, tst));
        let secs = 15 + i64::from(dice.next_u32() % 10);
        heading_deg += f64::from(dice.next_u32() % 90) - 45.0;
        at = destination(at, heading_deg, 1.3 * secs as f64);
        tst += secs;
    }
    walk
}

/// The phone without network: it posts arrays of its backlog, the newest first, tells some twice, and now and then
/// something impossible. What should come of it is counted as it is made.
fn dirty(walk: &[(LonLat, i64)], dice: &mut ChaCha8Rng) -> (Vec<Value>, BTreeMap<Kind, u64>) {
    let mut due: BTreeMap<Kind, u64> = BTreeMap::new();
    let mut count = |kind, how_often: usize| *due.entry(kind).or_default() += how_often as u64;
    let mut posts = Vec::new();
    for part in walk.chunks(12).rev() {
        let mut post: Vec<Value> = part.iter().map(|(at, tst)| message(*at, *tst)).collect();
        count(Kind::Kept, part.len());
        count(Kind::Late, part.iter().filter(|(_, tst)| NOW - tst > 120).count());
        // The first post brings the newest; all that come after it are older.
        count(Kind::OutOfOrder, if posts.is_empty() { 0 } else { part.len() });
        let (at, tst) = part[dice.next_u32() as usize % part.len()];
        match dice.next_u32() % 7 {
            0 => {
                post.push(message(at, tst));
                count(Kind::Repeated, 1);
            }
            1 => {
                post.push(json!({ "_type": "location", "tst": tst + 1 }));
                count(Kind::Zero, 1);
            }
            2 => {
                post.push(message(at, NOW + 301 + i64::from(dice.next_u32() % 9_000)));
                count(Kind::Future, 1);
            }
            3 => {
                post.push(message(at, i64::from(dice.next_u32() % 900_000_000)));
                count(Kind::LostDate, 1);
            }
            4 => {
                // Three kilometres off, a second later.
                post.push(message(destination(at, 77.0, 3_000.0), tst + 1));
                count(Kind::Wild, 1);
            }
            5 => {
                post.push(message(LonLat::new(AT.lat_deg, AT.lon_deg), tst + 1));
                count(Kind::Nowhere, 1);
            }
            _ => {
                post.push(json!({ "_type": "location", "lat": true, "lon": 118, "tst": tst }));
                count(Kind::Unreadable, 1);
            }
        }
        for n in (1..post.len()).rev() {
            post.swap(n, dice.next_u32() as usize % (n + 1));
        }
        posts.push(Value::Array(post));
    }
    (posts, due)
}

#[test]
fn of_a_dirty_track_the_true_one_is_left() {
    for seed in 0..6 {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let rig = Rig::new();
        let truth = walk(&mut dice);
        let (posts, due) = dirty(&truth, &mut dice);
        for body in &posts {
            let answer = post(rig.at(), "/pub", LI, body.to_string().as_bytes()).unwrap();
            assert_eq!((answer.status, answer.body.as_str()), (200, "[]"), "seed {seed}");
        }
        let track = rig.track("W1");
        assert_eq!(track.len(), truth.len(), "seed {seed}: {:?}", rig.counts());
        for (fix, (at, tst)) in track.iter().zip(&truth) {
            assert_eq!(fix.fixed_at.0, *tst, "seed {seed}");
            assert!((fix.at.lon_deg - at.lon_deg).abs() < 1e-6 && (fix.at.lat_deg - at.lat_deg).abs() < 1e-6);
        }
        let due: Vec<_> = due.into_iter().filter(|(_, n)| *n > 0).map(|(kind, n)| (kind.name(), n)).collect();
        assert_eq!(rig.counts(), due, "seed {seed}");
    }
}

#[test]
fn a_second_fix_that_goes_with_a_wild_one_is_believed_and_a_repeat_of_it_is_not() {
    let rig = Rig::new();
    let far = destination(AT, 90.0, 50_000.0);
    rig.is_well(NOW - 60);
    for _ in 0..3 {
        assert_eq!(rig.osmand(far, NOW - 50).unwrap().status, 200, "sending it again would not make it better");
    }
    assert_eq!((rig.count(Kind::Wild), rig.moments("W2").len()), (3, 1));
    assert_eq!(rig.osmand(destination(far, 0.0, 20.0), NOW - 40).unwrap().status, 200);
    assert_eq!(rig.moments("W2"), [NOW - 60, NOW - 40], "it was the first that was wrong");
    assert_eq!(rig.osmand(AT, NOW - 30).unwrap().status, 200);
    assert_eq!(rig.count(Kind::Wild), 4);
}

#[test]
fn clocks_that_are_off_are_borne_up_to_five_minutes() {
    let rig = Rig::new();
    for (ahead_secs, kept) in [(-7_200, true), (-90, true), (240, true), (300, true), (301, false), (86_400, false)] {
        assert_eq!(rig.osmand(AT, NOW + ahead_secs).unwrap().status, 200);
        assert_eq!(rig.moments("W2").contains(&(NOW + ahead_secs)), kept, "{ahead_secs} s ahead");
    }
    assert_eq!(get(rig.at(), "/?id=861001000719969&lat=36.05&lon=118.05&timestamp=12").unwrap().status, 200);
    assert_eq!(rig.counts(), [("kept", 4), ("late", 1), ("future", 2), ("lost_date", 1)]);
    // Our own clock is set back: what was heard before stays, what comes is still taken.
    rig.clock.store(NOW - 3_600, Ordering::SeqCst);
    rig.is_well(NOW - 3_500);
}

#[test]
fn a_demo_s_time_is_carried_over() {
    let carry_secs = -6_500_000;
    let rig = Rig::with(Default::default(), carry_secs);
    assert_eq!(rig.osmand(AT, NOW - 10).unwrap().status, 200);
    assert_eq!(get(rig.at(), "/?id=861001000719969&lat=36.05&lon=118.05").unwrap().status, 200);
    assert_eq!(rig.moments("W2"), [NOW - 10 + carry_secs, NOW + carry_secs]);
    assert_eq!(rig.osmand(AT, NOW + 400).unwrap().status, 200);
    assert_eq!(rig.count(Kind::Future), 1);
}

fn told(event: Event) -> Recorded {
    let stream = Stream::of_register(&event).unwrap();
    Recorded { seq: 1, stream, version: 1, at: Timestamp(NOW), by: Actor::System("t".into()), event }
}

fn duty(code: &str, on_duty: bool) -> Recorded {
    told(Event::WorkerPut(Worker {
        code: code.into(),
        name: "张".into(),
        role: Default::default(),
        agency: None,
        phone: None,
        skills: Vec::new(),
        home_area: None,
        vehicle: Default::default(),
        on_duty,
    }))
}

#[test]
fn off_duty_nothing_is_kept() {
    let rig = Rig::new();
    let mut feed = rig.receiver.feed();
    let off = osmand(AT, NOW).replace("861001000719969", "off");
    assert_eq!(get(rig.at(), &off).unwrap().status, 200);
    assert_eq!((rig.counts(), rig.track("W9").len()), (vec![("off_duty", 1)], 0));
    feed.advance(Timestamp(NOW), &[duty("W9", true), duty("W2", false), duty("W77", true)]);
    assert_eq!(get(rig.at(), &off).unwrap().status, 200);
    assert_eq!(rig.osmand(AT, NOW).unwrap().status, 200);
    assert_eq!(get(rig.at(), &off.replace("off", "ghost")).unwrap().status, 200);
    assert_eq!((rig.moments("W9"), rig.moments("W2"), rig.moments("W77")), (vec![NOW], vec![], vec![NOW]));
    assert_eq!(rig.counts(), [("kept", 2), ("off_duty", 2)]);
    let gone = Event::Retired { register: Register::Worker, code: "W77".into(), from: Timestamp(NOW) };
    let said = feed.advance(Timestamp(NOW), &[told(gone)]);
    let FeedMessage::Kept(fixes) = said.last().unwrap() else { panic!("{said:?}") };
    assert_eq!(fixes.len(), 2);
    assert_eq!(get(rig.at(), &off.replace("off", "ghost").replace("timestamp=1", "timestamp=2")).unwrap().status, 200);
    assert_eq!(rig.count(Kind::UnknownWorker), 1);
}

/// The rules for a way against a slow reading of their words: keep everything, look everything through each time.
#[test]
fn the_rules_agree_with_their_plain_reading() {
    let mut dice = ChaCha8Rng::seed_from_u64(5);
    let (mut kept_in_all, mut wild_in_all, mut repeated_in_all) = (0, 0, 0);
    for _ in 0..200 {
        let mut staff = Staff::default();
        staff.put(&"W1".into(), true, None);
        // What was accepted, in the order in which it came: few enough that nothing is forgotten.
        let mut known: Vec<(LonLat, i64)> = Vec::new();
        let mut doubted: Option<(LonLat, i64)> = None;
        for _ in 0..60 {
            let at = destination(AT, 90.0, f64::from(dice.next_u32() % 4) * 9_000.0);
            let tst = NOW - i64::from(dice.next_u32() % 600);
            let spot = Spot { at, fixed_at: Timestamp(tst), accuracy_m: None, is_mock: false };
            let too_fast = |other: &(LonLat, i64)| {
                let metres = zonglan::spatial::distance_m(other.0, at);
                metres - 100.0 > 70.0 * other.1.abs_diff(tst).max(1) as f64
            };
            let before = known.iter().filter(|other| other.1 < tst).max_by_key(|other| other.1);
            let after = known.iter().filter(|other| other.1 > tst).min_by_key(|other| other.1);
            let is_wild = before.is_some_and(too_fast) || after.is_some_and(too_fast);
            let is_believed = doubted.as_ref().is_some_and(|other| other.1 != tst && !too_fast(other));
            let due = if known.iter().any(|other| other.1 == tst) {
                repeated_in_all += 1;
                Ok(Judged::Repeated { is_durable: false })
            } else if is_wild && !is_believed {
                wild_in_all += 1;
                doubted = Some((at, tst));
                Err(FixFault::Wild)
            } else {
                kept_in_all += 1;
                doubted = None;
                known.push((at, tst));
                Ok(Judged::New)
            };
            assert_eq!(staff.judge(&"W1".into(), spot, Timestamp(NOW)), due);
        }
    }
    assert!(kept_in_all > 1_000 && wild_in_all > 1_000 && repeated_in_all > 100, "{kept_in_all} {wild_in_all}");
}
