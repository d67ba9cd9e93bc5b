//! All symbols of the view, and the rings of those that are gathered.

use super::{Place, motion, symbol};
use crate::domain::Urgency;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{format, words};
use crate::panels::theme::{self, size};
use crate::seat::{Cluster, RING_DP, Seat, Symbols};
use bevy_egui::egui::{Align2, Pos2, Rect, Shape, Stroke, vec2};

/// A cluster's ring across, dp.
pub(super) const RING: f32 = RING_DP as f32;
const RING_WIDTH: f32 = 4.5;

/// Symbols with their places in dp.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) rings: Vec<(Pos2, Cluster)>,
    pub(super) singles: Vec<Single>,
}

/// One matter's symbol.
#[derive(Debug)]
pub(super) struct Single {
    pub(super) incident: u32,
    pub(super) at: Pos2,
    /// Where the matter is, if the symbol stands aside.
    pub(super) place: Option<Pos2>,
    pub(super) size: f32,
    /// How far it reaches, its ring included.
    pub(super) reach: f32,
    /// The tag that says by how much it is late, where no more urgent symbol covers it.
    pub(super) tag: Option<String>,
}

impl Placed {
    /// What each symbol and each ring takes.
    pub(super) fn boxes(&self) -> Vec<Rect> {
        let singles = self.singles.iter().map(|single| super::around(single.at, single.size / 2.0));
        singles.chain(self.rings.iter().map(|(at, _)| super::around(*at, RING / 2.0))).collect()
    }
}

/// Places the symbols of a view.
pub(super) fn place(seat: &Seat, place: Place, symbols: &Symbols) -> Placed {
    let mut singles: Vec<Single> = Vec::new();
    // The most urgent first: what lies under one of them keeps its tag to itself.
    for symbol in symbols.singles.iter().rev() {
        let row = seat.picture.incidents.row(symbol.incident);
        let (at, size) = (place.of(symbol.px), symbol.size_px as f32 / place.scale);
        let covered = singles.iter().any(|above| above.at.distance(at) < above.size * 0.6 + 4.0);
        let late = words::time_left(seat.lang, row, seat.now).filter(|(_, late)| *late && !covered);
        let reach = symbol::Mark::of(&seat.picture, row).reach(size);
        let aside = (symbol.px != symbol.place_px).then(|| place.of(symbol.place_px));
        let tag = late.map(|(words, _)| words);
        singles.push(Single { incident: symbol.incident, at, place: aside, size, reach, tag });
    }
    singles.reverse();
    let rings = symbols.clusters.iter().map(|cluster| (place.of(cluster.px), cluster.clone())).collect();
    Placed { rings, singles }
}

/// Draws clusters, then single symbols, the most urgent last.
/// Rings that blink show while they are `lit`.
pub(super) fn draw(pen: &Pen<'_>, placed: &Placed, lit: bool) {
    for (at, cluster) in &placed.rings {
        ring(pen, *at, cluster);
    }
    for (at, from) in placed.singles.iter().filter_map(|single| Some((single.at, single.place?))) {
        pen.line(from, at, 3.5, theme::CANVAS.egui());
        pen.line(from, at, 1.5, theme::TEXT_2.egui());
    }
    // What is selected lies above all others: nothing is written over its frame.
    let selected = pen.seat.selected_incident();
    let is_selected = |single: &&Single| Some(single.incident) == selected;
    let others = placed.singles.iter().filter(|single| !is_selected(single));
    for single in others.chain(placed.singles.iter().filter(is_selected)) {
        let row = pen.seat.picture.incidents.row(single.incident);
        let mark = symbol::Mark::of(&pen.seat.picture, row);
        let dark = !lit && motion::blinks(pen.seat, single.incident);
        symbol::draw(pen, single.at, single.size, symbol::Mark { ringed: mark.ringed && !dark, ..mark });
        if let Some(words) = &single.tag {
            pen.tag(single.at + vec2(single.reach + 3.0, 0.0), Align2::LEFT_CENTER, words);
        }
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
    let number = format::number(cluster.count());
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
