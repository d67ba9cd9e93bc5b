//! The ledger's stream, read on from where the outbox stands, and what it has to tell.

use super::towns::Towns;
use super::{Matter, Notice, Outbox, Place, notices};
use crate::domain::{Recorded, Stream};
use crate::ledger::{Ledger, LedgerError, SqliteLedger};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

/// So many events are read together.
const BATCH: usize = 256;
/// So many matters are remembered as they stand; the others are folded anew from their own events.
const REMEMBERED: usize = 2_048;

/// Some events of the stream.
#[derive(Debug)]
pub(super) struct Batch {
    /// The last of them.
    pub(super) place: Place,
    /// What they have to tell, in order.
    pub(super) notices: Vec<Notice>,
}

/// Reads along.
pub(super) struct Follower {
    ledger: SqliteLedger,
    zone: TimeZone,
    matters: BTreeMap<Stream, Matter>,
    /// Read when first a matter is told of: a wall that starts waits for nothing that nobody needs yet.
    towns: Option<Towns>,
}

impl Follower {
    /// Opens the ledger in `dir` for reading, beside whoever writes it.
    pub(super) fn open(dir: &Path, zone: TimeZone) -> Result<Self, LedgerError> {
        let ledger = SqliteLedger::open_read_only(dir)?;
        Ok(Self { ledger, zone, matters: BTreeMap::new(), towns: None })
    }

    /// Where an outbox goes on: where it stands; a fresh one, or one that stands in another ledger, at the present, since
    /// what happened long ago is news to nobody.
    pub(super) fn begin(&self, outbox: &Outbox) -> Result<(Place, bool), LedgerError> {
        let last = self.ledger.last_seq()?;
        if let Some(place) = outbox.place()? {
            let is_here = place.seq == 0 || self.event_at(place.seq)?.is_some_and(|there| place.is(&there));
            if is_here {
                return Ok((place, false));
            }
            tracing::warn!("the outbox belongs to another ledger than this: notices begin anew, from now on");
        }
        let present = if last == 0 { None } else { self.event_at(last)? };
        Ok((present.as_ref().map_or(Place::START, Place::of), true))
    }

    fn event_at(&self, seq: u64) -> Result<Option<Recorded>, LedgerError> {
        let mut found = None;
        self.ledger.read_after(seq - 1, &mut |recorded| {
            found = Some(recorded);
            ControlFlow::Break(())
        })?;
        Ok(found.filter(|recorded| recorded.seq == seq))
    }

    /// The events after `place`, some at a time; none where there are none.
    pub(super) fn read(&mut self, place: &Place) -> Result<Option<Batch>, LedgerError> {
        let mut events: Vec<Recorded> = Vec::new();
        // So that looking costs nothing while nothing happens.
        if self.ledger.last_seq()? <= place.seq {
            return Ok(None);
        }
        self.ledger.read_after(place.seq, &mut |recorded| {
            events.push(recorded);
            if events.len() < BATCH { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        let Some(last) = events.last() else { return Ok(None) };
        let place = Place::of(last);
        if events.iter().any(|recorded| Towns::changed_by(&recorded.event)) {
            self.towns = None;
        }
        let mut told = Vec::new();
        for recorded in &events {
            if recorded.stream.incident_code().is_some() {
                told.extend(self.tell(recorded)?);
            }
        }
        Ok(Some(Batch { place, notices: told }))
    }

    fn tell(&mut self, recorded: &Recorded) -> Result<Vec<Notice>, LedgerError> {
        let before = match self.matters.remove(&recorded.stream) {
            Some(matter) if matter.standing.version + 1 == recorded.version => matter,
            _ if recorded.version == 1 => Matter::default(),
            _ => {
                let trace = self.ledger.read_stream(&recorded.stream)?;
                Matter::of(trace.iter().take_while(|earlier| earlier.seq < recorded.seq))
            }
        };
        let towns = match self.towns.take() {
            Some(towns) => towns,
            None => Towns::load(&self.ledger)?,
        };
        let towns = self.towns.insert(towns);
        let town = before.at.and_then(|at| towns.at(at));
        let told = notices(recorded, &before, town, &self.zone);
        let mut after = before;
        after.follow(recorded);
        if self.matters.len() >= REMEMBERED {
            self.matters.clear();
        }
        self.matters.insert(recorded.stream.clone(), after);
        Ok(told)
    }
}
