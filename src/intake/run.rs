//! One import: files in, one transaction, one answer.

use super::diff;
use super::guards::{Guard, read_ahead};
use super::hand::{Batch, Entry, Reached, hand};
use super::identity::Watch;
use super::kind::{Kind, KindReader, Out, RowError};
use super::known::Known;
use super::mapping::Mapping;
use super::record::Record;
use super::report::{Flaw, ImportReport};
use super::source::Input;
use super::table::{Columns, Read, Row};
use super::{Crs, IntakeError};
use crate::domain::{Actor, Fix, Timestamp};
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
    /// The reference system of their positions; none: as each file declares, else WGS-84.
    pub crs: Option<Crs>,
    /// `--map`: field, and the column or template that serves it.
    pub maps: Vec<(String, String)>,
    /// `--set`: field, and the value of every row whose `--map` gives none.
    pub sets: Vec<(String, String)>,
    /// The zone of times that don't say theirs.
    pub zone: TimeZone,
    /// Since when what the files say holds: areas that they tell otherwise than the register were until then as they
    /// were before; and since when is gone what `replace` retires.
    pub valid_from: Option<Timestamp>,
    /// Whether what a register has and the files have not is retired; of the territory, at the levels in the files.
    pub replace: bool,
    /// How many are to go, as somebody has counted; asked for when it is more than half.
    pub gone: Option<u64>,
    /// Whether nothing is to be written.
    pub dry_run: bool,
    /// When the import takes place.
    pub at: Timestamp,
    /// Who imports.
    pub by: Actor,
}

impl ImportRequest {
    /// An import of these files as they are, in the systems that they declare, times of Shanghai.
    pub fn new(kind: Kind, files: Vec<PathBuf>, at: Timestamp) -> Self {
        Self {
            kind,
            files,
            crs: None,
            maps: Vec::new(),
            sets: Vec::new(),
            zone: TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC),
            valid_from: None,
            replace: false,
            gone: None,
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
/// everything but write. `progress` may break off: then nothing is written. Positions are no events: the answer has
/// them, for whoever keeps tracks.
///
/// # Errors
/// Everything that keeps the import as a whole from taking place, see [`IntakeError`]; nothing of
/// it is in the ledger then.
pub fn import(
    request: &ImportRequest,
    ledger: &mut dyn Ledger,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<ImportReport, IntakeError> {
    let reading = Reading::new(request, ledger)?;
    let mut bulk = ledger.bulk(request.at, &request.by)?;
    let (mut report, written) = reading.beside(|handed| write_entries(request, handed, bulk.as_mut(), progress))?;
    report.kept = written.added + written.changed;
    (report.added, report.changed, report.unchanged) = (written.added, written.changed, written.unchanged);
    if report.kind == Kind::Fixes {
        report.kept = written.fixes.len() as u64;
        report.added = report.kept;
    }
    report.fixes = written.fixes;
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

/// What is needed to read a request's files.
pub(super) struct Reading<'a> {
    request: &'a ImportRequest,
    reader: Box<dyn KindReader>,
    mapping: Mapping,
    known: Known,
}

impl<'a> Reading<'a> {
    pub(super) fn new(request: &'a ImportRequest, ledger: &dyn Ledger) -> Result<Self, IntakeError> {
        diff::check(request)?;
        let reader = request.kind.reader();
        let mapping = Mapping::new(request.kind.name(), reader.fields(), &request.maps, &request.sets)?;
        let known = Known::read(ledger, request.kind)?;
        Ok(Self { request, reader, mapping, known })
    }

    /// Reads on a thread of its own while `write` takes what was read: two cores share the work, and what is on its
    /// way between them is bounded.
    pub(super) fn beside<T>(
        self,
        write: impl FnOnce(Receiver<Batch>) -> Result<T, IntakeError>,
    ) -> Result<(ImportReport, T), IntakeError> {
        let Self { request, mut reader, mapping, known } = self;
        let (entries, handed) = hand();
        let out = Out::new(request, known, entries);
        let (read, written) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| read_files(request, mapping, reader.as_mut(), out));
            let written = write(handed);
            (reading.join(), written)
        });
        let read = read.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // A writer that stopped is why the reader could not go on.
        let written = written?;
        Ok((read?, written))
    }
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
    diff::settle(request, &mut out)?;
    out.entries.flush(None)?;
    Ok(out.into_report())
}

/// What became of the rows, and the positions in them.
#[derive(Default)]
struct Written {
    added: u64,
    changed: u64,
    unchanged: u64,
    fixes: Vec<Fix>,
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
                Put::New => written.added += rows,
                Put::Changed => written.changed += rows,
                Put::Unchanged => written.unchanged += rows,
            }
        }
        written.fixes.extend(batch.fixes);
        hear(request, batch.reached, progress)?;
    }
    Ok(written)
}

/// Tells how far the reading is.
///
/// # Errors
/// Whoever hears it wants it stopped.
pub(super) fn hear(
    request: &ImportRequest,
    reached: Option<Reached>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), IntakeError> {
    let Some(Reached { file, rows, row }) = reached else { return Ok(()) };
    let path = &request.files[file];
    if progress(Progress { file: path, rows, committing: false }).is_break() {
        return Err(IntakeError::Stopped { path: path.clone(), row });
    }
    Ok(())
}

fn one_file(
    request: &ImportRequest,
    file: usize,
    path: &Path,
    mapping: &mut Mapping,
    reader: &mut dyn KindReader,
    out: &mut Out,
) -> Result<(), IntakeError> {
    one_input(request, file, &Input::new(path), mapping, reader, out)
}

/// Reads one input, the `file`th of the request.
pub(super) fn one_input(
    request: &ImportRequest,
    file: usize,
    input: &Input,
    mapping: &mut Mapping,
    reader: &mut dyn KindReader,
    out: &mut Out,
) -> Result<(), IntakeError> {
    let (path, mut watch) = (input.path(), Watch::default());
    let (crs, ahead) = read_ahead(request, input, reader.fields(), mapping, &out.known.ground)?;
    let mut guard = Guard::new(crs, &out.known.ground, &ahead)?;
    ahead.remarks.into_iter().for_each(|remark| out.tell(0, remark));
    mapping.unbind();
    let columns = input.read(&mut |read| {
        out.report.read += 1;
        let row = match read {
            Read::Broken(number, why, value) => {
                out.report.skipped += 1;
                out.codes.note(None);
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
                one_row(request, row, mapping, &mut guard, reader, out)?;
                number
            }
        };
        let rows = out.report.read;
        if rows.is_multiple_of(PROGRESS_ROWS) { out.entries.flush(Some(Reached { file, rows, row })) } else { Ok(()) }
    })?;
    if columns.complete || !input.is_live() {
        mapping.check_columns(path, &columns)?;
    }
    guard.check_declared(request, path, columns.declared.as_deref())?;
    for (row, note) in &columns.notes {
        out.tell(*row, Flaw::new("", note.as_str(), ""));
    }
    guard.finish(path)?.into_iter().for_each(|remark| out.tell(0, remark));
    out.report.columns = (0..columns.len()).map(|at| columns.name(at)).collect();
    match watch.column(&columns) {
        Some(column) => Err(IntakeError::IdNumbers { path: path.to_owned(), column }),
        None => Ok(()),
    }
}

/// A sheet's header is checked before its first row is used.
fn known_columns(path: &Path, mapping: &Mapping, columns: &Columns) -> Result<(), IntakeError> {
    if mapping.is_bound() { Ok(()) } else { mapping.check_columns(path, columns) }
}

pub(super) fn one_row(
    request: &ImportRequest,
    row: Row,
    mapping: &Mapping,
    guard: &mut Guard,
    reader: &mut dyn KindReader,
    out: &mut Out,
) -> Result<(), IntakeError> {
    let number = row.number;
    let unreadable = row.unreadable_column();
    let remark = row.remark.clone();
    let outcome = if row.is_empty() {
        Err(RowError::Flaw(Flaw::new("", "the row is empty", "")))
    } else {
        let mut record = Record { row, mapping, guard, zone: &request.zone, notes: Vec::new() };
        if request.kind.register().is_some() {
            // Every register's first field is the code.
            out.codes.note(record.text(0_usize).as_deref());
        }
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
