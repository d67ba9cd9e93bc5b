//! What changed in the last fifteen minutes: eyes miss changes, a list doesn't.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use bevy_egui::egui::Rect;

/// The list.
#[derive(Default)]
pub(crate) struct ChangesList(Cached<(Moment, usize), model::Model>);

impl ChangesList {
    /// Draws it with at most `rows` rows.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect, rows: usize) {
        let seat = pen.seat;
        let model = self.0.get((Moment::of(seat), rows), || model::Model::of(seat, rows));
        paint::paint(pen, rect, model);
    }
}
