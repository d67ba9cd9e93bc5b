//! What an import answers: how many rows went where, and what was wrong with which.

use super::Kind;
use crate::domain::Fix;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Of the rows kept, those of what is new.
    pub added: u64,
    /// Of the rows kept, those of what was there and is told otherwise.
    pub changed: u64,
    /// What the register had, the files have not, and is retired by this import.
    pub gone: u64,
    /// What the register has, the files have not, and stays.
    pub absent: u64,
    /// The codes of what is gone, at most [`PROBLEMS_TOLD`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gone_codes: Vec<String>,
    /// Counts of what positions were flagged for: `unknown_worker`, `nowhere`, `future`, `inaccurate`, `mock`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub flags: BTreeMap<&'static str, u64>,
    /// After areas: whether they fit together; none where there was nothing to compare.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siblings: Option<Siblings>,
    /// The columns of the last file.
    #[serde(skip)]
    pub columns: Vec<String>,
    /// Where workers were seen, for the one who keeps tracks.
    #[serde(skip)]
    pub fixes: Vec<Fix>,
}

/// Whether areas of one parent and level fit together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Siblings {
    /// How many groups of siblings were compared.
    pub groups: u64,
    /// Pieces of a parent that no child covers.
    pub gaps: u64,
    /// The gaps together, m².
    pub gaps_m2: f64,
    /// Pieces that two siblings cover.
    pub overlaps: u64,
    /// The overlaps together, m².
    pub overlaps_m2: f64,
    /// Pieces of children beyond their parent.
    pub beyond: u64,
    /// What lies beyond together, m².
    pub beyond_m2: f64,
    /// Pieces too small or too narrow to be told (under 10 m² or half a metre).
    pub slivers: u64,
    /// The slivers together, m².
    pub slivers_m2: f64,
    /// The places, the largest first, at most 100.
    pub places: Vec<Spot>,
}

/// One place where areas don't fit together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spot {
    /// `gap`, `overlap` or `beyond`.
    pub what: &'static str,
    /// The parent's code, if there is one.
    pub parent: Option<String>,
    /// The codes of the areas concerned: two of an overlap, one of what reaches beyond, none of a gap.
    pub areas: Vec<String>,
    /// A position inside it, degrees.
    pub lon: f64,
    /// A position inside it, degrees.
    pub lat: f64,
    /// Its size, m².
    pub area_m2: f64,
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
            added: 0,
            changed: 0,
            gone: 0,
            absent: 0,
            gone_codes: Vec::new(),
            flags: BTreeMap::new(),
            siblings: None,
            columns: Vec::new(),
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
