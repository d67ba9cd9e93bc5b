//! What moves by itself, and that nothing else asks for a pass.

use super::{AT, Desk, NOW, seat, store_all};
use bevy_egui::egui::Event;
use std::time::Duration;
use zonglan::domain::{Actor, Event as Happened, IncidentFile, Recorded, Stream};
use zonglan::seat::{Intent, Selection};

#[test]
fn panels_at_rest_ask_for_no_further_pass() {
    let mut desk = Desk::new(seat());
    desk.panels.keep_still();
    desk.click("layer-heat");
    desk.pass(vec![Event::PointerGone]);
    assert_eq!(desk.delay_after(4), Duration::MAX);
}

#[test]
fn only_the_ring_of_a_u1_that_nobody_took_in_blinks() {
    let mut desk = Desk::new(seat());
    desk.click("layer-heat");
    desk.pass(vec![Event::PointerGone]);
    for passes in 4..12 {
        let delay = desk.delay_after(passes);
        assert!(delay > Duration::ZERO && delay <= Duration::from_millis(500), "the next half second: {delay:?}");
    }
    let numbers: Vec<u32> = desk.seat.picture.incidents.open().collect();
    for number in numbers {
        desk.seat.intend(Intent::Select(Selection::Incident(number)));
        desk.seat.intend(Intent::Accept);
    }
    store_all(&mut desk.seat);
    desk.seat.tick(NOW);
    assert_eq!(desk.delay_after(4), Duration::MAX, "all are taken in");
}

#[test]
fn a_new_matter_sends_one_ring_out() {
    let mut desk = Desk::new(seat());
    desk.panels.keep_still();
    let mut moving = Desk::new(seat());
    let seq = desk.seat.picture.seq + 1;
    let file = IncidentFile { title: "新".into(), at: Some(AT), reported_at: NOW, ..IncidentFile::default() };
    let (stream, event) = (Stream::incident(&"N-1".into()), Happened::Reported(Box::new(file)));
    let new = Recorded { seq, stream, version: 1, at: NOW, by: Actor::System("test".into()), event };
    for desk in [&mut desk, &mut moving] {
        desk.seat.picture.apply(&new);
        desk.delay_after(2);
    }
    assert_eq!(moving.delay_after(1), Duration::ZERO, "the ring is on its way");
    assert_ne!(moving.delay_after(7), Duration::ZERO, "after 0.6 s it is over");
    assert_ne!(desk.delay_after(1), Duration::ZERO, "where motion is reduced there is none");
}
