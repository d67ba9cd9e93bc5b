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
    /// How often each kind of thing came, where it counts.
    pub counts: Vec<(&'static str, u64)>,
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
        let counts = self.feeds.remove(&name).map(|before| before.counts).unwrap_or_default();
        let feed = Feed { last_at: at, period_secs: period_secs.max(1), state: FeedState::Live, counts };
        self.feeds.insert(name, feed);
    }

    pub(super) fn count(&mut self, name: &str, counts: Vec<(&'static str, u64)>) {
        if let Some(feed) = self.feeds.get_mut(name) {
            feed.counts = counts;
        }
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
        match message {
            FromFeed::Beat { feed, period_secs, at } => self.feeds.beat(feed, period_secs, at),
            FromFeed::Fixes(fixes) => {
                // Late ones move nobody, and complete the track all the same.
                let kept = fixes.into_iter().filter(|fix| self.picture.apply_fix(fix) || self.picture.may_keep(fix));
                let kept: Vec<_> = kept.collect();
                if !kept.is_empty() {
                    self.office_outbox(super::link::ToStore::Fixes(kept));
                }
            }
            FromFeed::Kept(fixes) => {
                for fix in &fixes {
                    self.picture.apply_fix(fix);
                }
            }
            FromFeed::Counts { feed, counts } => self.feeds.count(&feed, counts),
            FromFeed::Command(command) => self.give(*command, From::Feed),
        }
    }

    /// Takes one message of the store in.
    pub fn take_from_store(&mut self, message: FromStore) {
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
