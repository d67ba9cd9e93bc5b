//! A form's rows, planned before anything is drawn.

use crate::domain::ActKind;
use crate::panels::fields::{CHIP_ROW, flow, rough_rows};
use crate::panels::text::{Word, desk_words, format, say, shown};
use crate::seat::work::{Choose, Field, Form, Slot, WorkIntent, phrases, until_steps};
use crate::seat::{Intent, Seat};
use bevy_egui::egui::Rect;

/// Something to press in a form.
pub(super) struct Chip {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) chosen: bool,
    pub(super) intent: Intent,
}

/// A row.
pub(super) enum Row {
    /// What is to be done, with what.
    Title { act: &'static str, note: String },
    /// A field's name; whose usual words stand below, where some do.
    Label(&'static str, Option<Slot>),
    /// Things to choose, or to take over into this field, each with its place; how many rows they take.
    Chips(Option<Slot>, Vec<(Chip, Rect)>, usize),
    /// A field for text.
    Edit { slot: Slot, label: &'static str, text: String, hint: &'static str, lines: bool },
    /// Why it was not done.
    Problem(String, usize),
    /// Cancel and confirm.
    Buttons(String),
}

/// As many as there are digits to press.
const DIGITS: usize = 9;
const TITLE: f32 = 30.0;
const LABEL: f32 = 20.0;
const EDIT: f32 = 36.0;
const EDIT_LINES: f32 = 62.0;
const BUTTONS: f32 = 48.0;
const PROBLEM_ROW: f32 = 19.0;

impl Row {
    pub(super) fn height(&self) -> f32 {
        match self {
            Row::Title { .. } => TITLE,
            Row::Label(..) => LABEL,
            Row::Chips(_, _, rows) => *rows as f32 * CHIP_ROW + 2.0,
            Row::Edit { lines: true, .. } => EDIT_LINES,
            Row::Edit { .. } => EDIT,
            Row::Problem(_, rows) => *rows as f32 * PROBLEM_ROW + 8.0,
            Row::Buttons(_) => BUTTONS,
        }
    }
}

fn work(intent: WorkIntent) -> Intent {
    Intent::Work(intent)
}

/// The rows of a form in this width.
pub(super) fn rows(seat: &Seat, form: &Form, width: f32) -> Vec<Row> {
    let lang = seat.lang;
    let act = desk_words::act(lang, form.act);
    let note = match form.targets[..] {
        [one] => {
            let row = seat.picture.incidents.row(one);
            format!("{} {}", row.code, shown::short_title(seat, row))
        }
        _ => format!("{} {}", format::number(form.targets.len()), say(lang, Word::Several)),
    };
    let mut rows = vec![Row::Title { act, note: note.clone() }];
    for field in form.fields() {
        field_rows(&mut rows, seat, form, field, width);
    }
    if let Some(problem) = &form.problem {
        let said = desk_words::refusal(lang, problem);
        let count = rough_rows(&said, width - 16.0).min(4);
        rows.push(Row::Problem(said, count));
    }
    let confirm = if form.targets.len() > 1 { format!("{act} {note}") } else { act.to_owned() };
    rows.push(Row::Buttons(format!("{} {confirm}", say(lang, Word::Confirm))));
    rows
}

/// Pushes things to press; those that Alt and a digit take into a field say which.
fn push_chips(rows: &mut Vec<Row>, of: Option<Slot>, mut chips: Vec<Chip>, width: f32) {
    if chips.is_empty() {
        return;
    }
    for (k, chip) in chips.iter_mut().enumerate().take(if of.is_some() { DIGITS } else { 0 }) {
        chip.label.insert_str(0, &format!("{} ", k + 1));
    }
    let (places, count) = flow(chips.iter().map(|chip| chip.label.as_str()), width);
    rows.push(Row::Chips(of, chips.into_iter().zip(places).collect(), count));
}

fn field_rows(rows: &mut Vec<Row>, seat: &Seat, form: &Form, field: Field, width: f32) {
    let lang = seat.lang;
    match field {
        Field::Choose(what) => {
            let options = seat.options(form, what);
            let chosen = form.values.choices.get(&what);
            let chips = options.into_iter().enumerate().map(|(k, choice)| Chip {
                id: format!("form-{}-{}", what.name(), k + 1),
                label: desk_words::choice(seat, &choice),
                chosen: chosen == Some(&choice),
                intent: work(WorkIntent::Choose(choice)),
            });
            rows.push(Row::Label(desk_words::choose(lang, what), None));
            push_chips(rows, None, chips.collect(), width);
        }
        Field::Agency | Field::Agencies => agency_rows(rows, seat, form, field, width),
        Field::Matter => matter_rows(rows, seat, form, width),
        Field::Until => {
            rows.push(Row::Label(say(lang, Word::UntilWhen), Some(Slot::Until)));
            push_edit(rows, form, Slot::Until, (say(lang, Word::UntilWhen), ""));
            let Some(first) = form.first() else { return };
            let chips = until_steps(form.act).into_iter().enumerate().map(|(k, step)| {
                let text = seat.until_text(form.act, first, step);
                Chip {
                    id: format!("form-until-{}", k + 1),
                    label: desk_words::until_step(lang, step),
                    chosen: form.values.until == text,
                    intent: work(WorkIntent::Say(Slot::Until, text)),
                }
            });
            push_chips(rows, Some(Slot::Until), chips.collect(), width);
        }
        Field::Words => words_rows(rows, seat, form, Slot::Words, words_label(form.act), width),
        Field::Second => {
            let label = if form.act == ActKind::Summon { Word::Told } else { Word::Where };
            words_rows(rows, seat, form, Slot::Second, label, width);
        }
    }
}

fn words_label(act: ActKind) -> Word {
    use ActKind as K;
    match act {
        K::Handle | K::Settle | K::JointResult => Word::Result,
        K::Answer => Word::Reply,
        K::Assign | K::Reassign => Word::Order,
        K::Summon => Word::What,
        K::Remind | K::Note | K::Supervise | K::Criticise | K::PassOn => Word::Content,
        K::ReportBack | K::Mediate => Word::Found,
        _ => Word::Reason,
    }
}

fn push_edit(rows: &mut Vec<Row>, form: &Form, slot: Slot, (label, hint): (&'static str, &'static str)) {
    let text = form.values.text(slot).to_owned();
    rows.push(Row::Edit { slot, label, text, hint, lines: slot == Slot::Words });
}

fn words_rows(rows: &mut Vec<Row>, seat: &Seat, form: &Form, slot: Slot, label: Word, width: f32) {
    let lang = seat.lang;
    let usual = phrases(form.act, slot == Slot::Second);
    rows.push(Row::Label(say(lang, label), (!usual.is_empty()).then_some(slot)));
    push_edit(rows, form, slot, (say(lang, label), ""));
    let chips = usual.iter().enumerate().map(|(k, phrase)| {
        let words = phrase.words(lang);
        Chip {
            id: format!("form-{}-{}", slot.name(), k + 1),
            label: words.to_owned(),
            chosen: form.values.text(slot) == words,
            intent: work(WorkIntent::Say(slot, words.to_owned())),
        }
    });
    push_chips(rows, Some(slot), chips.collect(), width);
}

/// How many agencies are shown: as many whichever are chosen, so that the form keeps its size under the pointer.
const AGENCIES_SHOWN: usize = 9;

fn agency_rows(rows: &mut Vec<Row>, seat: &Seat, form: &Form, field: Field, width: f32) {
    let lang = seat.lang;
    let label = if field == Field::Agency { Word::OneAgency } else { Word::Agencies };
    rows.push(Row::Label(say(lang, label), Some(Slot::Agency)));
    let chosen = form.values.agencies.iter().map(|name| (name, true));
    let offered = seat.agencies_for(form);
    let room = AGENCIES_SHOWN.saturating_sub(form.values.agencies.len());
    let offered = offered.iter().take(room).map(|name| (name, false));
    let chips = chosen.chain(offered).map(|(name, chosen)| Chip {
        id: format!("form-agency-{name}"),
        label: name.to_string(),
        chosen,
        intent: work(WorkIntent::Agency(name.clone())),
    });
    let chips = chips.collect();
    push_edit(rows, form, Slot::Agency, (say(lang, label), say(lang, Word::FindAgency)));
    push_chips(rows, Some(Slot::Agency), chips, width);
}

fn matter_rows(rows: &mut Vec<Row>, seat: &Seat, form: &Form, width: f32) {
    let lang = seat.lang;
    rows.push(Row::Label(say(lang, Word::Into), Some(Slot::Matter)));
    push_edit(rows, form, Slot::Matter, (say(lang, Word::MatterNumber), say(lang, Word::MatterNumber)));
    let Some(first) = form.first() else { return };
    let near = seat.matters_near(first);
    if near.is_empty() {
        rows.push(Row::Label(say(lang, Word::NoneNear), None));
    }
    let chips = near.into_iter().enumerate().map(|(k, number)| {
        let row = seat.picture.incidents.row(number);
        Chip {
            id: format!("form-matter-{}", k + 1),
            label: format!("{} {}", row.code, shown::short_title(seat, row)),
            chosen: form.values.matter == row.code.as_str(),
            intent: work(WorkIntent::Say(Slot::Matter, row.code.to_string())),
        }
    });
    push_chips(rows, Some(Slot::Matter), chips.collect(), width);
}

/// The first field for text, which takes the keyboard when the form opens: where something must be chosen first, or all
/// of it is filled in, the keys stay the seat's, and Enter confirms.
pub(super) fn first_edit(seat: &Seat, form: &Form) -> Option<Slot> {
    let open = |what: Choose| !form.values.choices.contains_key(&what) && !seat.options(form, what).is_empty();
    if form.fields().any(|field| matches!(field, Field::Choose(what) if open(what))) {
        return None;
    }
    let slot = |field: Field| match field {
        Field::Words => Some(Slot::Words),
        Field::Second => Some(Slot::Second),
        Field::Matter => Some(Slot::Matter),
        Field::Until => Some(Slot::Until),
        Field::Agency | Field::Agencies => Some(Slot::Agency),
        Field::Choose(_) => None,
    };
    // Whoever calls agencies together has more in mind than the one that leads anyway.
    let named = if form.fields().any(|field| field == Field::Agencies) { 2 } else { 1 };
    let mut slots = form.fields().filter_map(slot);
    slots.find(|slot| {
        form.values.text(*slot).is_empty() && (*slot != Slot::Agency || form.values.agencies.len() < named)
    })
}
