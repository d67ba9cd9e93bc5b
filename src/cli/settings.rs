//! `settings.toml` in the data folder: read at the start, written by the store's thread. Whole or not at all, so that a kill
//! at any moment leaves the last or the one before.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;
use zonglan::seat::setup::{self, Fault, Settings};

/// The file's name.
pub(super) const FILE: &str = "settings.toml";
/// What was there and could not be kept within the new one.
const OLD: &str = "settings.toml.old";

/// What the folder's file says, and what is wrong with it; nothing where there is none. A file that can't be read at all is
/// told.
pub(super) fn read(dir: &Path) -> anyhow::Result<(Settings, Vec<Fault>)> {
    match std::fs::read(dir.join(FILE)) {
        Ok(bytes) => Ok(setup::read(&String::from_utf8_lossy(&bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Default::default()),
        Err(error) => Err(super::cannot("read the settings", &dir.join(FILE), error)),
    }
}

/// As [`read`], for a seat: whatever is wrong is told, and what holds of the rest is used.
#[cfg(feature = "display")]
pub(super) fn load(dir: &Path) -> (Settings, Vec<Fault>) {
    let (settings, faults) = read(dir).unwrap_or_else(|error| {
        tracing::warn!("{}: the screen is guessed", super::sentence(&error));
        Default::default()
    });
    for fault in &faults {
        tracing::warn!("{}: {fault}", dir.join(FILE).display());
    }
    (settings, faults)
}

/// Keeps them, with all that people wrote around them: durable when this returns.
pub(super) fn save(dir: &Path, settings: &Settings) -> std::io::Result<()> {
    let path = dir.join(FILE);
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        // What is no text is put aside, not mended.
        Err(error) if error.kind() == ErrorKind::InvalidData => None,
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let written = setup::write(settings, before.as_deref());
    if written.is_fresh && path.exists() {
        std::fs::copy(&path, dir.join(OLD))?;
    }
    let fresh = dir.join("settings.toml.new");
    let mut file = File::create(&fresh)?;
    file.write_all(written.text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&fresh, &path)?;
    // The folder's own entry, without which the name may still be the old one after a fall of the power.
    File::open(dir)?.sync_all()
}
