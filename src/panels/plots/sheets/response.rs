//! How soon: the share that waited at most so long, on an axis whose steps grow, with half and nine of ten named.

use super::chart::{Chart, Sample, key};
use super::{LEAST_BELOW, LEAST_CHART, PartHead, caption, charts, empty, part};
use crate::panels::plots::drawing::{Item, Sheet, look};
use crate::panels::text::format;
use crate::panels::text::plot_words::{self, PlotWord, say};
use crate::panels::theme;
use crate::picture::{ResponseKind, Responses, Waits};
use crate::seat::{Lang, Seat};
use bevy_egui::egui::{Align, Align2, Pos2, Rect, pos2, vec2};

/// The marks of the axis, seconds.
const TICKS: [i64; 12] =
    [60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400];

/// Curves have so much width at least, dp: what half and nine of ten waited is to stand beside them.
const LEAST_WIDTH: f32 = 225.0;
/// The height of the key.
const KEY: f32 = 18.0;

pub(super) fn draw(sheet: &mut Sheet<'_>, seat: &Seat, body: Rect) {
    // Beside each other where there is room, else below each other.
    let is_wide = body.width() > 2.2 * body.height().max(200.0) || body.height() < LEAST_CHART;
    for (kind, rect) in ResponseKind::ALL.into_iter().zip(charts(body, LEAST_WIDTH, is_wide)) {
        one(sheet, seat, kind, rect);
    }
}

fn one(sheet: &mut Sheet<'_>, seat: &Seat, kind: ResponseKind, rect: Rect) {
    let lang = seat.lang;
    let responses = seat.picture.responses(kind, seat.plot_filter(), seat.now);
    let [period, period_before] = match lang {
        Lang::Zh => ["近30天上报", "前30天"],
        Lang::En => ["reported in the last 30 days", "30 days before"],
    };
    let now = &responses.now;
    let mut note = plot_words::response_of(lang, kind, now.secs.len(), now.of);
    if now.odd > 0 {
        note = format!("{note} · {}", plot_words::odd(lang, now.odd));
    }
    let title = plot_words::response(lang, kind);
    let rest = part(sheet, rect, &PartHead { title, note: &note });
    if rest.height() < LEAST_BELOW {
        return figures(sheet, seat, now, rest);
    }
    let (above, plot) = rest.split_top_bottom_at_y(rest.top() + KEY);
    let before = match &responses.before {
        Some(before) => {
            let counted = plot_words::response_of(lang, kind, before.secs.len(), before.of);
            (Sample::Dashes, format!("{period_before} {counted}"))
        }
        None => (Sample::Dashes, say(lang, PlotWord::BeforeUnknown).to_owned()),
    };
    key(sheet, above, &[(Sample::Line, period.to_owned()), before]);
    if now.quantile_secs(0.5).is_none() {
        let word = if now.of == 0 { PlotWord::NoneSent } else { PlotWord::TooFew };
        return empty(sheet, seat, plot, word);
    }
    curves(sheet, seat, &responses, plot);
}

/// The shares that are named.
const NAMED: [(f64, PlotWord); 2] = [(0.5, PlotWord::Half), (0.9, PlotWord::NineTenths)];

/// How long a named share waited at most, and the same in fewer words.
fn named(lang: Lang, (share, word): (f64, PlotWord), secs: i64) -> [String; 2] {
    let (percent, span) = (share * 100.0, format::span(lang, secs));
    [format!("{} p{percent:.0}  {span}", say(lang, word)), format!("p{percent:.0} {span}")]
}

/// Where curves have no room, what the named shares waited.
fn figures(sheet: &mut Sheet<'_>, seat: &Seat, now: &Waits, rect: Rect) {
    const ROW: f32 = 20.0;
    let ink = look(14.0, theme::TEXT_1).medium();
    for (n, of) in NAMED.into_iter().enumerate() {
        let Some(secs) = now.quantile_secs(of.0) else { continue };
        let [whole, short] = named(seat.lang, of, secs);
        let words = if sheet.width(&whole, ink) <= rect.width() { whole } else { short };
        let y = rect.top() + ROW * (n as f32 + 0.5);
        if y + ROW / 2.0 <= rect.bottom() {
            sheet.words(pos2(rect.left(), y), Align2::LEFT_CENTER, &words, ink);
        }
    }
}

/// The axis: from half a minute, by powers, to what nearly all stayed under.
struct Axis {
    most_secs: i64,
}

const LEAST_SECS: f32 = 30.0;

impl Axis {
    fn of(responses: &Responses) -> Self {
        let of = |waits: &Waits| waits.quantile_secs(0.99);
        let most = of(&responses.now).max(responses.before.as_ref().and_then(of)).unwrap_or(3_600);
        let most_secs = TICKS.into_iter().find(|tick| *tick > most).unwrap_or(most.max(60));
        Self { most_secs: most_secs.max(900) }
    }

    fn share(&self, secs: f32) -> f32 {
        ((secs.max(LEAST_SECS) / LEAST_SECS).ln() / (self.most_secs as f32 / LEAST_SECS).ln()).clamp(0.0, 1.0)
    }

    fn secs(&self, share: f32) -> i64 {
        (LEAST_SECS * (self.most_secs as f32 / LEAST_SECS).powf(share)) as i64
    }
}

fn curves(sheet: &mut Sheet<'_>, seat: &Seat, responses: &Responses, rect: Rect) {
    let lang = seat.lang;
    let axis = Axis::of(responses);
    let chart = Chart::new(sheet, rect, 1.0, |share| format!("{:.0}%", share * 100.0));
    let ticks = TICKS.into_iter().filter(|tick| *tick <= axis.most_secs);
    chart.ticks(sheet, ticks.map(|tick| (axis.share(tick as f32), plot_words::tick(lang, tick))));
    let curve = |waits: &Waits| -> Vec<Pos2> {
        let steps = (chart.plot.width() / 2.0).max(2.0) as usize;
        let shares = (0..=steps).map(|n| n as f32 / steps as f32);
        shares.filter_map(|x| Some(pos2(chart.x(x), chart.y(waits.share_within(axis.secs(x))?)))).collect()
    };
    if let Some(before) = &responses.before {
        chart.before(sheet, &[curve(before)]);
    }
    chart.now(sheet, &[curve(&responses.now)]);
    for of in NAMED {
        quantile(sheet, seat, &chart, &axis, responses, of);
    }
}

/// One named share: a dot on the line, how long, and how long before.
fn quantile(
    sheet: &mut Sheet<'_>,
    seat: &Seat,
    chart: &Chart,
    axis: &Axis,
    responses: &Responses,
    (share, word): (f64, PlotWord),
) {
    let lang = seat.lang;
    let Some(secs) = responses.now.quantile_secs(share) else { return };
    let at = pos2(chart.x(axis.share(secs as f32)), chart.y(share));
    sheet.line(vec![pos2(at.x, chart.plot.bottom()), at], 1.0, theme::WORKER_OLD);
    sheet.put(Item::Dot(at, 4.5, theme::TEXT_1));
    let [words, short] = named(lang, (share, word), secs);
    let before = responses.before.as_ref().and_then(|before| before.quantile_secs(share));
    let then = before.map_or_else(String::new, |secs| match lang {
        Lang::Zh => format!("此前 {}", format::span(lang, secs)),
        Lang::En => format!("before: {}", format::span(lang, secs)),
    });
    let (ink, quiet) = (look(14.0, theme::TEXT_1).medium(), caption(theme::TEXT_2));
    let room = chart.room();
    let room = Rect::from_min_max(room.min - vec2(0.0, KEY), room.max);
    // Below the line at the right of the dot or above it at the left; else at the upper left, where no line is.
    let corner = room.min + vec2(8.0, KEY);
    let places = [
        (at + vec2(12.0, 6.0), Align2::LEFT_TOP),
        (at + vec2(-12.0, -6.0), Align2::RIGHT_BOTTOM),
        (at + vec2(-12.0, 6.0), Align2::RIGHT_TOP),
        (at + vec2(12.0, -6.0), Align2::LEFT_BOTTOM),
        (corner, Align2::LEFT_TOP),
        (corner + vec2(0.0, 20.0), Align2::LEFT_TOP),
    ];
    for (words, then) in [(&words, then.as_str()), (&words, ""), (&short, "")] {
        let (first, second) = (sheet.room_of(words, ink), sheet.room_of(then, quiet));
        let high = first.y + if then.is_empty() { 0.0 } else { second.y + 2.0 };
        let Some((at, anchor)) = sheet.free_place(&places, vec2(first.x.max(second.x), high), room) else { continue };
        let top = anchor.anchor_size(at, vec2(0.0, high)).top();
        let in_row = |y: f32| (pos2(at.x, y), Align2([anchor.x(), Align::Center]));
        let (at, anchor) = in_row(top + first.y / 2.0);
        sheet.words(at, anchor, words, ink);
        let (at, anchor) = in_row(top + high - second.y / 2.0);
        sheet.words(at, anchor, then, quiet);
        return;
    }
}
