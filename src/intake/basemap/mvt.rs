//! One vector tile (Mapbox Vector Tile 2.1), from whatever container.

use super::BaseMapError;
use super::clip::line_between;
use super::cut::Parts;
use super::desk::Desk;
use super::words::{Words, classify, name};
use crate::intake::report::Flaw;
use crate::spatial::{LonLat, Mercator, TileId};
use flate2::read::GzDecoder;
use geo::{Coord, Geometry, LineString, Polygon};
use mvt_reader::Reader;
use mvt_reader::feature::Value;
use std::collections::HashMap;
use std::io::Read;

/// No tile is larger, unpacked: 64 MB would be a million corners.
const LARGEST: u64 = 64 << 20;

impl Words for HashMap<String, Value> {
    fn word(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

/// Hands a tile's features in. A tile, or a layer of it, that can't be read is told and left out.
///
/// # Errors
/// Where the user stops it.
pub(super) fn read(tile: TileId, bytes: &[u8], desk: &mut Desk<'_>) -> Result<(), BaseMapError> {
    let place = format!("tile {}/{}/{}", tile.zoom, tile.x, tile.y);
    let row = desk.report.read + 1;
    let unpacked = match unpack(bytes) {
        Ok(unpacked) => unpacked,
        Err(why) => {
            desk.flaw(row, Flaw::new("tile", why, &place));
            return Ok(());
        }
    };
    let layers = Reader::new(unpacked).and_then(|reader| Ok((reader.get_layer_metadata()?, reader)));
    let (layers, reader) = match layers {
        Ok(read) => read,
        Err(why) => {
            desk.flaw(row, Flaw::new("tile", format!("this is no vector tile ({why}), it is left out"), &place));
            return Ok(());
        }
    };
    for layer in layers {
        if layer.extent == 0 {
            desk.flaw(
                row,
                Flaw::new("layer", format!("the layer {} has no extent, it is left out", layer.name), &place),
            );
            continue;
        }
        let features = match reader.get_features_as::<i32>(layer.layer_index) {
            Ok(features) => features,
            Err(why) => {
                let why = format!("the layer {} can't be read ({why}), it is left out", layer.name);
                desk.flaw(row, Flaw::new("layer", why, &place));
                continue;
            }
        };
        let square = Square::of(tile, layer.extent);
        for feature in features {
            let words = feature.properties.unwrap_or_default();
            let class = classify(&layer.name, &words);
            let parts = class.map(|_| square.parts(&feature.geometry)).unwrap_or_default();
            desk.feature(desk.report.read + 1, class, name(&words), Ok(parts))?;
        }
    }
    Ok(())
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes.to_vec());
    }
    let mut unpacked = Vec::new();
    let read = GzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut unpacked);
    read.map_err(|why| format!("the tile can't be unpacked ({why}), it is left out"))?;
    if unpacked.len() as u64 > LARGEST {
        return Err("the tile is larger than 64 MB unpacked, it is left out".into());
    }
    Ok(unpacked)
}

/// From a tile's own units to the ground.
struct Square {
    west_m: f64,
    north_m: f64,
    unit_m: f64,
    extent: f64,
}

impl Square {
    fn of(tile: TileId, extent: u32) -> Self {
        let bounds = tile.bounds();
        let unit_m = TileId::side_m(tile.zoom) / f64::from(extent);
        Self { west_m: bounds.min.x_m, north_m: bounds.max.y_m, unit_m, extent: f64::from(extent) }
    }

    fn ground(&self, x: f64, y: f64) -> LonLat {
        Mercator::new(self.west_m + x * self.unit_m, self.north_m - y * self.unit_m).to_lonlat()
    }

    /// Lines are cut at the tile's border, for the neighbour has the rest; surfaces stay as they are, and
    /// reach over it as far as the tile says; their edge is what is not the border's own.
    fn parts(&self, geometry: &Geometry<i32>) -> Parts {
        let mut parts = Parts::default();
        match geometry {
            Geometry::LineString(line) => self.line(line, &mut parts.lines),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|line| self.line(line, &mut parts.lines)),
            Geometry::Polygon(polygon) => self.polygon(polygon, &mut parts),
            Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|polygon| self.polygon(polygon, &mut parts)),
            _ => {}
        }
        parts
    }

    fn line(&self, line: &LineString<i32>, out: &mut Vec<Vec<LonLat>>) {
        let corners: Vec<[f64; 3]> = line.0.iter().map(|at| [f64::from(at.x), f64::from(at.y), 0.0]).collect();
        for column in line_between(&corners, 0, 0.0, self.extent) {
            for piece in line_between(&column, 1, 0.0, self.extent) {
                out.push(piece.iter().map(|at| self.ground(at[0], at[1])).collect());
            }
        }
    }

    fn polygon(&self, polygon: &Polygon<i32>, parts: &mut Parts) {
        let ring = |ring: &LineString<i32>| {
            let corner = |at: &Coord<i32>| self.ground(f64::from(at.x), f64::from(at.y)).coord();
            LineString(ring.0.iter().map(corner).collect::<Vec<_>>())
        };
        let edge = parts.edge.get_or_insert_default();
        for line in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for stretch in self.without_border(line) {
                self.line(&stretch, edge);
            }
        }
        let holes = polygon.interiors().iter().map(ring).collect();
        parts.shape.0.push(Polygon::new(ring(polygon.exterior()), holes));
    }

    /// A ring without those of its sides that run along the tile's border.
    fn without_border(&self, ring: &LineString<i32>) -> Vec<LineString<i32>> {
        let extent = self.extent as i32;
        let on_border = |a: i32, b: i32| a == b && (a == 0 || a == extent);
        let mut stretches = vec![LineString::new(Vec::new())];
        for side in ring.0.windows(2) {
            if on_border(side[0].x, side[1].x) || on_border(side[0].y, side[1].y) {
                stretches.push(LineString::new(Vec::new()));
                continue;
            }
            let last = stretches.len() - 1;
            let line = &mut stretches[last].0;
            if line.is_empty() {
                line.push(side[0]);
            }
            line.push(side[1]);
        }
        stretches.retain(|line| line.0.len() > 1);
        stretches
    }
}
