//! CSV into rows: comma, semicolon or tab, whichever the header uses most.

use super::text::Text;
use super::{IntakeError, Sink, Source};
use crate::intake::table::{Columns, Read, Row};
use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};
use std::cell::Cell;
use std::io;
use std::rc::Rc;

/// A row is no longer than this: a quotation mark that is never closed would take all the rest for one.
const MOST_ROW_BYTES: usize = 32 << 20;
/// So many rows above the header may be titles.
const MOST_TITLES: u64 = 10;

/// Reads a CSV text; its first row is the header, unless that is a title over several columns.
pub(super) fn read(source: &Source, text: Text, delimiter: u8, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let mut rows = Rows::new(source, text, delimiter);
    let mut record = StringRecord::new();
    let mut titles: Vec<(u64, String)> = Vec::new();
    loop {
        if !rows.next(&mut record)? || rows.number > MOST_TITLES {
            return Err(source.unsupported("no row names two columns, a header is needed above the rows"));
        }
        match title(&record) {
            Some(title) => titles.push((rows.number, title)),
            None => break,
        }
    }
    let mut columns = Columns::header(rows.number, &record);
    for (row, title) in titles.into_iter().filter(|(_, title)| !title.is_empty()) {
        columns.note(row, format!("taken for a title, the header is row {}: {title}", rows.number));
    }
    let header_row = rows.number;
    while rows.next(&mut record)? {
        if rows.is_at_end() && swallowed_rows(&columns, &record, delimiter) {
            let why = "a quotation mark is opened in the next row and never closed";
            return Err(source.damaged(rows.number - 1, why));
        }
        let remark = remark(&columns, &record, delimiter);
        sink(Read::Row(Row { number: rows.number, columns: &columns, cells: &record, shape: None, remark }))?;
    }
    if rows.number == header_row {
        columns.note(header_row, "there is a header and no row beneath it");
    }
    Ok(columns)
}

/// The text's rows, counted from 1.
struct Rows<'a> {
    source: &'a Source<'a>,
    reader: Reader<Watched<'a>>,
    given: Rc<Cell<usize>>,
    ended: Rc<Cell<bool>>,
    number: u64,
}

impl<'a> Rows<'a> {
    fn new(source: &'a Source<'a>, text: Text<'a>, delimiter: u8) -> Self {
        let (given, ended) = (Rc::default(), Rc::default());
        let watched = Watched { text, given: Rc::clone(&given), ended: Rc::clone(&ended) };
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(128 << 10)
            .from_reader(watched);
        Self { source, reader, given, ended, number: 0 }
    }

    /// Reads the next row; false at the end.
    fn next(&mut self, record: &mut StringRecord) -> Result<bool, IntakeError> {
        self.given.set(0);
        let more = self.reader.read_record(record).map_err(|error| match error.into_kind() {
            ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                let why = "a quotation mark is opened in the next row and not closed within 32 MiB";
                self.source.damaged(self.number, why)
            }
            ErrorKind::Io(error) => self.source.broke_off(self.number, &error),
            other => self.source.damaged(self.number, format!("{other:?}")),
        })?;
        self.number += u64::from(more);
        Ok(more)
    }

    fn is_at_end(&self) -> bool {
        self.ended.get()
    }
}

/// The text on its way to the parser: how much the parser took for one row, and whether it has all.
struct Watched<'a> {
    text: Text<'a>,
    given: Rc<Cell<usize>>,
    ended: Rc<Cell<bool>>,
}

impl io::Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given.get() > MOST_ROW_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.text.read(into)?;
        self.given.set(self.given.get() + read);
        self.ended.set(read == 0);
        Ok(read)
    }
}

/// The title, if the row is one: a single text in a row of several cells, as merged cells come out.
/// What Excel writes to name its delimiter is a title without words.
fn title(record: &StringRecord) -> Option<String> {
    let mut texts = record.iter().map(str::trim).filter(|cell| !cell.is_empty());
    match (texts.next(), texts.next()) {
        (None, _) => Some(String::new()),
        (Some(text), None) if text.starts_with("sep=") => Some(String::new()),
        (Some(text), None) if record.len() > 1 => Some(text.to_owned()),
        _ => None,
    }
}

/// Whether the last cell is in truth further rows, behind a quotation mark that nobody closed.
fn swallowed_rows(columns: &Columns, record: &StringRecord, delimiter: u8) -> bool {
    let last = record.get(record.len().saturating_sub(1)).unwrap_or_default();
    let cuts = |line: &str| line.bytes().filter(|byte| *byte == delimiter).count();
    record.len() < columns.len() && last.lines().skip(1).any(|line| cuts(line) + 1 == columns.len())
}

/// A row that isn't as wide as the header is used as far as it goes. Fewer cells are told (the rest
/// may have been cut off), empty further ones are what spreadsheets leave behind.
fn remark(columns: &Columns, record: &StringRecord, delimiter: u8) -> Option<String> {
    let (cells, header) = (record.len(), columns.len());
    if cells < header {
        let only = if cells == 1 { &record[0] } else { "" };
        let another = DELIMITERS.into_iter().find(|other| {
            *other != delimiter && only.bytes().filter(|byte| byte == other).count() + 1 >= header.max(2)
        });
        return Some(match another {
            Some(other) => {
                format!("separated by {}, the header by {}: all stands in one cell", shown(other), shown(delimiter))
            }
            None => format!("{cells} cells where the header has {header}, the missing ones are taken as empty"),
        });
    }
    record
        .iter()
        .skip(header)
        .any(|cell| !cell.trim().is_empty())
        .then(|| format!("{cells} cells where the header has {header}, the further ones are left out"))
}

/// What may stand between cells, the likeliest first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

fn shown(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "semicolons",
        b'\t' => "tabs",
        _ => "commas",
    }
}

/// What stands between the cells of a text that begins so.
pub(super) fn delimiter(begin: &str) -> u8 {
    if let Some(told) = begin.strip_prefix("sep=").and_then(|rest| rest.bytes().next())
        && DELIMITERS.contains(&told)
    {
        return told;
    }
    let mut counts = DELIMITERS.map(|delimiter| (delimiter, 0_u32));
    let mut quoted = false;
    for byte in begin.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(delimiter, _)| *delimiter == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals: a comma.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_the_delimiter() {
        assert_eq!(delimiter("a,b\n1;2;3;4"), b',');
        assert_eq!(delimiter("a;b;\"c,d,e,f\"\n"), b';');
        assert_eq!(delimiter("a\tb"), b'\t');
        assert_eq!(delimiter("alone"), b',');
        assert_eq!(delimiter("sep=;\na,b,c"), b';');
    }

    #[test]
    fn titles_are_told_from_headers() {
        let row = |cells: &[&str]| title(&StringRecord::from(cells.to_vec()));
        assert_eq!(row(&["网格清单", "", ""]).as_deref(), Some("网格清单"));
        assert_eq!(row(&["编码"]), None);
        assert_eq!(row(&["编码", "名称"]), None);
        assert_eq!(row(&["", ""]).as_deref(), Some(""));
    }
}
