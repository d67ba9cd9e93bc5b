//! From the thread that reads to the one that writes: entries in batches, few enough on their way to be bounded. Or,
//! where what is read is bounded already, to nobody: they are kept.

use super::IntakeError;
use crate::domain::{Fix, Personal, Stream};
use crate::ledger::WrittenEvent;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// So many entries go in one batch.
const BATCH: usize = 256;
/// So many positions, which are small.
const FIXES: usize = 4_096;
/// So many batches may be on their way.
const WAITING: usize = 8;

/// What a row, or several, came to.
pub(super) struct Entry {
    pub(super) stream: Stream,
    pub(super) event: WrittenEvent,
    pub(super) personal: Option<Personal>,
    /// How many rows it was made of.
    pub(super) rows: u64,
}

/// How far the reader is.
#[derive(Clone, Copy)]
pub(super) struct Reached {
    /// The place of the file among the import's.
    pub(super) file: usize,
    /// Rows read, of all files.
    pub(super) rows: u64,
    /// The last row's number in its file.
    pub(super) row: u64,
}

/// Entries, and how far the reader was when it handed them over, where that is to be told.
pub(super) struct Batch {
    pub(super) entries: Vec<Entry>,
    pub(super) fixes: Vec<Fix>,
    pub(super) reached: Option<Reached>,
}

/// The reader's end.
pub(super) struct Hand {
    batch: Vec<Entry>,
    fixes: Vec<Fix>,
    to: To,
}

enum To {
    Writer(SyncSender<Batch>),
    Kept(Vec<Batch>),
}

/// Both ends.
pub(super) fn hand() -> (Hand, Receiver<Batch>) {
    let (to_writer, from_reader) = sync_channel(WAITING);
    (Hand { batch: Vec::with_capacity(BATCH), fixes: Vec::new(), to: To::Writer(to_writer) }, from_reader)
}

/// A reader's end from which nobody takes: [`Hand::into_kept`] has it all.
pub(super) fn keeping() -> Hand {
    Hand { batch: Vec::new(), fixes: Vec::new(), to: To::Kept(Vec::new()) }
}

impl Hand {
    /// Hands an entry over, sooner or later.
    ///
    /// # Errors
    /// When nobody writes any more; the writer's own error is the one to tell.
    pub(super) fn give(&mut self, entry: Entry) -> Result<(), IntakeError> {
        self.batch.push(entry);
        if self.batch.len() < BATCH { Ok(()) } else { self.flush(None) }
    }

    /// Hands a position over, sooner or later.
    ///
    /// # Errors
    /// As [`Hand::give`].
    pub(super) fn give_fix(&mut self, fix: Fix) -> Result<(), IntakeError> {
        self.fixes.push(fix);
        if self.fixes.len() < FIXES { Ok(()) } else { self.flush(None) }
    }

    /// Hands over what waits, now.
    ///
    /// # Errors
    /// As [`Hand::give`].
    pub(super) fn flush(&mut self, reached: Option<Reached>) -> Result<(), IntakeError> {
        let entries = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        let fixes = std::mem::take(&mut self.fixes);
        let batch = Batch { entries, fixes, reached };
        let gone = |_| IntakeError::Stopped { path: PathBuf::new(), row: 0 };
        match &mut self.to {
            To::Writer(writer) => writer.send(batch).map_err(gone),
            To::Kept(kept) => {
                kept.push(batch);
                Ok(())
            }
        }
    }

    /// What was handed over and kept, and what waits still.
    pub(super) fn into_kept(self) -> Vec<Batch> {
        let To::Kept(mut kept) = self.to else { return Vec::new() };
        kept.push(Batch { entries: self.batch, fixes: self.fixes, reached: None });
        kept
    }
}
