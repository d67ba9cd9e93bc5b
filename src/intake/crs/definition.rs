//! A system in PROJ's words, and how far its positions may be off.

use super::Crs;

/// PROJ's words for WGS-84 in degrees.
pub(super) const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";

/// Xian 1980's ellipsoid (IAG 1975). Its shift to WGS-84 is not published.
pub(super) const XIAN_1980: &str = "+a=6378140 +b=6356755.288157528";

/// Beijing 1954's ellipsoid with the one shift that is published for the country as a whole (EPSG).
pub(super) const BEIJING_1954: &str = "+ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0";

/// CGCS2000's ellipsoid; to WGS-84 there is nothing to shift at map accuracy.
pub(super) const CGCS2000: &str = "+ellps=GRS80";

/// The system in PROJ's words; none for those that are not computed by projection.
pub(super) fn of(crs: &Crs) -> Option<String> {
    match crs {
        Crs::Wgs84 | Crs::Cgcs2000 | Crs::Gcj02 | Crs::Bd09 => None,
        // The register's own definition of the web's Mercator is made for another purpose.
        Crs::Epsg(3857) => Some(crs_definitions::EPSG_3857_WEBMERC.proj4.to_owned()),
        Crs::Epsg(number) => crs_definitions::from_code(*number).map(|found| found.proj4.to_owned()),
        Crs::GaussKruger { meridian_deg } => {
            Some(format!("+proj=tmerc +lat_0=0 +lon_0={meridian_deg} +k=1 +x_0=500000 +y_0=0 {CGCS2000} +units=m"))
        }
        Crs::Declared { definition, .. } => Some(definition.clone()),
    }
}

/// By how much positions may be off because the shift to WGS-84 is not known or known on average
/// only, metres; none where it is known to the metre. The bounds are those by which published
/// shifts for parts of the country differ.
pub(super) fn doubt_m(definition: &str) -> Option<u32> {
    let value = |key: &str| {
        definition.split_whitespace().find_map(|word| word.strip_prefix('+')?.strip_prefix(key)?.strip_prefix('='))
    };
    if let Some(shift) = value("towgs84") {
        let numbers: Vec<f64> = shift.split(',').map(|number| number.parse().unwrap_or(0.0)).collect();
        let (moved, turned) = (numbers.iter().any(|n| *n != 0.0), numbers.iter().skip(3).any(|n| *n != 0.0));
        return match (moved, turned) {
            (false, _) => None,
            (true, false) => Some(20),
            (true, true) => Some(5),
        };
    }
    match (value("datum"), value("ellps"), value("nadgrids")) {
        (Some("WGS84" | "NAD83"), ..) | (_, Some("GRS80" | "WGS84"), _) | (_, _, Some(_)) => None,
        (Some(_), ..) => Some(20),
        _ => Some(200),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_said() {
        let doubt = |number: u16| of(&Crs::Epsg(number)).and_then(|definition| doubt_m(&definition));
        assert_eq!((doubt(4549), doubt(32650), doubt(3857), doubt(3435)), (None, None, None, None));
        assert_eq!((doubt(4610), doubt(2327), doubt(4555)), (Some(200), Some(200), Some(200)));
        assert_eq!((doubt(4214), doubt(2414), doubt(2326)), (Some(20), Some(20), Some(5)));
    }
}
