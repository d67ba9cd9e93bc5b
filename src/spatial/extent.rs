//! Where a leaf's points lie, in few bytes: what it says of all of them need not be asked of each.

use super::point_tree::Meets;
use super::{Bounds, LonLat};

/// A box of longitudes and latitudes around some points, rounded outwards by a metre at the most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    west_deg: f32,
    south_deg: f32,
    east_deg: f32,
    north_deg: f32,
}

impl Default for Extent {
    /// Around nothing.
    fn default() -> Self {
        let (low, high) = (f32::INFINITY, f32::NEG_INFINITY);
        Self { west_deg: low, south_deg: low, east_deg: high, north_deg: high }
    }
}

impl Extent {
    pub(super) fn around(points: impl Iterator<Item = LonLat>) -> Self {
        let mut around = Self::default();
        points.for_each(|at| around.extend(at));
        around
    }

    pub(super) fn extend(&mut self, at: LonLat) {
        let (lon_deg, lat_deg) = (at.lon_deg as f32, at.lat_deg as f32);
        self.west_deg = self.west_deg.min(lon_deg.next_down());
        self.south_deg = self.south_deg.min(lat_deg.next_down());
        self.east_deg = self.east_deg.max(lon_deg.next_up());
        self.north_deg = self.north_deg.max(lat_deg.next_up());
    }

    /// The south-western and the north-eastern corner.
    pub(super) fn corners(&self) -> (LonLat, LonLat) {
        let corner = |lon_deg: f32, lat_deg: f32| LonLat::new(f64::from(lon_deg), f64::from(lat_deg));
        (corner(self.west_deg, self.south_deg), corner(self.east_deg, self.north_deg))
    }

    /// How it lies to a box. Of one across the 180° meridian, or beyond it, that is left open.
    pub(super) fn meets(&self, bounds: &Bounds) -> Meets {
        let Bounds { min, max } = *bounds;
        let (low, high) = self.corners();
        if high.lat_deg < min.lat_deg || low.lat_deg > max.lat_deg {
            return Meets::Not;
        }
        if bounds.crosses_dateline() || [min, max].iter().any(|corner| corner.lon_deg.abs() > 180.0) {
            return Meets::Partly;
        }
        if high.lon_deg < min.lon_deg || low.lon_deg > max.lon_deg {
            return Meets::Not;
        }
        let level = min.lat_deg <= low.lat_deg && high.lat_deg <= max.lat_deg;
        let between = min.lon_deg <= low.lon_deg && high.lon_deg <= max.lon_deg;
        if level && between { Meets::Wholly } else { Meets::Partly }
    }
}
