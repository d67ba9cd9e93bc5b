//! Visits that come to a seat: from beside, through the socket's words, and from a feed.

use super::{START, inspected_county, told, visit};
use crate::county::made_durable;
use std::sync::mpsc::sync_channel;
use zonglan::domain::{Act, Actor, Command, Problem};
use zonglan::picture::Indicator;
use zonglan::seat::link::{Answer, FromFeed, FromStore, Order, ToStore};
use zonglan::seat::{Intent, Lang, Layer, Screen, Seat};

fn seat() -> Seat {
    let mut seat = Seat::new(inspected_county().picture, Screen::guessed(1920.0, 1080.0), START, Lang::Zh);
    seat.tick(START);
    seat
}

/// Makes durable all that the seat wants stored.
fn store_all(seat: &mut Seat) {
    for request in seat.take_outbox() {
        let ToStore::Append { ticket, append } = request else { continue };
        let recorded = made_durable(seat, append);
        seat.take_from_store(FromStore::Appended { ticket, recorded });
    }
}

#[test]
fn a_visit_from_beside_is_answered_when_it_is_durable_and_so_is_a_refusal() {
    let mut seat = seat();
    let (mut v, at) = visit("J1", START);
    v.problems = vec![Problem { item: Some("1".into()), ..Problem::default() }];
    // As the socket spells it.
    let line = serde_json::to_string(&Order::Round(Box::new(told((v, at))))).unwrap();
    let order: Order = serde_json::from_str(&line).unwrap();
    let (reply, answer) = sync_channel(1);
    seat.order_from_beside(order.clone(), reply);
    assert_eq!((seat.commands_under_way(), answer.try_recv().is_err()), (1, true));
    // A command for the matter that is coming to be waits until it is.
    let accept = Act::Accept { category: None, urgency: None, difficulty: None };
    let by = Actor::Officer("陈立".into());
    let command = Command { id: "a".into(), by, at, incident: "J1-1".into(), seen_version: None, act: accept };
    let (later, accepted) = sync_channel(1);
    seat.order_from_beside(Order::Command(Box::new(command)), later);
    store_all(&mut seat);
    assert!(matches!(answer.try_recv(), Ok(Answer::Done(recorded)) if recorded.len() >= 2));
    store_all(&mut seat);
    assert!(matches!(accepted.try_recv(), Ok(Answer::Done(_))));
    assert_eq!(seat.picture.inspections.rows().len(), 1);
    let (reply, answer) = sync_channel(1);
    seat.order_from_beside(order, reply);
    assert!(matches!(answer.try_recv(), Ok(Answer::Refused(why)) if why.contains("known already")));
    assert_eq!(seat.commands_under_way(), 0);
}

#[test]
fn a_feed_s_visit_goes_in_and_one_that_does_not_hold_is_counted() {
    let mut seat = seat();
    seat.take_from_feed(FromFeed::Round(Box::new(told(visit("J1", START)))));
    let (mut v, at) = visit("J2", START);
    v.place = "P99".into();
    seat.take_from_feed(FromFeed::Round(Box::new(told((v, at)))));
    store_all(&mut seat);
    assert_eq!((seat.picture.inspections.rows().len(), seat.feed_refusals()), (1, 1));
}

#[test]
fn the_fill_goes_on_to_the_campaign_that_runs_or_is_chosen() {
    let mut seat = seat();
    seat.layers.set(Layer::AreaFill, true);
    let level = zonglan::domain::AreaLevel::Town;
    let all = |seat: &mut Seat| -> Vec<Indicator> {
        (0..Indicator::ALL.len())
            .map(|_| {
                seat.intend(Intent::NextIndicator);
                seat.indicator
            })
            .collect()
    };
    assert!(!all(&mut seat).contains(&Indicator::Campaign), "none has begun");
    seat.tick(START.plus_secs(20_000));
    assert!(all(&mut seat).contains(&Indicator::Campaign));
    seat.indicator = Indicator::Campaign;
    let filled = |seat: &Seat| seat.area_rates(level).rows.iter().filter(|row| row.rate.is_some()).count();
    assert_eq!(filled(&seat), 1, "the nearer to its deadline is of one town");
    seat.campaign = Some("Z1".into());
    assert_eq!(filled(&seat), 4, "the chosen one is of all");
}
