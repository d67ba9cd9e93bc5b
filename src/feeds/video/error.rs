//! Why cameras can't be looked through at all, each in one sentence.

use std::path::PathBuf;
use thiserror::Error;

/// Why cameras can't be looked through.
#[derive(Debug, Error)]
pub enum VideoError {
    /// A setting says nothing sensible.
    #[error("{what}: {value}")]
    Setting {
        /// What is wrong, and the way out.
        what: String,
        /// What was said, without its key.
        value: String,
    },
    /// The settings can't be read.
    #[error("can't read where cameras' pictures are ({why}): {}", path.display())]
    File {
        /// Why not.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// The system gives no thread or no TLS.
    #[error("cameras can't be looked through ({0})")]
    NoThread(String),
}
