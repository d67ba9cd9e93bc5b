//! The test picture: a ruler across and one down, of a length that a tape measure can check, and Han type of 16, 20 and 25
//! arc minutes for the farthest viewer, both by what the form says now.

use super::model::Model;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::setup_words as words;
use crate::panels::theme::{self, size};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// The angles that are shown, arc minutes: the least that is legible (NUREG-0700), that of captions, that of running text.
const ANGLES: [f64; 3] = [16.0, 20.0, 25.0];
/// Lengths of a ruler, mm.
const LENGTHS: [f64; 9] = [2_000.0, 1_000.0, 500.0, 200.0, 100.0, 50.0, 20.0, 10.0, 5.0];
/// What the ruler down takes beside the type.
const MARGIN: f32 = 34.0;

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    let lang = pen.lang;
    pen.fill(rect, theme::CANVAS.egui());
    pen.name("setup-picture", rect);
    let place = rect.shrink(12.0);
    pen.text(
        pos2(place.left(), place.top() + 8.0),
        Align2::LEFT_CENTER,
        words::picture(lang),
        ink(14.0, theme::TEXT_2).medium(),
    );
    // The picture stands on the screen as it is now: millimetres are its pixels, dp are its scale.
    let (distance_m, pitch_mm) = model.screen.measures();
    let dp_a_px = 1.0 / pen.seat.screen.scale() as f32;
    let dp_a_mm = dp_a_px / pitch_mm.max(1e-6) as f32;
    let scales = Rect::from_min_max(place.min + vec2(0.0, 24.0), place.max - vec2(0.0, 18.0));
    rulers(pen, scales, dp_a_mm);
    let mut y = scales.top() + 44.0;
    let left = scales.left() + MARGIN;
    let room = scales.right() - left;
    for angle in ANGLES {
        let em = model.screen.em_px(angle) as f32 * dp_a_px;
        let caption = ink(size::CAPTION, theme::TEXT_3);
        let label = pen.text(pos2(left, y + 8.0), Align2::LEFT_CENTER, &format!("{angle}′"), caption);
        let (at, wide) = (label.right() + 8.0, room - label.width() - 8.0);
        let height = em * 1.3;
        if y + height.max(20.0) > scales.bottom() - 20.0 || em > wide {
            pen.text_within(pos2(at, y + 8.0), Align2::LEFT_CENTER, words::too_large(lang), caption, wide);
            y += 22.0;
            continue;
        }
        let type_ink = ink(em, theme::TEXT_1);
        let middle = y + height.max(20.0) / 2.0;
        pen.text_within(pos2(at, middle), Align2::LEFT_CENTER, words::sample(lang), type_ink, wide);
        y += height.max(20.0) + 6.0;
    }
    let metres = format!("{}", (distance_m * 100.0).round() / 100.0);
    let at = pos2(left, (y + 8.0).min(scales.bottom() - 10.0));
    pen.text_within(at, Align2::LEFT_CENTER, &words::legible(lang, &metres), ink(size::CAPTION, theme::TEXT_2), room);
}

/// Lines across and down of one length, with a tick at each tenth.
fn rulers(pen: &Pen<'_>, rect: Rect, dp_a_mm: f32) {
    let lang = pen.lang;
    let most = (rect.width() - 8.0).min(rect.height() - 8.0);
    let fitting = LENGTHS.into_iter().find(|mm| *mm as f32 * dp_a_mm <= most);
    let Some(length_mm) = fitting.filter(|mm| *mm as f32 * dp_a_mm >= 20.0) else { return };
    let length = length_mm as f32 * dp_a_mm;
    let (corner, token) = (rect.min + vec2(2.0, 2.0), theme::TEXT_1.egui());
    pen.line(corner, corner + vec2(length, 0.0), 1.5, token);
    pen.line(corner, corner + vec2(0.0, length), 1.5, token);
    for tenth in 0..=10_u8 {
        let at = length * f32::from(tenth) / 10.0;
        let tick = if tenth % 5 == 0 { 10.0 } else { 5.0 };
        pen.line(corner + vec2(at, 0.0), corner + vec2(at, tick), 1.0, token);
        pen.line(corner + vec2(0.0, at), corner + vec2(tick, at), 1.0, token);
    }
    let said = words::ruler(lang, &words::length(lang, length_mm));
    let at = pos2(rect.left() + MARGIN, corner.y + 22.0);
    pen.text_within(at, Align2::LEFT_CENTER, &said, ink(size::CAPTION, theme::TEXT_2), rect.right() - at.x);
}
