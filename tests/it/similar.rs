//! Similar matters: the index against a walk over all rows; precision and recall on reports written by hand, among a
//! year of the sample, and on a real city's duplicates; what is suggested; how long it takes.
#![allow(clippy::unwrap_used)]

mod city;
mod figures;
mod named;
mod oracle;
mod pairs;
mod walk;
pub(crate) mod year;

use zonglan::domain::{
    Actor, Category, CategoryCode, Event, IncidentCode, IncidentFile, IncidentRecord, LonLat, Recorded, Stream,
    Timestamp,
};
use zonglan::picture::Picture;

const DAY_SECS: i64 = 86_400;

/// A matter as another system tells it.
#[derive(Clone, Debug, Default)]
struct Told {
    code: String,
    title: String,
    address: String,
    category: Option<CategoryCode>,
    at: Option<LonLat>,
    reported_at: Timestamp,
    handled_at: Option<Timestamp>,
    confidential: bool,
}

/// Takes a matter into the picture, new or told anew, and answers with its row.
fn take(picture: &mut Picture, told: &Told) -> u32 {
    let code = IncidentCode::from(told.code.as_str());
    let record = IncidentRecord {
        file: IncidentFile {
            code: Some(code.clone()),
            title: told.title.clone(),
            address: told.address.clone(),
            category: told.category.clone(),
            at: told.at,
            reported_at: told.reported_at,
            confidential: told.confidential,
            ..IncidentFile::default()
        },
        handled_at: told.handled_at,
        ..IncidentRecord::default()
    };
    record_event(picture, Stream::incident(&code), Event::IncidentImported(Box::new(record)));
    picture.incidents.number(&code).unwrap()
}

/// Takes a category into the catalogue.
fn catalogue(picture: &mut Picture, code: &str, parent: Option<&str>, name: &str) {
    let event = Event::CategoryPut(Category {
        code: code.into(),
        parent: parent.map(Into::into),
        name: name.into(),
        name_en: None,
        glyph: None,
        urgency: Default::default(),
        difficulty: Default::default(),
        agency: Some("城管局".into()),
    });
    record_event(picture, Stream::of_register(&event).unwrap(), event);
}

fn record_event(picture: &mut Picture, stream: Stream, event: Event) {
    let (seq, at, by) = (picture.seq + 1, Timestamp(0), Actor::System("test".into()));
    picture.apply(&Recorded { seq, stream, version: 1, at, by, event });
}

/// The share in percent, for tables.
fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
