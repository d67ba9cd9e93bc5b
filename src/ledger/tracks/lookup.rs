//! Looking fixes up in a day's file: raw rows and chunks as one.

use super::chunk::{Chunk, PART_WORKERS, SLOT_SECS};
use super::day::Day;
use super::scale::{Point, to_fix};
use crate::domain::{Fix, Timestamp, WorkerCode};
use crate::ledger::LedgerError;
use rusqlite::params;
use std::collections::BTreeMap;

/// Of each worker, by number, the newest point.
type Newest = Vec<Option<(i64, Point)>>;

impl Day {
    /// One worker's fixes from `from` to `to`, both included, into `fixes`, in order.
    pub(super) fn track(
        &mut self,
        worker: &WorkerCode,
        from: Timestamp,
        to: Timestamp,
        fixes: &mut Vec<Fix>,
    ) -> Result<(), LedgerError> {
        // Raw rows and chunks of one moment: a row sealed between two looks would be in neither.
        let snapshot = self.db.unchecked_transaction().map_err(|error| LedgerError::sql(&self.path, error))?;
        let learnt = self.roster.learn(&self.db).map_err(|error| LedgerError::sql(&self.path, error))?;
        if !learnt {
            return Err(self.gaps());
        }
        let mut points: BTreeMap<i64, Point> = BTreeMap::new();
        if let Some(number) = self.roster.number(worker) {
            self.each_raw(Some(number), from.0, to.0, &mut |_, fixed_at, point| {
                points.insert(fixed_at, point);
            })?;
            let in_part = (number % PART_WORKERS) as u8;
            let slots = (from.0.div_euclid(SLOT_SECS), to.0.div_euclid(SLOT_SECS));
            let mut samples = Vec::new();
            self.each_chunk(slots, Some(number / PART_WORKERS), &mut |slot, _, chunk| {
                let Some(block) = chunk.find(in_part) else { return Some(()) };
                chunk.unpack(block, &mut samples)?;
                let sealed = samples.iter().map(|s| (slot * SLOT_SECS + i64::from(s.secs), Point::from(*s)));
                points.extend(sealed.filter(|(fixed_at, _)| (from.0..=to.0).contains(fixed_at)));
                Some(())
            })?;
        }
        drop(snapshot);
        fixes.extend(points.into_iter().map(|(fixed_at, point)| to_fix(worker.clone(), fixed_at, point)));
        Ok(())
    }

    /// Of each worker the newest fix from `from` to `to`, both included; into `fixes`, in no order that matters.
    pub(super) fn newest(&mut self, from: Timestamp, to: Timestamp, fixes: &mut Vec<Fix>) -> Result<(), LedgerError> {
        // Raw rows and chunks of one moment: a row sealed between two looks would be in neither.
        let snapshot = self.db.unchecked_transaction().map_err(|error| LedgerError::sql(&self.path, error))?;
        let learnt = self.roster.learn(&self.db).map_err(|error| LedgerError::sql(&self.path, error))?;
        if !learnt {
            return Err(self.gaps());
        }
        let mut newest: Newest = vec![None; self.roster.codes().len()];
        self.newest_raw(from.0, to.0, &mut newest).map_err(|error| LedgerError::sql(&self.path, error))?;
        let slots = (from.0.div_euclid(SLOT_SECS), to.0.div_euclid(SLOT_SECS));
        let mut samples = Vec::new();
        self.each_chunk(slots, None, &mut |slot, part, chunk| {
            let end = (slot + 1).saturating_mul(SLOT_SECS);
            for (worker, block) in chunk.workers() {
                let newest = newest.get_mut(part as usize * PART_WORKERS as usize + usize::from(worker))?;
                if newest.is_some_and(|(fixed_at, _)| fixed_at >= end) {
                    continue;
                }
                chunk.unpack(block, &mut samples)?;
                let sealed = samples.iter().map(|s| (slot * SLOT_SECS + i64::from(s.secs), Point::from(*s)));
                let last = sealed.rev().find(|(fixed_at, _)| (from.0..=to.0).contains(fixed_at));
                // What was sealed was there first: of two with one time it is the one that counts.
                if let Some(last) = last.filter(|last| newest.is_none_or(|(fixed_at, _)| fixed_at <= last.0)) {
                    *newest = Some(last);
                }
            }
            Some(())
        })?;
        drop(snapshot);
        for (code, newest) in self.roster.codes().iter().zip(newest) {
            if let Some((fixed_at, point)) = newest {
                fixes.push(to_fix(code.clone(), fixed_at, point));
            }
        }
        Ok(())
    }

    /// Of each worker every fix after `since`, and the newest one from `from` to `since`; `to` is included. Into `fixes`,
    /// in no order that matters.
    pub(super) fn ways(
        &mut self,
        from: Timestamp,
        since: Timestamp,
        to: Timestamp,
        fixes: &mut Vec<Fix>,
    ) -> Result<(), LedgerError> {
        // Raw rows and chunks of one moment: a row sealed between two looks would be in neither.
        let snapshot = self.db.unchecked_transaction().map_err(|error| LedgerError::sql(&self.path, error))?;
        let learnt = self.roster.learn(&self.db).map_err(|error| LedgerError::sql(&self.path, error))?;
        if !learnt {
            return Err(self.gaps());
        }
        let mut ways: Vec<Vec<(i64, Point)>> = vec![Vec::new(); self.roster.codes().len()];
        let slots = (from.0.div_euclid(SLOT_SECS), to.0.div_euclid(SLOT_SECS));
        let mut samples = Vec::new();
        // What was sealed was there first: of two with one time it is the one that counts, and it goes in first.
        self.each_chunk(slots, None, &mut |slot, part, chunk| {
            let ends_at = (slot + 1).saturating_mul(SLOT_SECS) - 1;
            for (worker, block) in chunk.workers() {
                let way = ways.get_mut(part as usize * PART_WORKERS as usize + usize::from(worker))?;
                // Newest slots come first: once the fix is there with which the way begins, older slots have none.
                if ends_at <= since.0 && way.last().is_some_and(|(fixed_at, _)| *fixed_at <= since.0) {
                    continue;
                }
                chunk.unpack(block, &mut samples)?;
                let sealed = samples.iter().map(|s| (slot * SLOT_SECS + i64::from(s.secs), Point::from(*s)));
                let mut sealed = sealed.rev().skip_while(|(secs, _)| *secs > to.0).peekable();
                while let Some(fix) = sealed.next_if(|(secs, _)| *secs > since.0) {
                    way.push(fix);
                }
                way.extend(sealed.next().filter(|(secs, _)| *secs >= from.0));
            }
            Some(())
        })?;
        self.each_raw(None, since.0.saturating_add(1), to.0, &mut |worker, fixed_at, point| {
            if let Some(way) = ways.get_mut(worker as usize) {
                way.push((fixed_at, point));
            }
        })?;
        let mut newest: Newest = vec![None; ways.len()];
        let before = self.newest_raw(from.0, since.0, &mut newest);
        before.map_err(|error| LedgerError::sql(&self.path, error))?;
        drop(snapshot);
        for ((code, mut way), newest) in self.roster.codes().iter().zip(ways).zip(newest) {
            way.extend(newest);
            way.sort_by_key(|(fixed_at, _)| *fixed_at);
            way.dedup_by_key(|(fixed_at, _)| *fixed_at);
            fixes.extend(way.into_iter().map(|(fixed_at, point)| to_fix(code.clone(), fixed_at, point)));
        }
        Ok(())
    }

    /// Of each worker the newest raw row from `from` to `to`: a few steps a worker, however many rows there are.
    fn newest_raw(&self, from: i64, to: i64, newest: &mut Newest) -> rusqlite::Result<()> {
        let any = "SELECT EXISTS (SELECT 1 FROM raw WHERE fixed_at BETWEEN ?1 AND ?2)";
        if !self.db.prepare_cached(any)?.query_row([from, to], |row| row.get::<_, bool>(0))? {
            return Ok(());
        }
        let text = "SELECT worker, fixed_at, lon, lat, heading FROM workers CROSS JOIN raw
                    WHERE worker = id AND fixed_at =
                        (SELECT max(fixed_at) FROM raw WHERE worker = id AND fixed_at BETWEEN ?1 AND ?2)";
        let mut statement = self.db.prepare_cached(text)?;
        let mut rows = statement.query([from, to])?;
        while let Some(row) = rows.next()? {
            if let Some(newest) = newest.get_mut(row.get::<_, u32>(0)? as usize) {
                *newest = Some((row.get(1)?, Point { lon: row.get(2)?, lat: row.get(3)?, heading: row.get(4)? }));
            }
        }
        Ok(())
    }

    /// Hands raw rows from `from` to `to`, both included, to `each`, in the order of time; answers how many.
    pub(super) fn each_raw(
        &self,
        worker: Option<u32>,
        from: i64,
        to: i64,
        each: &mut dyn FnMut(u32, i64, Point),
    ) -> Result<usize, LedgerError> {
        let mut read = || -> rusqlite::Result<usize> {
            let one = "SELECT worker, fixed_at, lon, lat, heading FROM raw
                       WHERE fixed_at BETWEEN ?1 AND ?2 AND worker = ?3 ORDER BY fixed_at";
            let all = "SELECT worker, fixed_at, lon, lat, heading FROM raw
                       WHERE fixed_at BETWEEN ?1 AND ?2 ORDER BY fixed_at";
            let mut statement = self.db.prepare_cached(if worker.is_some() { one } else { all })?;
            let mut rows = match worker {
                Some(worker) => statement.query(params![from, to, worker])?,
                None => statement.query([from, to])?,
            };
            let mut count = 0;
            while let Some(row) = rows.next()? {
                let point = Point { lon: row.get(2)?, lat: row.get(3)?, heading: row.get(4)? };
                each(row.get(0)?, row.get(1)?, point);
                count += 1;
            }
            Ok(count)
        };
        read().map_err(|error| LedgerError::sql(&self.path, error))
    }

    /// Hands the chunks of the slots, both included, to `each`, newest slot first. `each` answers
    /// none where a chunk is damaged.
    fn each_chunk(
        &self,
        slots: (i64, i64),
        part: Option<u32>,
        each: &mut dyn FnMut(i64, u32, &Chunk<'_>) -> Option<()>,
    ) -> Result<(), LedgerError> {
        let sql = |error| LedgerError::sql(&self.path, error);
        let text = "SELECT slot, part, bytes FROM chunks
                    WHERE slot BETWEEN ?1 AND ?2 AND (?3 IS NULL OR part = ?3) ORDER BY slot DESC, part";
        let mut statement = self.db.prepare_cached(text).map_err(sql)?;
        let mut rows = statement.query(params![slots.0, slots.1, part]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let (slot, part) = (row.get(0).map_err(sql)?, row.get(1).map_err(sql)?);
            let bytes = row.get_ref(2).map_err(sql)?.as_blob().map_err(|_| self.bad_chunk())?;
            Chunk::new(bytes).and_then(|chunk| each(slot, part, &chunk)).ok_or_else(|| self.bad_chunk())?;
        }
        Ok(())
    }
}
