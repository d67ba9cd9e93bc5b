//! How a form looks, and what is typed into it.

use super::rows::{Chip, Row, first_edit, rows};
use crate::domain::AgencyName;
use crate::panels::fields::TextField;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Word, say};
use crate::panels::theme::{self, size};
use crate::seat::work::{Slot, WorkIntent};
use crate::seat::{Intent, Seat};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const PAD: f32 = 12.0;

/// A form's panel; it knows for which wish it last took the keyboard.
#[derive(Default)]
pub(crate) struct FormPanel {
    focused_for: u64,
}

impl FormPanel {
    /// How high the open form is in this width; nothing where none is open.
    pub(crate) fn height(seat: &Seat, width: f32) -> f32 {
        let Some(form) = &seat.work.form else { return 0.0 };
        rows(seat, form, width - 2.0 * PAD).iter().map(Row::height).sum::<f32>() + PAD
    }

    /// Draws the open form from `rect`'s top on.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        let Some(form) = &seat.work.form else { return };
        let wanted = seat.work.form_wanted;
        let fresh = std::mem::replace(&mut self.focused_for, wanted) != wanted;
        let takes = first_edit(seat, form).filter(|_| fresh);
        let rect =
            Rect::from_min_size(rect.min, vec2(rect.width(), Self::height(seat, rect.width()).min(rect.height())));
        pen.fill(rect, theme::LAND.egui());
        pen.outline(rect, 1.0, theme::DISABLED.egui());
        pen.name("form", rect);
        let inner = rect.shrink2(vec2(PAD, 0.0));
        let mut y = rect.top();
        let rows = rows(seat, form, inner.width());
        let answers = answering(pen, &rows);
        let usual = usual_taken(pen, &rows, answers);
        for row in rows {
            let height = row.height();
            let place = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), height));
            paint_row(pen, place, row, (takes, answers));
            y += height;
        }
        let Some(intent) = usual else { return };
        if let Intent::Work(WorkIntent::Say(slot, words)) = &intent {
            // Whoever goes on writes behind it.
            pen.caret_behind(&edit_id(*slot), words);
        }
        pen.intend(intent);
    }
}

fn edit_id(slot: Slot) -> String {
    format!("form-{}", slot.name())
}

/// The field whose usual words Alt and a digit take: the one that has the keyboard, else the first that has such words.
fn answering(pen: &Pen<'_>, rows: &[Row]) -> Option<Slot> {
    let mut slots = rows.iter().filter_map(|row| match row {
        Row::Edit { slot, .. } => Some(*slot),
        _ => None,
    });
    let first = rows.iter().find_map(|row| match row {
        Row::Chips(of, ..) => *of,
        _ => None,
    });
    slots.find(|slot| pen.has_keyboard(&edit_id(*slot))).or(first)
}

/// What Alt and a digit mean in this pass.
fn usual_taken(pen: &Pen<'_>, rows: &[Row], answers: Option<Slot>) -> Option<Intent> {
    let place = pen.alt_digit()?;
    let chips = rows.iter().find_map(|row| match row {
        Row::Chips(of, chips, _) if of.is_some() && *of == answers => Some(chips),
        _ => None,
    });
    chips?.get(place).map(|(chip, _)| chip.intent.clone())
}

/// Draws a row; `takes` takes the keyboard, Alt and a digit take the usual words of `answers`.
fn paint_row(pen: &mut Pen<'_>, rect: Rect, row: Row, (takes, answers): (Option<Slot>, Option<Slot>)) {
    match row {
        Row::Title { act, note } => {
            let runs = [
                (act, ink(size::BODY, theme::TEXT_1).medium()),
                ("   ", ink(size::CAPTION, theme::TEXT_3)),
                (note.as_str(), ink(size::CAPTION, theme::TEXT_2)),
            ];
            pen.runs(pos2(rect.left(), rect.center().y + 2.0), Align2::LEFT_CENTER, &runs, rect.width());
        }
        Row::Label(label, usual_of) => {
            let at = pos2(rect.left(), rect.center().y);
            let said = pen.text_within(at, Align2::LEFT_CENTER, label, ink(size::CAPTION, theme::TEXT_3), rect.width());
            if usual_of.is_some() && usual_of == answers {
                let at = pos2(rect.right(), rect.center().y);
                let (hint, room) = (say(pen.lang, Word::AltDigit), at.x - said.right() - 8.0);
                pen.text_within(at, Align2::RIGHT_CENTER, hint, ink(size::CAPTION, theme::TEXT_2), room);
            }
        }
        Row::Chips(_, chips, _) => {
            for (Chip { id, label, chosen, intent }, place) in chips {
                pen.pick(id, place.translate(rect.min.to_vec2()), &label, chosen, intent);
            }
        }
        Row::Edit { slot, label, text, hint, lines } => {
            let field = TextField {
                id: edit_id(slot),
                rect: Rect::from_min_max(rect.min, rect.max - vec2(0.0, 6.0)),
                label,
                text: &text,
                hint,
                lines,
                take_focus: takes == Some(slot),
            };
            let typed = pen.edit(&field);
            if let Some(text) = typed.text {
                pen.intend(Intent::Work(WorkIntent::Say(slot, text)));
            }
            if typed.entered {
                // What was looked for by a part of its name is taken first; the next press confirms.
                let found = (slot == Slot::Agency && !text.trim().is_empty()).then(|| first_agency(pen.seat)).flatten();
                pen.intend(Intent::Work(found.map_or(WorkIntent::Enter, WorkIntent::Agency)));
            } else if typed.escaped {
                pen.intend(Intent::Work(WorkIntent::Cancel));
            }
        }
        Row::Problem(said, rows) => {
            pen.name("form-problem", rect);
            let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height() - 8.0));
            pen.painter().rect_filled(edge, 0.0, theme::TEXT_1.egui());
            let words = Rect::from_min_max(rect.min + vec2(10.0, 0.0), rect.max);
            pen.paragraph(words, &said, ink(size::CAPTION, theme::TEXT_1).medium(), rows);
        }
        Row::Buttons(confirm) => buttons(pen, rect, &confirm),
    }
}

/// The first of the agencies that the open form offers for what was typed.
fn first_agency(seat: &Seat) -> Option<AgencyName> {
    seat.agencies_for(seat.work.form.as_ref()?).into_iter().next()
}

fn buttons(pen: &mut Pen<'_>, rect: Rect, confirm: &str) {
    let top = rect.top() + 6.0;
    let cancel = Rect::from_min_size(pos2(rect.left(), top), vec2((rect.width() * 0.26).min(96.0), 36.0));
    let lang = pen.lang;
    pen.pick("form-cancel".into(), cancel, say(lang, Word::Cancel), false, Intent::Work(WorkIntent::Cancel));
    let yes = Rect::from_min_max(pos2(cancel.right() + 8.0, top), pos2(rect.right(), top + 36.0));
    let press = pen.press_for("form-confirm", yes, confirm, Intent::Work(WorkIntent::Confirm));
    pen.fill(yes, if press.hovered { theme::WORKER_ON_TASK } else { theme::TEXT_1 }.egui());
    let key = say(lang, Word::EnterKey);
    let words = ink(size::BODY, theme::CANVAS).medium();
    let quiet = ink(size::CAPTION, theme::CANVAS);
    let runs = [(confirm, words), ("   ", quiet), (key, quiet)];
    pen.runs(yes.center(), Align2::CENTER_CENTER, &runs, yes.width() - 16.0);
}
