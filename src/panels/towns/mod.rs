//! The towns' table and the sources' bars.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use crate::picture::Figures;
use bevy_egui::egui::Rect;

/// Towns and sources.
#[derive(Default)]
pub(crate) struct Towns(Cached<Moment, model::Model>);

impl Towns {
    /// Draws them.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect, figures: &Figures) {
        let seat = pen.seat;
        let model = self.0.get(Moment::of(seat), || model::Model::of(seat, figures));
        paint::paint(pen, rect, model);
    }
}
