//! Notices: what an event has to tell to whom. Pure: the event and the matter as it stood are all it takes.

use super::concern::{Circle, kinds_of, members};
use super::recipient::Recipient;
use super::{Kind, Matter, words};
use crate::domain::{AreaCode, Event, IncidentCode, Recorded, State, Timestamp, Urgency};
use jiff::tz::TimeZone;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What somebody is to be told of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its number: the same event tells the same recipient under the same number, whenever and by whomever it is made.
    pub id: String,
    /// The event's place in the ledger.
    pub seq: u64,
    /// Who is told.
    pub to: Recipient,
    /// The name of its kind; of a confidential matter only that it is one.
    pub kind: &'static str,
    /// The name of its kind by which settings choose, whatever may be told of it.
    pub routed_as: &'static str,
    /// The matter.
    pub incident: IncidentCode,
    /// What goes out: one JSON object.
    pub body: String,
}

/// The kind under which a confidential matter is told.
const CONFIDENTIAL: &str = "confidential";

/// The notices that an event makes of a matter that stood so `before` it and lies in this town, one a recipient, in the
/// order of the recipients. Moments are told in the civil time of `zone`.
pub fn notices(recorded: &Recorded, before: &Matter, town: Option<&AreaCode>, zone: &TimeZone) -> Vec<Notice> {
    let Some(incident) = recorded.stream.incident_code() else { return Vec::new() };
    let mut after = before.clone();
    after.follow(recorded);
    let did_it = Recipient::of_actor(&recorded.by);
    let mut told: Vec<(Recipient, &'static Kind)> = Vec::new();
    for kind in kinds_of(&recorded.event, &after) {
        let circle = |circle: &Circle| members(*circle, recorded, before, &after, town);
        for recipient in kind.to.iter().flat_map(circle) {
            let is_new = told.iter().all(|(known, _)| *known != recipient);
            if is_new && did_it.as_ref() != Some(&recipient) {
                told.push((recipient, kind));
            }
        }
    }
    told.sort_by(|(a, _), (b, _)| a.cmp(b));
    let notice = |(to, kind): (Recipient, &'static Kind)| Notice {
        id: number(recorded, &to),
        seq: recorded.seq,
        kind: if after.confidential { CONFIDENTIAL } else { kind.name },
        routed_as: kind.name,
        incident: incident.clone(),
        body: body(recorded, &incident, kind, &to, &after, zone),
        to,
    };
    told.into_iter().map(notice).collect()
}

/// A notice's number, of the event and the recipient alone. Two counties that tell the same server have events of the
/// same place: the stream and the moment keep their numbers apart.
fn number(recorded: &Recorded, to: &Recipient) -> String {
    let of = format!("{}\n{}\n{}\n{}", recorded.seq, recorded.stream.as_str(), recorded.at.0, to.key());
    let digest = Sha256::digest(of.as_bytes());
    let hex: String = digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
    format!("n{}-{hex}", recorded.seq)
}

/// What goes out, in the shape that Standard Webhooks recommends: a type, a moment, the data.
#[derive(Serialize)]
struct Message<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
    data: Data<'a>,
}

/// What is not known is not there; of a confidential matter that is all but its number.
#[derive(Default, Serialize)]
struct Data<'a> {
    to: String,
    incident: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<State>,
    #[serde(skip_serializing_if = "Option::is_none")]
    urgency: Option<Urgency>,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    address: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    said: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upstream_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<words::Words>,
}

fn body(
    recorded: &Recorded,
    incident: &IncidentCode,
    kind: &Kind,
    to: &Recipient,
    after: &Matter,
    zone: &TimeZone,
) -> String {
    let number = Data { to: to.key(), incident: incident.as_str(), ..Data::default() };
    let message = |kind: &str, timestamp, data| {
        let message = Message { kind: format!("incident.{kind}"), timestamp, data };
        // Texts and numbers always make JSON.
        serde_json::to_string(&message).unwrap_or_default()
    };
    if after.confidential {
        return message(CONFIDENTIAL, None, number);
    }
    let due_at = due_at(&recorded.event, after);
    let (title, address) = (after.masked(&after.title), after.masked(&after.address));
    let said = after.masked(&said(&recorded.event, after));
    let rfc3339 = |at: Timestamp| words::rfc3339(at, zone);
    let text = words::of(kind, &recorded.event, to, after, incident.as_str(), due_at, zone);
    let is_upstream = matches!(to, Recipient::Upstream(_));
    let data = Data {
        seq: Some(recorded.seq),
        state: Some(after.standing.state),
        urgency: Some(after.standing.urgency),
        title: &title,
        address: &address,
        said: &said,
        due_at: due_at.map(rfc3339),
        upstream_number: after.upstream_number.as_deref().filter(|_| is_upstream),
        text: Some(text),
        ..number
    };
    message(kind.name, Some(rfc3339(recorded.at)), data)
}

/// What was said with the event.
pub(super) fn said(event: &Event, after: &Matter) -> String {
    match event {
        Event::Assigned { message, .. } | Event::Reassigned { message, .. } => message.clone(),
        Event::Summoned(summons) => summons.text.clone(),
        Event::SummonsAllowed { .. } => after.summons().map(|summons| summons.text.clone()).unwrap_or_default(),
        event => event.words(),
    }
}

/// By when the one who is told must do something.
fn due_at(event: &Event, after: &Matter) -> Option<Timestamp> {
    match event {
        Event::Assigned { .. } | Event::Reassigned { .. } | Event::Reminded { .. } | Event::Noted { .. } => {
            after.standing.deadline_at
        }
        Event::Granted { ask: crate::domain::Ask::Return, .. } => None,
        Event::Granted { .. } => after.standing.deadline_at,
        Event::Accepted { deadline_at, .. }
        | Event::Resumed { deadline_at, .. }
        | Event::Reworked { deadline_at, .. }
        | Event::Reopened { deadline_at, .. } => Some(*deadline_at),
        Event::Summoned(summons) => Some(summons.due_at),
        Event::SummonsAllowed { due_at } => Some(*due_at),
        Event::Escalated { clock, .. } | Event::Supervised { clock, .. } => Some(clock.due_at),
        Event::LevelMoved { clock, .. } => clock.map(|clock| clock.due_at),
        Event::Alarmed(alarm) => Some(alarm.due_at),
        _ => None,
    }
}
