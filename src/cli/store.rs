//! The store's thread: the only one that appends. It makes durable, then answers.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};
use zonglan::domain::{Fix, Recorded};
use zonglan::ledger::{Checkpoint, Ledger, SqliteLedger, Tracks};
use zonglan::runtime::{Worker, spawn_named};
use zonglan::seat::link::{FromStore, ToStore};

/// Positions are made durable in groups of at most this.
const FIX_GROUP: Duration = Duration::from_secs(1);
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
    /// What was appended, for the feeds.
    pub(super) news: Receiver<Vec<Recorded>>,
}

impl Store {
    /// Starts the thread, which first of all keeps the picture that was `unkept`. `wake` is called when an answer
    /// waits. The thread ends when the seat's sender is dropped.
    pub(super) fn start(
        ledger: SqliteLedger,
        tracks: Tracks,
        dir: &Path,
        unkept: Option<Checkpoint>,
        wake: impl Fn() + Send + 'static,
    ) -> anyhow::Result<(Self, StoreLink)> {
        let (to_store, requests) = sync_channel(WAITING);
        let (answers, from_store) = sync_channel(WAITING);
        let (news_out, news) = sync_channel(WAITING);
        let (give_back, back) = sync_channel(1);
        let dir = dir.to_path_buf();
        let thread = spawn_named("zonglan-store", move || {
            let mut desk = Desk { ledger, tracks, dir, fixes: Vec::new(), since: None, sealed_at: Instant::now() };
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

struct Desk {
    ledger: SqliteLedger,
    tracks: Tracks,
    dir: PathBuf,
    fixes: Vec<Fix>,
    since: Option<Instant>,
    sealed_at: Instant,
}

impl Desk {
    fn serve(
        &mut self,
        requests: &Receiver<ToStore>,
        answers: &SyncSender<FromStore>,
        news: &SyncSender<Vec<Recorded>>,
        wake: &impl Fn(),
    ) {
        loop {
            let patience = self.since.map_or(FIX_GROUP, |since| FIX_GROUP.saturating_sub(since.elapsed()));
            let request = requests.recv_timeout(patience);
            let answer = match request {
                Ok(ToStore::Append { ticket, append }) => Some(self.append(ticket, &append, news)),
                Ok(ToStore::Fixes(fixes)) => {
                    self.since.get_or_insert_with(Instant::now);
                    self.fixes.extend(fixes);
                    None
                }
                Ok(ToStore::Settings(settings)) => {
                    if let Err(error) = super::seat_settings::save(&self.dir, &settings) {
                        tracing::warn!("views and drafts are not kept: {error}");
                    }
                    None
                }
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => {
                    let _ = self.keep_fixes();
                    return;
                }
            };
            let lost =
                if self.since.is_some_and(|since| since.elapsed() >= FIX_GROUP) { self.keep_fixes() } else { None };
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

    fn append(&mut self, ticket: u64, append: &zonglan::domain::Append, news: &SyncSender<Vec<Recorded>>) -> FromStore {
        match self.ledger.append(append) {
            Ok(appended) => {
                if let Err(TrySendError::Full(_)) = news.try_send(appended.recorded.clone()) {
                    tracing::warn!("the feeds are behind by {WAITING} events: they miss one");
                }
                FromStore::Appended { ticket, recorded: appended.recorded }
            }
            Err(error) => FromStore::Refused { ticket, why: error.to_string() },
        }
    }

    /// Makes the waiting positions durable; seals what is old enough.
    fn keep_fixes(&mut self) -> Option<FromStore> {
        self.since = None;
        let fixes = std::mem::take(&mut self.fixes);
        let kept = self.tracks.append(&fixes);
        if self.sealed_at.elapsed() >= SEAL_EVERY {
            self.sealed_at = Instant::now();
            if let Some(last) = fixes.iter().map(|fix| fix.fixed_at).max()
                && let Err(error) = self.tracks.seal(last.plus_secs(-600))
            {
                tracing::warn!("tracks are not sealed: {error}");
            }
        }
        kept.err().map(|error| FromStore::FixesLost { count: fixes.len(), why: error.to_string() })
    }
}
