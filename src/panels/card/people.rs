//! The card's people and cameras.

use super::model::{CameraLine, CandidateLine, Model};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Key, text};
use crate::panels::theme::{self, size};
use crate::seat::{CameraIntent, Intent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// A camera's row.
pub(super) const CAMERA_ROW: f32 = 21.0;

/// A candidate's row that holds one line: who, how far, how long.
pub(super) const ONE_LINE: f32 = 24.0;

/// Draws up to `rows` candidates below `rect`'s top; answers where they end.
pub(super) fn candidates(pen: &mut Pen<'_>, rect: Rect, model: &Model, rows: usize, row_height: f32) -> f32 {
    let mut y = rect.top();
    if model.candidates.is_empty() {
        pen.text(pos2(rect.left(), y + 14.0), Align2::LEFT_CENTER, model.nobody, ink(14.0, theme::TEXT_2));
        return y + 28.0;
    }
    for (k, line) in model.candidates.iter().take(rows).enumerate() {
        let row = Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), row_height - 2.0));
        candidate(pen, row, k, line);
        y += row_height;
    }
    y
}

fn candidate(pen: &mut Pen<'_>, rect: Rect, place: usize, line: &CandidateLine) {
    let id = format!("candidate-{}", place + 1);
    let press = pen.press_for(id, rect, &line.name, Intent::Choose(place));
    let chosen = pen.seat.chosen == place;
    if chosen || press.hovered {
        pen.fill(rect, theme::RAISED.egui());
    }
    if chosen {
        pen.outline(rect, 1.5, theme::TEXT_1.egui());
    }
    let key = Rect::from_center_size(pos2(rect.left() + 19.0, rect.center().y), vec2(20.0, 20.0));
    let key_token = if chosen {
        pen.fill(key, theme::TEXT_1.egui());
        theme::CANVAS
    } else {
        pen.outline(key, 1.0, theme::DISABLED.egui());
        theme::TEXT_2
    };
    let number = (place + 1).to_string();
    pen.text(key.center(), Align2::CENTER_CENTER, &number, ink(size::CAPTION, key_token).medium());
    let (left, right) = (rect.left() + 38.0, rect.right() - 10.0);
    if rect.height() < ONE_LINE {
        return one_line(pen, (left, right, rect.center().y), line);
    }
    let (upper, lower) = (rect.center().y - 8.5, rect.center().y + 9.0);
    let quiet = ink(size::CAPTION, theme::TEXT_2);
    let distance =
        pen.text(pos2(right, upper), Align2::RIGHT_CENTER, &line.distance, ink(14.0, theme::TEXT_1).medium());
    let arrival = pen.text(pos2(right, lower), Align2::RIGHT_CENTER, &line.arrival, quiet);
    let runs = [(line.name.as_str(), ink(15.0, theme::TEXT_1).medium()), ("  ", quiet), (line.role.as_str(), quiet)];
    pen.runs(pos2(left, upper), Align2::LEFT_CENTER, &runs, distance.left() - left - 8.0);
    let stands = ink(size::CAPTION, theme::TEXT_1).medium();
    let stands = pen.text(pos2(left, lower), Align2::LEFT_CENTER, &line.stands, stands);
    let gap = if line.stands.is_empty() { "" } else { " · " };
    let reasons = format!("{gap}{}", line.reasons);
    pen.parts(stands.right_center(), Align2::LEFT_CENTER, &reasons, quiet, arrival.left() - stands.right() - 8.0);
}

/// Who can go, how far and how long, and why in this place; that, and how long, give way where they have no room.
fn one_line(pen: &Pen<'_>, (left, right, y): (f32, f32, f32), line: &CandidateLine) {
    let name = pen.text(pos2(left, y), Align2::LEFT_CENTER, &line.name, ink(15.0, theme::TEXT_1).medium());
    let way = format!("{} · {}", line.distance, line.arrival);
    let room = right - name.right() - 8.0;
    let way = pen.parts(pos2(right, y), Align2::RIGHT_CENTER, &way, ink(size::CAPTION, theme::TEXT_2), room);
    let (at, stands) = (pos2(name.right() + 10.0, y), ink(size::CAPTION, theme::TEXT_1));
    if at.x + pen.galley(&line.stands, stands, f32::INFINITY).size().x < way.left() - 10.0 {
        pen.text(at, Align2::LEFT_CENTER, &line.stands, stands);
    }
}

/// Who was left out and why, on two rows; whoever has no room there is counted.
pub(super) fn left_out(pen: &Pen<'_>, rect: Rect, model: &Model) {
    let label_ink = ink(size::CAPTION, theme::TEXT_3);
    let words_ink = ink(size::CAPTION, theme::TEXT_2);
    let first_y = rect.top() + 12.0;
    let words = text(pen.lang, Key::LeftOut);
    let label = pen.text(pos2(rect.left(), first_y), Align2::LEFT_CENTER, words, label_ink);
    let left = label.right() + 10.0;
    let (mut x, mut row) = (left, 0);
    for (k, entry) in model.left_out.iter().enumerate() {
        let width = pen.galley(entry, words_ink, f32::INFINITY).size().x;
        if x > left && x + width > rect.right() {
            (x, row) = (left, row + 1);
        }
        let y = first_y + row as f32 * 19.0;
        if row == 2 {
            let more = format!("+{}", model.left_out.len() - k);
            pen.text(pos2(rect.right(), y - 19.0), Align2::RIGHT_CENTER, &more, label_ink);
            return;
        }
        pen.text_within(pos2(x, y), Align2::LEFT_CENTER, entry, words_ink, rect.right() - x);
        x += width + 16.0;
    }
}

/// Draws up to `rows` cameras; answers where they end.
pub(super) fn cameras(pen: &mut Pen<'_>, rect: Rect, model: &Model, rows: usize) -> f32 {
    let mut y = rect.top();
    if model.cameras.is_empty() {
        let words = text(pen.lang, Key::NoCameras);
        pen.text(pos2(rect.left(), y + 10.0), Align2::LEFT_CENTER, words, ink(size::CAPTION, theme::TEXT_3));
        return y + CAMERA_ROW;
    }
    for (k, line) in model.cameras.iter().take(rows).enumerate() {
        let row = Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), CAMERA_ROW));
        camera(pen, row, k, line);
        y += CAMERA_ROW;
    }
    y
}

fn camera(pen: &mut Pen<'_>, rect: Rect, place: usize, line: &CameraLine) {
    let id = format!("camera-{}", place + 1);
    let press = pen.press_for(id, rect, &line.name, Intent::Camera(CameraIntent::Also(line.number)));
    if press.hovered || pen.seat.cameras.open().contains(&line.number) {
        pen.fill(rect, theme::RAISED.egui());
    }
    let y = rect.center().y;
    camera_mark(pen, pos2(rect.left() + 8.0, y), 11.0, line.is_online);
    let token = if line.is_online { theme::TEXT_1 } else { theme::TEXT_3 };
    let quiet = ink(size::CAPTION, if line.is_online { theme::TEXT_2 } else { theme::TEXT_3 });
    let state_left = rect.right() - 52.0;
    pen.text_within(pos2(state_left, y), Align2::LEFT_CENTER, line.state, quiet, 52.0);
    let distance = pen.text(pos2(state_left - 12.0, y), Align2::RIGHT_CENTER, &line.distance, quiet);
    let left = rect.left() + 22.0;
    let room = distance.left() - left - 8.0;
    pen.text_within(pos2(left, y), Align2::LEFT_CENTER, &line.name, ink(size::CAPTION, token), room);
}

/// A camera's square, slashed where it doesn't answer.
pub(crate) fn camera_mark(pen: &Pen<'_>, at: bevy_egui::egui::Pos2, size: f32, is_online: bool) {
    let square = Rect::from_center_size(at, vec2(size, size));
    if is_online {
        pen.painter().rect_filled(square, 1.0, theme::CAMERA.egui());
        pen.painter().circle_filled(at, size * 0.2, theme::CANVAS.egui());
    } else {
        let stroke = (1.5, theme::CAMERA_FAULT.egui());
        pen.painter().rect_stroke(square, 1.0, stroke, bevy_egui::egui::StrokeKind::Inside);
        pen.line(square.left_bottom(), square.right_top(), 1.5, theme::CAMERA_FAULT.egui());
    }
}
