//! The finding's plot, in the chart language: one series in text 1, what it is compared with dashed, labels at the things
//! themselves, no pies.

use crate::domain::{StepKind, Timestamp};
use crate::panels::pen::{Pen, ink};
use crate::panels::plots::thinned;
use crate::panels::text::{Civil, format, tour_words, words};
use crate::panels::theme::{self, size};
use crate::seat::tour::{Bar, Plot, PlotKind, PlotShape};
use bevy_egui::egui::{Align2, Pos2, Rect, Shape, Stroke, pos2, vec2};

const TITLE: f32 = 30.0;
/// Rows are between so high.
const ROW: std::ops::RangeInclusive<f32> = 21.0..=34.0;
const DAY_SECS: i64 = 86_400;

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, plot: &Plot) {
    let below = Rect::from_min_max(pos2(rect.left(), rect.top() + TITLE), rect.max);
    let title = tour_words::plot(pen.lang, plot.kind);
    let note = match &plot.shape {
        PlotShape::Bars(all) => bars(pen, below, all, plot.kind),
        PlotShape::Lines { now, before, from, step_secs } => {
            lines(pen, below, [now, before], (*from, *step_secs), plot.kind);
            String::new()
        }
        PlotShape::Steps(all) => {
            steps(pen, below, all);
            String::new()
        }
    };
    pen.title(rect, rect.top() + 11.0, title, &note);
}

/// Bars below one another; answers how many have no room, in words.
fn bars(pen: &Pen<'_>, rect: Rect, all: &[Bar], kind: PlotKind) -> String {
    let room = (rect.height() / ROW.start()).floor().max(1.0) as usize;
    // What the finding speaks of is told, however far down it stands.
    let mut shown: Vec<&Bar> = all.iter().take(room).collect();
    if let (Some(last), Some(marked)) = (shown.last_mut(), all.iter().skip(room).find(|bar| bar.marked)) {
        *last = marked;
    }
    let height = (rect.height() / shown.len().max(1) as f32).clamp(*ROW.start(), *ROW.end());
    let name_ink = |token| ink(14.0, token);
    let labels: Vec<String> = shown.iter().map(|bar| tour_words::bar(pen.lang, &bar.label)).collect();
    let width = |text: &str| pen.galley(text, name_ink(theme::TEXT_2), f32::INFINITY).size().x;
    let left = labels.iter().map(|label| width(label)).fold(0.0, f32::max).min(rect.width() * 0.42);
    let values: Vec<String> = shown.iter().map(|bar| value(bar.value, kind)).collect();
    let right = values.iter().map(|value| width(value)).fold(0.0, f32::max);
    let track = (rect.width() - left - right - 24.0).max(8.0);
    let most = shown.iter().filter_map(|bar| bar.value).fold(0.0, f64::max);
    let most = if is_share(kind) { 100.0 } else { most.max(1.0) };
    let one_is_marked = shown.iter().any(|bar| bar.marked);
    for (n, bar) in shown.iter().enumerate() {
        let y = rect.top() + (n as f32 + 0.5) * height;
        let is_quiet = one_is_marked && !bar.marked;
        let text = if is_quiet { theme::TEXT_2 } else { theme::TEXT_1 };
        pen.text_within(pos2(rect.left(), y), Align2::LEFT_CENTER, &labels[n], name_ink(text), left);
        pen.text(pos2(rect.right(), y), Align2::RIGHT_CENTER, &values[n], name_ink(text));
        let start = pos2(rect.left() + left + 12.0, y - 5.0);
        let Some(value) = bar.value else { continue };
        let length = (track * (value / most) as f32).max(if value > 0.0 { 1.5 } else { 0.0 });
        let token = if is_quiet { theme::WORKER_OLD } else { theme::TEXT_1 };
        pen.painter().rect_filled(Rect::from_min_size(start, vec2(length, 10.0)), 0.0, token.egui());
    }
    if shown.len() < all.len() { tour_words::others(pen.lang, all.len() - shown.len()) } else { String::new() }
}

fn is_share(kind: PlotKind) -> bool {
    matches!(kind, PlotKind::GridFirstByTown | PlotKind::ReachedByDay)
}

fn value(value: Option<f64>, kind: PlotKind) -> String {
    match value {
        None => format::NOTHING.into(),
        Some(value) if is_share(kind) => format!("{value:.1}"),
        Some(value) => format::rounded(value),
    }
}

/// A line and the one before it, dashed.
fn lines(pen: &Pen<'_>, rect: Rect, of: [&[Option<f64>]; 2], (from, step_secs): (Timestamp, i64), kind: PlotKind) {
    const LEFT: f32 = 42.0;
    let plot = Rect::from_min_max(rect.min + vec2(LEFT, 30.0), rect.max - vec2(14.0, 26.0));
    let plot = Rect::from_min_size(plot.min, vec2(plot.width(), plot.height().min(320.0)));
    let caption = ink(size::CAPTION, theme::TEXT_3);
    let top =
        if is_share(kind) { 100.0 } else { round_top(of.into_iter().flatten().flatten().fold(0.0, |a, b| a.max(*b))) };
    for share in [0.0, 0.5, 1.0_f32] {
        let y = plot.bottom() - plot.height() * share;
        pen.line(pos2(plot.left(), y), pos2(plot.right(), y), 1.0, theme::CHART_BAND.egui());
        let mark = format::rounded(top * f64::from(share));
        let label = if is_share(kind) { format!("{mark}%") } else { mark };
        pen.text(pos2(plot.left() - 8.0, y), Align2::RIGHT_CENTER, &label, caption);
    }
    let count = of[0].len().max(of[1].len());
    let x = |n: usize| plot.left() + plot.width() * (n as f32 + 0.5) / count.max(1) as f32;
    ticks(pen, plot, x, count, (from, step_secs));
    let point = |n: usize, value: f64| pos2(x(n), plot.bottom() - plot.height() * (value / top).clamp(0.0, 1.0) as f32);
    let known = |series: &[Option<f64>]| -> Vec<Vec<Pos2>> {
        let points: Vec<Option<Pos2>> =
            series.iter().enumerate().map(|(n, value)| value.map(|value| point(n, value))).collect();
        points.split(Option::is_none).map(|part| part.iter().flatten().copied().collect()).collect()
    };
    let (now, before) = (known(of[0]), known(of[1]));
    let dashes = Stroke::new(1.5, theme::WORKER_OLD.egui());
    before.iter().for_each(|part| {
        pen.painter().extend(Shape::dashed_line(part, dashes, 4.0, 3.0));
    });
    for part in &now {
        pen.painter().line(part.clone(), Stroke::new(2.5, theme::TEXT_1.egui()));
        if part.len() == 1 {
            pen.painter().circle_filled(part[0], 3.0, theme::TEXT_1.egui());
        }
    }
    if let Some(end) = now.iter().flatten().next_back() {
        pen.painter().circle_filled(*end, 4.0, theme::TEXT_1.egui());
    }
    legend(pen, rect, before.iter().any(|part| !part.is_empty()), kind);
}

/// Which line is which, above the plot.
fn legend(pen: &Pen<'_>, rect: Rect, has_before: bool, kind: PlotKind) {
    let [now, before] = tour_words::series(pen.lang, kind);
    let y = rect.top() + 10.0;
    let text = |left: f32, words: &str, token| {
        pen.text(pos2(left + 26.0, y), Align2::LEFT_CENTER, words, ink(size::CAPTION, token)).right()
    };
    let mut left = rect.left();
    pen.line(pos2(left, y), pos2(left + 20.0, y), 2.5, theme::TEXT_1.egui());
    left = text(left, now, theme::TEXT_1) + 20.0;
    if has_before {
        let dashes = Stroke::new(1.5, theme::WORKER_OLD.egui());
        let ends = [pos2(left, y), pos2(left + 20.0, y)];
        pen.painter().extend(Shape::dashed_line(&ends, dashes, 4.0, 3.0));
        text(left, before, theme::TEXT_2);
    }
}

/// Hours below a day, days below a week.
fn ticks(pen: &Pen<'_>, plot: Rect, x: impl Fn(usize) -> f32, count: usize, (from, step_secs): (Timestamp, i64)) {
    let zone = pen.seat.live().tallies.zone();
    let label_ink = ink(size::CAPTION, theme::TEXT_3);
    let labels = (0..count).filter_map(|n| {
        let civil = Civil::at(from.plus_secs(n as i64 * step_secs), zone);
        let hour = civil.secs_of_day() / 3_600;
        match step_secs {
            DAY_SECS => Some((x(n), civil.month_day(pen.lang))),
            _ => (hour % 6 == 0).then(|| (x(n), format!("{hour:02}:00"))),
        }
    });
    let labels: Vec<(f32, String)> = labels.collect();
    let half = |label: &str| pen.galley(label, label_ink, f32::INFINITY).size().x / 2.0;
    let spans: Vec<(f32, f32)> = labels.iter().map(|(x, label)| (x - half(label), x + half(label))).collect();
    for (x, label) in thinned(&spans).map(|n| &labels[n]) {
        pen.text(pos2(*x, plot.bottom() + 14.0), Align2::CENTER_CENTER, label, label_ink);
    }
}

/// The steps of a matter below one another: what, when, how long after the first.
fn steps(pen: &Pen<'_>, rect: Rect, all: &[(StepKind, Timestamp)]) {
    let Some((_, first)) = all.first() else { return };
    // How it ended is told before how it began.
    let room = ((rect.height() / ROW.start()).floor().max(1.0) as usize).min(all.len());
    let all = &all[all.len() - room..];
    let height = (rect.height() / all.len() as f32).clamp(*ROW.start(), 44.0);
    let zone = pen.seat.live().tallies.zone();
    let x = rect.left() + 7.0;
    let y = |n: usize| rect.top() + (n as f32 + 0.5) * height;
    pen.line(pos2(x, y(0)), pos2(x, y(all.len() - 1)), 1.5, theme::WORKER_OLD.egui());
    let (name_ink, time_ink) = (ink(size::BODY, theme::TEXT_1), ink(14.0, theme::TEXT_2));
    for (n, (kind, at)) in all.iter().enumerate() {
        let y = y(n);
        // While it plays, steps that lie ahead of the moment are hollow.
        if *at <= pen.seat.now {
            pen.painter().circle_filled(pos2(x, y), 5.0, theme::TEXT_1.egui());
        } else {
            pen.painter().circle_filled(pos2(x, y), 5.0, theme::PANEL.egui());
            pen.painter().circle_stroke(pos2(x, y), 4.5, Stroke::new(1.5, theme::TEXT_1.egui()));
        }
        let name = pen.text(pos2(x + 18.0, y), Align2::LEFT_CENTER, words::step(pen.lang, *kind), name_ink);
        let civil = Civil::at(*at, zone);
        let when = civil.day_and_minute(pen.lang);
        let right = rect.left() + rect.width() * 0.66;
        let has_room = name.right() + 8.0 + pen.galley(&when, time_ink, f32::INFINITY).size().x <= right;
        let when = if has_room { when } else { civil.hour_minute() };
        pen.text(pos2(right, y), Align2::RIGHT_CENTER, &when, time_ink);
        let after = match at.secs_since(*first) {
            0 => String::new(),
            secs => format!("+{}", format::span(pen.lang, secs)),
        };
        pen.text(pos2(rect.right(), y), Align2::RIGHT_CENTER, &after, time_ink);
    }
}

/// The next of 1, 2, 5 times a power of ten, so that an axis ends on a round number.
fn round_top(most: f64) -> f64 {
    if !(most.is_finite() && most > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(most.log10().floor());
    [1.0, 2.0, 4.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|top| *top >= most).unwrap_or(most)
}
