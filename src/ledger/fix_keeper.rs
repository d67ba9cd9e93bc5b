//! Positions on their way to the disk: in groups, and tried again while there is no room for them.

use super::tracks::{FixGroup, Tracks};
use crate::domain::{Fix, Receipt, Timestamp};
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// Positions are made durable in groups of at most this; one that failed is tried again after it.
const GROUP: Duration = Duration::from_secs(1);
/// A group is not larger than this, however much comes within that time.
const GROUP_FIXES: usize = 20_000;
/// Rows are sealed into chunks when the positions, or the steady clock, have moved on by this.
const SEAL_EVERY: Duration = Duration::from_secs(600);
const SEAL_EVERY_SECS: i64 = 600;
/// Tracks have a file a UTC day.
const DAY_SECS: i64 = 86_400;
/// Trouble that lasts is told again after this.
const TELL_EVERY: Duration = Duration::from_secs(60);
/// Nothing waits: whoever asks may sleep long.
const NOTHING_WAITS: Duration = Duration::from_secs(3_600);

/// What became of positions that could not be made durable; `why` is one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixTrouble {
    /// They wait in memory and are tried again every second. Told when it begins and once a minute.
    Waiting {
        /// How many wait.
        count: usize,
        /// Why.
        why: String,
    },
    /// More came than may wait: the oldest of them are gone.
    Lost {
        /// How many, since this was told last.
        count: usize,
        /// Why.
        why: String,
    },
}

/// Makes positions durable. None is given up because the disk is full for a while: what can't be written waits, up to
/// a bound, and goes in when there is room. Those that somebody waits for are not held: he hears how it ended, and sends
/// them again. Time is an argument.
#[derive(Debug)]
pub struct FixKeeper {
    tracks: Tracks,
    most_waiting: usize,
    awaited: FixGroup,
    waiting: VecDeque<Fix>,
    /// When the oldest waiting position came, or was last tried in vain.
    since: Option<Instant>,
    /// What went wrong at the last try.
    trouble: Option<String>,
    told_at: Option<Instant>,
    lost: usize,
    dealt_with: u64,
    sealed_at: Instant,
    /// The newest position when it was last sealed.
    sealed: Option<Timestamp>,
    /// The newest position of the last group. (Not of all: a phone from the future must not stand for the county.)
    newest: Option<Timestamp>,
}

impl FixKeeper {
    /// A keeper that lets up to `most_waiting` positions wait for room.
    pub fn new(tracks: Tracks, most_waiting: usize, now: Instant) -> Self {
        Self {
            tracks,
            most_waiting,
            awaited: FixGroup::default(),
            waiting: VecDeque::new(),
            since: None,
            trouble: None,
            told_at: None,
            lost: 0,
            dealt_with: 0,
            sealed_at: now,
            sealed: None,
            newest: None,
        }
    }

    /// Takes positions over. They are durable only once `tend` has come to them.
    pub fn take(&mut self, fixes: Vec<Fix>, now: Instant) {
        if fixes.is_empty() {
            return;
        }
        self.since.get_or_insert(now);
        self.waiting.extend(fixes);
        let over = self.waiting.len().saturating_sub(self.most_waiting);
        // Without trouble they only wait for their group.
        if over > 0 && self.trouble.is_some() {
            self.waiting.drain(..over);
            self.lost += over;
            self.dealt_with += over as u64;
        }
    }

    /// Takes positions over that somebody waits for; `receipt` tells him once they are durable, or why they are not.
    pub fn take_awaited(&mut self, fixes: Vec<Fix>, receipt: Receipt, now: Instant) {
        self.awaited.take(fixes, receipt, now);
    }

    /// After how long `tend` has something to do, if nothing comes before.
    pub fn patience(&self, now: Instant) -> Duration {
        self.awaited.due_in(now).unwrap_or(NOTHING_WAITS).min(self.unhurried(now))
    }

    /// After how long those that nobody waits for are to be kept.
    fn unhurried(&self, now: Instant) -> Duration {
        self.since.map_or(NOTHING_WAITS, |since| GROUP.saturating_sub(now.saturating_duration_since(since)))
    }

    /// How many of the positions that nobody waits for are done with: durable, there already, impossible or lost.
    pub fn dealt_with(&self) -> u64 {
        self.dealt_with
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Makes the waiting positions durable where their time has come, and seals what is old enough.
    pub fn tend(&mut self, now: Instant) -> Option<FixTrouble> {
        if self.awaited.due_in(now).is_some_and(|wait| wait.is_zero()) {
            self.keep_awaited(now);
        }
        let is_full = self.waiting.len() >= GROUP_FIXES && self.trouble.is_none();
        if self.unhurried(now).is_zero() || is_full { self.keep(now) } else { None }
    }

    /// Makes all that waits durable now: nothing more comes. What still can't be written is lost, and told.
    pub fn finish(&mut self, now: Instant) -> Option<FixTrouble> {
        self.keep_awaited(now);
        let told = self.keep(now);
        let Some(why) = self.trouble.take() else { return told };
        let count = self.waiting.len() + std::mem::take(&mut self.lost);
        self.dealt_with += self.waiting.len() as u64;
        self.waiting.clear();
        Some(FixTrouble::Lost { count, why })
    }

    fn keep_awaited(&mut self, now: Instant) {
        let kept = self.awaited.keep(&mut self.tracks);
        self.newest = kept.newest.or(self.newest);
        self.seal_if_due(now);
    }

    fn keep(&mut self, now: Instant) -> Option<FixTrouble> {
        match self.write() {
            Ok(()) => {
                (self.since, self.told_at) = (None, None);
                self.seal_if_due(now);
                let trouble = self.trouble.take();
                // Those that were lost before there was room again, and were not told yet.
                trouble.filter(|_| self.lost > 0).map(|why| self.lost_for(why))
            }
            Err(error) => {
                self.since = Some(now);
                let why = self.trouble.insert(error).clone();
                let is_told = self.told_at.is_some_and(|told| now.saturating_duration_since(told) < TELL_EVERY);
                if is_told {
                    return None;
                }
                self.told_at = Some(now);
                let count = self.waiting.len();
                Some(if self.lost > 0 { self.lost_for(why) } else { FixTrouble::Waiting { count, why } })
            }
        }
    }

    fn lost_for(&mut self, why: String) -> FixTrouble {
        FixTrouble::Lost { count: std::mem::take(&mut self.lost), why }
    }

    /// Writes group after group, oldest day first; those that are written wait no more. A day that can't be written costs
    /// no other: one damaged file must not stop the county's tracks.
    fn write(&mut self) -> Result<(), String> {
        let mut days: BTreeMap<i64, Vec<Fix>> = BTreeMap::new();
        for fix in self.waiting.drain(..) {
            days.entry(fix.fixed_at.0.div_euclid(DAY_SECS)).or_default().push(fix);
        }
        let mut outcome = Ok(());
        for fixes in days.into_values() {
            let mut written = 0;
            for group in fixes.chunks(GROUP_FIXES) {
                if let Err(error) = self.tracks.append(group) {
                    outcome = Err(error.to_string());
                    break;
                }
                self.newest = group.iter().map(|fix| fix.fixed_at).max();
                written += group.len();
            }
            self.dealt_with += written as u64;
            self.waiting.extend(fixes.into_iter().skip(written));
        }
        outcome
    }

    /// A county that lives faster than the clock is sealed by its own time, so that rows never pile up; one whose time
    /// went astray (a phone from the future) by the steady clock.
    fn seal_if_due(&mut self, now: Instant) {
        let Some(newest) = self.newest else { return };
        let sealed = *self.sealed.get_or_insert(newest);
        let is_due = now.saturating_duration_since(self.sealed_at) >= SEAL_EVERY;
        if !is_due && newest.secs_since(sealed) < SEAL_EVERY_SECS {
            return;
        }
        (self.sealed_at, self.sealed) = (now, Some(newest));
        if let Err(error) = self.tracks.seal(newest.plus_secs(-SEAL_EVERY_SECS)) {
            tracing::warn!("tracks are not sealed: {error}");
        }
    }
}
