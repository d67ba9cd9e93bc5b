//! Many events in one transaction.

use super::follow::Follower;
use super::writer::{Before, Writer};
use super::{Bulk, LedgerError, Put, WrittenEvent, personal};
use crate::domain::{Personal, Stream};
use std::collections::HashSet;

/// A bulk over SQLite.
pub(super) struct SqliteBulk<'c> {
    writer: Writer<'c>,
    /// In a ledger that was empty: the streams put in since. A stream that isn't among them is new,
    /// which spares the first import a look-up an event.
    seen: Option<HashSet<Stream>>,
    /// A write failed in the middle of a put: what is in the transaction is not what was meant.
    spoilt: bool,
    follower: Option<Follower>,
}

impl<'c> SqliteBulk<'c> {
    pub(super) fn new(writer: Writer<'c>, follower: Option<Follower>) -> Self {
        let seen = (writer.seq() == 0).then(HashSet::new);
        Self { writer, seen, spoilt: false, follower }
    }

    fn before(&mut self, stream: &Stream) -> Result<Before, LedgerError> {
        if let Some(seen) = &mut self.seen
            && !seen.contains(stream)
        {
            seen.insert(stream.clone());
            return Ok(Before { version: 0, same: false });
        }
        self.writer.before(stream)
    }

    /// Writes the event taken up last and its personal data, where they say something new.
    fn write(&mut self, stream: &Stream, personal: Option<&Personal>) -> Result<Put, LedgerError> {
        let before = self.before(stream)?;
        let db = self.writer.db;
        let sql = |error| LedgerError::sql(self.writer.path, error);
        let tells = match personal {
            // Nothing can be known, nor have been erased, of a stream that an empty ledger never saw.
            Some(_) if before.version == 0 && self.seen.is_some() => true,
            Some(personal) => personal::differs(db, stream, personal).map_err(sql)?,
            None => false,
        };
        if before.same && !tells {
            return Ok(Put::Unchanged);
        }
        if let Some(personal) = personal.filter(|_| tells) {
            personal::put(db, stream, personal).map_err(sql)?;
        }
        if !before.same {
            let version = before.version + 1;
            let seq = self.writer.place(stream, version)?;
            if let Some(follower) = &mut self.follower {
                follower.take(seq, stream, version, self.writer.put_down());
            }
        }
        Ok(if before.version == 0 { Put::New } else { Put::Changed })
    }
}

impl Bulk for SqliteBulk<'_> {
    fn put_written(
        &mut self,
        stream: &Stream,
        event: WrittenEvent,
        personal: Option<&Personal>,
    ) -> Result<Put, LedgerError> {
        self.writer.take(event);
        let put = self.write(stream, personal);
        self.spoilt |= put.is_err();
        put
    }

    fn commit(mut self: Box<Self>) -> Result<u64, LedgerError> {
        if self.spoilt {
            let why = "one of the writes before failed".into();
            return Err(LedgerError::Io { path: self.writer.path.into(), why });
        }
        if let Some(follower) = &mut self.follower {
            follower.flush();
        }
        self.writer.commit()
    }
}
