//! A county's ground as a flat sheet in metres: near enough for walking, and cheap.

use crate::domain::LonLat;
use crate::spatial::geodesy::metres_per_degree;

/// A place on the sheet: metres east and north of its origin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spot {
    pub(super) x_m: f64,
    pub(super) y_m: f64,
}

impl Spot {
    /// How far it is, metres.
    pub(super) fn distance_m(self, other: Spot) -> f64 {
        (self.x_m - other.x_m).hypot(self.y_m - other.y_m)
    }

    /// The place this share of the way on to `other`.
    pub(super) fn on_the_way(self, other: Spot, share: f64) -> Spot {
        self.moved((other.x_m - self.x_m) * share, (other.y_m - self.y_m) * share)
    }

    /// The place so many metres to the east and to the north.
    pub(super) fn moved(self, east_m: f64, north_m: f64) -> Spot {
        Spot { x_m: self.x_m + east_m, y_m: self.y_m + north_m }
    }

    /// The direction to `other`, degrees clockwise from north, 0 to 360.
    pub(super) fn heading_deg(self, other: Spot) -> f64 {
        (other.x_m - self.x_m).atan2(other.y_m - self.y_m).to_degrees().rem_euclid(360.0)
    }
}

/// The sheet. Its scale is that of its origin: within a county the error stays below a percent, and
/// straight lines in degrees are straight lines on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    origin: LonLat,
    x_m_per_deg: f64,
    y_m_per_deg: f64,
}

impl Plane {
    /// The sheet around a place.
    pub(super) fn new(origin: LonLat) -> Self {
        let (x_m_per_deg, y_m_per_deg) = metres_per_degree(origin.lat_deg);
        // At the poles a degree of longitude has no length; nobody walks there, but nothing may divide by zero.
        Self { origin, x_m_per_deg: x_m_per_deg.max(1.0), y_m_per_deg }
    }

    pub(super) fn spot(&self, at: LonLat) -> Spot {
        Spot {
            x_m: (at.lon_deg - self.origin.lon_deg) * self.x_m_per_deg,
            y_m: (at.lat_deg - self.origin.lat_deg) * self.y_m_per_deg,
        }
    }

    pub(super) fn lonlat(&self, spot: Spot) -> LonLat {
        LonLat::new(
            self.origin.lon_deg + spot.x_m / self.x_m_per_deg,
            self.origin.lat_deg + spot.y_m / self.y_m_per_deg,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spatial::{bearing_deg, distance_m};

    #[test]
    fn metres_and_headings_agree_with_the_ellipsoid() {
        let plane = Plane::new(LonLat::new(118.1, 36.05));
        let (a, b) = (LonLat::new(118.2, 36.1), LonLat::new(118.204, 36.103));
        let (from, to) = (plane.spot(a), plane.spot(b));
        assert!((from.distance_m(to) / distance_m(a, b) - 1.0).abs() < 2e-3);
        assert!((from.heading_deg(to) - bearing_deg(a, b)).abs() < 0.2);
        let back = plane.lonlat(from);
        assert!(distance_m(back, a) < 1e-6);
        assert!(from.on_the_way(to, 0.5).distance_m(to) < from.distance_m(to));
    }
}
