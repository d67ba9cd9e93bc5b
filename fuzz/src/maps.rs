//! Base maps: from bytes to a data folder, and containers around a single tile or block.

use crate::files::folder;
use std::ops::ControlFlow;
use std::path::PathBuf;
use zonglan::intake::Crs;
use zonglan::intake::basemap::{BaseMapRequest, import_base_map};

/// Imports the file as a base map, without writing it.
pub fn take_in(file: PathBuf) {
    let request = BaseMapRequest {
        files: vec![file],
        dir: folder().to_owned(),
        crs: Crs::Wgs84,
        attribution: None,
        tone: None,
        dry_run: true,
    };
    match import_base_map(&request, &mut |_| ControlFlow::Continue(())) {
        Ok(report) => {
            let sum = report.kept + report.unchanged + report.not_shown + report.skipped;
            assert_eq!(report.read, sum, "the counts add up");
            assert!(report.bounds.is_none_or(|bounds| bounds.iter().all(|deg| deg.is_finite())), "{:?}", report.bounds);
        }
        Err(error) => assert!(error.to_string().len() > 10, "no sentence: {error}"),
    }
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A field of a Protocol Buffers message: bytes under a number.
pub fn field(number: u32, bytes: &[u8]) -> Vec<u8> {
    let mut out = varint(u64::from(number) << 3 | 2);
    out.extend(varint(bytes.len() as u64));
    out.extend(bytes);
    out
}

/// A tile's number as PMTiles counts: all tiles of the zooms above, then along Hilbert's curve.
fn number_on_curve(zoom: u32, mut x: u64, mut y: u64) -> u64 {
    let mut number = ((1_u64 << (2 * zoom)) - 1) / 3;
    let mut side = 1_u64 << (zoom - 1);
    while side > 0 {
        let (right, low) = (u64::from(x & side > 0), u64::from(y & side > 0));
        number += side * side * ((3 * right) ^ low);
        if low == 0 {
            if right == 1 {
                (x, y) = ((side - 1).wrapping_sub(x), (side - 1).wrapping_sub(y));
            }
            (x, y) = (y, x);
        }
        side /= 2;
    }
    number
}

/// A PMTiles file (version 3) with one tile near Hangzhou, not packed.
pub fn pmtiles_of(tile: &[u8]) -> Vec<u8> {
    let number = number_on_curve(14, 13_657, 6_759);
    let directory: Vec<u8> =
        [varint(1), varint(number), varint(1), varint(tile.len() as u64), varint(1)].into_iter().flatten().collect();
    let about = br#"{"attribution":"a"}"#;
    let (root, meta) = (127_u64, 127 + directory.len() as u64);
    let start = meta + about.len() as u64;
    let mut file = b"PMTiles\x03".to_vec();
    let sections =
        [root, directory.len() as u64, meta, about.len() as u64, start, 0, start, tile.len() as u64, 1, 1, 1];
    file.extend(sections.iter().flat_map(|number| number.to_le_bytes()));
    file.extend([1, 1, 1, 1, 14, 14]);
    file.extend([120.085_f64, 30.17, 120.095, 30.19].iter().flat_map(|deg| ((deg * 1e7) as i32).to_le_bytes()));
    file.extend([14, 0, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(directory);
    file.extend(about);
    file.extend(tile);
    file
}

/// An OSM PBF file: its header, then each of the blocks, not packed.
pub fn osm_pbf_of(blocks: &[&[u8]]) -> Vec<u8> {
    let header = [field(4, b"OsmSchema-V0.6"), field(4, b"DenseNodes")].concat();
    let mut file = Vec::new();
    let mut put = |kind: &[u8], block: &[u8]| {
        let blob = field(1, block);
        let mut head = field(1, kind);
        head.extend(varint(3 << 3));
        head.extend(varint(blob.len() as u64));
        file.extend((head.len() as u32).to_be_bytes());
        file.extend(head);
        file.extend(blob);
    };
    put(b"OSMHeader", &header);
    for block in blocks {
        put(b"OSMData", block);
    }
    file
}
