//! The acts in reach of a hand: the one that comes next, the others as they stand on the card, and the keys of those.

use super::offers::Offer;
use crate::domain::{ActKind, State};
use crate::seat::Seat;

/// What of a matter is in reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// What comes next for this officer; the card's large button does it.
    pub next: Option<ActKind>,
    /// The others, in the order in which they stand on the card.
    pub others: Vec<Offer>,
    /// How many the table allows that would be refused now.
    pub refused: usize,
    /// All that hold now.
    pub held: Vec<ActKind>,
}

/// The keys of the acts while one is picked by key, in the acts' order. J, which begins that, ends it, too.
pub const ACT_MARKS: &str = "123456789ABCDEFGHIKLMNOPQRSTUVWXYZ";
/// The key that shows all acts, or few again, while one is picked.
pub const ALL_ACTS_MARK: char = '0';

impl Seat {
    /// The acts of a matter as the card shows them. What its foot has buttons for is not offered a second time; what would
    /// be refused only where all are to be seen.
    pub fn reach(&self, incident: u32) -> Reach {
        let offers = self.offers(incident);
        let next = self.next_act(incident, &offers);
        let recalls = self.recall_secs(incident).is_some();
        let waits = matches!(self.picture.incidents.row(incident).state, State::Reported | State::Accepted);
        let on_foot = |act: ActKind| match waits {
            true => Some(act) == next && act != ActKind::Assign,
            false => Some(act) == next || (act == ActKind::Recall && recalls),
        };
        let held: Vec<ActKind> = offers.iter().filter(|offer| offer.refusal.is_none()).map(|offer| offer.act).collect();
        let refused = offers.len() - held.len();
        let shown = |offer: &Offer| !on_foot(offer.act) && (self.work.all_acts || offer.refusal.is_none());
        Reach { next, others: offers.into_iter().filter(shown).collect(), refused, held }
    }

    /// For how many seconds more taking an order back has a button of its own: it goes with its countdown, and then is one
    /// act among others.
    pub fn recall_secs(&self, incident: u32) -> Option<i64> {
        let order = self.order.as_ref().filter(|order| order.incident == incident);
        order.map(|order| order.secs_left(self.now)).filter(|secs| *secs > 0)
    }

    /// Whether the next key picks an act of the selected matter.
    pub fn picks_act(&self) -> bool {
        self.work.picks_act && self.selected_incident().is_some() && !self.is_filling_in()
    }

    /// Whether a form is open that takes the keys.
    pub fn is_filling_in(&self) -> bool {
        self.work.form.is_some() || self.intake.form.is_some()
    }

    /// The act of the selected matter that a key picks.
    pub fn marked_act(&self, mark: char) -> Option<ActKind> {
        let place = ACT_MARKS.find(mark)?;
        let reach = self.reach(self.selected_incident()?);
        reach.others.get(place).map(|offer| offer.act)
    }
}
