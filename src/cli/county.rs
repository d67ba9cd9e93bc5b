//! Opening a county: the data folder's lock, its ledger and tracks, and the picture they add up to.

use super::sample_county::{begin_sample, fill_with_sample, unfinished_sample};
use super::site::Site;
use anyhow::Context;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;
use zonglan::domain::{CivilZone, Recorded, Timestamp};
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
    /// The picture as it was opened, where keeping it would spare the next start its fold.
    pub(super) unkept: Option<Checkpoint>,
}

impl County {
    /// Opens the county in `dir`; an empty folder gets the sample county of `seed` first where
    /// `with_sample` says so. `tell` is told what takes long, with the share done.
    pub(super) fn open(dir: &Path, with_sample: Option<u64>, tell: &mut dyn FnMut(&str, f32)) -> anyhow::Result<Self> {
        Self::open_from(dir, with_sample, None, tell)
    }

    /// As [`County::open`], of a county whose picture was `folded` already as far as it goes.
    pub(super) fn open_from(
        dir: &Path,
        with_sample: Option<u64>,
        folded: Option<Picture>,
        tell: &mut dyn FnMut(&str, f32),
    ) -> anyhow::Result<Self> {
        let mut stages = Stages::new();
        let lock = DataDir::open(dir)?;
        let is_new = !dir.join(LEDGER_FILE).exists();
        let unfinished = unfinished_sample(dir)?;
        let mut ledger = SqliteLedger::open(dir)?;
        let mut tracks = Tracks::open(dir)?;
        let is_empty = is_new || ledger.last_seq()? == 0;
        let sample = unfinished.or(with_sample.filter(|_| is_empty));
        if let Some(seed) = sample {
            begin_sample(dir, seed)?;
        }
        let was_folded = folded.is_some();
        let (mut picture, kept_seq) = fold(&mut ledger, Site::load(dir)?.civil_zone()?, folded, tell)?;
        if let Some(seed) = sample {
            fill_with_sample(dir, seed, &mut ledger, &mut tracks, &mut picture, tell)?;
            stages.done("sample");
        }
        let is_worth_keeping = !was_folded && picture.seq > kept_seq + CHECKPOINT_AFTER_EVENTS;
        let unkept = if is_worth_keeping { Some(checkpoint_of(&picture)?) } else { None };
        stages.done("picture");
        for fix in tracks.county_at(latest(&picture))? {
            picture.apply_fix(&fix);
        }
        stages.done("positions");
        Ok(Self { picture, ledger, tracks, dir: lock, unkept })
    }

    /// Keeps the picture, where that is worth it.
    pub(super) fn keep_picture(&mut self) -> anyhow::Result<()> {
        let unkept = self.unkept.take();
        Ok(unkept.map_or(Ok(()), |checkpoint| self.ledger.save_checkpoint(&checkpoint))?)
    }

    /// The picture of a county that another program may be holding: read, never written.
    pub(super) fn read(dir: &Path) -> anyhow::Result<(Picture, SqliteLedger)> {
        let mut ledger = SqliteLedger::open_read_only(dir)?;
        let (mut picture, _) = fold(&mut ledger, Site::load(dir)?.civil_zone()?, None, &mut |_, _| {})?;
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

/// The picture of a ledger, from what was `folded` of it already, else from its checkpoint; and the place of the last
/// event that stood in that.
fn fold(
    ledger: &mut SqliteLedger,
    zone: CivilZone,
    folded: Option<Picture>,
    tell: &mut dyn FnMut(&str, f32),
) -> anyhow::Result<(Picture, u64)> {
    let mut stages = Stages::new();
    let mut picture = match folded {
        Some(picture) => picture,
        None => kept_picture(ledger, zone)?,
    };
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
    if last - from.min(last) > CHECKPOINT_AFTER_EVENTS {
        picture.refresh_changes();
    }
    stages.done("derived");
    Ok((picture, from))
}

/// The picture that was kept; an empty one where none was, or none that can be read.
fn kept_picture(ledger: &SqliteLedger, zone: CivilZone) -> anyhow::Result<Picture> {
    let kept = ledger.load_checkpoint(FOLD_VERSION)?;
    let from_kept = kept.and_then(|kept| match Picture::from_checkpoint(&kept.bytes, zone.clone()) {
        Ok(picture) => Some(picture),
        Err(error) => {
            tracing::warn!("{error}");
            None
        }
    });
    Ok(from_kept.unwrap_or_else(|| Picture::new(zone)))
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

/// Folds what came since the last checkpoint and keeps it, so that the next start need not.
pub(super) fn keep_picture(ledger: &mut SqliteLedger, dir: &Path) -> anyhow::Result<()> {
    let (picture, _) = fold(ledger, Site::load(dir)?.civil_zone()?, None, &mut |_, _| {})?;
    Ok(ledger.save_checkpoint(&checkpoint_of(&picture)?)?)
}

fn checkpoint_of(picture: &Picture) -> anyhow::Result<Checkpoint> {
    Ok(Checkpoint { seq: picture.seq, fold_version: FOLD_VERSION, bytes: picture.to_checkpoint()? })
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
