//! Personal data: apart from the events, so that they can be erased.

use crate::domain::{Personal, Stream};
use rusqlite::{Connection, OptionalExtension, params};

/// The personal data of `stream`: none if there are none, an empty one if they were erased.
fn stored(db: &Connection, stream: &Stream) -> rusqlite::Result<Option<(Personal, bool)>> {
    let text = "SELECT reporter_name, reporter_phone, said, erased FROM personal WHERE stream = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        let personal = Personal { reporter_name: row.get(0)?, reporter_phone: row.get(1)?, text: row.get(2)? };
        Ok((personal, row.get(3)?))
    };
    db.prepare_cached(text)?.query_row([stream.as_str()], read).optional()
}

/// The personal data of `stream`, if there are any.
pub(super) fn load(db: &Connection, stream: &Stream) -> rusqlite::Result<Option<Personal>> {
    Ok(stored(db, stream)?.filter(|(personal, erased)| !erased && !personal.is_empty()).map(|(personal, _)| personal))
}

/// Whether putting `personal` in would change anything: what was erased stays erased.
pub(super) fn differs(db: &Connection, stream: &Stream, personal: &Personal) -> rusqlite::Result<bool> {
    Ok(match stored(db, stream)? {
        Some((_, true)) => false,
        Some((there, false)) => there != *personal,
        None => !personal.is_empty(),
    })
}

/// Puts `personal` in place of what is there, unless it was erased.
pub(super) fn put(db: &Connection, stream: &Stream, personal: &Personal) -> rusqlite::Result<()> {
    let text = "INSERT INTO personal (stream, reporter_name, reporter_phone, said) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (stream) DO UPDATE SET reporter_name = ?2, reporter_phone = ?3, said = ?4
                WHERE NOT erased";
    let row = params![stream.as_str(), personal.reporter_name, personal.reporter_phone, personal.text];
    db.prepare_cached(text)?.execute(row)?;
    Ok(())
}

/// Erases the personal data of `stream`: in the file, and in the log that they came through.
pub(super) fn erase(db: &Connection, stream: &Stream) -> rusqlite::Result<()> {
    let text = "INSERT INTO personal (stream, erased) VALUES (?1, 1)
                ON CONFLICT (stream) DO UPDATE SET reporter_name = NULL, reporter_phone = NULL, said = NULL, erased = 1";
    db.execute_batch("PRAGMA secure_delete = ON")?;
    let erased = db.execute(text, [stream.as_str()]);
    db.execute_batch("PRAGMA secure_delete = OFF")?;
    erased?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
