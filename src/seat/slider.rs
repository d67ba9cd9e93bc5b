//! What the time machine's slider spans: the last 24 hours, whose right edge is live, with the hours ahead beyond it; or a civil
//! day, a month, a year or ten of the past.

use super::{Seat, Span};
use crate::domain::Timestamp;

const DAY_SECS: i64 = 86_400;
/// So far the slider looks ahead of live, seconds.
const AHEAD_SECS: i64 = 6 * 3_600;

impl Seat {
    /// The moment that the slider stands at: the one that is wanted, or now.
    pub fn slider_at(&self) -> Timestamp {
        self.replay.wanted_ms.map_or(self.clock, |ms| Timestamp(ms.div_euclid(1_000)))
    }

    /// From when to when the slider spans.
    pub fn slider_range(&self) -> (Timestamp, Timestamp) {
        let tallies = &self.picture.tallies;
        let (today, day) = (tallies.day(self.clock), tallies.day(self.slider_at()));
        let days = self.replay.span.days();
        match (self.replay.span, self.replay.day) {
            (Span::Day, None) => return self.last_hours(),
            (Span::Day, Some(day)) => return (tallies.day_start(day), tallies.day_start(day + 1)),
            _ => {}
        }
        // Windows of this length, counted back from the end of today.
        let back = (today - day).max(0) / days;
        let end = today + 1 - back * days;
        let (from, to) = (tallies.day_start(end - days), tallies.day_start(end));
        // Live is the right edge here, too.
        let secs = self.replay.span.bar_secs();
        let lived = self.clock.secs_since(from).div_euclid(secs) + 1;
        (from, to.min(from.plus_secs(lived * secs)))
    }

    /// The 24 hours up to now, by whole stretches of the slider: live is their right edge.
    fn last_hours(&self) -> (Timestamp, Timestamp) {
        let secs = Span::Day.bar_secs();
        let edge = Timestamp((self.clock.0.div_euclid(secs) + 1) * secs);
        (edge.plus_secs(-DAY_SECS), edge)
    }

    /// How long the slider looks ahead of live, seconds, beside the last 24 hours; none where it spans something else.
    pub fn slider_ahead_secs(&self) -> Option<i64> {
        (self.replay.span == Span::Day && self.replay.day.is_none()).then_some(AHEAD_SECS)
    }

    /// Lets the slider span what the moment that is wanted is in, where it has left what it spanned.
    pub(super) fn settle_slider(&mut self) {
        let (at, tallies) = (self.slider_at(), &self.picture.tallies);
        let holds = |(from, to): (Timestamp, Timestamp)| from <= at && at <= to;
        let stays = self.replay.day.is_some_and(|day| holds((tallies.day_start(day), tallies.day_start(day + 1))));
        if !self.replay.is_wanted() || !stays {
            self.replay.day = (!holds(self.last_hours())).then(|| tallies.day(at));
        }
    }
}
