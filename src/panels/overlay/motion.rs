//! The two things on the map that move by themselves: the ring of a U1 that nobody has taken in blinks, and a matter
//! that has just come in sends one ring out. Neither does where motion is reduced.

use super::{Place, symbols::Placed};
use crate::domain::{State, Urgency};
use crate::panels::pen::Pen;
use crate::panels::theme;
use crate::seat::{Seat, symbol_size_dp};
use bevy_egui::egui::{self, Stroke};
use std::time::Duration;

/// One ring's way out, seconds.
const RING_SECS: f64 = 0.6;
/// How far it goes, dp.
const RING_WAY: f32 = 28.0;
/// More matters than this at once are an import: no ring says anything then.
const MOST_AT_ONCE: u32 = 20;

/// Which matters have been seen, and which came in just now.
#[derive(Default)]
pub(super) struct Motion {
    seen: Option<u32>,
    arrived: Vec<(u32, f64)>,
}

impl Motion {
    /// Notes what came in since the last pass, and forgets what has had its ring.
    pub(super) fn follow(&mut self, ctx: &egui::Context, seat: &Seat) {
        let (now, rows) = (ctx.input(|input| input.time), seat.picture.incidents.len());
        let fresh = self.seen.replace(rows).unwrap_or(rows)..rows;
        if fresh.len() as u32 <= MOST_AT_ONCE {
            self.arrived.extend(fresh.map(|number| (number, now)));
        }
        self.arrived.retain(|(_, since)| now - since < RING_SECS);
        if !self.arrived.is_empty() {
            ctx.request_repaint();
        }
    }

    /// Draws the rings that are on their way.
    pub(super) fn draw(&self, pen: &Pen<'_>, place: Place, now: f64) {
        for (number, since) in &self.arrived {
            let row = pen.seat.picture.incidents.row(*number);
            let Some(at) = row.at.filter(|_| !row.confidential) else { continue };
            let share = ((now - since) / RING_SECS).clamp(0.0, 1.0) as f32;
            let size = symbol_size_dp(row.urgency, pen.seat.z_eff()).unwrap_or(18.0) as f32;
            let stroke = Stroke::new(2.5, theme::urgency(row.urgency).egui_alpha(1.0 - share));
            let at = place.of(pen.seat.view.screen_from_lonlat(at));
            pen.painter().circle_stroke(at, size / 2.0 + share * RING_WAY, stroke);
        }
    }
}

/// Whether the rings that blink are lit now: all in phase, once a second. Asks for the frame in which that changes,
/// where one of them shows.
pub(super) fn blink(ctx: &egui::Context, seat: &Seat, placed: &Placed) -> bool {
    if !placed.singles.iter().any(|single| blinks(seat, single.incident)) {
        return true;
    }
    let of_second = ctx.input(|input| input.time).rem_euclid(1.0);
    let left_secs = if of_second < 0.5 { 0.5 - of_second } else { 1.0 - of_second };
    ctx.request_repaint_after(Duration::from_secs_f64(left_secs));
    of_second < 0.5
}

/// Whether a matter's ring blinks: nobody has taken it in, and nobody has put it on the shelf.
pub(super) fn blinks(seat: &Seat, incident: u32) -> bool {
    let row = seat.picture.incidents.row(incident);
    row.urgency == Urgency::U1 && row.state == State::Reported && !seat.is_shelved(incident)
}
