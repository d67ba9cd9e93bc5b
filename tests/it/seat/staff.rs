//! The list of people: whom the staff's figures count, of the whole county and of an area.

use super::{AT, NOW};
use crate::county::small_county;
use std::collections::BTreeSet;
use zonglan::picture::Engagement;
use zonglan::seat::{Intent, Lang, Screen, Seat, Selection, StaffGroup, StaffIntent, VisitIntent, state_json};

/// W1 is sent somewhere, W2 free, W3's last fix is hours old.
fn seat() -> Seat {
    let mut book = small_county();
    book.report("CL-1", AT, zonglan::domain::Urgency::U1, NOW);
    book.stand("W1", AT, NOW.plus_secs(-20));
    book.stand("W2", AT, NOW.plus_secs(-20));
    book.stand("W3", AT, NOW.plus_secs(-40_000));
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    seat.intend(Intent::Select(Selection::Incident(0)));
    seat.tick(NOW);
    seat.intend(Intent::Dispatch);
    while !super::store_one(&mut seat).is_empty() {}
    seat.tick(NOW);
    seat
}

fn listed(seat: &Seat) -> BTreeSet<u32> {
    let rows = seat.staff_list.rows();
    let set: BTreeSet<u32> = rows.iter().copied().collect();
    assert_eq!(set.len(), rows.len(), "nobody twice");
    set
}

#[test]
fn each_count_of_the_staff_lists_whom_it_counts() {
    let mut seat = seat();
    let figures = seat.picture.figures(NOW);
    assert!(figures.staff_on_task > 0 && figures.staff_free + figures.staff_stale > 0, "{figures:?}");
    let of = |seat: &mut Seat, group| {
        seat.intend(Intent::Staff(StaffIntent::Show(group)));
        seat.tick(NOW);
        listed(seat)
    };
    let doing = [Engagement::Free, Engagement::OnTask, Engagement::OldFix].map(StaffGroup::Doing);
    let parts = doing.map(|group| of(&mut seat, group));
    let counted = [figures.staff_free, figures.staff_on_task, figures.staff_stale];
    assert_eq!(parts.clone().map(|part| part.len() as i64), counted);
    let all = of(&mut seat, StaffGroup::OnDuty);
    assert_eq!(all.len() as i64, figures.staff_on_duty);
    assert_eq!(parts.iter().flatten().copied().collect::<BTreeSet<u32>>(), all, "the parts are the whole");
    let on_duty = |number: &u32| seat.picture.workers.row(*number).worker.on_duty;
    assert!(all.iter().all(on_duty));
    assert_eq!(state_json(&seat, &Default::default())["staff"]["count"], all.len());
}

#[test]
fn an_area_has_its_own_people_and_one_of_them_is_found_on_the_map() {
    let mut seat = seat();
    seat.intend(Intent::Staff(StaffIntent::Show(StaffGroup::OnDuty)));
    seat.tick(NOW);
    let all = listed(&seat);
    let home = |seat: &Seat, number: u32| seat.picture.workers.row(number).home_town;
    let town = all.iter().find_map(|number| home(&seat, *number)).unwrap();
    seat.intend(Intent::DrillTo(Some(town)));
    seat.tick(NOW);
    let of_town: BTreeSet<u32> = all.iter().copied().filter(|number| home(&seat, *number) == Some(town)).collect();
    assert_eq!(listed(&seat), of_town);
    let worker = *of_town.first().unwrap();
    seat.intend(Intent::Staff(StaffIntent::Pick(worker)));
    assert_eq!(seat.selection, Some(Selection::Worker(worker)));
    assert!(seat.staff_list.group().is_some(), "the list stays for the next one");
    // What is selected goes first, then the list, then the town.
    for expected in [(None, true, true), (None, false, true), (None, false, false)] {
        seat.intend(Intent::Back);
        assert_eq!((seat.selection, seat.staff_list.group().is_some(), seat.drill.is_some()), expected);
    }
}

#[test]
fn visitors_see_no_list_of_people() {
    let mut seat = seat();
    seat.intend(Intent::Staff(StaffIntent::Show(StaffGroup::OnDuty)));
    seat.intend(Intent::Visit(VisitIntent::On));
    seat.tick(NOW);
    assert_eq!(seat.staff_list.group(), None);
    seat.intend(Intent::Staff(StaffIntent::Show(StaffGroup::OnDuty)));
    assert_eq!(seat.staff_list.group(), None);
}

#[test]
fn on_a_wall_the_list_takes_the_cards_place_and_at_a_desk_stands_beside_it() {
    for at_desk in [false, true] {
        let mut seat = seat();
        seat.work.at_desk = at_desk;
        seat.intend(Intent::Select(Selection::Worker(0)));
        seat.intend(Intent::Staff(StaffIntent::Show(StaffGroup::OnDuty)));
        assert!(seat.staff_list.group().is_some());
        assert_eq!((seat.is_desk(), seat.selection.is_some()), (at_desk, at_desk), "nothing opens unseen");
    }
}
