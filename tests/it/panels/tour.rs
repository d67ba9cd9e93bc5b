//! The tour's panels: what stands where, at every size, in both languages, in every scene.

use super::walls::cells_of;
use super::{Desk, NOW, SIZES, book, seat_of, store_all};
use bevy_egui::egui::accesskit::{Action, ActionRequest, TreeId};
use bevy_egui::egui::{Event, Pos2, RawInput, Rect, Shape, vec2};
use zonglan::domain::{Act, Actor, Command, IncidentFile, LonLat, Urgency};
use zonglan::seat::link::FromFeed;
use zonglan::seat::setup::{Key, Settings, Value};
use zonglan::seat::tour::FindingKind;
use zonglan::seat::{Intent, Lang, TourIntent};

fn touring(width_px: f64, height_px: f64, lang: Lang) -> Desk {
    let mut seat = seat_of(book().picture, width_px, height_px, lang);
    seat.intend(Intent::Tour(TourIntent::Toggle));
    pass(&mut seat, 0);
    assert!(seat.tour.is_on());
    Desk::new(seat)
}

fn pass(seat: &mut zonglan::seat::Seat, after_secs: i64) {
    let clock = NOW.plus_secs(after_secs);
    seat.tick(clock);
    seat.tour_pass(clock.0 * 1_000);
    seat.replay_pass(clock.0 * 1_000);
    drop(seat.take_replay_outbox());
}

#[test]
fn a_scene_has_its_place_sentence_number_and_plot() {
    for (width_px, height_px) in SIZES {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = touring(width_px, height_px, lang);
            for scene in 0..FindingKind::ALL.len() {
                desk.seat.intend(Intent::Tour(TourIntent::To(scene)));
                desk.pass(Vec::new());
                let widgets = desk.panels.widgets();
                for id in ["tour-place", "tour-sentence", "tour-number"] {
                    let at = widgets.get(id).unwrap_or_else(|| panic!("{id} at {width_px}x{height_px}"));
                    assert!(at.is_positive(), "{id}");
                }
                let (sentence, number) = (widgets["tour-sentence"], widgets["tour-number"]);
                assert!(sentence.bottom() <= number.top() + 8.0, "{width_px}x{height_px}: one below the other");
                let panel = desk.seat.layout().right;
                let scale = desk.seat.screen.scale();
                let right = ((panel.x_px + panel.width_px) / scale) as f32;
                assert!(sentence.right() <= right && number.right() <= right, "{width_px}x{height_px}");
                if let Some(plot) = widgets.get("tour-plot") {
                    assert!(plot.top() >= number.bottom() - 1.0 && plot.height() >= 100.0);
                }
            }
            for id in ["dispatch-send", "queue-row-CL-NEAR", "layer-heat", "card", "time-slider"] {
                assert!(!desk.panels.widgets().contains_key(id), "{id}: nobody acts on a tour");
            }
        }
    }
}

#[test]
fn the_foot_steps_pauses_and_ends() {
    let mut desk = touring(1920.0, 1080.0, Lang::Zh);
    for (id, intent) in [
        ("tour-pause", TourIntent::Pause),
        ("tour-next", TourIntent::Step(1)),
        ("tour-before", TourIntent::Step(-1)),
        ("tour-end", TourIntent::End),
        ("tour-scene-0", TourIntent::To(0)),
    ] {
        assert_eq!(desk.click(id), [Intent::Tour(intent)], "{id}");
    }
    assert!(!desk.panels.widgets().contains_key("tour-alarm"));
}

#[test]
fn what_interrupts_is_told_by_town_and_category() {
    for (width_px, height_px) in SIZES {
        let mut desk = touring(width_px, height_px, Lang::Zh);
        let file = IncidentFile {
            title: "张三家燃气泄漏".into(),
            urgency: Urgency::U1,
            category: Some("road".into()),
            at: Some(LonLat::new(118.01, 36.01)),
            reported_at: NOW,
            ..Default::default()
        };
        let act = Act::Report { file: Box::new(file), personal: None };
        let by = Actor::System("来报".into());
        let (id, incident) = ("gas".into(), "GAS-1".into());
        let command = Command { id, by, at: NOW, incident, seen_version: None, act };
        desk.seat.take_from_feed(FromFeed::Command(Box::new(command)));
        store_all(&mut desk.seat);
        pass(&mut desk.seat, 1);
        desk.pass(Vec::new());
        let strip = desk.panels.widgets()["tour-alarm"];
        assert!(strip.is_positive(), "{width_px}x{height_px}");
        for intent in desk.click("tour-pause") {
            desk.seat.intend(intent);
        }
        desk.pass(Vec::new());
        assert!(!desk.panels.widgets().contains_key("tour-alarm"));
    }
}

/// The guide's own window: what is said to the scene, in the seat's language; and its buttons lead the tour.
#[test]
fn a_guides_window_says_the_words_and_leads_the_tour() {
    for lang in [Lang::Zh, Lang::En] {
        let mut seat = seat_of(book().picture, 1920.0, 1080.0, lang);
        let ctx = bevy_egui::egui::Context::default();
        let mut secs = 0.0;
        let mut pass = |seat: &zonglan::seat::Seat, events: Vec<Event>| {
            secs += 0.1;
            let rect = Rect::from_min_size(Pos2::ZERO, vec2(960.0, 720.0));
            let input = RawInput { screen_rect: Some(rect), time: Some(secs), events, ..RawInput::default() };
            let mut meant = Vec::new();
            ctx.enable_accesskit();
            let output = ctx.run_ui(input, |ui| meant = zonglan::panels::guide_window(ui.ctx(), seat));
            let mut said = String::new();
            output.shapes.iter().for_each(|shape| words_of(&shape.shape, &mut said));
            (meant, said, output.platform_output.accesskit_update.unwrap().nodes)
        };
        (0..3).for_each(|_| drop(pass(&seat, Vec::new())));
        let (_, waiting, _) = pass(&seat, Vec::new());
        assert!(waiting.contains(if lang == Lang::Zh { "讲解词" } else { "Guide" }), "{waiting}");
        seat.intend(Intent::Tour(TourIntent::Toggle));
        self::pass(&mut seat, 0);
        let (_, said, nodes) = pass(&seat, Vec::new());
        let (_, scene, _) = seat.tour.scene().unwrap();
        let words = scene.words(lang);
        assert!(said.contains(&words.guide) && said.contains(&words.title), "{said}");
        // By a reader's word as by a hand.
        let next = if lang == Lang::Zh { "下一景" } else { "on" };
        let (id, _) = nodes.iter().find(|(_, node)| node.label() == Some(next)).unwrap();
        let request = ActionRequest { action: Action::Click, target_tree: TreeId::ROOT, target_node: *id, data: None };
        let (meant, ..) = pass(&seat, vec![Event::AccessKitActionRequest(request)]);
        assert_eq!(meant, [Intent::Tour(TourIntent::Step(1))]);
    }
}

fn words_of(shape: &Shape, said: &mut String) {
    match shape {
        Shape::Text(text) => said.push_str(text.galley.text()),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| words_of(shape, said)),
        _ => {}
    }
}

/// On a wall of several rows of cells the sentence with its number stands in one cell and the plot in the next.
#[test]
fn the_finding_crosses_no_seam() {
    for (size, columns, rows) in [((5_760.0, 3_240.0), 3, 3), ((7_680.0, 2_160.0), 4, 2), ((3_840.0, 1_080.0), 2, 1)] {
        for lang in [Lang::Zh, Lang::En] {
            let mut settings = Settings::default();
            for (key, value) in [
                (Key::DistanceM, Value::Number(5.0)),
                (Key::PitchMm, Value::Number(0.63)),
                (Key::Columns, Value::Count(columns)),
                (Key::Rows, Value::Count(rows)),
                (Key::BezelMm, Value::Number(3.5)),
            ] {
                assert!(settings.set(key, value));
            }
            let mut seat = seat_of(book().picture, size.0, size.1, lang);
            settings.set(Key::Lang, Value::Lang(lang));
            seat.set_up(settings, Settings::default(), Vec::new());
            seat.intend(Intent::Tour(TourIntent::Toggle));
            pass(&mut seat, 0);
            let mut desk = Desk::new(seat);
            let cells = cells_of(&desk.seat);
            assert_eq!(cells.len(), usize::from(columns * rows), "cells have room for panels");
            for scene in 0..FindingKind::ALL.len() {
                desk.seat.intend(Intent::Tour(TourIntent::To(scene)));
                desk.pass(Vec::new());
                for id in ["tour-sentence", "tour-number", "tour-plot"] {
                    let Some(at) = desk.panels.widgets().get(id) else { continue };
                    let whole = cells.iter().any(|cell| cell.expand(0.5).contains_rect(*at));
                    assert!(whole, "{size:?} {lang:?} scene {scene}: {id} at {at:?}");
                }
            }
        }
    }
}
