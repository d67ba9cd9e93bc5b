//! Whoever folds along: the events of a bulk, handed on as they are placed, so that a picture grows beside an import
//! instead of after it.

use super::{LedgerError, WrittenEvent, body};
use crate::domain::{Actor, Recorded, Stream, Timestamp};
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;

/// So many events are handed on together.
const BATCH: usize = 256;

/// Events that a bulk has placed, in order. They are durable once it commits, and never were if it does not.
#[derive(Debug)]
pub struct Placed {
    path: PathBuf,
    at: Timestamp,
    by: Actor,
    events: Vec<Event>,
}

#[derive(Debug)]
struct Event {
    seq: u64,
    stream: Stream,
    version: u32,
    written: WrittenEvent,
}

impl Placed {
    /// The events, as the ledger would give them back.
    ///
    /// # Errors
    /// As [`super::Ledger::read_after`], each for itself.
    pub fn recorded(self) -> impl Iterator<Item = Result<Recorded, LedgerError>> {
        let Self { path, at, by, events } = self;
        events.into_iter().map(move |Event { seq, stream, version, written }| {
            let event = body::decode(&written.0).map_err(|error| error.of(&path, seq))?;
            Ok(Recorded { seq, stream, version, at, by: by.clone(), event })
        })
    }
}

/// The ledger's end of the line to whoever folds along.
pub(super) struct Follower {
    to: SyncSender<Placed>,
    waiting: Placed,
}

impl Follower {
    pub(super) fn new(to: SyncSender<Placed>, path: &Path, at: Timestamp, by: &Actor) -> Self {
        Self { to, waiting: Placed { path: path.to_owned(), at, by: by.clone(), events: Vec::with_capacity(BATCH) } }
    }

    pub(super) fn take(&mut self, seq: u64, stream: &Stream, version: u32, written: WrittenEvent) {
        self.waiting.events.push(Event { seq, stream: stream.clone(), version, written });
        if self.waiting.events.len() == BATCH {
            self.flush();
        }
    }

    /// Hands on what waits.
    pub(super) fn flush(&mut self) {
        let events = std::mem::replace(&mut self.waiting.events, Vec::with_capacity(BATCH));
        let Placed { path, at, by, .. } = &self.waiting;
        // Whoever has stopped folding along will read the ledger; the import itself loses nothing.
        let _ = self.to.send(Placed { path: path.clone(), at: *at, by: by.clone(), events });
    }
}
