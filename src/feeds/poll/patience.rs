//! When a feed is asked, and what is said of its trouble. Knows no clock and does no IO: moments are arguments.

use crate::domain::FeedTrouble;
use crate::runtime::Backoff;
use std::mem::Discriminant;
use std::time::{Duration, Instant};

/// A kind of trouble is told again after so long.
const TELL_AGAIN: Duration = Duration::from_secs(3_600);

/// One feed's patience.
#[derive(Debug)]
pub(super) struct Patience {
    every: Duration,
    backoff: Backoff,
    next_at: Instant,
    is_under_way: bool,
    told: Vec<(Discriminant<FeedTrouble>, Instant)>,
}

impl Patience {
    /// Of a feed that is asked so often, for the first time now; after failures it waits longer and longer. The seed
    /// scatters those waits.
    pub(super) fn new(every: Duration, longest_wait: Duration, seed: u64, now: Instant) -> Self {
        let backoff = Backoff::new(every, longest_wait.max(every), seed);
        Self { every, backoff, next_at: now, is_under_way: false, told: Vec::new() }
    }

    /// Whether it is to be asked now: never while it is being asked.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        !self.is_under_way && now >= self.next_at
    }

    /// When it is due next; not while it is being asked.
    pub(super) fn wake_at(&self) -> Option<Instant> {
        (!self.is_under_way).then_some(self.next_at)
    }

    /// It is being asked.
    pub(super) fn begin(&mut self) {
        self.is_under_way = true;
    }

    /// It answered.
    pub(super) fn answered(&mut self, now: Instant) {
        (self.is_under_way, self.next_at) = (false, now + self.every);
        self.backoff.reset();
    }

    /// It failed, and said perhaps when to come back.
    pub(super) fn failed(&mut self, retry_after: Option<Duration>, now: Instant) {
        let wait = self.backoff.next_delay().max(retry_after.unwrap_or_default());
        (self.is_under_way, self.next_at) = (false, now + wait);
    }

    /// Whether trouble is to be told: each kind once an hour.
    pub(super) fn may_tell(&mut self, trouble: &FeedTrouble, now: Instant) -> bool {
        let kind = std::mem::discriminant(trouble);
        self.told.retain(|(_, at)| now.saturating_duration_since(*at) < TELL_AGAIN);
        let is_new = self.told.iter().all(|(told, _)| *told != kind);
        if is_new {
            self.told.push((kind, now));
        }
        is_new
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::NoAnswer;

    const EVERY: Duration = Duration::from_secs(10);

    #[test]
    fn one_flight_at_a_time_and_longer_waits_after_failures() {
        let mut now = Instant::now();
        let mut patience = Patience::new(EVERY, Duration::from_secs(100), 3, now);
        assert!(patience.is_due(now));
        patience.begin();
        assert!(!patience.is_due(now + EVERY * 100) && patience.wake_at().is_none(), "it is being asked");
        let mut longest = EVERY;
        for _ in 0..8 {
            patience.failed(None, now);
            let wait = patience.wake_at().unwrap() - now;
            assert!(wait <= longest && wait >= longest / 2, "{wait:?} of {longest:?}");
            longest = (longest * 2).min(Duration::from_secs(100));
            now += wait;
            assert!(patience.is_due(now));
            patience.begin();
        }
        patience.failed(Some(Duration::from_secs(500)), now);
        assert_eq!(patience.wake_at(), Some(now + Duration::from_secs(500)), "it said when to come back");
        patience.begin();
        patience.answered(now);
        assert_eq!(patience.wake_at(), Some(now + EVERY));
        patience.begin();
        patience.failed(None, now);
        assert!(patience.wake_at().unwrap() <= now + EVERY, "patience begins anew");
    }

    #[test]
    fn each_kind_of_trouble_is_told_once_an_hour() {
        let now = Instant::now();
        let mut patience = Patience::new(EVERY, EVERY, 3, now);
        let lost = |why| FeedTrouble::Unreachable { host: "h".into(), why };
        assert!(patience.may_tell(&lost(NoAnswer::TimedOut), now));
        assert!(!patience.may_tell(&lost(NoAnswer::BrokeOff), now + TELL_AGAIN / 2));
        assert!(patience.may_tell(&FeedTrouble::NotKept { rows: 1 }, now));
        assert!(patience.may_tell(&lost(NoAnswer::TimedOut), now + TELL_AGAIN));
    }
}
