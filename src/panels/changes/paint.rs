//! How the list of changes looks.

use super::model::Model;
use crate::domain::Urgency;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Key, text};
use crate::panels::theme::{self, size};
use crate::seat::corners::{CHANGES_HEAD_DP, CHANGES_ROW_DP};
use crate::seat::{Intent, Selection};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const HEAD: f32 = CHANGES_HEAD_DP as f32;
const ROW: f32 = CHANGES_ROW_DP as f32;

pub(crate) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let y = rect.top() + HEAD / 2.0;
    let title = ink(size::BODY, theme::TEXT_1).medium();
    let head = pen.text(pos2(inner.left(), y), Align2::LEFT_CENTER, text(pen.lang, Key::Changes), title);
    let quiet = ink(size::CAPTION, theme::TEXT_3);
    pen.text_within(
        pos2(inner.right(), y),
        Align2::RIGHT_CENTER,
        &model.note,
        quiet,
        inner.right() - head.right() - 8.0,
    );
    if model.rows.is_empty() {
        let at = pos2(inner.left(), rect.top() + HEAD + ROW / 2.0);
        pen.text(at, Align2::LEFT_CENTER, text(pen.lang, Key::NoChanges), ink(size::CAPTION, theme::TEXT_2));
    }
    for (k, row) in model.rows.iter().enumerate() {
        let top = rect.top() + HEAD + k as f32 * ROW;
        let line = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), ROW));
        let intent = Intent::Select(Selection::Incident(row.incident));
        let press = pen.press_for(format!("change-{}", k + 1), line, &row.title, intent);
        if press.hovered {
            pen.fill(line.expand2(vec2(6.0, 0.0)), theme::RAISED.egui());
        }
        let middle = line.center().y;
        let second = ink(size::CAPTION, theme::TEXT_2);
        let time = pen.text(pos2(line.left(), middle), Align2::LEFT_CENTER, &row.time, second);
        let kind = pen.text(pos2(time.right() + 10.0, middle), Align2::LEFT_CENTER, row.kind, second);
        let token = match row.urgency {
            Urgency::U1 | Urgency::U2 => theme::urgency_text(row.urgency),
            _ => theme::TEXT_1,
        };
        let left = kind.right() + 10.0;
        pen.text_within(
            pos2(left, middle),
            Align2::LEFT_CENTER,
            &row.title,
            ink(size::CAPTION, token),
            line.right() - left,
        );
    }
}
