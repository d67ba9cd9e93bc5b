//! One UTC day's file of fixes: raw rows as they came, chunks once sealed.

use super::chunk::{Chunk, PART_WORKERS, SLOT_SECS, Sample, pack};
use super::roster::Roster;
use super::scale::Point;
use crate::domain::{Timestamp, WorkerCode};
use crate::ledger::LedgerError;
use crate::ledger::open::{self, Kind};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// `ZLtk`.
const KIND: Kind =
    Kind { application_id: 0x5A4C_746B, migrations: &[include_str!("migrations/0001_day.sql")], gives_back: true };

/// A day's open file.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) db: Connection,
    pub(super) path: PathBuf,
    pub(super) roster: Roster,
}

impl Day {
    /// Opens the day's file, makes it where it isn't there; for reading only, it must be.
    pub(super) fn open(path: &Path, read_only: bool) -> Result<Self, LedgerError> {
        let db = if read_only { open::open_read_only(path, &KIND)? } else { open::open(path, &KIND)? };
        Ok(Self { db, path: path.into(), roster: Roster::default() })
    }

    /// Puts the points in, together; durable when it returns. Answers how many were new among the raw ones.
    pub(super) fn append(&mut self, fixes: &[(&WorkerCode, i64, Point)]) -> Result<usize, LedgerError> {
        self.learn_workers()?;
        let inserted = self.insert(fixes);
        if inserted.is_err() {
            // Numbers given out in the transaction that failed are not in the file.
            self.roster = Roster::default();
        }
        inserted.map_err(|error| LedgerError::sql(&self.path, error))
    }

    fn insert(&mut self, fixes: &[(&WorkerCode, i64, Point)]) -> rusqlite::Result<usize> {
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let mut new = 0;
        {
            let text = "INSERT OR IGNORE INTO raw (fixed_at, worker, lon, lat, heading) VALUES (?1, ?2, ?3, ?4, ?5)";
            let mut raw = transaction.prepare_cached(text)?;
            let mut worker = transaction.prepare_cached("INSERT INTO workers (id, code) VALUES (?1, ?2)")?;
            for (code, fixed_at, point) in fixes {
                let number = match self.roster.number(code) {
                    Some(number) => number,
                    None => {
                        let number = self.roster.add((*code).clone());
                        worker.execute(params![number, code.as_str()])?;
                        number
                    }
                };
                new += raw.execute(params![fixed_at, number, point.lon, point.lat, point.heading])?;
            }
        }
        transaction.commit()?;
        Ok(new)
    }

    fn learn_workers(&mut self) -> Result<(), LedgerError> {
        match self.roster.learn(&self.db).map_err(|error| LedgerError::sql(&self.path, error))? {
            true => Ok(()),
            false => Err(self.gaps()),
        }
    }

    pub(super) fn gaps(&self) -> LedgerError {
        self.damaged("its workers' numbers have gaps")
    }

    /// Packs every slot that has ended by `until` and has raw rows, each in its own transaction. Where none are left,
    /// the file gives back what they took.
    /// Answers how many rows were packed and whether raw rows are left.
    pub(super) fn seal(&mut self, until: Timestamp) -> Result<(usize, bool), LedgerError> {
        let mut packed = 0;
        loop {
            let oldest = self.db.query_row("SELECT min(fixed_at) FROM raw", [], |row| row.get::<_, Option<i64>>(0));
            match oldest.map_err(|error| LedgerError::sql(&self.path, error))? {
                None => {
                    self.give_back().map_err(|error| LedgerError::sql(&self.path, error))?;
                    return Ok((packed, false));
                }
                Some(oldest) => {
                    let slot = oldest.div_euclid(SLOT_SECS);
                    if (slot + 1).saturating_mul(SLOT_SECS) > until.0 {
                        return Ok((packed, true));
                    }
                    packed += self.seal_slot(slot)?;
                }
            }
        }
    }

    /// Raw rows take ten times the room of packed ones: without this, a day that is over keeps it for good.
    fn give_back(&self) -> rusqlite::Result<()> {
        let mut pages = self.db.prepare("PRAGMA incremental_vacuum")?;
        let mut rows = pages.query([])?;
        // A row a page.
        while rows.next()?.is_some() {}
        Ok(())
    }

    fn seal_slot(&self, slot: i64) -> Result<usize, LedgerError> {
        let sql = |error| LedgerError::sql(&self.path, error);
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate).map_err(sql)?;
        let mut parts: BTreeMap<u32, BTreeMap<u8, BTreeMap<u16, Sample>>> = BTreeMap::new();
        let (first, end) = (slot.saturating_mul(SLOT_SECS), (slot + 1).saturating_mul(SLOT_SECS));
        let rows = self.each_raw(None, first, end - 1, &mut |worker, fixed_at, point| {
            let sample = point.sample((fixed_at - first) as u16);
            let part = parts.entry(worker / PART_WORKERS).or_default();
            part.entry((worker % PART_WORKERS) as u8).or_default().insert(sample.secs, sample);
        })?;
        for (part, mut workers) in parts {
            self.add_sealed(slot, part, &mut workers)?;
            let workers: Vec<(u8, Vec<Sample>)> =
                workers.into_iter().map(|(worker, samples)| (worker, samples.into_values().collect())).collect();
            let text = "INSERT OR REPLACE INTO chunks (slot, part, bytes) VALUES (?1, ?2, ?3)";
            transaction.execute(text, params![slot, part, pack(&workers)]).map_err(sql)?;
        }
        transaction.execute("DELETE FROM raw WHERE fixed_at BETWEEN ?1 AND ?2", [first, end - 1]).map_err(sql)?;
        transaction.commit().map_err(sql)?;
        Ok(rows)
    }

    /// Adds what the chunk already holds, where fixes came late; what was there first stays.
    fn add_sealed(
        &self,
        slot: i64,
        part: u32,
        workers: &mut BTreeMap<u8, BTreeMap<u16, Sample>>,
    ) -> Result<(), LedgerError> {
        let text = "SELECT bytes FROM chunks WHERE slot = ?1 AND part = ?2";
        let there = self.db.query_row(text, params![slot, part], |row| row.get::<_, Vec<u8>>(0)).optional();
        let Some(bytes) = there.map_err(|error| LedgerError::sql(&self.path, error))? else { return Ok(()) };
        let chunk = Chunk::new(&bytes).ok_or_else(|| self.bad_chunk())?;
        let mut samples = Vec::new();
        for (worker, block) in chunk.workers() {
            chunk.unpack(block, &mut samples).ok_or_else(|| self.bad_chunk())?;
            workers.entry(worker).or_default().extend(samples.iter().map(|sample| (sample.secs, *sample)));
        }
        Ok(())
    }

    pub(super) fn bad_chunk(&self) -> LedgerError {
        self.damaged("a chunk of fixes can't be unpacked")
    }

    pub(super) fn damaged(&self, why: &str) -> LedgerError {
        LedgerError::Damaged { path: self.path.clone(), why: why.into() }
    }
}
