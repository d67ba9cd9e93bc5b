//! Text fields, choices and running text: what forms are made of.

use super::pen::{Ink, Pen, ink};
use super::theme::{self, size};
use crate::seat::Intent;
use bevy_egui::egui::text::{CCursor, CCursorRange, LayoutJob, TextWrapping};
use bevy_egui::egui::text_edit::TextEditState;
use bevy_egui::egui::{
    Align, Align2, Event, EventFilter, FontFamily, FontId, Frame, Galley, Id, Key, KeyboardShortcut, Modifiers, Rect,
    TextEdit, UiBuilder, pos2, vec2,
};
use std::sync::Arc;

/// A field for text.
pub(crate) struct TextField<'a> {
    pub(crate) id: String,
    pub(crate) rect: Rect,
    /// What it asks for, told to whoever can't see what stands beside it.
    pub(crate) label: &'a str,
    pub(crate) text: &'a str,
    pub(crate) hint: &'a str,
    /// Whether it holds several lines; Shift and Enter begin a new one.
    pub(crate) lines: bool,
    /// Whether it takes the keyboard now.
    pub(crate) take_focus: bool,
}

/// What was typed into a field in this pass.
#[derive(Default)]
pub(crate) struct Typed {
    /// The text, where it changed.
    pub(crate) text: Option<String>,
    /// Enter was pressed in it, and meant the form, not an input method.
    pub(crate) entered: bool,
    /// Escape was pressed in it, likewise.
    pub(crate) escaped: bool,
    /// Enter was pressed in it with Ctrl: whatever is advised for it is taken over.
    pub(crate) advised: bool,
}

fn edit_id(field: &str) -> Id {
    Id::new(("zonglan-edit", field))
}

/// The keys of digits, from 1.
pub(crate) const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
/// More than this nobody types into one field.
const MOST_CHARS: usize = 1_000;

impl Pen<'_> {
    /// A field for text. Enter and Escape end it and are the caller's to act on; while an input method composes they are
    /// its own.
    pub(crate) fn edit(&mut self, field: &TextField<'_>) -> Typed {
        self.name(field.id.clone(), field.rect);
        let id = edit_id(&field.id);
        let composing = self.out.composing;
        let Some(had_focus) = self.ui.as_deref().map(|ui| ui.memory(|memory| memory.has_focus(id))) else {
            return Typed::default();
        };
        self.fill(field.rect, theme::CANVAS.egui());
        let (width, token) = if had_focus { (1.5, theme::TEXT_1) } else { (1.0, theme::DISABLED) };
        self.outline(field.rect, width, token.egui());
        let Some(ui) = self.ui.as_deref_mut() else { return Typed::default() };
        let mut text = field.text.to_owned();
        let edit = if field.lines {
            TextEdit::multiline(&mut text).return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
        } else {
            TextEdit::singleline(&mut text).return_key(None).vertical_align(Align::Center)
        };
        // One line stands in the middle of whatever height there is.
        let inner = field.rect.shrink2(vec2(8.0, if field.lines { 4.0 } else { 1.0 }));
        let keys = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        let edit = edit
            .id(id)
            .event_filter(keys)
            .hint_text(field.hint)
            .frame(Frame::NONE)
            .font(FontId::new(15.0, FontFamily::Proportional))
            .text_color(theme::TEXT_1.egui())
            .char_limit(MOST_CHARS)
            .desired_rows(1)
            .desired_width(inner.width())
            .min_size(inner.size());
        let response = ui.put(inner, edit);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(field.label));
        if field.take_focus {
            response.request_focus();
        }
        let pressed = |wanted: Key, with: Modifiers| {
            let is_it = |event: &Event| {
                matches!(event, Event::Key { key, pressed: true, repeat: false, modifiers, .. }
                    if *key == wanted && modifiers.matches_exact(with))
            };
            had_focus && !composing && ui.input(|input| input.events.iter().any(is_it))
        };
        let typed = Typed {
            entered: pressed(Key::Enter, Modifiers::NONE),
            escaped: pressed(Key::Escape, Modifiers::NONE),
            advised: pressed(Key::Enter, Modifiers::CTRL),
            text: response.changed().then_some(text),
        };
        if typed.entered || typed.escaped || typed.advised {
            response.surrender_focus();
        }
        typed
    }

    /// Whether a field for text has the keyboard.
    pub(crate) fn has_keyboard(&self, field: &str) -> bool {
        self.painter().ctx().memory(|memory| memory.has_focus(edit_id(field)))
    }

    /// The digit that was pressed with Alt in this pass, from 0 for 1; none while an input method composes.
    pub(crate) fn alt_digit(&self) -> Option<usize> {
        let digit = |event: &Event| match event {
            Event::Key { key, pressed: true, repeat: false, modifiers, .. }
                if modifiers.matches_exact(Modifiers::ALT) =>
            {
                DIGITS.iter().position(|digit| digit == key)
            }
            _ => None,
        };
        let (hears, composing) = (self.ui.is_some(), self.out.composing);
        (hears && !composing).then(|| self.painter().ctx().input(|input| input.events.iter().find_map(digit)))?
    }

    /// Puts the caret of a field behind words that will stand in it at the next pass.
    pub(crate) fn caret_behind(&self, field: &str, words: &str) {
        let (ctx, id) = (self.painter().ctx(), edit_id(field));
        let mut state = TextEditState::load(ctx, id).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(words.chars().count()))));
        state.store(ctx, id);
    }

    /// Draws and listens within `clip` only: what is scrolled out of it neither shows, nor is pressed, nor found by scripts.
    pub(crate) fn scrolled_in(&mut self, clip: Rect, paint: impl FnOnce(&mut Pen<'_>)) {
        let Some(ui) = self.ui.as_deref_mut() else { return };
        let painter = self.painter.with_clip_rect(clip.intersect(self.painter.clip_rect()));
        let clip = painter.clip_rect();
        // In a room of its own: fields that lie outside would make the panel's larger, which then took the pointer there.
        let mut within = ui.new_child(UiBuilder::new().max_rect(clip));
        within.set_clip_rect(clip);
        let outside = std::mem::take(&mut self.out.widgets);
        let (seat, lang, led, out) = (self.seat, self.lang, self.led, &mut *self.out);
        paint(&mut Pen { seat, lang, painter, ui: Some(&mut within), led, out });
        let inside = std::mem::replace(&mut self.out.widgets, outside);
        let shown = inside.into_iter().filter(|(_, rect)| clip.expand(0.5).contains_rect(*rect));
        self.out.widgets.extend(shown);
    }

    /// One of several things to choose; the chosen one stands out.
    pub(crate) fn pick(&mut self, id: String, rect: Rect, label: &str, chosen: bool, intent: Intent) {
        self.pick_called(id, rect, (label, label), chosen, intent);
    }

    /// The same, `called` otherwise for whoever can't see what it stands beside.
    pub(crate) fn pick_called(
        &mut self,
        id: String,
        rect: Rect,
        (label, called): (&str, &str),
        chosen: bool,
        intent: Intent,
    ) {
        let press = self.press_for(id.as_str(), rect, called, intent);
        self.tell_chosen(&id, chosen);
        let token = if chosen {
            self.fill(rect, theme::TEXT_1.egui());
            theme::CANVAS
        } else {
            self.fill(rect, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
            theme::TEXT_1
        };
        let words = ink(size::CAPTION, token);
        self.text_within(rect.center(), Align2::CENTER_CENTER, label, words, rect.width() - 6.0);
    }

    /// A text over several rows, no more than `rows`; answers its height.
    pub(crate) fn paragraph(&self, rect: Rect, text: &str, words: Ink, rows: usize) -> f32 {
        self.rows(rect, self.rows_of(text, words, (rect.width(), rows), true))
    }

    /// The same, broken between words only.
    pub(crate) fn prose(&self, rect: Rect, text: &str, words: Ink, rows: usize) -> f32 {
        self.rows(rect, self.rows_of(text, words, (rect.width(), rows), false))
    }

    fn rows(&self, rect: Rect, galley: Arc<Galley>) -> f32 {
        let height = galley.size().y;
        self.painter().galley(rect.min, galley, theme::TEXT_1.egui());
        height
    }

    fn rows_of(&self, text: &str, words: Ink, (width, rows): (f32, usize), break_anywhere: bool) -> Arc<Galley> {
        let mut job = LayoutJob::default();
        job.append(text, 0.0, self.format(words));
        job.wrap =
            TextWrapping { max_width: width.max(8.0), max_rows: rows, break_anywhere, ..TextWrapping::default() };
        super::lines::lay_out(self.painter(), job)
    }
}

/// How wide a short text is in the caption's size, roughly: Han characters are square, others about half of it. Plans
/// are made before anything is laid out, and what is drawn keeps to the plan.
pub(crate) fn rough_width(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 7.8 } else { size::CAPTION + 0.2 }).sum()
}

/// How many rows a text of the caption's size takes in this width, roughly.
pub(crate) fn rough_rows(text: &str, width: f32) -> usize {
    (rough_width(text) / width.max(40.0)).ceil().max(1.0) as usize
}

/// The height of a row of chips, the gap below it included.
pub(crate) const CHIP_ROW: f32 = 30.0;
/// The gap between chips.
const GAP: f32 = 6.0;

/// Places for chips with these labels, row after row from `(0, 0)`; and how many rows they take.
pub(crate) fn flow<'a>(labels: impl Iterator<Item = &'a str>, width: f32) -> (Vec<Rect>, usize) {
    let (mut x, mut row) = (0.0, 0);
    let mut rects = Vec::new();
    for label in labels {
        let wide = (rough_width(label) + 18.0).min(width);
        if x > 0.0 && x + wide > width {
            (x, row) = (0.0, row + 1);
        }
        let top = row as f32 * CHIP_ROW;
        rects.push(Rect::from_min_size(pos2(x, top), vec2(wide, CHIP_ROW - GAP)));
        x += wide + GAP;
    }
    let rows = if rects.is_empty() { 0 } else { row + 1 };
    (rects, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chips_flow_into_rows_and_never_over_the_edge() {
        let labels = ["催办", "申请退单", "申请延期", "吹哨", "a rather long act in English", "督办"];
        let (rects, rows) = flow(labels.into_iter(), 200.0);
        assert_eq!(rects.len(), 6);
        assert!(rows >= 3);
        assert!(rects.iter().all(|rect| rect.right() <= 200.0 && rect.left() >= 0.0));
        for (k, a) in rects.iter().enumerate() {
            assert!(rects[..k].iter().all(|b| !a.intersects(*b)), "chips do not overlap");
        }
        assert_eq!(flow(std::iter::empty(), 100.0).1, 0);
    }
}
