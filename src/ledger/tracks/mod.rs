//! Tracks: where the workers' phones were, on duty. One SQLite file a UTC day in `DIR/tracks`
//! (a county at +08:00 sees a new file at eight in the morning): retention is an unlink.
//!
//! Fixes go into raw rows first, a group a transaction, and are packed into chunks later.

mod bits;
mod chunk;
mod day;
mod group;
mod lookup;
mod roster;
mod scale;

use super::LedgerError;
use crate::domain::{Fix, Timestamp, WorkerCode};
use day::Day;
pub use group::{FixGroup, GroupKept};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use scale::Point;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folder of the day files in the data folder.
pub const TRACKS_FOLDER: &str = "tracks";

const DAY_SECS: i64 = 86_400;
/// Day files kept open; more are opened and closed as needed.
const OPEN_DAYS: usize = 4;
/// Older positions don't say where anybody is (`FixAge::Offline`).
const COUNTY_SECS: i64 = 1_800;
/// From 2000 to 2200: outside, a phone's clock has lost its date.
const POSSIBLE: std::ops::Range<i64> = 946_684_800..7_258_118_400;

/// What became of the fixes of one append.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FixesKept {
    /// Kept.
    pub kept: usize,
    /// There already: a fix of this worker at this second. (One that is there only in a sealed chunk
    /// is counted as kept and dropped when it is sealed; reading never shows it twice.)
    pub repeated: usize,
    /// Not possible: nowhere on earth, or before 2000 or after 2199.
    pub refused: usize,
}

impl FixesKept {
    fn add(&mut self, other: Self) {
        self.kept += other.kept;
        self.repeated += other.repeated;
        self.refused += other.refused;
    }
}

/// The fixes of a data folder. One writer; readers beside it see what was acknowledged.
#[derive(Debug)]
pub struct Tracks {
    folder: PathBuf,
    read_only: bool,
    open: RefCell<BTreeMap<i64, Day>>,
    /// Days that may hold raw rows.
    unsealed: BTreeSet<i64>,
}

impl Tracks {
    /// The tracks in the data folder `dir`, for writing; makes the folder where it isn't there.
    ///
    /// # Errors
    /// The folder can't be used or written.
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        let folder = dir.join(TRACKS_FOLDER);
        std::fs::create_dir_all(&folder).map_err(|error| LedgerError::io(&folder, error))?;
        let unsealed = days(&folder)?.into_iter().collect();
        Ok(Self { folder, read_only: false, open: RefCell::default(), unsealed })
    }

    /// The tracks in the data folder `dir`, for reading beside whoever writes them. No folder, no fixes.
    pub fn open_read_only(dir: &Path) -> Self {
        let folder = dir.join(TRACKS_FOLDER);
        Self { folder, read_only: true, open: RefCell::default(), unsealed: BTreeSet::new() }
    }

    /// Puts the fixes in; durable when it returns, and only then may they be acknowledged. Give
    /// them in groups: the cost is one sync a group and day. After an error the same group may be
    /// given again: what is there already is counted as repeated.
    ///
    /// # Errors
    /// A day's file can't be written.
    pub fn append(&mut self, fixes: &[Fix]) -> Result<FixesKept, LedgerError> {
        let mut by_day: BTreeMap<i64, Vec<(&WorkerCode, i64, Point)>> = BTreeMap::new();
        let mut done = FixesKept::default();
        for fix in fixes {
            let secs = fix.fixed_at.0;
            match Point::of(fix).filter(|_| POSSIBLE.contains(&secs)) {
                Some(point) => {
                    by_day.entry(secs.div_euclid(DAY_SECS)).or_default().push((&fix.worker, secs, point));
                }
                None => done.refused += 1,
            }
        }
        for (day, fixes) in by_day {
            let kept = self.with_day(day, |day| day.append(&fixes))?;
            self.unsealed.insert(day);
            done.kept += kept;
            done.repeated += fixes.len() - kept;
        }
        Ok(done)
    }

    /// Packs every 10 minutes that had ended by `until` into chunks; answers how many fixes were
    /// packed. Give a moment some minutes past, so that most late fixes are in; those that come
    /// later still are added. A kill in between loses nothing.
    ///
    /// # Errors
    /// The first day's file that can't be read or written; the others are packed all the same, and
    /// that one is left alone until fixes come for it again.
    pub fn seal(&mut self, until: Timestamp) -> Result<usize, LedgerError> {
        let mut packed = 0;
        let mut failed = None;
        for day in self.unsealed.clone() {
            if day * DAY_SECS >= until.0 {
                break;
            }
            let left = match self.with_day(day, |day| day.seal(until)) {
                Ok((count, left)) => {
                    packed += count;
                    left
                }
                Err(error) => {
                    failed.get_or_insert(error);
                    false
                }
            };
            if !left {
                self.unsealed.remove(&day);
            }
        }
        failed.map_or(Ok(packed), Err)
    }

    /// One worker's fixes from `from` to `to`, both included, in the order of time.
    ///
    /// # Errors
    /// A day's file can't be read.
    pub fn track(&self, worker: &WorkerCode, from: Timestamp, to: Timestamp) -> Result<Vec<Fix>, LedgerError> {
        let mut fixes = Vec::new();
        for day in days(&self.folder)? {
            if (from.0.div_euclid(DAY_SECS)..=to.0.div_euclid(DAY_SECS)).contains(&day) {
                self.look(day, |day| day.track(worker, from, to, &mut fixes))?;
            }
        }
        Ok(fixes)
    }

    /// Where everybody was at `at`: of each worker the newest fix not older than 30 minutes, by code.
    ///
    /// # Errors
    /// A day's file can't be read.
    pub fn county_at(&self, at: Timestamp) -> Result<Vec<Fix>, LedgerError> {
        let from = at.plus_secs(-COUNTY_SECS);
        let mut newest = Vec::new();
        for day in (from.0.div_euclid(DAY_SECS)..=at.0.div_euclid(DAY_SECS)).rev() {
            // A moment that has no date has no file either.
            if file_name(day).is_ok_and(|name| self.folder.join(name).exists()) {
                self.look(day, |day| day.newest(from, at, &mut newest))?;
            }
        }
        // Today's came first, and the sort keeps that order within a worker.
        newest.sort_by(|a: &Fix, b| a.worker.cmp(&b.worker));
        newest.dedup_by(|later, first| later.worker == first.worker);
        Ok(newest)
    }

    /// As [`Tracks::county_at`], with the way there: of each worker every fix of the last `secs` seconds, and the newest
    /// one before them; by code and time.
    ///
    /// # Errors
    /// A day's file can't be read.
    pub fn county_ways(&self, at: Timestamp, secs: i64) -> Result<Vec<Fix>, LedgerError> {
        let (from, since) = (at.plus_secs(-COUNTY_SECS), at.plus_secs(-secs));
        let mut fixes = Vec::new();
        for day in (from.0.div_euclid(DAY_SECS)..=at.0.div_euclid(DAY_SECS)).rev() {
            if file_name(day).is_ok_and(|name| self.folder.join(name).exists()) {
                self.look(day, |day| day.ways(from, since, at, &mut fixes))?;
            }
        }
        // Of two days each brings what it has; a worker's fixes of the second stand before those of the first.
        fixes.sort_by(|a: &Fix, b| (&a.worker, a.fixed_at).cmp(&(&b.worker, b.fixed_at)));
        let mut kept: Vec<Fix> = Vec::with_capacity(fixes.len());
        for fix in fixes {
            // Only the newest of those that lie before the way is kept.
            if kept.last().is_some_and(|last| last.worker == fix.worker && last.fixed_at <= since)
                && fix.fixed_at <= since
            {
                kept.pop();
            }
            kept.push(fix);
        }
        Ok(kept)
    }

    /// Removes the files of all UTC days that had ended by `day`; answers how many.
    ///
    /// # Errors
    /// A file can't be removed; those of older days are gone.
    pub fn unlink_before(&mut self, day: Timestamp) -> Result<usize, LedgerError> {
        let end = day.0.div_euclid(DAY_SECS);
        let mut removed = 0;
        for day in days(&self.folder)?.into_iter().filter(|day| *day < end) {
            self.open.get_mut().remove(&day);
            self.unsealed.remove(&day);
            let path = self.folder.join(file_name(day)?);
            // The log first: alone it is nothing, and the file without it is a day's file.
            for suffix in ["-shm", "-wal", ""] {
                let mut path = path.clone().into_os_string();
                path.push(suffix);
                match std::fs::remove_file(&path) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(LedgerError::io(Path::new(&path), error));
                    }
                    _ => {}
                }
            }
            removed += 1;
        }
        Ok(removed)
    }

    /// Looks something up in a day's file; one that is just being made has nothing in it yet.
    fn look(&self, day: i64, look: impl FnOnce(&mut Day) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        match self.with_day(day, look) {
            Err(LedgerError::Missing { .. }) => Ok(()),
            done => done,
        }
    }

    /// Does something with a day's file; opens it where it isn't open.
    fn with_day<T>(&self, day: i64, act: impl FnOnce(&mut Day) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let mut open = self.open.borrow_mut();
        if !open.contains_key(&day) {
            let opened = Day::open(&self.folder.join(file_name(day)?), self.read_only)?;
            if open.len() >= OPEN_DAYS {
                // Today's file is the one that is wanted again.
                open.pop_first();
            }
            open.insert(day, opened);
        }
        match open.get_mut(&day) {
            Some(day) => act(day),
            None => Err(LedgerError::Missing { path: self.folder.clone() }),
        }
    }
}

/// The day files in the folder, oldest first; other files are left alone.
fn days(folder: &Path) -> Result<Vec<i64>, LedgerError> {
    let fail = |error| LedgerError::io(folder, error);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fail(error)),
    };
    let mut days = Vec::new();
    for entry in entries {
        let name = entry.map_err(fail)?.file_name();
        let date =
            name.to_str().and_then(|name| name.strip_suffix(".sqlite")).and_then(|date| date.parse::<Date>().ok());
        let midnight = date.and_then(|date| date.to_zoned(TimeZone::UTC).ok());
        days.extend(midnight.map(|midnight| midnight.timestamp().as_second().div_euclid(DAY_SECS)));
    }
    days.sort_unstable();
    Ok(days)
}

/// A day's file name, such as `2026-09-11.sqlite`.
fn file_name(day: i64) -> Result<String, LedgerError> {
    let midnight = jiff::Timestamp::from_second(day.saturating_mul(DAY_SECS))
        .map_err(|error| LedgerError::Io { path: TRACKS_FOLDER.into(), why: error.to_string() })?;
    Ok(format!("{}.sqlite", midnight.to_zoned(TimeZone::UTC).date()))
}
