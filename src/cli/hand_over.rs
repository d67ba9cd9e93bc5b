//! Shifts that were handed over: a line of JSON each in the data folder, durable before the seat shows who has it.

use super::cannot;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use zonglan::seat::HandOver;

const FILE: &str = "handovers.jsonl";

/// Writes it down: durable when this returns.
pub(super) fn write_down(dir: &Path, record: &HandOver) -> anyhow::Result<()> {
    let path = dir.join(FILE);
    let line = format!("{}\n", serde_json::to_string(record)?);
    let write = || -> std::io::Result<()> {
        let is_new = !path.exists();
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        if is_new { File::open(dir)?.sync_all() } else { Ok(()) }
    };
    write().map_err(|error| cannot("write down who has the shift", &path, error))
}
