//! What a seat keeps in the data folder beside the ledger: views of the list and drafts, in `seat.json`. Whole or not at
//! all, so that a kill at any moment leaves the last or the one before.

use std::fs::File;
#[cfg(feature = "display")]
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;
use zonglan::seat::SeatSettings;

/// Its name in a data folder.
pub(super) const FILE: &str = "seat.json";

/// What the folder's last seat kept; nothing where there was none, or where it can't be understood, which is told.
#[cfg(feature = "display")]
pub(super) fn load(dir: &Path) -> SeatSettings {
    let path = dir.join(FILE);
    let told = |error: &dyn std::fmt::Display| {
        tracing::warn!("views and drafts are not to be had, {} can't be read: {error}", path.display());
        SeatSettings::default()
    };
    match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| told(&error)),
        Err(error) if error.kind() == ErrorKind::NotFound => SeatSettings::default(),
        Err(error) => told(&error),
    }
}

/// Keeps it: durable when this returns.
pub(super) fn save(dir: &Path, settings: &SeatSettings) -> std::io::Result<()> {
    let (path, fresh) = (dir.join(FILE), dir.join(format!("{FILE}.new")));
    let text = serde_json::to_vec_pretty(settings)?;
    let mut file = File::create(&fresh)?;
    file.write_all(&text)?;
    file.sync_all()?;
    std::fs::rename(&fresh, &path)?;
    // The folder's own entry, without which the name may still be the old one after a fall of the power.
    File::open(dir)?.sync_all()
}
