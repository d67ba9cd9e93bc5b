//! The lists and indexes of matters, kept in line with their rows.

use super::IncidentRow;
use super::by_code::ByCode;
use super::incidents::Incidents;
use super::register::index_at;
use crate::domain::{IncidentCode, LonLat, Timestamp};
use crate::spatial::PointIndex;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// By what a matter is listed and indexed.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Listing {
    reported_at: Timestamp,
    is_open: bool,
    at: Option<LonLat>,
}

impl Listing {
    pub(super) fn of(row: &IncidentRow) -> Self {
        Self { reported_at: row.reported_at(), is_open: row.state.is_open(), at: row.at }
    }
}

impl Incidents {
    /// Takes the last row off, with whatever lists know of it.
    pub(super) fn pop(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        let number = self.len();
        self.by_reported.remove(&(row.reported_at().0, number));
        self.open.remove(&number);
        self.open_index.remove(number);
        if let Some(closed_index) = self.closed_index.get_mut() {
            closed_index.remove(number);
        }
    }

    /// Makes the lists and indexes anew from the rows.
    pub(super) fn relist_all(&mut self) {
        *self = Self::listed(std::mem::take(&mut self.rows), Arc::clone(&self.by_code));
    }

    /// Brings the lists and indexes in line with a row that may have changed; `before` is how it was listed.
    pub(super) fn relist(&mut self, number: u32, before: Option<Listing>) {
        let now = Listing::of(&self.rows[number as usize]);
        if before != Some(now) {
            self.list(number, before, now);
        }
        if let Some(similar_index) = self.similar_index.get_mut() {
            similar_index.put(number, &self.rows[number as usize]);
        }
    }

    fn list(&mut self, number: u32, before: Option<Listing>, now: Listing) {
        if let Some(before) = before {
            self.by_reported.remove(&(before.reported_at.0, number));
        }
        let Listing { reported_at, is_open, at } = now;
        self.by_reported.insert((reported_at.0, number));
        if is_open {
            self.open.insert(number);
        } else {
            self.open.remove(&number);
        }
        let list = |index: &mut PointIndex, at: Option<LonLat>| match at {
            Some(at) => index_at(index, number, at),
            None => {
                index.remove(number);
            }
        };
        list(&mut self.open_index, at.filter(|_| is_open));
        if let Some(closed_index) = self.closed_index.get_mut() {
            list(closed_index, at.filter(|_| !is_open));
        }
    }

    pub(super) fn restore(rows: Vec<IncidentRow>) -> Self {
        let by_code = (0u32..).zip(&rows).map(|(number, row)| (row.code.clone(), number)).collect();
        Self::listed(rows, Arc::new(by_code))
    }

    fn listed(rows: Vec<IncidentRow>, by_code: Arc<ByCode<IncidentCode>>) -> Self {
        let numbered = || (0u32..).zip(&rows);
        let open: BTreeSet<u32> = numbered().filter(|(_, row)| row.state.is_open()).map(|(n, _)| n).collect();
        let located = open.iter().filter_map(|number| Some((*number, rows[*number as usize].at?)));
        let open_index = PointIndex::build(located);
        let by_reported = numbered().map(|(number, row)| (row.reported_at().0, number)).collect();
        let (closed_index, similar_index) = (OnceLock::new(), OnceLock::new());
        Self { rows, by_code, open, open_index, closed_index, similar_index, by_reported }
    }
}
