//! The loop at a seat: what is offered, forms, drafts, several matters at once; every act goes to the store by the road of
//! all others.

use super::{NOW, state, store_one};
use crate::county::{Book, small_county};
use zonglan::domain::{
    Act, ActKind, Actor, AgencyName, Category, Command, Difficulty, Event, IncidentFile, LonLat, Nature, Post, Posts,
    Refusal, RosterEntry, State, StepKind, Timestamp, Urgency, possible,
};
use zonglan::seat::queue::{List, ListIntent};
use zonglan::seat::work::{Choice, Slot};
use zonglan::seat::{Intent, Lang, Screen, Seat, Selection, Toast, WorkIntent};

const AT: LonLat = LonLat::new(118.01, 36.01);

pub(super) fn book() -> Book {
    let mut book = small_county();
    for (code, name, agency) in [("road", "道路", "城管局"), ("water", "供水", "水务公司"), ("gas", "燃气", "应急局")]
    {
        book.put(Event::CategoryPut(Category {
            code: code.into(),
            parent: None,
            name: name.into(),
            name_en: None,
            glyph: None,
            urgency: Urgency::U3,
            difficulty: Difficulty::General,
            agency: Some(AgencyName::from(agency)),
        }));
    }
    for n in 0..6_u32 {
        let at = zonglan::spatial::destination(AT, 90.0, 30.0 * f64::from(n));
        report(&mut book, &format!("CL-{n}"), at, Nature::GridFound);
    }
    book.stand("W1", AT, NOW.plus_secs(-20));
    book
}

/// A matter reported at this moment.
pub(super) fn report_at(book: &mut Book, code: &str, reported_at: Timestamp) {
    put(book, code, IncidentFile { reported_at, ..file(AT, Nature::GridFound) });
}

fn report(book: &mut Book, code: &str, at: LonLat, nature: Nature) {
    put(book, code, file(at, nature));
}

fn file(at: LonLat, nature: Nature) -> IncidentFile {
    IncidentFile {
        title: "路面塌陷".into(),
        category: Some("road".into()),
        nature,
        at: Some(at),
        reported_at: NOW,
        ..IncidentFile::default()
    }
}

fn put(book: &mut Book, code: &str, file: IncidentFile) {
    let act = Act::Report { file: Box::new(file), personal: None };
    let by = Actor::System("test".into());
    book.carry_out(&Command { id: code.into(), by, at: NOW, incident: code.into(), seen_version: None, act }).unwrap();
}

pub(super) fn seat_of(book: Book) -> Seat {
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.officer = "陈立".into();
    seat.tick(NOW);
    seat
}

pub(super) fn number(seat: &Seat, code: &str) -> u32 {
    seat.picture.incidents.number(&code.into()).unwrap()
}

pub(super) fn select(seat: &mut Seat, code: &str) {
    let number = number(seat, code);
    seat.intend(Intent::Select(Selection::Incident(number)));
}

pub(super) fn work(seat: &mut Seat, intent: WorkIntent) {
    seat.intend(Intent::Work(intent));
}

pub(super) fn say(seat: &mut Seat, slot: Slot, text: &str) {
    work(seat, WorkIntent::Say(slot, text.into()));
}

/// Opens a form, fills it in, confirms it, and makes durable what follows.
fn act(seat: &mut Seat, act: ActKind, fill: impl FnOnce(&mut Seat)) -> usize {
    work(seat, WorkIntent::Open(act));
    if seat.work.form.is_some() {
        fill(seat);
        work(seat, WorkIntent::Confirm);
        let problem = seat.work.form.as_ref().map(|form| form.problem.clone());
        assert_eq!(problem, None, "{} is not done", act.name());
    }
    let recorded = store_one(seat);
    seat.tick(seat.now.plus_secs(1));
    recorded.len()
}

/// Somebody else does something with a matter meanwhile.
pub(super) fn other(seat: &mut Seat, by: Actor, code: &str, act: Act) {
    let (reply, answer) = std::sync::mpsc::sync_channel(1);
    let id = format!("{code}-{}-{}", act.name(), seat.now.0);
    let command = Command { id: id.into(), by, at: seat.now, incident: code.into(), seen_version: None, act };
    seat.command_from_beside(command, reply);
    while !store_one(seat).is_empty() {}
    let answer = answer.try_recv().unwrap();
    assert!(matches!(answer, zonglan::seat::link::Answer::Done(_)), "{answer:?}");
    seat.tick(seat.now.plus_secs(1));
}

fn steps(seat: &Seat, code: &str) -> Vec<StepKind> {
    seat.picture.incidents.row(number(seat, code)).steps().iter().map(|step| step.kind).collect()
}

#[test]
fn what_is_offered_is_the_table_s_for_every_state_and_post() {
    let mut seat = seat_of(book());
    let one = number(&seat, "CL-0");
    for post in Post::ALL {
        seat.rules.roster = vec![RosterEntry { name: "陈立".into(), posts: vec![post], town: None }];
        let table: Vec<ActKind> = possible(State::Reported, Posts::of(&[post]))
            .into_iter()
            .filter(|act| !matches!(act, ActKind::Report | ActKind::Alarm | ActKind::Attach))
            .collect();
        let mut offered: Vec<ActKind> = seat.offers(one).into_iter().map(|offer| offer.act).collect();
        offered.sort_unstable();
        assert_eq!(offered, table, "{post:?}");
    }
    seat.rules.roster.clear();
    let offers = seat.offers(one);
    let holds = |act: ActKind| offers.iter().find(|offer| offer.act == act).unwrap().refusal.is_none();
    assert!(holds(ActKind::Accept) && holds(ActKind::Merge) && holds(ActKind::Summon) && holds(ActKind::Decline));
    assert!(!holds(ActKind::ReturnUp), "it did not come from above");
    assert_eq!(seat.next_act(one, &offers), Some(ActKind::Assign));
}

#[test]
fn every_offer_that_holds_is_done_when_its_form_is_filled_in() {
    // The independent check of the forms: each offered act of each state is really carried out by its form.
    let states = ["CL-0", "CL-1", "CL-2", "CL-3"];
    let prepare = |seat: &mut Seat| {
        for code in &states[1..] {
            let assign = Act::Assign { agency: Some("城管局".into()), worker: None, message: String::new() };
            other(seat, Actor::Officer("何静".into()), code, assign);
        }
        for code in &states[2..] {
            let handle = Act::Handle { result: "已修复".into() };
            other(seat, Actor::Agency("城管局".into()), code, handle);
        }
        other(
            seat,
            Actor::Officer("何静".into()),
            "CL-3",
            Act::CallBack { answer: zonglan::domain::CallBack::Satisfied },
        );
        other(seat, Actor::Officer("何静".into()), "CL-3", Act::Close);
    };
    let mut tried = 0;
    for code in states {
        let mut seat = seat_of(book());
        prepare(&mut seat);
        let offers = seat.offers(number(&seat, code));
        for offer in offers.iter().filter(|offer| offer.refusal.is_none()) {
            let mut seat = seat_of(book());
            prepare(&mut seat);
            select(&mut seat, code);
            let version = seat.picture.incidents.row(number(&seat, code)).version;
            let done = act(&mut seat, offer.act, fill_anything);
            assert!(done > 0, "{code}: {} was offered and did nothing", offer.act.name());
            assert!(seat.picture.incidents.row(number(&seat, code)).version > version);
            tried += 1;
        }
    }
    assert!(tried >= 30, "only {tried}");
}

fn fill_anything(seat: &mut Seat) {
    use zonglan::seat::work::Field;
    let form = seat.work.form.clone().unwrap();
    for field in form.fields() {
        match field {
            Field::Choose(what) if !form.values.choices.contains_key(&what) => {
                let choice = seat.options(&form, what).remove(0);
                work(seat, WorkIntent::Choose(choice));
            }
            Field::Words if form.values.words.is_empty() => say(seat, Slot::Words, "如实填写"),
            Field::Second if form.values.second.is_empty() => say(seat, Slot::Second, "法院"),
            Field::Matter => say(seat, Slot::Matter, "CL-5"),
            _ => {}
        }
    }
}

#[test]
fn a_return_is_asked_for_and_granted_by_somebody_else() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    seat.intend(Intent::Dispatch);
    store_one(&mut seat);
    seat.tick(NOW.plus_secs(1));
    act(&mut seat, ActKind::AskReturn, |seat| say(seat, Slot::Words, "不属本单位职责"));
    let one = number(&seat, "CL-0");
    assert!(seat.picture.incidents.row(one).course.as_ref().unwrap().request.is_some());
    // Whoever asked is told that somebody else must grant it, and what stands in the way is seen before it is tried.
    let own = seat.offers(one).into_iter().find(|offer| offer.act == ActKind::Grant).unwrap();
    assert_eq!(own.refusal, Some(Refusal::OwnRequest("陈立".into())));
    seat.officer = "周敏".into();
    let offers = seat.offers(one);
    assert_eq!(seat.next_act(one, &offers), Some(ActKind::Grant), "what waits comes first");
    assert!(seat.picture.incidents.row(one).holds_worker());
    work(&mut seat, WorkIntent::Enter);
    store_one(&mut seat);
    assert_eq!(state(&seat, "CL-0"), State::Accepted);
}

#[test]
fn more_time_and_a_standstill_by_the_site_s_clock() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    act(&mut seat, ActKind::Accept, |_| {});
    let one = number(&seat, "CL-0");
    let due = seat.picture.incidents.row(one).deadline_at.unwrap();
    work(&mut seat, WorkIntent::Open(ActKind::AskExtend));
    say(&mut seat, Slot::Words, "情况复杂");
    say(&mut seat, Slot::Until, "昨天");
    work(&mut seat, WorkIntent::Confirm);
    let problem = seat.work.form.as_ref().unwrap().problem.clone();
    assert!(matches!(problem, Some(Refusal::Unsaid { .. })), "what is no moment is told: {problem:?}");
    say(&mut seat, Slot::Until, "2026-01-01 08:00");
    work(&mut seat, WorkIntent::Confirm);
    assert_eq!(seat.work.form.as_ref().unwrap().problem, Some(Refusal::TooEarly(due)));
    say(&mut seat, Slot::Until, "2027-03-01 09:30");
    work(&mut seat, WorkIntent::Confirm);
    assert!(seat.work.form.is_none());
    store_one(&mut seat);
    seat.officer = "周敏".into();
    seat.tick(seat.now.plus_secs(1));
    act(&mut seat, ActKind::Grant, |_| {});
    // 09:30 at UTC+8.
    let until = Timestamp(jiff::Timestamp::strptime("%Y-%m-%d %H:%M%z", "2027-03-01 09:30+0800").unwrap().as_second());
    assert_eq!(seat.picture.incidents.row(one).deadline_at, Some(until));
    act(&mut seat, ActKind::AskSuspend, |seat| {
        say(seat, Slot::Words, "等待配件");
        work(seat, WorkIntent::Choose(Choice::Listed(true)));
    });
    seat.officer = "陈立".into();
    act(&mut seat, ActKind::Grant, |_| {});
    assert_eq!(seat.work.queue.count(List::Suspended), 1);
    let stands = seat.picture.incidents.row(one).course.as_ref().unwrap().suspension.unwrap();
    assert!(stands.listed);
    seat.tick(stands.until.plus_secs(1));
    assert_eq!(seat.work.queue.count(List::Suspended), 0, "it goes on by itself");
}

#[test]
fn agencies_are_summoned_and_report_in_with_the_lead_by_category() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    assert_eq!(seat.lead_agency(number(&seat, "CL-0")), Some("城管局".into()));
    act(&mut seat, ActKind::Summon, |seat| {
        work(seat, WorkIntent::Agency("水务公司".into()));
        say(seat, Slot::Agency, "yjj");
        let form = seat.work.form.clone().unwrap();
        assert_eq!(seat.agencies_for(&form), ["应急局".into()], "found by its initials");
        work(seat, WorkIntent::Agency("应急局".into()));
    });
    let one = number(&seat, "CL-0");
    let summons = || seat.picture.incidents.row(one).course.as_ref().unwrap().summons.clone().unwrap();
    assert_eq!(summons().lead.as_str(), "城管局");
    assert_eq!(summons().parties.len(), 3);
    assert_eq!(summons().told.as_deref(), Some("值班长"));
    let party = |name: &str| Choice::Party(name.into());
    act(&mut seat, ActKind::ReportIn, |seat| work(seat, WorkIntent::Choose(party("水务公司"))));
    act(&mut seat, ActKind::JointResult, |seat| say(seat, Slot::Words, "已关阀"));
    let summons = seat.picture.incidents.row(one).course.as_ref().unwrap().summons.clone().unwrap();
    let water = summons.party(&"水务公司".into()).unwrap();
    assert_eq!(water.result.as_deref(), Some("已关阀"));
}

#[test]
fn matters_are_merged_by_number_or_from_what_lies_near() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    let near = seat.matters_near(number(&seat, "CL-0"));
    assert_eq!(near.first(), Some(&number(&seat, "CL-1")), "the nearest first");
    work(&mut seat, WorkIntent::Open(ActKind::Merge));
    say(&mut seat, Slot::Matter, "CL-9");
    work(&mut seat, WorkIntent::Confirm);
    assert_eq!(seat.work.form.as_ref().unwrap().problem, Some(Refusal::MergeInto("CL-9".into())));
    say(&mut seat, Slot::Matter, "-3");
    work(&mut seat, WorkIntent::Confirm);
    store_one(&mut seat);
    assert_eq!(state(&seat, "CL-0"), State::Merged);
    assert!(steps(&seat, "CL-3").contains(&StepKind::Joined));
    act(&mut seat, ActKind::Unmerge, |_| {});
    assert_eq!(state(&seat, "CL-0"), State::Reported);
}

#[test]
fn who_handled_never_calls_back_and_check_and_call_back_are_two_people_s() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    act(&mut seat, ActKind::Accept, |_| {});
    act(&mut seat, ActKind::Handle, |seat| say(seat, Slot::Words, "已修复"));
    work(&mut seat, WorkIntent::Open(ActKind::CallBack));
    let problem = seat.work.form.as_ref().unwrap().problem.clone();
    assert_eq!(problem, Some(Refusal::CalledByHandler("陈立".into())), "told as soon as the form opens");
    seat.officer = "周敏".into();
    work(&mut seat, WorkIntent::Cancel);
    work(&mut seat, WorkIntent::Open(ActKind::Check));
    work(&mut seat, WorkIntent::Confirm);
    let problem = seat.work.form.as_ref().unwrap().problem.clone();
    assert!(matches!(problem, Some(Refusal::Unsaid { .. })), "what was found is never guessed: {problem:?}");
    work(&mut seat, WorkIntent::Choose(Choice::Passed(true)));
    work(&mut seat, WorkIntent::Confirm);
    store_one(&mut seat);
    let one = number(&seat, "CL-0");
    let again = seat.offers(one).into_iter().find(|offer| offer.act == ActKind::CallBack).unwrap();
    assert_eq!(again.refusal, Some(Refusal::SamePerson("周敏".into())));
    let offers = seat.offers(one);
    assert_eq!(seat.next_act(one, &offers), Some(ActKind::Close));
    act(&mut seat, ActKind::Close, |_| {});
    assert_eq!(state(&seat, "CL-0"), State::Closed);
    act(&mut seat, ActKind::Reopen, |seat| say(seat, Slot::Words, "问题反复"));
    assert_eq!(state(&seat, "CL-0"), State::Accepted);
}

#[test]
fn enter_over_a_form_does_the_form_and_nothing_behind_it() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    work(&mut seat, WorkIntent::Open(ActKind::Raise));
    say(&mut seat, Slot::Words, "本级无力解决");
    work(&mut seat, WorkIntent::Enter);
    assert!(!store_one(&mut seat).is_empty());
    // Pressed twice: nobody is sent.
    work(&mut seat, WorkIntent::Enter);
    assert!(store_one(&mut seat).is_empty());
    assert_eq!(state(&seat, "CL-0"), State::Reported);
    seat.tick(seat.now.plus_secs(3));
    work(&mut seat, WorkIntent::Enter);
    store_one(&mut seat);
    assert_eq!(state(&seat, "CL-0"), State::Assigned, "later the key is the dispatch's again");
}

#[test]
fn several_matters_at_once_each_by_itself_and_never_all_urgent_ones() {
    let mut book = book();
    book.report("CL-U1", AT, Urgency::U1, NOW);
    let mut seat = seat_of(book);
    work(&mut seat, WorkIntent::List(ListIntent::MarkAll));
    assert_eq!(seat.work.queue.marked_count(), 7);
    let count = |seat: &Seat, act: ActKind| {
        seat.offers_for_marked().into_iter().find(|(offered, _)| *offered == act).map(|(_, count)| count)
    };
    assert_eq!(count(&seat, ActKind::Accept), Some(6), "the U1 is taken in by itself");
    work(&mut seat, WorkIntent::OpenMarked(ActKind::Accept));
    work(&mut seat, WorkIntent::Confirm);
    let mut stored = 0;
    while !store_one(&mut seat).is_empty() {
        stored += 1;
    }
    assert_eq!(stored, 6);
    assert_eq!(seat.toasts().last(), Some(&Toast::Several { act: ActKind::Accept, done: 6, refused: 0 }));
    assert_eq!(state(&seat, "CL-U1"), State::Reported);
    seat.tick(NOW.plus_secs(1));
    work(&mut seat, WorkIntent::List(ListIntent::MarkAll));
    work(&mut seat, WorkIntent::OpenMarked(ActKind::Remind));
    assert_eq!(seat.work.form.as_ref().unwrap().targets.len(), 6);
    work(&mut seat, WorkIntent::Confirm);
    while !store_one(&mut seat).is_empty() {}
    assert!(steps(&seat, "CL-4").contains(&StepKind::Reminded));
}
