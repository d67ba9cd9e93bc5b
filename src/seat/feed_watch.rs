//! Whether the feeds live: old data must look old.

use super::Seat;
use super::Toast;
use super::link::{FromFeed, FromStore};
use super::office::From;
use crate::domain::Timestamp;
use std::collections::BTreeMap;

/// How a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedState {
    /// It speaks as often as it means to.
    Live,
    /// Silent for over two periods.
    Stale,
    /// Silent for over six periods: its figures are no figures any more.
    Dead,
}

/// One feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// When it last spoke.
    pub last_at: Timestamp,
    /// How often it means to speak, seconds.
    pub period_secs: i64,
    /// How it is.
    pub state: FeedState,
}

/// All feeds, by name.
#[derive(Clone, Debug, Default)]
pub struct FeedWatch {
    feeds: BTreeMap<String, Feed>,
}

impl FeedWatch {
    /// The feeds by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Feed)> {
        self.feeds.iter().map(|(name, feed)| (name.as_str(), feed))
    }

    /// How the feed with this name is; none where there is no such feed.
    pub fn state(&self, name: &str) -> Option<FeedState> {
        self.feeds.get(name).map(|feed| feed.state)
    }

    /// Whether every feed is dead (and there is one).
    pub fn all_dead(&self) -> bool {
        !self.feeds.is_empty() && self.feeds.values().all(|feed| feed.state == FeedState::Dead)
    }

    pub(super) fn beat(&mut self, name: String, period_secs: i64, at: Timestamp) {
        self.feeds.insert(name, Feed { last_at: at, period_secs: period_secs.max(1), state: FeedState::Live });
    }

    pub(super) fn tick(&mut self, now: Timestamp) {
        for feed in self.feeds.values_mut() {
            let silent_secs = now.secs_since(feed.last_at);
            feed.state = match silent_secs {
                secs if secs > 6 * feed.period_secs => FeedState::Dead,
                secs if secs > 2 * feed.period_secs => FeedState::Stale,
                _ => FeedState::Live,
            };
        }
    }
}

impl Seat {
    /// Takes one message of a feed in.
    pub fn take_from_feed(&mut self, message: FromFeed) {
        self.with_live(|seat| seat.take_feed(message));
    }

    fn take_feed(&mut self, message: FromFeed) {
        match message {
            FromFeed::Beat { feed, period_secs, at } => self.feeds.beat(feed, period_secs, at),
            FromFeed::Fixes(fixes) => {
                let moved: Vec<_> = fixes.into_iter().filter(|fix| self.picture.apply_fix(fix)).collect();
                if !moved.is_empty() {
                    self.office_outbox(super::link::ToStore::Fixes(moved));
                }
            }
            FromFeed::Command(command) => self.give(*command, From::Feed),
        }
    }

    /// Takes one message of the store in.
    pub fn take_from_store(&mut self, message: FromStore) {
        self.with_live(|seat| seat.take_store(message));
    }

    fn take_store(&mut self, message: FromStore) {
        match message {
            FromStore::Appended { ticket, recorded } => self.stored(ticket, &recorded),
            FromStore::Refused { ticket, why } => self.not_stored(ticket, why),
            FromStore::News(recorded) => recorded.iter().for_each(|event| self.picture.apply(event)),
            FromStore::FixesLost { why, .. } => self.toast(Toast::NotStored(why)),
        }
    }

    fn office_outbox(&mut self, message: super::link::ToStore) {
        let mut left = self.take_outbox();
        left.push(message);
        self.return_to_outbox(left);
    }
}
