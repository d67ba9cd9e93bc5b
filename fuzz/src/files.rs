//! Inputs as files: one folder a process, on whatever `TMPDIR` names (a folder in memory is fastest).

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use zip::write::SimpleFileOptions;

/// What stands between the parts of an input that is several files: a line `@@ NAME`.
pub const MARK: &[u8] = b"\n@@ ";

/// The process's folder.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("zonglan-fuzzed-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the inputs");
        folder
    })
}

/// A file with these bytes.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder().join(name);
    std::fs::write(&path, bytes).expect("the folder can be written");
    path
}

/// The files that an input consists of: name and bytes; what stands before the first mark has no name.
pub fn parts(input: &[u8]) -> Vec<(String, &[u8])> {
    let mut parts = Vec::new();
    let mut rest = input;
    let mut name = String::new();
    loop {
        let end = rest.windows(MARK.len()).position(|window| window == MARK);
        parts.push((name, &rest[..end.unwrap_or(rest.len())]));
        let Some(end) = end else { return parts };
        let behind = &rest[end + MARK.len()..];
        let line = behind.iter().position(|byte| *byte == b'\n').unwrap_or(behind.len());
        name = String::from_utf8_lossy(&behind[..line]).into_owned();
        rest = behind.get(line + 1..).unwrap_or_default();
    }
}

/// The other way round.
pub fn joined(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut input = Vec::new();
    for (name, bytes) in parts {
        input.extend(MARK);
        input.extend(name.as_bytes());
        input.push(b'\n');
        input.extend(*bytes);
    }
    input
}

/// A zip of the named parts, not packed: a fuzzer's changes reach what is inside, and every sum is right.
pub fn zipped(parts: &[(String, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts.iter().filter(|(name, _)| !name.is_empty()) {
        // A name that comes twice is refused by the writer; the first stays.
        if zip.start_file(name.as_str(), stored).is_ok() {
            zip.write_all(bytes).expect("memory");
        }
    }
    zip.finish().expect("memory").into_inner()
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}
