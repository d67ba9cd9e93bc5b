//! The place of the matter that is taken in, on the map; and the line that says that the map is asked for it.

use crate::panels::pen::{Pen, ink};
use crate::panels::places::{cells, in_one_of};
use crate::panels::text::{IntakeWord, tell};
use crate::panels::theme;
use bevy_egui::egui::{Align2, Pos2, Rect, Shape, Stroke, pos2, vec2};

const RADIUS: f32 = 13.0;

/// Draws it over `map`; `place` finds a position on the window.
pub(crate) fn pin(pen: &mut Pen<'_>, map: Rect, free: Rect, place: impl Fn(crate::domain::LonLat) -> Pos2) {
    let Some(form) = &pen.seat.intake.form else { return };
    if let Some(at) = form.draft.at.map(&place).filter(|at| map.contains(*at)) {
        for (width, token) in [(6.0, theme::CANVAS), (2.5, theme::QUERY)] {
            let stroke = Stroke::new(width, token.egui());
            pen.painter().extend(circle(at, stroke));
            for arm in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
                pen.painter().line_segment([at + arm * (RADIUS - 4.0), at + arm * (RADIUS + 7.0)], stroke);
            }
        }
        pen.name("intake-pin", Rect::from_center_size(at, vec2(2.0 * RADIUS, 2.0 * RADIUS)));
    }
    if form.waits_for_click {
        let free = in_one_of(&cells(pen.seat), free);
        let words = tell(pen.lang, IntakeWord::ClickMap);
        let galley = pen.galley(words, ink(theme::size::BODY, theme::TEXT_1).medium(), free.width() - 40.0);
        let size = vec2(galley.size().x + 32.0, 36.0);
        let rect = Rect::from_center_size(pos2(free.center().x, free.top() + 76.0), size);
        pen.fill(rect, theme::RAISED.egui());
        pen.outline(rect, 1.5, theme::QUERY.egui());
        pen.text(rect.center(), Align2::CENTER_CENTER, words, ink(theme::size::BODY, theme::TEXT_1).medium());
    }
}

/// A dashed circle: what is asked about, by the design language.
fn circle(at: Pos2, stroke: Stroke) -> Vec<Shape> {
    const CORNERS: usize = 48;
    let corner = |k: usize| {
        let (sin, cos) = (k as f32 / CORNERS as f32 * std::f32::consts::TAU).sin_cos();
        at + vec2(cos, sin) * RADIUS
    };
    Shape::dashed_line(&(0..=CORNERS).map(corner).collect::<Vec<_>>(), stroke, 5.0, 3.5)
}
