//! How the form looks: measures at the left, each with its unit, the switches with a sentence each, the test picture at
//! the right.

use super::model::{Model, Row};
use super::picture;
use crate::panels::fields::TextField;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::setup_words as words;
use crate::panels::text::{Word, say};
use crate::panels::theme::{self, size};
use crate::seat::setup::{ASKED, Contrast, Field, Key, Value};
use crate::seat::{Intent, Lang, SetupIntent, Sight};
use bevy_egui::egui::{Align2, Pos2, Rect, pos2, vec2};

const PAD: f32 = 20.0;
const HEAD: f32 = 48.0;
const FOOT: f32 = 56.0;
/// A row's height where there is room, and what it needs at least.
const ROW: f32 = 38.0;
const LEAST_ROW: f32 = 22.0;
/// A row of the switches has a sentence below it.
const SWITCH: f32 = 64.0;
const LEAST_SWITCH: f32 = 24.0;
/// A row of a sentence.
const SENTENCE: f32 = 17.0;
/// The form alone, and with the test picture beside it.
const WIDTH: f32 = 400.0;
const WITH_PICTURE: f32 = 860.0;
/// Where measures and switches stand beside each other.
const LOW_WIDTH: f32 = 1_120.0;
const SWITCHES: f32 = 8.0;

fn rows_height(row: f32, switch: f32) -> f32 {
    HEAD + ASKED.len() as f32 * row + SWITCHES * switch + FOOT
}

/// Whether measures and switches have no room below each other, and stand beside each other.
fn is_low(height: f32) -> bool {
    height < rows_height(LEAST_ROW, LEAST_SWITCH)
}

fn low_height(row: f32) -> f32 {
    HEAD + SWITCHES.max(ASKED.len() as f32) * row + FOOT
}

/// Whether all of the form has room there.
pub(super) fn has_room(room: Rect) -> bool {
    !is_low(room.height()) || (room.width() >= LOW_WIDTH && room.height() >= low_height(LEAST_SWITCH))
}

/// Where the form stands in this room.
pub(super) fn rect(room: Rect) -> Rect {
    let wanted = if is_low(room.height()) { LOW_WIDTH } else { WITH_PICTURE };
    let width = if room.width() >= 640.0 { wanted.min(room.width() - 16.0) } else { WIDTH.min(room.width()) };
    let height = if is_low(room.height()) { low_height(ROW) } else { rows_height(ROW, SWITCH) };
    Rect::from_center_size(room.center(), vec2(width, height.min(room.height()))).intersect(room)
}

/// Where measures, switches and test picture stand in the form, and how high their rows are.
struct Columns {
    measures: Rect,
    switches: Rect,
    picture: Option<Rect>,
    row: f32,
    switch: f32,
}

impl Columns {
    fn of(form: Rect) -> Self {
        let inner = Rect::from_min_max(form.min + vec2(PAD, HEAD), form.max - vec2(PAD, FOOT));
        let column = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to.max(from), inner.y_range());
        if is_low(form.height()) {
            let [first, second] = [0.29, 0.68].map(|share| inner.left() + inner.width() * share);
            let high = |rows: f32, most: f32| (inner.height() / rows).min(most);
            return Self {
                measures: column(inner.left(), first),
                switches: column(first + 16.0, second),
                picture: Some(column(second + 24.0, inner.right())),
                row: high(ASKED.len() as f32, ROW),
                switch: high(SWITCHES, SWITCH),
            };
        }
        let has_picture = form.width() >= WITH_PICTURE * 0.7;
        let width = if has_picture { (inner.width() * 0.46).min(WIDTH) } else { inner.width() };
        let share = (form.height() - rows_height(LEAST_ROW, LEAST_SWITCH))
            / (rows_height(ROW, SWITCH) - rows_height(LEAST_ROW, LEAST_SWITCH));
        let between = |least: f32, most: f32| least + (most - least) * share.clamp(0.0, 1.0);
        let (row, switch) = (between(LEAST_ROW, ROW), between(LEAST_SWITCH, SWITCH));
        let left = column(inner.left(), inner.left() + width);
        let (measures, switches) = left.split_top_bottom_at_y(left.top() + ASKED.len() as f32 * row);
        let picture = has_picture.then(|| column(left.right() + 24.0, inner.right()));
        Self { measures, switches, picture, row, switch }
    }
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model, wrong: Option<Field>) {
    let lang = pen.lang;
    pen.outline(rect, 1.0, theme::TEXT_3.egui());
    pen.name("setup", rect);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    pen.title(inner, rect.top() + HEAD / 2.0, words::title(lang), words::note(lang));
    let columns = Columns::of(rect);
    let line =
        |column: Rect, y: f32, height: f32| Rect::from_min_size(pos2(column.left(), y), vec2(column.width(), height));
    let mut y = columns.measures.top();
    for row in &model.rows {
        paint_row(pen, line(columns.measures, y, columns.row), row, wrong == Some(row.field));
        y += columns.row;
    }
    let mut y = columns.switches.top();
    let mut switch = |key: Key, label: &str, choices: [(&str, Value, bool); 2], is_given: bool| {
        paint_switch(pen, line(columns.switches, y, columns.switch), (key, label), choices, is_given);
        y += columns.switch;
    };
    let flag = |yes: bool| [true, false].map(|on| (words::yes_no(lang, on), Value::Flag(on), yes == on));
    switch(Key::Compensation, words::compensation(lang), flag(model.compensation), false);
    let languages = [Lang::Zh, Lang::En].map(|l| (words::language_name(l), Value::Lang(l), model.lang == l));
    switch(Key::Lang, words::language(lang), languages, model.lang_is_given);
    switch(Key::ReducedMotion, words::reduced_motion(lang), flag(model.reduced_motion), model.motion_is_given);
    let contrasts = [Contrast::Normal, Contrast::High]
        .map(|c| (words::contrast_name(lang, c), Value::Contrast(c), model.contrast == c));
    switch(Key::Contrast, words::contrast(lang), contrasts, model.contrast_is_given);
    switch(Key::ClockSeconds, words::clock_seconds(lang), flag(model.clock_seconds), false);
    switch(Key::Span, words::span(lang), flag(model.spans), model.spanning_is_given);
    switch(Key::Turn, words::turning(lang), flag(model.turns), model.turning_is_given);
    paint_sight(pen, line(columns.switches, y, columns.switch));
    if let Some(place) = columns.picture {
        picture::paint(pen, place, model);
    }
    foot(pen, Rect::from_min_max(pos2(inner.left(), rect.bottom() - FOOT), pos2(inner.right(), rect.bottom())), model);
}

/// The room of labels before what they name.
fn label_width(lang: Lang) -> f32 {
    if lang == Lang::Zh { 84.0 } else { 118.0 }
}

fn paint_row(pen: &mut Pen<'_>, line: Rect, row: &Row, takes_keyboard: bool) {
    let (lang, y) = (pen.lang, line.center().y);
    let label = ink(14.0, theme::TEXT_2);
    let name = words::field(lang, row.field);
    pen.text_within(pos2(line.left(), y), Align2::LEFT_CENTER, name, label, label_width(lang) - 8.0);
    let left = line.left() + label_width(lang);
    let unit = words::unit(lang, row.field);
    if row.is_given {
        let said = format!("{} {unit} · {}", row.text, words::given(lang));
        let at = pos2(left, y);
        pen.text_within(at, Align2::LEFT_CENTER, &said, ink(14.0, theme::TEXT_1), line.right() - left);
        return;
    }
    let field = Rect::from_min_max(pos2(left, line.top() + 3.0), pos2(left + 130.0, line.bottom() - 3.0));
    let typed = pen.edit(&TextField {
        id: format!("setup-{}", row.field.key().name()),
        rect: field,
        label: name,
        text: &row.text,
        hint: "",
        lines: false,
        take_focus: takes_keyboard,
    });
    let at = pos2(field.right() + 10.0, y);
    pen.text_within(at, Align2::LEFT_CENTER, unit, ink(14.0, theme::TEXT_2), line.right() - at.x);
    if let Some(text) = typed.text {
        pen.intend(SetupIntent::Say(row.field, text).into());
    }
    if typed.entered {
        pen.intend(SetupIntent::Keep.into());
    } else if typed.escaped {
        pen.intend(Intent::Back);
    }
}

/// A switch with its two places, and below it what it does.
fn paint_switch(
    pen: &mut Pen<'_>,
    line: Rect,
    (key, label): (Key, &str),
    choices: [(&str, Value, bool); 2],
    is_given: bool,
) {
    let lang = pen.lang;
    let (row, at, left) = switch_head(pen, line, label, key.says(lang));
    if is_given {
        let said = choices.iter().find(|(.., chosen)| *chosen).map_or("", |(said, ..)| said);
        let said = format!("{said} · {}", words::given(lang));
        pen.text_within(pos2(left, at.y), Align2::LEFT_CENTER, &said, ink(14.0, theme::TEXT_1), row.right() - left);
    } else {
        for (k, (label, value, chosen)) in choices.into_iter().enumerate() {
            let corner = pos2(left + k as f32 * 72.0, row.top() + 2.0);
            let chip = Rect::from_min_size(corner, vec2(66.0, row.height() - 4.0));
            let id = match value {
                Value::Lang(lang) => lang.code(),
                Value::Contrast(contrast) => contrast.name(),
                Value::Flag(true) => "yes",
                _ => "no",
            };
            let intent = SetupIntent::Choose(key, value).into();
            pen.pick(format!("setup-{}-{id}", key.name()), chip, label, chosen, intent);
        }
    }
}

/// A switch's label, and below it what it does; answers its row, the middle of the row's left end, and where its places
/// begin.
fn switch_head(pen: &mut Pen<'_>, line: Rect, label: &str, says: &str) -> (Rect, Pos2, f32) {
    let lang = pen.lang;
    // The sentence goes first where there is little room; half of one is told nowhere.
    let room = ((line.height() - 30.0) / SENTENCE).floor().max(0.0) as usize;
    let quiet = ink(size::CAPTION, theme::TEXT_3);
    let has_sentence = pen.prose_rows(says, quiet, line.width()) <= room;
    let row =
        Rect::from_min_size(line.min, vec2(line.width(), if has_sentence { 28.0 } else { line.height().min(34.0) }));
    let at = pos2(row.left(), row.center().y);
    pen.text_within(at, Align2::LEFT_CENTER, label, ink(14.0, theme::TEXT_2), label_width(lang) - 8.0);
    if has_sentence {
        let below = Rect::from_min_max(pos2(line.left(), row.bottom() + 1.0), line.max);
        pen.prose(below, says, quiet, room);
    }
    (row, at, row.left() + label_width(lang))
}

/// Whose eyes the screen is shown through: at once, and kept nowhere.
fn paint_sight(pen: &mut Pen<'_>, line: Rect) {
    let (lang, now) = (pen.lang, pen.seat.see_as);
    let (row, _, left) = switch_head(pen, line, words::sight(lang), words::sight_says(lang));
    let all = std::iter::once(None).chain(Sight::ALL.map(Some));
    let wide = (row.right() - left) / 5.0;
    for (sight, place) in all.zip(0_u8..) {
        let corner = pos2(left + f32::from(place) * wide, row.top() + 2.0);
        let chip = Rect::from_min_size(corner, vec2(wide - 5.0, row.height() - 4.0));
        let id = format!("setup-sight-{}", sight.map_or("off", Sight::name));
        pen.pick(id, chip, words::sight_name(lang, sight), sight == now, Intent::SeeAs(sight));
    }
}

/// What is wrong, or how it is opened again; leave; keep.
fn foot(pen: &mut Pen<'_>, foot: Rect, model: &Model) {
    let (lang, y) = (pen.lang, foot.center().y);
    let button = |right: f32, wide: f32| Rect::from_min_max(pos2(right - wide, y - 18.0), pos2(right, y + 18.0));
    let keep = button(foot.right(), 150.0_f32.min(foot.width() * 0.35));
    let label = words::keep(lang);
    let press = pen.press_for("setup-keep", keep, label, SetupIntent::Keep.into());
    pen.fill(keep, if press.hovered { theme::WORKER_ON_TASK } else { theme::TEXT_1 }.egui());
    let said = format!("{label}  {}", say(lang, Word::EnterKey));
    let bright = ink(size::BODY, theme::CANVAS).medium();
    pen.text_within(keep.center(), Align2::CENTER_CENTER, &said, bright, keep.width() - 8.0);
    let leave = button(keep.left() - 8.0, 120.0_f32.min(foot.width() * 0.3));
    let label = words::leave(lang);
    let press = pen.press_for("setup-leave", leave, label, Intent::Back);
    pen.fill(leave, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
    let said = format!("{label}  Esc");
    pen.text_within(leave.center(), Align2::CENTER_CENTER, &said, ink(size::BODY, theme::TEXT_1), leave.width() - 8.0);
    let room = leave.left() - foot.left() - 12.0;
    let at = pos2(foot.left(), y);
    match &model.problem {
        Some(problem) => {
            let words = pen.text_within(at, Align2::LEFT_CENTER, problem, ink(14.0, theme::U2).medium(), room);
            pen.name("setup-problem", words);
        }
        None => {
            let said = format!("{} · {}", model.canvas, words::again(lang));
            pen.text_within(at, Align2::LEFT_CENTER, &said, ink(size::CAPTION, theme::TEXT_2), room);
        }
    }
}
