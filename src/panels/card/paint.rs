//! How the card looks: one column where it is narrow, two where it is wide.

use super::model::{Model, Pressure};
use super::{acts, course, foot, people, photos};
use crate::panels::fields::rough_width;
use crate::panels::form::FormPanel;
use crate::panels::overlay;
use crate::panels::pen::{Pen, ink};
use crate::panels::photos::Shelf;
use crate::panels::text::{Key, Word, photo_words, say, text, video_words};
use crate::panels::theme::{self, size};
use crate::seat::work::WorkIntent;
use crate::seat::{CameraIntent, Intent, Lang};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const PAD: f32 = 16.0;
const HEAD: f32 = 58.0;
const STRIP: f32 = 50.0;
const FACT: f32 = 21.0;
const SECTION: f32 = 28.0;
const STEP: f32 = 20.0;
const LEFT_OUT: f32 = 42.0;
/// The share of a wide card in which its story stands.
const STORY: f32 = 0.46;

/// How much of each section shows, and the height that comes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) height: f32,
    width: f32,
    lang: Lang,
    wide: bool,
    /// Whether the time that is left has a row of its own.
    strip: bool,
    /// How many facts show: where it is, first.
    facts: usize,
    /// Whether the deadlines and who works jointly show.
    beside: bool,
    steps: usize,
    people: bool,
    candidates: usize,
    candidate_row: f32,
    cameras: usize,
    left_out: bool,
    photos: bool,
    act_rows: usize,
    /// As few rows of acts as the card may come to show.
    few_acts: usize,
    form: f32,
}

fn is_wide(width: f32) -> bool {
    width >= 540.0
}

/// The width of the part in which something is done.
pub(super) fn doing_width(width: f32) -> f32 {
    let inner = width - 2.0 * PAD;
    if is_wide(width) { inner * (1.0 - STORY) } else { inner }
}

/// Plans a card of this width that is at most `most` high: what matters least gives way first.
pub(super) fn plan(model: &Model, width: f32, most: f32, form: f32) -> Plan {
    let people = model.shows_people;
    let mut plan = Plan {
        height: 0.0,
        width,
        lang: model.lang,
        wide: is_wide(width),
        strip: true,
        facts: model.facts.len(),
        beside: true,
        people,
        steps: if model.whole_trace { model.steps.len().max(1) } else { model.steps.len().clamp(1, 6) },
        candidates: if people { model.candidates.len() } else { 0 },
        candidate_row: if is_wide(width) { 39.0 } else { 42.0 },
        cameras: model.cameras.len().min(5),
        left_out: people && !model.left_out.is_empty(),
        photos: !model.photos.is_empty(),
        act_rows: usize::MAX,
        few_acts: if model.acts.shows_all() { usize::MAX } else { acts::FEW_ROWS },
        form,
    };
    // Trials in the order of what can be missed; the first that fits is taken.
    let shrink: [fn(&mut Plan); 20] = [
        |plan| plan.cameras = plan.cameras.min(3),
        |plan| plan.steps = plan.steps.min(4),
        |plan| plan.candidate_row = 38.0,
        |plan| plan.cameras = plan.cameras.min(2),
        |plan| plan.act_rows = plan.few_acts,
        |plan| plan.steps = plan.steps.min(2),
        |plan| plan.left_out = false,
        |plan| plan.cameras = 0,
        |plan| plan.photos = false,
        |plan| plan.candidates = plan.candidates.min(3),
        |plan| plan.beside = false,
        |plan| plan.steps = 1,
        |plan| plan.candidates = plan.candidates.min(1),
        |plan| plan.steps = 0,
        // Whoever is to be sent stands on the button.
        |plan| plan.people = false,
        |plan| plan.facts = plan.facts.min(1),
        |plan| plan.act_rows = 1,
        |plan| plan.facts = 0,
        |plan| plan.act_rows = 0,
        |plan| plan.strip = plan.wide,
    ];
    plan.height = height(model, &plan);
    if model.whole_trace && plan.height > most {
        let over = ((plan.height - most) / STEP).ceil() as usize;
        plan.steps = plan.steps.saturating_sub(over).max(1);
        plan.height = height(model, &plan);
    }
    for step in shrink {
        if plan.height <= most {
            break;
        }
        step(&mut plan);
        plan.height = height(model, &plan);
    }
    plan
}

fn people_height(model: &Model, plan: &Plan) -> f32 {
    if !plan.people {
        return 0.0;
    }
    let rows = if model.candidates.is_empty() { 28.0 } else { plan.candidates as f32 * plan.candidate_row };
    SECTION + rows + if plan.left_out { LEFT_OUT } else { 4.0 }
}

fn facts_height(plan: &Plan) -> f32 {
    if plan.facts == 0 { 0.0 } else { plan.facts as f32 * FACT + 6.0 }
}

fn clocks_height(model: &Model, plan: &Plan) -> f32 {
    if model.clocks.is_empty() || !plan.beside {
        0.0
    } else {
        SECTION + model.clocks.len() as f32 * course::CLOCK_ROW + 4.0
    }
}

fn parties_height(model: &Model, plan: &Plan) -> f32 {
    if model.parties.is_empty() || !plan.beside {
        0.0
    } else {
        SECTION + model.parties.len() as f32 * course::PARTY_ROW + 4.0
    }
}

fn photos_height(plan: &Plan) -> f32 {
    if plan.photos { SECTION + photos::HEIGHT + 6.0 } else { 0.0 }
}

fn trace_height(plan: &Plan) -> f32 {
    if plan.steps == 0 {
        return 0.0;
    }
    SECTION + plan.steps as f32 * STEP + 4.0
}

fn cameras_height(plan: &Plan) -> f32 {
    if plan.cameras == 0 { 0.0 } else { SECTION + plan.cameras as f32 * people::CAMERA_ROW + 4.0 }
}

/// The form, or the button and the acts below it.
fn foot_height(model: &Model, plan: &Plan) -> f32 {
    if plan.form > 0.0 {
        return plan.form + 6.0;
    }
    model.foot.height() + model.acts.height(plan.lang, doing_width(plan.width), plan.act_rows)
}

fn height(model: &Model, plan: &Plan) -> f32 {
    let beside = clocks_height(model, plan) + parties_height(model, plan) + photos_height(plan);
    let story = facts_height(plan) + beside + trace_height(plan) + cameras_height(plan);
    let doing = people_height(model, plan) + foot_height(model, plan);
    let top = HEAD + if plan.wide || !plan.strip { 8.0 } else { STRIP + 8.0 };
    top + if plan.wide { story.max(doing) } else { story + doing } + 10.0
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model, form: (&mut FormPanel, f32), shelf: &mut Shelf) {
    let (form, form_height) = form;
    let plan = plan(model, rect.width(), rect.height(), form_height);
    pen.line(rect.left_top(), rect.left_bottom(), 1.0, theme::RAISED.egui());
    pen.line(rect.left_top(), rect.right_top(), 2.0, theme::RAISED.egui());
    pen.name("card", rect);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let mut y = rect.top();
    let head = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), HEAD));
    if plan.wide {
        let strip =
            Rect::from_min_max(pos2(inner.right() - 232.0, y + 6.0), pos2(inner.right() - 30.0, y + HEAD - 2.0));
        paint_head(pen, Rect::from_min_max(head.min, pos2(strip.left() - 10.0, head.bottom())), model);
        paint_strip(pen, strip, model);
        y += HEAD + 8.0;
    } else {
        paint_head(pen, Rect::from_min_max(head.min, head.max - vec2(28.0, 0.0)), model);
        y += HEAD + 8.0;
        if plan.strip {
            let at = pos2(inner.left(), y - 8.0);
            paint_strip(pen, Rect::from_min_size(at, vec2(inner.width(), STRIP - 4.0)), model);
            y += STRIP;
        }
    }
    pen.close_button(Rect::from_center_size(pos2(inner.right() - 8.0, head.top() + 22.0), vec2(24.0, 24.0)));
    let doing_left = inner.right() - doing_width(rect.width());
    let foot_top = rect.bottom() - foot_height(model, &plan) - 6.0;
    let foot_rect = Rect::from_min_max(pos2(doing_left, foot_top), pos2(inner.right(), rect.bottom() - 6.0));
    if plan.wide {
        let left = Rect::from_min_max(pos2(inner.left(), y), pos2(doing_left - 12.0, rect.bottom()));
        let right = Rect::from_min_max(pos2(doing_left, y), pos2(inner.right(), rect.bottom()));
        let y = story(pen, left, model, &plan, shelf);
        cameras(pen, Rect::from_min_max(pos2(left.left(), y), left.max), model, &plan);
        doing(pen, right, model, &plan);
    } else {
        let body = Rect::from_min_max(pos2(inner.left(), y), pos2(inner.right(), foot_top));
        let y = story(pen, body, model, &plan, shelf);
        let y = doing(pen, Rect::from_min_max(pos2(body.left(), y), body.max), model, &plan);
        cameras(pen, Rect::from_min_max(pos2(body.left(), y), body.max), model, &plan);
    }
    if plan.form > 0.0 {
        return form.show(pen, foot_rect);
    }
    let (button, rest) = foot_rect.split_top_bottom_at_y(foot_top + model.foot.height());
    foot::paint(pen, button, &model.foot);
    if plan.act_rows > 0 {
        acts::paint(pen, rest, &model.acts, plan.act_rows);
    }
}

fn paint_head(pen: &Pen<'_>, rect: Rect, model: &Model) {
    overlay::draw_mark_close(pen, pos2(rect.left() + 20.0, rect.top() + 31.0), 30.0, model.mark);
    let left = rect.left() + 54.0;
    let room = rect.right() - left;
    let title = ink(size::TITLE, theme::TEXT_1).medium();
    pen.fitted(pos2(left, rect.top() + 20.0), Align2::LEFT_CENTER, &model.title, title, room);
    let token = theme::urgency_text(model.mark.urgency);
    let quiet = ink(size::CAPTION, theme::TEXT_3);
    // The urgency's own colour only where it means "act now"; the shape says the others.
    let token = if model.mark.urgency == crate::domain::Urgency::U1 { token } else { theme::TEXT_2 };
    let runs = [(model.subtitle.as_str(), ink(size::CAPTION, token)), ("   ", quiet), (model.code.as_str(), quiet)];
    let wide: f32 = runs.iter().map(|(text, ink)| pen.galley(text, *ink, f32::INFINITY).size().x).sum();
    // A part of a number finds nothing.
    let runs = if wide <= room { &runs[..] } else { &runs[..1] };
    pen.runs(pos2(left, rect.top() + 43.0), Align2::LEFT_CENTER, runs, room);
}

fn paint_strip(pen: &Pen<'_>, rect: Rect, model: &Model) {
    let strip = &model.strip;
    let token = match strip.pressure {
        Pressure::Act => theme::U1_TEXT,
        Pressure::Soon | Pressure::None => theme::TEXT_1,
    };
    pen.fill(rect, theme::RAISED.egui());
    let two_rows = rect.width() < 260.0;
    let (words_at, note_at, note_anchor) = if two_rows {
        let x = rect.left() + 10.0;
        (pos2(x, rect.top() + 16.0), pos2(x, rect.bottom() - 14.0), Align2::LEFT_CENTER)
    } else {
        let y = rect.center().y - 1.0;
        (pos2(rect.left() + 12.0, y), pos2(rect.right() - 12.0, y), Align2::RIGHT_CENTER)
    };
    let words_ink = ink(size::PANEL_TITLE, token).medium();
    let words = pen.text_within(words_at, Align2::LEFT_CENTER, &strip.words, words_ink, rect.width() - 20.0);
    let note_room = if two_rows { rect.width() - 20.0 } else { rect.right() - words.right() - 24.0 };
    pen.text_within(note_at, note_anchor, &strip.note, ink(size::CAPTION, theme::TEXT_2), note_room);
    let over = Rect::from_min_size(pos2(rect.left(), rect.bottom() - 3.0), vec2(rect.width() * strip.share, 3.0));
    let bar = match strip.pressure {
        Pressure::Act => theme::U1,
        Pressure::Soon => theme::TEXT_1,
        Pressure::None => theme::DISABLED,
    };
    pen.painter().rect_filled(over, 0.0, bar.egui());
}

/// Facts, clocks, summoned agencies, photos and trace; answers where they end.
fn story(pen: &mut Pen<'_>, rect: Rect, model: &Model, plan: &Plan, shelf: &mut Shelf) -> f32 {
    let mut y = rect.top();
    let label_width = model.facts.iter().map(|(label, _)| rough_width(label)).fold(26.0, f32::max) + 12.0;
    for (label, words) in model.facts.iter().take(plan.facts) {
        let middle = y + FACT / 2.0;
        pen.text(pos2(rect.left(), middle), Align2::LEFT_CENTER, label, ink(size::CAPTION, theme::TEXT_3));
        let at = pos2(rect.left() + label_width, middle);
        let words_ink = ink(size::CAPTION, theme::TEXT_1);
        pen.text_within(at, Align2::LEFT_CENTER, words, words_ink, rect.right() - at.x);
        y += FACT;
    }
    y += if plan.facts == 0 { 0.0 } else { 6.0 };
    if !model.clocks.is_empty() && plan.beside {
        section(pen, rect, y, say(pen.lang, Word::Clocks), "");
        course::paint_clocks(pen, Rect::from_min_max(pos2(rect.left(), y + SECTION), rect.max), &model.clocks);
        y += clocks_height(model, plan);
    }
    if !model.parties.is_empty() && plan.beside {
        section(pen, rect, y, say(pen.lang, Word::Joint), &model.parties.len().to_string());
        course::paint_parties(pen, Rect::from_min_max(pos2(rect.left(), y + SECTION), rect.max), &model.parties);
        y += parties_height(model, plan);
    }
    if plan.photos {
        section(pen, rect, y, photo_words::title(pen.lang), &model.photos.len().to_string());
        let row = Rect::from_min_size(pos2(rect.left(), y + SECTION), vec2(rect.width(), photos::HEIGHT));
        photos::paint(pen, row, &model.photos, shelf);
        y += photos_height(plan);
    }
    if plan.steps > 0 {
        trace(pen, Rect::from_min_max(pos2(rect.left(), y), rect.max), model, plan);
    }
    y + trace_height(plan)
}

/// The newest steps, oldest of them first: what happened last stands last.
fn trace(pen: &mut Pen<'_>, rect: Rect, model: &Model, plan: &Plan) {
    let lang = pen.lang;
    let more = if model.whole_trace { Word::TraceEnd } else { Word::WholeTrace };
    let more = if model.whole_trace || model.steps.len() > plan.steps { say(lang, more) } else { "" };
    let count = format!("{} {}  {more}", model.steps.len(), text(lang, Key::TraceSteps));
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), SECTION));
    pen.press_for("trace-all", head, text(lang, Key::Trace), Intent::Work(WorkIntent::WholeTrace));
    section(pen, rect, rect.top(), text(lang, Key::Trace), &count);
    let mut y = rect.top() + SECTION;
    let skip = model.steps.len().saturating_sub(plan.steps);
    let shown = &model.steps[skip..];
    let line_x = rect.left() + 5.0;
    for (k, step) in shown.iter().enumerate() {
        let middle = y + STEP / 2.0;
        let last = k + 1 == shown.len();
        if !last {
            pen.line(pos2(line_x, middle), pos2(line_x, middle + STEP), 1.0, theme::DISABLED.egui());
        }
        let dot = if last { theme::TEXT_1 } else { theme::TEXT_3 };
        pen.painter().circle_filled(pos2(line_x, middle), 3.0, dot.egui());
        let time_ink = ink(size::CAPTION, theme::TEXT_2);
        let time = pen.text(pos2(rect.left() + 18.0, middle), Align2::LEFT_CENTER, &step.time, time_ink);
        let kind_at = pos2(time.right().max(rect.left() + 76.0) + 8.0, middle);
        let kind = pen.text(kind_at, Align2::LEFT_CENTER, step.kind, ink(size::CAPTION, theme::TEXT_1).medium());
        let note_at = pos2(kind.right() + 10.0, middle);
        pen.text_within(note_at, Align2::LEFT_CENTER, &step.note, time_ink, rect.right() - note_at.x);
        y += STEP;
    }
}

/// Candidates and those left out; answers where they end.
fn doing(pen: &mut Pen<'_>, rect: Rect, model: &Model, plan: &Plan) -> f32 {
    if !plan.people {
        return rect.top();
    }
    let title = format!("{} {}", text(pen.lang, Key::Candidates), model.candidates.len());
    section(pen, rect, rect.top(), &title, text(pen.lang, Key::CandidatesNote));
    let rows = Rect::from_min_max(pos2(rect.left(), rect.top() + SECTION), rect.max);
    let y = people::candidates(pen, rows, model, plan.candidates, plan.candidate_row);
    if plan.left_out {
        people::left_out(pen, Rect::from_min_max(pos2(rect.left(), y), rect.max), model);
    }
    rect.top() + people_height(model, plan)
}

fn cameras(pen: &mut Pen<'_>, rect: Rect, model: &Model, plan: &Plan) {
    if plan.cameras == 0 {
        return;
    }
    let note = format!("{} / {}", plan.cameras, model.cameras.len());
    let label = video_words::look_here(pen.lang);
    let width = pen.galley(label, ink(size::CAPTION, theme::TEXT_1), f32::INFINITY).size().x + 16.0;
    let corner = pos2(rect.right() - width, rect.top() + 3.0);
    let chip = Rect::from_min_size(corner, vec2(width, SECTION - 4.0));
    let beside = Rect::from_min_max(rect.min, pos2(chip.left() - 8.0, rect.bottom()));
    section(pen, beside, rect.top(), text(pen.lang, Key::CamerasNear), &note);
    let press = pen.press_for("cameras-looking", chip, label, Intent::Camera(CameraIntent::LookingHere));
    let ground = if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED };
    pen.fill(chip, ground.egui());
    pen.text(chip.center(), Align2::CENTER_CENTER, label, ink(size::CAPTION, theme::TEXT_1));
    let rows = Rect::from_min_max(pos2(rect.left(), rect.top() + SECTION), rect.max);
    people::cameras(pen, rows, model, plan.cameras);
}

/// A section's head: a line, a word, a note.
fn section(pen: &Pen<'_>, rect: Rect, y: f32, title: &str, note: &str) {
    pen.rule(rect.left()..=rect.right(), y + 1.0);
    let middle = y + SECTION / 2.0 + 1.0;
    let head = pen.text(pos2(rect.left(), middle), Align2::LEFT_CENTER, title, ink(14.0, theme::TEXT_1).medium());
    let room = rect.right() - head.right() - 10.0;
    pen.text_within(pos2(rect.right(), middle), Align2::RIGHT_CENTER, note, ink(size::CAPTION, theme::TEXT_3), room);
}
