//! A polygon over a chessboard, for very many points: only those on a field that an edge touches are asked about exactly.

use super::extent::Extent;
use super::point_tree::Meets;
use super::prepared::{Edge, PreparedPolygon};
use super::{Bounds, LonLat};
use geo::Coord;

/// Fields along each side: a row of them is one word.
const SIDE: usize = 64;
/// A field counts as touched by what comes so near to it, in fields: more than any rounding.
const MARGIN: f64 = 1e-3;
/// A polygon narrower or lower than this is too small for the margin to cover the rounding of degrees.
const LEAST_DEG: f64 = 1e-7;

/// The polygon and its chessboard.
pub(super) struct PolygonRaster<'a> {
    polygon: &'a PreparedPolygon,
    bounds: Bounds,
    fields_per_deg: Coord<f64>,
    /// By row from the south, a bit a column from the west: whether an edge touches the field.
    touched: [u64; SIDE],
    /// Where none does: whether the field is inside.
    inside: [u64; SIDE],
}

impl<'a> PolygonRaster<'a> {
    /// Over this polygon, whose box this is.
    pub(super) fn new(polygon: &'a PreparedPolygon, bounds: Bounds) -> Self {
        let (width_deg, height_deg) = (bounds.max.lon_deg - bounds.min.lon_deg, bounds.height_deg());
        let side = SIDE as f64;
        let fields_per_deg = Coord { x: side / width_deg, y: side / height_deg };
        let mut raster = Self { polygon, bounds, fields_per_deg, touched: [0; SIDE], inside: [0; SIDE] };
        if width_deg < LEAST_DEG || height_deg < LEAST_DEG {
            raster.touched = [u64::MAX; SIDE];
            raster.fields_per_deg = Coord { x: 0.0, y: 0.0 };
            return raster;
        }
        polygon.edges().iter().for_each(|edge| raster.draw(edge));
        // So far each crossing stands once: everything east of it is on the other side of one edge more.
        for row in &mut raster.inside {
            for step in [1, 2, 4, 8, 16, 32] {
                *row ^= *row << step;
            }
        }
        raster
    }

    /// The point in fields from the south-western corner.
    fn fields(&self, at: Coord<f64>) -> Coord<f64> {
        Coord {
            x: (at.x - self.bounds.min.lon_deg) * self.fields_per_deg.x,
            y: (at.y - self.bounds.min.lat_deg) * self.fields_per_deg.y,
        }
    }

    fn draw(&mut self, edge: &Edge) {
        let (a, b) = (self.fields(edge.a), self.fields(edge.b));
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        let slope = (high.x - low.x) / (high.y - low.y);
        // Level edges have no slope, and are wholly in one row.
        let x_at = |y: f64| if y <= low.y || low.y == high.y { low.x } else { low.x + (y.min(high.y) - low.y) * slope };
        for row in place(low.y - MARGIN)..=place(high.y + MARGIN) {
            let (south, north) = (row as f64, (row + 1) as f64);
            let (from, to) =
                if low.y == high.y { (low.x, high.x) } else { (x_at(south - MARGIN), x_at(north + MARGIN)) };
            let (west, east) = (place(from.min(to) - MARGIN), place(from.max(to) + MARGIN));
            self.touched[row] |= (u64::MAX << west) & (u64::MAX >> (SIDE - 1 - east));
            let middle = south + 0.5;
            if low.y <= middle && middle < high.y {
                // The first field whose middle lies east of the crossing; there may be none.
                let first = (x_at(middle) + 0.5).floor().max(0.0) as usize;
                self.inside[row] ^= if first < SIDE { 1 << first } else { 0 };
            }
        }
    }

    /// How an extent's points lie to the polygon, as far as the fields under them tell. A point's field lies between its
    /// extent's corners', since rounding never turns an order round.
    pub(super) fn meets(&self, extent: &Extent) -> Meets {
        let (low, high) = extent.corners();
        let (west_south, east_north) = (self.fields(low.coord()), self.fields(high.coord()));
        let columns = (u64::MAX << place(west_south.x)) & (u64::MAX >> (SIDE - 1 - place(east_north.x)));
        let (mut some, mut all) = (false, self.bounds.contains(low) && self.bounds.contains(high));
        for row in place(west_south.y)..=place(east_north.y) {
            if self.touched[row] & columns != 0 {
                return Meets::Partly;
            }
            let inside = self.inside[row] & columns;
            (some, all) = (some || inside != 0, all && inside == columns);
        }
        match (some, all) {
            (false, _) => Meets::Not,
            (true, true) => Meets::Wholly,
            (true, false) => Meets::Partly,
        }
    }

    /// Whether the point is inside or on the edge, as [`PreparedPolygon::covers`] says.
    pub(super) fn covers(&self, at: LonLat) -> bool {
        if !self.bounds.contains(at) {
            return false;
        }
        let fields = self.fields(at.coord());
        let (row, column) = (place(fields.y), 1 << place(fields.x));
        if self.touched[row] & column == 0 { self.inside[row] & column != 0 } else { self.polygon.covers(at) }
    }
}

/// The row or column of a coordinate in fields; what lies beside the board counts to its edge.
fn place(fields: f64) -> usize {
    (fields.max(0.0) as usize).min(SIDE - 1)
}
