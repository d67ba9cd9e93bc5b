//! A table as CSV.

use super::{Cell, Table};
use std::io;

/// By this at its beginning Excel knows UTF-8.
const MARK: &str = "\u{feff}";

pub(super) fn bytes(table: &Table) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    writer.write_record(&table.columns)?;
    for row in &table.rows {
        writer.write_record((0..table.columns.len()).map(|place| text_of(row.cells.get(place))))?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// A value as text. What begins like a formula gets an apostrophe: a spreadsheet would work out whatever somebody wrote into
/// a report.
fn text_of(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Words(words)) if words.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{words}"),
        Some(Cell::Words(words)) => words.clone(),
        Some(Cell::Number(number)) if number.is_finite() => number.to_string(),
        _ => String::new(),
    }
}
