//! The line across the top: date, whose county this is, whether it lives, the clock.

mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use bevy_egui::egui::Rect;

/// What its words depend on: the second, who sits here, the alarms.
type Key = (Moment, String, (u64, u64));

fn key(seat: &crate::seat::Seat) -> Key {
    (Moment::of(seat), seat.officer.clone(), seat.alarm_list.revision())
}

/// The header.
#[derive(Default)]
pub(crate) struct Header(Cached<Key, model::Model>);

impl Header {
    /// Draws it.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        let model = self.0.get(key(seat), || model::Model::of(seat));
        paint::paint(pen, rect, model);
    }

    /// Draws it as a tour has it: the scene's place in the route and its title in place of the wall's own.
    pub(crate) fn show_on_tour(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        let model = self.0.get(key(seat), || model::Model::of(seat));
        paint::paint_on_tour(pen, rect, model);
    }

    /// Draws what stays on a dark wall: the clock, whether the feeds live, 演示数据.
    pub(crate) fn show_in_the_dark(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        let model = self.0.get(key(seat), || model::Model::of(seat));
        paint::paint_in_the_dark(pen, rect, model);
    }
}
