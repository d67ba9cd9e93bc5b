//! What the strip says. Of a matter it tells the town and the category, nothing else: visitors may read it.

use crate::domain::Urgency;
use crate::panels::text::{shown, turn_words as words, words as all_words};
use crate::seat::{Lang, Seat, Subject, TurnPhase};

/// The strip's words.
pub(super) struct Model {
    /// Before what it is about.
    pub(super) lead: String,
    /// The urgency of a matter of the first urgency; else nothing.
    pub(super) urgent: String,
    pub(super) what: String,
}

impl Model {
    pub(super) fn of(seat: &Seat) -> Option<Self> {
        let lang = seat.lang;
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        let lead = format!("{}{colon}", words::looks(lang));
        let plain = |what: String| Some(Self { lead: lead.clone(), urgent: String::new(), what });
        let area = |number: u32| seat.picture.areas.row(number).name.to_string();
        match seat.turn_phase() {
            TurnPhase::Off | TurnPhase::Still => None,
            TurnPhase::Announced(secs) => {
                Some(Self { lead: String::new(), urgent: String::new(), what: words::announced(lang, secs) })
            }
            TurnPhase::Whole(true) => plain(words::whole(lang).into()),
            TurnPhase::Whole(false) => plain(words::nothing(lang).into()),
            TurnPhase::Looking(Subject::Overdue { town, secs }) => plain(words::overdue(lang, &area(town), secs)),
            TurnPhase::Looking(Subject::Changed { town, changes }) => plain(words::changed(lang, &area(town), changes)),
            TurnPhase::Looking(Subject::Urgent { incident }) => {
                let row = seat.picture.incidents.row(incident);
                let town = row.town.map(area);
                let category = row.category.map(|number| shown::category(seat, number));
                let parts = town.into_iter().chain(category).chain([words::waits(lang).to_owned()]);
                let urgent = format!("{} ", all_words::urgency(lang, Urgency::U1));
                Some(Self { lead, urgent, what: parts.collect::<Vec<_>>().join(" · ") })
            }
        }
    }
}
