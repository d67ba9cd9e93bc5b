//! The county's ground as a plane of decimetres: whole numbers, so that every machine computes the same.

/// Where the plane's zero lies, millionths of a degree.
const CENTRE_LON_E6: i64 = 117_980_000;
const CENTRE_LAT_E6: i64 = 36_020_000;
/// The size of a degree there on the ellipsoid, metres.
const METRES_PER_LON_DEG: f64 = 90_140.916;
const METRES_PER_LAT_DEG: f64 = 110_959.371;

/// A position, decimetres east and north of the county's centre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) x_dm: i32,
    pub(super) y_dm: i32,
}

impl Spot {
    pub(super) const fn new(x_dm: i32, y_dm: i32) -> Self {
        Self { x_dm, y_dm }
    }

    /// The spot of a longitude and a latitude in degrees.
    pub(super) fn of_degrees([lon_deg, lat_deg]: [f64; 2]) -> Self {
        Self {
            x_dm: ((lon_deg - CENTRE_LON_E6 as f64 / 1e6) * METRES_PER_LON_DEG * 10.0).round() as i32,
            y_dm: ((lat_deg - CENTRE_LAT_E6 as f64 / 1e6) * METRES_PER_LAT_DEG * 10.0).round() as i32,
        }
    }

    /// Longitude and latitude in millionths of a degree.
    pub(super) fn degrees_e6(self) -> (i64, i64) {
        (
            CENTRE_LON_E6 + (f64::from(self.x_dm) * 1e5 / METRES_PER_LON_DEG).round() as i64,
            CENTRE_LAT_E6 + (f64::from(self.y_dm) * 1e5 / METRES_PER_LAT_DEG).round() as i64,
        )
    }

    /// The square of the distance, square decimetres.
    pub(super) fn distance2(self, other: Self) -> i64 {
        let (x, y) = (i64::from(self.x_dm - other.x_dm), i64::from(self.y_dm - other.y_dm));
        x * x + y * y
    }

    /// The distance, decimetres.
    pub(super) fn distance_dm(self, other: Self) -> i64 {
        (self.distance2(other) as f64).sqrt() as i64
    }

    /// The spot at so many thousandths of the way to the other.
    pub(super) fn towards(self, other: Self, permille: i64) -> Self {
        let part = |a: i32, b: i32| (i64::from(a) + i64::from(b - a) * permille / 1000) as i32;
        Self::new(part(self.x_dm, other.x_dm), part(self.y_dm, other.y_dm))
    }

    /// The direction to the other, whole degrees clockwise from north. Computed from whole numbers
    /// by a rational approximation of the arc tangent (good to a degree), so that it is the same everywhere.
    pub(super) fn bearing_deg(self, other: Self) -> i64 {
        let (x, y) = (i64::from(other.x_dm - self.x_dm), i64::from(other.y_dm - self.y_dm));
        let (a, b) = (x.abs().min(y.abs()), x.abs().max(y.abs()));
        if b == 0 {
            return 0;
        }
        // atan(t) ≈ 45° t + 15.64° t (1 − t), for t = a / b in thousandths
        let t = a * 1000 / b;
        let small = (45_000 * t + 15_640 * t * (1000 - t) / 1000 + 500_000) / 1_000_000;
        let from_north = if x.abs() > y.abs() { 90 - small } else { small };
        let turned = match (x >= 0, y >= 0) {
            (true, true) => from_north,
            (true, false) => 180 - from_north,
            (false, false) => 180 + from_north,
            (false, true) => 360 - from_north,
        };
        turned % 360
    }
}

/// Where a county's plane lies beside the first county's: an offset in millionths of a degree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) lon_e6: i64,
    pub(super) lat_e6: i64,
}

impl Origin {
    /// Longitude and latitude of a spot in millionths of a degree.
    pub(super) fn degrees_e6(self, spot: Spot) -> (i64, i64) {
        let (lon_e6, lat_e6) = spot.degrees_e6();
        (lon_e6 + self.lon_e6, lat_e6 + self.lat_e6)
    }

    /// The spot of a longitude and a latitude in degrees.
    pub(super) fn spot(self, [lon_deg, lat_deg]: [f64; 2]) -> Spot {
        Spot::of_degrees([lon_deg - self.lon_e6 as f64 / 1e6, lat_deg - self.lat_e6 as f64 / 1e6])
    }
}

/// Appends a number of millionths of a degree as degrees with six decimals.
pub(super) fn push_degrees(out: &mut String, e6: i64) {
    use std::fmt::Write as _;
    let _ = write!(out, "{}.{:06}", e6 / 1_000_000, e6 % 1_000_000);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_come_back() {
        for spot in [Spot::new(0, 0), Spot::new(-117_411, 99_999), Spot::new(12_345, -120_000)] {
            let (lon, lat) = spot.degrees_e6();
            let back = Spot::of_degrees([lon as f64 / 1e6, lat as f64 / 1e6]);
            assert!((back.x_dm - spot.x_dm).abs() <= 1 && (back.y_dm - spot.y_dm).abs() <= 1, "{spot:?} {back:?}");
        }
    }

    #[test]
    fn bearings_agree_with_the_arc_tangent() {
        for step in 0..3600 {
            let angle = f64::from(step) * std::f64::consts::TAU / 3600.0;
            let there = Spot::new((angle.sin() * 100_000.0) as i32, (angle.cos() * 100_000.0) as i32);
            let off = (Spot::default().bearing_deg(there) as f64 - f64::from(step) / 10.0 + 540.0) % 360.0 - 180.0;
            assert!(off.abs() <= 1.2, "{step} {off}");
        }
    }
}
