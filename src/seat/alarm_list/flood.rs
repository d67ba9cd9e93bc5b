//! When alarms come so fast that nobody can read them one by one. Pure: whoever asks says what time it is.

use crate::domain::Timestamp;
use std::collections::VecDeque;

/// So far back is counted, seconds.
pub const FLOOD_WINDOW_SECS: i64 = 600;
/// More new alarms than this within the window are a flood.
pub const FLOOD_FROM: usize = 10;
/// It is over when no more than this came within the window: half of what began it, so that it does not come and go.
pub const FLOOD_UNTIL: usize = 5;

/// Whether alarms flood.
#[derive(Clone, Debug, Default)]
pub struct Flood {
    /// When the new ones of the window came, oldest first.
    arrivals: VecDeque<Timestamp>,
    since: Option<Timestamp>,
}

impl Flood {
    /// A new alarm came; moments must not go back from call to call, but for [`Flood::put_back`].
    pub fn arrive(&mut self, at: Timestamp) {
        self.arrivals.push_back(at);
    }

    /// Brings it to this moment; answers whether alarms flood.
    pub fn tick(&mut self, now: Timestamp) -> bool {
        while self.arrivals.front().is_some_and(|at| now.secs_since(*at) >= FLOOD_WINDOW_SECS) {
            self.arrivals.pop_front();
        }
        match self.since {
            None if self.arrivals.len() > FLOOD_FROM => self.since = Some(now),
            Some(_) if self.arrivals.len() <= FLOOD_UNTIL => self.since = None,
            _ => {}
        }
        self.is_on()
    }

    /// The clock was put back: what came, came by now at the latest.
    pub fn put_back(&mut self, now: Timestamp) {
        self.arrivals.iter_mut().for_each(|at| *at = now.min(*at));
        self.since = self.since.map(|since| since.min(now));
    }

    /// Whether alarms flood, as of the last tick.
    pub fn is_on(&self) -> bool {
        self.since.is_some()
    }

    /// Since when.
    pub fn since(&self) -> Option<Timestamp> {
        self.since
    }

    /// How many new ones came within the window.
    pub fn count(&self) -> usize {
        self.arrivals.len()
    }
}
