//! What is to be done, most pressing first; as many rows as fit, and how many there are in all.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use crate::seat::Selection;
use bevy_egui::egui::Rect;

/// The queue.
#[derive(Default)]
pub(crate) struct Queue {
    order: Cached<Moment, Vec<u32>>,
    rows: Cached<(Moment, usize, usize), model::Model>,
    first: usize,
    scrolled: f32,
    followed: Option<u32>,
}

/// The least height that shows a title and one row.
pub(crate) fn least_height(width: f32) -> f32 {
    paint::HEAD + paint::row_height(width)
}

impl Queue {
    /// Draws it.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        let order = self.order.get(Moment::of(seat), || model::order(seat));
        let row_height = paint::row_height(rect.width());
        let fitting = ((rect.height() - paint::HEAD) / row_height).max(0.0).floor() as usize;
        self.scrolled -= pen.wheel_over(rect);
        let steps = (self.scrolled / row_height).trunc();
        self.scrolled -= steps * row_height;
        let last_first = order.len().saturating_sub(fitting);
        self.first = self.first.saturating_add_signed(steps as isize).min(last_first);
        // A matter selected elsewhere is brought into the list once; then the wheel is free again.
        let selected = match seat.selection {
            Some(Selection::Incident(number)) => Some(number),
            _ => None,
        };
        if self.followed != selected {
            self.followed = selected;
            let place = selected.and_then(|number| order.iter().position(|n| *n == number));
            if let Some(place) = place.filter(|place| *place < self.first || *place >= self.first + fitting) {
                self.first = place.min(last_first);
            }
        }
        let (first, shown) = (self.first, fitting.min(order.len()));
        let key = (Moment::of(seat), first, shown);
        let model = self.rows.get(key, || model::Model::of(seat, order, first, shown));
        paint::paint(pen, rect, model);
    }
}
