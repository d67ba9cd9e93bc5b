//! The form of the settings, which asks for the screen's measures, with a picture to test them by. The wall behind it lives.

mod model;
mod paint;
mod picture;
mod plan;
mod rows;

use super::pen::{self, Out};
use crate::seat::Seat;
use crate::seat::setup::Field;
use bevy_egui::egui::{self, Order, Rect};

/// How far the settings are scrolled.
#[derive(Default)]
struct Scroll {
    by_dp: f32,
    /// The field that had the keyboard in the last pass.
    field: Option<Field>,
}

/// The form, and what it keeps from frame to frame.
#[derive(Default)]
pub(crate) struct SetupPanel {
    /// The field that was found wrong, and took the keyboard for it.
    problem: Option<Field>,
    scroll: Scroll,
}

impl SetupPanel {
    /// Draws it over the middle of `cell`, while the seat shows it; the test picture in another cell of the wall where it has
    /// no room beside the settings.
    pub(crate) fn show(
        &mut self,
        ctx: &egui::Context,
        seat: &Seat,
        out: &mut Out,
        (cell, other): (Rect, Option<Rect>),
    ) {
        let Some(form) = seat.setup.form() else {
            *self = Self::default();
            return;
        };
        let model = model::Model::of(seat, form);
        let plan = plan::Plan::of(cell, &model);
        // What can't be kept takes the keyboard, once; nothing does when the form opens, since it may open by itself.
        let wrong = form.problem.filter(|_| self.problem != form.problem);
        self.problem = form.problem;
        let scroll = &mut self.scroll;
        pen::panel_at(ctx, seat, out, ("setup", Order::Foreground), plan.rect, |pen| {
            paint::paint(pen, &plan, &model, wrong, scroll);
        });
        if let Some(other) = other.filter(|_| plan.picture.is_none()) {
            pen::panel_at(ctx, seat, out, ("setup-picture", Order::Foreground), other, |pen| {
                picture::paint(pen, other.shrink(plan::PAD), &model);
            });
        }
    }
}
