//! Vector tiles as GDAL writes them, from layers in several systems.

use super::{Desk, length_m};
use crate::gdal::{is_here, ogr2ogr};
use zonglan::domain::LonLat;
use zonglan::spatial::{Band, Mercator, RoadClass, TileId};

/// A street's class, name, and line.
type Street = (&'static str, &'static str, &'static [(f64, f64)]);

const STREETS: [Street; 2] = [
    ("primary", "深南大道𠮷", &[(114.0201, 22.5303), (114.0312, 22.5341), (114.0455, 22.5322)]),
    ("minor", "龘巷—北", &[(114.0301, 22.5403), (114.0312, 22.5441)]),
];

fn streets_json() -> String {
    let feature = |(class, name, line): &Street| {
        serde_json::json!({"type": "Feature", "properties": {"class": class, "name": name},
            "geometry": {"type": "LineString", "coordinates": line}})
    };
    serde_json::json!({"type": "FeatureCollection", "features": STREETS.iter().map(feature).collect::<Vec<_>>()})
        .to_string()
}

fn mercator(line: &[(f64, f64)]) -> Vec<LonLat> {
    line.iter().map(|&(lon, lat)| LonLat::new(lon, lat)).collect()
}

/// How far a place is from a line, Mercator metres.
fn apart_m(at: LonLat, line: &[LonLat]) -> f64 {
    let at = Mercator::from_lonlat(at);
    let corners: Vec<Mercator> = line.iter().map(|at| Mercator::from_lonlat(*at)).collect();
    let to = |pair: &[Mercator]| {
        let (dx, dy) = (pair[1].x_m - pair[0].x_m, pair[1].y_m - pair[0].y_m);
        let along = ((at.x_m - pair[0].x_m) * dx + (at.y_m - pair[0].y_m) * dy) / (dx * dx + dy * dy);
        let along = along.clamp(0.0, 1.0);
        (at.x_m - pair[0].x_m - along * dx).hypot(at.y_m - pair[0].y_m - along * dy)
    };
    corners.windows(2).map(to).fold(f64::INFINITY, f64::min)
}

/// MBTiles know one system, Web Mercator: whatever the layer is in, GDAL turns it into that, and there it is compared.
/// A tile's own unit is what may be lost.
#[test]
fn tiles_that_gdal_makes_of_layers_in_three_systems() {
    if !is_here() {
        return;
    }
    let unit_m = TileId::side_m(14) / 4096.0;
    for system in ["EPSG:4326", "EPSG:4547", "EPSG:32650"] {
        let desk = Desk::new();
        let (layer, tiles) = (desk.0.path().join("layer.gpkg"), desk.0.path().join("map.mbtiles"));
        ogr2ogr(&["-f", "GPKG", "-t_srs", system], &layer, &desk.file("in.geojson", streets_json()));
        let zoom = ["-f", "MBTiles", "-nln", "transportation", "-dsco", "MINZOOM=14", "-dsco", "MAXZOOM=14"];
        ogr2ogr(&zoom, &tiles, &layer);
        let report = desk.import(vec![tiles]);
        // GDAL rounds to the tile's own units on either side of a border, so that the pieces don't meet to the digit.
        assert_eq!((report.skipped, report.problems_total), (0, 0), "{system}: {report:?}");
        assert_eq!((report.kept, report.shapes.named_streets), (report.read, report.shapes.streets), "{system}");
        let roads = desk.band(Band::Street).roads;
        for (class, name, line) in STREETS {
            let line = mercator(line);
            let pieces: Vec<_> = roads.iter().filter(|road| road.name.as_deref() == Some(name)).collect();
            assert!(pieces.iter().all(|road| road.class == RoadClass::parse(class)), "{system}: {name}");
            let length: f64 = pieces.iter().map(|road| length_m(&road.line)).sum();
            assert!((length - length_m(&line)).abs() < 8.0 * unit_m, "{system}: {name} is {length} m long");
            for at in pieces.iter().flat_map(|road| &road.line) {
                assert!(apart_m(*at, &line) < unit_m, "{system}: {at:?} is off {name}");
            }
            for at in &line {
                let near = pieces.iter().map(|road| apart_m(*at, &road.line)).fold(f64::INFINITY, f64::min);
                assert!(near < unit_m, "{system}: {name} does not come by {at:?}: {near} m");
            }
        }
    }
}
