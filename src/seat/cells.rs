//! The cells of a video wall: screens beside and above each other, with seams (拼缝) between them that no text may cross.

use super::Rect;

/// A cell smaller than this holds no panel, dp: panels go by the wall as a whole then, as on LEDs, which have no seams.
pub const LEAST_CELL_DP: (f64, f64) = (340.0, 190.0);

/// The cells of a wall: columns and rows of equal screens. One by one is a screen without seams.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cells {
    /// How many beside each other.
    pub columns: u16,
    /// How many above each other.
    pub rows: u16,
    /// How many of the picture's pixels lie behind a seam, px: some where the wall's controller compensates its bezels
    /// (边框补偿: lines go on behind them), none where the cells' pictures follow on each other.
    pub seam_px: f64,
}

impl Default for Cells {
    fn default() -> Self {
        Self { columns: 1, rows: 1, seam_px: 0.0 }
    }
}

impl Cells {
    /// Whether there is one cell, and so no seam.
    pub fn is_one(&self) -> bool {
        self.columns <= 1 && self.rows <= 1
    }

    /// From where to where each column reaches on a wall of this width, px.
    pub fn columns_of(&self, width_px: f64) -> Vec<(f64, f64)> {
        spans(self.columns, width_px, self.seam_px)
    }

    /// From where to where each row reaches on a wall of this height, px.
    pub fn rows_of(&self, height_px: f64) -> Vec<(f64, f64)> {
        spans(self.rows, height_px, self.seam_px)
    }

    /// The cells as rectangles, row by row, px.
    pub fn rects(&self, width_px: f64, height_px: f64) -> Vec<Rect> {
        let columns = self.columns_of(width_px);
        let row = |(top, bottom): (f64, f64)| {
            let rect = |(left, right): &(f64, f64)| Rect {
                x_px: *left,
                y_px: top,
                width_px: right - left,
                height_px: bottom - top,
            };
            columns.iter().map(rect).collect::<Vec<_>>()
        };
        self.rows_of(height_px).into_iter().flat_map(row).collect()
    }

    /// These cells where panels have room in each, at `scale` px a dp; one cell where they haven't.
    #[must_use]
    pub fn holding_panels(self, width_px: f64, height_px: f64, scale: f64) -> Self {
        let first = |spans: Vec<(f64, f64)>| spans.first().map_or(0.0, |(from, to)| (to - from) / scale.max(1e-9));
        let fits = first(self.columns_of(width_px)) >= LEAST_CELL_DP.0 || self.columns <= 1;
        let fits = fits && (first(self.rows_of(height_px)) >= LEAST_CELL_DP.1 || self.rows <= 1);
        if fits { self } else { Self::default() }
    }
}

/// Equal parts of a length with a gap between them; edges on whole pixels.
fn spans(count: u16, length_px: f64, seam_px: f64) -> Vec<(f64, f64)> {
    let count = count.max(1);
    // Bezels that leave less than half of the picture are a mistake, not a wall.
    let seams = f64::from(count - 1);
    let seam_px = if seams > 0.0 { seam_px.clamp(0.0, 0.5 * length_px / seams) } else { 0.0 };
    let part_px = (length_px - seams * seam_px) / f64::from(count);
    let span = |k: u16| {
        let from = f64::from(k) * (part_px + seam_px);
        (from.round(), (from + part_px).round())
    };
    (0..count).map(span).collect()
}
