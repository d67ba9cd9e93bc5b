//! What the form shows: the fields with what they say, the switches, and what follows for the screen.

use crate::panels::text::setup_words as words;
use crate::seat::setup::{ASKED, Contrast, Field, Form, Key};
use crate::seat::{Lang, Screen, Seat};

/// One measure.
pub(crate) struct Row {
    pub(crate) field: Field,
    pub(crate) text: String,
    /// The command line says it: it can't be changed here.
    pub(crate) is_given: bool,
}

/// The form.
pub(crate) struct Model {
    pub(crate) rows: Vec<Row>,
    pub(crate) compensation: bool,
    pub(crate) lang: Lang,
    pub(crate) lang_is_given: bool,
    pub(crate) reduced_motion: bool,
    pub(crate) motion_is_given: bool,
    pub(crate) contrast: Contrast,
    pub(crate) contrast_is_given: bool,
    pub(crate) clock_seconds: bool,
    pub(crate) spans: bool,
    pub(crate) spanning_is_given: bool,
    pub(crate) turns: bool,
    pub(crate) turning_is_given: bool,
    pub(crate) problem: Option<String>,
    /// The screen as the form has it.
    pub(crate) screen: Screen,
    pub(crate) canvas: String,
}

impl Model {
    pub(crate) fn of(seat: &Seat, form: &Form) -> Self {
        let screen = seat.screen_by_form();
        let scale = screen.scale();
        let row =
            |field: Field| Row { field, text: form.text(seat, field), is_given: seat.setup.is_given(field.key()) };
        Self {
            rows: ASKED.into_iter().map(row).collect(),
            compensation: form.flag(seat, Key::Compensation),
            lang: form.lang(seat),
            lang_is_given: seat.setup.is_given(Key::Lang),
            reduced_motion: form.flag(seat, Key::ReducedMotion),
            motion_is_given: seat.setup.is_given(Key::ReducedMotion),
            contrast: form.contrast(seat),
            contrast_is_given: seat.setup.is_given(Key::Contrast),
            clock_seconds: form.flag(seat, Key::ClockSeconds),
            spans: form.flag(seat, Key::Span),
            spanning_is_given: seat.setup.is_given(Key::Span),
            turns: form.flag(seat, Key::Turn),
            turning_is_given: seat.setup.is_given(Key::Turn),
            problem: form.problem.map(|field| words::problem(seat.lang, field)),
            canvas: words::canvas(seat.lang, screen.width_px / scale, screen.height_px / scale, 16.0 * scale),
            screen,
        }
    }
}
