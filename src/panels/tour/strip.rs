//! What interrupts a tour: category and town, nothing else, over the map's upper edge.

use crate::domain::Urgency;
use crate::panels::pen::{self, Out, ink};
use crate::panels::places::{cells, in_one_of};
use crate::panels::text::tour_words::{self, TourWord};
use crate::panels::text::{Civil, words};
use crate::panels::theme::{self, size};
use crate::seat::Seat;
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};

const WIDTH: f32 = 620.0;
const HEIGHT: f32 = 84.0;

pub(super) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    let Some(alarm) = seat.tour.alarm() else { return };
    let map = in_one_of(&cells(seat), map);
    let lang = seat.lang;
    let zone = seat.live().tallies.zone();
    let say = |value| tour_words::value(lang, value, seat.clock, zone);
    let parts: Vec<String> = alarm.town.iter().chain(&alarm.category).map(say).collect();
    let what = parts.join(" · ");
    let came = Civil::at(alarm.reported_at, zone).clock();
    let width = WIDTH.min(map.width() - 32.0);
    let rect = Rect::from_min_size(pos2(map.center().x - width / 2.0, map.top() + 16.0), vec2(width, HEIGHT));
    pen::panel(ctx, seat, out, "tour-alarm", rect, |pen| {
        pen.outline(rect, 2.0, theme::U1.egui());
        let inner = rect.shrink2(vec2(20.0, 0.0));
        let large = |token| ink(size::TITLE, token).medium();
        let runs = [
            (words::urgency(lang, Urgency::U1), large(theme::U1_TEXT)),
            ("  ", large(theme::TEXT_1)),
            (what.as_str(), large(theme::TEXT_1)),
        ];
        let upper = rect.top() + 28.0;
        let time = pen.text(pos2(inner.right(), upper), Align2::RIGHT_CENTER, &came, ink(size::BODY, theme::TEXT_2));
        pen.runs(pos2(inner.left(), upper), Align2::LEFT_CENTER, &runs, time.left() - inner.left() - 12.0);
        let lower = rect.top() + 60.0;
        let mut told = tour_words::say(lang, TourWord::AnyKey).to_owned();
        if alarm.others > 0 {
            told = format!("{} · {told}", tour_words::more_alarms(lang, alarm.others));
        }
        let told_ink = ink(14.0, theme::TEXT_2);
        pen.text_within(pos2(inner.left(), lower), Align2::LEFT_CENTER, &told, told_ink, inner.width());
        pen.name("tour-alarm", rect);
    });
}
