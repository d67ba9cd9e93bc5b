//! OwnTracks by HTTP: one message of JSON a post, or an array of them. Zero values are left out of its messages; `tid`
//! is two letters and names nobody.

use super::kind::Kind;
use super::report::{
    Dialect, Envelope, Malformed, Position, Post, Report, accuracy_m, heading_deg, moment, number, text,
};
use serde_json::Value;

/// Reads messages. What isn't understood is counted and costs itself: the app takes any answer for "delivered", so
/// refusing the whole post would lose the rest of it.
pub(super) fn read(value: &Value, envelope: &Envelope<'_>) -> Post {
    let mut post = Post { dialect: Dialect::OwnTracks, reports: Vec::new(), beside: Vec::new() };
    let messages = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    for message in messages {
        match message.get("_type").and_then(Value::as_str) {
            Some("location") => match position(message) {
                Ok(position) => {
                    post.reports.push(Report { device: device(message, envelope), position: Some(position) });
                }
                Err(_) => post.beside.push(Kind::Unreadable),
            },
            Some("encrypted") => post.beside.push(Kind::Encrypted),
            Some(_) => post.beside.push(Kind::Other),
            None => post.beside.push(Kind::Unreadable),
        }
    }
    post
}

fn position(message: &Value) -> Result<Position, Malformed> {
    let fixed_at = moment(message, "tst")?.ok_or_else(|| Malformed("'tst' is missing".to_owned()))?;
    Ok(Position {
        lon_deg: number(message, "lon")?.unwrap_or(0.0),
        lat_deg: number(message, "lat")?.unwrap_or(0.0),
        fixed_at: Some(fixed_at),
        accuracy_m: accuracy_m(number(message, "acc")?),
        heading_deg: heading_deg(number(message, "cog")?),
        is_mock: false,
    })
}

/// `user/device`: by `X-Limit-U` and `X-Limit-D`, by `u` and `d` of the address, by the message's topic
/// `owntracks/user/device`, by the name that signed in.
fn device(message: &Value, envelope: &Envelope<'_>) -> String {
    let of_query = |name: &str| {
        let mut pairs = form_urlencoded::parse(envelope.query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let user = envelope.limit_user.map(str::to_owned).or_else(|| of_query("u"));
    let device = envelope.limit_device.map(str::to_owned).or_else(|| of_query("d"));
    let name = |user: &str, device: Option<&str>| match device.filter(|device| !device.is_empty()) {
        Some(device) => format!("{user}/{device}"),
        None => user.to_owned(),
    };
    if let Some(user) = user.filter(|user| !user.is_empty()) {
        return name(&user, device.as_deref());
    }
    let topic = text(message, "topic").unwrap_or_default();
    let mut parts = topic.split('/').skip(1);
    match (parts.next().filter(|user| !user.is_empty()), parts.next()) {
        (Some(user), device) => name(user, device),
        (None, _) => name(envelope.user.unwrap_or_default(), device.as_deref()),
    }
}
