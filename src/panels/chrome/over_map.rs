//! What stands on the map's upper edge.

use super::paint::switches;
use super::rail::left_over;
use super::{Crumbs, KEYS_SIZE, show_keys, show_starters, starters_size, switches_size};
use crate::panels::overlay::SCALE_ROOM;
use crate::panels::pen;
use crate::panels::places::Places;
use crate::seat::Seat;
use bevy_egui::egui::{self, Rect, Vec2, pos2, vec2};

/// Where the map is, and what shows on it, at its upper edge; answers what is left below.
pub(crate) fn over_map(ctx: &egui::Context, seat: &Seat, out: &mut pen::Out, places: &Places, map: Rect) -> Rect {
    const GAP: f32 = 8.0;
    let mut top = map.top() + GAP;
    let crumbs = Crumbs::of(seat);
    let (mut crumbs_right, mut bottom, mut has_keys) = (map.left(), map.top(), false);
    if !crumbs.is_empty() {
        let size = vec2(crumbs.size().x.min(map.width() - 2.0 * GAP), crumbs.size().y);
        let rect = Rect::from_min_size(pos2(map.left() + GAP, top), size);
        if let Some(rect) = places.settle(rect, map, &out.covers) {
            pen::panel(ctx, seat, out, "crumbs", rect, |pen| crumbs.show(pen, rect));
            (crumbs_right, bottom) = (rect.right(), rect.bottom() + GAP);
        }
    }
    // The switch of visit mode gives way first: it has a key.
    let mut row = left_over(seat, places);
    if switches_size(&row).x + 2.0 * GAP > map.width() {
        row.pop();
    }
    let size = if row.is_empty() { Vec2::ZERO } else { switches_size(&row) };
    if crumbs_right + GAP + size.x > map.right() - GAP {
        top += crumbs.size().y + GAP;
    }
    if size.x + 2.0 * GAP <= map.width() {
        let rect = Rect::from_min_size(pos2(map.right() - GAP - size.x, top), size);
        if let Some(rect) = places.settle(rect, map, &out.covers) {
            // At a desk nothing of it may be left over.
            if rect.is_positive() {
                pen::panel(ctx, seat, out, "switches", rect, |pen| switches(pen, rect, row));
                bottom = bottom.max(rect.bottom() + GAP);
            }
            let left = pos2(crumbs_right + GAP, map.top() + GAP);
            let starters = Rect::from_min_size(left, starters_size(seat));
            // They have keys, and give way to all else.
            let has_room = rect.top() <= left.y + 0.5 && starters.right() + GAP <= rect.left();
            if let Some(at) = places.settle(starters, map, &out.covers).filter(|_| has_room) {
                pen::panel(ctx, seat, out, "starters", at, |pen| show_starters(pen, at));
                has_keys = true;
            }
        }
    }
    if !has_keys {
        // Beside the areas, unless the scale has no room there then; else below whatever stands at the edge.
        let beside = Rect::from_min_size(pos2(crumbs_right + GAP, map.top() + GAP), KEYS_SIZE);
        let is_free = beside.right() + SCALE_ROOM <= map.right()
            && !out.covers.iter().any(|cover| cover.expand(GAP / 2.0).intersects(beside));
        let below = Rect::from_min_size(pos2(map.left() + GAP, bottom.max(map.top() + GAP)), KEYS_SIZE);
        let at = places.settle(if is_free { beside } else { below }, map, &out.covers);
        if let Some(at) = at.filter(|at| map.contains_rect(*at)) {
            pen::panel(ctx, seat, out, "keys", at, |pen| show_keys(pen, at));
            bottom = bottom.max(at.bottom() + GAP);
        }
    }
    Rect::from_min_max(pos2(map.left(), bottom.min(map.bottom())), map.max)
}
