//! How the finding's panel looks.

use super::model::Model;
use super::plot;
use crate::panels::pen::{Ink, Pen, ink};
use crate::panels::theme::{self, size};
use bevy_egui::egui::text::{LayoutJob, TextWrapping};
use bevy_egui::egui::{Align2, Galley, Rect, pos2, vec2};
use std::sync::Arc;

/// The sentence's type, and the number's: twice a key figure (VISUAL.md); no smaller than a key figure where it is long.
const SENTENCE: f32 = 24.0;
const NUMBER: f32 = 2.0 * size::KPI;
const UNIT: f32 = 22.0;
/// Less room than this below the number shows no plot.
const PLOT_LEAST: f32 = 120.0;

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.line(rect.left_top(), rect.left_bottom(), 1.0, theme::RAISED.egui());
    pen.line(rect.left_top(), rect.right_top(), 1.0, theme::RAISED.egui());
    let pad = vec2((rect.width() * 0.06).clamp(16.0, 36.0), (rect.height() * 0.04).clamp(12.0, 36.0));
    let inner = rect.shrink2(pad);
    let sentence = sentence(pen, model, inner.width());
    let mut top = inner.top();
    let at = Rect::from_min_size(pos2(inner.left(), top), sentence.size());
    pen.painter().galley(at.min, sentence, theme::TEXT_1.egui());
    pen.name("tour-sentence", at);
    top = at.bottom() + pad.y * 0.6;
    top = number(pen, inner, top, model);
    let basis_ink = ink(14.0, theme::TEXT_2);
    let y = top + 12.0;
    pen.text_within(pos2(inner.left(), y), Align2::LEFT_CENTER, &model.basis, basis_ink, inner.width());
    top = y + 12.0 + pad.y * 0.5;
    if let Some(shown) = &model.plot
        && inner.bottom() - top >= PLOT_LEAST
    {
        pen.rule(inner.left()..=inner.right(), top);
        let below = Rect::from_min_max(pos2(inner.left(), top + pad.y * 0.4), inner.max);
        plot::paint(pen, below, shown);
        pen.name("tour-plot", below);
    }
}

/// The sentence in as many rows as it needs, its figures heavier.
fn sentence(pen: &Pen<'_>, model: &Model, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    let (words, figures) = (ink(SENTENCE, theme::TEXT_1), ink(SENTENCE, theme::TEXT_1).medium());
    for (text, is_figure) in &model.sentence {
        job.append(text, 0.0, pen.format(if *is_figure { figures } else { words }));
    }
    job.wrap = TextWrapping { max_width: width.max(1.0), ..TextWrapping::default() };
    pen.painter().layout_job(job)
}

/// The number, its unit beside it or, where it has no room there, below; answers where they end.
fn number(pen: &mut Pen<'_>, inner: Rect, top: f32, model: &Model) -> f32 {
    let width = |ink: Ink, text: &str| pen.galley(text, ink, f32::INFINITY).size().x;
    let whole = width(ink(NUMBER, theme::TEXT_1), &model.number);
    let size = (NUMBER * (inner.width() / whole.max(1.0)).min(1.0)).max(size::KPI);
    let (number_ink, unit_ink) = (ink(size, theme::TEXT_1), ink(UNIT, theme::TEXT_2));
    let room = inner.width() - width(number_ink, &model.number) - 8.0;
    let unit_is_beside = width(unit_ink, &model.unit) <= room;
    let middle = top + size * 0.6;
    let drawn =
        pen.text_within(pos2(inner.left(), middle), Align2::LEFT_CENTER, &model.number, number_ink, inner.width());
    pen.name("tour-number", drawn);
    let mut bottom = top + size * 1.2;
    let at = if unit_is_beside {
        pos2(drawn.right() + 8.0, middle + number_ink.foot() - unit_ink.foot())
    } else {
        bottom += UNIT * 1.3;
        pos2(inner.left(), bottom - UNIT * 0.6)
    };
    pen.text_within(at, Align2::LEFT_CENTER, &model.unit, unit_ink, inner.width());
    bottom
}
