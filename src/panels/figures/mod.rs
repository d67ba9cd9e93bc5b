//! The left column: six key figures and the day's course.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use crate::picture::Figures;
use bevy_egui::egui::Rect;

/// Key figures and trends.
#[derive(Default)]
pub(crate) struct KeyFigures(Cached<Moment, model::Model>);

impl KeyFigures {
    /// Draws them.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect, figures: &Figures) {
        let seat = pen.seat;
        let model = self.0.get(Moment::of(seat), || model::Model::of(seat, figures));
        paint::paint(pen, rect, model);
    }
}
