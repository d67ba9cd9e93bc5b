//! The card of the selected matter: what, where, how long, what happened, whom to send.

mod foot;
mod model;
mod paint;
mod people;

pub(crate) use people::camera_mark;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use crate::domain::Timestamp;
use bevy_egui::egui::Rect;

/// What the card depends on beyond the moment.
type CardKey = (Moment, u32, usize, usize, Option<Timestamp>, bool);

/// The incident card.
#[derive(Default)]
pub(crate) struct Card(Cached<CardKey, model::Model>);

impl Card {
    /// Brings the card's contents up to the seat; answers the height that it would like to have in a
    /// column of this size.
    pub(crate) fn prepare(&mut self, seat: &crate::seat::Seat, incident: u32, width: f32, most: f32) -> f32 {
        let order = seat.order.as_ref().map(|order| order.at);
        let key =
            (Moment::of(seat), incident, seat.chosen, seat.commands_under_way(), order, seat.confirming().is_some());
        let model = self.0.get(key, || model::Model::of(seat, incident));
        paint::plan(model, width, most).height
    }

    /// Draws it. `prepare` comes first.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        if let Some(model) = self.0.last() {
            paint::paint(pen, rect, model);
        }
    }
}
