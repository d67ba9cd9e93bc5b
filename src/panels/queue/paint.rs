//! How the queue looks: one line a row where it is wide, two where it is narrow.

use super::model::{Model, Row};
use crate::domain::Urgency;
use crate::panels::fields::flow;
use crate::panels::overlay;
use crate::panels::pen::{Ink, Pen, ink};
use crate::panels::text::{Key, Word, desk_words, format, say, text};
use crate::panels::theme::{self, size};
use crate::seat::queue::{Filter, List, ListIntent};
use crate::seat::work::WorkIntent;
use crate::seat::{Intent, Seat, Selection};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// The title's height, and on a wall that of the line below it, which says by what the rows are ordered.
pub(crate) const HEAD: f32 = 40.0;
pub(crate) const ORDER: f32 = 18.0;

/// A row's height in a column of this width.
pub(crate) fn row_height(width: f32) -> f32 {
    if is_wide(width) { 38.0 } else { 46.0 }
}

/// Where a row's words begin and end, from its edges; where there are boxes to mark, so much further in.
const TEXT_LEFT: f32 = 58.0;
const TEXT_RIGHT: f32 = 16.0;
/// The middle of a row's symbol: the ring of a triangle reaches 20 dp to either side.
const SYMBOL: f32 = 36.0;
const BOX: f32 = 14.0;

fn is_wide(width: f32) -> bool {
    width >= 520.0
}

/// Draws the title and the rows that fit.
pub(crate) fn paint(pen: &mut Pen<'_>, title: Rect, rect: Rect, model: &Model, at_desk: bool) {
    pen.line(title.left_top(), rect.left_bottom(), 1.0, theme::RAISED.egui());
    let inner = title.shrink2(vec2(16.0, 0.0));
    let list = pen.seat.work.queue.filter.list;
    pen.title(inner, title.top() + 22.0, &heading(pen.seat, at_desk), &model.note);
    if !at_desk && !model.rows.is_empty() {
        let at = pos2(inner.left(), title.top() + HEAD + ORDER / 2.0 - 4.0);
        pen.parts(at, Align2::LEFT_CENTER, model.order, ink(size::CAPTION, theme::TEXT_3), inner.width());
    }
    // A wall has no row of lists: what a figure opened is left by its heading.
    if !at_desk && pen.seat.work.queue.filter != Filter::default() {
        let left_half = Rect::from_min_max(title.min, pos2(title.center().x, title.bottom()));
        let back = Intent::Work(WorkIntent::List(ListIntent::Behind(List::ToDo, None)));
        pen.press_for("list-back", left_half, say(pen.lang, Word::BackToToDo), back);
    }
    let height = row_height(rect.width());
    if model.rows.is_empty() {
        paint_nothing(pen, Rect::from_min_max(pos2(inner.left(), rect.top()), pos2(inner.right(), rect.bottom())));
    }
    let title_size = title_size(pen, title_room(rect, at_desk && list != List::Over), &model.rows);
    for (k, row) in model.rows.iter().enumerate() {
        let top = rect.top() + k as f32 * height;
        let whole = Rect::from_min_size(pos2(rect.left() + 1.0, top), vec2(rect.width() - 1.0, height));
        paint_row(pen, whole, row, at_desk && list != List::Over, title_size);
    }
}

/// How wide a row's title may be.
fn title_room(rect: Rect, has_boxes: bool) -> f32 {
    let width = rect.width() - if has_boxes { BOX } else { 0.0 };
    if is_wide(width) {
        let (left, place_left) = one_line_columns(Rect::from_min_size(rect.min, vec2(width, 0.0)));
        return place_left - left - 10.0;
    }
    width - TEXT_LEFT - TEXT_RIGHT
}

/// The one size in which all titles are written: the largest in which each is whole, no smaller than a caption.
fn title_size(pen: &Pen<'_>, room: f32, rows: &[Row]) -> f32 {
    let wide = |row: &Row| pen.galley(&row.title, ink(size::BODY, theme::TEXT_1), f32::INFINITY).size().x;
    let widest = rows.iter().map(wide).fold(1.0, f32::max);
    (size::BODY * room / widest).floor().clamp(size::CAPTION, size::BODY)
}

/// What the list is called: with its town where it is of one only, with the sign of the way back where a wall shows another
/// than its own.
fn heading(seat: &Seat, at_desk: bool) -> String {
    let filter = &seat.work.queue.filter;
    let back = if at_desk || *filter == Filter::default() { "" } else { "‹ " };
    let list = desk_words::list(seat.lang, filter.list);
    match filter.towns.iter().copied().collect::<Vec<u32>>().as_slice() {
        [town] => format!("{back}{list} · {}", seat.picture.areas.row(*town).name),
        _ => format!("{back}{list}"),
    }
}

/// What stands in place of rows: that there are none, and which other lists hold what is searched for.
fn paint_nothing(pen: &mut Pen<'_>, rect: Rect) {
    let (lang, queue) = (pen.lang, &pen.seat.work.queue);
    let found: Vec<(List, usize)> = queue.elsewhere().collect();
    let plain = queue.filter.list == List::ToDo && !queue.filter.is_narrowed();
    let words = match (plain, found.is_empty(), queue.is_searching()) {
        (true, ..) if pen.seat.picture.incidents.is_empty() => text(lang, Key::NoMatters),
        (true, ..) => text(lang, Key::NothingToDo),
        (_, false, _) => say(lang, Word::NotInThisList),
        (.., true) => say(lang, Word::StillSearching),
        _ => say(lang, Word::NothingFits),
    };
    let at = pos2(rect.left(), rect.top() + 14.0);
    let said = pen.text(at, Align2::LEFT_CENTER, words, ink(size::BODY, theme::TEXT_2));
    let labels: Vec<String> = found
        .iter()
        .map(|(list, count)| {
            format!("{} {} {}", desk_words::list(lang, *list), format::number(*count), text(lang, Key::Piece))
        })
        .collect();
    let left = said.right() + 10.0;
    let (places, _) = flow(labels.iter().map(String::as_str), rect.right() - left);
    for (((list, _), label), place) in found.iter().zip(&labels).zip(places) {
        let place = place.translate(vec2(left, rect.top() + 1.0));
        let intent = Intent::Work(WorkIntent::List(ListIntent::FindIn(*list)));
        pen.pick(format!("found-in-{}", list.name()), place, label, false, intent);
    }
}

fn paint_row(pen: &mut Pen<'_>, rect: Rect, row: &Row, at_desk: bool, title_size: f32) {
    let selection = Selection::Incident(row.incident);
    let press = pen.press_for(format!("queue-row-{}", row.code), rect, &row.title, Intent::Select(selection));
    // What was searched for is wanted on the map, too.
    if press.clicked && !pen.seat.work.queue.filter.text.trim().is_empty() {
        pen.intend(Intent::BringIntoView(selection));
    }
    let selected = pen.seat.selection == Some(selection);
    let marked = pen.seat.work.queue.is_marked(row.incident);
    if selected || marked || press.hovered || pen.seat.hover == Some(selection) {
        pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    }
    if selected {
        let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        pen.painter().rect_filled(edge, 0.0, theme::SELECTION.egui());
    }
    pen.rule(rect.left() + 16.0..=rect.right() - 16.0, rect.bottom() - 0.5);
    if at_desk {
        mark_box(pen, rect, row, marked);
    }
    let rect = if at_desk { Rect::from_min_max(rect.min + vec2(BOX, 0.0), rect.max) } else { rect };
    // A triangle's ring reaches further up than down.
    let (symbol, down) = match row.mark.urgency {
        Urgency::U1 => (24.0, 0.0),
        Urgency::U2 => (21.5, 4.0),
        Urgency::U3 => (20.0, 0.0),
        Urgency::U4 => (19.0, 0.0),
    };
    overlay::draw_mark_close(pen, pos2(rect.left() + SYMBOL, rect.center().y + down), symbol, row.mark);
    let title = ink(title_size, theme::TEXT_1);
    if is_wide(rect.width()) { one_line(pen, rect, row, title) } else { two_lines(pen, rect, row, title) }
}

/// The box that marks a matter, for doing one thing with several.
fn mark_box(pen: &mut Pen<'_>, rect: Rect, row: &Row, marked: bool) {
    let reach = Rect::from_min_size(rect.min + vec2(3.0, 0.0), vec2(25.0, rect.height()));
    let mark = Intent::Work(WorkIntent::List(ListIntent::Mark(row.incident)));
    let press = pen.press_for(format!("mark-{}", row.code), reach, &row.title, mark);
    let square = Rect::from_center_size(pos2(rect.left() + 15.0, rect.center().y), vec2(14.0, 14.0));
    if marked {
        pen.fill(square, theme::TEXT_1.egui());
        let tick = [square.min + vec2(3.0, 7.0), square.min + vec2(6.0, 10.0), square.min + vec2(11.0, 4.0)];
        pen.line(tick[0], tick[1], 2.0, theme::CANVAS.egui());
        pen.line(tick[1], tick[2], 2.0, theme::CANVAS.egui());
    } else {
        pen.outline(square, 1.0, if press.hovered { theme::TEXT_1 } else { theme::DISABLED }.egui());
    }
}

/// Where a row of one line has its title and its place.
fn one_line_columns(rect: Rect) -> (f32, f32) {
    let (left, right) = (rect.left() + TEXT_LEFT, rect.right() - TEXT_RIGHT);
    (left, left + (right - left - 156.0) * 0.56)
}

fn one_line(pen: &Pen<'_>, rect: Rect, row: &Row, title: Ink) {
    let y = rect.center().y;
    let right = rect.right() - TEXT_RIGHT;
    let state_left = right - 64.0;
    pen.text_within(pos2(right, y), Align2::RIGHT_CENTER, row.state, ink(14.0, theme::TEXT_2), 70.0);
    let time_left = state_left - 92.0;
    time(pen, pos2(time_left, y), Align2::LEFT_CENTER, row, 14.0);
    let (left, place_left) = one_line_columns(rect);
    pen.text_within(pos2(left, y), Align2::LEFT_CENTER, &row.title, title, place_left - left - 10.0);
    let place_ink = ink(14.0, theme::TEXT_2);
    pen.parts(pos2(place_left, y), Align2::LEFT_CENTER, &row.place, place_ink, time_left - place_left - 10.0);
}

/// The title has a line of its own: where, how far and how long stand below it.
fn two_lines(pen: &Pen<'_>, rect: Rect, row: &Row, title: Ink) {
    let (upper, lower) = (rect.center().y - 9.5, rect.center().y + 10.5);
    let (left, right) = (rect.left() + TEXT_LEFT, rect.right() - TEXT_RIGHT);
    pen.text_within(pos2(left, upper), Align2::LEFT_CENTER, &row.title, title, right - left);
    let time = time(pen, pos2(right, lower), Align2::RIGHT_CENTER, row, size::CAPTION);
    let room = time.map_or(right, |rect| rect.left() - 10.0) - left;
    pen.parts(pos2(left, lower), Align2::LEFT_CENTER, &row.lower, ink(size::CAPTION, theme::TEXT_2), room);
}

fn time(pen: &Pen<'_>, at: bevy_egui::egui::Pos2, anchor: Align2, row: &Row, text_size: f32) -> Option<Rect> {
    let (words, late) = row.time.as_ref()?;
    Some(if *late {
        pen.tag(at, anchor, words)
    } else {
        let token = if row.mark.urgency == Urgency::U1 { theme::U1_TEXT } else { theme::TEXT_1 };
        pen.text(at, anchor, words, ink(text_size, token).medium())
    })
}
