//! The sample county as a data folder: filled from its own import files, kept in the cache, copied for whoever only
//! shows something.

use super::cannot;
use super::county::{County, Stages};
use super::site::Site;
use anyhow::Context;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use zonglan::domain::Timestamp;
use zonglan::intake::{ImportRequest, Kind, import};
use zonglan::ledger::{DataDir, LedgerError, Placed, SqliteLedger, Tracks};
use zonglan::picture::Picture;
use zonglan::sample;

/// The import files of the sample county, in the order in which they rest on each other.
const SAMPLE_FILES: [(&str, &str); 9] = [
    ("areas", "areas.geojson.gz"),
    ("categories", "categories.csv"),
    ("workers", "workers.csv"),
    ("cameras", "cameras.csv"),
    ("places", "places.csv"),
    ("checklists", "checklists.csv"),
    ("campaigns", "campaigns.csv"),
    ("inspections", "inspections.csv.gz"),
    ("incidents", "incidents.csv.gz"),
];

/// Stands in a folder while the sample is being put into it, and says its seed.
const UNFINISHED: &str = "sample-unfinished";

/// The seed of a sample that was cut off on its way into this folder: half a county is none, and what is there of it
/// is left as it is when the rest comes.
pub(super) fn unfinished_sample(dir: &Path) -> anyhow::Result<Option<u64>> {
    let path = dir.join(UNFINISHED);
    match std::fs::read_to_string(&path) {
        // Cut off before the seed was written is cut off before anything was.
        Ok(seed) => Ok(seed.trim().parse().ok()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot("read this file", &path, error)),
    }
}

/// Marks the folder as one that the sample is being put into, and says where the sample lies in time.
pub(super) fn begin_sample(dir: &Path, seed: u64) -> anyhow::Result<()> {
    let mark = dir.join(UNFINISHED);
    std::fs::write(&mark, seed.to_string()).map_err(|error| cannot("write this file", &mark, error))?;
    Site { zone: sample::ZONE.into() }.save(dir)
}

/// Writes the sample's import files and takes them in through the same door as anybody's, each as soon as it is there.
/// `picture`, which is that of the ledger so far, grows beside them.
pub(super) fn fill_with_sample(
    dir: &Path,
    seed: u64,
    ledger: &mut SqliteLedger,
    tracks: &mut Tracks,
    picture: &mut Picture,
    tell: &mut dyn FnMut(&str, f32),
) -> anyhow::Result<()> {
    let files = Scratch::new(dir.join("sample-files"))?;
    let mut stages = Stages::new();
    let (told, written) = sync_channel(16);
    std::thread::scope(|scope| {
        // Gone with this closure, however it ends: whoever writes must not wait for nobody.
        let written = written;
        let folder = &files.0;
        let writing = scope.spawn(move || {
            sample::write(folder, seed, sample::Scale::County, &mut |file, share| {
                // Whoever takes the files in may have given up; the writing is soon over.
                let _ = told.send((file.to_owned(), share));
            })
        });
        for (place, (kind, file)) in SAMPLE_FILES.into_iter().enumerate() {
            let is_there = written.iter().any(|(written, share)| {
                tell(&written, share * 0.4);
                written == file
            });
            if !is_there {
                break; // The writing ended early, and says why.
            }
            stages.done(file);
            tell(kind, 0.4 + 0.06 * place as f32);
            take_in(kind, files.0.join(file), ledger, tracks, picture)?;
            stages.done(kind);
        }
        drop(written);
        writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        anyhow::Ok(())
    })?;
    picture.refresh_changes();
    let mark = dir.join(UNFINISHED);
    std::fs::remove_file(&mark).map_err(|error| cannot("remove this file", &mark, error))
}

/// Imports one file; the picture follows on a thread of its own.
fn take_in(
    kind: &str,
    file: PathBuf,
    ledger: &mut SqliteLedger,
    tracks: &mut Tracks,
    picture: &mut Picture,
) -> anyhow::Result<()> {
    let request = ImportRequest::new(Kind::parse(kind)?, vec![file], Timestamp(sample::END));
    let (follower, placed) = sync_channel::<Placed>(8);
    let report = std::thread::scope(|scope| {
        let picture = &mut *picture;
        let folding = scope.spawn(move || {
            placed
                .into_iter()
                .flat_map(Placed::recorded)
                .try_for_each(|recorded| recorded.map(|event| picture.apply(&event)))
        });
        ledger.follow(Some(follower));
        let report = import(&request, ledger, &mut |_| ControlFlow::Continue(()));
        ledger.follow(None);
        folding.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        report.with_context(|| format!("the sample's {kind}"))
    })?;
    picture.derive();
    if !report.fixes.is_empty() {
        tracks.append(&report.fixes)?;
    }
    Ok(())
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

/// A copy of the sample county that goes when this goes.
pub(super) struct Throwaway {
    /// The copy.
    pub(super) copy: Scratch,
    /// Its picture, where it was made just now.
    pub(super) picture: Option<Picture>,
}

/// A throwaway copy of the sample county, and its picture where that was folded just now. The county itself is made once for each build of the
/// program and seed, in the cache folder, and copied.
pub(super) fn throwaway_sample(seed: u64, tell: &mut dyn FnMut(&str, f32)) -> anyhow::Result<Throwaway> {
    let cache = cache_dir();
    // Seats that start together take turns: the first makes the county, the others copy it.
    let _turn = turn(&cache.join("turn"))?;
    let pristine = pristine_dir(&cache, seed)?;
    let mut picture = None;
    if !pristine.join("ready").exists() {
        let _ = std::fs::remove_dir_all(&pristine);
        let mut county = County::open(&pristine, Some(seed), tell)?;
        county.keep_picture()?;
        picture = Some(county.picture);
        std::fs::write(pristine.join("ready"), b"")?;
    }
    let copy = Scratch::new(std::env::temp_dir().join(format!("zonglan-{}", std::process::id())))?;
    copy_dir(&pristine, &copy.0).map_err(|error| cannot("copy the sample to this folder", &copy.0, error))?;
    Ok(Throwaway { copy, picture })
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
