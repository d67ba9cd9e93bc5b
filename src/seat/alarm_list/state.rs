//! The alarms in the seat's state, for scripts and tests.

use super::{AlarmLine, Stage};
use crate::domain::AlarmCause;
use crate::seat::Seat;
use serde_json::{Value, json};

/// At most so many alarms are told.
const MOST: usize = 50;

fn cause(cause: AlarmCause) -> &'static str {
    match cause {
        AlarmCause::Waiting => "waiting",
        AlarmCause::Overdue => "overdue",
        AlarmCause::OffShelf => "off_shelf",
    }
}

/// The alarms of the moment that shows, of all stages, stage by stage, each in its list's order.
pub fn alarms_json(seat: &Seat) -> Value {
    let rows = &seat.picture.incidents;
    let entries = Stage::ALL.into_iter().flat_map(|stage| seat.alarm_list.of(stage)).take(MOST);
    let one = |entry: &super::AlarmEntry| {
        json!({
            "incident": rows.row(entry.number).code.to_string(), "urgency": entry.urgency as u8 + 1,
            "stage": entry.stage.name(), "cause": cause(entry.cause), "since": entry.since.0, "raised": entry.raised,
            "shelved_until": entry.shelved_until.map(|at| at.0),
        })
    };
    Value::Array(entries.map(one).collect())
}

/// The list: its counts, its lines, whether alarms flood, whether anything is heard.
pub fn alarm_list_json(seat: &Seat) -> Value {
    let (list, shown) = (&seat.alarm_list, &seat.picture);
    let town = |town: Option<u32>| town.map(|town| shown.areas.row(town).name.to_string());
    let category = |category: Option<u32>| category.map(|c| shown.categories.rows()[c as usize].name.clone());
    let line = |line: AlarmLine| match line {
        AlarmLine::One(entry) => json!({ "incident": shown.incidents.row(entry.number).code.to_string() }),
        AlarmLine::Group(group) => json!({
            "town": town(group.key.0), "category": category(group.key.1), "count": group.count,
            "urgency": group.urgency as u8 + 1,
        }),
        AlarmLine::Old { count, overdue } => json!({ "old": count, "overdue": overdue }),
    };
    json!({
        "is_open": list.is_open, "is_past": seat.replay.is_on(), "stage": list.stage.name(), "muted": list.muted, "silent": list.silent.is_some(),
        "new": list.count(Stage::New), "acknowledged": list.count(Stage::Acknowledged),
        "dispatched": list.count(Stage::Dispatched), "shelved": list.count(Stage::Shelved), "old": list.old_count(),
        "flood_since": list.flood().since().map(|at| at.0), "new_in_window": list.flood().count(),
        "lines": list.lines().into_iter().take(MOST).map(line).collect::<Vec<_>>(),
    })
}
