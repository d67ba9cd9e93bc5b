//! One import: files in, one transaction, one answer.

use super::hand::{Batch, Entry, Reached, hand};
use super::identity::Watch;
use super::kind::{Kind, KindReader, Out, RowError};
use super::known::Known;
use super::mapping::Mapping;
use super::record::Record;
use super::report::{Flaw, ImportReport};
use super::table::{Columns, Read, Row};
use super::{Crs, IntakeError, source};
use crate::domain::{Actor, Timestamp};
use crate::ledger::{Bulk, Ledger, Put};
use jiff::tz::TimeZone;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

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
    let mapping = Mapping::new(request.kind.name(), reader.fields(), &request.maps, &request.sets)?;
    let known = match request.kind {
        Kind::Cameras | Kind::Places => Known::default(),
        Kind::Areas | Kind::Workers | Kind::Categories | Kind::Incidents => Known::read(ledger)?,
    };
    let mut bulk = ledger.bulk(request.at, &request.by)?;
    let (entries, handed) = hand();
    let out = Out { entries, report: ImportReport::new(request.kind), known, file: None };
    // Reading and writing share the work between two cores; what is on its way between them is bounded.
    let (read, written) = std::thread::scope(|scope| {
        let reading = scope.spawn(|| read_files(request, mapping, reader.as_mut(), out));
        let written = write_entries(request, handed, bulk.as_mut(), progress);
        (reading.join(), written)
    });
    let read = read.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    // A writer that stopped is why the reader could not go on.
    let written = written?;
    let report = ImportReport { kept: written.kept, unchanged: written.unchanged, ..read? };
    if !request.dry_run {
        if let Some(file) = request.files.last()
            && progress(Progress { file, rows: report.read, committing: true }).is_break()
        {
            return Err(IntakeError::Stopped { path: file.clone(), row: report.read });
        }
        bulk.commit()?;
    }
    Ok(report)
}

/// The reader's side: rows become entries.
fn read_files(
    request: &ImportRequest,
    mut mapping: Mapping,
    reader: &mut dyn KindReader,
    mut out: Out,
) -> Result<ImportReport, IntakeError> {
    for (file, path) in request.files.iter().enumerate() {
        if request.files.len() > 1 {
            out.file = path.file_name().map(|name| name.to_string_lossy().into_owned());
        }
        one_file(request, file, path, &mut mapping, reader, &mut out)?;
    }
    reader.finish(&mut out)?;
    out.entries.flush(None)?;
    Ok(out.report)
}

/// Rows that brought something, and rows that did not.
#[derive(Default)]
struct Written {
    kept: u64,
    unchanged: u64,
}

/// The writer's side: entries go into the transaction, and whoever started the import hears how far it is.
fn write_entries(
    request: &ImportRequest,
    handed: Receiver<Batch>,
    bulk: &mut dyn Bulk,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Written, IntakeError> {
    let mut written = Written::default();
    for batch in handed {
        for Entry { stream, event, personal, rows } in batch.entries {
            match bulk.put_written(&stream, event, personal.as_ref())? {
                Put::New | Put::Changed => written.kept += rows,
                Put::Unchanged => written.unchanged += rows,
            }
        }
        if let Some(Reached { file, rows, row }) = batch.reached {
            let path = &request.files[file];
            if progress(Progress { file: path, rows, committing: false }).is_break() {
                return Err(IntakeError::Stopped { path: path.clone(), row });
            }
        }
    }
    Ok(written)
}

fn one_file(
    request: &ImportRequest,
    file: usize,
    path: &Path,
    mapping: &mut Mapping,
    reader: &mut dyn KindReader,
    out: &mut Out,
) -> Result<(), IntakeError> {
    let mut watch = Watch::default();
    mapping.unbind();
    let columns = source::read(path, &mut |read| {
        out.report.read += 1;
        let row = match read {
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
        if rows.is_multiple_of(PROGRESS_ROWS) { out.entries.flush(Some(Reached { file, rows, row })) } else { Ok(()) }
    })?;
    mapping.check_columns(path, &columns)?;
    check_declared(path, &columns)?;
    for (row, note) in &columns.notes {
        out.tell(*row, Flaw::new("", note.as_str(), ""));
    }
    match watch.column(&columns) {
        Some(column) => Err(IntakeError::IdNumbers { path: path.to_owned(), column }),
        None => Ok(()),
    }
}

/// A file that declares a system in metres must not pass for degrees.
fn check_declared(path: &Path, columns: &Columns) -> Result<(), IntakeError> {
    let Some(declared) = &columns.declared else { return Ok(()) };
    let geographic = declared.starts_with("GEOGCS[") || declared.starts_with("GEOGCRS[");
    if geographic || ["CRS84", "4326", "4490"].iter().any(|known| declared.ends_with(known)) {
        return Ok(());
    }
    let what = format!("its positions are in {declared}, convert it to WGS-84 first (ogr2ogr -t_srs EPSG:4326)");
    Err(IntakeError::Unsupported { path: path.to_owned(), what })
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
