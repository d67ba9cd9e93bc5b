//! A drawing on an egui painter.

use super::drawing::{Drawing, Item, Look};
use crate::panels::fonts;
use bevy_egui::egui::{Color32, FontFamily, FontId, Mesh, Painter, Pos2, Shape, Stroke, Vec2};

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
                // One mesh: polygons side by side would let the ground through between them.
                let mut mesh = Mesh::default();
                for (above, below) in moved(upper).into_iter().zip(moved(lower)) {
                    mesh.colored_vertex(above, token.egui());
                    mesh.colored_vertex(below, token.egui());
                }
                for first in (0..mesh.vertices.len().saturating_sub(2) as u32).step_by(2) {
                    mesh.add_triangle(first, first + 1, first + 2);
                    mesh.add_triangle(first + 1, first + 3, first + 2);
                }
                painter.add(Shape::mesh(mesh));
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
