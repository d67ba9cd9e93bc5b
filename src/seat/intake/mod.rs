//! Taking a matter in while somebody talks: the form, its drafts, what it is advised, and the report that comes of it.
//! Without graphics and without IO: drafts go to the store's thread, questions to the adviser's.

mod advice;
mod drafts;
mod form;
mod intent;
mod places;
mod report;
mod state;

pub use advice::{
    Advice, Adviser, AlikeMatter, FromAdviser, OfferedCategory, OfferedPlace, OfferedUrgency, PHONE_DIGITS, Question,
};
pub use drafts::OpenDraft;
pub use form::{IntakeForm, IntakeProblem, IntakeSlot};
pub use intent::IntakeIntent;
pub use places::PlaceFinder;
pub use state::intake_json;

use super::Seat;
use crate::domain::{Source, Timestamp};
use report::Sending;

/// What an officer is taking in.
#[derive(Debug, Default)]
pub struct Intake {
    /// The form that is open.
    pub form: Option<IntakeForm>,
    /// What the adviser last said of it.
    pub advice: Advice,
    /// Why nothing can be said of it.
    pub trouble: Option<String>,
    /// Whether the list of drafts shows.
    pub lists_drafts: bool,
    /// Those that are not open, the one changed last first.
    drafts: Vec<OpenDraft>,
    discarded: Option<(OpenDraft, Timestamp)>,
    sending: Option<Sending>,
    /// The mouth by which the last one came: so does the next, mostly.
    last_source: Option<Source>,
    /// The address that the offered places are for.
    places_for: String,
    /// The question that is under way, and the last one that was answered.
    asked: Option<Question>,
    answered: Option<Question>,
    questions: Vec<Question>,
    /// The second of the clock in which the open draft was last handed over.
    kept_at: Option<Timestamp>,
    /// When the list of drafts was last asked for, and how many answers to that are on their way.
    read_at: Option<Timestamp>,
    reads: u32,
}

impl Intake {
    /// The drafts that wait, the one changed last first; the open one is not among them.
    pub fn drafts(&self) -> &[OpenDraft] {
        &self.drafts
    }

    /// The draft that was thrown away last, while that can be taken back.
    pub fn discarded(&self) -> Option<&OpenDraft> {
        self.discarded.as_ref().map(|(draft, _)| draft)
    }

    /// Whether a report is on its way to the store.
    pub fn is_sending(&self) -> bool {
        self.sending.is_some()
    }

    /// Whether the adviser has been asked and has not answered yet.
    pub fn is_asking(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether the adviser has answered before: the first answer takes it seconds, the others don't.
    pub fn is_advised(&self) -> bool {
        self.answered.is_some()
    }

    /// What must go to the adviser now, oldest first.
    pub fn take_questions(&mut self) -> Vec<Question> {
        std::mem::take(&mut self.questions)
    }
}

impl Seat {
    /// Brings the intake on: what changed is kept, what is new is asked about, what was reported is followed.
    pub(in crate::seat) fn intake_pass(&mut self) {
        self.settle_intake();
        self.keep_intake(false);
        self.forget_discarded();
        self.ask_adviser();
    }
}
