//! When which sound is to be heard. Pure: whoever asks says what time it is.

use crate::domain::{Timestamp, Urgency};

/// While alarms flood there is one sound in so many seconds.
pub const FLOOD_GAP_SECS: i64 = 60;
/// At other times one sound has ended before the next begins, seconds.
pub const GAP_SECS: i64 = 3;

/// What is to be heard.
#[derive(Clone, Debug, Default)]
pub struct Bell {
    last: Option<Timestamp>,
    /// What could not be heard yet.
    pending: Option<Urgency>,
}

impl Bell {
    /// Which sound is to be heard now: of U1 or U2, the more urgent of what came and what had to wait. `came` is the most
    /// urgent of what has just become new or was raised; `calling`, how many U1 and U2 call for somebody: what waits for
    /// its sound and is seen to meanwhile is not heard any more.
    pub fn ring(
        &mut self,
        now: Timestamp,
        came: Option<Urgency>,
        calling: [usize; 2],
        flood: bool,
        muted: bool,
    ) -> Option<Urgency> {
        let calls = |urgency: &Urgency| calling.get(*urgency as usize).is_some_and(|count| *count > 0);
        let wanted = [self.pending, came].into_iter().flatten().filter(|urgency| *urgency <= Urgency::U2);
        self.pending = wanted.filter(calls).min().filter(|_| !muted);
        let gap = if flood { FLOOD_GAP_SECS } else { GAP_SECS };
        if self.last.is_some_and(|last| now.secs_since(last) < gap) {
            return None;
        }
        let urgency = self.pending.take()?;
        self.last = Some(now);
        Some(urgency)
    }

    /// The clock was put back.
    pub fn put_back(&mut self, now: Timestamp) {
        self.last = self.last.map(|last| last.min(now));
    }
}
