//! Sending somebody, taking it back, and what is truly known of the order's way.

use super::office::From;
use super::{Seat, Toast};
use crate::domain::{Act, Actor, Command, Event, Recorded, State, StepKind, Timestamp, WorkerCode};
use crate::picture::Recommendation;

/// How long the bar offers to take an order back, seconds.
const RECALL_SECS: i64 = 10;
/// After how long without delivery the phone is the better way, seconds.
const UNDELIVERED_SECS: i64 = 15;

/// The last order given here.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The matter's row.
    pub incident: u32,
    /// When it was given.
    pub at: Timestamp,
    /// In whose place; none where nobody had been sent.
    pub instead_of: Option<u32>,
    /// Who had been sent there before and was called off by orders of this seat, one after the other.
    pub relieved: Vec<u32>,
    /// To whom it gave the matter back, whom another order had called off: that one is taken back by it, and itself is not.
    pub returned_to: Option<u32>,
}

impl Order {
    /// Whether the time in which the bar offers to take it back is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now.secs_since(self.at) > RECALL_SECS
    }

    /// Seconds left to take it back by the bar.
    pub fn secs_left(&self, now: Timestamp) -> i64 {
        (RECALL_SECS - now.secs_since(self.at)).max(0)
    }
}

/// A press so soon after an order, seconds, is the same press.
const DOUBLE_PRESS_SECS: i64 = 2;

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Nobody was sent.
    None,
    /// On its way to the store or to the phone.
    Sending,
    /// Not delivered for a quarter of a minute: phone the person.
    Undelivered,
    /// The phone has it.
    Delivered,
    /// The person has read and taken it.
    Receipted,
    /// The person is there.
    OnScene,
}

impl Seat {
    /// How far the order for a matter has come.
    pub fn delivery(&self, incident: u32) -> Delivery {
        let row = self.picture.incidents.row(incident);
        match row.state {
            State::Receipted => Delivery::Receipted,
            State::OnScene => Delivery::OnScene,
            State::Assigned if row.time(StepKind::Delivered).is_some() => Delivery::Delivered,
            State::Assigned => match self.picture.undelivered_secs(incident, self.now) {
                Some(secs) if secs >= UNDELIVERED_SECS => Delivery::Undelivered,
                Some(_) => Delivery::Sending,
                None => Delivery::None,
            },
            _ if self.order.as_ref().is_some_and(|order| order.incident == incident) && !row.state.is_handling() => {
                Delivery::None
            }
            _ => Delivery::None,
        }
    }

    /// The message that the person will read.
    pub fn order_message(&self, incident: u32) -> String {
        let row = self.picture.incidents.row(incident);
        format!("{} {}", row.address, row.title)
    }

    /// Sends the chosen candidate to the selected matter: assigns it, or reassigns it where somebody
    /// was sent already and `again` says that this is meant: a key pressed twice must not send twice.
    pub(super) fn dispatch(&mut self, again: bool) {
        let Some(incident) = self.selected_incident() else { return };
        let row = self.picture.incidents.row(incident);
        let is_sent = row.holds_worker() || self.is_under_way(&row.code);
        if is_sent && !again {
            return;
        }
        let worker = self.recommendation.candidates.get(self.chosen).map(|candidate| candidate.worker);
        let worker: Option<WorkerCode> = worker.map(|w| self.picture.workers.row(w).worker.code.clone());
        let message = self.order_message(incident);
        let act = match (row.state, worker) {
            (State::Assigned | State::Receipted | State::OnScene, Some(worker)) => Act::Reassign { worker, message },
            (_, None) if row.agency.is_none() => return self.toast(Toast::NobodyToSend),
            (_, worker) => {
                let agency = row.agency.map(|a| self.picture.agencies.name(a).clone());
                Act::Assign { agency, worker, message }
            }
        };
        self.note_order(incident);
        self.chose = false;
        self.give_here(incident, act);
    }

    /// Remembers that somebody is sent to a matter, and in whose place.
    pub(super) fn note_order(&mut self, incident: u32) {
        let before = self.order.take().filter(|order| order.incident == incident);
        let mut relieved = before.map(|order| order.relieved).unwrap_or_default();
        let row = self.picture.incidents.row(incident);
        relieved.extend(row.worker);
        // Whoever stands there of an earlier round (another system may tell so) has no order that could stand again.
        let instead_of = row.worker.filter(|_| row.holds_worker());
        self.order = Some(Order { incident, at: self.now, instead_of, relieved, returned_to: None });
    }

    /// Sends somebody else to the selected matter. A second press of a double click would send the next candidate, who stands
    /// first by then: for two seconds after an order it does nothing, unless the officer chose somebody.
    pub(super) fn reassign(&mut self) {
        let incident = self.selected_incident();
        let has_just_sent = self
            .order
            .as_ref()
            .is_some_and(|order| Some(order.incident) == incident && self.now.secs_since(order.at) < DOUBLE_PRESS_SECS);
        if self.chose || !has_just_sent {
            self.dispatch(true);
        }
    }

    /// Takes the last order back, or the selected matter's. Whose place it took has the matter again; a second press of a
    /// double click does not call that one off, too.
    /// What was shelved here a moment ago, and after that order, is taken back first.
    pub(super) fn recall(&mut self) {
        let ordered_at = self.order.as_ref().map(|order| order.at);
        if self.take_shelving_back(ordered_at) {
            return;
        }
        let has_returned = |order: &Order| order.returned_to.is_some();
        let is_just_done = |order: &Order| has_returned(order) && self.now.secs_since(order.at) < DOUBLE_PRESS_SECS;
        if self.order.as_ref().is_some_and(is_just_done) {
            return;
        }
        let order = self.order.take().filter(|order| !has_returned(order));
        match (order, self.selected_incident()) {
            (Some(order), _) => match order.instead_of {
                Some(before) => self.give_back(order, before),
                None => self.give_here(order.incident, Act::Recall),
            },
            (None, Some(selected)) => self.give_here(selected, Act::Recall),
            (None, None) => {}
        }
    }

    /// Takes an order back that had called somebody off: that one is sent again.
    fn give_back(&mut self, mut order: Order, before: u32) {
        let row = self.picture.incidents.row(order.incident);
        let has_it = row.worker == Some(before) && !self.is_under_way(&row.code);
        if has_it {
            // The order did not hold.
            return;
        }
        let (incident, message) = (order.incident, self.order_message(order.incident));
        let worker = self.picture.workers.row(before).worker.code.clone();
        order.relieved.retain(|worker| *worker != before);
        order.relieved.extend(row.worker.filter(|worker| *worker != before));
        self.order = Some(Order { at: self.now, instead_of: None, returned_to: Some(before), ..order });
        self.chose = false;
        self.give_here(incident, Act::Reassign { worker, message });
    }

    /// Says who has a matter again, once that is durable.
    pub(super) fn say_returned(&mut self, recorded: &[Recorded]) {
        let returned_to = self.order.as_ref().and_then(|order| order.returned_to);
        let Some(worker) = returned_to else { return };
        let code = &self.picture.workers.row(worker).worker.code;
        if recorded.iter().any(|one| matches!(&one.event, Event::Reassigned { to, .. } if to == code)) {
            self.toast(Toast::SentAgain(worker));
        }
    }

    /// Whether the officer chose among those who could go.
    pub fn has_chosen(&self) -> bool {
        self.chose
    }

    pub(super) fn give_here(&mut self, incident: u32, act: Act) {
        let command = Command {
            id: self.office.command_id(self.now),
            by: Actor::Officer(self.officer.clone()),
            at: self.now,
            incident: self.picture.incidents.row(incident).code.clone(),
            // The office decides on the newest version; the store holds the line against others.
            seen_version: None,
            act,
        };
        self.give(command, From::Here);
    }

    /// Looks anew for people to send: when another matter is selected, when it or the people's tasks
    /// changed, and every ten seconds while people walk. The chosen one stays chosen; whom nobody chose, until somebody
    /// else is sent.
    pub(super) fn refresh_recommendation(&mut self) {
        let Some(number) = self.selected_incident() else {
            self.recommendation = Recommendation::default();
            self.recommended_for = None;
            return;
        };
        let sent = self.picture.incidents.row(number).worker;
        let key = (number, sent, Timestamp(self.now.0.div_euclid(10)), self.picture.revisions.workers);
        if self.recommended_for == Some(key) {
            return;
        }
        let stays = self.recommended_for.is_some_and(|(before, to, ..)| before == number && (to == sent || self.chose));
        let chosen = self.recommendation.candidates.get(self.chosen).map(|c| c.worker).filter(|_| stays);
        self.recommendation = self.picture.recommend(number, self.now);
        if let Some(order) = self.order.as_ref().filter(|order| order.incident == number) {
            // Who was just called off is nobody's first thought.
            self.picture.put_last(&mut self.recommendation.candidates, &order.relieved);
        }
        let place = chosen.and_then(|w| self.recommendation.candidates.iter().position(|c| c.worker == w));
        self.chosen = place.unwrap_or(0);
        self.recommended_for = Some(key);
    }
}
