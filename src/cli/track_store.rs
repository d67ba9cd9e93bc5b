//! The thread of the tracks: positions become durable beside the events, so that no command waits for positions.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use zonglan::domain::{Fix, Receipt};
use zonglan::ledger::{FixKeeper, FixTrouble, Tracks};
use zonglan::runtime::{Worker, spawn_named};
use zonglan::seat::link::FromStore;

/// How many requests may wait; whoever brings more waits, too.
const WAITING: usize = 4096;
/// How many positions may wait while the disk has no room for them: ten minutes of a county's 420 a second.
const MOST_FIXES_WAITING: usize = 250_000;

/// Positions on their way to the tracks.
pub(super) enum ToTracks {
    /// Nobody waits for them.
    Fixes(Vec<Fix>),
    /// Somebody waits for the receipt.
    Awaited(Vec<Fix>, Receipt),
}

/// How many positions are done with, for whoever must not run away from it.
#[derive(Clone, Default)]
pub(super) struct Progress(Arc<(Mutex<u64>, Condvar)>);

impl Progress {
    fn set(&self, fixes: u64) {
        let (done, changed) = &*self.0;
        // A number can't be half set: a thread that panicked while holding it changes nothing.
        let before = std::mem::replace(&mut *done.lock().unwrap_or_else(PoisonError::into_inner), fixes);
        if before != fixes {
            changed.notify_all();
        }
    }

    /// Waits until so many are done with, at most so long; answers whether they are.
    pub(super) fn wait_for(&self, fixes: u64, patience: Duration) -> bool {
        let (done, changed) = &*self.0;
        let done = done.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = changed.wait_timeout_while(done, patience, |done| *done < fixes);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

/// The thread's other end.
pub(super) struct TrackStore {
    /// What is to be kept.
    pub(super) to_tracks: SyncSender<ToTracks>,
    /// How far it has come.
    pub(super) progress: Progress,
    thread: Worker,
}

impl TrackStore {
    /// Starts the thread, which ends once nobody can bring anything any more; what could not be kept is told to
    /// `answers`, and `wake` is called then.
    pub(super) fn start(
        tracks: Tracks,
        answers: SyncSender<FromStore>,
        wake: impl Fn() + Send + 'static,
    ) -> anyhow::Result<Self> {
        let (to_tracks, requests) = sync_channel(WAITING);
        let progress = Progress::default();
        let told = progress.clone();
        let thread = spawn_named("zonglan-tracks", move || {
            let mut fixes = FixKeeper::new(tracks, MOST_FIXES_WAITING, Instant::now());
            serve(&mut fixes, &requests, &told, |trouble| {
                // A seat that is gone wants no answer.
                let _ = answers.send(told_of(trouble));
                wake();
            });
        })?;
        Ok(Self { to_tracks, progress, thread })
    }

    /// Waits until everything that was handed over is durable.
    pub(super) fn close(self) -> anyhow::Result<()> {
        drop(self.to_tracks);
        Ok(self.thread.join()?)
    }
}

fn serve(fixes: &mut FixKeeper, requests: &Receiver<ToTracks>, progress: &Progress, tell: impl Fn(FixTrouble)) {
    loop {
        match requests.recv_timeout(fixes.patience(Instant::now())) {
            Ok(ToTracks::Fixes(some)) => fixes.take(some, Instant::now()),
            Ok(ToTracks::Awaited(some, receipt)) => fixes.take_awaited(some, receipt, Instant::now()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        let trouble = fixes.tend(Instant::now());
        progress.set(fixes.dealt_with());
        trouble.into_iter().for_each(&tell);
    }
    // The seat is gone, and hears nothing any more.
    if let Some(FixTrouble::Lost { count, why } | FixTrouble::Waiting { count, why }) = fixes.finish(Instant::now()) {
        tracing::error!("{count} positions are lost: {why}");
    }
}

/// What the seat is told of positions that could not be made durable.
fn told_of(trouble: FixTrouble) -> FromStore {
    match trouble {
        FixTrouble::Waiting { count, why } => FromStore::FixesWaiting { count, why },
        FixTrouble::Lost { count, why } => FromStore::FixesLost { count, why },
    }
}
