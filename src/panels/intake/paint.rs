//! How the form looks, and what is typed into it.

use super::model::{Chip, Edit, LABEL, Label, Row, foot_line};
use super::{PAD, openers};
use crate::panels::fields::TextField;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::sign_words::{self, Sign};
use crate::panels::text::{IntakeWord, Word, say, tell};
use crate::panels::theme::{self, size};
use crate::seat::intake::{IntakeForm, IntakeSlot};
use crate::seat::{IntakeIntent, Intent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// The height of the line and the buttons below the form.
pub(super) const FOOT: f32 = 84.0;

fn meant(intent: IntakeIntent) -> Intent {
    Intent::Intake(intent)
}

/// The title, the matter's number, the drafts that wait, and the cross that closes it all.
pub(super) fn head(pen: &mut Pen<'_>, rect: Rect) {
    let seat = pen.seat;
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let y = rect.center().y;
    let lists = seat.intake.lists_drafts;
    let title = if lists { IntakeWord::Drafts } else { IntakeWord::Form };
    let said = ink(size::PANEL_TITLE, theme::TEXT_1).medium();
    let title = pen.text(pos2(inner.left(), y), Align2::LEFT_CENTER, tell(pen.lang, title), said);
    let cross = Rect::from_center_size(pos2(inner.right() - 10.0, y), vec2(26.0, 26.0));
    let closes = if lists { IntakeIntent::Drafts } else { IntakeIntent::Close };
    let press = pen.press_for("intake-close", cross, sign_words::say(pen.lang, Sign::Close), meant(closes));
    let token = if press.hovered { theme::TEXT_1 } else { theme::TEXT_3 };
    let arms = cross.shrink(7.0);
    pen.line(arms.left_top(), arms.right_bottom(), 1.5, token.egui());
    pen.line(arms.right_top(), arms.left_bottom(), 1.5, token.egui());
    let mut right = cross.left() - 8.0;
    if !lists && let Some((id, label, on, intent)) = openers(seat).into_iter().find(|(id, ..)| *id == "drafts") {
        let place = Rect::from_center_size(pos2(right - 44.0, y), vec2(88.0, 26.0));
        pen.pick(id.into(), place, &label, on, meant(intent));
        right = place.left() - 8.0;
    }
    if let Some(form) = seat.intake.form.as_ref().filter(|_| !lists) {
        let at = pos2(title.right() + 12.0, y + 1.0);
        let room = right - at.x;
        pen.text_within(at, Align2::LEFT_CENTER, form.name.as_str(), ink(size::CAPTION, theme::TEXT_2), room);
    }
    pen.rule(inner.left()..=inner.right(), rect.bottom() - 0.5);
}

/// From where to where the row of a place for text reaches, from the first row's top.
pub(super) fn extent(rows: &[Row], slot: IntakeSlot) -> Option<(f32, f32)> {
    let mut top = 0.0;
    for row in rows {
        let bottom = top + row.height();
        let holds = match row {
            Row::Edits(_, edits) => edits.iter().any(|edit| edit.slot == slot),
            Row::Lines(_, edit) => edit.slot == slot,
            _ => false,
        };
        if holds {
            return Some((top, bottom));
        }
        top = bottom;
    }
    None
}

/// The rows from `rect`'s top on; `takes` takes the keyboard.
pub(super) fn rows(pen: &mut Pen<'_>, rect: Rect, rows: Vec<Row>, takes: Option<IntakeSlot>) {
    let mut top = rect.top() + 4.0;
    for row in rows {
        let place = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), row.height()));
        top = place.bottom();
        let inner = Rect::from_min_max(place.min + vec2(LABEL, 0.0), place.max);
        match row {
            Row::Chips(label, chips, _) => {
                name(pen, place, label, 13.0);
                for (Chip { id, label, chosen, intent }, at) in chips {
                    pen.pick(id, at.translate(inner.min.to_vec2()), &label, chosen, intent);
                }
            }
            Row::Edits(label, edits) => {
                name(pen, place, label, 17.0);
                let gap = 8.0;
                let width = (inner.width() - gap * (edits.len() as f32 - 1.0)) / edits.len() as f32;
                for (k, edit) in edits.into_iter().enumerate() {
                    let left = inner.left() + k as f32 * (width + gap);
                    let at = Rect::from_min_size(pos2(left, inner.top()), vec2(width, 34.0));
                    field(pen, at, (label.words, &edit), false, takes);
                }
            }
            Row::Lines(label, edit) => {
                name(pen, place, label, 17.0);
                let at = Rect::from_min_max(inner.min, inner.max - vec2(0.0, 6.0));
                field(pen, at, (label.words, &edit), true, takes);
            }
            Row::Advice(label, adopt, note) => advice(pen, place, label, adopt, &note),
        }
    }
}

fn name(pen: &Pen<'_>, row: Rect, label: Label, down: f32) {
    let token = if label.open { theme::TEXT_1 } else { theme::TEXT_3 };
    let at = pos2(row.left(), row.top() + down);
    let words = ink(size::CAPTION, token);
    let rect = pen.text_within(at, Align2::LEFT_CENTER, label.words, words, LABEL - 12.0);
    if label.open {
        // What the form can't do without, and has not: a dot, whatever its colour looks like.
        pen.painter().circle_filled(pos2(rect.right() + 5.0, at.y), 2.5, theme::TEXT_1.egui());
    }
}

fn field(pen: &mut Pen<'_>, rect: Rect, (label, edit): (&str, &Edit), lines: bool, takes: Option<IntakeSlot>) {
    let slot = edit.slot;
    // Of several beside each other the hint says which is which.
    let label = if edit.hint.is_empty() { label.to_owned() } else { format!("{label} {}", edit.hint) };
    let typed = pen.edit(&TextField {
        id: format!("intake-{}", slot.name()),
        rect,
        label: &label,
        text: &edit.text,
        hint: &edit.hint,
        lines,
        take_focus: takes == Some(slot),
    });
    if let Some(text) = typed.text {
        pen.intend(meant(IntakeIntent::Say(slot, text)));
    }
    // Escape leaves the field and nothing else: what was said is not put away by it.
    if typed.advised {
        pen.intend(meant(IntakeIntent::Adopt));
    }
    if typed.entered || typed.advised {
        pen.intend(meant(IntakeIntent::Done(slot)));
    }
}

fn advice(pen: &mut Pen<'_>, row: Rect, label: Label, adopt: Option<Chip>, note: &str) {
    name(pen, row, label, 13.0);
    let mut left = row.left() + LABEL;
    if let Some(Chip { id, label, chosen, intent }) = adopt {
        let place = Rect::from_min_size(pos2(left, row.top()), vec2(72.0, 26.0));
        pen.pick(id, place, &label, chosen, intent);
        left = place.right() + 10.0;
    }
    let words = Rect::from_min_max(pos2(left, row.top() + 3.0), pos2(row.right(), row.bottom()));
    pen.paragraph(words, note, ink(size::CAPTION, theme::TEXT_2), 2);
}

/// What is still wanted or was wrong, and the buttons.
pub(super) fn foot(pen: &mut Pen<'_>, rect: Rect, form: &IntakeForm) {
    let (seat, lang) = (pen.seat, pen.lang);
    pen.rule(rect.left() + PAD..=rect.right() - PAD, rect.top() + 0.5);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let (line, is_problem) = foot_line(seat, form);
    let y = rect.top() + 18.0;
    let mut left = inner.left();
    if is_problem {
        let edge = Rect::from_min_size(pos2(left, y - 9.0), vec2(3.0, 18.0));
        pen.painter().rect_filled(edge, 0.0, theme::TEXT_1.egui());
        left += 10.0;
        pen.name("intake-problem", Rect::from_min_max(pos2(left, y - 9.0), pos2(inner.right(), y + 9.0)));
    }
    let token = if is_problem { theme::TEXT_1 } else { theme::TEXT_2 };
    let words = ink(size::CAPTION, token).medium();
    pen.text_within(pos2(left, y), Align2::LEFT_CENTER, &line, words, inner.right() - left);
    let top = rect.top() + 36.0;
    let small = (inner.width() * 0.2).min(100.0);
    let button = |k: f32| Rect::from_min_size(pos2(inner.left() + k * (small + 8.0), top), vec2(small, 38.0));
    let discards = meant(IntakeIntent::Discard(form.name.clone()));
    pen.pick("intake-discard".into(), button(0.0), tell(lang, IntakeWord::Discard), false, discards);
    pen.pick("intake-keep".into(), button(1.0), tell(lang, IntakeWord::KeepDraft), false, meant(IntakeIntent::Close));
    let yes = Rect::from_min_max(pos2(button(2.0).left(), top), pos2(inner.right(), top + 38.0));
    let words = tell(lang, IntakeWord::Report);
    let press = pen.press_for("intake-report", yes, words, meant(IntakeIntent::Report));
    let is_ready = form.draft.missing().is_empty();
    let (ground, token) = match (is_ready, press.hovered) {
        (true, true) => (theme::WORKER_ON_TASK, theme::CANVAS),
        (true, false) => (theme::TEXT_1, theme::CANVAS),
        (false, _) => (theme::RAISED, theme::DISABLED_ACTION),
    };
    pen.fill(yes, ground.egui());
    let runs = [
        (words, ink(size::BODY, token).medium()),
        ("   ", ink(size::CAPTION, token)),
        (say(lang, Word::EnterKey), ink(size::CAPTION, token)),
    ];
    pen.runs(yes.center(), Align2::CENTER_CENTER, &runs, yes.width() - 16.0);
}
