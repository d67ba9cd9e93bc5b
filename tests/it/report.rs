//! Tables as files: read back by other means than they were written with.
#![allow(clippy::unwrap_used)]

use calamine::{Data, Reader, Xlsx};
use geo::{LineString, MultiPolygon, Winding, polygon};
use std::io::Cursor;
use zonglan::domain::LonLat;
use zonglan::report::{Cell, Ground, ReportError, Row, Table, TableFormat};

/// A point, an area that runs the wrong way with a hole, and a row of nothing.
fn table() -> Table {
    let words = |words: &str| Cell::words(words);
    let clockwise = polygon!(
        exterior: [(x: 118.0, y: 36.0), (x: 118.0, y: 36.1), (x: 118.1, y: 36.1), (x: 118.1, y: 36.0)],
        interiors: [[(x: 118.04, y: 36.04), (x: 118.06, y: 36.04), (x: 118.06, y: 36.06), (x: 118.04, y: 36.06)]],
    );
    Table {
        title: "框选/结果".into(),
        columns: ["编号", "名称", "经度"].map(Into::into).to_vec(),
        rows: vec![
            Row {
                cells: vec![words("A-1"), words("=1+1, \"引号\" <b>&\u{1}"), Cell::Number(118.05)],
                ground: Ground::Point(LonLat::new(118.050_000_012_3, 36.05)),
            },
            Row {
                cells: vec![words("区"), Cell::Nothing, Cell::Number(f64::NAN)],
                ground: Ground::Area(MultiPolygon(vec![clockwise])),
            },
            Row { cells: vec![Cell::Nothing; 3], ground: Ground::Nowhere },
        ],
    }
}

#[test]
fn geojson_winds_by_the_right_hand() {
    let bytes = TableFormat::GeoJson.bytes(&table()).unwrap();
    let read: geojson::FeatureCollection = String::from_utf8(bytes).unwrap().parse().unwrap();
    assert_eq!(read.features.len(), 3);
    let places = |feature: usize| serde_json::to_value(read.features[feature].geometry.as_ref().unwrap()).unwrap();
    assert_eq!(places(0), serde_json::json!({ "type": "Point", "coordinates": [118.05, 36.05] }), "seven decimals");
    assert_eq!(places(1)["type"], "Polygon");
    let rings: Vec<Vec<(f64, f64)>> = serde_json::from_value(places(1)["coordinates"].clone()).unwrap();
    let rings: Vec<LineString<f64>> = rings.into_iter().map(LineString::from).collect();
    assert!(rings[0].is_ccw() && rings[1].is_cw() && rings.iter().all(LineString::is_closed));
    assert!(read.features[2].geometry.is_none());
    let properties = read.features[0].properties.clone().unwrap();
    assert_eq!(properties["编号"], "A-1");
    assert_eq!(read.features[1].properties.clone().unwrap()["名称"], serde_json::Value::Null);
}

#[test]
fn csv_says_utf_8_and_works_nothing_out() {
    let bytes = TableFormat::Csv.bytes(&table()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("Excel knows UTF-8 by its mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), &csv::StringRecord::from(vec!["编号", "名称", "经度"]));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows[0], csv::StringRecord::from(vec!["A-1", "'=1+1, \"引号\" <b>&\u{1}", "118.05"]));
    assert_eq!(rows[1], csv::StringRecord::from(vec!["区", "", ""]));
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_workbook_opens_with_words_as_words_and_numbers_as_numbers() {
    let bytes = TableFormat::Xlsx.bytes(&table()).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["框选结果"], "without a sign that formulas use");
    let sheet = book.worksheet_range("框选结果").unwrap();
    let rows: Vec<&[Data]> = sheet.rows().collect();
    assert_eq!(rows[0], ["编号", "名称", "经度"].map(|name| Data::String(name.into())));
    assert_eq!(rows[1][1], Data::String("=1+1, \"引号\" <b>&".into()));
    assert_eq!(rows[1][2], Data::Float(118.05));
    assert_eq!(rows[2], [Data::String("区".into()), Data::Empty, Data::Empty]);
}

#[test]
fn a_sheet_has_letters_for_many_columns_and_an_end() {
    let columns: Vec<String> = (0..30).map(|n| format!("c{n}")).collect();
    let cells: Vec<Cell> = (0..30_u32).map(|n| Cell::Number(f64::from(n))).collect();
    let wide = Table { title: String::new(), columns, rows: vec![Row { cells, ground: Ground::Nowhere }] };
    let bytes = TableFormat::Xlsx.bytes(&wide).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(sheet.get_value((1, 29)), Some(&Data::Float(29.0)));
    let long = Table { columns: vec!["c".into()], rows: vec![Row::default(); 1_048_576], ..Table::default() };
    assert!(matches!(TableFormat::Xlsx.bytes(&long), Err(ReportError::TooManyRows { rows: 1_048_577, .. })));
}
