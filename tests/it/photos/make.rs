//! Photos made by hand.

use std::io::Write;

/// Whether a place, or anything that goes with it, stands in these bytes.
pub(crate) fn tells_place(bytes: &[u8]) -> bool {
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    // The words, the tag of the directory of places (in either order), the maker and the moment that `exif` plants.
    holds(b"GPSLatitude") || holds(&[0x88, 0x25, 0, 4]) || holds(&[0x25, 0x88, 4, 0]) || holds(b"2026:09:11")
}

/// What a phone writes: which way up, when, and where.
pub(super) fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0x32, 0x01, 2, 0, 20, 0, 0, 0, 50, 0, 0, 0]);
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 70, 0, 0, 0]);
    tiff.extend([0; 4]);
    tiff.extend(b"2026:09:11 09:04:00\0");
    // The directory of places: latitude north, three rationals.
    tiff.extend([2, 0, 1, 0, 2, 0, 2, 0, 0, 0, b'N', 0, 0, 0, 2, 0, 5, 0, 3, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0]);
    for part in [36_u32, 1, 2, 1, 1234, 100] {
        tiff.extend(part.to_le_bytes());
    }
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// A segment of a JPEG.
pub(super) fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker, length[0], length[1]], body].concat()
}

/// A JPEG of 8 by 8 px in middle grey, with segments of somebody's before its tables.
pub(super) fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segments.concat());
    let table = [vec![0], vec![8; 64]].concat();
    bytes.extend(segment(0xdb, &table));
    bytes.extend(segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]));
    for class in [0x00, 0x10] {
        bytes.extend(segment(0xc4, &[&[class, 1][..], &[0; 16]].concat()));
    }
    bytes.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    bytes.extend([0x3f, 0xff, 0xd9]);
    bytes
}

/// A phone's JPEG: turned, with the place in it.
pub(crate) fn jpeg_with_place(orientation: u8) -> Vec<u8> {
    jpeg(&[segment(0xe1, &exif(orientation))])
}

/// A chunk of a PNG.
pub(super) fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(body);
    [&(body.len() as u32).to_be_bytes(), &kind[..], body, &crc.sum().to_be_bytes()].concat()
}

/// A PNG whose head says this, and whose picture unpacks to these bytes.
pub(super) fn png_with_head(width: u32, height: u32, interlace: u8, raw: &[u8]) -> Vec<u8> {
    png_around(width, height, interlace, raw, &[])
}

fn png_around(width: u32, height: u32, interlace: u8, raw: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    zlib.write_all(raw).unwrap();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, interlace]].concat();
    let packed = chunk(b"IDAT", &zlib.finish().unwrap());
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunks.concat(), packed, chunk(b"IEND", &[])].concat()
}

/// A PNG of this size whose picture unpacks to these bytes.
pub(super) fn png_of(width: u32, height: u32, raw: &[u8]) -> Vec<u8> {
    png_with_head(width, height, 0, raw)
}

/// A grey PNG with chunks of somebody's behind its head.
pub(crate) fn png(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let row = [vec![0], vec![0x80; 3 * width as usize]].concat();
    png_around(width, height, 0, &row.repeat(height as usize), chunks)
}

fn riff(body: &[u8]) -> Vec<u8> {
    [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", body].concat()
}

fn riff_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let pad = if body.len() % 2 == 1 { &[0][..] } else { &[] };
    [&kind[..], &(body.len() as u32).to_le_bytes(), body, pad].concat()
}

fn lossless(width: u32, height: u32) -> Vec<u8> {
    let bits = (width - 1) | (height - 1) << 14;
    // The head tells the size; what follows stands for a picture.
    riff_chunk(b"VP8L", &[&[0x2f][..], &bits.to_le_bytes(), &[0x10, 0x07, 0x10, 0x11, 0x11]].concat())
}

/// A WebP that is nothing but its picture's head.
pub(super) fn webp(width: u32, height: u32) -> Vec<u8> {
    riff(&lossless(width, height))
}

/// The same with a head and chunks of somebody's behind the picture.
pub(super) fn webp_with(width: u32, height: u32, chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let (across, down) = ((width - 1).to_le_bytes(), (height - 1).to_le_bytes());
    let head = [&[0x0c, 0, 0, 0][..], &across[..3], &down[..3]].concat();
    let chunks: Vec<u8> = chunks.iter().flat_map(|(kind, body)| riff_chunk(kind, body)).collect();
    riff(&[riff_chunk(b"VP8X", &head), lossless(width, height), chunks].concat())
}
