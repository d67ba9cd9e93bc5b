//! Lines and rings cut along the edges of tiles: lines exactly there, so that two tiles meet in one point;
//! rings a little beyond, so that no gap shows between two surfaces of the same colour.

use crate::spatial::{Mercator, MercatorBox, TileId};

/// A corner of a line: x and y in Mercator metres, and how much of the line lies before it.
pub(super) type Corner = [f64; 3];

/// Surfaces reach beyond their tile by this share of its side.
const BEYOND: f64 = 1.0 / 512.0;

/// The line's corners in Mercator metres, with the length before each.
pub(super) fn measured(line: impl IntoIterator<Item = Mercator>) -> Vec<Corner> {
    let mut along_m = 0.0;
    let mut corners: Vec<Corner> = Vec::new();
    for at in line {
        if let Some([x, y, _]) = corners.last() {
            along_m += (at.x_m - x).hypot(at.y_m - y);
        }
        corners.push([at.x_m, at.y_m, along_m]);
    }
    corners
}

/// The stretches of a line that lie where coordinate `axis` is between two values, ends included.
pub(super) fn line_between(line: &[Corner], axis: usize, low: f64, high: f64) -> Vec<Vec<Corner>> {
    let mut stretches = Vec::new();
    let mut open: Vec<Corner> = Vec::new();
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let Some((enters, leaves)) = inside_share(from[axis], to[axis], low, high) else {
            finish(&mut open, &mut stretches);
            continue;
        };
        if open.is_empty() {
            open.push(at_share(from, to, enters, axis, low, high));
        }
        open.push(at_share(from, to, leaves, axis, low, high));
        if leaves < 1.0 {
            finish(&mut open, &mut stretches);
        }
    }
    finish(&mut open, &mut stretches);
    stretches
}

fn finish(open: &mut Vec<Corner>, stretches: &mut Vec<Vec<Corner>>) {
    let stretch = std::mem::take(open);
    // A line that only touches the edge leaves a point behind, which is no line.
    if stretch.len() > 1 && stretch.iter().any(|corner| corner[..2] != stretch[0][..2]) {
        stretches.push(stretch);
    }
}

/// Which share of the way from `a` to `b` lies between two values; none where none of it does.
fn inside_share(a: f64, b: f64, low: f64, high: f64) -> Option<(f64, f64)> {
    if (a < low && b < low) || (a > high && b > high) {
        return None;
    }
    let share = |edge: f64| if a == b { 0.0 } else { ((edge - a) / (b - a)).clamp(0.0, 1.0) };
    let inside = |v: f64| (low..=high).contains(&v);
    let enters = if inside(a) { 0.0 } else { share(if a < low { low } else { high }) };
    let leaves = if inside(b) { 1.0 } else { share(if b < low { low } else { high }) };
    Some((enters, leaves))
}

fn at_share(from: Corner, to: Corner, share: f64, axis: usize, low: f64, high: f64) -> Corner {
    if share <= 0.0 {
        return from;
    }
    if share >= 1.0 {
        return to;
    }
    let mut at: Corner = std::array::from_fn(|k| from[k] + (to[k] - from[k]) * share);
    // To the bit on the edge, whoever computes it from whichever side.
    at[axis] = if (at[axis] - low).abs() < (at[axis] - high).abs() { low } else { high };
    at
}

/// The part of a closed ring where coordinate `axis` is between two values (Sutherland–Hodgman), closed;
/// empty where nothing is left.
pub(super) fn ring_between(ring: &[[f64; 2]], axis: usize, low: f64, high: f64) -> Vec<[f64; 2]> {
    let above = half(ring, axis, |v| v >= low, low);
    half(&above, axis, |v| v <= high, high)
}

fn half(ring: &[[f64; 2]], axis: usize, inside: impl Fn(f64) -> bool, edge: f64) -> Vec<[f64; 2]> {
    let mut kept = Vec::with_capacity(ring.len());
    for pair in ring.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (from_in, to_in) = (inside(from[axis]), inside(to[axis]));
        if from_in {
            kept.push(from);
        }
        if from_in != to_in {
            let share = (edge - from[axis]) / (to[axis] - from[axis]);
            let mut at: [f64; 2] = std::array::from_fn(|k| from[k] + (to[k] - from[k]) * share);
            at[axis] = edge;
            kept.push(at);
        }
    }
    if let (Some(first), true) = (kept.first().copied(), kept.len() > 2) {
        kept.push(first);
        return kept;
    }
    Vec::new()
}

/// The line's stretches by the tile of this zoom in which they lie.
pub(super) fn line_by_tile(line: &[Corner], zoom: u8, mut each: impl FnMut(TileId, &[Corner])) {
    let Some(all) = MercatorBox::around(line.iter().map(|c| Mercator::new(c[0], c[1]))) else { return };
    let (first, last) = (TileId::at(all.min, zoom), TileId::at(all.max, zoom));
    if first == last {
        each(first, line);
        return;
    }
    for x in first.x..=last.x {
        let Some(column) = TileId::new(zoom, x, first.y).map(TileId::bounds) else { continue };
        for part in line_between(line, 0, column.min.x_m, column.max.x_m) {
            let Some(held) = MercatorBox::around(part.iter().map(|c| Mercator::new(c[0], c[1]))) else { continue };
            for y in TileId::at(held.max, zoom).y..=TileId::at(held.min, zoom).y {
                let Some(tile) = TileId::new(zoom, x, y) else { continue };
                let row = tile.bounds();
                for piece in line_between(&part, 1, row.min.y_m, row.max.y_m) {
                    each(tile, &piece);
                }
            }
        }
    }
}

/// A polygon's rings (the first is the outer one) by the tile of this zoom over which they lie.
pub(super) fn rings_by_tile(rings: &[Vec<[f64; 2]>], zoom: u8, mut each: impl FnMut(TileId, Vec<Vec<[f64; 2]>>)) {
    let Some(outer) = rings.first() else { return };
    let Some(all) = MercatorBox::around(outer.iter().map(|c| Mercator::new(c[0], c[1]))) else { return };
    let beyond_m = TileId::side_m(zoom) * BEYOND;
    let grown = all.grown(beyond_m);
    let (first, last) = (TileId::at(grown.min, zoom), TileId::at(grown.max, zoom));
    for x in first.x..=last.x {
        let Some(column) = TileId::new(zoom, x, first.y).map(|tile| tile.bounds().grown(beyond_m)) else { continue };
        let cut = |ring: &Vec<[f64; 2]>| ring_between(ring, 0, column.min.x_m, column.max.x_m);
        let strip: Vec<Vec<[f64; 2]>> = rings.iter().map(cut).collect();
        if strip[0].is_empty() {
            continue;
        }
        for y in last.y..=first.y {
            let Some(tile) = TileId::new(zoom, x, y) else { continue };
            let row = tile.bounds().grown(beyond_m);
            let cut = |ring: &Vec<[f64; 2]>| ring_between(ring, 1, row.min.y_m, row.max.y_m);
            let mut pieces = strip.iter().map(cut);
            let Some(outer) = pieces.next().filter(|ring| !ring.is_empty()) else { continue };
            each(tile, std::iter::once(outer).chain(pieces.filter(|ring| !ring.is_empty())).collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(line: &[Corner]) -> f64 {
        line.windows(2).map(|p| (p[1][0] - p[0][0]).hypot(p[1][1] - p[0][1])).sum()
    }

    fn area(ring: &[[f64; 2]]) -> f64 {
        ring.windows(2).map(|p| p[0][0] * p[1][1] - p[1][0] * p[0][1]).sum::<f64>() / 2.0
    }

    /// A wild line that crosses many tiles, the same at every run.
    fn wild(corners: u32) -> Vec<Mercator> {
        let at = |k: u32, by: u32| f64::from(k.wrapping_mul(by) % 10_007) / 10_007.0;
        (0..corners)
            .map(|k| Mercator::new(-9_000.0 + 40_000.0 * at(k, 7919), 4_000_000.0 + 30_000.0 * at(k, 6151)))
            .collect()
    }

    #[test]
    fn a_cut_line_is_the_same_line() {
        let line = measured(wild(60));
        for zoom in [8, 11, 13, 15] {
            let (mut whole_m, mut pieces) = (0.0, 0);
            line_by_tile(&line, zoom, |tile, piece| {
                let bounds = tile.bounds().grown(1e-6);
                assert!(piece.iter().all(|c| bounds.contains(Mercator::new(c[0], c[1]))), "{tile:?} {piece:?}");
                let along = piece[piece.len() - 1][2] - piece[0][2];
                assert!((along - length(piece)).abs() < 1e-5, "dashes run on: {along}");
                whole_m += length(piece);
                pieces += 1;
            });
            assert!((whole_m - length(&line)).abs() < 1e-4, "zoom {zoom}: {whole_m} of {}", length(&line));
            assert!(zoom < 11 || pieces > 60);
        }
    }

    #[test]
    fn a_line_along_an_edge_is_not_lost() {
        let edge = TileId::at(Mercator::new(10_000.0, 10_000.0), 13).bounds();
        let line = measured([edge.min, Mercator::new(edge.max.x_m, edge.min.y_m)]);
        let mut seen = 0;
        line_by_tile(&line, 13, |_, piece| seen += usize::from(length(piece) > 4_000.0));
        assert!(seen >= 1);
    }

    #[test]
    fn a_cut_surface_covers_the_surface_and_no_more() {
        // A ring with a deep notch, and a hole in it.
        let at = |x: f64, y: f64| [12_000_000.0 + x, 4_000_000.0 + y];
        let outer = vec![
            at(0.0, 0.0),
            at(30e3, 0.0),
            at(30e3, 20e3),
            at(16e3, 20e3),
            at(15e3, 1e3),
            at(14e3, 20e3),
            at(0.0, 20e3),
            at(0.0, 0.0),
        ];
        let hole = vec![at(2e3, 2e3), at(2e3, 12e3), at(9e3, 12e3), at(9e3, 2e3), at(2e3, 2e3)];
        let whole = area(&outer) + area(&hole);
        for zoom in [8_u8, 11, 13] {
            let mut total = 0.0;
            rings_by_tile(&[outer.clone(), hole.clone()], zoom, |tile, rings| {
                // Cut exactly at the tile, so that what reaches beyond isn't counted twice.
                let b = tile.bounds();
                for ring in &rings {
                    let strip = ring_between(ring, 0, b.min.x_m, b.max.x_m);
                    total += area(&ring_between(&strip, 1, b.min.y_m, b.max.y_m));
                }
            });
            assert!((total - whole).abs() < whole * 1e-9, "zoom {zoom}: {total} of {whole}");
        }
    }
}
