//! Commands into one transaction: each together or not at all, and several of them with one wait for the disk.

use super::writer::Writer;
use super::{Appended, LedgerError, SqliteLedger, WrittenEvent, personal};
use crate::domain::{Append, Recorded};
use rusqlite::params;

impl SqliteLedger {
    /// Places what one command says; nothing where it was carried out before, or rests on another version.
    pub(super) fn place<'a>(&'a self, writer: &mut Writer<'a>, append: &'a Append) -> Result<Appended, LedgerError> {
        if let Some(id) = &append.command
            && let Some(recorded) = self.first_result(id)?
        {
            return Ok(Appended { recorded, repeat: true });
        }
        check_expected(writer, append)?;
        let first = writer.seq() + 1;
        let mut recorded = Vec::with_capacity(append.events.len());
        for (stream, event) in &append.events {
            let version = writer.newest(stream)?.map_or(0, |newest| newest.version) + 1;
            writer.take(WrittenEvent::new(stream, event)?);
            let seq = writer.place(stream, version)?;
            let (stream, by, event) = (stream.clone(), append.by.clone(), event.clone());
            recorded.push(Recorded { seq, stream, version, at: append.at, by, event });
        }
        for (stream, personal) in &append.personal {
            personal::put(&self.db, stream, personal).map_err(self.sql())?;
        }
        if let Some(id) = &append.command {
            let row = params![id.as_str(), first as i64, writer.seq() as i64];
            let text = "INSERT INTO commands (id, first_seq, last_seq) VALUES (?1, ?2, ?3)";
            self.db.prepare_cached(text).and_then(|mut insert| insert.execute(row)).map_err(self.sql())?;
        }
        Ok(Appended { recorded, repeat: false })
    }

    /// Places several commands in one transaction: one wait for the disk.
    ///
    /// # Errors
    /// One of them could not be written. Then none of them is in the ledger.
    pub(super) fn place_together(&self, group: &[&Append]) -> Result<Vec<Result<Appended, LedgerError>>, LedgerError> {
        let Some(first) = group.first() else { return Ok(Vec::new()) };
        let mut writer = self.begin(first.at, &first.by, None)?;
        let mut answers = Vec::with_capacity(group.len());
        for append in group {
            writer.turn_to(append.at, &append.by, append.command.as_ref())?;
            answers.push(match self.place(&mut writer, append) {
                // Refused before anything of it was placed.
                Err(error @ (LedgerError::Conflict { .. } | LedgerError::Absent { .. })) => Err(error),
                placed => Ok(placed?),
            });
        }
        writer.commit()?;
        Ok(answers)
    }
}

/// Refuses an append that rests on another version than the stream has.
fn check_expected(writer: &mut Writer<'_>, append: &Append) -> Result<(), LedgerError> {
    let Some((stream, expected)) = &append.expected else { return Ok(()) };
    match writer.newest(stream)? {
        Some(newest) if newest.version != *expected => Err(LedgerError::Conflict {
            stream: stream.clone(),
            expected: *expected,
            found: newest.version,
            by: newest.by,
            at: newest.at,
            what: newest.what,
        }),
        None if *expected != 0 => Err(LedgerError::Absent { stream: stream.clone(), expected: *expected }),
        _ => Ok(()),
    }
}
