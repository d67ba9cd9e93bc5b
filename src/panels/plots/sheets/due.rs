//! What falls due in the next 24 hours if nothing changes: by hour and urgency, by town, and the first of them.

use super::ageing::mark;
use super::chart::round_top;
use super::{PartHead, caption, empty, part};
use crate::domain::{Timestamp, Urgency};
use crate::panels::plots::drawing::{Sheet, look};
use crate::panels::text::plot_words::{self, PlotWord, say};
use crate::panels::text::{Civil, format, shown, words};
use crate::panels::theme;
use crate::picture::{DUE_HOURS, FallingDue};
use crate::seat::{Lang, Seat};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const NAME: f32 = 74.0;
const ROW: f32 = 24.0;

pub(super) fn draw(sheet: &mut Sheet<'_>, seat: &Seat, body: Rect) {
    let lang = seat.lang;
    let due = seat.picture.falling_due(seat.plot_filter(), seat.now);
    let period = match lang {
        Lang::Zh => "今后24小时",
        Lang::En => "next 24 h",
    };
    let beside = plot_words::due_beside(lang, due.overdue, due.later, due.without, due.suspended);
    let title = format!("{period}  {}", plot_words::count(lang, due.total));
    let before = match due.before {
        Some((fell, missed)) => plot_words::due_before(lang, fell, missed),
        None => say(lang, PlotWord::BeforeUnknown).to_owned(),
    };
    let rest = part(sheet, body, &PartHead { title: &title, note: &before });
    let (line, rest) = rest.split_top_bottom_at_y(rest.top() + 24.0);
    let ink = caption(theme::TEXT_2);
    sheet.words_within(pos2(line.left(), line.center().y - 4.0), Align2::LEFT_CENTER, &beside, ink, line.width());
    if due.total == 0 {
        return empty(sheet, seat, rest, PlotWord::NoneDue);
    }
    let (above, below) = rest.split_top_bottom_at_fraction(0.52);
    hours(sheet, seat, &due, above);
    let (towns_at, list_at) = below.split_left_right_at_fraction(0.4);
    towns(sheet, seat, &due, Rect::from_min_max(towns_at.min + vec2(0.0, 8.0), towns_at.max - vec2(24.0, 0.0)));
    list(sheet, seat, &due, Rect::from_min_max(list_at.min + vec2(0.0, 8.0), list_at.max));
}

/// A row an urgency, a bar an hour, all on one scale.
fn hours(sheet: &mut Sheet<'_>, seat: &Seat, due: &FallingDue, rect: Rect) {
    let grid = Rect::from_min_max(rect.min + vec2(NAME, 0.0), rect.max - vec2(36.0, 24.0));
    let (wide, high) = (grid.width() / DUE_HOURS as f32, grid.height() / 4.0);
    let most = due.hours.iter().flatten().copied().max().unwrap_or(1);
    let scale = (high - 20.0).max(4.0) / round_top(most) as f32;
    for (row, urgency) in Urgency::ALL.into_iter().enumerate() {
        let foot = grid.top() + high * (row as f32 + 1.0);
        mark(sheet, pos2(rect.left() + 8.0, foot - 8.0), urgency);
        let at = pos2(rect.left() + 22.0, foot - 8.0);
        sheet.words(at, Align2::LEFT_CENTER, words::urgency(seat.lang, urgency), look(14.0, theme::TEXT_1));
        sheet.across(grid.left()..=grid.right(), foot, theme::CHART_BAND);
        let sum: i64 = due.hours.iter().map(|hour| hour[row]).sum();
        let at = pos2(grid.right() + 8.0, foot - 8.0);
        sheet.words(at, Align2::LEFT_CENTER, &format::number(sum), look(14.0, theme::TEXT_1).medium());
        for (hour, counts) in due.hours.iter().enumerate() {
            let count = counts[row];
            if count == 0 {
                continue;
            }
            let x = grid.left() + wide * hour as f32;
            let top = foot - (count as f32 * scale).max(2.0);
            sheet.fill(Rect::from_min_max(pos2(x + 2.0, top), pos2(x + wide - 2.0, foot)), theme::TEXT_1);
            let at = pos2(x + wide / 2.0, top - 8.0);
            sheet.words(at, Align2::CENTER_CENTER, &format::number(count), caption(theme::TEXT_1));
        }
    }
    let zone = seat.picture.tallies.zone();
    for hour in (0..=DUE_HOURS).step_by(3) {
        let civil = Civil::at(seat.now.plus_secs(hour as i64 * 3_600), zone);
        let at = pos2(grid.left() + wide * hour as f32, grid.bottom() + 13.0);
        sheet.words(at, Align2::CENTER_CENTER, &civil.hour_minute(), caption(theme::TEXT_3));
    }
}

/// Bars, the most first; what has no room is counted together.
fn towns(sheet: &mut Sheet<'_>, seat: &Seat, due: &FallingDue, rect: Rect) {
    let rest = part(sheet, rect, &PartHead { title: say(seat.lang, PlotWord::ByTown), note: "" });
    let rows = ((rest.height() / ROW) as usize).max(1);
    let most = due.towns.first().map_or(1, |(_, count)| *count).max(1);
    for (n, (town, count)) in due.towns.iter().take(rows).enumerate() {
        let y = rest.top() + ROW * (n as f32 + 0.5);
        let name = town.map_or(say(seat.lang, PlotWord::NoTown), |town| seat.picture.areas.row(town).name.as_ref());
        let ink = look(14.0, theme::TEXT_1);
        sheet.words_within(pos2(rest.left(), y), Align2::LEFT_CENTER, name, ink, 112.0);
        let wide = (rest.width() - 124.0 - 40.0).max(8.0) * *count as f32 / most as f32;
        let start = pos2(rest.left() + 124.0, y - 5.0);
        sheet.fill(Rect::from_min_size(start, vec2(wide.max(1.5), 10.0)), theme::TEXT_1);
        sheet.words(pos2(start.x + wide + 6.0, y), Align2::LEFT_CENTER, &format::number(*count), ink);
    }
    if due.towns.len() > rows {
        let left = format::number(due.towns[rows..].iter().map(|(_, count)| count).sum::<i64>());
        let words = match seat.lang {
            Lang::Zh => format!("另有 {} 个，{left} 件", due.towns.len() - rows),
            Lang::En => format!("{} others, {left}", due.towns.len() - rows),
        };
        let at = pos2(rest.right(), rect.top() + 12.0);
        sheet.words(at, Align2::RIGHT_CENTER, &words, caption(theme::TEXT_3));
    }
}

/// The first to fall due: when, what, where.
fn list(sheet: &mut Sheet<'_>, seat: &Seat, due: &FallingDue, rect: Rect) {
    let lang = seat.lang;
    let rest = part(sheet, rect, &PartHead { title: say(lang, PlotWord::First), note: "" });
    let rows = (rest.height() / ROW) as usize;
    for (n, number) in due.list.iter().take(rows).enumerate() {
        let y = rest.top() + ROW * (n as f32 + 0.5);
        let row = seat.picture.incidents.row(*number);
        let due_at = row.due_at().unwrap_or(Timestamp(i64::MAX));
        let left = format::span_short(lang, due_at.secs_since(seat.now));
        sheet.words(pos2(rest.left() + 52.0, y), Align2::RIGHT_CENTER, &left, look(14.0, theme::TEXT_1).medium());
        mark(sheet, pos2(rest.left() + 68.0, y), row.urgency);
        let town = row.town.map(|town| seat.picture.areas.row(town).name.as_ref());
        let mut said = shown::title(seat, row).into_owned();
        if let Some(town) = town {
            said = format!("{said} · {town}");
        }
        if row.course.as_ref().is_some_and(|course| course.is_suspended(seat.now)) {
            said = format!("{said} · {}", say(lang, PlotWord::Suspended));
        }
        let at = pos2(rest.left() + 82.0, y);
        sheet.words_within(at, Align2::LEFT_CENTER, &said, look(14.0, theme::TEXT_1), rest.right() - at.x);
    }
}
