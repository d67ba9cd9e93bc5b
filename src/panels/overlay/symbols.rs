//! All symbols of the view, and the rings of those that are gathered.

use super::{Place, symbol};
use crate::domain::Urgency;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::words;
use crate::panels::theme::{self, size};
use crate::seat::{Cluster, Symbol, Symbols};
use bevy_egui::egui::{Align2, Pos2, Shape, Stroke, vec2};

/// A cluster's ring across, dp.
pub(super) const RING: f32 = 34.0;
const RING_WIDTH: f32 = 4.5;

/// Draws clusters, then single symbols, the most urgent last.
pub(super) fn draw(pen: &mut Pen<'_>, place: Place, symbols: &Symbols) {
    for cluster in &symbols.clusters {
        ring(pen, place.of(cluster.px), cluster);
    }
    for single in &symbols.singles {
        draw_single(pen, place, single);
    }
}

fn draw_single(pen: &mut Pen<'_>, place: Place, single: &Symbol) {
    let seat = pen.seat;
    let row = seat.picture.incidents.row(single.incident);
    let (at, size_dp) = (place.of(single.px), single.size_px as f32 / place.scale);
    let mark = symbol::Mark::of(&seat.picture, row);
    symbol::draw(pen, at, size_dp, mark);
    if row.is_overdue(seat.now)
        && let Some((words, true)) = words::time_left(pen.lang, row, seat.now)
    {
        let right = at + vec2(mark.reach(size_dp) + 3.0, 0.0);
        pen.tag(right, Align2::LEFT_CENTER, &words);
    }
}

/// A ring that shows how many of which urgency, with their number.
fn ring(pen: &Pen<'_>, at: Pos2, cluster: &Cluster) {
    let painter = pen.painter();
    let radius = RING / 2.0 - RING_WIDTH / 2.0;
    painter.circle_filled(at, RING / 2.0 + 2.0, theme::CANVAS.egui());
    let total = cluster.count().max(1) as f32;
    let mut from = 0.0_f32;
    for urgency in Urgency::ALL {
        let share = cluster.counts[urgency as usize] as f32 / total;
        if share <= 0.0 {
            continue;
        }
        painter.add(arc(at, radius, from, from + share, Stroke::new(RING_WIDTH, theme::urgency(urgency).egui())));
        from += share;
    }
    let number = cluster.count().to_string();
    pen.text(at, Align2::CENTER_CENTER, &number, ink(size::CAPTION, theme::TEXT_1).medium());
}

/// A part of a circle, shares of the whole clockwise from the top.
fn arc(at: Pos2, radius: f32, from: f32, to: f32, stroke: Stroke) -> Shape {
    let steps = ((to - from) * 40.0).ceil().max(1.0) as usize;
    let points = (0..=steps)
        .map(|k| {
            let angle = (from + (to - from) * k as f32 / steps as f32) * std::f32::consts::TAU;
            at + vec2(angle.sin(), -angle.cos()) * radius
        })
        .collect();
    Shape::line(points, stroke)
}
