//! Who sits at the desk, remembered over a restart, and the shift handed over once it is written down.

use super::{AT, NOW};
use crate::county::small_county;
use zonglan::domain::{Calendar, LonLat, Rules, Urgency};
use zonglan::seat::link::{FromStore, ToStore};
use zonglan::seat::queue::{List, Sort};
use zonglan::seat::{
    DEFAULT_OFFICER, HandOver, Intent, Lang, Pressing, Screen, Seat, SeatSettings, ShiftIntent, ShiftView, Toast,
    WorkIntent,
};

const ROSTER: &str = r#""roster": [
    { "name": "陈立", "posts": ["dispatch"] },
    { "name": "W1", "posts": ["worker", "chief"] },
    { "name": "李娜", "posts": ["call_back"] },
    { "name": "陈立", "posts": ["shift_lead"] }
]"#;

fn rules(roster: bool) -> Rules {
    let mut file: serde_json::Value = serde_json::from_str(Rules::SHIPPED).unwrap();
    if roster {
        let told: serde_json::Value = serde_json::from_str(&format!("{{{ROSTER}}}")).unwrap();
        file["roster"] = told["roster"].clone();
    }
    Rules::parse(&file.to_string(), jiff::tz::TimeZone::fixed(jiff::tz::offset(8)), Calendar::china()).unwrap()
}

fn desk(roster: bool) -> Seat {
    let mut book = small_county();
    book.report("CL-1", AT, Urgency::U1, NOW);
    book.report("CL-2", LonLat::new(118.02, 36.02), Urgency::U3, NOW);
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.rules = rules(roster);
    seat.work.at_desk = true;
    seat.tick(NOW);
    seat
}

fn shift(seat: &mut Seat, intent: ShiftIntent) {
    seat.intend(Intent::Work(WorkIntent::Shift(intent)));
}

fn settings(seat: &mut Seat, secs: i64) -> Option<SeatSettings> {
    seat.tick(NOW.plus_secs(secs));
    let kept = seat.take_outbox().into_iter().filter_map(|wanted| match wanted {
        ToStore::Settings(settings) => Some(*settings),
        _ => None,
    });
    kept.last()
}

#[test]
fn a_desk_with_a_roster_asks_who_sits_there_and_remembers() {
    let mut seat = desk(true);
    assert_eq!(seat.shift_view(), ShiftView::Choose);
    let names: Vec<(&str, usize)> = seat.roster().iter().map(|(name, posts)| (*name, posts.iter().count())).collect();
    assert_eq!(names, [("陈立", 2), ("李娜", 1)], "once each with all of their posts; nobody of the field");
    shift(&mut seat, ShiftIntent::Sit("路人".into()));
    assert_eq!(seat.officer, DEFAULT_OFFICER, "only whom the roster names");
    shift(&mut seat, ShiftIntent::Sit("李娜".into()));
    assert_eq!((seat.officer.as_str(), seat.shift_view()), ("李娜", ShiftView::Closed));
    let kept = settings(&mut seat, 2).unwrap();
    // A restart: the same folder, the same rules.
    let mut again = desk(true);
    again.take_settings(kept.clone());
    assert_eq!((again.officer.as_str(), again.shift_view()), ("李娜", ShiftView::Closed));
    // Whoever is named on the command line wins over who is remembered; whoever left the roster is not remembered.
    let mut named = desk(true);
    named.officer = "陈立".into();
    named.take_settings(kept.clone());
    assert_eq!(named.officer, "陈立");
    let mut without = desk(false);
    without.take_settings(kept);
    assert_eq!(without.officer, DEFAULT_OFFICER);
}

#[test]
fn nothing_is_asked_without_a_roster_on_a_wall_or_once_it_was_put_off() {
    assert_eq!(desk(false).shift_view(), ShiftView::Closed);
    let mut wall = desk(true);
    wall.work.at_desk = false;
    assert_eq!(wall.shift_view(), ShiftView::Closed);
    let mut seat = desk(true);
    seat.intend(Intent::Back);
    assert_eq!(seat.shift_view(), ShiftView::Closed, "Escape puts it off");
    shift(&mut seat, ShiftIntent::Show(ShiftView::Choose));
    assert_eq!(seat.shift_view(), ShiftView::Choose);
}

#[test]
fn a_shift_is_handed_over_when_it_is_written_down_and_not_before() {
    let mut seat = desk(true);
    shift(&mut seat, ShiftIntent::Sit("陈立".into()));
    shift(&mut seat, ShiftIntent::Show(ShiftView::HandOver));
    let open = |seat: &Seat, line| seat.pressing().iter().find(|(l, _)| *l == line).unwrap().1;
    assert_eq!((open(&seat, Pressing::Waiting), open(&seat, Pressing::Overdue)), (2, 0));
    assert_eq!(open(&seat, Pressing::NextShift), 2, "both are to be taken in within the shift");
    shift(&mut seat, ShiftIntent::Open(Pressing::NextShift));
    assert_eq!((seat.work.queue.filter.list, seat.work.queue.sort), (List::ToDo, Sort::Due));
    shift(&mut seat, ShiftIntent::HandTo("陈立".into()));
    shift(&mut seat, ShiftIntent::HandTo("路人".into()));
    assert!(records(&mut seat).is_empty(), "to somebody else of the roster");
    shift(&mut seat, ShiftIntent::HandTo("李娜".into()));
    shift(&mut seat, ShiftIntent::HandTo("李娜".into()));
    let record = records(&mut seat);
    let [record] = record.as_slice() else { panic!("once: {record:?}") };
    assert_eq!((record.from.as_str(), record.to.as_str(), record.at), ("陈立", "李娜", NOW));
    assert!(record.open.contains(&("waiting".into(), 2)));
    assert_eq!(seat.officer, "陈立", "not before it is durable");
    seat.take_from_store(FromStore::HandedOver(Err("the disk is full".into())));
    assert_eq!(seat.officer, "陈立");
    assert_eq!(seat.toasts().last(), Some(&Toast::NotStored("the disk is full".into())));
    shift(&mut seat, ShiftIntent::HandTo("李娜".into()));
    let again = records(&mut seat).remove(0);
    seat.take_from_store(FromStore::HandedOver(Ok(again)));
    assert_eq!((seat.officer.as_str(), seat.shift_view()), ("李娜", ShiftView::Closed));
    assert_eq!(seat.toasts().last(), Some(&Toast::HandedOver("李娜".into())));
}

fn records(seat: &mut Seat) -> Vec<HandOver> {
    let outbox = seat.take_outbox();
    let record = |wanted| match wanted {
        ToStore::HandOver(record) => Some(*record),
        _ => None,
    };
    outbox.into_iter().filter_map(record).collect()
}
