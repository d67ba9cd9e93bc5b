//! What an officer is in the middle of at a seat: the form that is open, drafts, the list and how it is looked at.

mod drafts;
mod fields;
mod form;
mod intent;
mod matters;
mod offers;
mod phrases;
mod reach;
mod settings;
mod state;
mod until;

pub use drafts::Draft;
pub use fields::{Choice, Choose, Field, Slot, fields};
pub use form::{Form, Values};
pub(in crate::seat) use intent::MOST_AT_ONCE;
pub use intent::WorkIntent;
pub use offers::Offer;
pub use phrases::{Phrase, phrases};
pub use reach::{ACT_MARKS, ALL_ACTS_MARK, Reach};
pub(in crate::seat) use settings::Kept;
pub use settings::{SavedView, SeatSettings};
pub use state::work_json;
pub use until::{UntilStep, until_steps};

use super::queue::Queue;
use crate::domain::Timestamp;
use drafts::Drafts;

/// What an officer is in the middle of.
#[derive(Debug, Default)]
pub struct Work {
    /// Whether the seat is laid out as a desk: the list at the left over the whole height, the card at the right.
    pub at_desk: bool,
    /// The form that is open.
    pub form: Option<Form>,
    /// Moves whenever a form wants the keyboard: it has opened, or was not done as it stands.
    pub form_wanted: u64,
    /// Whether the card shows every act, those that do not hold now among them.
    pub all_acts: bool,
    /// Whether somebody wants to pick an act by its key.
    pub(in crate::seat) picks_act: bool,
    /// Whether the card shows the whole trace.
    pub whole_trace: bool,
    /// The list of matters.
    pub queue: Queue,
    /// Which of the selected matter's photos is enlarged, from 0.
    pub photo: Option<usize>,
    /// What of the shift shows.
    pub shift: crate::seat::ShiftView,
    /// Whoever sits here did not want to say so now.
    pub(in crate::seat) shift_put_off: bool,
    /// To whom the shift is being handed over.
    pub(in crate::seat) handing_to: Option<String>,
    /// Moves when somebody else sits here.
    pub(in crate::seat) shift_revision: u64,
    /// Moves whenever somebody wants to type into the search field.
    pub search_wanted: u64,
    /// Whether the desk came with what is only done there, and goes again: somebody works at a wall.
    pub(in crate::seat) is_passing_desk: bool,
    pub(super) drafts: Drafts,
    /// A form was confirmed by this key's press: pressed twice it must not do the next thing, too.
    pub(in crate::seat) enter_spent: Option<Timestamp>,
}

impl Work {
    /// Moves whenever drafts do.
    pub fn drafts_revision(&self) -> u64 {
        self.drafts.revision
    }
}
