//! People, matters and free text in words, as they may be shown: what visitors do not see is the seat's to say
//! (`seat::visit`).

use super::{Key, text, words};
use crate::domain::Actor;
use crate::picture::IncidentRow;
use crate::seat::{Hidden, Lang, Named, Seat, Toast};
use std::borrow::Cow;

/// Somebody, by what they may be named by.
fn named(lang: Lang, named: Named<'_>) -> String {
    match named {
        Named::Name(name) => name.to_owned(),
        Named::Role(role) => words::role(lang, role).to_owned(),
        Named::Post(None) => text(lang, Key::DutyOfficer).to_owned(),
        Named::Post(Some(post)) => match lang {
            Lang::Zh => post.words().0.to_owned(),
            Lang::En => post.words().1.to_owned(),
        },
    }
}

/// A worker.
pub(crate) fn worker(seat: &Seat, number: u32) -> String {
    named(seat.lang, seat.named_worker(number))
}

/// An officer.
pub(crate) fn officer(seat: &Seat, name: &str) -> String {
    named(seat.lang, seat.named_officer(name))
}

/// Who did something, as the trace names them; an import says nothing of it.
pub(crate) fn actor(seat: &Seat, actor: &Actor) -> String {
    named(seat.lang, seat.named_actor(actor))
}

/// A camera, by its name or as what it is.
pub(crate) fn camera(seat: &Seat, number: u32) -> String {
    seat.camera_shown(number).unwrap_or(text(seat.lang, Key::Camera)).to_owned()
}

/// A category.
pub(crate) fn category(seat: &Seat, number: u32) -> String {
    let Some(row) = seat.picture.categories.rows().get(number as usize) else { return String::new() };
    let english = row.name_en.as_ref().filter(|_| seat.lang == Lang::En);
    english.unwrap_or(&row.name).clone()
}

/// A matter's title as a wall may show it: confidential ones keep theirs to themselves.
pub(crate) fn title<'a>(seat: &'a Seat, row: &'a IncidentRow) -> Cow<'a, str> {
    match row {
        row if row.confidential => text(seat.lang, Key::Confidential).into(),
        row if row.title.is_empty() => text(seat.lang, Key::Untitled).into(),
        row => seat.shown(&row.title),
    }
}

/// A matter's title as a map has room for it: its first clause, at most ten characters.
pub(crate) fn short_title(seat: &Seat, row: &IncidentRow) -> String {
    let whole = title(seat, row);
    let clause = whole.split(['，', ',', '。']).next().unwrap_or(&whole);
    let most = if clause.is_ascii() { 24 } else { 10 };
    if clause.chars().count() <= most { clause.into() } else { clause.chars().take(most).chain(['…']).collect() }
}

/// A message that stays for a few seconds.
pub(crate) fn toast(seat: &Seat, toast: &Toast) -> String {
    let lang = seat.lang;
    match toast {
        Toast::SentAgain(number) => format!("{} {}", words::toast(lang, toast), worker(seat, *number)),
        toast if !seat.hides(Hidden::Names) => words::toast(lang, toast),
        Toast::HandedOver(to) => words::toast(lang, &Toast::HandedOver(officer(seat, to))),
        Toast::Refused(refusal) => {
            let said = words::toast(lang, &Toast::Refused(seat.refusal_shown(refusal)));
            seat.shown(&said).into_owned()
        }
        // What others said, word for word.
        toast @ (Toast::NotStored(_) | Toast::NoReplay(_) | Toast::Feed { .. } | Toast::BaseMap(_)) => {
            seat.shown(&words::toast(lang, toast)).into_owned()
        }
        toast => words::toast(lang, toast),
    }
}
