//! The form's rows, planned before anything is drawn.

use crate::domain::{FormField, Nature, Need, Source, Urgency};
use crate::panels::fields::{CHIP_ROW, flow};
use crate::panels::text::{IntakeWord, intake_words, tell, words};
use crate::seat::intake::{IntakeForm, IntakeSlot};
use crate::seat::{IntakeIntent, Intent, Lang, Seat};
use bevy_egui::egui::Rect;

/// Something to press.
pub(super) struct Chip {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) chosen: bool,
    pub(super) intent: Intent,
}

/// A field's name, and whether the form can't do without it and has it not.
#[derive(Clone, Copy)]
pub(super) struct Label {
    pub(super) words: &'static str,
    pub(super) open: bool,
}

/// A place for text.
pub(super) struct Edit {
    pub(super) slot: IntakeSlot,
    pub(super) text: String,
    pub(super) hint: String,
}

/// A row of the form.
pub(super) enum Row {
    /// Things to choose, each with its place.
    Chips(Label, Vec<(Chip, Rect)>, usize),
    /// Places for text side by side.
    Edits(Label, Vec<Edit>),
    /// A place for several lines.
    Lines(Label, Edit),
    /// What is advised, and the chip that takes it.
    Advice(Label, Option<Chip>, String),
}

/// The width of the names of fields.
pub(super) const LABEL: f32 = 68.0;
const LINES: f32 = 104.0;
/// A category that is believed less is not offered.
const LEAST_SHARE: f64 = 0.05;

impl Row {
    pub(super) fn height(&self) -> f32 {
        match self {
            Row::Chips(_, _, rows) => *rows as f32 * CHIP_ROW + 4.0,
            Row::Edits(..) => 40.0,
            Row::Lines(..) => LINES,
            Row::Advice(..) => 46.0,
        }
    }
}

fn meant(intent: IntakeIntent) -> Intent {
    Intent::Intake(intent)
}

fn chip(id: impl Into<String>, label: impl Into<String>, chosen: bool, intent: IntakeIntent) -> Chip {
    Chip { id: id.into(), label: label.into(), chosen, intent: meant(intent) }
}

/// Plans the rows of one form in one width.
struct Planner<'a> {
    seat: &'a Seat,
    form: &'a IntakeForm,
    lang: Lang,
    width: f32,
    rows: Vec<Row>,
}

/// The rows of a form in this width; `title` is what it is called while nobody writes another title.
pub(super) fn rows(seat: &Seat, form: &IntakeForm, title: &str, width: f32) -> Vec<Row> {
    let mut plan = Planner { seat, form, lang: seat.lang, width: width - LABEL, rows: Vec::new() };
    plan.sources();
    plan.words();
    plan.place();
    plan.caller();
    plan.kind();
    plan.above();
    plan.edits(IntakeWord::Title, None, &[(IntakeSlot::Title, title.to_owned())]);
    plan.rows
}

impl Planner<'_> {
    fn tell(&self, word: IntakeWord) -> &'static str {
        tell(self.lang, word)
    }

    fn label(&self, word: IntakeWord, field: Option<FormField>) -> Label {
        let draft = &self.form.draft;
        let open = draft
            .asked()
            .iter()
            .any(|asked| Some(asked.field) == field && asked.need == Need::Required && !asked.answered);
        Label { words: self.tell(word), open }
    }

    fn chips(&mut self, label: Label, chips: Vec<Chip>) {
        if chips.is_empty() {
            return;
        }
        let (places, count) = flow(chips.iter().map(|chip| chip.label.as_str()), self.width);
        self.rows.push(Row::Chips(label, chips.into_iter().zip(places).collect(), count));
    }

    fn edit(&self, slot: IntakeSlot, hint: String) -> Edit {
        Edit { slot, text: self.form.text(slot).to_owned(), hint }
    }

    fn edits(&mut self, word: IntakeWord, field: Option<FormField>, slots: &[(IntakeSlot, String)]) {
        let edits = slots.iter().filter(|(slot, _)| self.form.has(*slot));
        let edits: Vec<Edit> = edits.map(|(slot, hint)| self.edit(*slot, hint.clone())).collect();
        if !edits.is_empty() {
            self.rows.push(Row::Edits(self.label(word, field), edits));
        }
    }

    fn sources(&mut self) {
        let now = self.form.draft.source();
        let chips = Source::ALL.into_iter().map(|source| {
            let id = format!("intake-source-{}", source as usize + 1);
            chip(id, words::source(self.lang, source), source == now, IntakeIntent::Source(source))
        });
        self.chips(self.label(IntakeWord::Source, None), chips.collect());
    }

    fn words(&mut self) {
        let edit = self.edit(IntakeSlot::Text, self.tell(IntakeWord::SaidHint).to_owned());
        self.rows.push(Row::Lines(self.label(IntakeWord::Said, Some(FormField::Text)), edit));
        let (adopt, note) = self.advice();
        self.rows.push(Row::Advice(self.label(IntakeWord::Advice, None), adopt, note));
    }

    /// What is advised in one line, and the chip that takes what is not said otherwise.
    fn advice(&self) -> (Option<Chip>, String) {
        let (intake, draft) = (&self.seat.intake, &self.form.draft);
        if let Some(why) = &intake.trouble {
            return (None, format!("{}{why}", self.tell(IntakeWord::NoAdvice)));
        }
        if self.form.awaits_advice {
            return (None, self.tell(IntakeWord::Awaited).to_owned());
        }
        if !intake.is_advised() && intake.is_asking() {
            return (None, self.tell(IntakeWord::Preparing).to_owned());
        }
        let advice = &intake.advice;
        let mut parts: Vec<String> = Vec::new();
        if let Some(first) = advice.categories.first() {
            parts.push(self.category(&first.category));
        }
        if let Some(urgency) = advice.urgency {
            let danger = urgency.danger.map(|word| format!(" {}“{word}”", self.tell(IntakeWord::Danger)));
            parts.push(words::urgency(self.lang, urgency.urgency).to_owned() + &danger.unwrap_or_default());
        }
        parts.extend(advice.agency.as_ref().map(ToString::to_string));
        let has_place = draft.at.is_some() || draft.is_nowhere || !draft.address.trim().is_empty();
        let place = advice.places.first().filter(|_| !has_place);
        parts.extend(place.map(|place| place.name.clone()));
        if parts.is_empty() {
            return (None, self.tell(IntakeWord::NothingYet).to_owned());
        }
        let takes = (draft.category.is_none() && !advice.categories.is_empty())
            || (draft.urgency.is_none() && advice.urgency.is_some())
            || place.is_some();
        let label = format!("{} A", self.tell(IntakeWord::Adopt));
        let adopt = takes.then(|| chip("intake-adopt", label, false, IntakeIntent::Adopt));
        (adopt, parts.join(" · "))
    }

    fn category(&self, code: &crate::domain::CategoryCode) -> String {
        let rows = &self.seat.picture.categories;
        let Some(row) = rows.number(code).map(|number| &rows.rows()[number as usize]) else { return code.to_string() };
        let english = row.name_en.as_ref().filter(|_| self.lang == Lang::En);
        english.unwrap_or(&row.name).clone()
    }

    fn place(&mut self) {
        let hint = self.tell(IntakeWord::PlaceHint).to_owned();
        self.edits(IntakeWord::Place, Some(FormField::Place), &[(IntakeSlot::Place, hint)]);
        let (draft, advice) = (&self.form.draft, &self.seat.intake.advice);
        let mut chips = Vec::new();
        if let Some(at) = draft.at {
            let spot = format!("{:.5}, {:.5} ×", at.lon_deg, at.lat_deg);
            chips.push(chip("intake-located", spot, true, IntakeIntent::NoSpot));
        } else if !draft.is_nowhere {
            for (k, place) in advice.places.iter().enumerate() {
                let id = format!("intake-place-{}", k + 1);
                chips.push(chip(id, place.name.clone(), false, IntakeIntent::Place(k)));
            }
        }
        let picks = self.form.waits_for_click;
        chips.push(chip("intake-pick", self.tell(IntakeWord::PickOnMap), picks, IntakeIntent::WaitForClick));
        chips.push(chip("intake-nowhere", self.tell(IntakeWord::NoPlace), draft.is_nowhere, IntakeIntent::Nowhere));
        self.chips(Label { words: "", open: false }, chips);
    }

    fn caller(&mut self) {
        let phone = self.tell(IntakeWord::PhoneHint).to_owned();
        let name = self.tell(IntakeWord::NameHint).to_owned();
        let slots = [(IntakeSlot::Phone, phone), (IntakeSlot::Name, name)];
        self.edits(IntakeWord::Phone, Some(FormField::Phone), &slots);
    }

    fn kind(&mut self) {
        let draft = &self.form.draft;
        if self.form.asks(FormField::Nature) {
            let chips = Nature::ASKED.into_iter().enumerate().map(|(k, nature)| {
                let label = format!("{} {}", k + 1, intake_words::nature(self.lang, nature));
                let id = format!("intake-nature-{}", k + 1);
                chip(id, label, draft.nature == Some(nature), IntakeIntent::Nature(nature))
            });
            self.chips(self.label(IntakeWord::Nature, Some(FormField::Nature)), chips.collect());
        }
        let hint = self.tell(IntakeWord::CategoryHint).to_owned();
        self.edits(IntakeWord::Category, None, &[(IntakeSlot::Category, hint)]);
        self.chips(Label { words: "", open: false }, self.categories());
        let urgencies = Urgency::ALL.into_iter().map(|urgency| {
            let id = format!("intake-urgency-{}", urgency as u8 + 1);
            let chosen = draft.urgency == Some(urgency);
            chip(id, words::urgency(self.lang, urgency), chosen, IntakeIntent::Urgency(urgency))
        });
        self.chips(self.label(IntakeWord::Urgency, None), urgencies.collect());
        if self.form.asks(FormField::Confidential) {
            let label = self.label(IntakeWord::Confidential, Some(FormField::Confidential));
            let kept = draft.confidential;
            let chips = vec![
                chip(
                    "intake-kept-yes",
                    self.tell(IntakeWord::Kept),
                    kept == Some(true),
                    IntakeIntent::Confidential(true),
                ),
                chip(
                    "intake-kept-no",
                    self.tell(IntakeWord::NotKept),
                    kept == Some(false),
                    IntakeIntent::Confidential(false),
                ),
            ];
            self.chips(label, chips);
        }
    }

    /// The chosen category, those that are found for what is typed or, where nothing is, those that the words speak for.
    fn categories(&self) -> Vec<Chip> {
        let chosen = self.form.draft.category.as_ref();
        let one = |id: String, code: &crate::domain::CategoryCode, label: String| {
            chip(id, label, chosen == Some(code), IntakeIntent::Category(code.clone()))
        };
        let mut chips: Vec<Chip> =
            chosen.iter().map(|code| one("intake-chosen".into(), code, self.category(code))).collect();
        let found = self.seat.categories_for(self.form);
        if self.form.category_words.trim().is_empty() {
            let others = self.seat.intake.advice.categories.iter().enumerate();
            let believed = others.filter(|(_, offered)| offered.share >= LEAST_SHARE);
            for (k, offered) in believed.filter(|(_, offered)| chosen != Some(&offered.category)) {
                let label = format!("{} {:.0}%", self.category(&offered.category), offered.share * 100.0);
                chips.push(one(format!("intake-suggested-{}", k + 1), &offered.category, label));
            }
        } else {
            for (k, code) in found.iter().enumerate().filter(|(_, code)| chosen != Some(*code)) {
                chips.push(one(format!("intake-found-{}", k + 1), code, self.category(code)));
            }
        }
        chips
    }

    fn above(&mut self) {
        if !self.form.is_from_above() {
            return;
        }
        let number = self.tell(IntakeWord::NumberHint).to_owned();
        let slots = [(IntakeSlot::UpstreamNumber, number)];
        self.edits(IntakeWord::Above, Some(FormField::UpstreamNumber), &slots);
        let deadline = self.tell(IntakeWord::DeadlineHint).to_owned();
        let returns = self.tell(IntakeWord::ReturnHint).to_owned();
        let edits = [(IntakeSlot::UpstreamDeadline, deadline), (IntakeSlot::UpstreamReturn, returns)];
        let edits = edits.into_iter().map(|(slot, hint)| self.edit(slot, hint)).collect();
        self.rows.push(Row::Edits(Label { words: "", open: false }, edits));
        let calls = self.form.draft.upstream.as_ref().is_some_and(|above| above.calls_back);
        let label = self.tell(IntakeWord::CalledBackAbove);
        self.chips(
            Label { words: "", open: false },
            vec![chip("intake-called-back-above", label, calls, IntakeIntent::CalledBackAbove)],
        );
    }
}

/// The line above the buttons: what was wrong, else what is still wanted, else that it is ready.
pub(super) fn foot_line(seat: &Seat, form: &IntakeForm) -> (String, bool) {
    match &form.problem {
        Some(problem) => (intake_words::problem(seat.lang, problem), true),
        None => {
            let missing = form.draft.missing();
            let ready = tell(seat.lang, IntakeWord::Ready).to_owned();
            (if missing.is_empty() { ready } else { intake_words::missing(seat.lang, &missing) }, false)
        }
    }
}

/// A draft by its title: what stands in the list of drafts.
pub(super) fn draft_title(lang: Lang, draft: &crate::domain::Draft) -> String {
    let title = draft.title();
    if title.is_empty() { tell(lang, IntakeWord::NothingSaid).to_owned() } else { title }
}
