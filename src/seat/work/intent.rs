//! What an officer means at the desk, and how the seat does it.

use super::fields::{Choice, Field, Slot, fields};
use super::form::Form;
use crate::domain::{Act, ActKind, AgencyName, Photo, PhotoMoment, Refusal, Timestamp, Urgency};
use crate::seat::queue::ListIntent;
use crate::seat::{Hidden, Intent, Seat, Selection, ShiftIntent, Toast};

/// What an officer means at the desk.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkIntent {
    /// Open the form of an act for the selected matter; an act that wants nothing said is done at once.
    Open(ActKind),
    /// The same for the marked matters.
    OpenMarked(ActKind),
    /// These words stand in this field now.
    Say(Slot, String),
    /// This is chosen.
    Choose(Choice),
    /// This agency joins the chosen ones, or leaves them.
    Agency(AgencyName),
    /// Do what the form says.
    Confirm,
    /// Close the form; what was said stays as a draft.
    Cancel,
    /// The key for "do what is highlighted": the open form, else the dispatch.
    Enter,
    /// Show all acts, or only those that hold.
    AllActs,
    /// Pick an act of the selected matter by its key, or don't after all.
    PickAct,
    /// Show the whole trace, or its end.
    WholeTrace,
    /// Enlarge this photo of the selected matter, from 0; none: make it small again.
    Photo(Option<usize>),
    /// Lay the seat out as a desk, or as a wall.
    Desk,
    /// Type into the search field.
    WantSearch,
    /// Select what stands first in the list: Enter in the search field, which does nothing else for a while.
    OpenFirst,
    /// Something about who sits here.
    Shift(ShiftIntent),
    /// Something about the list.
    List(ListIntent),
}

impl WorkIntent {
    /// Whether it would change something in the county, or begins to, rather than on the screen.
    pub(in crate::seat) fn is_act(&self) -> bool {
        matches!(
            self,
            Self::Open(_)
                | Self::OpenMarked(_)
                | Self::PickAct
                | Self::Confirm
                | Self::Enter
                | Self::Shift(ShiftIntent::HandTo(_))
        )
    }
}

/// For so long after a form was confirmed by a key the same key does nothing else, seconds.
const ENTER_RESTS_SECS: i64 = 2;
/// At most so many matters are acted on at once.
pub(in crate::seat) const MOST_AT_ONCE: usize = 200;

/// What can be done with several matters at once: nothing that names something of one of them.
const SEVERAL: [ActKind; 12] = [
    ActKind::Accept,
    ActKind::Acknowledge,
    ActKind::Assign,
    ActKind::Remind,
    ActKind::Close,
    ActKind::Supervise,
    ActKind::Grant,
    ActKind::Deny,
    ActKind::Note,
    ActKind::Raise,
    ActKind::Escalate,
    ActKind::Reopen,
];

impl Seat {
    pub(in crate::seat) fn work(&mut self, intent: WorkIntent) {
        match intent {
            WorkIntent::Open(act) => {
                if let Some(incident) = self.selected_incident() {
                    self.open_form(act, vec![incident]);
                }
            }
            WorkIntent::OpenMarked(act) => {
                let targets = self.marked_for(act);
                if !targets.is_empty() {
                    self.open_form(act, targets);
                }
            }
            WorkIntent::Say(slot, text) => self.change_form(|form| form.values.say(slot, text)),
            WorkIntent::Choose(choice) => {
                self.change_form(|form| drop(form.values.choices.insert(choice.of(), choice)));
            }
            WorkIntent::Agency(name) => self.change_form(|form| take_agency(form, name)),
            WorkIntent::Confirm => self.confirm_form(),
            WorkIntent::Cancel => self.close_form(),
            WorkIntent::Enter => self.enter(),
            WorkIntent::AllActs => self.work.all_acts = !self.work.all_acts,
            WorkIntent::PickAct => {
                self.work.picks_act = !self.work.picks_act && self.selected_incident().is_some();
            }
            WorkIntent::WholeTrace => self.work.whole_trace = !self.work.whole_trace,
            WorkIntent::Photo(place) => {
                let count = self.selected_incident().map_or(0, |incident| self.photos(incident).len());
                self.work.photo = place.filter(|place| *place < count);
            }
            WorkIntent::Desk => {
                // A desk that came by itself stays.
                if !std::mem::take(&mut self.work.is_passing_desk) {
                    self.work.at_desk = !self.work.at_desk;
                }
                self.find_desk();
            }
            WorkIntent::WantSearch => {
                let was_at_desk = self.work.at_desk;
                if self.come_to_desk() {
                    // Whoever searches from a wall means the county, whatever its list showed.
                    if !was_at_desk {
                        self.whole_list();
                    }
                    self.close_staff();
                    self.work.search_wanted += 1;
                } else {
                    self.toast(Toast::NoRoomForDesk);
                }
            }
            WorkIntent::OpenFirst => {
                // What the list does not have another one may.
                let elsewhere = self.work.queue.elsewhere().next().filter(|_| self.work.queue.is_empty());
                if let Some((list, _)) = elsewhere {
                    self.list(ListIntent::FindIn(list));
                    self.work.queue.follow(&self.picture, self.now, &self.view.bounds());
                }
                if let Some(first) = self.work.queue.rows(0, 1).first() {
                    self.intend(Intent::Select(Selection::Incident(*first)));
                }
                self.work.enter_spent = Some(self.now);
            }
            WorkIntent::Shift(intent) => self.shift(intent),
            WorkIntent::List(intent) => self.list(intent),
        }
    }

    /// The photos of a matter that may be shown, those from before first; none of a confidential one, none to visitors.
    pub fn photos(&self, incident: u32) -> Vec<&Photo> {
        let row = self.picture.incidents.row(incident);
        let hidden = row.confidential || self.hides(Hidden::Photos);
        let photos = row.course.iter().filter(|_| !hidden).flat_map(|course| &course.photos);
        let mut photos: Vec<&Photo> = photos.collect();
        photos.sort_by_key(|photo| photo.moment != PhotoMoment::Before);
        photos
    }

    /// Those of the marked matters that an act is possible with. What is most urgent is taken in, and closed, one by
    /// one: nobody acknowledges all of it.
    pub fn marked_for(&self, act: ActKind) -> Vec<u32> {
        let one_by_one = |urgency: Urgency| match act {
            ActKind::Accept | ActKind::Acknowledge => urgency <= Urgency::U2,
            ActKind::Close => urgency == Urgency::U1,
            _ => false,
        };
        let marked = self.work.queue.marked().take(MOST_AT_ONCE);
        let fits = |number: &u32| {
            let row = self.picture.incidents.row(*number);
            let possible = crate::domain::possible(row.state, self.posts_for(*number)).contains(&act);
            possible && !one_by_one(row.urgency) && self.probe(act, *number).is_ok()
        };
        marked.filter(fits).collect()
    }

    /// What can be done with the marked matters, and with how many of them.
    pub fn offers_for_marked(&self) -> Vec<(ActKind, usize)> {
        if self.replay.is_on() {
            return Vec::new();
        }
        let counts = SEVERAL.into_iter().map(|act| (act, self.marked_for(act).len()));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    fn open_form(&mut self, act: ActKind, targets: Vec<u32>) {
        let wants_form = !fields(act).is_empty() || targets.len() != 1;
        if wants_form && self.hides(Hidden::Forms) {
            return self.say_visiting();
        }
        self.keep_draft();
        self.confirming = None;
        self.work.form = None;
        self.work.picks_act = false;
        if !wants_form {
            // Closing a U1 asks for its second word by the way that it has.
            let form = self.fresh_form(act, targets);
            if let Some(incident) = form.first() {
                match self.act_of(&form, incident) {
                    Ok(act) => self.act(act),
                    Err(refusal) => self.toast(Toast::Refused(refusal)),
                }
            }
            return;
        }
        let mut form = self.fresh_form(act, targets);
        if let Some(values) = self.drafted(&form) {
            form.values = values;
        }
        // What stands in the way whatever is said is told at once.
        form.problem = form.first().and_then(|first| self.probe(act, first).err());
        self.show_form(form);
    }

    /// Shows a form, which takes the keyboard where it wants something typed.
    pub(in crate::seat) fn show_form(&mut self, form: Form) {
        self.work.form = Some(form);
        self.work.form_wanted += 1;
    }

    fn change_form(&mut self, change: impl FnOnce(&mut Form)) {
        if let Some(form) = &mut self.work.form {
            change(form);
            form.problem = None;
            self.work.drafts.touch();
        }
    }

    /// Closes the form; what was said stays as a draft.
    pub(in crate::seat) fn close_form(&mut self) {
        self.keep_draft();
        self.work.form = None;
    }

    fn confirm_form(&mut self) {
        let Some(mut form) = self.work.form.take() else { return };
        let (mut done, mut refused, mut first_problem) = (0, 0, None);
        let targets = form.targets.clone();
        for incident in targets {
            match self.confirm_one(&form, incident) {
                Ok(()) => done += 1,
                Err(problem) => {
                    refused += 1;
                    first_problem.get_or_insert(problem);
                }
            }
        }
        if done == 0 {
            form.problem = first_problem;
            self.show_form(form);
            return;
        }
        if form.targets.len() > 1 {
            self.toast(Toast::Several { act: form.act, done, refused });
            self.work.queue.unmark_all();
        }
        self.given(&form);
    }

    fn confirm_one(&mut self, form: &Form, incident: u32) -> Result<(), Refusal> {
        let act = self.act_of(form, incident)?;
        // Behind a command that is under way the matter will stand otherwise: the office decides then.
        if !self.is_under_way(&self.picture.incidents.row(incident).code) {
            self.would_hold(incident, &act)?;
        }
        if matches!(act, Act::Assign { worker: Some(_), .. } | Act::Reassign { .. }) {
            self.note_order(incident);
            self.chose = false;
        }
        match act {
            Act::Shelve { until, reason } => self.shelve(incident, until, reason),
            act => self.give_here(incident, act),
        }
        Ok(())
    }

    /// Whether the key was pressed for something else just now, so that it does nothing yet.
    pub fn enter_rests(&self) -> bool {
        let rests = |spent: &Timestamp| self.now.secs_since(*spent) < ENTER_RESTS_SECS;
        self.work.enter_spent.as_ref().is_some_and(rests)
    }

    /// The key for "do what is highlighted". Pressed twice over a form it does nothing with what stands behind it.
    fn enter(&mut self) {
        if self.work.form.is_some() {
            self.confirm_form();
            self.work.enter_spent = Some(self.now);
            return;
        }
        if self.intake.form.is_some() {
            return self.enter_in_intake();
        }
        if self.enter_rests() {
            return;
        }
        self.work.enter_spent = None;
        self.work.picks_act = false;
        let Some(incident) = self.selected_incident() else { return };
        let row = self.picture.incidents.row(incident);
        // An order that is under way is not given twice, and nothing else is done behind it.
        if self.is_under_way(&row.code) {
            return self.dispatch(self.chose);
        }
        let holds_worker = row.holds_worker();
        let offers = self.offers(incident);
        match self.next_act(incident, &offers) {
            Some(ActKind::Assign) => self.dispatch(self.chose),
            Some(act) => self.open_form(act, vec![incident]),
            // Somebody else, if one was chosen.
            None if holds_worker => self.dispatch(self.chose),
            None => {}
        }
    }
}

/// Where one agency is wanted the last one chosen is meant.
fn take_agency(form: &mut Form, name: AgencyName) {
    let chosen = &mut form.values.agencies;
    if let Some(place) = chosen.iter().position(|other| *other == name) {
        chosen.remove(place);
        return;
    }
    if !form_takes_several(form.act) {
        chosen.clear();
    }
    chosen.push(name);
    form.values.agency.clear();
}

fn form_takes_several(act: ActKind) -> bool {
    fields(act).contains(&Field::Agencies)
}
