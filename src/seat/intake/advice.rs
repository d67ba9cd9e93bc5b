//! What a form is advised while it is typed: where it might be, what it probably is, and which matters are like it. A
//! question takes tens of milliseconds, the first one seconds, so it is asked off the frame: one at a time, and while it is
//! under way only the newest state of the form is remembered.

use super::form::IntakeForm;
use super::places::PlaceFinder;
use crate::domain::{AgencyName, AreaLevel, CategoryCode, IncidentCode, LonLat, Service, Timestamp, Urgency};
use crate::picture::{
    Alike, NameMatch, NamedPlace, NamedThing, Picture, SimilarQuery, Suggestions, UrgencyReason, Verdict,
};
use crate::seat::Seat;

/// So many places are offered.
const PLACES: usize = 5;
/// So many matters are told.
const MATTERS: usize = 6;
/// A number with fewer digits is still being typed: whose it is is not asked.
pub const PHONE_DIGITS: usize = 7;
/// As long as a form stays as it is it is asked about anew after so many seconds: somebody else may have reported it.
const AGAIN_SECS: i64 = 30;

/// What is known of a matter that is being taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The draft that it is about.
    pub draft: IncidentCode,
    /// What is said, title first.
    pub words: String,
    /// Where it is, in words.
    pub address: String,
    /// Where it is.
    pub at: Option<LonLat>,
    /// The category that the officer has chosen.
    pub category: Option<CategoryCode>,
    /// The caller's number, once it has enough digits.
    pub phone: Option<String>,
    /// When it is asked.
    pub moment: Timestamp,
    /// Moves when it is to be asked anew though nothing of the form has changed.
    pub round: i64,
}

impl Question {
    fn of(form: &IntakeForm, moment: Timestamp) -> Self {
        let draft = &form.draft;
        let phone = draft.reporter_phone.clone();
        let digits = |phone: &String| phone.chars().filter(char::is_ascii_digit).count() >= PHONE_DIGITS;
        Self {
            draft: form.name.clone(),
            words: [draft.title.trim(), draft.text.trim()].join(" ").trim().to_owned(),
            address: draft.address.trim().to_owned(),
            at: draft.at,
            category: draft.category.clone(),
            phone: phone.filter(digits),
            moment,
            round: moment.0.div_euclid(AGAIN_SECS),
        }
    }

    /// Whether another question is about the same words.
    fn says_as(&self, other: &Self) -> bool {
        (&self.draft, &self.words, &self.address) == (&other.draft, &other.words, &other.address)
    }

    /// Whether another question asks the same.
    fn asks_as(&self, other: &Self) -> bool {
        *self == Self { moment: self.moment, ..other.clone() }
    }
}

/// A place that is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferedPlace {
    /// Where it is in words: town, village, and its own name.
    pub name: String,
    /// Where it is.
    pub at: LonLat,
    /// Whether a longer text only mentions it: then the text is the better address.
    pub is_mentioned: bool,
}

/// A category that the words speak for.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferedCategory {
    /// It.
    pub category: CategoryCode,
    /// How much of all belief it has, 0 to 1.
    pub share: f64,
    /// The words that speak for it.
    pub words: Vec<String>,
}

/// How fast it wants an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferedUrgency {
    /// The urgency.
    pub urgency: Urgency,
    /// The word that names a danger; none where the catalogue says so.
    pub danger: Option<&'static str>,
    /// Where to pass it on to at once.
    pub service: Option<Service>,
}

/// A matter like it.
#[derive(Clone, Debug, PartialEq)]
pub struct AlikeMatter {
    /// It.
    pub incident: IncidentCode,
    /// What it is to the new one.
    pub verdict: Verdict,
    /// How far off, metres.
    pub distance_m: Option<f64>,
    /// How long before, seconds.
    pub before_secs: Option<i64>,
    /// Whether the same caller reported it.
    pub same_caller: bool,
    /// The words that both have.
    pub words: Vec<String>,
}

/// What a form is advised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// Places that it may mean, the surest first.
    pub places: Vec<OfferedPlace>,
    /// Categories, the most probable first.
    pub categories: Vec<OfferedCategory>,
    /// The urgency.
    pub urgency: Option<OfferedUrgency>,
    /// The agency that would answer for it.
    pub agency: Option<AgencyName>,
    /// Matters like it, the most alike first; handled ones among them, confidential ones never.
    pub alike: Vec<AlikeMatter>,
}

/// From the adviser to the seat.
#[derive(Clone, Debug, PartialEq)]
pub enum FromAdviser {
    /// Places, ahead of the rest.
    Places {
        /// The draft that was asked about.
        draft: IncidentCode,
        /// They.
        places: Vec<OfferedPlace>,
    },
    /// All of it: the question is answered.
    Advice {
        /// The draft that was asked about.
        draft: IncidentCode,
        /// It.
        advice: Box<Advice>,
    },
    /// It can't be said.
    Failed {
        /// Why, one sentence.
        why: String,
    },
}

/// Answers questions over a picture; it keeps what it needs to find places fast.
#[derive(Debug, Default)]
pub struct Adviser {
    finder: PlaceFinder,
}

impl Adviser {
    /// The places that it may mean: those of the address or, where none is said, those that the words mention.
    pub fn places(&mut self, picture: &Picture, question: &Question) -> Vec<OfferedPlace> {
        let text = if question.address.is_empty() { &question.words } else { &question.address };
        let mut found = self.finder.find(picture, text, PLACES);
        if question.address.is_empty() {
            found.retain(|place| place.by == NameMatch::Mentioned);
        }
        found.into_iter().map(|place| offered(picture, place)).collect()
    }

    /// All that can be said; `same_caller` are the matters that the same caller has reported.
    pub fn advise(&mut self, picture: &Picture, same_caller: &[IncidentCode], question: &Question) -> Advice {
        let chosen = question.category.as_ref().and_then(|code| picture.categories.number(code));
        let text = [question.words.as_str(), &question.address].join(" ");
        let (text, moment) = (text.trim(), question.moment);
        let suggestions = picture.suggest(text, question.at, moment, chosen);
        let similar = SimilarQuery {
            category: chosen.or_else(|| suggestions.believed()),
            is_category_assumed: chosen.is_none(),
            same_caller: same_caller.iter().filter_map(|code| picture.incidents.number(code)).collect(),
            limit: MATTERS,
            ..SimilarQuery::new(text, question.at, moment)
        };
        let says_something = !text.is_empty() || question.at.is_some() || !similar.same_caller.is_empty();
        let alike = if says_something { picture.similar(&similar) } else { Vec::new() };
        let alike = alike.into_iter().map(|likeness| {
            let mut told = AlikeMatter {
                incident: picture.incidents.row(likeness.incident).code.clone(),
                verdict: likeness.verdict,
                distance_m: None,
                before_secs: None,
                same_caller: false,
                words: Vec::new(),
            };
            for reason in likeness.alike {
                match reason {
                    Alike::SameCaller => told.same_caller = true,
                    Alike::Near(distance_m) => told.distance_m = Some(distance_m),
                    Alike::SecsBefore(secs) => told.before_secs = Some(secs),
                    Alike::SameCategory => {}
                    Alike::Words(words) => told.words = words,
                }
            }
            told
        });
        let places = self.places(picture, question);
        Advice { alike: alike.collect(), places, ..suggested(picture, suggestions) }
    }
}

fn suggested(picture: &Picture, suggestions: Suggestions) -> Advice {
    let categories = suggestions.categories.into_iter().map(|suggested| OfferedCategory {
        category: picture.categories.rows()[suggested.category as usize].code.clone(),
        share: suggested.share,
        words: suggested.words,
    });
    let urgency = suggestions.urgency.map(|suggested| OfferedUrgency {
        urgency: suggested.urgency,
        danger: match suggested.reason {
            UrgencyReason::Danger(word) => Some(word),
            UrgencyReason::Catalogue => None,
        },
        service: suggested.service,
    });
    let agency = suggestions.agency.map(|suggested| suggested.agency);
    Advice { categories: categories.collect(), urgency, agency, ..Advice::default() }
}

fn offered(picture: &Picture, place: NamedPlace) -> OfferedPlace {
    let name = match place.thing {
        NamedThing::Position => place_in_words(picture, place.at),
        NamedThing::Area(area) => joined(picture, &picture.areas.chain_of(area), true),
        NamedThing::Place(number) => {
            let chain = picture.places.area(number).map(|area| picture.areas.chain_of(area)).unwrap_or_default();
            let own = picture.places.rows().get(number as usize).map_or("", |row| row.name.as_str());
            let town = joined(picture, &chain, false);
            if own.starts_with(&town) { own.to_owned() } else { town + own }
        }
    };
    OfferedPlace { name, at: place.at, is_mentioned: place.by == NameMatch::Mentioned }
}

/// A spot in words: its town and village.
pub(super) fn place_in_words(picture: &Picture, at: LonLat) -> String {
    joined(picture, &picture.areas.chain_at(at), false)
}

/// Town and village of a chain of areas, and with `whole` the last area as well; nothing is said twice.
fn joined(picture: &Picture, chain: &[u32], whole: bool) -> String {
    let mut name = String::new();
    for (place, area) in chain.iter().enumerate() {
        let row = picture.areas.row(*area);
        let is_last = place + 1 == chain.len();
        if matches!(row.level, AreaLevel::Town | AreaLevel::Village) || (is_last && whole) {
            if row.name.starts_with(name.as_str()) {
                name.clear();
            }
            name.push_str(&row.name);
        }
    }
    name
}

impl Seat {
    /// Asks the adviser about the form, where it has not been asked about as it stands now.
    pub(super) fn ask_adviser(&mut self) {
        let intake = &mut self.intake;
        let Some(form) = intake.form.as_ref().filter(|_| intake.asked.is_none()) else { return };
        let question = Question::of(form, self.clock);
        if intake.answered.as_ref().is_some_and(|answered| answered.asks_as(&question)) {
            return;
        }
        intake.asked = Some(question.clone());
        intake.questions.push(question);
    }

    /// Whether the adviser has answered for what the form says now, well or not.
    pub(super) fn is_advised_of_words(&self) -> bool {
        let question = self.intake.form.as_ref().map(|form| Question::of(form, self.clock));
        question.zip(self.intake.answered.as_ref()).is_some_and(|(now, answered)| now.says_as(answered))
    }

    /// Takes in what the adviser says.
    pub fn take_from_adviser(&mut self, message: FromAdviser) {
        let intake = &mut self.intake;
        let open = intake.form.as_ref().map(|form| form.name.clone());
        match message {
            FromAdviser::Places { draft, places } => {
                if open == Some(draft) {
                    intake.advice.places = places;
                    intake.places_for = intake.asked.as_ref().map(|asked| asked.address.clone()).unwrap_or_default();
                    let waits = |form: &&IntakeForm| form.takes_place && form.draft.at.is_none();
                    let waits = intake.form.as_ref().filter(waits);
                    if waits.is_some_and(|form| form.draft.address.trim() == intake.places_for) {
                        self.take_place(0);
                    }
                }
                return;
            }
            FromAdviser::Advice { draft, advice } => {
                if open == Some(draft) {
                    intake.advice = *advice;
                    intake.trouble = None;
                }
            }
            FromAdviser::Failed { why } => intake.trouble = Some(why),
        }
        intake.answered = intake.asked.take();
        let awaits = self.intake.form.as_ref().is_some_and(|form| form.awaits_advice);
        if awaits && self.is_advised_of_words() {
            self.take_advice();
        }
    }
}
