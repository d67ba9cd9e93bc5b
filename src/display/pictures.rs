//! Encoded pictures into pixels, within bounds: what a file or a server calls a tile may be anything.

use image::{ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// No tile is wider or higher.
const MOST_PX: u32 = 2_048;
/// No decoder takes more memory, bytes.
const MOST_ALLOC: u64 = 64 << 20;
/// Progressive JPEG of more scans than this only wants to be slow.
const MOST_SCANS: usize = 64;

/// A decoded picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    /// sRGB and opacity, rows from the top.
    pub(super) rgba: Vec<u8>,
}

/// Decodes PNG or JPEG.
///
/// # Errors
/// Why it can't be done, in a few words.
pub(super) fn decode(bytes: &[u8]) -> Result<Pixels, String> {
    if bytes.starts_with(&[0xff, 0xd8]) {
        return jpeg(bytes);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Png);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MOST_PX), Some(MOST_PX));
    limits.max_alloc = Some(MOST_ALLOC);
    reader.limits(limits);
    let picture = reader.decode().map_err(|why| why.to_string())?.into_rgba8();
    Ok(Pixels { width: picture.width(), height: picture.height(), rgba: picture.into_raw() })
}

fn jpeg(bytes: &[u8]) -> Result<Pixels, String> {
    let options = DecoderOptions::default()
        .set_max_width(MOST_PX as usize)
        .set_max_height(MOST_PX as usize)
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let rgba = decoder.decode().map_err(|why| why.to_string())?;
    let (width, height) =
        decoder.info().map(|info| (u32::from(info.width), u32::from(info.height))).unwrap_or_default();
    if width == 0 || rgba.len() != width as usize * height as usize * 4 {
        return Err("its colours are of a kind that is not read".to_owned());
    }
    Ok(Pixels { width, height, rgba })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::from_pixel(width, height, image::Rgb([1, 2, 3]))
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    /// A JPEG of 8 by 8 px in middle grey, by hand: one component, every coefficient 0.
    fn grey() -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
        bytes.extend([8; 64]);
        bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
        for class in [0x00, 0x10] {
            // One code of one bit: no difference, no more coefficients.
            bytes.extend([0xff, 0xc4, 0, 20, class, 1]);
            bytes.extend([0; 16]);
        }
        bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x3f, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn both_kinds_are_decoded() {
        let pixels = decode(&png(3, 2)).unwrap();
        assert_eq!((pixels.width, pixels.height, &pixels.rgba[..4]), (3, 2, &[1, 2, 3, 255][..]));
        let pixels = decode(&grey()).unwrap();
        assert_eq!((pixels.width, pixels.height, pixels.rgba.len()), (8, 8, 256));
        assert!(
            pixels.rgba.chunks(4).all(|p| p[0].abs_diff(128) <= 1 && p[0] == p[1] && p[3] == 255),
            "{:?}",
            &pixels.rgba[..8]
        );
    }

    #[test]
    fn what_is_damaged_or_huge_is_refused() {
        let whole = png(40, 40);
        // What comes behind the last row is 16 bytes long: a check sum and the end's own mark.
        for length in 0..whole.len() - 16 {
            assert!(decode(&whole[..length]).is_err(), "{length}");
        }
        assert!(decode(&png(MOST_PX + 1, 1)).is_err());
        let grey = grey();
        for length in 0..grey.len() {
            // A decoder may make something of a picture that lacks its end; it must not fall over it.
            let _ = decode(&grey[..length]);
        }
        assert!(decode(b"RIFF....WEBP").is_err() && decode(b"").is_err());
    }
}
