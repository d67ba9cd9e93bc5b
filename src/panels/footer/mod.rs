//! The line across the bottom: the day in bars of ten minutes, the staff, the feeds.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use crate::picture::Figures;
use bevy_egui::egui::Rect;

/// The footer.
#[derive(Default)]
pub(crate) struct Footer(Cached<Moment, model::Model>);

impl Footer {
    /// Draws it.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect, figures: &Figures) {
        let seat = pen.seat;
        let model = self.0.get(Moment::of(seat), || model::Model::of(seat, figures));
        paint::paint(pen, rect, model);
    }
}
