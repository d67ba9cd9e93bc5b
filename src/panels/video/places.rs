//! Where the pictures stand.

use bevy_egui::egui::{Rect, Vec2, pos2, vec2};

/// The panel's title row, dp.
pub(super) const HEAD: f32 = 40.0;
/// The row over a picture: its name and its age.
pub(super) const TILE_HEAD: f32 = 28.0;
/// The row below it: its code.
pub(super) const TILE_FOOT: f32 = 22.0;
const PAD: f32 = 12.0;
const GAP: f32 = 12.0;
/// The panel takes at most this share of the map's height, so that the map stays a map.
const MOST_HEIGHT: f32 = 0.66;
/// A single picture is no wider than this share of the map.
const MOST_ALONE: f32 = 0.62;
/// No picture is decoded larger, px: four of them are 20 MB.
const MOST_PX: f32 = 1_600.0;

/// The panel and its tiles, dp.
pub(super) struct Places {
    pub(super) panel: Rect,
    pub(super) tiles: Vec<Rect>,
}

impl Places {
    /// Places for `count` pictures at the top right of the map: as many columns as make them largest.
    pub(super) fn of(map: Rect, count: usize) -> Self {
        let count = count.max(1);
        let share = if count == 1 { MOST_ALONE } else { 1.0 };
        let room =
            vec2(map.width() * share - 2.0 * PAD, map.height() * MOST_HEIGHT - HEAD - PAD).max(Vec2::splat(16.0));
        let width_in = |columns: usize| {
            let (columns, rows) = (columns as f32, count.div_ceil(columns) as f32);
            let across = (room.x - GAP * (columns - 1.0)) / columns;
            let down = (room.y - GAP * (rows - 1.0)) / rows - TILE_HEAD - TILE_FOOT;
            across.min(down * 16.0 / 9.0).max(16.0).floor()
        };
        let columns = (1..=count).max_by(|a, b| width_in(*a).total_cmp(&width_in(*b))).unwrap_or(1);
        let rows = count.div_ceil(columns);
        let width = width_in(columns);
        let tile = vec2(width, (width * 9.0 / 16.0).round() + TILE_HEAD + TILE_FOOT);
        let all = |n: usize, size: f32| n as f32 * (size + GAP) - GAP;
        let size = vec2(all(columns, tile.x) + 2.0 * PAD, all(rows, tile.y) + HEAD + PAD);
        let corner = pos2((map.right() - size.x).max(map.left()).round(), map.top());
        let tiles = (0..count).map(|k| {
            let (column, row) = ((k % columns) as f32, (k / columns) as f32);
            let at = corner + vec2(PAD + column * (tile.x + GAP), HEAD + row * (tile.y + GAP));
            Rect::from_min_size(at, tile)
        });
        Self { tiles: tiles.collect(), panel: Rect::from_min_size(corner, size).intersect(map) }
    }

    /// The longer side that a picture is decoded to, px.
    pub(super) fn most_px(&self, scale: f32) -> u32 {
        let width = self.tiles.first().map_or(16.0, |tile| tile.width());
        (width * scale).clamp(16.0, MOST_PX).ceil() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_stand_within_the_panel_apart_and_the_map_stays() {
        for (width, height) in [(1160.0, 968.0), (1248.0, 581.0), (560.0, 1500.0), (1680.0, 816.0), (700.0, 640.0)] {
            let map = Rect::from_min_size(pos2(340.0, 56.0), vec2(width, height));
            for count in 1..=4 {
                let places = Places::of(map, count);
                assert!(map.contains_rect(places.panel));
                assert!(places.panel.height() <= map.height() * 0.67, "{map:?} {count}");
                assert_eq!(places.tiles.len(), count);
                for (k, tile) in places.tiles.iter().enumerate() {
                    assert!(places.panel.expand(0.5).contains_rect(*tile), "{map:?} {count}: {tile:?}");
                    assert!(places.tiles[..k].iter().all(|other| !other.intersects(*tile)));
                    assert!(tile.width() > 200.0, "{map:?} {count}: {tile:?}");
                }
            }
        }
    }
}
