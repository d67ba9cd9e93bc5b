//! Photos: what is taken in, what of it is kept, and what is never there any more. The files are made here, byte by byte,
//! with a place planted where phones write it.
#![allow(clippy::unwrap_used)]

mod make;
mod store;

pub(crate) use make::{jpeg_with_place, png, tells_place};

use make::{chunk, exif, jpeg, png_of, segment, webp, webp_with};
use zonglan::domain::{MOST_PHOTO_BYTES, PhotoFormat, PhotoRefusal, clean_photo};

/// Every format with everything in it that tells on whoever took it.
fn telling() -> Vec<(PhotoFormat, Vec<u8>)> {
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPSLatitude=\"36,2.1N\"/>".to_vec();
    let iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10GPSLatitude here".to_vec();
    let jpeg = jpeg(&[
        segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01GPSLatitude"),
        segment(0xe1, &exif(6)),
        segment(0xe1, &xmp),
        segment(0xed, &iptc),
        segment(0xfe, b"GPSLatitude 36 2.1"),
        segment(0xe2, b"MPF\0GPSLatitude"),
    ]);
    // A film behind the end, as phones add it to a photo that moves.
    let jpeg = [jpeg, b"....ftypmp42GPSLatitude".to_vec()].concat();
    let text = chunk(b"tEXt", b"Comment\0GPSLatitude 36");
    let international = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0GPSLatitude");
    let mut png = png(
        5,
        4,
        &[chunk(b"eXIf", &exif(8)[6..]), text, international, chunk(b"tIME", &[0; 7]), chunk(b"prVt", b"GPSLatitude")],
    );
    png.extend(b"GPSLatitude behind the end");
    let mut webp = webp_with(7, 6, &[(b"EXIF", exif(3)), (b"XMP ", xmp), (b"tell", b"GPSLatitude!".to_vec())]);
    webp.extend(b"GPSLatitude behind the end");
    vec![(PhotoFormat::Jpeg, jpeg), (PhotoFormat::Png, png), (PhotoFormat::WebP, webp)]
}

#[test]
fn no_place_stays_in_any_format_and_the_picture_and_its_upside_do() {
    for (format, bytes) in telling() {
        assert!(tells_place(&bytes), "{format:?}: it was planted");
        let clean = clean_photo(&bytes).unwrap();
        assert_eq!(clean.format, format);
        assert!(!tells_place(&clean.bytes), "{format:?}: {:?}", String::from_utf8_lossy(&clean.bytes));
        let (orientation, size_px) = match format {
            PhotoFormat::Jpeg => (6, (8, 8)),
            PhotoFormat::Png => (8, (5, 4)),
            PhotoFormat::WebP => (3, (7, 6)),
        };
        assert_eq!(clean.orientation.number(), orientation, "{format:?}");
        assert_eq!((clean.width_px, clean.height_px), size_px);
        let again = clean_photo(&clean.bytes).unwrap();
        assert_eq!(again, clean, "{format:?}: what is clean stays as it is, and keeps its name");
    }
}

#[test]
fn the_compressed_picture_is_copied_byte_by_byte() {
    let plain = [jpeg(&[]), png(5, 4, &[]), webp(7, 6)];
    for ((format, telling), plain) in telling().into_iter().zip(plain) {
        let clean = clean_photo(&telling).unwrap().bytes;
        let bare = clean_photo(&plain).unwrap();
        assert_eq!(bare.bytes, plain, "{format:?}: nothing to leave out, nothing changed");
        // The part that is the picture: between the first table (the first chunk) and the end.
        let picture = match format {
            PhotoFormat::Jpeg => &plain[2..],
            PhotoFormat::Png => &plain[8 + 25..plain.len() - 12],
            PhotoFormat::WebP => &plain[12..],
        };
        assert!(clean.windows(picture.len()).any(|window| window == picture), "{format:?}");
    }
}

#[test]
fn what_is_no_photo_is_refused_and_says_why() {
    let text = |bytes: &[u8]| clean_photo(bytes).unwrap_err().to_string();
    for garbage in [&b""[..], b"GIF89a", b"\xff\xd8", b"RIFF\0\0\0\0WEBX", "照片".as_bytes(), b"%PDF-1.7"] {
        assert_eq!(clean_photo(garbage), Err(PhotoRefusal::NoPhoto), "{garbage:?}");
    }
    assert!(text(b"\xff\xd8\xff\xd9").contains("no frame"));
    assert!(text(&[b"\x89PNG\r\n\x1a\n", &[0_u8; 40][..]].concat()).contains("PNG"));
    let mut crc = png(5, 4, &[]);
    let last = crc.len() - 20;
    crc[last] ^= 1;
    assert!(text(&crc).contains("check sum"), "{}", text(&crc));
    let moving = webp_with(7, 6, &[(b"ANIM", vec![0; 6])]);
    assert_eq!(clean_photo(&moving), Err(PhotoRefusal::Moves));
    let large = vec![0xff; MOST_PHOTO_BYTES + 1];
    assert!(matches!(clean_photo(&large), Err(PhotoRefusal::TooManyBytes(_))));
}

#[test]
fn what_is_cut_anywhere_is_refused() {
    for (format, bytes) in [
        (PhotoFormat::Jpeg, jpeg(&[segment(0xe1, &exif(6))])),
        (PhotoFormat::Png, png(30, 20, &[])),
        (PhotoFormat::WebP, webp_with(7, 6, &[(b"EXIF", exif(6))])),
    ] {
        assert!(clean_photo(&bytes).is_ok());
        for length in 0..bytes.len() {
            assert!(clean_photo(&bytes[..length]).is_err(), "{format:?} cut at {length} of {}", bytes.len());
        }
    }
}

/// A small file that would be a huge picture is refused by what its head says; one whose head lies, while it is unpacked.
#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let huge = |bytes: &[u8]| matches!(clean_photo(bytes), Err(PhotoRefusal::TooManyPixels { .. }));
    let mut wide = jpeg(&[]);
    let frame = wide.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    wide[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert!(huge(&wide));
    assert!(huge(&png_of(60_000, 60_000, &[])));
    assert!(huge(&png_of(16_383, 16_383, &[])), "each side is allowed, both together are not");
    assert!(huge(&webp(16_384, 16_384)));
    // 64 MiB of nothing in a file of 64 KiB, behind a head that speaks of one pixel.
    let liar = png_of(1, 1, &vec![0; 64 << 20]);
    assert!(liar.len() < 100_000);
    let refusal = clean_photo(&liar).unwrap_err().to_string();
    assert!(refusal.contains("more than its size"), "{refusal}");
    let short = png_of(100, 100, &[0; 50]);
    assert_eq!(clean_photo(&short), Err(PhotoRefusal::CutOff));
}

/// Bytes that lie: any of them changed, any number of times, never makes it fall over, and what comes of it stays clean.
#[test]
fn a_changed_byte_is_refused_or_taken_but_never_falls_over() {
    for (format, bytes) in telling() {
        for at in 0..bytes.len() {
            for change in [0x00, 0x01, 0x7f, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                if let Ok(clean) = clean_photo(&changed) {
                    assert_eq!(clean_photo(&clean.bytes).as_ref(), Ok(&clean), "{format:?} at {at} by {change}");
                }
            }
        }
    }
}

#[test]
fn interlaced_pictures_are_counted_by_their_passes() {
    for (width, height) in [(1, 1), (3, 5), (8, 8), (9, 1), (1, 9), (33, 17)] {
        // Each pass by hand: its pixels are those whose place in a square of eight belongs to it.
        let pass_of = |x: u32, y: u32| {
            let table = [
                [1, 6, 4, 6, 2, 6, 4, 6],
                [7; 8],
                [5, 6, 5, 6, 5, 6, 5, 6],
                [7; 8],
                [3, 6, 4, 6, 3, 6, 4, 6],
                [7; 8],
                [5, 6, 5, 6, 5, 6, 5, 6],
                [7; 8],
            ];
            table[(y % 8) as usize][(x % 8) as usize]
        };
        let mut raw = 0;
        for pass in 1..=7 {
            for y in 0..height {
                let across = (0..width).filter(|x| pass_of(*x, y) == pass).count();
                raw += if across > 0 { 1 + 3 * across } else { 0 };
            }
        }
        let mut bytes = make::png_with_head(width, height, 1, &vec![0; raw]);
        assert!(clean_photo(&bytes).is_ok(), "{width}×{height}");
        bytes = make::png_with_head(width, height, 1, &vec![0; raw - 1]);
        assert_eq!(clean_photo(&bytes), Err(PhotoRefusal::CutOff));
    }
}
