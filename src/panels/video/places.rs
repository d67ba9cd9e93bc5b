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
    /// Places for `count` pictures at the top right of the map.
    pub(super) fn of(map: Rect, count: usize) -> Self {
        let share = if count <= 1 { MOST_ALONE } else { 1.0 };
        Self::within(map, vec2(share, MOST_HEIGHT), count)
    }

    /// Places for `count` pictures that have a window to themselves.
    pub(super) fn filling(window: Rect, count: usize) -> Self {
        Self { panel: window, ..Self::within(window, Vec2::splat(1.0), count) }
    }

    /// Places that take at most these shares of a rectangle, at its top right: as many columns as make the pictures
    /// largest.
    fn within(map: Rect, share: Vec2, count: usize) -> Self {
        let count = count.max(1);
        let room = (map.size() * share - vec2(2.0 * PAD, HEAD + PAD)).max(Vec2::splat(16.0));
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
    fn a_window_of_their_own_is_used_as_far_as_pictures_go() {
        for (width, height) in [(1280.0, 800.0), (640.0, 400.0), (1080.0, 1920.0)] {
            let window = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
            for count in 1..=4 {
                let Places { panel, tiles } = Places::filling(window, count);
                assert_eq!((panel, tiles.len()), (window, count));
                let all = tiles.iter().fold(Rect::NOTHING, |all, tile| all.union(*tile));
                assert!(window.contains_rect(all), "{window:?} {count}: {all:?}");
                let spare = vec2(window.width() - all.width(), window.height() - all.height());
                assert!(spare.x < 30.0 || spare.y < 70.0, "{window:?} {count}: {spare:?}");
            }
        }
    }

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
