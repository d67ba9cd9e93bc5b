//! Files into rows: what a file is follows from its content, never from its name.

mod geojson;
mod sheet;
mod text;

use super::IntakeError;
use super::table::{Columns, Read};
use std::path::Path;

/// What takes the rows, one after the other; an error of its own stops the reading.
pub(crate) type Sink<'a> = dyn FnMut(Read) -> Result<(), IntakeError> + 'a;

/// Reads a file's rows in order, and answers with its columns.
///
/// # Errors
/// The file can't be read, is of a kind that isn't read, or breaks off; or the sink's error.
pub(crate) fn read(path: &Path, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let text = text::load(path)?;
    let content = text.trim_start();
    if content.is_empty() {
        return Err(IntakeError::Unsupported { path: path.to_owned(), what: "the file is empty".to_owned() });
    }
    // RFC 8142 puts a record separator before each feature of a sequence.
    if content.starts_with(['{', '[', '\u{1e}']) {
        geojson::read(path, content, sink)
    } else {
        sheet::read(path, &text, sink)
    }
}
