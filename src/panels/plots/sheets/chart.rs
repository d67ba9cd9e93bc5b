//! A line over time or shares, with what it is compared with: axes with round ends, labels at the lines themselves.

use super::caption;
use crate::panels::plots::drawing::{Item, Sheet, look};
use crate::panels::theme;
use bevy_egui::egui::{Align2, Pos2, Rect, pos2, vec2};

/// Room for the marks of the vertical axis at least, what stands between them and it, and room for the horizontal one's.
const LEFT: f32 = 40.0;
const MARK_GAP: f32 = 8.0;
const FOOT: f32 = 24.0;
/// Room above the plot, and right of it.
const ABOVE: f32 = 12.0;
const RIGHT: f32 = 14.0;

/// Where the lines of a chart stand, and how high it reaches.
pub(super) struct Chart {
    pub(super) plot: Rect,
    pub(super) top: f64,
}

impl Chart {
    /// A chart in `rect` from 0 to `top`, with three marks at its left; `mark` says a value of the axis.
    pub(super) fn new(sheet: &mut Sheet<'_>, rect: Rect, top: f64, mark: impl Fn(f64) -> String) -> Self {
        let ink = caption(theme::TEXT_3);
        // The middle one gives way on a low chart.
        let marks = [0.0, 1.0, 0.5_f32].map(|share| (share, mark(top * f64::from(share))));
        let left = (sheet.widest(marks.iter().map(|(_, label)| label), ink) + MARK_GAP).max(LEFT);
        let plot = Rect::from_min_max(rect.min + vec2(left, ABOVE), rect.max - vec2(RIGHT, FOOT));
        for (share, label) in &marks {
            let y = plot.bottom() - plot.height() * share;
            sheet.across(plot.left()..=plot.right(), y, theme::CHART_BAND);
            sheet.words(pos2(plot.left() - MARK_GAP, y), Align2::RIGHT_CENTER, label, ink);
        }
        Self { plot, top }
    }

    /// Where what is said of the line may stand.
    pub(super) fn room(&self) -> Rect {
        Rect::from_min_max(self.plot.min - vec2(0.0, ABOVE), self.plot.max + vec2(RIGHT, 0.0))
    }

    /// Where a value stands.
    pub(super) fn y(&self, value: f64) -> f32 {
        self.plot.bottom() - self.plot.height() * (value / self.top).clamp(0.0, 1.0) as f32
    }

    /// Where a share of the width stands.
    pub(super) fn x(&self, share: f32) -> f32 {
        self.plot.left() + self.plot.width() * share
    }

    /// Marks below the axis, as many as have room.
    pub(super) fn ticks(&self, sheet: &mut Sheet<'_>, ticks: impl IntoIterator<Item = (f32, String)>) {
        let marks: Vec<(f32, String)> = ticks.into_iter().map(|(share, label)| (self.x(share), label)).collect();
        let foot = self.plot.bottom();
        for x in sheet.marks(foot + 16.0, &marks, caption(theme::TEXT_3)) {
            sheet.line(vec![pos2(x, foot), pos2(x, foot + 4.0)], 1.0, theme::CHART_BAND);
        }
    }

    /// The runs of points that are known.
    pub(super) fn runs(&self, values: &[Option<f64>]) -> Vec<Vec<Pos2>> {
        let count = values.len().max(1) as f32;
        let point = |(n, value): (usize, &Option<f64>)| {
            value.map(|value| pos2(self.x((n as f32 + 0.5) / count), self.y(value)))
        };
        let points: Vec<Option<Pos2>> = values.iter().enumerate().map(point).collect();
        points
            .split(Option::is_none)
            .filter(|run| !run.is_empty())
            .map(|run| run.iter().flatten().copied().collect())
            .collect()
    }

    /// The line that is spoken of.
    pub(super) fn now(&self, sheet: &mut Sheet<'_>, runs: &[Vec<Pos2>]) {
        for run in runs {
            match run[..] {
                [alone] => sheet.put(Item::Dot(alone, 3.0, theme::TEXT_1)),
                _ => sheet.line(run.clone(), 2.25, theme::TEXT_1),
            }
        }
    }

    /// The line that it is compared with.
    pub(super) fn before(&self, sheet: &mut Sheet<'_>, runs: &[Vec<Pos2>]) {
        runs.iter().filter(|run| run.len() > 1).for_each(|run| sheet.dashed(run.clone(), 1.5, theme::WORKER_OLD));
    }

    /// A dot with its value beside it, on the side where there is room.
    pub(super) fn spot(&self, sheet: &mut Sheet<'_>, at: Pos2, label: &str) {
        sheet.put(Item::Dot(at, 4.0, theme::TEXT_1));
        let ink = look(14.0, theme::TEXT_1).medium();
        let (above, below) = (at + vec2(0.0, -14.0), at + vec2(0.0, 16.0));
        let left = |at: Pos2| (at + vec2(4.0, 0.0), Align2::RIGHT_CENTER);
        let right = |at: Pos2| (at + vec2(6.0, 0.0), Align2::LEFT_CENTER);
        let places = [left(above), left(below), right(above), right(below), left(at - vec2(12.0, 0.0))];
        if let Some((at, anchor)) = sheet.free_place(&places, sheet.room_of(label, ink), self.room()) {
            sheet.words(at, anchor, label, ink);
        }
    }
}

/// What an entry of a key shows.
pub(super) enum Sample {
    Line,
    Dashes,
    Band,
}

/// Which line is which, one beside the other from `left`; what has no room is left out.
pub(super) fn key(sheet: &mut Sheet<'_>, rect: Rect, entries: &[(Sample, String)]) {
    let (mut left, y) = (rect.left(), rect.center().y);
    for (sample, words) in entries {
        let token = if matches!(sample, Sample::Line) { theme::TEXT_1 } else { theme::TEXT_2 };
        let wide = 28.0 + sheet.width(words, caption(token));
        if left + wide > rect.right() {
            return;
        }
        let ends = vec![pos2(left, y), pos2(left + 20.0, y)];
        match sample {
            Sample::Line => sheet.line(ends, 2.25, theme::TEXT_1),
            Sample::Dashes => sheet.dashed(ends, 1.5, theme::WORKER_OLD),
            Sample::Band => {
                sheet.fill(Rect::from_min_max(pos2(left, y - 5.0), pos2(left + 20.0, y + 5.0)), theme::CHART_BAND);
            }
        }
        sheet.words(pos2(left + 28.0, y), Align2::LEFT_CENTER, words, caption(token));
        left += wide + 24.0;
    }
}

/// The next of 1, 2, 4, 5 times a power of ten, so that an axis ends on a round number; an even one, so that its middle is whole.
pub(super) fn round_top(most: i64) -> f64 {
    let most = most.max(2) as f64;
    let power = 10_f64.powf(most.log10().floor());
    let tops = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0].map(|step| step * power);
    tops.into_iter().find(|top| *top >= most).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::round_top;

    #[test]
    fn axes_end_on_round_numbers() {
        let tops = [0, 2, 3, 7, 10, 11, 55, 410, 1_001].map(round_top);
        assert_eq!(tops, [2.0, 2.0, 4.0, 8.0, 10.0, 20.0, 60.0, 600.0, 2_000.0]);
    }
}
