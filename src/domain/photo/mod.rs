//! What a photo may be, and what of it is kept: JPEG, PNG and WebP within bounds, without anything that tells where and by
//! whom it was taken. The picture itself is copied byte by byte and never encoded anew.
//!
//! What is dropped: EXIF (place, device, moment, the small picture inside), XMP, IPTC, comments, texts, a second picture or
//! a film behind the end. What stays: the compressed picture, its colour profile, and which way up it is, written anew as
//! the one entry of an EXIF of 26 bytes.

mod exif;
mod jpeg;
mod png;
mod webp;

use thiserror::Error;

/// No photo has more bytes.
pub const MOST_PHOTO_BYTES: usize = 20 << 20;
/// No photo has more pixels: what a phone of fifty megapixels takes.
pub const MOST_PHOTO_PIXELS: u64 = 51_000_000;
/// No side is longer, px.
pub const MOST_PHOTO_SIDE_PX: u32 = 16_383;

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhotoFormat {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG.
    Png,
    /// WebP, one picture.
    WebP,
}

impl PhotoFormat {
    /// The format that these bytes claim to be.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            _ if bytes.starts_with(png::SIGNATURE) => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }

    /// The name of the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
        }
    }
}

/// Which way up a photo is, as EXIF counts: 1 as it lies, 2 to 8 turned or mirrored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

impl Default for Orientation {
    fn default() -> Self {
        Self::UPRIGHT
    }
}

impl Orientation {
    /// As it lies.
    pub const UPRIGHT: Self = Self(1);

    /// The orientation of this number; as it lies, where the number says nothing.
    pub fn of(number: u16) -> Self {
        Self(if (1..=8).contains(&number) { number as u8 } else { 1 })
    }

    /// The number, 1 to 8.
    pub fn number(self) -> u8 {
        self.0
    }

    fn is_upright(self) -> bool {
        self.0 == 1
    }
}

/// A photo as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanPhoto {
    /// What is kept: nothing but the picture.
    pub bytes: Vec<u8>,
    /// Its format.
    pub format: PhotoFormat,
    /// Pixels across, as it lies.
    pub width_px: u32,
    /// Pixels down, as it lies.
    pub height_px: u32,
    /// Which way up it is.
    pub orientation: Orientation,
}

/// Why something is no photo that is taken in.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PhotoRefusal {
    /// It is none of the formats.
    #[error("it is no JPEG, PNG or WebP")]
    NoPhoto,
    /// It is too large as a file.
    #[error("it has {0} bytes, a photo may have {most}: save it smaller", most = MOST_PHOTO_BYTES)]
    TooManyBytes(u64),
    /// It would be too large as a picture.
    #[error(
        "it is {width_px}×{height_px} px, a photo may have {most} in all and {side} along a side: save it smaller", most = MOST_PHOTO_PIXELS, side = MOST_PHOTO_SIDE_PX
    )]
    TooManyPixels {
        /// Across.
        width_px: u32,
        /// Down.
        height_px: u32,
    },
    /// It ends too early.
    #[error("it ends in the middle: copy it again")]
    CutOff,
    /// It moves.
    #[error("it is an animation, not a photo")]
    Moves,
    /// It says something that no such file says.
    #[error("it is a damaged {}: {what}", .format.name())]
    Damaged {
        /// The format.
        format: PhotoFormat,
        /// What is wrong.
        what: &'static str,
    },
}

/// Looks a photo through and leaves out what is not the picture. What comes of it comes of itself again, byte by byte.
///
/// # Errors
/// Why it isn't taken in. Whether the compressed picture itself can be drawn is seen only by whoever draws it; that a PNG
/// unpacks to as many bytes as it says is looked at here.
pub fn clean_photo(bytes: &[u8]) -> Result<CleanPhoto, PhotoRefusal> {
    if bytes.len() > MOST_PHOTO_BYTES {
        return Err(PhotoRefusal::TooManyBytes(bytes.len() as u64));
    }
    match PhotoFormat::of(bytes).ok_or(PhotoRefusal::NoPhoto)? {
        PhotoFormat::Jpeg => jpeg::clean(bytes),
        PhotoFormat::Png => png::clean(bytes),
        PhotoFormat::WebP => webp::clean(bytes),
    }
}

/// Refuses a picture of so many pixels before anything is unpacked.
fn check_size(width_px: u32, height_px: u32, format: PhotoFormat) -> Result<(), PhotoRefusal> {
    if width_px == 0 || height_px == 0 {
        return Err(PhotoRefusal::Damaged { format, what: "it has no pixels" });
    }
    let too_long = width_px.max(height_px) > MOST_PHOTO_SIDE_PX;
    if too_long || u64::from(width_px) * u64::from(height_px) > MOST_PHOTO_PIXELS {
        return Err(PhotoRefusal::TooManyPixels { width_px, height_px });
    }
    Ok(())
}

/// The bytes from `at` on, `count` of them.
fn take(bytes: &[u8], at: usize, count: usize) -> Result<&[u8], PhotoRefusal> {
    let end = at.checked_add(count).ok_or(PhotoRefusal::CutOff)?;
    bytes.get(at..end).ok_or(PhotoRefusal::CutOff)
}
