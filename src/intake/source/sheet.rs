//! CSV into rows: comma, semicolon or tab, whichever the header uses most.

use super::{IntakeError, Sink};
use crate::intake::table::{Columns, Read, Row};
use csv::{ReaderBuilder, StringRecord};
use std::path::Path;

/// Reads a CSV text; its first row is the header.
pub(super) fn read(path: &Path, text: &str, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let damaged =
        |row: u64, error: csv::Error| IntakeError::Damaged { path: path.to_owned(), row, why: error.to_string() };
    let mut record = StringRecord::new();
    let mut columns = Columns::default();
    if reader.read_record(&mut record).map_err(|error| damaged(0, error))? {
        for name in &record {
            columns.push(name.trim());
        }
        columns.complete = true;
    }
    let mut number = 1;
    while reader.read_record(&mut record).map_err(|error| damaged(number, error))? {
        number += 1;
        sink(Read::Row(Row {
            number,
            columns: &columns,
            cells: &record,
            shape: None,
            remark: remark(&columns, &record),
        }))?;
    }
    Ok(columns)
}

/// A row that isn't as wide as the header is used as far as it goes. Fewer cells are told (the rest
/// may have been cut off), empty further ones are what spreadsheets leave behind.
fn remark(columns: &Columns, record: &StringRecord) -> Option<String> {
    if record.len() < columns.len() {
        Some(format!(
            "{} cells where the header has {}, the missing ones are taken as empty",
            record.len(),
            columns.len()
        ))
    } else if record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
        Some(format!("{} cells where the header has {}, the further ones are left out", record.len(), columns.len()))
    } else {
        None
    }
}

fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
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
    }
}
