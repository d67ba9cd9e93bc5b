//! GeoJSON into rows: a collection, a single feature, or a feature a line. Features are taken one by
//! one as the text is parsed, so that only one is in memory as a tree.

use super::{IntakeError, Sink};
use crate::intake::table::{Columns, Read, Rings, Row, Shape};
use csv::StringRecord;
use geo::Coord;
use geojson::{Geometry, GeometryValue, Position};
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// Reads a GeoJSON text that begins with `{`, `[` or a record separator.
pub(super) fn read(path: &Path, text: &str, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let mut reading = Reading { sink, columns: Columns::default(), number: 0, failed: None };
    if is_a_feature_a_line(text) {
        reading.lines(text)?;
        return Ok(reading.columns);
    }
    let mut json = Deserializer::from_str(text);
    let outcome = Root(&mut reading).deserialize(&mut json).and_then(|()| json.end());
    if let Some(error) = reading.failed.take() {
        return Err(error);
    }
    match outcome {
        Ok(()) => Ok(reading.columns),
        Err(error) => Err(IntakeError::Damaged { path: path.to_owned(), row: reading.number, why: error.to_string() }),
    }
}

fn is_a_feature_a_line(text: &str) -> bool {
    if text.starts_with('\u{1e}') {
        return true;
    }
    let head: String = text.chars().take(4096).collect();
    if text.starts_with('[') || head.contains("FeatureCollection") {
        return false;
    }
    // Not the first line alone: it may be the one that is broken.
    text.lines().take(3).any(|line| {
        // A collection on one line is none, in whatever order its keys stand.
        line.starts_with('{') && serde_json::from_str::<Whole>(line).is_ok_and(|whole| whole.features.is_none())
    })
}

/// What tells a collection from a feature.
#[derive(serde::Deserialize)]
struct Whole {
    features: Option<IgnoredAny>,
}

struct Reading<'a, 's> {
    sink: &'a mut Sink<'s>,
    columns: Columns,
    number: u64,
    /// The error to answer with, while the parser unwinds with one of its own.
    failed: Option<IntakeError>,
}

impl Reading<'_, '_> {
    fn lines(&mut self, text: &str) -> Result<(), IntakeError> {
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{1e}');
            if line.is_empty() {
                continue;
            }
            self.number = at as u64;
            match serde_json::from_str(line) {
                Ok(value) => self.feature(value)?,
                Err(error) => {
                    self.number += 1;
                    (self.sink)(Read::Broken(self.number, format!("not a feature: {error}"), line.to_owned()))?;
                }
            }
        }
        Ok(())
    }

    fn feature(&mut self, value: Value) -> Result<(), IntakeError> {
        self.number += 1;
        let Value::Object(mut feature) = value else {
            let shown = value.to_string();
            return (self.sink)(Read::Broken(self.number, "not a feature".to_owned(), shown));
        };
        let mut properties = match feature.remove("properties") {
            Some(Value::Object(properties)) => properties,
            _ => Map::new(),
        };
        // A feature's own id stands in where no property has that name.
        if let Some(id @ (Value::String(_) | Value::Number(_))) = feature.remove("id") {
            properties.entry("id").or_insert(id);
        }
        let mut cells = vec![String::new(); self.columns.len()];
        for (name, value) in &properties {
            let at = self.columns.intern(name);
            if cells.len() <= at {
                cells.resize(at + 1, String::new());
            }
            cells[at] = cell(value);
        }
        let shape = match feature.remove("geometry") {
            None | Some(Value::Null) => None,
            Some(geometry) => Some(shape(geometry)),
        };
        let cells = StringRecord::from(cells);
        (self.sink)(Read::Row(Row { number: self.number, columns: &self.columns, cells: &cells, shape, remark: None }))
    }

    /// As `feature`, for use inside the parser.
    fn feature_within<E: serde::de::Error>(&mut self, value: Value) -> Result<(), E> {
        self.feature(value).map_err(|error| {
            self.failed = Some(error);
            E::custom("stopped")
        })
    }
}

/// A property as a sheet's cell would hold it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // Codes that went through a table of floats come as 120101.0.
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
        }
        Value::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
            items.iter().map(cell).collect::<Vec<_>>().join(";")
        }
        other => other.to_string(),
    }
}

fn shape(value: Value) -> Shape {
    let geometry = match serde_json::from_value::<Geometry>(value) {
        Ok(geometry) => geometry,
        Err(error) => return Shape::Broken(error.to_string()),
    };
    let point = |at: &Position| match at.as_slice() {
        [x, y, ..] => Shape::Point(*x, *y),
        _ => Shape::Broken("a position needs two numbers".to_owned()),
    };
    match &geometry.value {
        GeometryValue::Point { coordinates } => point(coordinates),
        GeometryValue::MultiPoint { coordinates } if coordinates.len() == 1 => point(&coordinates[0]),
        GeometryValue::Polygon { coordinates } => polygons(std::slice::from_ref(coordinates)),
        GeometryValue::MultiPolygon { coordinates } => polygons(coordinates),
        GeometryValue::GeometryCollection { geometries } => collection(geometries),
        other => Shape::Other(other.type_name()),
    }
}

fn polygons(parts: &[Vec<Vec<Position>>]) -> Shape {
    let corner = |at: &Position| match at.as_slice() {
        [x, y, ..] => Some(Coord { x: *x, y: *y }),
        _ => None,
    };
    let rings = |rings: &Vec<Vec<Position>>| rings.iter().map(|ring| ring.iter().map(corner).collect()).collect();
    let parts: Option<Rings> = parts.iter().map(rings).collect();
    parts.map_or_else(|| Shape::Broken("a position needs two numbers".to_owned()), Shape::Polygons)
}

/// The polygons of a collection as one, and the names of what else is in it.
fn collection(geometries: &[Geometry]) -> Shape {
    let mut parts = Vec::new();
    let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
    for geometry in geometries {
        let polygons = match &geometry.value {
            GeometryValue::Polygon { coordinates } => polygons(std::slice::from_ref(coordinates)),
            GeometryValue::MultiPolygon { coordinates } => polygons(coordinates),
            other => {
                *left_out.entry(other.type_name()).or_default() += 1;
                continue;
            }
        };
        match polygons {
            Shape::Polygons(rings) => parts.extend(rings),
            broken => return broken,
        }
    }
    if parts.is_empty() {
        return Shape::Other("GeometryCollection");
    }
    let named = |(name, count): (&str, usize)| if count == 1 { name.to_owned() } else { format!("{count} {name}") };
    Shape::Mixed(parts, left_out.into_iter().map(named).collect::<Vec<_>>().join(", "))
}

/// The whole document: a collection's features are handed on as they come.
struct Root<'r, 'a, 's>(&'r mut Reading<'a, 's>);

impl<'de> DeserializeSeed<'de> for Root<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a GeoJSON FeatureCollection or Feature")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let mut alone = Map::new();
        let mut collected = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "features" => {
                    map.next_value_seed(Features(&mut *self.0))?;
                    collected = true;
                }
                "crs" => {
                    let crs: Value = map.next_value()?;
                    self.0.columns.declared =
                        crs.pointer("/properties/name").and_then(Value::as_str).map(str::to_owned);
                }
                "properties" | "geometry" | "id" | "type" => {
                    alone.insert(key, map.next_value()?);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        match alone.get("type").and_then(Value::as_str) {
            _ if collected => Ok(()),
            Some("Feature") => self.0.feature_within(Value::Object(alone)),
            _ => Err(M::Error::custom("neither a FeatureCollection nor a Feature")),
        }
    }

    fn visit_seq<S: SeqAccess<'de>>(self, seq: S) -> Result<(), S::Error> {
        Features(self.0).visit_seq(seq)
    }
}

/// The array of features.
struct Features<'r, 'a, 's>(&'r mut Reading<'a, 's>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(), S::Error> {
        while let Some(value) = seq.next_element::<Value>()? {
            self.0.feature_within(value)?;
        }
        Ok(())
    }
}
