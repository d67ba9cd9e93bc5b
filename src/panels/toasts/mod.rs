//! What the seat says for a few seconds, the way back of an order whose card is closed, and the band
//! that says that nothing comes in any more.

use super::pen::{self, Out, Pen, ink};
use super::places::{cells, in_one_of};
use super::text::{Key, format, shown, text, words};
use super::theme::{self, size};
use crate::seat::{Intent, Order as SeatOrder, Seat};
use bevy_egui::egui::{self, Align2, Order, Rect, pos2, vec2};

const ROW: f32 = 40.0;
/// The height of the band over the map's foot, and of the bright edge above it.
pub(crate) const BAND: f32 = crate::seat::corners::DEAD_BAND_DP as f32;
const BAND_EDGE: f32 = 4.0;

/// Draws toasts at the foot of the map's middle, and the recall bar where the order's card is not open.
pub(crate) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    let mut bottom = map.bottom() - 40.0;
    let elsewhere =
        |order: &&SeatOrder| order.returned_to.is_none() && seat.selected_incident() != Some(order.incident);
    let elsewhere = seat.order.as_ref().filter(elsewhere);
    if let Some(order) = elsewhere {
        let rect =
            Rect::from_center_size(pos2(map.center().x, bottom - ROW / 2.0), vec2(360.0_f32.min(map.width()), ROW));
        pen::panel(ctx, seat, out, "recall-bar", rect, |pen| recall_bar(pen, rect, order));
        bottom -= ROW + 8.0;
    }
    let toasts: Vec<String> = seat.toasts().map(|toast| shown::toast(seat, toast)).collect();
    if toasts.is_empty() {
        return;
    }
    let mut pen = pen::over(ctx, seat, out, "toasts", Order::Foreground, map);
    for (k, words) in toasts.iter().rev().take(4).enumerate() {
        let (large, room) = (ink(size::BODY, theme::TEXT_1), map.width() - 64.0);
        let fits = pen.galley(words, large, f32::INFINITY).size().x <= room;
        let galley = pen.galley(words, if fits { large } else { ink(size::CAPTION, theme::TEXT_1) }, room);
        let rect = Rect::from_center_size(pos2(map.center().x, bottom - ROW / 2.0), vec2(galley.size().x + 32.0, ROW));
        pen.fill(rect, theme::RAISED.egui());
        pen.outline(rect, 1.0, theme::TEXT_3.egui());
        pen.painter().galley(rect.center() - galley.size() / 2.0, galley, theme::TEXT_1.egui());
        pen.name(format!("toast-{}", k + 1), rect);
        bottom -= ROW + 8.0;
    }
}

fn recall_bar(pen: &mut Pen<'_>, rect: Rect, order: &SeatOrder) {
    let seat = pen.seat;
    let secs = order.secs_left(seat.now);
    pen.outline(rect, 1.0, theme::TEXT_3.egui());
    let button = Rect::from_min_max(pos2(rect.right() - 110.0, rect.top() + 5.0), rect.max - vec2(6.0, 5.0));
    let label = format!("{} {}", text(pen.lang, Key::Recall), format::span_short(pen.lang, secs));
    let title = shown::title(seat, seat.picture.incidents.row(order.incident));
    let said = format!("{} · {title}", text(pen.lang, Key::StateAssigned));
    let at = pos2(rect.left() + 14.0, rect.center().y);
    pen.text_within(at, Align2::LEFT_CENTER, &said, ink(14.0, theme::TEXT_1), button.left() - at.x - 10.0);
    pen.chip("recall", button, &label, true, Intent::Recall);
}

/// A hatched band across the map's foot: every feed is dead, and since when. Its words stand on one line where it is wide,
/// else on two; the hatch is bright beside them and quiet behind none.
pub(crate) fn dead_band(ctx: &egui::Context, seat: &Seat, out: &mut Out, rect: Rect) {
    let mut pen = pen::over(ctx, seat, out, "dead-band", Order::Middle, rect);
    pen.painter().rect_filled(rect, 0.0, theme::PANEL.egui());
    pen.hatch(rect, theme::STALE.egui());
    let edge = Rect::from_min_size(rect.min, vec2(rect.width(), BAND_EDGE));
    pen.painter().rect_filled(edge, 0.0, theme::STALE.egui());
    let last = seat.feeds.iter().map(|(_, feed)| feed.last_at).max().unwrap_or(seat.clock);
    let (what, since) = (text(pen.lang, Key::FeedsLostBand), text(pen.lang, Key::FeedsLostSince));
    let since = format!("{since} {}", words::moment(pen.lang, last, seat.clock, seat.picture.tallies.zone()));
    // The band crosses the seams of a video wall, its words don't.
    let cell = in_one_of(&cells(seat), rect);
    let room = cell.width() - 48.0;
    let (large, second) = (ink(size::TITLE, theme::TEXT_1).medium(), ink(size::BODY, theme::TEXT_1).medium());
    let wide = |words: &str, ink| pen.galley(words, ink, f32::INFINITY).size().x;
    let one = format!("{what} · {since}");
    let is_one = wide(&one, large) <= room;
    let taken = if is_one { wide(&one, large) } else { wide(what, large).max(wide(&since, second)) };
    let middle = cell.center() + vec2(0.0, BAND_EDGE / 2.0);
    let ground = Rect::from_center_size(middle, vec2(taken.min(room) + 32.0, rect.height() - BAND_EDGE));
    pen.painter().rect_filled(ground, 0.0, theme::PANEL.egui());
    if is_one {
        pen.text(middle, Align2::CENTER_CENTER, &one, large);
    } else {
        pen.fitted(middle - vec2(0.0, 12.0), Align2::CENTER_CENTER, what, large, room);
        pen.fitted(middle + vec2(0.0, 13.0), Align2::CENTER_CENTER, &since, second, room);
    }
    pen.name("feeds-lost", rect);
    out.covers.push(rect);
}
