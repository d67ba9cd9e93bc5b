//! Reference systems at the edge: whatever a file gives its positions in is WGS-84 from here on.
//!
//! `Crs` names a system, as `--crs` spells it or as a file declares it; a [`Converter`] is made of
//! it once a file and places its numbers.

mod convert;
mod definition;
mod tile_grid;
mod wkt;

pub use crate::spatial::china::{bd09_from_gcj02, gcj02_from_bd09, gcj02_from_wgs84, wgs84_from_gcj02};
pub use convert::{Converter, Misfit};
pub use tile_grid::TileGrid;

use super::IntakeError;

/// The systems there are, for a sentence.
const SYSTEMS: &str = "wgs84, cgcs2000, gcj02, bd09, epsg:N, gk:M";

/// The reference system in which a file gives its positions.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Crs {
    /// WGS-84.
    #[default]
    Wgs84,
    /// CGCS2000, taken as WGS-84: equal at map accuracy.
    Cgcs2000,
    /// GCJ-02, the shifted system of Chinese internet maps.
    Gcj02,
    /// BD-09, Baidu's, shifted once more.
    Bd09,
    /// A system by its number in the EPSG's register.
    Epsg(u16),
    /// Gauss–Krüger on CGCS2000, metres, false easting 500 km, with or without the zone's number
    /// in front of the easting.
    GaussKruger {
        /// The central meridian, degrees east.
        meridian_deg: f64,
    },
    /// A system that a file describes and that has no number.
    Declared {
        /// What the file calls it.
        name: String,
        /// The same in PROJ's words.
        definition: String,
    },
}

impl Crs {
    /// The system by its name on the command line: `wgs84`, `cgcs2000`, `gcj02`, `bd09`, `epsg:N`,
    /// `gk:M` (M the central meridian in degrees).
    ///
    /// # Errors
    /// A sentence for a name that isn't known, a number that the register doesn't have, and a
    /// meridian that is none.
    pub fn parse(text: &str) -> Result<Self, IntakeError> {
        let wrong = |why: &str| IntakeError::Crs(format!("{why}: {text}"));
        let plain = text.trim().to_ascii_lowercase();
        let crs = match plain.as_str() {
            "wgs84" => Self::Wgs84,
            "cgcs2000" => Self::Cgcs2000,
            "gcj02" => Self::Gcj02,
            "bd09" => Self::Bd09,
            other => {
                if let Some(number) = other.strip_prefix("epsg:") {
                    let number =
                        number.trim().parse().map_err(|_| wrong("epsg:N wants a number, such as epsg:4549"))?;
                    Self::of_epsg(number)
                        .ok_or_else(|| wrong("the EPSG's register has no such number that is known"))?
                } else if let Some(meridian) = other.strip_prefix("gk:") {
                    let meridian_deg = meridian.trim().parse().ok().filter(|deg| (-180.0..=180.0).contains(deg));
                    let wanted = "gk:M wants the central meridian in degrees, such as gk:117 or gk:118.5";
                    Self::GaussKruger { meridian_deg: meridian_deg.ok_or_else(|| wrong(wanted))? }
                } else {
                    return Err(wrong(&format!("no such reference system ({SYSTEMS})")));
                }
            }
        };
        crs.converter().map(|_| crs)
    }

    /// The system that a file declares: the WKT of a `.prj` or a GeoPackage, `EPSG:N`, the name in
    /// a GeoJSON's `crs`; none where it says that it doesn't know.
    ///
    /// # Errors
    /// A sentence for one that can't be understood.
    pub(crate) fn declared(text: &str) -> Result<Option<Self>, IntakeError> {
        let text = text.trim().trim_start_matches('\u{feff}');
        if text.is_empty() || text.to_ascii_lowercase().starts_with("undefined") {
            return Ok(None);
        }
        let unknown = || {
            let beginning: String = text.chars().take(80).collect();
            let way_out = format!("the file's reference system is not understood, name it by --crs ({SYSTEMS})");
            IntakeError::Crs(format!("{way_out}: {beginning}"))
        };
        let crs = if text.contains(['[', '(']) { wkt::read(text) } else { by_name(text) };
        let crs = crs.ok_or_else(unknown)?;
        crs.converter().map(|_| Some(crs)).map_err(|_| unknown())
    }

    /// The system with this number; none where the register as we have it doesn't.
    fn of_epsg(number: u32) -> Option<Self> {
        match number {
            4326 | 4979 => Some(Self::Wgs84),
            4490 => Some(Self::Cgcs2000),
            _ => {
                let number = u16::try_from(number).ok()?;
                crs_definitions::from_code(number).map(|_| Self::Epsg(number))
            }
        }
    }

    /// Its name, as `--crs` spells it or as the file has it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Wgs84 => "wgs84".to_owned(),
            Self::Cgcs2000 => "cgcs2000".to_owned(),
            Self::Gcj02 => "gcj02".to_owned(),
            Self::Bd09 => "bd09".to_owned(),
            Self::Epsg(number) => format!("epsg:{number}"),
            Self::GaussKruger { meridian_deg } => format!("gk:{meridian_deg}"),
            Self::Declared { name, .. } => name.clone(),
        }
    }

    /// What places numbers given in this system.
    ///
    /// # Errors
    /// A sentence for a system whose projection is not among those that can be computed.
    pub fn converter(&self) -> Result<Converter, IntakeError> {
        Converter::new(self).ok_or_else(|| {
            let why = "positions in this reference system can't be computed here, convert the file to wgs84 first";
            IntakeError::Crs(format!("{why}: {}", self.name()))
        })
    }

    /// Which system a file is read in: as the command says, else as the file declares, else WGS-84.
    /// GCJ-02 and BD-09 have no number and no WKT: files in them declare plain degrees, and the
    /// command's word holds.
    ///
    /// # Errors
    /// The file's own can't be understood and the command says none; or the two contradict.
    pub(crate) fn decide(told: Option<&Self>, declared: Option<&str>) -> Result<Self, IntakeError> {
        let declared = declared.map(Self::declared);
        let (told, declared) = match (told, declared) {
            (None, None | Some(Ok(None))) => return Ok(Self::Wgs84),
            (None, Some(declared)) => return declared.map(Option::unwrap_or_default),
            (Some(told), None | Some(Err(_) | Ok(None))) => return Ok(told.clone()),
            (Some(told), Some(Ok(Some(declared)))) => (told, declared),
        };
        let shifted = matches!(told, Self::Gcj02 | Self::Bd09) && matches!(declared, Self::Wgs84 | Self::Cgcs2000);
        if shifted || told.agrees_with(&declared) {
            return Ok(told.clone());
        }
        let (told, declared) = (told.name(), declared.name());
        Err(IntakeError::Crs(format!(
            "--crs says {told}, but the file itself declares {declared}: leave out --crs, or remove the declaration if it is wrong"
        )))
    }

    /// Whether both mean the same place by the same numbers, to a metre.
    fn agrees_with(&self, other: &Self) -> bool {
        let (Ok(a), Ok(b)) = (self.converter(), other.converter()) else { return false };
        let zones = (13..=45).map(|zone| (f64::from(zone) * 1e6 + 520_000.0, 3_900_000.0));
        let others = [(117.2, 36.4), (-87.6, 41.8), (520_000.0, 3_900_000.0), (13_000_000.0, 4_400_000.0)];
        let mut common = 0;
        for (x, y) in others.into_iter().chain(zones) {
            if let (Ok(a), Ok(b)) = (a.place(x, y), b.place(x, y)) {
                common += 1;
                if crate::spatial::distance_m(a, b) > 1.0 {
                    return false;
                }
            }
        }
        common > 0
    }
}

/// A system by a name that is no WKT: `EPSG:4547`, `urn:ogc:def:crs:EPSG::4547`, `CRS84`,
/// `http://www.opengis.net/def/crs/EPSG/0/4547`, or a GeoJSON `crs` as it stands in the file.
fn by_name(text: &str) -> Option<Crs> {
    if text.starts_with('{') {
        let member: serde_json::Value = serde_json::from_str(text).ok()?;
        return by_name(member.pointer("/properties/name")?.as_str().filter(|name| !name.starts_with('{'))?);
    }
    let upper = text.to_ascii_uppercase();
    if upper.ends_with("CRS84") {
        return Some(Crs::Wgs84);
    }
    if upper.contains("EPSG") {
        let mut numbers = upper.rsplit(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        return Crs::of_epsg(numbers.next()?.parse().ok()?);
    }
    Crs::parse(text).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        assert_eq!(Crs::parse("GCJ02").ok(), Some(Crs::Gcj02));
        assert_eq!(Crs::parse("epsg:4490").ok(), Some(Crs::Cgcs2000));
        assert_eq!(Crs::parse("EPSG:4549").ok(), Some(Crs::Epsg(4549)));
        assert_eq!(Crs::parse("gk:118.5").ok(), Some(Crs::GaussKruger { meridian_deg: 118.5 }));
        for wrong in ["mars", "epsg:", "epsg:99999", "epsg:1", "gk:", "gk:north", "gk:400", "gk:NaN", ""] {
            let error = Crs::parse(wrong).unwrap_err();
            assert!(error.is_usage() && error.to_string().ends_with(&format!(": {wrong}")), "{error}");
        }
    }

    #[test]
    fn declarations_are_understood_in_every_spelling() {
        let declared = |text: &str| Crs::declared(text).unwrap();
        for text in ["EPSG:4547", "urn:ogc:def:crs:EPSG::4547", "http://www.opengis.net/def/crs/EPSG/0/4547"] {
            assert_eq!(declared(text), Some(Crs::Epsg(4547)), "{text}");
        }
        let member = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}"#;
        assert_eq!(declared(member), Some(Crs::Wgs84));
        assert_eq!(declared(""), None);
        assert_eq!(declared("undefined geographic coordinate reference system"), None);
        assert!(Crs::declared("Lok. Koordinaten").unwrap_err().to_string().ends_with(": Lok. Koordinaten"));
    }

    #[test]
    fn the_command_and_the_file_agree_or_are_both_named() {
        let decide = |told: &str, declared: &str| {
            Crs::decide(Some(&Crs::parse(told).unwrap()), Some(declared)).map_err(|e| e.to_string())
        };
        assert_eq!(Crs::decide(None, None).unwrap(), Crs::Wgs84);
        assert_eq!(Crs::decide(None, Some("EPSG:4547")).unwrap(), Crs::Epsg(4547));
        assert!(decide("gk:117", "EPSG:4548").is_ok() && decide("gk:117", "EPSG:4527").is_ok());
        assert!(decide("wgs84", "EPSG:4490").is_ok() && decide("gcj02", "EPSG:4326").is_ok());
        for (told, declared) in
            [("gk:120", "EPSG:4548"), ("wgs84", "EPSG:4548"), ("gk:117", "EPSG:2436"), ("gcj02", "EPSG:3857")]
        {
            let error = decide(told, declared).unwrap_err();
            assert!(error.contains(told) && error.contains(&declared.to_ascii_lowercase()), "{error}");
        }
    }
}
