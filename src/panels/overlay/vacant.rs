//! What stands on the map where there is no county: that there is none, and how one comes.

use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Key, text};
use crate::panels::theme::{self, size};
use bevy_egui::egui::{Align2, Rect, vec2};

/// From one line to the next, dp.
const LINE: f32 = 34.0;

/// Says it in the middle of the free part of the map.
pub(super) fn draw(pen: &Pen<'_>, free: Rect) {
    if !pen.seat.live().areas.rows().is_empty() {
        return;
    }
    let title = ink(size::PANEL_TITLE, theme::TEXT_1).medium();
    let plain = ink(size::BODY, theme::TEXT_2);
    let lines = [(Key::NoCounty, title), (Key::NoCountyImport, plain), (Key::NoCountySample, plain)];
    for (k, (key, ink)) in (0_u8..).zip(lines) {
        let at = free.center() + vec2(0.0, (f32::from(k) - 1.0) * LINE);
        pen.text_within(at, Align2::CENTER_CENTER, text(pen.lang, key), ink, free.width() - 32.0);
    }
}
