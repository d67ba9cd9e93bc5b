//! How the finding's panel looks.

use super::model::Model;
use super::plot;
use crate::panels::pen::{Ink, Pen, ink};
use crate::panels::theme::{self, size};
use crate::panels::{lines, places};
use bevy_egui::egui::text::{LayoutJob, TextWrapping};
use bevy_egui::egui::{Align2, Galley, Rect, pos2, vec2};
use std::sync::Arc;

/// The sentence's type, and the number's: twice a key figure (VISUAL.md). Both are smaller where all has no room else.
const SIZES: [(f32, f32); 4] =
    [(24.0, 2.0 * size::KPI), (20.0, 1.5 * size::KPI), (18.0, 1.2 * size::KPI), (size::BODY, size::KPI)];
/// However long a number is, it is no smaller.
const NUMBER_LEAST: f32 = 24.0;
const UNIT: f32 = 22.0;
/// The line that says what the number counts.
const BASIS: f32 = 24.0;
/// Less room than this below the number shows no plot.
const PLOT_LEAST: f32 = 120.0;

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.line(rect.left_top(), rect.left_bottom(), 1.0, theme::RAISED.egui());
    pen.line(rect.left_top(), rect.right_top(), 1.0, theme::RAISED.egui());
    let pad = vec2((rect.width() * 0.06).clamp(16.0, 36.0), (rect.height() * 0.04).clamp(12.0, 36.0));
    let (text_place, plot_place) = parts(pen, rect);
    let (inner, plot_place) = (text_place.shrink2(pad), plot_place.map(|place| place.shrink2(pad)));
    let plot_below = if model.plot.is_some() && plot_place.is_none() { PLOT_LEAST + pad.y * 0.5 } else { 0.0 };
    let (sentence, number) = fitting(pen, model, inner, pad.y, plot_below);
    let mut top = inner.top();
    let at = Rect::from_min_size(pos2(inner.left(), top), sentence.size());
    pen.painter().galley(at.min, sentence, theme::TEXT_1.egui());
    pen.name("tour-sentence", at);
    top = at.bottom() + pad.y * 0.6;
    top = number.paint(pen, inner, top, model);
    let basis_ink = ink(14.0, theme::TEXT_2);
    let y = top + BASIS / 2.0;
    pen.parts(pos2(inner.left(), y), Align2::LEFT_CENTER, &model.basis, basis_ink, inner.width());
    top = y + BASIS / 2.0 + pad.y * 0.5;
    let below = plot_place.unwrap_or(Rect::from_min_max(pos2(inner.left(), top + pad.y * 0.4), inner.max));
    if let Some(shown) = &model.plot
        && below.height() >= PLOT_LEAST - pad.y * 0.4
    {
        if plot_place.is_none() {
            pen.rule(inner.left()..=inner.right(), top);
        }
        plot::paint(pen, below, shown);
        pen.name("tour-plot", below);
    }
}

/// Where sentence and number stand, and where the plot does if that is not below them: on a wall of several rows of cells
/// they have a cell each, so that no seam parts what belongs together.
fn parts(pen: &Pen<'_>, rect: Rect) -> (Rect, Option<Rect>) {
    let cells = places::cells(pen.seat);
    let mut rows: Vec<Rect> = cells.iter().map(|cell| cell.intersect(rect)).filter(|part| part.is_positive()).collect();
    // The finding stands in one column; should it not, it is as it is without seams.
    rows.retain(|part| part.width() > 0.9 * rect.width());
    rows.sort_by(|a, b| a.top().total_cmp(&b.top()));
    let lower = |pair: &[Rect]| pair[0].height().min(pair[1].height());
    let best = rows.windows(2).rev().max_by(|a, b| lower(a).total_cmp(&lower(b)));
    best.map_or((rect, None), |pair| (pair[0], Some(pair[1])))
}

/// Sentence and number in the largest sizes in which they have room with the plot below them; else without it.
fn fitting(pen: &Pen<'_>, model: &Model, inner: Rect, pad: f32, plot: f32) -> (Arc<Galley>, Number) {
    let all = SIZES.map(|(sentence_size, number_size)| {
        (sentence(pen, model, sentence_size, inner.width()), Number::of(pen, model, number_size, inner.width()))
    });
    let fits = |below: f32| {
        all.iter().position(|(sentence, number)| {
            sentence.size().y + pad * 0.6 + number.height() + BASIS + below <= inner.height()
        })
    };
    let chosen = fits(plot).or_else(|| fits(0.0)).unwrap_or(SIZES.len() - 1);
    let (sentence, number) = &all[chosen];
    (Arc::clone(sentence), *number)
}

/// The sentence in as many rows as it needs, its figures heavier.
fn sentence(pen: &Pen<'_>, model: &Model, size: f32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    let (words, figures) = (ink(size, theme::TEXT_1), ink(size, theme::TEXT_1).medium());
    for (text, is_figure) in &model.sentence {
        job.append(text, 0.0, pen.format(if *is_figure { figures } else { words }));
    }
    job.wrap = TextWrapping { max_width: width.max(1.0), ..TextWrapping::default() };
    lines::lay_out(pen.painter(), job)
}

/// How the number stands: its size, and whether its unit has room beside it or stands below.
#[derive(Clone, Copy)]
struct Number {
    size: f32,
    unit_is_beside: bool,
}

impl Number {
    fn of(pen: &Pen<'_>, model: &Model, wanted: f32, room: f32) -> Self {
        let width = |ink: Ink, text: &str| pen.galley(text, ink, f32::INFINITY).size().x;
        let whole = width(ink(wanted, theme::TEXT_1), &model.number);
        let size = (wanted * (room / whole.max(1.0)).min(1.0)).max(NUMBER_LEAST);
        let number = width(ink(size, theme::TEXT_1), &model.number);
        let unit_is_beside = width(ink(UNIT, theme::TEXT_2), &model.unit) <= room - number - 8.0;
        Self { size, unit_is_beside }
    }

    fn height(self) -> f32 {
        self.size * 1.2 + if self.unit_is_beside { 0.0 } else { UNIT * 1.3 }
    }

    /// Draws it, and answers where it ends.
    fn paint(self, pen: &mut Pen<'_>, inner: Rect, top: f32, model: &Model) -> f32 {
        let (number_ink, unit_ink) = (ink(self.size, theme::TEXT_1), ink(UNIT, theme::TEXT_2));
        let middle = top + self.size * 0.6;
        let at = pos2(inner.left(), middle);
        let drawn = pen.text_within(at, Align2::LEFT_CENTER, &model.number, number_ink, inner.width());
        pen.name("tour-number", drawn);
        let bottom = top + self.height();
        let at = if self.unit_is_beside {
            pos2(drawn.right() + 8.0, middle + number_ink.foot() - unit_ink.foot())
        } else {
            pos2(inner.left(), bottom - UNIT * 0.6)
        };
        pen.text_within(at, Align2::LEFT_CENTER, &model.unit, unit_ink, inner.width());
        bottom
    }
}
