//! The banner of a flood of alarms, across the map's upper edge: how many came, how many of them are critical. Pressed, the
//! list that groups them.

use super::pen::{self, Out, ink};
use super::text::{Key, alarm_words, format, text, words};
use super::theme::{self, size};
use crate::domain::Urgency;
use crate::seat::{AlarmIntent, Intent, Seat};
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};

const HEIGHT: f32 = 40.0;
const GAP: f32 = 8.0;
/// Below the chips at the map's upper edge.
const TOP: f32 = 54.0;

/// Draws it while alarms flood now and their list is not open; answers what of the map is left for other
/// strips.
pub(crate) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) -> Rect {
    let list = &seat.alarm_list;
    if !list.live_flood().is_on() || list.is_open {
        return map;
    }
    let lang = seat.lang;
    let (title, how) = alarm_words::flood(lang, list.live_flood().count());
    // Over a past moment it is what happens now all the same.
    let title = if seat.replay.is_on() { format!("{} · {title}", text(lang, Key::Live)) } else { title };
    let critical = list.live_critical();
    let critical = if critical > 0 {
        format!(" · {} {}", words::urgency(lang, Urgency::U1), format::number(critical))
    } else {
        String::new()
    };
    let width = 660.0_f32.min(map.width() - 32.0);
    let rect = Rect::from_min_size(pos2(map.center().x - width / 2.0, map.top() + TOP), vec2(width, HEIGHT));
    pen::panel(ctx, seat, out, "flood-strip", rect, |pen| {
        let (inner, y) = (rect.shrink2(vec2(14.0, 0.0)), rect.center().y);
        // Smaller before anything is cut: both numbers matter.
        let runs = [size::BODY, size::CAPTION].map(|size| {
            [
                (title.as_str(), ink(size, theme::TEXT_1).medium()),
                (critical.as_str(), ink(size, theme::U1_TEXT).medium()),
            ]
        });
        let wide = |runs: &[(&str, pen::Ink)]| -> f32 {
            runs.iter().map(|(text, ink)| pen.galley(text, *ink, f32::INFINITY).size().x).sum()
        };
        let runs = if wide(&runs[0]) <= inner.width() { &runs[0] } else { &runs[1] };
        let said = pen.runs(pos2(inner.left(), y), Align2::LEFT_CENTER, runs, inner.width());
        // How they stand in the list gives way to how many there are.
        let (small, room) = (ink(size::CAPTION, theme::TEXT_2), inner.right() - said.right() - 16.0);
        if pen.galley(how, small, f32::INFINITY).size().x <= room {
            pen.text(pos2(inner.right(), y), Align2::RIGHT_CENTER, how, small);
        }
        let press = pen.press_for("flood", rect, &format!("{title}{critical}"), Intent::Alarm(AlarmIntent::Toggle));
        pen.outline(rect, 1.5, if press.hovered { theme::TEXT_1 } else { theme::TEXT_2 }.egui());
        pen.name("flood-strip", rect);
    });
    Rect::from_min_max(pos2(map.left(), (rect.bottom() + GAP - TOP).min(map.bottom())), map.max)
}
