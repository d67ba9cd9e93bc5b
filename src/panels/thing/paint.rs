//! How the small card looks.

use super::model::Model;
use crate::panels::pen::{Pen, ink};
use crate::panels::theme::{self, size};
use crate::seat::Lang;
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const HEAD: f32 = 62.0;
const FACT: f32 = 24.0;
const LINK: f32 = 28.0;

/// The height that a card needs.
pub(super) fn height(model: &Model) -> f32 {
    HEAD + model.facts.len() as f32 * FACT + model.links.len() as f32 * LINK + 24.0
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.line(rect.left_top(), rect.left_bottom(), 1.0, theme::RAISED.egui());
    pen.line(rect.left_top(), rect.right_top(), 2.0, theme::RAISED.egui());
    pen.name("card", rect);
    let inner = rect.shrink2(vec2(16.0, 0.0));
    let title_ink = ink(size::TITLE, theme::TEXT_1).medium();
    let room = inner.width() - 34.0;
    pen.text_within(pos2(inner.left(), rect.top() + 22.0), Align2::LEFT_CENTER, &model.title, title_ink, room);
    let subtitle_ink = ink(14.0, theme::TEXT_2);
    pen.text_within(pos2(inner.left(), rect.top() + 46.0), Align2::LEFT_CENTER, &model.subtitle, subtitle_ink, room);
    pen.close_button(Rect::from_center_size(pos2(inner.right() - 8.0, rect.top() + 22.0), vec2(24.0, 24.0)));
    let mut y = rect.top() + HEAD;
    let label_width = if pen.lang == Lang::Zh { 48.0 } else { 84.0 };
    for (label, words) in &model.facts {
        if y + FACT > rect.bottom() {
            return;
        }
        let middle = y + FACT / 2.0;
        pen.text(pos2(inner.left(), middle), Align2::LEFT_CENTER, label, ink(size::CAPTION, theme::TEXT_3));
        let at = pos2(inner.left() + label_width, middle);
        pen.text_within(at, Align2::LEFT_CENTER, words, ink(14.0, theme::TEXT_1), inner.right() - at.x);
        y += FACT;
    }
    y += 6.0;
    for link in &model.links {
        if y + LINK > rect.bottom() {
            return;
        }
        let row = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), LINK - 2.0));
        let press = pen.press_for(link.id.clone(), row, &link.words, link.intent.clone());
        pen.fill(row, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
        let at = pos2(row.left() + 10.0, row.center().y);
        pen.text_within(at, Align2::LEFT_CENTER, &link.words, ink(14.0, theme::TEXT_1), row.width() - 20.0);
        y += LINK;
    }
}
