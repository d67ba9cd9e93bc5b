//! What kind of file it is, by its first bytes, whatever its name says.

use super::BaseMapError;
use flate2::read::GzDecoder;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The kinds of file that base maps come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    OsmPbf,
    Sqlite,
    PmTiles,
    GeoJson,
}

/// How many first bytes are looked at.
const LOOK: u64 = 512;

/// The kind of a file.
///
/// # Errors
/// When it can't be read, or is of no kind that base maps come in.
pub(super) fn kind_of(path: &Path) -> Result<FileKind, BaseMapError> {
    let unreadable = |why| BaseMapError::read(why, path);
    if path.is_dir() {
        return Err(BaseMapError::file("this is a folder, name the files in it", path));
    }
    let mut first = Vec::new();
    File::open(path).map_err(unreadable)?.take(LOOK).read_to_end(&mut first).map_err(unreadable)?;
    if first.is_empty() {
        return Err(BaseMapError::file("the file is empty", path));
    }
    if first.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        GzDecoder::new(File::open(path).map_err(unreadable)?)
            .take(LOOK)
            .read_to_end(&mut unpacked)
            .map_err(|why| BaseMapError::file(format!("the gzip file is damaged ({why}), get it anew"), path))?;
        return match by_bytes(&unpacked) {
            Some(FileKind::GeoJson) => Ok(FileKind::GeoJson),
            Some(_) => Err(BaseMapError::file("unpack this file first (gunzip): only GeoJSON is read gzipped", path)),
            None => Err(BaseMapError::file(what_else(&unpacked), path)),
        };
    }
    by_bytes(&first).ok_or_else(|| BaseMapError::file(what_else(&first), path))
}

fn by_bytes(first: &[u8]) -> Option<FileKind> {
    if first.starts_with(b"SQLite format 3\0") {
        return Some(FileKind::Sqlite);
    }
    if first.starts_with(b"PMTiles") || first.starts_with(b"PM\x02") || first.starts_with(b"PM\x01") {
        return Some(FileKind::PmTiles);
    }
    // The length of the first blob's head, then the head: its first field is the blob's kind.
    if first.get(4..15).is_some_and(|head| head.starts_with(b"\x0a\x09OSMHeader")) {
        return Some(FileKind::OsmPbf);
    }
    let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    (text.trim_ascii_start().first() == Some(&b'{')).then_some(FileKind::GeoJson)
}

/// What a file is that no base map is read from, and the way out.
fn what_else(first: &[u8]) -> String {
    let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first).trim_ascii_start();
    let it = if text.starts_with(b"<?xml") || text.starts_with(b"<osm") {
        "XML is not read as a base map, make OSM PBF of it (osmium cat -o map.osm.pbf)"
    } else if first.starts_with(b"PK\x03\x04") {
        "a zip file is not read as a base map, unpack it first"
    } else if first.starts_with(b"BZh") {
        "unpack this file first (bunzip2)"
    } else if first.starts_with(&[0, 0, 0x27, 0x0a]) {
        "a Shapefile is not read as a base map, make GeoJSON of it (ogr2ogr map.geojson)"
    } else if first.starts_with(b"II*\0") || first.starts_with(b"MM\0*") {
        "a TIFF picture is not read as a base map, make MBTiles of it (gdal_translate -of MBTiles)"
    } else {
        "base maps come as OSM PBF, MBTiles, PMTiles or GeoJSON, this file is none of them"
    };
    it.to_owned()
}
