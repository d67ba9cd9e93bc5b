//! The grid on which a map's pictures are cut: web Mercator of true degrees, or of shifted ones.

use super::{Crs, gcj02_from_wgs84, wgs84_from_gcj02};
use crate::intake::IntakeError;
use crate::spatial::Mercator;
use serde::{Deserialize, Serialize};

/// A grid of tiles. The shift of GCJ-02 differs from place to place, so pictures are placed corner by corner: one
/// shift for a whole map would be wrong by many metres.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TileGrid {
    /// Mercator of WGS-84 (or CGCS2000, Tianditu's, taken as equal).
    #[default]
    Wgs84,
    /// Mercator of GCJ-02.
    Gcj02,
}

impl TileGrid {
    /// The grid of tiles that are said to be in a reference system.
    ///
    /// # Errors
    /// A sentence for a system in which no map is cut into web Mercator tiles.
    pub fn of(crs: &Crs) -> Result<Self, IntakeError> {
        match crs {
            Crs::Wgs84 | Crs::Cgcs2000 | Crs::Epsg(3857) => Ok(Self::Wgs84),
            Crs::Gcj02 => Ok(Self::Gcj02),
            other => {
                let why = "tiles of pictures lie on web Mercator of wgs84, cgcs2000 or gcj02, not of this system";
                Err(IntakeError::Crs(format!("{why}: {}", other.name())))
            }
        }
    }

    /// Where a place of the grid lies on the ground.
    #[must_use]
    pub fn to_ground(self, at: Mercator) -> Mercator {
        match self {
            Self::Wgs84 => at,
            Self::Gcj02 => wgs84_from_gcj02(at.to_lonlat()).into(),
        }
    }

    /// Where a place on the ground lies on the grid.
    #[must_use]
    pub fn to_tiles(self, at: Mercator) -> Mercator {
        match self {
            Self::Wgs84 => at,
            Self::Gcj02 => gcj02_from_wgs84(at.to_lonlat()).into(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::spatial::LonLat;

    #[test]
    fn a_shifted_grid_is_shifted_there_and_back() {
        let at = Mercator::from_lonlat(LonLat::new(116.404, 39.915));
        let on_grid = TileGrid::Gcj02.to_tiles(at);
        let moved = (on_grid.x_m - at.x_m).hypot(on_grid.y_m - at.y_m);
        assert!((500.0..900.0).contains(&moved), "{moved}");
        let back = TileGrid::Gcj02.to_ground(on_grid);
        assert!((back.x_m - at.x_m).hypot(back.y_m - at.y_m) < 0.01);
        assert_eq!(TileGrid::Wgs84.to_tiles(at), at);
        assert_eq!(TileGrid::of(&Crs::Cgcs2000).unwrap(), TileGrid::Wgs84);
        assert!(TileGrid::of(&Crs::Bd09).unwrap_err().to_string().ends_with(": bd09"));
    }
}
