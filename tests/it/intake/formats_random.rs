//! Whatever the bytes, the answer is rows or a sentence; what is written comes back.

use super::formats_write::{Cell, geopackage, shapefile, xlsx, zipped};
use super::{Desk, pairs};
use proptest::prelude::*;
use shapefile::{Point, Shape};
use std::ops::ControlFlow;
use zonglan::domain::{Event, Timestamp};
use zonglan::intake::{ImportRequest, Kind, import};

/// Cells that make trouble.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("网格".to_owned()),
        Just("\"".to_owned()),
        Just(",".to_owned()),
        Just(";".to_owned()),
        Just("\n".to_owned()),
        Just("\\".to_owned()),
        Just("𠮷".to_owned()),
        Just("{}[]".to_owned()),
        "[ -~]{1,6}",
    ];
    prop::collection::vec(word, 1..5).prop_map(|words| format!("甲{}乙", words.concat()))
}

fn names(desk: &Desk) -> Vec<String> {
    let name = |event| if let Event::CategoryPut(category) = event { Some(category.name) } else { None };
    desk.events().into_iter().filter_map(name).collect()
}

/// Tries the bytes as a file of places, without writing.
fn tried(desk: &mut Desk, name: &str, bytes: &[u8]) {
    let path = desk.file(name, bytes);
    let mut request = ImportRequest::new(Kind::Places, vec![path], Timestamp(0));
    request.dry_run = true;
    match import(&request, &mut desk.ledger, &mut |_| ControlFlow::Continue(())) {
        Ok(report) => assert_eq!(report.read, report.kept + report.skipped + report.unchanged),
        Err(error) => assert!(error.to_string().ends_with(name), "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn rows_come_back_from_csv(rows in prop::collection::vec(text(), 1..20), delimiter in prop::sample::select(vec![b',', b';', b'\t']), gb in any::<bool>()) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["code", "name"]).unwrap();
        for (at, name) in rows.iter().enumerate() {
            writer.write_record([&format!("C{at}"), name]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let bytes = if gb { encoding_rs::GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
        let mut desk = Desk::new();
        let report = desk.import(Kind::Categories, bytes);
        prop_assert_eq!(report.kept, rows.len() as u64);
        prop_assert_eq!(names(&desk), rows);
    }

    #[test]
    fn rows_come_back_from_geojson(rows in prop::collection::vec(text(), 1..20), form in 0..4) {
        let feature = |(at, name): (usize, &String)| {
            serde_json::json!({"type": "Feature", "properties": {"code": format!("C{at}"), "name": name}, "geometry": null})
        };
        let features: Vec<_> = rows.iter().enumerate().map(feature).collect();
        let text = match form {
            0 => serde_json::json!({"type": "FeatureCollection", "features": features}).to_string(),
            1 => serde_json::to_string_pretty(&serde_json::json!({"type": "FeatureCollection", "features": features})).unwrap(),
            2 => features.iter().map(|feature| format!("\u{1e}{feature}\n")).collect(),
            _ => features.iter().map(|feature| format!("{feature}\n")).collect(),
        };
        let mut desk = Desk::new();
        let report = desk.import(Kind::Categories, text);
        prop_assert_eq!(report.kept, rows.len() as u64);
        prop_assert_eq!(names(&desk), rows);
    }

    #[test]
    fn any_bytes_are_rows_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..600), magic in 0..8_usize) {
        let magics: [&[u8]; 8] = [b"", b"{\"type\":\"FeatureCollection\",\"features\":[", b"PK\x03\x04", b"\x1f\x8b\x08\0",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00\x00\x27\x0a", b"SQLite format 3\0", b"\xff\xfe"];
        tried(&mut Desk::new(), "file", &[magics[magic], &bytes].concat());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Real files of every binary format with a few bytes changed or the end cut off.
    #[test]
    fn damaged_files_are_rows_or_a_sentence(hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<prop::sample::Index>(), is_cut in any::<bool>(), which in 0..4_usize) {
        let mut desk = Desk::new();
        let rows = [("A", "甲", 1.0), ("B", "乙", 2.0)];
        let shapes = [1.0, 2.0].map(|d| Shape::Point(Point::new(120.0 + d, 30.0)));
        let name = ["file.xlsx", "file.gpkg", "file.shp", "file.dbf"][which];
        let shp = desk.dir.path().join("file.shp");
        let mut bytes = match which {
            0 => xlsx(&[("表", &[&[Cell::Text("编码"), Cell::Text("名称")], &[Cell::Number(1.0), Cell::Time(46_266.5)]])]),
            1 => std::fs::read(geopackage(&desk.dir.path().join(name), 4326, &[("A", "甲", 120.0, 30.0)], "")).unwrap(),
            2 => std::fs::read(shapefile(&shp, encoding_rs::UTF_8, &rows, shapes)).unwrap(),
            _ => std::fs::read(shapefile(&shp, encoding_rs::UTF_8, &rows, shapes).with_extension("dbf")).unwrap(),
        };
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if which == 3 {
            std::fs::write(shp.with_extension("dbf"), &bytes).unwrap();
            let shapes = std::fs::read(&shp).unwrap();
            tried(&mut desk, "file.shp", &shapes);
        } else {
            tried(&mut desk, name, &bytes);
            tried(&mut desk, "file.zip", &zipped(&[(name, &bytes)]));
        }
    }
}

/// Found by the damage above: SQLite takes such a name for one, and it is no text.
#[test]
fn a_column_name_that_is_no_text_is_no_panic() {
    let mut desk = Desk::new();
    let whole = geopackage(&desk.dir.path().join("whole.gpkg"), 4326, &[("A", "甲", 120.0, 30.0)], "");
    let mut bytes = std::fs::read(whole).unwrap();
    let name = "名称".as_bytes();
    let places: Vec<usize> = (0..bytes.len() - name.len()).filter(|at| bytes[*at..].starts_with(name)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + name.len()].fill(0xff);
    }
    let path = desk.dir.path().join("file.gpkg");
    std::fs::write(&path, &bytes).unwrap();
    let report = desk.import_path(Kind::Places, &path).unwrap();
    assert_eq!((report.read, report.skipped), (1, 1), "its name is not found under that: {report:?}");
}

#[test]
fn templates_work_on_columns_of_every_format() {
    let mut desk = Desk::new();
    let book = xlsx(&[("表", &[&[Cell::Text("号"), Cell::Text("路")], &[Cell::Number(7.0), Cell::Text("桐梧路")]])]);
    let mut request = desk.request(Kind::Categories, book);
    request.maps = pairs(&[("code", "{号:03}"), ("name", "{路}{号}号")]);
    assert_eq!(desk.try_import(&request).unwrap().kept, 1);
    assert_eq!(names(&desk), ["桐梧路7号"]);
}
