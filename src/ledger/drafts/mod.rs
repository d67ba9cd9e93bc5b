//! Drafts of the intake form: durable with every change, no part of the ledger, gone without a trace once reported.
//!
//! One small SQLite file beside the ledger, so that a form is kept while a seat holds the ledger, and so that nothing
//! that somebody said and took back enters a chain that can't forget.

use super::LedgerError;
use super::open::{self, Kind};
use crate::domain::{Actor, Draft, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::{Path, PathBuf};

/// The drafts' file in the data folder.
pub const DRAFTS_FILE: &str = "drafts.sqlite";

/// `ZLdr`.
const KIND: Kind =
    Kind { application_id: 0x5A4C_6472, migrations: &[include_str!("migrations/0001_drafts.sql")], gives_back: false };

const COLUMNS: &str = "SELECT name, by_whom, changed_secs, body FROM drafts";

/// A draft as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDraft {
    /// Its name: the number that the matter is to have.
    pub name: String,
    /// Who changed it last.
    pub by: Actor,
    /// When.
    pub changed_at: Timestamp,
    /// What it says.
    pub draft: Draft,
}

/// The drafts of a data folder. Several programs may have it open: each change is one transaction.
#[derive(Debug)]
pub struct Drafts {
    db: Connection,
    path: PathBuf,
}

impl Drafts {
    /// Opens the drafts in the data folder `dir`; makes the file where it isn't there.
    ///
    /// # Errors
    /// It is not ours, newer, damaged, or can't be written.
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        let path = dir.join(DRAFTS_FILE);
        let db = open::open(&path, &KIND)?;
        // What a draft said before, and what is dropped, is overwritten where it stood.
        db.execute_batch("PRAGMA secure_delete = ON").map_err(|error| LedgerError::sql(&path, error))?;
        Ok(Self { db, path })
    }

    /// Opens the drafts in `dir` for reading; none where nobody has kept one.
    ///
    /// # Errors
    /// It is not ours, newer or damaged.
    pub fn open_read_only(dir: &Path) -> Result<Option<Self>, LedgerError> {
        let path = dir.join(DRAFTS_FILE);
        match open::open_read_only(&path, &KIND) {
            Ok(db) => Ok(Some(Self { db, path })),
            Err(LedgerError::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn sql(&self) -> impl Fn(rusqlite::Error) -> LedgerError {
        |error| LedgerError::sql(&self.path, error)
    }

    /// Keeps a draft in place of what had its name; durable when it returns.
    ///
    /// # Errors
    /// It can't be written: then what was there is there.
    pub fn keep(&mut self, kept: &KeptDraft) -> Result<(), LedgerError> {
        let unwritable = |error: serde_json::Error| LedgerError::Io { path: self.path.clone(), why: error.to_string() };
        let by = serde_json::to_string(&kept.by).map_err(unwritable)?;
        let body = serde_json::to_string(&kept.draft).map_err(unwritable)?;
        let text = "INSERT INTO drafts (name, by_whom, changed_secs, body) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (name) DO UPDATE SET by_whom = ?2, changed_secs = ?3, body = ?4";
        self.db.execute(text, params![kept.name, by, kept.changed_at.0, body]).map_err(self.sql())?;
        Ok(())
    }

    /// The draft with this name.
    ///
    /// # Errors
    /// It can't be read.
    pub fn load(&self, name: &str) -> Result<Option<KeptDraft>, LedgerError> {
        let row = self.db.query_row(&format!("{COLUMNS} WHERE name = ?1"), [name], parts).optional();
        row.map_err(self.sql())?.map(|parts| self.read(parts)).transpose()
    }

    /// All drafts, the one changed last first.
    ///
    /// # Errors
    /// One of them can't be read.
    pub fn all(&self) -> Result<Vec<KeptDraft>, LedgerError> {
        let text = format!("{COLUMNS} ORDER BY changed_secs DESC, name");
        let mut statement = self.db.prepare(&text).map_err(self.sql())?;
        let rows: Vec<Parts> = statement.query_map([], parts).and_then(Iterator::collect).map_err(self.sql())?;
        rows.into_iter().map(|parts| self.read(parts)).collect()
    }

    /// Drops a draft for good: overwritten in the file and gone from its log (where another program reads it just then, with
    /// the next draft that goes). Answers whether there was one.
    ///
    /// # Errors
    /// It can't be written.
    pub fn erase(&mut self, name: &str) -> Result<bool, LedgerError> {
        let erased = self.db.execute("DELETE FROM drafts WHERE name = ?1", [name]).map_err(self.sql())?;
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(self.sql())?;
        Ok(erased > 0)
    }

    fn read(&self, (name, by, changed_secs, body): Parts) -> Result<KeptDraft, LedgerError> {
        let damaged = |error: serde_json::Error| LedgerError::Damaged {
            path: self.path.clone(),
            why: format!("the draft {name} can't be read: {error}"),
        };
        let by = serde_json::from_str(&by).map_err(damaged)?;
        let draft = serde_json::from_str(&body).map_err(damaged)?;
        Ok(KeptDraft { name, by, changed_at: Timestamp(changed_secs), draft })
    }
}

type Parts = (String, String, i64, String);

fn parts(row: &Row<'_>) -> rusqlite::Result<Parts> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}
