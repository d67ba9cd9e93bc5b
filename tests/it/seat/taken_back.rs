//! Orders that are taken back, what that does to whom they had called off, and which matter comes next.

use super::{NOW, seat, state, store_one};
use crate::county::small_county;
use zonglan::domain::{Act, Event, LonLat, State, Urgency, WorkerCode};
use zonglan::seat::{Intent, Lang, Screen, Seat, Selection, Toast};

/// A seat whose officer has sent somebody to the one U1, and then somebody else: the matter, and both.
fn reassigned(stores: bool) -> (Seat, u32, [u32; 2]) {
    let mut seat = seat();
    seat.intend(Intent::NextWaiting);
    seat.intend(Intent::Dispatch);
    store_one(&mut seat);
    let incident = seat.selected_incident().unwrap();
    let first = sent(&seat, incident).unwrap();
    seat.tick(NOW.plus_secs(11));
    let second = seat.recommendation.candidates[0].worker;
    seat.intend(Intent::Reassign);
    if stores {
        store_one(&mut seat);
    }
    (seat, incident, [first, second])
}

fn sent(seat: &Seat, incident: u32) -> Option<u32> {
    seat.picture.incidents.row(incident).worker
}

fn code(seat: &Seat, worker: u32) -> WorkerCode {
    seat.picture.workers.row(worker).worker.code.clone()
}

#[test]
fn a_reassignment_taken_back_sends_whom_it_had_called_off_again() {
    let (mut seat, incident, [first, second]) = reassigned(true);
    assert_eq!(sent(&seat, incident), Some(second));
    seat.intend(Intent::Recall);
    assert!(seat.toasts().all(|toast| *toast != Toast::SentAgain(first)), "not before it is durable");
    let recorded = store_one(&mut seat);
    let (from, to) = (code(&seat, second), code(&seat, first));
    let is_it =
        |event: &Event| matches!(event, Event::Reassigned { from: Some(f), to: t, .. } if *f == from && *t == to);
    assert!(recorded.iter().any(|one| is_it(&one.event)), "as what it is: {recorded:?}");
    assert_eq!((state(&seat, "CL-1"), sent(&seat, incident)), (State::Assigned, Some(first)));
    assert!(seat.toasts().any(|toast| *toast == Toast::SentAgain(first)));
    assert!(seat.recall_secs(incident).is_none() && seat.has_just_returned(incident));
}

#[test]
fn the_second_press_of_a_double_click_does_not_call_that_one_off_too() {
    let (mut seat, incident, [first, _]) = reassigned(true);
    seat.intend(Intent::Recall);
    seat.intend(Intent::Recall);
    store_one(&mut seat);
    seat.intend(Intent::Recall);
    assert!(store_one(&mut seat).is_empty() && seat.commands_under_way() == 0);
    assert_eq!(sent(&seat, incident), Some(first));
    // Later it is meant.
    seat.tick(NOW.plus_secs(13));
    seat.intend(Intent::Recall);
    store_one(&mut seat);
    assert_eq!((state(&seat, "CL-1"), sent(&seat, incident)), (State::Accepted, None));
}

#[test]
fn a_reassignment_that_is_still_under_way_is_taken_back_behind_it() {
    let (mut seat, incident, [first, second]) = reassigned(false);
    seat.intend(Intent::Recall);
    store_one(&mut seat);
    assert_eq!(sent(&seat, incident), Some(second));
    store_one(&mut seat);
    assert_eq!(sent(&seat, incident), Some(first));
    assert_eq!(seat.commands_under_way(), 0);
}

#[test]
fn once_nobody_is_sent_the_first_is_highlighted_again_unless_somebody_was_chosen() {
    let mut seat = seat();
    seat.intend(Intent::NextWaiting);
    let best = seat.recommendation.candidates[0].worker;
    seat.intend(Intent::Dispatch);
    store_one(&mut seat);
    seat.tick(NOW.plus_secs(1));
    assert_ne!(seat.recommendation.candidates[0].worker, best);
    seat.intend(Intent::Recall);
    store_one(&mut seat);
    seat.tick(NOW.plus_secs(2));
    assert_eq!((seat.recommendation.candidates[seat.chosen].worker, seat.chosen), (best, 0));
    seat.intend(Intent::Choose(1));
    assert!(seat.has_chosen());
}

#[test]
fn what_nobody_has_acknowledged_comes_before_what_is_taken_in_and_waits() {
    let mut book = small_county();
    let ages =
        [("CL-3", Urgency::U3, 50), ("CL-2", Urgency::U2, 10), ("CL-2b", Urgency::U2, 30), ("CL-1", Urgency::U1, 5)];
    for (code, urgency, age_secs) in ages {
        book.report(code, LonLat::new(118.02, 36.02), urgency, NOW.plus_secs(-age_secs));
    }
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    for code in ["CL-1", "CL-2b"] {
        let number = seat.picture.incidents.number(&code.into()).unwrap();
        seat.intend(Intent::Select(Selection::Incident(number)));
        seat.intend(Intent::Act(Act::Accept { category: None, urgency: None, difficulty: None }));
        store_one(&mut seat);
        assert_eq!(state(&seat, code), State::Accepted);
    }
    seat.tick(NOW.plus_secs(1));
    seat.intend(Intent::Select(Selection::Area(0)));
    let mut next = || {
        seat.intend(Intent::NextWaiting);
        seat.selection.map(|thing| thing.id(&seat.picture)).unwrap()
    };
    let order: Vec<String> = (0..5).map(|_| next()).collect();
    assert_eq!(order, ["CL-1", "CL-2", "CL-3", "CL-2b", "CL-1"]);
}
