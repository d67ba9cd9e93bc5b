//! Two lines on what the pointer is over.

use super::Place;
use crate::panels::pen::{Pen, ink};
use crate::panels::places::cells;
use crate::panels::text::{Key, format, shown, text, words};
use crate::panels::theme::{self, size};
use crate::seat::{Seat, Selection};
use bevy_egui::egui::{self, Align2, Pos2, Rect, Vec2, pos2, vec2};

/// From the pointer to the tip.
const OFF: f32 = 18.0;

/// Draws the tip beside the pointer, where it covers as few of the symbols (their boxes) as can be.
pub(super) fn draw(ctx: &egui::Context, pen: &Pen<'_>, place: Place, symbols: &[Rect]) {
    let seat = pen.seat;
    let Some(hover) = seat.hover else { return };
    let pointer = ctx.input(|input| input.pointer.hover_pos()).filter(|at| place.map.contains(*at));
    let thing = hover.shown_at(&seat.picture, seat.now).map(|at| place.of(seat.view.screen_from_lonlat(at)));
    let Some(at) = pointer.or(thing) else { return };
    let (upper, lower) = lines(seat, hover);
    let upper_ink = ink(size::BODY, theme::TEXT_1).medium();
    let lower_ink = ink(size::CAPTION, theme::TEXT_2);
    let wide = pen.galley(&upper, upper_ink, 320.0).size().x.max(pen.galley(&lower, lower_ink, 320.0).size().x);
    let extent = vec2(wide + 24.0, 52.0);
    // On a video wall in the cell in which the thing stands.
    let cell = cells(seat).into_iter().find(|cell| cell.contains(at)).map(|cell| cell.intersect(place.map));
    let rect = beside(cell.unwrap_or(place.map), at, extent, symbols);
    pen.fill(rect, theme::PANEL.egui());
    pen.outline(rect, 1.0, theme::DISABLED.egui());
    pen.text_within(rect.min + vec2(12.0, 17.0), Align2::LEFT_CENTER, &upper, upper_ink, 320.0);
    pen.text_within(rect.min + vec2(12.0, 37.0), Align2::LEFT_CENTER, &lower, lower_ink, 320.0);
}

/// A place beside a point of the map for a box of this size: right below it, or wherever around it fewer symbols lie under
/// it. What the point itself is on is never covered where there is another place.
fn beside(map: Rect, at: Pos2, extent: Vec2, symbols: &[Rect]) -> Rect {
    let (right, left, middle) = (at.x + OFF, at.x - OFF - extent.x, at.x - extent.x / 2.0);
    let (below, above) = (at.y + OFF, at.y - OFF - extent.y);
    let far = [at.y + 2.0 * OFF, at.y - 2.0 * OFF - extent.y];
    let corners = [(right, below), (left, below), (right, above), (left, above), (middle, far[0]), (middle, far[1])];
    let inside = |(x, y): (f32, f32)| {
        let x = x.min(map.right() - extent.x).max(map.left());
        let y = y.min(map.bottom() - extent.y).max(map.top());
        Rect::from_min_size(pos2(x, y), extent)
    };
    let covers = |rect: &Rect| {
        let own = usize::from(rect.expand(4.0).contains(at)) * symbols.len().max(1);
        own + symbols.iter().filter(|symbol| symbol.intersects(*rect)).count()
    };
    corners.into_iter().map(inside).min_by_key(covers).unwrap_or_else(|| inside((right, below)))
}

fn lines(seat: &Seat, hover: Selection) -> (String, String) {
    let (lang, picture) = (seat.lang, &seat.picture);
    match hover {
        Selection::Incident(number) => {
            let row = picture.incidents.row(number);
            let time = words::time_left(lang, row, seat.now).map(|(words, _)| format!(" · {words}"));
            let lower = format!(
                "{} · {}{}",
                words::urgency(lang, row.urgency),
                words::state(lang, row.state),
                time.unwrap_or_default()
            );
            (shown::title(seat, row).into_owned(), lower)
        }
        Selection::Worker(number) => {
            let row = picture.workers.row(number);
            let fix = row.fix.map(|fix| words::fix_age(lang, seat.now.secs_since(fix.fixed_at)));
            let state = words::worker_state(seat, row);
            let lower: Vec<String> = std::iter::once(state.to_owned()).chain(fix).collect();
            (format!("{} {}", shown::worker(seat, number), words::role(lang, row.worker.role)), lower.join(" · "))
        }
        Selection::Camera(number) => {
            let camera = &picture.cameras.rows()[number as usize];
            let operator = camera.operator.as_deref().unwrap_or("—");
            (shown::camera(seat, number), format!("{} · {operator}", words::camera_state(lang, camera.state)))
        }
        Selection::Area(number) => {
            let chain = picture.areas.chain_of(number);
            let above: Vec<&str> = chain.iter().take(chain.len() - 1).map(|a| &*picture.areas.row(*a).name).collect();
            let row = picture.areas.row(number);
            let people = row.population.map(|n| format!("{} {}", text(lang, Key::Population), format::number(n)));
            let lower: Vec<String> =
                std::iter::once(above.join(" · ")).chain(people).filter(|s| !s.is_empty()).collect();
            (row.name.to_string(), lower.join(" · "))
        }
    }
}
