//! Lines of equal value over a net of cells, by marching squares.

use super::LonLat;
use super::heat::HeatField;

/// No line leaves this cell edge yet.
const NOWHERE: u32 = u32::MAX;

/// A crossing of the level on the edge between two cell middles, by number: even ones lie on the
/// edge from a cell to its eastern neighbour, odd ones on that to its northern one.
type CrossingId = u32;

impl HeatField {
    /// The lines along which the density is `level_per_km2`, with the denser ground on their
    /// left. A line within the field is closed (its first point is repeated at its end); one that
    /// leaves the field is open.
    #[must_use]
    pub fn isolines(&self, level_per_km2: f64) -> Vec<Vec<LonLat>> {
        let lines =
            contours([self.width, self.height], level_per_km2, &|column, row| self.values[row * self.width + column]);
        let place = |[x, y]: [f64; 2]| self.place_of_cell(x, y);
        lines.into_iter().map(|line| line.into_iter().map(place).collect()).collect()
    }
}

/// The lines along which a net of `[columns, rows]` cells has the value `level`, with higher values on their left where
/// columns run right and rows up; in cells, from the middle of the first one. A line within the net is closed (its first
/// point is repeated at its end); one that leaves it is open.
pub fn contours(size: [usize; 2], level: f64, value: &impl Fn(usize, usize) -> f64) -> Vec<Vec<[f64; 2]>> {
    let [width, height] = size;
    if width < 2 || height < 2 || level.is_nan() {
        return Vec::new();
    }
    let marching = Marching { width, level, value };
    let mut next = vec![NOWHERE; 2 * width * height];
    let mut entered = vec![false; next.len()];
    for row in 0..height - 1 {
        for column in 0..width - 1 {
            for (from, to) in marching.segments(column, row).into_iter().flatten() {
                next[from as usize] = to;
                entered[to as usize] = true;
            }
        }
    }
    let mut lines = Vec::new();
    // Open lines first, from where nothing enters; what is left then are rings.
    for open in [true, false] {
        for start in 0..next.len() {
            if next[start] != NOWHERE && !(open && entered[start]) {
                lines.push(marching.follow(start as CrossingId, &mut next));
            }
        }
    }
    lines
}

struct Marching<'a, V> {
    width: usize,
    level: f64,
    value: &'a V,
}

impl<V: Fn(usize, usize) -> f64> Marching<'_, V> {
    /// The one or two pieces of line between four neighbouring cell middles, each directed with
    /// the denser ground on its left.
    fn segments(&self, column: usize, row: usize) -> [Option<(CrossingId, CrossingId)>; 2] {
        let corners = [
            (self.value)(column, row),
            (self.value)(column + 1, row),
            (self.value)(column + 1, row + 1),
            (self.value)(column, row + 1),
        ];
        let case = corners.iter().enumerate().fold(0, |case, (bit, &v)| case | (usize::from(v >= self.level) << bit));
        if case == 0 || case == 15 {
            return [None, None];
        }
        let cell = (row * self.width + column) as CrossingId;
        let (south, west) = (2 * cell, 2 * cell + 1);
        let (east, north) = (2 * (cell + 1) + 1, 2 * (cell + self.width as CrossingId));
        let joined = corners.iter().sum::<f64>() / 4.0 >= self.level;
        match case {
            1 => [Some((south, west)), None],
            2 => [Some((east, south)), None],
            3 => [Some((east, west)), None],
            4 => [Some((north, east)), None],
            6 => [Some((north, south)), None],
            7 => [Some((north, west)), None],
            8 => [Some((west, north)), None],
            9 => [Some((south, north)), None],
            11 => [Some((east, north)), None],
            12 => [Some((west, east)), None],
            13 => [Some((south, east)), None],
            14 => [Some((west, south)), None],
            // Two dense corners across from each other: joined when the middle is dense too.
            5 if joined => [Some((south, east)), Some((north, west))],
            5 => [Some((south, west)), Some((north, east))],
            _ if joined => [Some((west, south)), Some((east, north))],
            _ => [Some((east, south)), Some((west, north))],
        }
    }

    fn follow(&self, start: CrossingId, next: &mut [u32]) -> Vec<[f64; 2]> {
        let mut line = vec![self.place(start)];
        let mut at = start;
        loop {
            let to = std::mem::replace(&mut next[at as usize], NOWHERE);
            if to == NOWHERE {
                return line;
            }
            line.push(self.place(to));
            at = to;
        }
    }

    fn place(&self, crossing: CrossingId) -> [f64; 2] {
        let cell = (crossing / 2) as usize;
        let (column, row) = (cell % self.width, cell / self.width);
        let (dx, dy) = if crossing.is_multiple_of(2) { (1, 0) } else { (0, 1) };
        let (from, to) = ((self.value)(column, row), (self.value)(column + dx, row + dy));
        let along = if from == to { 0.5 } else { ((self.level - from) / (to - from)).clamp(0.0, 1.0) };
        [column as f64 + along * dx as f64, row as f64 + along * dy as f64]
    }
}
