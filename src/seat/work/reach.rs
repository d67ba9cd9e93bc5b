//! The acts in reach of a hand: the one that comes next, the others as they stand on the card, and the keys of those.

use super::offers::Offer;
use crate::domain::{ActKind, State, possible};
use crate::seat::Seat;

/// What of a matter is in reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// What comes next for this officer; the card's large button does it.
    pub next: Option<ActKind>,
    /// The others, in the order in which they stand on the card.
    pub others: Vec<Offer>,
    /// How many the table allows that would be refused now and do not stand there.
    pub refused: usize,
    /// All that hold now.
    pub held: Vec<ActKind>,
}

/// The keys of the acts while one is picked by key, in the acts' order. J, which begins that, ends it, too.
pub const ACT_MARKS: &str = "123456789ABCDEFGHIKLMNOPQRSTUVWXYZ";
/// The key that shows all acts, or few again, while one is picked.
pub const ALL_ACTS_MARK: char = '0';

/// What an order's way goes through by itself, while somebody looks at the card.
const ON_THE_WAY: [ActKind; 3] = [ActKind::Deliver, ActKind::Receipt, ActKind::Arrive];

impl Seat {
    /// The acts of a matter as the card shows them. What its foot has buttons for is not offered a second time; what would
    /// be refused only where all are to be seen. While somebody is out each keeps its place: what the order's way goes
    /// through by itself stands behind the others, also once it is done.
    pub fn reach(&self, incident: u32) -> Reach {
        let mut offers = self.offers(incident);
        let next = self.next_act(incident, &offers);
        let state = self.picture.incidents.row(incident).state;
        let is_out = matches!(state, State::Assigned | State::Receipted | State::OnScene);
        let on_foot = |act: ActKind| match state {
            State::Reported | State::Accepted => Some(act) == next && act != ActKind::Assign,
            _ => Some(act) == next || (act == ActKind::Recall && is_out && next.is_none()),
        };
        let held: Vec<ActKind> = offers.iter().filter(|offer| offer.refusal.is_none()).map(|offer| offer.act).collect();
        let way = |act: ActKind| ON_THE_WAY.iter().position(|step| *step == act).filter(|_| is_out);
        if is_out && !self.replay.is_on() {
            let could = possible(State::Assigned, self.posts_for(incident));
            let is_over = |act: &ActKind| could.contains(act) && offers.iter().all(|offer| offer.act != *act);
            let over: Vec<ActKind> = ON_THE_WAY.into_iter().filter(is_over).collect();
            offers.extend(over.into_iter().map(|act| Offer { act, refusal: self.probe(act, incident).err() }));
            offers.sort_by_key(|offer| match way(offer.act) {
                Some(step) => (1, step),
                None => (if offer.refusal.is_none() { 0 } else { 2 }, 0),
            });
        }
        let is_refused = |offer: &&Offer| offer.refusal.is_some() && way(offer.act).is_none();
        let refused = offers.iter().filter(is_refused).count();
        let stands = |offer: &Offer| self.work.all_acts || offer.refusal.is_none() || way(offer.act).is_some();
        let others = offers.into_iter().filter(|offer| !on_foot(offer.act) && stands(offer)).collect();
        Reach { next, others, refused, held }
    }

    /// For how many seconds more taking an order back is offered with a countdown; its button stays while it holds.
    pub fn recall_secs(&self, incident: u32) -> Option<i64> {
        let order = self.order.as_ref().filter(|order| order.incident == incident && order.returned_to.is_none());
        order.map(|order| order.secs_left(self.now)).filter(|secs| *secs > 0)
    }

    /// Whether a matter has just been given back to whom an order had called off, which nobody takes back by the same press.
    pub fn has_just_returned(&self, incident: u32) -> bool {
        self.order.as_ref().is_some_and(|order| order.incident == incident && order.returned_to.is_some())
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
