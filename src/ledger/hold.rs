//! A file that one program holds at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;

/// A file that this program holds until this is dropped; the system lets go of it however the program ends.
#[derive(Debug)]
pub struct Hold(File);

impl Hold {
    /// Takes the file `path`, which is made where it isn't there; none if somebody holds it.
    ///
    /// # Errors
    /// The file can't be made or opened, or can't be locked where it stands.
    pub fn take(path: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Writes `text` into the file, in place of what it held.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        self.0.set_len(0)?;
        self.0.write_all(text.as_bytes())
    }
}

impl Drop for Hold {
    /// Lets go by name. To close the file is not enough: a child that another thread is just starting has a copy of it
    /// until it becomes its own program, and the system counts the file as held for so long.
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::debug!("a file's lock was not let go of: {error}");
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_let_go_of_can_be_taken_while_a_copy_is_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = Hold::take(&path).unwrap().unwrap();
        assert!(Hold::take(&path).unwrap().is_none(), "one at a time");
        let copy_of_a_child = held.0.try_clone().unwrap();
        drop(held);
        assert!(Hold::take(&path).unwrap().is_some());
        drop(copy_of_a_child);
    }
}
