//! What fuzzing found (`fuzz/`): inputs that cost more than themselves, once.

use super::formats_write::zipped;
use super::{Desk, told};
use zonglan::domain::Event;
use zonglan::intake::Kind;

/// An ODS with these rows, as they stand in `content.xml`.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn a_kilobyte_that_unfolds_to_gigabytes_is_refused() {
    let cell = |repeats: u32, text: &str| {
        format!(
            r#"<table:table-cell table:number-columns-repeated="{repeats}" office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let head = format!("<table:table-row>{}{}</table:table-row>", cell(1, "code"), cell(1, "name"));
    let row = |repeats: u32, cells: &str| {
        format!(r#"<table:table-row table:number-rows-repeated="{repeats}">{cells}</table:table-row>"#)
    };
    let mut desk = Desk::new();
    for rows in [row(1_000_000, &cell(95, "a")), row(1, &cell(16_384, "a")).repeat(700)] {
        let error = desk.refuse(Kind::Categories, ods(&format!("{head}{rows}"))).to_string();
        assert!(error.starts_with("the workbook repeats cells more than 10 million times"), "{error}");
    }
    // The end of every sheet that LibreOffice writes is no such thing.
    let end = row(1_048_570, r#"<table:table-cell table:number-columns-repeated="16384"/>"#);
    let report =
        desk.import(Kind::Categories, ods(&format!("{head}{}{end}", row(1, &[cell(1, "A"), cell(1, "甲")].concat()))));
    assert_eq!((report.kept, told(&report).len()), (1, 0), "{report:?}");
}

/// The colon of a Chinese keyboard stood between the letters and the number, and brought the program down.
#[test]
fn a_reference_system_in_any_script_is_read_or_refused() {
    let places = |name: &str| {
        format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{name}"}}}},"features":[{{"type":"Feature","properties":{{"code":"A","name":"a"}},"geometry":{{"type":"Point","coordinates":[502067.7639,2492522.7899]}}}}]}}"#
        )
    };
    for name in ["EPSG：4547", "坐标系 EPSG:4547（米）"] {
        let mut desk = Desk::new();
        desk.import(Kind::Places, places(name));
        let place = |event| if let Event::PlacePut(place) = event { Some(place.at) } else { None };
        let at = desk.events().into_iter().find_map(place).unwrap();
        assert!((at.lon_deg - 114.0201).abs() < 1e-6 && (at.lat_deg - 22.5303).abs() < 1e-6, "{name}: {at:?}");
    }
    for name in ["EPSG：", "EPSG:45４7", "EPSG:99999999999999999999米"] {
        let error = Desk::new().refuse(Kind::Places, places(name)).to_string();
        assert!(error.starts_with("the file's reference system is not understood"), "{name}: {error}");
    }
}
