//! Why feeds can't be asked at all, each in one sentence.

use crate::domain::FeedTrouble;
use crate::intake::IntakeError;
use crate::ledger::LedgerError;
use std::path::PathBuf;
use thiserror::Error;

/// Why feeds can't be asked.
#[derive(Debug, Error)]
pub enum PollError {
    /// A setting says nothing sensible.
    #[error("{what}: {value}")]
    Setting {
        /// What is wrong, and the way out.
        what: String,
        /// What was said, without its key.
        value: String,
    },
    /// The settings can't be read or written.
    #[error("can't {what} the feeds ({why}): {}", path.display())]
    File {
        /// Read or keep.
        what: &'static str,
        /// Why not.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// The mapping, or an answer, can't be used.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The ledger can't be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The one time that it was asked, nothing came of it.
    #[error("feed {feed}: {trouble}")]
    Trouble {
        /// The feed.
        feed: String,
        /// Why.
        trouble: FeedTrouble,
    },
    /// The system gives no thread or no TLS.
    #[error("feeds can't be asked ({0})")]
    NoPoller(String),
}

impl PollError {
    /// Whether the command was wrong, rather than a server, a file or the ledger.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        match self {
            Self::Setting { .. } => true,
            Self::Intake(error) => error.is_usage(),
            _ => false,
        }
    }
}
