//! The time machine: past pictures with everybody's positions, out of a data folder's ledger and tracks.

use super::Past;
use crate::domain::Timestamp;
use crate::ledger::{Ledger, LedgerError, Tracks};
use crate::picture::Picture;
use thiserror::Error;

/// So far back goes the way that a worker's mark draws behind it, seconds.
const TAIL_SECS: i64 = 300;

/// Why a past moment can't be shown.
#[derive(Debug, Error)]
#[error("the picture of that moment can't be made: {0}")]
pub struct PastError(#[from] LedgerError);

/// How much happened in stretches of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Density {
    /// Where the first stretch begins.
    pub from: Timestamp,
    /// How long each is, seconds.
    pub secs: i64,
    /// Of each: how many steps happened, and how many matters came.
    pub counts: Vec<(u32, u32)>,
}

/// Past pictures of one data folder. Give it a thread of its own: it reads from the disk.
pub struct TimeMachine {
    past: Past,
    ledger: Box<dyn Ledger>,
    tracks: Tracks,
    /// Up to which moment the past is complete.
    complete_to: Timestamp,
}

impl TimeMachine {
    /// The past of a ledger whose events add up to `whole`.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub fn new(whole: Picture, ledger: Box<dyn Ledger>, tracks: Tracks) -> Result<Self, PastError> {
        let past = Past::new(whole, ledger.as_ref())?;
        let complete_to = past.range().map_or(Timestamp(i64::MIN), |(_, last)| last);
        Ok(Self { past, ledger, tracks, complete_to })
    }

    /// The first and the last moment at which anything happened; none where nothing did.
    pub fn range(&self) -> Option<(Timestamp, Timestamp)> {
        self.past.range()
    }

    /// The picture at `moment`: matters, registers, territory, and where everybody's phone was. What the ledger heard
    /// since is taken in first where the moment lies after all that is known, or where `news` says so.
    ///
    /// # Errors
    /// Ledger or tracks can't be read.
    pub fn picture_at(&mut self, moment: Timestamp, spare: Option<Picture>, news: bool) -> Result<Picture, PastError> {
        if news || moment > self.complete_to {
            self.past.catch_up(self.ledger.as_ref())?;
            self.complete_to = self.complete_to.max(moment);
        }
        let mut picture = self.past.picture_at(moment, spare, self.ledger.as_ref())?;
        picture.set_fixes(&self.tracks.county_ways(moment, TAIL_SECS)?);
        Ok(picture)
    }

    /// Lets go of what only speeds up the next picture near by.
    pub fn rest(&mut self) {
        self.past.forget_lives();
    }

    /// How much happened in each of `count` stretches of `secs` from `from`.
    pub fn density(&self, from: Timestamp, secs: i64, count: usize) -> Density {
        Density { from, secs, counts: self.past.spine.density(from, secs, count) }
    }
}
