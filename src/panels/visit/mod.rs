//! The preview of visit mode: in words, what visitors will see and what they won't, and the one question.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::{self, Out};
use super::places::Places;
use crate::seat::Seat;
use bevy_egui::egui::{self, Order, Rect};

/// The preview.
#[derive(Default)]
pub(crate) struct Preview(Cached<Moment, model::Model>);

impl Preview {
    /// Draws it over the middle of `map`, while the seat shows it: inside a cell of a video wall, and where that is too low for
    /// its lines, over those above and below it.
    pub(crate) fn show(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, places: &Places, map: Rect) {
        if !seat.visit.is_previewed() {
            return;
        }
        let model = self.0.get(Moment::of(seat), || model::Model::of(seat));
        let cell = places.in_one_cell(map);
        let is_low = !places.cells().is_empty() && cell.height() < paint::height(model);
        let plan = match is_low {
            true => paint::Plan::over(Rect::from_x_y_ranges(cell.x_range(), map.y_range()), places.cells(), model),
            false => paint::Plan::within(cell, seat.lang, model),
        };
        pen::panel_at(ctx, seat, out, ("visit", Order::Foreground), plan.rect, |pen| paint::paint(pen, &plan, model));
    }
}
