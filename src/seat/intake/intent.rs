//! What an officer means while a matter is taken in.

use super::form::IntakeSlot;
use crate::domain::{CategoryCode, IncidentCode, Nature, Source, Urgency};
use crate::seat::{Intent, Seat, Selection, Toast};

/// What an officer means while a matter is taken in.
#[derive(Clone, Debug, PartialEq)]
pub enum IntakeIntent {
    /// Open a form, or go on with the one that is open.
    Open,
    /// These words stand in this place now.
    Say(IntakeSlot, String),
    /// This place is done with: on to the next that wants something said.
    Done(IntakeSlot),
    /// By this mouth it comes in.
    Source(Source),
    /// This kind of talk it is.
    Nature(Nature),
    /// This category; the same again: none.
    Category(CategoryCode),
    /// So fast.
    Urgency(Urgency),
    /// It is kept from all but those who handle it, or not.
    Confidential(bool),
    /// It has no place, or has one.
    Nowhere,
    /// The platform above calls the citizen back, or not.
    CalledBackAbove,
    /// Take over what is advised.
    Adopt,
    /// Take the place that stands there among the offered ones.
    Place(usize),
    /// The spot is wrong: none is known.
    NoSpot,
    /// The next click on the map is the place, or no longer.
    WaitForClick,
    /// Look at a matter that is like it.
    See(IncidentCode),
    /// It is this matter: report it as another report of that one.
    Same(IncidentCode),
    /// Report it.
    Report,
    /// Close the form; what it says waits among the drafts.
    Close,
    /// Show the drafts that wait, or no longer.
    Drafts,
    /// Take up a draft.
    Resume(IncidentCode),
    /// Throw a draft away.
    Discard(IncidentCode),
    /// Take that back.
    UndoDiscard,
}

impl IntakeIntent {
    /// Whether it would change something in the county, or begins to, rather than on the screen.
    pub(in crate::seat) fn is_act(&self) -> bool {
        matches!(self, Self::Open | Self::Same(_) | Self::Report)
    }
}

impl Seat {
    pub(in crate::seat) fn intake(&mut self, intent: IntakeIntent) {
        match intent {
            IntakeIntent::Open | IntakeIntent::Drafts | IntakeIntent::Resume(_) if !self.may_take_in() => {
                self.toast(Toast::TakenInAtDesks)
            }
            IntakeIntent::Open => self.open_intake(),
            IntakeIntent::Say(slot, text) => self.say_intake(slot, text),
            IntakeIntent::Done(slot) => self.done_with(slot),
            IntakeIntent::Source(source) => self.come_by(source),
            IntakeIntent::Nature(nature) => self.is_of_nature(nature),
            IntakeIntent::Category(category) => self.is_of_category(category),
            IntakeIntent::Urgency(urgency) => self.is_so_urgent(urgency),
            IntakeIntent::Confidential(yes) => self.change_intake(|form| form.draft.confidential = Some(yes)),
            IntakeIntent::Nowhere => self.change_intake(|form| {
                form.draft.is_nowhere = !form.draft.is_nowhere;
                if form.draft.is_nowhere {
                    (form.draft.at, form.waits_for_click) = (None, false);
                }
            }),
            IntakeIntent::CalledBackAbove => self.is_called_back_above(),
            IntakeIntent::Adopt => self.adopt_advice(),
            IntakeIntent::Place(place) => self.take_place(place),
            IntakeIntent::NoSpot => self.change_intake(|form| form.draft.at = None),
            IntakeIntent::WaitForClick => {
                if let Some(form) = &mut self.intake.form {
                    form.waits_for_click = !form.waits_for_click;
                    form.want_focus(None);
                }
            }
            IntakeIntent::See(code) => {
                if let Some(number) = self.picture.incidents.number(&code) {
                    let seen = Selection::Incident(number);
                    self.intend(Intent::Select(seen));
                    self.bring_into_view(seen);
                }
            }
            IntakeIntent::Same(code) => self.report_intake(Some(&code)),
            IntakeIntent::Report => self.report_intake(None),
            IntakeIntent::Close => self.put_intake_away(),
            IntakeIntent::Drafts => {
                self.intake.lists_drafts = !self.intake.lists_drafts;
                if self.intake.lists_drafts {
                    self.read_drafts();
                }
            }
            IntakeIntent::Resume(name) => self.resume_draft(&name),
            IntakeIntent::Discard(name) => self.discard_draft(&name),
            IntakeIntent::UndoDiscard => self.undo_discard(),
        }
    }

    /// Enter in a place for text: the first of the offered places is meant, or the first category that is found; then the
    /// next open question takes the keyboard. Nothing is reported by it.
    fn done_with(&mut self, slot: IntakeSlot) {
        let unplaced = self.intake.form.as_ref().filter(|form| slot == IntakeSlot::Place && form.draft.at.is_none());
        let address = unplaced.map(|form| form.draft.address.trim().to_owned());
        match address {
            Some(address) if address == self.intake.places_for => self.take_place(0),
            // What is offered is for other words: the answer that is on its way is meant.
            Some(address) if !address.is_empty() => {
                if let Some(form) = &mut self.intake.form {
                    form.takes_place = true;
                }
            }
            _ => {}
        }
        if slot == IntakeSlot::Category {
            let found = self.intake.form.as_ref().and_then(|form| self.categories_for(form).into_iter().next());
            if let Some(found) = found {
                self.is_of_category(found);
            }
        }
        if let Some(form) = &mut self.intake.form {
            // The place is what is being looked up.
            let awaits_place = form.awaits_advice && slot == IntakeSlot::Text;
            let next = form.slot_after(if awaits_place { IntakeSlot::Place } else { slot });
            form.want_focus(next);
        }
        // Pressed twice the key must not report what nobody has looked through.
        self.work.enter_spent = Some(self.now);
    }

    /// The key for "do what is highlighted" while the form is open: report it, unless it was pressed in a field just now.
    pub(in crate::seat) fn enter_in_intake(&mut self) {
        if !self.enter_rests() {
            self.report_intake(None);
        }
        self.work.enter_spent = Some(self.now);
    }

    /// One level back while the form is open: away from the map, from the drafts, from a matter looked at, from the form.
    /// Answers whether there was such a level.
    pub(in crate::seat) fn back_in_intake(&mut self) -> bool {
        if self.intake.lists_drafts {
            self.intake.lists_drafts = false;
            return true;
        }
        let Some(form) = &mut self.intake.form else { return false };
        if std::mem::take(&mut form.waits_for_click) {
            return true;
        }
        if self.selection.is_none() {
            self.put_intake_away();
            return true;
        }
        false
    }
}
