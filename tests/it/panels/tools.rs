//! The tools on the map: what was found is listed, selected, paged and written down; a place is told of; the arrow leads
//! back; everything lays out in every size, inside one cell of a video wall.

use super::{AT, Desk, NOW, SIZES, book, number, seat, seat_of};
use bevy_egui::egui::{Event, OutputCommand, RawInput, Rect};
use zonglan::domain::LonLat;
use zonglan::report::TableFormat;
use zonglan::seat::tools::{DrawKind, Listed};
use zonglan::seat::{Cells, Intent, Lang, Screen, Seat, Selection, Toast, ToolIntent, VisitIntent};
use zonglan::spatial::destination;

fn drag(seat: &mut Seat, kind: DrawKind, from: LonLat, to: LonLat) {
    let (from, to) = (seat.view.screen_from_lonlat(from), seat.view.screen_from_lonlat(to));
    seat.intend(Intent::Tool(ToolIntent::Drag { kind, from, to }));
    seat.intend(Intent::Tool(ToolIntent::Finish));
}

/// Asks who answers for a place.
fn who(seat: &mut Seat, at: LonLat) {
    let px = seat.view.screen_from_lonlat(at);
    seat.intend(Intent::Tool(ToolIntent::Who(px)));
}

/// Sets a corner.
fn corner(seat: &mut Seat, at: LonLat) {
    let px = seat.view.screen_from_lonlat(at);
    seat.intend(Intent::PickAt(px));
}

/// A desk that has asked what lies within two kilometres.
fn asked(width_px: f64, height_px: f64, lang: Lang) -> Desk {
    let mut desk = Desk::new(seat_of(book().picture, width_px, height_px, lang));
    drag(&mut desk.seat, DrawKind::Circle, AT, destination(AT, 90.0, 2_000.0));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    desk
}

#[test]
fn what_was_found_is_listed_by_kind_and_a_row_selects() {
    let mut desk = asked(1920.0, 1080.0, Lang::Zh);
    let found = desk.seat.within_asked().unwrap();
    assert!(found.incidents.len() > 5 && found.workers.len() == 6);
    let first = Selection::Incident(found.incidents[0]);
    assert_eq!(desk.click("found-row-1"), [Intent::Select(first), Intent::BringIntoView(first)]);
    assert_eq!(desk.click("found-workers"), [Intent::Tool(ToolIntent::List(Listed::Workers))]);
    desk.seat.intend(Intent::Tool(ToolIntent::List(Listed::Workers)));
    desk.pass(Vec::new());
    let worker = Selection::Worker(found.workers[1]);
    assert_eq!(desk.click("found-row-2"), [Intent::Select(worker), Intent::BringIntoView(worker)]);
    assert_eq!(desk.click("found-close"), [Intent::Tool(ToolIntent::CloseFound)]);
    assert_eq!(desk.click("found-mark"), [Intent::Tool(ToolIntent::Mark)]);
}

#[test]
fn a_long_list_is_paged_and_begins_anew_with_another() {
    let mut desk = asked(1920.0, 1080.0, Lang::Zh);
    drag(&mut desk.seat, DrawKind::Rectangle, LonLat::new(118.0, 36.0), LonLat::new(118.1, 36.1));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    let found = desk.seat.within_asked().unwrap();
    assert_eq!(found.incidents.len(), 41);
    let row = |n: usize| {
        let thing = Selection::Incident(found.incidents[n]);
        vec![Intent::Select(thing), Intent::BringIntoView(thing)]
    };
    assert_eq!(desk.click("found-row-1"), row(0));
    let fitting = (1..).find(|n| !desk.panels.widgets().contains_key(&format!("found-row-{n}"))).unwrap() - 1;
    assert!(fitting > 2 && fitting < 41);
    desk.click("found-next");
    assert_eq!(desk.click("found-row-1"), row(fitting));
    for _ in 0..41 / fitting + 1 {
        desk.click("found-next");
    }
    assert_eq!(desk.click(&format!("found-row-{fitting}")), row(40), "the last page ends with the last");
    desk.click("found-before");
    assert_eq!(desk.click(&format!("found-row-{fitting}")), row(40 - fitting));
    drag(&mut desk.seat, DrawKind::Rectangle, LonLat::new(118.0, 36.0), LonLat::new(118.099, 36.1));
    desk.pass(Vec::new());
    let again = Selection::Incident(desk.seat.within_asked().unwrap().incidents[0]);
    assert_eq!(desk.click("found-row-1")[0], Intent::Select(again));
}

#[test]
fn what_was_found_is_written_down_in_three_ways_and_names_no_reporter() {
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = asked(1920.0, 1080.0, lang);
        for format in TableFormat::ALL {
            let meant = desk.click(&format!("found-{}", format.ending()));
            let [Intent::Tool(ToolIntent::Export(file))] = &meant[..] else { panic!("{meant:?}") };
            assert!(file.name.starts_with("found-2026") && file.name.ends_with(format.ending()), "{}", file.name);
            let bytes = file.bytes().unwrap();
            if format == TableFormat::Csv {
                let text = String::from_utf8(bytes).unwrap();
                let found = desk.seat.within_asked().unwrap();
                let things = found.incidents.len() + found.workers.len() + found.cameras.len() + found.areas.len();
                assert_eq!(text.lines().count(), 1 + things + 1, "names, things, the circle");
                let names = if lang == Lang::Zh { "种类,编号,名称,状态" } else { "kind,code,name,state" };
                assert!(text.trim_start_matches('\u{feff}').starts_with(names), "{text}");
                assert!(text.contains("CL-NEAR") && text.contains("118.05,36.05"));
            }
        }
    }
}

#[test]
fn visitors_write_nothing_down_and_see_no_camera() {
    let mut desk = asked(1920.0, 1080.0, Lang::Zh);
    desk.seat.intend(Intent::Visit(VisitIntent::On));
    who(&mut desk.seat, AT);
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    let has = |id: &str| desk.panels.widgets().contains_key(id);
    assert!(has("found") && has("place") && has("place-copy-wgs-84"));
    for id in ["found-csv", "found-xlsx", "found-geojson", "place-camera-1", "place-take-in"] {
        assert!(!has(id), "{id}");
    }
}

#[test]
fn a_place_tells_of_areas_people_and_coordinates() {
    let mut desk = Desk::new(seat());
    let at = LonLat::new(118.013, 36.013);
    who(&mut desk.seat, at);
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    let here = desk.seat.picture.here(desk.seat.tools.place.unwrap(), NOW);
    let answers = Intent::Select(Selection::Worker(here.answers.unwrap()));
    assert_eq!(desk.click("place-person-1"), [answers]);
    assert_eq!(desk.click("place-area-2"), [Intent::Select(Selection::Area(here.areas[1].area))]);
    assert!(matches!(desk.click("place-free-1")[..], [Intent::Select(Selection::Worker(_))]));
    let copied = desk.click("place-copy-wgs-84");
    let [Intent::Hear(Toast::Copied(words))] = &copied[..] else { panic!("{copied:?}") };
    assert_eq!(words, "WGS-84 118.013000, 36.013000");
    assert_eq!(desk.click("place-take-in"), [Intent::Tool(ToolIntent::TakeInAtPlace)]);
    assert_eq!(desk.click("place-measure"), [Intent::Tool(ToolIntent::MeasureFromPlace)]);
    assert_eq!(desk.click("place-close"), [Intent::Tool(ToolIntent::ClosePlace)]);
}

/// What a click on a widget puts where others paste from.
fn copied_by(desk: &mut Desk, id: &str) -> Option<String> {
    let at = desk.panels.widgets()[id].center();
    let button = |pressed| Event::PointerButton {
        pos: at,
        button: bevy_egui::egui::PointerButton::Primary,
        pressed,
        modifiers: bevy_egui::egui::Modifiers::NONE,
    };
    let mut copied = None;
    for event in [Event::PointerMoved(at), button(true), button(false)] {
        desk.secs += 0.1;
        let input = RawInput { time: Some(desk.secs), events: vec![event], ..RawInput::default() };
        let output = desk.ctx.run_ui(input, |ui| drop(desk.panels.show(ui.ctx(), &desk.seat)));
        for command in output.platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                copied = Some(text);
            }
        }
    }
    copied
}

#[test]
fn coordinates_are_copied_in_both_systems() {
    let mut desk = Desk::new(seat());
    who(&mut desk.seat, AT);
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(copied_by(&mut desk, "place-copy-wgs-84").as_deref(), Some("118.050000, 36.050000"));
    let shifted = copied_by(&mut desk, "place-copy-gcj-02").unwrap();
    let degrees: Vec<f64> = shifted.split(", ").map(|text| text.parse().unwrap()).collect();
    let off_m = zonglan::spatial::distance_m(AT, LonLat::new(degrees[0], degrees[1]));
    assert!((300.0..800.0).contains(&off_m), "GCJ-02 is shifted by some hundred metres: {off_m}");
}

#[test]
fn a_tool_says_what_to_do_next_and_how_to_leave_it() {
    let mut desk = Desk::new(seat());
    desk.seat.intend(Intent::Tool(ToolIntent::Draw(DrawKind::Polygon)));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(desk.click("tool-circle"), [Intent::Tool(ToolIntent::Draw(DrawKind::Circle))]);
    assert_eq!(desk.click("tool-close"), [Intent::Tool(ToolIntent::GiveUp)]);
    desk.seat.intend(Intent::Tool(ToolIntent::Draw(DrawKind::Measure)));
    for at in [AT, destination(AT, 90.0, 900.0)] {
        corner(&mut desk.seat, at);
    }
    desk.seat.intend(Intent::Tool(ToolIntent::Finish));
    desk.pass(Vec::new());
    assert_eq!(desk.click("tool-close"), [Intent::Tool(ToolIntent::CloseMeasured)]);
}

#[test]
fn the_arrow_at_the_edge_leads_back_to_what_is_selected() {
    let mut desk = Desk::new(seat());
    let near = Selection::Incident(number(&desk.seat, "CL-NEAR"));
    desk.seat.intend(Intent::Select(near));
    desk.pass(Vec::new());
    assert!(!desk.panels.widgets().contains_key("edge-arrow"));
    (desk.seat.view.center, desk.seat.view.zoom) = (destination(AT, 230.0, 9_000.0), 15.0);
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    let arrow = desk.panels.widgets()["edge-arrow"];
    assert!(arrow.width() >= 48.0 && arrow.height() >= 48.0, "a finger finds it: {arrow:?}");
    assert_eq!(desk.click("edge-arrow"), [Intent::BringIntoView(near)]);
    desk.seat.intend(Intent::BringIntoView(near));
    (0..2).for_each(|_| drop(desk.pass(Vec::new())));
    assert!(!desk.panels.widgets().contains_key("edge-arrow"));
}

#[test]
fn tools_lay_out_in_every_size_and_what_is_pressed_suits_a_finger_on_a_wall() {
    for (width_px, height_px) in SIZES {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = asked(width_px, height_px, lang);
            let is_wall = !desk.seat.screen.is_near();
            for kind in DrawKind::ALL {
                desk.seat.intend(Intent::Tool(ToolIntent::Draw(kind)));
                for at in [AT, destination(AT, 90.0, 900.0), destination(AT, 0.0, 900.0)] {
                    let px = desk.seat.view.screen_from_lonlat(at);
                    desk.seat.intend(Intent::Tool(ToolIntent::Hand(px)));
                    desk.pass(Vec::new());
                    corner(&mut desk.seat, at);
                    desk.pass(Vec::new());
                }
                desk.seat.intend(Intent::Tool(ToolIntent::Finish));
                desk.pass(Vec::new());
            }
            desk.seat.intend(Intent::Tool(ToolIntent::GiveUp));
            who(&mut desk.seat, AT);
            desk.seat.intend(Intent::Select(Selection::Incident(0)));
            (0..2).for_each(|_| drop(desk.pass(Vec::new())));
            for (id, rect) in desk.panels.widgets() {
                let pressed = ["found-row-", "place-copy-", "place-measure", "place-person-"];
                if is_wall && pressed.iter().any(|begin| id.starts_with(begin)) {
                    assert!(rect.height() >= 45.0, "{width_px}: {id} {rect:?}");
                }
            }
        }
    }
}

#[test]
fn panels_of_the_tools_cross_no_seam() {
    let cells = Cells { columns: 3, rows: 2, seam_px: 0.0 };
    let screen = Screen { cells, ..Screen::guessed(5760.0, 2160.0) };
    let mut wall = Seat::new(book().picture, screen, NOW, Lang::Zh);
    wall.tick(NOW);
    drag(&mut wall, DrawKind::Circle, AT, destination(AT, 90.0, 2_000.0));
    wall.intend(Intent::Tool(ToolIntent::Draw(DrawKind::Measure)));
    let mut desk = Desk::new(wall);
    let scale = desk.seat.screen.scale() as f32;
    let inside = |desk: &Desk, id: &str| {
        let rect = desk.panels.widgets()[id];
        let cells = desk.seat.screen.cells.rects(5760.0, 2160.0).into_iter().map(|cell| {
            let corner = bevy_egui::egui::pos2(cell.x_px as f32, cell.y_px as f32) / scale;
            Rect::from_min_size(corner, bevy_egui::egui::vec2(cell.width_px as f32, cell.height_px as f32) / scale)
        });
        assert!(cells.into_iter().any(|cell| cell.expand(0.5).contains_rect(rect)), "{id}: {rect:?}");
    };
    inside(&desk, "found");
    inside(&desk, "tool");
    desk.seat.intend(Intent::Tool(ToolIntent::GiveUp));
    for turn in 0..8_u8 {
        let at = destination(AT, 45.0 * f64::from(turn), 3_000.0);
        who(&mut desk.seat, at);
        (0..2).for_each(|_| drop(desk.pass(Vec::new())));
        inside(&desk, "place");
    }
}
