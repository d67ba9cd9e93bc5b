//! The tour's part of a seat's state, for scripts and tests.

use super::Value;
use crate::seat::{Lang, Seat};
use serde_json::{Value as Json, json};

/// The tour's part of the state; null while there is none.
pub(crate) fn tour_json(seat: &Seat) -> Json {
    let tour = &seat.tour;
    let Some((place, scene, finding)) = tour.scene() else { return Json::Null };
    let values = finding.values.iter().map(|(name, value)| ((*name).to_owned(), value_json(value)));
    json!({
        "place": place,
        "scene": scene.finding.name(),
        "title": scene.words(Lang::Zh).title,
        "scenes": tour.scenes().map(|(_, scene)| scene.finding.name()).collect::<Vec<_>>(),
        "left_secs": tour.left_secs(),
        "moving": tour.is_moving(),
        "paused": tour.is_paused(),
        "dark": tour.is_dark(),
        "laps": tour.laps(),
        "values": values.collect::<serde_json::Map<_, _>>(),
        "alarm": tour.alarm().map(|alarm| json!({
            "town": alarm.town.as_ref().map(value_json),
            "category": alarm.category.as_ref().map(value_json),
            "others": alarm.others,
        })),
    })
}

fn value_json(value: &Value) -> Json {
    match value {
        Value::Count(count) => json!(count),
        Value::Share { of, whole } => json!({ "of": of, "whole": whole }),
        Value::Moment(at) => json!(at.0),
        Value::Span(secs) => json!(secs),
        Value::Name(name) | Value::Category { name, .. } => json!(name),
    }
}
