//! The store's thread: the only one that appends. It makes durable, then answers.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};
use zonglan::domain::{Recorded, Told};
use zonglan::feeds::poll::take_in;
use zonglan::ledger::{Checkpoint, FixGroup, Ledger, SqliteLedger, Tracks};
use zonglan::runtime::{Worker, spawn_named};
use zonglan::seat::link::{FromStore, ToStore};

/// The thread looks up at least this often.
const LOOK_UP: Duration = Duration::from_secs(1);
/// How long a track's rows wait before they are sealed into chunks.
const SEAL_EVERY: Duration = Duration::from_secs(600);
/// How many requests may wait.
const WAITING: usize = 4096;

/// The store's end of the line: what it needs to hand back when the seat closes.
pub(super) struct Store {
    thread: Worker,
    back: Receiver<SqliteLedger>,
}

/// The seat's end of the line.
pub(super) struct StoreLink {
    pub(super) to_store: SyncSender<ToStore>,
    pub(super) from_store: Receiver<FromStore>,
    /// What was appended, for the feeds: for the simulator, and for the phones.
    pub(super) news: [Receiver<Vec<Recorded>>; 2],
}

impl Store {
    /// Starts the thread, which first of all keeps the picture that was `unkept`. `wake` is called when an answer
    /// waits. The thread ends when the seat's sender is dropped.
    pub(super) fn start(
        ledger: SqliteLedger,
        tracks: Tracks,
        unkept: Option<Checkpoint>,
        wake: impl Fn() + Send + 'static,
    ) -> anyhow::Result<(Self, StoreLink)> {
        let (to_store, requests) = sync_channel(WAITING);
        let (answers, from_store) = sync_channel(WAITING);
        let [simulator, phones] = std::array::from_fn(|_| sync_channel(WAITING));
        let (news_out, news) = ([simulator.0, phones.0], [simulator.1, phones.1]);
        let (give_back, back) = sync_channel(1);
        let thread = spawn_named("zonglan-store", move || {
            let mut desk = Desk { ledger, tracks, fixes: FixGroup::default(), sealed_at: Instant::now() };
            desk.keep_picture(unkept);
            desk.serve(&requests, &answers, &news_out, &wake);
            // Nobody takes it back where the program is ending in a hurry.
            let _ = give_back.send(desk.ledger);
        })?;
        Ok((Self { thread, back }, StoreLink { to_store, from_store, news }))
    }

    /// Waits until everything that was handed over is durable, and gives the ledger back.
    pub(super) fn close(self) -> anyhow::Result<SqliteLedger> {
        self.thread.join()?;
        Ok(self.back.try_recv()?)
    }
}

/// Tells the feeds what happened.
fn tell(news: &[SyncSender<Vec<Recorded>>], recorded: &[Recorded]) {
    for feed in news {
        if let Err(TrySendError::Full(_)) = feed.try_send(recorded.to_vec()) {
            tracing::warn!("a feed is behind by {WAITING} events: it misses one");
        }
    }
}

struct Desk {
    ledger: SqliteLedger,
    tracks: Tracks,
    fixes: FixGroup,
    sealed_at: Instant,
}

impl Desk {
    fn serve(
        &mut self,
        requests: &Receiver<ToStore>,
        answers: &SyncSender<FromStore>,
        news: &[SyncSender<Vec<Recorded>>],
        wake: &impl Fn(),
    ) {
        loop {
            let patience = self.fixes.due_in(Instant::now()).unwrap_or(LOOK_UP);
            let request = requests.recv_timeout(patience);
            let answer = match request {
                Ok(ToStore::Append { ticket, append }) => Some(self.append(ticket, &append, news)),
                Ok(ToStore::TakeIn(told)) => self.take_in(&told, news),
                Ok(ToStore::Fixes(fixes)) => {
                    self.fixes.take(fixes, None, Instant::now());
                    None
                }
                Ok(ToStore::Keep { fixes, receipt }) => {
                    self.fixes.take(fixes, Some(receipt), Instant::now());
                    None
                }
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => {
                    let _ = self.keep_fixes();
                    return;
                }
            };
            let is_due = self.fixes.due_in(Instant::now()).is_some_and(|wait| wait.is_zero());
            let lost = if is_due { self.keep_fixes() } else { None };
            for message in answer.into_iter().chain(lost) {
                // A seat that is gone wants no answer; what was made durable stays durable.
                let _ = answers.send(message);
                wake();
            }
        }
    }

    fn keep_picture(&mut self, unkept: Option<Checkpoint>) {
        if let Some(checkpoint) = unkept
            && let Err(error) = self.ledger.save_checkpoint(&checkpoint)
        {
            tracing::warn!("the next start will take longer, the picture is not kept: {error}");
        }
    }

    fn append(
        &mut self,
        ticket: u64,
        append: &zonglan::domain::Append,
        news: &[SyncSender<Vec<Recorded>>],
    ) -> FromStore {
        match self.ledger.append(append) {
            Ok(appended) => {
                tell(news, &appended.recorded);
                FromStore::Appended { ticket, recorded: appended.recorded }
            }
            Err(error) => FromStore::Refused { ticket, why: error.to_string() },
        }
    }

    /// What another system tells goes in; whoever told it looks whether it is there, and tells it again otherwise.
    fn take_in(&mut self, told: &Told, news: &[SyncSender<Vec<Recorded>>]) -> Option<FromStore> {
        match take_in(&mut self.ledger, told) {
            Ok(recorded) if recorded.is_empty() => None,
            Ok(recorded) => {
                tell(news, &recorded);
                Some(FromStore::News(recorded))
            }
            Err(error) => {
                tracing::warn!("{} rows of {} are not kept: {error}", told.rows.len(), told.by);
                None
            }
        }
    }

    /// Makes the waiting positions durable; seals what is old enough.
    fn keep_fixes(&mut self) -> Option<FromStore> {
        let kept = self.fixes.keep(&mut self.tracks);
        if self.sealed_at.elapsed() >= SEAL_EVERY {
            self.sealed_at = Instant::now();
            if let Some(last) = kept.newest
                && let Err(error) = self.tracks.seal(last.plus_secs(-600))
            {
                tracing::warn!("tracks are not sealed: {error}");
            }
        }
        kept.lost.map(|(count, why)| FromStore::FixesLost { count, why })
    }
}
