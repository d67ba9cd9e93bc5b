//! What the finding's panel says.

use crate::domain::CivilZone;
use crate::panels::text::{Civil, format, tour_words};
use crate::seat::tour::{Basis, Plot, Value};
use crate::seat::{Lang, Seat};

/// What its contents depend on: the scene and the lap in which it began, the language, the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Key {
    place: usize,
    laps: u64,
    basis: Basis,
    lang: Lang,
    day: i64,
}

impl Key {
    /// The key of a seat; none while no tour runs.
    pub(crate) fn of(seat: &Seat) -> Option<Self> {
        let (place, _, finding) = seat.tour.scene()?;
        let day = seat.live().tallies.day(seat.clock);
        Some(Self { place, laps: seat.tour.laps(), basis: finding.basis, lang: seat.lang, day })
    }
}

/// The panel's contents.
pub(crate) struct Model {
    /// The sentence in pieces; figures are marked.
    pub(crate) sentence: Vec<(String, bool)>,
    pub(crate) number: String,
    pub(crate) unit: String,
    pub(crate) basis: String,
    pub(crate) plot: Option<Plot>,
}

impl Model {
    pub(crate) fn of(seat: &Seat) -> Self {
        let lang = seat.lang;
        let zone = seat.live().tallies.zone();
        let say = |value: &Value| tour_words::value(lang, value, seat.clock, zone);
        let (number, unit) = match seat.tour.number(lang) {
            // The sign of a share stands with its number's unit.
            Some((value, unit)) => (say(value), unit.to_owned()),
            None => (format::NOTHING.into(), String::new()),
        };
        let finding = seat.tour.scene().map(|(_, _, finding)| finding);
        Self {
            sentence: seat.tour.sentence(lang, &say),
            number,
            unit,
            basis: finding.map(|finding| basis(lang, finding.basis, zone)).unwrap_or_default(),
            plot: finding.and_then(|finding| finding.plot.clone()),
        }
    }
}

/// `1486 ÷ 3120 · 09-04 14:00 – 09-11 14:03`
fn basis(lang: Lang, basis: Basis, zone: &CivilZone) -> String {
    let moment = |at| Civil::at(at, zone).day_and_minute(lang);
    let counts = match basis.whole {
        Some(whole) => format!("{} ÷ {}", format::number(basis.of), format::number(whole)),
        None => format::number(basis.of),
    };
    match basis.from {
        Some(from) => format!("{counts} · {} – {}", moment(from), moment(basis.to)),
        None => format!("{counts} · {} {}", tour_words::as_of(lang), moment(basis.to)),
    }
}
