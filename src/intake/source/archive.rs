//! Zip archives: the one file in them that can be imported, or the one named. Nothing is ever written
//! under a name that stands in an archive.

use super::temporary::Temporary;
use super::workbook::{self, Format};
use super::{Content, IntakeError, Packed, Sink, Source, shapes, stream};
use crate::intake::table::Columns;
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

/// Endings of what may be imported; several such files in one archive must be told apart by name.
const DATA: [&str; 15] = [
    "geojson", "json", "geojsonl", "geojsons", "ndjson", "csv", "tsv", "txt", "gz", "xlsx", "xls", "xlsb", "ods",
    "shp", "gpkg",
];
/// What a shapefile consists of, as far as it is read.
const SHAPEFILE: [&str; 5] = ["shp", "shx", "dbf", "cpg", "prj"];

type Archive = ZipArchive<BufReader<File>>;

/// Reads what the archive holds, which may be a workbook: those are archives too.
pub(super) fn read(source: &Source, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let mut archive = open(source)?;
    let entries = entries(source, &mut archive)?;
    if let Some(what) = document(&entries) {
        return Err(source.unsupported(what));
    }
    if let Some(format) = format(&mut archive, &entries) {
        drop(archive);
        return workbook::read(source, format, sink);
    }
    let (entry, part) = choose(source, &entries)?;
    if entry.is_locked {
        return Err(source.unsupported("the archive is under a password, unpack it first"));
    }
    if entry.ending() == "shp" {
        return shapefile(source, &mut archive, &entries, entry, part, sink);
    }
    let file = archive.by_index(entry.at).map_err(|error| failed(source, error))?;
    let inner = source.inner(source.at.clone(), part);
    stream(&inner, Packed::Zip, Box::new(Guarded::new(file)), sink)
}

/// Whether this archive is a workbook.
pub(super) fn is_workbook(source: &Source) -> Result<bool, IntakeError> {
    let mut archive = open(source)?;
    let entries = entries(source, &mut archive)?;
    Ok(format(&mut archive, &entries).is_some())
}

fn open(source: &Source) -> Result<Archive, IntakeError> {
    ZipArchive::new(BufReader::new(source.open()?)).map_err(|error| failed(source, error))
}

fn failed(source: &Source, error: ZipError) -> IntakeError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            source.unsupported("the archive is under a password, unpack it first")
        }
        ZipError::CompressionMethodNotSupported(_) => {
            source.unsupported("the archive is packed in an unusual way, unpack it first or pack it anew as plain zip")
        }
        ZipError::Io(error) => source.broke_off(0, &error),
        _ => source.damaged(0, "the archive's list of files is missing or broken, was it copied whole?"),
    }
}

/// A file in the archive.
struct Entry {
    at: usize,
    name: String,
    is_locked: bool,
    bytes: u64,
}

impl Entry {
    fn ending(&self) -> String {
        let last = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
    }

    fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(&self.name, |(stem, _)| stem)
    }
}

/// The archive's files, without folders and what systems leave in them. Names are UTF-8 or, from
/// Chinese Windows, GB18030.
fn entries(source: &Source, archive: &mut Archive) -> Result<Vec<Entry>, IntakeError> {
    let mut entries = Vec::new();
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(|error| failed(source, error))?;
        let name = match std::str::from_utf8(file.name_raw()) {
            Ok(name) => name.to_owned(),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(file.name_raw()).0.into_owned(),
        };
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let is_left_behind = name.starts_with("__MACOSX") || last.starts_with('.') || last == "Thumbs.db";
        if !last.is_empty() && !is_left_behind {
            entries.push(Entry { at, name, is_locked: file.encrypted(), bytes: file.size() });
        }
    }
    Ok(entries)
}

/// What an archive is that looks like a document of another kind.
fn document(entries: &[Entry]) -> Option<&'static str> {
    let has = |begin: &str| entries.iter().any(|entry| entry.name.starts_with(begin));
    if has("word/") {
        Some("a text document (DOCX) is not read, save the table in it as CSV or XLSX")
    } else if has("ppt/") {
        Some("a presentation (PPTX) is not read, save the table in it as CSV or XLSX")
    } else if has("doc.kml") {
        Some("KMZ is not read, convert it to GeoJSON (ogr2ogr OUT.geojson IN)")
    } else {
        None
    }
}

fn format(archive: &mut Archive, entries: &[Entry]) -> Option<Format> {
    let entry = |name: &str| entries.iter().find(|entry| entry.name == name);
    if entry("xl/workbook.bin").is_some() {
        return Some(Format::Xlsb);
    }
    if entry("xl/workbook.xml").is_some() {
        return Some(Format::Xlsx);
    }
    let mut kind = String::new();
    archive.by_index(entry("mimetype")?.at).ok()?.take(100).read_to_string(&mut kind).ok()?;
    kind.contains("opendocument.spreadsheet").then_some(Format::Ods)
}

/// The file that is to be read, and the part of that file, where one is named.
fn choose<'e>(source: &Source, entries: &'e [Entry]) -> Result<(&'e Entry, Option<String>), IntakeError> {
    let data: Vec<&Entry> = entries.iter().filter(|entry| DATA.contains(&entry.ending().as_str())).collect();
    let listed = |entries: &[&Entry]| {
        let more = if entries.len() > 8 { ", …" } else { "" };
        let names: Vec<&str> = entries.iter().take(8).map(|entry| entry.name.as_str()).collect();
        format!("{}{more}", names.join(", "))
    };
    let all = || entries.iter().collect::<Vec<_>>();
    if let Some(part) = &source.part {
        let rest = |entry: &&Entry| part.strip_prefix(entry.name.as_str()).map(str::to_owned);
        let named =
            entries.iter().find(|entry| rest(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('#')));
        return match named {
            Some(entry) => Ok((entry, rest(&entry).and_then(|rest| rest.strip_prefix('#').map(str::to_owned)))),
            None => Err(source.unsupported(format!("the archive has no file {part} (it has {})", listed(&all())))),
        };
    }
    match (data.as_slice(), entries) {
        ([entry], _) => Ok((*entry, None)),
        ([], [entry]) => Ok((entry, None)),
        ([], []) => Err(source.unsupported("the archive is empty")),
        ([], _) => Err(source.unsupported(format!("the archive holds nothing to import ({})", listed(&all())))),
        (several, _) => Err(source.unsupported(format!(
            "the archive holds several files ({}), name one of them behind it: FILE#{}",
            listed(several),
            several[0].name
        ))),
    }
}

/// Unpacks a shapefile's files side by side and reads them.
fn shapefile(
    source: &Source,
    archive: &mut Archive,
    entries: &[Entry],
    chosen: &Entry,
    part: Option<String>,
    sink: &mut Sink,
) -> Result<Columns, IntakeError> {
    let folder = Temporary::folder().map_err(|error| source.unreadable(&error))?;
    let is_sibling = |entry: &&Entry| entry.stem().to_lowercase() == chosen.stem().to_lowercase();
    for entry in entries.iter().filter(is_sibling) {
        let ending = entry.ending();
        if SHAPEFILE.contains(&ending.as_str()) {
            let file = archive.by_index(entry.at).map_err(|error| failed(source, error))?;
            let unpacked = folder.put(&format!("part.{ending}"), Guarded::new(file));
            unpacked.map_err(|error| source.broke_off(0, &error))?;
        }
    }
    let inner = source.inner(folder.join("part.shp"), part);
    inner.keep(folder, Content::Shapefile);
    shapes::read(&inner, sink)
}

/// A file on its way out of an archive, which gives no more than the archive says it does.
struct Guarded<'a> {
    file: ZipFile<'a, BufReader<File>>,
    left: u64,
}

impl<'a> Guarded<'a> {
    fn new(file: ZipFile<'a, BufReader<File>>) -> Self {
        Self { left: file.size(), file }
    }
}

impl io::Read for Guarded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "a file in it unpacks to more than the archive says")
        })?;
        Ok(read)
    }
}

/// How many bytes the archive's files unpack to, as it says.
pub(super) fn unpacked_bytes(source: &Source) -> Result<u64, IntakeError> {
    let mut archive = open(source)?;
    Ok(entries(source, &mut archive)?.iter().map(|entry| entry.bytes).fold(0, u64::saturating_add))
}

/// What `work` makes of the one file of this name; none where the archive has none.
pub(super) fn of_file<T>(
    source: &Source,
    name: &str,
    work: impl FnOnce(&mut dyn io::BufRead) -> io::Result<T>,
) -> Result<Option<T>, IntakeError> {
    let mut archive = open(source)?;
    let Some(at) = archive.index_for_name(name) else { return Ok(None) };
    let file = archive.by_index(at).map_err(|error| failed(source, error))?;
    let worked = work(&mut BufReader::new(Guarded::new(file)));
    worked.map(Some).map_err(|error| source.broke_off(0, &error))
}
