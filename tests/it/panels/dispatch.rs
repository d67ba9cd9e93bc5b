//! A matter is chosen in the queue and somebody is sent: what can be pressed, and what no more.

use super::{Desk, NOW, book, number, seat, seat_of};
use zonglan::domain::{ActKind, State};
use zonglan::seat::work::WorkIntent;
use zonglan::seat::{Intent, Lang, Selection};

#[test]
fn a_row_of_the_queue_selects_and_the_button_sends() {
    let mut desk = Desk::new(seat());
    let incident = number(&desk.seat, "CL-NEAR");
    let intents = desk.click("queue-row-CL-NEAR");
    assert_eq!(intents, [Intent::Select(Selection::Incident(incident))]);
    desk.seat.intend(intents[0].clone());
    desk.pass(Vec::new());
    assert_eq!(desk.click("candidate-2"), [Intent::Choose(1)]);
    assert_eq!(desk.click("accept"), [Intent::Accept]);
    assert_eq!(desk.click("dispatch-send"), [Intent::Dispatch], "one press is one order");
    assert_eq!(desk.click("card-close"), [Intent::Back]);
}

#[test]
fn nothing_is_sent_twice_while_the_store_has_not_answered() {
    let mut desk = Desk::new(seat());
    let incident = number(&desk.seat, "CL-NEAR");
    desk.seat.intend(Intent::Select(Selection::Incident(incident)));
    desk.seat.intend(Intent::Dispatch);
    assert!(desk.seat.commands_under_way() > 0);
    desk.pass(Vec::new());
    assert!(!desk.panels.widgets().contains_key("dispatch-send"));
    assert!(desk.panels.widgets().contains_key("delivery"));
}

#[test]
fn a_sent_order_shows_its_way_and_can_be_taken_back_or_given_to_another() {
    let mut book = book();
    let assign = zonglan::domain::Command {
        id: "c1".into(),
        by: zonglan::domain::Actor::Officer("陈立".into()),
        at: NOW.plus_secs(-5),
        incident: "CL-NEAR".into(),
        seen_version: None,
        act: zonglan::domain::Act::Assign { agency: None, worker: Some("W0".into()), message: "去看".into() },
    };
    book.carry_out(&assign).unwrap();
    let mut seat = seat_of(book.picture, 1920.0, 1080.0, Lang::Zh);
    let incident = number(&seat, "CL-NEAR");
    assert_eq!(seat.picture.incidents.row(incident).state, State::Assigned);
    seat.intend(Intent::Select(Selection::Incident(incident)));
    let mut desk = Desk::new(seat);
    // Its button went with its countdown: it is one act among others now.
    assert!(!desk.panels.widgets().contains_key("recall"));
    assert_eq!(desk.click("act-recall"), [Intent::Work(WorkIntent::Open(ActKind::Recall))]);
    assert_eq!(desk.click("reassign"), [Intent::Reassign]);
    assert!(!desk.panels.widgets().contains_key("dispatch-send"));
}
