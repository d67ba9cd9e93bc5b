//! Opening a county: the data folder's lock, its ledger and tracks, and the picture they add up to.

use super::sample_county::{fill_with_sample, unfinished_sample};
use super::site::Site;
use anyhow::Context;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;
use zonglan::domain::{Recorded, Timestamp};
use zonglan::ledger::{Checkpoint, DataDir, LEDGER_FILE, Ledger, LedgerError, SqliteLedger, Tracks};
use zonglan::picture::{FOLD_VERSION, Picture};

/// How many events past the checkpoint are worth a new one.
const CHECKPOINT_AFTER_EVENTS: u64 = 2_000;

/// An open county. The lock is held as long as this lives.
pub(super) struct County {
    pub(super) picture: Picture,
    pub(super) ledger: SqliteLedger,
    pub(super) tracks: Tracks,
    pub(super) dir: DataDir,
}

impl County {
    /// Opens the county in `dir`; an empty folder gets the sample county of `seed` first where
    /// `with_sample` says so. `tell` is told what takes long, with the share done.
    pub(super) fn open(dir: &Path, with_sample: Option<u64>, tell: &mut dyn FnMut(&str, f32)) -> anyhow::Result<Self> {
        let mut stages = Stages::new();
        let lock = DataDir::open(dir)?;
        let is_new = !dir.join(LEDGER_FILE).exists();
        let unfinished = unfinished_sample(dir)?;
        let mut ledger = SqliteLedger::open(dir)?;
        let mut tracks = Tracks::open(dir)?;
        let is_empty = is_new || ledger.last_seq()? == 0;
        if let Some(seed) = unfinished.or(with_sample.filter(|_| is_empty)) {
            fill_with_sample(dir, seed, &mut ledger, &mut tracks, tell)?;
            stages.done("sample");
        }
        let mut picture = fold(&mut ledger, Site::load(dir)?.utc_offset_secs()?, true, tell)?;
        stages.done("picture");
        for fix in tracks.county_at(latest(&picture))? {
            picture.apply_fix(&fix);
        }
        stages.done("positions");
        Ok(Self { picture, ledger, tracks, dir: lock })
    }

    /// The picture of a county that another program may be holding: read, never written.
    pub(super) fn read(dir: &Path) -> anyhow::Result<(Picture, SqliteLedger)> {
        let mut ledger = SqliteLedger::open_read_only(dir)?;
        let mut picture = fold(&mut ledger, Site::load(dir)?.utc_offset_secs()?, false, &mut |_, _| {})?;
        for fix in Tracks::open_read_only(dir).county_at(latest(&picture))? {
            picture.apply_fix(&fix);
        }
        Ok((picture, ledger))
    }
}

/// The moment at which the county's clock stands when nobody's clock runs: just after its last event.
fn latest(picture: &Picture) -> Timestamp {
    if picture.is_sample() { picture.latest_at.plus_secs(120) } else { now() }
}

/// The wall clock.
pub(super) fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_second())
}

/// The picture of a ledger: its checkpoint and what came after.
fn fold(
    ledger: &mut SqliteLedger,
    utc_offset_secs: i32,
    may_write: bool,
    tell: &mut dyn FnMut(&str, f32),
) -> anyhow::Result<Picture> {
    let mut stages = Stages::new();
    let kept = ledger.load_checkpoint(FOLD_VERSION)?;
    stages.done("checkpoint read");
    let from_kept = kept.and_then(|kept| match Picture::from_checkpoint(&kept.bytes, utc_offset_secs) {
        Ok(picture) => Some(picture),
        Err(error) => {
            tracing::warn!("{error}");
            None
        }
    });
    let mut picture = from_kept.unwrap_or_else(|| Picture::new(utc_offset_secs));
    stages.done("checkpoint decoded");
    let (from, last) = (picture.seq, ledger.last_seq()?);
    let todo = last.saturating_sub(from).max(1);
    read_ahead(ledger, from, &mut |recorded| {
        picture.apply(recorded);
        if recorded.seq % 20_000 == 0 {
            tell("读取 folding", (recorded.seq - from) as f32 / todo as f32);
        }
    })?;
    stages.done("folded");
    picture.derive();
    stages.done("derived");
    if last - from.min(last) > CHECKPOINT_AFTER_EVENTS {
        picture.refresh_changes();
        if may_write {
            save_checkpoint(ledger, &picture)?;
            stages.done("checkpoint kept");
        }
    }
    Ok(picture)
}

/// All events after `from`, in order; they are read and decoded on a thread of their own, a little ahead.
fn read_ahead(ledger: &mut SqliteLedger, from: u64, each: &mut dyn FnMut(&Recorded)) -> Result<(), LedgerError> {
    const BATCH: usize = 512;
    let (to_fold, read) = std::sync::mpsc::sync_channel::<Vec<Recorded>>(4);
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            ledger.read_after(from, &mut |recorded| {
                batch.push(recorded);
                if batch.len() < BATCH {
                    return ControlFlow::Continue(());
                }
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                if to_fold.send(full).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            // Nobody folds any more only where the fold itself broke.
            let _ = to_fold.send(batch);
            Ok(())
        });
        // By value: should the fold break, nobody goes on reading for it.
        read.into_iter().flatten().for_each(|recorded| each(&recorded));
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The picture of a ledger, without telling anybody how far it is.
pub(super) fn fold_quietly(ledger: &mut SqliteLedger, dir: &Path) -> anyhow::Result<Picture> {
    fold(ledger, Site::load(dir)?.utc_offset_secs()?, false, &mut |_, _| {})
}

/// Keeps the picture, so that the next start need not fold.
pub(super) fn save_checkpoint(ledger: &mut SqliteLedger, picture: &Picture) -> anyhow::Result<()> {
    let bytes = picture.to_checkpoint()?;
    ledger.save_checkpoint(&Checkpoint { seq: picture.seq, fold_version: FOLD_VERSION, bytes })?;
    Ok(())
}

/// How long the stages of a start take, for whoever asks with `RUST_LOG=zonglan=debug`.
pub(super) struct Stages(Instant);

impl Stages {
    pub(super) fn new() -> Self {
        Self(Instant::now())
    }

    /// Tells how long it took since the last stage.
    pub(super) fn done(&mut self, stage: &str) {
        tracing::debug!("{stage}: {} ms", self.0.elapsed().as_millis());
        self.0 = Instant::now();
    }
}

/// The folder in which the user's county lives unless `--data` says otherwise.
pub(super) fn user_data_dir() -> anyhow::Result<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    from("XDG_DATA_HOME")
        .or_else(|| from("HOME").map(|home| home.join(".local/share")))
        .map(|base| base.join("zonglan"))
        .context("neither XDG_DATA_HOME nor HOME is set: name a data folder with --data DIR")
}
