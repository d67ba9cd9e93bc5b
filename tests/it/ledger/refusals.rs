//! What can't be used is refused with one sentence, and left as it was.

use super::made_up::{append, stream};
use super::tracks::{START, fix};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use zonglan::domain::Event;
use zonglan::ledger::{DataDir, LEDGER_FILE, Ledger, LedgerError, SqliteLedger, Tracks};

/// Every file's bytes; SQLite's index of the log, and a log without anything in it, are no data.
fn snapshot(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(snapshot(&path));
        } else if !path.to_string_lossy().ends_with("-shm") {
            files.insert(path.clone(), std::fs::read(path).unwrap());
        }
    }
    files.retain(|path, bytes| !bytes.is_empty() || !path.to_string_lossy().ends_with("-wal"));
    files
}

/// Both ways of opening refuse; nothing changes; the sentence names the file and stands on one line.
fn refused(dir: &Path) -> LedgerError {
    let before = snapshot(dir);
    let reading = SqliteLedger::open_read_only(dir).unwrap_err();
    let error = SqliteLedger::open(dir).unwrap_err();
    assert!(snapshot(dir) == before, "something changed: {error}");
    assert_eq!(std::mem::discriminant(&error), std::mem::discriminant(&reading), "{error} / {reading}");
    let sentence = error.to_string();
    assert!(sentence.ends_with(&*dir.join(LEDGER_FILE).to_string_lossy()) && !sentence.contains('\n'), "{sentence}");
    error
}

fn some_ledger() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    for n in 0..50 {
        let result = "x".repeat(1_000);
        ledger.append(&append(&format!("c{n}"), &stream(1), n, vec![Event::Handled { result }])).unwrap();
    }
    dir
}

#[test]
fn a_ledger_of_a_newer_program_is_refused_and_left() {
    for in_the_log in [false, true] {
        let dir = some_ledger();
        let db = Connection::open(dir.path().join(LEDGER_FILE)).unwrap();
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, in_the_log).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        drop(db);
        assert_eq!(dir.path().join("ledger.sqlite-wal").exists(), in_the_log);
        let error = refused(dir.path());
        assert!(matches!(error, LedgerError::Newer { found: 99, known: 1, .. }), "{error:?}");
        assert!(error.to_string().starts_with("this file was written by a newer Zonglan"), "{error}");
        assert!(error.to_string().contains("nothing was changed"), "{error}");
    }
}

#[test]
fn what_is_no_ledger_is_refused_and_left() {
    let dir = some_ledger();
    let file = dir.path().join(LEDGER_FILE);
    let whole = std::fs::read(&file).unwrap();
    let mut garbage = whole.clone();
    garbage[..16].copy_from_slice(b"garbage, garbage");
    std::fs::write(&file, &garbage).unwrap();
    assert!(matches!(refused(dir.path()), LedgerError::NotOurs { .. }));
    for length in [whole.len() / 2, whole.len() - 1, 4096, 100, 50, 1] {
        std::fs::write(&file, &whole[..length]).unwrap();
        let error = refused(dir.path());
        assert!(matches!(error, LedgerError::Damaged { .. }), "{length}: {error:?}");
    }
    std::fs::remove_file(&file).unwrap();
    let db = Connection::open(&file).unwrap();
    db.execute_batch("CREATE TABLE holidays (day TEXT)").unwrap();
    drop(db);
    assert!(matches!(refused(dir.path()), LedgerError::NotOurs { .. }));
    let mut zeroed = whole;
    zeroed[4096..12_288].fill(0);
    std::fs::write(&file, &zeroed).unwrap();
    let sound = SqliteLedger::open(dir.path()).and_then(|ledger| ledger.verify(&mut |_| ()));
    let error = sound.unwrap_err();
    assert!(matches!(error, LedgerError::Damaged { .. } | LedgerError::ChainBroken { .. }), "{error:?}");
}

#[test]
fn no_ledger_and_a_start_cut_off_are_told_apart_from_damage() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(SqliteLedger::open_read_only(dir.path()), Err(LedgerError::Missing { .. })));
    std::fs::write(dir.path().join(LEDGER_FILE), b"").unwrap();
    assert!(matches!(SqliteLedger::open_read_only(dir.path()), Err(LedgerError::Missing { .. })));
    let db = Connection::open(dir.path().join(LEDGER_FILE)).unwrap();
    db.pragma_update(None, "journal_mode", "wal").unwrap();
    drop(db);
    assert_eq!(SqliteLedger::open(dir.path()).unwrap().last_seq().unwrap(), 0);
}

#[test]
fn a_reader_is_not_let_write() {
    let dir = some_ledger();
    let before = snapshot(dir.path());
    let mut ledger = SqliteLedger::open_read_only(dir.path()).unwrap();
    let error = ledger.append(&append("new", &stream(1), 50, vec![Event::Closed])).unwrap_err();
    assert!(matches!(error, LedgerError::ReadOnly { .. }), "{error:?}");
    drop(ledger);
    assert!(snapshot(dir.path()) == before);
}

#[test]
fn a_file_in_the_folders_place_and_a_folder_that_cannot_be_made_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("data");
    std::fs::write(&file, b"a letter").unwrap();
    for path in [&file, &file.join("below"), Path::new("/proc/zonglan-test")] {
        let errors =
            [SqliteLedger::open(path).unwrap_err(), DataDir::open(path).unwrap_err(), Tracks::open(path).unwrap_err()];
        for error in errors {
            assert!(matches!(error, LedgerError::Folder { .. } | LedgerError::ReadOnly { .. }), "{error:?}");
            assert!(error.to_string().contains(&*path.to_string_lossy()), "{error}");
        }
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"a letter");
}

/// Set for the child of the test below: the folder that it may not write.
const READ_ONLY_DIR: &str = "ZONGLAN_TEST_READ_ONLY_DIR";
const NOBODY: u32 = 65_534;

/// Root may write everywhere, so the folder is tried by a child that is nobody.
#[test]
fn a_folder_that_may_not_be_written_is_named_and_left() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut ledger = SqliteLedger::open(&data).unwrap();
    ledger.append(&append("c1", &stream(1), 0, vec![Event::Delivered])).unwrap();
    Tracks::open(&data).unwrap().append(&[fix(1, START, 0)]).unwrap();
    drop(ledger);
    let may = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    for path in [&data, &data.join("tracks")] {
        for file in std::fs::read_dir(path).unwrap() {
            may(&file.unwrap().path(), 0o444);
        }
    }
    may(&data.join("tracks"), 0o555);
    may(&data, 0o555);
    may(dir.path(), 0o755);
    let before = snapshot(&data);
    let program = dir.path().join("it");
    let this = std::env::current_exe().unwrap();
    if std::fs::hard_link(&this, &program).is_err() {
        std::fs::copy(&this, &program).unwrap();
    }
    let mut child = Command::new(&program);
    child.args(["--exact", "ledger::refusals::in_a_folder_that_may_not_be_written", "--nocapture"]);
    child.env(READ_ONLY_DIR, &data).current_dir(dir.path());
    if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
        child.uid(NOBODY).gid(NOBODY);
    }
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(snapshot(&data) == before);
    may(&data, 0o755);
    may(&data.join("tracks"), 0o755);
}

/// The child's body; without its variable it is no test.
#[test]
fn in_a_folder_that_may_not_be_written() {
    let Some(data) = std::env::var_os(READ_ONLY_DIR).map(PathBuf::from) else { return };
    assert!(std::fs::write(data.join("probe"), b"").is_err(), "this account may write after all");
    let mut tracks = Tracks::open(&data).unwrap();
    let errors = [
        SqliteLedger::open(&data).unwrap_err(),
        SqliteLedger::open(&data.join("new")).unwrap_err(),
        DataDir::open(&data).unwrap_err(),
        DataDir::open(&data.join("new")).unwrap_err(),
        tracks.append(&[fix(1, START, 0)]).unwrap_err(),
        tracks.append(&[fix(1, START + 86_400, 0)]).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, LedgerError::ReadOnly { .. }), "{error:?}");
        assert!(error.to_string().contains(&*data.to_string_lossy()), "{error}");
    }
}

#[test]
fn a_second_program_is_told_who_holds_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(DataDir::peek(dir.path()).unwrap(), None);
    let held = DataDir::open(dir.path()).unwrap();
    let error = DataDir::open(dir.path()).unwrap_err();
    assert!(matches!(error, LedgerError::InUse { .. }), "{error:?}");
    let sentence = error.to_string();
    assert!(sentence.contains(&format!("process {}", std::process::id())), "{sentence}");
    assert!(sentence.ends_with(&*dir.path().to_string_lossy()), "{sentence}");
    assert_eq!(DataDir::peek(dir.path()).unwrap().unwrap().pid, Some(std::process::id()));
    drop(held);
    assert_eq!(DataDir::peek(dir.path()).unwrap(), None);
    DataDir::open(dir.path()).unwrap();
}
