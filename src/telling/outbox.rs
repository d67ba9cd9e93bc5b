//! The outbox: every notice until it is delivered or given up, durable with each change, in a file of its own beside the
//! ledger. Whoever is killed at whatever moment loses no notice and makes none twice: a notice is queued in the
//! transaction that moves the place in the ledger's stream, and what was being sent is sent again, under its old number.

use super::Notice;
use super::delivery::{Counts, Delivery, DeliveryState, Health, Kept, Place};
use crate::domain::Timestamp;
use crate::ledger::LedgerError;
use crate::ledger::open::{Kind, open, open_read_only};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::{Path, PathBuf};

/// The outbox's file in the data folder.
pub const OUTBOX_FILE: &str = "outbox.sqlite";

/// `ZLob`.
const KIND: Kind =
    Kind { application_id: 0x5A4C_6F62, migrations: &[include_str!("migrations/0001_outbox.sql")], gives_back: false };

/// What was delivered is kept so long, seconds.
const KEPT_SECS: i64 = 90 * 86_400;
/// No wait is longer: a moment farther off was set by a clock that has been put back since.
pub(super) const LONGEST_WAIT_SECS: i64 = 86_400;

const COLUMNS: &str = "SELECT nr, id, seq, endpoint, recipient, kind, incident, body, state, tries, retried,
    queued_secs, changed_secs, next_secs, last_answer FROM notices";

/// The outbox of a data folder.
#[derive(Debug)]
pub struct Outbox {
    db: Connection,
    path: PathBuf,
}

impl Outbox {
    /// Opens the outbox in the data folder `dir`; makes the file where it isn't there.
    ///
    /// # Errors
    /// It is not ours, newer, damaged, or can't be written.
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        let path = dir.join(OUTBOX_FILE);
        let db = open(&path, &KIND)?;
        // What is forgotten is overwritten where it stood.
        db.execute_batch("PRAGMA secure_delete = ON").map_err(|error| LedgerError::sql(&path, error))?;
        Ok(Self { db, path })
    }

    /// Opens the outbox in `dir` for reading; none where nobody has told anything yet.
    ///
    /// # Errors
    /// It is not ours, newer or damaged.
    pub fn open_read_only(dir: &Path) -> Result<Option<Self>, LedgerError> {
        let path = dir.join(OUTBOX_FILE);
        match open_read_only(&path, &KIND) {
            Ok(db) => Ok(Some(Self { db, path })),
            Err(LedgerError::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn sql(&self) -> impl Fn(rusqlite::Error) -> LedgerError {
        |error| LedgerError::sql(&self.path, error)
    }

    /// Where it stands; none where it has never stood anywhere.
    ///
    /// # Errors
    /// It can't be read.
    pub fn place(&self) -> Result<Option<Place>, LedgerError> {
        let text = "SELECT seq, stream, at_secs FROM place";
        let read = |row: &Row<'_>| {
            Ok(Place { seq: row.get::<_, i64>(0)? as u64, stream: row.get(1)?, at: Timestamp(row.get(2)?) })
        };
        self.db.query_row(text, [], read).optional().map_err(self.sql())
    }

    /// Queues notices, each for its endpoint, and moves to `place`: both or neither. What was queued before is not queued
    /// again. `untaken` more were for nobody.
    ///
    /// # Errors
    /// It can't be written; then nothing has changed.
    pub fn queue(
        &mut self,
        place: &Place,
        notices: &[(String, Notice)],
        untaken: u64,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let path = self.path.clone();
        let sql = |error| LedgerError::sql(&path, error);
        let transaction = self.db.transaction().map_err(sql)?;
        let text = "INSERT OR IGNORE INTO notices (id, seq, endpoint, recipient, kind, incident, body, state, tries,
                    retried, queued_secs, changed_secs, next_secs, last_answer)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'queued', 0, 0, ?8, ?8, ?8, '')";
        for (endpoint, notice) in notices {
            let Notice { id, seq, to, kind, incident, body, .. } = notice;
            let row = params![id, *seq as i64, endpoint, to.key(), kind, incident.as_str(), body, now.0];
            transaction.prepare_cached(text).and_then(|mut insert| insert.execute(row)).map_err(sql)?;
        }
        let text = "INSERT INTO place (id, seq, stream, at_secs, untaken) VALUES (1, ?1, ?2, ?3, ?4)
                    ON CONFLICT (id) DO UPDATE SET seq = ?1, stream = ?2, at_secs = ?3, untaken = untaken + ?4";
        let row = params![place.seq as i64, place.stream, place.at.0, untaken as i64];
        transaction.execute(text, row).map_err(sql)?;
        transaction.commit().map_err(sql)
    }

    /// After a start: what was under way when the program ended is sent again; what was delivered long ago goes.
    ///
    /// # Errors
    /// It can't be written.
    pub fn recover(&mut self, now: Timestamp) -> Result<(), LedgerError> {
        let text = "UPDATE notices SET state = 'queued', next_secs = ?1, changed_secs = ?1 WHERE state = 'sent'";
        self.db.execute(text, [now.0]).map_err(self.sql())?;
        let text = "DELETE FROM notices WHERE state = 'delivered' AND changed_secs < ?1";
        self.db.execute(text, [now.0.saturating_sub(KEPT_SECS)]).map_err(self.sql())?;
        Ok(())
    }

    /// The notice that is to go to an endpoint now: the oldest that is due and the first of its recipient's line. Of an
    /// endpoint that nothing is under way to; what counts as sent there is what nobody could write down the answer of.
    ///
    /// # Errors
    /// It can't be read.
    pub fn next(&self, endpoint: &str, now: Timestamp) -> Result<Option<Delivery>, LedgerError> {
        let text = "SELECT nr, id, body, tries FROM notices AS one
                    WHERE endpoint = ?1 AND state IN ('queued', 'sent')
                    AND (state = 'sent' OR next_secs <= ?2 OR next_secs > ?3)
                    AND NOT EXISTS (SELECT 1 FROM notices AS older WHERE older.endpoint = ?1
                        AND older.recipient = one.recipient AND older.state IN ('queued', 'sent') AND older.nr < one.nr)
                    ORDER BY nr LIMIT 1";
        let read =
            |row: &Row<'_>| Ok(Delivery { nr: row.get(0)?, id: row.get(1)?, body: row.get(2)?, tries: row.get(3)? });
        let far = now.0.saturating_add(LONGEST_WAIT_SECS);
        let mut statement = self.db.prepare_cached(text).map_err(self.sql())?;
        statement.query_row(params![endpoint, now.0, far], read).optional().map_err(self.sql())
    }

    /// A notice is on its way.
    ///
    /// # Errors
    /// It can't be written: then it must not go.
    pub fn sent(&mut self, nr: i64, now: Timestamp) -> Result<(), LedgerError> {
        let text = "UPDATE notices SET state = 'sent', tries = tries + 1, changed_secs = ?2 WHERE nr = ?1";
        self.db.execute(text, params![nr, now.0]).map(|_| ()).map_err(self.sql())
    }

    /// It was taken, or given up.
    ///
    /// # Errors
    /// It can't be written.
    pub fn ended(&mut self, nr: i64, state: DeliveryState, answer: &str, now: Timestamp) -> Result<(), LedgerError> {
        let text = "UPDATE notices SET state = ?2, last_answer = ?3, changed_secs = ?4 WHERE nr = ?1";
        self.db.execute(text, params![nr, state.name(), answer, now.0]).map(|_| ()).map_err(self.sql())
    }

    /// It is tried again at `next_at`.
    ///
    /// # Errors
    /// It can't be written.
    pub fn wait(&mut self, nr: i64, next_at: Timestamp, answer: &str, now: Timestamp) -> Result<(), LedgerError> {
        let text = "UPDATE notices SET state = 'queued', next_secs = ?2, last_answer = ?3, changed_secs = ?4
                    WHERE nr = ?1";
        self.db.execute(text, params![nr, next_at.0, answer, now.0]).map(|_| ()).map_err(self.sql())
    }

    /// What is known of an endpoint at this address.
    pub(super) fn health(&self, name: &str, address: &str, now: Timestamp) -> Result<Health, LedgerError> {
        let text = "SELECT paused_until_secs, is_gone FROM endpoints WHERE name = ?1 AND address = ?2";
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?));
        let found = self.db.query_row(text, [name, address], read).optional().map_err(self.sql())?;
        Ok(match found {
            Some((_, true)) => Health::Gone,
            Some((until, false)) if until > now.0 && until <= now.0.saturating_add(LONGEST_WAIT_SECS) => {
                Health::PausedUntil(Timestamp(until))
            }
            _ => Health::Ready,
        })
    }

    pub(super) fn set_health(&mut self, name: &str, address: &str, health: Health) -> Result<(), LedgerError> {
        let (until, is_gone) = match health {
            Health::Ready => (0, false),
            Health::PausedUntil(until) => (until.0, false),
            Health::Gone => (0, true),
        };
        let text = "INSERT OR REPLACE INTO endpoints (name, address, paused_until_secs, is_gone)
                    VALUES (?1, ?2, ?3, ?4)";
        self.db.execute(text, params![name, address, until, is_gone]).map(|_| ()).map_err(self.sql())
    }

    /// Gives up all that waits for an endpoint; answers how many.
    pub(super) fn give_up(&mut self, endpoint: &str, answer: &str, now: Timestamp) -> Result<u64, LedgerError> {
        let text = "UPDATE notices SET state = 'failed', last_answer = ?2, changed_secs = ?3
                    WHERE endpoint = ?1 AND state = 'queued'";
        let count = self.db.execute(text, params![endpoint, answer, now.0]).map_err(self.sql())?;
        Ok(count as u64)
    }

    /// Puts what was given up back into the queue, one by its number or all; its endpoint is asked again at once, even if
    /// it was gone. Answers how many there were.
    ///
    /// # Errors
    /// It can't be written.
    pub fn retry(&mut self, id: Option<&str>, now: Timestamp) -> Result<u64, LedgerError> {
        let path = self.path.clone();
        let sql = |error| LedgerError::sql(&path, error);
        let transaction = self.db.transaction().map_err(sql)?;
        let which = "state = 'failed' AND (?1 IS NULL OR id = ?1)";
        let text = format!("DELETE FROM endpoints WHERE name IN (SELECT endpoint FROM notices WHERE {which})");
        transaction.execute(&text, [id]).map_err(sql)?;
        let text = format!(
            "UPDATE notices SET state = 'queued', tries = 0, retried = retried + 1, next_secs = ?2, changed_secs = ?2
             WHERE {which}"
        );
        let count = transaction.execute(&text, params![id, now.0]).map_err(sql)?;
        transaction.commit().map_err(sql)?;
        Ok(count as u64)
    }

    /// The notices in this state (none: in any) to this recipient (its key, its kind or its name; none: to anybody), the
    /// newest first, `most` at most.
    ///
    /// # Errors
    /// It can't be read.
    pub fn list(&self, state: Option<DeliveryState>, to: Option<&str>, most: u32) -> Result<Vec<Kept>, LedgerError> {
        let text = format!(
            "{COLUMNS} WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR recipient = ?2
             OR substr(recipient, 1, instr(recipient, ':') - 1) = ?2
             OR substr(recipient, instr(recipient, ':') + 1) = ?2) ORDER BY nr DESC LIMIT ?3"
        );
        let mut statement = self.db.prepare(&text).map_err(self.sql())?;
        let rows = statement.query_map(params![state.map(DeliveryState::name), to, most], kept);
        rows.and_then(Iterator::collect).map_err(self.sql())
    }

    /// How many notices each endpoint's were given up and not put back.
    pub(super) fn failed_by_endpoint(&self) -> Result<Vec<(String, u64)>, LedgerError> {
        let text = "SELECT endpoint, count(*) FROM notices WHERE state = 'failed' GROUP BY endpoint";
        let mut statement = self.db.prepare(text).map_err(self.sql())?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)));
        rows.and_then(Iterator::collect).map_err(self.sql())
    }

    /// How many notices are how far.
    ///
    /// # Errors
    /// It can't be read.
    pub fn counts(&self) -> Result<Counts, LedgerError> {
        let text = "SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'sent'),
                    count(*) FILTER (WHERE state = 'delivered'), count(*) FILTER (WHERE state = 'failed'),
                    (SELECT ifnull(sum(untaken), 0) FROM place) FROM notices";
        let read = |row: &Row<'_>| {
            let count = |column: usize| row.get::<_, i64>(column).map(|count| count as u64);
            let (queued, sent, delivered) = (count(0)?, count(1)?, count(2)?);
            Ok(Counts { queued, sent, delivered, failed: count(3)?, untaken: count(4)? })
        };
        self.db.query_row(text, [], read).map_err(self.sql())
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let state: String = row.get(8)?;
    // The table holds no other word.
    let state = DeliveryState::parse(&state).unwrap_or(DeliveryState::Failed);
    let next_at = Timestamp(row.get(13)?);
    Ok(Kept {
        id: row.get(1)?,
        seq: row.get::<_, i64>(2)? as u64,
        endpoint: row.get(3)?,
        to: row.get(4)?,
        kind: row.get(5)?,
        incident: row.get::<_, String>(6)?.into(),
        body: row.get(7)?,
        state,
        tries: row.get(9)?,
        retried: row.get(10)?,
        queued_at: Timestamp(row.get(11)?),
        changed_at: Timestamp(row.get(12)?),
        next_at: (state == DeliveryState::Queued).then_some(next_at),
        last_answer: row.get(14)?,
    })
}
