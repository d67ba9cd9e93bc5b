//! The track on the map: the way as a line, broken where nobody knows it, and the stops by their numbers.

use crate::domain::LonLat;
use crate::panels::pen::{Pen, ink};
use crate::panels::theme;
use crate::picture::Walk;
use crate::seat::{DayTrack, Hidden};
use bevy_egui::egui::{Align2, Pos2, Shape, Stroke};

/// A stop's disc, dp.
const DISC: f32 = 10.0;

/// Draws the track of the day that shows; `place` says where a position stands on the window.
pub(crate) fn draw(pen: &mut Pen<'_>, place: impl Fn(LonLat) -> Pos2) {
    // A tour is for visitors.
    let is_shown = !pen.seat.hides(Hidden::Tracks) && !pen.seat.tour.is_on();
    let Some(look) = pen.seat.day.look.as_ref().filter(|_| is_shown) else { return };
    let DayTrack::Told { fixes, walk } = &look.track else { return };
    let mut runs: Vec<Vec<Pos2>> = vec![Vec::new()];
    for (n, fix) in fixes.iter().enumerate() {
        // A silence or a jump leads here: nobody knows the way.
        let is_known = n == 0 || walk.legs.get(n - 1).is_some_and(|leg| leg.speed_mps.is_some());
        if !is_known {
            runs.push(Vec::new());
        }
        let at = place(fix.at);
        if let Some(run) = runs.last_mut()
            && run.last().is_none_or(|last| last.distance(at) >= 1.0)
        {
            run.push(at);
        }
    }
    for (width, token) in [(6.0, theme::CANVAS), (2.5, theme::SELECTION)] {
        for run in runs.iter().filter(|run| run.len() > 1) {
            pen.painter().add(Shape::line(run.clone(), Stroke::new(width, token.egui())));
        }
    }
    stops(pen, walk, &place);
    if let Some(spot) = pen.seat.day.pointed.and_then(|moment| look.whereabouts(moment)) {
        let at = place(spot.at);
        pen.painter().circle_filled(at, DISC + 4.0, theme::CANVAS.egui());
        pen.painter().circle_filled(at, DISC, theme::TEXT_1.egui());
        pen.painter().circle_stroke(at, DISC + 7.0, Stroke::new(3.0, theme::TEXT_1.egui()));
    }
}

/// The stays, by their numbers.
fn stops(pen: &mut Pen<'_>, walk: &Walk, place: &impl Fn(LonLat) -> Pos2) {
    // The first stop lies above the others: the later ones are often at the same door.
    for (n, stop) in walk.stops.iter().enumerate().rev() {
        let at = place(stop.at);
        pen.painter().circle_filled(at, DISC + 2.0, theme::CANVAS.egui());
        pen.painter().circle_filled(at, DISC, theme::SELECTION.egui());
        let words = (n + 1).to_string();
        pen.text(at, Align2::CENTER_CENTER, &words, ink(13.0, theme::CANVAS).medium());
    }
}
