//! The guard of a past moment: frame, word, and what is pressing live.

use crate::panels::pen::{self, Out, Pen, ink};
use crate::panels::places::cells;
use crate::panels::text::{Civil, Key, shown, text, words};
use crate::panels::theme::{self, size};
use crate::seat::{Intent, ReplayIntent, Seat};
use bevy_egui::egui::epaint::TextShape;
use bevy_egui::egui::{self, Align2, Order, Rect, Shape, Stroke, pos2, vec2};
use std::collections::BTreeSet;

/// The frame's width (VISUAL.md section 4).
pub(crate) const FRAME: f32 = 6.0;
/// The word's size at most, how much of a third of the map it takes at most, and how it is turned, radians.
const WORD: f32 = 64.0;
const WORD_SHARE: f32 = 0.8;
const TURN: f32 = -0.26;
const WORD_ALPHA: f32 = 0.34;
/// The strip of what is pressing live.
const STRIP: f32 = 36.0;

/// Draws the hatched frame round the whole and round the map, and the word across every third of the map; on a video wall
/// inside its cells.
pub(crate) fn guard(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    if !seat.replay.is_on() {
        return;
    }
    let pen = pen::over(ctx, seat, out, "replay-word", Order::Background, map);
    let word = text(pen.lang, Key::ReplayWord);
    let set = |size| pen.galley(word, ink(size, theme::REPLAY).medium(), f32::INFINITY);
    let parts = word_places(&cells(seat), map);
    let widest = parts.iter().map(Rect::width).fold(f32::INFINITY, f32::min) * WORD_SHARE;
    let galley = set(WORD * (widest / set(WORD).size().x).min(1.0));
    let colour = theme::REPLAY.egui_alpha(WORD_ALPHA);
    for part in parts {
        let middle = part.center();
        // The galley turns about its corner.
        let half = galley.size() / 2.0;
        let (sin, cos) = TURN.sin_cos();
        let corner = middle - vec2(half.x * cos - half.y * sin, half.x * sin + half.y * cos);
        let turned = TextShape::new(corner, galley.clone(), colour).with_override_text_color(colour).with_angle(TURN);
        pen.painter().add(turned);
    }
    let whole = ctx.content_rect();
    // Over the panels; what lies over the whole window lies over the frame, too.
    let mut pen = pen::over(ctx, seat, out, "replay-frame", Order::Middle, whole);
    frame(&pen, whole);
    frame(&pen, map);
    pen.name("replay-guard", map);
}

/// The parts of the map that have the word in their middle: three across and two down, of a wall of many cells each cell.
fn word_places(cells: &[Rect], map: Rect) -> Vec<Rect> {
    let edges =
        |edge: fn(&Rect) -> f32| cells.iter().map(|cell| edge(cell).round() as i64).collect::<BTreeSet<_>>().len();
    let (across, down) = (3_usize.div_ceil(edges(Rect::left).max(1)), 2_usize.div_ceil(edges(Rect::top).max(1)));
    let whole = if cells.is_empty() { vec![map] } else { cells.iter().map(|cell| cell.intersect(map)).collect() };
    let part = |room: Rect| {
        let room = if down > 1 { room.shrink2(vec2(0.0, 0.1 * room.height())) } else { room };
        let size = room.size() / vec2(across as f32, down as f32);
        (0..across * down).map(move |k| {
            let at = vec2((k % across) as f32, (k / across) as f32);
            Rect::from_min_size(room.min + at * size, size)
        })
    };
    whole.into_iter().filter(Rect::is_positive).flat_map(part).collect()
}

/// Four hatched strips inside a rectangle.
fn frame(pen: &Pen<'_>, rect: Rect) {
    let strips = [
        Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + FRAME)),
        Rect::from_min_max(pos2(rect.left(), rect.bottom() - FRAME), rect.max),
        Rect::from_min_max(rect.min, pos2(rect.left() + FRAME, rect.bottom())),
        Rect::from_min_max(pos2(rect.right() - FRAME, rect.top()), rect.max),
    ];
    for strip in strips {
        let painter = pen.painter().with_clip_rect(strip);
        painter.rect_filled(strip, 0.0, theme::CANVAS.egui());
        let step = 14.0;
        // Lines at 45° that cross the strip; each begins left of it by its height.
        let count = ((strip.width() + strip.height()) / step).ceil() as usize + 1;
        let lines = (0..count).map(|k| {
            let x = strip.left() - strip.height() + k as f32 * step;
            let ends = [pos2(x, strip.bottom()), pos2(x + strip.height(), strip.top())];
            Shape::line_segment(ends, Stroke::new(5.0, theme::REPLAY.egui()))
        });
        painter.extend(lines);
    }
}

/// What came in live and is pressing, under the map's chips.
pub(crate) fn live_strip(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    let Some(number) = seat.live_alarm() else { return };
    let live = seat.live();
    let row = live.incidents.row(number);
    let lang = seat.lang;
    let zone = live.tallies.zone();
    let town = row.town.map(|town| live.areas.row(town).name.to_string()).unwrap_or_default();
    let came = Civil::at(row.reported_at(), zone).clock();
    let (when, what) = (format!("{} {came}", text(lang, Key::Live)), format!("{town} {}", shown::title(seat, row)));
    let width = 560.0_f32.min(map.width() - 32.0);
    let rect = Rect::from_min_size(pos2(map.center().x - width / 2.0, map.top() + 54.0), vec2(width, STRIP));
    pen::panel(ctx, seat, out, "live-strip", rect, |pen| {
        pen.outline(rect, 1.5, theme::WORKER.egui());
        let y = rect.center().y;
        pen.painter().circle_filled(pos2(rect.left() + 16.0, y), 5.0, theme::WORKER.egui());
        let token = [theme::U1_TEXT, theme::U2][(row.urgency as usize).min(1)];
        let runs = [
            (when.as_str(), ink(size::CAPTION, theme::WORKER).medium()),
            ("  ", ink(size::CAPTION, theme::TEXT_1)),
            (words::urgency(lang, row.urgency), ink(size::CAPTION, token).medium()),
            ("  ", ink(size::CAPTION, theme::TEXT_1)),
            (what.as_str(), ink(size::CAPTION, theme::TEXT_1)),
        ];
        pen.runs(pos2(rect.left() + 30.0, y), Align2::LEFT_CENTER, &runs, rect.width() - 30.0 - 76.0);
        let chip = Rect::from_min_max(pos2(rect.right() - 68.0, rect.top() + 6.0), rect.max - vec2(8.0, 6.0));
        pen.chip("live-strip-home", chip, "Home", true, Intent::Replay(ReplayIntent::Live));
        pen.name("live-strip", rect);
    });
}
