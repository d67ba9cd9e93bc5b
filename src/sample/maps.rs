//! The base map that the program carries with it (see `maps/chenglan/NOTICE.md`: ODbL), and its reading.

use super::SampleError;
use super::plane::Spot;
use serde::Deserialize;
use std::io::Read;

/// One layer of the shipped base map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MapLayer {
    /// The county's outline.
    County,
    /// Streets and ways.
    Roads,
    /// Water surfaces.
    Water,
    /// Rivers and brooks as lines.
    Waterways,
    /// Land use.
    Landuse,
    /// Outlines of buildings.
    Buildings,
    /// Tracks.
    Railways,
    /// Where towns, communities and villages have their middles, with their names.
    Settlements,
}

impl MapLayer {
    /// All layers.
    pub const ALL: [Self; 8] = [
        Self::County,
        Self::Roads,
        Self::Water,
        Self::Waterways,
        Self::Landuse,
        Self::Buildings,
        Self::Railways,
        Self::Settlements,
    ];

    /// The layer's name, which is its file's name up to the endings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Roads => "roads",
            Self::Water => "water",
            Self::Waterways => "waterways",
            Self::Landuse => "landuse",
            Self::Buildings => "buildings",
            Self::Railways => "railways",
            Self::Settlements => "settlements",
        }
    }

    /// Whether it holds lines; the others hold surfaces, the settlements points.
    pub(super) const fn is_lines(self) -> bool {
        matches!(self, Self::Roads | Self::Waterways | Self::Railways)
    }
}

/// A layer of the shipped base map: GeoJSON, gzipped. The words that must go with it are [`map_notice`].
#[must_use]
pub fn shipped_map(layer: MapLayer) -> &'static [u8] {
    match layer {
        MapLayer::County => include_bytes!("../../maps/chenglan/county.geojson.gz"),
        MapLayer::Roads => include_bytes!("../../maps/chenglan/roads.geojson.gz"),
        MapLayer::Water => include_bytes!("../../maps/chenglan/water.geojson.gz"),
        MapLayer::Waterways => include_bytes!("../../maps/chenglan/waterways.geojson.gz"),
        MapLayer::Landuse => include_bytes!("../../maps/chenglan/landuse.geojson.gz"),
        MapLayer::Buildings => include_bytes!("../../maps/chenglan/buildings.geojson.gz"),
        MapLayer::Railways => include_bytes!("../../maps/chenglan/railways.geojson.gz"),
        MapLayer::Settlements => include_bytes!("../../maps/chenglan/settlements.geojson.gz"),
    }
}

/// The shipped base map as a seat reads it, tile by tile: the file that an import of the layers makes, gzipped.
#[must_use]
pub fn shipped_tiles() -> &'static [u8] {
    include_bytes!("../../maps/chenglan/basemap.sqlite.gz")
}

/// The areas of the sample county: GeoJSON, gzipped; under ODbL as the streets they follow.
#[must_use]
pub fn shipped_areas() -> &'static [u8] {
    include_bytes!("../../maps/chenglan/areas.geojson.gz")
}

/// The notice of the base map's licence, Markdown.
#[must_use]
pub fn map_notice() -> &'static str {
    include_str!("../../maps/chenglan/NOTICE.md")
}

/// The base map's licence (ODbL 1.0), Markdown.
#[must_use]
pub fn map_licence() -> &'static str {
    include_str!("../../maps/chenglan/LICENSE-ODbL-1.0.md")
}

/// What the properties of all layers may hold.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub(super) struct Properties {
    pub(super) class: String,
    pub(super) name: Option<String>,
    pub(super) levels: Option<u32>,
    pub(super) service: u32,
    /// 1 where it was made up, 0 where it is real geometry, moved here.
    pub(super) made: u32,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Shape {
    Point([f64; 2]),
    LineString(Vec<[f64; 2]>),
    Polygon(Vec<Vec<[f64; 2]>>),
}

#[derive(Deserialize)]
struct RawFeature {
    properties: Properties,
    geometry: Shape,
}

#[derive(Deserialize)]
struct RawCollection {
    features: Vec<RawFeature>,
}

/// One feature of the base map on the plane: a line has one path, a polygon one for each ring, a point one of one spot.
pub(super) struct Feature {
    pub(super) properties: Properties,
    pub(super) paths: Vec<Vec<Spot>>,
}

/// Unpacks a gzipped layer.
pub(super) fn unpack(layer: &'static str, packed: &[u8]) -> Result<Vec<u8>, SampleError> {
    let mut text = Vec::new();
    let bad = |error: std::io::Error| SampleError::Map { layer, reason: error.to_string() };
    flate2::read::GzDecoder::new(packed).read_to_end(&mut text).map_err(bad)?;
    Ok(text)
}

/// Reads a shipped layer.
pub(super) fn read(layer: MapLayer) -> Result<Vec<Feature>, SampleError> {
    let text = unpack(layer.name(), shipped_map(layer))?;
    let raw: RawCollection = serde_json::from_slice(&text)
        .map_err(|error| SampleError::Map { layer: layer.name(), reason: error.to_string() })?;
    let path = |points: Vec<[f64; 2]>| points.into_iter().map(Spot::of_degrees).collect();
    Ok(raw
        .features
        .into_iter()
        .map(|feature| Feature {
            properties: feature.properties,
            paths: match feature.geometry {
                Shape::Point(point) => vec![path(vec![point])],
                Shape::LineString(points) => vec![path(points)],
                Shape::Polygon(rings) => rings.into_iter().map(path).collect(),
            },
        })
        .collect())
}
