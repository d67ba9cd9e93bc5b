//! How the card looks: one column where it is narrow, two where it is wide.

use super::model::{Model, Pressure};
use super::plan::{
    FACT, HEAD, PAD, Plan, SECTION, STEP, STRIP, clocks_height, doing_width, foot_height, parties_height,
    people_height, photos_height, plan, top, trace_height,
};
use super::{acts, course, foot, people, photos};
use crate::panels::fields::rough_width;
use crate::panels::form::FormPanel;
use crate::panels::overlay;
use crate::panels::pen::{Pen, ink};
use crate::panels::photos::Shelf;
use crate::panels::text::{Key, Word, photo_words, say, text, video_words};
use crate::panels::theme::{self, size};
use crate::seat::work::WorkIntent;
use crate::seat::{CameraIntent, Intent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

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
        paint_head(pen, Rect::from_min_max(head.min, pos2(strip.left() - 10.0, head.bottom())), model, true);
        paint_strip(pen, strip, model);
    } else {
        paint_head(pen, Rect::from_min_max(head.min, head.max - vec2(28.0, 0.0)), model, plan.strip);
        if plan.strip {
            let at = pos2(inner.left(), y + HEAD);
            paint_strip(pen, Rect::from_min_size(at, vec2(inner.width(), STRIP - 4.0)), model);
        }
    }
    y += top(&plan);
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
    let (button, rest) = foot_rect.split_top_bottom_at_y(foot_top + model.foot.height(plan.message));
    foot::paint(pen, button, &model.foot, plan.message);
    if plan.act_rows > 0 {
        acts::paint(pen, rest, &model.acts, plan.act_rows);
    }
}

/// Symbol, title, and below it what it is; where the time that is left has no row of its own, that first.
fn paint_head(pen: &Pen<'_>, rect: Rect, model: &Model, has_strip: bool) {
    overlay::draw_mark_close(pen, pos2(rect.left() + 20.0, rect.top() + 31.0), 30.0, model.mark);
    let left = rect.left() + if has_strip { 54.0 } else { 46.0 };
    let room = rect.right() - left;
    let title = ink(size::TITLE, theme::TEXT_1).medium();
    pen.fitted(pos2(left, rect.top() + 20.0), Align2::LEFT_CENTER, &model.title, title, room);
    if !has_strip {
        let token = if model.strip.pressure == Pressure::Act { theme::U1_TEXT } else { theme::TEXT_1 };
        // The symbol says the urgency already.
        let words = format!("{} · {} · {}", model.strip.words, model.state, model.urgency);
        // The cross reaches no further down than the title.
        let room = rect.right() + 28.0 - left;
        pen.parts(pos2(left, rect.top() + 43.0), Align2::LEFT_CENTER, &words, ink(size::CAPTION, token), room);
        return;
    }
    let token = theme::urgency_text(model.mark.urgency);
    let quiet = ink(size::CAPTION, theme::TEXT_3);
    // The urgency's own colour only where it means "act now"; the shape says the others.
    let token = if model.mark.urgency == crate::domain::Urgency::U1 { token } else { theme::TEXT_2 };
    let subtitle = format!("{} · {}", model.urgency, model.state);
    let runs = [(subtitle.as_str(), ink(size::CAPTION, token)), ("   ", quiet), (model.code.as_str(), quiet)];
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
        // Of a place that has no room the finest areas and the address are told.
        let mut words = words.as_str();
        while *label == text(pen.lang, Key::Place)
            && pen.galley(words, words_ink, f32::INFINITY).size().x > rect.right() - at.x
            && let Some((_, rest)) = words.split_once(" · ")
        {
            words = rest;
        }
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
    // Where acts have no row, what shows them all stands at the head.
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), SECTION));
    let more = if plan.act_rows == 0 { acts::paint_more(pen, head, &model.acts) } else { None };
    let left_of = more.map_or(head, |chip| Rect::from_min_max(head.min, pos2(chip.left() - 6.0, head.bottom())));
    let accept = if plan.message { None } else { foot::paint_accept(pen, left_of, &model.foot) };
    let note = if more.or(accept).is_some() { "" } else { text(pen.lang, Key::CandidatesNote) };
    section(pen, rect, rect.top(), &title, note);
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
