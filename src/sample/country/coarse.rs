//! The coarse raster, 100 m a cell, on which water flows and roads find their way; and outlines of its cells.

use super::super::ground;
use super::lines::{self, At};
use std::collections::{BTreeMap, BTreeSet};

/// Cells along one side.
pub(super) const N: usize = 492;
const CELL_M: f64 = 100.0;
const HALF_M: f64 = N as f64 * CELL_M / 2.0;

/// The middle of a cell.
pub(super) fn middle(cell: usize) -> At {
    [(cell % N) as f64 * CELL_M - HALF_M + CELL_M / 2.0, (cell / N) as f64 * CELL_M - HALF_M + CELL_M / 2.0]
}

/// The cell of a place, the nearest one where it lies outside.
pub(super) fn cell(at: At) -> usize {
    let index = |v: f64| ((v + HALF_M) / CELL_M).floor().clamp(1.0, N as f64 - 2.0) as usize;
    index(at[1]) * N + index(at[0])
}

/// The neighbours of a cell with the way there, tenths of a cell; none beyond the edge.
pub(super) fn around(cell: usize) -> impl Iterator<Item = (usize, u32)> {
    let (x, y) = ((cell % N) as i64, (cell / N) as i64);
    let steps = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)];
    steps.into_iter().filter_map(move |(dx, dy)| {
        let (u, v) = (x + dx, y + dy);
        let within = (0..N as i64).contains(&u) && (0..N as i64).contains(&v);
        within.then_some((v as usize * N + u as usize, if dx * dy == 0 { 10 } else { 14 }))
    })
}

/// Which cells lie inside a ring, so many cells and more from its edge along rows and columns.
pub(super) fn within(ring: &[At], margin: usize) -> Vec<bool> {
    let mut within = vec![false; N * N];
    let ring: Vec<_> = ring.iter().map(|&at| lines::spot(at)).collect();
    ground::fill(&[ring], |fine| within[cell(lines::at(ground::spot_of(fine)))] = true);
    for step in [1, N] {
        let before = within.clone();
        for (cell, within) in within.iter_mut().enumerate() {
            let at = if step == 1 { cell % N } else { cell / N };
            let start = cell - at * step;
            let whole = at >= margin && at + margin < N;
            *within = whole && (at - margin..=at + margin).all(|nth| before[start + nth * step]);
        }
    }
    within
}

/// The largest part of a set of cells, without its arms of less than three cells' width.
pub(super) fn body(cells: &BTreeSet<usize>) -> BTreeSet<usize> {
    let block = |cell: usize| (0..9).map(move |nth| cell + nth / 3 * N + nth % 3);
    let wide = cells.iter().filter(|&&cell| block(cell).all(|part| cells.contains(&part)));
    let mut left: BTreeSet<usize> = wide.flat_map(|&cell| block(cell)).collect();
    let mut largest = BTreeSet::new();
    while let Some(start) = left.pop_first() {
        let (mut part, mut stack) = (BTreeSet::from([start]), vec![start]);
        while let Some(here) = stack.pop() {
            let beside = around(here).filter(|(_, length)| *length == 10).map(|(beside, _)| beside);
            stack.extend(beside.filter(|beside| left.remove(beside)).inspect(|&beside| {
                part.insert(beside);
            }));
        }
        if part.len() > largest.len() {
            largest = part;
        }
    }
    largest
}

/// The outer rings of the sets of cells for which `is_in` holds, closed, counter-clockwise; holes are filled.
pub(super) fn outlines(is_in: impl Fn(usize) -> bool) -> Vec<Vec<At>> {
    let held =
        |x: i64, y: i64| (0..N as i64).contains(&x) && (0..N as i64).contains(&y) && is_in(y as usize * N + x as usize);
    // each side of a cell that looks outside, from corner to corner, the inside on its left
    let mut sides: BTreeMap<(i64, i64), Vec<(i64, i64)>> = BTreeMap::new();
    for y in 0..N as i64 {
        for x in 0..N as i64 {
            if !held(x, y) {
                continue;
            }
            let around = [
                ((x, y - 1), (x, y), (x + 1, y)),
                ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
                ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
                ((x - 1, y), (x, y + 1), (x, y)),
            ];
            for (beyond, from, to) in around {
                if !held(beyond.0, beyond.1) {
                    sides.entry(from).or_default().push(to);
                }
            }
        }
    }
    let corner = |(x, y): (i64, i64)| [x as f64 * CELL_M - HALF_M, y as f64 * CELL_M - HALF_M];
    let mut rings = Vec::new();
    while let Some((&start, _)) = sides.first_key_value() {
        let mut ring = vec![corner(start)];
        let mut here = start;
        let mut doubled = 0;
        while let Some(next) = sides.get_mut(&here).and_then(Vec::pop) {
            if sides.get(&here).is_some_and(Vec::is_empty) {
                sides.remove(&here);
            }
            doubled += here.0 * next.1 - next.0 * here.1;
            here = next;
            ring.push(corner(here));
            if here == start {
                break;
            }
        }
        if doubled > 0 && ring.len() > 4 {
            rings.push(ring);
        }
    }
    rings
}
