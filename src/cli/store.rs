//! The store's thread: the only one that appends. It makes durable, then answers. Positions go on to a thread of their own.

use super::draft_keeper::DraftKeeper;
use super::track_store::{Progress, ToTracks, TrackStore};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SendError, SyncSender, TrySendError, sync_channel};
use std::time::Duration;
use zonglan::domain::{Append, Recorded, Told};
use zonglan::feeds::poll::take_in;
use zonglan::ledger::{Checkpoint, Ledger, SqliteLedger, Tracks};
use zonglan::runtime::{Worker, spawn_named};
use zonglan::seat::link::{FromStore, ToStore};

/// How many requests may wait.
const WAITING: usize = 4096;

/// So many commands share one wait for the disk at most: the first of them must not wait long for the others.
const MOST_IN_A_GROUP: usize = 64;

/// The store's end of the line: what it needs to hand back when the seat closes.
pub(super) struct Store {
    thread: Worker,
    back: Receiver<SqliteLedger>,
    progress: Progress,
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
        dir: &Path,
        unkept: Option<Checkpoint>,
        wake: impl Fn() + Clone + Send + 'static,
    ) -> anyhow::Result<(Self, StoreLink)> {
        let (to_store, requests) = sync_channel(WAITING);
        let (answers, from_store) = sync_channel(WAITING);
        let [simulator, phones] = std::array::from_fn(|_| sync_channel(WAITING));
        let (news_out, news) = ([simulator.0, phones.0], [simulator.1, phones.1]);
        let (give_back, back) = sync_channel(1);
        let tracks = TrackStore::start(tracks, answers.clone(), wake.clone())?;
        let progress = tracks.progress.clone();
        let dir = dir.to_path_buf();
        let thread = spawn_named("zonglan-store", move || {
            let drafts = DraftKeeper::new(&dir);
            let mut desk = Desk { ledger, dir, drafts, tracks, exports: Vec::new() };
            desk.keep_picture(unkept);
            desk.serve(&requests, &answers, &news_out, &wake);
            if let Err(error) = desk.tracks.close() {
                tracing::error!("the tracks' thread ended badly: {error}");
            }
            // Nobody takes it back where the program is ending in a hurry.
            let _ = give_back.send(desk.ledger);
        })?;
        Ok((Self { thread, back, progress }, StoreLink { to_store, from_store, news }))
    }

    /// Waits until the store is done with so many positions in all, at most so long; answers whether it is.
    pub(super) fn wait_for_fixes(&self, count: u64, patience: Duration) -> bool {
        self.progress.wait_for(count, patience)
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
    dir: PathBuf,
    drafts: DraftKeeper,
    tracks: TrackStore,
    /// Threads that write what was exported.
    exports: Vec<Worker>,
}

impl Desk {
    fn serve(
        &mut self,
        requests: &Receiver<ToStore>,
        answers: &SyncSender<FromStore>,
        news: &[SyncSender<Vec<Recorded>>],
        wake: &impl Fn(),
    ) {
        while let Ok(request) = requests.recv() {
            let (group, behind) = gather(request, requests);
            let mut told = self.append(&group, news);
            told.extend(behind.and_then(|request| self.answer(request, answers, news)));
            for message in told {
                // A seat that is gone wants no answer; what was made durable stays durable.
                let _ = answers.send(message);
                wake();
            }
        }
    }

    /// Does what is asked: one request.
    fn answer(
        &mut self,
        request: ToStore,
        answers: &SyncSender<FromStore>,
        news: &[SyncSender<Vec<Recorded>>],
    ) -> Option<FromStore> {
        match request {
            ToStore::Append { ticket, append } => return self.append(&[(ticket, append)], news).pop(),
            ToStore::TakeIn(told) => return self.take_in(&told, news),
            ToStore::Fixes(fixes) => return self.hand_on(ToTracks::Fixes(fixes)),
            ToStore::Keep { fixes, receipt } => return self.hand_on(ToTracks::Awaited(fixes, receipt)),
            ToStore::Settings(settings) => {
                if let Err(error) = super::seat_settings::save(&self.dir, &settings) {
                    tracing::warn!("views and drafts are not kept: {error}");
                }
            }
            ToStore::Setup(settings) => {
                let kept = super::settings::save(&self.dir, &settings);
                return kept.err().map(|error| FromStore::SetupNotKept { why: error.to_string() });
            }
            ToStore::KeepDraft(draft) => return self.drafts.keep(*draft),
            ToStore::EraseDraft(name) => return self.drafts.erase(name.as_str()),
            ToStore::ReadDrafts => return Some(self.drafts.all()),
            ToStore::Write(file) => {
                self.exports.retain(|thread| !thread.is_finished());
                self.exports.extend(super::exports::write_beside(&self.dir, file, answers.clone()));
            }
            ToStore::HandOver(record) => {
                let kept = super::hand_over::write_down(&self.dir, &record);
                return Some(FromStore::HandedOver(kept.map(|()| *record).map_err(|error| format!("{error:#}"))));
            }
        }
        None
    }

    /// Hands positions on to their own thread.
    fn hand_on(&self, positions: ToTracks) -> Option<FromStore> {
        let SendError(positions) = self.tracks.to_tracks.send(positions).err()?;
        // A receipt tells by itself that nobody took its positions.
        let (ToTracks::Fixes(fixes) | ToTracks::Awaited(fixes, _)) = positions;
        Some(FromStore::FixesLost { count: fixes.len(), why: "the tracks' thread has ended".into() })
    }

    fn keep_picture(&mut self, unkept: Option<Checkpoint>) {
        if let Some(checkpoint) = unkept
            && let Err(error) = self.ledger.save_checkpoint(&checkpoint)
        {
            tracing::warn!("the next start will take longer, the picture is not kept: {error}");
        }
    }

    /// Puts in what was asked for, as a group: it waits for the disk once.
    fn append(&mut self, group: &[(u64, Append)], news: &[SyncSender<Vec<Recorded>>]) -> Vec<FromStore> {
        let appends: Vec<&Append> = group.iter().map(|(_, append)| append).collect();
        let answers = group.iter().zip(self.ledger.append_group(&appends));
        let told = answers.map(|((ticket, _), answer)| match answer {
            Ok(appended) => {
                tell(news, &appended.recorded);
                FromStore::Appended { ticket: *ticket, recorded: appended.recorded }
            }
            Err(error) => FromStore::Refused { ticket: *ticket, why: error.to_string() },
        });
        told.collect()
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
}

/// The commands that wait already, from this request on, up to so many; and what came behind them and is none.
fn gather(first: ToStore, requests: &Receiver<ToStore>) -> (Vec<(u64, Append)>, Option<ToStore>) {
    let (mut group, mut next) = (Vec::new(), Some(first));
    while let Some(ToStore::Append { ticket, append }) = next {
        group.push((ticket, append));
        next = if group.len() < MOST_IN_A_GROUP { requests.try_recv().ok() } else { None };
    }
    (group, next)
}
