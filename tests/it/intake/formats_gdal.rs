//! What GDAL writes is read the same, whichever of its formats: an independent writer of real files.

use super::Desk;
use crate::gdal::{is_here, ogr2ogr};
use zonglan::domain::{Area, Event, Place};
use zonglan::intake::Kind;

const GRIDS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"370102001001","name":"澄岚镇桐梧第一网格","level":"Grid","population":1234},
 "geometry":{"type":"Polygon","coordinates":[[[120,30],[120.1,30],[120.1,30.1],[120,30.1],[120,30]],[[120.02,30.02],[120.02,30.05],[120.05,30.05],[120.05,30.02],[120.02,30.02]]]}},
{"type":"Feature","properties":{"code":"370102001002","name":"龘𠮷网格","level":"Grid","population":null},
 "geometry":{"type":"MultiPolygon","coordinates":[[[[121,30],[121.1,30],[121.1,30.1],[121,30.1],[121,30]]],[[[122,30],[122.1,30],[122.1,30.1],[122,30.1],[122,30]]]]}}]}"#;

/// The areas as they are in the ledger, rings in one order.
fn areas(desk: &Desk) -> Vec<String> {
    let area = |event| match event {
        Event::AreaPut(area) => {
            use geo::{Area, BoundingRect};
            let bounds = area.outline.0.bounding_rect().unwrap();
            let (min, max) = (bounds.min(), bounds.max());
            let ground = (area.outline.0.unsigned_area() * 1e9).round();
            Some(format!("{} {} {:?} {min:?} {max:?} {ground}", area.code, area.name, area.population))
        }
        _ => None,
    };
    desk.events().into_iter().filter_map(area).collect()
}

#[test]
fn what_gdal_writes_is_read_the_same() {
    if !is_here() {
        return;
    }
    let mut wanted = Desk::new();
    wanted.import(Kind::Areas, GRIDS);
    let wanted = areas(&wanted);
    assert_eq!(wanted.len(), 2);
    let formats: [(&str, &[&str]); 8] = [
        ("a.shp", &["-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"]),
        ("b.shp", &["-f", "ESRI Shapefile", "-lco", "ENCODING=GB18030"]),
        ("a.shz", &["-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"]),
        ("a.gpkg", &["-f", "GPKG"]),
        ("a.geojson", &["-f", "GeoJSON"]),
        ("old.geojson", &["-f", "GeoJSON", "-lco", "RFC7946=NO"]),
        ("a.geojsons", &["-f", "GeoJSONSeq", "-lco", "RS=YES"]),
        ("a.geojsonl", &["-f", "GeoJSONSeq"]),
    ];
    for (name, arguments) in formats {
        let mut desk = Desk::new();
        let from = desk.file("in.geojson", GRIDS);
        let to = desk.dir.path().join(name);
        ogr2ogr(arguments, &to, &from);
        let report = desk.import_path(Kind::Areas, to).unwrap();
        assert_eq!((report.kept, report.problems_total), (2, 0), "{name}: {report:?}");
        assert_eq!(areas(&desk), wanted, "{name}");
    }
    for (name, arguments) in [("a.csv", &["-f", "CSV"][..]), ("a.xlsx", &["-f", "XLSX"])] {
        let mut desk = Desk::new();
        let from = desk.file("in.geojson", GRIDS);
        let to = desk.dir.path().join(name);
        ogr2ogr(arguments, &to, &from);
        let report = desk.import_path(Kind::Categories, to).unwrap();
        assert_eq!(report.kept, 2, "{name}: {report:?}");
        let name = |event| if let Event::CategoryPut(category) = event { Some(category.name) } else { None };
        let names: Vec<String> = desk.events().into_iter().filter_map(name).collect();
        assert_eq!(names, ["澄岚镇桐梧第一网格", "龘𠮷网格"]);
    }
}

/// Places around the meridian that three Chinese systems share, so that none of them is far from its own middle.
const PLACES: [(&str, &str, f64, f64); 4] = [
    ("深-001", "福田网格工作站，甲", 114.052_345_6, 22.541_234_5),
    ("深-002", "龘龍街道\u{3000}便民服务中心", 114.119_999_9, 22.6),
    ("深-003", "“莲花山”公园—东门", 113.98, 22.499_999_9),
    ("深-004", "a,b;c\td", 114.0, 22.5),
];

/// Outlines with a hole and with two parts.
const OUTLINES: [(&str, &str, &str); 2] = [
    (
        "440304001",
        "园岭街道（含飞地）",
        "[[[[114.01,22.51],[114.05,22.51],[114.05,22.55],[114.01,22.55],[114.01,22.51]],[[114.02,22.52],[114.02,22.53],[114.03,22.53],[114.03,22.52],[114.02,22.52]]]]",
    ),
    (
        "440304002",
        "华强北街道",
        "[[[[114.06,22.51],[114.0712345,22.51],[114.0712345,22.5212345],[114.06,22.51]]],[[[114.08,22.51],[114.09,22.51],[114.09,22.52],[114.08,22.52],[114.08,22.51]]]]",
    ),
];

fn places_json() -> String {
    let feature = |(code, name, lon, lat): &(&str, &str, f64, f64)| {
        serde_json::json!({"type": "Feature", "properties": {"编码": code, "名称": name, "类型": "场所"},
            "geometry": {"type": "Point", "coordinates": [lon, lat]}})
    };
    serde_json::json!({"type": "FeatureCollection", "features": PLACES.iter().map(feature).collect::<Vec<_>>()})
        .to_string()
}

fn outlines_json() -> String {
    let feature = |(code, name, parts): &(&str, &str, &str)| {
        let parts: serde_json::Value = serde_json::from_str(parts).unwrap();
        serde_json::json!({"type": "Feature", "properties": {"编码": code, "名称": name, "level": "Town"},
            "geometry": {"type": "MultiPolygon", "coordinates": parts}})
    };
    serde_json::json!({"type": "FeatureCollection", "features": OUTLINES.iter().map(feature).collect::<Vec<_>>()})
        .to_string()
}

/// One step of the seventh decimal, and a hair: what rounding may cost where another system lies between.
const STEP_DEG: f64 = 1.000_001e-7;

fn same_places(desk: &Desk, what: &str) {
    let place = |event| if let Event::PlacePut(place) = event { Some(place) } else { None };
    let mut found: Vec<Place> = desk.events().into_iter().filter_map(place).collect();
    found.sort_by(|a, b| a.code.cmp(&b.code));
    assert_eq!(found.len(), PLACES.len(), "{what}");
    for (place, (code, name, lon, lat)) in found.iter().zip(PLACES) {
        assert_eq!((place.code.as_str(), place.name.as_str(), place.kind.as_str()), (code, name, "场所"), "{what}");
        let off = (place.at.lon_deg - lon).abs().max((place.at.lat_deg - lat).abs());
        assert!(off <= STEP_DEG, "{what}: {code} is {off} off");
    }
}

fn same_outlines(desk: &Desk, wanted: &Desk, what: &str) {
    let areas = |desk: &Desk| {
        let area = |event| if let Event::AreaPut(area) = event { Some(area) } else { None };
        desk.events().into_iter().filter_map(area).collect::<Vec<Area>>()
    };
    let (found, wanted) = (areas(desk), areas(wanted));
    assert_eq!((found.len(), wanted.len()), (2, 2), "{what}");
    for (area, wanted) in found.iter().zip(&wanted) {
        assert_eq!((&area.code, &area.name), (&wanted.code, &wanted.name), "{what}");
        let rings = |area: &Area| -> Vec<Vec<(f64, f64)>> {
            let parts = area.outline.0.iter();
            let rings = parts.flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
            // A ring may begin at any of its corners, and the parts stand in any order.
            let corners = |ring: &geo::LineString<f64>| {
                let mut corners: Vec<(f64, f64)> = ring.0[1..].iter().map(|at| (at.x, at.y)).collect();
                corners.sort_by(|a, b| a.partial_cmp(b).unwrap());
                corners
            };
            rings.map(corners).collect()
        };
        let (found, wanted) = (rings(area), rings(wanted));
        assert_eq!(found.len(), wanted.len(), "{what}");
        for ring in &wanted {
            let same = |other: &&Vec<(f64, f64)>| {
                let near = |(a, b): (&(f64, f64), &(f64, f64))| (a.0 - b.0).abs().max((a.1 - b.1).abs()) <= STEP_DEG;
                // Sorted by the first number, corners of equal first numbers may change places: any order will do.
                other.len() == ring.len() && ring.iter().all(|a| other.iter().any(|b| near((a, b))))
            };
            assert!(found.iter().any(|other| same(&other)), "{what}: {ring:?} is not in {found:?}");
        }
    }
}

#[test]
fn every_system_and_encoding_that_gdal_writes_comes_back() {
    if !is_here() {
        return;
    }
    let systems = ["EPSG:4326", "EPSG:4490", "EPSG:4547", "EPSG:3857", "EPSG:32650"];
    let formats: [(&str, &[&str]); 5] = [
        ("utf8.shp", &["-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"]),
        ("gbk.shp", &["-f", "ESRI Shapefile", "-lco", "ENCODING=GBK"]),
        ("a.gpkg", &["-f", "GPKG"]),
        ("a.geojson", &["-f", "GeoJSON"]),
        ("a.geojsonl", &["-f", "GeoJSONSeq"]),
    ];
    let mut wanted = Desk::new();
    wanted.import(Kind::Areas, outlines_json());
    for system in systems {
        for (name, arguments) in formats {
            let what = format!("{name} in {system}");
            let arguments = [arguments, &["-t_srs", system]].concat();
            // Features a line each have no place for a declaration: GDAL writes them in degrees, whatever was asked.
            for kind in [Kind::Places, Kind::Areas] {
                let mut desk = Desk::new();
                let json = if kind == Kind::Places { places_json() } else { outlines_json() };
                let from = desk.file("in.json", json);
                let to = desk.dir.path().join(name);
                ogr2ogr(&arguments, &to, &from);
                if name == "gbk.shp" {
                    assert_eq!(std::fs::read_to_string(to.with_extension("cpg")).unwrap().trim(), "GBK");
                }
                let report = desk.import_path(kind, &to).unwrap();
                assert_eq!((report.skipped, report.problems_total), (0, 0), "{what}: {report:?}");
                if kind == Kind::Places {
                    same_places(&desk, &what);
                } else {
                    same_outlines(&desk, &wanted, &what);
                }
            }
        }
    }
}
