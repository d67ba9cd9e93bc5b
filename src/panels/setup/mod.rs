//! The form that asks for the screen's measures, with a picture to test them by; the settings beside it. The wall behind
//! it lives.

mod model;
mod paint;
mod picture;

use super::pen::{self, Out};
use crate::seat::Seat;
use crate::seat::setup::Field;
use bevy_egui::egui::{self, Order, Rect};

/// The form, and what it keeps from frame to frame.
#[derive(Default)]
pub(crate) struct SetupPanel {
    /// Whether it was open in the last pass.
    was_open: bool,
    /// The field that was found wrong, and took the keyboard for it.
    problem: Option<Field>,
}

impl SetupPanel {
    /// Draws it over the middle of `cell`, while the seat shows it. Where that is too low, it may cross seams of `whole`:
    /// whoever hangs the wall reads it at arm's length.
    pub(crate) fn show(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, (cell, whole): (Rect, Rect)) {
        let Some(form) = seat.setup.form() else {
            self.was_open = false;
            self.problem = None;
            return;
        };
        let model = model::Model::of(seat, form);
        let rect = paint::rect(if paint::has_room(cell) { cell } else { whole });
        // What can't be kept takes the keyboard, once; nothing does when the form opens, since it may open by itself.
        let wrong = form.problem.filter(|_| self.problem != form.problem);
        (self.was_open, self.problem) = (true, form.problem);
        pen::panel_at(ctx, seat, out, ("setup", Order::Foreground), rect, |pen| paint::paint(pen, rect, &model, wrong));
    }
}
