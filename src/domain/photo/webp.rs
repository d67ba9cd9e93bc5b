//! WebP: a RIFF with few chunks (RFC 9649). What the picture is made of is copied, with a head that says no more.

use super::{CleanPhoto, Orientation, PhotoFormat, PhotoRefusal, check_size, exif, take};

const PROFILE: u8 = 0x20;
const ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;
const ANIMATED: u8 = 0x02;

fn damaged(what: &'static str) -> PhotoRefusal {
    PhotoRefusal::Damaged { format: PhotoFormat::WebP, what }
}

/// The picture's chunk (its name and its bytes), its size, px, and whether it has an opacity of its own.
type Picture<'a> = (&'a [u8; 4], &'a [u8], (u32, u32), bool);

#[derive(Default)]
struct Read<'a> {
    canvas_px: Option<(u32, u32)>,
    profile: Option<&'a [u8]>,
    alpha: Option<&'a [u8]>,
    /// The picture's chunk, its own size, and whether it has an opacity of its own.
    picture: Option<Picture<'a>>,
    orientation: Orientation,
}

pub(super) fn clean(bytes: &[u8]) -> Result<CleanPhoto, PhotoRefusal> {
    let size = take(bytes, 4, 4)?;
    let size = u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize;
    // What stands behind the RIFF's end is none of it.
    let riff = take(bytes, 0, size.checked_add(8).ok_or(PhotoRefusal::CutOff)?)?;
    let (mut read, mut at) = (Read::default(), 12);
    while at < riff.len() {
        let head = take(riff, at, 8)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let body = take(riff, at + 8, length)?;
        chunk(&mut read, [head[0], head[1], head[2], head[3]], body)?;
        at += 8 + length + length % 2;
    }
    let (kind, picture, size_px, own_alpha) = read.picture.ok_or_else(|| damaged("it has no picture"))?;
    if read.canvas_px.is_some_and(|canvas_px| canvas_px != size_px) {
        return Err(damaged("its picture is of another size than it says"));
    }
    let (width_px, height_px) = size_px;
    let tiff = exif::only_orientation(read.orientation);
    let alpha = read.alpha.filter(|_| kind == b"VP8 ");
    let mut kept = b"RIFF\0\0\0\0WEBP".to_vec();
    if read.profile.is_some() || alpha.is_some() || tiff.is_some() {
        let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        let flags = flag(read.profile.is_some(), PROFILE)
            | flag(alpha.is_some() || own_alpha, ALPHA)
            | flag(tiff.is_some(), HAS_EXIF);
        let (width, height) = ((width_px - 1).to_le_bytes(), (height_px - 1).to_le_bytes());
        let head = [flags, 0, 0, 0, width[0], width[1], width[2], height[0], height[1], height[2]];
        put(&mut kept, b"VP8X", &head);
    }
    read.profile.iter().for_each(|profile| put(&mut kept, b"ICCP", profile));
    alpha.iter().for_each(|alpha| put(&mut kept, b"ALPH", alpha));
    put(&mut kept, kind, picture);
    tiff.iter().for_each(|tiff| put(&mut kept, b"EXIF", tiff));
    let size = (kept.len() as u32 - 8).to_le_bytes();
    kept[4..8].copy_from_slice(&size);
    Ok(CleanPhoto { bytes: kept, format: PhotoFormat::WebP, width_px, height_px, orientation: read.orientation })
}

fn put(into: &mut Vec<u8>, kind: &[u8; 4], body: &[u8]) {
    into.extend(kind);
    into.extend((body.len() as u32).to_le_bytes());
    into.extend(body);
    if body.len() % 2 == 1 {
        into.push(0);
    }
}

fn chunk<'a>(read: &mut Read<'a>, kind: [u8; 4], body: &'a [u8]) -> Result<(), PhotoRefusal> {
    match &kind {
        b"VP8X" => {
            let [flags, _, _, _, w0, w1, w2, h0, h1, h2, ..] = *body else { return Err(damaged("its head is cut")) };
            if flags & ANIMATED != 0 {
                return Err(PhotoRefusal::Moves);
            }
            let (width, height) = (u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1);
            check_size(width, height, PhotoFormat::WebP)?;
            read.canvas_px = Some((width, height));
        }
        b"ANIM" | b"ANMF" => return Err(PhotoRefusal::Moves),
        b"ICCP" if read.picture.is_none() => read.profile = Some(body),
        b"ALPH" if read.picture.is_none() => read.alpha = Some(body),
        b"VP8 " | b"VP8L" if read.picture.is_some() => return Err(damaged("it has several pictures")),
        b"VP8 " => {
            // A key frame: its mark, then 14 bits each for width and height, above them how it may be stretched.
            let [first, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..] = *body else {
                return Err(damaged("its picture does not begin like one"));
            };
            if first & 1 != 0 {
                return Err(damaged("its picture does not begin like one"));
            }
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
            let size_px = (side(w0, w1), side(h0, h1));
            check_size(size_px.0, size_px.1, PhotoFormat::WebP)?;
            read.picture = Some((b"VP8 ", body, size_px, false));
        }
        b"VP8L" => {
            let [0x2f, b0, b1, b2, b3, ..] = *body else {
                return Err(damaged("its picture does not begin like one"));
            };
            let bits = u32::from_le_bytes([b0, b1, b2, b3]);
            let size_px = ((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
            check_size(size_px.0, size_px.1, PhotoFormat::WebP)?;
            read.picture = Some((b"VP8L", body, size_px, bits & (1 << 28) != 0));
        }
        b"EXIF" => {
            // Some programs put JPEG's mark before it.
            let tiff = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
            read.orientation = exif::orientation(tiff);
        }
        _ => {}
    }
    Ok(())
}
