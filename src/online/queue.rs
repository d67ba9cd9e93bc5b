//! What is asked next: each tile once at a time, what is looked at first, and after failures later and later.

use super::fetch::Limits;
use crate::runtime::Backoff;
use crate::spatial::{PictureTrouble, TileId};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::Discriminant;
use std::time::{Duration, Instant};

/// A kind of trouble is told again after so long.
const TELL_AGAIN: Duration = Duration::from_secs(3600);
/// A tile that failed is asked for again after so long, twice that the next time, and so on.
const TILE_WAIT: Duration = Duration::from_secs(20);
/// So often that doubles.
const MOST_DOUBLINGS: u32 = 8;
/// So many tiles that must not be kept on disk are held in memory.
const MOST_HELD: usize = 256;
/// A tile that came is not asked for again before so long, however short its server says that it holds.
const CHECK_AGAIN: Duration = Duration::from_secs(600);
/// A tile that came so short a time ago is not asked for: whoever asks has only just missed it.
const JUST_NOW: Duration = Duration::from_secs(2);
/// So many tiles are remembered for having failed, or for having been asked for.
const MOST_REMEMBERED: usize = 8_192;

/// One map's queue. It knows no clock and does no IO: moments are arguments.
#[derive(Debug)]
pub(super) struct Queue {
    wanted: Vec<TileId>,
    under_way: BTreeSet<TileId>,
    failed: BTreeMap<TileId, (Instant, u32)>,
    held: BTreeMap<TileId, Vec<u8>>,
    checked: BTreeMap<TileId, Instant>,
    news: Vec<TileId>,
    troubles: Vec<PictureTrouble>,
    told: Vec<(Discriminant<PictureTrouble>, Instant)>,
    paused_until: Option<Instant>,
    backoff: Backoff,
}

impl Queue {
    /// Nothing wanted yet; the seed scatters the waits.
    pub(super) fn new(limits: &Limits, seed: u64) -> Self {
        Self {
            wanted: Vec::new(),
            under_way: BTreeSet::new(),
            failed: BTreeMap::new(),
            held: BTreeMap::new(),
            checked: BTreeMap::new(),
            news: Vec::new(),
            troubles: Vec::new(),
            told: Vec::new(),
            paused_until: None,
            backoff: Backoff::new(limits.first_wait, limits.longest_wait, seed),
        }
    }

    /// Somebody wants this tile, which isn't there; answers whether that is new.
    pub(super) fn ask(&mut self, tile: TileId, now: Instant) -> bool {
        if self.came_within(tile, JUST_NOW, now) {
            self.news.push(tile);
            return false;
        }
        self.put(tile)
    }

    fn came_within(&self, tile: TileId, time: Duration, now: Instant) -> bool {
        self.checked.get(&tile).is_some_and(|at| now.saturating_duration_since(*at) < time)
    }

    fn put(&mut self, tile: TileId) -> bool {
        let is_new = !self.under_way.contains(&tile) && !self.wanted.contains(&tile);
        if is_new {
            self.wanted.push(tile);
        }
        is_new
    }

    /// As [`Queue::ask`], for a tile that is there and has lost its validity.
    pub(super) fn ask_again(&mut self, tile: TileId, now: Instant) -> bool {
        !self.came_within(tile, CHECK_AGAIN, now) && self.put(tile)
    }

    /// Of what was asked for, only this is still wanted, in this order.
    pub(super) fn keep(&mut self, tiles: &[TileId]) {
        let asked: BTreeSet<TileId> = self.wanted.drain(..).collect();
        self.wanted.extend(tiles.iter().filter(|tile| asked.contains(tile)));
    }

    /// The next tile to be asked for, from now on under way.
    pub(super) fn next(&mut self, now: Instant) -> Option<TileId> {
        if self.paused_until.is_some_and(|until| now < until) {
            return None;
        }
        let may_go = |tile: &TileId| self.failed.get(tile).is_none_or(|(until, _)| now >= *until);
        let place = self.wanted.iter().position(may_go)?;
        let tile = self.wanted.remove(place);
        self.under_way.insert(tile);
        Some(tile)
    }

    /// The first moment at which `next` may have something that it hasn't now.
    pub(super) fn wake_at(&self) -> Option<Instant> {
        let waits = self.wanted.iter().map(|tile| self.failed.get(tile).map(|(until, _)| *until));
        let first = waits.min()?;
        first.max(self.paused_until)
    }

    /// It wasn't asked for after all, and none is until then.
    pub(super) fn put_back(&mut self, tile: TileId, until: Instant) {
        self.under_way.remove(&tile);
        self.wanted.insert(0, tile);
        self.paused_until = Some(until);
    }

    /// The tile came, or the server knows that there is none.
    pub(super) fn came(&mut self, tile: TileId, is_news: bool, now: Instant) {
        self.under_way.remove(&tile);
        self.failed.remove(&tile);
        self.backoff.reset();
        if self.checked.len() >= MOST_REMEMBERED {
            self.checked.clear();
        }
        self.checked.insert(tile, now);
        if is_news {
            self.news.push(tile);
        }
    }

    /// Holds a picture that must not be kept on disk.
    pub(super) fn hold(&mut self, tile: TileId, bytes: Vec<u8>) {
        if self.held.len() >= MOST_HELD {
            self.held.pop_first();
        }
        self.held.insert(tile, bytes);
    }

    /// A picture that is held.
    pub(super) fn held(&self, tile: TileId) -> Option<&[u8]> {
        self.held.get(&tile).map(Vec::as_slice)
    }

    /// The tile failed: it and its server are left alone for a while.
    pub(super) fn failed(
        &mut self,
        tile: TileId,
        trouble: PictureTrouble,
        retry_after: Option<Duration>,
        now: Instant,
    ) {
        self.under_way.remove(&tile);
        let times = self.failed.get(&tile).map_or(0, |(_, times)| *times);
        if self.failed.len() >= MOST_REMEMBERED {
            self.failed.clear();
        }
        let wait = TILE_WAIT.saturating_mul(1 << times.min(MOST_DOUBLINGS));
        self.failed.insert(tile, (now + wait, times + 1));
        self.wanted.push(tile);
        let pause = self.backoff.next_delay().max(retry_after.unwrap_or_default());
        self.paused_until = self.paused_until.max(Some(now + pause));
        self.tell(trouble, now);
    }

    /// Tells of trouble, unless its kind was told lately.
    pub(super) fn tell(&mut self, trouble: PictureTrouble, now: Instant) {
        let kind = std::mem::discriminant(&trouble);
        self.told.retain(|(_, at)| now.saturating_duration_since(*at) < TELL_AGAIN);
        if self.told.iter().all(|(told, _)| *told != kind) {
            self.told.push((kind, now));
            self.troubles.push(trouble);
        }
    }

    pub(super) fn take_news(&mut self) -> Vec<TileId> {
        std::mem::take(&mut self.news)
    }

    pub(super) fn take_troubles(&mut self) -> Vec<PictureTrouble> {
        std::mem::take(&mut self.troubles)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::spatial::NoAnswer;

    fn tile(x: u32) -> TileId {
        TileId::new(12, x, 5).unwrap()
    }

    fn trouble(why: NoAnswer) -> PictureTrouble {
        PictureTrouble::Unreachable { host: "h".into(), why }
    }

    #[test]
    fn each_tile_once_and_what_is_looked_at_first() {
        let (mut queue, now) = (Queue::new(&Limits::default(), 1), Instant::now());
        assert!((1..6).all(|x| queue.ask(tile(x), now)) && !queue.ask(tile(2), now));
        queue.keep(&[tile(4), tile(9), tile(2)]);
        assert_eq!(queue.next(now), Some(tile(4)));
        assert!(!queue.ask(tile(4), now), "it is under way");
        assert_eq!(queue.next(now), Some(tile(2)));
        assert_eq!((queue.next(now), queue.wake_at()), (None, None));
        queue.came(tile(4), true, now);
        assert_eq!((queue.take_news(), queue.take_news()), (vec![tile(4)], vec![]));
        assert!(!queue.ask(tile(4), now), "it came just now");
        assert_eq!(queue.take_news(), [tile(4)]);
        assert!(!queue.ask_again(tile(4), now) && queue.ask_again(tile(4), now + CHECK_AGAIN));
    }

    #[test]
    fn a_failing_server_is_left_alone_longer_and_longer_and_told_of_once() {
        let (mut queue, mut now) = (Queue::new(&Limits::default(), 1), Instant::now());
        let mut pauses = Vec::new();
        for x in 0..6 {
            queue.ask(tile(x), now);
            let next = queue.next(now).unwrap();
            queue.failed(next, trouble(NoAnswer::Status(500)), None, now);
            let until = queue.paused_until.unwrap();
            pauses.push(until - now);
            assert_eq!(queue.next(now), None);
            now = until;
        }
        assert!(pauses.windows(2).all(|pair| pair[1] > pair[0].mul_f64(0.99)), "{pauses:?}");
        assert_eq!(queue.take_troubles().len(), 1);
        queue.ask(tile(90), now);
        queue.keep(&[tile(90)]);
        assert_eq!(queue.next(now), Some(tile(90)));
        queue.failed(tile(90), trouble(NoAnswer::TimedOut), Some(Duration::from_secs(500)), now);
        queue.ask(tile(91), now);
        assert_eq!(queue.next(now + Duration::from_secs(499)), None, "it said when to come back");
        now += Duration::from_secs(500);
        assert!(queue.next(now).is_some());
        queue.tell(trouble(NoAnswer::TimedOut), now + TELL_AGAIN);
        assert_eq!(queue.take_troubles().len(), 1);
    }

    #[test]
    fn a_wait_ends() {
        let (mut queue, now) = (Queue::new(&Limits::default(), 1), Instant::now());
        queue.ask(tile(1), now);
        queue.next(now).unwrap();
        queue.failed(tile(1), trouble(NoAnswer::TimedOut), None, now);
        let at = queue.wake_at().unwrap();
        assert!(at >= now + TILE_WAIT);
        assert_eq!(queue.next(at), Some(tile(1)));
        queue.put_back(tile(1), at + Duration::from_secs(60));
        assert_eq!((queue.next(at), queue.wake_at().is_some()), (None, true));
    }
}
