//! Names on the map: which show and where, so that none covers another. The same view gives the
//! same names; a name keeps its side until it is forced off it.

use super::symbols::{Placed, RING};
use super::{Place, around};
use crate::domain::{AreaLevel, Urgency};
use crate::panels::pen::{Ink, Pen, ink};
use crate::panels::text::words;
use crate::panels::theme::{self, Token, size};
use crate::seat::{Layer, Seat, Selection};
use bevy_egui::egui::{Align2, Pos2, Rect, Vec2, vec2};
use std::collections::BTreeMap;

/// Names cover at most this share of the map.
const SHARE_MOST: f32 = 0.12;
/// U1 matters that are named at once.
const U1_NAMED: usize = 6;
/// What a tag such as 超40分 takes beside its symbol, dp.
const TAG: f32 = 52.0;

/// Which side of its anchor each area's name last stood on.
pub(super) type Slots = BTreeMap<u32, usize>;

/// A name with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    text: String,
    middle: Pos2,
    size: f32,
    token: Token,
}

/// What is taken, and how much more may be.
struct Board<'a> {
    map: Rect,
    hard: Vec<Rect>,
    soft: Vec<Rect>,
    room: f32,
    labels: Vec<Label>,
    slots: &'a mut Slots,
}

/// Places all names of a view. Order of right: selection, U1, towns, candidates, villages, grids.
pub(super) fn place(seat: &Seat, place: Place, symbols: &Placed, reserved: &[Rect], slots: &mut Slots) -> Vec<Label> {
    let mut board = Board {
        map: place.map.shrink(4.0),
        hard: reserved.to_vec(),
        soft: Vec::new(),
        room: place.map.area() * SHARE_MOST,
        labels: Vec::new(),
        slots,
    };
    for single in &symbols.singles {
        let urgency = seat.picture.incidents.row(single.incident).urgency;
        let mut rect = around(single.at, single.reach);
        if single.tag.is_some() {
            rect.max.x += TAG;
        }
        let selected = seat.selection == Some(Selection::Incident(single.incident));
        if selected || urgency == Urgency::U1 { board.hard.push(rect) } else { board.soft.push(rect) }
    }
    board.soft.extend(symbols.rings.iter().map(|(at, _)| around(*at, RING / 2.0 + 3.0)));
    pressing(seat, symbols, &mut board);
    if seat.layers.shows(Layer::Labels) {
        areas(seat, place, AreaLevel::Town, &mut board);
        // From here on symbols no longer give way.
        let symbols = std::mem::take(&mut board.soft);
        board.hard.extend(symbols);
        candidates(seat, place, &mut board);
        let z_eff = seat.z_eff();
        if z_eff >= 13.0 {
            areas(seat, place, AreaLevel::Village, &mut board);
        }
        if z_eff >= 15.5 {
            areas(seat, place, AreaLevel::Grid, &mut board);
        }
    }
    board.labels
}

/// The selected matter and the most urgent ones: title and time left beside the symbol.
fn pressing(seat: &Seat, symbols: &Placed, board: &mut Board<'_>) {
    let row = |incident: u32| seat.picture.incidents.row(incident);
    let selected = seat.selected_incident();
    let urgent = symbols.singles.iter().rev().filter(|s| row(s.incident).urgency == Urgency::U1).take(U1_NAMED);
    let first = symbols.singles.iter().filter(|s| Some(s.incident) == selected);
    for single in first.chain(urgent.filter(|s| Some(s.incident) != selected)) {
        let row = row(single.incident);
        let left = words::time_left(seat.lang, row, seat.now).filter(|(_, late)| !late);
        let text = match left {
            Some((left, _)) => format!("{} {left}", words::short_title(seat.lang, row)),
            None => words::short_title(seat.lang, row),
        };
        let reach = single.reach + 8.0 + if single.tag.is_some() { TAG } else { 0.0 };
        board.beside(single.at, reach, text, 14.0, theme::TEXT_1);
    }
}

/// Names of the people who can go, where single people are told apart.
fn candidates(seat: &Seat, place: Place, board: &mut Board<'_>) {
    if seat.z_eff() < 14.0 || !seat.layers.shows(Layer::Workers) {
        return;
    }
    for (k, candidate) in seat.recommendation.candidates.iter().enumerate() {
        let row = seat.picture.workers.row(candidate.worker);
        let Some(fix) = row.fix else { continue };
        let at = place.of(seat.view.screen_from_lonlat(fix.at));
        let text = format!("{} {}", k + 1, row.worker.name);
        let token = if k == seat.chosen { theme::TEXT_1 } else { theme::TEXT_2 };
        board.hard.push(around(at, 8.0));
        board.beside(at, 11.0, text, 14.0, token);
    }
}

/// Names of one level's areas at their anchors.
fn areas(seat: &Seat, place: Place, level: AreaLevel, board: &mut Board<'_>) {
    let (size_dp, token) = match level {
        AreaLevel::Town => (size::TITLE, theme::TEXT_1),
        AreaLevel::Village => (14.0, theme::TEXT_2),
        _ => (13.0, theme::TEXT_3),
    };
    for number in seat.picture.areas.of_level(level) {
        let row = seat.picture.areas.row(number);
        let Some(anchor) = row.anchor else { continue };
        let at = place.of(seat.view.screen_from_lonlat(anchor));
        if board.map.contains(at) {
            board.around(number, at, &row.name, size_dp, token, level == AreaLevel::Town);
        }
    }
}

impl Board<'_> {
    fn is_free(&self, rect: Rect, soft_too: bool) -> bool {
        let clear = |taken: &Rect| !taken.intersects(rect);
        self.map.contains_rect(rect) && self.hard.iter().all(clear) && (!soft_too || self.soft.iter().all(clear))
    }

    /// Where nothing hard is touched, the place that covers least of what may give way.
    fn least_covering(&self, rects: impl Iterator<Item = Rect>) -> Option<Rect> {
        let covered = |rect: &Rect| -> f32 {
            let over = self.soft.iter().map(|taken| taken.intersect(*rect)).filter(Rect::is_positive);
            over.map(|rect| rect.area()).sum()
        };
        rects.filter(|rect| self.is_free(*rect, false)).min_by(|a, b| covered(a).total_cmp(&covered(b)))
    }

    fn put(&mut self, text: String, rect: Rect, size: f32, token: Token) {
        self.room -= rect.area();
        self.hard.push(rect.expand(2.0));
        self.labels.push(Label { text, middle: rect.center(), size, token });
    }

    /// Right, left, below, above of a symbol; nowhere where all are taken.
    fn beside(&mut self, at: Pos2, reach: f32, text: String, size: f32, token: Token) {
        let extent = extent(&text, size);
        let half = extent / 2.0;
        let (dx, dy) = (reach + half.x, reach * 0.6 + half.y);
        let middles = [
            vec2(dx, 0.0),
            vec2(-dx, 0.0),
            vec2(0.0, reach + half.y),
            vec2(0.0, -reach - half.y),
            vec2(dx, dy),
            vec2(dx, -dy),
            vec2(-dx, dy),
            vec2(-dx, -dy),
            vec2(0.0, reach + half.y + 24.0),
            vec2(0.0, -reach - half.y - 24.0),
        ];
        let rects = middles.map(|middle| Rect::from_center_size(at + middle, extent));
        let free = rects.into_iter().find(|rect| self.is_free(*rect, true));
        if let Some(rect) = free.or_else(|| self.least_covering(rects.into_iter())) {
            self.put(text, rect, size, token);
        }
    }

    /// An area's name on its anchor or near it. A town's name is never dropped.
    fn around(&mut self, area: u32, at: Pos2, text: &str, size: f32, token: Token, always: bool) {
        let extent = extent(text, size);
        if !always && self.room < extent.x * extent.y {
            return;
        }
        let (dx, dy) = (extent.x * 0.5 + 24.0, extent.y * 0.5 + 20.0);
        let near = [
            (0.0, 0.0),
            (0.0, -1.0),
            (0.0, 1.0),
            (-1.0, 0.0),
            (1.0, 0.0),
            (-1.0, -1.0),
            (1.0, 1.0),
            (1.0, -1.0),
            (-1.0, 1.0),
        ];
        let far =
            [(0.0, -1.7), (0.0, 1.7), (-1.6, 0.0), (1.6, 0.0), (-1.3, -1.5), (1.3, 1.5), (1.3, -1.5), (-1.3, 1.5)];
        let all: Vec<(f32, f32)> = if always { near.into_iter().chain(far).collect() } else { near[..3].to_vec() };
        let rect = |slot: usize| Rect::from_center_size(at + vec2(all[slot].0 * dx, all[slot].1 * dy), extent);
        let kept = self.slots.get(&area).copied().filter(|slot| *slot < all.len());
        let order = || kept.into_iter().chain(0..all.len());
        let free = order().find(|slot| self.is_free(rect(*slot), true));
        let least = || self.least_covering((0..all.len()).map(rect));
        let free = free.or_else(|| {
            let least = always.then(least).flatten()?;
            (0..all.len()).find(|slot| rect(*slot) == least)
        });
        match free {
            Some(slot) => {
                self.slots.insert(area, slot);
                self.put(text.to_owned(), rect(slot), size, token);
            }
            None if always && self.map.contains_rect(rect(0)) && !self.is_named(rect(0)) => {
                self.put(text.to_owned(), rect(0), size, token);
            }
            None => {}
        }
    }

    /// Whether another name stands there already: two names on one place are no names.
    fn is_named(&self, rect: Rect) -> bool {
        self.labels
            .iter()
            .any(|label| Rect::from_center_size(label.middle, extent(&label.text, label.size)).intersects(rect))
    }
}

/// A text's size without laying it out: Han characters are as wide as high, others a little over half.
fn extent(text: &str, size: f32) -> Vec2 {
    let ems: f32 = text.chars().map(|c| if c.is_ascii() { 0.58 } else { 1.0 }).sum();
    vec2(ems * size + 6.0, size * 1.2 + 2.0)
}

/// Draws the names.
pub(super) fn draw(pen: &Pen<'_>, labels: &[Label]) {
    for label in labels {
        let label_ink = ink(label.size, label.token).medium();
        cased(pen, label.middle, Align2::CENTER_CENTER, &label.text, label_ink, label.token);
    }
}

/// Writes a text with a dark rim, so that it is read on any ground.
pub(super) fn cased(pen: &Pen<'_>, at: Pos2, anchor: Align2, text: &str, ink: Ink, token: Token) {
    let galley = pen.galley(text, ink, f32::INFINITY);
    let min = anchor.anchor_size(at, galley.size()).min;
    const RIM: f32 = 1.6;
    for k in 0..8_u8 {
        let angle = f32::from(k) * std::f32::consts::FRAC_PI_4;
        let offset = vec2(angle.cos(), angle.sin()) * RIM;
        pen.painter().galley_with_override_text_color(min + offset, galley.clone(), theme::CANVAS.egui());
    }
    pen.painter().galley(min, galley, token.egui());
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_egui::egui::pos2;

    fn board(slots: &mut Slots) -> Board<'_> {
        let map = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0));
        Board { map, hard: Vec::new(), soft: Vec::new(), room: 1e5, labels: Vec::new(), slots }
    }

    #[test]
    fn names_never_cover_each_other() {
        let mut slots = Slots::new();
        let mut board = board(&mut slots);
        for k in 0..60_u32 {
            let at = pos2(100.0 + (k % 10) as f32 * 60.0, 80.0 + (k / 10) as f32 * 70.0);
            board.around(k, at, "桐荫社区", 14.0, theme::TEXT_2, k % 7 == 0);
        }
        let rects: Vec<Rect> =
            board.labels.iter().map(|l| Rect::from_center_size(l.middle, extent(&l.text, l.size))).collect();
        assert!(rects.len() > 20, "{}", rects.len());
        for (k, one) in rects.iter().enumerate() {
            assert!(rects[k + 1..].iter().all(|other| !other.intersects(*one)));
        }
    }

    #[test]
    fn a_towns_name_steps_aside_for_a_symbol_but_stays() {
        let mut slots = Slots::new();
        let mut board = board(&mut slots);
        let at = pos2(400.0, 300.0);
        board.soft.push(around(at, 20.0));
        board.around(1, at, "城关街道", 20.0, theme::TEXT_1, true);
        assert_eq!(board.labels.len(), 1);
        assert!(board.labels[0].middle != at);
        board.hard.push(board.map);
        board.around(2, pos2(100.0, 100.0), "青禾镇", 20.0, theme::TEXT_1, true);
        assert_eq!(board.labels.len(), 2, "never dropped");
        board.around(3, pos2(100.0, 200.0), "河东村", 14.0, theme::TEXT_2, false);
        assert_eq!(board.labels.len(), 2);
    }
}
