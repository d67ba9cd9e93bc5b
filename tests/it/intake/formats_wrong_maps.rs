//! Shapefiles and databases that are wrong on purpose: the very sentence that the user reads.

use super::formats_write::{geopackage, patched, shapefile};
use super::formats_wrong::refusal;
use super::{Desk, told};
use rusqlite::Connection;
use shapefile::{Point, Shape};
use std::path::PathBuf;
use zonglan::intake::Kind;

#[test]
fn shapefiles_that_lack_something() {
    let at = |d: f64| Shape::Point(Point::new(120.0 + d, 30.0));
    let rows = [("A", "甲", 1.0), ("B", "乙", 2.0)];
    let written =
        |desk: &Desk| shapefile(&desk.dir.path().join("a.shp"), encoding_rs::UTF_8, &rows, [at(0.1), at(0.2)]);
    let mut desk = Desk::new();
    let path = written(&desk);
    let rename = |from: &str, to: &str| std::fs::rename(path.with_extension(from), path.with_extension(to)).unwrap();
    rename("dbf", "was");
    let missing = "the .dbf with the attributes is missing beside it, a shapefile needs its .shp, .shx and .dbf";
    assert_eq!(refusal(&mut desk, &path), missing);
    rename("was", "dbf");
    assert_eq!(
        refusal(&mut desk, &path.with_extension("shx")),
        "this is a shapefile's index (.shx), name the .shp beside it"
    );
    assert_eq!(
        refusal(&mut desk, &path.with_extension("dbf")),
        "a .dbf is read together with its shapefile: name the .shp beside it, or save it as CSV"
    );
    std::fs::write(path.with_extension("prj"), "PROJCS[\"CGCS2000 / 3-degree Gauss-Kruger CM 120E\"]").unwrap();
    assert!(refusal(&mut desk, &path).contains("Gauss-Kruger"));
    std::fs::remove_file(path.with_extension("prj")).unwrap();
    std::fs::write(path.with_extension("dbf"), b"\x03").unwrap();
    assert_eq!(refusal(&mut desk, &path), "the file is damaged after row 0 (the .dbf breaks off in its header)");
}

#[test]
fn shapefiles_that_are_not_as_long_as_they_say() {
    let at = |d: f64| Shape::Point(Point::new(120.0 + d, 30.0));
    let rows = [("A", "甲", 1.0), ("B", "乙", 2.0), ("C", "丙", 3.0)];
    let written =
        |desk: &Desk| shapefile(&desk.dir.path().join("a.shp"), encoding_rs::UTF_8, &rows, [at(0.1), at(0.2), at(0.3)]);
    let mut desk = Desk::new();
    let path = written(&desk);
    let table = path.with_extension("dbf");
    let bytes = std::fs::read(&table).unwrap();
    std::fs::write(
        &table,
        patched(&bytes[..12], &3_u32.to_le_bytes(), &2_u32.to_le_bytes())
            .iter()
            .chain(&bytes[12..])
            .copied()
            .collect::<Vec<_>>(),
    )
    .unwrap();
    let report = desk.import_path(Kind::Places, &path).unwrap();
    assert_eq!((report.kept, told(&report)), (2, vec!["3  the .dbf ends after 2 rows, while the .shp has more shapes; those have no attributes and are left out".to_owned()]));
    let mut desk = Desk::new();
    let path = written(&desk);
    let shapes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &shapes[..shapes.len() - 10]).unwrap();
    let report = desk.import_path(Kind::Places, &path).unwrap();
    assert_eq!((report.kept, report.skipped), (2, 1));
    assert!(told(&report)[0].starts_with("3 geometry the shape can't be read: "), "{report:?}");
    let mut desk = Desk::new();
    let path = shapefile(&desk.dir.path().join("a.shp"), encoding_rs::GB18030, &rows, [at(0.1), at(0.2), at(0.3)]);
    desk.file("a.cpg", "UTF-8");
    let report = desk.import_path(Kind::Places, &path).unwrap();
    assert_eq!(
        (report.kept, told(&report)),
        (3, vec!["0  the .cpg says UTF-8 but the texts are not, they are read as GB18030".to_owned()])
    );
}

#[test]
fn databases() {
    let mut desk = Desk::new();
    let at = |name: &str| desk.dir.path().join(name);
    let made = |name: &str, sql: &str| {
        let package = Connection::open(at(name)).unwrap();
        package.execute_batch(sql).unwrap();
        at(name)
    };
    let place = [("P", "场所", 120.0, 30.0)];
    let damaged = geopackage(&at("damaged.gpkg"), 4326, &place, "");
    let bytes = std::fs::read(&damaged).unwrap();
    std::fs::write(&damaged, [&bytes[..200], &vec![0xff; bytes.len() - 200]].concat()).unwrap();
    let open = geopackage(&at("open.gpkg"), 4326, &place, "");
    std::fs::write(at("open.gpkg-wal"), b"changes").unwrap();
    let cases: [(PathBuf, &str); 5] = [
        (
            made("a.mbtiles", "CREATE TABLE metadata (name, value); CREATE TABLE tiles (zoom_level)"),
            "map tiles (MBTiles) hold no rows, they are a base map",
        ),
        (
            made("a.sqlite", "CREATE TABLE t (a)"),
            "this is a database (SQLite) but no GeoPackage, save the table in it as CSV",
        ),
        (
            geopackage(&at("empty.gpkg"), 4326, &[], ""),
            "no table of this GeoPackage has rows of features or attributes",
        ),
        (open, "another program has this GeoPackage open and keeps changes beside it (-wal), close it there first"),
        (damaged, "the file is damaged after row 0 (the database is damaged inside)"),
    ];
    for (path, sentence) in cases {
        assert_eq!(refusal(&mut desk, &path), sentence);
    }
}

#[test]
fn geopackages_whose_geometries_are_none() {
    let broken = "UPDATE 场所 SET geom = x'4750000110e6000001010000' WHERE code = 'B';
        UPDATE 场所 SET geom = x'00' WHERE code = 'C'; UPDATE 场所 SET geom = NULL WHERE code = 'D';
        UPDATE 场所 SET geom = x'47500011ffffffff' WHERE code = 'E';";
    let places = ["A", "B", "C", "D", "E"].map(|code| (code, "场所", 120.0, 30.0));
    let mut desk = Desk::new();
    let path = geopackage(&desk.dir.path().join("a.gpkg"), 4326, &places, broken);
    let report = desk.import_path(Kind::Places, path).unwrap();
    let told = told(&report);
    assert_eq!((report.kept, report.skipped), (1, 4), "{told:?}");
    assert!(told[0].starts_with("2 geometry the geometry can't be read: "), "{told:?}");
    assert_eq!(told[1], "3 geometry no GeoPackage geometry stands there");
    assert_eq!(
        told[2..],
        ["4 lon a place needs a position, the row is skipped", "5 lon a place needs a position, the row is skipped"]
    );
}
