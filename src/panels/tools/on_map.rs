//! Shapes and lines on the map: dashed in the colour of questions, with their measures.

use crate::domain::LonLat;
use crate::panels::overlay::cased;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::tool_words::{self, ToolWord, say};
use crate::panels::theme::{self, size};
use crate::seat::tools::{Asked, Counts, DrawKind, Drawing, Measured};
use crate::spatial::{Shape as Part, distance_m};
use bevy_egui::egui::{Align2, Pos2, Rect, Shape, Stroke, vec2};
use geo::MultiPolygon;

const DASH: f32 = 9.0;
const GAP: f32 = 5.0;
const CORNER: f32 = 4.5;
/// A part of a line that is shorter than this on the screen has no room for its length, dp.
const LEAST_PART: f32 = 58.0;
/// Round the place that is told of, dp.
const PLACE: f32 = 12.0;

/// Draws what is asked about, measured and drawn over `map`; `place` says where a position stands on the window, `live` how
/// many things lie in what is drawn.
pub(crate) fn draw(pen: &mut Pen<'_>, map: Rect, live: Option<Counts>, place: impl Fn(LonLat) -> Pos2) {
    // A tour is for visitors.
    if pen.seat.tour.is_on() {
        return;
    }
    let tools = &pen.seat.tools;
    if let Some(Asked::Shape { shape, .. }) = &tools.asked {
        rings(pen, map, &shape.outline(), &place);
    }
    if let Some(line) = &tools.measured {
        measured(pen, map, line, &place);
    }
    if let Some(drawing) = &tools.drawing {
        drawn(pen, map, drawing, live, &place);
    }
    if let Some(at) = tools.place.map(&place).filter(|at| map.contains(*at)) {
        for (width, token) in [(6.0, theme::CANVAS), (2.5, theme::QUERY)] {
            let stroke = Stroke::new(width, token.egui());
            pen.painter().circle_stroke(at, PLACE, stroke);
            for arm in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
                pen.line(at + arm * (PLACE - 3.0), at + arm * (PLACE + 7.0), width, token.egui());
            }
        }
        pen.name("place-mark", Rect::from_center_size(at, vec2(2.0 * PLACE, 2.0 * PLACE)));
    }
}

fn drawn(pen: &mut Pen<'_>, map: Rect, drawing: &Drawing, live: Option<Counts>, place: &impl Fn(LonLat) -> Pos2) {
    let corners = drawing.with_hand();
    if drawing.kind == DrawKind::Measure {
        let line = Measured { corners, closed: false };
        return measured(pen, map, &line, place);
    }
    let shape = drawing.shape_at_hand();
    match &shape {
        Some(shape) => rings(pen, map, &shape.outline(), place),
        None => dashes(pen, map, &corners.iter().map(|at| place(*at)).collect::<Vec<_>>()),
    }
    drawing.corners.iter().for_each(|at| dot(pen, place(*at)));
    let (Some(shape), Some(hand)) = (shape, drawing.hand) else { return };
    let at = place(hand) + vec2(16.0, 18.0);
    let lang = pen.lang;
    let size_words = match (&shape, &corners[..]) {
        (Part::Circle { at, radius_m }, _) => {
            let [from, to] = [place(*at), place(hand)];
            dashes(pen, map, &[from, to]);
            format!("{} {}", say(lang, ToolWord::Radius), tool_words::length(lang, *radius_m))
        }
        (Part::Bounds(bounds), _) => {
            let corner = LonLat::new(bounds.max.lon_deg, bounds.min.lat_deg);
            let wide_m = distance_m(bounds.min, corner);
            let high_m = distance_m(corner, bounds.max);
            format!("{} × {}", tool_words::length(lang, wide_m), tool_words::length(lang, high_m))
        }
        _ => tool_words::ground(lang, shape.area_m2()),
    };
    let bold = ink(size::BODY, theme::TEXT_1).medium();
    cased(pen, at, Align2::LEFT_CENTER, &size_words, bold, theme::TEXT_1);
    if let Some(counts) = live {
        let words = tool_words::live(lang, &counts);
        cased(pen, at + vec2(0.0, 22.0), Align2::LEFT_CENTER, &words, ink(14.0, theme::TEXT_1), theme::TEXT_1);
    }
}

/// A line with the lengths of its parts, and of all of it.
fn measured(pen: &mut Pen<'_>, map: Rect, line: &Measured, place: &impl Fn(LonLat) -> Pos2) {
    let lang = pen.lang;
    let mut points: Vec<Pos2> = line.corners.iter().map(|at| place(*at)).collect();
    if line.closed {
        points.extend(points.first().copied());
    }
    dashes(pen, map, &points);
    line.corners.iter().for_each(|at| dot(pen, place(*at)));
    let lengths = line.lengths_m();
    let several = lengths.len() > 1;
    for (length_m, ends) in lengths.iter().zip(points.windows(2)) {
        let middle = ends[0] + (ends[1] - ends[0]) / 2.0;
        if several && ends[0].distance(ends[1]) >= LEAST_PART && map.contains(middle) {
            let words = tool_words::length(lang, *length_m);
            cased(pen, middle, Align2::CENTER_CENTER, &words, ink(14.0, theme::QUERY), theme::QUERY);
        }
    }
    // A ring's end is its beginning: the strip tells of it.
    let (Some(end), false, false) = (points.last(), line.closed, lengths.is_empty()) else { return };
    let words = tool_words::length(lang, lengths.iter().sum());
    let bold = ink(size::BODY, theme::TEXT_1).medium();
    cased(pen, *end + vec2(14.0, 18.0), Align2::LEFT_CENTER, &words, bold, theme::TEXT_1);
}

fn dot(pen: &Pen<'_>, at: Pos2) {
    pen.painter().circle_filled(at, CORNER + 2.0, theme::CANVAS.egui());
    pen.painter().circle_filled(at, CORNER, theme::QUERY.egui());
}

fn rings(pen: &Pen<'_>, map: Rect, area: &MultiPolygon<f64>, place: &impl Fn(LonLat) -> Pos2) {
    for ring in area.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors())) {
        dashes(pen, map, &ring.0.iter().map(|at| place(LonLat::new(at.x, at.y))).collect::<Vec<_>>());
    }
}

/// A dashed line; only what of it lies on the map, since a dash a few points long costs as much wherever it is.
fn dashes(pen: &Pen<'_>, map: Rect, points: &[Pos2]) {
    let mut runs: Vec<Vec<Pos2>> = Vec::new();
    for ends in points.windows(2) {
        let Some((from, to)) = clipped(map.expand(8.0), ends[0], ends[1]) else { continue };
        match runs.last_mut() {
            Some(run) if run.last() == Some(&from) => run.push(to),
            _ => runs.push(vec![from, to]),
        }
    }
    for run in runs {
        pen.painter().add(Shape::line(run.clone(), Stroke::new(5.0, theme::CANVAS.egui())));
        pen.painter().extend(Shape::dashed_line(&run, Stroke::new(2.0, theme::QUERY.egui()), DASH, GAP));
    }
}

/// What of a straight line lies in a rectangle (Liang and Barsky).
fn clipped(rect: Rect, from: Pos2, to: Pos2) -> Option<(Pos2, Pos2)> {
    let way = to - from;
    let (mut first, mut last) = (0.0_f32, 1.0_f32);
    let sides = [
        (-way.x, from.x - rect.left()),
        (way.x, rect.right() - from.x),
        (-way.y, from.y - rect.top()),
        (way.y, rect.bottom() - from.y),
    ];
    for (speed, room) in sides {
        if speed == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if speed < 0.0 {
            first = first.max(room / speed);
        } else {
            last = last.min(room / speed);
        }
    }
    let point = |share: f32| {
        if share <= 0.0 {
            from
        } else if share >= 1.0 {
            to
        } else {
            from + way * share
        }
    };
    (first <= last && way.x.is_finite() && way.y.is_finite()).then(|| (point(first), point(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_egui::egui::pos2;

    #[test]
    fn lines_are_cut_to_the_map() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 10.0));
        assert_eq!(clipped(rect, pos2(2.0, 2.0), pos2(8.0, 3.0)), Some((pos2(2.0, 2.0), pos2(8.0, 3.0))));
        assert_eq!(clipped(rect, pos2(-10.0, 5.0), pos2(30.0, 5.0)), Some((pos2(0.0, 5.0), pos2(10.0, 5.0))));
        assert_eq!(clipped(rect, pos2(-5.0, -1.0), pos2(15.0, -1.0)), None);
        assert!(clipped(rect, pos2(-4.0, 5.0), pos2(5.0, -4.0)).is_some());
        assert_eq!(clipped(rect, pos2(-8.0, 5.0), pos2(5.0, -8.0)), None);
    }
}
