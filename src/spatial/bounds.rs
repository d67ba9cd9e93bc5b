//! A box of longitudes and latitudes.

use super::LonLat;
use serde::{Deserialize, Serialize};

/// A box between two corners, edges included. When `min.lon_deg > max.lon_deg` it runs eastwards
/// from `min` across the 180° meridian to `max`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// The south-west corner.
    pub min: LonLat,
    /// The north-east corner.
    pub max: LonLat,
}

impl Bounds {
    /// The box from its south-west and north-east corners.
    #[must_use]
    pub const fn new(min: LonLat, max: LonLat) -> Self {
        Self { min, max }
    }

    /// The box that holds one position and nothing else.
    #[must_use]
    pub const fn at(point: LonLat) -> Self {
        Self { min: point, max: point }
    }

    /// The smallest box, not across the 180° meridian, around all the points that are finite;
    /// none when there are none.
    #[must_use]
    pub fn of_points(points: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        let mut finite = points.into_iter().filter(|p| p.lon_deg.is_finite() && p.lat_deg.is_finite());
        let first = Self::at(finite.next()?);
        Some(finite.fold(first, |mut bounds, point| {
            bounds.extend(point);
            bounds
        }))
    }

    /// Whether the box runs across the 180° meridian.
    #[must_use]
    pub fn crosses_dateline(&self) -> bool {
        self.min.lon_deg > self.max.lon_deg
    }

    /// Grows the box to hold the point. A box across the 180° meridian grows on the nearer side.
    pub fn extend(&mut self, point: LonLat) {
        self.min.lat_deg = self.min.lat_deg.min(point.lat_deg);
        self.max.lat_deg = self.max.lat_deg.max(point.lat_deg);
        if !self.crosses_dateline() {
            self.min.lon_deg = self.min.lon_deg.min(point.lon_deg);
            self.max.lon_deg = self.max.lon_deg.max(point.lon_deg);
        } else if !self.contains_lon(point.lon_deg) {
            if point.lon_deg - self.max.lon_deg <= self.min.lon_deg - point.lon_deg {
                self.max.lon_deg = point.lon_deg;
            } else {
                self.min.lon_deg = point.lon_deg;
            }
        }
    }

    /// The smallest box around both, for boxes that do not cross the 180° meridian.
    #[must_use]
    pub fn union(mut self, other: &Self) -> Self {
        self.extend(other.min);
        self.extend(other.max);
        self
    }

    fn contains_lon(&self, lon_deg: f64) -> bool {
        if self.crosses_dateline() {
            lon_deg >= self.min.lon_deg || lon_deg <= self.max.lon_deg
        } else {
            lon_deg >= self.min.lon_deg && lon_deg <= self.max.lon_deg
        }
    }

    /// Whether the point is inside or on the edge.
    #[must_use]
    pub fn contains(&self, point: LonLat) -> bool {
        point.lat_deg >= self.min.lat_deg && point.lat_deg <= self.max.lat_deg && self.contains_lon(point.lon_deg)
    }

    /// Whether the two boxes share at least one position.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        let lats = self.min.lat_deg <= other.max.lat_deg && other.min.lat_deg <= self.max.lat_deg;
        // Two arcs of a circle meet exactly when one holds the other's western end.
        lats && (self.contains_lon(other.min.lon_deg) || other.contains_lon(self.min.lon_deg))
    }

    /// The box's longitudinal extent, degrees.
    #[must_use]
    pub fn width_deg(&self) -> f64 {
        let width_deg = self.max.lon_deg - self.min.lon_deg;
        if self.crosses_dateline() { width_deg + 360.0 } else { width_deg }
    }

    /// The box's latitudinal extent, degrees.
    #[must_use]
    pub fn height_deg(&self) -> f64 {
        self.max.lat_deg - self.min.lat_deg
    }

    /// The middle of the box in degrees.
    #[must_use]
    pub fn center(&self) -> LonLat {
        let lon_deg = self.min.lon_deg + self.width_deg() / 2.0;
        let lon_deg = if lon_deg > 180.0 { lon_deg - 360.0 } else { lon_deg };
        LonLat::new(lon_deg, (self.min.lat_deg + self.max.lat_deg) / 2.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn bounds(w: f64, s: f64, e: f64, n: f64) -> Bounds {
        Bounds::new(LonLat::new(w, s), LonLat::new(e, n))
    }

    #[test]
    fn of_points_skips_what_is_not_a_number() {
        assert_eq!(Bounds::of_points([]), None);
        assert_eq!(Bounds::of_points([LonLat::new(f64::NAN, 1.0)]), None);
        let found = Bounds::of_points([LonLat::new(3.0, 4.0), LonLat::new(f64::NAN, 0.0), LonLat::new(1.0, 9.0)]);
        assert_eq!(found.unwrap(), bounds(1.0, 4.0, 3.0, 9.0));
    }

    #[test]
    fn contains_and_intersects_include_edges() {
        let b = bounds(10.0, 20.0, 30.0, 40.0);
        assert!(b.contains(LonLat::new(10.0, 40.0)) && !b.contains(LonLat::new(9.999, 30.0)));
        assert!(b.intersects(&bounds(30.0, 40.0, 50.0, 50.0)));
        assert!(!b.intersects(&bounds(30.001, 20.0, 50.0, 40.0)));
        assert!(b.intersects(&bounds(0.0, 0.0, 90.0, 90.0)) && b.intersects(&bounds(15.0, 25.0, 16.0, 26.0)));
        assert_eq!(b.center(), LonLat::new(20.0, 30.0));
        assert_eq!(b.union(&bounds(5.0, 25.0, 6.0, 50.0)), bounds(5.0, 20.0, 30.0, 50.0));
    }

    #[test]
    fn across_the_dateline() {
        let mut b = bounds(170.0, -10.0, -170.0, 10.0);
        assert!(b.contains(LonLat::new(180.0, 0.0)) && b.contains(LonLat::new(-180.0, 0.0)));
        assert!(!b.contains(LonLat::new(0.0, 0.0)));
        assert!(b.intersects(&bounds(-175.0, 0.0, -160.0, 5.0)) && !b.intersects(&bounds(-160.0, 0.0, 160.0, 5.0)));
        assert_eq!((b.width_deg(), b.center()), (20.0, LonLat::new(180.0, 0.0)));
        b.extend(LonLat::new(-165.0, 11.0));
        assert_eq!(b, bounds(170.0, -10.0, -165.0, 11.0));
        b.extend(LonLat::new(160.0, 0.0));
        assert_eq!(b, bounds(160.0, -10.0, -165.0, 11.0));
    }
}
