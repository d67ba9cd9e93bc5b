//! What stands on the map's upper edge.

use super::paint::switches;
use super::rail::left_over;
use super::{Crumbs, show_starters, starters_size, switches_size};
use crate::panels::pen;
use crate::panels::places::Places;
use crate::seat::Seat;
use bevy_egui::egui::{self, Rect, Vec2, pos2, vec2};

/// Where the map is, and what shows on it, at its upper edge; answers what is left below.
pub(crate) fn over_map(ctx: &egui::Context, seat: &Seat, out: &mut pen::Out, places: &Places, map: Rect) -> Rect {
    const GAP: f32 = 8.0;
    let mut top = map.top() + GAP;
    let crumbs = Crumbs::of(seat);
    let (mut crumbs_right, mut bottom) = (map.left(), map.top());
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
            if rect.top() <= left.y + 0.5 && starters.right() + GAP <= rect.left() {
                let at = places.settle(starters, map, &out.covers);
                at.into_iter().for_each(|at| pen::panel(ctx, seat, out, "starters", at, |pen| show_starters(pen, at)));
            }
        }
    }
    Rect::from_min_max(pos2(map.left(), bottom.min(map.bottom())), map.max)
}
