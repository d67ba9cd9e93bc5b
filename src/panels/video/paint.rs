//! How the pictures' panel looks.

use super::Standing;
use super::model::{Head, Sight, Tile};
use super::places::{Places, TILE_FOOT, TILE_HEAD};
use super::shelf::Shelf;
use super::street;
use crate::panels::card::camera_mark;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::sign_words::{self, Sign};
use crate::panels::text::{format, video_words};
use crate::panels::theme::{self, size};
use crate::seat::{CameraIntent, Intent};
use bevy_egui::egui::{Align2, Color32, Pos2, Rect, pos2, vec2};

/// The side of a cross that closes something, dp.
const CROSS: f32 = 26.0;

pub(super) fn paint(pen: &mut Pen<'_>, places: &Places, head: &Head, tiles: &[Tile], shelf: &Shelf) {
    let panel = places.panel;
    pen.name("cameras", panel);
    pen.line(panel.left_bottom(), panel.right_bottom(), 2.0, theme::RAISED.egui());
    pen.line(panel.left_top(), panel.left_bottom(), 2.0, theme::RAISED.egui());
    let y = places.head.center().y;
    let (left, right) = (places.head.left() + 12.0, places.head.right() - 12.0);
    let cross = Rect::from_center_size(pos2(right - CROSS / 2.0, y), vec2(CROSS, CROSS));
    cross_button(pen, "cameras-close", cross, CameraIntent::CloseAll);
    let before_cross = window_button(pen, head.standing, pos2(cross.left() - 8.0, y));
    let quiet = ink(size::CAPTION, theme::TEXT_2);
    let how = video_words::how_to_close(pen.lang);
    let how = pen.text(pos2(before_cross, y + 1.0), Align2::RIGHT_CENTER, how, quiet);
    let title = ink(size::PANEL_TITLE, theme::TEXT_1).medium();
    let title = pen.text_within(pos2(left, y), Align2::LEFT_CENTER, &head.title, title, how.left() - left - 12.0);
    let room = how.left() - title.right() - 28.0;
    pen.text_within(
        pos2(title.right() + 12.0, y + 1.0),
        Align2::LEFT_CENTER,
        &head.note,
        ink(14.0, theme::TEXT_2),
        room,
    );
    for (k, (tile, rect)) in tiles.iter().zip(&places.tiles).enumerate() {
        paint_tile(pen, *rect, k, tile, (tiles.len() > 1, shelf));
    }
}

fn paint_tile(pen: &mut Pen<'_>, rect: Rect, place: usize, tile: &Tile, (closes, shelf): (bool, &Shelf)) {
    let (head, below) = rect.split_top_bottom_at_y(rect.top() + TILE_HEAD);
    let (picture, foot) = below.split_top_bottom_at_y(below.bottom() - TILE_FOOT);
    pen.name(format!("camera-picture-{}", place + 1), picture);
    let is_old = matches!(tile.sight, Sight::Stale | Sight::Dead);
    pen.painter().rect_filled(head, 0.0, theme::RAISED.egui());
    if is_old {
        pen.hatch(head, theme::STALE.egui_alpha(0.17));
    }
    let y = head.center().y;
    let mut right = head.right() - 8.0;
    if closes {
        let cross = Rect::from_center_size(pos2(right - CROSS / 2.0 + 6.0, y), vec2(CROSS, CROSS));
        cross_button(pen, &format!("camera-close-{}", place + 1), cross, CameraIntent::Close(tile.camera));
        right = cross.left() - 4.0;
    }
    camera_mark(pen, pos2(head.left() + 12.0, y), 11.0, tile.is_online);
    let age = ink(size::CAPTION, if is_old { theme::TEXT_1 } else { theme::TEXT_2 });
    // A lost picture says since when; that stands in the picture's place, where it has room.
    let said = if tile.sight == Sight::Dead { format::NOTHING } else { &tile.age };
    let age = pen.text_within(pos2(right, y), Align2::RIGHT_CENTER, said, age, head.width() * 0.5);
    let left = head.left() + 24.0;
    let name = ink(14.0, if is_old { theme::TEXT_2 } else { theme::TEXT_1 }).medium();
    pen.text_within(pos2(left, y), Align2::LEFT_CENTER, &tile.name, name, age.left() - left - 10.0);
    pen.painter().rect_filled(picture, 0.0, theme::CANVAS.egui());
    match tile.sight {
        Sight::Generated => street::draw(pen, picture, tile),
        Sight::Live | Sight::Stale => {
            let tint = if tile.sight == Sight::Stale { theme::TEXT_3.egui() } else { Color32::WHITE };
            draw_picture(pen, picture, tile, shelf, tint);
        }
        Sight::Waiting => {
            let quiet = ink(size::BODY, theme::TEXT_2);
            pen.text_within(picture.center(), Align2::CENTER_CENTER, &tile.age, quiet, picture.width() - 16.0);
        }
        Sight::Dead => nothing(pen, picture, tile),
    }
    let y = foot.center().y + 1.0;
    let code = ink(size::CAPTION, theme::TEXT_2);
    let code = pen.text_within(pos2(foot.left() + 2.0, y), Align2::LEFT_CENTER, &tile.code, code, foot.width() - 4.0);
    if tile.sight == Sight::Stale {
        let room = foot.right() - code.right() - 12.0;
        pen.text_within(
            pos2(foot.right() - 2.0, y),
            Align2::RIGHT_CENTER,
            &tile.why,
            ink(size::CAPTION, theme::TEXT_1),
            room,
        );
    }
}

/// As large as it fits; the rest stays dark.
fn draw_picture(pen: &Pen<'_>, rect: Rect, tile: &Tile, shelf: &Shelf, tint: Color32) {
    let Some(texture) = shelf.texture(tile.camera) else { return };
    let of = texture.size_vec2();
    let share = (rect.width() / of.x.max(1.0)).min(rect.height() / of.y.max(1.0));
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    pen.painter().image(texture.id(), Rect::from_center_size(rect.center(), of * share), whole, tint);
}

/// A dash in the picture's place, since when, and why.
fn nothing(pen: &Pen<'_>, rect: Rect, tile: &Tile) {
    let middle = rect.center();
    pen.text(middle - vec2(0.0, 26.0), Align2::CENTER_CENTER, format::NOTHING, ink(size::KPI, theme::TEXT_3));
    let lines = [&tile.age, &tile.why].into_iter().filter(|line| !line.is_empty() && *line != format::NOTHING);
    for (k, line) in lines.enumerate() {
        let at = middle + vec2(0.0, 12.0 + 24.0 * k as f32);
        pen.text_within(at, Align2::CENTER_CENTER, line, ink(size::BODY, theme::TEXT_1), rect.width() - 16.0);
    }
}

/// What gives the pictures a window of their own, or brings them back, left of a point; answers where it begins. A seat
/// without other windows has none.
fn window_button(pen: &mut Pen<'_>, standing: Standing, right: Pos2) -> f32 {
    let apart = match standing {
        Standing::OnMapOnly => return right.x,
        Standing::OnMap => true,
        Standing::Apart => false,
    };
    let words = video_words::window(pen.lang, apart);
    let look = ink(size::CAPTION, theme::TEXT_1);
    let width = pen.galley(words, look, f32::INFINITY).size().x + 16.0;
    let rect = Rect::from_min_size(pos2(right.x - width, right.y - CROSS / 2.0), vec2(width, CROSS));
    let press = pen.press_for("cameras-window", rect, words, Intent::Camera(CameraIntent::Apart(apart)));
    pen.fill(rect, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
    pen.text(rect.center() + vec2(0.0, 1.0), Align2::CENTER_CENTER, words, look);
    rect.left() - 10.0
}

fn cross_button(pen: &mut Pen<'_>, id: &str, rect: Rect, intent: CameraIntent) {
    let press = pen.press_for(id, rect, sign_words::say(pen.lang, Sign::Close), Intent::Camera(intent));
    if press.hovered {
        pen.fill(rect, theme::BUILDING_OUTLINE.egui());
    }
    let token = if press.hovered { theme::TEXT_1 } else { theme::TEXT_2 };
    let cross = rect.shrink(8.0);
    pen.line(cross.left_top(), cross.right_bottom(), 1.5, token.egui());
    pen.line(cross.right_top(), cross.left_bottom(), 1.5, token.egui());
}
