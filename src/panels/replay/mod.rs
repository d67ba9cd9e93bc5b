//! The time machine on screen: the slider with what happened drawn in it, and, while a past moment shows, the guard that
//! nobody can overlook: a hatched frame, the word across the map, the strip of what is pressing live.

mod guard;
mod model;
mod paint;
mod reading;

pub(crate) use guard::{FRAME, guard, live_strip};
pub(crate) use reading::reading;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use bevy_egui::egui::{Rect, vec2};

/// The slider.
#[derive(Default)]
pub(crate) struct Slider(Cached<model::Key, model::Model>);

impl Slider {
    /// Draws it.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        // The guard's frame lies over the window's lowest rows.
        let frame = if seat.replay.is_on() { guard::FRAME + 1.0 } else { 0.0 };
        let rect = Rect::from_min_max(rect.min, rect.max - vec2(0.0, frame));
        let model = self.0.get(model::Key::of(seat, Moment::by_minute(seat)), || model::Model::of(seat));
        paint::paint(pen, rect, model);
    }
}
