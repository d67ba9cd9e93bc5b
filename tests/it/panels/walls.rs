//! The panels on walls of every shape: no text crosses a seam, is cut off or lies over another, whatever is open.

use super::{AT, Desk, NOW, book, number, past, seat_of};
use bevy_egui::egui::{self, Pos2, RawInput, Rect, pos2, vec2};
use zonglan::domain::{Camera, CameraState, Event as Happened, Fix};
use zonglan::seat::link::{FromFeed, FromReplay, FromStore};
use zonglan::seat::setup::{Key, Settings, Value};
use zonglan::seat::{
    AlarmIntent, CameraIntent, DayIntent, IntakeIntent, Intent, Lang, PlotIntent, PlotSheet, Seat, Selection,
    SetupIntent, TourIntent, VisitIntent,
};

/// The cells of a video wall, dp; of a screen without seams all of it.
pub(super) fn cells_of(seat: &Seat) -> Vec<Rect> {
    let (screen, scale) = (seat.screen, seat.screen.scale() as f32);
    let in_dp = |cell: zonglan::seat::Rect| {
        let at = pos2(cell.x_px as f32, cell.y_px as f32) / scale;
        Rect::from_min_size(at, vec2(cell.width_px as f32, cell.height_px as f32) / scale)
    };
    screen.panel_cells().rects(screen.width_px, screen.height_px).into_iter().map(in_dp).collect()
}

/// A text that a panel draws: what it says, where its ink is, and what clips it, dp.
pub(super) struct Drawn {
    pub(super) text: String,
    pub(super) ink: Rect,
    clip: Rect,
    layer: usize,
}

pub(super) fn gather(shape: &egui::Shape, clip: Rect, layer: usize, drawn: &mut Vec<Drawn>) {
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
pub(super) fn texts(desk: &mut Desk) -> Vec<Drawn> {
    let scale = desk.seat.screen.scale() as f32;
    let map = desk.seat.layout().map;
    let map = Rect::from_min_size(
        Pos2::new(map.x_px as f32, map.y_px as f32) / scale,
        vec2(map.width_px as f32, map.height_px as f32) / scale,
    );
    let (mut drawn, mut clips) = (Vec::new(), Vec::<Rect>::new());
    for clipped in shapes(desk) {
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
    drawn
}

/// All that is drawn, once it stands still.
pub(super) fn shapes(desk: &mut Desk) -> Vec<egui::epaint::ClippedShape> {
    let (screen, scale) = (desk.seat.screen, desk.seat.screen.scale() as f32);
    let screen_rect = Rect::from_min_size(Pos2::ZERO, vec2(screen.width_px as f32, screen.height_px as f32) / scale);
    let mut pass = || {
        desk.secs += 0.1;
        let input = RawInput { screen_rect: Some(screen_rect), time: Some(desk.secs), ..RawInput::default() };
        desk.ctx.run_ui(input, |ui| drop(desk.panels.show(ui.ctx(), &desk.seat))).shapes
    };
    drop(pass());
    pass()
}

pub(super) fn set(values: &[(Key, Value)]) -> Settings {
    let mut settings = Settings::default();
    values.iter().for_each(|(key, value)| assert!(settings.set(*key, *value)));
    settings
}

/// Width, height, distance, pitch, columns, rows.
pub(super) type Wall = (f64, f64, f64, f64, u16, u16);

pub(super) const WALLS: [Wall; 13] = [
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
    (3840.0, 2160.0, 0.65, 0.277, 2, 2),
    (7680.0, 4320.0, 6.0, 1.25, 1, 1),
];

pub(super) fn wall(of: Wall, lang: Lang) -> Seat {
    let mut seat = seat_of(book().picture, of.0, of.1, lang);
    hang(&mut seat, of, lang);
    seat
}

/// Makes a seat's screen such a wall.
fn hang(seat: &mut Seat, (_, _, distance_m, pitch_mm, columns, rows): Wall, lang: Lang) {
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
                let cells = cells_of(&desk.seat);
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

/// Walls of several rows of cells.
fn walls_of_rows() -> impl Iterator<Item = Wall> {
    WALLS.into_iter().filter(|(.., rows)| *rows > 1)
}

/// What opens over the map, by its name.
const OPENED: [&str; 12] = [
    "settings",
    "help",
    "a visit",
    "plots",
    "a person",
    "a day",
    "people near",
    "alarms",
    "cameras",
    "a form",
    "toasts",
    "lost feeds",
];

/// A wall on which such a thing is open, once for each of its kinds.
fn opened(of: Wall, lang: Lang, what: &str) -> Vec<Desk> {
    let desk = |intents: &[Intent]| {
        let mut book = book();
        for n in 0..4_u8 {
            book.put(Happened::CameraPut(Camera {
                code: format!("C{n}").into(),
                name: format!("朝阳街与大寨路东南角球机{n}号"),
                operator: None,
                at: zonglan::spatial::destination(AT, 180.0, 10.0 + f64::from(n)),
                direction_deg: None,
                fov_deg: None,
                range_m: None,
                state: CameraState::Online,
            }));
        }
        let mut seat = seat_of(book.picture, of.0, of.1, lang);
        hang(&mut seat, of, lang);
        intents.iter().for_each(|intent| seat.intend(intent.clone()));
        seat.tick(NOW);
        Desk::new(seat)
    };
    match what {
        "settings" => vec![desk(&[SetupIntent::Toggle.into()])],
        "help" => vec![desk(&[Intent::Help])],
        "a visit" => vec![desk(&[Intent::Visit(VisitIntent::Toggle)])],
        "plots" => PlotSheet::ALL.map(|sheet| desk(&[Intent::Plot(PlotIntent::Show(sheet))])).into(),
        "a person" => vec![desk(&[Intent::Select(Selection::Worker(0))])],
        "a day" => {
            let waiting = desk(&[Intent::Day(DayIntent::Of(0))]);
            let mut told = desk(&[Intent::Day(DayIntent::Of(0))]);
            let look = told.seat.day.look.clone().unwrap();
            let fix = |n: i64| Fix {
                worker: look.worker.clone(),
                at: zonglan::spatial::destination(AT, 90.0, 10.0 * n as f64),
                fixed_at: look.from.plus_secs(8 * 3_600 + 60 * n),
                heading_deg: None,
            };
            let track = Ok((0..120).map(fix).collect());
            told.seat.take_from_replay(FromReplay::Track { worker: look.worker.clone(), from: look.from, track });
            vec![waiting, told]
        }
        "people near" => vec![desk(&[Intent::Day(DayIntent::Near)])],
        "alarms" => vec![desk(&[Intent::Alarm(AlarmIntent::Toggle)])],
        "cameras" => (1..=4_u32)
            .map(|count| (0..count).map(|n| Intent::Camera(CameraIntent::Also(n))).collect::<Vec<_>>())
            .map(|intents| desk(&intents))
            .collect(),
        "a form" => vec![desk(&[Intent::Intake(IntakeIntent::Open)])],
        "toasts" => {
            let mut desk = desk(&[]);
            for n in 0..4 {
                let name = format!("exports/2026-09-11 the whole county's matters, open and closed {n}.xlsx");
                desk.seat.take_from_store(FromStore::Written(Ok(name)));
            }
            vec![desk]
        }
        _ => {
            let mut desk = desk(&[]);
            let at = NOW.plus_secs(-600);
            desk.seat.take_from_feed(FromFeed::Beat { feed: "定位".into(), period_secs: 10, at });
            desk.seat.tick(NOW);
            vec![desk]
        }
    }
}

#[test]
fn nothing_that_opens_over_the_map_crosses_a_seam_with_text() {
    let mut wrong = Vec::new();
    for of in walls_of_rows() {
        for (lang, what) in [Lang::Zh, Lang::En].into_iter().flat_map(|lang| OPENED.map(|what| (lang, what))) {
            for mut desk in opened(of, lang, what) {
                let cells = cells_of(&desk.seat);
                // What scrolls is cut off by its panel: of that only what shows.
                let shown = |one: &Drawn| one.ink.intersect(one.clip);
                for one in texts(&mut desk).iter().filter(|one| shown(one).is_positive()) {
                    if !cells.iter().any(|cell| cell.expand(0.5).contains_rect(shown(one))) {
                        wrong.push(format!("{of:?} {lang:?} {what}: {} {:?}", one.text, shown(one)));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} in all:\n{}", wrong.len(), wrong.join("\n"));
}

/// Pictures of cameras, and the fields and buttons of a new matter's form, stand in one cell each.
#[test]
fn pictures_and_fields_lie_across_no_seam() {
    for (of, lang) in walls_of_rows().flat_map(|of| [(of, Lang::Zh), (of, Lang::En)]) {
        // What is said at a telephone is taken in from near by alone.
        let kinds = [("cameras", 1, "camera-picture-"), ("a form", 8, "intake-")];
        let is_near = wall(of, lang).screen.is_near();
        for (what, least, ids) in kinds.into_iter().filter(|(what, ..)| is_near || *what != "a form") {
            for (n, desk) in opened(of, lang, what).into_iter().enumerate() {
                let cells = cells_of(&desk.seat);
                let widgets = desk.panels.widgets().iter().filter(|(id, _)| id.starts_with(ids));
                let form = desk.panels.widgets().get("intake").copied().unwrap_or(Rect::EVERYTHING);
                // A field above or below what shows of a form is not to be seen.
                let shown: Vec<_> = widgets.map(|(id, at)| (id, *at)).collect();
                let least = least + if what == "cameras" { n } else { 0 };
                assert!(shown.len() >= least, "{of:?} {lang:?} {what} {n}: {shown:?}");
                for (id, at) in shown {
                    let scrolls = form.x_range().contains(at.center().x) && !form.contains_rect(at);
                    let at = if scrolls && form.intersects(at) { at.intersect(form) } else { at };
                    let is_inside = cells.iter().any(|cell| cell.expand(0.5).contains_rect(at));
                    assert!(is_inside || !form.intersects(at), "{of:?} {lang:?} {what} {n}: {id} at {at:?}");
                }
            }
        }
    }
}

/// Over a past moment the word stands in each cell, so that any third of the map has it and no seam parts it.
#[test]
fn the_word_of_a_past_moment_lies_across_no_seam() {
    for (of, lang) in walls_of_rows().flat_map(|of| [(of, Lang::Zh), (of, Lang::En)]) {
        let mut desk = past(of.0, of.1, lang);
        hang(&mut desk.seat, of, lang);
        (0..2).for_each(|_| drop(desk.pass(Vec::new())));
        let cells = cells_of(&desk.seat);
        let mut words = Vec::new();
        for clipped in shapes(&mut desk) {
            if let egui::Shape::Text(text) = &clipped.shape
                && text.angle != 0.0
            {
                words.push(text.visual_bounding_rect());
            }
        }
        assert!(words.len() >= 6, "{of:?} {lang:?}: {words:?}");
        for word in &words {
            assert!(cells.iter().any(|cell| cell.contains_rect(*word)), "{of:?} {lang:?}: {word:?}");
        }
        for third in 0..3_u8 {
            let width = (of.0 / desk.seat.screen.scale()) as f32 / 3.0;
            let part = width * f32::from(third)..=width * f32::from(third + 1);
            assert!(words.iter().any(|word| part.contains(&word.center().x)), "{of:?} {lang:?}: third {third}");
        }
    }
}

/// The tour's foot, and what interrupts a tour, keep to the cells, too.
#[test]
fn a_tour_s_foot_lies_across_no_seam() {
    for (of, lang) in walls_of_rows().flat_map(|of| [(of, Lang::Zh), (of, Lang::En)]) {
        let mut seat = wall(of, lang);
        seat.intend(Intent::Tour(TourIntent::Toggle));
        seat.tick(NOW);
        seat.tour_pass(NOW.0 * 1_000);
        let mut desk = Desk::new(seat);
        let (cells, foot) = (cells_of(&desk.seat), desk.seat.layout().footer);
        let top = (foot.y_px / desk.seat.screen.scale()) as f32;
        for scene in 0..zonglan::seat::tour::FindingKind::ALL.len() {
            desk.seat.intend(Intent::Tour(TourIntent::To(scene)));
            for one in texts(&mut desk).iter().filter(|one| one.ink.top() >= top) {
                let is_inside = cells.iter().any(|cell| cell.expand(0.5).contains_rect(one.ink));
                assert!(is_inside, "{of:?} {lang:?} scene {scene}: {} {:?}", one.text, one.ink);
            }
        }
    }
}
