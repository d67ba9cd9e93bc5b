//! How the preview looks.

use super::model::Model;
use crate::panels::pen::{Pen, ink};
use crate::panels::places::past_seam;
use crate::panels::text::visit_words::{self, Topic};
use crate::panels::text::{Word, say};
use crate::panels::theme::{self, size};
use crate::seat::{Intent, Lang, VisitIntent};
use bevy_egui::egui::{Align2, Pos2, Rect, pos2, vec2};

const PAD: f32 = 20.0;
const HEAD: f32 = 52.0;
const SECTION: f32 = 34.0;
const FOOT: f32 = 68.0;
/// A line's height where there is room, and what it needs at least.
const LINE: f32 = 29.0;
const LEAST_LINE: f32 = 16.0;

fn label_width(lang: Lang) -> f32 {
    if lang == Lang::Zh { 118.0 } else { 134.0 }
}

/// How high it is where there is room.
pub(super) fn height(model: &Model) -> f32 {
    heights(model, LINE).iter().sum()
}

/// The heights of its parts with lines so high: the head, both sections with their topics, the foot.
fn heights(model: &Model, line: f32) -> Vec<f32> {
    let section = |topics: usize| std::iter::once(SECTION).chain(std::iter::repeat_n(line, topics));
    let sections = section(model.seen.len()).chain(section(model.unseen.len()));
    std::iter::once(HEAD).chain(sections).chain([FOOT]).collect()
}

/// Where the preview stands, and its parts do.
pub(super) struct Plan {
    pub(super) rect: Rect,
    tops: Vec<f32>,
    line: f32,
}

impl Plan {
    /// In the middle of a room without seams; its lines are lower where they have to be.
    pub(super) fn within(room: Rect, lang: Lang, model: &Model) -> Self {
        let width = if lang == Lang::Zh { 500.0_f32 } else { 560.0 };
        let least: f32 = heights(model, LEAST_LINE).iter().sum();
        let size = vec2(width.min(room.width()), height(model).min((room.height() - 16.0).max(least)));
        let rect = Rect::from_center_size(room.center(), size).intersect(room);
        let lines = (model.seen.len() + model.unseen.len()) as f32;
        let line = ((rect.height() - HEAD - 2.0 * SECTION - FOOT) / lines.max(1.0)).clamp(1.0, LINE);
        let mut tops = tops_of(&heights(model, line), rect.top(), &[]);
        // The buttons stand at the foot, whatever is too low for the lines.
        if let Some(foot) = tops.last_mut() {
            *foot = rect.bottom() - FOOT;
        }
        Self { rect, tops, line }
    }

    /// From the top of a column of cells on; no part lies across a seam.
    pub(super) fn over(room: Rect, cells: &[Rect], model: &Model) -> Self {
        let with = |line: f32| {
            let tops = tops_of(&heights(model, line), room.top(), cells);
            let bottom = tops.last().map_or(room.top(), |foot| foot + FOOT);
            Self { rect: Rect::from_x_y_ranges(room.x_range(), room.top()..=bottom), tops, line }
        };
        let lower = [LINE, 24.0, 20.0].map(with).into_iter().find(|plan| plan.rect.bottom() <= room.bottom());
        lower.unwrap_or_else(|| with(LEAST_LINE))
    }
}

/// Where parts of these heights stand below each other.
fn tops_of(heights: &[f32], top: f32, cells: &[Rect]) -> Vec<f32> {
    let mut below = top;
    let place = |high: &f32| {
        let at = past_seam(cells, below, *high);
        below = at + high;
        at
    };
    heights.iter().map(place).collect()
}

pub(super) fn paint(pen: &mut Pen<'_>, plan: &Plan, model: &Model) {
    let (lang, rect) = (pen.lang, plan.rect);
    pen.outline(rect, 1.0, theme::TEXT_3.egui());
    pen.name("visit-preview", rect);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let mut tops = plan.tops.iter().copied();
    let mut next = || tops.next().unwrap_or(rect.bottom());
    pen.title(inner, next() + HEAD / 2.0 + 2.0, visit_words::mode(lang), visit_words::note(lang));
    for (title, topics, is_seen) in
        [(visit_words::seen(lang), &model.seen, true), (visit_words::unseen(lang), &model.unseen, false)]
    {
        let y = next();
        pen.rule(inner.left()..=inner.right(), y + 2.0);
        let at = pos2(inner.left(), y + SECTION / 2.0 + 2.0);
        pen.text(at, Align2::LEFT_CENTER, title, ink(14.0, theme::TEXT_2).medium());
        for topic in topics {
            let row = Rect::from_min_size(pos2(inner.left(), next()), vec2(inner.width(), plan.line));
            paint_line(pen, row, *topic, is_seen);
        }
    }
    let foot = next();
    buttons(pen, Rect::from_x_y_ranges(inner.x_range(), foot + 14.0..=foot + FOOT - 14.0));
}

fn paint_line(pen: &Pen<'_>, row: Rect, topic: Topic, is_seen: bool) {
    let y = row.center().y;
    sign(pen, pos2(row.left() + 8.0, y), is_seen);
    let (left, text_size) = (row.left() + 26.0, size::BODY.min(row.height() * 0.75));
    let label = ink(text_size, theme::TEXT_1).medium();
    let room = label_width(pen.lang) - 8.0;
    pen.text_within(pos2(left, y), Align2::LEFT_CENTER, visit_words::topic(pen.lang, topic), label, room);
    let at = pos2(left + label_width(pen.lang), y);
    let said = visit_words::outcome(pen.lang, topic);
    pen.text_within(at, Align2::LEFT_CENTER, &said, ink(text_size, theme::TEXT_1), row.right() - at.x);
}

/// A disc for what is seen, a ring with a stroke through it for what is not: told apart without colour.
fn sign(pen: &Pen<'_>, at: Pos2, is_seen: bool) {
    if is_seen {
        pen.painter().circle_filled(at, 5.0, theme::TEXT_1.egui());
    } else {
        pen.painter().circle_stroke(at, 5.5, (1.5, theme::TEXT_2.egui()));
        pen.line(at + vec2(-6.0, 6.0), at + vec2(6.0, -6.0), 1.5, theme::TEXT_2.egui());
    }
}

/// Off, on, and how it ends.
fn buttons(pen: &mut Pen<'_>, foot: Rect) {
    let lang = pen.lang;
    let (wide, height) = (if lang == Lang::Zh { 168.0_f32 } else { 210.0 }, foot.height());
    let on = Rect::from_min_size(pos2(foot.right() - wide.min(foot.width() / 2.0), foot.top()), vec2(wide, height));
    let off = Rect::from_min_size(pos2(on.left() - 120.0, foot.top()), vec2(112.0, height));
    let label = visit_words::begin(lang);
    let press = pen.press_for("visit-on", on, label, Intent::Visit(VisitIntent::On));
    pen.fill(on, if press.hovered { theme::WORKER_ON_TASK } else { theme::TEXT_1 }.egui());
    let words = format!("{label}  {}", say(lang, Word::EnterKey));
    pen.text_within(on.center(), Align2::CENTER_CENTER, &words, ink(size::BODY, theme::CANVAS).medium(), wide - 8.0);
    let label = visit_words::cancel(lang);
    let press = pen.press_for("visit-cancel", off, label, Intent::Visit(VisitIntent::Off));
    pen.fill(off, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
    let words = format!("{label}  Esc");
    pen.text_within(off.center(), Align2::CENTER_CENTER, &words, ink(size::BODY, theme::TEXT_1), 108.0);
    let at = pos2(foot.left(), foot.center().y);
    let room = off.left() - foot.left() - 10.0;
    let quiet = ink(size::CAPTION, theme::TEXT_2);
    pen.text_within(at, Align2::LEFT_CENTER, visit_words::how_to_end(lang), quiet, room);
}
