//! A phone is a worker on the map: from the wire through the disk and the feed's thread into a seat.

use super::phone::curl;
use super::{AT, NOW, Rig, osmand, wait_until};
use crate::county::small_county;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver as Inbox, sync_channel};
use zonglan::domain::{Fix, LonLat, Recorded, Timestamp};
use zonglan::feeds::receive::PHONES;
use zonglan::feeds::{FeedMessage, FeedThread};
use zonglan::seat::link::{FromFeed, ToStore};
use zonglan::seat::{FeedState, Lang, Screen, Seat, StateExtras, state_json};
use zonglan::spatial::destination;

fn seat() -> Seat {
    let now = Timestamp(NOW);
    let mut seat = Seat::new(small_county().picture, Screen::guessed(1920.0, 1080.0), now, Lang::Zh);
    seat.tick(now);
    seat
}

/// Lets the seat hear until it holds.
fn hear(seat: &mut Seat, feed: &Inbox<FeedMessage>, mut holds: impl FnMut(&Seat) -> bool) {
    wait_until(|| {
        feed.try_iter().for_each(|message| seat.take_from_feed(message));
        holds(seat)
    });
}

fn whereabouts(seat: &Seat, worker: &str) -> Option<(LonLat, i64)> {
    let number = seat.picture.workers.number(worker).unwrap();
    seat.picture.workers.row(number).fix.map(|fix| (fix.at, fix.fixed_at.0))
}

#[test]
fn a_phone_moves_its_worker_and_nothing_moves_him_back() {
    let rig = Rig::new();
    let (to_seat, from_feed) = sync_channel(64);
    let (_news, news) = sync_channel::<Vec<Recorded>>(4);
    let theirs = Arc::clone(&rig.clock);
    let clock = Arc::new(move || Timestamp(theirs.load(Ordering::SeqCst)));
    let feed = FeedThread::start(rig.receiver.feed(), clock, news, to_seat, || {}).unwrap();
    let mut seat = seat();
    hear(&mut seat, &from_feed, |seat| seat.feeds.state(PHONES) == Some(FeedState::Live));
    assert_eq!(whereabouts(&seat, "W2"), None);
    let by_curl = format!("http://{}{}", rig.at(), osmand(AT, NOW - 100));
    if curl(&[&by_curl]).is_none() {
        assert_eq!(rig.osmand(AT, NOW - 100).unwrap().status, 200);
    }
    hear(&mut seat, &from_feed, |seat| whereabouts(seat, "W2") == Some((AT, NOW - 100)));
    let further = destination(AT, 45.0, 90.0);
    assert_eq!(rig.osmand(further, NOW - 10).unwrap().status, 200);
    hear(&mut seat, &from_feed, |seat| whereabouts(seat, "W2").is_some_and(|(_, at)| at == NOW - 10));
    // A backlog comes late: it completes the track and moves nobody.
    for secs in [70, 50, 30] {
        assert_eq!(rig.osmand(destination(AT, 45.0, f64::from(90 - secs)), NOW - i64::from(secs)).unwrap().status, 200);
    }
    assert_eq!(rig.owntracks(AT, NOW).unwrap().status, 200);
    hear(&mut seat, &from_feed, |seat| whereabouts(seat, "W1") == Some((AT, NOW)));
    assert_eq!(whereabouts(&seat, "W2").unwrap().1, NOW - 10);
    assert_eq!(rig.moments("W2"), [-100, -70, -50, -30, -10].map(|secs| NOW + secs));
    assert!(seat.take_outbox().is_empty(), "what is durable need not be stored again");
    // The counts are told with the feed's health, at the next time that it speaks of itself.
    rig.clock.store(NOW + 30, Ordering::SeqCst);
    let counts = |seat: &Seat| state_json(seat, &StateExtras::default())["feeds"][0].clone();
    hear(&mut seat, &from_feed, |seat| counts(seat)["counts"]["kept"] == 6);
    let told = counts(&seat);
    assert_eq!((told["name"].as_str(), told["state"].as_str()), (Some(PHONES), Some("live")), "{told}");
    assert_eq!(told["counts"]["out_of_order"], 3, "{told}");
    drop(feed);
}

#[test]
fn silence_of_all_phones_makes_the_feed_late_and_dead_and_a_post_makes_it_live_again() {
    let rig = Rig::new();
    let mut feed = rig.receiver.feed();
    let mut seat = seat();
    let mut state_at = |secs: i64| {
        rig.clock.store(NOW + secs, Ordering::SeqCst);
        let now = Timestamp(NOW + secs);
        feed.advance(now, &[]).into_iter().for_each(|message| seat.take_from_feed(message));
        seat.tick(now);
        seat.feeds.state(PHONES)
    };
    assert_eq!(state_at(0), Some(FeedState::Live), "it listens");
    assert_eq!(state_at(600), Some(FeedState::Live));
    assert_eq!(state_at(601), Some(FeedState::Stale));
    assert_eq!(state_at(1_801), Some(FeedState::Dead));
    assert_eq!(super::get(rig.at(), "/?id=nobody&lat=36&lon=118").unwrap().status, 400);
    assert_eq!(state_at(1_900), Some(FeedState::Dead), "a stranger is no sign of life");
    assert_eq!(rig.osmand(AT, NOW + 1_900).unwrap().status, 200);
    assert_eq!(state_at(1_910), Some(FeedState::Live));
    assert_eq!(state_at(2_600), Some(FeedState::Stale));
    assert_eq!(super::get(rig.at(), "/?id=861001000719969&batt=9").unwrap().status, 200);
    assert_eq!(state_at(2_610), Some(FeedState::Live), "a heartbeat is one");
}

#[test]
fn where_nobody_is_on_duty_silence_is_as_it_should_be() {
    use zonglan::domain::{Actor, Event, Register, Stream};
    let rig = Rig::new();
    let mut feed = rig.receiver.feed();
    let gone = |n: u32| {
        let event = Event::Retired { register: Register::Worker, code: format!("W{n}"), from: Timestamp(NOW) };
        let stream = Stream::of_register(&event).unwrap();
        Recorded { seq: 1, stream, version: 1, at: Timestamp(NOW), by: Actor::System("t".into()), event }
    };
    let everybody: Vec<Recorded> = (1..10).map(gone).collect();
    let is_beat = |message: &FeedMessage| matches!(message, FeedMessage::Beat { .. });
    assert!(feed.advance(Timestamp(NOW), &[]).iter().any(is_beat));
    assert!(!feed.advance(Timestamp(NOW + 100), &[]).iter().any(is_beat));
    assert!(feed.advance(Timestamp(NOW + 200), &everybody).iter().any(is_beat));
    assert!(feed.advance(Timestamp(NOW + 300), &[]).iter().any(is_beat));
}

/// Positions that come by way of the seat obey the same rule: late ones are stored, those of others are not.
#[test]
fn a_seat_stores_late_positions_and_shows_the_latest() {
    let mut seat = seat();
    let fix = |worker: &str, secs: i64, at: LonLat| Fix {
        worker: worker.into(),
        at,
        fixed_at: Timestamp(NOW + secs),
        heading_deg: None,
    };
    let nowhere = LonLat::new(f64::NAN, 36.0);
    let fixes =
        vec![fix("W1", -5, AT), fix("W1", -65, AT), fix("W1", -35, AT), fix("stranger", 0, AT), fix("W2", 0, nowhere)];
    seat.take_from_feed(FromFeed::Fixes(fixes.clone()));
    let mut outbox = seat.take_outbox();
    let Some(ToStore::Fixes(stored)) = outbox.pop() else { panic!("fixes") };
    assert_eq!(stored, fixes[..3]);
    assert_eq!(whereabouts(&seat, "W1"), Some((AT, NOW - 5)));
}
