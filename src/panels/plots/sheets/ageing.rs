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
/// Rows are between so high.
const ROW: std::ops::RangeInclusive<f32> = 18.0..=88.0;
/// The share of the width that all urgencies together take.
const ALL_SHARE: f32 = 0.36;
/// Where the longest bar would be shorter than this, its column has no room.
const LEAST_BAR: f32 = 10.0;
const GAP: f32 = 6.0;

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
    let sums: Vec<AgeCount> = ageing.steps.iter().map(sum).collect();
    let before = ageing.before.unwrap_or_default();
    let room = ((rest.height() - HEADING) / ROW.start()).max(0.0) as usize;
    let rows = rows(&sums, &before, room);
    let left_out = ageing.open - rows.iter().map(|n| sums[*n].open).sum::<i64>();
    let all = Rect::from_min_max(rest.min + vec2(LABEL, 0.0), rest.max);
    let (first, each) = all.split_left_right_at_fraction(ALL_SHARE);
    let each_wide = each.width() / 4.0;
    let urgencies = Scale::of(sheet, seat, each_wide, ageing.steps.iter().flatten(), 0);
    // The urgencies' columns give way: all together are told where nothing else has room.
    let together = if urgencies.is_some() { first } else { all };
    let column =
        |n: usize| Rect::from_min_size(each.min + vec2(each_wide * n as f32, 0.0), vec2(each_wide, each.height()));
    let y = rest.top() + HEADING / 2.0 - 4.0;
    heading(sheet, pos2(together.left(), y), say(lang, PlotWord::All));
    if left_out > 0 {
        let words = plot_words::unlisted(lang, left_out);
        sheet.words(pos2(rest.left(), y), Align2::LEFT_CENTER, &words, caption(theme::TEXT_3));
    }
    let most_before = before.iter().copied().max().unwrap_or(0);
    let Some(scale) = Scale::of(sheet, seat, together.width(), sums.iter(), most_before) else { return };
    let high = ((rest.height() - HEADING) / rows.len().max(1) as f32).min(*ROW.end());
    for (place, n) in rows.into_iter().enumerate() {
        let y = rest.top() + HEADING + high * (place as f32 + 0.5);
        let ink = look(14.0, theme::TEXT_1);
        sheet.words_within(pos2(rest.left(), y), Align2::LEFT_CENTER, &plot_words::age(lang, n), ink, LABEL - 8.0);
        let ticked = before[n] as f32 * scale.dp;
        scale.bar(sheet, seat, pos2(together.left(), y), sums[n], ticked);
        if ticked > 0.0 {
            let (x, half) = (together.left() + ticked, 13.0_f32.min(high / 2.0 - 1.0));
            sheet.dashed(vec![pos2(x, y - half), pos2(x, y + half)], 2.0, theme::WORKER_OLD);
        }
        for (column_at, count) in ageing.steps[n].iter().enumerate().map(|(n, count)| (column(n), count)) {
            let at = pos2(column_at.left(), y);
            urgencies.iter().for_each(|scale| scale.bar(sheet, seat, at, *count, 0.0));
        }
    }
    if urgencies.is_some() {
        headings(sheet, seat, y, column);
    }
}

/// Which steps have rows: all; where they have no room those in which anything is or was, of these the oldest.
fn rows(sums: &[AgeCount], before: &[i64], room: usize) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..sums.len()).collect();
    if rows.len() > room {
        rows.retain(|n| sums[*n].open > 0 || before[*n] > 0);
    }
    rows.split_off(rows.len().saturating_sub(room))
}

fn sum(step: &[AgeCount; 4]) -> AgeCount {
    step.iter().fold(AgeCount::default(), |sum, count| AgeCount {
        open: sum.open + count.open,
        overdue: sum.overdue + count.overdue,
    })
}

fn heading(sheet: &mut Sheet<'_>, at: Pos2, words: &str) {
    sheet.words(at, Align2::LEFT_CENTER, words, look(14.0, theme::TEXT_2).medium());
}

/// What the urgencies' columns count: by shape, and where all of them have room by name.
fn headings(sheet: &mut Sheet<'_>, seat: &Seat, y: f32, column: impl Fn(usize) -> Rect) {
    const NAME: f32 = 22.0;
    let names = Urgency::ALL.map(|urgency| words::urgency(seat.lang, urgency));
    let widest = sheet.widest(names, look(14.0, theme::TEXT_2).medium());
    for (n, urgency) in Urgency::ALL.into_iter().enumerate() {
        let left = column(n).left();
        mark(sheet, pos2(left + 8.0, y), urgency);
        if NAME + widest + GAP <= column(n).width() {
            heading(sheet, pos2(left + NAME, y), names[n]);
        }
    }
}

/// An urgency's shape in the colour of quiet words: its own is for what must be acted on.
pub(super) fn mark(sheet: &mut Sheet<'_>, at: Pos2, urgency: Urgency) {
    sheet.put(Item::Shape(outline(urgency, at, 13.0, 0.0), theme::TEXT_2));
}

/// How long the bars of a column are.
struct Scale {
    /// Of one matter, dp.
    dp: f32,
    /// Whether how many are overdue has room behind the counts.
    says_late: bool,
}

impl Scale {
    /// The scale of a column so wide with these counts, and so many before; none where bars have no room beside them.
    fn of<'a>(
        sheet: &Sheet<'_>,
        seat: &Seat,
        wide: f32,
        counts: impl Iterator<Item = &'a AgeCount> + Clone,
        before: i64,
    ) -> Option<Self> {
        let most = counts.clone().map(|count| count.open).max().unwrap_or(0).max(before).max(1) as f32;
        let number = sheet.widest(counts.clone().map(|count| format::number(count.open)), look(14.0, theme::TEXT_1));
        let late = counts.filter(|count| count.overdue > 0).map(|count| late_words(seat, count.overdue));
        let late = sheet.widest(late, caption(theme::U1_TEXT)) + GAP;
        let bars = [(true, wide - 3.0 * GAP - number - late), (false, wide - 3.0 * GAP - number)];
        let (says_late, bar) = bars.into_iter().find(|(_, bar)| *bar >= LEAST_BAR)?;
        Some(Self { dp: bar / most, says_late })
    }

    /// A bar with its count behind it, and behind `ticked`; what is overdue of it stands first, in red, with its own count.
    fn bar(&self, sheet: &mut Sheet<'_>, seat: &Seat, at: Pos2, count: AgeCount, ticked: f32) {
        if count.open == 0 {
            let end = at + vec2(if ticked > 0.0 { ticked + GAP } else { 0.0 }, 0.0);
            sheet.words(end, Align2::LEFT_CENTER, "0", caption(theme::TEXT_3));
            return;
        }
        let wide = |count: i64| if count > 0 { (count as f32 * self.dp).max(1.5) } else { 0.0 };
        let (late, whole) = (wide(count.overdue), wide(count.open).max(wide(count.overdue)));
        let piece = |from: f32, to: f32| Rect::from_min_max(at + vec2(from, -7.0), at + vec2(to, 7.0));
        sheet.fill(piece(late, whole), theme::TEXT_1);
        let end = pos2(at.x + whole.max(ticked) + GAP, at.y);
        let counted = sheet.words(end, Align2::LEFT_CENTER, &format::number(count.open), look(14.0, theme::TEXT_1));
        if count.overdue > 0 {
            sheet.fill(piece(0.0, late), theme::U1);
        }
        if count.overdue > 0 && self.says_late {
            let at = pos2(counted.right() + GAP, at.y);
            sheet.words(at, Align2::LEFT_CENTER, &late_words(seat, count.overdue), caption(theme::U1_TEXT));
        }
    }
}

fn late_words(seat: &Seat, count: i64) -> String {
    format!("{}{}", say(seat.lang, PlotWord::Late), format::number(count))
}
