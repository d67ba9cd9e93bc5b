//! From a call to a dispatched matter; the same matter twice; and that nothing is sent by typing.

use super::*;
use zonglan::domain::{FormField, Source};
use zonglan::seat::intake::IntakeProblem;
use zonglan::seat::queue::{List, ListIntent};
use zonglan::seat::{Toast, Viewing, WorkIntent};

const SAID: &str = "您好，青年广场的窨井盖破损翘起来了，晚上看不见很危险";

#[test]
fn a_call_is_a_dispatched_matter_in_eight_acts() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, SAID);
    rig.advise();
    rig.intake(IntakeIntent::Adopt);
    rig.intake(IntakeIntent::Nature(Nature::Complaint));
    rig.say(IntakeSlot::Phone, "13800005678");
    let name = rig.name();
    rig.intake(IntakeIntent::Report);
    rig.store_all();
    let row = rig.seat.picture.incidents.row(rig.seat.selected_incident().unwrap());
    assert_eq!((row.code.clone(), row.state), (name.clone(), State::Reported));
    assert_eq!((row.title.as_ref(), row.nature), ("青年广场的窨井盖破损翘起来了，晚上看不见很危险", Nature::Complaint));
    let category = &rig.seat.picture.categories.rows()[row.category.unwrap() as usize];
    assert_eq!((category.name.as_str(), row.urgency), ("井盖破损", Urgency::U2));
    assert!(zonglan::spatial::distance_m(row.at.unwrap(), AT) < 1.0, "where the words say");
    assert!(row.address.contains("青年广场"));
    let personal = rig.personal(&name).unwrap();
    assert_eq!(personal.text.as_deref(), Some(SAID), "word for word, where it can be erased");
    assert_eq!(personal.reporter_phone.as_deref(), Some("13800005678"));
    rig.tick(2);
    rig.mean(Intent::Dispatch);
    rig.store_all();
    assert_eq!(rig.state_of(name.as_str()), Some(State::Assigned));
    assert!(rig.acts < 10, "{} acts", rig.acts);
    assert!(rig.seat.intake.form.is_none() && rig.kept().is_empty(), "its draft is gone");
}

#[test]
fn enter_goes_from_field_to_field_then_reports_and_sends_nobody() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    let focus = |rig: &Rig| rig.seat.intake.form.as_ref().unwrap().focus.1;
    assert_eq!(focus(&rig), Some(IntakeSlot::Text));
    rig.say(IntakeSlot::Text, SAID);
    rig.intake(IntakeIntent::Done(IntakeSlot::Text));
    assert_eq!(focus(&rig), Some(IntakeSlot::Place));
    rig.say(IntakeSlot::Place, "qngc");
    rig.advise();
    rig.intake(IntakeIntent::Done(IntakeSlot::Place));
    let form = rig.seat.intake.form.as_ref().unwrap();
    assert_eq!(form.draft.at, Some(AT), "the first of what was found");
    assert!(form.draft.address.ends_with("青年广场"), "{}", form.draft.address);
    assert_eq!(focus(&rig), Some(IntakeSlot::Phone));
    rig.say(IntakeSlot::Phone, "13800005678");
    rig.intake(IntakeIntent::Done(IntakeSlot::Phone));
    assert_eq!(focus(&rig), None, "nothing in words is open");
    // The key's second press does not report what nobody has looked through.
    rig.intake(IntakeIntent::Nature(Nature::Help));
    rig.mean(Intent::Work(WorkIntent::Enter));
    assert!(rig.seat.intake.form.is_some() && !rig.seat.intake.is_sending());
    rig.tick(3);
    let name = rig.name();
    rig.mean(Intent::Work(WorkIntent::Enter));
    rig.store_all();
    assert_eq!(rig.state_of(name.as_str()), Some(State::Reported));
    // Nor does the one that reported send anybody.
    rig.mean(Intent::Work(WorkIntent::Enter));
    rig.store_all();
    assert_eq!(rig.state_of(name.as_str()), Some(State::Reported));
    assert!(rig.seat.order.is_none());
    rig.tick(3);
    rig.mean(Intent::Work(WorkIntent::Enter));
    rig.store_all();
    assert_eq!(rig.state_of(name.as_str()), Some(State::Assigned), "the next one is the card's");
}

#[test]
fn while_a_form_is_open_enter_is_its_own_whatever_is_selected() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, SAID);
    rig.advise();
    rig.intake(IntakeIntent::See("OPEN-1".into()));
    assert_eq!(rig.seat.selection.map(|thing| thing.id(&rig.seat.picture)), Some("OPEN-1".into()));
    for _ in 0..3 {
        rig.tick(5);
        rig.mean(Intent::Work(WorkIntent::Enter));
        rig.store_all();
    }
    assert_eq!(rig.state_of("OPEN-1"), Some(State::Reported), "nobody was sent to what was only looked at");
    let form = rig.seat.intake.form.as_ref().unwrap();
    let wanted = vec![FormField::Place, FormField::Nature, FormField::Phone];
    assert_eq!(form.problem, Some(IntakeProblem::Missing(wanted)));
    // One level back at a time: the matter looked at, then the form, whose words wait.
    rig.mean(Intent::Back);
    assert!(rig.seat.selection.is_none() && rig.seat.intake.form.is_some());
    rig.mean(Intent::Back);
    assert!(rig.seat.intake.form.is_none());
    assert_eq!(rig.seat.intake.drafts().len(), 1);
}

#[test]
fn the_same_matter_again_is_reported_once_and_joined_to_it() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, "青年广场井盖没了");
    rig.say(IntakeSlot::Phone, "13800005678");
    rig.advise();
    assert_eq!(rig.seat.intake.advice.alike[0].incident.as_str(), "OPEN-1");
    let name = rig.name();
    rig.intake(IntakeIntent::Same("OPEN-1".into()));
    rig.store_all();
    assert_eq!(rig.state_of(name.as_str()), Some(State::Merged));
    let merged = rig.seat.picture.incidents.row(rig.seat.picture.incidents.number(&name).unwrap());
    assert_eq!(merged.course.as_ref().unwrap().merged.as_ref().unwrap().into.as_str(), "OPEN-1");
    assert_eq!(merged.nature, Nature::Help, "what the other knew was not asked again");
    assert_eq!(rig.seat.selection.map(|thing| thing.id(&rig.seat.picture)), Some("OPEN-1".into()));
    assert_eq!(rig.personal(&name).unwrap().reporter_phone.as_deref(), Some("13800005678"), "to be called back");
}

#[test]
fn what_was_handled_is_told_with_its_result_and_taken_up_again() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, "柳河小学门口路灯又不亮了");
    rig.say(IntakeSlot::Phone, "13800005678");
    rig.advise();
    let found = rig.seat.intake.advice.alike.iter().find(|alike| alike.incident.as_str() == "DONE-1").unwrap();
    assert_eq!(found.verdict, zonglan::picture::Verdict::Again, "{found:?}");
    let done = rig.seat.picture.incidents.number(&"DONE-1".into()).unwrap();
    assert_eq!(rig.seat.picture.incidents.row(done).result.as_deref(), Some("已更换灯泡，电话13900001234"));
    assert!(rig.seat.would_reopen(done));
    let name = rig.name();
    rig.intake(IntakeIntent::Same("DONE-1".into()));
    rig.store_all();
    assert_eq!(rig.state_of("DONE-1"), Some(State::Accepted));
    assert_eq!(rig.state_of(name.as_str()), Some(State::Merged));
}

#[test]
fn a_platforms_order_brings_its_number_deadline_and_limit() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.intake(IntakeIntent::Source(Source::CityHotline));
    rig.say(IntakeSlot::Text, SAID);
    rig.say(IntakeSlot::Place, "青年广场东侧");
    rig.intake(IntakeIntent::Nature(Nature::Help));
    rig.intake(IntakeIntent::CalledBackAbove);
    rig.say(IntakeSlot::UpstreamNumber, "WO-77");
    rig.say(IntakeSlot::UpstreamDeadline, "09-14 17:30");
    rig.say(IntakeSlot::UpstreamReturn, "morgen");
    rig.intake(IntakeIntent::Report);
    let problem = rig.seat.intake.form.as_ref().unwrap().problem.clone();
    assert_eq!(problem, Some(IntakeProblem::NoMoment(IntakeSlot::UpstreamReturn)));
    rig.say(IntakeSlot::UpstreamReturn, "9-11 12:00");
    let name = rig.name();
    rig.intake(IntakeIntent::Report);
    rig.store_all();
    let row = rig.seat.picture.incidents.row(rig.seat.picture.incidents.number(&name).unwrap());
    let above = row.course.as_ref().unwrap().upstream.clone().unwrap();
    // 2026-09-14 17:30 and 2026-09-11 12:00, eight hours ahead of UTC.
    let day = 86_400;
    let midnight = 1_789_056_000;
    assert_eq!(above.deadline_at, Some(Timestamp(midnight + 3 * day + 17 * 3_600 + 1_800)));
    assert_eq!(above.return_until, Some(Timestamp(midnight + 12 * 3_600)));
    assert!(above.calls_back && row.upstream_number.as_deref() == Some("WO-77"));
    assert!(row.at.is_none(), "words alone are no point");
    rig.mean(Intent::Work(WorkIntent::List(ListIntent::Show(List::Unlocated))));
    let listed = rig.seat.work.queue.rows(0, 9);
    assert_eq!(listed.len(), 1, "what has no place has a list of its own");
    assert_eq!(rig.seat.picture.incidents.row(listed[0]).code, name);
}

#[test]
fn a_confidential_matter_is_taken_in_and_not_shown() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, "举报某厂夜里排污");
    rig.intake(IntakeIntent::Nature(Nature::Report));
    rig.intake(IntakeIntent::Nowhere);
    rig.intake(IntakeIntent::Report);
    let problem = rig.seat.intake.form.as_ref().unwrap().problem.clone();
    assert_eq!(problem, Some(IntakeProblem::Missing(vec![FormField::Confidential])));
    rig.intake(IntakeIntent::Confidential(true));
    let name = rig.name();
    rig.intake(IntakeIntent::Report);
    rig.store_all();
    assert_eq!(rig.state_of(name.as_str()), Some(State::Reported));
    assert!(rig.seat.selection.is_none());
    assert!(rig.seat.toasts().any(|toast| *toast == Toast::TakenIn(name.clone())));
}

#[test]
fn a_wall_takes_nothing_in() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.seat.screen.viewing = Viewing::Wall { distance_m: 6.0, pitch_mm: 1.25 };
    rig.intake(IntakeIntent::Open);
    assert!(rig.seat.intake.form.is_none());
    assert_eq!(rig.seat.toasts().last(), Some(&Toast::TakenInAtDesks));
}

#[test]
fn what_the_store_refuses_is_in_the_form_again() {
    let dir = folder();
    let mut rig = Rig::open(dir.path(), NOW);
    rig.intake(IntakeIntent::Open);
    rig.say(IntakeSlot::Text, SAID);
    rig.intake(IntakeIntent::Nowhere);
    rig.intake(IntakeIntent::Nature(Nature::Help));
    rig.say(IntakeSlot::Phone, "13800005678");
    let name = rig.name();
    rig.intake(IntakeIntent::Report);
    let place = rig.wanted.iter().position(|wanted| matches!(wanted, ToStore::Append { .. })).unwrap();
    let Some(ToStore::Append { ticket, .. }) = rig.wanted.remove(place) else { panic!("an append") };
    rig.store_all();
    assert_eq!(rig.kept(), [name.to_string()], "in the file before it is in the ledger");
    rig.seat.take_from_store(FromStore::Refused { ticket, why: "the disk is full".into() });
    rig.tick(1);
    assert_eq!(rig.seat.intake.form.as_ref().map(|form| form.name.clone()), Some(name.clone()));
    rig.tick(3);
    rig.intake(IntakeIntent::Report);
    rig.store_all();
    assert_eq!(rig.state_of(name.as_str()), Some(State::Reported));
}
