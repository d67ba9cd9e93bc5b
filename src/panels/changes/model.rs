//! What the list of changes says.

use crate::domain::Urgency;
use crate::panels::text::{Civil, Key, format, shown, text, words};
use crate::picture::Change;
use crate::seat::Seat;

/// How far back the list looks, seconds.
const WINDOW_SECS: i64 = 900;

/// One change.
pub(crate) struct Row {
    pub(crate) incident: u32,
    pub(crate) time: String,
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) urgency: Urgency,
}

/// The list.
pub(crate) struct Model {
    pub(crate) note: String,
    pub(crate) rows: Vec<Row>,
}

impl Model {
    pub(crate) fn of(seat: &Seat, rows: usize) -> Self {
        let zone = seat.picture.tallies.zone();
        let from = seat.now.plus_secs(-WINDOW_SECS);
        let incident = |number: u32| seat.picture.incidents.row(number);
        let shown = |change: &&Change| change.at <= seat.now && !incident(change.incident).confidential;
        let changes = || seat.picture.changes.since(from).filter(shown);
        let all = changes().count();
        let rows: Vec<Row> = changes()
            .take(rows)
            .map(|change| Row {
                incident: change.incident,
                time: Civil::at(change.at, zone).hour_minute(),
                kind: words::step(seat.lang, change.kind),
                title: shown::title(seat, incident(change.incident)).into_owned(),
                urgency: incident(change.incident).urgency,
            })
            .collect();
        let note = if all == 0 {
            String::new()
        } else {
            format!("{} {} / {}", text(seat.lang, Key::Latest), rows.len(), format::number(all))
        };
        Self { note, rows }
    }
}
