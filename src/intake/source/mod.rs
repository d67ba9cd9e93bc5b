//! Files into rows: what a file is follows from its content, never from its name.
//!
//! Text (CSV, GeoJSON) is streamed, also out of gzip and zip; what can only be read with a file to
//! seek in (workbooks, shapefiles, databases) is unpacked to the system's folder for such things first.

mod archive;
mod attributes;
mod blob;
mod content;
mod delimited;
mod geojson;
mod geometry;
mod geopackage;
mod pieces;
mod shapes;
mod temporary;
mod text;
mod workbook;

use super::IntakeError;
use super::table::{Columns, Read};
use content::Content;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read as _};
use std::path::{Path, PathBuf};
use temporary::Temporary;
use text::Text;

/// What takes the rows, one after the other; an error of its own stops the reading.
pub(crate) type Sink<'a> = dyn FnMut(Read) -> Result<(), IntakeError> + 'a;

/// Reads a file's rows in order, and answers with its columns. `FILE#PART` names what is to be read
/// of a file that holds several things: a sheet, a table, a file in an archive.
///
/// # Errors
/// The file can't be read, is of a kind that isn't read, or breaks off; or the sink's error.
pub(crate) fn read(path: &Path, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let (at, part) = split(path);
    let source = Source { named: path, at, part };
    let file = source.open()?;
    let (head, content) = look(&source, &mut &file)?;
    let whole = Cursor::new(head).chain(file);
    match content {
        Content::Gzip => stream(&source, Packed::Gzip, Box::new(MultiGzDecoder::new(BufReader::new(whole))), sink),
        Content::Text => text(&source, Box::new(whole), sink),
        content => seekable(&source, content, sink),
    }
}

/// The file, and the part of it that stands behind a `#`: only where no file has the whole name.
fn split(path: &Path) -> (PathBuf, Option<String>) {
    let whole = (path.to_owned(), None);
    if path.exists() {
        return whole;
    }
    let name = path.to_string_lossy();
    let cuts = name.match_indices('#').map(|(at, _)| at);
    let cut = cuts.into_iter().find(|at| Path::new(&name[..*at]).is_file());
    cut.map_or(whole, |at| (PathBuf::from(&name[..at]), Some(name[at + 1..].to_owned())))
}

/// A file to be read.
struct Source<'a> {
    /// As whoever imports named it: every sentence ends with it.
    named: &'a Path,
    /// Where its bytes lie: there, or unpacked for the time of reading.
    at: PathBuf,
    /// What is to be read of it.
    part: Option<String>,
}

impl Source<'_> {
    fn open(&self) -> Result<File, IntakeError> {
        let about = std::fs::metadata(&self.at).map_err(|error| self.unreadable(&error))?;
        if about.is_dir() {
            return Err(self.unsupported("this is a folder, name the files in it"));
        }
        if !about.is_file() {
            return Err(self.unsupported("this is a pipe or a device, only a file can be imported"));
        }
        File::open(&self.at).map_err(|error| self.unreadable(&error))
    }

    fn unreadable(&self, error: &io::Error) -> IntakeError {
        IntakeError::Unreadable { path: self.named.to_owned(), why: plain_reason(error) }
    }

    fn unsupported(&self, what: impl Into<String>) -> IntakeError {
        IntakeError::Unsupported { path: self.named.to_owned(), what: what.into() }
    }

    fn damaged(&self, row: u64, why: impl Into<String>) -> IntakeError {
        IntakeError::Damaged { path: self.named.to_owned(), row, why: why.into() }
    }

    /// The bytes stopped coming after this row.
    fn broke_off(&self, row: u64, error: &io::Error) -> IntakeError {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => self.damaged(row, "it breaks off, was it copied whole?"),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                self.damaged(row, format!("its packed bytes are corrupt: {error}"))
            }
            _ => self.unreadable(error),
        }
    }
}

/// The system's reason without its number.
fn plain_reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// What something was unpacked from.
#[derive(Clone, Copy, PartialEq)]
enum Packed {
    Gzip,
    Zip,
}

/// So many bytes tell what a file is.
const HEAD_BYTES: u64 = 8 << 10;

/// The first bytes, and what begins so.
fn look(source: &Source, bytes: &mut dyn io::Read) -> Result<(Vec<u8>, Content), IntakeError> {
    let mut head = Vec::new();
    bytes.take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| source.broke_off(0, &error))?;
    match content::of(&head) {
        Content::Foreign(what) => Err(source.unsupported(what)),
        content => Ok((head, content)),
    }
}

/// Bytes as they come out of what they were packed in.
fn stream(
    source: &Source,
    packed: Packed,
    mut bytes: Box<dyn io::Read + '_>,
    sink: &mut Sink,
) -> Result<Columns, IntakeError> {
    let (head, content) = look(source, &mut bytes)?;
    let whole = Cursor::new(head).chain(bytes);
    match content {
        Content::Text => text(source, Box::new(whole), sink),
        Content::Gzip if packed == Packed::Zip => {
            stream(source, Packed::Gzip, Box::new(MultiGzDecoder::new(BufReader::new(whole))), sink)
        }
        Content::Gzip => Err(source.unsupported("it was packed with gzip twice, unpack it once")),
        Content::Shapefile => {
            Err(source.unsupported("a packed .shp without its .dbf is no shapefile, pack all its files into one zip"))
        }
        content => {
            let unpacked = Temporary::file(whole).map_err(|error| source.broke_off(0, &error))?;
            let inner = Source { named: source.named, at: unpacked.path(), part: source.part.clone() };
            if packed == Packed::Zip && content == Content::Zip && !archive::is_workbook(&inner)? {
                return Err(source.unsupported("a zip inside a zip, unpack the outer one first"));
            }
            seekable(&inner, content, sink)
        }
    }
}

/// What needs a file to seek in.
fn seekable(source: &Source, content: Content, sink: &mut Sink) -> Result<Columns, IntakeError> {
    match content {
        Content::Zip => archive::read(source, sink),
        Content::OldOffice => workbook::read(source, workbook::Format::Xls, sink),
        Content::Shapefile => shapes::read(source, sink),
        Content::Database => geopackage::read(source, sink),
        Content::Gzip | Content::Text | Content::Foreign(_) => {
            Err(source.unsupported("the file changed while it was read"))
        }
    }
}

fn text(source: &Source, bytes: Box<dyn io::Read + '_>, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let mut text = Text::new(bytes);
    let head = text.head().map_err(|error| source.broke_off(0, &error))?;
    let head = String::from_utf8_lossy(head);
    let begin = head.trim_start();
    if begin.is_empty() {
        return Err(source.unsupported("the file is empty"));
    }
    if let Some(what) = content::foreign_text(begin) {
        return Err(source.unsupported(what));
    }
    if let Some(part) = &source.part {
        return Err(source.unsupported(format!("this file has no parts that could be named, leave out #{part}")));
    }
    // RFC 8142 puts a record separator before each feature of a sequence.
    if begin.starts_with(['{', '[', '\u{1e}']) {
        let by_line = geojson::is_a_feature_a_line(begin);
        geojson::read(source, text, by_line, sink)
    } else {
        let delimiter = delimited::delimiter(begin);
        delimited::read(source, text, delimiter, sink)
    }
}
