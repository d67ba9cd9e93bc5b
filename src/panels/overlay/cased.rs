//! The few words of the overlay itself that stand on the map: the scale, where it comes from, a distance.

use crate::panels::pen::{Ink, Pen};
use crate::panels::theme::{self, Token};
use bevy_egui::egui::{Align2, Pos2, vec2};

/// Writes a text with a dark rim, so that it is read on any ground.
pub(crate) fn cased(pen: &Pen<'_>, at: Pos2, anchor: Align2, text: &str, ink: Ink, token: Token) {
    let galley = pen.galley(text, ink, f32::INFINITY);
    let min = anchor.anchor_size(at, galley.size()).min;
    let rim = 1.6 * theme::rims();
    for k in 0..8_u8 {
        let angle = f32::from(k) * std::f32::consts::FRAC_PI_4;
        let offset = vec2(angle.cos(), angle.sin()) * rim;
        pen.painter().galley_with_override_text_color(min + offset, galley.clone(), theme::CANVAS.egui());
    }
    pen.painter().galley(min, galley, token.egui());
}
