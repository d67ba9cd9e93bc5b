//! What the queue says.

use crate::domain::Urgency;
use crate::panels::overlay::Mark;
use crate::panels::text::{Civil, Key, Word, desk_words, format, say, shown, text, words};
use crate::seat::queue::List;
use crate::seat::{Hidden, Seat};

/// One matter's row.
pub(crate) struct Row {
    pub(crate) incident: u32,
    pub(crate) code: String,
    pub(crate) mark: Mark,
    pub(crate) title: String,
    /// Town, then state, then agency.
    pub(crate) lower: String,
    /// Town, then agency.
    pub(crate) place: String,
    /// Time left, or by how much it is late.
    pub(crate) time: Option<(String, bool)>,
    pub(crate) state: &'static str,
}

/// The rows that show.
pub(crate) struct Model {
    pub(crate) note: String,
    /// By what a wall's rows are ordered.
    pub(crate) order: &'static str,
    pub(crate) rows: Vec<Row>,
}

impl Model {
    pub(crate) fn of(seat: &Seat, first: usize, shown: usize) -> Self {
        let rows = seat.work.queue.rows(first, shown).into_iter().map(|number| row(seat, number)).collect();
        Self {
            note: note(seat, first, shown),
            order: desk_words::order(seat.lang, seat.work.queue.filter.list, seat.work.queue.sort),
            rows,
        }
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
    let state = words::state(lang, row.state);
    let lower: Vec<&str> = town.iter().map(String::as_str).chain([state, agency.as_str()]).collect();
    Row {
        incident: number,
        lower: lower.join(" · "),
        code: row.code.to_string(),
        mark: Mark::of(picture, row),
        title: shown::title(seat, row).into_owned(),
        place: town.into_iter().chain([agency]).collect::<Vec<_>>().join(" · "),
        // What is over has no time left: when it came.
        time: if row.state.is_open() {
            words::time_left(lang, row, seat.now)
        } else {
            Some((Civil::at(row.reported_at(), picture.tallies.zone()).date(lang), false))
        },
        state,
    }
}

/// `1–7 共 18 件 · 特急2 紧急9`: those that are kept from the screen are counted, and said.
fn note(seat: &Seat, first: usize, shown: usize) -> String {
    let (lang, queue) = (seat.lang, &seat.work.queue);
    let hidden = if seat.hides(Hidden::Confidential) { 0 } else { queue.hidden(queue.filter.list) };
    let range = format!("{}–{}", format::number(first + 1), format::number(first + shown));
    let told = match (shown, queue.len()) {
        (_, 0) => String::new(),
        (_, all) if queue.filter.list == List::Over && all < queue.count(List::Over) => {
            let (total, piece) = (text(lang, Key::Total), text(lang, Key::Piece));
            let [all, count] = [all, queue.count(List::Over)].map(format::number);
            format!("{range} {} {all} · {total} {count} {piece}", say(lang, Word::NewestOf))
        }
        (shown, all) if shown >= all => {
            format!("{} {} {}", text(lang, Key::Total), format::number(all + hidden), text(lang, Key::Piece))
        }
        (_, all) => {
            let all = format::number(all + hidden);
            format!("{range} {} {all} {}", text(lang, Key::Total), text(lang, Key::Piece))
        }
    };
    let mut parts = vec![told.trim().to_owned()];
    for (urgency, count) in [Urgency::U1, Urgency::U2].into_iter().zip(queue.pressing()) {
        if count > 0 {
            parts.push(format!("{} {}", words::urgency(lang, urgency), format::number(count)));
        }
    }
    // One town alone stands in the heading.
    if queue.filter.is_narrowed_by_more_than_a_town() {
        parts.push(say(lang, Word::Narrowed).to_owned());
    }
    if queue.is_searching() {
        parts.push(say(lang, Word::StillSearching).to_owned());
    }
    if hidden > 0 {
        parts.push(format!("{} {}", text(lang, Key::ConfidentialCount), format::number(hidden)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}
