//! A worker's day: asked for, told, stepped, closed; kept from visitors.

use super::{Desk, NOW, SIZES, book, seat, seat_of};
use bevy_egui::egui::{self, Event, pos2, vec2};
use zonglan::domain::{Fix, LonLat, Timestamp};
use zonglan::seat::link::{FromReplay, ToReplay};
use zonglan::seat::{DayIntent, DayTrack, Intent, Lang, Seat, Selection, StateExtras, VisitIntent, state_json};

/// What the seat asks for a track, with who looks.
fn asked(seat: &mut Seat) -> Option<(String, Timestamp, Timestamp, String)> {
    let mut asked = seat.take_replay_outbox().into_iter().filter_map(|question| match question {
        ToReplay::Track { worker, from, to, by } => Some((worker.to_string(), from, to, by)),
        _ => None,
    });
    asked.next()
}

/// A morning at one door and a walk to another.
fn fixes(from: Timestamp) -> Vec<Fix> {
    let at = |n: i64| match n {
        0..40 => LonLat::new(118.02, 36.02),
        40..80 => LonLat::new(118.02 + 0.0004 * (n - 40) as f64, 36.02),
        _ => LonLat::new(118.036, 36.02),
    };
    let fix =
        |n| Fix { worker: "W0".into(), at: at(n), fixed_at: from.plus_secs(8 * 3_600 + 30 * n), heading_deg: None };
    (0..140).map(fix).collect()
}

fn tell(seat: &mut Seat, track: Result<Vec<Fix>, String>) {
    let look = seat.day.look.clone().unwrap();
    seat.take_from_replay(FromReplay::Track { worker: look.worker, from: look.from, track });
}

#[test]
fn a_worker_s_card_opens_the_day_and_the_panel_steps_through_days() {
    let mut desk = Desk::new(seat());
    desk.seat.officer = "陈立".into();
    desk.seat.intend(Intent::Select(Selection::Worker(0)));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(desk.click("day-open"), [Intent::Day(DayIntent::Of(0))]);
    desk.seat.intend(Intent::Day(DayIntent::Of(0)));
    let (worker, from, to, by) = asked(&mut desk.seat).unwrap();
    assert_eq!((worker.as_str(), by.as_str()), ("W0", "陈立"), "who looks goes along, to be written down first");
    assert_eq!((from.0 + 8 * 3_600) % 86_400, 0);
    assert_eq!(to, NOW, "today has come so far");
    assert!(desk.seat.day.is_waiting());
    desk.pass(Vec::new());
    tell(&mut desk.seat, Ok(fixes(from)));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    let state = state_json(&desk.seat, &StateExtras::default());
    assert_eq!((&state["day"]["worker"], &state["day"]["stops"]), (&"W0".into(), &2.into()), "{}", state["day"]);
    // The whole way lies on the map, above the panel.
    let panel = desk.panels.widgets()["day"];
    for fix in fixes(from) {
        let px = desk.seat.window_px(fix.at);
        assert!((px.y as f32) / desk.seat.screen.scale() as f32 <= panel.top(), "{px:?} above {panel:?}");
    }
    points_at_a_moment(&mut desk, from);
    assert_eq!(desk.click("day-next"), [Intent::Day(DayIntent::Step(1))]);
    desk.seat.intend(Intent::Day(DayIntent::Step(1)));
    assert_eq!(asked(&mut desk.seat), None, "nobody has walked tomorrow's way");
    assert_eq!(desk.click("day-before"), [Intent::Day(DayIntent::Step(-1))]);
    desk.seat.intend(Intent::Day(DayIntent::Step(-1)));
    let (_, before, end, _) = asked(&mut desk.seat).unwrap();
    assert_eq!((before.0, end.0), (from.0 - 86_400, from.0 - 1), "a whole day, looked at anew");
    // What comes late, of the day before, is let go of.
    desk.seat.take_from_replay(FromReplay::Track { worker: "W0".into(), from, track: Ok(fixes(from)) });
    assert!(desk.seat.day.is_waiting());
    tell(&mut desk.seat, Ok(Vec::new()));
    desk.pass(Vec::new());
    assert_eq!(desk.click("day-close"), [Intent::Day(DayIntent::Close)]);
    desk.seat.intend(Intent::Back);
    assert!(!desk.seat.day.is_open() && desk.seat.selection.is_some(), "one level back");
}

/// The plot under the pointer says what was at that moment: standing, walking, or that nobody knows.
fn points_at_a_moment(desk: &mut Desk, from: Timestamp) {
    let panel = desk.panels.widgets()["day"];
    let meant = desk.pass(vec![Event::PointerMoved(panel.right_center() - vec2(40.0, 0.0))]);
    let pointed = |meant: &[Intent]| match meant {
        [Intent::Day(DayIntent::Point(moment))] => *moment,
        other => panic!("{other:?}"),
    };
    let late = pointed(&meant).expect("the plot is an axis of time");
    assert!(late > from.plus_secs(8 * 3_600) && late <= from.plus_secs(86_400), "{late:?}");
    let look = desk.seat.day.look.clone().unwrap();
    let at = |secs: i64| look.whereabouts(from.plus_secs(8 * 3_600 + secs));
    let stands = at(600).unwrap();
    assert_eq!((stands.at.lon_deg, stands.speed_mps), (118.02, 0.0), "at the first door");
    let walks = at(60 * 30 + 15).unwrap();
    assert!((walks.at.lon_deg - (118.02 + 0.0004 * 20.5)).abs() < 1e-9 && walks.speed_mps > 0.5, "{walks:?}");
    assert_eq!(at(-1), None, "before the first fix");
    assert_eq!(at(139 * 30 + 1), None, "behind the last");
    desk.seat.intend(meant[0].clone());
    desk.pass(Vec::new());
    assert_eq!(desk.seat.day.pointed, Some(late));
    let meant = desk.pass(vec![Event::PointerMoved(pos2(panel.center().x, panel.top() - 60.0))]);
    assert_eq!(pointed(&meant), None, "beside the plot");
    desk.seat.intend(meant[0].clone());
}

/// While the disk answers: blocks where the day will stand, words after a second, a way on after ten; nothing moves.
#[test]
fn a_day_that_is_being_read_shows_its_place_then_words_then_a_way_on() {
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = Desk::new(seat_of(book().picture, 1920.0, 1080.0, lang));
        let begun_ms = NOW.0 * 1_000;
        desk.seat.replay_pass(begun_ms);
        desk.seat.intend(Intent::Day(DayIntent::Of(0)));
        assert!(asked(&mut desk.seat).is_some());
        let words = if lang == Lang::Zh { "正在读取" } else { "Reading" };
        for (after_ms, says, goes_on) in [(200, false, false), (1_200, true, false), (10_200, true, true)] {
            desk.seat.replay_pass(begun_ms + after_ms);
            desk.pass(Vec::new());
            let (said, blocks) = (drawn(&mut desk), blocks(&mut desk));
            assert_eq!(said.iter().any(|text| text.contains(words)), says, "after {after_ms} ms: {said:?}");
            assert!(blocks.len() >= 4, "after {after_ms} ms: {blocks:?}");
            assert_eq!(desk.panels.widgets().contains_key("day-again"), goes_on, "after {after_ms} ms");
        }
        assert_eq!(desk.click("day-again"), [Intent::Day(DayIntent::Again)]);
        desk.seat.intend(Intent::Day(DayIntent::Again));
        let (worker, from, ..) = asked(&mut desk.seat).unwrap();
        assert_eq!(worker, "W0");
        desk.pass(Vec::new());
        assert!(!desk.panels.widgets().contains_key("day-again"), "it has only just been asked for");
        tell(&mut desk.seat, Ok(fixes(from)));
        desk.pass(Vec::new());
        assert!(blocks(&mut desk).is_empty() && !drawn(&mut desk).iter().any(|text| text.contains(words)));
    }
}

/// All shapes of the day's panel.
fn shapes(desk: &mut Desk) -> Vec<egui::Shape> {
    let panel = desk.panels.widgets()["day"];
    let input = egui::RawInput { time: Some(desk.secs), ..Default::default() };
    let output = desk.ctx.run_ui(input, |ui| drop(desk.panels.show(ui.ctx(), &desk.seat)));
    let of_panel = |clipped: &egui::epaint::ClippedShape| panel.expand(1.0).contains_rect(clipped.clip_rect);
    output.shapes.into_iter().filter(of_panel).map(|clipped| clipped.shape).collect()
}

fn drawn(desk: &mut Desk) -> Vec<String> {
    let texts = shapes(desk).into_iter().filter_map(|shape| match shape {
        egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
        _ => None,
    });
    texts.collect()
}

/// What is filled in the colour of raised surfaces where the rows of the plot stand.
fn blocks(desk: &mut Desk) -> Vec<egui::Rect> {
    let panel = desk.panels.widgets()["day"];
    let raised = zonglan::panels::theme::RAISED.egui();
    let blocks = shapes(desk).into_iter().filter_map(|shape| match shape {
        egui::Shape::Rect(rect) if rect.fill == raised => Some(rect.rect),
        _ => None,
    });
    blocks.filter(|rect| rect.left() > panel.left() + 260.0).collect()
}

#[test]
fn people_near_are_offered_the_nearest_first() {
    let mut desk = Desk::new(seat());
    desk.seat.view.center = super::AT;
    desk.seat.intend(Intent::Day(DayIntent::Near));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    let offered = desk.seat.offered_workers();
    assert!(offered.len() == 6 && offered.is_sorted_by(|a, b| a.1 <= b.1), "{offered:?}");
    assert_eq!(desk.click("day-worker-2"), [Intent::Day(DayIntent::Of(offered[1].0))]);
    desk.seat.intend(Intent::Day(DayIntent::Near));
    assert!(!desk.seat.day.is_open(), "the key closes what it opened");
    desk.seat.intend(Intent::Select(Selection::Worker(3)));
    desk.seat.intend(Intent::Day(DayIntent::Near));
    assert_eq!(asked(&mut desk.seat).unwrap().0, "W3", "of a selected worker at once");
}

#[test]
fn what_cannot_be_written_down_is_not_shown_and_visitors_see_no_track() {
    let mut seat = seat();
    seat.intend(Intent::Day(DayIntent::Of(0)));
    tell(&mut seat, Err("can't write down who looks at a track".into()));
    assert!(matches!(&seat.day.look.as_ref().unwrap().track, DayTrack::Failed(why) if why.contains("write down")));
    let from = seat.day.look.as_ref().unwrap().from;
    seat.intend(Intent::Visit(VisitIntent::On));
    assert!(!seat.day.is_open(), "what stood open goes");
    seat.take_replay_outbox();
    for intent in [DayIntent::Near, DayIntent::Of(0)] {
        seat.intend(Intent::Day(intent));
        assert!(!seat.day.is_open() && asked(&mut seat).is_none(), "{intent:?}");
    }
    seat.take_from_replay(FromReplay::Track { worker: "W0".into(), from, track: Ok(fixes(from)) });
    assert!(!seat.day.is_open());
}

#[test]
fn the_panel_lays_out_in_every_size_and_language() {
    for (width_px, height_px) in SIZES {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = Desk::new(seat_of(book().picture, width_px, height_px, lang));
            desk.seat.intend(Intent::Day(DayIntent::Near));
            desk.pass(Vec::new());
            desk.seat.intend(Intent::Day(DayIntent::Of(0)));
            desk.pass(Vec::new());
            let from = desk.seat.day.look.as_ref().unwrap().from;
            tell(&mut desk.seat, Ok(fixes(from)));
            desk.pass(Vec::new());
        }
    }
}
