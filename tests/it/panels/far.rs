//! Walls that are small for how far they are seen from: fewer words and figures, none of them cut.

use super::{Desk, NOW, book, number};
use bevy_egui::egui::{Pos2, RawInput, Rect, Shape, pos2};
use zonglan::seat::tour::FindingKind;
use zonglan::seat::{Cells, Intent, Lang, Screen, Seat, Selection, TourIntent, Viewing};

/// Pixels and the distance of the farthest viewer, metres.
const WALLS: [(f64, f64, f64); 5] =
    [(1920.0, 1080.0, 6.0), (1280.0, 720.0, 6.0), (1080.0, 1920.0, 5.0), (3840.0, 1080.0, 8.0), (1920.0, 1080.0, 3.0)];

fn wall((width_px, height_px, distance_m): (f64, f64, f64), lang: Lang) -> Seat {
    let viewing = Viewing::Wall { distance_m, pitch_mm: 1.25 };
    let screen = Screen { width_px, height_px, viewing, cells: Cells::default() };
    let mut seat = Seat::new(book().picture, screen, NOW, lang);
    seat.tick(NOW);
    seat
}

/// The texts of the next pass that end in dots, with where they stand.
pub(super) fn cut(desk: &mut Desk) -> Vec<(String, Rect)> {
    desk.secs += 0.1;
    let input = RawInput { time: Some(desk.secs), ..RawInput::default() };
    let output = desk.ctx.run_ui(input, |ui| drop(desk.panels.show(ui.ctx(), &desk.seat)));
    let texts = output.shapes.into_iter().filter_map(|shape| match shape.shape {
        Shape::Text(text) if text.galley.elided => Some((text.galley.text().to_owned(), text.visual_bounding_rect())),
        _ => None,
    });
    texts.collect()
}

/// Where figures and the list stand: nothing is cut there.
fn kept_whole(seat: &Seat) -> Vec<Rect> {
    let layout = seat.layout();
    let scale = seat.screen.scale();
    let places = [layout.header, layout.footer, layout.left, layout.left_second, layout.right];
    let rects = places.into_iter().map(|at| {
        let [left, top, width, height] = [at.x_px, at.y_px, at.width_px, at.height_px].map(|px| (px / scale) as f32);
        Rect::from_min_size(bevy_egui::egui::pos2(left, top), bevy_egui::egui::vec2(width, height))
    });
    rects.collect()
}

fn none_is_cut(desk: &mut Desk, at: &str) {
    let places = kept_whole(&desk.seat);
    for (words, rect) in cut(desk) {
        assert!(!places.iter().any(|place| place.contains(rect.center())), "{words} at {at}");
    }
}

#[test]
fn no_figure_and_no_head_is_cut() {
    for size in WALLS {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = Desk::new(wall(size, lang));
            none_is_cut(&mut desk, &format!("{size:?} {lang:?}"));
            assert!(desk.panels.widgets().contains_key("kpi-received"), "{size:?}: some figures stand");
        }
    }
}

#[test]
fn no_finding_is_cut_and_its_number_stands_on_its_panel() {
    for size in WALLS {
        for lang in [Lang::Zh, Lang::En] {
            let mut seat = wall(size, lang);
            seat.intend(Intent::Tour(TourIntent::Toggle));
            seat.tour_pass(NOW.0 * 1_000);
            let mut desk = Desk::new(seat);
            for scene in 0..FindingKind::ALL.len() {
                desk.seat.intend(Intent::Tour(TourIntent::To(scene)));
                desk.pass(Vec::new());
                none_is_cut(&mut desk, &format!("{size:?} {lang:?}, scene {scene}"));
                let panel = kept_whole(&desk.seat)[4];
                let number = desk.panels.widgets()["tour-number"];
                assert!(panel.contains_rect(number), "{size:?} {lang:?}, scene {scene}: {number:?} in {panel:?}");
            }
        }
    }
}

#[test]
fn three_who_can_go_stand_on_every_card_with_the_button_that_sends() {
    for size in WALLS {
        for lang in [Lang::Zh, Lang::En] {
            let mut seat = wall(size, lang);
            let incident = number(&seat, "CL-5");
            seat.intend(Intent::Select(Selection::Incident(incident)));
            seat.tick(NOW);
            let mut desk = Desk::new(seat);
            desk.pass(Vec::new());
            let widgets = desk.panels.widgets();
            let card = widgets["card"];
            let shown =
                (1..=3).filter(|n| widgets.get(&format!("candidate-{n}")).is_some_and(|at| card.contains_rect(*at)));
            assert_eq!(shown.count(), 3, "{size:?} {lang:?}");
            let button = widgets["dispatch-send"];
            assert!(card.contains_rect(button), "{size:?} {lang:?}: {button:?} on {card:?}");
            let last = widgets["candidate-3"];
            assert!(last.bottom() <= button.top(), "{size:?} {lang:?}: nothing lies on the button");
        }
    }
}

/// Where the corners of the county's outline stand in the window, dp.
fn corners_of_county(seat: &Seat) -> Vec<Pos2> {
    let scale = seat.screen.scale();
    let outlines = seat.picture.areas.roots().into_iter().map(|area| &seat.picture.areas.row(area).outline);
    let corners = outlines.flat_map(|outline| &outline.0).flat_map(|polygon| &polygon.exterior().0);
    let px = corners.map(|corner| seat.window_px(zonglan::domain::LonLat::new(corner.x, corner.y)));
    px.map(|px| pos2((px.x / scale) as f32, (px.y / scale) as f32)).collect()
}

/// The scenes that show the whole county.
const WHOLE: [FindingKind; 3] = [FindingKind::Net, FindingKind::Intake, FindingKind::Clocks];

#[test]
fn on_a_tour_the_county_lies_whole_and_not_under_its_legend() {
    let near = [(1920.0, 1080.0, 1.2, 0.277), (1280.0, 720.0, 1.2, 0.277)];
    let far = WALLS.map(|(width_px, height_px, distance_m)| (width_px, height_px, distance_m, 1.25));
    let mut boxes = 0;
    for (width_px, height_px, distance_m, pitch_mm) in near.into_iter().chain(far) {
        let mut seat = wall((width_px, height_px, distance_m), Lang::Zh);
        seat.screen.viewing = Viewing::Wall { distance_m, pitch_mm };
        seat.resize(width_px, height_px);
        seat.intend(Intent::Tour(TourIntent::Toggle));
        seat.tour_pass(NOW.0 * 1_000);
        let mut desk = Desk::new(seat);
        let mut clock_ms = NOW.0 * 1_000;
        for scene in WHOLE {
            desk.seat.intend(Intent::Tour(TourIntent::To(scene as usize)));
            // The map has flown there by then.
            for _ in 0..8 {
                clock_ms += 1_000;
                desk.seat.tour_pass(clock_ms);
            }
            (0..2).for_each(|_| drop(desk.pass(Vec::new())));
            let name = format!("{width_px}x{height_px} from {distance_m} m, {scene:?}");
            let map = desk.seat.layout().map;
            let scale = desk.seat.screen.scale();
            let min = pos2(map.x_px as f32, map.y_px as f32) / scale as f32;
            let size = bevy_egui::egui::vec2(map.width_px as f32, map.height_px as f32) / scale as f32;
            let corners = corners_of_county(&desk.seat);
            let map = Rect::from_min_size(min, size);
            assert!(corners.iter().all(|corner| map.contains(*corner)), "{name}: it shows whole");
            let Some(legend) = desk.panels.widgets().get("legend") else { continue };
            boxes += 1;
            assert!(!corners.iter().any(|corner| legend.contains(*corner)), "{name}: {legend:?}");
        }
    }
    assert!(boxes > 6, "there are such boxes");
}

#[test]
fn the_county_lies_under_no_box_of_the_maps_corners() {
    let screens = [(1080.0, 1920.0, 3.0), (3840.0, 1080.0, 4.0), (7680.0, 2160.0, 6.0), (1920.0, 1080.0, 2.0)];
    let mut boxes = 0;
    for size in screens {
        let desk = Desk::new(wall(size, Lang::Zh));
        let corners = corners_of_county(&desk.seat);
        let widgets = desk.panels.widgets();
        let legend = widgets.get("legend").copied();
        let changes = widgets.iter().filter(|(id, _)| id.starts_with("change-")).map(|(_, rect)| *rect);
        for at in legend.into_iter().chain(changes) {
            boxes += 1;
            assert!(!corners.iter().any(|corner| at.contains(*corner)), "{size:?}: {at:?} over the county");
        }
    }
    assert!(boxes > 3, "there are such boxes");
}
