//! Import: files of every kind and every dirt, into a real ledger.

#![allow(clippy::unwrap_used)]

mod chicago;
mod command_line;
mod crs;
mod dirt;
mod fixes;
mod formats;
mod formats_fuzzed;
mod formats_gdal;
mod formats_random;
mod formats_write;
mod formats_wrong;
mod formats_wrong_maps;
mod gaps;
mod guards;
mod guards_rings;
mod guards_territory;
mod plan;
mod recut;
mod round_trip;
mod transaction;

use std::ops::ControlFlow;
use std::path::PathBuf;
use tempfile::TempDir;
use zonglan::domain::{Event, Recorded, Timestamp};
use zonglan::intake::{ImportReport, ImportRequest, IntakeError, Kind, import};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::Picture;

/// A folder with a ledger and files to import.
struct Desk {
    dir: TempDir,
    ledger: SqliteLedger,
}

impl Desk {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let ledger = SqliteLedger::open(&dir.path().join("data")).unwrap();
        Self { dir, ledger }
    }

    /// A file with this content.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A request to import one file with this content.
    fn request(&self, kind: Kind, content: impl AsRef<[u8]>) -> ImportRequest {
        ImportRequest::new(kind, vec![self.file("file", content)], Timestamp(1_789_088_700))
    }

    fn try_import(&mut self, request: &ImportRequest) -> Result<ImportReport, IntakeError> {
        let report = import(request, &mut self.ledger, &mut |_| ControlFlow::Continue(()))?;
        assert_eq!(report.read, report.kept + report.skipped + report.unchanged, "{report:?}");
        Ok(report)
    }

    fn import(&mut self, kind: Kind, content: impl AsRef<[u8]>) -> ImportReport {
        let request = self.request(kind, content);
        self.try_import(&request).unwrap()
    }

    fn refuse(&mut self, kind: Kind, content: impl AsRef<[u8]>) -> IntakeError {
        let request = self.request(kind, content);
        let before = self.ledger.last_seq().unwrap();
        let error = self.try_import(&request).unwrap_err();
        assert_eq!(self.ledger.last_seq().unwrap(), before);
        error
    }

    fn recorded(&self) -> Vec<Recorded> {
        let mut all = Vec::new();
        self.ledger
            .read_after(0, &mut |recorded| {
                all.push(recorded);
                ControlFlow::Continue(())
            })
            .unwrap();
        all
    }

    /// What it all adds up to, at China's time.
    fn picture(&self) -> Picture {
        let mut picture = Picture::new(8 * 3600);
        self.recorded().iter().for_each(|recorded| picture.apply(recorded));
        picture.derive();
        picture
    }

    fn events(&self) -> Vec<Event> {
        self.recorded().into_iter().map(|recorded| recorded.event).collect()
    }
}

/// Pairs as `--map` and `--set` bring them.
fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// The problems told, as `row field problem`.
fn told(report: &ImportReport) -> Vec<String> {
    report.problems.iter().map(|told| format!("{} {} {}", told.row, told.field, told.problem)).collect()
}
