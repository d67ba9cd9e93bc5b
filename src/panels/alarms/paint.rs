//! How the list of alarms looks.

use super::model::{Group, Line, Model, Row};
use crate::domain::Urgency;
use crate::panels::fields::{CHIP_ROW, flow};
use crate::panels::overlay::{self, Mark};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{alarm_words, format};
use crate::panels::theme::{self, size};
use crate::seat::{AlarmIntent, Intent, Seat, Selection, Stage};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// A line's height.
pub(super) const ROW: f32 = 46.0;
const TITLE: f32 = 40.0;
const BANNER: f32 = 48.0;
const PAD: f32 = 12.0;

/// What stands behind the stages: mute, and the list of matters.
fn tools(seat: &Seat) -> [(&'static str, &'static str, bool, AlarmIntent); 2] {
    let lang = seat.lang;
    let mute = if seat.alarm_list.muted { alarm_words::unmute(lang) } else { alarm_words::mute(lang) };
    [
        ("alarm-mute", mute, seat.alarm_list.muted, AlarmIntent::Mute),
        ("alarm-close", alarm_words::back(lang), false, AlarmIntent::Toggle),
    ]
}

fn stage_labels(seat: &Seat) -> Vec<String> {
    let label =
        |stage| format!("{} {}", alarm_words::stage(seat.lang, stage), format::number(seat.alarm_list.count(stage)));
    Stage::ALL.map(label).into()
}

/// How high all above the lines is.
pub(super) fn head_height(seat: &Seat, width: f32) -> f32 {
    let inner = width - 2.0 * PAD;
    let stages = flow(stage_labels(seat).iter().map(String::as_str), inner).1;
    let tools = flow(tools(seat).iter().map(|tool| tool.1), inner).1;
    let banner = if seat.alarm_list.flood().is_on() { BANNER } else { 0.0 };
    TITLE + (stages + tools) as f32 * CHIP_ROW + 6.0 + banner
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, head_height: f32, model: &Model) {
    let seat = pen.seat;
    pen.line(rect.left_top(), rect.left_bottom(), 1.0, theme::RAISED.egui());
    let title = Rect::from_min_size(rect.min + vec2(16.0, 0.0), vec2(rect.width() - 32.0, TITLE));
    pen.title(title, rect.top() + 22.0, alarm_words::alarms(pen.lang), &model.note);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let mut top = rect.top() + TITLE;
    let (places, rows) = flow(model.stages.iter().map(|(_, label)| label.as_str()), inner.width());
    for ((stage, label), place) in model.stages.iter().zip(places) {
        let intent = Intent::Alarm(AlarmIntent::Show(*stage));
        let place = place.translate(vec2(inner.left(), top));
        pen.pick(format!("alarm-stage-{}", stage.name()), place, label, seat.alarm_list.stage == *stage, intent);
    }
    top += rows as f32 * CHIP_ROW;
    let tools = tools(seat);
    let (places, _) = flow(tools.iter().map(|tool| tool.1), inner.width());
    for ((id, label, on, intent), place) in tools.into_iter().zip(places) {
        pen.pick(id.into(), place.translate(vec2(inner.left(), top)), label, on, Intent::Alarm(intent));
    }
    let foot = rect.top() + head_height;
    if let Some((words, how)) = &model.flood {
        banner(pen, Rect::from_min_max(pos2(rect.left() + 1.0, foot - BANNER), pos2(rect.right(), foot)), words, how);
    }
    pen.rule(inner.left()..=inner.right(), foot - 0.5);
    if model.lines.is_empty() {
        let at = pos2(inner.left() + 4.0, foot + 20.0);
        pen.text_within(at, Align2::LEFT_CENTER, &model.nothing, ink(size::BODY, theme::TEXT_2), inner.width() - 8.0);
    }
    let mut groups = 0;
    for (n, line) in model.lines.iter().enumerate() {
        let whole = Rect::from_min_size(pos2(rect.left() + 1.0, foot + n as f32 * ROW), vec2(rect.width() - 1.0, ROW));
        match line {
            Line::One(row) => paint_row(pen, whole, row),
            Line::Group(group) => {
                groups += 1;
                paint_group(pen, whole, group, groups);
            }
            Line::Old(title, note) => paint_old(pen, whole, title, note),
        }
        pen.rule(whole.left() + 16.0..=whole.right() - 16.0, whole.bottom() - 0.5);
    }
}

/// That alarms flood: still, and told by words and an edge.
fn banner(pen: &mut Pen<'_>, rect: Rect, words: &str, how: &str) {
    pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    pen.painter().rect_filled(Rect::from_min_size(rect.min, vec2(4.0, rect.height())), 0.0, theme::U2.egui());
    let (left, room) = (rect.left() + 16.0, rect.width() - 28.0);
    let upper = ink(size::BODY, theme::TEXT_1).medium();
    pen.text_within(pos2(left, rect.top() + 15.0), Align2::LEFT_CENTER, words, upper, room);
    let lower = ink(size::CAPTION, theme::TEXT_2);
    pen.text_within(pos2(left, rect.top() + 35.0), Align2::LEFT_CENTER, how, lower, room);
    pen.name("alarm-flood", rect);
}

fn symbol(pen: &Pen<'_>, rect: Rect, mark: Mark) {
    // A triangle's ring reaches further up than down.
    let (symbol, down) = match mark.urgency {
        Urgency::U1 => (24.0, 0.0),
        Urgency::U2 => (21.5, 4.0),
        Urgency::U3 => (20.0, 0.0),
        Urgency::U4 => (19.0, 0.0),
    };
    overlay::draw_mark_close(pen, pos2(rect.left() + 36.0, rect.center().y + down), symbol, mark);
}

fn paint_row(pen: &mut Pen<'_>, rect: Rect, row: &Row) {
    let selection = Selection::Incident(row.incident);
    let selected = pen.seat.selection == Some(selection);
    let press = pen.press_for(format!("alarm-row-{}", row.code), rect, &row.title, Intent::Select(selection));
    let hovered = press.hovered;
    if selected || hovered {
        pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    }
    if selected {
        let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        pen.painter().rect_filled(edge, 0.0, theme::SELECTION.egui());
    }
    symbol(pen, rect, row.mark);
    let (upper, lower) = (rect.center().y - 9.5, rect.center().y + 10.5);
    let (left, right) = (rect.left() + 62.0, rect.right() - 16.0);
    let (time, is_tag) = &row.time;
    let at = pos2(right, upper);
    let time = if *is_tag {
        pen.tag(at, Align2::RIGHT_CENTER, time)
    } else {
        pen.text(at, Align2::RIGHT_CENTER, time, ink(14.0, theme::TEXT_1).medium())
    };
    let title = ink(size::BODY, theme::TEXT_1);
    pen.text_within(pos2(left, upper), Align2::LEFT_CENTER, &row.title, title, time.left() - left - 10.0);
    let quiet = ink(size::CAPTION, theme::TEXT_2);
    let mut runs = Vec::new();
    if row.raised {
        let token = if row.mark.urgency <= Urgency::U2 { theme::urgency_text(row.mark.urgency) } else { theme::TEXT_1 };
        runs.extend([(alarm_words::raised(pen.lang), ink(size::CAPTION, token).medium()), (" · ", quiet)]);
    }
    runs.push((row.why.as_str(), quiet));
    let why = pen.runs(pos2(right, lower), Align2::RIGHT_CENTER, &runs, (right - left) * 0.7);
    pen.text_within(pos2(left, lower), Align2::LEFT_CENTER, &row.place, quiet, why.left() - left - 10.0);
}

fn paint_group(pen: &mut Pen<'_>, rect: Rect, group: &Group, nth: usize) {
    let intent = Intent::Alarm(AlarmIntent::Unfold(group.key));
    let press = pen.press_for(format!("alarm-group-{nth}"), rect, &group.title, intent);
    if press.hovered {
        pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    }
    symbol(pen, rect, group.mark);
    let (upper, lower) = (rect.center().y - 9.5, rect.center().y + 10.5);
    let (left, right) = (rect.left() + 62.0, rect.right() - 16.0);
    let count = ink(size::PANEL_TITLE, theme::TEXT_1).medium();
    let count = pen.text(pos2(right, rect.center().y), Align2::RIGHT_CENTER, &group.count, count);
    let room = count.left() - left - 12.0;
    let title = ink(size::BODY, theme::TEXT_1).medium();
    pen.text_within(pos2(left, upper), Align2::LEFT_CENTER, &group.title, title, room);
    pen.text_within(pos2(left, lower), Align2::LEFT_CENTER, &group.note, ink(size::CAPTION, theme::TEXT_2), room);
}

fn paint_old(pen: &mut Pen<'_>, rect: Rect, title: &str, note: &str) {
    let press = pen.press_for("alarm-old", rect, title, Intent::Alarm(AlarmIntent::Old));
    if press.hovered {
        pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    }
    let (left, room) = (rect.left() + 20.0, rect.width() - 36.0);
    let (upper, lower) = (rect.center().y - 9.5, rect.center().y + 10.5);
    pen.text_within(pos2(left, upper), Align2::LEFT_CENTER, title, ink(size::BODY, theme::TEXT_1), room);
    pen.text_within(pos2(left, lower), Align2::LEFT_CENTER, note, ink(size::CAPTION, theme::TEXT_2), room);
}
