//! A position in a query or form, as OsmAnd and many trackers send it:
//! `?id=…&lat=…&lon=…&timestamp=…&accuracy=…&bearing=…`. Its speed is in knots; the tracks keep none.

use super::report::{Dialect, Malformed, Position, Post, Report, accuracy_m, heading_deg};
use crate::domain::Timestamp;
use crate::intake::fix_rules;
use std::collections::HashMap;

/// A dilution of precision of 1 is about so many metres.
const METRES_OF_HDOP: f64 = 5.0;

/// Reads the address's query and the body's form as one; of a name that stands twice, the first counts.
///
/// # Errors
/// There is no id, or something that should be a number or a time isn't one.
pub(super) fn read(query: &str, body: &[u8]) -> Result<Post, Malformed> {
    let fields = Fields::of(query, body);
    let Some((_, device)) = fields.first(&["id", "deviceid", "device_id"]) else {
        return Err(Malformed("'id' is missing: it names the device".to_owned()));
    };
    let accuracy_told_m = fields.number(&["accuracy"])?;
    let by_hdop_m = fields.number(&["hdop"])?.map(|hdop| hdop * METRES_OF_HDOP);
    let (fixed_at, heading_told_deg) = (fields.moment("timestamp")?, fields.number(&["bearing", "heading"])?);
    let position = fields.place()?.map(|(lat_deg, lon_deg)| Position {
        lon_deg,
        lat_deg,
        fixed_at,
        accuracy_m: accuracy_m(accuracy_told_m.or(by_hdop_m)),
        heading_deg: heading_deg(heading_told_deg),
        is_mock: fields.says("mock").unwrap_or(false),
    });
    // A tracker without satellites repeats where it was.
    let is_there = fields.says("valid").unwrap_or(true);
    let report = Report { device: device.to_owned(), position: position.filter(|_| is_there) };
    Ok(Post { dialect: Dialect::OsmAnd, reports: vec![report], beside: Vec::new() })
}

/// What has a name and isn't empty.
struct Fields(HashMap<String, String>);

impl Fields {
    fn of(query: &str, body: &[u8]) -> Self {
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()).chain(form_urlencoded::parse(body)) {
            let value = value.trim();
            if !value.is_empty() {
                fields.entry(name.into_owned()).or_insert_with(|| value.to_owned());
            }
        }
        Self(fields)
    }

    /// The first of these names that is there, and what it says.
    fn first(&self, names: &[&'static str]) -> Option<(&'static str, &str)> {
        names.iter().find_map(|name| Some((*name, self.0.get(*name)?.as_str())))
    }

    fn number(&self, names: &[&'static str]) -> Result<Option<f64>, Malformed> {
        let Some((name, text)) = self.first(names) else { return Ok(None) };
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.map(Some).ok_or_else(|| Malformed(format!("'{name}' is no number")))
    }

    fn moment(&self, name: &'static str) -> Result<Option<Timestamp>, Malformed> {
        let Some((_, text)) = self.first(&[name]) else { return Ok(None) };
        fix_rules::moment(text).map(Some).ok_or_else(|| Malformed(format!("'{name}' is no time")))
    }

    fn says(&self, name: &'static str) -> Option<bool> {
        self.first(&[name]).map(|(_, word)| word == "1" || word.eq_ignore_ascii_case("true"))
    }

    /// Latitude and longitude, by `lat` and `lon` or by `location=lat,lon`.
    fn place(&self) -> Result<Option<(f64, f64)>, Malformed> {
        let Some((_, pair)) = self.first(&["location"]) else {
            return Ok(self.number(&["lat"])?.zip(self.number(&["lon"])?));
        };
        let numbers = pair.split_once(',').map(|(lat, lon)| (lat.trim().parse::<f64>(), lon.trim().parse::<f64>()));
        match numbers {
            Some((Ok(lat), Ok(lon))) if lat.is_finite() && lon.is_finite() => Ok(Some((lat, lon))),
            _ => Err(Malformed("'location' is not 'lat,lon'".to_owned())),
        }
    }
}
