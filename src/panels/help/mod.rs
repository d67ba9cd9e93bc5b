//! The help: every key and what it does. It lies over the map until any key or click closes it.

use super::pen::{self, Out, Pen, ink};
use super::places::{Places, past_seam};
use super::text::{KEYS, Key, KeyGroup, text};
use super::theme::{self, size};
use crate::seat::{Intent, Lang, Seat};
use bevy_egui::egui::{self, Align2, Order, Rect, pos2, vec2};

/// The height of a row where there is room, dp.
const ROW: f32 = 30.0;
const TITLE: f32 = 44.0;
const GROUP_GAP: f32 = 14.0;
/// The room of the keys, before what they do.
const KEYS_WIDTH: f32 = 92.0;
/// The width of a column where there is room, and what it needs at least.
const COLUMN: f32 = 380.0;
const LEAST_COLUMN: f32 = 280.0;
const PAD: f32 = 20.0;

/// Draws the help over the middle of `room`, where the seat shows it: on a video wall over all of it, each column in cells
/// below each other.
pub(crate) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, places: &Places, room: Rect) {
    if !seat.help {
        return;
    }
    let (rect, columns) = columns(places.cells(), room);
    let parts = split(columns.len());
    let gaps = |groups: &[KeyGroup]| groups.len() as f32 * GROUP_GAP;
    // A row that steps over a seam leaves up to its own height there.
    let fits = |(groups, column): (&&[KeyGroup], &Rect)| {
        let steps = places.cells().iter().filter(|cell| cell.left() <= column.left() && column.left() < cell.right());
        (column.height() - PAD - gaps(groups)) / (rows(groups) + steps.count().saturating_sub(1)).max(1) as f32
    };
    let row = parts.iter().zip(&columns).map(fits).fold(ROW, f32::min).max(8.0);
    let height_of = |groups: &&[KeyGroup]| rows(groups) as f32 * row + gaps(groups);
    let height = TITLE + parts.iter().map(height_of).fold(0.0, f32::max) + PAD;
    let rect = if places.cells().is_empty() {
        Rect::from_center_size(rect.center(), vec2(rect.width(), height))
    } else {
        rect
    };
    pen::panel_at(ctx, seat, out, ("help", Order::Foreground), rect.intersect(room), |pen| {
        pen.outline(rect, 1.0, theme::TEXT_3.egui());
        let close = pen.press_for("help-close", rect, text(seat.lang, Key::HelpCloses), Intent::Help);
        let y = rect.top() + TITLE / 2.0;
        let title = ink(size::TITLE, theme::TEXT_1).medium();
        pen.text(pos2(columns[0].left(), y), Align2::LEFT_CENTER, text(seat.lang, Key::HelpTitle), title);
        let token = if close.hovered { theme::TEXT_1 } else { theme::TEXT_2 };
        let at = pos2(columns[columns.len() - 1].right(), y);
        pen.text(at, Align2::RIGHT_CENTER, text(seat.lang, Key::HelpCloses), ink(14.0, token));
        for (groups, column) in parts.into_iter().zip(columns) {
            let first = Rect::from_min_size(pos2(column.left(), rect.top() + TITLE), vec2(column.width(), row));
            paint_groups(pen, places.cells(), first, groups);
        }
    });
}

/// The help's ground, and its columns: on a video wall one in each column of cells.
fn columns(cells: &[Rect], room: Rect) -> (Rect, Vec<Rect>) {
    let upper = cells.iter().take_while(|cell| cell.top() == cells[0].top());
    let inside: Vec<Rect> = upper
        .map(|cell| Rect::from_x_y_ranges(cell.left() + PAD..=cell.right() - PAD, room.y_range()))
        .map(|column| Rect::from_min_size(column.min, vec2(column.width().min(COLUMN), column.height() - TITLE)))
        .collect();
    if !inside.is_empty() {
        return (room, inside);
    }
    let count = if room.width() >= 2.0 * LEAST_COLUMN + 3.0 * PAD { 2_u8 } else { 1 };
    let width = ((room.width() - PAD) / f32::from(count) - PAD).min(COLUMN);
    let rect =
        Rect::from_center_size(room.center(), vec2(f32::from(count) * (width + PAD) + PAD, room.height() - TITLE));
    let left = |n: u8| rect.left() + PAD + f32::from(n) * (width + PAD);
    (rect, (0..count).map(|n| Rect::from_min_size(pos2(left(n), rect.top()), vec2(width, rect.height()))).collect())
}

/// The groups of each column, in their order, so that all are about as high.
fn split(columns: usize) -> Vec<&'static [KeyGroup]> {
    let mut left: &'static [KeyGroup] = &KEYS;
    let mut parts = Vec::new();
    for beyond in (1..=columns).rev() {
        let share = rows(left) as f32 / beyond as f32;
        let fits = |taken: &usize| rows(&left[..*taken]) as f32 - rows(&left[*taken - 1..*taken]) as f32 / 2.0 < share;
        let taken = if beyond == 1 {
            left.len()
        } else {
            (1..=left.len()).take_while(fits).last().unwrap_or(left.len().min(1))
        };
        let (part, rest) = left.split_at(taken);
        parts.push(part);
        left = rest;
    }
    parts
}

/// How many rows groups take, their names included.
fn rows(groups: &[KeyGroup]) -> usize {
    groups.iter().map(|(_, _, keys)| keys.len() + 1).sum()
}

/// Paints groups below each other, from this first row on; no row lies across a seam.
fn paint_groups(pen: &Pen<'_>, cells: &[Rect], first: Rect, groups: &[KeyGroup]) {
    let in_lang = |zh, en| if pen.lang == Lang::Zh { zh } else { en };
    let (row, size) = (first.height(), size::BODY.min(first.height() * 0.7));
    let (x, mut top) = (first.left(), first.top());
    let mut next = |gap: f32| {
        let at = past_seam(cells, top + gap, row);
        top = at + row;
        at + row / 2.0
    };
    for (n, (zh, en, keys)) in groups.iter().enumerate() {
        let y = next(if n > 0 { GROUP_GAP } else { 0.0 });
        pen.text(pos2(x, y), Align2::LEFT_CENTER, in_lang(zh, en), ink(size.min(14.0), theme::TEXT_2));
        pen.rule(first.left()..=first.right(), y + row / 2.0);
        for (pressed, zh, en) in *keys {
            let y = next(0.0);
            pen.text(pos2(x, y), Align2::LEFT_CENTER, pressed, ink(size, theme::TEXT_1).medium());
            let (at, room) = (pos2(x + KEYS_WIDTH, y), first.width() - KEYS_WIDTH);
            pen.text_within(at, Align2::LEFT_CENTER, in_lang(zh, en), ink(size, theme::TEXT_1), room);
        }
    }
}
