//! egui: theme tokens and one folder a panel.

pub mod theme;

use crate::seat::{Intent, Seat};
use bevy_egui::egui;
use std::collections::BTreeMap;

/// The panels' ground alone, so that frames can be drawn before the panels are merged: replaced by
/// the panels' own entry.
#[derive(Default)]
pub struct Panels {
    widgets: BTreeMap<String, egui::Rect>,
}

impl Panels {
    /// No panels yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing to install.
    pub fn install(&mut self, _: &egui::Context) {}

    /// Fills the panels' rectangles.
    pub fn show(&mut self, ctx: &egui::Context, seat: &Seat) -> Vec<Intent> {
        let painter = ctx.layer_painter(egui::LayerId::background());
        let layout = seat.layout();
        let scale = seat.screen.scale();
        for rect in [layout.header, layout.footer, layout.left, layout.left_second, layout.right] {
            let min = egui::pos2((rect.x_px / scale) as f32, (rect.y_px / scale) as f32);
            let size = egui::vec2((rect.width_px / scale) as f32, (rect.height_px / scale) as f32);
            painter.rect_filled(egui::Rect::from_min_size(min, size), 0.0, theme::PANEL.egui());
        }
        Vec::new()
    }

    /// No widgets.
    pub fn widgets(&self) -> &BTreeMap<String, egui::Rect> {
        &self.widgets
    }
}
