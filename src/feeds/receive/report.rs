//! What a post says, whatever app sent it.

use super::kind::Kind;
use super::{osmand, owntracks, traccar};
use crate::domain::Timestamp;
use crate::intake::fix_rules;
use serde_json::Value;
use thiserror::Error;

/// One post as it came, still in its sender's words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Envelope<'a> {
    /// What stands behind the `?` of the address.
    pub query: &'a str,
    /// The header `X-Limit-U`.
    pub limit_user: Option<&'a str>,
    /// The header `X-Limit-D`.
    pub limit_device: Option<&'a str>,
    /// The user's name of the header `Authorization`.
    pub user: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// Who speaks so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// OwnTracks by HTTP.
    OwnTracks,
    /// A query or form, as OsmAnd and older Traccar Clients send it.
    OsmAnd,
    /// Traccar Client.
    TraccarClient,
    /// A Traccar server that forwards positions.
    TraccarServer,
}

/// What a post says.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// In which words.
    pub dialect: Dialect,
    /// Of which devices what.
    pub reports: Vec<Report>,
    /// What else stood in it, to be counted.
    pub beside: Vec<Kind>,
}

/// What a device says.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its name, as the settings have it.
    pub device: String,
    /// Where it is; none where it only says that it lives, or that it has no satellites.
    pub position: Option<Position>,
}

/// Where a device says it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    /// Longitude as it stands, degrees in the device's own reference system.
    pub lon_deg: f64,
    /// Latitude as it stands.
    pub lat_deg: f64,
    /// When it was there; none where it doesn't say, which means now.
    pub fixed_at: Option<Timestamp>,
    /// How far off it may be, metres.
    pub accuracy_m: Option<f64>,
    /// Where it was going, degrees clockwise from north.
    pub heading_deg: Option<f32>,
    /// Whether the device says that the position is made up.
    pub is_mock: bool,
}

/// Why a post can't be understood: one sentence for whoever sets the device up.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Malformed(pub String);

/// Reads a post; none where it says nothing at all, as OwnTracks sometimes does.
///
/// # Errors
/// A sentence for a post that can't be understood.
pub fn read(envelope: &Envelope<'_>) -> Result<Option<Post>, Malformed> {
    let body = envelope.body.trim_ascii();
    // curl calls any body a form, so it is known by what it begins with.
    if !body.starts_with(b"{") && !body.starts_with(b"[") {
        let is_empty = body.is_empty() && envelope.query.is_empty();
        return if is_empty { Ok(None) } else { osmand::read(envelope.query, body).map(Some) };
    }
    let value: Value = serde_json::from_slice(body).map_err(|error| Malformed(format!("not JSON: {error}")))?;
    let has = |name: &str| value.get(name).is_some();
    if value.is_array() || has("_type") {
        Ok(Some(owntracks::read(&value, envelope)))
    } else if has("position") && has("device") {
        traccar::read_forwarded(&value).map(Some)
    } else if has("device_id") || has("location") {
        traccar::read_client(&value).map(Some)
    } else {
        let known = "OwnTracks ('_type'), Traccar Client ('device_id') and Traccar's forwarding ('position', 'device')";
        Err(Malformed(format!("JSON that is understood is that of {known}")))
    }
}

/// A member that is a number, or a text that is one; none where it is absent or null.
pub(super) fn number(of: &Value, name: &str) -> Result<Option<f64>, Malformed> {
    let wrong = || Malformed(format!("'{name}' is no number"));
    let number = match of.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(_) => None,
    };
    number.filter(|number| number.is_finite()).map(Some).ok_or_else(wrong)
}

/// A member that is a moment, counted or spelled; none where it is absent or null.
pub(super) fn moment(of: &Value, name: &str) -> Result<Option<Timestamp>, Malformed> {
    let moment = match of.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(count)) => count.as_f64().map(fix_rules::moment_of_count),
        Some(Value::String(text)) => fix_rules::moment(text),
        Some(_) => None,
    };
    moment.map(Some).ok_or_else(|| Malformed(format!("'{name}' is no time")))
}

/// A member that is a text, or a number, which devices' names sometimes are; none where it is absent or empty.
pub(super) fn text(of: &Value, name: &str) -> Option<String> {
    let text = match of.get(name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A heading, degrees: −1 and the like mean that nobody knows.
pub(super) fn heading_deg(told: Option<f64>) -> Option<f32> {
    told.filter(|deg| (0.0..=360.0).contains(deg)).map(|deg| deg as f32)
}

/// How far off, metres: a negative one means that nobody knows.
pub(super) fn accuracy_m(told: Option<f64>) -> Option<f64> {
    told.filter(|metres| *metres >= 0.0)
}
