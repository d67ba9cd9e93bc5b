//! What had to be unpacked, in the system's folder for such things, gone when it has been read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Nothing is unpacked beyond this: an archive of a few kilobytes may claim to hold any size.
const MOST_BYTES: u64 = 8 << 30;

/// A folder of its own with unpacked files in it; names never come from an archive.
pub(super) struct Temporary {
    folder: PathBuf,
}

impl Temporary {
    /// An empty folder.
    pub(super) fn folder() -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let name = format!("zonglan-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let folder = std::env::temp_dir().join(name);
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Self { folder }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// A folder with one file, at [`Temporary::path`].
    pub(super) fn file(bytes: impl Read) -> io::Result<Self> {
        let folder = Self::folder()?;
        folder.put("file", bytes)?;
        Ok(folder)
    }

    /// Unpacks a file into it.
    pub(super) fn put(&self, name: &str, bytes: impl Read) -> io::Result<()> {
        let mut file = File::create(self.folder.join(name))?;
        let written = io::copy(&mut bytes.take(MOST_BYTES + 1), &mut file)?;
        if written > MOST_BYTES {
            return Err(io::Error::other("it unpacks to more than 8 GiB"));
        }
        Ok(())
    }

    /// Where the one file lies.
    pub(super) fn path(&self) -> PathBuf {
        self.join("file")
    }

    /// Where a file of this name lies.
    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.folder.join(Path::new(name))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What can't be removed now is the system's to clean up.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
