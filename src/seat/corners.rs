//! The boxes in the map's lower corners, the legend and the last changes: how large they are and where they have room, and
//! which of them a desk has beside its map; and by how much a whole area that is fitted into the map is lifted off them.

use super::{Layer, Rect, Seat, Side};
use crate::domain::{LonLat, Outline};
use crate::spatial::{Bounds, View};

/// The legend's width, dp.
pub const LEGEND_WIDTH_DP: f64 = 320.0;
/// The width of its ramps alone, which are all that a small map on a tour has room for, dp.
pub const RAMPS_WIDTH_DP: f64 = 160.0;
/// Its height with heat, symbols and people, dp.
const LEGEND_HEIGHT_DP: f64 = 176.0;
/// The height of a ramp in it, dp.
pub const RAMP_DP: f64 = 56.0;
/// The height of a second row of a ramp's title, dp.
pub const RAMP_TITLE_DP: f64 = 17.0;
/// The height of a row of signs in the legend, dp.
pub const LEGEND_ROW_DP: f64 = 26.0;
/// What stays free above and below what is in it, dp.
pub const LEGEND_PAD_DP: f64 = 8.0;
/// Between the tour's legend and the map's edge, and what is fitted beside it, dp.
pub const TOUR_GAP_DP: f64 = 12.0;
/// The tour's legend takes at most this share of the map's height.
pub const TOUR_LEGEND_SHARE: f64 = 0.6;
/// The changes' width, dp.
pub const CHANGES_WIDTH_DP: f64 = 290.0;
/// The height of their head, dp.
pub const CHANGES_HEAD_DP: f64 = 34.0;
/// The height of one of them, dp.
pub const CHANGES_ROW_DP: f64 = 22.0;
const CHANGES_FOOT_DP: f64 = 8.0;
/// Between a box and the map's edge, dp.
pub const CORNER_GAP_DP: f64 = 8.0;
/// Below the changes it is said in so much height where the map comes from, dp.
pub const SOURCE_LINE_DP: f64 = 22.0;
/// And in so much width of the corner, dp.
const SOURCE_WIDTH_DP: f64 = 330.0;
/// The height of the band over the map's foot that says that every feed is dead, dp.
pub const DEAD_BAND_DP: f64 = 60.0;
/// What the boxes leave of the map's width, and above and below of its height, dp.
const BETWEEN_DP: f64 = 160.0;
const ABOVE_AND_BELOW_DP: f64 = 100.0;
/// The legend takes at most this share of the map's width.
pub const LEGEND_SHARE: f64 = 0.45;
/// On a map higher than this the changes have more rows, dp.
const HIGH_DP: f64 = 800.0;
/// A desk's list that is so high, dp, has so many changes at its foot; lower ones have none.
const BELOW_LIST: [(f64, u8); 2] = [(900.0, 7), (740.0, 5)];

/// What is fitted is lifted in so many steps, and no further than to be fitted into so much height, dp.
const STEPS: u8 = 8;
const LEAST_HEIGHT_DP: f64 = 260.0;

/// The boxes for which a map has room.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Corners {
    /// Whether the legend has room at the left.
    pub legend: bool,
    /// How many changes have room at the right; none where the list has not.
    pub changes: Option<u8>,
}

impl Corners {
    /// The boxes of a wall's map of this size, dp, whose legend is so high.
    fn of(width_dp: f64, height_dp: f64, legend_dp: f64) -> Self {
        let room_dp = height_dp - ABOVE_AND_BELOW_DP;
        let rows = if height_dp > HIGH_DP { 7 } else { 5 };
        let beside = CHANGES_WIDTH_DP + LEGEND_WIDTH_DP + BETWEEN_DP < width_dp;
        Self {
            legend: legend_dp < room_dp && LEGEND_WIDTH_DP < width_dp * LEGEND_SHARE,
            changes: (beside && Self::changes_height_dp(rows) < room_dp).then_some(rows),
        }
    }

    /// How high a list of so many changes is, dp.
    pub fn changes_height_dp(rows: u8) -> f64 {
        CHANGES_HEAD_DP + f64::from(rows.max(1)) * CHANGES_ROW_DP + CHANGES_FOOT_DP
    }

    /// Where the boxes stand in this part of the map, px.
    fn rects(self, part: Rect, scale: f64) -> Vec<Rect> {
        let bottom_px = part.y_px + part.height_px;
        let rect = |x_px: f64, width_dp: f64, high_dp: f64| {
            let (width_px, height_px) = ((width_dp + CORNER_GAP_DP) * scale, high_dp * scale);
            Rect { x_px, y_px: bottom_px - height_px, width_px, height_px }
        };
        let legend = self.legend.then(|| rect(part.x_px, LEGEND_WIDTH_DP, LEGEND_HEIGHT_DP + CORNER_GAP_DP));
        // The changes stand on the line that says where the map comes from.
        let (width_dp, high_dp) = match self.changes {
            Some(rows) => (CHANGES_WIDTH_DP, Self::changes_height_dp(rows) + SOURCE_LINE_DP),
            None => (SOURCE_WIDTH_DP, SOURCE_LINE_DP),
        };
        let left_px = (part.x_px + part.width_px - (width_dp + CORNER_GAP_DP) * scale).max(part.x_px);
        let right = rect(left_px, width_dp, high_dp + CORNER_GAP_DP);
        legend.into_iter().chain([right]).collect()
    }
}

impl Seat {
    /// The boxes in the corners of a map of this size, dp, whose legend is so high. A desk with a strip for its legend has a box
    /// for what is missing alone, which is a list; and none for the changes that stand below its own list.
    pub fn corners(&self, width_dp: f64, height_dp: f64, legend_dp: f64) -> Corners {
        let mut corners = Corners::of(width_dp, height_dp, legend_dp);
        corners.legend &= self.layout().strip.is_empty() || self.layers.shows(Layer::Gaps);
        corners.changes = corners.changes.filter(|_| self.changes_below_list().is_none());
        corners
    }

    /// How many changes stand at the foot of the desk's list; none where that has no room for them, is folded away, or where a
    /// form covers it.
    pub fn changes_below_list(&self) -> Option<u8> {
        let has_list = self.is_desk() && self.shows_side(Side::List) && !self.takes_in();
        let high_dp = self.layout().left.height_px / self.screen.scale();
        BELOW_LIST.into_iter().find(|(least_dp, _)| has_list && high_dp >= *least_dp).map(|(_, rows)| rows)
    }

    /// The view that shows these areas, which lie within `bounds`, whole in what of the map neither panels nor the boxes
    /// in its corners cover: as large as can be.
    pub(super) fn fitted_off_corners(&self, bounds: &Bounds, areas: &[u32]) -> View {
        let (free, scale) = (self.free(), self.screen.scale());
        let boxes = self.corner_boxes(free, scale);
        let high_px = boxes.iter().map(|rect| rect.height_px).fold(0.0, f64::max);
        // Where the map is narrow the areas stand in the middle of the height, and move by half of what they are lifted.
        let lifted = (0..=2 * STEPS).map(|step| high_px * f64::from(step) / f64::from(STEPS));
        let fitting = lifted.take_while(|lift_px| free.height_px - lift_px >= LEAST_HEIGHT_DP * scale);
        let views = fitting.map(|lift_px| self.fitted_in(bounds, Rect { height_px: free.height_px - lift_px, ..free }));
        let outlines: Vec<&Outline> = areas.iter().map(|area| &self.picture.areas.row(*area).outline).collect();
        let mut clear = views.filter(|view| !self.lies_under(&boxes, view, &outlines));
        clear.next().unwrap_or_else(|| self.fitted_to(bounds))
    }

    /// The view of a tour's map that shows these outlines, which lie within `bounds`, whole: beside its legend or above it, as
    /// large as can be.
    pub(super) fn fitted_on_tour(&self, bounds: &Bounds, outlines: &[&Outline], padding_px: f64) -> View {
        let legend: Vec<Rect> = self.tour_legend().into_iter().collect();
        let (wide_px, high_px) = legend.first().map_or((0.0, 0.0), |legend| (legend.width_px, legend.height_px));
        let steps = (0..=STEPS).map(|step| f64::from(step) / f64::from(STEPS));
        let ways = steps.flat_map(|share| [(share * wide_px, 0.0), (0.0, share * high_px)]);
        let whole = self.view;
        let has_room = |(beside_px, lift_px): &(f64, f64)| {
            whole.width_px - beside_px > 2.0 * padding_px && whole.height_px - lift_px > 2.0 * padding_px
        };
        let fit = |(beside_px, lift_px): (f64, f64)| {
            let room = View { width_px: whole.width_px - beside_px, height_px: whole.height_px - lift_px, ..whole };
            let fitted = room.fit(bounds, padding_px);
            let fitted = View { width_px: whole.width_px, height_px: whole.height_px, ..fitted };
            fitted.panned_px(beside_px / 2.0, -lift_px / 2.0)
        };
        let mut views: Vec<View> = ways.filter(has_room).map(fit).collect();
        views.sort_by(|a, b| b.zoom.total_cmp(&a.zoom));
        let clear = views.into_iter().find(|view| !self.lies_under(&legend, view, outlines));
        clear.unwrap_or_else(|| whole.fit(bounds, padding_px))
    }

    /// What the tour's legend takes of the map's lower left corner in the layers that show now, px: on a small map its ramps,
    /// which stand above the line of the sources; none where it explains nothing.
    fn tour_legend(&self) -> Option<Rect> {
        let (map, scale) = (self.layout().map, self.screen.scale());
        let shows = |layer| self.layers.shows(layer);
        let ramps = f64::from(u8::from(shows(Layer::AreaFill)) + u8::from(shows(Layer::Heat)));
        let rows = if shows(Layer::Incidents) { 3.0 } else { 0.0 };
        let rows = rows + if shows(Layer::Workers) || shows(Layer::Cameras) { 1.0 } else { 0.0 };
        let whole_dp = 2.0 * LEGEND_PAD_DP + ramps * RAMP_DP + rows * LEGEND_ROW_DP;
        let ramps_dp = 2.0 * LEGEND_PAD_DP + ramps * (RAMP_DP + RAMP_TITLE_DP);
        let is_whole = LEGEND_WIDTH_DP * scale < map.width_px * LEGEND_SHARE
            && whole_dp * scale < map.height_px * TOUR_LEGEND_SHARE;
        let (width_dp, height_dp) = match is_whole {
            true => (LEGEND_WIDTH_DP, whole_dp),
            false if ramps == 0.0 => return None,
            false => (RAMPS_WIDTH_DP, ramps_dp + SOURCE_LINE_DP),
        };
        // With the gap at either side.
        let side_px = |dp: f64| (dp + 2.0 * TOUR_GAP_DP) * scale;
        let (width_px, height_px) = (side_px(width_dp), side_px(height_dp));
        Some(Rect { x_px: map.x_px, y_px: map.y_px + map.height_px - height_px, width_px, height_px })
    }

    /// The boxes that stand in the corners of this part of the map now.
    fn corner_boxes(&self, free: Rect, scale: f64) -> Vec<Rect> {
        if self.tour.is_on() || self.day.is_open() {
            return Vec::new();
        }
        self.corners(free.width_px / scale, free.height_px / scale, LEGEND_HEIGHT_DP).rects(free, scale)
    }

    /// Whether a corner of these outlines lies under a box.
    fn lies_under(&self, boxes: &[Rect], view: &View, outlines: &[&Outline]) -> bool {
        let map = self.layout().map;
        let polygons = outlines.iter().flat_map(|outline| &outline.0);
        let mut corners = polygons.flat_map(|polygon| &polygon.exterior().0);
        !boxes.is_empty()
            && corners.any(|corner| {
                let px = view.screen_from_lonlat(LonLat::new(corner.x, corner.y));
                boxes.iter().any(|rect| rect.contains(px.x + map.x_px, px.y + map.y_px))
            })
    }
}
