//! GeoJSON layers, read feature by feature.

use super::BaseMapError;
use super::cut::Parts;
use super::desk::{Desk, OSM};
use super::words::{classify, name};
use crate::intake::report::Flaw;
use crate::spatial::LonLat;
use flate2::read::MultiGzDecoder;
use geo::{LineString, Polygon};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Geometry collections may hold each other no deeper than this.
const DEEPEST: u32 = 8;
/// Properties that only exports of OpenStreetMap have.
const OSM_KEYS: [&str; 4] = ["osm_id", "osmid", "@id", "osm_way_id"];

/// Reads a file's features.
///
/// # Errors
/// When it is no FeatureCollection or breaks off; where the user stops it.
pub(super) fn read(path: &Path, desk: &mut Desk<'_>) -> Result<(), BaseMapError> {
    let unreadable = |why| BaseMapError::read(why, path);
    let mut raw = BufReader::new(File::open(path).map_err(unreadable)?);
    let packed = raw.fill_buf().map_err(unreadable)?.starts_with(&[0x1f, 0x8b]);
    let text: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) };
    let mut text = BufReader::with_capacity(1 << 16, text);
    if text.fill_buf().is_ok_and(|first| first.starts_with(b"\xef\xbb\xbf")) {
        text.consume(3);
    }
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let layer = file_name.split('.').next().unwrap_or_default();
    let mut reading = Reading { desk, layer, number: 0, stop: None };
    let outcome = (&mut reading).deserialize(&mut serde_json::Deserializer::from_reader(text));
    let Reading { number, stop, .. } = reading;
    match (stop, outcome) {
        (Some(stop), _) => Err(stop),
        (None, Ok(())) => Ok(()),
        (None, Err(why)) if why.is_data() => {
            Err(BaseMapError::file(format!("this is no GeoJSON FeatureCollection ({why})"), path))
        }
        (None, Err(why)) => Err(BaseMapError::file(
            format!("the GeoJSON breaks off after {number} features ({why}), get it anew"),
            path,
        )),
    }
}

/// Hands the features of a collection to the desk, one by one.
struct Reading<'d, 'a, 'l> {
    desk: &'d mut Desk<'a>,
    layer: &'l str,
    number: u64,
    /// Why no more is wanted, where that is not the text's fault.
    stop: Option<BaseMapError>,
}

impl Reading<'_, '_, '_> {
    fn take(&mut self, feature: &Value) -> Result<(), BaseMapError> {
        self.number += 1;
        let empty = Map::new();
        let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        if OSM_KEYS.iter().any(|key| properties.contains_key(*key)) {
            self.desk.attributions.insert(OSM.to_owned());
        }
        let class = classify(self.layer, properties);
        let mut parts = Parts::default();
        let geometry = feature.get("geometry").unwrap_or(&Value::Null);
        let parts = collect(geometry, &mut parts, 0).map(|()| parts);
        self.desk.feature(self.number, class, name(properties), parts)
    }
}

impl<'de> DeserializeSeed<'de> for &mut Reading<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(Whole(self))
    }
}

/// The collection itself.
struct Whole<'r, 'd, 'a, 'l>(&'r mut Reading<'d, 'a, 'l>);

impl<'de> Visitor<'de> for Whole<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                map.next_value_seed(List(self.0))?;
                found = true;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(M::Error::custom("there are no features")) }
    }
}

/// Its list of features.
struct List<'r, 'd, 'a, 'l>(&'r mut Reading<'d, 'a, 'l>);

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut features: S) -> Result<(), S::Error> {
        while let Some(feature) = features.next_element::<Value>()? {
            if let Err(stop) = self.0.take(&feature) {
                self.0.stop = Some(stop);
                return Err(S::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// Puts a geometry's lines and polygons together, whatever it is; points are nothing that a base map draws.
fn collect(geometry: &Value, parts: &mut Parts, depth: u32) -> Result<(), Flaw> {
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    match geometry.get("type").and_then(Value::as_str) {
        Some("Point" | "MultiPoint") => {}
        Some("LineString") => parts.lines.push(line(coordinates)?),
        Some("MultiLineString") => {
            for coordinates in list(coordinates)? {
                parts.lines.push(line(coordinates)?);
            }
        }
        Some("Polygon") => parts.shape.0.extend(polygon(coordinates)?),
        Some("MultiPolygon") => {
            for coordinates in list(coordinates)? {
                parts.shape.0.extend(polygon(coordinates)?);
            }
        }
        Some("GeometryCollection") if depth < DEEPEST => {
            for geometry in list(geometry.get("geometries").unwrap_or(&Value::Null))? {
                collect(geometry, parts, depth + 1)?;
            }
        }
        Some(other) => {
            return Err(Flaw::new("geometry", "this is no geometry that can be read, the feature is left out", other));
        }
        None => return Err(Flaw::new("geometry", "there is no geometry, the feature is left out", "")),
    }
    Ok(())
}

fn list(value: &Value) -> Result<&Vec<Value>, Flaw> {
    let not = || Flaw::new("geometry", "the coordinates are no list, the feature is left out", &value.to_string());
    value.as_array().ok_or_else(not)
}

fn line(coordinates: &Value) -> Result<Vec<LonLat>, Flaw> {
    let position = |value: &Value| {
        let at = |k: usize| value.get(k).and_then(Value::as_f64);
        let not =
            || Flaw::new("geometry", "a position is no pair of numbers, the feature is left out", &value.to_string());
        Ok(LonLat::new(at(0).ok_or_else(not)?, at(1).ok_or_else(not)?))
    };
    list(coordinates)?.iter().map(position).collect()
}

/// A polygon; none where its outer ring has no inside.
fn polygon(coordinates: &Value) -> Result<Option<Polygon<f64>>, Flaw> {
    let rings: Vec<LineString<f64>> = list(coordinates)?
        .iter()
        .map(|ring| Ok(LineString(line(ring)?.into_iter().map(LonLat::coord).collect())))
        .collect::<Result<_, Flaw>>()?;
    let mut rings = rings.into_iter();
    let Some(outer) = rings.next().filter(|ring| ring.0.len() > 2) else { return Ok(None) };
    Ok(Some(Polygon::new(outer, rings.filter(|ring| ring.0.len() > 2).collect())))
}
