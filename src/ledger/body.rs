//! An event's exact bytes: `{"v":1,"type":…}`, JSON in the order of the types' fields.
//!
//! The bytes of an event never change once written: `v` says which version of the types wrote them,
//! and [`upcast`] carries older ones to today's on reading. What version 1 could say already is still written as
//! version 1, so that a second import of a register finds its own bytes.

use super::LedgerError;
use crate::domain::{Event, LonLat, Register};
use serde_json::Value;
use std::path::Path;

/// The newest version that is written: 3 has inspections and campaigns, 2 had the whole loop, 1 its plain path.
pub(super) const BODY_VERSION: u32 = 3;

/// Why bytes are not an event.
#[derive(Debug, PartialEq)]
pub(super) enum BodyError {
    /// A later program wrote them.
    Newer(u32),
    /// They make no sense.
    Unreadable(String),
}

impl BodyError {
    /// The ledger's error, where the bytes are those of event `seq` of the ledger at `path`.
    pub(super) fn of(self, path: &Path, seq: u64) -> LedgerError {
        let path = path.to_owned();
        match self {
            Self::Newer(found) => LedgerError::Newer { path, found, known: BODY_VERSION },
            Self::Unreadable(why) => LedgerError::Unreadable { path, seq, why },
        }
    }
}

/// Writes the event's bytes into `into`, whatever was there before.
///
/// # Errors
/// A number that JSON can't hold: it would not read back.
pub(super) fn encode(event: &Event, into: &mut Vec<u8>) -> Result<(), String> {
    if !is_finite(event) {
        return Err("one of its coordinates or angles is no number".into());
    }
    into.clear();
    into.extend_from_slice(match () {
        () if is_of_version_3(event) => b"{\"v\":3",
        () if is_of_version_1(event) => b"{\"v\":1",
        () => b"{\"v\":2",
    });
    let brace = into.len();
    serde_json::to_writer(&mut *into, event).map_err(|error| error.to_string())?;
    // The event's own opening brace becomes the comma after the version.
    into[brace] = b',';
    Ok(())
}

/// The event that the bytes are.
pub(super) fn decode(body: &[u8]) -> Result<Event, BodyError> {
    let unreadable = |error: serde_json::Error| BodyError::Unreadable(error.to_string());
    let Some((v, type_tag)) = head(body) else {
        return Err(BodyError::Unreadable("its version and type are missing".into()));
    };
    match v {
        1..=BODY_VERSION => decode_today(type_tag, body).map_err(unreadable),
        v if v > BODY_VERSION => Err(BodyError::Newer(v)),
        v => {
            let value = serde_json::from_slice(body).map_err(unreadable)?;
            let value = upcast(v, value).ok_or_else(|| BodyError::Unreadable(format!("no event has version {v}")))?;
            serde_json::from_value(value).map_err(unreadable)
        }
    }
}

/// Carries an event from version `v` to today's; none if there never was such a version.
/// A version that said something else than today's adds one arm here; versions 1 and 2 said less, and read as they are.
fn upcast(v: u32, json: Value) -> Option<Value> {
    match v {
        BODY_VERSION => Some(json),
        _ => None,
    }
}

/// The bulky kinds are read straight into their types; serde's tagged enums take a detour through
/// a tree of values that costs as much again.
fn decode_today(type_tag: &str, body: &[u8]) -> serde_json::Result<Event> {
    Ok(match type_tag {
        "area_put" => Event::AreaPut(serde_json::from_slice(body)?),
        "worker_put" => Event::WorkerPut(serde_json::from_slice(body)?),
        "camera_put" => Event::CameraPut(serde_json::from_slice(body)?),
        "category_put" => Event::CategoryPut(serde_json::from_slice(body)?),
        "place_put" => Event::PlacePut(serde_json::from_slice(body)?),
        "inspected" => Event::Inspected(serde_json::from_slice(body)?),
        "incident_imported" => Event::IncidentImported(serde_json::from_slice(body)?),
        "reported" => Event::Reported(serde_json::from_slice(body)?),
        _ => serde_json::from_slice(body)?,
    })
}

/// The version and the type that the bytes begin with.
pub(super) fn head(body: &[u8]) -> Option<(u32, &str)> {
    let rest = body.strip_prefix(b"{\"v\":")?;
    let comma = rest.iter().position(|byte| *byte == b',')?;
    let v = std::str::from_utf8(&rest[..comma]).ok()?.parse().ok()?;
    let rest = rest[comma..].strip_prefix(b",\"type\":\"")?;
    let quote = rest.iter().position(|byte| *byte == b'"')?;
    Some((v, std::str::from_utf8(&rest[..quote]).ok()?))
}

/// Whether an event of type `later` is to be compared with one of type `earlier` before it in its stream, to see
/// whether it says anything new: of one type, or one of them the thing's retirement, which whatever is put supersedes.
pub(super) fn supersedes(later: Option<&str>, earlier: Option<&str>) -> bool {
    later == earlier || later == Some(RETIRED) || earlier == Some(RETIRED)
}

/// Whether two bodies say the same. Older programs wrote down what they did not know, today's leaves it out: bytes that
/// differ may still be one event.
pub(super) fn says_the_same(a: &[u8], b: &[u8]) -> bool {
    a == b || matches!((decode(a), decode(b)), (Ok(a), Ok(b)) if a == b)
}

/// The type of [`Event::Retired`].
const RETIRED: &str = "retired";

/// Whether only version 3 of the types can say it.
fn is_of_version_3(event: &Event) -> bool {
    match event {
        Event::ChecklistPut(_) | Event::CampaignPut(_) | Event::Inspected(_) | Event::CampaignReminded(_) => true,
        Event::Retired { register, .. } => matches!(register, Register::Checklist | Register::Campaign),
        Event::Reported(file) => file.inspection.is_some(),
        Event::IncidentImported(record) => record.file.inspection.is_some(),
        _ => false,
    }
}

/// Whether version 1 of the types could say it.
fn is_of_version_1(event: &Event) -> bool {
    match event {
        Event::Accepted { clock, .. } => clock.is_none(),
        Event::Reported(file) => file.upstream.is_none(),
        Event::IncidentImported(record) => record.file.upstream.is_none(),
        Event::AreaPut(_)
        | Event::WorkerPut(_)
        | Event::CameraPut(_)
        | Event::CategoryPut(_)
        | Event::PlacePut(_)
        | Event::Retired { .. }
        | Event::Assigned { .. }
        | Event::Delivered
        | Event::Receipted
        | Event::Arrived
        | Event::Handled { .. }
        | Event::Checked { .. }
        | Event::CalledBack { .. }
        | Event::Closed
        | Event::Recalled { .. }
        | Event::Reassigned { .. } => true,
        _ => false,
    }
}

/// Whether every number in the event is one: JSON writes the others as `null`.
fn is_finite(event: &Event) -> bool {
    let point = |at: &LonLat| at.lon_deg.is_finite() && at.lat_deg.is_finite();
    let angle = |angle: &Option<f32>| angle.is_none_or(f32::is_finite);
    match event {
        Event::AreaPut(area) => area.outline.0.iter().all(|polygon| {
            let mut rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            rings.all(|ring| ring.0.iter().all(|c| c.x.is_finite() && c.y.is_finite()))
        }),
        Event::CameraPut(camera) => {
            point(&camera.at) && angle(&camera.direction_deg) && angle(&camera.fov_deg) && angle(&camera.range_m)
        }
        Event::PlacePut(place) => point(&place.at),
        Event::IncidentImported(record) => record.file.at.as_ref().is_none_or(point),
        Event::Reported(file) => file.at.as_ref().is_none_or(point),
        // Nothing else has a coordinate or an angle.
        _ => true,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::Place;

    fn bytes(event: &Event) -> Vec<u8> {
        let mut into = b"left over".to_vec();
        encode(event, &mut into).unwrap();
        into
    }

    #[test]
    fn an_event_begins_with_its_version_and_type() {
        let event = Event::Handled { result: "修好了".into() };
        assert_eq!(bytes(&event), "{\"v\":1,\"type\":\"handled\",\"result\":\"修好了\"}".as_bytes());
        assert_eq!(bytes(&Event::Closed), b"{\"v\":1,\"type\":\"closed\"}");
        assert_eq!(head(&bytes(&event)), Some((1, "handled")));
        assert_eq!(decode(&bytes(&event)), Ok(event));
    }

    #[test]
    fn what_older_programs_wrote_down_as_unknown_is_left_out_today() {
        let record = crate::domain::IncidentRecord {
            file: crate::domain::IncidentFile { title: "路灯不亮".into(), ..Default::default() },
            ..Default::default()
        };
        let today = bytes(&Event::IncidentImported(Box::new(record)));
        assert!(!String::from_utf8_lossy(&today).contains("null"));
        let older = r#"{"v":1,"type":"incident_imported","file":{"code":null,"category":null,"nature":"grid_found",
            "source":"grid_patrol","urgency":"U3","difficulty":"general","title":"路灯不亮","address":"","at":null,
            "reported_at":0,"confidential":false,"upstream_number":null},"deadline_at":null,"agency":null,"worker":null,
            "accepted_at":null,"assigned_at":null,"receipted_at":null,"arrived_at":null,"handled_at":null,
            "checked_at":null,"called_back_at":null,"satisfaction":null,"closed_at":null,"answered_at":null,
            "result":null}"#;
        let default = serde_json::to_value(crate::domain::Source::default()).unwrap();
        let older = older.replace("\"grid_patrol\"", &default.to_string());
        assert_eq!(decode(older.as_bytes()), decode(&today));
        assert!(says_the_same(older.as_bytes(), &today));
        assert!(!says_the_same(older.replace("路灯", "路牌").as_bytes(), &today));
    }

    #[test]
    fn what_version_1_said_is_read_and_still_written_as_it_was() {
        let old = br#"{"v":1,"type":"accepted","category":null,"urgency":"U2","difficulty":"general","deadline_at":9}"#;
        let event = decode(old).unwrap();
        assert_eq!(bytes(&event), old);
        assert_eq!(head(&bytes(&Event::Reminded { text: "催".into() })), Some((2, "reminded")));
    }

    #[test]
    fn a_later_version_is_named_and_nonsense_is_refused() {
        assert_eq!(decode(b"{\"v\":4,\"type\":\"closed\"}"), Err(BodyError::Newer(4)));
        assert_eq!(decode(b"{\"v\":2,\"type\":\"closed\"}"), Ok(Event::Closed));
        for nonsense in
            [&b""[..], b"{}", b"{\"v\":0,\"type\":\"closed\"}", b"{\"v\":1,\"type\":\"flown\"}", b"\xff\xfe"]
        {
            assert!(matches!(decode(nonsense), Err(BodyError::Unreadable(_))), "{nonsense:?}");
        }
    }

    #[test]
    fn what_would_not_read_back_is_not_written() {
        let at = LonLat::new(f64::NAN, 30.0);
        let event = Event::PlacePut(Place { code: "P1".into(), at, ..Place::default() });
        assert!(encode(&event, &mut Vec::new()).is_err());
    }
}
