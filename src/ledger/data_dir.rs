//! The lock on a data folder: one program at a time.

use super::{Hold, LedgerError};
use std::fs::{File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A data folder that this program alone uses. The system lets go of it when the program ends,
/// however it ends.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    _lock: Hold,
}

/// The program that uses a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its process number, where it has said so.
    pub pid: Option<u32>,
    /// What it is, such as `zonglan wall`; empty where it hasn't said.
    pub what: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.what.as_str(), self.pid) {
            ("", None) => f.write_str("another program"),
            ("", Some(pid)) => write!(f, "another program (process {pid})"),
            (what, None) => write!(f, "another program ('{what}')"),
            (what, Some(pid)) => write!(f, "another program ('{what}', process {pid})"),
        }
    }
}

/// A peek may hold the lock for an instant: an opener tries this often, this far apart.
const TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

impl DataDir {
    /// Takes the data folder `path` for this program; makes it where it isn't there.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] with who holds it; the folder can't be used or written.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        std::fs::create_dir_all(path).map_err(|error| LedgerError::io(path, error))?;
        let at = path.join("lock");
        let fail = |error| LedgerError::io(&at, error);
        let taken = (0..TRIES).find_map(|nth| {
            if nth > 0 {
                std::thread::sleep(BETWEEN_TRIES);
            }
            Hold::take(&at).transpose()
        });
        let Some(lock) = taken else {
            return Err(LedgerError::InUse { path: path.into(), holder: holder(&at).to_string() });
        };
        let mut lock = lock.map_err(fail)?;
        let said = format!("{}\n{}\n", std::process::id(), what_we_are());
        lock.say(&said).map_err(fail)?;
        Ok(Self { path: path.into(), _lock: lock })
    }

    /// Who uses the data folder `path` now; none if nobody does or there is no such folder.
    ///
    /// # Errors
    /// The lock's file can't be read.
    pub fn peek(path: &Path) -> Result<Option<Holder>, LedgerError> {
        let at = path.join("lock");
        let lock = match File::open(&at) {
            Ok(lock) => lock,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(LedgerError::io(&at, error)),
        };
        match lock.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => Ok(Some(holder(&at))),
            Err(TryLockError::Error(error)) => Err(LedgerError::io(&at, error)),
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn holder(lock: &Path) -> Holder {
    let mut said = Vec::new();
    // Whoever holds it may be about to say so, or the system may not let us read: then it is "another program".
    if File::open(lock).and_then(|lock| lock.take(4096).read_to_end(&mut said)).is_err() {
        said.clear();
    }
    let said = String::from_utf8_lossy(&said);
    let mut lines = said.lines();
    let pid = lines.next().and_then(|line| line.parse().ok());
    Holder { pid, what: lines.next().unwrap_or_default().to_owned() }
}

/// The program's name and its first word, such as `zonglan serve`.
fn what_we_are() -> String {
    let mut words = std::env::args_os().map(|word| word.to_string_lossy().replace(['\n', '\r'], " "));
    let program = words.next().unwrap_or_default();
    let program = Path::new(&program).file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match words.next() {
        Some(word) if !word.starts_with('-') => format!("{program} {word}"),
        _ => program,
    }
}
