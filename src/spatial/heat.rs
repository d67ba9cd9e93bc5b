//! How dense points lie: a kernel density in points per km².

use super::geodesy::metres_per_degree;
use super::{Bounds, LonLat};

/// The bandwidth (the Gaussian's standard deviation) that a county's heat map uses, metres.
pub const DEFAULT_BANDWIDTH_M: f64 = 420.0;

/// The kernel ends at this many bandwidths.
const REACH_BANDWIDTHS: f64 = 3.0;

/// No raster has more cells on a side; the cells grow instead.
const MAX_SIDE: usize = 4096;

/// A raster of densities, fixed to the ground: it changes with the data, never with the view.
///
/// The kernel is a Gaussian, cut at three bandwidths to the east and to the north and brought
/// back to a volume of one, so that the field sums to the number of points. Points are shared
/// among the four cells around them. Metres are those at the latitude of the box's middle: over a
/// county's 24 km the scale is off by less than 0.2 %.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatField {
    /// Cells from west to east.
    pub width: usize,
    /// Cells from south to north.
    pub height: usize,
    /// The density at each cell's middle, points per km²: rows from south to north, each from
    /// west to east.
    pub values: Vec<f64>,
    /// The ground that the cells cover: at least what was asked for.
    pub bounds: Bounds,
    /// A cell's side, metres: as asked for, or more where the raster would have grown too large.
    pub cell_m: f64,
    cell_lon_deg: f64,
    cell_lat_deg: f64,
}

impl HeatField {
    /// The density of the points over the box. Points up to three bandwidths outside count too.
    /// A box across the 180° meridian, an empty one, or sizes that are not positive numbers give
    /// a field without cells.
    #[must_use]
    pub fn compute(points: &[LonLat], bounds: &Bounds, cell_m: f64, bandwidth_m: f64) -> Self {
        let Some(mut field) = Self::without_values(bounds, cell_m, bandwidth_m) else {
            return Self::empty(bounds, cell_m);
        };
        let taps = kernel_taps(bandwidth_m / field.cell_m);
        let reach = taps.len() / 2;
        let padded = Padded { width: field.width + 2 * reach, height: field.height + 2 * reach };
        let counts = field.count_cells(points, padded, reach);
        let across = blur_rows(&counts, padded, field.width, &taps);
        let per_km2 = 1e6 / (field.cell_m * field.cell_m);
        field.values = blur_columns(&across, field.width, field.height, &taps, per_km2);
        field
    }

    fn empty(bounds: &Bounds, cell_m: f64) -> Self {
        let (bounds, values) = (*bounds, Vec::new());
        Self { width: 0, height: 0, values, bounds, cell_m, cell_lon_deg: 0.0, cell_lat_deg: 0.0 }
    }

    fn without_values(bounds: &Bounds, cell_m: f64, bandwidth_m: f64) -> Option<Self> {
        let positive = |v: f64| v.is_finite() && v > 0.0;
        let (lon_m, lat_m) = metres_per_degree(bounds.center().lat_deg);
        let (width_m, height_m) = (bounds.width_deg() * lon_m, bounds.height_deg() * lat_m);
        let sizes = [cell_m, bandwidth_m, lon_m, width_m, height_m];
        if bounds.crosses_dateline() || !sizes.into_iter().all(positive) {
            return None;
        }
        // The apron must stay small too, whatever bandwidth is asked for.
        let largest_m = width_m.max(height_m).max(2.0 * REACH_BANDWIDTHS * bandwidth_m);
        let cell_m = cell_m.max(largest_m / MAX_SIDE as f64);
        let (width, height) = ((width_m / cell_m).ceil() as usize, (height_m / cell_m).ceil() as usize);
        let (cell_lon_deg, cell_lat_deg) = (cell_m / lon_m, cell_m / lat_m);
        let max = LonLat::new(
            bounds.min.lon_deg + width as f64 * cell_lon_deg,
            bounds.min.lat_deg + height as f64 * cell_lat_deg,
        );
        let bounds = Bounds::new(bounds.min, max);
        Some(Self { width, height, values: Vec::new(), bounds, cell_m, cell_lon_deg, cell_lat_deg })
    }

    /// The place in cells from the middle of the south-western one.
    fn cell_of(&self, at: LonLat) -> (f64, f64) {
        (
            (at.lon_deg - self.bounds.min.lon_deg) / self.cell_lon_deg - 0.5,
            (at.lat_deg - self.bounds.min.lat_deg) / self.cell_lat_deg - 0.5,
        )
    }

    fn count_cells(&self, points: &[LonLat], padded: Padded, reach: usize) -> Vec<f64> {
        let mut counts = vec![0.0; padded.width * padded.height];
        for &at in points {
            let (x, y) = self.cell_of(at);
            let (x, y) = (x + reach as f64, y + reach as f64);
            // Written so that a position that is not a number is left out.
            if !(x >= 0.0 && y >= 0.0 && x < (padded.width - 1) as f64 && y < (padded.height - 1) as f64) {
                continue;
            }
            let (column, row) = (x as usize, y as usize);
            let (fx, fy) = (x - column as f64, y - row as f64);
            let first = row * padded.width + column;
            counts[first] += (1.0 - fx) * (1.0 - fy);
            counts[first + 1] += fx * (1.0 - fy);
            counts[first + padded.width] += (1.0 - fx) * fy;
            counts[first + padded.width + 1] += fx * fy;
        }
        counts
    }

    /// The density at a place, points per km², between the cells' middles; none outside the field.
    #[must_use]
    pub fn sample_at(&self, at: LonLat) -> Option<f64> {
        if self.values.is_empty() || !self.bounds.contains(at) {
            return None;
        }
        let (x, y) = self.cell_of(at);
        let (x, y) = (x.clamp(0.0, (self.width - 1) as f64), y.clamp(0.0, (self.height - 1) as f64));
        let (column, row) = (x as usize, y as usize);
        let (fx, fy) = (x - column as f64, y - row as f64);
        let (next_column, next_row) = ((column + 1).min(self.width - 1), (row + 1).min(self.height - 1));
        let value = |row: usize, column: usize| self.values[row * self.width + column];
        let south = value(row, column) * (1.0 - fx) + value(row, next_column) * fx;
        let north = value(next_row, column) * (1.0 - fx) + value(next_row, next_column) * fx;
        Some(south * (1.0 - fy) + north * fy)
    }

    /// How much denser it is here than there, points per km², below nothing where it is less; none where the two do not
    /// have the same cells.
    #[must_use]
    pub fn minus(mut self, other: &Self) -> Option<Self> {
        let same = (self.width, self.height, self.bounds) == (other.width, other.height, other.bounds);
        self.values.iter_mut().zip(&other.values).for_each(|(value, before)| *value -= before);
        same.then_some(self)
    }

    /// The highest density of any cell, points per km²; 0 for a field without cells.
    #[must_use]
    pub fn peak(&self) -> f64 {
        self.values.iter().copied().fold(0.0, f64::max)
    }

    /// The field's sum: how many points' worth of density lies on it.
    #[must_use]
    pub fn integral(&self) -> f64 {
        self.values.iter().sum::<f64>() * self.cell_m * self.cell_m / 1e6
    }

    /// The place of a position given in cells from the middle of the south-western one.
    pub(super) fn place_of_cell(&self, x: f64, y: f64) -> LonLat {
        LonLat::new(
            self.bounds.min.lon_deg + (x + 0.5) * self.cell_lon_deg,
            self.bounds.min.lat_deg + (y + 0.5) * self.cell_lat_deg,
        )
    }
}

/// The size of the raster with its apron of outside points.
#[derive(Clone, Copy)]
struct Padded {
    width: usize,
    height: usize,
}

/// The Gaussian at whole cells, out to three bandwidths, summing to one.
fn kernel_taps(bandwidth_cells: f64) -> Vec<f64> {
    let reach = (REACH_BANDWIDTHS * bandwidth_cells).ceil() as i64;
    let raw: Vec<f64> = (-reach..=reach).map(|i| (-0.5 * (i as f64 / bandwidth_cells).powi(2)).exp()).collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|tap| tap / sum).collect()
}

/// Blurs along the rows; the result has the columns without the apron, all rows.
fn blur_rows(counts: &[f64], padded: Padded, width: usize, taps: &[f64]) -> Vec<f64> {
    let mut across = vec![0.0; width * padded.height];
    for (from, to) in counts.chunks_exact(padded.width).zip(across.chunks_exact_mut(width)) {
        // Most rows of a county at night are empty.
        if from.iter().all(|&count| count == 0.0) {
            continue;
        }
        for (shift, &tap) in taps.iter().enumerate() {
            add_scaled(to, &from[shift..shift + width], tap);
        }
    }
    across
}

/// Blurs along the columns; the result has neither apron, and is scaled.
fn blur_columns(across: &[f64], width: usize, height: usize, taps: &[f64], scale: f64) -> Vec<f64> {
    let mut values = vec![0.0; width * height];
    for (row, to) in values.chunks_exact_mut(width).enumerate() {
        for (shift, &tap) in taps.iter().enumerate() {
            let start = (row + shift) * width;
            add_scaled(to, &across[start..start + width], tap * scale);
        }
    }
    values
}

fn add_scaled(to: &mut [f64], from: &[f64], factor: f64) {
    for (sum, value) in to.iter_mut().zip(from) {
        *sum += factor * value;
    }
}
