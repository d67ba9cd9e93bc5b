//! The program through its own door: commands as people and scripts give them, answers and failures as they see them.

#![allow(clippy::unwrap_used)]

mod beside;
mod city;
#[cfg(all(feature = "display", target_os = "linux"))]
mod desktop;
mod doctor;
mod drafts;
mod failures;
mod filters;
#[cfg(all(feature = "display", target_os = "linux"))]
mod hands;
mod header;
mod inspections;
mod kills;
mod loop_stories;
mod no_room;
mod oracle;
mod past;
#[cfg(feature = "display")]
mod plots;
mod questions;
mod registers;
mod report;
mod sample;
mod tour;
#[cfg(all(feature = "display", target_os = "linux"))]
mod typing;
mod zones;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The program, away from the settings of whoever runs the tests.
fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_zonglan"));
    for name in ["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "RUST_LOG"] {
        program.env_remove(name);
    }
    program
}

/// A folder with import files and, once something is imported, a data folder `data`.
pub(crate) struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// One matter, one worker, one place.
    pub(crate) fn small() -> Self {
        let desk = Self::new();
        desk.file(
            "matters.csv",
            "code,title,lon,lat,reported_at\nM1,路灯不亮,118.01,36.01,2026-09-11T08:00:00+08:00\n",
        );
        desk.file("people.csv", "code,name,on_duty\nW1,张三,是\nW2,李四,是\n");
        desk.file("places.csv", "code,name,lon,lat\nP1,a,118.02,36.02\n");
        desk.done("import incidents matters.csv");
        desk.done("import workers people.csv");
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// The program in this folder, told where its data are. Words stand between blanks.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = program();
        command.current_dir(self.0.path()).args(words.split_whitespace()).arg("--data").arg(self.data());
        command
    }

    pub(crate) fn run(&self, words: &str) -> Output {
        self.command(words).output().unwrap()
    }

    /// The answer of a command that must be done, silently but for the answer.
    pub(crate) fn done(&self, words: &str) -> Value {
        answer(words, &self.run(words))
    }

    /// The sentence with which a command must be refused.
    pub(crate) fn refused(&self, words: &str) -> String {
        refusal(words, &self.run(words), 1)
    }
}

pub(crate) fn answer(words: &str, output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{words}: {said}");
    assert!(said.is_empty(), "{words}: {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// One sentence on one line, and nothing that could be taken for an answer.
pub(crate) fn refusal(words: &str, output: &Output, code: i32) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{words}: {said}");
    assert!(output.stdout.is_empty(), "{words}: {output:?}");
    assert!(said.lines().count() == 1 && said.ends_with('\n'), "{words}: {said}");
    let sentence = said.trim_end().strip_prefix("zonglan: ").unwrap();
    assert!(!sentence.contains("panicked") && sentence.len() > 20, "{words}: {sentence}");
    sentence.to_owned()
}

/// Every file's bytes. The lock, SQLite's index of its log, and a log without anything in it are no data.
fn snapshot(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(snapshot(&path));
        } else if path.is_file() && name != "lock" && !name.ends_with("-shm") {
            files.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    files.retain(|path, bytes| !bytes.is_empty() || !path.to_string_lossy().ends_with("-wal"));
    files
}

/// The text field of every entry of a list.
fn column<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|entry| entry[field].as_str().unwrap()).collect()
}

/// The moment `secs` from now, as files write it.
fn from_now(secs: i64) -> String {
    (jiff::Timestamp::now() + jiff::SignedDuration::from_secs(secs)).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
