//! How the map gets from where it is to where somebody means it to be: by a flight in a window, at once where motion is
//! reduced or nobody sees the way. Whatever is meant, the place is worked out first and flown to then, so no act knows of it.
//! A tour and a wall that turns by itself fly by their own clocks.

use super::{Intent, Seat};
use crate::spatial::{Flight, View};

/// However long a frame takes, no more of it counts at once: a flight is seen.
const MOST_AT_ONCE_MS: i64 = 200;

/// The flight of a seat's map.
#[derive(Debug, Default)]
pub struct Flying {
    /// Whether anybody sees the map move.
    is_seen: bool,
    /// The way, and how long it has been flown, ms.
    way: Option<(Flight, i64)>,
    last_ms: Option<i64>,
}

impl Flying {
    /// Whether the map moves by it just now: frames are wanted.
    pub fn is_moving(&self) -> bool {
        self.way.is_some()
    }
}

/// What an intent goes by and does to a flight.
enum Goes {
    /// It takes the map into its hand: the flight ends where it is.
    InHand,
    /// It is about a point of what is seen now.
    ByPoint,
    /// It is about where the map will be.
    ByPlace,
}

impl Goes {
    fn of(intent: &Intent) -> Self {
        match intent {
            Intent::Pan { .. } | Intent::ZoomAt { .. } => Self::InHand,
            Intent::PickAt(_) | Intent::FitAt(_) | Intent::HoverAt(_) | Intent::Tool(_) => Self::ByPoint,
            _ => Self::ByPlace,
        }
    }
}

impl Seat {
    /// From now on somebody sees the map move: it flies where it is sent, unless motion is reduced.
    pub fn let_map_fly(&mut self) {
        self.flying.is_seen = true;
    }

    /// Where the map will be once it has landed.
    pub fn destination(&self) -> View {
        let size = |view: View| View { width_px: self.view.width_px, height_px: self.view.height_px, ..view };
        self.flying.way.as_ref().map_or(self.view, |(flight, _)| size(flight.end()))
    }

    /// Does what an intent says; where that sends the map elsewhere, it sets out.
    pub(super) fn do_in_flight(&mut self, intent: Intent) {
        match Goes::of(&intent) {
            Goes::InHand => {
                self.flying.way = None;
                self.do_intent(intent);
            }
            Goes::ByPoint => self.fly_by(false, |seat| seat.do_intent(intent)),
            Goes::ByPlace => self.fly_by(true, |seat| seat.do_intent(intent)),
        }
    }

    /// Flies to wherever `act` sends the map. It goes by where the map will be, or by what is seen.
    pub(super) fn fly_by(&mut self, by_destination: bool, act: impl FnOnce(&mut Self)) {
        let (seen, bound) = (self.view, self.destination());
        let stood = if by_destination { bound } else { seen };
        let toured = self.tour.is_on();
        let way = self.flying.way.take();
        self.view = stood;
        act(self);
        // An act may mean others, which set out in their turn: only where they go counts.
        self.land();
        let place = |view: View| (view.center, view.zoom);
        if toured || self.tour.is_on() {
            return;
        }
        if place(self.view) == place(stood) {
            (self.view.center, self.view.zoom) = place(seen);
            self.flying.way = way;
        } else {
            self.set_out(seen);
        }
    }

    /// Sets out from what was seen to where the map stands now.
    fn set_out(&mut self, seen: View) {
        let flight = Flight::new(seen, self.view);
        if self.flying.is_seen && !self.setup.reduced_motion() && flight.secs() > 0.0 {
            (self.view.center, self.view.zoom) = (seen.center, seen.zoom);
            self.flying.way = Some((flight, 0));
        }
    }

    /// Ends a flight where it would have landed.
    pub(super) fn land(&mut self) {
        self.view = self.destination();
        self.flying.way = None;
    }

    /// Ends a flight where it is: something else moves the map from here.
    pub(super) fn hover_here(&mut self) {
        self.flying.way = None;
    }

    /// Flies on, by a clock that goes as fast as people's do. Call it once a frame, after [`Seat::tick`].
    pub fn fly_pass(&mut self, now_ms: i64) {
        let last_ms = self.flying.last_ms.replace(now_ms).unwrap_or(now_ms);
        let Some((flight, flown_ms)) = &mut self.flying.way else { return };
        *flown_ms += now_ms.saturating_sub(last_ms).clamp(0, MOST_AT_ONCE_MS);
        let share = *flown_ms as f64 / (flight.secs() * 1e3).max(1.0);
        let at = flight.at(share);
        (self.view.center, self.view.zoom) = (at.center, at.zoom);
        if share >= 1.0 {
            self.flying.way = None;
        }
    }
}
