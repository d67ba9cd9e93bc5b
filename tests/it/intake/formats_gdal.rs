//! What GDAL writes is read the same, whichever of its formats: an independent writer of real files.

use super::Desk;
use std::path::Path;
use std::process::Command;
use zonglan::domain::Event;
use zonglan::intake::Kind;

const GRIDS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"370102001001","name":"澄岚镇桐梧第一网格","level":"Grid","population":1234},
 "geometry":{"type":"Polygon","coordinates":[[[120,30],[120.1,30],[120.1,30.1],[120,30.1],[120,30]],[[120.02,30.02],[120.02,30.05],[120.05,30.05],[120.05,30.02],[120.02,30.02]]]}},
{"type":"Feature","properties":{"code":"370102001002","name":"龘𠮷网格","level":"Grid","population":null},
 "geometry":{"type":"MultiPolygon","coordinates":[[[[121,30],[121.1,30],[121.1,30.1],[121,30.1],[121,30]]],[[[122,30],[122.1,30],[122.1,30.1],[122,30.1],[122,30]]]]}}]}"#;

fn ogr2ogr(arguments: &[&str], to: &Path, from: &Path) {
    let done = Command::new("ogr2ogr").args(arguments).arg(to).arg(from).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

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
    if Command::new("ogr2ogr").arg("--version").output().is_err() {
        eprintln!("left out: ogr2ogr (GDAL) is not on this machine");
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
