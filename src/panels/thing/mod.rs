//! The small card of a worker, a camera or an area.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use crate::seat::{Seat, Selection};
use bevy_egui::egui::Rect;

/// The card.
#[derive(Default)]
pub(crate) struct ThingCard(Cached<(Moment, Selection, Option<crate::domain::Timestamp>), model::Model>);

impl ThingCard {
    /// Brings the card up to the seat; answers the height that it needs.
    pub(crate) fn prepare(&mut self, seat: &Seat, thing: Selection) -> f32 {
        let fixed_at = match thing {
            Selection::Worker(worker) => seat.picture.workers.row(worker).fix.map(|fix| fix.fixed_at),
            _ => None,
        };
        paint::height(self.0.get((Moment::of(seat), thing, fixed_at), || model::Model::of(seat, thing)))
    }

    /// Draws it. `prepare` comes first.
    pub(crate) fn show(&self, pen: &mut Pen<'_>, rect: Rect) {
        if let Some(model) = self.0.last() {
            paint::paint(pen, rect, model);
        }
    }
}
