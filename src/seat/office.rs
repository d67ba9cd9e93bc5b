//! The desk over which every command goes, whoever gives it: decided on the picture, sent to the
//! store, applied when durable. Commands for a matter that has one under way wait their turn, so
//! that each is decided on what really happened.

use super::link::{Answer, Order, ToStore};
use super::{Seat, Toast};
use crate::domain::{
    Actor, Alarm, Append, Command, Desk, DutyChange, Event, IncidentCode, Recorded, Refusal, RoundCommand, Stream,
    Worker, decide, decide_round,
};
use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::SyncSender;

/// Who gave a command and how they learn of its end.
#[derive(Debug)]
pub(super) enum From {
    /// The person at this seat: a refusal becomes a toast.
    Here,
    /// A feed: a refusal is counted.
    Feed,
    /// The timers: this alarm.
    Timer(Alarm),
    /// Somebody beside, who waits for an answer.
    Beside(SyncSender<Answer>),
}

/// What is under way.
#[derive(Debug, Default)]
pub(super) struct Office {
    next_ticket: u64,
    next_command: u64,
    outbox: Vec<ToStore>,
    /// The matters that it is about, and who gave it.
    under_way: BTreeMap<u64, (Vec<IncidentCode>, From)>,
    waiting: BTreeMap<IncidentCode, VecDeque<(Command, From)>>,
    pub(super) feed_refusals: u64,
}

impl Office {
    /// A number for a command that is given here and now; unique through the moment and a counter.
    pub(super) fn command_id(&mut self, now: crate::domain::Timestamp) -> crate::domain::CommandId {
        self.next_command += 1;
        format!("seat-{}-{}-{}", std::process::id(), now.0, self.next_command).into()
    }

    /// Puts something that nobody waits for into the outbox.
    pub(super) fn post(&mut self, message: ToStore) {
        self.outbox.push(message);
    }

    fn is_busy(&self, incident: &IncidentCode) -> bool {
        self.under_way.values().any(|(busy, _)| busy.contains(incident))
    }
}

impl Seat {
    /// What must go to the store now, oldest first.
    pub fn take_outbox(&mut self) -> Vec<ToStore> {
        std::mem::take(&mut self.office.outbox)
    }

    /// Puts requests back that the store's channel had no room for; they keep their order.
    pub fn return_to_outbox(&mut self, mut left: Vec<ToStore>) {
        left.append(&mut self.office.outbox);
        self.office.outbox = left;
    }

    /// How many commands wait for the store.
    pub fn commands_under_way(&self) -> usize {
        self.office.under_way.len() + self.office.waiting.values().map(VecDeque::len).sum::<usize>()
    }

    /// Whether a command for this matter waits for the store.
    pub(super) fn is_under_way(&self, incident: &IncidentCode) -> bool {
        self.office.is_busy(incident)
    }

    /// How many commands of feeds did not hold.
    pub fn feed_refusals(&self) -> u64 {
        self.office.feed_refusals
    }

    /// Takes a command from beside; the answer goes to `reply` when it is durable or refused.
    pub fn command_from_beside(&mut self, command: Command, reply: SyncSender<Answer>) {
        self.with_live(|seat| seat.give(command, From::Beside(reply)));
    }

    /// Takes whatever somebody beside wants done; the answer goes to `reply` when it is durable or refused.
    pub fn order_from_beside(&mut self, order: Order, reply: SyncSender<Answer>) {
        // Whoever acts beside the wall is at work with it, too.
        self.touched();
        self.with_live(|seat| match order {
            Order::Command(command) => seat.give(*command, From::Beside(reply)),
            Order::Round(command) => seat.give_round(*command, From::Beside(reply)),
        });
    }

    /// Decides what somebody on a round says, and sends it to the store with the matters that its problems became.
    pub(super) fn give_round(&mut self, command: RoundCommand, from: From) {
        let decided = decide_round(&self.picture, &self.rules, &command).map_err(|refusal| refusal.to_string());
        let checked = decided.and_then(|append| {
            let mut matters: Vec<IncidentCode> =
                append.events.iter().filter_map(|(stream, _)| stream.incident_code()).collect();
            matters.dedup();
            match matters.iter().find(|matter| self.office.is_busy(matter)) {
                Some(busy) => Err(Refusal::Taken(busy.to_string()).to_string()),
                None => Ok((append, matters)),
            }
        });
        match checked {
            Ok((append, matters)) => self.send(append, matters, from),
            Err(why) => self.refused(from, why),
        }
    }

    fn send(&mut self, append: Append, matters: Vec<IncidentCode>, from: From) {
        let ticket = self.office.next_ticket;
        self.office.next_ticket += 1;
        self.office.under_way.insert(ticket, (matters, from));
        self.office.outbox.push(ToStore::Append { ticket, append });
    }

    fn refused(&mut self, from: From, why: String) {
        match from {
            From::Here => self.toast(Toast::NotStored(why)),
            From::Feed => self.office.feed_refusals += 1,
            From::Timer(_) => self.alarm_not_stored(why),
            // A receiver that has gone away no longer wants the answer.
            From::Beside(reply) => drop(reply.try_send(Answer::Refused(why))),
        }
    }

    pub(super) fn give(&mut self, command: Command, from: From) {
        let known = |code: &IncidentCode| self.picture.incidents.number(code).map(|n| self.picture.standing(n));
        let standing = known(&command.incident);
        let other_code = command.other(standing.as_ref()).cloned();
        let named = [Some(&command.incident), other_code.as_ref()];
        let busy = named.into_iter().flatten().find(|code| self.office.is_busy(code)).cloned();
        if let Some(busy) = busy {
            self.office.waiting.entry(busy).or_default().push_back((command, from));
            return;
        }
        let other = other_code.as_ref().and_then(known);
        match decide(&Desk { rules: &self.rules, other: other.as_ref() }, standing.as_ref(), &command) {
            Ok(append) => {
                let matters = std::iter::once(command.incident).chain(other_code).collect();
                self.send(append, matters, from);
            }
            Err(refusal) => match from {
                From::Here => self.toast(Toast::Refused(refusal)),
                From::Timer(alarm) => self.alarm_refused(&command.incident, &alarm),
                from => self.refused(from, refusal.to_string()),
            },
        }
    }

    /// Puts into the register who came on duty and who went; together, as they were said.
    pub(super) fn take_duty(&mut self, feed: String, changes: Vec<DutyChange>) {
        let Some(at) = changes.iter().map(|change| change.at).max() else { return };
        let put = |change: DutyChange| {
            let row = self.picture.workers.row(self.picture.workers.number(change.worker.as_str())?);
            let event = Event::WorkerPut(Worker { on_duty: change.on_duty, ..row.worker.clone() });
            (!row.retired).then_some((Stream::of_register(&event)?, event))
        };
        let events: Vec<_> = changes.into_iter().filter_map(put).collect();
        if events.is_empty() {
            return;
        }
        let by = Actor::System(feed);
        let append = Append { command: None, at, by, expected: None, events, personal: Vec::new() };
        let ticket = self.office.next_ticket;
        self.office.next_ticket += 1;
        self.office.outbox.push(ToStore::Append { ticket, append });
    }

    /// The store has made a request durable.
    pub(super) fn stored(&mut self, ticket: u64, recorded: &[Recorded]) {
        for event in recorded {
            self.picture.apply(event);
        }
        if let Some((matters, from)) = self.office.under_way.remove(&ticket) {
            match (from, matters.first()) {
                (From::Beside(reply), _) => drop(reply.try_send(Answer::Done(recorded.to_vec()))),
                (From::Timer(alarm), Some(incident)) => self.alarm_raised(incident, &alarm),
                (From::Here, _) => self.say_returned(recorded),
                _ => {}
            }
            matters.iter().for_each(|code| self.next_waiting(code));
        }
    }

    /// The store has refused a request: nothing of it happened.
    pub(super) fn not_stored(&mut self, ticket: u64, why: String) {
        if let Some((matters, from)) = self.office.under_way.remove(&ticket) {
            self.refused(from, why);
            matters.iter().for_each(|code| self.next_waiting(code));
        } else {
            // Who came or went, which no matter waits for.
            self.office.feed_refusals += 1;
        }
    }

    fn next_waiting(&mut self, incident: &IncidentCode) {
        // A refused command leaves the way free for the one behind it, so go on until one is sent.
        while !self.office.is_busy(incident) {
            let Some(queue) = self.office.waiting.get_mut(incident) else { return };
            match queue.pop_front() {
                Some((command, from)) => self.give(command, from),
                None => {
                    self.office.waiting.remove(incident);
                }
            }
        }
    }
}
