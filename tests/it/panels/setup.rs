//! The panels on walls of every shape: no text crosses a seam, is cut off or lies over another; and the form that asks for
//! the screen's measures.

use super::{Desk, NOW, book, number, seat_of};
use bevy_egui::egui::{self, Event, Key as Pressed, Modifiers, Pos2, RawInput, Rect, vec2};
use std::collections::BTreeMap;
use zonglan::seat::link::ToStore;
use zonglan::seat::setup::{ASKED, Field, Key, Settings, Value};
use zonglan::seat::{AlarmIntent, Intent, Lang, Screen, Seat, Selection, SetupIntent};

/// A text that a panel draws: what it says, where its ink is, and what clips it, dp.
struct Drawn {
    text: String,
    ink: Rect,
    clip: Rect,
    layer: usize,
}

fn gather(shape: &egui::Shape, clip: Rect, layer: usize, drawn: &mut Vec<Drawn>) {
    match shape {
        egui::Shape::Text(text) => {
            let ink = text.galley.mesh_bounds.translate(text.pos.to_vec2());
            if ink.is_positive() {
                drawn.push(Drawn { text: text.galley.text().into(), ink, clip, layer });
            }
        }
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, layer, drawn)),
        _ => {}
    }
}

/// The texts of all panels; those of the map itself (glyphs of symbols, counts of rings) are the map's.
fn texts(desk: &mut Desk) -> Vec<Drawn> {
    let (screen, scale) = (desk.seat.screen, desk.seat.screen.scale() as f32);
    let size = vec2(screen.width_px as f32, screen.height_px as f32) / scale;
    let map = desk.seat.layout().map;
    let map = Rect::from_min_size(
        Pos2::new(map.x_px as f32, map.y_px as f32) / scale,
        vec2(map.width_px as f32, map.height_px as f32) / scale,
    );
    let mut drawn = Vec::new();
    for _ in 0..2 {
        drawn.clear();
        desk.secs += 0.1;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, size));
        let input = RawInput { screen_rect, time: Some(desk.secs), ..RawInput::default() };
        let output = desk.ctx.run_ui(input, |ui| drop(desk.panels.show(ui.ctx(), &desk.seat)));
        let mut clips: Vec<Rect> = Vec::new();
        for clipped in &output.shapes {
            let clip = clipped.clip_rect;
            let of_map = (clip.min - map.min).length() < 1.0 && (clip.max - map.max).length() < 1.0;
            if of_map {
                continue;
            }
            let layer = clips.iter().position(|known| *known == clip).unwrap_or_else(|| {
                clips.push(clip);
                clips.len() - 1
            });
            gather(&clipped.shape, clip, layer, &mut drawn);
        }
    }
    drawn
}

fn set(values: &[(Key, Value)]) -> Settings {
    let mut settings = Settings::default();
    values.iter().for_each(|(key, value)| assert!(settings.set(*key, *value)));
    settings
}

/// Width, height, distance, pitch, columns, rows.
type Wall = (f64, f64, f64, f64, u16, u16);

const WALLS: [Wall; 12] = [
    (1920.0, 1080.0, 0.65, 0.277, 1, 1),
    (3840.0, 1080.0, 4.0, 1.25, 1, 1),
    (7680.0, 2160.0, 6.0, 1.25, 1, 1),
    (1080.0, 1920.0, 0.65, 0.277, 1, 1),
    (1080.0, 1920.0, 1.5, 0.5, 1, 1),
    (3840.0, 1080.0, 3.0, 0.63, 2, 1),
    (3840.0, 1080.0, 4.0, 1.25, 2, 1),
    (7680.0, 2160.0, 5.0, 0.63, 4, 2),
    (5760.0, 3240.0, 5.0, 0.63, 3, 3),
    (5760.0, 3240.0, 3.0, 0.63, 3, 3),
    (2160.0, 3840.0, 3.0, 0.63, 2, 2),
    (7680.0, 4320.0, 6.0, 1.25, 1, 1),
];

fn wall((width_px, height_px, distance_m, pitch_mm, columns, rows): Wall, lang: Lang) -> Seat {
    let mut seat = seat_of(book().picture, width_px, height_px, lang);
    let settings = set(&[
        (Key::DistanceM, Value::Number(distance_m)),
        (Key::PitchMm, Value::Number(pitch_mm)),
        (Key::Columns, Value::Count(columns)),
        (Key::Rows, Value::Count(rows)),
        (Key::BezelMm, Value::Number(3.5)),
        (Key::Compensation, Value::Flag(columns > 2)),
        (Key::Lang, Value::Lang(lang)),
    ]);
    seat.set_up(settings, Settings::default(), Vec::new());
    seat.intend(Intent::WholeCounty);
    seat
}

#[test]
fn text_stays_inside_its_cell_and_its_panel_and_off_other_text() {
    let mut wrong = Vec::new();
    for of in WALLS {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = Desk::new(wall(of, lang));
            for state in ["at rest", "a matter", "a matter beside the alarms"] {
                match state {
                    "a matter" => {
                        let thing = Selection::Incident(number(&desk.seat, "CL-NEAR"));
                        desk.seat.intend(Intent::Select(thing));
                    }
                    "a matter beside the alarms" => desk.seat.intend(Intent::Alarm(AlarmIntent::Toggle)),
                    _ => {}
                }
                desk.seat.tick(NOW);
                let drawn = texts(&mut desk);
                assert!(drawn.len() > 30, "{of:?}: hardly anything is said");
                let (screen, scale) = (desk.seat.screen, desk.seat.screen.scale() as f32);
                let cells: Vec<Rect> = screen
                    .panel_cells()
                    .rects(screen.width_px, screen.height_px)
                    .into_iter()
                    .map(|cell| {
                        Rect::from_min_size(
                            Pos2::new(cell.x_px as f32, cell.y_px as f32) / scale,
                            vec2(cell.width_px as f32, cell.height_px as f32) / scale,
                        )
                    })
                    .collect();
                for (k, one) in drawn.iter().enumerate() {
                    let say = |what: &str| format!("{of:?} {lang:?} {state}: {} {:?} {what}", one.text, one.ink);
                    if !cells.iter().any(|cell| cell.contains_rect(one.ink)) {
                        wrong.push(say("crosses a seam"));
                    }
                    if !one.clip.expand(1.0).contains_rect(one.ink) {
                        wrong.push(say(&format!("is cut off by {:?}", one.clip)));
                    }
                    let same = drawn[..k].iter().filter(|other| other.layer == one.layer);
                    if let Some(other) =
                        same.into_iter().find(|other| other.ink.shrink(1.0).intersects(one.ink.shrink(1.0)))
                    {
                        wrong.push(say(&format!("lies over {} {:?}", other.text, other.ink)));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} in all:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_panel_has_something_to_say() {
    for of in WALLS {
        let desk = Desk::new(wall(of, Lang::Zh));
        let (layout, scale) = (desk.seat.layout(), desk.seat.screen.scale());
        let widgets = desk.panels.widgets();
        let within = |rect: zonglan::seat::Rect, id: &str| {
            let inside = |at: &Rect| rect.contains(f64::from(at.center().x) * scale, f64::from(at.center().y) * scale);
            widgets.iter().filter(|(name, at)| name.starts_with(id) && inside(at)).count()
        };
        assert_eq!(within(layout.left, "kpi-"), 6, "{of:?}: all six figures");
        assert!(layout.left_second.is_empty() || within(layout.left_second, "town-") > 0, "{of:?}: towns");
        assert!(within(layout.right, "queue-row-") >= 3, "{of:?}: the queue");
    }
}

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
        let form = widgets["setup"];
        for (id, at) in widgets.iter().filter(|(id, _)| id.starts_with("setup-")) {
            assert!(form.expand(0.5).contains_rect(*at), "{of:?}: {id} {at:?} in {form:?}");
        }
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
