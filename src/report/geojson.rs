//! A table as GeoJSON: one feature a row, its values as properties under the columns' names.

use super::{Cell, Ground, Table};
use geo::{LineString, MultiPolygon, Orient, Polygon, orient::Direction};
use serde_json::{Map, Value, json};

pub(super) fn bytes(table: &Table) -> Vec<u8> {
    let feature = |row: &super::Row| {
        let values = table.columns.iter().zip(&row.cells);
        let properties: Map<String, Value> = values.map(|(name, cell)| (name.clone(), value_of(cell))).collect();
        json!({ "type": "Feature", "geometry": geometry_of(&row.ground), "properties": properties })
    };
    let features: Vec<Value> = table.rows.iter().map(feature).collect();
    let mut text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    text.push('\n');
    text.into_bytes()
}

fn value_of(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Words(words) => json!(words),
        Cell::Number(number) => json!(number),
    }
}

fn geometry_of(ground: &Ground) -> Value {
    match ground {
        Ground::Nowhere => Value::Null,
        Ground::Point(at) => json!({ "type": "Point", "coordinates": position(at.lon_deg, at.lat_deg) }),
        Ground::Area(area) if area.0.is_empty() => Value::Null,
        Ground::Area(area) => area_of(area),
    }
}

/// Outer rings anticlockwise, holes clockwise, whichever way they ran (RFC 7946, 3.1.6).
fn area_of(area: &MultiPolygon<f64>) -> Value {
    let ring = |ring: &LineString<f64>| ring.0.iter().map(|at| position(at.x, at.y)).collect::<Vec<_>>();
    let rings =
        |part: &Polygon<f64>| std::iter::once(part.exterior()).chain(part.interiors()).map(ring).collect::<Vec<_>>();
    let parts: Vec<_> = area.orient(Direction::Default).iter().map(rings).collect();
    match &parts[..] {
        [one] => json!({ "type": "Polygon", "coordinates": one }),
        _ => json!({ "type": "MultiPolygon", "coordinates": parts }),
    }
}

/// Seven decimals are a centimetre.
fn position(lon_deg: f64, lat_deg: f64) -> [f64; 2] {
    [lon_deg, lat_deg].map(|deg| (deg * 1e7).round() / 1e7)
}
