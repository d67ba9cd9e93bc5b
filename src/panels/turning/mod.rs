//! The strip of a wall that turns by itself: that it will, how it is stopped; then what it looks at, and why.

mod model;

use super::pen::{self, Out, ink};
use super::text::turn_words as words;
use super::theme::{self, size};
use crate::seat::Seat;
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};
use model::Model;

const HEIGHT: f32 = 40.0;
/// Below the chips at the map's upper edge.
const TOP: f32 = 54.0;

/// Draws it at the upper edge of `map`, as long as there is something to say.
pub(crate) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    let Some(model) = Model::of(seat) else { return };
    let width = 660.0_f32.min(map.width() - 32.0);
    let rect = Rect::from_min_size(pos2(map.center().x - width / 2.0, map.top() + TOP), vec2(width, HEIGHT));
    pen::panel(ctx, seat, out, "turn-strip", rect, |pen| {
        pen.outline(rect, 1.0, theme::TEXT_3.egui());
        let (inner, y) = (rect.shrink2(vec2(14.0, 0.0)), rect.center().y);
        let how = words::any_move_stops(pen.lang);
        let at = pos2(inner.right(), y);
        let how = pen.text(at, Align2::RIGHT_CENTER, how, ink(size::CAPTION, theme::TEXT_2));
        let dim = ink(size::BODY, theme::TEXT_2);
        let urgent = ink(size::BODY, theme::U1_TEXT).medium();
        let bright = ink(size::BODY, theme::TEXT_1).medium();
        let runs = [(model.lead.as_str(), dim), (model.urgent.as_str(), urgent), (model.what.as_str(), bright)];
        pen.runs(pos2(inner.left(), y), Align2::LEFT_CENTER, &runs, how.left() - inner.left() - 16.0);
        pen.name("turn-strip", rect);
    });
}
