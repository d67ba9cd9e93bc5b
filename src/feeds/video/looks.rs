//! Who looked through which camera, a line of JSON each: what can't be written down is not shown, as with tracks.

use crate::domain::{CameraCode, Timestamp};
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file's name in the data folder.
pub const CAMERA_LOOKS_FILE: &str = "camera-looks.jsonl";

/// Writes down who looks.
#[derive(Clone, Debug)]
pub struct Looks {
    path: PathBuf,
}

impl Looks {
    /// Into the data folder `dir`.
    #[must_use]
    pub fn of(dir: &Path) -> Self {
        Self { path: dir.join(CAMERA_LOOKS_FILE) }
    }

    /// Writes down one look; on disk when it returns.
    ///
    /// # Errors
    /// The disk's.
    pub(super) fn note(&self, camera: &CameraCode, by: &str, at: Timestamp) -> std::io::Result<()> {
        let line = format!("{}\n", json!({ "at": at.0, "by": by, "camera": camera }));
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&self.path)?;
        file.write_all(line.as_bytes())?;
        file.sync_data()
    }
}
