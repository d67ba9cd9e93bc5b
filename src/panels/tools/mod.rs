//! The tools on the map: the strip that says which is in the hand, what was found, and who answers for a place.

mod export;
mod found;
mod on_map;
mod place;

pub(crate) use on_map::draw as draw_on_map;

use super::cache::{Cached, Moment};
use super::pen::{self, Out, Pen, ink};
use super::places::Places;
use super::text::tool_words::{self, ToolWord, say};
use super::theme::{self, size};
use crate::domain::LonLat;
use crate::report::Table;
use crate::seat::tools::{Counts, DrawKind, Within};
use crate::seat::{Intent, Seat, ToolIntent};
use crate::spatial::{Px, Shape};
use bevy_egui::egui::{self, Align2, Pos2, Rect, pos2, vec2};

const GAP: f32 = 8.0;
/// How wide the panel of what was found is, and the one of a place, dp.
const FOUND: f32 = 348.0;
const PLACE: f32 = 360.0;
/// Beside what was found the map keeps at least so much, dp; where it can't, the panel stands below it.
const LEAST_MAP: f32 = 420.0;

/// How large a thing to press is at least, dp: a finger's on a wall, a mouse's at a desk.
pub(super) fn touch(seat: &Seat) -> f32 {
    if seat.screen.is_near() { 32.0 } else { 48.0 }
}

/// The table of what was found, as a file tells it; the shape that was asked about is its last row.
#[must_use]
pub fn found_table(seat: &Seat, within: &Within, shape: Option<&Shape>) -> Table {
    export::table(seat, within, shape)
}

/// Below a place at least so much is told of it, dp.
const LEAST_BELOW: f32 = 260.0;

/// The tools' panels and what they keep from frame to frame.
#[derive(Default)]
pub(super) struct ToolPanels {
    found: Cached<(Moment, u64), Within>,
    scroll: found::Scroll,
    place: Cached<(Moment, LonLat), place::Model>,
    live: Cached<(Moment, Shape), Counts>,
}

impl ToolPanels {
    /// How many things lie in what is drawn, while something is.
    pub(super) fn live(&mut self, seat: &Seat) -> Option<Counts> {
        let shape = seat.tools.drawing.as_ref()?.shape_at_hand()?;
        Some(*self.live.get((Moment::of(seat), shape.clone()), || seat.counts_within(&shape)))
    }

    /// Draws the strip and what was found over `map`; answers what they leave of it.
    pub(super) fn show(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, places: &Places, map: Rect) -> Rect {
        let below = strip(ctx, seat, out, places, map);
        if seat.tools.asked.is_none() {
            return map;
        }
        let key = (Moment::of(seat), seat.tools.revision());
        let within = self.found.get(key, || seat.within_asked().unwrap_or_default());
        let room = places.in_one_cell(below);
        let high = found::height(seat, within).min(room.height() - 2.0 * GAP);
        let is_beside = room.width() >= FOUND + LEAST_MAP;
        let (rect, left) = if is_beside {
            let rect = Rect::from_min_size(room.min + vec2(GAP, GAP), vec2(FOUND, high));
            (rect, Rect::from_min_max(pos2(rect.right() + GAP, map.top()), map.max))
        } else {
            let high = high.min(room.height() * 0.5);
            let corner = pos2(room.left() + GAP, room.bottom() - GAP - high);
            let rect = Rect::from_min_size(corner, vec2((room.width() - 2.0 * GAP).min(480.0), high));
            (rect, Rect::from_min_max(map.min, pos2(map.right(), rect.top() - GAP)))
        };
        let scroll = &mut self.scroll;
        pen::panel(ctx, seat, out, "found", rect, |pen| found::paint(pen, rect, within, scroll));
        if room == below { left } else { map }
    }

    /// Draws who answers for a place beside it, inside `map`.
    pub(super) fn show_place(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, places: &Places, map: Rect) {
        let Some(at) = seat.tools.place else { return };
        let model = self.place.get((Moment::of(seat), at), || place::Model::of(seat, at));
        let point = on_window(seat, places.whole_map, seat.view.screen_from_lonlat(at));
        let room = places.in_cell_of(point, map).shrink(GAP);
        let size = vec2(PLACE.min(room.width()), model.height(seat, PLACE).min(room.height()));
        // Where it has no room beside the place, it stands below it: the place itself is what was asked for.
        let below = Rect::from_min_max(pos2(room.left(), point.y + 24.0), room.max);
        if room.width() < 2.0 * size.x && below.height() >= LEAST_BELOW && room.contains(point) {
            let size = vec2(size.x, size.y.min(below.height()));
            let rect = Rect::from_min_size(pos2(below.center().x - size.x / 2.0, below.top()), size);
            pen::panel_at(ctx, seat, out, ("place", egui::Order::Foreground), rect, |pen| {
                place::paint(pen, rect, model)
            });
            return;
        }
        let beside = if point.x + 28.0 + size.x <= room.right() { point.x + 28.0 } else { point.x - 28.0 - size.x };
        let x = beside.clamp(room.left(), (room.right() - size.x).max(room.left()));
        let y = (point.y - 60.0).clamp(room.top(), (room.bottom() - size.y).max(room.top()));
        let rect = Rect::from_min_size(pos2(x, y), size);
        pen::panel_at(ctx, seat, out, ("place", egui::Order::Foreground), rect, |pen| place::paint(pen, rect, model));
    }
}

/// Where a point of the map's picture stands on the window, dp.
fn on_window(seat: &Seat, map: Rect, px: Px) -> Pos2 {
    map.min + vec2(px.x as f32, px.y as f32) / seat.screen.scale().max(0.1) as f32
}

/// The strip over the map's upper edge: which tool, what to do next, how to leave it. Answers what is left below.
fn strip(ctx: &egui::Context, seat: &Seat, out: &mut Out, places: &Places, map: Rect) -> Rect {
    let in_hand = seat.tools.drawing.is_some() || seat.tools.picks;
    if !in_hand && seat.tools.measured.is_none() {
        return map;
    }
    let touch = touch(seat);
    let room = places.in_one_cell(map);
    let size = vec2(560.0_f32.min(room.width() - 2.0 * GAP), touch + 36.0);
    let rect = Rect::from_min_size(pos2(room.center().x - size.x / 2.0, room.top() + GAP), size);
    pen::panel(ctx, seat, out, "tool", rect, |pen| paint_strip(pen, rect, touch));
    Rect::from_min_max(pos2(map.left(), rect.bottom()), map.max)
}

fn paint_strip(pen: &mut Pen<'_>, rect: Rect, touch: f32) {
    pen.name("tool", rect);
    pen.outline(rect, 1.5, theme::QUERY.egui());
    let (seat, lang) = (pen.seat, pen.lang);
    let inner = rect.shrink(6.0);
    let wide = (inner.width() - touch - 6.0) / (DrawKind::ALL.len() + 1) as f32;
    let chip_at = |place: u8| {
        let corner = pos2(inner.left() + f32::from(place) * wide, inner.top());
        Rect::from_min_size(corner, vec2(wide - 6.0, touch - 4.0))
    };
    for (kind, place) in DrawKind::ALL.into_iter().zip(0..) {
        let chip = chip_at(place);
        let chosen = seat.tools.drawing.as_ref().is_some_and(|drawing| drawing.kind == kind);
        let intent = Intent::Tool(ToolIntent::Draw(kind));
        pen.pick(format!("tool-{}", kind.name()), chip, tool_words::kind(lang, kind), chosen, intent);
    }
    let several = say(lang, ToolWord::PickSeveral);
    let chip = chip_at(DrawKind::ALL.len() as u8);
    pen.pick("tool-several".to_owned(), chip, several, seat.tools.picks, Intent::Tool(ToolIntent::Picks));
    let close = Rect::from_min_size(pos2(inner.right() - touch, inner.top()), vec2(touch, touch - 4.0));
    let leave =
        if seat.tools.drawing.is_some() || seat.tools.picks { ToolIntent::GiveUp } else { ToolIntent::CloseMeasured };
    cross(pen, "tool-close", close, Intent::Tool(leave));
    let words = match (&seat.tools.drawing, &seat.tools.measured) {
        (Some(drawing), _) => tool_words::next(lang, drawing.kind, drawing.corners.len()).to_owned(),
        (None, Some(line)) if !seat.tools.picks => {
            let word = if line.closed { ToolWord::Around } else { ToolWord::Total };
            let length = format!("{} {}", say(lang, word), tool_words::length(lang, line.total_m()));
            let area = line.area_m2().map(|size_m2| tool_words::ground(lang, size_m2));
            area.map_or(length.clone(), |area| format!("{length} · {} {area}", say(lang, ToolWord::Area)))
        }
        (None, _) => say(lang, ToolWord::EachClick).to_owned(),
    };
    let at = pos2(rect.center().x, rect.bottom() - 17.0);
    pen.text_within(at, Align2::CENTER_CENTER, &words, ink(size::BODY, theme::TEXT_1), inner.width() - 8.0);
}

/// A cross that closes.
fn cross(pen: &mut Pen<'_>, id: &str, rect: Rect, intent: Intent) {
    let press = pen.press_for(id, rect, say(pen.lang, ToolWord::Close), intent);
    let token = if press.hovered { theme::TEXT_1 } else { theme::TEXT_3 };
    let arms = Rect::from_center_size(rect.center(), vec2(11.0, 11.0));
    pen.line(arms.left_top(), arms.right_bottom(), 1.5, token.egui());
    pen.line(arms.right_top(), arms.left_bottom(), 1.5, token.egui());
}
