//! How long open matters have been open: a row a step of ages, all of them and by urgency, what is overdue in red.

use super::{PartHead, caption, empty, part};
use crate::domain::Urgency;
use crate::panels::overlay_outline as outline;
use crate::panels::plots::drawing::{Item, Sheet, look};
use crate::panels::text::plot_words::{self, PlotWord, say};
use crate::panels::text::{format, words};
use crate::panels::theme;
use crate::picture::AgeCount;
use crate::seat::Seat;
use bevy_egui::egui::{Align2, Pos2, Rect, pos2, vec2};

const LABEL: f32 = 104.0;
const HEADING: f32 = 30.0;
/// The share of the width that all urgencies together take.
const ALL_SHARE: f32 = 0.36;

pub(super) fn draw(sheet: &mut Sheet<'_>, seat: &Seat, body: Rect) {
    let lang = seat.lang;
    let ageing = seat.picture.ageing(seat.plot_filter(), seat.now);
    let mut title = plot_words::count(lang, ageing.open);
    if let Some(oldest) = ageing.oldest_secs {
        title = format!("{title} · {}", plot_words::oldest(lang, oldest));
    }
    let compared = match &ageing.before {
        Some(before) => {
            let sum: i64 = before.iter().sum();
            format!(
                "{} {} · {}",
                say(lang, PlotWord::WeekBefore),
                format::number(sum),
                plot_words::against(lang, ageing.open, sum)
            )
        }
        None => say(lang, PlotWord::BeforeUnknown).to_owned(),
    };
    let rest = part(sheet, body, &PartHead { title: &title, note: &compared });
    if ageing.open == 0 {
        return empty(sheet, seat, rest, PlotWord::NoneOpen);
    }
    let all = Rect::from_min_max(rest.min + vec2(LABEL, 0.0), rest.max);
    let (together, each) = all.split_left_right_at_fraction(ALL_SHARE);
    let column = |n: usize| {
        let wide = each.width() / 4.0;
        Rect::from_min_size(each.min + vec2(wide * n as f32, 0.0), vec2(wide, each.height()))
    };
    headings(sheet, seat, together, column);
    let high = ((rest.height() - HEADING) / ageing.steps.len() as f32).min(88.0);
    let sums: Vec<AgeCount> = ageing.steps.iter().map(sum).collect();
    let before = ageing.before.iter().flatten().copied();
    let most = sums.iter().map(|sum| sum.open).chain(before).max().unwrap_or(1).max(1);
    let scale = (together.width() - 96.0).max(20.0) / most as f32;
    let most_each = ageing.steps.iter().flatten().map(|count| count.open).max().unwrap_or(1).max(1);
    let scale_each = (column(0).width() - 84.0).max(10.0) / most_each as f32;
    for (n, step) in ageing.steps.iter().enumerate() {
        let y = rest.top() + HEADING + high * (n as f32 + 0.5);
        let words = plot_words::age(lang, n);
        let ink = look(14.0, theme::TEXT_1);
        sheet.words_within(pos2(rest.left(), y), Align2::LEFT_CENTER, &words, ink, LABEL - 8.0);
        let ticked = ageing.before.map_or(0.0, |before| before[n] as f32 * scale);
        bar(sheet, seat, pos2(together.left(), y), sums[n], (scale, ticked));
        if ticked > 0.0 {
            let x = together.left() + ticked;
            sheet.dashed(vec![pos2(x, y - 13.0), pos2(x, y + 13.0)], 2.0, theme::WORKER_OLD);
        }
        for (place, count) in step.iter().enumerate() {
            bar(sheet, seat, pos2(column(place).left(), y), *count, (scale_each, 0.0));
        }
    }
}

fn sum(step: &[AgeCount; 4]) -> AgeCount {
    step.iter().fold(AgeCount::default(), |sum, count| AgeCount {
        open: sum.open + count.open,
        overdue: sum.overdue + count.overdue,
    })
}

/// What each column counts; urgencies by their shape and their name.
fn headings(sheet: &mut Sheet<'_>, seat: &Seat, together: Rect, column: impl Fn(usize) -> Rect) {
    let y = together.top() + HEADING / 2.0 - 4.0;
    let ink = look(14.0, theme::TEXT_2).medium();
    sheet.words(pos2(together.left(), y), Align2::LEFT_CENTER, say(seat.lang, PlotWord::All), ink);
    for (n, urgency) in Urgency::ALL.into_iter().enumerate() {
        let left = column(n).left();
        mark(sheet, pos2(left + 8.0, y), urgency);
        sheet.words(pos2(left + 22.0, y), Align2::LEFT_CENTER, words::urgency(seat.lang, urgency), ink);
    }
}

/// An urgency's shape in the colour of quiet words: its own is for what must be acted on.
pub(super) fn mark(sheet: &mut Sheet<'_>, at: Pos2, urgency: Urgency) {
    sheet.put(Item::Shape(outline(urgency, at, 13.0, 0.0), theme::TEXT_2));
}

/// A bar with its count behind it, and behind `ticked`; what is overdue of it stands first, in red, with its own count.
fn bar(sheet: &mut Sheet<'_>, seat: &Seat, at: Pos2, count: AgeCount, (scale, ticked): (f32, f32)) {
    if count.open == 0 {
        let end = at + vec2(if ticked > 0.0 { ticked + 6.0 } else { 0.0 }, 0.0);
        sheet.words(end, Align2::LEFT_CENTER, "0", caption(theme::TEXT_3));
        return;
    }
    let wide = |count: i64| if count > 0 { (count as f32 * scale).max(1.5) } else { 0.0 };
    let (late, whole) = (wide(count.overdue), wide(count.open).max(wide(count.overdue)));
    let piece = |from: f32, to: f32| Rect::from_min_max(at + vec2(from, -7.0), at + vec2(to, 7.0));
    sheet.fill(piece(late, whole), theme::TEXT_1);
    let end = pos2(at.x + whole.max(ticked) + 6.0, at.y);
    let counted = sheet.words(end, Align2::LEFT_CENTER, &format::number(count.open), look(14.0, theme::TEXT_1));
    if count.overdue > 0 {
        sheet.fill(piece(0.0, late), theme::U1);
        let words = format!("{}{}", say(seat.lang, PlotWord::Late), format::number(count.overdue));
        let at = pos2(counted.right() + 6.0, at.y);
        sheet.words(at, Align2::LEFT_CENTER, &words, caption(theme::U1_TEXT));
    }
}
