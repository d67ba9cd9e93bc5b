//! A place on the ground.

use serde::{Deserialize, Serialize};

/// A WGS-84 position in degrees. Every position inside the program is one of these.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
pub struct LonLat {
    /// Longitude, degrees east, −180 to 180.
    pub lon_deg: f64,
    /// Latitude, degrees north, −90 to 90.
    pub lat_deg: f64,
}

impl LonLat {
    /// The position at this longitude and latitude, unchecked: see [`LonLat::is_valid`].
    #[must_use]
    pub const fn new(lon_deg: f64, lat_deg: f64) -> Self {
        Self { lon_deg, lat_deg }
    }

    /// Whether both numbers are finite and in range.
    #[must_use]
    pub fn is_valid(self) -> bool {
        // A comparison with NaN is false, so the ranges check finiteness too.
        (-180.0..=180.0).contains(&self.lon_deg) && (-90.0..=90.0).contains(&self.lat_deg)
    }

    /// The same position as a coordinate of the `geo` crate (x = longitude, y = latitude).
    #[must_use]
    pub fn coord(self) -> geo::Coord<f64> {
        geo::Coord { x: self.lon_deg, y: self.lat_deg }
    }

    /// The same position as a point of the `geo` crate.
    #[must_use]
    pub fn point(self) -> geo::Point<f64> {
        geo::Point(self.coord())
    }
}

impl From<geo::Coord<f64>> for LonLat {
    fn from(coord: geo::Coord<f64>) -> Self {
        Self::new(coord.x, coord.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validity_is_finite_and_in_range() {
        assert!(LonLat::new(120.0, 30.0).is_valid());
        assert!(LonLat::new(-180.0, -90.0).is_valid());
        assert!(LonLat::new(180.0, 90.0).is_valid());
        for (lon_deg, lat_deg) in [(180.1, 0.0), (0.0, 90.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert!(!LonLat::new(lon_deg, lat_deg).is_valid());
        }
    }
}
