//! An open workbook of any of the formats: its sheets, and their rows one after the other.

use super::{Format, compound};
use crate::intake::IntakeError;
use crate::intake::source::Source;
use calamine::{Data, Ods, OdsError, Range, Reader as _, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError};
use std::fmt::Display;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a workbook can't be read.
pub(super) enum Failed {
    Locked,
    Damaged(String),
}

pub(super) fn failed(source: &Source, row: u64, error: Failed) -> IntakeError {
    match error {
        Failed::Locked => source.unsupported("the workbook is under a password, save it without one"),
        Failed::Damaged(why) => {
            source.damaged(row, format!("the workbook can't be read, save it as XLSX or CSV: {why}"))
        }
    }
}

impl Failed {
    fn of(locked: bool, error: &impl Display) -> Self {
        if locked { Self::Locked } else { Self::Damaged(error.to_string()) }
    }
}

impl From<XlsxError> for Failed {
    fn from(error: XlsxError) -> Self {
        Self::of(matches!(error, XlsxError::Password), &error)
    }
}

impl From<XlsbError> for Failed {
    fn from(error: XlsbError) -> Self {
        Self::of(matches!(error, XlsbError::Password), &error)
    }
}

impl From<OdsError> for Failed {
    fn from(error: OdsError) -> Self {
        Self::of(matches!(error, OdsError::Password), &error)
    }
}

impl From<XlsError> for Failed {
    fn from(error: XlsError) -> Self {
        Self::of(matches!(error, XlsError::Password), &error)
    }
}

/// Runs what belongs to the library: a damaged file may make it panic, which costs the file only.
fn guarded<T, E: Into<Failed>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Failed> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome.map_err(Into::into),
        Err(_) => Err(Failed::Damaged("it is damaged inside".to_owned())),
    }
}

/// A whole sheet of the old format, and no more.
const MOST_OLD_CELLS: u64 = 65_536 * 256;

type Input = BufReader<File>;

/// An open workbook.
pub(super) enum Book {
    Xlsx(Box<Xlsx<Input>>),
    Xlsb(Box<Xlsb<Input>>),
    /// Its sheets are in memory.
    Whole(Vec<(String, Range<Data>)>),
}

impl Book {
    pub(super) fn open(source: &Source, format: Format) -> Result<Self, IntakeError> {
        let input = BufReader::new(source.open()?);
        let book = match format {
            Format::Xlsx => guarded(|| Xlsx::new(input)).map(|book| Self::Xlsx(Box::new(book))),
            Format::Xlsb => guarded(|| Xlsb::new(input)).map(|book| Self::Xlsb(Box::new(book))),
            Format::Ods => guarded(|| Ok::<_, OdsError>(Self::Whole(Ods::new(input)?.worksheets()))),
            Format::Xls => return Self::open_old(source, input),
        };
        book.map_err(|error| failed(source, 0, error))
    }

    /// XLS; a compound file may as well be a workbook under a password, or a text document.
    fn open_old(source: &Source, mut input: Input) -> Result<Self, IntakeError> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).and_then(|_| input.rewind()).map_err(|error| source.unreadable(&error))?;
        compound::look(&bytes, MOST_OLD_CELLS).map_err(|unfit| match unfit {
            compound::Unfit::Endless => source.damaged(0, "the workbook's parts run in a circle, save it anew"),
            compound::Unfit::Vast => {
                source.unsupported("the workbook spans more than 16 million cells, save the sheet as CSV")
            }
        })?;
        drop(bytes);
        let error = match guarded(|| Ok::<_, XlsError>(Self::Whole(Xls::new(input)?.worksheets()))) {
            Ok(book) => return Ok(book),
            Err(error) => error,
        };
        let again = BufReader::new(source.open()?);
        if let Err(Failed::Locked) = guarded(|| Xlsx::new(again)) {
            return Err(failed(source, 0, Failed::Locked));
        }
        if let Failed::Damaged(why) = &error
            && why.contains("Workbook")
        {
            let what = "an old Office file without a sheet (a DOC?) is not read, save the table in it as CSV or XLSX";
            return Err(source.unsupported(what));
        }
        Err(failed(source, 0, error))
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xlsx(book) => book.sheet_names(),
            Self::Xlsb(book) => book.sheet_names(),
            Self::Whole(sheets) => sheets.iter().map(|(name, _)| name.clone()).collect(),
        }
    }

    /// Gives the rows that have cells, with their numbers from 0, until it is told to stop.
    pub(super) fn each_row(
        &mut self,
        sheet: &str,
        take: &mut dyn FnMut(u32, &[Data]) -> ControlFlow<()>,
    ) -> Result<(), Failed> {
        match self {
            Self::Xlsx(book) => {
                let book = &mut **book;
                let mut cells = guarded(move || book.worksheet_cells_reader(sheet))?;
                by_rows(
                    || {
                        let cell = guarded(|| cells.next_cell())?;
                        Ok(cell.map(|cell| (cell.get_position(), cell.get_value().clone().into())))
                    },
                    take,
                )
            }
            Self::Xlsb(book) => {
                let book = &mut **book;
                let mut cells = guarded(move || book.worksheet_cells_reader(sheet))?;
                by_rows(
                    || {
                        let cell = guarded(|| cells.next_cell())?;
                        Ok(cell.map(|cell| (cell.get_position(), cell.get_value().clone().into())))
                    },
                    take,
                )
            }
            Self::Whole(sheets) => {
                let Some((_, range)) = sheets.iter().find(|(name, _)| name == sheet) else { return Ok(()) };
                let (top, left) = range.start().unwrap_or_default();
                let mut row = Vec::new();
                for (at, cells) in (top..).zip(range.rows()) {
                    row.clear();
                    row.resize(left as usize, Data::Empty);
                    row.extend_from_slice(cells);
                    if take(at, &row).is_break() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }
}

/// Cells as they come, gathered by rows.
fn by_rows(
    mut next: impl FnMut() -> Result<Option<((u32, u32), Data)>, Failed>,
    take: &mut dyn FnMut(u32, &[Data]) -> ControlFlow<()>,
) -> Result<(), Failed> {
    const MOST_COLUMNS: usize = 16_384;
    let mut row: Vec<Data> = Vec::new();
    let mut at = 0;
    while let Some(((cell_row, column), value)) = next()? {
        if cell_row != at {
            if !row.is_empty() && take(at, &row).is_break() {
                return Ok(());
            }
            row.clear();
            at = cell_row;
        }
        let column = column as usize;
        if value == Data::Empty || column >= MOST_COLUMNS {
            continue;
        }
        if row.len() <= column {
            row.resize(column + 1, Data::Empty);
        }
        row[column] = value;
    }
    if !row.is_empty() {
        // The last row; whether more is wanted no longer matters.
        let _ = take(at, &row);
    }
    Ok(())
}
