//! What the panels say of the centre, its sources and its people: who leads, the weather, a source that falls silent, the list
//! of people, topics beside sources; and that a finger hits what a mouse must hit exactly.

use super::{Desk, NOW, book, seat, seat_of, visit};
use bevy_egui::egui::{self, Event, Modifiers, PointerButton, pos2};
use zonglan::domain::{Act, Actor, Board, Command, DutyTurn, IncidentFile, Weather};
use zonglan::picture::Engagement;
use zonglan::seat::link::FromFeed;
use zonglan::seat::{Intent, Lang, StaffGroup, StaffIntent, VisitIntent};

#[test]
fn a_feed_of_matters_that_falls_silent_marks_the_figures_and_none_shows_0() {
    let beat = |feed: &str, at| FromFeed::Beat { feed: feed.into(), period_secs: 60, at };
    let mut silent = seat();
    silent.take_from_feed(beat("12345", NOW));
    silent.take_from_feed(beat("网格App", NOW));
    let mut desk = Desk::new(silent);
    let late = |desk: &mut Desk, secs| {
        desk.seat.tick(NOW.plus_secs(secs));
        visit::said(desk)
    };
    assert!(!late(&mut desk, 60).contains('迟'));
    // One is late, then dead: it is named, and the other goes on.
    desk.seat.take_from_feed(beat("网格App", NOW.plus_secs(400)));
    let said = late(&mut desk, 180);
    assert!(said.contains("12345 迟"), "{said}");
    let said = late(&mut desk, 400);
    assert!(said.contains("12345 断"), "{said}");
    let received = |desk: &Desk| desk.seat.picture.figures(desk.seat.now).received.numerator.to_string();
    assert!(said.lines().any(|line| line == received(&desk)), "{said}");
    // None speaks any more: nobody knows how many came in.
    let unknown = |said: &str| said.lines().filter(|line| *line == "—").count();
    let before = unknown(&said);
    let said = late(&mut desk, 1_000);
    // The figure, and the column of the towns with its sum.
    let towns = desk.seat.picture.figures(desk.seat.now).towns.len();
    assert!(unknown(&said) > before + towns, "{said}");
}

#[test]
fn a_finger_hits_what_a_mouse_must_hit_exactly() {
    let mut desk = Desk::new(seat());
    let count = desk.panels.widgets()["staff-on-duty"];
    let beside = pos2(count.center().x, count.bottom() + 9.0);
    assert_eq!(desk.click_at(beside), [], "a mouse misses it");
    let touch =
        |phase, pos| Event::Touch { device_id: egui::TouchDeviceId(1), id: egui::TouchId(1), phase, pos, force: None };
    // The first finger tells that there are fingers.
    for phase in [egui::TouchPhase::Start, egui::TouchPhase::End] {
        desk.pass(vec![touch(phase, beside)]);
    }
    let button = |pressed| Event::PointerButton {
        pos: beside,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let mut meant = desk.pass(vec![touch(egui::TouchPhase::Start, beside), Event::PointerMoved(beside), button(true)]);
    meant.extend(desk.pass(vec![touch(egui::TouchPhase::End, beside), button(false)]));
    assert_eq!(meant, [Intent::Staff(StaffIntent::Show(StaffGroup::OnDuty))]);
}

#[test]
fn the_header_says_who_leads_and_what_the_weather_is_and_visitors_read_no_names() {
    let day = (NOW.plus_secs(-3_600), NOW.plus_secs(3_600));
    let turn =
        DutyTurn { from: day.0, until: day.1, leader: Some("张伟".into()), shift_leader: Some("李静".into()) };
    let mut whole = seat();
    whole.board = Board { title: Some("测试区网格化治理中心".into()), duty: vec![turn], ..Board::default() };
    let told = Weather { at: NOW, text: Some("多云".into()), temperature_c: Some(24.0), ..Weather::default() };
    whole.weather = Some(told);
    let mut desk = Desk::new(whole);
    let texts = visit::said(&mut desk);
    for wanted in ["测试区网格化治理中心", "带班 张伟 · 值班长 李静", "多云 24℃"] {
        assert!(texts.contains(wanted), "{wanted}: {texts}");
    }
    desk.seat.intend(Intent::Visit(VisitIntent::On));
    desk.seat.tick(NOW.plus_secs(1));
    let texts = visit::said(&mut desk);
    assert!(!texts.contains("张伟") && !texts.contains("李静"), "{texts}");
    // A turn that is over leads no more.
    let mut later = seat();
    later.board.duty = vec![DutyTurn { from: day.0, until: NOW, leader: Some("张伟".into()), shift_leader: None }];
    assert!(!visit::said(&mut Desk::new(later)).contains("张伟"));
}

#[test]
fn a_count_of_the_staff_opens_its_people_in_place_of_the_matters() {
    let mut desk = Desk::new(seat());
    let everybody = Intent::Staff(StaffIntent::Show(StaffGroup::OnDuty));
    assert_eq!(desk.click("staff-on-duty"), std::slice::from_ref(&everybody));
    desk.seat.intend(everybody);
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    let rows: Vec<String> = desk.panels.widgets().keys().filter(|id| id.starts_with("staff-row-")).cloned().collect();
    assert!(rows.len() >= 3, "{rows:?}");
    assert!(!desk.panels.widgets().keys().any(|id| id.starts_with("queue-row-")));
    let worker = desk.seat.picture.workers.number(rows[0].trim_start_matches("staff-row-")).unwrap();
    assert_eq!(desk.click(&rows[0]), [Intent::Staff(StaffIntent::Pick(worker))]);
    assert_eq!(desk.click("staff-close"), [Intent::Staff(StaffIntent::Close)]);
    let free = StaffGroup::Doing(Engagement::Free);
    assert_eq!(desk.click("staff-group-free"), [Intent::Staff(StaffIntent::Show(free))]);
}

#[test]
fn what_was_received_is_told_by_source_and_by_topic() {
    let mut county = book();
    let file = IncidentFile {
        title: "路面坑洼".into(),
        at: Some(super::AT),
        category: Some("road".into()),
        reported_at: NOW.plus_secs(-60),
        ..IncidentFile::default()
    };
    let report = Command {
        id: "report-road".into(),
        by: Actor::System("来报".into()),
        at: NOW.plus_secs(-60),
        incident: "CL-ROAD".into(),
        seen_version: None,
        act: Act::Report { file: Box::new(file), personal: None },
    };
    county.carry_out(&report).unwrap();
    let mut desk = Desk::new(seat_of(county.picture, 1920.0, 1080.0, Lang::Zh));
    let has = |desk: &mut Desk, word: &str| visit::said(desk).lines().any(|line| line.trim_end_matches(" ›") == word);
    let both = has(&mut desk, "类别");
    assert!(has(&mut desk, "来源"));
    if !both {
        assert_eq!(desk.click("towns-bars"), [Intent::TurnBars]);
        desk.seat.intend(Intent::TurnBars);
        assert!(has(&mut desk, "类别") && !has(&mut desk, "来源"), "one in place of the other");
    }
}
