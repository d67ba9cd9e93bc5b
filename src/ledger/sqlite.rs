//! The ledger in one SQLite file.

use super::bulk::SqliteBulk;
use super::chain::{GENESIS, Hash, Link};
use super::follow::{Follower, Placed};
use super::open::{self, Kind};
use super::writer::Writer;
use super::{Appended, Bulk, Checkpoint, Ledger, LedgerError, body, personal};
use crate::domain::{Actor, Append, CommandId, Personal, Recorded, Stream, Timestamp, phone_key};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;

/// The ledger's file in the data folder.
pub const LEDGER_FILE: &str = "ledger.sqlite";

/// `ZLgr`.
const KIND: Kind =
    Kind { application_id: 0x5A4C_6772, migrations: &[include_str!("migrations/0001_events.sql")], gives_back: false };

const COLUMNS: &str = "SELECT seq, stream, version, at_secs, actor, body FROM events";

/// A ledger in one SQLite file: write-ahead log, full sync, one writer.
#[derive(Debug)]
pub struct SqliteLedger {
    pub(super) db: Connection,
    path: PathBuf,
    follower: Option<SyncSender<Placed>>,
}

impl SqliteLedger {
    /// Opens the ledger in the data folder `dir` for writing; makes folder and file where they aren't there.
    /// A cheap check: the file's header and length, and whether the newest event fits the chain.
    ///
    /// # Errors
    /// The folder can't be used or written; the file is not ours, newer or damaged (and left as it was).
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        std::fs::create_dir_all(dir).map_err(|error| LedgerError::io(dir, error))?;
        let path = dir.join(LEDGER_FILE);
        let ledger = Self { db: open::open(&path, &KIND)?, path, follower: None };
        ledger.check_newest()?;
        Ok(ledger)
    }

    /// Opens the ledger in `dir` for reading, beside whoever writes it.
    ///
    /// # Errors
    /// There is none; it is not ours, newer or damaged.
    pub fn open_read_only(dir: &Path) -> Result<Self, LedgerError> {
        let path = dir.join(LEDGER_FILE);
        let ledger = Self { db: open::open_read_only(&path, &KIND)?, path, follower: None };
        ledger.check_newest()?;
        Ok(ledger)
    }

    /// The ledger's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// From now on, hands what bulks place to `follower` as well; to nobody where there is none.
    pub fn follow(&mut self, follower: Option<SyncSender<Placed>>) {
        self.follower = follower;
    }

    /// Walks the whole chain, then SQLite's own structures. `progress` hears how many events are done.
    ///
    /// # Errors
    /// [`LedgerError::ChainBroken`] with the first event that doesn't fit; [`LedgerError::Damaged`].
    pub fn verify(&self, progress: &mut dyn FnMut(u64)) -> Result<(), LedgerError> {
        self.walk(0, GENESIS, progress)?;
        let said: String = self.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(self.sql())?;
        if said != "ok" {
            return Err(LedgerError::Damaged { path: self.path.clone(), why: said });
        }
        Ok(())
    }

    /// Walks the chain after event `seq`, whose hash is `hash`.
    fn walk(&self, seq: u64, hash: Hash, progress: &mut dyn FnMut(u64)) -> Result<(), LedgerError> {
        let text = "SELECT seq, stream, version, at_secs, actor, command, body, prev_hash, hash
                    FROM events WHERE seq > ?1 ORDER BY seq";
        let mut statement = self.db.prepare(text).map_err(self.sql())?;
        let mut rows = statement.query([seq as i64]).map_err(self.sql())?;
        let (mut seq, mut hash) = (seq, hash);
        while let Some(row) = rows.next().map_err(self.sql())? {
            let due = seq + 1;
            let broken = |why| LedgerError::ChainBroken { path: self.path.clone(), seq: due, why };
            // A field of the wrong type or length is a break as well, and names its event.
            let link = check_link(row, due, &hash).map_err(|_| broken("a field can't be read"))?;
            (seq, hash) = (due, link.map_err(broken)?);
            progress(seq);
        }
        Ok(())
    }

    /// Whether the newest event fits its predecessor.
    fn check_newest(&self) -> Result<(), LedgerError> {
        let text = "SELECT seq, hash FROM events WHERE seq < (SELECT max(seq) FROM events) ORDER BY seq DESC LIMIT 1";
        let before = self.db.query_row(text, [], |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, Hash>(1)?)));
        let (seq, hash) = before.optional().map_err(self.sql())?.unwrap_or((0, GENESIS));
        self.walk(seq, hash, &mut |_| ())
    }

    pub(super) fn sql(&self) -> impl Fn(rusqlite::Error) -> LedgerError {
        |error| LedgerError::sql(&self.path, error)
    }

    pub(super) fn begin<'a>(
        &'a self,
        at: Timestamp,
        by: &Actor,
        append: Option<&'a Append>,
    ) -> Result<Writer<'a>, LedgerError> {
        let command = append.and_then(|append| append.command.as_ref());
        Writer::begin(&self.db, &self.path, at, by, command)
    }

    fn read(
        &self,
        filter: &str,
        keys: impl rusqlite::Params,
        each: &mut dyn FnMut(Recorded) -> ControlFlow<()>,
    ) -> Result<(), LedgerError> {
        let mut statement = self.db.prepare_cached(&format!("{COLUMNS} {filter}")).map_err(self.sql())?;
        let mut rows = statement.query(keys).map_err(self.sql())?;
        // Runs of events by one actor are the rule: one is parsed where it changes.
        let mut actor = (String::new(), Actor::System(String::new()));
        while let Some(row) = rows.next().map_err(self.sql())? {
            if each(self.recorded(row, &mut actor)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn recorded(&self, row: &Row<'_>, actor: &mut (String, Actor)) -> Result<Recorded, LedgerError> {
        let seq = row.get::<_, i64>(0).map_err(self.sql())? as u64;
        let unreadable = |why| LedgerError::Unreadable { path: self.path.clone(), seq, why };
        let text = |column| -> Result<&str, LedgerError> {
            let value = row.get_ref(column).map_err(self.sql())?;
            value.as_str().map_err(|error| unreadable(error.to_string()))
        };
        let by = text(4)?;
        if by != actor.0 {
            *actor = (by.to_owned(), serde_json::from_str(by).map_err(|error| unreadable(error.to_string()))?);
        }
        let bytes = row.get_ref(5).map_err(self.sql())?.as_blob().map_err(|error| unreadable(error.to_string()))?;
        let event = body::decode(bytes).map_err(|error| error.of(&self.path, seq))?;
        Ok(Recorded {
            seq,
            stream: Stream::new(text(1)?),
            version: row.get(2).map_err(self.sql())?,
            at: Timestamp(row.get(3).map_err(self.sql())?),
            by: actor.1.clone(),
            event,
        })
    }

    /// The streams whose reporter has this number, however it was written. It reads all personal data: for a question
    /// of an officer's, not for every frame.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub fn reported_by(&self, phone: &str) -> Result<Vec<Stream>, LedgerError> {
        let wanted = phone_key(phone);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let text = "SELECT stream, reporter_phone FROM personal WHERE reporter_phone IS NOT NULL AND NOT erased";
        let mut statement = self.db.prepare_cached(text).map_err(self.sql())?;
        let mut rows = statement.query([]).map_err(self.sql())?;
        let mut streams = Vec::new();
        while let Some(row) = rows.next().map_err(self.sql())? {
            if row.get_ref(1).map_err(self.sql())?.as_str().is_ok_and(|phone| phone_key(phone) == wanted) {
                streams.push(Stream::new(row.get::<_, String>(0).map_err(self.sql())?));
            }
        }
        Ok(streams)
    }

    /// What the command with this number put into the ledger, if it was carried out.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub fn first_result(&self, id: &CommandId) -> Result<Option<Vec<Recorded>>, LedgerError> {
        let text = "SELECT first_seq, last_seq FROM commands WHERE id = ?1";
        let range = self
            .db
            .prepare_cached(text)
            .and_then(|mut statement| {
                let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
                statement.query_row([id.as_str()], read).optional()
            })
            .map_err(self.sql())?;
        let Some((first, last)) = range else { return Ok(None) };
        let mut recorded = Vec::new();
        self.read("WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq", [first, last], &mut |event| {
            recorded.push(event);
            ControlFlow::Continue(())
        })?;
        Ok(Some(recorded))
    }
}

/// The row's hash if the row is event `due` after an event with the hash `prev`; what is wrong, otherwise.
fn check_link(row: &Row<'_>, due: u64, prev: &Hash) -> rusqlite::Result<Result<Hash, &'static str>> {
    let command = row.get_ref(5)?.as_str_or_null()?;
    let link = Link {
        prev,
        seq: row.get::<_, i64>(0)? as u64,
        stream: row.get_ref(1)?.as_str()?,
        version: row.get(2)?,
        at_secs: row.get(3)?,
        actor: row.get_ref(4)?.as_str()?,
        command,
        body: row.get_ref(6)?.as_blob()?,
    };
    let (prev_there, hash): (Hash, Hash) = (row.get(7)?, row.get(8)?);
    Ok(if link.seq != due {
        Err("it is missing")
    } else if prev_there != *prev {
        Err("it follows another event than the one before it")
    } else if link.hash() != hash {
        Err("its contents are not what was written")
    } else {
        Ok(hash)
    })
}

impl Ledger for SqliteLedger {
    fn append(&mut self, append: &Append) -> Result<Appended, LedgerError> {
        let mut writer = self.begin(append.at, &append.by, Some(append))?;
        let appended = self.place(&mut writer, append)?;
        if !appended.repeat {
            writer.commit()?;
        }
        Ok(appended)
    }

    fn append_group(&mut self, group: &[&Append]) -> Vec<Result<Appended, LedgerError>> {
        let together = if group.len() > 1 { self.place_together(group).ok() } else { None };
        // What kept one of them from being written must not keep the others: each goes its own way.
        together.unwrap_or_else(|| group.iter().map(|append| self.append(append)).collect())
    }

    fn read_after(&self, seq: u64, each: &mut dyn FnMut(Recorded) -> ControlFlow<()>) -> Result<(), LedgerError> {
        self.read("WHERE seq > ?1 ORDER BY seq", [seq as i64], each)
    }

    fn read_streams(&self, prefix: &str, each: &mut dyn FnMut(Recorded) -> ControlFlow<()>) -> Result<(), LedgerError> {
        // No text of ours goes on with the greatest of all characters.
        let end = format!("{prefix}\u{10FFFF}");
        self.read("WHERE stream >= ?1 AND stream < ?2 ORDER BY seq", [prefix, &end], each)
    }

    fn read_stream(&self, stream: &Stream) -> Result<Vec<Recorded>, LedgerError> {
        let mut events = Vec::new();
        self.read("WHERE stream = ?1 ORDER BY version", [stream.as_str()], &mut |event| {
            events.push(event);
            ControlFlow::Continue(())
        })?;
        Ok(events)
    }

    fn last_seq(&self) -> Result<u64, LedgerError> {
        let last = self.db.query_row("SELECT ifnull(max(seq), 0) FROM events", [], |row| row.get::<_, i64>(0));
        Ok(last.map_err(self.sql())? as u64)
    }

    fn last_seq_at(&self, moment: Timestamp) -> Result<u64, LedgerError> {
        let text = "SELECT at_secs FROM events WHERE seq = ?1";
        let mut statement = self.db.prepare_cached(text).map_err(self.sql())?;
        // Events have places without gaps, so that halving finds the one where the moment was passed.
        let (mut by_then, mut later) = (0, self.last_seq()? + 1);
        while by_then + 1 < later {
            let middle = by_then + (later - by_then) / 2;
            let at_secs: i64 = statement.query_row([middle as i64], |row| row.get(0)).map_err(self.sql())?;
            if at_secs <= moment.0 {
                by_then = middle;
            } else {
                later = middle;
            }
        }
        Ok(by_then)
    }

    fn personal(&self, stream: &Stream) -> Result<Option<Personal>, LedgerError> {
        personal::load(&self.db, stream).map_err(self.sql())
    }

    fn erase_personal(&mut self, stream: &Stream) -> Result<(), LedgerError> {
        personal::erase(&self.db, stream).map_err(self.sql())
    }

    fn bulk(&mut self, at: Timestamp, by: &Actor) -> Result<Box<dyn Bulk + '_>, LedgerError> {
        let follower = self.follower.clone().map(|to| Follower::new(to, &self.path, at, by));
        Ok(Box::new(SqliteBulk::new(self.begin(at, by, None)?, follower)))
    }

    fn save_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), LedgerError> {
        let digest: Hash = Sha256::digest(&checkpoint.bytes).into();
        let text = "INSERT OR REPLACE INTO checkpoint (id, seq, fold_version, digest, bytes)
                    VALUES (1, ?1, ?2, ?3, ?4)";
        let row = params![checkpoint.seq as i64, checkpoint.fold_version, &digest[..], checkpoint.bytes];
        self.db.execute(text, row).map_err(self.sql())?;
        Ok(())
    }

    fn load_checkpoint(&self, fold_version: u32) -> Result<Option<Checkpoint>, LedgerError> {
        let text = "SELECT seq, digest, bytes FROM checkpoint
                    WHERE fold_version = ?1 AND seq <= (SELECT ifnull(max(seq), 0) FROM events)";
        let read =
            |row: &Row<'_>| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, Hash>(1)?, row.get::<_, Vec<u8>>(2)?));
        let found = self.db.query_row(text, [fold_version], read).optional().map_err(self.sql())?;
        let whole = found.filter(|(_, digest, bytes)| *digest == Hash::from(Sha256::digest(bytes)));
        Ok(whole.map(|(seq, _, bytes)| Checkpoint { seq, fold_version, bytes }))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::Event;

    fn append(n: u32, bytes: usize) -> Append {
        let stream = Stream::new(format!("incident/CL{n}"));
        let events = [Event::Delivered, Event::Handled { result: "x".repeat(bytes) }];
        Append {
            command: Some(format!("c{n}").into()),
            at: Timestamp(1),
            by: Actor::Officer("陈立".into()),
            expected: Some((stream.clone(), 0)),
            events: events.into_iter().map(|event| (stream.clone(), event)).collect(),
            personal: Vec::new(),
        }
    }

    /// A kill can't show whether the disk was waited for; the settings can.
    #[test]
    fn a_commit_waits_for_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = SqliteLedger::open(dir.path()).unwrap();
        let setting =
            |name: &str| ledger.db.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0));
        assert_eq!(setting("journal_mode").unwrap(), "wal".to_owned().into());
        assert_eq!(setting("synchronous").unwrap(), 2.into(), "FULL");
    }

    #[test]
    fn on_a_full_disk_a_command_is_refused_whole_and_goes_through_once_there_is_room() {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = SqliteLedger::open(dir.path()).unwrap();
        ledger.append(&append(0, 10)).unwrap();
        let pages: i64 = ledger.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        let room = |ledger: &SqliteLedger, pages: i64| {
            ledger.db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
        };
        room(&ledger, pages + 2);
        let error = ledger.append(&append(1, 50_000)).unwrap_err();
        assert!(matches!(error, LedgerError::DiskFull { .. }), "{error:?}");
        let mut bulk = ledger.bulk(Timestamp(1), &Actor::System("import".into())).unwrap();
        let (stream, event) = append(2, 50_000).events.remove(1);
        assert!(matches!(bulk.put(&stream, &event, None), Err(LedgerError::DiskFull { .. })));
        assert!(bulk.commit().is_err(), "SQLite has taken the transaction back; that must not pass for done");
        assert_eq!(ledger.last_seq().unwrap(), 2);
        room(&ledger, pages + 200);
        assert!(!ledger.append(&append(1, 50_000)).unwrap().repeat);
        ledger.verify(&mut |_| ()).unwrap();
    }

    #[test]
    fn one_for_which_there_is_no_room_does_not_keep_its_group() {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = SqliteLedger::open(dir.path()).unwrap();
        let pages: i64 = ledger.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        ledger.db.query_row(&format!("PRAGMA max_page_count = {}", pages + 8), [], |_| Ok(())).unwrap();
        let (first, large, last) = (append(0, 10), append(1, 90_000), append(2, 10));
        let answers = ledger.append_group(&[&first, &large, &last]);
        assert!(matches!(&answers[..], [Ok(_), Err(LedgerError::DiskFull { .. }), Ok(_)]), "{answers:?}");
        assert_eq!(ledger.last_seq().unwrap(), 4);
        ledger.verify(&mut |_| ()).unwrap();
    }
}
