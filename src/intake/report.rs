//! What an import answers: how many rows went where, and what was wrong with which.

use super::Kind;
use crate::domain::Fix;
use serde::{Deserialize, Serialize};

/// So many problems are told one by one; the rest are counted.
pub const PROBLEMS_TOLD: usize = 1_000;

/// One thing that was wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The row, as a person finds it: the sheet's row (the header is row 1), the line of newline
    /// GeoJSON, the feature's number in a collection.
    pub row: u64,
    /// The field it is about; empty for the row as a whole.
    pub field: String,
    /// What is wrong and what was done about it.
    pub problem: String,
    /// The value found, shortened; never a reporter's.
    pub value: String,
}

/// What an import did, or in a dry run would have done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportReport {
    /// What was imported.
    pub kind: Kind,
    /// Rows read: always `kept + skipped + unchanged`.
    pub read: u64,
    /// Rows that brought something new or changed.
    pub kept: u64,
    /// Rows that could not be used; each is among the problems.
    pub skipped: u64,
    /// Rows that the ledger had just so.
    pub unchanged: u64,
    /// What was wrong, in the order in which it was found, at most [`PROBLEMS_TOLD`].
    pub problems: Vec<Problem>,
    /// How many problems there were in all.
    pub problems_total: u64,
    /// Where workers were last seen, for the one who keeps tracks.
    #[serde(skip)]
    pub fixes: Vec<Fix>,
}

impl ImportReport {
    /// Nothing read yet.
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            read: 0,
            kept: 0,
            skipped: 0,
            unchanged: 0,
            problems: Vec::new(),
            problems_total: 0,
            fixes: Vec::new(),
        }
    }

    /// Counts a problem and tells it while there is room.
    pub(crate) fn tell(&mut self, row: u64, flaw: Flaw) {
        self.problems_total += 1;
        if self.problems.len() < PROBLEMS_TOLD {
            self.problems.push(flaw.at(row));
        }
    }
}

/// Something wrong with a row, before it is known which row it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    field: String,
    problem: String,
    value: String,
}

impl Flaw {
    /// `value` is shortened to 60 characters.
    pub(crate) fn new(field: impl Into<String>, problem: impl Into<String>, value: &str) -> Self {
        let mut short: String = value.chars().take(60).collect();
        if short.len() < value.len() {
            short.push('…');
        }
        Self { field: field.into(), problem: problem.into(), value: short }
    }

    /// The same, with what was done about it.
    pub(crate) fn and(mut self, done: &str) -> Self {
        self.problem = format!("{}, {done}", self.problem);
        self
    }

    /// The problem, now that it is known which row has it.
    pub(crate) fn at(self, row: u64) -> Problem {
        let Self { field, problem, value } = self;
        Problem { row, field, problem, value }
    }

    /// The same, said to lie in this file.
    pub(crate) fn in_file(mut self, name: &str) -> Self {
        self.problem = format!("{} (in {name})", self.problem);
        self
    }
}
