//! A GeoJSON geometry as a row's shape.

use crate::intake::table::{Rings, Shape};
use geo::Coord;
use geojson::{Geometry, GeometryValue, Position};
use serde_json::Value;

/// The shape, nothing about it checked but that positions are numbers.
pub(super) fn shape(value: Value) -> Shape {
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
