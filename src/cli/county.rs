//! Opening a county: the data folder's lock, its ledger and tracks, and the picture they add up to.

use super::cannot;
use super::site::Site;
use anyhow::Context;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use zonglan::domain::Timestamp;
use zonglan::intake::{ImportRequest, Kind, import};
use zonglan::ledger::{Checkpoint, DataDir, LEDGER_FILE, Ledger, LedgerError, SqliteLedger, Tracks};
use zonglan::picture::{FOLD_VERSION, Picture};
use zonglan::sample;

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
        let lock = DataDir::open(dir)?;
        let is_new = !dir.join(LEDGER_FILE).exists();
        let unfinished = unfinished_sample(dir)?;
        let mut ledger = SqliteLedger::open(dir)?;
        let mut tracks = Tracks::open(dir)?;
        let is_empty = is_new || ledger.last_seq()? == 0;
        if let Some(seed) = unfinished.or(with_sample.filter(|_| is_empty)) {
            fill_with_sample(dir, seed, &mut ledger, &mut tracks, tell)?;
        }
        let mut picture = fold(&mut ledger, Site::load(dir)?.utc_offset_secs()?, true, tell)?;
        for fix in tracks.county_at(latest(&picture))? {
            picture.apply_fix(&fix);
        }
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
    let kept = ledger.load_checkpoint(FOLD_VERSION)?;
    let from_kept = kept.and_then(|kept| match Picture::from_checkpoint(&kept.bytes, utc_offset_secs) {
        Ok(picture) => Some(picture),
        Err(error) => {
            tracing::warn!("{error}");
            None
        }
    });
    let mut picture = from_kept.unwrap_or_else(|| Picture::new(utc_offset_secs));
    let (from, last) = (picture.seq, ledger.last_seq()?);
    let todo = last.saturating_sub(from).max(1);
    ledger.read_after(from, &mut |recorded| {
        picture.apply(&recorded);
        if recorded.seq % 20_000 == 0 {
            tell("读取 folding", (recorded.seq - from) as f32 / todo as f32);
        }
        ControlFlow::Continue(())
    })?;
    picture.derive();
    if last - from.min(last) > CHECKPOINT_AFTER_EVENTS {
        picture.refresh_changes();
        if may_write {
            save_checkpoint(ledger, &picture)?;
        }
    }
    Ok(picture)
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

/// The import files of the sample county, in the order in which they rest on each other.
const SAMPLE_FILES: [(&str, &str); 6] = [
    ("areas", "areas.geojson.gz"),
    ("categories", "categories.csv"),
    ("workers", "workers.csv"),
    ("cameras", "cameras.csv"),
    ("places", "places.csv"),
    ("incidents", "incidents.csv.gz"),
];

/// Stands in a folder while the sample is being put into it, and says its seed.
const UNFINISHED: &str = "sample-unfinished";

/// The seed of a sample that was cut off on its way into this folder: half a county is none, and what is there of it
/// is left as it is when the rest comes.
fn unfinished_sample(dir: &Path) -> anyhow::Result<Option<u64>> {
    let path = dir.join(UNFINISHED);
    match std::fs::read_to_string(&path) {
        // Cut off before the seed was written is cut off before anything was.
        Ok(seed) => Ok(seed.trim().parse().ok()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot("read this file", &path, error)),
    }
}

/// Writes the sample's import files and takes them in through the same door as anybody's.
fn fill_with_sample(
    dir: &Path,
    seed: u64,
    ledger: &mut SqliteLedger,
    tracks: &mut Tracks,
    tell: &mut dyn FnMut(&str, f32),
) -> anyhow::Result<()> {
    let mark = dir.join(UNFINISHED);
    std::fs::write(&mark, seed.to_string()).map_err(|error| cannot("write this file", &mark, error))?;
    let files = Scratch::new(dir.join("sample-files"))?;
    sample::write(&files.0, seed, sample::Scale::County, &mut |what, share| tell(what, share * 0.3))?;
    let end = Timestamp(sample::END);
    for (place, (kind, file)) in SAMPLE_FILES.into_iter().enumerate() {
        tell(kind, 0.3 + 0.1 * place as f32);
        let request = ImportRequest::new(Kind::parse(kind)?, vec![files.0.join(file)], end);
        let report = import(&request, ledger, &mut |_| ControlFlow::Continue(()))
            .with_context(|| format!("the sample's {kind}"))?;
        if !report.fixes.is_empty() {
            tracks.append(&report.fixes)?;
        }
    }
    Site { zone: sample::ZONE.into() }.save(dir)?;
    std::fs::remove_file(&mark).map_err(|error| cannot("remove this file", &mark, error))
}

/// A folder that is gone when it is dropped.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    pub(super) fn new(path: PathBuf) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&path).map_err(|error| cannot("make this folder", &path, error))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What can't be removed stays: it is only scratch.
        let _ = std::fs::remove_dir_all(&self.0);
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

/// A throwaway copy of the sample county. The county itself is made once for each build of the
/// program and seed, in the cache folder, and copied.
pub(super) fn throwaway_sample(seed: u64, tell: &mut dyn FnMut(&str, f32)) -> anyhow::Result<Scratch> {
    let cache = cache_dir();
    // Seats that start together take turns: the first makes the county, the others copy it.
    let _turn = turn(&cache.join("turn"))?;
    let pristine = pristine_dir(&cache, seed)?;
    if !pristine.join("ready").exists() {
        let _ = std::fs::remove_dir_all(&pristine);
        drop(County::open(&pristine, Some(seed), tell)?);
        std::fs::write(pristine.join("ready"), b"")?;
    }
    let copy = Scratch::new(std::env::temp_dir().join(format!("zonglan-{}", std::process::id())))?;
    copy_dir(&pristine, &copy.0).map_err(|error| cannot("copy the sample to this folder", &copy.0, error))?;
    Ok(copy)
}

fn cache_dir() -> PathBuf {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache")));
    cache.unwrap_or_else(std::env::temp_dir).join("zonglan")
}

/// Waits until no other program holds `dir`, and holds it.
fn turn(dir: &Path) -> anyhow::Result<DataDir> {
    loop {
        match DataDir::open(dir) {
            Err(LedgerError::InUse { .. }) => std::thread::sleep(std::time::Duration::from_millis(100)),
            held => return Ok(held?),
        }
    }
}

fn pristine_dir(cache: &Path, seed: u64) -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe().and_then(std::fs::metadata)?;
    let age_secs = program.modified()?.duration_since(std::time::UNIX_EPOCH).map_or(0, |age| age.as_secs());
    let path = cache.join(format!("sample-{seed}-{:x}-{age_secs:x}", program.len()));
    if !path.exists() {
        // Counties of other builds are of no use any more.
        for entry in std::fs::read_dir(cache)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(&format!("sample-{seed}-")) {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
    }
    Ok(path)
}

fn copy_dir(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_dir(&source, &target)?;
        } else if entry.file_name() != "lock" {
            std::fs::copy(source, target)?;
        }
    }
    Ok(())
}
