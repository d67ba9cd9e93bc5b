//! JPEG: segments one after the other (ITU-T T.81, annex B). What the decoder needs is copied, the rest left out.

use super::{CleanPhoto, Orientation, PhotoFormat, PhotoRefusal, check_size, exif, take};

const EXIF: &[u8] = b"Exif\0\0";
const PROFILE: &[u8] = b"ICC_PROFILE\0";
/// No photo of a camera has more scans; each of them costs the decoder a walk over the picture.
const MOST_SCANS: usize = 64;

fn damaged(what: &'static str) -> PhotoRefusal {
    PhotoRefusal::Damaged { format: PhotoFormat::Jpeg, what }
}

#[derive(Default)]
struct Read {
    kept: Vec<u8>,
    size_px: Option<(u32, u32)>,
    orientation: Orientation,
    scans: usize,
}

pub(super) fn clean(bytes: &[u8]) -> Result<CleanPhoto, PhotoRefusal> {
    let (mut read, mut at) = (Read::default(), 2);
    loop {
        let marker = marker(bytes, &mut at)?;
        match marker {
            0xd9 => break,
            // Markers without a length.
            0x01 | 0xd0..=0xd7 => continue,
            0x00 | 0xd8 | 0xff => return Err(damaged("a segment begins where none can")),
            _ => {}
        }
        let length = take(bytes, at, 2)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let body = take(bytes, at, length)?.get(2..).ok_or_else(|| damaged("a segment is shorter than its length"))?;
        at += length;
        segment(&mut read, marker, body)?;
        if marker == 0xda {
            let end = scan_end(bytes, at)?;
            read.kept.extend(&bytes[at..end]);
            at = end;
        }
    }
    let (width_px, height_px) = read.size_px.ok_or_else(|| damaged("it has no frame"))?;
    if read.scans == 0 {
        return Err(damaged("it has no scan"));
    }
    let mut whole = vec![0xff, 0xd8];
    // EXIF stands at the very beginning, but behind JFIF's own mark where that is there.
    let mark = if read.kept.starts_with(&[0xff, 0xe0]) { 18.min(read.kept.len()) } else { 0 };
    whole.extend(&read.kept[..mark]);
    if let Some(tiff) = exif::only_orientation(read.orientation) {
        whole.extend([0xff, 0xe1, 0, (2 + EXIF.len() + tiff.len()) as u8]);
        whole.extend(EXIF);
        whole.extend(tiff);
    }
    whole.extend(&read.kept[mark..]);
    whole.extend([0xff, 0xd9]);
    Ok(CleanPhoto { bytes: whole, format: PhotoFormat::Jpeg, width_px, height_px, orientation: read.orientation })
}

/// The next marker; any number of 0xff may stand before it.
fn marker(bytes: &[u8], at: &mut usize) -> Result<u8, PhotoRefusal> {
    if take(bytes, *at, 1)?[0] != 0xff {
        return Err(damaged("something stands between its segments"));
    }
    while take(bytes, *at, 1)?[0] == 0xff {
        *at += 1;
    }
    *at += 1;
    Ok(bytes[*at - 1])
}

fn segment(read: &mut Read, marker: u8, body: &[u8]) -> Result<(), PhotoRefusal> {
    match marker {
        // Tables, restarts, the scan's head.
        0xc4 | 0xdb | 0xdd => keep(read, marker, body),
        0xda => {
            read.scans += 1;
            if read.size_px.is_none() || read.scans > MOST_SCANS {
                return Err(damaged("its scans are not where they belong, or too many"));
            }
            keep(read, marker, body);
        }
        // Baseline, extended, progressive; what no browser shows is none of ours.
        0xc0..=0xc2 => {
            let [_, high_y, low_y, high_x, low_x, ..] = *body else { return Err(damaged("its frame has no size")) };
            if read.size_px.is_some() {
                return Err(damaged("it has several frames"));
            }
            let (width, height) = (u16::from_be_bytes([high_x, low_x]), u16::from_be_bytes([high_y, low_y]));
            check_size(width.into(), height.into(), PhotoFormat::Jpeg)?;
            read.size_px = Some((width.into(), height.into()));
            keep(read, marker, body);
        }
        0xc3 | 0xc5..=0xcf | 0xdc | 0xde | 0xdf => return Err(damaged("it is of a kind that is not drawn")),
        // JFIF's mark, without the small picture that may follow it.
        0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 && read.kept.is_empty() => {
            let mut mark = body[..14].to_vec();
            (mark[12], mark[13]) = (0, 0);
            keep(read, marker, &mark);
        }
        0xe1 if body.starts_with(EXIF) && read.orientation.is_upright() => {
            read.orientation = exif::orientation(&body[EXIF.len()..]);
        }
        0xe2 if body.starts_with(PROFILE) => keep(read, marker, body),
        // How the colours are turned, without which they come out wrong.
        0xee if body.starts_with(b"Adobe") && body.len() >= 12 => keep(read, marker, &body[..12]),
        _ => {}
    }
    Ok(())
}

fn keep(read: &mut Read, marker: u8, body: &[u8]) {
    let length = (body.len() + 2) as u16;
    read.kept.extend([0xff, marker]);
    read.kept.extend(length.to_be_bytes());
    read.kept.extend(body);
}

/// Where the compressed bytes of a scan end: before the next marker that is none of theirs.
fn scan_end(bytes: &[u8], from: usize) -> Result<usize, PhotoRefusal> {
    let mut at = from;
    loop {
        let next = bytes[at..].iter().position(|byte| *byte == 0xff).ok_or(PhotoRefusal::CutOff)?;
        at += next;
        match bytes.get(at + 1) {
            None => return Err(PhotoRefusal::CutOff),
            // A byte of 0xff that is picture, and restarts.
            Some(0x00 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => return Ok(at),
        }
    }
}
