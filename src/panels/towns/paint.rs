//! How the towns' table and the sources' bars look.

use super::model::{Bars, Line, Model};
use crate::panels::pen::{Ink, Pen, ink};
use crate::panels::text::{Key, format, text};
use crate::panels::theme::{self, size};
use crate::seat::queue::{List, ListIntent};
use crate::seat::work::WorkIntent;
use crate::seat::{Intent, Lang};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const HEAD: f32 = 36.0;
const COLUMNS: f32 = 20.0;
const BARS_HEAD: f32 = 32.0;

pub(crate) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.line(rect.right_top(), rect.right_bottom(), 1.0, theme::RAISED.egui());
    let inner = rect.shrink2(vec2(16.0, 0.0));
    let turned = pen.seat.tells_topics && !model.topics.rows.is_empty();
    let sides = if turned { [&model.topics, &model.sources] } else { [&model.sources, &model.topics] };
    let shares = share_height(rect.height(), model.lines.len(), sides.map(|bars| bars.rows.len()));
    let (rows, row) = (shares.towns, shares.row);
    // Where the table leaves no bars any room, they take its place when they are asked for.
    let has_no_bars = shares.bars.rows == 0 && !model.topics.rows.is_empty();
    if has_no_bars && pen.seat.tells_topics {
        return paint_bars_alone(pen, inner.with_min_y(rect.top() + 6.0), model);
    }
    let title = if has_no_bars { format!("{} ›", model.title) } else { model.title.to_owned() };
    if has_no_bars {
        let head = Rect::from_min_size(pos2(inner.left(), rect.top() + 6.0), vec2(inner.width(), BARS_HEAD));
        let press = pen.press_for("towns-bars", head, model.title, Intent::TurnBars);
        if press.hovered {
            pen.fill(head.expand2(vec2(6.0, 0.0)), theme::RAISED.egui());
        }
    }
    pen.late_title(inner, rect.top() + 22.0, (&title, &model.note), model.is_late);
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
    for (bars, place) in sides.into_iter().zip([Some(shares.bars), shares.second]) {
        let Some(place) = place.filter(|place| place.rows > 0) else { continue };
        let high = BARS_HEAD + place.rows as f32 * place.row;
        let rect = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), high));
        paint_bars(pen, rect, (bars, &place), model.is_late);
        y += high;
    }
}

/// How many rows of towns fit and how high each is, and the same of the bars below them.
struct Shares {
    towns: usize,
    row: f32,
    bars: BarsPlace,
    /// The other side of what was received, where there is room for both.
    second: Option<BarsPlace>,
}

/// How many bars stand somewhere, how high each is, and whether the other side can be turned up there.
#[derive(Clone, Copy)]
struct BarsPlace {
    rows: usize,
    row: f32,
    turns: bool,
}

/// Heights of a town's row and of a bar's, the largest first. So many of the first leave room for both sides.
const ROWS: [(f32, f32); 7] =
    [(29.0, 28.0), (26.0, 25.0), (23.0, 23.0), (22.0, 20.0), (20.0, 18.0), (19.0, 17.0), (18.0, 17.0)];
const WITH_BOTH: usize = 5;

fn share_height(height: f32, towns: usize, [bars, other]: [usize; 2]) -> Shares {
    let room = height - HEAD - COLUMNS - 12.0;
    let fits = |(row, bar): &(f32, f32), heads: f32, bars: usize| {
        room >= (towns as f32 + 1.0) * row + heads * BARS_HEAD + bars as f32 * bar
    };
    let place = |rows: usize, row: f32, turns: bool| BarsPlace { rows, row, turns };
    if other > 0
        && let Some((row, bar)) = ROWS[..WITH_BOTH].iter().find(|rows| fits(rows, 2.0, bars + other))
    {
        let second = Some(place(other, *bar, false));
        return Shares { towns, row: *row, bars: place(bars, *bar, false), second };
    }
    if let Some((row, bar)) = ROWS.iter().find(|rows| fits(rows, 1.0, bars)) {
        return Shares { towns, row: *row, bars: place(bars, *bar, other > 0), second: None };
    }
    // Towns first; what is left shows the largest bars, or none.
    let row = 18.0;
    let fitting = ((room - 18.0) / row - 1.0).max(0.0).floor() as usize;
    let rows = fitting.min(towns);
    let left = room - 18.0 - (rows as f32 + 1.0) * row - BARS_HEAD;
    let shown = (left / 17.0).max(0.0).floor() as usize;
    let shown = if shown >= 2 { shown.min(bars) } else { 0 };
    Shares { towns: rows, row, bars: place(shown, 17.0, other > 0), second: None }
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

/// Topics and sources in place of the towns' table.
fn paint_bars_alone(pen: &mut Pen<'_>, inner: Rect, model: &Model) {
    const ROW: f32 = 20.0;
    let mut rest = inner;
    for (bars, turns) in [(&model.topics, true), (&model.sources, false)] {
        let rows = ((rest.height() - BARS_HEAD) / ROW).floor().max(0.0) as usize;
        if rows < 2 {
            return;
        }
        let place = BarsPlace { rows: rows.min(bars.rows.len()), row: ROW, turns };
        paint_bars(pen, rest, (bars, &place), model.is_late);
        rest.min.y += BARS_HEAD + place.rows as f32 * ROW;
    }
}

/// One side of what was received, as bars. Pressed, the other one stands here, where there is no room for both.
fn paint_bars(pen: &mut Pen<'_>, rect: Rect, (bars, place): (&Bars, &BarsPlace), is_late: bool) {
    let rows = bars.fitting(place.rows);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), BARS_HEAD));
    let title = if place.turns { format!("{} ›", bars.title) } else { bars.title.to_owned() };
    if place.turns {
        let press = pen.press_for("towns-bars", head, bars.title, Intent::TurnBars);
        if press.hovered {
            pen.fill(head.expand2(vec2(6.0, 0.0)), theme::RAISED.egui());
        }
    }
    pen.late_title(rect, head.center().y, (&title, &bars.note), is_late);
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1) as f32;
    let name_ink = ink(size::CAPTION, theme::TEXT_2);
    let widths = rows.iter().map(|(name, _)| pen.galley(name, name_ink, f32::INFINITY).size().x);
    let widest = widths.fold(0.0, f32::max) + 10.0;
    let left = rect.left() + (rect.width() * 0.34).clamp(60.0, 120.0).max(widest).min(rect.width() * 0.6);
    let room = (rect.right() - left - 46.0).max(10.0);
    for (k, (name, count)) in rows.iter().enumerate() {
        let y = head.bottom() + (k as f32 + 0.5) * place.row;
        pen.text_within(pos2(rect.left(), y), Align2::LEFT_CENTER, name, name_ink, left - rect.left() - 8.0);
        let length = (room * *count as f32 / most).max(1.0);
        let bar = Rect::from_min_size(pos2(left, y - 5.0), vec2(length, 10.0));
        pen.painter().rect_filled(bar, 0.0, theme::TEXT_2.egui());
        let count_ink = ink(size::CAPTION, theme::TEXT_1);
        pen.text(pos2(rect.right(), y), Align2::RIGHT_CENTER, &format::number(*count), count_ink);
    }
}
