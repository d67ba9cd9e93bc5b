//! The layers of a base map of our own making, such as the sample's: one GeoJSON file a layer, plain or
//! gzipped, with the class words of [`RoadClass::parse`] and [`LandUse::parse`]. Read straight into memory.

use crate::domain::LonLat;
use crate::spatial::{BaseMap, Course, LandUse, Road, RoadClass, Surface};
use flate2::read::MultiGzDecoder;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::io::Read;
use thiserror::Error;

/// Why a layer can't be used.
#[derive(Debug, Error)]
pub enum LayerError {
    /// There is no such layer.
    #[error("no base map has a layer of this name: {0}")]
    Layer(String),
    /// The bytes can't be unpacked.
    #[error("the layer can't be unpacked: {0}")]
    Gzip(#[from] std::io::Error),
    /// The text is no GeoJSON feature collection.
    #[error("the layer is no GeoJSON FeatureCollection: {0}")]
    Json(#[from] serde_json::Error),
}

#[derive(Deserialize)]
struct Collection<F> {
    features: Vec<F>,
}

/// A feature, or something that isn't one and is left out.
#[derive(Deserialize)]
#[serde(untagged)]
enum Either {
    Feature(Feature),
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<Properties>,
    geometry: Geometry,
}

#[derive(Default, Deserialize)]
struct Properties {
    class: Option<String>,
    name: Option<String>,
}

type Line = Vec<[f64; 2]>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    LineString(Line),
    MultiLineString(Vec<Line>),
    Polygon(Vec<Line>),
    MultiPolygon(Vec<Vec<Line>>),
}

/// Parses one layer: `roads`, `water`, `waterways`, `landuse`, `buildings` or `railways`. Answers the
/// layer as a base map with nothing else in it, and how many features could not be used.
///
/// # Errors
/// When there is no such layer or the bytes are no GeoJSON.
pub fn parse(layer: &str, bytes: &[u8]) -> Result<(BaseMap, usize), LayerError> {
    let mut map = BaseMap::default();
    let mut unpacked = Vec::new();
    let text = if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes).read_to_end(&mut unpacked)?;
        unpacked.as_slice()
    } else {
        bytes
    };
    let (features, mut left_out) = features(text)?;
    for feature in features {
        let properties = feature.properties.unwrap_or_default();
        let class = properties.class.as_deref().unwrap_or("");
        match (layer, feature.geometry) {
            ("roads", geometry) => {
                let lines = lines(geometry);
                left_out += usize::from(lines.is_empty());
                let name = properties.name.as_deref().filter(|name| !name.is_empty());
                map.roads.extend(lines.into_iter().map(|line| Road {
                    class: RoadClass::parse(class),
                    name: name.map(Into::into),
                    line,
                    from_m: 0.0,
                }));
            }
            ("waterways", geometry) => map.waterways.extend(lines(geometry)),
            ("railways", geometry) => {
                map.railways.extend(lines(geometry).into_iter().map(|line| Course { line, from_m: 0.0 }));
            }
            ("water", geometry) => map.water.extend(polygons(geometry).map(Surface::whole)),
            ("buildings", geometry) => map.buildings.extend(polygons(geometry).map(Surface::whole)),
            ("landuse", geometry) => {
                map.landuse.extend(polygons(geometry).map(|shape| (LandUse::parse(class), shape)));
            }
            (other, _) => return Err(LayerError::Layer(other.to_owned())),
        }
    }
    Ok((map, left_out))
}

/// The usable features, and how many are not. A file that is wholly well-formed is read straight; only
/// one that isn't pays for looking at each feature twice.
fn features(text: &[u8]) -> Result<(Vec<Feature>, usize), serde_json::Error> {
    if let Ok(collection) = serde_json::from_slice::<Collection<Feature>>(text) {
        return Ok((collection.features, 0));
    }
    let collection: Collection<Either> = serde_json::from_slice(text)?;
    let all = collection.features.len();
    let usable = collection.features.into_iter().filter_map(|either| match either {
        Either::Feature(feature) => Some(feature),
        Either::Other(_) => None,
    });
    let usable: Vec<Feature> = usable.collect();
    let left_out = all - usable.len();
    Ok((usable, left_out))
}

fn lines(geometry: Geometry) -> Vec<Vec<LonLat>> {
    let lines = match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines,
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => Vec::new(),
    };
    let line = |line: Line| line.into_iter().map(|[lon, lat]| LonLat::new(lon, lat)).collect::<Vec<_>>();
    lines.into_iter().map(line).filter(|line| line.len() > 1 && line.iter().all(|at| at.is_valid())).collect()
}

fn polygons(geometry: Geometry) -> impl Iterator<Item = MultiPolygon<f64>> {
    let polygons = match geometry {
        Geometry::Polygon(rings) => vec![rings],
        Geometry::MultiPolygon(polygons) => polygons,
        Geometry::LineString(_) | Geometry::MultiLineString(_) => Vec::new(),
    };
    let ring = |ring: Line| LineString(ring.into_iter().map(|[x, y]| Coord { x, y }).collect::<Vec<_>>());
    let polygons: Vec<Polygon<f64>> = polygons
        .into_iter()
        .filter_map(|rings| {
            let mut rings = rings.into_iter().map(ring);
            Some(Polygon::new(rings.next()?, rings.collect()))
        })
        .collect();
    (!polygons.is_empty()).then_some(MultiPolygon(polygons)).into_iter()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_is_none_costs_itself() {
        let text = br#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"class":"primary","name":"\u6850\u68a7\u8def"},"geometry":{"type":"LineString","coordinates":[[118,36],[118.1,36]]}},
            {"type":"Feature","properties":null,"geometry":null},
            {"type":"Feature","geometry":{"type":"MultiLineString","coordinates":[[[118,36],[118,36.1]],[[500,0],[1,1]]]}}]}"#;
        let (map, left_out) = parse("roads", text).unwrap();
        assert_eq!((map.roads.len(), left_out), (2, 1));
        assert_eq!((map.roads[0].class, map.roads[0].name.as_deref()), (RoadClass::Primary, Some("桐梧路")));
        assert!(parse("clouds", text).is_err());
        assert!(parse("roads", b"[1,2]").is_err());
    }
}
