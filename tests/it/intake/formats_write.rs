//! Files of every format for the tests, written by the same libraries that read them or by hand.

use geo::{Geometry, MultiPolygon, Point};
use rusqlite::{Connection, params};
use shapefile::dbase::encoding::EncodingRs;
use shapefile::dbase::{FieldValue, Record, TableWriterBuilder};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// Packed with gzip.
pub(super) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A zip archive of these files.
pub(super) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same bytes with every `from` replaced by `to`, which is as long.
pub(super) fn patched(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut patched = bytes.to_vec();
    for at in 0..=patched.len() - from.len() {
        if patched[at..].starts_with(from) {
            patched[at..at + to.len()].copy_from_slice(to);
        }
    }
    patched
}

/// A cell of a sheet.
#[derive(Clone, Copy)]
pub(super) enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    /// Days since 1900, shown as a date and time.
    Time(f64),
    Error(&'a str),
    Nothing,
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET_XML: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook (XLSX) of these sheets.
pub(super) fn xlsx(sheets: &[(&str, &[&[Cell]])]) -> Vec<u8> {
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                r#"<styleSheet xmlns="{SHEET_XML}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>"#
            ),
        ),
    ];
    let (mut listed, mut related) = (String::new(), String::new());
    for (at, (name, rows)) in sheets.iter().enumerate() {
        let n = at + 1;
        listed += &format!(r#"<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>"#);
        related +=
            &format!(r#"<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>"#);
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet(rows)));
    }
    related += &format!(r#"<Relationship Id="rIdS" Type="{RELATIONS}/styles" Target="styles.xml"/>"#);
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!(r#"<workbook xmlns="{SHEET_XML}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>"#),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>"#
        ),
    ));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&parts)
}

fn sheet(rows: &[&[Cell]]) -> String {
    let mut xml = format!(r#"<worksheet xmlns="{SHEET_XML}"><sheetData>"#);
    for (r, row) in rows.iter().enumerate() {
        xml += &format!(r#"<row r="{}">"#, r + 1);
        for (c, cell) in row.iter().enumerate() {
            let at = format!("{}{}", char::from(b'A' + c as u8), r + 1);
            xml += &match cell {
                Cell::Text(text) => format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#),
                Cell::Number(number) => format!(r#"<c r="{at}"><v>{number}</v></c>"#),
                Cell::Time(days) => format!(r#"<c r="{at}" s="1"><v>{days}</v></c>"#),
                Cell::Error(error) => format!(r#"<c r="{at}" t="e"><v>{error}</v></c>"#),
                Cell::Nothing => String::new(),
            };
        }
        xml += "</row>";
    }
    xml + "</sheetData></worksheet>"
}

/// A workbook (ODS) with one sheet of texts.
pub(super) fn ods(rows: &[&[&str]]) -> Vec<u8> {
    let mut table = String::new();
    for row in rows {
        table += "<table:table-row>";
        for cell in *row {
            table +=
                &format!(r#"<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>"#);
        }
        table += "</table:table-row>";
    }
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

/// A shapefile under this path (`…/name.shp`), its table in this encoding: code, name, count.
pub(super) fn shapefile(
    path: &Path,
    encoding: &'static encoding_rs::Encoding,
    rows: &[(&str, &str, f64)],
    shapes: impl IntoIterator<Item = shapefile::Shape>,
) -> PathBuf {
    let table = TableWriterBuilder::with_encoding(EncodingRs::from(encoding))
        .add_character_field("code".try_into().unwrap(), 20)
        .add_character_field("name".try_into().unwrap(), 40)
        .add_character_field("level".try_into().unwrap(), 10)
        .add_numeric_field("population".try_into().unwrap(), 18, 0);
    let mut writer = shapefile::Writer::from_path(path, table).unwrap();
    for ((code, name, count), shape) in rows.iter().zip(shapes) {
        let mut record = Record::default();
        let text = |text: &str| FieldValue::Character(Some(text.to_owned()));
        record.insert("code".to_owned(), text(code));
        record.insert("name".to_owned(), text(name));
        record.insert("level".to_owned(), text("Grid"));
        record.insert("population".to_owned(), FieldValue::Numeric(Some(*count)));
        match shape {
            shapefile::Shape::Point(shape) => writer.write_shape_and_record(&shape, &record).unwrap(),
            shapefile::Shape::PointZ(shape) => writer.write_shape_and_record(&shape, &record).unwrap(),
            shapefile::Shape::Polygon(shape) => writer.write_shape_and_record(&shape, &record).unwrap(),
            shapefile::Shape::PolygonZ(shape) => writer.write_shape_and_record(&shape, &record).unwrap(),
            shapefile::Shape::Polyline(shape) => writer.write_shape_and_record(&shape, &record).unwrap(),
            _ => panic!("not among those that are written here"),
        }
    }
    drop(writer);
    path.to_owned()
}

/// A geometry as a GeoPackage keeps it, in EPSG:4326.
pub(super) fn blob(geometry: &Geometry<f64>) -> Vec<u8> {
    let mut blob = b"GP\0\x01".to_vec();
    blob.extend(4326_i32.to_le_bytes());
    wkb::writer::write_geometry(&mut blob, geometry, &wkb::writer::WriteOptions::default()).unwrap();
    blob
}

/// A GeoPackage with a table of places and whatever `more` does to it.
pub(super) fn geopackage(path: &Path, srs: i64, places: &[(&str, &str, f64, f64)], more: &str) -> PathBuf {
    let package = Connection::open(path).unwrap();
    package
        .execute_batch(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
                organization_coordsys_id INTEGER, definition TEXT, description TEXT);
             INSERT INTO gpkg_spatial_ref_sys VALUES
                ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\"]', ''),
                ('GK', 4547, 'EPSG', 4547, 'PROJCS[\"CGCS2000 / 3-degree Gauss-Kruger CM 114E\"]', '');
             CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
                srs_id INTEGER, z INTEGER, m INTEGER);
             CREATE TABLE 场所 (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, 名称 TEXT);
             INSERT INTO gpkg_contents VALUES ('场所', 'features', '场所', 4326);",
        )
        .unwrap();
    package.execute("INSERT INTO gpkg_geometry_columns VALUES ('场所', 'geom', 'POINT', ?1, 0, 0)", [srs]).unwrap();
    for (code, name, x, y) in places {
        let geometry = blob(&Point::new(*x, *y).into());
        package
            .execute("INSERT INTO 场所 (geom, code, 名称) VALUES (?1, ?2, ?3)", params![geometry, code, name])
            .unwrap();
    }
    package.execute_batch(more).unwrap();
    package.close().unwrap();
    path.to_owned()
}

/// Two squares as one geometry, for what needs an outline.
pub(super) fn two_squares() -> Geometry<f64> {
    let square = |x: f64| geo::Rect::new((x, 30.0), (x + 0.1, 30.1)).to_polygon();
    MultiPolygon(vec![square(120.0), square(121.0)]).into()
}
