//! What is taken of the map, found by cell.

use super::{PxBox, Taken};

/// The side of a cell, px: about as large as a short name.
const CELL_PX: f32 = 64.0;

/// What takes a piece of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// A symbol of no great urgency.
    Symbol,
    /// What is selected or of the highest urgency.
    Pressing,
    /// Another name, a panel: nothing may lie there.
    Fixed,
}

/// The board: boxes by cell.
pub(super) struct Board {
    map: PxBox,
    gap_px: f32,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
    boxes: Vec<(PxBox, By)>,
}

impl Board {
    /// A board with what is taken from the start.
    pub(super) fn new(map: PxBox, gap_px: f32, taken: &[(PxBox, Taken)]) -> Self {
        let cells = |from: f32, to: f32| ((to - from) / CELL_PX).ceil().clamp(1.0, 4096.0) as usize;
        let (columns, rows) = (cells(map.left, map.right), cells(map.top, map.bottom));
        let mut board = Self { map, gap_px, columns, rows, cells: vec![Vec::new(); columns * rows], boxes: Vec::new() };
        for (taken_box, taken) in taken {
            let by = match taken {
                Taken::Panel => By::Fixed,
                Taken::Pressing => By::Pressing,
                Taken::Symbol => By::Symbol,
            };
            board.add(*taken_box, by);
        }
        board
    }

    /// Takes the place of a name, with the gap that names keep.
    pub(super) fn take(&mut self, name: PxBox) {
        self.add(name.grown(self.gap_px), By::Fixed);
    }

    fn add(&mut self, taken: PxBox, by: By) {
        let number = self.boxes.len() as u32;
        let Some((columns, rows)) = self.cells_of(&taken) else { return };
        self.boxes.push((taken, by));
        for row in rows {
            for column in columns.clone() {
                self.cells[row * self.columns + column].push(number);
            }
        }
    }

    /// Whether a box lies on the map and on nothing of this weight or more.
    pub(super) fn is_free(&self, wanted: &PxBox, least: By) -> bool {
        if !self.map.holds(wanted) {
            return false;
        }
        let Some((columns, rows)) = self.cells_of(wanted) else { return false };
        rows.flat_map(|row| columns.clone().map(move |column| row * self.columns + column)).all(|cell| {
            self.cells[cell].iter().all(|number| {
                let (taken, by) = &self.boxes[*number as usize];
                *by < least || !taken.overlaps(wanted)
            })
        })
    }

    /// How much of a box is taken by what may be covered, px².
    pub(super) fn covered_px2(&self, wanted: &PxBox) -> f32 {
        let Some((columns, rows)) = self.cells_of(wanted) else { return 0.0 };
        let mut covered = 0.0;
        for (row, column) in rows.flat_map(|row| columns.clone().map(move |column| (row, column))) {
            for number in &self.cells[row * self.columns + column] {
                let (taken, by) = &self.boxes[*number as usize];
                let shared = taken.common(wanted);
                // A box lies in several cells: it counts in the one where what is shared begins.
                let begins = self.cells_of(&shared).map(|(columns, rows)| (rows.start, columns.start));
                if begins == Some((row, column)) {
                    covered += if *by == By::Symbol { shared.area() } else { 0.0 };
                }
            }
        }
        covered
    }

    /// The cells that a box lies in; none where it lies off the board.
    fn cells_of(&self, wanted: &PxBox) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
        let range = |low: f32, high: f32, from: f32, count: usize| {
            let first = ((low - from) / CELL_PX).floor().max(0.0) as usize;
            let last = ((high - from) / CELL_PX).floor();
            (last >= 0.0 && first < count).then(|| first..(last as usize + 1).min(count))
        };
        let columns = range(wanted.left, wanted.right, self.map.left, self.columns)?;
        let rows = range(wanted.top, wanted.bottom, self.map.top, self.rows)?;
        Some((columns, rows))
    }
}
