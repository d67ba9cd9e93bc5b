//! A GeoJSON geometry as a row's shape.

use crate::intake::table::{Rings, Shape};
use geo::Coord;
use geojson::{Geometry, GeometryValue, Position};
use serde_json::Value;
use std::collections::BTreeMap;

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
