//! The ground that a name belongs to, as a coarse picture: whether a name would stand on it is asked of hundreds of
//! places a frame.

use super::super::Mercator;
use crate::domain::Outline;

/// Rows and columns of the picture: as many columns as a word has bits.
const SIDE: usize = 64;
/// Every so many rows and columns there is a place that a name may be tried at.
const STRIDE: usize = 8;
/// Where in a name's box it is looked whether it stands on its ground, in halves of the box.
const LOOKS: ([f64; 5], [f64; 3]) = ([-0.85, -0.42, 0.0, 0.42, 0.85], [-0.75, 0.0, 0.75]);

/// How much of a name's box has to lie on its ground, out of [`Share::WHOLE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share(usize);

impl Share {
    /// All of it.
    pub(super) const WHOLE: Share = Share(LOOKS.0.len() * LOOKS.1.len());
    /// Most of it.
    pub(super) const MOST: Share = Share(9);
}

/// An area's ground: a picture of as many cells as can be asked at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    west_m: f64,
    south_m: f64,
    cell_m: [f64; 2],
    /// From south to north; the lowest bit is the westernmost column.
    rows: [u64; SIDE],
}

impl Home {
    /// The ground within an outline; none where that encloses nothing.
    #[must_use]
    pub fn of(outline: &Outline) -> Option<Self> {
        let rings =
            || outline.0.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        let at = |point: &geo::Coord| Mercator::from_lonlat(crate::domain::LonLat::new(point.x, point.y));
        let points = || rings().flat_map(|ring| ring.0.iter().map(at));
        let least = points().reduce(|a, b| Mercator { x_m: a.x_m.min(b.x_m), y_m: a.y_m.min(b.y_m) })?;
        let most = points().reduce(|a, b| Mercator { x_m: a.x_m.max(b.x_m), y_m: a.y_m.max(b.y_m) })?;
        let cell_m = [(most.x_m - least.x_m) / SIDE as f64, (most.y_m - least.y_m) / SIDE as f64];
        if cell_m.iter().any(|side| !side.is_normal()) {
            return None;
        }
        // Where the outline crosses the middles of the rows: between every other two of these lies its ground.
        let mut crossings: [Vec<f64>; SIDE] = std::array::from_fn(|_| Vec::new());
        for ring in rings() {
            for (a, b) in ring.0.iter().map(at).zip(ring.0.iter().skip(1).map(at)) {
                let row_of = |y_m: f64| (y_m - least.y_m) / cell_m[1] - 0.5;
                let (from, to) = (row_of(a.y_m.min(b.y_m)).ceil(), row_of(a.y_m.max(b.y_m)).ceil());
                let (first, last) = (from.max(0.0) as usize, (to.max(0.0) as usize).min(SIDE));
                for (row, crossings) in crossings.iter_mut().enumerate().take(last).skip(first) {
                    let y_m = least.y_m + (row as f64 + 0.5) * cell_m[1];
                    let x_m = a.x_m + (b.x_m - a.x_m) * (y_m - a.y_m) / (b.y_m - a.y_m);
                    crossings.push((x_m - least.x_m) / cell_m[0] - 0.5);
                }
            }
        }
        let rows = crossings.map(|mut at| {
            at.sort_by(f64::total_cmp);
            at.chunks_exact(2).fold(0, |row, pair| {
                let columns = pair[0].ceil().max(0.0) as usize..(pair[1].ceil().max(0.0) as usize).min(SIDE);
                columns.fold(row, |row, column| row | 1 << column)
            })
        });
        Some(Self { west_m: least.x_m, south_m: least.y_m, cell_m, rows })
    }

    fn is_on(&self, x_m: f64, y_m: f64) -> bool {
        let (column, row) = ((x_m - self.west_m) / self.cell_m[0], (y_m - self.south_m) / self.cell_m[1]);
        let side = 0.0..SIDE as f64;
        side.contains(&column) && side.contains(&row) && self.rows[row as usize] >> column as usize & 1 == 1
    }

    /// Places spread over the ground.
    pub(super) fn places(&self) -> impl Iterator<Item = Mercator> + '_ {
        let middles = || (STRIDE / 2..SIDE).step_by(STRIDE);
        let cells = middles().flat_map(move |row| middles().map(move |column| (column, row)));
        cells.filter(|(column, row)| self.rows[*row] >> *column & 1 == 1).map(|(column, row)| Mercator {
            x_m: self.west_m + (column as f64 + 0.5) * self.cell_m[0],
            y_m: self.south_m + (row as f64 + 0.5) * self.cell_m[1],
        })
    }

    /// Whether that much of a box with this middle and these halves, metres, lies on the ground, its middle included.
    pub(super) fn holds(&self, middle: Mercator, half_m: [f64; 2], share: Share) -> bool {
        let look = |dx: f64, dy: f64| self.is_on(middle.x_m + dx * half_m[0], middle.y_m + dy * half_m[1]);
        look(0.0, 0.0) && {
            let looks = LOOKS.0.iter().flat_map(|dx| LOOKS.1.iter().map(move |dy| (*dx, *dy)));
            looks.filter(|(dx, dy)| look(*dx, *dy)).count() >= share.0
        }
    }
}
