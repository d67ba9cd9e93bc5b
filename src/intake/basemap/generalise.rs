//! Land from afar. In the coarsest band, where fields are smaller than the eye can tell, the map shows how they cover the ground: surfaces of
//! one use are laid over a fine net of cells, and where they cover more than half, lies one surface, whose outline runs
//! between the cells as the shares say (marching squares). So ten thousand strips with paths between them are one green
//! plain, and the plain is as large as they are.
//!
//! The net is cut into squares, so that no surface grows beyond what is quickly cut into triangles; squares and tiles
//! reach into each other by two cells, as surfaces of one colour may.

use super::tile::{Lines, Rings, STEPS, corners, differences};
use crate::spatial::{Band, contours, simplify_flat_ring};
use std::collections::BTreeMap;

/// Cells along the side of a square.
const SQUARE: usize = 256;
/// Cells by which a square reaches into its neighbours.
const APRON: usize = 2;
/// Cells along the net of one square, with aprons.
const NET: usize = SQUARE + 2 * APRON;
/// A surface whose longer side is shorter is a speck, cells.
const SPECK: f64 = 2.0;
/// Outlines keep to their course within this, cells.
const TOLERANCE: f64 = 0.5;

/// How many cells lie along the side of a band's tile: a cell is a dp and a third where the band serves closest. Bands in which a
/// field is larger than that show every surface by itself and have none: outlines between cells would have more corners
/// than the fields.
pub(super) fn cells_along(band: Band) -> Option<usize> {
    (band == Band::County).then_some(3072)
}

/// The surfaces of one use in one tile, each a row of rings of which the first is the outer one, as surfaces of a net of
/// `cells` by `cells`: one answer for each square in which any are left.
pub(super) fn merged(cells: usize, surfaces: &[Lines]) -> Vec<Rings> {
    let steps_a_cell = STEPS / cells as f64;
    let in_cells = |ring: &Vec<i32>| -> Vec<[f64; 2]> {
        corners(ring).map(|at| at.map(|steps| f64::from(steps) / steps_a_cell)).collect()
    };
    let surfaces: Vec<Vec<Vec<[f64; 2]>>> = surfaces.iter().map(|rings| rings.iter().map(in_cells).collect()).collect();
    let mut squares: BTreeMap<[usize; 2], Vec<usize>> = BTreeMap::new();
    for (number, rings) in surfaces.iter().enumerate() {
        for square in squares_of(rings, cells / SQUARE) {
            squares.entry(square).or_default().push(number);
        }
    }
    let of_square = |(square, numbers): (&[usize; 2], &Vec<usize>)| {
        let corner = square.map(|place| (place * SQUARE) as f64 - APRON as f64);
        let mut net = Net::new();
        for number in numbers {
            net.cover(&surfaces[*number], corner);
        }
        let ring = |ring: &[[f64; 2]]| {
            let steps =
                ring.iter().map(|at| [0, 1].map(|axis| ((at[axis] + corner[axis]) * steps_a_cell).round() as i32));
            differences(steps)
        };
        let polygons: Rings =
            net.polygons().iter().map(|rings| rings.iter().map(|line| ring(line)).collect()).collect();
        (!polygons.is_empty()).then_some(polygons)
    };
    squares.iter().filter_map(of_square).collect()
}

/// The squares over which a surface lies, aprons counted.
fn squares_of(rings: &[Vec<[f64; 2]>], along: usize) -> impl Iterator<Item = [usize; 2]> + use<> {
    let outer = rings.first().map_or(&[][..], Vec::as_slice);
    let span = |axis: usize| {
        let low = outer.iter().map(|at| at[axis]).fold(f64::INFINITY, f64::min) - APRON as f64;
        let high = outer.iter().map(|at| at[axis]).fold(f64::NEG_INFINITY, f64::max) + APRON as f64;
        let place = |value: f64| ((value / SQUARE as f64).floor().max(0.0) as usize).min(along - 1);
        if low <= high { place(low)..place(high) + 1 } else { 0..0 }
    };
    let (columns, rows) = (span(0), span(1));
    rows.flat_map(move |row| columns.clone().map(move |column| [column, row]))
}

/// How much of each cell of a square is covered. Edges leave in the cells they cross what they add there and in all cells
/// behind, as rasterisers of letters do it; the sum along a row is the share that is covered, exactly.
struct Net {
    added: Vec<f64>,
}

/// A row has one more place, for what is added behind its last cell.
const STRIDE: usize = NET + 1;

impl Net {
    fn new() -> Self {
        Self { added: vec![0.0; STRIDE * NET] }
    }

    /// Lays a surface over the net whose first cell begins at `corner`.
    fn cover(&mut self, rings: &[Vec<[f64; 2]>], corner: [f64; 2]) {
        for (nth, ring) in rings.iter().enumerate() {
            // Whichever way round they are drawn: the outer ring adds, holes take away.
            let sign = if (twice_area(ring) >= 0.0) == (nth == 0) { -1.0 } else { 1.0 };
            let at = |place: [f64; 2]| [place[0] - corner[0], place[1] - corner[1]];
            for pair in ring.windows(2) {
                self.edge(at(pair[0]), at(pair[1]), sign);
            }
        }
    }

    fn edge(&mut self, from: [f64; 2], to: [f64; 2], sign: f64) {
        let (sign, [x, y], [to_x, to_y]) = if from[1] <= to[1] { (sign, from, to) } else { (-sign, to, from) };
        if y == to_y {
            return;
        }
        let slope = (to_x - x) / (to_y - y);
        let rows = y.max(0.0).floor() as usize..(to_y.ceil().max(0.0) as usize).min(NET);
        for row in rows {
            let (top, bottom) = (y.max(row as f64), to_y.min((row + 1) as f64));
            if bottom > top {
                let ends = [x + (top - y) * slope, x + (bottom - y) * slope];
                self.row(row, sign * (bottom - top), ends[0].min(ends[1]), ends[0].max(ends[1]));
            }
        }
    }

    /// An edge that crosses `height` of a row between two places: what lies right of it is covered.
    fn row(&mut self, row: usize, height: f64, left: f64, right: f64) {
        let added = &mut self.added[row * STRIDE..(row + 1) * STRIDE];
        // Left of the net it covers whole rows of it.
        let before = if right <= 0.0 { 1.0 } else { ((-left) / (right - left)).clamp(0.0, 1.0) };
        if before > 0.0 {
            added[0] += height * before;
        }
        let (first, last) = (left.max(0.0), right.min(NET as f64));
        if right <= 0.0 || first >= NET as f64 {
            return;
        }
        for cell in first.floor() as usize..=(last.floor() as usize).min(NET - 1) {
            let (from, to) = (first.max(cell as f64), last.min((cell + 1) as f64));
            let share = if right > left { (to - from) / (right - left) } else { 1.0 };
            let behind = (from + to) / 2.0 - cell as f64;
            added[cell] += height * share * (1.0 - behind);
            added[cell + 1] += height * share * behind;
        }
    }

    /// The surfaces where more than half is covered, in cells of the net; the first ring of each is the outer one.
    fn polygons(mut self) -> Vec<Vec<Vec<[f64; 2]>>> {
        for row in self.added.chunks_exact_mut(STRIDE) {
            let mut covered = 0.0;
            for place in row {
                covered += *place;
                *place = covered;
            }
        }
        // A row of bare cells around it, so that every outline closes.
        let bare = |place: usize| place == 0 || place > NET;
        let value = |column: usize, row: usize| {
            if bare(column) || bare(row) { 0.0 } else { self.added[(row - 1) * STRIDE + column - 1].min(1.0) }
        };
        let lines = contours([NET + 2, NET + 2], 0.5, &value);
        // From the middle of the bare cell to the corner of the first one that is not.
        let lines = lines.into_iter().map(|line| line.into_iter().map(|at| at.map(|v| v - 0.5)).collect());
        polygons_of(lines.collect())
    }
}

/// Outlines, the covered ground on their left, as surfaces with their holes, with as many corners as show.
fn polygons_of(lines: Vec<Vec<[f64; 2]>>) -> Vec<Vec<Vec<[f64; 2]>>> {
    let (outer, holes): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| twice_area(line) > 0.0);
    let mut polygons: Vec<Vec<Vec<[f64; 2]>>> = outer.into_iter().map(|line| vec![line]).collect();
    for hole in holes {
        let around = polygons.iter_mut().filter(|rings| holds(&rings[0], hole[0]));
        let size = |rings: &&mut Vec<Vec<[f64; 2]>>| twice_area(&rings[0]);
        if let Some(rings) = around.min_by(|a, b| size(a).total_cmp(&size(b))) {
            rings.push(hole);
        }
    }
    let simple = |rings: Vec<Vec<[f64; 2]>>| {
        let mut rings = rings.into_iter().map(|ring| simple_ring(&ring));
        let outer = rings.next()??;
        Some(std::iter::once(outer).chain(rings.flatten()).collect())
    };
    polygons.into_iter().filter_map(simple).collect()
}

/// A ring with as many corners as show; none for a speck.
fn simple_ring(ring: &[[f64; 2]]) -> Option<Vec<[f64; 2]>> {
    let side = |axis: usize| {
        let values = ring.iter().map(|at| at[axis]);
        values.clone().fold(f64::NEG_INFINITY, f64::max) - values.fold(f64::INFINITY, f64::min)
    };
    let simple = simplify_flat_ring(ring, TOLERANCE);
    (side(0).max(side(1)) >= SPECK && simple.len() > 3).then_some(simple)
}

/// Twice the area of a closed ring, positive where its inside is on its left.
fn twice_area(ring: &[[f64; 2]]) -> f64 {
    ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum()
}

/// Whether a closed ring has a place inside.
fn holds(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let crosses = |pair: &&[[f64; 2]]| {
        let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
        (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}
