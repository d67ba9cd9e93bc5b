//! What happened, in order, durable.
//!
//! The [`Ledger`] holds the events of matters and registers: appended, never edited, chained by hash.
//! [`Tracks`] hold the workers' positions, which are no events: many, small, and gone after a while.
//! [`Drafts`] are the intake's forms before they are reported.
//! [`DataDir`] is the lock that keeps two programs from one data folder.

mod body;
mod bulk;
mod chain;
mod data_dir;
mod drafts;
mod error;
mod fix_keeper;
mod follow;
mod group;
mod hold;
pub(crate) mod open;
mod personal;
mod photos;
mod sqlite;
mod tracks;
mod writer;

pub use data_dir::{DataDir, Holder};
pub use drafts::{DRAFTS_FILE, Drafts, KeptDraft};
pub use error::LedgerError;
pub use fix_keeper::{FixKeeper, FixTrouble};
pub use follow::Placed;
pub use hold::Hold;
pub use photos::{KeptPhoto, PhotoError, PhotoStore, is_photo_name};
pub use sqlite::{LEDGER_FILE, SqliteLedger};
pub use tracks::{FixGroup, FixesKept, GroupKept, TRACKS_FOLDER, Tracks};

use crate::domain::{Actor, Append, Event, Personal, Recorded, Stream, Timestamp};
use std::ops::ControlFlow;

/// An ordered, durable record of events. One writer; every method says what it guarantees.
pub trait Ledger: Send {
    /// Puts the events of one command into the ledger, together or not at all; durable when it returns.
    /// A command id that was carried out before writes nothing and is answered with its first result.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] if the stream it rests on has moved; anything that keeps it from
    /// being written. After an error nothing of it is in the ledger.
    fn append(&mut self, append: &Append) -> Result<Appended, LedgerError>;

    /// Puts commands into the ledger in their order, each together or not at all; those that are answered with success are
    /// durable when it returns. It waits for the disk once where it can.
    ///
    /// # Errors
    /// Each command has its own, as [`Ledger::append`] says; one that is refused changes nothing for the others.
    fn append_group(&mut self, group: &[&Append]) -> Vec<Result<Appended, LedgerError>> {
        group.iter().map(|append| self.append(append)).collect()
    }

    /// Hands every event after `seq`, in order, to `each`, until it breaks off.
    ///
    /// # Errors
    /// An event that can't be read; those before it have been handed over.
    fn read_after(&self, seq: u64, each: &mut dyn FnMut(Recorded) -> ControlFlow<()>) -> Result<(), LedgerError>;

    /// Hands the events of all streams whose text begins with `prefix`, in order, to `each`, until it breaks off.
    ///
    /// # Errors
    /// An event that can't be read; those before it have been handed over.
    fn read_streams(&self, prefix: &str, each: &mut dyn FnMut(Recorded) -> ControlFlow<()>) -> Result<(), LedgerError> {
        self.read_after(0, &mut |recorded| {
            if recorded.stream.as_str().starts_with(prefix) { each(recorded) } else { ControlFlow::Continue(()) }
        })
    }

    /// All events of one stream, in order; empty if there are none.
    ///
    /// # Errors
    /// An event that can't be read.
    fn read_stream(&self, stream: &Stream) -> Result<Vec<Recorded>, LedgerError>;

    /// The place of the newest event; 0 while there is none.
    ///
    /// # Errors
    /// The ledger can't be read.
    fn last_seq(&self) -> Result<u64, LedgerError>;

    /// The place of the last event that was recorded as of `moment` or before; 0 where there is none. Places are handed
    /// out in the order of time; where a clock was set back, any place may be found at which the moment was passed.
    ///
    /// # Errors
    /// The ledger can't be read.
    fn last_seq_at(&self, moment: Timestamp) -> Result<u64, LedgerError> {
        let mut last = 0;
        self.read_after(0, &mut |recorded| {
            last = if recorded.at <= moment { recorded.seq } else { last };
            ControlFlow::Continue(())
        })?;
        Ok(last)
    }

    /// The personal data that belong to a stream; none if there are none or they were erased.
    ///
    /// # Errors
    /// The ledger can't be read.
    fn personal(&self, stream: &Stream) -> Result<Option<Personal>, LedgerError>;

    /// Erases the personal data of a stream for good: overwritten in the file and, as soon as nobody
    /// reads an older state, in its log; what a later import brings for the same stream is not taken
    /// in again. The events and their chain stay.
    ///
    /// # Errors
    /// The ledger can't be written.
    fn erase_personal(&mut self, stream: &Stream) -> Result<(), LedgerError>;

    /// Begins one transaction for many events, all of them at `at` by `by`. Dropped without
    /// `commit`, it leaves nothing.
    ///
    /// # Errors
    /// The ledger can't be written.
    fn bulk(&mut self, at: Timestamp, by: &Actor) -> Result<Box<dyn Bulk + '_>, LedgerError>;

    /// Keeps `checkpoint` in place of the one before.
    ///
    /// # Errors
    /// The ledger can't be written.
    fn save_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), LedgerError>;

    /// The checkpoint kept last, if it was made by this `fold_version` and is whole; a checkpoint
    /// spares time and nothing else, so that a doubtful one is as good as none.
    ///
    /// # Errors
    /// The ledger can't be read.
    fn load_checkpoint(&self, fold_version: u32) -> Result<Option<Checkpoint>, LedgerError>;
}

/// Many events in one transaction: what an import needs.
pub trait Bulk {
    /// Puts `event` into `stream`, unless the stream's last event of this type says the same already (and, in a
    /// register, the thing was not retired since).
    ///
    /// # Errors
    /// [`LedgerError::Unwritable`] costs this event only; after any other, `commit` refuses.
    fn put(&mut self, stream: &Stream, event: &Event, personal: Option<&Personal>) -> Result<Put, LedgerError> {
        self.put_written(stream, WrittenEvent::new(stream, event)?, personal)
    }

    /// As [`Bulk::put`], with an event that was written out elsewhere, so that another core did it.
    ///
    /// # Errors
    /// As [`Bulk::put`].
    fn put_written(
        &mut self,
        stream: &Stream,
        event: WrittenEvent,
        personal: Option<&Personal>,
    ) -> Result<Put, LedgerError>;

    /// Makes all of it durable and answers with the place of the ledger's newest event.
    ///
    /// # Errors
    /// It can't be written; then nothing of it is in the ledger.
    fn commit(self: Box<Self>) -> Result<u64, LedgerError>;
}

/// An event as the bytes that are kept of it.
#[derive(Clone, Debug)]
pub struct WrittenEvent(Vec<u8>);

impl WrittenEvent {
    /// The bytes: JSON that begins with its version and its type.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The event again.
    ///
    /// # Errors
    /// [`LedgerError::Unwritable`]: it would not read back.
    pub fn event(&self, stream: &Stream) -> Result<Event, LedgerError> {
        let unreadable = |why| LedgerError::Unwritable { stream: stream.clone(), why };
        body::decode(&self.0).map_err(|error| unreadable(format!("{error:?}")))
    }

    /// Writes out an event that is to go into `stream`.
    ///
    /// # Errors
    /// [`LedgerError::Unwritable`]: a number in it that would not read back.
    pub fn new(stream: &Stream, event: &Event) -> Result<Self, LedgerError> {
        let mut bytes = Vec::with_capacity(640);
        body::encode(event, &mut bytes).map_err(|why| LedgerError::Unwritable { stream: stream.clone(), why })?;
        Ok(Self(bytes))
    }
}

/// What became of an event put in by [`Bulk::put`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The stream is new.
    New,
    /// The stream was there; this event, or its personal data, says something new of it.
    Changed,
    /// The stream's last event of this type has the same bytes, and the personal data are the
    /// same: nothing was written.
    Unchanged,
}

/// What an append put into the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Appended {
    /// The events with their places.
    pub recorded: Vec<Recorded>,
    /// Whether the command had been carried out before: then `recorded` is its first result.
    pub repeat: bool,
}

/// What the fold of the events up to a place adds up to; opaque to the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The place of the last event in it.
    pub seq: u64,
    /// The version of the fold that made it.
    pub fold_version: u32,
    /// The fold's own bytes.
    pub bytes: Vec<u8>,
}
