//! How long a seat may rest: until when nothing that it shows or does changes by time alone.

use super::{Seat, TurnPhase};

const MINUTE_SECS: i64 = 60;

impl Seat {
    /// For how long nothing changes by itself, seconds, from 1 on. A clock that shows seconds leaves one; one that does
    /// not leaves the rest of the minute, or the time to the next alarm. Whatever lives, shows for seconds or plays leaves one.
    pub fn rests_secs(&self) -> i64 {
        let ticks = self.setup.clock_seconds() || !self.feeds.is_empty() || self.setup.form().is_some();
        let passes = !self.toasts.is_empty() || self.order.is_some() || self.commands_under_way() > 0;
        let plays = self.tour.is_on()
            || self.turn_phase() != TurnPhase::Off
            || self.replay.is_wanted()
            || !self.cameras.open().is_empty();
        if ticks || passes || plays {
            return 1;
        }
        let minute_secs = MINUTE_SECS - self.clock.0.rem_euclid(MINUTE_SECS);
        let alarms = [self.live().next_alarm_at(), self.alarm_list.next_at()].into_iter().flatten();
        let next_secs = alarms.map(|at| at.secs_since(self.clock)).min().unwrap_or(minute_secs);
        next_secs.clamp(1, minute_secs)
    }
}
