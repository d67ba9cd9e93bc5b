//! What an officer means with the alarms, and how the seat does it.

use super::{GroupKey, Stage};
use crate::domain::{Act, ActKind, State, Timestamp};
use crate::seat::queue::{List, ListIntent};
use crate::seat::work::phrases;
use crate::seat::{Intent, Seat, WorkIntent};

/// For so long an alarm is shelved where nothing else is said, seconds. More than this wants a second word.
pub const SHELF_SECS: i64 = 1_800;
/// Where list and card stand below each other on less than this, they have no room both, dp.
const LOW_DP: f64 = 560.0;
/// For so long the key that takes back takes the last shelving back, seconds.
const TAKEN_BACK_SECS: i64 = 10;

/// What an officer means with the alarms.
#[derive(Clone, Debug, PartialEq)]
pub enum AlarmIntent {
    /// Show the alarms in place of the list of matters, or no longer.
    Toggle,
    /// Show the alarms of this stage.
    Show(Stage),
    /// Show a group's alarms singly, or no longer.
    Unfold(GroupKey),
    /// Let nothing be heard, or let it be heard again.
    Mute,
    /// Show what was there long before: the list of what is overdue.
    Old,
    /// Shelve the selected matter for half an hour, for the n-th of the usual reasons.
    Shelve(usize),
    /// Take the selected matter off the shelf.
    Unshelve,
}

impl AlarmIntent {
    /// Whether it would change something in the county rather than on the screen.
    pub(in crate::seat) fn is_act(&self) -> bool {
        matches!(self, Self::Shelve(_) | Self::Unshelve)
    }
}

impl Seat {
    /// Does with the alarms what the person means.
    pub(in crate::seat) fn alarm(&mut self, intent: AlarmIntent) {
        let list = &mut self.alarm_list;
        list.revision += 1;
        match intent {
            AlarmIntent::Toggle => {
                list.is_open = !list.is_open;
                self.make_room_for_alarms();
            }
            AlarmIntent::Show(stage) => {
                (list.is_open, list.stage) = (true, stage);
                self.make_room_for_alarms();
            }
            AlarmIntent::Unfold(key) => list.unfolded = Some(key).filter(|key| list.unfolded != Some(*key)),
            AlarmIntent::Mute => list.muted = !list.muted,
            AlarmIntent::Old => {
                list.is_open = false;
                self.intend(Intent::Work(WorkIntent::List(ListIntent::Behind(List::Overdue, None))));
            }
            AlarmIntent::Shelve(place) => {
                let Some(phrase) = phrases(ActKind::Shelve, false).get(place) else { return };
                let (until, reason) = (self.now.plus_secs(SHELF_SECS), phrase.words(self.lang).to_owned());
                if let Some(incident) = self.selected_incident() {
                    self.shelve(incident, until, reason);
                }
            }
            AlarmIntent::Unshelve => {
                if let Some(incident) = self.selected_incident() {
                    self.give_here(incident, Act::Unshelve);
                }
            }
        }
    }

    /// On a wall too low for both, the list that was just asked for takes the card's place.
    fn make_room_for_alarms(&mut self) {
        let layout = self.layout();
        let right = layout.right;
        let is_low = layout.card.is_empty() && right.height_px < LOW_DP * self.screen.scale();
        if self.alarm_list.is_open && is_low && !self.is_desk() {
            self.select(None);
        }
    }

    /// Shelves a matter; for more than half an hour only with a second word.
    pub(in crate::seat) fn shelve(&mut self, incident: u32, until: Timestamp, reason: String) {
        let act = Act::Shelve { until, reason };
        if until.secs_since(self.now) > SHELF_SECS {
            self.confirming = Some((incident, act));
        } else {
            self.give_shelving(incident, act);
        }
    }

    pub(in crate::seat) fn give_shelving(&mut self, incident: u32, act: Act) {
        let code = self.picture.incidents.row(incident).code.clone();
        self.alarm_list.shelved_here = Some((code, self.clock));
        self.give_here(incident, act);
    }

    /// Acknowledges the selected matter: what is new is taken in, what is late or came off the shelf is seen. It sends
    /// nobody.
    pub(in crate::seat) fn acknowledge(&mut self) {
        let Some(incident) = self.selected_incident() else { return };
        let is_taken_in = self.picture.incidents.row(incident).state > State::Reported;
        let calls = self.alarm_list.entry(incident).is_some_and(|entry| entry.stage == Stage::New);
        if calls && is_taken_in {
            self.act(Act::Acknowledge);
        } else {
            self.act(Act::Accept { category: None, urgency: None, difficulty: None });
        }
    }

    /// Takes back what was shelved here a moment ago, not before that other act; answers whether there was anything.
    pub(in crate::seat) fn take_shelving_back(&mut self, not_before: Option<Timestamp>) -> bool {
        let last = self.alarm_list.shelved_here.take_if(|(_, at)| not_before.is_none_or(|other| other <= *at));
        let Some((code, at)) = last else { return false };
        let incident = self.picture.incidents.number(&code);
        let Some(incident) = incident.filter(|_| self.clock.secs_since(at) <= TAKEN_BACK_SECS) else { return false };
        self.give_here(incident, Act::Unshelve);
        true
    }

    /// Whether a matter of the picture that shows lies on the shelf.
    pub fn is_shelved(&self, incident: u32) -> bool {
        let course = self.picture.incidents.row(incident).course.as_deref();
        course.and_then(|course| course.shelf.as_ref()).is_some_and(|shelf| self.now < shelf.until)
    }
}
