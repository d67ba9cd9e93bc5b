//! Workbooks (XLSX, XLSB, XLS, ODS) into rows: the first sheet that has rows, or the one named.

mod book;
mod cells;
mod compound;
mod extent;

use super::{IntakeError, Sink, Source, archive};
use crate::intake::table::{Columns, Read, Row};
use book::{Book, Failed, failed};
use calamine::Data;
use cells::{doubt, text};
use csv::StringRecord;
use std::ops::ControlFlow;

/// A sheet that is read cell by cell may unpack to so much: its texts are in memory as a whole.
const MOST_STREAMED_BYTES: u64 = 512 << 20;
/// A format whose sheets are in memory as a whole may have so much.
const MOST_WHOLE_BYTES: u64 = 128 << 20;
/// And so many cells, repeated ones counted as often as they say.
const MOST_WHOLE_CELLS: u64 = 10_000_000;
/// So many rows above the header may be titles.
const MOST_TITLES: u32 = 20;

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
    if format == Format::Ods {
        let extent = archive::of_file(source, "content.xml", |content| extent::look(content))?;
        if extent.as_ref().is_some_and(|extent| !extent.is_whole) {
            return Err(source.damaged(0, "a sheet, row or cell of the workbook has no end, save it anew"));
        }
        if extent.is_some_and(|extent| extent.cells > MOST_WHOLE_CELLS) {
            return Err(
                source.unsupported("the workbook repeats cells more than 10 million times, save the sheet as CSV")
            );
        }
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
