//! What a live source answered, in memory: GeoJSON and CSV as in files, and JSON that is a list of records.

use super::content::{self, Content};
use super::records;
use super::text::Text;
use super::{IntakeError, Sink, Source, geojson};
use crate::intake::table::{Columns, Read};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Deserializer, Value};
use std::io::Read as _;

/// What is packed is not unpacked beyond this.
const MOST_BYTES: u64 = 64 << 20;
/// No table of a live source is wider: each further field would cost every row.
const MOST_COLUMNS: usize = 1_000;

/// An answer, and where its records stand if it is JSON.
#[derive(Clone, Copy)]
pub(super) struct Answered<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) records: Option<&'a str>,
}

/// Reads the rows of an answer.
pub(super) fn read(source: &Source, live: Answered, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let sink: &mut Sink = &mut |read: Read| {
        if matches!(&read, Read::Row(row) if row.columns.len() > MOST_COLUMNS) {
            return Err(source.unsupported(format!("its rows have more than {MOST_COLUMNS} different fields")));
        }
        sink(read)
    };
    match content::of(&live.bytes[..live.bytes.len().min(super::HEAD_BYTES as usize)]) {
        Content::Text => text(source, live.bytes, live.records, sink),
        Content::Gzip => text(source, &unpacked(source, live.bytes)?, live.records, sink),
        Content::Foreign(what) => Err(source.unsupported(what)),
        Content::Zip | Content::OldOffice | Content::Shapefile | Content::Database => Err(source.unsupported(
            "a live source is read as GeoJSON, JSON or CSV, and this is a workbook, an archive or a database",
        )),
    }
}

fn unpacked(source: &Source, packed: &[u8]) -> Result<Vec<u8>, IntakeError> {
    let mut bytes = Vec::new();
    let mut bounded = MultiGzDecoder::new(packed).take(MOST_BYTES + 1);
    bounded.read_to_end(&mut bytes).map_err(|error| source.broke_off(0, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(source.unsupported("it unpacks to more than 64 MiB"));
    }
    Ok(bytes)
}

fn text(source: &Source, bytes: &[u8], at: Option<&str>, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let mut text = Text::new(Box::new(bytes));
    let head = text.head().map_err(|error| source.broke_off(0, &error))?;
    let is_json = String::from_utf8_lossy(head).trim_start().starts_with(['{', '[']);
    if is_json {
        let mut whole = String::new();
        text.read_to_string(&mut whole).map_err(|error| source.broke_off(0, &error))?;
        if at.is_some() || !is_geojson(whole.trim_start()) {
            return records::read(source, &whole, at, sink);
        }
    }
    super::text(source, Box::new(bytes), sink)
}

/// What tells GeoJSON from other JSON.
#[derive(Deserialize)]
struct Shallow {
    #[serde(rename = "type")]
    name: Option<Value>,
    features: Option<IgnoredAny>,
    geometry: Option<IgnoredAny>,
}

/// Whether JSON that begins so is GeoJSON, whole or broken.
fn is_geojson(text: &str) -> bool {
    let inner = text.strip_prefix('[').unwrap_or(text);
    let first = Deserializer::from_str(inner).into_iter::<Shallow>().next();
    match first {
        Some(Ok(first)) => {
            let named = first.name.as_ref().and_then(Value::as_str).unwrap_or_default();
            let is_named = ["FeatureCollection", "Feature", "Topology"].contains(&named);
            is_named || geojson::GEOMETRIES.contains(&named) || first.features.is_some() || first.geometry.is_some()
        }
        // Broken within its first value: by its words, so that the right reader says what is wrong.
        _ => text.chars().take(4_096).collect::<String>().contains("\"Feature"),
    }
}
