//! How the legend looks.

use super::model::{GapLine, GapSign, Model};
use super::signs::{self, Sign, crossed_lines};
use crate::panels::fields::rough_width;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Key, format, text};
use crate::panels::theme::{self, size};
use crate::seat::{HeatTells, Intent};
use bevy_egui::egui::{Align2, Color32, Pos2, Rect, Shape, pos2, vec2};

/// The legend's width.
pub(crate) const WIDTH: f32 = crate::seat::corners::LEGEND_WIDTH_DP as f32;
/// The width of its ramps alone, and the room for a second row of their title.
pub(crate) const RAMPS_WIDTH: f32 = crate::seat::corners::RAMPS_WIDTH_DP as f32;
const TITLE_ROW: f32 = crate::seat::corners::RAMP_TITLE_DP as f32;
const RAMP: f32 = crate::seat::corners::RAMP_DP as f32;
/// A line of the heat with its number wants so much.
pub(super) const ISOLINE: f32 = 70.0;
const ROW: f32 = crate::seat::corners::LEGEND_ROW_DP as f32;
const LINE: f32 = 21.0;
const PAD: f32 = crate::seat::corners::LEGEND_PAD_DP as f32;

/// The legend's height.
pub(super) fn height(model: &Model) -> f32 {
    let rows = [model.hatch_overdue, model.incidents, model.incidents, model.clusters, model.workers || model.cameras];
    let rows = rows.iter().filter(|shows| **shows).count() as f32 * ROW;
    2.0 * PAD + ramps(model) as f32 * RAMP + rows + gaps_height(model)
}

fn gaps_height(model: &Model) -> f32 {
    model.gaps.as_ref().map_or(0.0, |lines| ROW + lines.len() as f32 * LINE)
}

/// The height of a box that tells what is missing alone.
pub(super) fn gaps_box_height(model: &Model) -> f32 {
    2.0 * PAD + gaps_height(model)
}

fn ramps(model: &Model) -> usize {
    usize::from(model.fill.is_some()) + usize::from(model.heat.is_some())
}

/// The height of the ramps alone; nothing where there are none.
pub(super) fn ramps_height(model: &Model) -> f32 {
    if ramps(model) == 0 { 0.0 } else { 2.0 * PAD + ramps(model) as f32 * (RAMP + TITLE_ROW) }
}

/// What fill and heat mean, and nothing else.
pub(super) fn paint_ramps(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.name("legend", rect);
    let inner = rect.shrink2(vec2(12.0, PAD));
    let high = RAMP + TITLE_ROW;
    let (first, second) = inner.split_top_bottom_at_y(inner.top() + high);
    let heat_at = if model.fill.is_some() { second } else { first };
    if let Some((title, classes)) = &model.fill {
        fill(pen, Rect::from_min_size(first.min, vec2(inner.width(), high)), title, classes);
    }
    if let Some(tells) = model.heat {
        heat(pen, Rect::from_min_size(heat_at.min, vec2(inner.width(), high)), tells, model.heat_as_lines);
    }
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.name("legend", rect);
    let inner = rect.shrink2(vec2(12.0, PAD));
    let mut y = inner.top();
    let mut next = |height: f32| {
        let row = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), height));
        y += height;
        row
    };
    if let Some((title, classes)) = &model.fill {
        fill(pen, next(RAMP), title, classes);
    }
    if model.hatch_overdue {
        row(pen, next(ROW), signs::hatches(model));
    }
    if let Some(lines) = &model.gaps {
        gaps(pen, next(gaps_height(model)), lines);
    }
    if let Some(tells) = model.heat {
        heat(pen, next(RAMP), tells, model.heat_as_lines);
    }
    if model.incidents {
        row(pen, next(ROW), &signs::URGENCIES);
        row(pen, next(ROW), &signs::STATES);
    }
    if model.clusters {
        row(pen, next(ROW), &[Sign::Cluster]);
    }
    if model.workers || model.cameras {
        let people: &[Sign] = if model.workers { &signs::PEOPLE } else { &[] };
        let cameras: &[Sign] = if model.cameras { &[Sign::Camera] } else { &[] };
        row(pen, next(ROW), &[people, cameras].concat());
    }
}

/// What is missing alone, which no line of signs has room for.
pub(super) fn paint_gaps(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.name("legend-gaps", rect);
    if let Some(lines) = &model.gaps {
        gaps(pen, rect.shrink2(vec2(12.0, PAD)), lines);
    }
}

fn gaps(pen: &Pen<'_>, rect: Rect, lines: &[GapLine]) {
    let (head, below) = rect.split_top_bottom_at_y(rect.top() + ROW);
    let title = text(pen.lang, Key::GapsTitle);
    pen.text_within(head.left_center(), Align2::LEFT_CENTER, title, ink(size::CAPTION, theme::TEXT_1), WIDTH);
    for (k, line) in lines.iter().enumerate() {
        let top = below.min + vec2(0.0, k as f32 * LINE);
        gap(pen, Rect::from_min_size(top, vec2(below.width(), LINE)), line);
    }
}

fn ramp_title(pen: &Pen<'_>, rect: Rect, title: &str, width: f32) -> Rect {
    let at = pos2(rect.left(), rect.top() + 10.0);
    pen.text_within(at, Align2::LEFT_CENTER, title, ink(size::CAPTION, theme::TEXT_1), width);
    Rect::from_min_size(pos2(rect.left(), rect.top() + 21.0), vec2(rect.width(), 11.0))
}

fn number(pen: &Pen<'_>, at: Pos2, anchor: Align2, words: &str) {
    pen.text(at, anchor, words, ink(size::CAPTION, theme::TEXT_2));
}

/// What the heat tells.
pub(super) fn heat_title(pen: &Pen<'_>, tells: HeatTells) -> &'static str {
    let key = match tells {
        // What was asked for and can't be told is said, not left out.
        HeatTells::Density if pen.seat.heat == HeatTells::AgainstWeekBefore => Key::HeatNoWeek,
        HeatTells::Density if pen.seat.heat == HeatTells::AgainstYearBefore => Key::HeatNoYear,
        HeatTells::Density => Key::HeatTitle,
        HeatTells::AgainstWeekBefore => Key::HeatAgainstWeek,
        HeatTells::AgainstYearBefore => Key::HeatAgainstYear,
    };
    text(pen.lang, key)
}

/// What the heat tells, and by which ramp or lines; a click lets it tell the next thing.
fn heat(pen: &mut Pen<'_>, rect: Rect, tells: HeatTells, as_lines: bool) {
    let title = heat_title(pen, tells);
    let bar = titled(pen, rect, ("legend-heat", title), Key::NextHeat, Intent::NextHeat);
    heat_bar(pen, bar, tells, as_lines);
}

/// The ramp or the lines of the heat.
pub(super) fn heat_bar(pen: &Pen<'_>, bar: Rect, tells: HeatTells, as_lines: bool) {
    match (tells, as_lines) {
        (HeatTells::Density, true) => lines(pen, bar, &theme::ISOLINES),
        (HeatTells::Density, false) => ramp(pen, bar, &theme::FROST, &theme::HEAT_STOPS_PER_KM2),
        (_, true) => lines(pen, bar, &theme::CHANGE_ISOLINES),
        (_, false) => ramp(pen, bar, &theme::CHANGE, &theme::CHANGE_STOPS_PER_KM2),
    }
}

/// A title that is pressed for the next thing to be told; answers where its ramp goes.
fn titled(pen: &mut Pen<'_>, rect: Rect, (id, title): (&str, &str), next: Key, intent: Intent) -> Rect {
    if pen.seat.tour.is_on() {
        // There nothing else is told; the title may take two rows.
        let (at, words) = (rect.translate(vec2(0.0, 2.0)), ink(size::CAPTION, theme::TEXT_1));
        if rect.height() > RAMP {
            let high = pen.prose(at, title, words, 2);
            return Rect::from_min_size(rect.min + vec2(0.0, high + 4.0), vec2(rect.width(), 11.0));
        }
        return ramp_title(pen, rect, title, rect.width());
    }
    let press = pen.press_for(id, rect, title, intent);
    let hint = if press.hovered { theme::TEXT_1 } else { theme::TEXT_3 };
    let corner = pos2(rect.right(), rect.top() + 10.0);
    let next = text(pen.lang, next);
    pen.text(corner, Align2::RIGHT_CENTER, next, ink(size::CAPTION, hint));
    ramp_title(pen, rect, title, rect.width() - rough_width(next) - 8.0)
}

/// The ramp in steps, each with the value at which it stands. Beyond its ends nothing changes any more.
fn ramp(pen: &Pen<'_>, bar: Rect, colours: &[(theme::Token, f32); 7], stops: &[f64; 7]) {
    let step = bar.width() / (stops.len() - 1) as f32;
    let signed = stops[0] < 0.0;
    let mut mesh = bevy_egui::egui::Mesh::default();
    for (k, (token, alpha)) in colours.iter().enumerate() {
        let x = bar.left() + k as f32 * step;
        let colour: Color32 = token.over(theme::LAND, alpha * theme::HEAT_UNDER_LABELS);
        let first = mesh.vertices.len() as u32;
        mesh.colored_vertex(pos2(x, bar.top()), colour);
        mesh.colored_vertex(pos2(x, bar.bottom()), colour);
        if k > 0 {
            mesh.add_triangle(first - 2, first - 1, first);
            mesh.add_triangle(first - 1, first, first + 1);
        }
    }
    pen.painter().add(Shape::mesh(mesh));
    let words_of = |k: usize| match signed {
        true => signed_number(stops[k]),
        false => format!("{}{}", format::rounded(stops[k]), if k + 1 == stops.len() { "+" } else { "" }),
    };
    let wide = |k: usize| pen.galley(&words_of(k), ink(size::CAPTION, theme::TEXT_2), f32::INFINITY).size().x;
    // Both ends stand always, those between them where they have room.
    let (mut free_from, free_to) = (bar.left() + wide(0) + 6.0, bar.right() - wide(stops.len() - 1) - 6.0);
    for k in 0..stops.len() {
        let x = bar.left() + k as f32 * step;
        let last = k + 1 == stops.len();
        let half = wide(k) / 2.0;
        if k > 0 && !last {
            if x - half < free_from || x + half > free_to {
                continue;
            }
            free_from = x + half + 6.0;
        }
        let anchor = match k {
            0 => Align2::LEFT_CENTER,
            _ if last => Align2::RIGHT_CENTER,
            _ => Align2::CENTER_CENTER,
        };
        number(pen, pos2(x, bar.bottom() + 10.0), anchor, &words_of(k));
    }
}

/// With a sign, but for nothing.
fn signed_number(value: f64) -> String {
    match value {
        v if v > 0.0 => format!("+{}", format::rounded(v)),
        v if v < 0.0 => format!("−{}", format::rounded(-v)),
        _ => "0".to_owned(),
    }
}

fn lines(pen: &Pen<'_>, bar: Rect, isolines: &[theme::Isoline]) {
    let step = bar.width() / isolines.len() as f32;
    let signed = isolines.iter().any(|(value, ..)| *value < 0.0);
    for (k, (value, token, width)) in isolines.iter().enumerate() {
        let x = bar.left() + k as f32 * step;
        let y = bar.center().y + 4.0;
        pen.line(pos2(x, y), pos2(x + 24.0, y), *width, token.egui());
        let words = if signed { signed_number(*value) } else { format!("≥ {}", format::rounded(*value)) };
        number(pen, pos2(x + 30.0, y), Align2::LEFT_CENTER, &words);
    }
}

fn fill(pen: &mut Pen<'_>, rect: Rect, title: &str, classes: &[String; 5]) {
    let bar = titled(pen, rect, ("legend-fill", title), Key::NextIndicator, Intent::NextIndicator);
    fill_bar(pen, bar, classes);
}

/// The five classes of the fill.
pub(super) fn fill_bar(pen: &Pen<'_>, bar: Rect, classes: &[String; 5]) {
    let step = bar.width() / theme::FILL.len() as f32;
    let wide = |k: usize| pen.galley(&classes[k], ink(size::CAPTION, theme::TEXT_2), f32::INFINITY).size().x;
    let every = if (0..classes.len()).all(|k| wide(k) <= step) { 1 } else { 2 };
    for (k, token) in theme::FILL.iter().enumerate() {
        let cell = Rect::from_min_size(pos2(bar.left() + k as f32 * step, bar.top()), vec2(step - 1.0, bar.height()));
        pen.painter().rect_filled(cell, 0.0, token.egui());
        // Where not all have room, the first, the middle and the last stand.
        if k % every == 0 {
            number(pen, pos2(cell.center().x, bar.bottom() + 10.0), Align2::CENTER_CENTER, &classes[k]);
        }
    }
}

/// A kind of gap: its sign, its name, how many.
fn gap(pen: &Pen<'_>, rect: Rect, line: &GapLine) {
    let at = pos2(rect.left() + 8.0, rect.center().y);
    match line.sign {
        GapSign::None => {}
        GapSign::Hatch => crossed_lines(pen, at, theme::TEXT_1),
        GapSign::Cross => {
            for across in [vec2(4.0, 4.0), vec2(4.0, -4.0)] {
                pen.line(at - across, at + across, 2.0, theme::TEXT_1.egui());
            }
        }
    }
    let words_at = pos2(at.x + 17.0, at.y);
    pen.text_within(words_at, Align2::LEFT_CENTER, &line.words, ink(size::CAPTION, theme::TEXT_2), rect.width() - 90.0);
    if let Some(count) = line.count {
        number(pen, rect.right_center(), Align2::RIGHT_CENTER, &format::number(count));
    }
}

/// Signs with their words, evenly over a row.
fn row(pen: &Pen<'_>, rect: Rect, signs: &[Sign]) {
    let step = rect.width() / signs.len().max(1) as f32;
    for (k, sign) in signs.iter().enumerate() {
        let at = pos2(rect.left() + k as f32 * step + 8.0, rect.center().y);
        sign.draw(pen, at);
        let words_ink = ink(size::CAPTION, theme::TEXT_2);
        pen.text_within(at + vec2(13.0, 0.0), Align2::LEFT_CENTER, sign.words(pen.lang), words_ink, step - 22.0);
    }
}
