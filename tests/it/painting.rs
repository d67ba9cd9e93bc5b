//! Pictures written by hand, so that builds without a decoder have them, too.

#![allow(clippy::unwrap_used)]

use flate2::Crc;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// A square PNG; `colour` says what stands where, from the top left.
pub(crate) fn png(side: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut rows = ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for y in 0..side {
        let row: Vec<u8> = std::iter::once(0).chain((0..side).flat_map(|x| colour(x, y))).collect();
        rows.write_all(&row).unwrap();
    }
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], content: &[u8]| {
        let body = [name, content].concat();
        let mut crc = Crc::new();
        crc.update(&body);
        bytes.extend((content.len() as u32).to_be_bytes());
        bytes.extend(&body);
        bytes.extend(crc.sum().to_be_bytes());
    };
    let side = side.to_be_bytes();
    chunk(b"IHDR", &[&side[..], &side[..], &[8, 2, 0, 0, 0]].concat());
    chunk(b"IDAT", &rows.finish().unwrap());
    chunk(b"IEND", &[]);
    bytes
}

/// A square JPEG of one grey, 192 to 255; `side` is a multiple of 8.
pub(crate) fn jpeg(side: u16, level: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    bytes.extend([8; 64]);
    let [high, low] = side.to_be_bytes();
    bytes.extend([0xff, 0xc0, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0]);
    // Differences of none (0) and of seven bits (10); after them nothing more (0).
    bytes.extend([0xff, 0xc4, 0, 21, 0x00, 1, 1]);
    bytes.extend([0; 14]);
    bytes.extend([0, 7]);
    bytes.extend([0xff, 0xc4, 0, 20, 0x10, 1]);
    bytes.extend([0; 16]);
    bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    let blocks = usize::from(side / 8) * usize::from(side / 8);
    // The first block says how light it is, all others that they are the same.
    let mut bits: Vec<bool> = vec![true, false];
    bits.extend((0..7).rev().map(|bit| (level - 128) >> bit & 1 == 1));
    bits.push(false);
    bits.resize(bits.len() + 2 * (blocks - 1), false);
    bits.resize(bits.len().next_multiple_of(8), true);
    for eight in bits.chunks(8) {
        let byte = eight.iter().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit));
        bytes.push(byte);
        if byte == 0xff {
            bytes.push(0);
        }
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}
