//! What was said in forms that nobody has confirmed yet, or whose act is not durable yet: it outlives the form, and the
//! seat.

use super::form::{Form, Values};
use crate::domain::{ActKind, IncidentCode};
use crate::seat::Seat;
use serde::{Deserialize, Serialize};

/// What was said in a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Who said it.
    pub officer: String,
    /// About which matter.
    pub incident: IncidentCode,
    /// The act, as the command line spells it.
    pub act: String,
    /// What was said.
    pub values: Values,
    /// The matter's version when the act was given: as soon as it has moved on the draft has done its work.
    #[serde(skip)]
    pub(super) given_at: Option<u32>,
}

/// At most so many are kept; the oldest go.
const MOST: usize = 100;

/// The drafts of a seat, oldest first.
#[derive(Debug, Default)]
pub(in crate::seat) struct Drafts {
    list: Vec<Draft>,
    /// Moves with every change, so that what is kept on disk follows.
    pub(super) revision: u64,
}

impl Drafts {
    pub(super) fn touch(&mut self) {
        self.revision += 1;
    }

    pub(super) fn list(&self) -> &[Draft] {
        &self.list
    }

    pub(super) fn restore(&mut self, list: Vec<Draft>) {
        self.list = list;
    }

    fn put(&mut self, draft: Draft) {
        self.drop_of(&draft.officer, &draft.incident, &draft.act);
        self.list.push(draft);
        let over = self.list.len().saturating_sub(MOST);
        self.list.drain(..over);
        self.touch();
    }

    fn drop_of(&mut self, officer: &str, incident: &IncidentCode, act: &str) {
        let before = self.list.len();
        self.list.retain(|draft| draft.officer != officer || draft.incident != *incident || draft.act != act);
        if self.list.len() < before {
            self.touch();
        }
    }
}

impl Seat {
    fn draft_of(&self, form: &Form) -> Option<Draft> {
        // Several matters at once are marked and done in one go; what one of them wants said is kept.
        let [incident] = form.targets[..] else { return None };
        let fresh = self.fresh_form(form.act, form.targets.clone());
        let said = form.values.words.trim() != fresh.values.words.trim()
            || form.values.second.trim() != fresh.values.second.trim()
            || form.values.agencies != fresh.values.agencies
            || form.values.until != fresh.values.until
            || !form.values.matter.is_empty();
        said.then(|| Draft {
            officer: self.officer.clone(),
            incident: self.picture.incidents.row(incident).code.clone(),
            act: form.act.name().to_owned(),
            values: form.values.clone(),
            given_at: None,
        })
    }

    /// The draft of the form that is open, and those that wait.
    pub(super) fn all_drafts(&self) -> Vec<Draft> {
        let open = self.work.form.as_ref().and_then(|form| self.draft_of(form));
        let same = |draft: &&Draft| {
            open.as_ref().is_none_or(|open| {
                (&open.officer, &open.incident, &open.act) != (&draft.officer, &draft.incident, &draft.act)
            })
        };
        self.work.drafts.list().iter().filter(same).cloned().chain(open.clone()).collect()
    }

    /// Keeps what was said in the form that is open.
    pub(super) fn keep_draft(&mut self) {
        if let Some(draft) = self.work.form.as_ref().and_then(|form| self.draft_of(form)) {
            self.work.drafts.put(draft);
        }
    }

    /// What was said in this form before.
    pub(super) fn drafted(&self, form: &Form) -> Option<Values> {
        let [incident] = form.targets[..] else { return None };
        let code = &self.picture.incidents.row(incident).code;
        let of =
            |draft: &&Draft| draft.officer == self.officer && draft.incident == *code && draft.act == form.act.name();
        self.work.drafts.list().iter().rev().find(of).map(|draft| draft.values.clone())
    }

    /// A form was confirmed: its words are kept until the matter has really moved.
    pub(super) fn given(&mut self, form: &Form) {
        let [incident] = form.targets[..] else { return };
        let version = self.picture.incidents.row(incident).version;
        match self.draft_of(form) {
            Some(draft) => self.work.drafts.put(Draft { given_at: Some(version), ..draft }),
            None => {
                let code = self.picture.incidents.row(incident).code.clone();
                let officer = self.officer.clone();
                self.work.drafts.drop_of(&officer, &code, form.act.name());
            }
        }
    }

    /// Drops the drafts whose acts are durable.
    pub(in crate::seat) fn settle_drafts(&mut self) {
        let rows = &self.live().incidents;
        let version = |draft: &Draft| rows.number(&draft.incident).map(|number| rows.row(number).version);
        let is_done = |draft: &Draft| draft.given_at.is_some_and(|given| version(draft) != Some(given));
        let open: Vec<bool> = self.work.drafts.list.iter().map(|draft| !is_done(draft)).collect();
        if open.contains(&false) {
            let mut open = open.into_iter();
            self.work.drafts.list.retain(|_| open.next().unwrap_or(true));
            self.work.drafts.touch();
        }
    }

    /// Whether an act of the selected matter has a draft that nobody has confirmed.
    pub fn has_draft(&self, incident: u32, act: ActKind) -> bool {
        let code = &self.picture.incidents.row(incident).code;
        let waits = |draft: &Draft| draft.officer == self.officer && draft.incident == *code && draft.act == act.name();
        self.work.drafts.list().iter().any(|draft| draft.given_at.is_none() && waits(draft))
    }
}
