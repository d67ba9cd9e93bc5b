//! The card's photos: before and after side by side, each enlarged by a click.

use crate::domain::Photo;
use crate::panels::pen::{Pen, ink};
use crate::panels::photos::Shelf;
use crate::panels::text::photo_words;
use crate::panels::theme::{self, size};
use crate::seat::{Intent, WorkIntent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// The row's height, dp.
pub(super) const HEIGHT: f32 = 96.0;
const GAP: f32 = 8.0;
const CAPTION: f32 = 18.0;
const NARROWEST: f32 = 84.0;
const WIDEST: f32 = 128.0;

/// Draws as many as have room; how many more there are stands on the last of them.
pub(super) fn paint(pen: &mut Pen<'_>, row: Rect, photos: &[Photo], shelf: &mut Shelf) {
    let fit = (((row.width() + GAP) / (NARROWEST + GAP)) as usize).max(1);
    let shown = photos.len().min(fit);
    let width = ((row.width() + GAP) / shown.max(1) as f32 - GAP).min(WIDEST);
    for (k, photo) in photos.iter().take(shown).enumerate() {
        let corner = pos2(row.left() + k as f32 * (width + GAP), row.top());
        let rect = Rect::from_min_size(corner, vec2(width, HEIGHT));
        let moment = photo_words::moment(pen.lang, photo.moment);
        let intent = Intent::Work(WorkIntent::Photo(Some(k)));
        let press = pen.press_for(format!("photo-{}", k + 1), rect, moment, intent);
        let ground = if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED };
        pen.fill(rect, ground.egui());
        let (picture, below) = rect.shrink(3.0).split_top_bottom_at_y(rect.bottom() - CAPTION - 3.0);
        shelf.draw(pen, picture, photo, false);
        let more = photos.len() - shown;
        let words = if more > 0 && k + 1 == shown { format!("{moment} +{more}") } else { moment.to_owned() };
        let quiet = ink(size::CAPTION, theme::TEXT_2);
        pen.text_within(below.center(), Align2::CENTER_CENTER, &words, quiet, below.width());
        if pen.seat.work.photo == Some(k) {
            pen.outline(rect, 2.0, theme::SELECTION.egui());
        }
    }
}
