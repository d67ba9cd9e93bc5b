//! A line over time or shares, with what it is compared with: axes with round ends, labels at the lines themselves.

use super::caption;
use crate::panels::plots::drawing::{Item, Sheet, look};
use crate::panels::theme;
use bevy_egui::egui::{Align2, Pos2, Rect, pos2, vec2};

/// Room for the marks of the vertical axis, and of the horizontal one.
const LEFT: f32 = 40.0;
const FOOT: f32 = 24.0;

/// Where the lines of a chart stand, and how high it reaches.
pub(super) struct Chart {
    pub(super) plot: Rect,
    pub(super) top: f64,
}

impl Chart {
    /// A chart in `rect` from 0 to `top`, with three marks at its left; `mark` says a value of the axis.
    pub(super) fn new(sheet: &mut Sheet<'_>, rect: Rect, top: f64, mark: impl Fn(f64) -> String) -> Self {
        let plot = Rect::from_min_max(rect.min + vec2(LEFT, 12.0), rect.max - vec2(14.0, FOOT));
        for share in [0.0, 0.5, 1.0_f32] {
            let y = plot.bottom() - plot.height() * share;
            sheet.across(plot.left()..=plot.right(), y, theme::CHART_BAND);
            let label = mark(top * f64::from(share));
            sheet.words(pos2(plot.left() - 8.0, y), Align2::RIGHT_CENTER, &label, caption(theme::TEXT_3));
        }
        Self { plot, top }
    }

    /// Where a value stands.
    pub(super) fn y(&self, value: f64) -> f32 {
        self.plot.bottom() - self.plot.height() * (value / self.top).clamp(0.0, 1.0) as f32
    }

    /// Where a share of the width stands.
    pub(super) fn x(&self, share: f32) -> f32 {
        self.plot.left() + self.plot.width() * share
    }

    /// Marks below the axis; one that would touch the last is left out.
    pub(super) fn ticks(&self, sheet: &mut Sheet<'_>, ticks: impl IntoIterator<Item = (f32, String)>) {
        let mut free_from = f32::NEG_INFINITY;
        for (share, label) in ticks {
            let (x, half) = (self.x(share), sheet.width(&label, caption(theme::TEXT_3)) / 2.0);
            if x - half < free_from {
                continue;
            }
            sheet.line(vec![pos2(x, self.plot.bottom()), pos2(x, self.plot.bottom() + 4.0)], 1.0, theme::CHART_BAND);
            let at = pos2(x, self.plot.bottom() + 15.0);
            free_from = sheet.words(at, Align2::CENTER_CENTER, &label, caption(theme::TEXT_3)).right() + 8.0;
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
        let wide = sheet.width(label, ink);
        let (anchor, x) = if at.x - wide - 8.0 > self.plot.left() {
            (Align2::RIGHT_CENTER, at.x + 4.0)
        } else {
            (Align2::LEFT_CENTER, at.x + 6.0)
        };
        let above = at.y - 14.0 > self.plot.top() - 10.0;
        sheet.words(pos2(x, if above { at.y - 14.0 } else { at.y + 16.0 }), anchor, label, ink);
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
