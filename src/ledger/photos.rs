//! Photos of a county, kept by the hash of their bytes in the data folder: `photos/ab/abcdef…`. What lies there never
//! changes: the same photo is there once, and whoever reads one gets what its name says, or hears which file is damaged.

use crate::domain::{CleanPhoto, MOST_PHOTO_BYTES, PhotoRefusal, clean_photo};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use thiserror::Error;

/// The folder's name within the data folder.
const FOLDER: &str = "photos";

/// Why a photo can't be kept or had.
#[derive(Debug, Error)]
pub enum PhotoError {
    /// It isn't taken in.
    #[error("{} is not taken in: {why}", .path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        why: PhotoRefusal,
    },
    /// No photo has such a name.
    #[error("a photo is known by its SHA-256, 64 hexadecimal digits: {0}")]
    NoName(String),
    /// It isn't here.
    #[error("this photo is not here, bring its file: {}", .0.display())]
    Missing(PathBuf),
    /// It isn't what its name says.
    #[error("this photo is damaged, restore it from a copy or take it in again: {}", .0.display())]
    Damaged(PathBuf),
    /// The disk.
    #[error("can't {what} {}: {error}", .path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// With what.
        path: PathBuf,
        /// How it ended.
        error: io::Error,
    },
}

/// A photo that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPhoto {
    /// Its name: the SHA-256 of what is kept, which is what was given less what tells where it was taken.
    pub sha256: String,
    /// What is known of it.
    pub photo: CleanPhoto,
    /// Whether it had been there before.
    pub was_there: bool,
}

/// The photos of a data folder. Any number of programs may keep and read at the same time.
#[derive(Clone, Debug)]
pub struct PhotoStore {
    folder: PathBuf,
}

/// Tells the files apart that one process is writing.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

impl PhotoStore {
    /// The photos of this data folder; nothing is made before the first is kept.
    pub fn of(data_dir: &Path) -> Self {
        Self { folder: data_dir.join(FOLDER) }
    }

    /// Takes the file in: cleaned, durable when this returns.
    ///
    /// # Errors
    /// It is no photo within the bounds, or the disk fails.
    pub fn keep_file(&self, path: &Path) -> Result<KeptPhoto, PhotoError> {
        let failed = |error| PhotoError::Io { what: "read the photo", path: path.to_owned(), error };
        let file = File::open(path).map_err(failed)?;
        let mut bytes = Vec::new();
        // One byte more than is allowed tells that there are too many; nobody reads a disk's worth of them.
        file.take(MOST_PHOTO_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
        let refused = |why| PhotoError::Refused { path: path.to_owned(), why };
        if bytes.len() > MOST_PHOTO_BYTES {
            let size = std::fs::metadata(path).map_or(bytes.len() as u64, |about| about.len());
            return Err(refused(PhotoRefusal::TooManyBytes(size)));
        }
        self.keep(clean_photo(&bytes).map_err(refused)?)
    }

    /// Keeps a photo: durable when this returns. What lies under its name and is damaged is written anew.
    ///
    /// # Errors
    /// The disk fails.
    pub fn keep(&self, photo: CleanPhoto) -> Result<KeptPhoto, PhotoError> {
        let sha256 = name_of(&photo.bytes);
        let path = self.path(&sha256);
        if self.read(&sha256).is_ok() {
            return Ok(KeptPhoto { sha256, photo, was_there: true });
        }
        let failed = |error| PhotoError::Io { what: "keep the photo", path: path.clone(), error };
        let folder = path.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder).map_err(failed)?;
        let count = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let fresh = folder.join(format!("{sha256}.{}-{count}.new", std::process::id()));
        let written = write(&fresh, &path, &photo.bytes);
        if written.is_err() {
            // What is half written is of no use; that it can't be removed either changes nothing.
            let _ = std::fs::remove_file(&fresh);
        }
        written.map_err(failed)?;
        Ok(KeptPhoto { sha256, photo, was_there: false })
    }

    /// A photo's bytes, which are what its name says.
    ///
    /// # Errors
    /// It isn't there, is damaged, or the disk fails.
    pub fn read(&self, sha256: &str) -> Result<Vec<u8>, PhotoError> {
        let sha256 = sha256.to_ascii_lowercase();
        if !is_name(&sha256) {
            return Err(PhotoError::NoName(sha256));
        }
        let path = self.path(&sha256);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(PhotoError::Missing(path)),
            Err(error) => return Err(PhotoError::Io { what: "read the photo", path, error }),
        };
        let mut bytes = Vec::new();
        if let Err(error) = file.take(MOST_PHOTO_BYTES as u64 + 4_096).read_to_end(&mut bytes) {
            return Err(PhotoError::Io { what: "read the photo", path, error });
        }
        if name_of(&bytes) == sha256 { Ok(bytes) } else { Err(PhotoError::Damaged(path)) }
    }

    /// Where a photo lies.
    fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(&sha256[..2]).join(sha256)
    }
}

/// Whether a photo may be called so.
pub fn is_photo_name(text: &str) -> bool {
    is_name(&text.to_ascii_lowercase())
}

fn is_name(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn name_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whole or not at all: a fall of the power leaves the photo, or nothing under its name.
fn write(fresh: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(fresh, path)?;
    // The folders' own entries, from the photo's up to the data folder's.
    for folder in path.ancestors().skip(1).take(3) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
