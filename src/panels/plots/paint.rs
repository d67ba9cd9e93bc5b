//! A drawing on an egui painter.

use super::drawing::{Drawing, Item, Look};
use crate::panels::fonts;
use bevy_egui::egui::{Color32, FontFamily, FontId, Painter, Pos2, Shape, Stroke, Vec2};

/// Dashes and the gaps between them, dp; SVG has the same.
pub(super) const DASHES: (f32, f32) = (5.0, 4.0);

/// The type that words of this look are set in.
pub(super) fn font(look: Look) -> FontId {
    FontId::new(look.size, if look.medium { fonts::medium() } else { FontFamily::Proportional })
}

/// How wide a text is in a look.
pub(super) fn width(painter: &Painter, text: &str, look: Look) -> f32 {
    painter.layout_no_wrap(text.to_owned(), font(look), Color32::PLACEHOLDER).size().x
}

/// Paints a drawing whose upper left corner stands at `corner`.
pub(super) fn paint(painter: &Painter, corner: Pos2, drawing: &Drawing) {
    let by: Vec2 = corner.to_vec2();
    let moved = |points: &[Pos2]| -> Vec<Pos2> { points.iter().map(|at| *at + by).collect() };
    for item in &drawing.items {
        match item {
            Item::Fill(rect, token) => drop(painter.rect_filled(rect.translate(by), 0.0, token.egui())),
            Item::Line { points, width, token, dashed: false } => {
                painter.add(Shape::line(moved(points), Stroke::new(*width, token.egui())));
            }
            Item::Line { points, width, token, dashed: true } => {
                let stroke = Stroke::new(*width, token.egui());
                painter.extend(Shape::dashed_line(&moved(points), stroke, DASHES.0, DASHES.1));
            }
            Item::Band { upper, lower, token } => {
                let (upper, lower) = (moved(upper), moved(lower));
                for (above, below) in upper.windows(2).zip(lower.windows(2)) {
                    let quad = vec![above[0], above[1], below[1], below[0]];
                    painter.add(Shape::convex_polygon(quad, token.egui(), Stroke::NONE));
                }
            }
            Item::Shape(points, token) => {
                painter.add(Shape::convex_polygon(moved(points), token.egui(), Stroke::NONE));
            }
            Item::Dot(at, radius, token) => drop(painter.circle_filled(*at + by, *radius, token.egui())),
            Item::Words(words) => {
                let colour = words.look.token.egui();
                let galley = painter.layout_no_wrap(words.text.clone(), font(words.look), colour);
                let at = words.anchor.anchor_size(words.at + by, galley.size()).min;
                painter.galley(at, galley, colour);
            }
        }
    }
}
