//! Why an online base map can't be had, each in one sentence.

use std::path::PathBuf;
use thiserror::Error;

/// Why an online base map can't be had.
#[derive(Debug, Error)]
pub enum OnlineError {
    /// The address is no template of tiles.
    #[error("{what}: {url}")]
    Template {
        /// What is wrong, and the way out.
        what: String,
        /// The address, without its key.
        url: String,
    },
    /// The settings can't be read or written.
    #[error("can't {what} the online base maps ({why}): {}", path.display())]
    Settings {
        /// Read or write.
        what: &'static str,
        /// Why not.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// The system gives no thread or no TLS.
    #[error("online base maps can't be fetched ({0})")]
    NoFetcher(String),
}
