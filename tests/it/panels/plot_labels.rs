//! What plots say on walls that are small for how far they are seen from: fewer words, none over another, none cut off.

use super::plots::busy;
use super::walls::{Drawn, gather};
use super::{Desk, NOW};
use bevy_egui::egui::{RawInput, Rect, Shape};
use zonglan::picture::Picture;
use zonglan::seat::{Cells, Intent, Lang, PlotIntent, PlotSheet, Screen, Seat, Viewing};

/// Pixels, the distance of the farthest viewer, metres, and the pitch, millimetres.
const WALLS: [(f64, f64, f64, f64); 8] = [
    (1920.0, 1080.0, 1.2, 0.277),
    (1280.0, 720.0, 1.2, 0.277),
    (1920.0, 1080.0, 6.0, 1.25),
    (1280.0, 720.0, 6.0, 1.25),
    (1920.0, 1080.0, 3.0, 1.25),
    (3840.0, 1080.0, 8.0, 1.25),
    (1080.0, 1920.0, 5.0, 1.25),
    (640.0, 360.0, 0.65, 0.277),
];

fn desk((width_px, height_px, distance_m, pitch_mm): (f64, f64, f64, f64), lang: Lang, picture: Picture) -> Desk {
    let viewing = Viewing::Wall { distance_m, pitch_mm };
    let screen = Screen { width_px, height_px, viewing, cells: Cells::default() };
    let mut seat = Seat::new(picture, screen, NOW, lang);
    seat.tick(NOW);
    Desk::new(seat)
}

/// The words on a sheet, in the order in which they are drawn, and where it stands.
fn on_sheet(desk: &mut Desk, sheet: PlotSheet) -> (Vec<Drawn>, Rect) {
    desk.seat.intend(Intent::Plot(PlotIntent::Show(sheet)));
    (0..2).for_each(|_| drop(desk.pass(Vec::new())));
    desk.secs += 0.1;
    let input = RawInput { time: Some(desk.secs), ..RawInput::default() };
    let output = desk.ctx.run_ui(input, |ui| drop(desk.panels.show(ui.ctx(), &desk.seat)));
    let panel = desk.panels.widgets()["plots"];
    let is_panel = |rect: Rect| (rect.min - panel.min).length() < 2.0 && (rect.max - panel.max).length() < 2.0;
    let mut drawn = Vec::new();
    for clipped in output.shapes.iter().filter(|clipped| is_panel(clipped.clip_rect)) {
        match &clipped.shape {
            // What lies under the panel's ground is not seen.
            Shape::Rect(ground) if is_panel(ground.rect) => drawn.clear(),
            shape => gather(shape, clipped.clip_rect, 0, &mut drawn),
        }
    }
    (drawn, desk.panels.widgets()[&format!("plot-{}", sheet.name())])
}

#[test]
fn no_word_of_a_plot_lies_over_another_or_leaves_its_sheet() {
    let mut wrong = Vec::new();
    for of in WALLS {
        for lang in [Lang::Zh, Lang::En] {
            for picture in [busy().picture, Picture::new(8 * 3_600)] {
                let mut desk = desk(of, lang, picture);
                for sheet in PlotSheet::ALL {
                    let (drawn, room) = on_sheet(&mut desk, sheet);
                    let on_it = |one: &&Drawn| one.ink.bottom() > room.top();
                    assert!(drawn.iter().filter(on_it).count() > 1, "{of:?} {lang:?} {sheet:?}: says next to nothing");
                    for (k, one) in drawn.iter().enumerate() {
                        let say = |what: &str| format!("{of:?} {lang:?} {sheet:?}: {} {:?} {what}", one.text, one.ink);
                        if on_it(&one) && !room.contains_rect(one.ink) {
                            wrong.push(say(&format!("leaves {room:?}")));
                        }
                        let ink = one.ink.shrink(1.0);
                        if let Some(other) = drawn[..k].iter().find(|other| other.ink.shrink(1.0).intersects(ink)) {
                            wrong.push(say(&format!("lies over {} {:?}", other.text, other.ink)));
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} in all:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_small_wall_still_tells_the_figures_that_a_sheet_is_for() {
    for of in WALLS.into_iter().take(4) {
        for lang in [Lang::Zh, Lang::En] {
            let mut desk = desk(of, lang, busy().picture);
            let total = desk.seat.picture.ageing(desk.seat.plot_filter(), NOW).open.to_string();
            let mut said = |sheet| on_sheet(&mut desk, sheet).0.into_iter().map(|one| one.text).collect::<Vec<_>>();
            let ageing = said(PlotSheet::Ageing);
            assert!(ageing.iter().any(|text| text.starts_with(&total)), "{of:?} {lang:?}: {ageing:?}");
            let response = said(PlotSheet::Response);
            for share in ["p50", "p90"] {
                assert!(response.iter().any(|text| text.contains(share)), "{of:?} {lang:?}: {share} in {response:?}");
            }
            let trend = said(PlotSheet::Trend);
            let spans = if lang == Lang::Zh { ["近24小时", "近30日"] } else { ["last 24 h", "last 30 days"] };
            // The lowest have room for one chart, or for none.
            let spans = if of.1 < 1_000.0 { &spans[..1] } else { &spans[..] };
            for span in spans {
                assert!(trend.iter().any(|text| text.starts_with(span)), "{of:?} {lang:?}: {span} in {trend:?}");
            }
            let hours = trend.iter().filter(|text| text.ends_with(":00")).count();
            assert!(hours >= 2 || of.1 < 1_000.0, "{of:?} {lang:?}: {trend:?}");
        }
    }
}

#[test]
fn plots_take_the_figures_side_of_a_small_wall_and_give_it_back() {
    let mut small = desk(WALLS[0], Lang::Zh, busy().picture);
    let figures = small.panels.widgets()["kpi-received"];
    on_sheet(&mut small, PlotSheet::Trend);
    assert!(!small.panels.widgets().contains_key("kpi-received"));
    assert!(small.panels.widgets()["plots"].contains_rect(figures));
    small.seat.intend(Intent::Plot(PlotIntent::Close));
    small.pass(Vec::new());
    assert!(small.panels.widgets().contains_key("kpi-received"));
    let mut large = desk((3840.0, 1080.0, 4.0, 1.25), Lang::Zh, busy().picture);
    on_sheet(&mut large, PlotSheet::Trend);
    assert!(large.panels.widgets().contains_key("kpi-received"), "where the map has room the figures stay");
}
