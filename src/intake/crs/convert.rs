//! Numbers as a file gives them, placed on earth: or why they can't be meant so.

use super::definition::{self, WGS84};
use super::{Crs, gcj02_from_bd09, wgs84_from_gcj02};
use crate::domain::LonLat;
use proj4rs::Proj;
use proj4rs::adaptors::transform_xy;

/// No county reaches further from its central meridian; zones are 3° or 6° wide.
const FURTHEST_FROM_MERIDIAN_DEG: f64 = 6.0;

/// Places the numbers of one file.
pub struct Converter {
    how: How,
    doubt_m: Option<u32>,
}

enum How {
    Degrees,
    Gcj02,
    Bd09,
    Projected(Box<Projected>),
}

struct Projected {
    from: Proj,
    to: Proj,
    /// The central meridian, where an easting far from it shows that something else is meant.
    meridian_deg: Option<f64>,
    /// Whether a zone's number may stand in front of the easting.
    zoned: bool,
}

/// Why two numbers can't be meant as a position in the system at hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Misfit {
    /// Both are zero.
    Zero,
    /// They are not finite, or nothing that the system has.
    Nothing,
    /// The other way round they would be right.
    Swapped,
    /// They are metres or feet, where degrees are expected.
    NotDegrees,
    /// They are degrees, where metres are expected.
    Degrees,
    /// The number in front of the easting is another zone's.
    OtherZone {
        /// That zone's central meridian, degrees east.
        meridian_deg: f64,
    },
}

impl Misfit {
    /// The sentence that a person reads beside the numbers.
    pub(crate) fn sentence(self) -> String {
        match self {
            Self::Zero => "0,0 is no position".to_owned(),
            Self::Nothing => "not a position in the file's reference system".to_owned(),
            Self::Swapped => "longitude and latitude look swapped: map the columns the other way round".to_owned(),
            Self::NotDegrees => "not degrees of longitude and latitude".to_owned(),
            Self::Degrees => "degrees, where the file's reference system has metres".to_owned(),
            Self::OtherZone { meridian_deg } => {
                format!("the number in front of the easting is that of the zone of {meridian_deg}°")
            }
        }
    }
}

impl Converter {
    /// For this system; none if its projection can't be computed.
    pub(super) fn new(crs: &Crs) -> Option<Self> {
        let how = match crs {
            Crs::Wgs84 | Crs::Cgcs2000 => How::Degrees,
            Crs::Gcj02 => How::Gcj02,
            Crs::Bd09 => How::Bd09,
            _ => {
                let text = definition::of(crs)?;
                let from = Proj::from_proj_string(&text).ok()?;
                // Heights above the ellipsoid are no part of a map's table, and without a way back nothing is placed.
                if from.is_geocent() || !(from.is_latlong() || from.has_inverse()) {
                    return None;
                }
                let narrow = matches!(from.projname(), "tmerc" | "etmerc" | "utm");
                let meridian_deg = narrow.then(|| from.longitude_of_origin().to_degrees());
                let zoned = matches!(crs, Crs::GaussKruger { .. });
                let to = Proj::from_proj_string(WGS84).ok()?;
                let doubt_m = definition::doubt_m(&text);
                let how = How::Projected(Box::new(Projected { from, to, meridian_deg, zoned }));
                return Some(Self { how, doubt_m });
            }
        };
        Some(Self { how, doubt_m: None })
    }

    /// By how much its positions may be off, metres, where the shift of its datum is not known well.
    #[must_use]
    pub fn doubt_m(&self) -> Option<u32> {
        self.doubt_m
    }

    /// Whether it reads degrees.
    #[must_use]
    pub fn reads_degrees(&self) -> bool {
        match &self.how {
            How::Degrees | How::Gcj02 | How::Bd09 => true,
            How::Projected(projected) => projected.from.is_latlong(),
        }
    }

    /// The WGS-84 position of the numbers: longitude or easting, latitude or northing.
    ///
    /// # Errors
    /// Why they can't be meant so. Swapped is what is out of range as it stands and in range the
    /// other way round, and what lies in the ice north of 73° but the other way round in China.
    pub fn place(&self, x: f64, y: f64) -> Result<LonLat, Misfit> {
        if x == 0.0 && y == 0.0 {
            return Err(Misfit::Zero);
        }
        if !x.is_finite() || !y.is_finite() {
            return Err(Misfit::Nothing);
        }
        if self.reads_degrees() {
            let there = LonLat::new(x, y);
            let in_china_if_turned = (18.0..=54.0).contains(&x) && (73.0..=136.0).contains(&y);
            if in_china_if_turned || (!there.is_valid() && LonLat::new(y, x).is_valid()) {
                return Err(Misfit::Swapped);
            }
            if !there.is_valid() {
                return Err(Misfit::NotDegrees);
            }
        }
        match &self.how {
            How::Degrees => Ok(LonLat::new(x, y)),
            How::Gcj02 => Ok(wgs84_from_gcj02(LonLat::new(x, y))),
            How::Bd09 => Ok(wgs84_from_gcj02(gcj02_from_bd09(LonLat::new(x, y)))),
            How::Projected(projected) if projected.from.is_latlong() => {
                projected.transform(x.to_radians(), y.to_radians()).ok_or(Misfit::Nothing)
            }
            How::Projected(_) if x.abs() <= 180.0 && y.abs() <= 180.0 => Err(Misfit::Degrees),
            How::Projected(projected) => match projected.place(x, y) {
                Err(Misfit::Nothing) if projected.place(y, x).is_ok() => Err(Misfit::Swapped),
                outcome => outcome,
            },
        }
    }
}

impl Projected {
    fn place(&self, easting: f64, northing: f64) -> Result<LonLat, Misfit> {
        let mut x = easting;
        // Eight digits: the first two are the zone's number (13–23 of 6°, 24–45 of 3°).
        if self.zoned && (1.3e7..4.6e7).contains(&easting) {
            let zone = (easting / 1e6).floor();
            let meridian_deg = if zone < 24.0 { zone * 6.0 - 3.0 } else { zone * 3.0 };
            if self.meridian_deg.is_some_and(|own| (own - meridian_deg).abs() > 1e-9) {
                return Err(Misfit::OtherZone { meridian_deg });
            }
            x -= zone * 1e6;
        }
        let at = self.transform(x, northing).ok_or(Misfit::Nothing)?;
        // Beyond its domain a projection answers with whatever comes: only the way back shows it.
        let back = transform_xy(&self.to, &self.from, at.lon_deg.to_radians(), at.lat_deg.to_radians());
        if !back.is_ok_and(|(back_x, back_y)| (back_x - x).abs() < 1.0 && (back_y - northing).abs() < 1.0) {
            return Err(Misfit::Nothing);
        }
        let far = |meridian: f64| (at.lon_deg - meridian + 180.0).rem_euclid(360.0) - 180.0;
        match self.meridian_deg.map(far) {
            Some(far) if far.abs() > FURTHEST_FROM_MERIDIAN_DEG => Err(Misfit::Nothing),
            _ => Ok(at),
        }
    }

    fn transform(&self, x: f64, y: f64) -> Option<LonLat> {
        let (lon, lat) = transform_xy(&self.from, &self.to, x, y).ok()?;
        Some(LonLat::new(lon.to_degrees(), lat.to_degrees())).filter(|at| at.is_valid())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn impossible_numbers_are_told_apart() {
        let place = |crs: &str, x: f64, y: f64| Crs::parse(crs).unwrap().converter().unwrap().place(x, y);
        assert_eq!(place("wgs84", 0.0, 0.0), Err(Misfit::Zero));
        assert!(place("wgs84", 41.8, -87.6).is_ok());
        assert_eq!(place("wgs84", 31.2, 121.5), Err(Misfit::Swapped));
        assert_eq!(place("gcj02", 39.5, 76.0), Err(Misfit::Swapped));
        assert_eq!(place("epsg:4214", 39.5, 76.0), Err(Misfit::Swapped));
        assert_eq!(place("wgs84", 1_165_166.5, 1_872_509.0), Err(Misfit::NotDegrees));
        assert_eq!(place("wgs84", f64::NAN, 30.0), Err(Misfit::Nothing));
        assert_eq!(place("gk:117", 117.1, 36.5), Err(Misfit::Degrees));
        assert_eq!(place("gk:117", 3_900_000.0, 520_000.0), Err(Misfit::Swapped));
        assert_eq!(place("gk:117", 3_900_000.0, 39_520_000.0), Err(Misfit::Swapped));
        assert_eq!(place("gk:117", 40_520_000.0, 3_900_000.0), Err(Misfit::OtherZone { meridian_deg: 120.0 }));
        assert_eq!(place("gk:117", 39_520_000.0, 3_900_000.0), place("gk:117", 520_000.0, 3_900_000.0));
        assert_eq!(place("gk:117", 20_520_000.0, 3_900_000.0), place("gk:117", 520_000.0, 3_900_000.0));
        assert_eq!(place("epsg:3857", 9e9, 9e9), Err(Misfit::Nothing));
    }
}
