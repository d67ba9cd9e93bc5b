//! Who looked at whose track, a line of JSON each: by `query track` and at a seat alike. What can't be written down is not
//! shown (DOMAIN.md, section 7).

use super::cannot;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use zonglan::domain::Timestamp;

const FILE: &str = "track-looks.jsonl";

fn path_in(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// Writes down who looks, before anything is shown: what can't be written down is not shown.
pub(super) fn note(dir: &Path, worker: &str, (from, to): (Timestamp, Timestamp), by: &str) -> anyhow::Result<()> {
    let path = path_in(dir);
    let at = super::county::now().0;
    let line = format!("{}\n", json!({ "at": at, "by": by, "worker": worker, "from": from.0, "to": to.0 }));
    let write = || {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path)?;
        file.write_all(line.as_bytes())?;
        file.sync_data()
    };
    write().map_err(|error| cannot("write down who looks at a track", &path, error))
}

/// Who looked at a worker's track, oldest first.
pub(super) fn all_of(dir: &Path, worker: &str) -> anyhow::Result<Value> {
    let path = path_in(dir);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(cannot("read who looked at tracks", &path, error)),
    };
    let looks = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Ok(looks.filter(|look| look["worker"] == worker).collect())
}
