//! The squares into which web maps cut the Mercator world (OGC Two Dimensional Tile Matrix Set,
//! `WebMercatorQuad`): at zoom z there are 2^z by 2^z of them, columns counted from the west.

use super::Mercator;
use super::mercator::HALF_WORLD_M;

/// The deepest zoom at which tiles are counted.
pub const MAX_TILE_ZOOM: u8 = 24;

/// A box in Web-Mercator metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MercatorBox {
    /// The south-west corner.
    pub min: Mercator,
    /// The north-east corner.
    pub max: Mercator,
}

impl MercatorBox {
    /// The smallest box around these positions; none when there are none.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = Mercator>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        Some(points.fold(Self { min: first, max: first }, |held, at| Self {
            min: Mercator::new(held.min.x_m.min(at.x_m), held.min.y_m.min(at.y_m)),
            max: Mercator::new(held.max.x_m.max(at.x_m), held.max.y_m.max(at.y_m)),
        }))
    }

    /// The box with this much more on every side, metres.
    #[must_use]
    pub fn grown(self, by_m: f64) -> Self {
        Self {
            min: Mercator::new(self.min.x_m - by_m, self.min.y_m - by_m),
            max: Mercator::new(self.max.x_m + by_m, self.max.y_m + by_m),
        }
    }

    /// Whether the position lies inside or on the edge.
    #[must_use]
    pub fn contains(&self, at: Mercator) -> bool {
        (self.min.x_m..=self.max.x_m).contains(&at.x_m) && (self.min.y_m..=self.max.y_m).contains(&at.y_m)
    }

    /// Its middle.
    #[must_use]
    pub fn middle(&self) -> Mercator {
        Mercator::new((self.min.x_m + self.max.x_m) / 2.0, (self.min.y_m + self.max.y_m) / 2.0)
    }
}

/// One tile, by XYZ: rows are counted from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// The zoom level.
    pub zoom: u8,
    /// The column, from the west.
    pub x: u32,
    /// The row, from the north.
    pub y: u32,
}

impl TileId {
    /// The tile of this zoom, column and row; none where the zoom has no such tile.
    #[must_use]
    pub fn new(zoom: u8, x: u32, y: u32) -> Option<Self> {
        let fits = zoom <= MAX_TILE_ZOOM && x < side(zoom) && y < side(zoom);
        fits.then_some(Self { zoom, x, y })
    }

    /// The tile by TMS, as MBTiles counts: rows from the south.
    #[must_use]
    pub fn from_tms(zoom: u8, x: u32, row: u32) -> Option<Self> {
        (zoom <= MAX_TILE_ZOOM && row < side(zoom)).then(|| Self::new(zoom, x, side(zoom) - 1 - row)).flatten()
    }

    /// The row as TMS counts it, from the south.
    #[must_use]
    pub fn tms_row(self) -> u32 {
        side(self.zoom) - 1 - self.y
    }

    /// The tile in which a position lies; positions beyond the world's edge lie in the outermost one.
    #[must_use]
    pub fn at(at: Mercator, zoom: u8) -> Self {
        let zoom = zoom.min(MAX_TILE_ZOOM);
        let place = |share: f64| ((share * f64::from(side(zoom))).floor().max(0.0) as u32).min(side(zoom) - 1);
        let half = 2.0 * HALF_WORLD_M;
        Self { zoom, x: place((at.x_m + HALF_WORLD_M) / half), y: place((HALF_WORLD_M - at.y_m) / half) }
    }

    /// The side of a tile of this zoom, Mercator metres.
    #[must_use]
    pub fn side_m(zoom: u8) -> f64 {
        2.0 * HALF_WORLD_M / f64::from(side(zoom.min(MAX_TILE_ZOOM)))
    }

    /// What the tile covers.
    #[must_use]
    pub fn bounds(self) -> MercatorBox {
        let side_m = Self::side_m(self.zoom);
        // Multiples of one number, so that neighbours say the very same about the edge between them.
        let (west, north) = (f64::from(self.x), f64::from(self.y));
        MercatorBox {
            min: Mercator::new(west * side_m - HALF_WORLD_M, HALF_WORLD_M - (north + 1.0) * side_m),
            max: Mercator::new((west + 1.0) * side_m - HALF_WORLD_M, HALF_WORLD_M - north * side_m),
        }
    }

    /// The tile of a lower zoom in which this one lies; itself where `zoom` is not lower.
    #[must_use]
    pub fn ancestor(self, zoom: u8) -> Self {
        let up = self.zoom.saturating_sub(zoom);
        Self { zoom: self.zoom - up, x: self.x >> up, y: self.y >> up }
    }

    /// All tiles of a zoom that touch the box, row by row.
    pub fn cover(of: &MercatorBox, zoom: u8) -> impl Iterator<Item = Self> + use<> {
        let first = Self::at(Mercator::new(of.min.x_m, of.max.y_m), zoom);
        let last = Self::at(Mercator::new(of.max.x_m, of.min.y_m), zoom);
        let zoom = first.zoom;
        (first.y..=last.y).flat_map(move |y| (first.x..=last.x).map(move |x| Self { zoom, x, y }))
    }

    /// How many tiles of a zoom touch the box; none where it is turned inside out.
    #[must_use]
    pub fn count_in(of: &MercatorBox, zoom: u8) -> u64 {
        let first = Self::at(Mercator::new(of.min.x_m, of.max.y_m), zoom);
        let last = Self::at(Mercator::new(of.max.x_m, of.min.y_m), zoom);
        let along = |first: u32, last: u32| u64::from((last + 1).saturating_sub(first));
        along(first.x, last.x) * along(first.y, last.y)
    }
}

/// How many tiles a zoom has in a row.
fn side(zoom: u8) -> u32 {
    1 << zoom
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::spatial::LonLat;

    #[test]
    fn known_tiles() {
        // Beijing's Tiananmen at zoom 12, by the formula of the OSM wiki's "Slippy map tilenames".
        let tile = TileId::at(Mercator::from_lonlat(LonLat::new(116.3975, 39.9087)), 12);
        assert_eq!((tile.x, tile.y), (3372, 1552));
        assert_eq!(TileId::from_tms(12, 3372, tile.tms_row()), Some(tile));
        assert_eq!(tile.tms_row(), 2543);
        assert_eq!(TileId::new(1, 2, 0), None);
        assert_eq!(TileId::from_tms(1, 0, 2), None);
        assert_eq!(TileId::new(200, 0, 0), None);
    }

    #[test]
    fn neighbours_share_their_edge_to_the_bit_and_tiles_hold_what_lies_in_them() {
        for zoom in [0, 1, 7, 13, 19, 24] {
            let id = TileId::at(Mercator::new(12_345_678.9, 4_321_098.7), zoom);
            let bounds = id.bounds();
            assert!(bounds.contains(Mercator::new(12_345_678.9, 4_321_098.7)));
            assert_eq!(TileId::at(bounds.middle(), zoom), id);
            if let Some(east) = TileId::new(zoom, id.x + 1, id.y) {
                assert_eq!(bounds.max.x_m.to_bits(), east.bounds().min.x_m.to_bits());
            }
            if let Some(south) = TileId::new(zoom, id.x, id.y + 1) {
                assert_eq!(bounds.min.y_m.to_bits(), south.bounds().max.y_m.to_bits());
            }
            assert_eq!(id.ancestor(0), TileId { zoom: 0, x: 0, y: 0 });
            assert_eq!(id.ancestor(30), id);
        }
    }

    #[test]
    fn a_cover_is_every_tile_that_touches_and_no_other() {
        let of = MercatorBox { min: Mercator::new(-30_000.0, -9_000.0), max: Mercator::new(41_000.0, 22_000.0) };
        let covered: Vec<TileId> = TileId::cover(&of, 12).collect();
        assert_eq!(covered.len() as u64, TileId::count_in(&of, 12));
        // A box whose corners are exchanged, as a damaged file may say (found by fuzzing).
        let turned = MercatorBox { min: of.max, max: of.min };
        assert_eq!((TileId::cover(&turned, 12).count(), TileId::count_in(&turned, 12)), (0, 0));
        for tile in TileId::cover(&of.grown(30_000.0), 12) {
            let b = tile.bounds();
            let touches =
                b.min.x_m < of.max.x_m && b.max.x_m > of.min.x_m && b.min.y_m < of.max.y_m && b.max.y_m > of.min.y_m;
            assert_eq!(covered.contains(&tile), touches, "{tile:?}");
        }
    }
}
