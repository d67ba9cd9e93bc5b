//! Every format, read through the import itself, with Chinese attributes.

use super::formats_write::{Cell, blob, geopackage, gzipped, ods, patched, shapefile, two_squares, xlsx, zipped};
use super::{Desk, told};
use rusqlite::Connection;
use shapefile::{Point, PointZ, Polygon, PolygonRing, Shape};
use std::path::PathBuf;
use zonglan::domain::{Area, Event, LonLat, Place, Timestamp};
use zonglan::intake::{ImportReport, ImportRequest, IntakeError, Kind};

impl Desk {
    /// Imports the file, or the part of it, under this path.
    pub(super) fn import_path(&mut self, kind: Kind, path: impl Into<PathBuf>) -> Result<ImportReport, IntakeError> {
        self.try_import(&ImportRequest::new(kind, vec![path.into()], Timestamp(1_789_088_700)))
    }

    fn places(&self) -> Vec<Place> {
        let place = |event| if let Event::PlacePut(place) = event { Some(place) } else { None };
        self.events().into_iter().filter_map(place).collect()
    }

    fn areas(&self) -> Vec<Area> {
        let area = |event| if let Event::AreaPut(area) = event { Some(area) } else { None };
        self.events().into_iter().filter_map(area).collect()
    }
}

/// What every file of places in these tests says.
const PLACES: [(&str, &str, f64, f64); 2] = [("P1", "桐梧路菜市场", 120.1, 30.2), ("P2", "澄岚湖𠮷", 120.3, 30.4)];

fn as_csv() -> String {
    let rows = PLACES.map(|(code, name, x, y)| format!("{code},{name},{x},{y}\n"));
    format!("编码,名称,经度,纬度\n{}", rows.concat())
}

fn features() -> [String; 2] {
    PLACES.map(|(code, name, x, y)| {
        format!(
            r#"{{"type":"Feature","properties":{{"编码":"{code}","名称":"{name}"}},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#
        )
    })
}

fn as_collection() -> String {
    format!(r#"{{"type":"FeatureCollection","name":"场所","features":[{}]}}"#, features().join(",\n"))
}

/// The places are just those, whichever format they came in.
fn check(desk: &Desk) {
    let found: Vec<_> = desk.places().into_iter().map(|p| (p.code.to_string(), p.name, p.at)).collect();
    let wanted = PLACES.map(|(code, name, x, y)| (code.to_owned(), name.to_owned(), LonLat::new(x, y)));
    assert_eq!(found, wanted);
}

fn check_bytes(name: &str, bytes: impl AsRef<[u8]>) {
    let mut desk = Desk::new();
    let path = desk.file(name, bytes);
    let report = desk.import_path(Kind::Places, path).unwrap();
    assert_eq!((report.kept, report.problems_total), (2, 0), "{name}: {report:?}");
    check(&desk);
}

#[test]
fn geojson_in_all_its_forms() {
    let [first, second] = features();
    let bare = r#"{"type":"Point","coordinates":[120.1,30.2]}"#;
    check_bytes("collection", as_collection());
    check_bytes("a line each", format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{first}\n,{second}\n]}}"));
    check_bytes("array", format!("[{first},{second}]"));
    check_bytes("lines", format!("{first}\r\n\r\n{second}"));
    check_bytes("sequence", format!("\u{1e}{first}\n\u{1e}{second}\n"));
    check_bytes("a line end behind it", format!("{}\n", as_collection()));
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&as_collection()).unwrap());
    check_bytes("pretty", pretty.unwrap());
    check_bytes(
        "late features",
        r#"{"features":[A,B],"type":"FeatureCollection"}"#.replace('A', &first).replace('B', &second),
    );
    let sequence = format!("\u{1e}{}\n\u{1e}{second}", first.replace(',', ",\n "));
    check_bytes("a sequence of several lines each", sequence);
    let mut desk = Desk::new();
    let mut request = desk.request(Kind::Places, bare);
    request.sets = super::pairs(&[("code", "P"), ("name", "场所")]);
    assert_eq!(desk.try_import(&request).unwrap().kept, 1);
    let mut single = desk.request(Kind::Places, first.replace(',', ",\n"));
    single.sets = super::pairs(&[("name", "场所")]);
    assert_eq!(desk.try_import(&single).unwrap().kept, 1);
}

#[test]
fn the_same_rows_come_out_of_every_packing_and_encoding() {
    let (csv, json) = (as_csv(), as_collection());
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let wide: Vec<u8> = csv.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_bytes("csv", &csv);
    check_bytes("csv.gz", gzipped(csv.as_bytes()));
    check_bytes("gb.csv", gb(&csv));
    check_bytes("gb.csv.gz", gzipped(&gb(&csv)));
    check_bytes("gb.geojson", gb(&json));
    check_bytes("utf-16 without a mark", wide);
    check_bytes("json.gz", gzipped(json.as_bytes()));
    check_bytes("csv.zip", zipped(&[("说明.docx", b"x"), ("data/场所.csv", csv.as_bytes())]));
    check_bytes("json.zip", zipped(&[("__MACOSX/._a.geojson", b"x"), ("a.geojson", json.as_bytes())]));
    check_bytes("gz.zip", zipped(&[("a.csv.gz", &gzipped(csv.as_bytes()))]));
    check_bytes("excel.csv", format!("sep=;\n{}", csv.replace(',', ";")));
}

#[test]
fn names_in_an_archive_may_be_in_gbk() {
    let archive = zipped(&[("AABB.csv", as_csv().as_bytes()), ("b.csv", b"x,y\n")]);
    let archive = patched(&archive, b"AABB.csv", &encoding_rs::GBK.encode("网格.csv").0);
    let mut desk = Desk::new();
    let path = desk.file("二.zip", archive);
    let error = desk.import_path(Kind::Places, &path).unwrap_err().to_string();
    assert!(error.contains("several files (网格.csv, b.csv)"), "{error}");
    let part = format!("{}#网格.csv", path.display());
    assert_eq!(desk.import_path(Kind::Places, part).unwrap().kept, 2);
    check(&desk);
}

#[test]
fn workbooks_with_titles_dates_and_codes() {
    use Cell::{Error, Nothing, Number, Text, Time};
    let mut desk = Desk::new();
    let rows: [&[Cell]; 6] = [
        &[Text("澄岚县事件清单（2026年）")],
        &[],
        &[Text("编号"), Text("类别"), Text("经度"), Text("纬度"), Text("上报时间"), Text("地址")],
        &[Number(370_102_001_001_000.0), Text("井盖"), Number(120.1), Number(30.2), Time(46_266.25), Error("#N/A")],
        &[Nothing, Nothing, Nothing],
        &[Number(7.0), Text("井盖"), Number(120.3), Number(30.4), Text("2026-09-01"), Text("桐梧路")],
    ];
    let book = xlsx(&[("空", &[]), ("事件", &rows), ("说明", &[&[Text("甲"), Text("乙")]])]);
    let path = desk.file("任何名字.csv", &book);
    let report = desk.import_path(Kind::Incidents, &path).unwrap();
    let told = told(&report);
    assert_eq!((report.read, report.kept), (2, 2), "{told:?}");
    for word in [
        "4  地址 holds the error #N/A",
        "1  taken for a title, the header is row 3: 澄岚县事件清单（2026年）",
        "only the sheet 事件 is read",
    ] {
        assert!(told.iter().any(|line| line.contains(word)), "{word}: {told:?}");
    }
    let incidents: Vec<_> = desk
        .events()
        .into_iter()
        .filter_map(|event| if let Event::IncidentImported(matter) = event { Some(matter) } else { None })
        .collect();
    assert_eq!(incidents[0].file.code.as_ref().unwrap().as_str(), "370102001001000");
    // 2026-09-01 06:00 in Shanghai.
    assert_eq!(incidents[0].file.reported_at, Timestamp(1_788_213_600));
    assert_eq!(incidents[1].file.code.as_ref().unwrap().as_str(), "7");
    let other = format!("{}#说明", path.display());
    assert_eq!(desk.import_path(Kind::Places, other).unwrap().read, 0);
    check_bytes("book.xlsx.gz", gzipped(&xlsx(&[("表", &places_sheet())])));
    check_bytes("book.zip", zipped(&[("甲.xlsx", &xlsx(&[("表", &places_sheet())]))]));
}

fn places_sheet() -> [&'static [Cell<'static>]; 3] {
    use Cell::{Number, Text};
    [
        &[Text("编码"), Text("名称"), Text("经度"), Text("纬度")],
        &[Text("P1"), Text("桐梧路菜市场"), Number(120.1), Number(30.2)],
        &[Text("P2"), Text("澄岚湖𠮷"), Number(120.3), Number(30.4)],
    ]
}

#[test]
fn open_document_sheets() {
    let rows: [&[&str]; 3] = [
        &["编码", "名称", "经度", "纬度"],
        &["P1", "桐梧路菜市场", "120.1", "30.2"],
        &["P2", "澄岚湖𠮷", "120.3", "30.4"],
    ];
    check_bytes("book.ods", ods(&rows));
}

#[test]
fn shapefiles_in_both_encodings_with_and_without_what_lies_beside() {
    let point = |at: usize| Shape::Point(Point::new(PLACES[at].2, PLACES[at].3));
    let high = |at: usize| Shape::PointZ(PointZ::new(PLACES[at].2, PLACES[at].3, 12.0, 0.0));
    let rows = PLACES.map(|(code, name, ..)| (code, name, 1.0));
    for (encoding, page, z) in
        [(encoding_rs::UTF_8, "UTF-8", false), (encoding_rs::GB18030, "", true), (encoding_rs::GB18030, "936", false)]
    {
        let mut desk = Desk::new();
        let shapes = [0, 1].map(|at| if z { high(at) } else { point(at) });
        let path = shapefile(&desk.dir.path().join("场所.shp"), encoding, &rows, shapes);
        if !page.is_empty() {
            desk.file("场所.cpg", page);
        }
        desk.file("场所.prj", r#"GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#);
        let report = desk.import_path(Kind::Places, &path).unwrap();
        assert_eq!((report.kept, report.problems_total), (2, 0), "{report:?}");
        check(&desk);
        std::fs::remove_file(path.with_extension("shx")).unwrap();
        assert_eq!(desk.import_path(Kind::Places, &path).unwrap().unchanged, 2);
        let part = |ending: &str| std::fs::read(path.with_extension(ending)).unwrap();
        let archive = zipped(&[("甲/场所.SHP", &part("shp")), ("甲/场所.DBF", &part("dbf"))]);
        check_bytes("场所.zip", archive);
    }
}

#[test]
fn rings_of_a_shapefile_find_their_outlines() {
    let ring = |x: f64, size: f64| {
        let corners = [(0., 0.), (0., size), (size, size), (size, 0.), (0., 0.)];
        corners.map(|(dx, dy)| Point::new(x + dx, 30.0 + (0.1 - size) / 2.0 + dy)).to_vec()
    };
    // Both outlines before the holes, the holes the other way round.
    let polygon = Polygon::with_rings(vec![
        PolygonRing::Outer(ring(120.0, 0.1)),
        PolygonRing::Outer(ring(121.0, 0.1)),
        PolygonRing::Inner(ring(121.02, 0.05)),
        PolygonRing::Inner(ring(120.02, 0.05)),
    ]);
    let mut desk = Desk::new();
    let rows = [("370102001001000123", "网格一", 1234.0)];
    let path = shapefile(&desk.dir.path().join("a.shp"), encoding_rs::UTF_8, &rows, [Shape::Polygon(polygon)]);
    let report = desk.import_path(Kind::Areas, path).unwrap();
    assert_eq!((report.kept, report.problems_total), (1, 0), "{report:?}");
    let area = &desk.areas()[0];
    assert_eq!((area.code.as_str(), area.population), ("370102001001000123", Some(1234)));
    let holes: Vec<usize> = area.outline.0.iter().map(|part| part.interiors().len()).collect();
    assert_eq!(holes, [1, 1]);
}

#[test]
fn deleted_rows_take_their_shapes_with_them() {
    let mut desk = Desk::new();
    let rows = [("A", "甲", 1.0), ("B", "乙", 2.0), ("C", "丙", 3.0)];
    let shapes = [0.1, 0.2, 0.3].map(|d| Shape::Point(Point::new(120.0 + d, 30.0)));
    let path = shapefile(&desk.dir.path().join("a.shp"), encoding_rs::UTF_8, &rows, shapes);
    let table = path.with_extension("dbf");
    let mut bytes = std::fs::read(&table).unwrap();
    let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let row = usize::from(u16::from_le_bytes([bytes[10], bytes[11]]));
    bytes[header + row] = b'*';
    std::fs::write(&table, bytes).unwrap();
    desk.import_path(Kind::Places, path).unwrap();
    let found: Vec<_> = desk.places().iter().map(|place| (place.name.clone(), place.at.lon_deg)).collect();
    assert_eq!(found, [("甲".to_owned(), 120.1), ("丙".to_owned(), 120.3)]);
}

#[test]
fn geopackages_by_their_one_table_or_the_named_one() {
    let mut desk = Desk::new();
    let path = geopackage(&desk.dir.path().join("场所#1 %.gpkg"), 4326, &PLACES, "");
    let report = desk.import_path(Kind::Places, &path).unwrap();
    assert_eq!((report.kept, report.problems_total), (2, 0), "{report:?}");
    check(&desk);
    check_bytes("packed.gz", gzipped(&std::fs::read(&path).unwrap()));
    let more = "CREATE TABLE 网格 (fid INTEGER PRIMARY KEY, code TEXT, name TEXT, level TEXT, shape BLOB);
         INSERT INTO gpkg_contents VALUES ('网格', 'features', '', 4326);
         INSERT INTO gpkg_geometry_columns VALUES ('网格', 'shape', 'MULTIPOLYGON', 4326, 0, 0);";
    let two = geopackage(&desk.dir.path().join("two.gpkg"), 4326, &PLACES, more);
    let package = Connection::open(&two).unwrap();
    let outline = blob(&two_squares());
    package.execute("INSERT INTO 网格 VALUES (1, 'G1', '一号网格', 'Grid', ?1)", [outline]).unwrap();
    package.close().unwrap();
    let error = desk.import_path(Kind::Areas, &two).unwrap_err().to_string();
    assert!(error.contains("several tables have rows (场所, 网格)"), "{error}");
    let named = format!("{}#网格", two.display());
    assert_eq!(desk.import_path(Kind::Areas, named).unwrap().kept, 1);
    let area = &desk.areas()[0];
    assert_eq!((area.name.as_str(), area.outline.0.0.len()), ("一号网格", 2));
}

#[test]
fn nothing_unpacked_is_left_behind() {
    let of_ours = || {
        let begin = format!("zonglan-{}-", std::process::id());
        let entries = std::fs::read_dir(std::env::temp_dir()).unwrap().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&begin)).count()
    };
    let book = gzipped(&xlsx(&[("表", &places_sheet())]));
    // Others of these tests may be at it just now: it is enough that the folder empties at some moment.
    let emptied = (0..200).any(|_| {
        check_bytes("book.xlsx.gz", &book);
        of_ours() == 0
    });
    assert!(emptied);
}
