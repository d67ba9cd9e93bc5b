//! What the panels say of the centre, its sources and its people: who leads, the weather, a source that falls silent, the list
//! of people, topics beside sources; and that a finger hits what a mouse must hit exactly.

use super::{Desk, NOW, book, seat, seat_of, visit};
use bevy_egui::egui::{self, Event, Modifiers, PointerButton, pos2};
use zonglan::domain::{Act, Actor, Board, Command, DutyTurn, IncidentFile, Weather};
use zonglan::picture::Engagement;
use zonglan::seat::link::FromFeed;
use zonglan::seat::{
    AlarmIntent, Intent, Lang, PlotIntent, PlotSheet, Selection, StaffGroup, StaffIntent, VisitIntent,
};

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

/// A county of which a matter of a known kind was reported today.
fn with_a_topic(width_px: f64, height_px: f64) -> Desk {
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
    Desk::new(seat_of(county.picture, width_px, height_px, Lang::Zh))
}

#[test]
fn what_was_received_is_told_by_source_and_by_topic() {
    let has = |desk: &mut Desk, word: &str| visit::said(desk).lines().any(|line| line.trim_end_matches(" ›") == word);
    // Where there is room for one, one in place of the other; where the towns leave none, both in their place.
    for (size, before, after) in [
        ((1_920.0, 1_080.0), ["镇街", "来源"].as_slice(), ["类别"].as_slice()),
        ((1_024.0, 576.0), &["镇街"], &["类别"]),
    ] {
        let mut desk = with_a_topic(size.0, size.1);
        assert!(before.iter().all(|word| has(&mut desk, word)), "{size:?}");
        if !has(&mut desk, "类别") {
            assert_eq!(desk.click("towns-bars"), [Intent::TurnBars], "{size:?}");
            desk.seat.intend(Intent::TurnBars);
        }
        assert!(after.iter().all(|word| has(&mut desk, word)), "{size:?}");
        assert!(has(&mut desk, "道路"), "{size:?}: the topic itself");
    }
}

/// Whoever asks for the alarms on a wall that is too low for both sees them, not the card that was there.
#[test]
fn the_alarms_that_are_asked_for_take_the_cards_place_on_a_low_wall() {
    for ((width_px, height_px), stays) in [((1_024.0, 576.0), false), ((1_920.0, 1_080.0), true)] {
        let mut wall = seat_of(book().picture, width_px, height_px, Lang::Zh);
        let near = super::number(&wall, "CL-NEAR");
        wall.intend(Intent::Select(Selection::Incident(near)));
        wall.intend(Intent::Alarm(AlarmIntent::Toggle));
        wall.tick(NOW);
        assert_eq!(wall.selection.is_some(), stays, "{width_px}x{height_px}");
        let desk = Desk::new(wall);
        assert!(desk.panels.widgets().keys().any(|id| id.starts_with("alarm-row-")), "{width_px}x{height_px}");
    }
}

#[test]
fn no_button_of_the_plots_lies_on_another() {
    for (width_px, height_px) in [(1_024.0, 576.0), (1_280.0, 720.0), (1_920.0, 1_080.0)] {
        for lang in [Lang::Zh, Lang::En] {
            let mut plotted = seat_of(book().picture, width_px, height_px, lang);
            plotted.intend(Intent::Plot(PlotIntent::Next));
            let desk = Desk::new(plotted);
            let bar: Vec<_> = desk.panels.widgets().iter().filter(|(id, _)| id.starts_with("plots-")).collect();
            for sheet in PlotSheet::ALL {
                assert!(bar.iter().any(|(id, _)| **id == format!("plots-{}", sheet.name())));
            }
            for (k, (id, at)) in bar.iter().enumerate() {
                let other =
                    bar[..k].iter().find(|(id, other)| *id != "plots-open" && other.shrink(0.5).intersects(**at));
                assert!(other.is_none(), "{width_px}x{height_px} {lang:?}: {id} on {other:?}");
            }
        }
    }
}
