//! What a file is, by its first bytes; and what isn't read here, with the way out.

use super::text;

/// What a file turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Packed with gzip.
    Gzip,
    /// A zip archive, or a workbook (XLSX, XLSB, ODS), which is one too.
    Zip,
    /// A compound file of the old Office: XLS, or a workbook under a password.
    OldOffice,
    /// The shapes of a shapefile.
    Shapefile,
    /// SQLite, in which GeoPackages are kept.
    Database,
    /// Text in some encoding.
    Text,
    /// Something else: what it is and what to do instead.
    Foreign(&'static str),
}

/// Magic numbers of what isn't read.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF is not read, a table (CSV, XLSX) or GeoJSON is needed"),
    (b"PMTiles", "map tiles (PMTiles) hold no rows, they are a base map"),
    (b"fgb\x03", "FlatGeobuf is not read, convert it (ogr2ogr OUT.gpkg IN)"),
    (b"PAR1", "Parquet is not read, convert it (ogr2ogr OUT.gpkg IN)"),
    (b"{\\rtf", "a text document (RTF) is not read, save the table in it as CSV or XLSX"),
    (b"7z\xbc\xaf\x27\x1c", "7z is not unpacked, unpack it first or use zip"),
    (b"Rar!\x1a\x07", "RAR is not unpacked, unpack it first or use zip"),
    (b"\x28\xb5\x2f\xfd", "zstd is not unpacked, use gzip"),
    (b"\xfd7zXZ\0", "xz is not unpacked, use gzip"),
    (b"BZh", "bzip2 is not unpacked, use gzip"),
    (b"\x89PNG\r\n", "this is a picture (PNG), it holds no rows"),
    (b"\xff\xd8\xff", "this is a picture (JPEG), it holds no rows"),
    (b"GIF8", "this is a picture (GIF), it holds no rows"),
    (b"II*\0", "this is a picture (TIFF), it holds no rows"),
    (b"MM\0*", "this is a picture (TIFF), it holds no rows"),
];

/// What begins with these bytes.
pub(super) fn of(head: &[u8]) -> Content {
    let begins = |magic: &[u8]| head.starts_with(magic);
    if begins(b"\x1f\x8b") {
        Content::Gzip
    } else if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        Content::Zip
    } else if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Content::OldOffice
    } else if begins(b"\x00\x00\x27\x0a") {
        Content::Shapefile
    } else if begins(b"SQLite format 3\0") {
        Content::Database
    } else if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| begins(magic)) {
        Content::Foreign(what)
    } else if head.get(257..262) == Some(b"ustar") {
        Content::Foreign("a tar archive is not unpacked, unpack it first or use zip")
    } else if head[..head.len().min(32)].windows(9).any(|window| window == b"OSMHeader") {
        Content::Foreign("an OpenStreetMap extract (PBF) holds no rows, it is a base map")
    } else if text::wide(head).is_none() && head.contains(&0) {
        Content::Foreign(if begins(b"AC10") {
            "a drawing (DWG) is not read, export what is needed from it as shapefile or GeoJSON"
        } else if is_a_table_of_dbase(head) {
            "a .dbf is read together with its shapefile: name the .shp beside it, or save it as CSV"
        } else {
            "the file is neither text nor of a kind that is read (GeoJSON, CSV, XLSX, XLS, ODS, shapefile, \
             GeoPackage, each also in a zip or gzip)"
        })
    } else {
        Content::Text
    }
}

/// A plausible header: version, a date, fields of 32 bytes each and a mark.
fn is_a_table_of_dbase(head: &[u8]) -> bool {
    let [version, _, month, day, _, _, _, _, low, high, ..] = head else { return false };
    let first_row = usize::from(u16::from_le_bytes([*low, *high]));
    matches!(version, 0x02 | 0x03 | 0x30..=0x32 | 0x43 | 0x83 | 0x8b | 0xf5)
        && *month <= 12
        && *day <= 31
        && first_row > 32
        && head.get(first_row - 1).is_none_or(|mark| matches!(mark, 0x0d | 0))
}

/// What a text is that isn't read here; `begin` is its beginning without blanks.
pub(super) fn foreign_text(begin: &str) -> Option<&'static str> {
    const CALLED_A_TABLE: &str = "this is a web page (HTML), whatever its name says: open it in Excel or WPS and save \
                                  it as XLSX or CSV";
    let low: String = begin.chars().take(4096).flat_map(char::to_lowercase).collect();
    if low.starts_with("!table") {
        return Some("MapInfo tables (TAB) are not read, convert them (ogr2ogr OUT.gpkg IN)");
    }
    if low.starts_with("version ") && low.contains("columns ") {
        return Some("MapInfo interchange (MIF) is not read, convert it (ogr2ogr OUT.gpkg IN)");
    }
    if low.starts_with("mime-version:") && low.contains("multipart") {
        return Some("this is a saved web page (MHT), open it in Excel or WPS and save it as XLSX or CSV");
    }
    if !low.starts_with('<') {
        return None;
    }
    let by_word = [
        ("<kml", "KML is not read, convert it to GeoJSON (ogr2ogr OUT.geojson IN)"),
        ("<gpx", "GPX is not read, convert it to GeoJSON (ogr2ogr OUT.geojson IN)"),
        ("<osm", "OpenStreetMap XML is not read, convert it to GeoJSON (ogr2ogr OUT.geojson IN)"),
        ("opengis.net/gml", "GML is not read, convert it to GeoJSON (ogr2ogr OUT.geojson IN)"),
        ("office:spreadsheet", "a workbook of Excel 2003 in XML is not read, save it as XLSX or CSV"),
        ("<!doctype html", CALLED_A_TABLE),
        ("<html", CALLED_A_TABLE),
        ("<table", CALLED_A_TABLE),
        ("<div", CALLED_A_TABLE),
        ("<meta", CALLED_A_TABLE),
        ("<style", CALLED_A_TABLE),
        ("<script", CALLED_A_TABLE),
    ];
    let found = by_word.into_iter().find(|(word, _)| low.contains(word));
    Some(found.map_or("XML is not read, a table (CSV, XLSX) or GeoJSON is needed", |(_, what)| what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(of(b"code,name"), Content::Text);
        assert_eq!(of(b"\xff\xfea\0,\0"), Content::Text);
        assert_eq!(of(b"a\0,\0b\0\n\0"), Content::Text);
        assert_eq!(of(b"PK\x03\x04rest"), Content::Zip);
        assert!(matches!(of(b"a\0b"), Content::Foreign(what) if what.contains("neither")));
        assert!(matches!(of(b"\x0d\0\0\0\x0a\x09OSMHeader"), Content::Foreign(what) if what.contains("base map")));
    }

    #[test]
    fn texts_that_only_pose_as_tables_are_recognised() {
        assert!(foreign_text("<html><body><table><tr><td>编码").is_some_and(|what| what.contains("HTML")));
        assert!(foreign_text("<?xml version=\"1.0\"?><kml>").is_some_and(|what| what.contains("KML")));
        assert_eq!(foreign_text("version,name\n1,2"), None);
        assert_eq!(foreign_text("编码,名称"), None);
    }
}
