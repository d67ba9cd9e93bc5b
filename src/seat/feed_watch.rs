//! Whether the feeds live: old data must look old.

use super::Seat;
use super::Toast;
use super::link::{FromFeed, FromStore};
use super::office::From;
use crate::domain::{Promise, Timestamp};
use std::collections::BTreeMap;

/// How a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedState {
    /// It speaks as often as it means to.
    Live,
    /// Silent for over two periods, or as long as it was said of it.
    Stale,
    /// Silent for over six periods, or as long as it was said of it: its figures are no figures any more.
    Dead,
}

/// One feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// When it last spoke.
    pub last_at: Timestamp,
    /// What may be expected of it.
    pub promise: Promise,
    /// How it is.
    pub state: FeedState,
    /// How often each kind of thing came, where it counts.
    pub counts: Vec<(&'static str, u64)>,
}

/// All feeds, by name.
#[derive(Clone, Debug, Default)]
pub struct FeedWatch {
    feeds: BTreeMap<String, Feed>,
    positions: u64,
}

impl FeedWatch {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The feeds by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Feed)> {
        self.feeds.iter().map(|(name, feed)| (name.as_str(), feed))
    }

    /// How many positions of the feeds went on to the store.
    pub fn positions(&self) -> u64 {
        self.positions
    }

    /// How the feed with this name is; none where there is no such feed.
    pub fn state(&self, name: &str) -> Option<FeedState> {
        self.feeds.get(name).map(|feed| feed.state)
    }

    /// Whether every feed is dead (and there is one).
    pub fn all_dead(&self) -> bool {
        !self.feeds.is_empty() && self.feeds.values().all(|feed| feed.state == FeedState::Dead)
    }

    /// Whether no feed is live, and some are late only.
    pub fn all_late(&self) -> bool {
        !self.feeds.is_empty() && self.feeds.values().all(|feed| feed.state != FeedState::Live)
    }

    pub(super) fn count(&mut self, name: &str, counts: Vec<(&'static str, u64)>) {
        if let Some(feed) = self.feeds.get_mut(name) {
            feed.counts = counts;
        }
    }

    /// A source is there, and counts as silent from now on until it speaks; one that is there already keeps its state.
    pub(super) fn join(&mut self, name: String, promise: Promise, at: Timestamp) {
        let joined = Feed { last_at: at, promise, state: FeedState::Live, counts: Vec::new() };
        self.feeds.entry(name).and_modify(|feed| feed.promise = promise).or_insert(joined);
    }

    /// A source has spoken. Answers how long it had been silent, seconds, where it had been dead.
    pub(super) fn beat(&mut self, name: String, period_secs: i64, at: Timestamp) -> Option<i64> {
        let joined =
            Feed { last_at: at, promise: Promise::of_period(period_secs), state: FeedState::Live, counts: Vec::new() };
        let feed = self.feeds.entry(name).or_insert(joined);
        if feed.promise.period_secs != period_secs.max(1) {
            let brings = feed.promise.brings;
            feed.promise = Promise { brings, ..Promise::of_period(period_secs) };
        }
        let was_dead = feed.state == FeedState::Dead;
        let silent_secs = at.secs_since(feed.last_at);
        (feed.last_at, feed.state) = (at, FeedState::Live);
        was_dead.then_some(silent_secs)
    }

    /// The clock was put back to `now`: nobody spoke later than that. (Else a feed that falls silent would look alive
    /// until the clock has caught up.)
    pub(super) fn put_back(&mut self, now: Timestamp) {
        for feed in self.feeds.values_mut() {
            feed.last_at = feed.last_at.min(now);
        }
    }

    pub(super) fn tick(&mut self, now: Timestamp) {
        for feed in self.feeds.values_mut() {
            let silent_secs = now.secs_since(feed.last_at);
            feed.state = match silent_secs {
                secs if secs > feed.promise.dead_after_secs => FeedState::Dead,
                secs if secs > feed.promise.stale_after_secs => FeedState::Stale,
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
            FromFeed::Beat { feed, period_secs, at } => {
                if let Some(silent_secs) = self.feeds.beat(feed.clone(), period_secs, at) {
                    self.toast(Toast::FeedIsBack { feed, silent_secs });
                }
            }
            FromFeed::Joined { feed, promise, at } => self.feeds.join(feed, promise, at),
            FromFeed::Fixes(fixes) => {
                // Late ones move nobody, and complete the track all the same.
                let kept = fixes.into_iter().filter(|fix| self.picture.apply_fix(fix) || self.picture.may_keep(fix));
                let kept: Vec<_> = kept.collect();
                if !kept.is_empty() {
                    self.feeds.positions += kept.len() as u64;
                    self.office_outbox(super::link::ToStore::Fixes(kept));
                }
            }
            FromFeed::Duty { feed, changes } => self.take_duty(feed, changes),
            FromFeed::Kept(fixes) => {
                for fix in &fixes {
                    self.picture.apply_fix(fix);
                }
            }
            FromFeed::Counts { feed, counts } => self.feeds.count(&feed, counts),
            FromFeed::Command(command) => self.give(*command, From::Feed),
            FromFeed::Round(command) => self.give_round(*command, From::Feed),
            FromFeed::Told(told) => self.office_outbox(super::link::ToStore::TakeIn(told)),
            FromFeed::Weather(weather) => self.weather = Some(*weather),
            FromFeed::Board(board) => self.board = *board,
            FromFeed::Trouble { feed, trouble } => self.toast(Toast::Feed { feed, trouble }),
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
            FromStore::HandedOver(outcome) => self.handed_over(outcome),
            FromStore::Written(outcome) => self.written(outcome),
            FromStore::News(recorded) => recorded.iter().for_each(|event| self.picture.apply(event)),
            FromStore::Drafts(drafts) => self.take_read_drafts(drafts),
            FromStore::FixesWaiting { why, .. }
            | FromStore::SetupNotKept { why }
            | FromStore::FixesLost { why, .. }
            | FromStore::DraftsNotKept { why } => {
                self.toast(Toast::NotStored(why));
            }
        }
    }

    fn office_outbox(&mut self, message: super::link::ToStore) {
        let mut left = self.take_outbox();
        left.push(message);
        self.return_to_outbox(left);
    }
}
