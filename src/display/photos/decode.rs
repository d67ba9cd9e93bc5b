//! A kept photo into pixels of the size that is wanted, upright.

use crate::domain::{MOST_PHOTO_PIXELS, MOST_PHOTO_SIDE_PX, Orientation, PhotoFormat, clean_photo};
use crate::panels::PhotoPixels;
use image::{ImageFormat, ImageReader, Limits};
use image_webp::WebPDecoder;
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// No decoder takes more memory, bytes: the most pixels that a photo may have, twice.
const MOST_ALLOC: usize = 448 << 20;

/// No side of a camera's picture is longer, px.
const MOST_CAMERA_SIDE_PX: usize = 8_192;
/// No camera's picture has more pixels.
const MOST_CAMERA_PIXELS: usize = 16_000_000;

/// Rows from the top, three or four bytes a pixel.
struct Raw {
    width: usize,
    height: usize,
    channels: usize,
    bytes: Vec<u8>,
}

/// Decodes a photo so that no side is longer than `most_px`.
///
/// # Errors
/// Why it can't be drawn, in a few words.
pub(super) fn decode(bytes: &[u8], most_px: u32) -> Result<PhotoPixels, String> {
    // The bounds are looked at again: what is kept may have come with the data folder from anywhere.
    let photo = clean_photo(bytes).map_err(|why| why.to_string())?;
    let raw = match photo.format {
        PhotoFormat::Jpeg => jpeg(&photo.bytes),
        PhotoFormat::Png => png(&photo.bytes),
        PhotoFormat::WebP => webp(&photo.bytes),
    }?;
    if raw.bytes.len() != raw.width * raw.height * raw.channels || raw.bytes.is_empty() {
        return Err("its colours are of a kind that is not read".to_owned());
    }
    Ok(upright(smaller(&raw, most_px.max(1) as usize), photo.orientation))
}

/// Decodes a camera's picture so that no side is longer than `most_px`. It comes anew several times a second and is kept
/// nowhere, so nothing of it is cleaned away, and less is taken: cameras of more than 16 megapixels send parts of them.
///
/// # Errors
/// Why it can't be drawn, in a few words.
pub(in crate::display) fn decode_camera(bytes: &[u8], most_px: u32) -> Result<PhotoPixels, String> {
    if PhotoFormat::of(bytes) != Some(PhotoFormat::Jpeg) {
        return decode(bytes, most_px);
    }
    let raw = jpeg_within(bytes, MOST_CAMERA_SIDE_PX, MOST_CAMERA_PIXELS)?;
    if raw.bytes.len() != raw.width * raw.height * raw.channels || raw.bytes.is_empty() {
        return Err("its colours are of a kind that is not read".to_owned());
    }
    Ok(smaller(&raw, most_px.max(1) as usize))
}

fn jpeg(bytes: &[u8]) -> Result<Raw, String> {
    jpeg_within(bytes, MOST_PHOTO_SIDE_PX as usize, MOST_PHOTO_PIXELS as usize)
}

fn jpeg_within(bytes: &[u8], most: usize, most_pixels: usize) -> Result<Raw, String> {
    let options = DecoderOptions::default()
        .set_max_width(most)
        .set_max_height(most)
        .jpeg_set_max_scans(64)
        .jpeg_set_out_colorspace(ColorSpace::RGBA);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|why| why.to_string())?;
    let (width, height) =
        decoder.info().map(|info| (usize::from(info.width), usize::from(info.height))).unwrap_or_default();
    if width * height > most_pixels {
        return Err("it has too many pixels".to_owned());
    }
    let bytes = decoder.decode().map_err(|why| why.to_string())?;
    Ok(Raw { width, height, channels: 4, bytes })
}

fn png(bytes: &[u8]) -> Result<Raw, String> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Png);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MOST_PHOTO_SIDE_PX), Some(MOST_PHOTO_SIDE_PX));
    limits.max_alloc = Some(MOST_ALLOC as u64);
    reader.limits(limits);
    let picture = reader.decode().map_err(|why| why.to_string())?.into_rgba8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    Ok(Raw { width, height, channels: 4, bytes: picture.into_raw() })
}

fn webp(bytes: &[u8]) -> Result<Raw, String> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|why| why.to_string())?;
    decoder.set_memory_limit(MOST_ALLOC);
    let (width, height) = decoder.dimensions();
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let mut bytes = vec![0; decoder.output_buffer_size().filter(|size| *size <= MOST_ALLOC).ok_or("it is too large")?];
    decoder.read_image(&mut bytes).map_err(|why| why.to_string())?;
    Ok(Raw { width: width as usize, height: height as usize, channels, bytes })
}

/// Every pixel the mean of those that it stands for; what is small stays as it is.
fn smaller(raw: &Raw, most: usize) -> PhotoPixels {
    let longer = raw.width.max(raw.height);
    let side = |length: usize| if longer <= most { length } else { (length * most / longer).max(1) };
    let (width, height) = (side(raw.width), side(raw.height));
    let mut rgba = Vec::with_capacity(width * height * 4);
    for y in 0..height {
        let rows = y * raw.height / height..((y + 1) * raw.height / height).max(y * raw.height / height + 1);
        for x in 0..width {
            let columns = x * raw.width / width..((x + 1) * raw.width / width).max(x * raw.width / width + 1);
            let mut sums = [0_u64; 4];
            for row in rows.clone() {
                let from = row * raw.width * raw.channels;
                for pixel in raw.bytes[from + columns.start * raw.channels..from + columns.end * raw.channels]
                    .chunks_exact(raw.channels)
                {
                    pixel.iter().zip(&mut sums).for_each(|(byte, sum)| *sum += u64::from(*byte));
                }
            }
            let count = (rows.len() * columns.len()) as u64;
            if raw.channels == 3 {
                sums[3] = 255 * count;
            }
            rgba.extend(sums.map(|sum| (sum / count) as u8));
        }
    }
    PhotoPixels { width: width as u32, height: height as u32, rgba }
}

/// Turns and mirrors as EXIF tells it: the first row and column of what is shown, by which of the kept ones they are.
fn upright(photo: PhotoPixels, orientation: Orientation) -> PhotoPixels {
    let (width, height) = (photo.width as usize, photo.height as usize);
    let number = orientation.number();
    let (across, down) = if number >= 5 { (height, width) } else { (width, height) };
    let source = |x: usize, y: usize| match number {
        2 => (width - 1 - x, y),
        3 => (width - 1 - x, height - 1 - y),
        4 => (x, height - 1 - y),
        5 => (y, x),
        6 => (y, height - 1 - x),
        7 => (width - 1 - y, height - 1 - x),
        8 => (width - 1 - y, x),
        _ => (x, y),
    };
    if number == 1 {
        return photo;
    }
    let mut rgba = Vec::with_capacity(photo.rgba.len());
    for y in 0..down {
        for x in 0..across {
            let (from_x, from_y) = source(x, y);
            let at = (from_y * width + from_x) * 4;
            rgba.extend(&photo.rgba[at..at + 4]);
        }
    }
    PhotoPixels { width: across as u32, height: down as u32, rgba }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// 1 2 3 over 4 5 6, as bytes of red.
    fn numbered() -> PhotoPixels {
        let rgba = (1..=6).flat_map(|n| [n, 0, 0, 255]).collect();
        PhotoPixels { width: 3, height: 2, rgba }
    }

    #[test]
    fn all_eight_ways_stand_upright() {
        // What a viewer shows of the six numbers, row by row, by EXIF's own table: where row 0 and column 0 are.
        let expected: [(u32, [u8; 6]); 8] = [
            (3, [1, 2, 3, 4, 5, 6]),
            (3, [3, 2, 1, 6, 5, 4]),
            (3, [6, 5, 4, 3, 2, 1]),
            (3, [4, 5, 6, 1, 2, 3]),
            (2, [1, 4, 2, 5, 3, 6]),
            (2, [4, 1, 5, 2, 6, 3]),
            (2, [6, 3, 5, 2, 4, 1]),
            (2, [3, 6, 2, 5, 1, 4]),
        ];
        for (number, (width, reds)) in (1..).zip(expected) {
            let shown = upright(numbered(), Orientation::of(number));
            let found: Vec<u8> = shown.rgba.chunks(4).map(|pixel| pixel[0]).collect();
            assert_eq!((shown.width, found), (width, reds.to_vec()), "{number}");
        }
    }

    #[test]
    fn every_format_is_decoded_and_made_small_by_means() {
        let pixels: Vec<u8> = (0..64 * 32).flat_map(|n| [if n % 2 == 0 { 0 } else { 200 }, 100, 50]).collect();
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::from_raw(64, 32, pixels.clone()).unwrap().write_to(&mut png, ImageFormat::Png).unwrap();
        let mut webp = Vec::new();
        image_webp::WebPEncoder::new(&mut webp).encode(&pixels, 64, 32, image_webp::ColorType::Rgb8).unwrap();
        for bytes in [png.into_inner(), webp] {
            let whole = decode(&bytes, 1_000).unwrap();
            assert_eq!(
                (whole.width, whole.height, &whole.rgba[..8]),
                (64, 32, &[0, 100, 50, 255, 200, 100, 50, 255][..])
            );
            let small = decode(&bytes, 16).unwrap();
            assert_eq!((small.width, small.height), (16, 8));
            assert!(small.rgba.chunks(4).all(|pixel| pixel == [100, 100, 50, 255]));
            for length in 0..bytes.len() {
                assert!(decode(&bytes[..length], 16).is_err(), "cut at {length}");
            }
        }
    }
}
