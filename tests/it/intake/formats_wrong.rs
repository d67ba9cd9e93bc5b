//! Files that are wrong on purpose, one line each: the very sentence that the user reads.

use super::formats_write::{Cell, geopackage, gzipped, ods, patched, xlsx, zipped};
use super::{Desk, told};
use std::io::Write;
use std::path::Path;
use zonglan::intake::Kind;

const CSV: &str = "编码,名称,经度,纬度\nP1,菜市场,120.1,30.2\n";
const FEATURE: &str = r#"{"type":"Feature","properties":{"code":"P1","name":"菜市场"},"geometry":{"type":"Point","coordinates":[120.1,30.2]}}"#;

/// What refuses this file as a whole, without the path that stands last.
pub(super) fn refusal(desk: &mut Desk, path: &Path) -> String {
    let error = desk.import_path(Kind::Places, path).unwrap_err();
    assert!(desk.events().is_empty(), "a file that is refused leaves nothing behind");
    let text = error.to_string();
    text.strip_suffix(&format!(": {}", path.display())).unwrap_or_else(|| panic!("no path last: {text}")).to_owned()
}

fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let mut desk = Desk::new();
    let path = desk.file(name, bytes);
    refusal(&mut desk, &path)
}

/// The problems told of a file that is read, and how many rows were kept.
fn problems(bytes: impl AsRef<[u8]>) -> (u64, Vec<String>) {
    let mut desk = Desk::new();
    let report = desk.import(Kind::Places, bytes);
    (report.kept, told(&report))
}

fn each(cases: &[(&str, Vec<u8>, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(name, bytes, sentence)| (name, refused(name, bytes), sentence))
        .filter(|(_, said, sentence)| said != *sentence)
        .map(|(name, said, sentence)| format!("{name}\n  says   {said}\n  wanted {sentence}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_of_kinds_that_are_not_read() {
    let page = "this is a web page (HTML), whatever its name says: open it in Excel or WPS and save it as XLSX or CSV";
    let text = |text: &str| text.as_bytes().to_vec();
    each(&[
        ("报表.xlsx", text("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>编码"), page),
        ("报表.xls", encoding_rs::GB18030.encode("\r\n<table border=1><tr><td>编码</td>").0.into_owned(), page),
        (
            "2003.xls",
            text("<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
            "a workbook of Excel 2003 in XML is not read, save it as XLSX or CSV",
        ),
        (
            "a.kml",
            text("<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\">"),
            "KML is not read, convert it to GeoJSON (ogr2ogr OUT.geojson IN)",
        ),
        ("a.gpx", text("<gpx version=\"1.1\">"), "GPX is not read, convert it to GeoJSON (ogr2ogr OUT.geojson IN)"),
        ("a.xml", text("<?xml version=\"1.0\"?><rows/>"), "XML is not read, a table (CSV, XLSX) or GeoJSON is needed"),
        (
            "a.tab",
            text("!table\n!version 300\n"),
            "MapInfo tables (TAB) are not read, convert them (ogr2ogr OUT.gpkg IN)",
        ),
        (
            "a.mif",
            text("Version 300\nCharset \"WindowsSimpChinese\"\nDelimiter \",\"\nColumns 2\n"),
            "MapInfo interchange (MIF) is not read, convert it (ogr2ogr OUT.gpkg IN)",
        ),
        ("a.pdf", text("%PDF-1.7"), "PDF is not read, a table (CSV, XLSX) or GeoJSON is needed"),
        ("a.png", b"\x89PNG\r\n\x1a\n".to_vec(), "this is a picture (PNG), it holds no rows"),
        ("a.jpg", b"\xff\xd8\xff\xe0".to_vec(), "this is a picture (JPEG), it holds no rows"),
        ("a.tif", b"II*\0".to_vec(), "this is a picture (TIFF), it holds no rows"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c".to_vec(), "7z is not unpacked, unpack it first or use zip"),
        ("a.rar", b"Rar!\x1a\x07\x01".to_vec(), "RAR is not unpacked, unpack it first or use zip"),
        ("a.zst", b"\x28\xb5\x2f\xfd".to_vec(), "zstd is not unpacked, use gzip"),
        ("a.bz2", b"BZh91AY".to_vec(), "bzip2 is not unpacked, use gzip"),
        ("a.xz", b"\xfd7zXZ\0".to_vec(), "xz is not unpacked, use gzip"),
        (
            "a.dwg",
            b"AC1032\0\0".to_vec(),
            "a drawing (DWG) is not read, export what is needed from it as shapefile or GeoJSON",
        ),
        ("a.pmtiles", b"PMTiles\x03".to_vec(), "map tiles (PMTiles) hold no rows, they are a base map"),
        (
            "a.osm.pbf",
            b"\0\0\0\x0d\x0a\x09OSMHeader".to_vec(),
            "an OpenStreetMap extract (PBF) holds no rows, it is a base map",
        ),
        (
            "a.docx",
            zipped(&[("word/document.xml", b"")]),
            "a text document (DOCX) is not read, save the table in it as CSV or XLSX",
        ),
        ("a.kmz", zipped(&[("doc.kml", b"<kml>")]), "KMZ is not read, convert it to GeoJSON (ogr2ogr OUT.geojson IN)"),
        (
            "random",
            (1..=255).cycle().take(3000).chain([0]).collect(),
            "the file is neither text nor of a kind that is read (GeoJSON, CSV, XLSX, XLS, ODS, shapefile, GeoPackage, each also in a zip or gzip)",
        ),
        ("empty", Vec::new(), "the file is empty"),
        ("blank", text("\u{feff} \r\n\t\n"), "the file is empty"),
    ]);
}

#[test]
fn packed_files() {
    let mut packed = gzipped(CSV.repeat(3000).as_bytes());
    packed.truncate(packed.len() / 2);
    let mut flipped = gzipped(CSV.as_bytes());
    let middle = flipped.len() / 2;
    flipped[middle..].fill(0xff);
    let two = zipped(&[("a.csv", CSV.as_bytes()), ("b.csv", CSV.as_bytes())]);
    let one = zipped(&[("a.csv", CSV.as_bytes())]);
    // The flag of encryption: bit 0 behind the version, in the local header and in the list.
    let locked = patched(
        &patched(&one, b"PK\x03\x04\x14\0\0", b"PK\x03\x04\x14\0\x01"),
        b"\x14\0\0\0\x08\0",
        b"\x14\0\x01\0\x08\0",
    );
    let mut cut = one.clone();
    cut.truncate(cut.len() - 40);
    let claim = (CSV.len() as u32).to_le_bytes();
    let bomb = patched(&one, &claim, &9_u32.to_le_bytes());
    each(&[
        ("cut.csv.gz", packed, "the file is damaged after row 0 (it breaks off, was it copied whole?)"),
        ("twice.gz", gzipped(&gzipped(CSV.as_bytes())), "it was packed with gzip twice, unpack it once"),
        ("a.tar.gz", gzipped(&tar()), "a tar archive is not unpacked, unpack it first or use zip"),
        ("empty.gz", gzipped(b""), "the file is empty"),
        ("two.zip", two, "the archive holds several files (a.csv, b.csv), name one of them behind it: FILE#a.csv"),
        ("locked.zip", locked, "the archive is under a password, unpack it first"),
        (
            "cut.zip",
            cut,
            "the file is damaged after row 0 (the archive's list of files is missing or broken, was it copied whole?)",
        ),
        ("zip.zip", zipped(&[("a.zip", &one)]), "a zip inside a zip, unpack the outer one first"),
        ("empty.zip", zipped(&[]), "the archive is empty"),
        (
            "pictures.zip",
            zipped(&[("a.png", b""), ("b.png", b"")]),
            "the archive holds nothing to import (a.png, b.png)",
        ),
        (
            "shp.zip",
            zipped(&[("a.shp", b"\x00\x00\x27\x0a")]),
            "the .dbf with the attributes is missing beside it, a shapefile needs its .shp, .shx and .dbf",
        ),
        (
            "shp.gz",
            gzipped(b"\x00\x00\x27\x0a"),
            "a packed .shp without its .dbf is no shapefile, pack all its files into one zip",
        ),
    ]);
    assert!(refused("corrupt.csv.gz", flipped).starts_with("the file is damaged after row"));
    let said = refused("bomb.zip", bomb);
    assert!(said.starts_with("the file is damaged after row"), "{said}");
}

fn tar() -> Vec<u8> {
    let mut bytes = vec![0; 512];
    bytes[..5].copy_from_slice(b"a.csv");
    bytes[257..262].copy_from_slice(b"ustar");
    bytes
}

#[test]
fn tables_that_are_none() {
    let text = |text: &str| text.as_bytes().to_vec();
    let open = format!("编码,名称,经度,纬度\nP1,\"菜市场,120.1,30.2\n{}", "P2,湖,120.1,30.2\n".repeat(50));
    let endless = format!("code,name\nP1,\"{}", "P2,y\n".repeat(8 << 20));
    let headless = xlsx(&[("表", &[&[Cell::Number(1.0), Cell::Number(2.0)]])]);
    let mut cut = xlsx(&[("表", &[&[Cell::Text("甲")]])]);
    cut.truncate(cut.len() / 2);
    let broken = zipped(&[("xl/workbook.xml", b"<workbook><sheets><sheet")]);
    each(&[
        (
            "open.csv",
            text(&open),
            "the file is damaged after row 1 (a quotation mark is opened in the next row and never closed)",
        ),
        (
            "endless.csv",
            text(&endless),
            "the file is damaged after row 1 (a quotation mark is opened in the next row and not closed within 32 MiB)",
        ),
        ("titles.csv", text("网格清单,,\n2026年,,\n"), "no row names two columns, a header is needed above the rows"),
        (
            "nul.csv",
            text("code,name\0\0\0\nP1,x"),
            "the file is neither text nor of a kind that is read (GeoJSON, CSV, XLSX, XLS, ODS, shapefile, GeoPackage, each also in a zip or gzip)",
        ),
        ("none.xlsx", xlsx(&[]), "no sheet of the workbook has rows"),
        ("bare.xlsx", xlsx(&[("甲", &[]), ("乙", &[&[]])]), "no sheet of the workbook has rows"),
        ("headless.xlsx", headless, "no row of the sheet names two columns, a header is needed above the rows"),
        (
            "cut.xlsx",
            cut,
            "the file is damaged after row 0 (the archive's list of files is missing or broken, was it copied whole?)",
        ),
        ("one.ods", ods(&[&["甲"]]), "no row of the sheet names two columns, a header is needed above the rows"),
    ]);
    assert!(
        refused("broken.xlsx", broken)
            .starts_with("the file is damaged after row 0 (the workbook can't be read, save it as XLSX or CSV: ")
    );
    let old = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 3000]].concat();
    assert!(
        refused("old.xls", old)
            .starts_with("the file is damaged after row 0 (the workbook can't be read, save it as XLSX or CSV: ")
    );
}

#[test]
fn parts_that_are_not_there() {
    let mut desk = Desk::new();
    desk.file("a.csv", CSV);
    desk.file("a.xlsx", xlsx(&[("表", &[&[Cell::Text("甲"), Cell::Text("乙")]])]));
    desk.file("a.zip", zipped(&[("a.csv", CSV.as_bytes())]));
    geopackage(&desk.dir.path().join("a.gpkg"), 4326, &[("P", "p", 1.0, 2.0)], "");
    for (name, sentence) in [
        ("a.csv#x", "this file has no parts that could be named, leave out #x"),
        ("a.xlsx#x", "the workbook has no sheet x (it has 表)"),
        ("a.zip#x", "the archive has no file x (it has a.csv)"),
        ("a.gpkg#x", "the GeoPackage has no table x (it has 场所)"),
        ("b.csv", "can't read the file (No such file or directory)"),
    ] {
        let path = desk.dir.path().join(name);
        assert_eq!(refusal(&mut desk, &path), sentence);
    }
}

#[test]
fn json_that_is_no_geojson_or_not_whole() {
    let text = |text: &str| text.as_bytes().to_vec();
    let collection = format!(r#"{{"type":"FeatureCollection","features":[{FEATURE},{FEATURE}]}}"#);
    let cut = &collection[..collection.len() - 60];
    each(&[
        (
            "cut.geojson",
            text(cut),
            "the file is damaged after row 1 (the text ends in the middle of a feature, was it copied whole?)",
        ),
        (
            "late.geojson",
            text(&collection[..collection.len() - 1]),
            "the file is damaged after row 2 (the text ends before the brackets are closed, was it copied whole?)",
        ),
        (
            "deep.json",
            text(&"[".repeat(1 << 20)),
            "the file is damaged after row 0 (the text ends in the middle of a feature, was it copied whole?)",
        ),
        (
            "topo.json",
            text(r#"{"type":"Topology","objects":{},"arcs":[]}"#),
            "TopoJSON is not read, convert it to GeoJSON (mapshaper)",
        ),
        (
            "esri.json",
            text(
                r#"{"geometryType":"esriGeometryPoint","features":[{"attributes":{"a":1},"geometry":{"x":1,"y":2}}]}"#,
            ),
            "Esri's own JSON is not read, ask the service for f=geojson",
        ),
        (
            "answer.json",
            text(r#"{"code":200,"msg":"ok","data":[]}"#),
            "this is JSON but no GeoJSON (an object with code, data, msg), save it as GeoJSON or CSV",
        ),
        (
            "records.json",
            text(r#"[{"code":"P1","name":"x"}]"#),
            "this is JSON but no GeoJSON (an array of objects with code, name), save it as GeoJSON or CSV",
        ),
        (
            "records.ndjson",
            text("{\"code\":\"P1\"}\n{\"code\":\"P2\"}\n"),
            "this is JSON but no GeoJSON (an object with code), save it as GeoJSON or CSV",
        ),
        ("empty.json", text("{}"), "this is JSON but no GeoJSON (an object with nothing), save it as GeoJSON or CSV"),
        (
            "no features",
            text(r#"{"type":"FeatureCollection"}"#),
            "the file is damaged after row 0 (the collection has no features)",
        ),
        (
            "more.geojson",
            text(&format!("{collection} x")),
            "the file is damaged after row 2 (no GeoJSON can begin or go on with x)",
        ),
    ]);
}

#[test]
fn rows_that_are_wrong_cost_themselves() {
    let nan = FEATURE.replace("120.1", "NaN");
    let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
    let features =
        [FEATURE, &nan, &FEATURE.replace("[120.1,30.2]", &deep), "null", "\"x\"", &FEATURE.replace(':', " ")];
    let (kept, told) = problems(format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")));
    assert_eq!(kept, 1);
    assert_eq!(told[0], "2  not a feature: NaN or Infinity stands where JSON needs a number");
    assert!(told[1].starts_with("3  not a feature: recursion limit exceeded"), "{told:?}");
    assert_eq!(told[2..4], ["4  not a feature", "5  not a feature"]);
    assert!(told[4].starts_with("6  not a feature: expected `:`"), "{told:?}");
    let cases: [(&str, u64, &str); 8] = [
        ("code,name,lon,lat\n", 0, "1  there is a header and no row beneath it"),
        ("code,name,lon,lat", 0, "1  there is a header and no row beneath it"),
        ("code,name,lon,lat,name\nP,p,120,30,q\n", 1, "1  two columns are called name, the first of them is used"),
        ("网格清单,,,\ncode,name,lon,lat\nP,p,120,30\n", 1, "1  taken for a title, the header is row 2: 网格清单"),
        ("code,name,lon,lat\nP,p,120\n", 0, "2  3 cells where the header has 4, the missing ones are taken as empty"),
        ("code,name,lon,lat\nP,p,120,30,x\n", 1, "2  5 cells where the header has 4, the further ones are left out"),
        (
            "code,name,lon,lat\nP;p;120;30\n",
            0,
            "2  separated by semicolons, the header by commas: all stands in one cell",
        ),
        (r#"{"type":"FeatureCollection","features":[]}"#, 0, "0  there is no feature in it"),
    ];
    for (text, kept, sentence) in cases {
        let (found, told) = problems(text);
        assert_eq!(found, kept, "{text}: {told:?}");
        assert!(told.iter().any(|line| line == sentence), "{text}: {told:?}");
    }
    let unreadable = [CSV.as_bytes(), "P2,澄岚湖边的广场".as_bytes(), b"\xff", ",120.3,30.4\n".as_bytes()].concat();
    let (kept, told) = problems(unreadable);
    assert_eq!((kept, told[0].starts_with("3 名称 unreadable characters")), (2, true), "{told:?}");
}

#[test]
fn a_hundred_megabytes_on_one_line_are_read() {
    let mut desk = Desk::new();
    let path = desk.dir.path().join("one-line.geojson");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    write!(file, r#"{{"type":"FeatureCollection","features":["#).unwrap();
    let padding = "澄".repeat(350_000);
    for at in 0..100 {
        let more = if at == 0 { "" } else { "," };
        write!(
            file,
            "{more}{}",
            FEATURE
                .replace("P1", &format!("P{at}"))
                .replace("120.1", &format!("120.{}", 100 + at))
                .replace("菜市场", &format!("场所\",\"text\":\"{padding}"))
        )
        .unwrap();
    }
    write!(file, "]}}").unwrap();
    drop(file);
    assert!(std::fs::metadata(&path).unwrap().len() > 100 << 20);
    let report = desk.import_path(Kind::Places, path).unwrap();
    assert_eq!((report.kept, report.problems_total), (100, 0));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_or_not_to_be_opened() {
    let mut desk = Desk::new();
    let folder = desk.dir.path().join("folder");
    std::fs::create_dir(&folder).unwrap();
    assert_eq!(refusal(&mut desk, &folder), "this is a folder, name the files in it");
    let device = Path::new("/dev/null");
    assert_eq!(refusal(&mut desk, device), "this is a pipe or a device, only a file can be imported");
    let path = desk.file("closed.csv", CSV);
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_ok() {
        eprintln!("left out: whoever runs this may open what is closed to all");
    } else {
        assert_eq!(refusal(&mut desk, &path), "can't read the file (Permission denied)");
    }
}
