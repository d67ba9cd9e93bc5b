//! The workers' numbers in a day's file.

use crate::domain::WorkerCode;
use rusqlite::Connection;
use std::collections::HashMap;

/// The workers by their number, from 0 in the order of first sight.
#[derive(Debug, Default)]
pub(super) struct Roster {
    codes: Vec<WorkerCode>,
    numbers: HashMap<WorkerCode, u32>,
}

impl Roster {
    /// The codes by number.
    pub(super) fn codes(&self) -> &[WorkerCode] {
        &self.codes
    }

    /// A worker's number, if known.
    pub(super) fn number(&self, code: &WorkerCode) -> Option<u32> {
        self.numbers.get(code).copied()
    }

    /// The next number for a worker without one.
    pub(super) fn add(&mut self, code: WorkerCode) -> u32 {
        let number = self.codes.len() as u32;
        self.codes.push(code.clone());
        self.numbers.insert(code, number);
        number
    }

    /// Learns the workers that the file has and we don't know yet; false if their numbers have gaps.
    pub(super) fn learn(&mut self, db: &Connection) -> rusqlite::Result<bool> {
        let mut statement = db.prepare_cached("SELECT id, code FROM workers WHERE id >= ?1 ORDER BY id")?;
        let mut rows = statement.query([self.codes.len() as i64])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(0)? != self.codes.len() as i64 {
                return Ok(false);
            }
            self.add(row.get::<_, String>(1)?.into());
        }
        Ok(true)
    }
}
