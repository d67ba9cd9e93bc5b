//! What the form shows: every setting under the heading of its table, each with what it does and what it is, and what
//! follows for the screen.

use crate::panels::text::setup_words as words;
use crate::seat::setup::{Contrast, Field, Form, Key, Kind, Value};
use crate::seat::{Lang, Screen, Seat};

/// One thing to choose: its id's end, its label, what it sets, whether it is chosen.
pub(crate) type Choice = (&'static str, &'static str, Value, bool);

/// How a setting is answered.
pub(crate) enum Answer {
    /// By a measure that is typed, or stepped to.
    Field(Field, String),
    /// By one of two.
    Choices(Key, [Choice; 2]),
    /// Whose eyes the screen is shown through, which is no setting: at once, and kept nowhere.
    Sight,
}

/// One setting.
pub(crate) struct Row {
    /// Its name in widgets' ids.
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    /// What it is called in the file; none where it is no setting.
    pub(crate) path: Option<String>,
    /// What it does, in one sentence.
    pub(crate) says: &'static str,
    pub(crate) answer: Answer,
    /// The command line says it: it can't be changed here.
    pub(crate) is_given: bool,
}

/// The settings of one table.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<Row>,
}

/// The form.
pub(crate) struct Model {
    /// In the order of the file.
    pub(crate) sections: Vec<Section>,
    pub(crate) problem: Option<String>,
    /// The screen as the form has it.
    pub(crate) screen: Screen,
    pub(crate) canvas: String,
}

impl Model {
    pub(crate) fn of(seat: &Seat, form: &Form) -> Self {
        let screen = seat.screen_by_form();
        let scale = screen.scale();
        let mut sections: Vec<Section> = Vec::new();
        let mut table = None;
        // Whether the wall has asked is no question: it follows from an answer.
        for key in Key::ALL.into_iter().filter(|key| *key != Key::Asked) {
            if sections.is_empty() || key.table() != table {
                table = key.table();
                sections.push(Section { title: words::section(seat.lang, table), rows: Vec::new() });
            }
            if let Some(section) = sections.last_mut() {
                section.rows.push(row(seat, form, key));
            }
        }
        if let Some(general) = sections.first_mut() {
            general.rows.push(Row {
                id: "sight",
                label: words::sight(seat.lang),
                path: None,
                says: words::sight_says(seat.lang),
                answer: Answer::Sight,
                is_given: false,
            });
        }
        Self {
            sections,
            problem: form.problem.map(|field| words::problem(seat.lang, field)),
            canvas: words::canvas(seat.lang, screen.width_px / scale, screen.height_px / scale, 16.0 * scale),
            screen,
        }
    }
}

fn row(seat: &Seat, form: &Form, key: Key) -> Row {
    let lang = seat.lang;
    let answer = match (Field::of(key), key.kind()) {
        (Some(field), _) => Answer::Field(field, form.text(seat, field)),
        (None, Kind::Lang) => Answer::Choices(
            key,
            [Lang::Zh, Lang::En].map(|choice| {
                (choice.code(), words::language_name(choice), Value::Lang(choice), form.lang(seat) == choice)
            }),
        ),
        (None, Kind::Contrast) => Answer::Choices(
            key,
            [Contrast::Normal, Contrast::High].map(|choice| {
                let chosen = form.contrast(seat) == choice;
                (choice.name(), words::contrast_name(lang, choice), Value::Contrast(choice), chosen)
            }),
        ),
        (None, Kind::Flag | Kind::Number(..) | Kind::Count(_)) => Answer::Choices(
            key,
            [true, false].map(|on| {
                let id = if on { "yes" } else { "no" };
                (id, words::yes_no(lang, on), Value::Flag(on), form.flag(seat, key) == on)
            }),
        ),
    };
    Row {
        id: key.name(),
        label: words::setting(lang, key),
        path: Some(key.path()),
        says: key.says(lang),
        answer,
        is_given: seat.setup.is_given(key),
    }
}
