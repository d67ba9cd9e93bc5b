//! The strip that says that the screen is shown through other eyes, and ends it: its colours are not the real ones.

use super::pen::{self, Out, ink};
use super::text::setup_words;
use super::theme::{self, size};
use crate::seat::{Intent, Seat};
use bevy_egui::egui::{self, Align2, Order, Rect, pos2, vec2};

/// Below the chips and the tools' strip at the map's upper edge, above the form of the settings.
const TOP: f32 = 80.0;

/// Draws it in the upper part of `map`, while the check is on.
pub(super) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    let Some(sight) = seat.see_as else { return };
    let width = 560.0_f32.min(map.width() - 16.0);
    let top = (map.top() + TOP).min(map.bottom() - 44.0).max(map.top());
    let rect = Rect::from_min_size(pos2(map.center().x - width / 2.0, top), vec2(width, 40.0));
    pen::panel_at(ctx, seat, out, ("sight", Order::Foreground), rect, |pen| {
        let words = setup_words::sight_is_on(pen.lang, sight);
        let press = pen.press_for("sight-end", rect, &words, Intent::SeeAs(None));
        let (ground, text) =
            if press.hovered { (theme::WORKER_ON_TASK, theme::CANVAS) } else { (theme::TEXT_1, theme::CANVAS) };
        pen.fill(rect, ground.egui());
        pen.text_within(
            rect.center(),
            Align2::CENTER_CENTER,
            &words,
            ink(size::BODY, text).medium(),
            rect.width() - 16.0,
        );
    });
}
