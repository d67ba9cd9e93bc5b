//! What a worker looks like and where: pure, from the picture.

use super::super::gpu::ground::Ground;
use super::super::gpu::marks::{Kind, Mark};
use crate::domain::{FixAge, LonLat, Timestamp};
use crate::panels::positions;
use crate::panels::theme::{self, Token, by_zoom};
use crate::picture::WorkerRow;
use crate::seat::{FeedState, Hidden, Seat};
use crate::spatial::{Bounds, Px};
use bevy::math::Vec4;

/// Fixes older than this leave the tail, seconds.
const TAIL_SECS: i64 = 300;
/// The opacity of the tail's younger end.
const TAIL_ALPHA: f32 = 0.8;
/// Headings show from this effective zoom on.
const HEADING_FROM: f64 = 15.0;
/// The marks reach so far beyond the map, dp.
const SPARE_DP: f64 = 40.0;

/// What a worker's mark says; the numbers are the dot shader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// On duty and free.
    OnDuty,
    /// Sent somewhere.
    OnTask,
    /// Not heard of for over two minutes.
    Old,
    /// Not heard of for over ten minutes.
    VeryOld,
}

impl State {
    pub(super) const ALL: [State; 4] = [State::OnDuty, State::OnTask, State::Old, State::VeryOld];

    /// How somebody is shown; where all feeds of positions are `dead`, nobody's is fresh.
    fn of(row: &WorkerRow, now: Timestamp, dead: bool) -> Option<Self> {
        let state = Self::by_age(row, now)?;
        Some(if dead { state.aged() } else { state })
    }

    fn aged(self) -> Self {
        if matches!(self, State::VeryOld) { self } else { State::Old }
    }

    fn by_age(row: &WorkerRow, now: Timestamp) -> Option<Self> {
        match row.fix_age(now) {
            FixAge::Offline => None,
            FixAge::VeryOld => Some(State::VeryOld),
            FixAge::Old => Some(State::Old),
            FixAge::Fresh if row.is_on_task() => Some(State::OnTask),
            FixAge::Fresh => Some(State::OnDuty),
        }
    }

    pub(super) fn token(self) -> Token {
        match self {
            State::OnDuty => theme::WORKER,
            State::OnTask => theme::WORKER_ON_TASK,
            State::Old => theme::WORKER_OLD,
            State::VeryOld => theme::DISABLED,
        }
    }

    fn kind(self) -> Kind {
        match self {
            State::OnDuty | State::VeryOld => Kind::Disc,
            State::OnTask => Kind::Ringed,
            State::Old => Kind::Hollow,
        }
    }
}

/// Whether every feed that brings positions is dead: what the map shows is no more than where people were.
fn positions_are_dead(seat: &Seat) -> bool {
    !seat.replay.is_on() && positions(seat).min() == Some(FeedState::Dead)
}

/// All workers on the map as dots: x, y, 1, state.
pub(super) fn dots_of(seat: &Seat, ground: &Ground) -> Vec<Vec4> {
    let dead = positions_are_dead(seat);
    let dot = |row: &WorkerRow| {
        let state = State::of(row, seat.now, dead)?;
        let [x, y] = ground.local(row.shown_at(seat.now)?);
        Some(Vec4::new(x, y, 1.0, state as u32 as f32))
    };
    seat.picture.workers.rows().iter().filter_map(dot).collect()
}

/// The workers in view as marks, tails below discs, and how many workers they are.
pub(super) fn marks_of(seat: &Seat, ground: &Ground) -> (Vec<Mark>, usize) {
    let (view, spare_px) = (&seat.view, SPARE_DP * seat.screen.scale());
    let corner = |x, y| view.lonlat_from_screen(Px::new(x, y));
    let bounds = Bounds::new(corner(-spare_px, view.height_px + spare_px), corner(view.width_px + spare_px, -spare_px));
    let mut numbers = seat.picture.workers.index().within_bounds(&bounds);
    numbers.sort_unstable();
    let (mut tails, mut discs) = (Vec::new(), Vec::new());
    let dead = positions_are_dead(seat);
    for number in numbers {
        let row = seat.picture.workers.row(number);
        let (Some(state), Some(at)) = (State::of(row, seat.now, dead), row.shown_at(seat.now)) else { continue };
        // What visitors see of a person is a point.
        if !seat.hides(Hidden::Tracks) {
            tail(seat, ground, row, at, state, &mut tails);
        }
        discs.push(disc(seat, ground, row, at, state));
    }
    let workers = discs.len();
    tails.append(&mut discs);
    (tails, workers)
}

fn disc(seat: &Seat, ground: &Ground, row: &WorkerRow, at: LonLat, state: State) -> Mark {
    let (z_eff, scale) = (seat.z_eff(), seat.screen.scale());
    let radius_dp = by_zoom(&[(13.0, 3.0), (15.0, 6.0), (17.0, 8.0)], z_eff);
    let heading = row.fix.and_then(|fix| fix.heading_deg);
    let heading = heading.filter(|_| !seat.hides(Hidden::Tracks) && z_eff >= HEADING_FROM);
    let heading = heading.filter(|_| matches!(state, State::OnDuty | State::OnTask));
    let casing_px = by_zoom(&[(13.0, 1.0), (15.0, 2.0)], z_eff) * f64::from(theme::rims()) * scale;
    Mark::cased(state.kind(), ground.local(at), radius_dp * scale, state.token().linear(1.0), casing_px, heading)
}

/// The way of the last minutes, fading towards its beginning, ending where the worker is shown.
fn tail(seat: &Seat, ground: &Ground, row: &WorkerRow, at: LonLat, state: State, tails: &mut Vec<Mark>) {
    let from = seat.now.plus_secs(-TAIL_SECS);
    // The last fix itself is still ahead of where the worker is shown, or is that very place.
    let before = row.tail.len().saturating_sub(1);
    let mut points: Vec<LonLat> =
        row.tail.iter().take(before).filter(|(_, when)| *when >= from).map(|(place, _)| *place).collect();
    points.push(at);
    let parts = points.len() as f32 - 1.0;
    let width_px = by_zoom(&[(13.0, 1.0), (15.0, 1.6), (17.0, 2.2)], seat.z_eff()) * seat.screen.scale();
    for (place, pair) in points.windows(2).enumerate() {
        let alpha = |step: usize| TAIL_ALPHA * step as f32 / parts;
        let color = state.token().linear(alpha(place + 1));
        tails.push(Mark::tail(ground.local(pair[0]), ground.local(pair[1]), color, width_px, alpha(place)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_fresh_where_no_position_comes_any_more() {
        assert_eq!(State::ALL.map(State::aged), [State::Old, State::Old, State::Old, State::VeryOld]);
    }
}
