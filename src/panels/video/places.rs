//! Where the pictures stand.

use crate::panels::places::in_one_of;
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
    /// The title's row.
    pub(super) head: Rect,
    pub(super) tiles: Vec<Rect>,
}

impl Places {
    /// Places for `count` pictures at the top right of the map; on a video wall each of them inside one of its `cells`.
    pub(super) fn of(map: Rect, cells: &[Rect], count: usize) -> Self {
        let blocks = blocks(cells, map, count).into_iter().map(|block| Self::within(&block, count));
        let covers_most = |places: &Self| places.panel.area() > MOST_HEIGHT * map.area();
        // Of as large pictures those that cover fewer cells, and of these the uppermost at the right.
        let best = blocks.filter(|places| !covers_most(places)).max_by(|a, b| {
            let order = |of: fn(&Self) -> f32| of(a).total_cmp(&of(b));
            order(|places| places.tiles[0].width())
                .then(order(|places| -places.panel.area().round()))
                .then(order(|places| places.panel.right() - places.panel.top()))
        });
        best.unwrap_or_else(|| {
            let share = if count <= 1 { MOST_ALONE } else { 1.0 };
            let room = in_one_of(cells, map);
            let size = room.size() * vec2(share, MOST_HEIGHT);
            Self::within(&[vec![Rect::from_min_size(pos2(room.right() - size.x, room.top()), size)]], count)
        })
    }

    /// Places for `count` pictures that have a window to themselves.
    pub(super) fn filling(window: Rect, count: usize) -> Self {
        Self { panel: window, head: head_of(window), ..Self::within(&[vec![window]], count) }
    }

    /// Places at the top right of rooms that lie beside and below each other, row by row: in each as many columns as make the
    /// pictures largest, which are all of one size.
    fn within(block: &[Vec<Rect>], count: usize) -> Self {
        let of_each = count.max(1).div_ceil(block.iter().map(Vec::len).sum::<usize>().max(1));
        let head = |row: usize| if row == 0 { HEAD } else { PAD };
        let room = block.iter().enumerate().flat_map(|(row, rooms)| {
            rooms.iter().map(move |room| (room.size() - vec2(2.0 * PAD, head(row) + PAD)).max(Vec2::splat(16.0)))
        });
        let room = room.reduce(Vec2::min).unwrap_or(Vec2::splat(16.0));
        let width_in = |columns: usize| {
            let (columns, rows) = (columns as f32, of_each.div_ceil(columns) as f32);
            let across = (room.x - GAP * (columns - 1.0)) / columns;
            let down = (room.y - GAP * (rows - 1.0)) / rows - TILE_HEAD - TILE_FOOT;
            across.min(down * 16.0 / 9.0).max(16.0).floor()
        };
        let columns = (1..=of_each).max_by(|a, b| width_in(*a).total_cmp(&width_in(*b))).unwrap_or(1);
        let width = width_in(columns);
        let tile = vec2(width, (width * 9.0 / 16.0).round() + TILE_HEAD + TILE_FOOT);
        let wide = columns as f32 * (tile.x + GAP) - GAP + 2.0 * PAD;
        let mut places = Self { panel: Rect::NOTHING, head: Rect::NOTHING, tiles: Vec::new() };
        for (row, rooms) in block.iter().enumerate() {
            for room in rooms {
                let corner = pos2((room.right() - wide).max(room.left()).round(), room.top());
                places.panel = places.panel.union(Rect::from_min_size(corner, vec2(wide, head(row))).intersect(*room));
                for k in 0..of_each.min(count.max(1) - places.tiles.len()) {
                    let (column, down) = ((k % columns) as f32, (k / columns) as f32);
                    let at = corner + vec2(PAD + column * (tile.x + GAP), head(row) + down * (tile.y + GAP));
                    let tile = Rect::from_min_size(at, tile);
                    places.panel = places.panel.union(tile.expand2(vec2(PAD, 0.0)).intersect(*room));
                    places.panel = places.panel.union((tile.translate(vec2(0.0, PAD))).intersect(*room));
                    places.tiles.push(tile);
                }
            }
        }
        // The title stands in the room at the upper right.
        let first = block.first().and_then(|rooms| rooms.last()).copied().unwrap_or(places.panel);
        places.head = head_of(first.intersect(places.panel));
        places
    }

    /// The longer side that a picture is decoded to, px.
    pub(super) fn most_px(&self, scale: f32) -> u32 {
        let width = self.tiles.first().map_or(16.0, |tile| tile.width());
        (width * scale).clamp(16.0, MOST_PX).ceil() as u32
    }
}

fn head_of(room: Rect) -> Rect {
    Rect::from_min_size(room.min, vec2(room.width(), HEAD.min(room.height())))
}

/// All blocks of cells beside and below each other, as far as they lie on the map, in which each holds one of so many pictures
/// at least, row by row; none where there are no seams.
fn blocks(cells: &[Rect], map: Rect, count: usize) -> Vec<Vec<Vec<Rect>>> {
    let columns = cells.iter().take_while(|cell| cell.top() == cells[0].top()).count();
    let rows: Vec<&[Rect]> = cells.chunks(columns.max(1)).collect();
    let mut blocks = Vec::new();
    for (high, wide) in (1..=rows.len()).flat_map(|high| (1..=columns).map(move |wide| (high, wide))) {
        let parts = high * wide;
        // As many as that use all of them.
        if parts > count || count.div_ceil(count.div_ceil(parts)) < parts {
            continue;
        }
        for (top, left) in (0..=rows.len() - high).flat_map(|top| (0..=columns - wide).map(move |left| (top, left))) {
            let part =
                |row: &&[Rect]| row[left..left + wide].iter().map(|cell| cell.intersect(map)).collect::<Vec<_>>();
            let block: Vec<Vec<Rect>> = rows[top..top + high].iter().map(part).collect();
            if block.iter().flatten().all(Rect::is_positive) {
                blocks.push(block);
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_their_own_is_used_as_far_as_pictures_go() {
        for (width, height) in [(1280.0, 800.0), (640.0, 400.0), (1080.0, 1920.0)] {
            let window = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
            for count in 1..=4 {
                let Places { panel, tiles, .. } = Places::filling(window, count);
                assert_eq!((panel, tiles.len()), (window, count));
                let all = tiles.iter().fold(Rect::NOTHING, |all, tile| all.union(*tile));
                assert!(window.contains_rect(all), "{window:?} {count}: {all:?}");
                let spare = vec2(window.width() - all.width(), window.height() - all.height());
                assert!(spare.x < 30.0 || spare.y < 70.0, "{window:?} {count}: {spare:?}");
            }
        }
    }

    /// On walls of cells each picture, with what is said of it, and the title stand in one; the map stays.
    #[test]
    fn no_tile_lies_across_a_seam() {
        let low = vec2(490.0, 276.0);
        for (columns, rows, size) in [(3, 3, low), (4, 2, low), (2, 2, low), (2, 1, vec2(1_200.0, 675.0))] {
            let cell = |column: u8, row: u8| {
                let at = pos2(f32::from(column) * size.x, f32::from(row) * size.y);
                Rect::from_min_size(at, size - vec2(3.0, 2.0))
            };
            let cells: Vec<Rect> =
                (0..rows).flat_map(|row| (0..columns).map(move |column| cell(column, row))).collect();
            let whole = cells.iter().fold(Rect::NOTHING, |all, cell| all.union(*cell));
            let map = Rect::from_min_max(whole.min + vec2(340.0, 98.0), whole.max - vec2(420.0, 56.0));
            for count in 1..=4 {
                let places = Places::of(map, &cells, count);
                assert_eq!(places.tiles.len(), count);
                for part in places.tiles.iter().chain([&places.head]) {
                    assert!(cells.iter().any(|cell| cell.contains_rect(*part)), "{columns}x{rows} {count}: {part:?}");
                    assert!(places.panel.expand(0.5).contains_rect(*part), "{columns}x{rows} {count}: {part:?}");
                }
                let head = places.head.shrink(1.0);
                for (k, tile) in places.tiles.iter().enumerate() {
                    assert!(places.tiles[..k].iter().chain([&head]).all(|other| !other.intersects(*tile)));
                }
                let room = columns == 2 || places.tiles[0].width() >= 190.0;
                assert!(room, "{columns}x{rows} {count}: {:?}", places.tiles[0]);
                assert!(map.contains_rect(places.panel) && places.panel.area() <= 0.67 * map.area());
            }
        }
    }

    #[test]
    fn tiles_stand_within_the_panel_apart_and_the_map_stays() {
        for (width, height) in [(1160.0, 968.0), (1248.0, 581.0), (560.0, 1500.0), (1680.0, 816.0), (700.0, 640.0)] {
            let map = Rect::from_min_size(pos2(340.0, 56.0), vec2(width, height));
            for count in 1..=4 {
                let places = Places::of(map, &[], count);
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
