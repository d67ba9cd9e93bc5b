//! Traccar's JSON: what its client sends, and what a server of theirs forwards, by which hundreds of kinds of trackers
//! come in.

use super::report::{Dialect, Malformed, Position, Post, Report, accuracy_m, heading_deg, moment, number, text};
use serde_json::Value;

/// Reads a post of Traccar Client: `location` (one or an array of them) and `device_id`. One without coordinates only
/// says that the device lives.
///
/// # Errors
/// There is no device, or something that should be a number or a time isn't one.
pub(super) fn read_client(value: &Value) -> Result<Post, Malformed> {
    let device = text(value, "device_id").ok_or_else(|| Malformed("'device_id' is missing".to_owned()))?;
    let locations = match value.get("location") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(locations)) => locations.as_slice(),
        Some(location) => std::slice::from_ref(location),
    };
    let read = |location: &Value| {
        if !location.is_object() {
            return Err(Malformed("'location' is no object".to_owned()));
        }
        Ok(Report { device: device.clone(), position: client_position(location)? })
    };
    let mut reports = locations.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    if reports.is_empty() {
        reports.push(Report { device, position: None });
    }
    Ok(Post { dialect: Dialect::TraccarClient, reports, beside: Vec::new() })
}

fn client_position(location: &Value) -> Result<Option<Position>, Malformed> {
    let fixed_at = moment(location, "timestamp")?;
    let Some(coords) = location.get("coords").filter(|coords| !coords.is_null()) else { return Ok(None) };
    let place = number(coords, "latitude")?.zip(number(coords, "longitude")?);
    let accuracy_m = accuracy_m(number(coords, "accuracy")?);
    let heading_deg = heading_deg(number(coords, "heading")?);
    let is_mock = location.get("mock").and_then(Value::as_bool).unwrap_or(false);
    let position = |(lat_deg, lon_deg)| Position { lon_deg, lat_deg, fixed_at, accuracy_m, heading_deg, is_mock };
    Ok(place.map(position))
}

/// Reads what a Traccar server forwards: `position` and `device`.
///
/// # Errors
/// There is no device, or something that should be a number or a time isn't one.
pub(super) fn read_forwarded(value: &Value) -> Result<Post, Malformed> {
    let (told, device) = (&value["position"], &value["device"]);
    let device = text(device, "uniqueId").ok_or_else(|| Malformed("the device's 'uniqueId' is missing".to_owned()))?;
    let place = number(told, "latitude")?.zip(number(told, "longitude")?);
    let says = |name: &str| told.get(name).and_then(Value::as_bool);
    let fixed_at = moment(told, "fixTime")?;
    let accuracy_m = accuracy_m(number(told, "accuracy")?).filter(|metres| *metres > 0.0);
    let heading_deg = heading_deg(number(told, "course")?);
    let position =
        |(lat_deg, lon_deg)| Position { lon_deg, lat_deg, fixed_at, accuracy_m, heading_deg, is_mock: false };
    // Where the tracker had no satellites, or only said that it lives, the server repeats the last position.
    let is_new = says("valid").unwrap_or(true) && !says("outdated").unwrap_or(false);
    let report = Report { device, position: place.filter(|_| is_new).map(position) };
    Ok(Post { dialect: Dialect::TraccarServer, reports: vec![report], beside: Vec::new() })
}
