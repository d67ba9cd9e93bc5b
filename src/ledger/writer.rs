//! One write transaction: places events at the end of the chain.

use super::chain::{GENESIS, Hash, Link};
use super::{LedgerError, WrittenEvent, body};
use crate::domain::{Actor, CommandId, Stream, Timestamp};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use std::path::Path;

const INSERT: &str = "INSERT INTO events (seq, stream, version, at_secs, actor, command, body, prev_hash, hash)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
const NEWEST_FIRST: &str = "SELECT version, at_secs, actor, body FROM events WHERE stream = ?1 ORDER BY version DESC";

/// A transaction that is rolled back unless it is committed.
pub(super) struct Writer<'c> {
    pub(super) db: &'c Connection,
    pub(super) path: &'c Path,
    insert: CachedStatement<'c>,
    newest_first: CachedStatement<'c>,
    seq: u64,
    hash: Hash,
    at: Timestamp,
    actor: String,
    command: Option<&'c CommandId>,
    body: Vec<u8>,
    open: bool,
}

/// The newest event of a stream.
pub(super) struct Newest {
    pub(super) version: u32,
    pub(super) at: Timestamp,
    pub(super) by: Actor,
    pub(super) what: String,
}

/// What a stream has that bears on an event about to be put into it.
pub(super) struct Before {
    /// The stream's version, 0 if it has no event.
    pub(super) version: u32,
    /// Whether its last event of the same type says the same, and no retirement came between.
    pub(super) same: bool,
}

impl<'c> Writer<'c> {
    /// Begins a transaction for events at `at` by `by`, following from `command`.
    pub(super) fn begin(
        db: &'c Connection,
        path: &'c Path,
        at: Timestamp,
        by: &Actor,
        command: Option<&'c CommandId>,
    ) -> Result<Self, LedgerError> {
        let sql = |error| LedgerError::sql(path, error);
        let actor = told(by, path)?;
        let insert = db.prepare_cached(INSERT).map_err(sql)?;
        let newest_first = db.prepare_cached(NEWEST_FIRST).map_err(sql)?;
        db.execute_batch("BEGIN IMMEDIATE").map_err(sql)?;
        let mut writer = Self {
            db,
            path,
            insert,
            newest_first,
            seq: 0,
            hash: GENESIS,
            at,
            actor,
            command,
            body: Vec::new(),
            open: true,
        };
        if let Some((seq, hash)) = tip(db).map_err(sql)? {
            (writer.seq, writer.hash) = (seq, hash);
        }
        Ok(writer)
    }

    /// What is placed from now on is at `at` by `by`, following from `command`.
    pub(super) fn turn_to(
        &mut self,
        at: Timestamp,
        by: &Actor,
        command: Option<&'c CommandId>,
    ) -> Result<(), LedgerError> {
        (self.at, self.actor, self.command) = (at, told(by, self.path)?, command);
        Ok(())
    }

    /// The place of the newest event.
    pub(super) fn seq(&self) -> u64 {
        self.seq
    }

    /// Takes an event up for [`Writer::place`] and [`Writer::before`].
    pub(super) fn take(&mut self, event: WrittenEvent) {
        self.body = event.0;
    }

    /// Gives the event taken up last back, once it is placed.
    pub(super) fn put_down(&mut self) -> WrittenEvent {
        WrittenEvent(std::mem::take(&mut self.body))
    }

    /// Places the event taken up last at the end of the chain, as version `version` of `stream`.
    pub(super) fn place(&mut self, stream: &Stream, version: u32) -> Result<u64, LedgerError> {
        let seq = self.seq + 1;
        let command = self.command.map(CommandId::as_str);
        let link = Link {
            prev: &self.hash,
            seq,
            stream: stream.as_str(),
            version,
            at_secs: self.at.0,
            actor: &self.actor,
            command,
            body: &self.body,
        };
        let hash = link.hash();
        let row = params![
            seq as i64,
            stream.as_str(),
            version,
            self.at.0,
            self.actor,
            command,
            self.body,
            &self.hash[..],
            &hash[..]
        ];
        self.insert.execute(row).map_err(|error| LedgerError::sql(self.path, error))?;
        (self.seq, self.hash) = (seq, hash);
        Ok(seq)
    }

    /// What `stream` has that bears on the event taken up last.
    pub(super) fn before(&mut self, stream: &Stream) -> Result<Before, LedgerError> {
        let type_tag = body::head(&self.body).map(|(_, type_tag)| type_tag);
        let look = |rows: &mut rusqlite::Rows<'_>| -> rusqlite::Result<Before> {
            let mut before = Before { version: 0, same: false };
            while let Some(row) = rows.next()? {
                before.version = before.version.max(row.get(0)?);
                let body = row.get_ref(3)?.as_blob().unwrap_or_default();
                if body::supersedes(type_tag, body::head(body).map(|(_, type_tag)| type_tag)) {
                    before.same = body::says_the_same(body, &self.body);
                    break;
                }
            }
            Ok(before)
        };
        let mut rows =
            self.newest_first.query([stream.as_str()]).map_err(|error| LedgerError::sql(self.path, error))?;
        look(&mut rows).map_err(|error| LedgerError::sql(self.path, error))
    }

    /// The newest event of `stream`.
    pub(super) fn newest(&mut self, stream: &Stream) -> Result<Option<Newest>, LedgerError> {
        let read = |row: &rusqlite::Row<'_>| {
            let actor: String = row.get(2)?;
            let what = body::head(row.get_ref(3)?.as_blob().unwrap_or_default()).map_or("", |(_, type_tag)| type_tag);
            Ok(Newest {
                version: row.get(0)?,
                at: Timestamp(row.get(1)?),
                by: serde_json::from_str(&actor).unwrap_or(Actor::System(actor)),
                what: what.to_owned(),
            })
        };
        let newest = self.newest_first.query_row([stream.as_str()], read).optional();
        newest.map_err(|error| LedgerError::sql(self.path, error))
    }

    /// Makes it all durable.
    pub(super) fn commit(mut self) -> Result<u64, LedgerError> {
        self.db.execute_batch("COMMIT").map_err(|error| LedgerError::sql(self.path, error))?;
        self.open = false;
        Ok(self.seq)
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        // A failed rollback means that SQLite has rolled back already.
        if self.open && !self.db.is_autocommit() && self.db.execute_batch("ROLLBACK").is_err() {
            tracing::debug!(path = %self.path.display(), "the transaction was already rolled back");
        }
    }
}

/// An actor as the ledger has it.
fn told(by: &Actor, path: &Path) -> Result<String, LedgerError> {
    serde_json::to_string(by).map_err(|error| LedgerError::Io { path: path.into(), why: error.to_string() })
}

/// The place and hash of the newest event.
pub(super) fn tip(db: &Connection) -> rusqlite::Result<Option<(u64, Hash)>> {
    let mut statement = db.prepare_cached("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")?;
    statement.query_row([], |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, Hash>(1)?))).optional()
}
