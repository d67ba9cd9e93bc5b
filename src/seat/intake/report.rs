//! A draft becomes a matter: reported by a command that bears the draft's name, so that it happens once; joined to the
//! matter that it is another report of, where the officer says so; and followed until the store has it.

use super::form::{IntakeForm, IntakeProblem, IntakeSlot};
use crate::domain::{Act, Command, Desk, IncidentCode, State, decide};
use crate::seat::link::ToStore;
use crate::seat::office::From;
use crate::seat::{Seat, Selection, Toast};

/// A report on its way to the store.
#[derive(Debug)]
pub(super) struct Sending {
    pub(super) form: IntakeForm,
    /// What is looked at when it is durable.
    select: IncidentCode,
}

/// States after which a matter is taken up again rather than joined to.
const ENDED: [State; 5] = [State::Closed, State::Answered, State::Declined, State::PassedOn, State::ReturnedUp];

impl Seat {
    /// Whether a matter can be said to be the same as the one that is taken in: it is open, or can be taken up again.
    pub fn may_be_same(&self, incident: u32) -> bool {
        let row = self.picture.incidents.row(incident);
        !row.confidential && (row.state <= State::Handled || ENDED.contains(&row.state))
    }

    /// Whether saying that it is the same takes it up again.
    pub fn would_reopen(&self, incident: u32) -> bool {
        ENDED.contains(&self.picture.incidents.row(incident).state)
    }

    /// Reports the open form; `same` is the matter that it is another report of.
    pub(super) fn report_intake(&mut self, same: Option<&IncidentCode>) {
        let Some(mut form) = self.intake.form.clone().filter(|_| self.intake.sending.is_none()) else { return };
        let same = same.and_then(|code| self.picture.incidents.number(code)).filter(|number| self.may_be_same(*number));
        if let Some(number) = same {
            self.take_over(&mut form, number);
        }
        let command = match self.report_of(&form) {
            Ok(command) => command,
            Err(problem) => {
                if let Some(open) = &mut self.intake.form {
                    open.problem = Some(problem);
                }
                return;
            }
        };
        // In the file before it is in the ledger: what is cut off between the two is still there.
        if let Some(open) = &mut self.intake.form {
            open.draft.clone_from(&form.draft);
            open.changed = true;
        }
        self.keep_intake(true);
        self.intake.form = None;
        let number = form.name.clone();
        let select = same.map_or_else(|| number.clone(), |same| self.picture.incidents.row(same).code.clone());
        self.intake.sending = Some(Sending { form, select });
        // Nobody is sent by the key that reported.
        self.work.enter_spent = Some(self.now);
        let reopens = same.filter(|same| self.would_reopen(*same));
        if let Some(ended) = reopens {
            let again = match self.lang {
                crate::seat::Lang::Zh => format!("再次来电反映，登记号 {number}"),
                crate::seat::Lang::En => format!("reported again as {number}"),
            };
            self.give_here(ended, Act::Reopen { reason: again });
        }
        self.give(command, From::Here);
        if let Some(same) = same {
            let into = self.picture.incidents.row(same).code.clone();
            let command = Command {
                id: self.office.command_id(self.now),
                by: self.actor(),
                at: self.now,
                incident: number,
                seen_version: None,
                act: Act::Merge { into },
            };
            // It waits in the office until both are durable, and is decided on what happened.
            self.give(command, From::Here);
        }
    }

    /// What the other matter knows and this form doesn't: they are one.
    fn take_over(&self, form: &mut IntakeForm, number: u32) {
        let row = self.picture.incidents.row(number);
        let draft = &mut form.draft;
        if draft.at.is_none() && !draft.is_nowhere && draft.address.trim().is_empty() {
            (draft.at, draft.address) = (row.at, row.address.to_string());
            draft.is_nowhere = row.at.is_none() && row.address.is_empty();
        }
        let category = row.category.map(|category| self.picture.categories.rows()[category as usize].code.clone());
        draft.category = draft.category.take().or(category);
        draft.urgency = draft.urgency.or(Some(row.urgency));
        let is_talk = draft.asked().iter().any(|asked| asked.field == crate::domain::FormField::Nature);
        if is_talk && row.nature != crate::domain::Nature::GridFound {
            draft.nature = draft.nature.or(Some(row.nature));
        }
    }

    fn report_of(&self, form: &IntakeForm) -> Result<Command, IntakeProblem> {
        let upstream = form.draft.upstream.as_ref();
        for (slot, words, moment) in [
            (IntakeSlot::UpstreamDeadline, &form.deadline_words, upstream.and_then(|above| above.deadline_at)),
            (IntakeSlot::UpstreamReturn, &form.return_words, upstream.and_then(|above| above.return_until)),
        ] {
            if form.has(slot) && !words.trim().is_empty() && moment.is_none() {
                return Err(IntakeProblem::NoMoment(slot));
            }
        }
        let act = form.draft.report(self.now).map_err(|unfinished| IntakeProblem::Missing(unfinished.0))?;
        let command = Command {
            id: form.name.as_str().into(),
            by: self.actor(),
            at: self.now,
            incident: form.name.clone(),
            seen_version: None,
            act,
        };
        // Whether it was reported before is the ledger's to say, which answers with the first result.
        decide(&Desk { rules: &self.rules, other: None }, None, &command).map_err(IntakeProblem::Refused)?;
        Ok(command)
    }

    /// Follows the report that is on its way: once it is durable its draft goes and its card opens; where it failed the
    /// form is there again.
    pub(super) fn settle_intake(&mut self) {
        let Some(sending) = &self.intake.sending else { return };
        let name = sending.form.name.clone();
        if self.live().incidents.number(&name).is_none() {
            if self.is_under_way(&name) {
                return;
            }
            let Some(mut sending) = self.intake.sending.take() else { return };
            // The toast has said why.
            (sending.form.changed, sending.form.problem) = (true, None);
            if self.intake.form.is_some() {
                // Whoever has begun with the next call is not interrupted.
                let waits = self.as_draft(&sending.form);
                self.intake.drafts.insert(0, waits);
            } else {
                self.intake.form = Some(sending.form);
            }
            return;
        }
        let Some(sending) = self.intake.sending.take() else { return };
        self.office.post(ToStore::EraseDraft(name.clone()));
        let shown = self.picture.incidents.number(&sending.select);
        let shown = shown.filter(|number| !self.picture.incidents.row(*number).confidential);
        self.toast(Toast::TakenIn(name));
        // Whoever has begun with the next call is not interrupted.
        if let Some(number) = shown.filter(|_| self.intake.form.is_none()) {
            self.select(Some(Selection::Incident(number)));
            self.bring_into_view(Selection::Incident(number));
            // Selecting lets the key go on: pressed twice it would report and send.
            self.work.enter_spent = Some(self.now);
        }
    }
}
