//! Why an import did not take place. Nothing of it is in the ledger then.

use crate::ledger::LedgerError;
use std::path::PathBuf;
use thiserror::Error;

/// Why an import as a whole failed; each sentence ends with the path, column or field it is about.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// A file can't be read.
    #[error("can't read the file ({why}): {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// A file is of a kind that import doesn't read.
    #[error("{what}: {}", path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What it is and what to do instead.
        what: String,
    },
    /// A file breaks off or isn't what it begins as.
    #[error("the file is damaged after row {row} ({why}): {}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The last row that could be read.
        row: u64,
        /// What is wrong.
        why: String,
    },
    /// `--map` or `--set` names a field that this kind doesn't have.
    #[error("{kind} have no such field (they have {has}): {field}")]
    NoField {
        /// The kind.
        kind: &'static str,
        /// The fields there are.
        has: String,
        /// The field named.
        field: String,
    },
    /// A `--map` template can't be read.
    #[error("the template can't be read ({why}): {template}")]
    BadTemplate {
        /// What is wrong.
        why: &'static str,
        /// The template.
        template: String,
    },
    /// `--map` names a column that a file doesn't have.
    #[error("{} has no such column (it has {has}): {column}", path.display())]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The columns there are.
        has: String,
        /// The column named.
        column: String,
    },
    /// A column holds resident id numbers.
    #[error("a column of {} holds resident id numbers, which are never imported; leave it out: {column}", path.display())]
    IdNumbers {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
    },
    /// A guard found that a file says something else than it is read as.
    #[error("{what}: {}", path.display())]
    Misread {
        /// The file.
        path: PathBuf,
        /// What it seems to be, and what to do.
        what: String,
    },
    /// A reference system that isn't known.
    #[error("{0}")]
    Crs(String),
    /// A kind that isn't known.
    #[error("{0}")]
    Kind(String),
    /// `--replace`, `--valid-from` and `--gone` don't fit together, or the kind.
    #[error("{0}")]
    Replace(String),
    /// More would go than anybody has agreed to.
    #[error("{why}: {}", path.display())]
    Gone {
        /// The last file.
        path: PathBuf,
        /// How many, and how to agree.
        why: String,
    },
    /// A mapping kept under a name can't be used.
    #[error("the mapping can't be used ({why}): {}", path.display())]
    SavedMapping {
        /// Its file, or its name.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The one who started it stopped it.
    #[error("stopped at row {row}, nothing has been imported: {}", path.display())]
    Stopped {
        /// The file that was being read.
        path: PathBuf,
        /// The row that had been reached.
        row: u64,
    },
    /// The ledger would not take it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl IntakeError {
    /// Whether the command was wrong, rather than a file or the ledger.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::NoField { .. } | Self::BadTemplate { .. } | Self::Crs(_) | Self::Kind(_) | Self::Replace(_)
        )
    }
}
