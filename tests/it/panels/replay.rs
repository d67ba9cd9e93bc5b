//! The time machine's panels: the slider, the guard, the dead button, the strip of what is pressing live.

use super::{AT, Desk, NOW, SIZES, book, number, seat_of, store_all, walls};
use crate::past::Pages;
use bevy_egui::egui::epaint::Primitive;
use bevy_egui::egui::{Event, Modifiers, PointerButton, Rect, Shape, pos2};
use zonglan::domain::{Fix, LonLat, State, Timestamp, Urgency};
use zonglan::ledger::Tracks;
use zonglan::panels::theme;
use zonglan::picture::{Picture, TimeMachine};
use zonglan::seat::link::{FromFeed, FromReplay, ToReplay};
use zonglan::seat::{
    Intent, Lang, PlotIntent, PlotSheet, ReplayIntent, Seat, Selection, SetupIntent, Span, Toast, VisitIntent,
};

/// A time machine over the book that the seats of these tests show.
fn machine() -> (TimeMachine, tempfile::TempDir) {
    let events = book().events;
    let mut whole = Picture::new(8 * 3600);
    events.iter().for_each(|recorded| whole.apply(recorded));
    let dir = tempfile::tempdir().unwrap();
    // Half an hour ago people stood where they stand now.
    let stood = (0..6).map(|n| Fix {
        worker: format!("W{n}").as_str().into(),
        at: zonglan::spatial::destination(AT, 60.0 * f64::from(n), 200.0 + 150.0 * f64::from(n)),
        fixed_at: NOW.plus_secs(-1_820),
        heading_deg: None,
    });
    Tracks::open(dir.path()).unwrap().append(&stood.collect::<Vec<_>>()).unwrap();
    let tracks = Tracks::open_read_only(dir.path());
    (TimeMachine::new(whole, Box::new(Pages(events)), tracks).unwrap(), dir)
}

fn pump(seat: &mut Seat, machine: &mut TimeMachine) {
    seat.tick(NOW);
    seat.replay_pass(NOW.0 * 1_000);
    for question in seat.take_replay_outbox() {
        let ToReplay::Show { moment, spare, news, density } = question else { continue };
        let picture = machine.picture_at(moment, spare.map(|picture| *picture), news).unwrap();
        let density = density.map(|(from, secs, count)| machine.density(from, secs, count));
        seat.take_from_replay(FromReplay::Shown { picture: Box::new(picture), density });
    }
}

pub(crate) fn past(width_px: f64, height_px: f64, lang: Lang) -> Desk {
    let (mut machine, _dir) = machine();
    let mut seat = seat_of(book().picture, width_px, height_px, lang);
    pump(&mut seat, &mut machine);
    seat.intend(Intent::Replay(ReplayIntent::To(NOW.plus_secs(-1_800))));
    pump(&mut seat, &mut machine);
    assert!(seat.replay.is_on());
    Desk::new(seat)
}

#[test]
fn the_slider_is_clicked_and_drawn_along() {
    let mut desk = Desk::new(seat_of(book().picture, 1920.0, 1080.0, Lang::Zh));
    let slider = desk.panels.widgets()["time-slider"];
    let (from, to) = desk.seat.slider_range();
    let at = |share: f32| pos2(slider.left() + slider.width() * share, slider.center().y);
    let moment = |intents: &[Intent]| match intents {
        [.., Intent::Replay(ReplayIntent::To(moment))] => *moment,
        other => panic!("{other:?}"),
    };
    let near = |moment: Timestamp, share: f64| {
        let due = from.0 + (to.secs_since(from) as f64 * share) as i64;
        // Whole five minutes, so that two o'clock can be hit.
        assert!((moment.0 - due).abs() <= 150 && moment.secs_since(from) % 300 == 0, "{} for {due}", moment.0);
    };
    near(moment(&desk.click_at(at(0.25))), 0.25);
    let button = |pressed, pos| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let mut drawn = Vec::new();
    desk.pass(vec![Event::PointerMoved(at(0.1)), button(true, at(0.1))]);
    for step in 1..=8 {
        drawn.extend(desk.pass(vec![Event::PointerMoved(at(0.1 + 0.05 * step as f32))]));
    }
    desk.pass(vec![button(false, at(0.5))]);
    let moments: Vec<Timestamp> = drawn.iter().map(|intent| moment(std::slice::from_ref(intent))).collect();
    assert!(moments.len() >= 6 && moments.is_sorted(), "{moments:?}");
    near(moments[moments.len() - 1], 0.5);
    assert_eq!(desk.click("replay-play"), [Intent::Replay(ReplayIntent::Toggle)]);
    assert_eq!(desk.click("replay-faster"), [Intent::Replay(ReplayIntent::Faster(1))]);
    assert_eq!(desk.click("replay-month"), [Intent::Replay(ReplayIntent::Span(Span::Month))]);
    assert!(!desk.panels.widgets().contains_key("replay-live"), "live has no way back");
}

#[test]
fn the_past_says_so_and_its_buttons_are_dead() {
    let mut desk = past(1920.0, 1080.0, Lang::Zh);
    for id in ["replay-guard", "replay-clock", "sample-mark"] {
        let is_there = desk.panels.widgets().contains_key(id);
        assert_eq!(is_there, id != "sample-mark" || desk.seat.picture.is_sample(), "{id}");
    }
    assert!(!desk.panels.widgets().contains_key("live-mark"), "nothing claims to be live");
    for id in ["replay-live", "replay-now"] {
        assert_eq!(desk.click(id), [Intent::Replay(ReplayIntent::Live)], "{id}");
    }
    let waits = |number: &u32| {
        let row = desk.seat.picture.incidents.row(*number);
        matches!(row.state, State::Reported | State::Accepted) && row.at.is_some()
    };
    let waiting = desk.seat.picture.queue(desk.seat.now).into_iter().find(waits).unwrap();
    desk.seat.intend(Intent::Select(Selection::Incident(waiting)));
    desk.pass(Vec::new());
    for id in ["accept", "recall", "reassign", "next-act", "acts-all"] {
        assert!(!desk.panels.widgets().contains_key(id), "{id}");
    }
    // The dead button still hears a click, and says why.
    for intent in desk.click("dispatch-send") {
        desk.seat.intend(intent);
    }
    assert!(desk.seat.take_outbox().is_empty());
    assert!(desk.seat.toasts().any(|toast| *toast == Toast::PastIsPast));
    desk.pass(Vec::new());
    assert!(desk.panels.widgets().contains_key("toast-1"));
}

#[test]
fn what_is_pressing_live_is_told_over_the_past() {
    let mut desk = past(1920.0, 1080.0, Lang::Zh);
    assert!(!desk.panels.widgets().contains_key("live-strip"));
    let file = zonglan::domain::IncidentFile {
        title: "燃气泄漏".into(),
        urgency: Urgency::U1,
        at: Some(LonLat::new(118.01, 36.01)),
        reported_at: NOW,
        ..Default::default()
    };
    let command = zonglan::domain::Command {
        id: "gas".into(),
        by: zonglan::domain::Actor::System("来报".into()),
        at: NOW,
        incident: "GAS-1".into(),
        seen_version: None,
        act: zonglan::domain::Act::Report { file: Box::new(file), personal: None },
    };
    desk.seat.take_from_feed(FromFeed::Command(Box::new(command)));
    store_all(&mut desk.seat);
    desk.pass(Vec::new());
    assert!(desk.panels.widgets().contains_key("live-strip"), "{:?}", desk.seat.live_alarm());
    assert!(desk.seat.picture.incidents.number(&"GAS-1".into()).is_none());
    for intent in desk.click("live-strip-home") {
        desk.seat.intend(intent);
    }
    assert!(!desk.seat.replay.is_on());
    number(&desk.seat, "GAS-1");
}

#[test]
fn the_past_lays_out_at_every_size_and_in_both_languages() {
    for (width_px, height_px) in SIZES {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = past(width_px, height_px, lang);
            for span in Span::ALL {
                desk.seat.intend(Intent::Replay(ReplayIntent::Span(span)));
                desk.pass(Vec::new());
            }
            assert!(desk.panels.widgets().contains_key("replay-guard"), "{width_px}x{height_px}");
        }
    }
}

#[test]
fn feeds_stand_in_the_order_of_the_names_that_show() {
    let feeds = ["手机定位", "模拟", "视频"];
    for (lang, order) in [(Lang::Zh, ["模拟", "视频", "手机定位"]), (Lang::En, feeds)] {
        let mut desk = Desk::new(seat_of(book().picture, 1920.0, 1080.0, lang));
        for feed in feeds {
            desk.seat.take_from_feed(FromFeed::Beat { feed: feed.into(), period_secs: 10, at: NOW });
        }
        desk.seat.tick(NOW.plus_secs(1));
        desk.pass(Vec::new());
        // The first stands at the right edge.
        let right = |feed: &str| desk.panels.widgets().get(&format!("feed-{feed}")).map(|rect| rect.right());
        let places = order.map(right);
        assert!(places.iter().all(Option::is_some) && places.is_sorted_by(|a, b| a > b), "{lang:?}: {places:?}");
    }
}

#[test]
fn no_feeds_health_is_told_of_the_past() {
    let has_feed = |desk: &Desk| desk.panels.widgets().keys().any(|id| id.starts_with("feed-"));
    let beat = || FromFeed::Beat { feed: "定位".into(), period_secs: 10, at: NOW };
    let mut live = Desk::new(seat_of(book().picture, 1920.0, 1080.0, Lang::Zh));
    let mut past = past(1920.0, 1080.0, Lang::Zh);
    for desk in [&mut live, &mut past] {
        desk.seat.take_from_feed(beat());
        desk.seat.tick(NOW.plus_secs(1));
        desk.pass(Vec::new());
    }
    assert!(has_feed(&live) && !has_feed(&past));
}

#[test]
fn a_past_that_takes_a_while_to_read_says_so_over_the_map() {
    for (width_px, height_px) in SIZES {
        let mut desk = Desk::new(seat_of(book().picture, width_px, height_px, Lang::Zh));
        let wait_ms = |desk: &mut Desk, ms: i64| {
            desk.seat.replay_pass(NOW.0 * 1_000 + ms);
            desk.pass(Vec::new());
            desk.panels.widgets().contains_key("replay-reading")
        };
        assert!(!wait_ms(&mut desk, 0));
        desk.seat.intend(Intent::Replay(ReplayIntent::To(NOW.plus_secs(-1_800))));
        assert!(!wait_ms(&mut desk, 10) && !wait_ms(&mut desk, 200), "most come sooner than one could read");
        assert!(wait_ms(&mut desk, 800), "{width_px}x{height_px}");
        desk.seat.intend(Intent::Replay(ReplayIntent::Live));
        assert!(!wait_ms(&mut desk, 900));
    }
    let mut there = past(1920.0, 1080.0, Lang::Zh);
    there.seat.replay_pass(NOW.0 * 1_000 + 5_000);
    there.pass(Vec::new());
    assert!(!there.panels.widgets().contains_key("replay-reading"), "what is there is read");
}

#[test]
fn while_it_is_live_the_slider_does_not_change_by_the_second() {
    let mut desk = Desk::new(seat_of(book().picture, 1920.0, 1080.0, Lang::Zh));
    let start = Timestamp(NOW.0.div_euclid(60) * 60);
    let mut drawn_at = |secs: i64| {
        desk.seat.tick(start.plus_secs(secs));
        desk.seat.replay_pass(desk.seat.clock.0 * 1_000);
        let drawn = walls::shapes(&mut desk);
        let slider = desk.panels.widgets()["time-slider"];
        let drawn = desk.ctx.tessellate(drawn, desk.ctx.pixels_per_point());
        let meshes = drawn.into_iter().filter_map(|shape| match shape.primitive {
            Primitive::Mesh(mesh) if slider.intersects(shape.clip_rect) => Some(mesh.vertices),
            _ => None,
        });
        let inside = meshes.flatten().filter(|vertex| slider.contains(vertex.pos));
        inside.map(|vertex| (vertex.pos, vertex.color)).collect::<Vec<_>>()
    };
    let first = drawn_at(1);
    assert!(first.len() > 8, "bars, a cursor");
    for secs in [2, 17, 59] {
        assert!(drawn_at(secs) == first, "second {secs}: nothing of it moves");
    }
    assert!(drawn_at(300) != first, "five minutes later the cursor has gone on");
}

/// What is drawn, the lowest first.
fn shapes(desk: &mut Desk) -> Vec<Shape> {
    walls::shapes(desk).into_iter().map(|clipped| clipped.shape).collect()
}

#[test]
fn the_frame_of_the_past_lies_over_panels_and_under_what_lies_over_the_window() {
    let frame = theme::REPLAY.egui();
    let is_frame = |shape: &Shape| matches!(shape, Shape::LineSegment { stroke, .. } if stroke.color == frame);
    for (width_px, height_px) in [(1280.0, 720.0), (1920.0, 1080.0)] {
        let dialogs: [(Intent, &str); 3] = [
            (Intent::Help, "help-close"),
            (SetupIntent::Toggle.into(), "setup"),
            (Intent::Visit(VisitIntent::Toggle), "visit-preview"),
        ];
        for (opens, id) in dialogs {
            let mut desk = past(width_px, height_px, Lang::Zh);
            assert!(shapes(&mut desk).iter().any(is_frame));
            desk.seat.intend(opens);
            (0..2).for_each(|_| drop(desk.pass(Vec::new())));
            let shapes = shapes(&mut desk);
            let at = desk.panels.widgets()[id];
            let is_ground = |shape: &Shape| {
                let near =
                    |rect: Rect| rect.center().distance(at.center()) < 2.0 && (rect.size() - at.size()).length() < 4.0;
                matches!(shape, Shape::Rect(ground) if ground.fill.a() == 255 && near(ground.rect))
            };
            let ground = shapes.iter().position(is_ground).unwrap_or_else(|| panic!("{id} has its ground"));
            let last = shapes.iter().rposition(is_frame).unwrap();
            assert!(last < ground, "{id} at {width_px}x{height_px}");
        }
        let mut desk = past(width_px, height_px, Lang::Zh);
        desk.seat.intend(Intent::Plot(PlotIntent::Show(PlotSheet::Trend)));
        (0..2).for_each(|_| drop(desk.pass(Vec::new())));
        let shapes = shapes(&mut desk);
        let last_words = shapes.iter().rposition(|shape| matches!(shape, Shape::Text(_)));
        assert!(shapes.iter().rposition(is_frame) > last_words, "a plot stands inside the frame");
    }
}
