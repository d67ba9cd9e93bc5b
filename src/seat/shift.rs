//! Who sits here, and how a shift is handed over: the roster's officers to choose from, what is open and pressing for
//! whoever comes, and the record of it. The domain has no event for that: nothing happens to a matter.

use super::link::ToStore;
use super::queue::{List, ListIntent, Sort};
use super::{DEFAULT_OFFICER, Hidden, Intent, Seat, Toast, WorkIntent};
use crate::domain::{Post, Posts, Timestamp};
use serde::{Deserialize, Serialize};

/// A shift's length, for what falls due in the next one, seconds.
const SHIFT_SECS: i64 = 8 * 3_600;

/// Those who may sit at a seat: the hall, and whoever answers for a town or an agency.
const AT_SEATS: Posts = Posts::of(&[
    Post::Intake,
    Post::Dispatch,
    Post::Supervision,
    Post::CallBack,
    Post::ShiftLead,
    Post::Leader,
    Post::Town,
    Post::Agency,
    Post::Inspector,
]);

/// What of the shift shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShiftView {
    /// Nothing.
    #[default]
    Closed,
    /// Who sits here is chosen.
    Choose,
    /// The shift is handed over.
    HandOver,
}

/// What an officer means with the shift.
#[derive(Clone, Debug, PartialEq)]
pub enum ShiftIntent {
    /// Show this.
    Show(ShiftView),
    /// This officer of the roster sits here.
    Sit(String),
    /// Show the matters of this line in the list.
    Open(Pressing),
    /// Hand the shift over to this officer of the roster.
    HandTo(String),
}

/// What whoever comes must know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressing {
    /// Nobody has been sent, no agency answers.
    Waiting,
    /// Overdue.
    Overdue,
    /// Due within the next shift.
    NextShift,
    /// Waits to be checked or called back.
    CallBack,
    /// Waits for approval.
    Asked,
    /// Under supervision.
    Supervision,
}

impl Pressing {
    /// All of it, in the order in which it is handed over.
    pub const ALL: [Pressing; 6] = [
        Pressing::Waiting,
        Pressing::Overdue,
        Pressing::NextShift,
        Pressing::CallBack,
        Pressing::Asked,
        Pressing::Supervision,
    ];

    /// The name in widgets' ids.
    pub fn name(self) -> &'static str {
        ["waiting", "overdue", "next-shift", "call-back", "asked", "supervision"][self as usize]
    }

    /// The list that shows it, and in which order.
    fn list(self) -> (List, Sort) {
        match self {
            Pressing::Waiting => (List::Waiting, Sort::Pressing),
            Pressing::Overdue => (List::Overdue, Sort::Due),
            // What is not handled, the nearest deadline first.
            Pressing::NextShift => (List::ToDo, Sort::Due),
            Pressing::CallBack => (List::CallBack, Sort::Oldest),
            Pressing::Asked => (List::Asked, Sort::Oldest),
            Pressing::Supervision => (List::Supervision, Sort::Due),
        }
    }
}

/// A shift that was handed over, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// When.
    pub at: Timestamp,
    /// Who had it.
    pub from: String,
    /// Who has it now.
    pub to: String,
    /// What was open, by the names of [`Pressing`], confidential matters apart.
    pub open: Vec<(String, usize)>,
}

impl Seat {
    /// The officers whom the roster lets sit at a seat, with all of their posts, in its order; none without a roster.
    pub fn roster(&self) -> Vec<(&str, Posts)> {
        let mut officers: Vec<(&str, Posts)> = Vec::new();
        for entry in &self.rules.roster {
            let posts = Posts::of(&entry.posts);
            match officers.iter_mut().find(|(name, _)| *name == entry.name) {
                Some((_, known)) => *known = known.with(posts),
                None => officers.push((&entry.name, posts)),
            }
        }
        officers.retain(|(_, posts)| posts.meets(AT_SEATS));
        officers
    }

    fn is_of_roster(&self, name: &str) -> bool {
        self.roster().iter().any(|(officer, _)| *officer == name)
    }

    /// What of the shift shows. At a desk whose officer nobody has said, the roster does, until somebody is chosen.
    pub fn shift_view(&self) -> ShiftView {
        let unsaid = self.work.at_desk && self.officer == DEFAULT_OFFICER && !self.replay.is_wanted();
        match self.work.shift {
            _ if self.hides(Hidden::Forms) => ShiftView::Closed,
            ShiftView::Closed if unsaid && !self.work.shift_put_off && !self.roster().is_empty() => ShiftView::Choose,
            view => view,
        }
    }

    /// How many matters there are of what whoever comes must know of.
    pub fn pressing(&self) -> [(Pressing, usize); 6] {
        let queue = &self.work.queue;
        let until = self.now.plus_secs(SHIFT_SECS);
        // A walk over what is open, while somebody hands over: nothing else wants to know it.
        let rows = self.picture.incidents.open().map(|number| self.picture.incidents.row(number));
        let due = rows.filter(|row| row.state.is_handling() && !row.confidential);
        // Taking in, asking, reporting back: each has a clock of its own beside the deadline.
        let due = due.filter_map(|row| {
            let clocks = row.course.iter().flat_map(|course| course.clocks.iter().map(|clock| clock.due_at));
            row.due_at().into_iter().chain(clocks).filter(|at| *at >= self.now).min()
        });
        let next_shift = due.filter(|at| *at <= until).count();
        Pressing::ALL.map(|line| match line {
            Pressing::NextShift => (line, next_shift),
            line => (line, queue.count(line.list().0)),
        })
    }

    pub(super) fn shift(&mut self, intent: ShiftIntent) {
        match intent {
            ShiftIntent::Show(view) => {
                // Whoever closes the question is asked again by the next start, or by a click on the name.
                self.work.shift_put_off |= view == ShiftView::Closed;
                self.work.shift = view;
            }
            ShiftIntent::Sit(name) => {
                if self.is_of_roster(&name) {
                    self.sit(name);
                }
            }
            ShiftIntent::Open(line) => {
                let (list, sort) = line.list();
                for intent in [ListIntent::Behind(list, None), ListIntent::Sort(sort)] {
                    self.intend(Intent::Work(WorkIntent::List(intent)));
                }
            }
            ShiftIntent::HandTo(name) => {
                if self.is_of_roster(&name) && name != self.officer && self.work.handing_to.is_none() {
                    let open = self.pressing().map(|(line, count)| (line.name().to_owned(), count)).to_vec();
                    let (at, from) = (self.clock, self.officer.clone());
                    self.work.handing_to = Some(name.clone());
                    self.office.post(ToStore::HandOver(Box::new(HandOver { at, from, to: name, open })));
                }
            }
        }
    }

    /// Sends something to the store.
    pub(super) fn post_to_store(&mut self, request: ToStore) {
        self.office.post(request);
    }

    fn sit(&mut self, name: String) {
        self.desks = self.kept_desks();
        self.officer = name;
        self.find_desk();
        self.work.shift = ShiftView::Closed;
        self.work.shift_revision += 1;
    }

    /// The record of a hand-over is durable, or can't be made: then nothing is handed over.
    pub(super) fn handed_over(&mut self, outcome: Result<HandOver, String>) {
        self.work.handing_to = None;
        match outcome {
            Ok(record) => {
                self.sit(record.to.clone());
                self.toast(Toast::HandedOver(record.to));
            }
            Err(why) => self.toast(Toast::NotStored(why)),
        }
    }

    /// Whoever sat here before the restart sits here again, where the roster still has them and nobody else was named.
    pub(super) fn remember_officer(&mut self, name: Option<&str>) {
        if let Some(name) = name.filter(|name| self.officer == DEFAULT_OFFICER && self.is_of_roster(name)) {
            self.officer = name.to_owned();
        }
    }
}
