//! Why nobody can be told, each in one sentence.

use crate::domain::{IncidentCode, NoAnswer};
use crate::ledger::LedgerError;
use std::path::PathBuf;
use thiserror::Error;

/// Why nobody can be told.
#[derive(Debug, Error)]
pub enum TellError {
    /// A setting says nothing sensible.
    #[error("{what}: {value}")]
    Setting {
        /// What is wrong, and the way out.
        what: String,
        /// What was said, without its secret.
        value: String,
    },
    /// The settings can't be read.
    #[error("can't read who is told ({why}): {}", path.display())]
    File {
        /// Why not.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// There is no secret to sign with, or one that is none. It is never shown.
    #[error("endpoint {endpoint}: {why}: {from}")]
    Secret {
        /// The endpoint.
        endpoint: String,
        /// What is wrong with it.
        why: &'static str,
        /// Where it was looked for.
        from: String,
    },
    /// The ledger or the outbox can't be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Another program sends what is in this outbox.
    #[error("another program already sends this folder's notices (a wall does so by itself): {}", .0.display())]
    InUse(PathBuf),
    /// The one time that an endpoint was asked, it did not take the message.
    #[error("endpoint {endpoint} did not take the message ({why})")]
    NotTaken {
        /// The endpoint.
        endpoint: String,
        /// What it answered.
        why: String,
    },
    /// There is no such notice.
    #[error("no notice of this number has failed: {0}")]
    NoNotice(String),
    /// There is no paper to make.
    #[error("matter {incident} {why}")]
    NoPaper {
        /// The matter.
        incident: IncidentCode,
        /// What is missing.
        why: &'static str,
    },
    /// A paper can't be put together.
    #[error("the paper can't be made ({0})")]
    Paper(String),
    /// The system gives no thread or no TLS.
    #[error("nobody can be told ({0})")]
    NoTeller(String),
}

impl TellError {
    /// Whether the command or the settings were wrong, rather than a server, a file or the ledger.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::Setting { .. } | Self::NoNotice(_))
    }
}

/// What came of one attempt to deliver a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was taken: 2xx.
    Delivered(u16),
    /// The endpoint is gone for good: 410.
    Gone,
    /// It was not taken.
    Refused {
        /// What was answered.
        why: String,
        /// When the server wants to be asked again.
        retry_after: Option<std::time::Duration>,
        /// Whether the endpoint itself is in trouble, rather than this message.
        endpoint: bool,
    },
}

impl Outcome {
    /// No answer at all.
    pub(super) fn unanswered(why: NoAnswer) -> Self {
        Self::Refused { why: why.to_string(), retry_after: None, endpoint: true }
    }
}
