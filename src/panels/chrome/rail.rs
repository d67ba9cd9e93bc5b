//! The desk's rail of layers: a sign over a word for each switch, a bar at the edge of those that are on.

use super::icon::icon;
use super::switch::Switch;
use crate::panels::pen::{self, Out, Pen, ink};
use crate::panels::places::Places;
use crate::panels::replay;
use crate::panels::theme::{self, size};
use crate::seat::Seat;
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};

/// A switch is at least a target for a hand, and no higher than what belongs together, dp.
const LEAST: f32 = 40.0;
const MOST: f32 = 56.0;
/// How wide the bar is of what is on.
const BAR: f32 = 3.0;

/// How many switches a rail of this height holds, at most so many.
fn held(height: f32, most: usize) -> usize {
    ((height / LEAST).max(0.0) as usize).min(most)
}

/// The switches that stand in a row over the map: those for which the rail has no height, on a wall all.
pub(super) fn left_over(seat: &Seat, places: &Places) -> Vec<Switch> {
    if !places.rail.is_positive() {
        return Switch::row(seat);
    }
    let mut switches = Switch::rail(seat);
    switches.split_off(held(places.rail.height(), switches.len()))
}

/// Draws it, where the seat has one.
pub(crate) fn rail(ctx: &egui::Context, seat: &Seat, out: &mut Out, places: &Places) {
    let rect = places.rail;
    pen::panel(ctx, seat, out, "rail", rect, |pen| {
        pen.name("rail", rect);
        let mut switches = Switch::rail(seat);
        switches.truncate(held(rect.height(), switches.len()));
        let high = (rect.height() / switches.len().max(1) as f32).min(MOST).floor();
        for (k, switch) in switches.into_iter().enumerate() {
            let at = Rect::from_min_size(rect.min + vec2(0.0, k as f32 * high), vec2(rect.width() - 1.0, high));
            show(pen, at, switch);
        }
        pen.line(rect.right_top() - vec2(0.5, 0.0), rect.right_bottom() - vec2(0.5, 0.0), 1.0, theme::RAISED.egui());
    });
}

fn show(pen: &mut Pen<'_>, rect: Rect, switch: Switch) {
    let press = pen.press_for(switch.id.as_str(), rect, switch.label, switch.intent);
    pen.tell_chosen(&switch.id, switch.on);
    if press.hovered {
        pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    }
    if switch.is_late {
        pen.hatch(rect.shrink(1.0), theme::STALE.egui_alpha(0.17));
    }
    let token = if switch.on { theme::TEXT_1 } else { theme::TEXT_3 };
    // The bar at the edge is the middle's, too.
    let middle = rect.center() + vec2(BAR / 2.0, 0.0);
    icon(pen, middle - vec2(0.0, 9.0), switch.about, token);
    pen.text(middle + vec2(0.0, 10.5), Align2::CENTER_CENTER, switch.short, ink(size::CAPTION, token));
    if switch.on {
        // The frame of a past moment lies over the window's edge.
        let off = if pen.seat.replay.is_on() { replay::FRAME } else { 0.0 };
        let top = pos2(rect.left() + off, rect.top() + 3.0);
        let bar = Rect::from_min_max(top, pos2(top.x + BAR, rect.bottom() - 3.0));
        pen.painter().rect_filled(bar, 0.0, theme::TEXT_1.egui());
    }
}
