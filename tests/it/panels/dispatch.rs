//! A matter is chosen in the queue and somebody is sent: what can be pressed, and what no more.

use super::{Desk, NOW, book, number, seat, seat_of, store_all};
use bevy_egui::egui::Rect;
use zonglan::domain::{ActKind, Actor, State};
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
    // Its button has its place also without a countdown, and is no act among the others.
    assert_eq!(desk.click("recall"), [Intent::Work(WorkIntent::Open(ActKind::Recall))]);
    assert!(!desk.panels.widgets().contains_key("act-recall"));
    assert_eq!(desk.click("reassign"), [Intent::Reassign]);
    assert!(!desk.panels.widgets().contains_key("dispatch-send"));
}

#[test]
fn nothing_below_the_card_s_button_moves_when_the_countdown_ends_and_the_order_goes_its_way() {
    let mut seat = seat();
    seat.intend(Intent::Select(Selection::Incident(number(&seat, "CL-NEAR"))));
    seat.intend(Intent::Dispatch);
    store_all(&mut seat);
    let mut desk = Desk::new(seat);
    let places = |desk: &Desk| -> Vec<(String, Rect)> {
        let is_act = |id: &str| id.starts_with("act-") || id == "reassign";
        let widgets = desk.panels.widgets().iter().filter(|(id, _)| is_act(id));
        widgets.map(|(id, rect)| (id.clone(), *rect)).collect()
    };
    assert_eq!(desk.click("recall"), [Intent::Recall], "with its countdown");
    let (recall, before) = (desk.panels.widgets()["recall"], places(&desk));
    assert!(before.len() > 2, "{before:?}");
    desk.seat.tick(NOW.plus_secs(11));
    (0..2).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!((desk.panels.widgets()["recall"], places(&desk)), (recall, before.clone()));
    for act in [zonglan::domain::Act::Deliver, zonglan::domain::Act::Receipt] {
        let (reply, _answer) = std::sync::mpsc::sync_channel(1);
        let sent = desk.seat.picture.incidents.row(number(&desk.seat, "CL-NEAR")).worker.unwrap();
        desk.seat.command_from_beside(
            zonglan::domain::Command {
                id: act.name().into(),
                by: Actor::Worker(desk.seat.picture.workers.row(sent).worker.code.clone()),
                at: desk.seat.now,
                incident: "CL-NEAR".into(),
                seen_version: None,
                act,
            },
            reply,
        );
        store_all(&mut desk.seat);
        desk.seat.tick(desk.seat.now.plus_secs(1));
        (0..2).for_each(|_| drop(desk.pass(Vec::new())));
        assert_eq!(places(&desk), before);
    }
    assert!(!desk.panels.widgets().contains_key("recall"), "its place is kept, and empty");
}
