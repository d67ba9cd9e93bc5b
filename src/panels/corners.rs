//! The legend and the last changes: in the map's lower corners, or where the map goes on below the panels at its sides; at a
//! desk in a strip under the map, and at the foot of the list.

use super::places::Places;
use super::{Panels, legend, pen};
use crate::seat::Seat;
use crate::seat::corners::{CHANGES_WIDTH_DP, CORNER_GAP_DP, Corners, SOURCE_LINE_DP};
use bevy_egui::egui::{self, Rect, pos2, vec2};

const GAP: f32 = CORNER_GAP_DP as f32;
/// The height of the scale's line at the map's foot, dp.
const SCALE_LINE: f32 = 36.0;

impl Panels {
    /// The legend under the desk's map.
    pub(super) fn show_strip(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut pen::Out, places: &Places) {
        let rect = places.in_one_cell(places.strip);
        pen::panel(ctx, seat, out, "strip", rect, |pen| {
            if !seat.knows_nothing() {
                self.legend.show_strip(pen, rect);
            }
        });
    }

    /// The last changes at the foot of the desk's list, where that is high enough; answers what they leave above. They give way
    /// to open filters, as to whatever list stands in place of the matters'.
    pub(super) fn show_changes_below(
        &mut self,
        ctx: &egui::Context,
        seat: &Seat,
        out: &mut pen::Out,
        list: Rect,
    ) -> Rect {
        let has_room = !seat.knows_nothing() && !self.queue.has_open_filters();
        let Some(rows) = seat.changes_below_list().filter(|_| has_room) else { return list };
        let (above, below) = list.split_top_bottom_at_y(list.bottom() - Corners::changes_height_dp(rows) as f32);
        pen::panel(ctx, seat, out, "changes", below, |pen| {
            pen.rule(below.left() + GAP..=below.right() - GAP, below.top() + 0.5);
            self.changes.show(pen, below, rows.into());
        });
        above
    }

    /// The map's lower corners: legend and the last changes, where there is room.
    pub(super) fn show_corners(
        &mut self,
        ctx: &egui::Context,
        seat: &Seat,
        out: &mut pen::Out,
        places: &Places,
        map: Rect,
    ) {
        if seat.knows_nothing() {
            return;
        }
        let high = self.legend.prepare(seat);
        let corners = seat.corners(map.width().into(), map.height().into(), high.into());
        let size = vec2(legend::WIDTH, high);
        let legend_at = if corners.legend {
            let rect = Rect::from_min_size(map.left_bottom() + vec2(GAP, -GAP - high), size);
            places.settle(rect, map, &out.covers)
        } else {
            // Where the map is narrow and goes on below the panels: there, above the scale.
            let room = places
                .below_left()
                .map(|room| room.shrink(GAP))
                .filter(|room| room.width() >= size.x && room.height() >= size.y + SCALE_LINE);
            room.map(|room| Rect::from_min_size(room.left_bottom() - vec2(0.0, SCALE_LINE + size.y), size))
        };
        if let Some(rect) = legend_at {
            pen::panel(ctx, seat, out, "legend", rect, |pen| self.legend.show(pen, rect));
        }
        let changes_at = match corners.changes {
            Some(rows) => {
                // Above the line that says where the map comes from.
                let size = vec2(CHANGES_WIDTH_DP as f32, Corners::changes_height_dp(rows) as f32);
                let corner = map.right_bottom() - vec2(GAP + size.x, GAP + SOURCE_LINE_DP as f32 + size.y);
                places.settle(Rect::from_min_size(corner, size), map, &out.covers).map(|rect| (rect, rows))
            }
            None => changes_below(places, seat.selection.is_some()),
        };
        if let Some((rect, rows)) = changes_at {
            pen::panel(ctx, seat, out, "changes", rect, |pen| self.changes.show(pen, rect, rows.into()));
        }
    }
}

/// Where the last changes stand on a map that is narrow and goes on below the list: under it, as many as have room.
fn changes_below(places: &Places, has_card: bool) -> Option<(Rect, u8)> {
    let room = places.below_right(has_card)?.shrink(GAP);
    let high = |rows: &u8| Corners::changes_height_dp(*rows) as f32;
    let rows = (3..=7).rev().find(|rows| high(rows) + SOURCE_LINE_DP as f32 <= room.height())?;
    let size = vec2(room.width().min(420.0), high(&rows));
    let has_room = size.x >= CHANGES_WIDTH_DP as f32;
    has_room.then(|| (Rect::from_min_size(pos2(room.right() - size.x, room.top()), size), rows))
}
