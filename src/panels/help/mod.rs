//! The help: every key and what it does. It lies over the map until any key or click closes it.

use super::pen::{self, Out, Pen, ink};
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

/// Draws the help over the middle of `room`, where the seat shows it.
pub(crate) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, room: Rect) {
    if !seat.help {
        return;
    }
    let columns = if room.width() >= 2.0 * LEAST_COLUMN + 3.0 * PAD { 2 } else { 1 };
    let (left, right) = KEYS.split_at(split_at(columns));
    let column = ((room.width() - PAD) / columns as f32 - PAD).min(COLUMN);
    let gaps = |groups: &[KeyGroup]| groups.len() as f32 * GROUP_GAP;
    let fits = |groups: &[KeyGroup]| (room.height() - TITLE - PAD - gaps(groups)) / rows(groups).max(1) as f32;
    let row = fits(left).min(fits(right)).clamp(8.0, ROW);
    let height_of = |groups: &[KeyGroup]| rows(groups) as f32 * row + gaps(groups);
    let height = TITLE + height_of(left).max(height_of(right)) + PAD;
    let rect = Rect::from_center_size(room.center(), vec2(columns as f32 * (column + PAD) + PAD, height));
    pen::panel_at(ctx, seat, out, ("help", Order::Foreground), rect.intersect(room), |pen| {
        pen.outline(rect, 1.0, theme::TEXT_3.egui());
        let close = pen.press_for("help-close", rect, text(seat.lang, Key::HelpCloses), Intent::Help);
        let at = pos2(rect.left() + PAD, rect.top() + TITLE / 2.0);
        let title = ink(size::TITLE, theme::TEXT_1).medium();
        pen.text(at, Align2::LEFT_CENTER, text(seat.lang, Key::HelpTitle), title);
        let token = if close.hovered { theme::TEXT_1 } else { theme::TEXT_2 };
        let at = pos2(rect.right() - PAD, at.y);
        pen.text(at, Align2::RIGHT_CENTER, text(seat.lang, Key::HelpCloses), ink(14.0, token));
        for (number, groups) in [left, right].into_iter().enumerate() {
            let x = rect.left() + PAD + number as f32 * (column + PAD);
            paint_groups(pen, Rect::from_min_size(pos2(x, rect.top() + TITLE), vec2(column, row)), groups);
        }
    });
}

/// How many groups stand in the first column, so that both are about as high.
fn split_at(columns: usize) -> usize {
    let unevenness = |split: &usize| {
        let (left, right) = KEYS.split_at(*split);
        rows(left).abs_diff(rows(right))
    };
    let even = (1..KEYS.len()).min_by_key(unevenness).filter(|_| columns > 1);
    even.unwrap_or(KEYS.len())
}

/// How many rows groups take, their names included.
fn rows(groups: &[KeyGroup]) -> usize {
    groups.iter().map(|(_, _, keys)| keys.len() + 1).sum()
}

/// Paints groups below each other, from this first row on.
fn paint_groups(pen: &Pen<'_>, first: Rect, groups: &[KeyGroup]) {
    let in_lang = |zh, en| if pen.lang == Lang::Zh { zh } else { en };
    let (row, size) = (first.height(), size::BODY.min(first.height() * 0.7));
    let (x, mut y) = (first.left(), first.center().y);
    for (zh, en, keys) in groups {
        pen.text(pos2(x, y), Align2::LEFT_CENTER, in_lang(zh, en), ink(size.min(14.0), theme::TEXT_2));
        pen.rule(first.left()..=first.right(), y + row / 2.0);
        y += row;
        for (pressed, zh, en) in *keys {
            pen.text(pos2(x, y), Align2::LEFT_CENTER, pressed, ink(size, theme::TEXT_1).medium());
            let (at, room) = (pos2(x + KEYS_WIDTH, y), first.width() - KEYS_WIDTH);
            pen.text_within(at, Align2::LEFT_CENTER, in_lang(zh, en), ink(size, theme::TEXT_1), room);
            y += row;
        }
        y += GROUP_GAP;
    }
}
