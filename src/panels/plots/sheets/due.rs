//! What falls due in the next 24 hours if nothing changes: by hour and urgency, by town, and the first of them.

use super::ageing::mark;
use super::chart::round_top;
use super::{PART_HEAD, PartHead, caption, empty, part};
use crate::domain::{Timestamp, Urgency};
use crate::panels::plots::drawing::{Sheet, look};
use crate::panels::text::plot_words::{self, PlotWord, say};
use crate::panels::text::{Civil, format, shown, words};
use crate::panels::theme;
use crate::picture::{DUE_HOURS, FallingDue};
use crate::seat::{Lang, Seat};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// Before an urgency's name, and behind it.
const NAME: f32 = 22.0;
const NAME_GAP: f32 = 8.0;
const ROW: f32 = 24.0;
/// Lower than this the hours have no room, with their marks; narrower than this two parts have none beside each other, dp.
const LEAST_HOURS: f32 = 4.0 * 22.0 + 24.0;
const LEAST_TWO: f32 = 420.0;
/// The first to fall due have so much room at least, with two rows.
const LEAST_LIST: f32 = 8.0 + PART_HEAD + 2.0 * ROW;

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
    let has_two = rest.width() >= LEAST_TWO;
    // The first of them are named whatever has no room: then the towns go, then the hours.
    if rest.height() < LEAST_HOURS.max(LEAST_LIST) {
        return list(sheet, seat, &due, rest);
    }
    if rest.height() * 0.48 < LEAST_LIST || rest.height() * 0.52 < LEAST_HOURS {
        if !has_two {
            return list(sheet, seat, &due, rest);
        }
        let (left, right) = rest.split_left_right_at_fraction(0.5);
        list(sheet, seat, &due, right);
        return hours(sheet, seat, &due, Rect::from_min_max(left.min, left.max - vec2(8.0, 0.0)));
    }
    let (above, below) = rest.split_top_bottom_at_fraction(0.52);
    let below = Rect::from_min_max(below.min + vec2(0.0, 8.0), below.max);
    hours(sheet, seat, &due, above);
    if !has_two {
        return list(sheet, seat, &due, below);
    }
    let (towns_at, list_at) = below.split_left_right_at_fraction(0.4);
    towns(sheet, seat, &due, Rect::from_min_max(towns_at.min, towns_at.max - vec2(24.0, 0.0)));
    list(sheet, seat, &due, list_at);
}

/// A row an urgency, a bar an hour, all on one scale.
fn hours(sheet: &mut Sheet<'_>, seat: &Seat, due: &FallingDue, rect: Rect) {
    let ink = look(14.0, theme::TEXT_1);
    let names = Urgency::ALL.map(|urgency| words::urgency(seat.lang, urgency));
    let left = NAME + sheet.widest(names, ink) + NAME_GAP;
    let grid = Rect::from_min_max(rect.min + vec2(left, 0.0), rect.max - vec2(36.0, 24.0));
    let (wide, high) = (grid.width() / DUE_HOURS as f32, grid.height() / 4.0);
    let most = due.hours.iter().flatten().copied().max().unwrap_or(1);
    let scale = (high - 20.0).max(2.0) / round_top(most) as f32;
    for (row, urgency) in Urgency::ALL.into_iter().enumerate() {
        let foot = grid.top() + high * (row as f32 + 1.0);
        mark(sheet, pos2(rect.left() + 8.0, foot - 8.0), urgency);
        sheet.words(pos2(rect.left() + NAME, foot - 8.0), Align2::LEFT_CENTER, names[row], ink);
        sheet.across(grid.left()..=grid.right(), foot, theme::CHART_BAND);
        let sum: i64 = due.hours.iter().map(|hour| hour[row]).sum();
        let at = pos2(grid.right() + 8.0, foot - 8.0);
        sheet.words(at, Align2::LEFT_CENTER, &format::number(sum), ink.medium());
        // Where counts have no room beside each other the greater ones stand.
        let mut counts: Vec<(usize, i64)> = due.hours.iter().map(|hour| hour[row]).enumerate().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for (hour, count) in counts.into_iter().take_while(|(_, count)| *count > 0) {
            let x = grid.left() + wide * hour as f32;
            let (top, gap) = (foot - (count as f32 * scale).max(2.0), 2.0_f32.min(wide / 5.0));
            sheet.fill(Rect::from_min_max(pos2(x + gap, top), pos2(x + wide - gap, foot)), theme::TEXT_1);
            let at = pos2(x + wide / 2.0, top - 9.0);
            sheet.words(at, Align2::CENTER_CENTER, &format::number(count), caption(theme::TEXT_1));
        }
    }
    let zone = seat.picture.tallies.zone();
    let mark = |hour: usize| {
        let civil = Civil::at(seat.now.plus_secs(hour as i64 * 3_600), zone);
        (grid.left() + wide * hour as f32, civil.hour_minute())
    };
    let marks: Vec<(f32, String)> = (0..=DUE_HOURS).step_by(3).map(mark).collect();
    sheet.marks(grid.bottom() + 13.0, &marks, caption(theme::TEXT_3));
}

/// Bars, the most first; what has no room is counted together.
fn towns(sheet: &mut Sheet<'_>, seat: &Seat, due: &FallingDue, rect: Rect) {
    let rest = part(sheet, rect, &PartHead { title: say(seat.lang, PlotWord::ByTown), note: "" });
    let rows = ((rest.height() / ROW) as usize).max(1);
    let named = 112.0_f32.min(rest.width() * 0.5);
    let most = due.towns.first().map_or(1, |(_, count)| *count).max(1);
    for (n, (town, count)) in due.towns.iter().take(rows).enumerate() {
        let y = rest.top() + ROW * (n as f32 + 0.5);
        let name = town.map_or(say(seat.lang, PlotWord::NoTown), |town| seat.picture.areas.row(town).name.as_ref());
        let ink = look(14.0, theme::TEXT_1);
        sheet.words_within(pos2(rest.left(), y), Align2::LEFT_CENTER, name, ink, named);
        let wide = (rest.width() - named - 12.0 - 40.0).max(8.0) * *count as f32 / most as f32;
        let start = pos2(rest.left() + named + 12.0, y - 5.0);
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
