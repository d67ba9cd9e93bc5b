//! The plot of a worker's day: four rows over one axis of time.

use super::model::Model;
use crate::domain::Timestamp;
use crate::panels::plots::{Drawing, Item, Measure, Sheet, look};
use crate::panels::text::Civil;
use crate::panels::text::day_words::{DayWord, say};
use crate::panels::theme::{self, size};
use crate::seat::Seat;
use bevy_egui::egui::{Align2, Pos2, Rect, Vec2, pos2, vec2};

const LABEL: f32 = 84.0;
const FOOT: f32 = 26.0;
const STRIP: f32 = 24.0;
/// A row of what was done.
const LINE: f32 = 20.0;
/// Speeds are means over so many seconds at least.
const LEAST_BIN_SECS: f32 = 60.0;

pub(super) fn draw(seat: &Seat, model: &Model, room: Vec2, measure: Measure<'_>) -> Drawing {
    let mut sheet = Sheet::new(room, measure);
    let body = body_of(room);
    let axis = Axis::of(model, room);
    let rows = rows(axis.plot);
    if model.wait.is_some() {
        skeleton(&mut sheet, &rows);
    }
    if let Some(words) = &model.instead {
        let quiet = look(size::BODY, theme::TEXT_2);
        let extent = vec2(sheet.width(words, quiet) + 24.0, 32.0);
        sheet.fill(Rect::from_center_size(body.center(), extent), theme::PANEL);
        sheet.words_within(body.center(), Align2::CENTER_CENTER, words, quiet, body.width());
    }
    if model.wait.is_some() || model.instead.is_some() {
        return sheet.drawing;
    }
    hours(&mut sheet, seat, &axis, body);
    let [speed_at, home_at, stops_at, done_at] = rows;
    speed(&mut sheet, seat, model, &axis, speed_at);
    home(&mut sheet, seat, model, &axis, home_at);
    stops(&mut sheet, seat, model, &axis, stops_at);
    if done_at.is_positive() {
        done(&mut sheet, seat, model, &axis, done_at);
    }
    sheet.drawing
}

/// Where speed, home area, stops and what was done stand. Where four rows have no room, the last is left out.
fn rows(plot: Rect) -> [Rect; 4] {
    let has_done = plot.height() >= 2.0 * LINE + 2.0 * STRIP + 12.0 + 40.0;
    let done_high = if has_done { (plot.height() * 0.34).max(2.0 * LINE) } else { 0.0 };
    let speed_high = (plot.height() - done_high - 2.0 * STRIP - 12.0).max(28.0);
    let mut top = plot.top();
    [speed_high, STRIP, STRIP, done_high].map(|high| {
        let rect = Rect::from_min_size(pos2(plot.left(), top), vec2(plot.width(), high));
        top += high + 4.0;
        rect
    })
}

/// Quiet blocks where names and rows will stand; nothing of them moves.
fn skeleton(sheet: &mut Sheet<'_>, rows: &[Rect]) {
    for row in rows.iter().filter(|row| row.is_positive()) {
        let name = pos2(row.left() - LABEL + 24.0, row.top() + STRIP / 2.0 - 5.0);
        sheet.fill(Rect::from_min_size(name, vec2(LABEL - 34.0, 10.0)), theme::RAISED);
        sheet.fill(row.shrink2(vec2(0.0, 4.0)), theme::RAISED);
    }
}

fn body_of(room: Vec2) -> Rect {
    Rect::from_min_max(pos2(12.0, 10.0), room.to_pos2() - vec2(16.0, 6.0))
}

/// The axis of time of a plot in a room of this size.
pub(super) struct Axis {
    from: Timestamp,
    to: Timestamp,
    /// Where the rows stand.
    pub(super) plot: Rect,
}

impl Axis {
    pub(super) fn of(model: &Model, room: Vec2) -> Self {
        let body = body_of(room);
        let plot = Rect::from_min_max(body.min + vec2(LABEL, 0.0), body.max - vec2(0.0, FOOT));
        Self { from: model.axis.0, to: model.axis.1, plot }
    }

    /// The moment at a place of the axis; none beside it.
    pub(super) fn moment(&self, x: f32) -> Option<Timestamp> {
        let share = (x - self.plot.left()) / self.plot.width().max(1.0);
        let secs = (share * self.to.secs_since(self.from) as f32).round() as i64;
        (0.0..=1.0).contains(&share).then(|| self.from.plus_secs(secs))
    }

    pub(super) fn x(&self, at: Timestamp) -> f32 {
        let share = at.secs_since(self.from) as f32 / self.to.secs_since(self.from).max(1) as f32;
        self.plot.left() + self.plot.width() * share.clamp(0.0, 1.0)
    }
}

fn label(sheet: &mut Sheet<'_>, seat: &Seat, rect: Rect, word: DayWord) {
    let at = pos2(rect.left() - 10.0, rect.top() + STRIP / 2.0);
    let quiet = look(size::CAPTION, theme::TEXT_2);
    sheet.words_within(at, Align2::RIGHT_CENTER, say(seat.lang, word), quiet, LABEL - 10.0);
}

/// The hours below, with lines up through all rows.
fn hours(sheet: &mut Sheet<'_>, seat: &Seat, axis: &Axis, body: Rect) {
    let count = axis.to.secs_since(axis.from) / 3_600;
    let step = if count > 14 {
        3
    } else if count > 7 {
        2
    } else {
        1
    };
    let zone = seat.picture.tallies.zone();
    for hour in (0..=count).step_by(step) {
        let at = axis.from.plus_secs(hour * 3_600);
        let x = axis.x(at);
        sheet.line(vec![pos2(x, axis.plot.top()), pos2(x, axis.plot.bottom())], 1.0, theme::RAISED);
        let words = Civil::at(at, zone).hour_minute();
        let (anchor, x) = if hour == count { (Align2::RIGHT_CENTER, x + 12.0) } else { (Align2::CENTER_CENTER, x) };
        sheet.words(pos2(x, body.bottom() - FOOT / 2.0), anchor, &words, look(size::CAPTION, theme::TEXT_3));
    }
}

/// The mean speed of each short stretch; a gap where nobody knows it.
fn speed(sheet: &mut Sheet<'_>, seat: &Seat, model: &Model, axis: &Axis, rect: Rect) {
    label(sheet, seat, rect, DayWord::Speed);
    let whole_secs = axis.to.secs_since(axis.from) as f32;
    let bin_secs = (whole_secs / (rect.width() / 2.0).max(1.0)).max(LEAST_BIN_SECS);
    let count = (whole_secs / bin_secs).ceil().max(1.0) as usize;
    // Metres and seconds of which somebody knows.
    let mut bins = vec![(0.0_f64, 0.0_f64); count];
    for leg in &model.legs {
        let Some(speed_mps) = leg.speed_mps else { continue };
        let (mut from, to) = (leg.from.secs_since(axis.from) as f64, leg.to.secs_since(axis.from) as f64);
        while from < to {
            let bin = (from / f64::from(bin_secs)) as usize;
            let end = ((bin + 1) as f64 * f64::from(bin_secs)).min(to);
            let Some(sums) = bins.get_mut(bin) else { break };
            (sums.0, sums.1) = (sums.0 + speed_mps * (end - from), sums.1 + end - from);
            from = end;
        }
    }
    let kmh: Vec<Option<f64>> = bins.iter().map(|(m, secs)| (*secs > 0.0).then(|| m / secs * 3.6)).collect();
    let most = kmh.iter().flatten().fold(0.0_f64, |a, b| a.max(*b));
    let top = [6.0, 10.0, 20.0, 40.0, 60.0, 80.0, 120.0].into_iter().find(|top| *top >= most).unwrap_or(200.0);
    for share in [0.0, 0.5, 1.0_f64] {
        let y = rect.bottom() - (rect.height() - 8.0) * share as f32;
        sheet.across(rect.left()..=rect.right(), y, theme::CHART_BAND);
        if share > 0.0 {
            let at = pos2(rect.left() + 4.0, y + 9.0);
            let words = format!("{:.0}", top * share);
            sheet.words(at, Align2::LEFT_CENTER, &words, look(size::CAPTION, theme::TEXT_3));
        }
    }
    let point = |(n, kmh): (usize, &Option<f64>)| -> Option<Pos2> {
        let x = rect.left() + rect.width() * (n as f32 + 0.5) * bin_secs / whole_secs;
        Some(pos2(x.min(rect.right()), rect.bottom() - (rect.height() - 8.0) * ((*kmh)? / top).min(1.0) as f32))
    };
    let points: Vec<Option<Pos2>> = kmh.iter().enumerate().map(point).collect();
    for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
        sheet.line(run.iter().flatten().copied().collect(), 2.0, theme::TEXT_1);
    }
}

/// In the home area, out of it, unknown: full, an outline, nothing.
fn home(sheet: &mut Sheet<'_>, seat: &Seat, model: &Model, axis: &Axis, rect: Rect) {
    label(sheet, seat, rect, DayWord::Home);
    let strip = rect.shrink2(vec2(0.0, 4.0));
    if !model.has_home {
        let at = pos2(strip.left() + 6.0, strip.center().y);
        let quiet = look(size::CAPTION, theme::TEXT_3);
        sheet.words(at, Align2::LEFT_CENTER, say(seat.lang, DayWord::NoHome), quiet);
        return;
    }
    // Runs of one kind are one bar.
    let mut runs: Vec<(Timestamp, Timestamp, bool)> = Vec::new();
    for leg in &model.legs {
        let Some(share) = leg.inside else { continue };
        let inside = share >= 0.5;
        match runs.last_mut() {
            Some((_, to, same)) if *to == leg.from && *same == inside => *to = leg.to,
            _ => runs.push((leg.from, leg.to, inside)),
        }
    }
    for (from, to, inside) in runs {
        let bar = Rect::from_x_y_ranges(axis.x(from)..=axis.x(to).max(axis.x(from) + 1.0), strip.y_range());
        let (token, word) =
            if inside { (theme::FILL[3], DayWord::Inside) } else { (theme::CHART_BAND, DayWord::Outside) };
        if inside {
            sheet.fill(bar, token);
        } else {
            let ring = [bar.left_top(), bar.right_top(), bar.right_bottom(), bar.left_bottom(), bar.left_top()];
            sheet.line(ring.to_vec(), 1.5, theme::WORKER_OLD);
        }
        let (words, ink) = (say(seat.lang, word), look(size::CAPTION, theme::TEXT_1));
        if sheet.width(words, ink) + 8.0 < bar.width() {
            sheet.words(bar.center(), Align2::CENTER_CENTER, words, ink);
        }
    }
}

/// Stays: a bar with its number, and its place and times where they have room.
fn stops(sheet: &mut Sheet<'_>, seat: &Seat, model: &Model, axis: &Axis, rect: Rect) {
    label(sheet, seat, rect, DayWord::Stops);
    let strip = rect.shrink2(vec2(0.0, 3.0));
    for (n, stop) in model.stops.iter().enumerate() {
        let bar =
            Rect::from_x_y_ranges(axis.x(stop.from)..=axis.x(stop.to).max(axis.x(stop.from) + 2.0), strip.y_range());
        sheet.fill(bar.shrink2(vec2(0.5, 0.0)), theme::ROAD_SECONDARY);
        let ink = look(size::CAPTION, theme::TEXT_1);
        if bar.width() > 70.0 {
            sheet.words_within(
                pos2(bar.left() + 5.0, bar.center().y),
                Align2::LEFT_CENTER,
                &stop.words,
                ink,
                bar.width() - 8.0,
            );
        } else if sheet.width(&(n + 1).to_string(), ink) + 2.0 < bar.width() {
            sheet.words(bar.center(), Align2::CENTER_CENTER, &(n + 1).to_string(), ink);
        }
    }
}

/// What was done: a mark at its moment, its words in the first row that is free there.
fn done(sheet: &mut Sheet<'_>, seat: &Seat, model: &Model, axis: &Axis, rect: Rect) {
    label(sheet, seat, rect, DayWord::Done);
    if model.done.is_empty() {
        let at = pos2(rect.left() + 6.0, rect.top() + STRIP / 2.0);
        let quiet = look(size::CAPTION, theme::TEXT_3);
        sheet.words(at, Align2::LEFT_CENTER, say(seat.lang, DayWord::NothingDone), quiet);
        return;
    }
    let rows = ((rect.height() / LINE) as usize).max(1);
    let mut free_from = vec![f32::NEG_INFINITY; rows];
    for step in &model.done {
        let x = axis.x(step.at);
        let ink = look(size::CAPTION, theme::TEXT_1);
        let wide = sheet.width(&step.words, ink) + 16.0;
        let place = free_from.iter().position(|free| *free <= x);
        let y = rect.top() + LINE * (place.unwrap_or(rows - 1) as f32 + 0.5);
        sheet.put(Item::Dot(pos2(x, y), 4.0, theme::TEXT_1));
        let Some(place) = place else { continue };
        let fits_right = x + wide < rect.right();
        let (at, anchor) =
            if fits_right { (pos2(x + 8.0, y), Align2::LEFT_CENTER) } else { (pos2(x - 8.0, y), Align2::RIGHT_CENTER) };
        if !fits_right && x - wide < free_from[place] {
            free_from[place] = x + 8.0;
            continue;
        }
        sheet.words(at, anchor, &step.words, ink);
        free_from[place] = if fits_right { x + wide } else { x + 8.0 };
    }
}
