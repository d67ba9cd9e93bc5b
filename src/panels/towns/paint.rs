//! How the towns' table and the sources' bars look.

use super::model::{Line, Model};
use crate::panels::pen::{Ink, Pen, ink};
use crate::panels::text::{Key, format, text};
use crate::panels::theme::{self, size};
use crate::seat::queue::{List, ListIntent};
use crate::seat::work::WorkIntent;
use crate::seat::{Intent, Lang};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const HEAD: f32 = 36.0;
const COLUMNS: f32 = 20.0;
const SOURCE_HEAD: f32 = 32.0;

pub(crate) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.line(rect.right_top(), rect.right_bottom(), 1.0, theme::RAISED.egui());
    let inner = rect.shrink2(vec2(16.0, 0.0));
    let (rows, row, source_rows, source_row) = share_height(rect.height(), model);
    pen.late_title(inner, rect.top() + 22.0, (model.title, &model.note), model.is_late);
    let mut y = rect.top() + HEAD + COLUMNS / 2.0;
    columns(pen, inner, y, model);
    y += COLUMNS / 2.0;
    for line in model.lines.iter().take(rows) {
        paint_line(pen, Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), row)), line, model.heads);
        y += row;
    }
    if (1..model.lines.len()).contains(&rows) {
        let more = format!("{} {} {}", rows, text(pen.lang, Key::Total), format::number(model.lines.len()));
        let at = pos2(inner.left(), y + 9.0);
        pen.text(at, Align2::LEFT_CENTER, &more, ink(size::CAPTION, theme::TEXT_3));
        y += 18.0;
    }
    pen.rule(inner.left()..=inner.right(), y + 1.0);
    paint_line(
        pen,
        Rect::from_min_size(pos2(inner.left(), y + 2.0), vec2(inner.width(), row)),
        &model.total,
        model.heads,
    );
    y += row + 4.0;
    if source_rows > 0 {
        let rect = Rect::from_min_max(pos2(inner.left(), y), pos2(inner.right(), rect.bottom()));
        paint_sources(pen, rect, model, source_rows, source_row);
    }
}

/// How many rows of towns and of sources fit, and how high each may be.
fn share_height(height: f32, model: &Model) -> (usize, f32, usize, f32) {
    let (towns, sources) = (model.lines.len() as f32, model.sources.len() as f32);
    let room = height - HEAD - COLUMNS - 12.0;
    for (row, source_row) in
        [(29.0, 28.0), (26.0, 25.0), (23.0, 23.0), (22.0, 20.0), (20.0, 18.0), (19.0, 17.0), (18.0, 17.0)]
    {
        if room >= (towns + 1.0) * row + SOURCE_HEAD + sources * source_row {
            return (model.lines.len(), row, model.sources.len(), source_row);
        }
    }
    // Towns first; what is left shows the largest sources, or none.
    let row = 18.0;
    let fitting = ((room - 18.0) / row - 1.0).max(0.0).floor() as usize;
    let rows = fitting.min(model.lines.len());
    let left = room - 18.0 - (rows as f32 + 1.0) * row - SOURCE_HEAD;
    let source_rows = (left / 17.0).max(0.0).floor() as usize;
    (rows, row, if source_rows >= 2 { source_rows.min(model.sources.len()) } else { 0 }, 17.0)
}

/// Where the four columns of numbers end.
fn ends(lang: Lang, inner: Rect) -> [f32; 4] {
    // English heads are longer.
    let least = if lang == Lang::En { 50.0 } else { 38.0 };
    let wide = (inner.width() * 0.19).clamp(least, 58.0);
    [3.0, 2.0, 1.0, 0.0].map(|k| inner.right() - k * wide)
}

fn columns(pen: &Pen<'_>, inner: Rect, y: f32, model: &Model) {
    for (x, head) in ends(pen.lang, inner).into_iter().zip(model.heads) {
        pen.text(pos2(x, y), Align2::RIGHT_CENTER, head, ink(size::CAPTION, theme::TEXT_3));
    }
}

fn paint_line(pen: &mut Pen<'_>, rect: Rect, line: &Line, heads: [&str; 4]) {
    let [received, open_now, _, on_time] = heads;
    let cells = [(received, &line.received), (open_now, &line.open), (on_time, &line.on_time)];
    let told = cells.map(|(head, cell)| format!("{head} {cell}")).join(", ");
    let told = format!("{} {told}", line.name);
    if let Some(area) = line.area {
        let code = pen.seat.picture.areas.row(area).code.to_string();
        let press = pen.press(format!("town-{code}"), rect, &told);
        if press.clicked {
            open(pen, line.area, List::default());
        }
        if press.hovered || pen.seat.drill == Some(area) {
            pen.fill(rect.expand2(vec2(6.0, 0.0)), theme::RAISED.egui());
        }
    } else {
        let press = pen.press("towns-whole", rect, &told);
        if press.clicked {
            open(pen, None, List::default());
        }
        if press.hovered {
            pen.fill(rect.expand2(vec2(6.0, 0.0)), theme::RAISED.egui());
        }
    }
    let y = rect.center().y;
    let text_size = if rect.height() >= 22.0 { 14.0 } else { size::CAPTION };
    let plain: Ink = ink(text_size, theme::TEXT_1);
    let quiet: Ink = ink(text_size, theme::TEXT_2);
    let ends = ends(pen.lang, rect);
    let name_room = ends[0] - rect.left() - 34.0;
    pen.text_within(pos2(rect.left(), y), Align2::LEFT_CENTER, &line.name, plain, name_room);
    let overdue = Rect::from_x_y_ranges(ends[1] + 6.0..=ends[2] + 6.0, rect.y_range());
    press_overdue(pen, overdue, line, heads[2]);
    let late = if line.is_late { ink(text_size, theme::U1_TEXT).medium() } else { ink(text_size, theme::TEXT_3) };
    let cells = [(&line.received, plain), (&line.open, quiet), (&line.overdue, late), (&line.on_time, quiet)];
    for (x, (cell, ink)) in ends.into_iter().zip(cells) {
        pen.text(pos2(x, y), Align2::RIGHT_CENTER, cell, ink);
    }
}

/// What is overdue is to be acted on: its count opens the matters themselves.
fn press_overdue(pen: &mut Pen<'_>, cell: Rect, line: &Line, head: &str) {
    let id = match line.area {
        Some(area) => format!("town-overdue-{}", pen.seat.picture.areas.row(area).code),
        None => "towns-overdue".to_owned(),
    };
    let press = pen.press(id, cell, &format!("{} {head} {}", line.name, line.overdue));
    if press.hovered {
        pen.fill(cell, theme::BUILDING_OUTLINE.egui());
    }
    if press.clicked {
        open(pen, line.area, List::Overdue);
    }
}

/// Goes to a town, or to the whole county, with its list.
fn open(pen: &mut Pen<'_>, area: Option<u32>, list: List) {
    pen.intend(Intent::DrillTo(area));
    pen.intend(Intent::Work(WorkIntent::List(ListIntent::Behind(list, area))));
}

/// The largest sources, and in the last row what all others come to, so that they add up.
fn fitting(model: &Model, rows: usize) -> Vec<(&'static str, i64)> {
    let mut shown = model.sources.clone();
    if rows > 0 && rows < shown.len() {
        let others = shown.split_off(rows - 1).iter().map(|(_, count)| count).sum();
        shown.push((model.other_sources, others));
    }
    shown
}

fn paint_sources(pen: &Pen<'_>, rect: Rect, model: &Model, rows: usize, row: f32) {
    let sources = fitting(model, rows);
    let titles = (model.sources_title, model.sources_note.as_str());
    pen.late_title(rect, rect.top() + SOURCE_HEAD / 2.0, titles, model.is_late);
    let most = sources.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1) as f32;
    let name_ink = ink(size::CAPTION, theme::TEXT_2);
    let widths = sources.iter().map(|(name, _)| pen.galley(name, name_ink, f32::INFINITY).size().x);
    let widest = widths.fold(0.0, f32::max) + 10.0;
    let bars = rect.left() + (rect.width() * 0.34).clamp(60.0, 120.0).max(widest).min(rect.width() * 0.6);
    let room = (rect.right() - bars - 46.0).max(10.0);
    for (k, (name, count)) in sources.iter().enumerate() {
        let y = rect.top() + SOURCE_HEAD + (k as f32 + 0.5) * row;
        pen.text_within(pos2(rect.left(), y), Align2::LEFT_CENTER, name, name_ink, bars - rect.left() - 8.0);
        let length = (room * *count as f32 / most).max(1.0);
        let bar = Rect::from_min_size(pos2(bars, y - 5.0), vec2(length, 10.0));
        pen.painter().rect_filled(bar, 0.0, theme::TEXT_2.egui());
        let count_ink = ink(size::CAPTION, theme::TEXT_1);
        pen.text(pos2(rect.right(), y), Align2::RIGHT_CENTER, &format::number(*count), count_ink);
    }
}
