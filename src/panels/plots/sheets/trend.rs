//! How matters come: 24 hours and 30 days, each against the same before and within the seven days before it.

use super::chart::{Chart, Sample, key, round_top};
use super::{LEAST_BELOW, PartHead, charts, empty, part};
use crate::panels::plots::drawing::{Item, Sheet};
use crate::panels::text::plot_words::{self, PlotWord, say};
use crate::panels::text::{Civil, format};
use crate::panels::theme;
use crate::picture::{Trend, TrendSpan};
use crate::seat::Seat;
use bevy_egui::egui::{Pos2, Rect, pos2};

/// A trend has its line and its marks in so much width, dp.
const LEAST_WIDTH: f32 = 150.0;

pub(super) fn draw(sheet: &mut Sheet<'_>, seat: &Seat, body: Rect) {
    for (span, rect) in [TrendSpan::Day, TrendSpan::Month].into_iter().zip(charts(body, LEAST_WIDTH, false)) {
        one(sheet, seat, span, rect);
    }
}

fn one(sheet: &mut Sheet<'_>, seat: &Seat, span: TrendSpan, rect: Rect) {
    let lang = seat.lang;
    let trend = seat.picture.trend(span, seat.plot_filter(), seat.now);
    let [period, period_before] = plot_words::span(lang, span);
    let is_known = trend.now.iter().any(Option::is_some);
    let total = if is_known { plot_words::count(lang, trend.total) } else { format::NOTHING.into() };
    let compared = match trend.total_before {
        Some(before) => {
            format!("{period_before} {} · {}", format::number(before), plot_words::against(lang, trend.total, before))
        }
        None => say(lang, PlotWord::BeforeUnknown).to_owned(),
    };
    let title = format!("{period}  {total}");
    let rest = part(sheet, rect, &PartHead { title: &title, note: &compared });
    if !is_known || (trend.total == 0 && trend.total_before.unwrap_or(0) == 0) {
        return empty(sheet, seat, rest, PlotWord::NoneReported);
    }
    if rest.height() < LEAST_BELOW {
        return;
    }
    let (above, plot) = rest.split_top_bottom_at_y(rest.top() + 18.0);
    let has_before = trend.before.iter().any(Option::is_some);
    let has_band = trend.band.iter().any(Option::is_some);
    let mut entries = vec![(Sample::Line, period.to_owned())];
    entries.extend(has_before.then(|| (Sample::Dashes, period_before.to_owned())));
    entries.extend(has_band.then(|| (Sample::Band, say(lang, PlotWord::Band).to_owned())));
    key(sheet, above, &entries);
    lines(sheet, seat, &trend, plot, span);
}

fn lines(sheet: &mut Sheet<'_>, seat: &Seat, trend: &Trend, rect: Rect, span: TrendSpan) {
    let counts = trend.now.iter().chain(&trend.before).flatten().copied();
    let most = counts.chain(trend.band.iter().flatten().map(|(_, most)| *most)).max().unwrap_or(0);
    let chart = Chart::new(sheet, rect, round_top(most), format::rounded);
    band(sheet, &chart, &trend.band);
    chart.ticks(sheet, ticks(seat, trend, span));
    let floats = |of: &[Option<i64>]| of.iter().map(|n| n.map(|n| n as f64)).collect::<Vec<_>>();
    let now = chart.runs(&floats(&trend.now));
    chart.before(sheet, &chart.runs(&floats(&trend.before)));
    chart.now(sheet, &now);
    if let (Some(at), Some(Some(last))) = (now.iter().flatten().next_back(), trend.now.last()) {
        chart.spot(sheet, *at, &format::number(*last));
    }
}

fn band(sheet: &mut Sheet<'_>, chart: &Chart, band: &[Option<(i64, i64)>]) {
    let count = band.len().max(1) as f32;
    let point = |n: usize, value: i64| pos2(chart.x((n as f32 + 0.5) / count), chart.y(value as f64));
    let of = |pick: fn((i64, i64)) -> i64| -> Vec<Option<Pos2>> {
        band.iter().enumerate().map(|(n, both)| both.map(|both| point(n, pick(both)))).collect()
    };
    let (least, most) = (of(|(least, _)| least), of(|(_, most)| most));
    for (lower, upper) in least.split(Option::is_none).zip(most.split(Option::is_none)) {
        let known = |run: &[Option<Pos2>]| run.iter().flatten().copied().collect::<Vec<_>>();
        if lower.len() > 1 {
            sheet.put(Item::Band { upper: known(upper), lower: known(lower), token: theme::CHART_BAND });
        }
    }
}

/// Full hours below a day, days below a month.
fn ticks(seat: &Seat, trend: &Trend, span: TrendSpan) -> Vec<(f32, String)> {
    let zone = seat.picture.tallies.zone();
    let whole_secs = trend.step_secs * trend.now.len() as i64;
    match span {
        TrendSpan::Day => {
            let first = zone.local_secs(trend.from).div_euclid(3_600) + 1;
            (first..first + 24)
                .filter(|hour| hour.rem_euclid(3) == 0)
                .map(|hour| {
                    let at = zone.moment(hour * 3_600);
                    (at.secs_since(trend.from) as f32 / whole_secs as f32, format!("{:02}:00", hour.rem_euclid(24)))
                })
                .collect()
        }
        TrendSpan::Month => (0..trend.now.len())
            .rev()
            .step_by(5)
            .map(|n| {
                // A day's middle: where clocks were changed meanwhile its beginning is an hour off.
                let civil = Civil::at(trend.from.plus_secs(n as i64 * trend.step_secs + trend.step_secs / 2), zone);
                ((n as f32 + 0.5) / trend.now.len() as f32, civil.month_day(seat.lang))
            })
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect(),
    }
}
