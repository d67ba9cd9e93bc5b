//! Why a base map can't be made or read, each in one sentence, the path last.

use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a base map can't be made or read.
#[derive(Debug, Error)]
pub enum BaseMapError {
    /// A file can't be opened or read.
    #[error("can't read this file ({why}): {}", path.display())]
    Read {
        /// The system's reason.
        why: std::io::Error,
        /// The file.
        path: PathBuf,
    },
    /// A file is of no kind that base maps come in, or damaged.
    #[error("{what}: {}", path.display())]
    File {
        /// What is wrong with it, and the way out.
        what: String,
        /// The file.
        path: PathBuf,
    },
    /// No file had anything to draw.
    #[error(
        "nothing in these files is drawn on a base map (streets, water, green, buildings, railways, pictures): {0}"
    )]
    Nothing(String),
    /// The data folder can't be written.
    #[error("can't write the base map ({why}): {}", path.display())]
    Write {
        /// The reason.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// The data folder's base map is damaged.
    #[error("the base map is damaged ({why}), import it again: {}", path.display())]
    Unreadable {
        /// SQLite's reason.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// The data folder's base map was made by another version of this program.
    #[error("the base map is of version {version}, which this program does not read, import it again: {}", path.display())]
    Version {
        /// The version found.
        version: i32,
        /// The file.
        path: PathBuf,
    },
    /// The user stopped it.
    #[error("stopped: the base map is as it was")]
    Stopped,
}

impl BaseMapError {
    pub(super) fn file(what: impl Into<String>, path: &Path) -> Self {
        Self::File { what: what.into(), path: path.to_owned() }
    }

    pub(super) fn read(why: std::io::Error, path: &Path) -> Self {
        Self::Read { why, path: path.to_owned() }
    }

    pub(super) fn write(why: impl std::fmt::Display, path: &Path) -> Self {
        Self::Write { why: why.to_string(), path: path.to_owned() }
    }
}
