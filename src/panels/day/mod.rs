//! A worker's day: the track on the map, and below it what it comes to on one axis of time: speed, the home area, stops, and
//! what was done.

mod model;
mod on_map;
mod sheet;

pub(super) use on_map::draw as draw_on_map;

use super::cache::Cached;
use super::pen::{self, Out, Pen, ink};
use super::places::Places;
use super::plots::{Drawing, measured, paint_drawing};
use super::text::Civil;
use super::text::day_words::{self, DayWord, say};
use super::text::sign_words::Sign;
use super::text::{format, shown, words};
use super::theme::{self, size};
use crate::domain::Timestamp;
use crate::seat::{DayIntent, DayLook, Intent, Lang, Seat};
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};
use model::{Model, Side, Wait};
use sheet::Axis;

/// What the panel depends on: a look holds one state of its track until another is asked for.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    worker: String,
    span: (Timestamp, Timestamp),
    told: Option<usize>,
    failed: Option<String>,
    wait: Option<Wait>,
    lang: Lang,
    size: [u32; 2],
}

/// The panel.
#[derive(Default)]
pub(super) struct DayPanel(Cached<Key, (Model, Drawing)>);

/// The width of the words at the left.
const SIDE: f32 = 250.0;
/// Where the plot would be narrower than this the words stand above it, so high, without the sums.
const LEAST_PLOT: f32 = 320.0;
const ABOVE: f32 = 88.0;
/// All rows of the plot below them have so much room.
const NARROW_PLOT: f32 = 182.0;
/// So many sums are awaited.
const WAITED_FACTS: u8 = 6;
const ROW: f32 = 34.0;
const HEAD: f32 = 40.0;

impl DayPanel {
    /// Draws it over the lower part of `map`, while the seat shows a day or offers people; answers what it leaves.
    pub(super) fn show(
        &mut self,
        ctx: &egui::Context,
        seat: &Seat,
        out: &mut Out,
        places: &Places,
        map: Rect,
    ) -> Option<Rect> {
        let room = places.in_one_cell(map);
        if seat.day.offers {
            offers(ctx, seat, out, room);
            return Some(map);
        }
        let look = seat.day.look.as_ref()?;
        let is_narrow = room.width() < SIDE + LEAST_PLOT;
        let share = if is_narrow { 0.62 } else { 0.48 };
        let least = if is_narrow { ABOVE + NARROW_PLOT } else { 220.0 };
        let high = (room.height() * share).clamp(least, 400.0).min(room.height());
        let (above, rect) = room.split_top_bottom_at_y(room.bottom() - high);
        // Over the cell of a video wall the map goes on around it.
        let left = if room == map { above } else { places.left_by(rect, map) };
        pen::panel(ctx, seat, out, "day", rect, |pen| {
            pen.name("day", rect);
            pen.line(rect.left_top(), rect.right_top(), 2.0, theme::RAISED.egui());
            let (side, room) = match is_narrow {
                true => rect.split_top_bottom_at_y(rect.top() + ABOVE),
                false => rect.split_left_right_at_x(rect.left() + SIDE),
            };
            let key = Key {
                worker: look.worker.to_string(),
                span: (look.from, look.to),
                told: model::told(look),
                failed: model::failed(look),
                wait: Wait::of(seat),
                lang: seat.lang,
                size: [room.width().to_bits(), room.height().to_bits()],
            };
            let painter = pen.painter().clone();
            let (model, drawing) = self.0.get(key, || {
                let model = Model::of(seat, look);
                let drawing = sheet::draw(seat, &model, room.size(), &|text, look| measured(&painter, text, look));
                (model, drawing)
            });
            paint_drawing(&painter, room.min, drawing);
            paint_side(pen, side, &model.side, model.wait.is_some());
            if model.wait == Some(Wait::Again) {
                let label = say(seat.lang, DayWord::Again);
                let wide = pen.galley(label, ink(size::BODY, theme::TEXT_1), f32::INFINITY).size().x + 32.0;
                let at = Rect::from_center_size(room.center() + vec2(0.0, 36.0), vec2(wide, 32.0));
                pen.pick("day-again".to_owned(), at, label, true, Intent::Day(DayIntent::Again));
            } else if model.instead.is_none() && model.wait.is_none() {
                point(pen, look, &Axis::of(model, room.size()), room);
            }
        });
        Some(left)
    }
}

/// What was at the moment under the pointer; the map marks the place.
fn point(pen: &mut Pen<'_>, look: &DayLook, axis: &Axis, room: Rect) {
    let seat = pen.seat;
    let plot = axis.plot.translate(room.min.to_vec2());
    let pointer = pen.painter().ctx().input(|input| input.pointer.hover_pos()).filter(|at| plot.contains(*at));
    let moment = pointer.and_then(|at| axis.moment(at.x - room.left()));
    if moment != seat.day.pointed {
        pen.intend(Intent::Day(DayIntent::Point(moment)));
    }
    let Some(moment) = seat.day.pointed else { return };
    let x = room.left() + axis.x(moment);
    pen.line(pos2(x, plot.top()), pos2(x, plot.bottom()), 1.5, theme::SELECTION.egui());
    let clock = Civil::at(moment, seat.picture.tallies.zone()).hour_minute();
    let spot = look.whereabouts(moment);
    let finest = spot.and_then(|spot| seat.picture.areas.chain_at(spot.at).last().copied());
    // The last two parts of where it lies: many a village has a grid of this name.
    let chain = finest.map(|area| words::chain(&seat.picture, area)).unwrap_or_default();
    let place = chain[chain.len().saturating_sub(2)..].join(" ");
    let words = day_words::pointed(pen.lang, &clock, spot, &place);
    let words_ink = ink(size::BODY, theme::TEXT_1).medium();
    let extent = pen.galley(&words, words_ink, plot.width()).size() + vec2(20.0, 10.0);
    // Right of the line, left of it where the plot ends.
    let left = if x + 8.0 + extent.x > plot.right() { x - 8.0 - extent.x } else { x + 8.0 };
    let tip = Rect::from_min_size(pos2(left.max(plot.left()), plot.top() + 4.0), extent);
    pen.fill(tip, theme::RAISED.egui());
    pen.text_within(tip.center(), Align2::CENTER_CENTER, &words, words_ink, tip.width() - 12.0);
}

/// Who it is, which day, and the sums.
fn paint_side(pen: &mut Pen<'_>, rect: Rect, side: &Side, waits: bool) {
    let lang = pen.lang;
    pen.line(rect.right_top(), rect.right_bottom(), 1.0, theme::RAISED.egui());
    let inner = rect.shrink2(vec2(14.0, 0.0));
    let title = ink(size::PANEL_TITLE, theme::TEXT_1).medium();
    let room = inner.width() - 34.0;
    pen.text_within(pos2(inner.left(), rect.top() + 20.0), Align2::LEFT_CENTER, &side.name, title, room);
    let close = Rect::from_center_size(pos2(inner.right() - 11.0, rect.top() + 20.0), vec2(26.0, 26.0));
    pen.chip("day-close", close, "×", true, Intent::Day(DayIntent::Close));
    pen.call("day-close", Sign::Close);
    let y = rect.top() + 50.0;
    let chip = |x: f32| Rect::from_center_size(pos2(x, y), vec2(28.0, 26.0));
    pen.chip("day-before", chip(inner.left() + 14.0), "‹", true, Intent::Day(DayIntent::Step(-1)));
    pen.call("day-before", Sign::DayBefore);
    pen.chip("day-next", chip(inner.right() - 14.0), "›", side.has_next, Intent::Day(DayIntent::Step(1)));
    pen.call("day-next", Sign::DayAfter);
    pen.text(pos2(inner.center().x, y), Align2::CENTER_CENTER, &side.date, ink(size::BODY, theme::TEXT_1).medium());
    let foot = rect.bottom() - 22.0;
    let mut y = rect.top() + 80.0;
    if waits {
        // As long as what will stand there: a name and a figure, as many as have room.
        for n in 0..WAITED_FACTS.min(((foot - y) / 24.0).max(0.0) as u8) {
            let middle = y + 24.0 * (f32::from(n) + 0.5);
            let block = |left: f32, wide: f32| Rect::from_min_size(pos2(left, middle - 5.0), vec2(wide, 10.0));
            pen.fill(block(inner.left(), 48.0), theme::RAISED.egui());
            pen.fill(block(inner.right() - 84.0, 84.0), theme::RAISED.egui());
        }
    }
    let high = ((foot - y) / side.facts.len().max(1) as f32).min(24.0);
    for (label, value) in side.facts.iter().filter(|_| high >= 12.0) {
        let middle = y + high / 2.0;
        pen.text(pos2(inner.left(), middle), Align2::LEFT_CENTER, label, ink(size::CAPTION, theme::TEXT_2));
        pen.text(pos2(inner.right(), middle), Align2::RIGHT_CENTER, value, ink(14.0, theme::TEXT_1));
        y += high;
    }
    let quiet = ink(size::CAPTION, theme::TEXT_3);
    let at = pos2(inner.left(), rect.bottom() - 12.0);
    pen.text_within(at, Align2::LEFT_CENTER, say(lang, DayWord::Logged), quiet, inner.width());
}

/// The people near, to choose from.
fn offers(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    let offered = seat.offered_workers();
    let rows = offered.len().max(1) as f32;
    let high = (HEAD + rows * ROW + 12.0).min(map.height());
    let corner = pos2(map.left() + 8.0, map.bottom() - high - 8.0);
    let rect = Rect::from_min_size(corner, vec2(380.0_f32.min(map.width()), high)).intersect(map);
    pen::panel(ctx, seat, out, "day-offers", rect, |pen| {
        pen.name("day-offers", rect);
        let inner = rect.shrink2(vec2(14.0, 0.0));
        let title = ink(size::BODY, theme::TEXT_1).medium();
        let at = pos2(inner.left(), rect.top() + HEAD / 2.0);
        pen.text_within(at, Align2::LEFT_CENTER, say(pen.lang, DayWord::Near), title, inner.width());
        if offered.is_empty() {
            let at = pos2(inner.left(), rect.top() + HEAD + ROW / 2.0);
            pen.text(at, Align2::LEFT_CENTER, say(pen.lang, DayWord::Nobody), ink(14.0, theme::TEXT_2));
        }
        for (n, (worker, distance_m)) in offered.iter().enumerate() {
            let corner = pos2(inner.left(), rect.top() + HEAD + ROW * n as f32);
            let row = Rect::from_min_size(corner, vec2(inner.width(), ROW - 3.0));
            let name = shown::worker(seat, *worker);
            let press = pen.press_for(format!("day-worker-{}", n + 1), row, &name, Intent::Day(DayIntent::Of(*worker)));
            pen.fill(row, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
            let y = row.center().y;
            let away = format::distance(pen.lang, *distance_m);
            let away = pen.text(pos2(row.right() - 10.0, y), Align2::RIGHT_CENTER, &away, ink(14.0, theme::TEXT_1));
            let data = seat.picture.workers.row(*worker);
            let quiet = ink(size::CAPTION, theme::TEXT_2);
            let state = words::worker_state(seat, data);
            let role = format!("  {} · {state}", words::role(pen.lang, data.worker.role));
            let runs = [(name.as_str(), ink(14.0, theme::TEXT_1).medium()), (role.as_str(), quiet)];
            let room = away.left() - row.left() - 22.0;
            pen.runs(pos2(row.left() + 10.0, y), Align2::LEFT_CENTER, &runs, room);
        }
    });
}
