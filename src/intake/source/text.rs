//! Bytes into text: gzip unpacked, the encoding found out.

use super::IntakeError;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// No file is read beyond this: a packed file may claim any size.
const MOST_BYTES: u64 = 2 << 30;

/// The file's text: gzip by its magic; UTF-8 or UTF-16 by their mark, else UTF-8 if it holds
/// throughout, else GB18030, whose unreadable bytes become U+FFFD.
pub(super) fn load(path: &Path) -> Result<String, IntakeError> {
    let unreadable = |error: io::Error| IntakeError::Unreadable { path: path.to_owned(), why: plain_reason(&error) };
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(unreadable)?;
    (&mut file).take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let packed = std::mem::take(&mut bytes);
        MultiGzDecoder::new(packed.as_slice()).take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    let unsupported = |what: String| IntakeError::Unsupported { path: path.to_owned(), what };
    if bytes.len() as u64 > MOST_BYTES {
        return Err(unsupported("the file is larger than 2 GiB, split it".to_owned()));
    }
    if let Some(what) = foreign(&bytes) {
        return Err(unsupported(what.to_owned()));
    }
    Ok(decode(bytes))
}

/// The system's reason without its number.
fn plain_reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// What a file is that isn't read here, and what to do instead.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let by_magic: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "workbooks (XLSX) and zip archives are not read yet, save the sheet as CSV"),
        (b"\xd0\xcf\x11\xe0", "old workbooks (XLS) are not read, save the sheet as CSV"),
        (b"\x00\x00\x27\x0a", "shapefiles are not read, convert to GeoJSON (ogr2ogr -f GeoJSON OUT IN)"),
        (b"SQLite format 3\0", "databases (GeoPackage, MBTiles) are not read here, convert to GeoJSON"),
        (b"PMTiles", "map tiles (PMTiles) are not read here"),
        (b"%PDF", "PDF is not read, a table or GeoJSON is needed"),
        (b"\x28\xb5\x2f\xfd", "zstd is not unpacked, use gzip"),
        (b"BZh", "bzip2 is not unpacked, use gzip"),
    ];
    let found = by_magic.into_iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| what);
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    found.or_else(|| {
        (!is_wide && bytes.iter().take(4096).any(|b| *b == 0))
            .then_some("the file is neither text nor of a kind that is read (GeoJSON, CSV, each also with gzip)")
    })
}

fn decode(bytes: Vec<u8>) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => encoding_rs::GB18030.decode_without_bom_handling(error.as_bytes()).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_out() {
        assert_eq!(decode("澄岚县".as_bytes().to_vec()), "澄岚县");
        assert_eq!(decode(b"\xef\xbb\xbfa".to_vec()), "a");
        assert_eq!(decode(b"\xff\xfea\0".to_vec()), "a");
        assert_eq!(decode(encoding_rs::GB18030.encode("澄岚县,网格").0.into_owned()), "澄岚县,网格");
    }

    #[test]
    fn foreign_files_are_recognised() {
        assert!(foreign(b"PK\x03\x04rest").is_some_and(|what| what.contains("CSV")));
        assert!(foreign(b"a\0b").is_some());
        assert_eq!(foreign(b"code,name"), None);
    }
}
