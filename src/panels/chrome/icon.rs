//! The signs of the rail: each layer's as it looks on the map, drawn by the pen.

use super::switch::About;
use crate::domain::Urgency;
use crate::panels::overlay::outline;
use crate::panels::pen::Pen;
use crate::panels::theme::{self, Token};
use crate::seat::Layer;
use bevy_egui::egui::{Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, vec2};

/// Half of a sign's size, dp.
const REACH: f32 = 7.5;
const THIN: f32 = 1.5;

/// From where to where a line goes, from the sign's middle, dp.
type Line = ((f32, f32), (f32, f32));

/// Draws the sign of a switch around a point.
pub(super) fn icon(pen: &Pen<'_>, at: Pos2, about: About, token: Token) {
    match about {
        About::Layer(layer) => of_layer(pen, at, layer, token),
        About::Tools => measure(pen, at, token),
        About::Desk => desk(pen, at, token),
        About::Visit => eye(pen, at, token),
    }
}

fn of_layer(pen: &Pen<'_>, at: Pos2, layer: Layer, token: Token) {
    let (painter, colour) = (pen.painter(), token.egui());
    let stroke = Stroke::new(THIN, colour);
    let square = Rect::from_center_size(at, Vec2::splat(2.0 * REACH - 1.0));
    match layer {
        Layer::Incidents => {
            painter.add(Shape::closed_line(outline(Urgency::U1, at, 2.0 * REACH, 0.0), stroke));
        }
        // Denser towards the middle.
        Layer::Heat => {
            for (reach, alpha) in [(REACH, 0.3), (4.8, 0.5), (2.2, 1.0)] {
                painter.circle_filled(at, reach, token.egui_alpha(alpha));
            }
        }
        Layer::Workers => {
            painter.circle_filled(at, 5.0, colour);
        }
        Layer::Cameras => {
            painter.rect_filled(Rect::from_center_size(at, Vec2::splat(12.0)), 1.0, colour);
            painter.circle_filled(at, 2.4, theme::PANEL.egui());
        }
        Layer::Boundaries => {
            painter.rect_stroke(square, 0.0, stroke, StrokeKind::Inside);
            lines(pen, at, &[((-REACH, 0.0), (REACH, 0.0)), ((0.0, -REACH), (0.0, REACH))], token);
        }
        Layer::Dedicated => {
            let corners =
                [square.left_top(), square.right_top(), square.right_bottom(), square.left_bottom(), square.left_top()];
            painter.extend(Shape::dashed_line(&corners, stroke, 3.5, 2.5));
        }
        Layer::AreaFill => {
            let quarters = [(-1.0, -1.0, 0.3), (1.0, -1.0, 0.5), (-1.0, 1.0, 0.75), (1.0, 1.0, 1.0)];
            for (x, y, alpha) in quarters {
                let quarter = Rect::from_center_size(at + vec2(x, y) * 3.75, Vec2::splat(6.5));
                painter.rect_filled(quarter, 0.0, token.egui_alpha(alpha));
            }
        }
        Layer::Gaps => lines(pen, at, &[((-5.0, -5.0), (5.0, 5.0)), ((-5.0, 5.0), (5.0, -5.0))], token),
        // A place and what is written beside it.
        Layer::Labels => {
            painter.circle_filled(at - vec2(5.0, 3.0), 2.2, colour);
            lines(pen, at, &[((-0.5, -3.0), (REACH, -3.0)), ((-REACH, 3.5), (REACH, 3.5))], token);
        }
        // Streets that cross.
        Layer::Basemap => {
            let streets = [((-7.0, 4.0), (7.0, -3.0)), ((-4.0, -7.0), (2.0, 7.0)), ((0.5, 3.5), (7.0, 6.0))];
            lines(pen, at, &streets, token);
        }
    }
}

/// Lines about a point.
fn lines(pen: &Pen<'_>, at: Pos2, lines: &[Line], token: Token) {
    for (from, to) in lines {
        pen.line(at + Vec2::from(*from), at + Vec2::from(*to), THIN, token.egui());
    }
}

/// A length between two ends.
fn measure(pen: &Pen<'_>, at: Pos2, token: Token) {
    let ends = [((-8.5, 1.5), (-3.5, 6.5)), ((3.5, -6.5), (8.5, -1.5)), ((-6.0, 4.0), (6.0, -4.0))];
    lines(pen, at, &ends, token);
}

/// A window between its two sides.
fn desk(pen: &Pen<'_>, at: Pos2, token: Token) {
    let window = Rect::from_center_size(at, vec2(17.0, 12.0));
    pen.painter().rect_stroke(window, 1.0, Stroke::new(THIN, token.egui()), StrokeKind::Inside);
    lines(pen, at, &[((-3.5, -6.0), (-3.5, 6.0)), ((3.5, -6.0), (3.5, 6.0))], token);
}

/// An eye.
fn eye(pen: &Pen<'_>, at: Pos2, token: Token) {
    const STEPS: u8 = 12;
    for lid in [-5.0, 5.0] {
        let point = |k: u8| {
            let share = f32::from(k) / f32::from(STEPS);
            at + vec2((share - 0.5) * 17.0, lid * (share * std::f32::consts::PI).sin())
        };
        pen.painter().add(Shape::line((0..=STEPS).map(point).collect(), Stroke::new(THIN, token.egui())));
    }
    pen.painter().circle_filled(at, 2.3, token.egui());
}
