//! GDAL's programs, where they are installed: an independent writer of real files.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

/// Whether `ogr2ogr` is there; where it isn't, that is said, and the test has nothing to show.
pub(crate) fn is_here() -> bool {
    let found = Command::new("ogr2ogr").arg("--version").output().is_ok();
    if !found {
        eprintln!("left out: ogr2ogr (GDAL) is not on this machine");
    }
    found
}

/// Writes `from` anew as `to`.
pub(crate) fn ogr2ogr(arguments: &[&str], to: &Path, from: &Path) {
    let done = Command::new("ogr2ogr").args(arguments).arg(to).arg(from).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}
