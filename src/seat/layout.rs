//! Where the panels and the map stand, px from the window's top-left corner.

use super::Seat;
use crate::domain::LonLat;
use crate::spatial::Px;

/// A rectangle on the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge, px.
    pub x_px: f64,
    /// Top edge, px.
    pub y_px: f64,
    /// Width, px.
    pub width_px: f64,
    /// Height, px.
    pub height_px: f64,
}

impl Rect {
    /// Whether a point lies in it.
    pub fn contains(&self, x_px: f64, y_px: f64) -> bool {
        (self.x_px..self.x_px + self.width_px).contains(&x_px)
            && (self.y_px..self.y_px + self.height_px).contains(&y_px)
    }
}

/// Narrower than this share of its height a window has the tour's finding below the map.
const UPRIGHT: f64 = 1.2;

/// The wall's layout: header and footer across, figures on the left (in two columns where the wall is
/// wide), the map, and what is to be done on the right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// Title, clock, live mark.
    pub header: Rect,
    /// The day's timeline and the feeds.
    pub footer: Rect,
    /// Figures and trends.
    pub left: Rect,
    /// Towns and sources; on walls without room for a second column a part of the left one.
    pub left_second: Rect,
    /// The map.
    pub map: Rect,
    /// Queue and incident card.
    pub right: Rect,
}

impl Layout {
    /// The layout for a window of this size, `scale` px a dp. Edges are whole pixels.
    pub fn wall(width_px: f64, height_px: f64, scale: f64) -> Self {
        let dp = |dp: f64| (dp * scale).round();
        let wide = width_px / height_px >= 2.4;
        let header_px = dp(if wide { 47.0 } else { 56.0 });
        let footer_px = dp(if wide { 47.0 } else { 56.0 });
        let body_px = (height_px - header_px - footer_px).max(1.0);
        let (left_px, right_px) = if wide {
            let side = (width_px * 0.24).round();
            (side, side)
        } else {
            (dp(340.0).min((width_px * 0.24).round()), dp(420.0).min((width_px * 0.3).round()))
        };
        let rect = |x_px, y_px, width_px, height_px| Rect { x_px, y_px, width_px, height_px };
        let (left, left_second) = if wide {
            let first_px = (left_px * 0.53).round();
            (rect(0.0, header_px, first_px, body_px), rect(first_px, header_px, left_px - first_px, body_px))
        } else {
            let first_px = (body_px * 0.5).round();
            (rect(0.0, header_px, left_px, first_px), rect(0.0, header_px + first_px, left_px, body_px - first_px))
        };
        Self {
            header: rect(0.0, 0.0, width_px, header_px),
            footer: rect(0.0, height_px - footer_px, width_px, footer_px),
            left,
            left_second,
            map: rect(left_px, header_px, (width_px - left_px - right_px).max(1.0), body_px),
            right: rect(width_px - right_px, header_px, right_px, body_px),
        }
    }

    /// The tour's layout (VISUAL.md section 3): a header of 7 %, a foot of 10 %, the map over 74 % of the width and the
    /// finding beside it; below it where the window stands upright.
    pub fn tour(width_px: f64, height_px: f64) -> Self {
        let header_px = (height_px * 0.07).round();
        let footer_px = (height_px * if width_px < height_px * UPRIGHT { 0.06 } else { 0.10 }).round();
        let body_px = (height_px - header_px - footer_px).max(1.0);
        let rect = |x_px, y_px, width_px, height_px| Rect { x_px, y_px, width_px, height_px };
        let (map, right) = if width_px < height_px * UPRIGHT {
            let map_px = (body_px * 0.6).round();
            (rect(0.0, header_px, width_px, map_px), rect(0.0, header_px + map_px, width_px, body_px - map_px))
        } else {
            let map_px = (width_px * 0.74).round();
            (rect(0.0, header_px, map_px, body_px), rect(map_px, header_px, width_px - map_px, body_px))
        };
        Self {
            header: rect(0.0, 0.0, width_px, header_px),
            footer: rect(0.0, height_px - footer_px, width_px, footer_px),
            map,
            right,
            ..Self::default()
        }
    }
}

impl Seat {
    /// A point on the map's picture (from the map's own top-left corner) for a point on the window.
    pub fn map_px(&self, window_x_px: f64, window_y_px: f64) -> Option<Px> {
        let map = self.layout().map;
        map.contains(window_x_px, window_y_px).then(|| Px::new(window_x_px - map.x_px, window_y_px - map.y_px))
    }

    /// Where a place stands on the window now.
    pub fn window_px(&self, at: LonLat) -> Px {
        let map = self.layout().map;
        let px = self.view.screen_from_lonlat(at);
        Px::new(px.x + map.x_px, px.y + map.y_px)
    }
}
