//! Fixes as whole numbers: 1e-6 degrees (at most 6 cm off) and 255 directions (at most 0.8° off).

use super::chunk::Sample;
use crate::domain::{Fix, LonLat, Timestamp, WorkerCode};

const STEPS_PER_DEG: f64 = 1e6;
const DIRECTIONS: f32 = 255.0;

/// Where and whither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// Longitude, 1e-6 degrees.
    pub(super) lon: i32,
    /// Latitude, 1e-6 degrees.
    pub(super) lat: i32,
    /// 0 unknown, else steps of 360/255 degrees, from 1 = north.
    pub(super) heading: u8,
}

impl Point {
    /// The point of a fix; none if it lies nowhere on earth.
    pub(super) fn of(fix: &Fix) -> Option<Self> {
        let steps = |deg: f64| (deg * STEPS_PER_DEG).round() as i32;
        let heading = fix.heading_deg.filter(|deg| deg.is_finite()).map_or(0, |deg| {
            // Rounding up to a full turn is north again.
            let step = (deg.rem_euclid(360.0) / 360.0 * DIRECTIONS).round() as u32;
            (step % 255 + 1) as u8
        });
        fix.at.is_valid().then(|| Self { lon: steps(fix.at.lon_deg), lat: steps(fix.at.lat_deg), heading })
    }

    /// The point as a chunk has it.
    pub(super) fn sample(self, secs: u16) -> Sample {
        Sample { secs, lon: self.lon, lat: self.lat, heading: self.heading }
    }
}

impl From<Sample> for Point {
    fn from(sample: Sample) -> Self {
        Self { lon: sample.lon, lat: sample.lat, heading: sample.heading }
    }
}

/// The fix that was made a point.
pub(super) fn to_fix(worker: WorkerCode, fixed_at: i64, point: Point) -> Fix {
    let at = LonLat::new(f64::from(point.lon) / STEPS_PER_DEG, f64::from(point.lat) / STEPS_PER_DEG);
    let heading_deg = point.heading.checked_sub(1).map(|step| f32::from(step) * 360.0 / DIRECTIONS);
    Fix { worker, at, fixed_at: Timestamp(fixed_at), heading_deg }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_comes_back_nearly_where_it_was() {
        for (lon_deg, lat_deg, heading) in [
            (116.404_123_4, 39.915_000_6, Some(0.0)),
            (-180.0, 90.0, None),
            (180.0, -90.0, Some(359.9)),
            (0.0, 0.0, Some(-90.0)),
        ] {
            let fix = Fix {
                worker: "W1".into(),
                at: LonLat::new(lon_deg, lat_deg),
                fixed_at: Timestamp(5),
                heading_deg: heading,
            };
            let back = to_fix("W1".into(), 5, Point::of(&fix).unwrap());
            assert!((back.at.lon_deg - lon_deg).abs() < 6e-7 && (back.at.lat_deg - lat_deg).abs() < 6e-7);
            let turn = |deg: f32| (deg - heading.unwrap() + 180.0).rem_euclid(360.0) - 180.0;
            assert_eq!(back.heading_deg.is_some(), heading.is_some());
            assert!(back.heading_deg.is_none_or(|deg| turn(deg).abs() < 0.8), "{back:?}");
            assert_eq!(Point::of(&back), Point::of(&fix), "once rounded, it stays");
        }
        let nowhere =
            Fix { worker: "W1".into(), at: LonLat::new(f64::NAN, 0.0), fixed_at: Timestamp(5), heading_deg: None };
        assert_eq!(Point::of(&nowhere), None);
    }
}
