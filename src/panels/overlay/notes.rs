//! What the overlay wants named beside its symbols, and the room that it and the panels take: the map's names are
//! drawn by a layer of their own, below all this, and keep off it.

use super::symbols::{Placed, RING};
use super::{Place, around};
use crate::domain::Urgency;
use crate::panels::text::{format, shown, words};
use crate::panels::theme::{self, Token};
use crate::picture::GapKind;
use crate::seat::{Layer, Seat, Selection};
use crate::spatial::labels::Rank;
use crate::spatial::{Mercator, Px};
use bevy_egui::egui::{Pos2, Rect};

pub(crate) use crate::spatial::labels::{PxBox, Taken};

/// Matters of one urgency that are named at once.
const NAMED: usize = 6;
/// Matters of the second urgency are named from this effective zoom on.
const U2_FROM: f64 = 13.0;
/// People who can be sent are named from this effective zoom on, where single people are told apart.
const PEOPLE_FROM: f64 = 14.0;
/// What is missing is named from this effective zoom on, and so many at once.
const GAPS_FROM: f64 = 13.0;
const NAMED_GAPS: usize = 60;
/// What a tag such as 超40分 takes beside its symbol, dp.
const TAG: f32 = 52.0;

/// What a note says something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Noted {
    /// A matter.
    Incident(u32),
    /// Somebody who can be sent.
    Worker(u32),
    /// Something that the registers are missing, by its place among what is crossed.
    Gap(u32),
}

/// Words beside a symbol.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Note {
    pub(crate) of: Noted,
    pub(crate) rank: Rank,
    /// The symbol's place on the ground.
    pub(crate) at: Mercator,
    /// How far the symbol reaches, the gap to the words included, px.
    pub(crate) reach_px: f32,
    /// What stands right of it, px.
    pub(crate) tag_px: f32,
    pub(crate) text: String,
    pub(crate) token: Token,
}

/// All notes of a view, and the boxes on the map's picture that are taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct MapNotes {
    pub(crate) notes: Vec<Note>,
    pub(crate) taken: Vec<(PxBox, Taken)>,
}

/// The notes of a view; `reserved` is what panels and furniture cover, egui points.
pub(super) fn notes(seat: &Seat, place: Place, symbols: &Placed, reserved: &[Rect]) -> MapNotes {
    let mut taken: Vec<(PxBox, Taken)> = reserved
        .iter()
        .filter(|rect| rect.is_positive() && rect.intersects(place.map))
        .map(|rect| (px_box(place, *rect), Taken::Panel))
        .collect();
    for single in &symbols.singles {
        let urgency = seat.picture.incidents.row(single.incident).urgency;
        let mut rect = around(single.at, single.reach);
        if single.tag.is_some() {
            rect.max.x += TAG;
        }
        let pressing = seat.selected_incident() == Some(single.incident) || urgency == Urgency::U1;
        taken.push((px_box(place, rect), if pressing { Taken::Pressing } else { Taken::Symbol }));
    }
    let rings = symbols.rings.iter().map(|(at, _)| around(*at, RING / 2.0 + 3.0));
    taken.extend(rings.map(|rect| (px_box(place, rect), Taken::Pressing)));
    if let Some(rect) = selection_box(seat, place) {
        taken.push((px_box(place, rect), Taken::Pressing));
    }
    let mut notes = Vec::new();
    matters(seat, place, symbols, &mut notes);
    people(seat, place, &mut notes, &mut taken);
    gaps(seat, place, &mut notes, &mut taken);
    MapNotes { notes, taken }
}

fn px_box(place: Place, rect: Rect) -> PxBox {
    let [min, max] = [rect.min, rect.max].map(|at| (at - place.map.min) * place.scale);
    PxBox { left: min.x, top: min.y, right: max.x, bottom: max.y }
}

/// The brackets of a selection that is no matter's symbol.
fn selection_box(seat: &Seat, place: Place) -> Option<Rect> {
    let thing = seat.selection.filter(|thing| matches!(thing, Selection::Worker(_) | Selection::Camera(_)))?;
    let at = place.of(seat.view.screen_from_lonlat(thing.shown_at(&seat.picture, seat.now)?));
    Some(around(at, super::marks::reach(seat, thing) + 7.0))
}

/// The selected matter and the most urgent ones: title and time left.
fn matters(seat: &Seat, place: Place, symbols: &Placed, notes: &mut Vec<Note>) {
    if seat.tour.is_on() {
        // Visitors are told towns and categories, never a title.
        return;
    }
    let row = |incident: u32| seat.picture.incidents.row(incident);
    let selected = seat.selected_incident();
    // The symbols stand most urgent last.
    let of = |urgency: Urgency| {
        let others = symbols.singles.iter().rev().filter(move |single| Some(single.incident) != selected);
        others.filter(move |single| row(single.incident).urgency == urgency).take(NAMED)
    };
    let first = symbols.singles.iter().filter(|single| Some(single.incident) == selected);
    let u2 = of(Urgency::U2).filter(|_| seat.z_eff() >= U2_FROM);
    let all = first
        .map(|single| (single, Rank::Selection))
        .chain(of(Urgency::U1).map(|single| (single, Rank::U1)))
        .chain(u2.map(|single| (single, Rank::U2)));
    for (single, rank) in all {
        let row = row(single.incident);
        let left = words::time_left(seat.lang, row, seat.now).filter(|(_, late)| !late);
        let text = match left {
            Some((left, _)) => format!("{} {left}", shown::short_title(seat, row)),
            None => shown::short_title(seat, row),
        };
        let tag_dp = if single.tag.is_some() { TAG } else { 0.0 };
        let token = if rank == Rank::U2 { theme::TEXT_2 } else { theme::TEXT_1 };
        notes.push(Note {
            of: Noted::Incident(single.incident),
            rank,
            // By the matter's own place where the symbol stands on it: that doesn't change by a hair as the map moves.
            at: match row.at.filter(|_| single.place.is_none()) {
                Some(at) => Mercator::from_lonlat(at),
                None => ground(seat, place, single.at),
            },
            reach_px: (single.reach + 8.0) * place.scale,
            tag_px: tag_dp * place.scale,
            text,
            token,
        });
    }
}

/// What is missing where a cross stands on the map, once they are told apart.
fn gaps(seat: &Seat, place: Place, notes: &mut Vec<Note>, taken: &mut Vec<(PxBox, Taken)>) {
    if seat.z_eff() < GAPS_FROM || !seat.layers.shows(Layer::Gaps) {
        return;
    }
    let bounds = seat.view.bounds();
    let crossed = (0_u32..).zip(seat.gaps.gaps().crossed());
    let seen = crossed.filter_map(|(number, (kind, item))| {
        item.at.filter(|at| bounds.contains(*at)).map(|at| (number, kind, item, at))
    });
    for (number, kind, item, at) in seen.take(NAMED_GAPS) {
        let px = place.of(seat.view.screen_from_lonlat(at));
        taken.push((px_box(place, around(px, 8.0)), Taken::Symbol));
        let what = words::gap(seat.lang, kind);
        let text = match kind {
            GapKind::PiledLocation => format!("{what} {}", format::number(item.count)),
            _ if item.name.is_empty() => what.to_owned(),
            _ => format!("{what} · {}", item.name),
        };
        notes.push(Note {
            of: Noted::Gap(number),
            rank: Rank::Grid,
            at: Mercator::from_lonlat(at),
            reach_px: 10.0 * place.scale,
            tag_px: 0.0,
            text,
            token: theme::TEXT_1,
        });
    }
}

/// The place on the ground under a point of the window.
fn ground(seat: &Seat, place: Place, at: Pos2) -> Mercator {
    let px = (at - place.map.min) * place.scale;
    seat.view.mercator_from_screen(Px::new(f64::from(px.x), f64::from(px.y)))
}

/// The people who can go, by the number of their row in the card.
fn people(seat: &Seat, place: Place, notes: &mut Vec<Note>, taken: &mut Vec<(PxBox, Taken)>) {
    if seat.z_eff() < PEOPLE_FROM || !seat.layers.shows(Layer::Workers) {
        return;
    }
    for (k, candidate) in seat.recommendation.candidates.iter().enumerate() {
        let row = seat.picture.workers.row(candidate.worker);
        let Some(fix) = row.fix else { continue };
        let at = place.of(seat.view.screen_from_lonlat(fix.at));
        taken.push((px_box(place, around(at, 8.0)), Taken::Symbol));
        notes.push(Note {
            of: Noted::Worker(candidate.worker),
            rank: Rank::Person,
            at: Mercator::from_lonlat(fix.at),
            reach_px: 11.0 * place.scale,
            tag_px: 0.0,
            text: format!("{} {}", k + 1, shown::worker(seat, candidate.worker)),
            token: if k == seat.chosen { theme::TEXT_1 } else { theme::TEXT_2 },
        });
    }
}
