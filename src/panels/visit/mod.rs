//! The preview of visit mode: in words, what visitors will see and what they won't, and the one question.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::{self, Out};
use crate::seat::Seat;
use bevy_egui::egui::{self, Order, Rect};

/// The preview.
#[derive(Default)]
pub(crate) struct Preview(Cached<Moment, model::Model>);

impl Preview {
    /// Draws it over the middle of `room`, while the seat shows it.
    pub(crate) fn show(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, room: Rect) {
        if !seat.visit.is_previewed() {
            return;
        }
        let model = self.0.get(Moment::of(seat), || model::Model::of(seat));
        let rect = paint::rect(model, seat.lang, room);
        pen::panel_at(ctx, seat, out, ("visit", Order::Foreground), rect, |pen| paint::paint(pen, rect, model));
    }
}
