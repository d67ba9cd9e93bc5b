//! What of an answer is new: by what was told before, which costs nothing, and by what the ledger has, which is the
//! truth. So nothing is written twice, a restart begins where it stood, and what the store could not keep is told again.

use crate::domain::{Actor, Event, Fix, Recorded, Standing, Stream, Timestamp, ToldRow, WorkerCode};
use crate::intake::LiveRow;
use crate::ledger::{Ledger, LedgerError};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

/// What a thing said before its last change is not taken in again before so long: two servers behind one address, one
/// of them behind the other, would fill the ledger with their quarrel.
const STEADY: Duration = Duration::from_secs(3_600);
/// What a source no longer names is remembered for so long.
const REMEMBERED: Duration = STEADY;
/// So many earlier sayings of a thing are remembered.
const MOST_EARLIER: usize = 4;
/// A row that was told so often and is still not in the ledger was not kept.
const PATIENCE_TELLINGS: u32 = 3;

type Digest = [u8; 16];

/// Whose rows are weighed, and against what.
pub(super) struct Against<'a> {
    /// The feed's name.
    pub(super) feed: &'a str,
    /// The names of all feeds.
    pub(super) feeds: &'a BTreeSet<String>,
    /// What is known.
    pub(super) ledger: &'a dyn Ledger,
    /// The steady clock's moment.
    pub(super) now: Instant,
}

/// What is to be told, and what isn't.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Weighed {
    pub(super) rows: Vec<ToldRow>,
    /// Rows that were told again and again, and that the ledger does not have.
    pub(super) unkept: u64,
    /// Rows that are left for now: the county is further than the source, or the source takes back what it said.
    pub(super) held: u64,
    /// Rows with another feed's numbers: how many, whose, and one of them.
    pub(super) clash: Option<(u64, String, String)>,
}

/// What one feed said before.
#[derive(Default)]
pub(super) struct Scales {
    things: BTreeMap<Stream, Thing>,
    /// The positions of the last answer.
    fixes: BTreeSet<(WorkerCode, Timestamp)>,
}

#[derive(Default)]
struct Thing {
    /// What the ledger is known to have of it.
    kept: Option<Digest>,
    /// What it had before, the latest last.
    earlier: VecDeque<Digest>,
    changed_at: Option<Instant>,
    /// What it says now, where the ledger isn't known to have it.
    waiting: Option<(Digest, LiveRow)>,
    tellings: u32,
    seen_at: Option<Instant>,
}

impl Thing {
    fn confirm(&mut self, digest: Digest, now: Instant) {
        if let Some(before) = self.kept.filter(|before| *before != digest) {
            self.earlier.push_back(before);
            if self.earlier.len() > MOST_EARLIER {
                self.earlier.pop_front();
            }
            self.changed_at = Some(now);
        }
        (self.kept, self.waiting, self.tellings) = (Some(digest), None, 0);
    }

    /// Whether it says again what it said before its last change.
    fn wavers(&self, digest: &Digest, now: Instant) -> bool {
        let lately = self.changed_at.is_some_and(|at| now.saturating_duration_since(at) < STEADY);
        lately && self.earlier.contains(digest)
    }
}

/// What the ledger says of a row.
enum Verdict {
    /// It has it.
    Has,
    /// It hasn't, and the thing has so many events.
    New(u32),
    /// The matter was carried on here, and is as far as the row says or further.
    Further,
    /// The matter is another feed's.
    Others(String),
}

impl Scales {
    /// Hears the rows of an answer. What is as it was costs a comparison.
    pub(super) fn hear(&mut self, rows: Vec<LiveRow>, now: Instant) {
        for row in rows {
            let digest = digest(&row);
            let thing = self.things.entry(row.stream.clone()).or_default();
            thing.seen_at = Some(now);
            if thing.kept == Some(digest) {
                (thing.waiting, thing.tellings) = (None, 0);
            } else if thing.waiting.as_ref().is_none_or(|(waiting, _)| *waiting != digest) {
                (thing.waiting, thing.tellings) = (Some((digest, row)), 0);
            }
        }
        let is_recent = |at: Option<Instant>| at.is_some_and(|at| now.saturating_duration_since(at) < REMEMBERED);
        self.things.retain(|_, thing| thing.waiting.is_some() || is_recent(thing.seen_at));
    }

    /// Looks up what was told the last time, before an answer says something else of it.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub(super) fn settle(&mut self, against: &Against) -> Result<(), LedgerError> {
        for thing in self.things.values_mut().filter(|thing| thing.tellings > 0) {
            let Some((digest, row)) = &thing.waiting else { continue };
            let digest = *digest;
            if matches!(verdict(row, &row.event()?, true, against)?, Verdict::Has) {
                thing.confirm(digest, against.now);
            }
        }
        Ok(())
    }

    /// Weighs what waits.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub(super) fn weigh(&mut self, against: &Against) -> Result<Weighed, LedgerError> {
        let mut weighed = Weighed::default();
        for (stream, thing) in &mut self.things {
            let Some((digest, row)) = &thing.waiting else { continue };
            let digest = *digest;
            if thing.wavers(&digest, against.now) {
                weighed.held += 1;
                continue;
            }
            let event = row.event()?;
            match verdict(row, &event, thing.tellings > 0, against)? {
                Verdict::Has => thing.confirm(digest, against.now),
                Verdict::Further => weighed.held += 1,
                Verdict::Others(other) => {
                    let code =
                        stream.incident_code().map_or_else(|| stream.as_str().to_owned(), |code| code.to_string());
                    weighed.clash.get_or_insert((0, other, code)).0 += 1;
                }
                Verdict::New(seen_version) => {
                    let personal = row.personal.clone();
                    weighed.rows.push(ToldRow { stream: stream.clone(), seen_version, event, personal });
                    weighed.unkept += u64::from(thing.tellings >= PATIENCE_TELLINGS);
                    thing.tellings += 1;
                }
            }
        }
        // What the catalogue lacks goes in before the matters that name it.
        weighed.rows.sort_by_key(|row| row.stream.incident_code().is_some());
        Ok(weighed)
    }

    /// The positions of an answer that the one before did not have, the earliest first: what is raw is judged where all
    /// positions are.
    pub(super) fn fresh_fixes(&mut self, mut fixes: Vec<Fix>) -> Vec<Fix> {
        let named = |fix: &Fix| (fix.worker.clone(), fix.fixed_at);
        let before = std::mem::replace(&mut self.fixes, fixes.iter().map(named).collect());
        fixes.retain(|fix| !before.contains(&named(fix)));
        fixes.sort_by(|a, b| (a.fixed_at, &a.worker).cmp(&(b.fixed_at, &b.worker)));
        fixes.dedup_by(|a, b| (a.fixed_at, &a.worker) == (b.fixed_at, &b.worker));
        fixes
    }
}

fn verdict(row: &LiveRow, event: &Event, was_told: bool, against: &Against) -> Result<Verdict, LedgerError> {
    let history = against.ledger.read_stream(&row.stream)?;
    let version = history.last().map_or(0, |last| last.version);
    let Event::IncidentImported(record) = event else {
        // What the register has is its own business.
        return Ok(if history.is_empty() { Verdict::New(0) } else { Verdict::Has });
    };
    let last = history.iter().rposition(|recorded| matches!(recorded.event, Event::IncidentImported(_)));
    if let Some(at) = last {
        if history[at].event == *event {
            // Personal data that were erased stay erased: telling them once is enough.
            let is_known = was_told || row.personal.is_none() || against.ledger.personal(&row.stream)? == row.personal;
            return Ok(if is_known { Verdict::Has } else { Verdict::New(version) });
        }
        if let Actor::System(name) = &history[at].by
            && name != against.feed
            && against.feeds.contains(name)
        {
            return Ok(Verdict::Others(name.clone()));
        }
    }
    // An alarm carries nothing on: the timer raises it for whatever is late, ours or another system's, and here it is seen
    // or shelved.
    let carries_on = |recorded: &Recorded| !recorded.event.is_of_alarms();
    if history[last.map_or(0, |at| at + 1)..].iter().any(carries_on) {
        let mut standing = Standing::default();
        history.iter().for_each(|recorded| standing.follow(recorded));
        if record.state() <= standing.state {
            return Ok(Verdict::Further);
        }
    }
    Ok(Verdict::New(version))
}

fn digest(row: &LiveRow) -> Digest {
    let mut hash = Sha256::new();
    hash.update(row.bytes());
    if let Some(personal) = &row.personal {
        for text in [&personal.reporter_name, &personal.reporter_phone, &personal.text] {
            // A mark between the texts, that none of them holds.
            hash.update([0xff]);
            hash.update(text.as_deref().unwrap_or_default());
        }
    }
    let whole = hash.finalize();
    let mut digest = Digest::default();
    digest.copy_from_slice(&whole[..16]);
    digest
}
