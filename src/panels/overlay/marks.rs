//! The selection: brackets, an area's outline, the way of the chosen person, the arrow at the edge.

use super::{Place, around, on_map};
use crate::domain::LonLat;
use crate::panels::pen::{Pen, ink};
use crate::panels::places::cells;
use crate::panels::text::{format, tool_words};
use crate::panels::theme;
use crate::seat::tour::{Finding, FoundPlace};
use crate::seat::{Hidden, Layer, Seat, Selection, symbol_size_dp};
use crate::spatial::{bearing_deg, distance_m};
use bevy_egui::egui::{Align2, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

/// How far the brackets round a tour's matter reach, dp.
const TOUR_REACH: f32 = 26.0;

/// How far a selected thing reaches from its middle, dp.
pub(super) fn reach(seat: &Seat, thing: Selection) -> f32 {
    match thing {
        Selection::Incident(number) => {
            let row = seat.picture.incidents.row(number);
            let size_dp = symbol_size_dp(row.urgency, seat.z_eff()).unwrap_or(18.0) as f32;
            super::Mark::of(&seat.picture, row).reach(size_dp)
        }
        Selection::Worker(_) => 10.0,
        Selection::Camera(_) => 11.0,
        Selection::Area(_) => 0.0,
    }
}

/// Brackets around the selection, and around what was picked with others; an outline around what the pointer is over; an
/// arrow at the edge of what panels leave `free` of the map where the selection is beyond it: where that stands, and to what
/// it leads.
pub(super) fn selection(pen: &mut Pen<'_>, place: Place, free: Rect) -> Option<(Rect, Selection)> {
    let seat = pen.seat;
    if let Some(hover) = seat.hover.filter(|hover| Some(*hover) != seat.selection)
        && let Some(at) = point(seat, place, hover)
    {
        let radius = reach(seat, hover) + 3.0;
        pen.painter().circle_stroke(at, radius, Stroke::new(3.5, theme::CANVAS.egui()));
        pen.painter().circle_stroke(at, radius, Stroke::new(1.5, theme::SELECTION.egui()));
    }
    if let Some((_, _, Finding { place: Some(FoundPlace::Point(ground)), .. })) = seat.tour.scene() {
        let at = place.of(seat.view.screen_from_lonlat(*ground));
        if on_map(place.map, at, 6.0) {
            brackets(pen, around(at, TOUR_REACH));
        }
    }
    for thing in seat.picked(seat.tools.several()).filter(|_| !seat.tour.is_on()) {
        if let Some(at) = point(seat, place, thing).filter(|at| on_map(place.map, *at, 6.0)) {
            brackets(pen, around(at, reach(seat, thing) + 5.0));
        }
    }
    let selected = seat.selection?;
    let ground = selected.shown_at(&seat.picture, seat.now)?;
    if matches!(selected, Selection::Incident(n) if seat.picture.incidents.row(n).confidential) {
        return None;
    }
    let at = place.of(seat.view.screen_from_lonlat(ground));
    if !on_map(place.map, at, 6.0) {
        return Some((arrow(pen, place, free, at, ground), selected));
    }
    if !matches!(selected, Selection::Area(_)) {
        let reach = reach(seat, selected) + 5.0;
        brackets(pen, around(at, reach));
    }
    None
}

/// Where a thing that is no area stands.
fn point(seat: &Seat, place: Place, thing: Selection) -> Option<Pos2> {
    if matches!(thing, Selection::Area(_)) {
        return None;
    }
    Some(place.of(seat.view.screen_from_lonlat(thing.shown_at(&seat.picture, seat.now)?)))
}

fn brackets(pen: &Pen<'_>, rect: Rect) {
    let arm = (rect.width() * 0.28).clamp(6.0, 14.0);
    let corners = [
        (rect.left_top(), vec2(1.0, 1.0)),
        (rect.right_top(), vec2(-1.0, 1.0)),
        (rect.right_bottom(), vec2(-1.0, -1.0)),
        (rect.left_bottom(), vec2(1.0, -1.0)),
    ];
    for (width, token) in [(7.0, theme::CANVAS), (3.0, theme::SELECTION)] {
        for (corner, inwards) in corners {
            let points = vec![corner + vec2(arm * inwards.x, 0.0), corner, corner + vec2(0.0, arm * inwards.y)];
            pen.painter().add(Shape::line(points, Stroke::new(width, token.egui())));
        }
    }
}

/// The outline of the selected area.
pub(super) fn area_outline(pen: &Pen<'_>, place: Place) {
    let seat = pen.seat;
    let Some(Selection::Area(area)) = seat.selection else { return };
    let outline = &seat.picture.areas.row(area).outline;
    let rings = outline.0.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    for ring in rings {
        let mut points: Vec<Pos2> = Vec::new();
        for corner in &ring.0 {
            let at = place.of(seat.view.screen_from_lonlat(LonLat::new(corner.x, corner.y)));
            // Corners closer than a pixel to the last one would only cost.
            if points.last().is_none_or(|last| last.distance(at) >= 1.0) {
                points.push(at);
            }
        }
        if points.len() >= 3 {
            pen.painter().add(Shape::closed_line(points.clone(), Stroke::new(6.0, theme::CANVAS.egui())));
            pen.painter().add(Shape::closed_line(points, Stroke::new(2.5, theme::SELECTION.egui())));
        }
    }
}

/// The straight way from the chosen person, or from the one who was sent, to the selected matter; visitors see nobody's.
pub(super) fn way(pen: &Pen<'_>, place: Place) {
    let seat = pen.seat;
    let Some(incident) = seat.selected_incident() else { return };
    let row = seat.picture.incidents.row(incident);
    let Some(to) = row.at.filter(|_| row.state.is_handling() && !row.confidential) else { return };
    let sent = row.worker.filter(|_| row.holds_worker());
    let chosen = seat.recommendation.candidates.get(seat.chosen).map(|candidate| candidate.worker);
    let Some(worker) = sent.or(chosen) else { return };
    let Some(from) = seat.picture.workers.row(worker).shown_at(seat.now) else { return };
    if !seat.layers.shows(Layer::Workers) || seat.hides(Hidden::Tracks) {
        return;
    }
    let [from, to] = [from, to].map(|at| place.of(seat.view.screen_from_lonlat(at)));
    let length = from.distance(to);
    if !(8.0..20_000.0).contains(&length) {
        return;
    }
    pen.line(from, to, 6.0, theme::CANVAS.egui());
    if sent.is_some() {
        let stroke = Stroke::new(2.0, theme::SELECTION.egui());
        pen.painter().extend(Shape::dashed_line(&[from, to], stroke, 8.0, 5.0));
    } else {
        pen.line(from, to, 2.0, theme::SELECTION.egui());
    }
}

/// An arrow at the edge of what is free of the map towards a selection beyond it, with the distance and the direction from
/// the middle of that; answers where it can be pressed.
fn arrow(pen: &mut Pen<'_>, place: Place, free: Rect, target: Pos2, ground: LonLat) -> Rect {
    let frame = free.shrink(46.0);
    let centre = free.center();
    let way = target - centre;
    let (x_share, y_share) =
        (frame.width() / 2.0 / way.x.abs().max(0.001), frame.height() / 2.0 / way.y.abs().max(0.001));
    let tip = centre + way * x_share.min(y_share).min(1.0);
    let along: Vec2 = way.normalized();
    let across = along.rot90();
    let head = |grow: f32| {
        vec![
            tip + along * (12.0 + grow),
            tip - along * (8.0 + grow) + across * (9.0 + grow),
            tip - along * (8.0 + grow) - across * (9.0 + grow),
        ]
    };
    pen.painter().add(Shape::convex_polygon(head(3.0), theme::CANVAS.egui(), Stroke::NONE));
    pen.painter().add(Shape::convex_polygon(head(0.0), theme::SELECTION.egui(), Stroke::NONE));
    let middle = pen.seat.view.lonlat_from_screen(place.px(centre));
    let away = format::distance(pen.lang, distance_m(middle, ground));
    let words = format!("{away} {}", tool_words::direction(pen.lang, bearing_deg(middle, ground)));
    let text_ink = ink(14.0, theme::TEXT_1).medium();
    // Along the edge the words need less room than across it.
    let half = pen.galley(&words, text_ink, f32::INFINITY).size().x / 2.0;
    let at = tip - along * (18.0 + half * along.x.abs() + 10.0 * along.y.abs());
    let cell = cells(pen.seat).into_iter().find(|cell| cell.contains(tip)).filter(|cell| cell.width() > 2.0 * half);
    let at = cell.map_or(at, |cell| {
        let room = cell.shrink2(vec2(half, 10.0));
        pos2(at.x.clamp(room.left(), room.right()), at.y.clamp(room.top(), room.bottom()))
    });
    super::cased::cased(pen, at, Align2::CENTER_CENTER, &words, text_ink, theme::TEXT_1);
    let reach = Rect::from_center_size(at, vec2(2.0 * half, 20.0)).union(around(tip, 14.0));
    reach.union(around(reach.center(), 24.0))
}
