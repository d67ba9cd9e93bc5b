//! What can go wrong with a data folder: one sentence each, with the path and the way out.

use crate::domain::{Actor, Stream, Timestamp};
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why the ledger or the tracks did not do what they were asked.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// Somebody else was first: the stream is no longer at the version that the decision rests on.
    #[error("{by} was first: {stream} is at version {found} ('{what}'), not {expected}: look again", stream = .stream.as_str())]
    Conflict {
        /// The stream.
        stream: Stream,
        /// The version that the decision rests on.
        expected: u32,
        /// The version now.
        found: u32,
        /// Who made the last event there.
        by: Actor,
        /// When.
        at: Timestamp,
        /// The last event's type, such as `assigned`.
        what: String,
    },
    /// A version of a stream was expected that has no event at all.
    #[error("nothing is known of {stream}, though version {expected} was expected: look again", stream = .stream.as_str())]
    Absent {
        /// The stream.
        stream: Stream,
        /// The version that the decision rests on.
        expected: u32,
    },
    /// An event that could not be read again.
    #[error("an event for {stream} can't be kept: {why}", stream = .stream.as_str())]
    Unwritable {
        /// The stream it was for.
        stream: Stream,
        /// Why.
        why: String,
    },
    /// Another program holds the data folder.
    #[error("{holder} already uses this data folder: close it, or name another folder with --data: {path}")]
    InUse {
        /// The data folder.
        path: PathBuf,
        /// Who, as far as can be said.
        holder: String,
    },
    /// Another program is writing to one of the files for longer than we wait.
    #[error("another program is writing to this file: close it and try again: {path}")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("there is no ledger here yet: import something or start a seat with this --data first: {path}")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Written by a later program.
    #[error(
        "this file was written by a newer Zonglan (its format is {found}, this program knows up to {known}): \
         update the program; nothing was changed: {path}"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// A file of this name that is not ours.
    #[error(
        "this is not a file of Zonglan's ({why}): move it away or name another --data; nothing was changed: {path}"
    )]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// The file is broken.
    #[error("this file is damaged ({why}): put back a copy of the folder; nothing was changed: {path}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How it shows.
        why: String,
    },
    /// An event does not fit the one before it.
    #[error("the ledger's chain breaks at event {seq} ({why}): put back a copy of the folder: {path}")]
    ChainBroken {
        /// The file.
        path: PathBuf,
        /// The first event that doesn't fit.
        seq: u64,
        /// What doesn't fit.
        why: &'static str,
    },
    /// An event whose bytes say nothing to this program.
    #[error("event {seq} can't be read ({why}): update the program or put back a copy of the folder: {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The event.
        seq: u64,
        /// Why.
        why: String,
    },
    /// No right to write, or a medium that can't be written.
    #[error(
        "this can't be written ({why}): give this account the right to, or name another folder with --data: {path}"
    )]
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// No room.
    #[error("the disk is full: make room and try again; what was acknowledged is safe: {path}")]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The folder can't be used as a data folder.
    #[error("this can't be used as a data folder ({source}): name another with --data: {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Reading or writing failed below us.
    #[error("reading or writing failed ({why}): look at the disk and try again: {path}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

impl LedgerError {
    /// The sentence for what SQLite says about the file at `path`.
    pub(crate) fn sql(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        let why = error.to_string();
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::NotADatabase => Self::NotOurs { path, why: "it is no database".into() },
                ErrorCode::DatabaseCorrupt => Self::Damaged { path, why },
                ErrorCode::DiskFull => Self::DiskFull { path },
                // The index of what was written last could not grow, and only want of room keeps it from that.
                _ if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::DiskFull { path },
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                    Self::ReadOnly { path, why }
                }
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy { path },
                _ => Self::Io { path, why },
            },
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged { path, why },
            _ => Self::Io { path, why },
        }
    }

    /// The sentence for what the system says about the file or folder at `path`.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                Self::ReadOnly { path, why: source.to_string() }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Folder { path, source },
        }
    }
}
