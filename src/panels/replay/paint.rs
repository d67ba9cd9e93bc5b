//! How the slider looks.

use super::model::{Model, snapped};
use crate::domain::Timestamp;
use crate::panels::pen::{Pen, ink};
use crate::panels::spoken::Place;
use crate::panels::text::sign_words::Sign;
use crate::panels::text::{Key, span_words, text};
use crate::panels::theme::{self, size};
use crate::seat::{Intent, PlotIntent, PlotSheet, ReplayIntent, Span};
use bevy_egui::egui::{Align2, Pos2, Rangef, Rect, Shape, Stroke, pos2, vec2};

/// The width of the controls at the right.
const CONTROLS: f32 = 252.0;
const CHIP: f32 = 28.0;

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    let caption = ink(size::CAPTION, theme::TEXT_2);
    let unit_ink = ink(size::CAPTION, theme::TEXT_3);
    let middle = rect.center().y;
    let title = pen.text(pos2(rect.left(), middle - 9.0), Align2::LEFT_CENTER, model.title, caption);
    let unit = pen.text(pos2(rect.left(), middle + 9.0), Align2::LEFT_CENTER, model.unit, unit_ink);
    let left = title.right().max(unit.right()).max(rect.left() + 84.0) + 20.0;
    let has_controls = rect.right() - left > 2.0 * CONTROLS;
    let right = if has_controls { rect.right() - CONTROLS - 24.0 } else { rect.right() - 14.0 };
    let plot = Rect::from_min_max(pos2(left, rect.top() + 7.0), pos2(right, rect.bottom() - 18.0));
    if has_controls {
        controls(pen, Rect::from_min_max(pos2(rect.right() - CONTROLS, rect.top()), rect.max), model);
    }
    if plot.width() < 60.0 {
        return;
    }
    // Where there is room the hours ahead stand right of live, by the same measure.
    let (whole, plot) = (plot, ahead_of(plot, model).map_or(plot, |ahead| plot.with_max_x(ahead.left())));
    density(pen, plot, model);
    if plot != whole {
        ahead(pen, whole.with_min_x(plot.right()), model);
    }
    pen.line(whole.left_bottom(), whole.right_bottom(), 1.0, theme::CHART_BAND.egui());
    let mut free_from = f32::NEG_INFINITY;
    for (share, words) in &model.ticks {
        let is_short = |one: &String| *one == words[1];
        let x = plot.left() + plot.width() * share;
        let width = |words: &String| pen.galley(words, unit_ink, f32::INFINITY).size().x;
        // The next one wants its room, too: a date in place of an hour must not push it away.
        let step = plot.width() * 0.125;
        let has_room =
            |one: &&String| x - width(one) / 2.0 >= free_from && (width(one) / 2.0 + 28.0 <= step || is_short(one));
        let Some(words) = words.iter().find(has_room).filter(|_| x <= whole.right() + 1.0) else { continue };
        free_from = x + width(words) / 2.0 + 14.0;
        pen.text(pos2(x, plot.bottom() + 9.0), Align2::CENTER_CENTER, words, unit_ink);
    }
    cursors(pen, plot, model);
    let grip = Rect::from_min_max(pos2(plot.left(), rect.top()), pos2(plot.right(), plot.bottom() + 4.0));
    let (from, to) = model.range;
    let at = Place { share: model.at, step: model.step, words: &model.stands_at };
    let slide = pen.slide("time-slider", grip, model.title, &at);
    let zone = pen.seat.picture.tallies.zone();
    let moment = |share: f32| snapped(zone, (from, to), share, plot.width());
    if let Some(share) = slide.stepped {
        let secs = (f64::from(share) * to.secs_since(from) as f64) as i64;
        pen.intend(Intent::Replay(ReplayIntent::To(from.plus_secs(secs))));
    }
    if let Some(share) = slide.to {
        pen.intend(Intent::Replay(ReplayIntent::To(moment(share))));
    }
    // Where it stands the moment is written already.
    const NEAR: f32 = 5.0;
    let is_elsewhere = |share: &f32| (share - model.at).abs() * plot.width() > NEAR;
    if let Some(share) = slide.over.filter(is_elsewhere) {
        under_pointer(pen, plot, model, share, moment(share));
    }
}

/// The moment that a click here would show.
fn under_pointer(pen: &mut Pen<'_>, plot: Rect, model: &Model, share: f32, moment: Timestamp) {
    let x = plot.left() + plot.width() * share;
    pen.line(pos2(x, plot.top() - 4.0), pos2(x, plot.bottom() + 2.0), 1.0, theme::TEXT_2.egui());
    let words = model.words_of(pen.seat, moment);
    let width = pen.galley(&words, ink(size::CAPTION, theme::TEXT_1), f32::INFINITY).size().x;
    // A date with its year is longer than a time, and a language's dates than another's.
    let anchor = if x + 5.0 + width > plot.right() { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    let off = if anchor == Align2::LEFT_CENTER { 5.0 } else { -5.0 };
    let at = pos2(x + off, plot.bottom() - 8.0);
    words_on(pen, at, anchor, &words, theme::TEXT_1);
    pen.name("time-under-pointer", anchor.anchor_size(at, vec2(width, 18.0)));
}

/// What came as bars, and how many steps happened as a line over them.
fn density(pen: &Pen<'_>, plot: Rect, model: &Model) {
    let step = plot.width() / model.bars.len().max(1) as f32;
    let gap = if step > 3.0 { 1.0 } else { 0.0 };
    for (k, (came, _)) in model.bars.iter().enumerate().filter(|(_, (came, _))| *came > 0.0) {
        let x = plot.left() + k as f32 * step;
        let height = (plot.height() * came).max(1.0);
        let bar = Rect::from_min_max(pos2(x, plot.bottom() - height), pos2(x + (step - gap).max(1.0), plot.bottom()));
        pen.painter().rect_filled(bar, 0.0, theme::DISABLED.egui());
    }
    let steps = model.bars.iter().enumerate().filter_map(|(k, (_, steps))| {
        let x = plot.left() + (k as f32 + 0.5) * step;
        Some(pos2(x, plot.bottom() - plot.height() * (*steps)?))
    });
    let line: Vec<_> = steps.collect();
    if line.len() > 1 {
        pen.painter().add(Shape::line(line, Stroke::new(1.2, theme::TEXT_2.egui())));
    }
}

/// The part of the slider that looks ahead, where it does and there is room.
fn ahead_of(plot: Rect, model: &Model) -> Option<Rect> {
    const LEAST: f32 = 300.0;
    let left = plot.left() + plot.width() * model.past_share;
    (!model.due.is_empty() && plot.width() >= LEAST).then(|| plot.with_min_x(left))
}

/// What falls due in the hours ahead: hollow, since it is not there yet. Pressed, the plot that tells more of it.
fn ahead(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    let intent = Intent::Plot(PlotIntent::Show(PlotSheet::Due));
    let press = pen.press_for("time-ahead", rect, &model.due_words, intent);
    let ground = if press.hovered { theme::RAISED } else { theme::LAND };
    pen.painter().rect_filled(rect, 0.0, ground.egui());
    let wide = rect.width() / model.due.len().max(1) as f32;
    let gap = if wide > 3.0 { 1.0 } else { 0.0 };
    for (k, (share, _)) in model.due.iter().enumerate().filter(|(_, (share, _))| *share > 0.0) {
        let (x, high) = (rect.left() + k as f32 * wide, (rect.height() * share).max(3.0));
        let bar = Rect::from_min_max(pos2(x, rect.bottom() - high), pos2(x + (wide - gap).max(2.0), rect.bottom()));
        pen.outline(bar, 1.0, theme::TEXT_2.egui());
    }
    if press.hovered {
        words_on(pen, pos2(rect.right(), rect.top() + 4.0), Align2::RIGHT_CENTER, &model.due_words, theme::TEXT_1);
    }
}

/// Where one is, and where live is.
fn cursors(pen: &mut Pen<'_>, plot: Rect, model: &Model) {
    let x = |share: f32| plot.left() + plot.width() * share;
    let at = x(model.at);
    if let Some(live) = model.live {
        let live = x(live);
        for k in 0..(plot.height() / 6.0) as usize {
            let y = plot.top() + k as f32 * 6.0;
            pen.line(pos2(live, y), pos2(live, y + 3.0), 1.5, theme::WORKER.egui());
        }
        if let Some(words) = &model.live_words {
            let wide = pen.galley(words, ink(size::CAPTION, theme::WORKER), f32::INFINITY).size().x;
            let side = side_with_room(plot.x_range(), live, wide);
            if let Some((anchor, x)) = side.filter(|_| (live - at).abs() > 170.0) {
                words_on(pen, pos2(x, plot.top() + 4.0), anchor, words, theme::WORKER);
            }
        }
    }
    let token = if model.at_words.is_some() { theme::REPLAY } else { theme::TEXT_1 };
    pen.line(pos2(at, plot.top() - 4.0), pos2(at, plot.bottom() + 2.0), 2.0, token.egui());
    if let Some(words) = &model.at_words {
        pen.painter().circle_filled(pos2(at, plot.top() - 2.0), 4.0, token.egui());
        // Where neither side has room for the whole, the moment alone: the header says which it is.
        let moment = model.at_moment.as_deref();
        let fitting = [Some(words.as_str()), moment].into_iter().flatten().find_map(|words| {
            let wide = pen.galley(words, ink(size::CAPTION, token), f32::INFINITY).size().x;
            Some((words, side_with_room(plot.x_range(), at, wide)?))
        });
        if let Some((words, (anchor, x))) = fitting {
            words_on(pen, pos2(x, plot.top() + 4.0), anchor, words, token);
        }
    }
}

/// On which side of `at` words this wide stay within the plot, and where they begin or end: at the right first.
fn side_with_room(plot: Rangef, at: f32, wide: f32) -> Option<(Align2, f32)> {
    const OFF: f32 = 8.0;
    match (at + OFF + wide <= plot.max, at - OFF - wide >= plot.min) {
        (true, _) => Some((Align2::LEFT_CENTER, at + OFF)),
        (_, true) => Some((Align2::RIGHT_CENTER, at - OFF)),
        _ => None,
    }
}

/// Words on ground of their own, so that bars don't run through them.
fn words_on(pen: &Pen<'_>, at: Pos2, anchor: Align2, words: &str, token: theme::Token) {
    let galley = pen.galley(words, ink(size::CAPTION, token), f32::INFINITY);
    let rect = anchor.anchor_size(at, galley.size());
    pen.painter().rect_filled(rect.expand2(vec2(2.0, -2.0)), 0.0, theme::PANEL.egui_alpha(0.85));
    pen.painter().galley(rect.min, galley, theme::TEXT_1.egui());
}

/// Play, the speed, the spans; below them the way back.
fn controls(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    let (lang, replay) = (pen.lang, &pen.seat.replay);
    let (playing, speed, span) = (replay.is_playing(), replay.speed(), replay.span);
    // A wide wall's footer is lower than others.
    let height = (rect.height() / 2.0 - 3.0).min(CHIP);
    let top = rect.center().y - height - 1.0;
    let mut left = rect.left();
    let mut place = |width: f32| {
        let chip = Rect::from_min_size(pos2(left, top), vec2(width, height));
        left += width + 4.0;
        chip
    };
    let replay_for = Intent::Replay;
    let play = place(44.0);
    let label = text(lang, if playing { Key::Pause } else { Key::Play });
    pen.chip("replay-play", play, label, true, replay_for(ReplayIntent::Toggle));
    pen.chip("replay-slower", place(CHIP), "−", true, replay_for(ReplayIntent::Faster(-1)));
    pen.call("replay-slower", Sign::Slower);
    let shown = place(52.0);
    pen.text(shown.center(), Align2::CENTER_CENTER, &format!("×{speed}"), ink(size::CAPTION, theme::TEXT_1).medium());
    pen.chip("replay-faster", place(CHIP), "+", true, replay_for(ReplayIntent::Faster(1)));
    pen.call("replay-faster", Sign::Faster);
    let span_word = span_words::span(lang, span);
    let (before, after) = (format!("‹{span_word}"), format!("{span_word}›"));
    let wide = if span == Span::Decade { CHIP + 10.0 } else { CHIP };
    pen.chip("replay-before", place(wide), &before, true, replay_for(ReplayIntent::Leap(-1)));
    pen.chip("replay-after", place(wide), &after, replay.is_wanted(), replay_for(ReplayIntent::Leap(1)));
    let signs = if span == Span::Day { (Sign::DayBefore, Sign::DayAfter) } else { (Sign::SpanBefore, Sign::SpanAfter) };
    pen.call("replay-before", signs.0);
    pen.call("replay-after", signs.1);
    let top = rect.center().y + 1.0;
    let mut left = rect.left();
    for of in Span::ALL {
        let width = if of == Span::Decade { 40.0 } else { 30.0 };
        let chip = Rect::from_min_size(pos2(left, top), vec2(width, height));
        let label = span_words::span(lang, of);
        let id = format!("replay-{}", of.name());
        pen.chip(id.as_str(), chip, label, of == span, replay_for(ReplayIntent::Span(of)));
        pen.tell_chosen(&id, of == span);
        left += width + 4.0;
    }
    if let Some(back) = &model.back {
        let chip = Rect::from_min_max(pos2(left, top), pos2(rect.right(), top + height));
        let press = pen.press_for("replay-live", chip, back, replay_for(ReplayIntent::Live));
        pen.fill(chip, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
        let words = ink(size::CAPTION, theme::REPLAY).medium();
        pen.text_within(chip.center(), Align2::CENTER_CENTER, back, words, chip.width() - 6.0);
    }
}
