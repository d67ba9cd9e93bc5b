//! The sample's cameras: a street drawn by the program, the same one for the same camera, with the camera's name, the time,
//! and words that say that nobody took it.

use super::model::Tile;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::video_words;
use crate::panels::theme::{self, size};
use bevy_egui::egui::{Align2, Color32, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// Houses along each side.
const HOUSES: usize = 6;

/// Numbers that follow from a name (FNV-1a, then a xorshift), so that a camera always shows the same street.
struct Dice(u64);

impl Dice {
    fn of(name: &str) -> Self {
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(hash | 1)
    }

    /// From 0 to 1.
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1_u64 << 24) as f32
    }
}

/// Draws it over `rect`.
pub(super) fn draw(pen: &Pen<'_>, rect: Rect, tile: &Tile) {
    let mut dice = Dice::of(&tile.code);
    let at = |x: f32, y: f32| pos2(rect.left() + rect.width() * x, rect.top() + rect.height() * y);
    let vanishing = (0.35 + 0.3 * dice.next(), 0.4 + 0.08 * dice.next());
    let painter = pen.painter().with_clip_rect(rect);
    let fill = |points: Vec<Pos2>, colour: Color32| {
        painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
    };
    painter.rect_filled(Rect::from_min_max(rect.min, at(1.0, vanishing.1)), 0.0, theme::WATER.egui());
    painter.rect_filled(Rect::from_min_max(at(0.0, vanishing.1), rect.max), 0.0, theme::PARK.egui());
    let point = at(vanishing.0, vanishing.1);
    // From the vanishing point to a place at the picture's foot.
    let toward = |foot: f32, share: f32| point + (at(foot, 1.0) - point) * share;
    for (foot, curb) in [(-0.55, -0.25), (1.55, 1.25)] {
        houses(pen, rect, &mut dice, |share| toward(foot, share));
        fill(vec![point, toward(foot, 1.0), toward(curb, 1.0)], theme::BUILDING_OUTLINE.egui());
    }
    fill(vec![point, at(-0.25, 1.0), at(1.25, 1.0)], theme::ROAD_MINOR.egui());
    for k in 0..7 {
        let (near, far) = (0.16 * 1.38_f32.powi(k), 0.16 * 1.38_f32.powi(k) * 1.16);
        let stripe = [(0.49, near), (0.51, near), (0.51, far), (0.49, far)];
        fill(stripe.map(|(foot, share)| toward(foot, share)).to_vec(), theme::TEXT_3.egui());
    }
    words(pen, rect, tile);
}

/// Houses along one side, the farthest first; `along` is the side's line from the vanishing point.
fn houses(pen: &Pen<'_>, rect: Rect, dice: &mut Dice, along: impl Fn(f32) -> Pos2) {
    let painter = pen.painter().with_clip_rect(rect);
    for k in 0..HOUSES {
        let (from, to) = (0.12 + 0.14 * k as f32, 0.12 + 0.14 * (k as f32 + 0.86));
        let (a, b) = (along(from), along(to));
        let height = rect.height() * (0.5 + 0.7 * dice.next());
        let wall = [a, b, b - vec2(0.0, height * to), a - vec2(0.0, height * from)];
        let edge = Stroke::new(1.0, theme::ROAD_SECONDARY.egui());
        painter.add(Shape::convex_polygon(wall.to_vec(), theme::BUILDING.egui(), edge));
        let lit = theme::ROAD_EXPRESSWAY.egui();
        for floor in 1..4 {
            for window in 0..3 {
                if dice.next() < 0.35 {
                    continue;
                }
                let share = from + (to - from) * (0.18 + 0.26 * window as f32);
                let foot = along(share);
                let up = height * share * (0.22 * floor as f32);
                let size = vec2(rect.width() * 0.02, rect.height() * 0.035) * (0.4 + share);
                painter.rect_filled(Rect::from_center_size(foot - vec2(0.0, up), size), 0.0, lit);
            }
        }
    }
}

/// Name and time as cameras write them, and across the picture's lower part what it is.
fn words(pen: &Pen<'_>, rect: Rect, tile: &Tile) {
    let room = rect.width() - 24.0;
    let on_ground = |at: Pos2, anchor: Align2, text: &str, size: f32| {
        let galley = pen.galley(text, ink(size, theme::TEXT_1).medium(), room);
        let place = anchor.anchor_size(at, galley.size());
        pen.painter().rect_filled(place.expand2(vec2(6.0, 2.0)), 2.0, theme::CANVAS.egui_alpha(0.75));
        pen.painter().galley(place.min, galley, theme::TEXT_1.egui());
    };
    let corner = rect.left_top() + vec2(12.0, 8.0);
    on_ground(corner, Align2::LEFT_TOP, &tile.moment, size::CAPTION);
    let long = video_words::generated(pen.lang);
    let fits = pen.galley(long, ink(size::BODY, theme::TEXT_1).medium(), f32::INFINITY).size().x <= room - 12.0;
    let what = if fits { long } else { video_words::generated_mark(pen.lang) };
    let band = Rect::from_center_size(pos2(rect.center().x, rect.bottom() - 28.0), vec2(rect.width(), 32.0));
    pen.painter().rect_filled(band, 0.0, theme::CANVAS.egui_alpha(0.8));
    let what_ink = ink(size::BODY, theme::TEXT_1).medium();
    pen.text_within(band.center(), Align2::CENTER_CENTER, what, what_ink, room);
}
