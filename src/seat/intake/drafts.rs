//! Drafts of matters: handed over to be kept with every change, taken up again, thrown away and taken back.

use super::form::IntakeForm;
use crate::domain::{Actor, Draft, IncidentCode, Timestamp};
use crate::seat::Seat;
use crate::seat::link::ToStore;

/// A draft that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenDraft {
    /// Its name: the number that the matter is to have.
    pub name: IncidentCode,
    /// Who changed it last.
    pub by: Actor,
    /// When.
    pub changed_at: Timestamp,
    /// What it says.
    pub draft: Draft,
}

/// For so long a draft that was thrown away can be taken back, seconds.
const UNDO_SECS: i64 = 20;
/// What the numbers of matters begin with that are taken in here: 登记.
const PREFIX: &str = "DJ";

impl Seat {
    /// Whether matters are taken in at this seat: a caller's name and number are nothing for a wall.
    pub fn may_take_in(&self) -> bool {
        self.screen.is_near()
    }

    /// Takes over the drafts that a folder keeps. Those whose matter is there already have done their work: they were
    /// reported, and only their erasing was cut off.
    pub fn take_intake_drafts(&mut self, kept: Vec<OpenDraft>) {
        let read_at = self.intake.read_at.unwrap_or(Timestamp(i64::MIN));
        let mut left: Vec<OpenDraft> = Vec::new();
        for draft in kept {
            if self.live().incidents.number(&draft.name).is_some() {
                self.office.post(ToStore::EraseDraft(draft.name));
            } else {
                left.push(draft);
            }
        }
        let intake = &mut self.intake;
        let open = intake.form.as_ref().map(|form| form.name.clone());
        let sent = intake.sending.as_ref().map(|sending| sending.form.name.clone());
        let gone = intake.discarded.as_ref().map(|(draft, _)| draft.name.clone());
        left.retain(|draft| [&open, &sent, &gone].into_iter().flatten().all(|name| *name != draft.name));
        for own in std::mem::take(&mut intake.drafts) {
            match left.iter_mut().find(|draft| draft.name == own.name) {
                Some(theirs) if own.changed_at >= theirs.changed_at => *theirs = own,
                Some(_) => {}
                // Put away since the file was asked for: its turn came later.
                None if own.changed_at >= read_at => left.push(own),
                None => {}
            }
        }
        left.sort_by(|a, b| (b.changed_at, &b.name).cmp(&(a.changed_at, &a.name)));
        intake.drafts = left;
    }

    /// Opens a form with nothing in it; one that is open stays, and takes the keyboard.
    pub(super) fn open_intake(&mut self) {
        self.read_drafts();
        if self.intake.form.is_none() {
            let draft = Draft { source: self.intake.last_source, ..Draft::default() };
            let form = IntakeForm::new(self.free_number(), draft);
            self.show_intake(form);
            if let Some(source) = self.intake.last_source {
                // What its mouth brings with it; nobody has said anything yet.
                self.come_by(source);
                if let Some(form) = &mut self.intake.form {
                    form.changed = false;
                }
            }
        }
        self.intake.lists_drafts = false;
        if let Some(form) = &mut self.intake.form {
            form.want_focus(Some(super::IntakeSlot::Text));
        }
    }

    /// Takes in the answer to the last asking; earlier ones tell of a file that has changed since.
    pub(in crate::seat) fn take_read_drafts(&mut self, kept: Vec<OpenDraft>) {
        self.intake.reads = self.intake.reads.saturating_sub(1);
        if self.intake.reads == 0 {
            self.take_intake_drafts(kept);
        }
    }

    /// Asks for the drafts that the folder keeps now: others may have put theirs there.
    pub(super) fn read_drafts(&mut self) {
        self.intake.read_at = Some(self.clock);
        self.intake.reads += 1;
        self.office.post(ToStore::ReadDrafts);
    }

    fn show_intake(&mut self, form: IntakeForm) {
        self.close_form();
        self.intake.advice = super::Advice::default();
        self.intake.places_for.clear();
        (self.intake.trouble, self.intake.answered) = (None, None);
        self.intake.form = Some(form);
        self.come_to_desk();
        // The right side is the advice's, and a selected matter's when somebody looks at one.
        self.select(None);
    }

    /// The first number of today that nothing has: no matter, no draft.
    fn free_number(&self) -> IncidentCode {
        let day = self.civil_text(self.clock);
        let digits: String = day.chars().take(10).filter(char::is_ascii_digit).skip(2).collect();
        let free = |code: &IncidentCode| {
            self.live().incidents.number(code).is_none()
                && self.intake.drafts.iter().all(|draft| draft.name != *code)
                && self.intake.discarded.as_ref().is_none_or(|(draft, _)| draft.name != *code)
                && self.intake.sending.as_ref().is_none_or(|sending| sending.form.name != *code)
        };
        let numbers = (1_u32..).map(|n| IncidentCode::from(format!("{PREFIX}{digits}-{n:04}").as_str()));
        let mut free = numbers.filter(free);
        free.next().unwrap_or_default()
    }

    pub(super) fn as_draft(&self, form: &IntakeForm) -> OpenDraft {
        OpenDraft { name: form.name.clone(), by: self.actor(), changed_at: self.clock, draft: form.draft.clone() }
    }

    /// Hands the open form over to be kept: at most once a second of the clock, unless it must be now.
    pub(super) fn keep_intake(&mut self, now: bool) {
        let rests = self.intake.kept_at == Some(self.clock) && !now;
        let Some(form) = self.intake.form.as_ref().filter(|form| form.changed && !rests) else { return };
        let (blank, was_kept, draft) = (form.is_blank(), form.is_kept, self.as_draft(form));
        if !blank {
            self.office.post(ToStore::KeepDraft(Box::new(draft)));
        } else if was_kept {
            self.office.post(ToStore::EraseDraft(draft.name));
        }
        self.intake.kept_at = Some(self.clock);
        if let Some(form) = &mut self.intake.form {
            (form.changed, form.is_kept) = (false, !blank);
        }
    }

    /// Closes the form; what it says waits among the drafts.
    pub(in crate::seat) fn put_intake_away(&mut self) {
        self.keep_intake(true);
        let Some(form) = self.intake.form.take() else { return };
        if !form.is_blank() {
            let draft = self.as_draft(&form);
            self.intake.drafts.insert(0, draft);
        }
    }

    /// Takes a draft up again; the form that was open waits.
    pub(super) fn resume_draft(&mut self, name: &IncidentCode) {
        let Some(place) = self.intake.drafts.iter().position(|draft| draft.name == *name) else { return };
        let draft = self.intake.drafts.remove(place);
        self.put_intake_away();
        let mut form = IntakeForm::new(draft.name, draft.draft);
        let words = |at: Option<Timestamp>| at.map(|at| self.civil_text(at)).unwrap_or_default();
        if let Some(upstream) = &form.draft.upstream {
            (form.deadline_words, form.return_words) = (words(upstream.deadline_at), words(upstream.return_until));
        }
        form.is_kept = true;
        self.show_intake(form);
        self.intake.lists_drafts = false;
    }

    /// Throws a draft away: out of the list and out of the file. For some seconds it can be taken back.
    pub(super) fn discard_draft(&mut self, name: &IncidentCode) {
        let open =
            self.intake.form.take_if(|form| form.name == *name).map(|form| (form.is_blank(), self.as_draft(&form)));
        let draft = match open {
            // Nothing was said: nothing is kept of it, and nothing taken back.
            Some((true, draft)) => {
                self.office.post(ToStore::EraseDraft(draft.name));
                return;
            }
            Some((false, draft)) => draft,
            None => {
                let Some(place) = self.intake.drafts.iter().position(|draft| draft.name == *name) else { return };
                self.intake.drafts.remove(place)
            }
        };
        self.office.post(ToStore::EraseDraft(draft.name.clone()));
        self.intake.discarded = Some((draft, self.clock));
        self.intake.lists_drafts = true;
    }

    /// Takes the draft back that was thrown away last.
    pub(super) fn undo_discard(&mut self) {
        let Some((draft, _)) = self.intake.discarded.take() else { return };
        self.office.post(ToStore::KeepDraft(Box::new(draft.clone())));
        self.intake.drafts.insert(0, draft);
    }

    /// Once the time to take it back is over nothing of a discarded draft stays, not even in memory.
    pub(super) fn forget_discarded(&mut self) {
        let clock = self.clock;
        let over = |at: Timestamp| !(0..=UNDO_SECS).contains(&clock.secs_since(at));
        drop(self.intake.discarded.take_if(|(_, at)| over(*at)));
    }
}
