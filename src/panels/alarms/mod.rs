//! The list of alarms, in place of the list of matters.

mod foot;
mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::pen::Pen;
use bevy_egui::egui::Rect;

/// What the lines depend on: the second, by the clock too, the list's revisions, the first line and how many.
type Key = (Moment, crate::domain::Timestamp, (u64, u64), usize, usize);

/// The list.
#[derive(Default)]
pub(crate) struct Alarms {
    model: Cached<Key, model::Model>,
    first: usize,
    scrolled: f32,
    /// The stage that showed, whose beginning is shown first.
    stage: crate::seat::Stage,
}

/// The least height in which it can be used, dp: its head, two alarms, and what is done with them.
pub(crate) fn least_height(seat: &crate::seat::Seat, width: f32) -> f32 {
    paint::head_height(seat, width) + 2.0 * paint::ROW + foot::height(seat, width)
}

impl Alarms {
    /// Draws it.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        if std::mem::replace(&mut self.stage, seat.alarm_list.stage) != seat.alarm_list.stage {
            self.first = 0;
        }
        let foot_height = foot::height(seat, rect.width());
        let (above, foot) = rect.split_top_bottom_at_y(rect.bottom() - foot_height);
        let head_height = paint::head_height(seat, rect.width());
        let rows_height = (above.height() - head_height).max(0.0);
        let fitting = (rows_height / paint::ROW).floor() as usize;
        self.scrolled -= pen.wheel_over(above);
        let steps = (self.scrolled / paint::ROW).trunc();
        self.scrolled -= steps * paint::ROW;
        let len = self.model.last().map_or(0, |model| model.len);
        self.first = self.first.saturating_add_signed(steps as isize).min(len.saturating_sub(fitting));
        let (first, now) = (self.first, Moment::of(seat));
        let key = (now, seat.clock, seat.alarm_list.revision(), first, fitting);
        let model = self.model.get(key, || model::Model::of(seat, first, fitting));
        paint::paint(pen, above, head_height, model);
        if foot_height > 0.0 {
            foot::paint(pen, foot);
        }
    }
}
