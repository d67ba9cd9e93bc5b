//! A shapefile's table (DBF): its texts in whatever encoding they are, its numbers as they are written.

use super::text::encoding_of;
use super::{Source, plain_reason};
use crate::intake::IntakeError;
use crate::intake::table::Columns;
use csv::StringRecord;
use dbase::encoding::EncodingRs;
use dbase::{FieldValue, RecordRef};
use encoding_rs::{Encoding, UTF_8};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// So many bytes of rows are looked at for their encoding.
const SAMPLE: u64 = 1 << 20;

/// The table, row by row.
pub(super) struct Attributes {
    table: dbase::File<Patched>,
    kinds: Vec<u8>,
    rows: usize,
    read: usize,
}

/// What the next row is.
pub(super) enum Next {
    /// Its cells are there.
    Cells,
    /// It is marked as deleted, and its shape with it.
    Deleted,
    /// It can't be read, and why.
    Broken(String),
    /// There are no more.
    End,
}

impl Attributes {
    /// Opens the table; `told` is what the `.cpg` beside it says.
    pub(super) fn open(
        source: &Source,
        path: &Path,
        told: Option<&str>,
        columns: &mut Columns,
    ) -> Result<Self, IntakeError> {
        let unreadable = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => source.unsupported(
                "the .dbf with the attributes is missing beside it, a shapefile needs its .shp, .shx and .dbf",
            ),
            io::ErrorKind::UnexpectedEof => source.damaged(0, "the .dbf breaks off in its header"),
            _ => source.damaged(0, format!("the .dbf can't be read: {}", plain_reason(&error))),
        };
        let mut file = File::open(path).map_err(unreadable)?;
        let mut head = vec![0; 32];
        file.read_exact(&mut head).map_err(unreadable)?;
        let length = usize::from(u16::from_le_bytes([head[8], head[9]]));
        if length < 33 {
            return Err(source.damaged(0, "the .dbf's header is not one"));
        }
        head.resize(length, 0);
        file.read_exact(&mut head[32..]).map_err(unreadable)?;
        let mut sample = head[32..].to_vec();
        (&mut file).take(SAMPLE).read_to_end(&mut sample).map_err(unreadable)?;
        let (encoding, doubt) = encoding(told, head[29], &sample);
        if let Some(doubt) = doubt {
            columns.note(0, doubt);
        }
        let kinds = soften(&mut head);
        let row_bytes: usize = head[32..].chunks_exact(32).map(|field| usize::from(field[16])).sum();
        if row_bytes >= usize::from(u16::MAX) {
            return Err(source.damaged(0, "the .dbf's header is not one"));
        }
        let table = dbase::File::open_with_encoding(
            Patched { head: Cursor::new(head), file: BufReader::new(file), at: 0 },
            EncodingRs::from(encoding),
        )
        .map_err(|error| source.damaged(0, format!("the .dbf's header can't be read: {error}")))?;
        for field in table.fields() {
            columns.push(field.name().trim());
        }
        columns.complete = true;
        Ok(Self { rows: table.num_records(), table, kinds, read: 0 })
    }

    /// How many rows the table says it has.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// The next row's cells into `cells`.
    pub(super) fn next(&mut self, cells: &mut StringRecord) -> Next {
        cells.clear();
        let Some(mut record) = self.table.record(self.read) else { return Next::End };
        self.read += 1;
        match take(&mut record, &self.kinds, cells) {
            Ok(true) => Next::Cells,
            Ok(false) => Next::Deleted,
            Err(error) => Next::Broken(format!("its row in the .dbf can't be read: {error}")),
        }
    }
}

fn take(record: &mut RecordRef<Patched>, kinds: &[u8], cells: &mut StringRecord) -> Result<bool, dbase::Error> {
    if record.is_deleted()? {
        return Ok(false);
    }
    for (at, kind) in kinds.iter().enumerate() {
        cells.push_field(&cell(*kind, record.read_field(dbase::FieldIndex(at))?));
    }
    Ok(true)
}

/// A field as a sheet's cell would hold it; `kind` is its type before it was softened.
fn cell(kind: u8, value: FieldValue) -> String {
    let text = match value {
        FieldValue::Character(text) => text.unwrap_or_default(),
        FieldValue::Integer(number) => return number.to_string(),
        FieldValue::Double(number) | FieldValue::Currency(number) => return number.to_string(),
        FieldValue::DateTime(at) => {
            let (date, time) = (at.date(), at.time());
            return format!(
                "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
                date.year(),
                date.month(),
                date.day(),
                time.hours(),
                time.minutes(),
                time.seconds()
            );
        }
        _ => return String::new(),
    };
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    match kind {
        b'N' | b'F' => number(text),
        b'D' if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            if text == "00000000" {
                String::new()
            } else {
                format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])
            }
        }
        // A memo stands in another file, which is not read.
        b'M' | b'G' | b'P' => String::new(),
        b'L' => match text {
            "T" | "t" | "Y" | "y" | "1" => "true".to_owned(),
            "F" | "f" | "N" | "n" | "0" => "false".to_owned(),
            _ => String::new(),
        },
        _ => text.to_owned(),
    }
}

/// A number as it is written, without zeros behind the point; stars stand where it didn't fit.
fn number(text: &str) -> String {
    if text.contains('*') {
        return String::new();
    }
    if text.contains(['e', 'E'])
        && let Ok(number) = text.parse::<f64>()
    {
        return number.to_string();
    }
    match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|byte| byte == b'0') => whole.to_owned(),
        Some(_) => text.trim_end_matches('0').to_owned(),
        None => text.to_owned(),
    }
}

/// The encoding: as the `.cpg` or the table's own mark says, unless its texts show that it isn't so.
fn encoding(told: Option<&str>, mark: u8, sample: &[u8]) -> (&'static Encoding, Option<String>) {
    let named = told.and_then(by_name).or_else(|| by_mark(mark));
    let looks = encoding_of(sample);
    let is_chinese = |encoding: &'static Encoding| matches!(encoding.name(), "GBK" | "gb18030");
    match named {
        None => (looks, None),
        Some(named) if named == UTF_8 && looks != UTF_8 => {
            (looks, Some("the .cpg says UTF-8 but the texts are not, they are read as GB18030".to_owned()))
        }
        Some(named) if is_chinese(named) && looks == UTF_8 && !sample.is_ascii() => {
            (UTF_8, Some("the .cpg or .dbf says GBK but the texts are UTF-8, they are read as such".to_owned()))
        }
        Some(named) => (named, None),
    }
}

fn by_name(told: &str) -> Option<&'static Encoding> {
    let name = told.trim().trim_start_matches('\u{feff}').to_ascii_lowercase();
    let name = name.trim_start_matches("ansi").trim_start_matches("cp").trim();
    match name {
        "65001" | "utf8" => Some(UTF_8),
        "936" | "54936" => Some(encoding_rs::GB18030),
        "950" => Some(encoding_rs::BIG5),
        "1252" | "88591" | "8859-1" => Some(encoding_rs::WINDOWS_1252),
        _ => Encoding::for_label(name.as_bytes()),
    }
}

/// The table's language driver, where it names what Chinese files are in; 0 and 0x57 stand in files
/// of every encoding.
fn by_mark(mark: u8) -> Option<&'static Encoding> {
    match mark {
        0x4d | 0x7a => Some(encoding_rs::GB18030),
        0x4f | 0x78 => Some(encoding_rs::BIG5),
        _ => None,
    }
}

/// Makes the header acceptable to a library that is stricter than the world's files, and answers the
/// fields' types as they were. Numbers, dates and flags become texts: a code of 18 digits doesn't
/// survive as a float, and a date that is none must not cost the row.
fn soften(head: &mut [u8]) -> Vec<u8> {
    // The day of the last change, in whose place some programs leave zeros.
    head[1..4].copy_from_slice(&[100, 1, 1]);
    let mut kinds = Vec::new();
    for field in head[32..].chunks_exact_mut(32).take_while(|field| field[0] != 0x0d) {
        kinds.push(field[11]);
        if !matches!(field[11], b'I' | b'B' | b'Y' | b'T') || field[16] < 4 {
            field[11] = b'C';
        }
    }
    // The library counts fields by the header's length; further ones behind the mark are none.
    kinds
}

/// A file with another header.
#[derive(Debug)]
struct Patched {
    head: Cursor<Vec<u8>>,
    /// Stands behind the header at first; sought before it is read.
    file: BufReader<File>,
    at: u64,
}

impl Patched {
    fn head_bytes(&self) -> u64 {
        self.head.get_ref().len() as u64
    }
}

impl Read for Patched {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = if self.at < self.head_bytes() {
            self.head.set_position(self.at);
            self.head.read(into)?
        } else {
            self.file.read(into)?
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Patched {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.file.seek(SeekFrom::End(0))?.checked_add_signed(by),
        };
        let target = target.ok_or(io::ErrorKind::InvalidInput)?;
        self.file.seek(SeekFrom::Start(target.max(self.head_bytes())))?;
        self.at = target;
        Ok(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_written() {
        for (text, shown) in [
            ("370102001001000123", "370102001001000123"),
            ("12.500", "12.5"),
            ("120101.000", "120101"),
            ("007", "007"),
            ("1.5e+003", "1500"),
            ("****", ""),
            ("", ""),
        ] {
            assert_eq!(number(text), shown);
        }
    }

    #[test]
    fn encodings_are_believed_unless_the_texts_say_otherwise() {
        let gbk = encoding_rs::GB18030.encode("澄岚县网格").0.into_owned();
        assert_eq!(encoding(Some("UTF-8"), 0, "澄岚县".as_bytes()), (UTF_8, None));
        assert_eq!(encoding(Some("ANSI 936"), 0, &gbk).0.name(), "gb18030");
        assert!(encoding(Some("UTF-8"), 0, &gbk).1.is_some_and(|doubt| doubt.contains("GB18030")));
        assert_eq!(encoding(None, 0x57, &gbk).0.name(), "gb18030");
        assert_eq!(encoding(None, 0x4d, "澄岚县".as_bytes()).0, UTF_8);
    }
}
