//! One import: files in, one transaction, one answer.

use super::identity::Watch;
use super::kind::{Kind, KindReader, Out, RowError};
use super::known::Known;
use super::mapping::Mapping;
use super::record::Record;
use super::report::{Flaw, ImportReport};
use super::table::{Columns, Read, Row};
use super::{Crs, IntakeError, source};
use crate::domain::{Actor, Timestamp};
use crate::ledger::Ledger;
use jiff::tz::TimeZone;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Progress is told every so many rows.
const PROGRESS_ROWS: u64 = 1_000;

/// What is to be imported, and how its columns are to be read.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// What the rows are.
    pub kind: Kind,
    /// The files, in order; they go in together or not at all.
    pub files: Vec<PathBuf>,
    /// The reference system of their positions.
    pub crs: Crs,
    /// `--map`: field, and the column or template that serves it.
    pub maps: Vec<(String, String)>,
    /// `--set`: field, and the value of every row whose `--map` gives none.
    pub sets: Vec<(String, String)>,
    /// The zone of times that don't say theirs.
    pub zone: TimeZone,
    /// Whether nothing is to be written.
    pub dry_run: bool,
    /// When the import takes place.
    pub at: Timestamp,
    /// Who imports.
    pub by: Actor,
}

impl ImportRequest {
    /// An import of these files as they are, WGS-84, times of Shanghai.
    pub fn new(kind: Kind, files: Vec<PathBuf>, at: Timestamp) -> Self {
        Self {
            kind,
            files,
            crs: Crs::Wgs84,
            maps: Vec::new(),
            sets: Vec::new(),
            zone: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC),
            dry_run: false,
            at,
            by: Actor::System("import".to_owned()),
        }
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The file being read.
    pub file: &'a Path,
    /// The rows read so far, of all files.
    pub rows: u64,
    /// Whether all rows are read and the transaction is being made durable.
    pub committing: bool,
}

/// Imports: reads the files, puts what their rows say into the ledger in one transaction, and
/// answers with counts and problems. A row that can't be used is skipped and told; a dry run does
/// everything but write. `progress` may break off: then nothing is written.
///
/// # Errors
/// Everything that keeps the import as a whole from taking place, see [`IntakeError`]; nothing of
/// it is in the ledger then.
pub fn import(
    request: &ImportRequest,
    ledger: &mut dyn Ledger,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<ImportReport, IntakeError> {
    let mut reader = request.kind.reader();
    let mut mapping = Mapping::new(request.kind.name(), reader.fields(), &request.maps, &request.sets)?;
    let mut known = match request.kind {
        Kind::Cameras | Kind::Places => Known::default(),
        Kind::Areas | Kind::Workers | Kind::Categories | Kind::Incidents => Known::read(ledger)?,
    };
    let mut report = ImportReport::new(request.kind);
    let mut bulk = ledger.bulk(request.at, &request.by)?;
    let mut out = Out { bulk: bulk.as_mut(), report: &mut report, known: &mut known, file: None };
    for path in &request.files {
        if request.files.len() > 1 {
            out.file = path.file_name().map(|name| name.to_string_lossy().into_owned());
        }
        one_file(request, path, &mut mapping, reader.as_mut(), &mut out, progress)?;
    }
    reader.finish(&mut out)?;
    if !request.dry_run {
        let rows = report.read;
        if let Some(file) = request.files.last()
            && progress(Progress { file, rows, committing: true }).is_break()
        {
            return Err(IntakeError::Stopped { path: file.clone(), row: rows });
        }
        bulk.commit()?;
    }
    Ok(report)
}

fn one_file(
    request: &ImportRequest,
    path: &Path,
    mapping: &mut Mapping,
    reader: &mut dyn KindReader,
    out: &mut Out,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), IntakeError> {
    let mut watch = Watch::default();
    mapping.unbind();
    let columns = source::read(path, &mut |read| {
        out.report.read += 1;
        let number = match read {
            Read::Broken(number, why, value) => {
                out.report.skipped += 1;
                out.tell(number, Flaw::new("", why, &value));
                number
            }
            Read::Row(row) => {
                let number = row.number;
                watch.look(&row);
                if row.columns.complete {
                    known_columns(path, mapping, row.columns)?;
                }
                mapping.bind(row.columns);
                one_row(request, row, mapping, reader, out)?;
                number
            }
        };
        let rows = out.report.read;
        if rows.is_multiple_of(PROGRESS_ROWS) && progress(Progress { file: path, rows, committing: false }).is_break() {
            return Err(IntakeError::Stopped { path: path.to_owned(), row: number });
        }
        Ok(())
    })?;
    mapping.check_columns(path, &columns)?;
    match watch.column(&columns) {
        Some(column) => Err(IntakeError::IdNumbers { path: path.to_owned(), column }),
        None => Ok(()),
    }
}

/// A sheet's header is checked before its first row is used.
fn known_columns(path: &Path, mapping: &Mapping, columns: &Columns) -> Result<(), IntakeError> {
    if mapping.is_bound() { Ok(()) } else { mapping.check_columns(path, columns) }
}

fn one_row(
    request: &ImportRequest,
    row: Row,
    mapping: &Mapping,
    reader: &mut dyn KindReader,
    out: &mut Out,
) -> Result<(), IntakeError> {
    let number = row.number;
    let unreadable = row.unreadable_column();
    let remark = row.remark.clone();
    let outcome = if row.is_empty() {
        Err(RowError::Flaw(Flaw::new("", "the row is empty", "")))
    } else {
        let mut record = Record { row, mapping, crs: request.crs, zone: &request.zone, notes: Vec::new() };
        let outcome = reader.row(&mut record, out);
        for flaw in record.notes {
            out.tell(number, flaw);
        }
        outcome
    };
    if let Some(remark) = remark {
        out.tell(number, Flaw::new("", remark, ""));
    }
    if let Some(column) = unreadable {
        out.tell(
            number,
            Flaw::new(
                column,
                "unreadable characters (in no known encoding, or lost before this file was written), kept",
                "",
            ),
        );
    }
    match outcome {
        Ok(()) => Ok(()),
        Err(RowError::Stop(error)) => Err(error),
        Err(RowError::Flaw(flaw)) => {
            out.report.skipped += 1;
            out.tell(number, flaw);
            Ok(())
        }
    }
}
