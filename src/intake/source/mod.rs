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
mod live;
mod pieces;
mod records;
mod shapes;
mod temporary;
mod text;
mod workbook;

use super::IntakeError;
use super::table::{Columns, Read};
use content::Content;
use flate2::read::MultiGzDecoder;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read as _};
use std::path::{Path, PathBuf};
use temporary::Temporary;
use text::Text;

/// What takes the rows, one after the other; an error of its own stops the reading.
pub(crate) type Sink<'a> = dyn FnMut(Read) -> Result<(), IntakeError> + 'a;

/// A file whose rows are read, often twice: its beginning is read ahead. What had to be unpacked for that is unpacked
/// once, and gone when this is dropped.
pub(crate) struct Input<'a> {
    path: &'a Path,
    /// What was answered, where it is no file.
    live: Option<live::Answered<'a>>,
    kept: RefCell<Vec<Unpacked>>,
}

/// What was unpacked, to be sought in.
struct Unpacked {
    _folder: Temporary,
    at: PathBuf,
    part: Option<String>,
    content: Content,
}

impl<'a> Input<'a> {
    /// The file, or with `FILE#PART` what is to be read of a file that holds several things: a sheet, a table, a file
    /// in an archive.
    pub(crate) fn new(path: &'a Path) -> Self {
        Self { path, live: None, kept: RefCell::default() }
    }

    /// What a live source answered, under a name for sentences: GeoJSON, CSV, or JSON whose records stand where
    /// `records` says (`data.list`), else in the first list of objects that is found.
    pub(crate) fn answered(path: &'a Path, bytes: &'a [u8], records: Option<&'a str>) -> Self {
        Self { path, live: Some(live::Answered { bytes, records }), kept: RefCell::default() }
    }

    /// Whether it is a live source's answer: what nobody has said now may be said in the next.
    pub(crate) fn is_live(&self) -> bool {
        self.live.is_some()
    }

    /// The name under which it was given.
    pub(crate) fn path(&self) -> &'a Path {
        self.path
    }

    /// Reads the rows in order, and answers with the columns.
    ///
    /// # Errors
    /// The file can't be read, is of a kind that isn't read, or breaks off; or the sink's error.
    pub(crate) fn read(&self, sink: &mut Sink) -> Result<Columns, IntakeError> {
        if let Some(live) = self.live {
            let source = Source { named: self.path, at: self.path.to_owned(), part: None, kept: &self.kept };
            return live::read(&source, live, sink);
        }
        // What was unpacked last is the innermost.
        let kept = self.kept.borrow().last().map(|kept| (kept.at.clone(), kept.part.clone(), kept.content));
        if let Some((at, part, content)) = kept {
            return seekable(&Source { named: self.path, at, part, kept: &self.kept }, content, sink);
        }
        let (at, part) = split(self.path);
        let source = Source { named: self.path, at, part, kept: &self.kept };
        let file = source.open()?;
        let (head, content) = look(&source, &mut &file)?;
        let whole = Cursor::new(head).chain(file);
        match content {
            Content::Gzip => stream(&source, Packed::Gzip, Box::new(MultiGzDecoder::new(BufReader::new(whole))), sink),
            Content::Text => text(&source, Box::new(whole), sink),
            content => seekable(&source, content, sink),
        }
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
    /// Where what was unpacked waits for the next reading.
    kept: &'a RefCell<Vec<Unpacked>>,
}

impl<'a> Source<'a> {
    /// The same, as it lies here now.
    fn inner(&self, at: PathBuf, part: Option<String>) -> Source<'a> {
        Source { named: self.named, at, part, kept: self.kept }
    }

    /// Keeps the folder in which this source lies unpacked.
    fn keep(&self, folder: Temporary, content: Content) {
        let unpacked = Unpacked { _folder: folder, at: self.at.clone(), part: self.part.clone(), content };
        self.kept.borrow_mut().push(unpacked);
    }

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
            let inner = source.inner(unpacked.path(), source.part.clone());
            if packed == Packed::Zip && content == Content::Zip && !archive::is_workbook(&inner)? {
                return Err(source.unsupported("a zip inside a zip, unpack the outer one first"));
            }
            inner.keep(unpacked, content);
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn places(path: &Path) -> Vec<u8> {
        let package = rusqlite::Connection::open(path).unwrap();
        let tables = "CREATE TABLE gpkg_contents (table_name, data_type); CREATE TABLE t (code, name);
            INSERT INTO gpkg_contents VALUES ('t', 'attributes'); INSERT INTO t VALUES ('A', 'a'), ('B', 'b');";
        package.execute_batch(tables).unwrap();
        package.close().unwrap();
        std::fs::read(path).unwrap()
    }

    #[test]
    fn what_is_packed_is_unpacked_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("places.gpkg.gz");
        let mut packed = flate2::write::GzEncoder::new(File::create(&path).unwrap(), flate2::Compression::fast());
        packed.write_all(&places(&dir.path().join("places.gpkg"))).unwrap();
        packed.finish().unwrap();
        let input = Input::new(&path);
        let rows = || {
            let mut count = 0;
            input.read(&mut |_| {
                count += 1;
                Ok(())
            })?;
            Ok::<_, IntakeError>(count)
        };
        assert_eq!(rows().unwrap(), 2);
        let folder = input.kept.borrow()[0].at.clone();
        // Whoever reads again needs the packed file no more.
        std::fs::write(&path, "gone").unwrap();
        assert_eq!(rows().unwrap(), 2);
        assert!(folder.exists());
        drop(input);
        assert!(!folder.exists());
    }
}
