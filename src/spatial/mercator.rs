//! Web Mercator (EPSG:3857), in metres.

use super::LonLat;

/// The sphere's radius of EPSG:3857, metres.
pub const RADIUS_M: f64 = 6_378_137.0;

/// Half of the world's side in Mercator metres: x and y run from minus this to plus this.
pub const HALF_WORLD_M: f64 = std::f64::consts::PI * RADIUS_M;

/// The latitude at which the Mercator world ends, degrees; positions beyond are drawn there.
pub const MAX_LAT_DEG: f64 = 85.051_128_779_806_59;

/// A position in Web-Mercator metres: x east, y north, the origin at 0° N 0° E.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mercator {
    /// Metres east of the prime meridian, in the projection.
    pub x_m: f64,
    /// Metres north of the equator, in the projection.
    pub y_m: f64,
}

impl Mercator {
    /// The position at these projected metres.
    #[must_use]
    pub const fn new(x_m: f64, y_m: f64) -> Self {
        Self { x_m, y_m }
    }

    /// Projects; latitudes beyond [`MAX_LAT_DEG`] are held there.
    #[must_use]
    pub fn from_lonlat(at: LonLat) -> Self {
        let lat_rad = at.lat_deg.clamp(-MAX_LAT_DEG, MAX_LAT_DEG).to_radians();
        Self { x_m: RADIUS_M * at.lon_deg.to_radians(), y_m: RADIUS_M * lat_rad.tan().asinh() }
    }

    /// Unprojects.
    #[must_use]
    pub fn to_lonlat(self) -> LonLat {
        LonLat::new((self.x_m / RADIUS_M).to_degrees(), (self.y_m / RADIUS_M).sinh().atan().to_degrees())
    }
}

impl From<LonLat> for Mercator {
    fn from(at: LonLat) -> Self {
        Self::from_lonlat(at)
    }
}

impl From<Mercator> for LonLat {
    fn from(at: Mercator) -> Self {
        at.to_lonlat()
    }
}

/// Ground metres in one Mercator metre at this latitude: cos φ.
#[must_use]
pub fn ground_scale(lat_deg: f64) -> f64 {
    lat_deg.to_radians().cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_position() {
        // The corner of the Mercator world, and a position from the EPSG guidance note 7-2.
        let corner = Mercator::from_lonlat(LonLat::new(180.0, MAX_LAT_DEG));
        assert!((corner.x_m - HALF_WORLD_M).abs() < 1e-6 && (corner.y_m - HALF_WORLD_M).abs() < 1e-6);
        let at = Mercator::from_lonlat(LonLat::new(-100.333_333_333, 24.381_786_94));
        assert!((at.x_m + 11_169_055.58).abs() < 0.1, "{at:?}");
        assert!((at.y_m - 2_800_000.0).abs() < 0.1, "{at:?}");
    }

    #[test]
    fn round_trip_and_poles() {
        for step in 0..2000 {
            let t = f64::from(step) / 2000.0;
            let at = LonLat::new(-180.0 + 360.0 * t, -85.0 + 170.0 * (t * 7.3).fract());
            let back = Mercator::from(at).to_lonlat();
            assert!((back.lon_deg - at.lon_deg).abs() < 1e-12 && (back.lat_deg - at.lat_deg).abs() < 1e-12);
        }
        assert!(Mercator::from_lonlat(LonLat::new(0.0, 90.0)).y_m <= HALF_WORLD_M + 1e-6);
        assert!((ground_scale(60.0) - 0.5).abs() < 1e-15);
    }
}
