//! The thread that asks all feeds, until nobody listens any more.

use super::fetch::{Answer, PollLimits, fetch};
use super::polled::{Desk, Polled};
use super::{FeedSettings, PollError};
use crate::domain::{FeedMessage, Timestamp};
use crate::feeds::coalesce;
use crate::ledger::SqliteLedger;
use crate::runtime::{Worker, spawn_named};
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// How many messages may wait for a seat that is busy; then no feed is asked until there is room.
const WAITING: usize = 4_096;
/// A seat that had no room is tried again after so long.
const SEAT_WAIT: Duration = Duration::from_millis(100);

/// What the thread joins together.
pub struct PollParts {
    /// The data folder, whose ledger is read, never written.
    pub dir: PathBuf,
    /// The zone of times that don't say theirs.
    pub zone: TimeZone,
    /// The seat's moment now.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Where messages go.
    pub out: SyncSender<FeedMessage>,
    /// Tells the receiver that something came, such as a resting window.
    pub wake: Box<dyn Fn() + Send>,
    /// Whether each feed is asked once and the thread then ends.
    pub once: bool,
}

/// The running thread. Dropping it stops it and waits.
#[derive(Debug)]
pub struct Poller {
    bell: Arc<Bell>,
    worker: Worker,
}

#[derive(Debug, Default)]
struct Bell {
    rung: Notify,
    stop: AtomicBool,
}

impl Poller {
    /// Starts the thread; none where there is no feed.
    ///
    /// # Errors
    /// A setting that says nothing sensible; the ledger can't be read; the system gives no thread or no TLS.
    pub fn start(settings: &FeedSettings, limits: PollLimits, parts: PollParts) -> Result<Option<Self>, PollError> {
        if settings.feeds.is_empty() {
            return Ok(None);
        }
        let ledger = SqliteLedger::open_read_only(&parts.dir)?;
        // Many seats that lost the same server don't come back at the same moment.
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
        let seed = u64::from(nanos) ^ (u64::from(std::process::id()) << 32);
        let feed = |(place, setting): (u64, &super::FeedSetting)| {
            Polled::new(setting.clone(), &parts.zone, &limits, seed.wrapping_add(place))
        };
        let feeds = (0..).zip(&settings.feeds).map(feed).collect::<Result<Vec<_>, _>>()?;
        let names = settings.feeds.iter().map(|feed| feed.name.clone()).collect();
        let no_poller = |why: std::io::Error| PollError::NoPoller(why.to_string());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(no_poller)?;
        let bell = Arc::new(Bell::default());
        let theirs = Arc::clone(&bell);
        let mut round = Round { feeds, names, ledger, limits, parts, waiting: VecDeque::new(), left: BTreeSet::new() };
        round.left = (0..round.feeds.len()).collect();
        let worker = spawn_named("zonglan-poll", move || {
            runtime.block_on(round.serve(&theirs));
            // Names that are still being looked up are nobody's business any more.
            runtime.shutdown_background();
        });
        Ok(Some(Self { bell, worker: worker.map_err(no_poller)? }))
    }

    /// Whether the thread has come to its end: nobody listens any more, or each feed was asked the once it should be.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.worker.is_finished()
    }
}

impl Drop for Poller {
    fn drop(&mut self) {
        // The worker's own drop, which comes after this, waits.
        self.bell.stop.store(true, Ordering::Release);
        self.bell.rung.notify_one();
    }
}

/// Nobody receives any more.
struct Gone;

struct Round {
    feeds: Vec<Polled>,
    names: BTreeSet<String>,
    ledger: SqliteLedger,
    limits: PollLimits,
    parts: PollParts,
    waiting: VecDeque<FeedMessage>,
    /// The feeds that have not been asked yet.
    left: BTreeSet<usize>,
}

impl Round {
    async fn serve(&mut self, bell: &Bell) {
        let at = (self.parts.clock)();
        self.waiting.extend(self.feeds.iter().map(|feed| FeedMessage::Joined {
            feed: feed.setting.name.clone(),
            promise: feed.setting.promise(),
            at,
        }));
        let mut under_way: JoinSet<(usize, Answer)> = JoinSet::new();
        while !bell.stop.load(Ordering::Acquire) {
            self.ask_all_that_are_due(&mut under_way);
            if self.flush().is_err() || self.is_done(&under_way) {
                return;
            }
            let wait = self.wake_at(under_way.len()).map(|at| at.saturating_duration_since(Instant::now()));
            tokio::select! {
                done = under_way.join_next(), if !under_way.is_empty() => match done {
                    Some(Ok((place, answer))) => self.take(place, answer),
                    Some(Err(why)) => tracing::error!("a feed could not be asked: {why}"),
                    None => {}
                },
                () = bell.rung.notified() => {}
                () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() => {}
            }
        }
    }

    fn is_done(&self, under_way: &JoinSet<(usize, Answer)>) -> bool {
        self.parts.once && self.left.is_empty() && under_way.is_empty() && self.waiting.is_empty()
    }

    fn may_ask(&self, place: usize) -> bool {
        (!self.parts.once || self.left.contains(&place)) && self.waiting.len() < WAITING
    }

    fn ask_all_that_are_due(&mut self, under_way: &mut JoinSet<(usize, Answer)>) {
        for place in 0..self.feeds.len() {
            if under_way.len() >= self.limits.at_once {
                return;
            }
            if !(self.may_ask(place) && self.feeds[place].patience.is_due(Instant::now())) {
                continue;
            }
            self.left.remove(&place);
            let feed = &mut self.feeds[place];
            match feed.question(now_secs()) {
                Ok(question) => {
                    feed.patience.begin();
                    let (clients, limits) = (feed.clients.clone(), self.limits.clone());
                    under_way.spawn(async move { (place, fetch(&clients, &limits, &question).await) });
                }
                Err(trouble) => self.at_the_desk(place, |feed, desk| feed.not_asked(trouble, desk)),
            }
        }
    }

    fn take(&mut self, place: usize, answer: Answer) {
        self.at_the_desk(place, |feed, desk| feed.take(answer, desk));
    }

    fn at_the_desk(&mut self, place: usize, take: impl FnOnce(&mut Polled, &mut Desk)) {
        let mut out = Vec::new();
        let (at, now) = ((self.parts.clock)(), Instant::now());
        let mut desk = Desk { ledger: &self.ledger, feeds: &self.names, at, now, out: &mut out };
        take(&mut self.feeds[place], &mut desk);
        self.waiting.extend(out);
    }

    /// Sends what there is room for.
    fn flush(&mut self) -> Result<(), Gone> {
        let mut sent = false;
        while let Some(message) = self.waiting.pop_front() {
            match self.parts.out.try_send(message) {
                Ok(()) => sent = true,
                Err(TrySendError::Full(message)) => {
                    self.waiting.push_front(message);
                    coalesce(&mut self.waiting);
                    break;
                }
                Err(TrySendError::Disconnected(_)) => return Err(Gone),
            }
        }
        if sent {
            (self.parts.wake)();
        }
        Ok(())
    }

    /// The first moment at which there may be something to do that isn't an answer.
    fn wake_at(&self, under_way: usize) -> Option<Instant> {
        let now = Instant::now();
        let seat = (!self.waiting.is_empty()).then(|| now + SEAT_WAIT);
        let may_ask = under_way < self.limits.at_once;
        let feeds = (0..self.feeds.len()).filter(|place| may_ask && self.may_ask(*place));
        feeds.filter_map(|place| self.feeds[place].patience.wake_at()).chain(seat).min()
    }
}

/// Seconds of the epoch, for servers.
pub(super) fn now_secs() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
