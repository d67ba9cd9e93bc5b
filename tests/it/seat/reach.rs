//! Acts in reach of the keyboard: each has a key, which opens what the card shows beside it.

use super::work::{book, number, seat_of, select, work};
use zonglan::domain::{Act, ActKind, Actor, State};
use zonglan::seat::work::ACT_MARKS;
use zonglan::seat::{Intent, Seat, WorkIntent};

fn picking() -> (Seat, u32) {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    work(&mut seat, WorkIntent::PickAct);
    assert!(seat.picks_act());
    let one = number(&seat, "CL-0");
    (seat, one)
}

#[test]
fn every_act_in_reach_has_a_key_of_its_own_that_opens_it() {
    let (mut seat, one) = picking();
    work(&mut seat, WorkIntent::AllActs);
    let reach = seat.reach(one);
    assert!(reach.others.len() > 9, "digits do not do: {}", reach.others.len());
    assert!(reach.others.len() <= ACT_MARKS.len(), "a key for each");
    let others: Vec<ActKind> = reach.others.iter().map(|offer| offer.act).collect();
    let picked: Vec<ActKind> = ACT_MARKS.chars().filter_map(|mark| seat.marked_act(mark)).collect();
    assert_eq!(picked, others, "in the order of the card");
    assert_eq!((seat.marked_act('J'), seat.marked_act('0')), (None, None), "they end it, and show all");
    // What would be refused stands behind what holds, and is left out where few are shown.
    work(&mut seat, WorkIntent::AllActs);
    let few = seat.reach(one);
    assert_eq!(few.others.len() + few.refused, others.len());
    assert!(others.starts_with(&few.others.iter().map(|offer| offer.act).collect::<Vec<_>>()));
}

#[test]
fn one_step_back_from_all_acts_are_few_and_the_matter_stays() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    work(&mut seat, WorkIntent::AllActs);
    seat.intend(Intent::Back);
    assert!(seat.selection.is_some() && !seat.work.all_acts);
    seat.intend(Intent::Back);
    assert_eq!(seat.selection, None);
}

#[test]
fn picking_ends_with_the_form_the_matter_or_the_key() {
    let (mut seat, one) = picking();
    let act = seat.marked_act('1').unwrap();
    work(&mut seat, WorkIntent::Open(act));
    assert_eq!(seat.work.form.as_ref().map(|form| (form.act, form.first())), Some((act, Some(one))));
    assert!(!seat.picks_act(), "the form has the keys");
    seat.intend(Intent::Back);
    assert!(!seat.picks_act(), "nor does it go on behind it");
    for end in [Intent::Work(WorkIntent::PickAct), Intent::Back] {
        work(&mut seat, WorkIntent::PickAct);
        assert!(seat.picks_act());
        seat.intend(end);
        assert!(!seat.picks_act());
        assert_eq!(seat.selected_incident(), Some(one), "that was all it did");
    }
    work(&mut seat, WorkIntent::PickAct);
    select(&mut seat, "CL-1");
    assert!(!seat.picks_act(), "it was another matter's");
    seat.intend(Intent::Back);
    work(&mut seat, WorkIntent::PickAct);
    assert!(!seat.picks_act(), "of nothing nothing is picked");
}

#[test]
fn the_foot_s_own_acts_are_not_offered_a_second_time() {
    let (mut seat, one) = picking();
    let others = |seat: &Seat| seat.reach(one).others.iter().map(|offer| offer.act).collect::<Vec<_>>();
    assert_eq!(seat.reach(one).next, Some(ActKind::Assign));
    assert!(others(&seat).contains(&ActKind::Assign), "the full form is another way to send somebody");
    let assign = Act::Assign { agency: Some("城管局".into()), worker: None, message: String::new() };
    super::work::other(&mut seat, Actor::Officer("何静".into()), "CL-0", assign);
    assert_eq!(super::state(&seat, "CL-0"), State::Assigned);
    // The foot's button counts down for the seat's own order only; this one is another's.
    assert!(seat.recall_secs(one).is_none() && seat.reach(one).held.contains(&ActKind::Recall));
    assert!(!others(&seat).contains(&ActKind::Recall));
}

#[test]
fn while_somebody_is_out_each_act_keeps_its_place() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    let one = number(&seat, "CL-0");
    seat.intend(Intent::Dispatch);
    super::store_one(&mut seat);
    seat.tick(seat.now.plus_secs(1));
    let others = |seat: &Seat| seat.reach(one).others.iter().map(|offer| offer.act).collect::<Vec<_>>();
    let (before, refused) = (others(&seat), seat.reach(one).refused);
    let way = [ActKind::Deliver, ActKind::Receipt, ActKind::Arrive];
    assert!(before.len() > way.len() && before.ends_with(&way), "{before:?}");
    assert!(seat.recall_secs(one).is_some() && !before.contains(&ActKind::Recall));
    seat.tick(seat.now.plus_secs(11));
    assert!(seat.recall_secs(one).is_none(), "the countdown is over");
    assert_eq!(others(&seat), before);
    // The phone says how far it is; what is done stays where it was, and is no longer held.
    for act in [Act::Deliver, Act::Receipt, Act::Arrive] {
        let kind = act.kind();
        super::work::other(&mut seat, Actor::Worker("W1".into()), "CL-0", act);
        assert_eq!(others(&seat), before, "{kind:?}");
        assert!(!seat.reach(one).held.contains(&kind));
        assert_eq!(seat.reach(one).refused, refused, "what stands there is not counted");
    }
    work(&mut seat, WorkIntent::AllActs);
    assert!(others(&seat).starts_with(&before), "what would be refused comes behind");
    work(&mut seat, WorkIntent::Open(ActKind::Receipt));
    assert!(seat.toasts().any(|toast| matches!(toast, zonglan::seat::Toast::Refused(_))), "it says why not");
}
