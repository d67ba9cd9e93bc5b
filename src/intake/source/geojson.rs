//! GeoJSON into rows: a collection, a feature, a geometry, an array of features, a feature a line, a
//! sequence (RFC 8142). Features are cut out of the text one by one, so that only one is in memory.

use super::geometry::shape;
use super::pieces::{Piece, Pieces};
use super::text::Text;
use super::{IntakeError, Sink, Source};
use crate::intake::table::{Columns, Read, Row};
use csv::StringRecord;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use std::io;

pub(super) const GEOMETRIES: [&str; 7] =
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"];

/// Reads a GeoJSON text that begins with `{`, `[` or a record separator.
pub(super) fn read(source: &Source, text: Text, by_line: bool, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let pieces = Pieces::new(text);
    let mut reading =
        Reading { source, pieces, sink, columns: Columns::default(), number: 0, piece: Vec::new(), cells: Vec::new() };
    if by_line {
        reading.lines()?;
    } else {
        reading.documents()?;
    }
    if reading.number == 0 {
        reading.columns.note(0, "there is no feature in it");
    }
    Ok(reading.columns)
}

/// Whether a text that begins so is a sequence of features, one a line or one a record.
pub(super) fn is_a_feature_a_line(begin: &str) -> bool {
    if begin.starts_with('\u{1e}') {
        return true;
    }
    let head: String = begin.chars().take(4096).collect();
    // A collection may have its features a line each, and the first of them may look like one alone.
    if !begin.starts_with('{') || head.contains("\"FeatureCollection\"") || head.contains("\"features\"") {
        return false;
    }
    // Not the first line alone: it may be the one that is broken.
    let whole = begin.lines().take(3).any(|line| {
        // A collection on one line is none, in whatever order its keys stand.
        serde_json::from_str::<Whole>(line).is_ok_and(|whole| {
            let named = whole.name.as_deref().unwrap_or_default();
            whole.features.is_none() && (named == "Feature" || GEOMETRIES.contains(&named))
        })
    });
    let one_long_line = !begin.contains('\n') && begin.len() > 32 << 10;
    whole || (one_long_line && begin.contains("\"Feature\"") && !begin.contains("\"features\""))
}

/// What tells a feature from a collection and from what is neither.
#[derive(serde::Deserialize)]
struct Whole {
    #[serde(rename = "type")]
    name: Option<String>,
    features: Option<IgnoredAny>,
}

struct Reading<'a, 's> {
    source: &'a Source<'a>,
    pieces: Pieces<Text<'a>>,
    sink: &'a mut Sink<'s>,
    columns: Columns,
    number: u64,
    piece: Vec<u8>,
    cells: Vec<String>,
}

impl Reading<'_, '_> {
    fn broke_off(&self, error: &io::Error) -> IntakeError {
        self.source.broke_off(self.number, error)
    }

    fn lines(&mut self) -> Result<(), IntakeError> {
        let separator = match self.pieces.peek().map_err(|error| self.broke_off(&error))? {
            Some(0x1e) => {
                self.pieces.pass();
                0x1e
            }
            _ => b'\n',
        };
        let mut at = 0;
        loop {
            let mut line = std::mem::take(&mut self.piece);
            let piece = self.pieces.until(separator, &mut line).map_err(|error| self.broke_off(&error))?;
            let Some(piece) = piece else { return Ok(()) };
            self.piece = line;
            if self.piece.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0x1e) {
                self.number = at;
                self.parsed(piece)?;
            }
            at += 1;
        }
    }

    fn documents(&mut self) -> Result<(), IntakeError> {
        loop {
            match self.pieces.peek().map_err(|error| self.broke_off(&error))? {
                None => return Ok(()),
                Some(0x1e) => self.pieces.pass(),
                Some(b'{') => self.document()?,
                Some(b'[') => self.features()?,
                Some(other) => {
                    let why = format!("no GeoJSON can begin or go on with {}", char::from(other).escape_default());
                    return Err(self.source.damaged(self.number, why));
                }
            }
        }
    }

    /// A collection, whose features are handed on as they come; or a feature or a geometry alone.
    fn document(&mut self) -> Result<(), IntakeError> {
        let mut alone = Map::new();
        let mut collected = false;
        self.pieces.pass();
        while !self.take(b'}')? {
            if self.take(b',')? {
                continue;
            }
            let key = self.value()?;
            let Value::String(key) = key else { return Err(self.wrong("a name is missing before a value")) };
            if !self.take(b':')? {
                return Err(self.wrong("a colon is missing behind a name"));
            }
            if key == "features" && self.next()? == Some(b'[') {
                self.features()?;
                collected = true;
                continue;
            }
            let value = self.value()?;
            if key == "crs" {
                self.columns.declared = value.pointer("/properties/name").and_then(Value::as_str).map(str::to_owned);
            }
            alone.insert(key, value);
        }
        match alone.get("type").and_then(Value::as_str) {
            _ if collected => Ok(()),
            Some(name) if name == "Feature" || GEOMETRIES.contains(&name) => self.feature(Value::Object(alone)),
            Some("Topology") => Err(self.source.unsupported("TopoJSON is not read, convert it to GeoJSON (mapshaper)")),
            Some("FeatureCollection") => Err(self.wrong("the collection has no features")),
            _ => Err(self.no_geojson("an object", &alone)),
        }
    }

    /// An array of features.
    fn features(&mut self) -> Result<(), IntakeError> {
        self.pieces.pass();
        while !self.take(b']')? {
            if self.take(b',')? {
                continue;
            }
            let mut piece = std::mem::take(&mut self.piece);
            let outcome = self.pieces.value(&mut piece).map_err(|error| self.broke_off(&error))?;
            self.piece = piece;
            if outcome == Piece::CutOff {
                return Err(self.wrong("the text ends in the middle of a feature, was it copied whole?"));
            }
            self.parsed(outcome)?;
        }
        Ok(())
    }

    /// Parses the feature just cut out; one that is none costs itself.
    fn parsed(&mut self, piece: Piece) -> Result<(), IntakeError> {
        if piece == Piece::TooLong {
            return self.broken("a feature of more than 32 MiB".to_owned());
        }
        let trimmed = self.piece.strip_prefix(b"\x1e").unwrap_or(&self.piece);
        match serde_json::from_slice::<Value>(trimmed) {
            Ok(value) => self.feature(value),
            Err(error) => {
                let text = String::from_utf8_lossy(&self.piece);
                let why = if ["NaN", "Infinity"].iter().any(|word| text.contains(word)) && error.is_syntax() {
                    "not a feature: NaN or Infinity stands where JSON needs a number".to_owned()
                } else {
                    format!("not a feature: {error}")
                };
                self.broken(why)
            }
        }
    }

    fn broken(&mut self, why: String) -> Result<(), IntakeError> {
        self.number += 1;
        let begin = String::from_utf8_lossy(&self.piece[..self.piece.len().min(400)]).trim().to_owned();
        (self.sink)(Read::Broken(self.number, why, begin))
    }

    fn feature(&mut self, value: Value) -> Result<(), IntakeError> {
        let Value::Object(mut feature) = value else { return self.broken("not a feature".to_owned()) };
        if let Some(Value::Array(features)) = feature.remove("features") {
            return features.into_iter().try_for_each(|feature| self.feature(feature));
        }
        if feature.get("type").and_then(Value::as_str).is_some_and(|name| GEOMETRIES.contains(&name)) {
            // A geometry alone is a feature without properties.
            feature = Map::from_iter([("geometry".to_owned(), Value::Object(feature))]);
        }
        let has = |name: &str| feature.contains_key(name);
        if self.number == 0 && has("attributes") && !has("properties") {
            return Err(self.source.unsupported("Esri's own JSON is not read, ask the service for f=geojson"));
        }
        if self.number == 0 && !has("geometry") && !has("properties") {
            return Err(self.no_geojson("an array of objects", &feature));
        }
        self.number += 1;
        let mut properties = match feature.remove("properties") {
            Some(Value::Object(properties)) => properties,
            _ => Map::new(),
        };
        // A feature's own id stands in where no property has that name.
        if let Some(id @ (Value::String(_) | Value::Number(_))) = feature.remove("id") {
            properties.entry("id").or_insert(id);
        }
        self.cells.iter_mut().for_each(String::clear);
        for (name, value) in properties {
            let at = self.columns.intern(&name);
            if self.cells.len() <= at {
                self.cells.resize(at + 1, String::new());
            }
            self.cells[at] = cell(value);
        }
        let shape = match feature.remove("geometry") {
            None | Some(Value::Null) => None,
            Some(geometry) => Some(shape(geometry)),
        };
        let cells = StringRecord::from_iter(&self.cells);
        let row = Row { number: self.number, columns: &self.columns, cells: &cells, shape, remark: None };
        (self.sink)(Read::Row(row))
    }

    fn no_geojson(&self, what: &str, object: &Map<String, Value>) -> IntakeError {
        let names: Vec<&str> = object.keys().map(String::as_str).take(6).collect();
        let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
        self.source.unsupported(format!("this is JSON but no GeoJSON ({what} with {names}), save it as GeoJSON or CSV"))
    }

    fn wrong(&self, why: &str) -> IntakeError {
        self.source.damaged(self.number, why)
    }

    fn next(&mut self) -> Result<Option<u8>, IntakeError> {
        self.pieces.peek().map_err(|error| self.broke_off(&error))
    }

    fn take(&mut self, wanted: u8) -> Result<bool, IntakeError> {
        match self.next()? {
            None => Err(self.wrong("the text ends before the brackets are closed, was it copied whole?")),
            Some(found) if found == wanted => {
                self.pieces.pass();
                Ok(true)
            }
            Some(_) => Ok(false),
        }
    }

    /// The next value of the document itself.
    fn value(&mut self) -> Result<Value, IntakeError> {
        let outcome = self.pieces.value(&mut self.piece).map_err(|error| self.source.broke_off(self.number, &error))?;
        match outcome {
            Piece::Whole => serde_json::from_slice(&self.piece).map_err(|error| self.wrong(&error.to_string())),
            Piece::TooLong => Ok(Value::Null),
            Piece::CutOff => Err(self.wrong("the text ends in the middle of a value, was it copied whole?")),
        }
    }
}

/// A property as a sheet's cell would hold it.
pub(super) fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        // Codes that went through a table of floats come as 120101.0.
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
        }
        Value::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
            items.into_iter().map(cell).collect::<Vec<_>>().join(";")
        }
        other => other.to_string(),
    }
}
