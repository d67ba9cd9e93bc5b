//! What the queue says.

use crate::domain::Urgency;
use crate::panels::overlay::Mark;
use crate::panels::text::{Key, text, words};
use crate::seat::{Lang, Seat};

/// One matter's row.
pub(crate) struct Row {
    pub(crate) incident: u32,
    pub(crate) code: String,
    pub(crate) mark: Mark,
    pub(crate) title: String,
    pub(crate) place: String,
    /// Time left, or by how much it is late.
    pub(crate) time: Option<(String, bool)>,
    pub(crate) state: &'static str,
}

/// The rows that show.
pub(crate) struct Model {
    pub(crate) note: String,
    pub(crate) rows: Vec<Row>,
}

/// The matters of the queue in order. Confidential ones are only counted.
pub(crate) fn order(seat: &Seat) -> Vec<u32> {
    let mut queue = seat.picture.queue(seat.now);
    queue.retain(|number| !seat.picture.incidents.row(*number).confidential);
    queue
}

impl Model {
    pub(crate) fn of(seat: &Seat, order: &[u32], first: usize, shown: usize) -> Self {
        let lang = seat.lang;
        let rows = order.iter().skip(first).take(shown).map(|number| row(seat, *number)).collect();
        Self { note: note(seat, lang, order, first, shown), rows }
    }
}

fn row(seat: &Seat, number: u32) -> Row {
    let (lang, picture) = (seat.lang, &seat.picture);
    let row = picture.incidents.row(number);
    let town = row.town.map(|town| picture.areas.row(town).name.to_string());
    let agency = match row.agency {
        Some(agency) => picture.agencies.name(agency).to_string(),
        None => text(lang, Key::Unassigned).into(),
    };
    Row {
        incident: number,
        code: row.code.to_string(),
        mark: Mark::of(picture, row),
        title: words::title(lang, row).to_owned(),
        place: town.into_iter().chain([agency]).collect::<Vec<_>>().join(" · "),
        time: words::time_left(lang, row, seat.now),
        state: words::state(lang, row.state),
    }
}

/// `1–7 共 18 件 · 特急2 紧急9`
fn note(seat: &Seat, lang: Lang, order: &[u32], first: usize, shown: usize) -> String {
    let range = match (shown, order.len()) {
        (_, 0) => return String::new(),
        (shown, all) if shown >= all => format!("{} {all} {}", text(lang, Key::Total), text(lang, Key::Piece)),
        (shown, all) => {
            format!("{}–{} {} {all} {}", first + 1, first + shown, text(lang, Key::Total), text(lang, Key::Piece))
        }
    };
    let mut parts = vec![range.trim().to_owned()];
    for urgency in [Urgency::U1, Urgency::U2] {
        let count = order.iter().filter(|n| seat.picture.incidents.row(**n).urgency == urgency).count();
        if count > 0 {
            parts.push(format!("{} {count}", words::urgency(lang, urgency)));
        }
    }
    let open = seat.picture.incidents.open().map(|n| seat.picture.incidents.row(n));
    let confidential = open.filter(|row| row.confidential && row.state.is_handling()).count();
    if confidential > 0 {
        parts.push(format!("{} {confidential}", text(lang, Key::ConfidentialCount)));
    }
    parts.join(" · ")
}
