//! A model that is built anew only when what it depends on has moved.

use crate::domain::Timestamp;
use crate::picture::Revisions;
use crate::seat::{Lang, Seat};

/// What most models depend on: the second, the contents, the language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    now: Timestamp,
    /// The clock and how the time machine stands, where a past moment shows.
    past: Option<(Timestamp, bool, u32)>,
    revisions: Revisions,
    lang: Lang,
    /// Whether visitors are there, from whom much is kept.
    visit: bool,
}

impl Moment {
    /// The moment of a seat. Positions are left out: panels say ages by the second anyway.
    pub(crate) fn of(seat: &Seat) -> Self {
        let past = seat.replay.is_on().then(|| (seat.clock, seat.replay.is_playing(), seat.replay.speed()));
        let revisions = Revisions { fixes: 0, ..seat.picture.revisions };
        Self { now: seat.now, past, revisions, lang: seat.lang, visit: seat.visit.is_on() }
    }

    /// The same for what says no seconds while it is live.
    pub(crate) fn by_minute(seat: &Seat) -> Self {
        let moment = Self::of(seat);
        Self { now: if moment.past.is_none() { minute_of(moment.now) } else { moment.now }, ..moment }
    }
}

/// The beginning of a moment's minute.
pub(crate) fn minute_of(at: Timestamp) -> Timestamp {
    Timestamp(at.0.div_euclid(60) * 60)
}

/// A value with the key that it was built for.
#[derive(Debug)]
pub(crate) struct Cached<K, V>(Option<(K, V)>);

impl<K, V> Default for Cached<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, V> Cached<K, V> {
    /// The value for this key.
    pub(crate) fn get(&mut self, key: K, build: impl FnOnce() -> V) -> &V {
        let stays = self.0.take().filter(|(before, _)| *before == key);
        let entry = stays.unwrap_or_else(|| (key, build()));
        &self.0.insert(entry).1
    }

    /// The value as it was last built.
    pub(crate) fn last(&self) -> Option<&V> {
        self.0.as_ref().map(|(_, value)| value)
    }
}
