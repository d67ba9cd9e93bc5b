//! Opening a database of ours: what is not ours, newer or broken is refused before anything is
//! changed; what is new is made; what is older is migrated.

use super::LedgerError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// A kind of database: its mark in the file's header and the steps that made its tables.
pub(crate) struct Kind {
    /// SQLite's `application_id`.
    pub(crate) application_id: i32,
    /// One text of SQL a version; never changed once published.
    pub(crate) migrations: &'static [&'static str],
    /// Whether a new file can give pages back that it does not need any more (`PRAGMA incremental_vacuum`).
    pub(crate) gives_back: bool,
}

impl Kind {
    fn version(&self) -> u32 {
        self.migrations.len() as u32
    }
}

/// How long a write waits for another program's.
const BUSY: Duration = Duration::from_secs(5);
/// The header of an SQLite file, of which four numbers concern us.
const HEADER_BYTES: usize = 100;

/// Opens the database at `path` for writing; makes it if it isn't there.
///
/// # Errors
/// It is not ours, newer, damaged, or can't be written. Then it is as it was.
pub(crate) fn open(path: &Path, kind: &Kind) -> Result<Connection, LedgerError> {
    check_header(path, kind)?;
    let sql = |error| LedgerError::sql(path, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(sql)?;
    // Until we know that it is ours, closing it must not tidy it up.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(sql)?;
    db.busy_timeout(BUSY).map_err(sql)?;
    if db.is_readonly(MAIN_DB).map_err(sql)? {
        return Err(LedgerError::ReadOnly { path: path.into(), why: "no right to write the file".into() });
    }
    let version = known_version(&db, path, kind)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map_err(sql)?;
    if version == 0 && kind.gives_back {
        // Only an empty file can be told so.
        db.execute_batch("PRAGMA auto_vacuum = INCREMENTAL").map_err(sql)?;
    }
    // Full sync: what a commit has answered is on the disk.
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                   PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864;";
    db.execute_batch(pragmas).map_err(sql)?;
    migrate(&db, version, kind).map_err(sql)?;
    Ok(db)
}

/// Opens the database at `path` for reading only.
///
/// # Errors
/// It isn't there, not ours, newer or damaged.
pub(crate) fn open_read_only(path: &Path, kind: &Kind) -> Result<Connection, LedgerError> {
    if !check_header(path, kind)? {
        return Err(LedgerError::Missing { path: path.into() });
    }
    let sql = |error| LedgerError::sql(path, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(sql)?;
    db.busy_timeout(BUSY).map_err(sql)?;
    db.execute_batch("PRAGMA cache_size = -65536; PRAGMA query_only = ON;").map_err(sql)?;
    match known_version(&db, path, kind)? {
        0 => Err(LedgerError::Missing { path: path.into() }),
        _ => Ok(db),
    }
}

fn migrate(db: &Connection, version: u32, kind: &Kind) -> rusqlite::Result<()> {
    if version == kind.version() {
        return Ok(());
    }
    let transaction = db.unchecked_transaction()?;
    for migration in &kind.migrations[version as usize..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", kind.application_id)?;
    transaction.pragma_update(None, "user_version", kind.version())?;
    transaction.commit()
}

/// The version of the database's tables, 0 while it has none.
fn known_version(db: &Connection, path: &Path, kind: &Kind) -> Result<u32, LedgerError> {
    let sql = |error| LedgerError::sql(path, error);
    let number = |pragma| db.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0)).map_err(sql);
    let (id, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)).map_err(sql)?;
    // A start cut off before its first commit leaves a database with no mark and no table.
    if id == 0 && version == 0 && tables == 0 {
        return Ok(0);
    }
    check_mark(path, kind, id, version)
}

fn check_mark(path: &Path, kind: &Kind, id: i32, version: i32) -> Result<u32, LedgerError> {
    let path = path.to_path_buf();
    if id != kind.application_id {
        return Err(LedgerError::NotOurs { path, why: "it is another program's database".into() });
    }
    match u32::try_from(version) {
        Ok(found) if found > kind.version() => Err(LedgerError::Newer { path, found, known: kind.version() }),
        Ok(found) if found > 0 => Ok(found),
        _ => Err(LedgerError::Damaged { path, why: format!("its format can't be {version}") }),
    }
}

/// Looks at the file without SQLite, which might already write; answers whether there is anything.
fn check_header(path: &Path, kind: &Kind) -> Result<bool, LedgerError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(LedgerError::io(path, error)),
    };
    let bytes = file.metadata().map_err(|error| LedgerError::io(path, error))?.len();
    if bytes == 0 {
        return Ok(false);
    }
    let mut header = [0; HEADER_BYTES];
    if bytes < HEADER_BYTES as u64 {
        return Err(LedgerError::Damaged { path: path.into(), why: format!("it ends after {bytes} bytes") });
    }
    file.read_exact(&mut header).map_err(|error| LedgerError::io(path, error))?;
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(LedgerError::NotOurs { path: path.into(), why: "it is no database".into() });
    }
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    // Pages that are still in the write-ahead log may be missing from the file itself.
    if !has_log(path) {
        let page = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 65_536,
            page => u64::from(page),
        };
        let whole = u64::from(number(28)) * page;
        if bytes < whole {
            return Err(LedgerError::Damaged {
                path: path.into(),
                why: format!("it has {bytes} bytes where there were {whole}"),
            });
        }
    }
    let (version, id) = (number(60) as i32, number(68) as i32);
    if id != 0 {
        check_mark(path, kind, id, version)?;
    }
    Ok(true)
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|log| log.len() > 0)
}
