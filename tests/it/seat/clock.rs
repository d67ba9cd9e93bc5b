//! The clock is put forward, put back, and jumps about: a machine's battery is flat, its zone was wrong, somebody sets it.

use super::{AT, NOW, seat, store_one};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use zonglan::domain::{Act, Actor, Command, IncidentFile, LonLat, Recorded, Stream, Timestamp};
use zonglan::seat::link::FromFeed;
use zonglan::seat::{FeedState, Intent, Seat, StateExtras, Toast, state_json};

const HOUR_SECS: i64 = 3_600;

/// A seat that has just sent somebody, has something to say, and hears a feed.
fn busy() -> Seat {
    let mut seat = seat();
    seat.take_from_feed(FromFeed::Beat { feed: "定位".into(), period_secs: 30, at: NOW });
    seat.intend(Intent::NextWaiting);
    seat.intend(Intent::Dispatch);
    store_one(&mut seat);
    seat.intend(Intent::Hear(Toast::NobodyToSend));
    seat.tick(NOW);
    seat
}

#[test]
fn put_back_by_an_hour_nothing_stays_for_that_hour() {
    let mut seat = busy();
    let back = NOW.plus_secs(-HOUR_SECS);
    seat.tick(back);
    assert_eq!(seat.now, back, "the seat goes by its clock");
    let left_secs = seat.order.as_ref().unwrap().secs_left(back);
    assert_eq!((seat.toasts().count(), left_secs), (1, 10), "they go on for the seconds that they have");
    assert_eq!(seat.feeds.state("定位"), Some(FeedState::Live));
    seat.tick(back.plus_secs(11));
    assert_eq!((seat.toasts().count(), seat.order.is_some()), (0, false));
    for (secs, expected) in [(60, FeedState::Live), (61, FeedState::Stale), (181, FeedState::Dead)] {
        seat.tick(back.plus_secs(secs));
        assert_eq!(seat.feeds.state("定位"), Some(expected), "silent for {secs} s, whatever the clock said before");
    }
}

#[test]
fn put_forward_by_an_hour_what_is_over_is_over_and_feeds_come_back_to_life() {
    let mut seat = busy();
    let later = NOW.plus_secs(HOUR_SECS);
    seat.tick(later);
    assert_eq!((seat.toasts().count(), seat.order.is_some()), (0, false));
    assert!(seat.feeds.all_dead());
    seat.take_from_feed(FromFeed::Beat { feed: "定位".into(), period_secs: 30, at: later });
    seat.tick(later);
    assert_eq!(seat.feeds.state("定位"), Some(FeedState::Live));
    // And back: what is said there can be read, and is gone in time.
    seat.tick(NOW);
    seat.intend(Intent::Hear(Toast::NothingWaiting));
    seat.tick(NOW.plus_secs(8));
    let back = Toast::FeedIsBack { feed: "定位".into(), silent_secs: HOUR_SECS };
    assert_eq!(seat.toasts().collect::<Vec<_>>(), [&back, &Toast::NothingWaiting]);
    seat.tick(NOW.plus_secs(9));
    assert_eq!(seat.toasts().count(), 0);
}

/// Reports, orders, what phones say, all dated by a clock that jumps: no step of a trace lies before the one it follows.
#[test]
fn whatever_the_clock_does_no_trace_goes_back_in_time() {
    for seed in 0..24 {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut below = |n: u32| dice.next_u32() % n;
        let (mut seat, mut now, mut recorded) = (busy(), NOW, Vec::new());
        for n in 0..160 {
            now = now.plus_secs(match below(8) {
                0 => HOUR_SECS,
                1 => -HOUR_SECS,
                // A zone taken for another; a year lost with the battery.
                2 => 8 * HOUR_SECS * if below(2) == 0 { 1 } else { -1 },
                3 if below(4) == 0 => -365 * 24 * HOUR_SECS,
                3 => 0,
                _ => i64::from(below(90)),
            });
            seat.tick(now);
            match below(6) {
                0 => report(&mut seat, n, now),
                1 => seat.intend(Intent::NextWaiting),
                2 => seat.intend([Intent::Dispatch, Intent::Reassign, Intent::Accept][below(3) as usize].clone()),
                3 => seat.intend(Intent::Recall),
                _ => phone(&mut seat, n, now, below(5)),
            }
            while seat.commands_under_way() > 0 {
                recorded.extend(store_one(&mut seat));
            }
            let told = state_json(&seat, &StateExtras::default());
            assert_eq!(told["now"], now.0);
        }
        assert!(recorded.len() > 40, "seed {seed}: {} events only", recorded.len());
        holds(&seat, &recorded, seed);
    }
}

fn report(seat: &mut Seat, n: u32, now: Timestamp) {
    let at = LonLat::new(AT.lon_deg + 0.0001 * f64::from(n), AT.lat_deg);
    let file = IncidentFile { title: "积水".into(), at: Some(at), reported_at: now, ..IncidentFile::default() };
    give(seat, n, now, &format!("X-{n}"), Act::Report { file: Box::new(file), personal: None }, "热线");
}

/// A phone tells how far its worker is with an order, whatever matter that is.
fn phone(seat: &mut Seat, n: u32, now: Timestamp, what: u32) {
    let sent = seat.picture.incidents.open().find(|number| seat.picture.incidents.row(*number).worker.is_some());
    let Some(row) = sent.map(|number| seat.picture.incidents.row(number)) else { return };
    let (incident, worker) = (row.code.clone(), row.worker.map(|w| seat.picture.workers.row(w).worker.code.clone()));
    let act = match what {
        0 => Act::Deliver,
        1 | 2 => Act::Receipt,
        _ => Act::Arrive,
    };
    let by = worker.map_or("app".into(), |code| code.to_string());
    let command = Command {
        id: format!("phone-{n}").into(),
        by: Actor::Worker(by.as_str().into()),
        at: now,
        incident,
        seen_version: None,
        act,
    };
    seat.take_from_feed(FromFeed::Command(Box::new(command)));
}

fn give(seat: &mut Seat, n: u32, at: Timestamp, incident: &str, act: Act, by: &str) {
    let (id, by) = (format!("c{n}").into(), Actor::System(by.into()));
    let command = Command { id, by, at, incident: incident.into(), seen_version: None, act };
    seat.take_from_feed(FromFeed::Command(Box::new(command)));
}

fn holds(seat: &Seat, recorded: &[Recorded], seed: u64) {
    let mut last: BTreeMap<&Stream, &Recorded> = BTreeMap::new();
    for event in recorded {
        if let Some(before) = last.insert(&event.stream, event) {
            let in_order = before.seq < event.seq && before.version < event.version;
            assert!(in_order && before.at <= event.at, "seed {seed}: {before:?} and then {event:?}");
        }
    }
    for row in seat.picture.incidents.rows() {
        let steps = row.steps();
        let back = steps.windows(2).find(|pair| pair[1].at < pair[0].at);
        assert!(back.is_none(), "seed {seed}: {}: {back:?}", row.code);
    }
}
