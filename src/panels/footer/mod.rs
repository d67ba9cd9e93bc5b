//! The line across the bottom: the slider over time, the staff, the feeds.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use super::replay::Slider;
use crate::picture::Figures;
use bevy_egui::egui::Rect;

/// The footer.
#[derive(Default)]
pub(crate) struct Footer {
    model: Cached<Moment, model::Model>,
    slider: Slider,
}

impl Footer {
    /// Draws it.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect, figures: &Figures) {
        let seat = pen.seat;
        let model = self.model.get(Moment::of(seat), || model::Model::of(seat, figures));
        let slider = paint::paint(pen, rect, model);
        self.slider.show(pen, slider);
    }
}
