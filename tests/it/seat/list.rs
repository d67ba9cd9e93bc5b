//! The list of matters against brute force: whatever happens, it is what a walk over all matters would give.

use super::NOW;
use crate::county::{Book, small_county};
use proptest::prelude::*;
use std::collections::BTreeSet;
use zonglan::domain::{Act, Actor, Command, DueState, IncidentFile, LonLat, State, Timestamp, Urgency, due_state};
use zonglan::picture::IncidentRow;
use zonglan::seat::queue::{List, ListIntent, Sort, initials};
use zonglan::seat::{Intent, Lang, Screen, Seat, WorkIntent};

fn list(seat: &mut Seat, intent: ListIntent) {
    seat.intend(Intent::Work(WorkIntent::List(intent)));
}

fn shown(seat: &Seat) -> Vec<String> {
    let rows = seat.work.queue.rows(0, usize::MAX);
    rows.into_iter().map(|number| seat.picture.incidents.row(number).code.to_string()).collect()
}

fn holds(list: List, row: &IncidentRow, now: Timestamp) -> bool {
    let due = row.due_at().map(|due_at| due_state(row.due_since(), due_at, now));
    let course = row.course.as_deref();
    match list {
        List::ToDo => row.state.is_handling(),
        List::Waiting => row.state <= State::Accepted,
        List::CallBack => row.state == State::Handled,
        List::DueSoon => due == Some(DueState::DueSoon),
        List::Overdue => due == Some(DueState::Overdue),
        List::Asked => course.is_some_and(|course| course.request.is_some()),
        List::Supervision => course.is_some_and(|course| course.supervision.is_some()),
        List::Suspended => course.is_some_and(|course| course.suspension.is_some_and(|stands| now < stands.until)),
        List::Unlocated => row.at.is_none(),
        List::Open | List::Over => true,
    }
}

/// The list by a walk over all matters; what is over only where it is searched for.
fn walked(seat: &Seat) -> BTreeSet<String> {
    let filter = &seat.work.queue.filter;
    walk(seat, filter.list)
}

fn walk(seat: &Seat, list: List) -> BTreeSet<String> {
    let filter = &seat.work.queue.filter;
    let words: Vec<String> = filter.text.split_whitespace().map(str::to_lowercase).collect();
    let passes = |row: &&IncidentRow| {
        let text = format!("{}\n{}\n{}\n{}", row.code, row.title, row.address, initials(&row.title)).to_lowercase();
        row.state.is_open() == (list != List::Over)
            && !row.confidential
            && (list != List::Over || !words.is_empty())
            && holds(list, row, seat.now)
            && (filter.urgencies.is_empty() || filter.urgencies.contains(&row.urgency))
            && (filter.states.is_empty() || filter.states.contains(&row.state))
            && words.iter().all(|word| text.contains(word.as_str()))
    };
    seat.picture.incidents.rows().iter().filter(passes).map(|row| row.code.to_string()).collect()
}

/// How many confidential matters the list would hold.
fn kept_back(seat: &Seat) -> usize {
    let filter = &seat.work.queue.filter;
    let holds = |row: &&IncidentRow| {
        row.confidential
            && row.state.is_open()
            && filter.list != List::Over
            && filter.text.is_empty()
            && holds(filter.list, row, seat.now)
            && (filter.urgencies.is_empty() || filter.urgencies.contains(&row.urgency))
    };
    seat.picture.incidents.rows().iter().filter(holds).count()
}

#[derive(Clone, Debug)]
enum Happens {
    Reported { code: u32, urgency: usize, located: bool, confidential: bool },
    Done { code: u32, act: u32 },
    TimePasses(i64),
    Looks { list: usize, sort: usize, urgency: Option<usize>, word: Option<usize> },
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        3 => (0..40_u32, 0..4_usize, any::<bool>(), prop::bool::weighted(0.1)).prop_map(
            |(code, urgency, located, confidential)| Happens::Reported { code, urgency, located, confidential }
        ),
        4 => (0..40_u32, 0..7_u32).prop_map(|(code, act)| Happens::Done { code, act }),
        1 => (1..200_000_i64).prop_map(Happens::TimePasses),
        2 => (0..List::COUNT, 0..Sort::ALL.len(), prop::option::of(0..4_usize), prop::option::of(0..4_usize))
            .prop_map(|(list, sort, urgency, word)| Happens::Looks { list, sort, urgency, word }),
    ]
}

const TITLES: [&str; 3] = ["路面塌陷", "水管漏水 A座", "路灯不亮"];
const WORDS: [&str; 4] = ["路", "lm", "CL-1", "漏水 a座"];

fn act_of(number: u32) -> Act {
    match number {
        0 => Act::Accept { category: None, urgency: None, difficulty: None },
        1 => Act::Assign { agency: Some("城管局".into()), worker: None, message: String::new() },
        2 => Act::Handle { result: "已修复".into() },
        3 => Act::Ask { ask: zonglan::domain::Ask::Return, reason: "不属".into() },
        4 => Act::Supervise { text: "限期".into() },
        5 => Act::CallBack { answer: zonglan::domain::CallBack::Satisfied },
        _ => Act::Close,
    }
}

fn carry_out(seat: &mut Seat, book: &mut Book, n: usize, code: u32, act: Act) {
    let by = if matches!(act, Act::Handle { .. }) { "何静" } else { "陈立" };
    let command = Command {
        id: format!("c{n}").into(),
        by: Actor::Officer(by.into()),
        at: seat.now,
        incident: format!("CL-{code}").as_str().into(),
        seen_version: None,
        act,
    };
    let before = book.events.len();
    // What the table refuses has happened to nobody.
    let _ = book.carry_out(&command);
    for recorded in &book.events[before..] {
        seat.picture.apply(recorded);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_list_is_what_a_walk_would_give(story in prop::collection::vec(happens(), 1..90)) {
        let mut book = small_county();
        let mut seat = Seat::new(small_county().picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
        seat.tick(NOW);
        for (n, happens) in story.into_iter().enumerate() {
            match happens {
                Happens::Reported { code, urgency, located, confidential } => {
                    let file = IncidentFile {
                        title: TITLES[code as usize % 3].into(),
                        urgency: Urgency::ALL[urgency],
                        at: located.then(|| LonLat::new(118.01 + 0.001 * f64::from(code), 36.02)),
                        confidential,
                        reported_at: seat.now,
                        ..IncidentFile::default()
                    };
                    let act = Act::Report { file: Box::new(file), personal: None };
                    carry_out(&mut seat, &mut book, n, code, act);
                }
                Happens::Done { code, act } => carry_out(&mut seat, &mut book, n, code, act_of(act)),
                Happens::TimePasses(secs) => seat.now = seat.now.plus_secs(secs),
                Happens::Looks { list: which, sort, urgency, word } => {
                    list(&mut seat, ListIntent::Clear);
                    let all = List::ALL.into_iter().chain([List::Over]);
                    list(&mut seat, ListIntent::Show(all.into_iter().nth(which).unwrap_or_default()));
                    list(&mut seat, ListIntent::Sort(Sort::ALL[sort]));
                    if let Some(urgency) = urgency {
                        list(&mut seat, ListIntent::Urgency(Urgency::ALL[urgency]));
                    }
                    if let Some(word) = word {
                        list(&mut seat, ListIntent::Search(WORDS[word].into()));
                    }
                }
            }
            let now = seat.now;
            seat.tick(now);
            let rows = shown(&seat);
            prop_assert_eq!(rows.iter().cloned().collect::<BTreeSet<_>>(), walked(&seat));
            prop_assert_eq!(rows.len(), seat.work.queue.len(), "nothing twice");
            prop_assert!(!seat.work.queue.is_searching());
            prop_assert_eq!(seat.work.queue.hidden(seat.work.queue.filter.list), kept_back(&seat));
            if !seat.work.queue.filter.text.is_empty() && seat.work.queue.filter.urgencies.is_empty() {
                let elsewhere: Vec<_> = seat.work.queue.elsewhere().collect();
                let counted = [List::Open, List::Over].map(|list| (list, walk(&seat, list).len()));
                let here = seat.work.queue.filter.list;
                let counted: Vec<_> = counted.into_iter().filter(|(list, n)| *list != here && *n > 0).collect();
                prop_assert_eq!(elsewhere, counted);
            }
            check_order(&seat)?;
        }
    }
}

/// The order, by its own definition, and each row's place; the default order is the picture's own queue.
fn check_order(seat: &Seat) -> Result<(), TestCaseError> {
    let queue = &seat.work.queue;
    let rows = queue.rows(0, usize::MAX);
    for (place, number) in rows.iter().enumerate() {
        prop_assert_eq!(queue.place(*number), Some(place));
    }
    let due = |number: &u32| {
        let row = seat.picture.incidents.row(*number);
        row.due_at().or(row.deadline_at).unwrap_or(Timestamp(i64::MAX))
    };
    let reported = |number: &u32| seat.picture.incidents.row(*number).reported_at();
    match queue.sort {
        _ if queue.filter.list == List::Over => {
            prop_assert!(rows.is_sorted_by_key(|number| std::cmp::Reverse(reported(number))));
        }
        Sort::Due => prop_assert!(rows.is_sorted_by_key(due)),
        Sort::Newest => prop_assert!(rows.is_sorted_by_key(|number| std::cmp::Reverse(reported(number)))),
        Sort::Oldest => prop_assert!(rows.is_sorted_by_key(reported)),
        Sort::Pressing if queue.filter.list == List::ToDo => {
            let mut own = seat.picture.queue(seat.now);
            own.retain(|number| queue.place(*number).is_some());
            prop_assert_eq!(own, rows);
        }
        _ => {}
    }
    Ok(())
}

#[test]
fn the_map_limits_the_list_and_a_view_comes_back_as_it_was() {
    let mut book = small_county();
    book.report("CL-W", LonLat::new(118.01, 36.01), Urgency::U2, NOW);
    book.report("CL-E", LonLat::new(118.09, 36.09), Urgency::U3, NOW);
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    assert_eq!(shown(&seat), ["CL-W", "CL-E"]);
    list(&mut seat, ListIntent::OnMap);
    seat.view.center = LonLat::new(118.09, 36.09);
    seat.view.zoom = 15.0;
    (0..2).for_each(|_| seat.tick(NOW));
    assert_eq!(shown(&seat), ["CL-E"]);
    list(&mut seat, ListIntent::Clear);
    list(&mut seat, ListIntent::Urgency(Urgency::U2));
    list(&mut seat, ListIntent::Sort(Sort::Newest));
    list(&mut seat, ListIntent::Save("紧急".into()));
    let kept = serde_json::to_string(&seat.settings()).unwrap();
    list(&mut seat, ListIntent::Clear);
    seat.tick(NOW);
    assert_eq!(shown(&seat).len(), 2);
    seat.take_settings(serde_json::from_str(&kept).unwrap());
    list(&mut seat, ListIntent::View(0));
    seat.tick(NOW);
    assert_eq!((shown(&seat), seat.work.queue.sort), (vec!["CL-W".to_owned()], Sort::Newest));
}

#[test]
fn a_whole_number_opens_its_matter_even_when_it_is_over() {
    let mut book = small_county();
    book.report("CL-1", LonLat::new(118.01, 36.01), Urgency::U3, NOW);
    let answer = Command {
        id: "a".into(),
        by: Actor::Officer("陈立".into()),
        at: NOW,
        incident: "CL-1".into(),
        seen_version: None,
        act: Act::Answer { text: "已答复".into() },
    };
    book.carry_out(&answer).unwrap();
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    list(&mut seat, ListIntent::Search("CL-1".into()));
    seat.tick(NOW);
    assert!(shown(&seat).is_empty());
    assert_eq!(seat.selection.map(|selection| selection.id(&seat.picture)), Some("CL-1".into()));
}

#[test]
fn what_one_list_does_not_have_is_found_in_another() {
    let mut book = small_county();
    for (code, n) in [("CL-1", 1), ("CL-2", 2), ("CL-3", 3)] {
        book.report(code, LonLat::new(118.01, 36.01), Urgency::U3, NOW.plus_secs(n));
    }
    for (n, code) in ["CL-1", "CL-2"].into_iter().enumerate() {
        let act = Act::Answer { text: "已答复".into() };
        let (id, by) = (format!("a{n}").into(), Actor::Officer("陈立".into()));
        let at = NOW.plus_secs(10);
        book.carry_out(&Command { id, by, at, incident: code.into(), seen_version: None, act }).unwrap();
    }
    let title = |book: &Book, code: &str| {
        let number = book.picture.incidents.number(&code.into()).unwrap();
        book.picture.incidents.row(number).title.to_string()
    };
    let words = title(&book, "CL-3");
    assert_eq!(title(&book, "CL-1"), words, "all of the small county's reports say the same");
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW.plus_secs(20), Lang::Zh);
    let look = |seat: &mut Seat| {
        let now = seat.now;
        seat.tick(now);
    };
    list(&mut seat, ListIntent::Show(List::Overdue));
    list(&mut seat, ListIntent::Search(words));
    look(&mut seat);
    assert!(seat.work.queue.is_empty());
    assert_eq!(seat.work.queue.elsewhere().collect::<Vec<_>>(), [(List::Open, 1), (List::Over, 2)]);
    // Enter goes to the first of them and opens what it finds; a press goes to the other.
    seat.intend(Intent::Work(WorkIntent::OpenFirst));
    assert_eq!((seat.work.queue.filter.list, shown(&seat)), (List::Open, vec!["CL-3".to_owned()]));
    assert_eq!(seat.selection.map(|selection| selection.id(&seat.picture)), Some("CL-3".into()));
    list(&mut seat, ListIntent::FindIn(List::Over));
    look(&mut seat);
    assert_eq!(shown(&seat), ["CL-2", "CL-1"], "the newest first");
    list(&mut seat, ListIntent::Search(String::new()));
    look(&mut seat);
    assert_eq!((seat.work.queue.filter.list, seat.work.queue.is_empty()), (List::ToDo, false));
}

#[test]
fn a_figure_opens_the_matters_that_it_counts_the_latest_first() {
    let mut book = small_county();
    for (n, lon_deg) in [(1, 118.01), (2, 118.06), (3, 118.01)] {
        book.report(&format!("CL-{n}"), LonLat::new(lon_deg, 36.01), Urgency::U3, NOW.plus_secs(-40 * 86_400 + n));
    }
    for n in 1..4 {
        let (id, by) = (format!("a{n}").into(), Actor::Officer("陈立".into()));
        let act = Act::Accept { category: None, urgency: None, difficulty: None };
        let at = NOW.plus_secs(-40 * 86_400 + 10 * n);
        book.carry_out(&Command { id, by, at, incident: format!("CL-{n}").into(), seen_version: None, act }).unwrap();
    }
    book.report("CL-4", LonLat::new(118.01, 36.01), Urgency::U3, NOW);
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    let look = |seat: &mut Seat| {
        let now = seat.now;
        seat.tick(now);
    };
    look(&mut seat);
    let town = |seat: &Seat, code: &str| {
        let number = seat.picture.incidents.number(&code.into()).unwrap();
        seat.picture.incidents.row(number).town
    };
    // Whatever narrowed the list before is no part of the figure.
    list(&mut seat, ListIntent::Sort(Sort::Newest));
    list(&mut seat, ListIntent::Urgency(Urgency::U1));
    list(&mut seat, ListIntent::Behind(List::Overdue, None));
    look(&mut seat);
    assert_eq!(shown(&seat), ["CL-1", "CL-2", "CL-3"], "the one that waits longest first");
    let here = town(&seat, "CL-1");
    assert!(here.is_some());
    list(&mut seat, ListIntent::Behind(List::Overdue, here));
    look(&mut seat);
    let of_town: Vec<String> =
        ["CL-1", "CL-2", "CL-3"].into_iter().filter(|code| town(&seat, code) == here).map(str::to_owned).collect();
    assert_eq!(shown(&seat), of_town);
    // The lists' counts are of the town, too; the whole county's go with a shift.
    assert_eq!(seat.work.queue.count_let_through(List::Overdue), of_town.len());
    assert_eq!(seat.work.queue.count(List::Overdue), 3);
    // An order that somebody chose stays with its list.
    list(&mut seat, ListIntent::Behind(List::ToDo, None));
    look(&mut seat);
    assert_eq!((seat.work.queue.sort, shown(&seat)[0].as_str()), (Sort::Newest, "CL-4"));
    list(&mut seat, ListIntent::Show(List::Overdue));
    assert_eq!(seat.work.queue.sort, Sort::Due);
}

#[test]
fn people_are_found_by_name_number_and_initials_and_shown_on_the_map() {
    let mut seat = Seat::new(small_county().picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    let search = |seat: &mut Seat, text: &str| {
        list(seat, ListIntent::Search(text.into()));
        let now = seat.now;
        seat.tick(now);
        let (offered, all) = seat.found_people();
        let names = offered.iter().map(|worker| seat.picture.workers.row(*worker).worker.name.clone());
        (names.collect::<Vec<_>>(), all)
    };
    assert_eq!(search(&mut seat, "张7"), (vec!["张7".to_owned()], 1));
    assert_eq!(search(&mut seat, "w7"), (vec!["张7".to_owned()], 1));
    assert_eq!(search(&mut seat, "z7"), (vec!["张7".to_owned()], 1));
    let (first, all) = search(&mut seat, "w张");
    assert_eq!((first.len(), all), (0, 0), "both in one word is nobody");
    for few in ["w", "7", "w 7"] {
        let (first, all) = search(&mut seat, few);
        assert_eq!((first.len(), all), (0, 0), "{few}: single letters are in every other name");
    }
    let (first, all) = search(&mut seat, "张");
    assert_eq!((first.len(), all), (4, 10), "one Han character is a surname");
    list(&mut seat, ListIntent::Person(7));
    assert_eq!(seat.selection, Some(zonglan::seat::Selection::Worker(7)));
    seat.intend(Intent::Visit(zonglan::seat::VisitIntent::On));
    let now = seat.now;
    seat.tick(now);
    assert!(!seat.visit.is_on() || seat.found_people().1 == 0, "no names before visitors");
}

#[test]
fn what_is_overdue_stands_behind_what_is_urgent_and_ahead_of_all_else() {
    let mut book = small_county();
    let at = |n: u32| LonLat::new(118.01 + 0.01 * f64::from(n), 36.05);
    for (code, urgency, days_ago, n) in
        [("CL-FRESH", Urgency::U3, 0, 0), ("CL-LATE", Urgency::U4, 40, 1), ("CL-URGENT", Urgency::U2, 0, 2)]
    {
        let then = NOW.plus_secs(-days_ago * 86_400 - 60);
        book.report(code, at(n), urgency, then);
        let by = Actor::Officer("陈立".into());
        let act = Act::Accept { category: None, urgency: None, difficulty: None };
        let id = format!("accept-{code}").into();
        book.carry_out(&Command { id, by, at: then, incident: code.into(), seen_version: None, act }).unwrap();
    }
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    assert_eq!(shown(&seat), ["CL-URGENT", "CL-LATE", "CL-FRESH"]);
}
