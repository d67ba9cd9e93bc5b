//! What a person reads about a file that is wrong as a whole: what it seems to be, and the way out.

use crate::intake::crs::Misfit;

/// What is wrong with a file whose rows mostly can't be meant so, judged by the first of them.
pub(super) fn told(misfit: Misfit, first: (f64, f64)) -> &'static str {
    match misfit {
        Misfit::Swapped => "longitude and latitude, or easting and northing, have changed places",
        Misfit::NotDegrees if gauss_krueger_zone(first).is_some() && !is_web_mercator(first) => {
            "Gauss–Krüger metres pose as degrees"
        }
        Misfit::NotDegrees => "metres or feet pose as degrees",
        Misfit::Degrees => "the numbers are degrees, not metres",
        Misfit::OtherZone { .. } => "the eastings are another zone's",
        Misfit::Zero | Misfit::Nothing => "the numbers are no positions in the reference system",
    }
}

/// What to do about it, where the ledger has no county to try other readings on.
pub(super) fn way_out(misfit: Misfit, first: (f64, f64)) -> String {
    match misfit {
        Misfit::Swapped => "map the columns the other way round (--map lon=… --map lat=…)".to_owned(),
        Misfit::Degrees => "leave out --crs, or name the system of the degrees".to_owned(),
        Misfit::OtherZone { meridian_deg } => format!("they fit --crs gk:{meridian_deg}"),
        Misfit::NotDegrees if is_web_mercator(first) => match gauss_krueger_zone(first) {
            Some((meridian_deg, false)) => format!("they fit --crs epsg:3857, or gk:{meridian_deg}"),
            _ => "they fit --crs epsg:3857".to_owned(),
        },
        Misfit::NotDegrees => match gauss_krueger_zone(first) {
            Some((meridian_deg, false)) => format!("they fit --crs gk:{meridian_deg}"),
            Some((meridian_deg, true)) => format!(
                "they fit --crs gk:{meridian_deg} with the columns mapped the other way round (--map lon=… --map lat=…)"
            ),
            None if is_gauss_krueger(first) => {
                "name the system, --crs gk:M with the county's central meridian, such as gk:117".to_owned()
            }
            None => "name the system (--crs epsg:N), or map the columns that hold degrees (--map lon=… --map lat=…)"
                .to_owned(),
        },
        Misfit::Zero | Misfit::Nothing => "name the right one by --crs".to_owned(),
    }
}

/// The central meridian that an eight-digit easting names, and whether it stands second.
fn gauss_krueger_zone((x, y): (f64, f64)) -> Option<(f64, bool)> {
    let meridian = |easting: f64, northing: f64| {
        let zone = (easting / 1e6).floor();
        let inside = (1.3e7..4.6e7).contains(&easting) && (1.8e6..6.2e6).contains(&northing);
        let central = (100_000.0..900_000.0).contains(&(easting - zone * 1e6));
        (inside && central).then_some(if zone < 24.0 { zone * 6.0 - 3.0 } else { zone * 3.0 })
    };
    meridian(x, y).map(|deg| (deg, false)).or_else(|| meridian(y, x).map(|deg| (deg, true)))
}

/// Whether an easting of six digits and a northing of seven lie as they do in China.
fn is_gauss_krueger((x, y): (f64, f64)) -> bool {
    let is =
        |easting: f64, northing: f64| (100_000.0..900_000.0).contains(&easting) && (1.8e6..6.2e6).contains(&northing);
    is(x, y) || is(y, x)
}

/// Whether the numbers lie in China as the web's Mercator has it.
fn is_web_mercator((x, y): (f64, f64)) -> bool {
    (8.1e6..1.51e7).contains(&x) && (2.0e6..7.1e6).contains(&y)
}
