//! One matter's symbol: shape = urgency, fill = state, glyph = category.

use super::shapes::{glyph_place, outline};
use crate::domain::{State, Urgency};
use crate::panels::pen::{Pen, ink};
use crate::panels::theme;
use crate::picture::{IncidentRow, Picture};
use bevy_egui::egui::{Align2, Color32, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// Below this a Han character is no longer read, dp.
const GLYPH_LEAST: f32 = 10.5;
/// The dark rim that sets a symbol off from whatever lies below, dp.
const CASING: f32 = 2.0;
/// How far out the ring of a new matter stands, dp.
const RING_OUT: f32 = 6.0;

/// What a symbol shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mark {
    pub(crate) urgency: Urgency,
    pub(crate) state: State,
    pub(crate) glyph: Option<char>,
    /// Whether the ring of a new matter stands around it.
    pub(crate) ringed: bool,
}

impl Mark {
    /// The symbol of a matter.
    pub(crate) fn of(picture: &Picture, row: &IncidentRow) -> Self {
        let glyph = row.category.and_then(|c| picture.categories.rows()[c as usize].glyph);
        Self { glyph, ..Self::plain(row.urgency, row.state) }
    }

    /// A symbol without a glyph.
    pub(crate) fn plain(urgency: Urgency, state: State) -> Self {
        Self { urgency, state, glyph: None, ringed: state == State::Reported }
    }

    /// How far it reaches from its middle, its ring included.
    pub(crate) fn reach(&self, size: f32) -> f32 {
        let by = if self.ringed { RING_OUT + 2.0 } else { CASING * theme::rims() };
        let corners = outline(self.urgency, Pos2::ZERO, size, by);
        corners.into_iter().map(|corner| corner.to_vec2().length()).fold(0.0, f32::max)
    }
}

/// How the state fills the shape.
#[derive(Clone, Copy, PartialEq)]
enum Fill {
    Solid,
    Half,
    Outline,
}

/// Draws a symbol of `size` around `centre`.
pub(crate) fn draw(pen: &Pen<'_>, centre: Pos2, size: f32, mark: Mark) {
    draw_ringed(pen, centre, size, mark, RING_OUT);
}

/// Draws a symbol for a list's row: its ring stands closer.
pub(crate) fn draw_close(pen: &Pen<'_>, centre: Pos2, size: f32, mark: Mark) {
    draw_ringed(pen, centre, size, mark, RING_OUT - 2.5);
}

fn draw_ringed(pen: &Pen<'_>, centre: Pos2, size: f32, mark: Mark, ring_out: f32) {
    let colour = theme::urgency(mark.urgency);
    let canvas = theme::CANVAS.egui();
    let painter = pen.painter();
    let shape = |by: f32| outline(mark.urgency, centre, size, by);
    let filled = |points: Vec<Pos2>, fill: Color32| Shape::convex_polygon(points, fill, Stroke::NONE);
    if mark.ringed {
        painter.add(Shape::closed_line(shape(ring_out), Stroke::new(5.0, canvas)));
        painter.add(Shape::closed_line(shape(ring_out), Stroke::new(1.75, colour.egui())));
    }
    painter.add(filled(shape(CASING * theme::rims()), canvas));
    // The red octagon alone is the dullest shape of all in greyscale.
    let rim = if mark.urgency == Urgency::U1 { 2.0 } else { 0.0 };
    if rim > 0.0 {
        painter.add(filled(shape(0.0), theme::WORKER_ON_TASK.egui()));
    }
    let fill = match mark.state {
        State::Reported | State::Accepted => Fill::Solid,
        State::Assigned | State::Receipted | State::OnScene => Fill::Half,
        _ => Fill::Outline,
    };
    let glyph = mark.glyph.filter(|_| size * glyph_place(mark.urgency, centre, size).1 >= GLYPH_LEAST);
    let glyph_colour = match fill {
        Fill::Solid => {
            painter.add(filled(shape(-rim), colour.egui()));
            theme::CANVAS
        }
        Fill::Half => {
            painter.add(filled(shape(-rim), canvas));
            let strength = match (glyph, mark.urgency) {
                (None, _) => 1.0,
                (Some(_), Urgency::U1) => 0.75,
                (Some(_), _) => 0.42,
            };
            let left = Rect::from_min_max(centre - vec2(size, size), pos2(centre.x, centre.y + size));
            let half = painter.with_clip_rect(left.intersect(painter.clip_rect()));
            half.add(filled(shape(-rim), colour.over(theme::CANVAS, strength)));
            painter.add(Shape::closed_line(shape(-rim - 0.75), Stroke::new(1.5, colour.egui())));
            theme::WORKER_ON_TASK
        }
        Fill::Outline => {
            painter.add(filled(shape(-rim), canvas));
            painter.add(Shape::closed_line(shape(-rim - 0.75), Stroke::new(1.5, colour.egui())));
            colour
        }
    };
    if let Some(glyph) = glyph {
        let (at, share) = glyph_place(mark.urgency, centre, size);
        let mut letter = [0; 4];
        pen.text(at, Align2::CENTER_CENTER, glyph.encode_utf8(&mut letter), ink(size * share, glyph_colour).medium());
    }
    if fill == Fill::Outline {
        check(pen, centre + vec2(size * 0.42, -size * 0.36), size * 0.22, colour.egui());
    }
}

/// A check mark: done, to be verified.
fn check(pen: &Pen<'_>, at: Pos2, reach: f32, colour: Color32) {
    let reach = reach.max(3.5);
    let points = vec![at + vec2(-reach, 0.0), at + vec2(-reach * 0.25, reach * 0.75), at + vec2(reach, -reach)];
    pen.painter().line(points.clone(), Stroke::new(5.5, theme::CANVAS.egui()));
    pen.painter().line(points, Stroke::new(2.0, colour));
}
