//! How the settings look: each with its answer beside its name, and what it does below.

use super::model::{Answer, Choice, Row};
use super::plan::{ROW, sentence_rows};
use crate::panels::fields::TextField;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::setup_words as words;
use crate::panels::theme::{self, size};
use crate::seat::setup::{Field, Key};
use crate::seat::{Intent, Lang, SetupIntent, Sight};
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};

/// A field, and each of the steps beside it.
const FIELD: f32 = 92.0;
const STEP: f32 = 26.0;
const GAP: f32 = 4.0;

/// The room of labels before what they name.
fn label_width(lang: Lang) -> f32 {
    if lang == Lang::Zh { 84.0 } else { 118.0 }
}

/// The id of a measure's field.
pub(super) fn field_id(field: Field) -> String {
    format!("setup-{}", field.key().name())
}

/// A section's heading.
pub(super) fn heading(pen: &Pen<'_>, rect: Rect, title: &str) {
    let at = pos2(rect.left(), rect.center().y);
    let said = pen.text_within(at, Align2::LEFT_CENTER, title, ink(14.0, theme::TEXT_1).medium(), rect.width());
    pen.rule(said.right() + 10.0..=rect.right(), rect.center().y);
}

/// A setting; `takes` says that its field takes the keyboard.
pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, row: &Row, takes: bool) {
    let line = Rect::from_min_size(rect.min, vec2(rect.width(), ROW));
    let at = pos2(line.left(), line.center().y);
    let room = label_width(pen.lang) - 8.0;
    pen.text_within(at, Align2::LEFT_CENTER, row.label, ink(14.0, theme::TEXT_2), room);
    let below = Rect::from_min_max(pos2(rect.left(), line.bottom() + 1.0), rect.max);
    pen.prose(below, row.says, ink(size::CAPTION, theme::TEXT_3), sentence_rows(row, rect.width()));
    let place = Rect::from_min_max(pos2(line.left() + label_width(pen.lang), line.top()), line.max);
    let answered = match &row.answer {
        answer if row.is_given => given(pen, place, answer),
        Answer::Field(field, text) => measure(pen, place, row.label, (*field, text), takes),
        Answer::Choices(key, choices) => switch(pen, place, (*key, row.label), choices),
        Answer::Sight => sight(pen, place, row.label),
    };
    // Whoever writes the file looks for its word; everybody else reads on.
    let (words, room) = (ink(size::CAPTION, theme::TEXT_3), place.right() - answered - 12.0);
    if let Some(path) = row.path.as_deref().filter(|path| pen.galley(path, words, f32::INFINITY).size().x <= room) {
        pen.text(pos2(place.right(), place.center().y), Align2::RIGHT_CENTER, path, words);
    }
}

/// What the command line says stands there, and can't be changed. Like all of them it answers where it ends.
fn given(pen: &Pen<'_>, place: Rect, answer: &Answer) -> f32 {
    let said = match answer {
        Answer::Field(field, text) => format!("{text} {}", words::unit(pen.lang, *field)),
        Answer::Choices(_, choices) => choices.iter().find(|(.., chosen)| *chosen).map_or("", |one| one.1).to_owned(),
        Answer::Sight => String::new(),
    };
    let said = format!("{said} · {}", words::given(pen.lang));
    let at = pos2(place.left(), place.center().y);
    pen.text_within(at, Align2::LEFT_CENTER, &said, ink(14.0, theme::TEXT_1), place.width()).right()
}

/// A field with its steps and its unit. The arrows up and down step while it has the keyboard.
fn measure(pen: &mut Pen<'_>, place: Rect, label: &str, (field, text): (Field, &str), takes: bool) -> f32 {
    let (lang, y, id) = (pen.lang, place.center().y, field_id(field));
    let beside = 2.0 * (STEP + GAP);
    let wide = FIELD.min(place.width() - beside).max(40.0);
    let rect =
        Rect::from_min_max(pos2(place.left(), place.top() + 1.0), pos2(place.left() + wide, place.bottom() - 1.0));
    let had_keyboard = pen.has_keyboard(&id);
    let edit = TextField { id: id.clone(), rect, label, text, hint: "", lines: false, take_focus: takes };
    let typed = pen.edit(&edit);
    let mut right = rect.right();
    for (up, sign) in [(false, "−"), (true, "+")] {
        let button = Rect::from_min_size(pos2(right + GAP, rect.top()), vec2(STEP, rect.height()));
        right = button.right();
        let name = format!("{id}-{}", if up { "more" } else { "less" });
        let press = pen.press_for(name, button, &words::step(lang, label, up), SetupIntent::Step(field, up).into());
        pen.fill(button, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
        pen.text(button.center(), Align2::CENTER_CENTER, sign, ink(14.0, theme::TEXT_1));
    }
    let at = pos2(right + 8.0, y);
    let (unit, unit_ink) = (words::unit(lang, field), ink(14.0, theme::TEXT_2));
    let ends = pen.text_within(at, Align2::LEFT_CENTER, unit, unit_ink, place.right() - at.x).right();
    let stepped = [(egui::Key::ArrowUp, true), (egui::Key::ArrowDown, false)].into_iter().find(|(key, _)| {
        had_keyboard && !pen.out.composing && pen.painter().ctx().input(|input| input.key_pressed(*key))
    });
    if let Some((_, up)) = stepped {
        pen.intend(SetupIntent::Step(field, up).into());
    } else if let Some(text) = typed.text {
        pen.intend(SetupIntent::Say(field, text).into());
    }
    if typed.entered {
        pen.intend(SetupIntent::Keep.into());
    } else if typed.escaped {
        pen.intend(Intent::Back);
    }
    ends
}

/// The two places of a switch, each called by the setting's name too.
fn switch(pen: &mut Pen<'_>, place: Rect, (key, name): (Key, &str), choices: &[Choice; 2]) -> f32 {
    let wide = 66.0_f32.min((place.width() - 6.0) / 2.0);
    for ((id, label, value, chosen), k) in choices.iter().zip(0_u8..) {
        let corner = pos2(place.left() + f32::from(k) * (wide + 6.0), place.top() + 1.0);
        let chip = Rect::from_min_size(corner, vec2(wide, place.height() - 2.0));
        let called = format!("{name} {label}");
        let intent = SetupIntent::Choose(key, *value).into();
        pen.pick_called(format!("setup-{}-{id}", key.name()), chip, (label, &called), *chosen, intent);
    }
    place.left() + 2.0 * wide + 6.0
}

/// Whose eyes the screen is shown through.
fn sight(pen: &mut Pen<'_>, place: Rect, label: &str) -> f32 {
    let (lang, now) = (pen.lang, pen.seat.see_as);
    let all = std::iter::once(None).chain(Sight::ALL.map(Some));
    let wide = place.width() / 5.0;
    for (sight, k) in all.zip(0_u8..) {
        let corner = pos2(place.left() + f32::from(k) * wide, place.top() + 1.0);
        let chip = Rect::from_min_size(corner, vec2(wide - 5.0, place.height() - 2.0));
        let id = format!("setup-sight-{}", sight.map_or("off", Sight::name));
        let name = words::sight_name(lang, sight);
        pen.pick_called(id, chip, (name, &format!("{label} {name}")), sight == now, Intent::SeeAs(sight));
    }
    place.right()
}
