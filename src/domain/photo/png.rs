//! PNG: chunks one after the other, each with a check sum (W3C, Portable Network Graphics, third edition).

use super::{CleanPhoto, Orientation, PhotoFormat, PhotoRefusal, check_size, exif, take};
use flate2::{Decompress, FlushDecompress, Status};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// What the picture needs to look as it should. Texts, moments, EXIF and what programs add are not among it.
const KEPT: [&[u8; 4]; 12] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"cICP"];

fn damaged(what: &'static str) -> PhotoRefusal {
    PhotoRefusal::Damaged { format: PhotoFormat::Png, what }
}

struct Head {
    width_px: u32,
    height_px: u32,
    bits: u64,
    interlaced: bool,
}

pub(super) fn clean(bytes: &[u8]) -> Result<CleanPhoto, PhotoRefusal> {
    let (mut kept, mut at) = (SIGNATURE.to_vec(), SIGNATURE.len());
    let (mut head, mut orientation) = (None, Orientation::default());
    let mut unpacked = Unpacked::new();
    loop {
        let length = u32::from_be_bytes(four(take(bytes, at, 4)?)) as usize;
        let body_at = at + 8;
        let (kind, body) = (four(take(bytes, at + 4, 4)?), take(bytes, body_at, length)?);
        let sum = u32::from_be_bytes(four(take(bytes, body_at + length, 4)?));
        let mut crc = flate2::Crc::new();
        crc.update(&kind);
        crc.update(body);
        if crc.sum() != sum {
            return Err(damaged("a check sum does not fit"));
        }
        match (&kind, &head) {
            (b"IHDR", None) => head = Some(header(body)?),
            (b"IHDR", Some(_)) => return Err(damaged("it begins twice")),
            (_, None) => return Err(damaged("it does not begin with its size")),
            (b"IDAT", Some(head)) => unpacked.take(body, raw_bytes(head))?,
            (b"eXIf", _) => orientation = exif::orientation(body),
            // What must be understood (a capital first) and isn't.
            ([first, ..], _) if first.is_ascii_uppercase() && !KEPT.contains(&&kind) => {
                return Err(damaged("it has a part that is not known"));
            }
            _ => {}
        }
        let end = body_at + length + 4;
        if &kind == b"IEND" {
            break;
        }
        if KEPT.contains(&&kind) {
            kept.extend(&bytes[at..end]);
        }
        at = end;
    }
    let head = head.ok_or_else(|| damaged("it has no size"))?;
    if unpacked.bytes() != raw_bytes(&head) {
        return Err(PhotoRefusal::CutOff);
    }
    if let Some(tiff) = exif::only_orientation(orientation) {
        chunk(&mut kept, *b"eXIf", &tiff);
    }
    chunk(&mut kept, *b"IEND", &[]);
    let (width_px, height_px) = (head.width_px, head.height_px);
    Ok(CleanPhoto { bytes: kept, format: PhotoFormat::Png, width_px, height_px, orientation })
}

fn four(bytes: &[u8]) -> [u8; 4] {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[..4]);
    four
}

fn chunk(into: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    let mut crc = flate2::Crc::new();
    crc.update(&kind);
    crc.update(body);
    into.extend((body.len() as u32).to_be_bytes());
    into.extend(kind);
    into.extend(body);
    into.extend(crc.sum().to_be_bytes());
}

fn header(body: &[u8]) -> Result<Head, PhotoRefusal> {
    let [.., depth, colour, 0, 0, interlace @ (0 | 1)] = *body else {
        return Err(damaged("its head says what no such file says"));
    };
    if body.len() != 13 {
        return Err(damaged("its head is of another length"));
    }
    let (width_px, height_px) = (u32::from_be_bytes(four(body)), u32::from_be_bytes(four(&body[4..])));
    check_size(width_px, height_px, PhotoFormat::Png)?;
    let channels = match (colour, depth) {
        (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
        (2, 8 | 16) => 3,
        (4, 8 | 16) => 2,
        (6, 8 | 16) => 4,
        _ => return Err(damaged("its colours are of no kind")),
    };
    Ok(Head { width_px, height_px, bits: channels * u64::from(depth), interlaced: interlace == 1 })
}

/// How many bytes the picture has unpacked: each row of each pass one byte longer than its pixels.
fn raw_bytes(head: &Head) -> u64 {
    let rows = |width: u32, height: u32| match (width, height) {
        (0, _) | (_, 0) => 0,
        (width, height) => u64::from(height) * (1 + (u64::from(width) * head.bits).div_ceil(8)),
    };
    if !head.interlaced {
        return rows(head.width_px, head.height_px);
    }
    let part = |length: u32, from: u32, step: u32| length.saturating_sub(from).div_ceil(step);
    // Adam7: where each pass begins and how far its pixels stand apart, across and down.
    let passes = [(0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2)];
    passes.iter().map(|(x, dx, y, dy)| rows(part(head.width_px, *x, *dx), part(head.height_px, *y, *dy))).sum()
}

/// What the packed picture comes to: counted, not kept.
struct Unpacked {
    zlib: Decompress,
    ended: bool,
    buffer: Vec<u8>,
}

impl Unpacked {
    fn new() -> Self {
        Self { zlib: Decompress::new(true), ended: false, buffer: vec![0; 64 << 10] }
    }

    fn bytes(&self) -> u64 {
        if self.ended { self.zlib.total_out() } else { 0 }
    }

    fn take(&mut self, mut packed: &[u8], most: u64) -> Result<(), PhotoRefusal> {
        while !self.ended {
            let (read, written) = (self.zlib.total_in(), self.zlib.total_out());
            let status = self.zlib.decompress(packed, &mut self.buffer, FlushDecompress::None);
            self.ended = status.map_err(|_| damaged("its picture can't be unpacked"))? == Status::StreamEnd;
            packed = &packed[(self.zlib.total_in() - read) as usize..];
            if self.zlib.total_out() > most {
                return Err(damaged("it unpacks to more than its size"));
            }
            if !self.ended && self.zlib.total_out() == written && packed.is_empty() {
                return Ok(());
            }
            if !self.ended && self.zlib.total_out() == written && self.zlib.total_in() == read {
                return Err(damaged("its picture can't be unpacked"));
            }
        }
        Ok(())
    }
}
