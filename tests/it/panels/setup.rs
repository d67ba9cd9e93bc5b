//! The form that asks for the screen's measures.

use super::walls::{Drawn, WALLS, cells_of, set, texts, wall};
use super::{Desk, NOW, book, seat_of};
use bevy_egui::egui::{self, Event, Key as Pressed, Modifiers, Pos2, Rect, vec2};
use std::collections::BTreeMap;
use zonglan::seat::link::ToStore;
use zonglan::seat::setup::{ASKED, Field, Key, Settings, Value};
use zonglan::seat::{Intent, Lang, Screen, SetupIntent};

fn press(desk: &mut Desk, key: Pressed) -> Vec<Intent> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    let mut intents = desk.pass(vec![event(true)]);
    intents.extend(desk.pass(vec![event(false)]));
    intents
}

fn carry_out(desk: &mut Desk, intents: Vec<Intent>) {
    intents.into_iter().for_each(|intent| desk.seat.intend(intent));
    desk.seat.tick(NOW);
    desk.pass(Vec::new());
}

#[test]
fn the_form_is_filled_in_by_hand() {
    let mut seat = seat_of(book().picture, 3840.0, 1080.0, Lang::Zh);
    seat.ask_for_screen();
    let mut desk = Desk::new(seat);
    assert!(desk.panels.widgets().contains_key("setup") && desk.panels.widgets().contains_key("setup-picture"));
    desk.click("setup-distance_m");
    for _ in 0..6 {
        let intents = press(&mut desk, Pressed::Backspace);
        carry_out(&mut desk, intents);
    }
    let intents = desk.pass(vec![Event::Text("6".into())]);
    assert_eq!(intents, [Intent::Setup(SetupIntent::Say(Field::Distance, "6".into()))]);
    carry_out(&mut desk, intents);
    let intents = desk.click("setup-reduced_motion-yes");
    assert_eq!(intents, [Intent::Setup(SetupIntent::Choose(Key::ReducedMotion, Value::Flag(true)))]);
    carry_out(&mut desk, intents);
    assert_eq!(desk.click("setup-leave"), [Intent::Back]);
    let intents = desk.click("setup-keep");
    assert_eq!(intents, [Intent::Setup(SetupIntent::Keep)]);
    carry_out(&mut desk, intents);
    assert!(!desk.panels.widgets().contains_key("setup"));
    let kept = desk.seat.take_outbox().into_iter().find_map(|wanted| match wanted {
        ToStore::Setup(settings) => Some(*settings),
        _ => None,
    });
    let kept = kept.unwrap();
    assert_eq!((kept.number(Key::DistanceM), kept.number(Key::PitchMm)), (Some(6.0), Some(1.25)));
    assert_eq!(kept.flag(Key::ReducedMotion), Some(true));
    assert_eq!(desk.seat.screen.scale() * 16.0, 38.0, "type has grown with the distance");
}

/// The type of the test picture is as large as it says, by the formula that the whole wall goes by, and the ruler as long.
#[test]
fn the_test_picture_is_true() {
    for (distance_m, pitch_mm) in [(4.0, 1.25), (6.0, 1.9), (2.5, 0.9)] {
        let mut seat = seat_of(book().picture, 3840.0, 1080.0, Lang::Zh);
        let measures = [(Key::DistanceM, Value::Number(distance_m)), (Key::PitchMm, Value::Number(pitch_mm))];
        seat.set_up(set(&measures), Settings::default(), Vec::new());
        seat.intend(SetupIntent::Toggle.into());
        let mut desk = Desk::new(seat);
        let scale = desk.seat.screen.scale();
        let rows: Vec<Drawn> = texts(&mut desk).into_iter().filter(|one| one.text.starts_with("鹰瞰")).collect();
        assert_eq!(rows.len(), 3, "{distance_m} m, {pitch_mm} mm");
        for (row, arc_min) in rows.iter().zip([16.0, 20.0, 25.0]) {
            // The ink of dense Han characters, as the eye sees it.
            let ink_mm = f64::from(row.ink.height()) * scale * pitch_mm;
            let seen = (ink_mm / (distance_m * 1_000.0)).atan().to_degrees() * 60.0;
            assert!((seen / arc_min - 1.0).abs() < 0.12, "{distance_m} m, {pitch_mm} mm: {seen}′ for {arc_min}′");
        }
    }
}

#[test]
fn the_form_has_room_on_every_wall() {
    for of in WALLS {
        let mut seat = wall(of, Lang::En);
        seat.intend(SetupIntent::Toggle.into());
        let desk = Desk::new(seat);
        let (widgets, screen) = (desk.panels.widgets().clone(), desk.seat.screen);
        let (form, cells) = (widgets["setup"], cells_of(&desk.seat));
        for (id, at) in widgets.iter().filter(|(id, _)| id.starts_with("setup")) {
            // The test picture may have a cell of its own.
            let is_inside = form.expand(0.5).contains_rect(*at) || (id == "setup-picture" && cells.len() > 1);
            assert!(is_inside, "{of:?}: {id} {at:?} in {form:?}");
            assert!(cells.iter().any(|cell| cell.expand(0.5).contains_rect(*at)), "{of:?}: {id} crosses a seam");
        }
        assert!(cells.len() == 1 || widgets.contains_key("setup-picture"), "{of:?}: type to test the measures by");
        assert!(widgets["setup-keep"].height() >= 16.0 && screen.scale() >= 1.0, "{of:?}");
        // Set by the wall's own settings here, not by a switch: it can be changed.
        let shown = turned_through(desk);
        for needed in EVERY_ANSWER {
            assert!(shown.get(needed).is_some_and(|at| at.height() >= 16.0), "{of:?}: {needed} in {shown:?}");
        }
    }
    // A mistake of a hundred times leaves a form that can be used.
    let mut seat = seat_of(book().picture, 1920.0, 1080.0, Lang::Zh);
    let absurd = [(Key::DistanceM, Value::Number(200.0)), (Key::PitchMm, Value::Number(0.05))];
    seat.set_up(set(&absurd), Settings::default(), Vec::new());
    assert!(Screen::is_too_small(&seat.screen));
    seat.intend(SetupIntent::Toggle.into());
    let mut desk = Desk::new(seat);
    assert_eq!(desk.click("setup-keep"), [Intent::Setup(SetupIntent::Keep)]);
}

/// What answers each setting of the file.
const EVERY_ANSWER: [&str; 17] = [
    "setup-lang-zh",
    "setup-reduced_motion-yes",
    "setup-contrast-high",
    "setup-clock_seconds-no",
    "setup-width_m",
    "setup-height_m",
    "setup-diagonal_m",
    "setup-distance_m",
    "setup-pitch_mm",
    "setup-columns",
    "setup-rows",
    "setup-bezel_mm",
    "setup-compensation-yes",
    "setup-span-yes",
    "setup-unattended-yes",
    "setup-rest_secs",
    "setup-after_mins",
];

/// What the form shows, page after page, each where it was last seen.
fn turned_through(mut desk: Desk) -> BTreeMap<String, Rect> {
    let mut shown = BTreeMap::new();
    for _ in 0..20 {
        shown.extend(desk.panels.widgets().iter().map(|(id, at)| (id.clone(), *at)));
        if !desk.panels.widgets().contains_key("setup-next") {
            break;
        }
        desk.click("setup-next");
    }
    shown
}

#[test]
fn the_form_has_every_setting_of_the_file_with_its_sentence() {
    let answered = |id: &str| EVERY_ANSWER.iter().any(|known| known.starts_with(id));
    assert!(Key::ALL.into_iter().all(|key| key == Key::Asked || answered(&format!("setup-{}", key.name()))));
    for (width_px, height_px) in [(1920.0, 1080.0), (1280.0, 720.0), (800.0, 480.0)] {
        for lang in [Lang::Zh, Lang::En] {
            let mut seat = seat_of(book().picture, width_px, height_px, lang);
            seat.intend(SetupIntent::Toggle.into());
            let mut desk = Desk::new(seat);
            let name = format!("{width_px}x{height_px} {lang:?}");
            // A row that would break badly is broken elsewhere.
            let plain = |text: &str| text.split_whitespace().collect::<String>();
            let said: Vec<String> = texts(&mut desk).iter().map(|one| plain(&one.text)).collect();
            for key in Key::ALL.into_iter().filter(|key| *key != Key::Asked) {
                assert!(said.contains(&plain(key.says(lang))), "{name}: {key:?}");
            }
            let (form, keep) = (desk.panels.widgets()["setup"], desk.panels.widgets()["setup-keep"]);
            let right = desk.panels.widgets().get("setup-picture").map_or(form.right(), |picture| picture.left());
            let settings = Rect::from_min_max(form.min, Pos2::new(right, keep.top()));
            let cut: Vec<(String, Rect)> = super::far::cut(&mut desk);
            let cut: Vec<_> = cut.iter().filter(|(_, at)| settings.contains_rect(*at)).collect();
            assert!(cut.is_empty(), "{name}: {cut:?}");
            let pages = desk.panels.widgets().contains_key("setup-next");
            assert!(!pages || width_px < 1900.0, "{name}: a desk's screen has room for all at once");
            let screen = Rect::from_min_size(Pos2::ZERO, vec2(width_px as f32, height_px as f32));
            assert!(screen.contains_rect(desk.panels.widgets()["setup"]), "{name}");
            let shown = turned_through(desk);
            for needed in EVERY_ANSWER {
                assert!(shown.contains_key(needed), "{name}: {needed}");
            }
        }
    }
}

#[test]
fn the_settings_go_along_with_the_keyboard_and_the_wheel() {
    let mut seat = seat_of(book().picture, 800.0, 480.0, Lang::En);
    seat.intend(SetupIntent::Toggle.into());
    let mut desk = Desk::new(seat);
    assert!(!desk.panels.widgets().contains_key("setup-after_mins"), "below what shows");
    let mut seen = Vec::new();
    for _ in 0..40 {
        press(&mut desk, Pressed::Tab);
        desk.pass(Vec::new());
        // Only what has the keyboard hears this.
        for intent in press(&mut desk, Pressed::ArrowUp) {
            if let Intent::Setup(SetupIntent::Step(field, true)) = intent {
                let id = format!("setup-{}", field.key().name());
                assert!(desk.panels.widgets().contains_key(&id), "{id} is in sight when it is written in");
                seen.push(field);
            }
        }
    }
    assert!(ASKED.into_iter().all(|field| seen.contains(&field)), "each by the keyboard: {seen:?}");
    let form = desk.panels.widgets()["setup"];
    let at = form.left_center() + vec2(60.0, 0.0);
    let wheel = |lines: f32| Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, lines),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    };
    desk.pass(vec![Event::PointerMoved(at)]);
    for (turned, shown) in [(4_000.0, "setup-lang-zh"), (-4_000.0, "setup-after_mins")] {
        desk.pass(vec![wheel(turned)]);
        (0..12).for_each(|_| drop(desk.pass(Vec::new())));
        assert!(desk.panels.widgets().contains_key(shown), "{shown}");
    }
}

#[test]
fn steps_are_pressed_and_said_to_whoever_cannot_see_them() {
    let mut seat = seat_of(book().picture, 1920.0, 1080.0, Lang::Zh);
    seat.intend(SetupIntent::Toggle.into());
    let mut desk = Desk::new(seat);
    for (id, up) in [("setup-distance_m-more", true), ("setup-distance_m-less", false)] {
        assert_eq!(desk.click(id), [Intent::Setup(SetupIntent::Step(Field::Distance, up))]);
    }
    let meant = desk.click("setup-clock_seconds-no");
    assert_eq!(meant, [Intent::Setup(SetupIntent::Choose(Key::ClockSeconds, Value::Flag(false)))]);
}

#[test]
fn sentences_speak_of_what_is_seen_and_not_of_the_file_s_words() {
    for key in Key::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let says = key.says(lang);
            assert!(!["true", "false", "zh", "_"].iter().any(|word| says.contains(word)), "{says}");
        }
    }
}
