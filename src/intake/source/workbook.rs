//! Workbooks (XLSX, XLSB, XLS, ODS) into rows: the first sheet that has rows, or the one named.

use super::{IntakeError, Sink, Source, archive};
use crate::intake::table::{Columns, Read, Row};
use calamine::{
    Data, ExcelDateTime, Ods, OdsError, Range, Reader as _, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use csv::StringRecord;
use std::fmt::Display;
use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A sheet that is read cell by cell may unpack to so much: its texts are in memory as a whole.
const MOST_STREAMED_BYTES: u64 = 512 << 20;
/// A format whose sheets are in memory as a whole may have so much.
const MOST_WHOLE_BYTES: u64 = 128 << 20;
/// So many rows above the header may be titles.
const MOST_TITLES: u32 = 20;
/// A sheet keeps 15 digits of a number: whole ones are exact below this.
const EXACT_BELOW: f64 = 1e15;

/// What kind of workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Xlsx,
    Xlsb,
    Ods,
    Xls,
}

/// Reads one sheet of a workbook.
pub(super) fn read(source: &Source, format: Format, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let bytes = match format {
        Format::Xls => source.open()?.metadata().map_err(|error| source.unreadable(&error))?.len(),
        _ => archive::unpacked_bytes(source)?,
    };
    let (most, shown) = match format {
        Format::Xlsx | Format::Xlsb => (MOST_STREAMED_BYTES, "512 MiB"),
        Format::Ods | Format::Xls => (MOST_WHOLE_BYTES, "128 MiB"),
    };
    if bytes > most {
        return Err(source.unsupported(format!("the workbook holds more than {shown}, save the sheet as CSV")));
    }
    let mut book = Book::open(source, format)?;
    let (sheet, others) = choose(source, &mut book)?;
    let mut reading = Reading { source, sink, header: None, titles: Vec::new(), cells: StringRecord::new(), rows: 0 };
    let mut outcome = Ok(());
    book.each_row(&sheet, &mut |at, row| {
        outcome = reading.row(at, row);
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .map_err(|error| failed(source, reading.rows, error))?;
    outcome?;
    let mut columns = reading.finish(&sheet)?;
    if !others.is_empty() {
        let others = others.join(", ");
        columns
            .note(0, format!("only the sheet {sheet} is read; others have rows too (FILE#SHEET names one): {others}"));
    }
    Ok(columns)
}

/// The sheet to be read, and the others that have rows too.
fn choose(source: &Source, book: &mut Book) -> Result<(String, Vec<String>), IntakeError> {
    let names = book.sheets();
    if let Some(part) = &source.part {
        return match names.iter().find(|name| *name == part) {
            Some(name) => Ok((name.clone(), Vec::new())),
            None => Err(source.unsupported(format!("the workbook has no sheet {part} (it has {})", names.join(", ")))),
        };
    }
    let mut filled = Vec::new();
    for name in names {
        let mut any = false;
        let looked = book.each_row(&name, &mut |_, row| {
            any = row.iter().any(|cell| *cell != Data::Empty);
            if any { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        // What isn't a sheet of cells, a chart say, has no rows.
        match looked {
            Err(Failed::Locked) => return Err(failed(source, 0, Failed::Locked)),
            Err(Failed::Damaged(why)) if filled.is_empty() && !why.contains("worksheet") => {
                return Err(failed(source, 0, Failed::Damaged(why)));
            }
            _ if any => filled.push(name),
            _ => {}
        }
    }
    let mut filled = filled.into_iter();
    let first = filled.next().ok_or_else(|| source.unsupported("no sheet of the workbook has rows"))?;
    Ok((first, filled.collect()))
}

/// Why a workbook can't be read.
enum Failed {
    Locked,
    Damaged(String),
}

fn failed(source: &Source, row: u64, error: Failed) -> IntakeError {
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

type Input = BufReader<File>;

/// An open workbook.
enum Book {
    Xlsx(Box<Xlsx<Input>>),
    Xlsb(Box<Xlsb<Input>>),
    /// Its sheets are in memory.
    Whole(Vec<(String, Range<Data>)>),
}

impl Book {
    fn open(source: &Source, format: Format) -> Result<Self, IntakeError> {
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
    fn open_old(source: &Source, input: Input) -> Result<Self, IntakeError> {
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

    fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xlsx(book) => book.sheet_names(),
            Self::Xlsb(book) => book.sheet_names(),
            Self::Whole(sheets) => sheets.iter().map(|(name, _)| name.clone()).collect(),
        }
    }

    /// Gives the rows that have cells, with their numbers from 0, until it is told to stop.
    fn each_row(&mut self, sheet: &str, take: &mut dyn FnMut(u32, &[Data]) -> ControlFlow<()>) -> Result<(), Failed> {
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

/// A sheet on its way to the sink.
struct Reading<'a, 's> {
    source: &'a Source<'a>,
    sink: &'a mut Sink<'s>,
    /// The columns once the header has come, and its row.
    header: Option<(u64, Columns)>,
    titles: Vec<(u64, String)>,
    cells: StringRecord,
    rows: u64,
}

impl Reading<'_, '_> {
    fn row(&mut self, at: u32, row: &[Data]) -> Result<(), IntakeError> {
        let number = u64::from(at) + 1;
        let Some((_, columns)) = &self.header else { return self.above(number, row) };
        self.cells.clear();
        let mut remark = None;
        let mut any = false;
        for (at, cell) in row.iter().enumerate().take(columns.len()) {
            let text = text(cell);
            any |= !text.trim().is_empty();
            self.cells.push_field(&text);
            remark = remark.or_else(|| doubt(cell).map(|doubt| format!("{} {doubt}", columns.name(at))));
        }
        if row.iter().skip(columns.len()).any(|cell| !text(cell).trim().is_empty()) {
            any = true;
            remark = Some("there are cells beyond the header, they are left out".to_owned());
        }
        if !any {
            return Ok(());
        }
        self.rows = number;
        (self.sink)(Read::Row(Row { number, columns, cells: &self.cells, shape: None, remark }))
    }

    /// A row before the header has come: it is the first with two texts, what is above are titles.
    fn above(&mut self, number: u64, row: &[Data]) -> Result<(), IntakeError> {
        let texts = row.iter().filter(|cell| matches!(cell, Data::String(text) if !text.trim().is_empty()));
        if texts.count() >= 2 {
            let names: Vec<String> = row.iter().map(text).collect();
            self.header = Some((number, Columns::header(number, names.iter().map(String::as_str))));
        } else if self.titles.len() as u32 == MOST_TITLES {
            return Err(self.no_header());
        } else if let Some(title) = row.iter().map(text).find(|text| !text.trim().is_empty()) {
            self.titles.push((number, title));
        }
        Ok(())
    }

    fn no_header(&self) -> IntakeError {
        self.source.unsupported("no row of the sheet names two columns, a header is needed above the rows")
    }

    fn finish(self, sheet: &str) -> Result<Columns, IntakeError> {
        let Some((header, mut columns)) = self.header else { return Err(self.no_header()) };
        for (row, title) in self.titles {
            columns.note(row, format!("taken for a title, the header is row {header}: {title}"));
        }
        if self.rows == 0 {
            columns.note(header, format!("there is a header and no row beneath it in the sheet {sheet}"));
        }
        Ok(columns)
    }
}

/// A cell as a person sees it: codes without ".0" or an exponent, times as ISO 8601.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(is) => is.to_string(),
        Data::DateTime(at) => time(at),
    }
}

fn time(at: &ExcelDateTime) -> String {
    if at.is_duration() || at.as_f64() < 0.0 {
        return at.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    if at.as_f64() < 1.0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else if at.as_f64().fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// What makes a cell doubtful, if anything.
fn doubt(cell: &Data) -> Option<String> {
    match cell {
        Data::Error(error) => Some(format!("holds the error {error}, taken as empty")),
        Data::Float(number) if number.abs() >= EXACT_BELOW && number.fract() == 0.0 => {
            Some("was kept as a number of more than 15 digits, its last ones are lost: format it as text".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn cells_are_what_a_person_sees() {
        let at = |value| Data::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        for (cell, shown) in [
            (Data::Float(370_102_001.0), "370102001"),
            (Data::Float(370_102_001_001_000.0), "370102001001000"),
            (Data::Float(120.5), "120.5"),
            (Data::Int(7), "7"),
            (at(45_943.0), "2025-10-13"),
            (at(45_943.5), "2025-10-13 12:00:00"),
            (at(0.25), "06:00:00"),
            (Data::Empty, ""),
        ] {
            assert_eq!(text(&cell), shown);
        }
        assert!(doubt(&Data::Float(370_102_001_001_000_100.0)).is_some());
        assert!(doubt(&Data::Float(370_102_001_001_000.0)).is_none());
    }
}
