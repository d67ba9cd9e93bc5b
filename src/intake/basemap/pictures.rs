//! Tiles that are pictures, from a container into the base-map file as they are: what they show is nobody's business
//! before they are drawn, and a copy of them goes where the data folder goes.

use super::BaseMapError;
use super::desk::Desk;
use super::file::Fresh;
use crate::intake::TileGrid;
use crate::intake::report::Flaw;
use crate::spatial::{MercatorBox, TileId, Tone};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// No tile is larger than this, encoded.
pub(super) const LARGEST_BYTES: usize = 4 << 20;
/// The desk looks up whether it is to stop after so many tiles.
const TELL_EVERY: u64 = 256;

/// How a picture is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP, which this program doesn't read.
    WebP,
}

impl Encoding {
    /// By the first bytes; none where they are no picture's.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else {
            None
        }
    }

    /// How a map encoded so is toned where nobody says: drawings are PNG, photographs JPEG.
    fn tone(self) -> Tone {
        if self == Self::Jpeg { Tone::Photo } else { Tone::Light }
    }
}

/// One file's pictures, as an import tells of them and the base-map file keeps them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureSet {
    /// The file's name.
    pub file: String,
    /// The lowest and the highest zoom.
    pub zooms: [u8; 2],
    /// How many tiles there are.
    pub tiles: u64,
    /// How they are toned.
    pub tone: Tone,
    /// The grid on which they are cut.
    pub grid: TileGrid,
    /// West, south, east, north of what the deepest zoom covers, metres on that grid.
    pub bounds_m: [f64; 4],
}

/// The container of pictures that were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    MbTiles,
    PmTiles,
}

/// Pictures that were found, and are to be copied.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) container: Container,
    pub(super) encoding: Encoding,
}

impl Found {
    /// Pictures of this kind in a container.
    ///
    /// # Errors
    /// For WebP, which isn't read.
    pub(super) fn new(path: PathBuf, container: Container, encoding: Encoding) -> Result<Self, BaseMapError> {
        if encoding == Encoding::WebP {
            let what = "the tiles are WebP pictures, which are not read: make PNG tiles of them (gdal_translate -of MBTiles -co TILE_FORMAT=PNG)";
            return Err(BaseMapError::file(what, &path));
        }
        Ok(Self { path, container, encoding })
    }
}

/// Takes pictures in one by one.
pub(super) struct Taker<'a, 'b> {
    pub(super) desk: &'a mut Desk<'b>,
    /// Where they go; none in a dry run.
    pub(super) fresh: Option<&'a mut Fresh>,
    /// The set's number.
    number: usize,
    zooms: Option<[u8; 2]>,
    bounds: Option<(u8, MercatorBox)>,
    tiles: u64,
}

impl<'a, 'b> Taker<'a, 'b> {
    pub(super) fn new(desk: &'a mut Desk<'b>, fresh: Option<&'a mut Fresh>, number: usize) -> Self {
        Self { desk, fresh, number, zooms: None, bounds: None, tiles: 0 }
    }

    /// Takes a tile in, or tells why it is left out.
    ///
    /// # Errors
    /// When it can't be written; where the user stops it.
    pub(super) fn tile(&mut self, tile: TileId, bytes: &[u8]) -> Result<(), BaseMapError> {
        let wrong = match Encoding::of(bytes) {
            _ if bytes.len() > LARGEST_BYTES => Some("the tile is larger than 4 MB, it is left out"),
            Some(Encoding::WebP) => Some("the tile is a WebP picture, which is not read, it is left out"),
            Some(_) => None,
            None => Some("the tile is no picture, it is left out"),
        };
        if let Some(wrong) = wrong {
            return self.flaw(wrong, &format!("{}/{}/{}", tile.zoom, tile.x, tile.y));
        }
        self.desk.report.read += 1;
        self.desk.report.kept += 1;
        self.tiles += 1;
        let [low, high] = self.zooms.unwrap_or([tile.zoom; 2]);
        self.zooms = Some([low.min(tile.zoom), high.max(tile.zoom)]);
        let own = tile.bounds();
        self.bounds = Some(match self.bounds {
            Some((zoom, held)) if zoom == tile.zoom => (zoom, union(&held, &own)),
            Some((zoom, held)) if zoom > tile.zoom => (zoom, held),
            _ => (tile.zoom, own),
        });
        if let Some(fresh) = &mut self.fresh {
            fresh.picture(self.number, tile, bytes)?;
        }
        if self.tiles.is_multiple_of(TELL_EVERY) { self.desk.breathe() } else { Ok(()) }
    }

    /// A tile that can't be used.
    ///
    /// # Errors
    /// Where the user stops it.
    pub(super) fn flaw(&mut self, wrong: &str, place: &str) -> Result<(), BaseMapError> {
        self.desk.report.read += 1;
        self.desk.report.skipped += 1;
        self.desk.flaw(self.desk.report.read, Flaw::new("tile", wrong, place));
        if self.desk.report.skipped.is_multiple_of(TELL_EVERY) { self.desk.breathe() } else { Ok(()) }
    }

    /// What was taken in; none where nothing was.
    pub(super) fn finish(self, found: &Found, tone: Option<Tone>, grid: TileGrid) -> Option<PictureSet> {
        let (zooms, (_, b)) = (self.zooms?, self.bounds?);
        Some(PictureSet {
            file: found.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            zooms,
            tiles: self.tiles,
            tone: tone.unwrap_or(found.encoding.tone()),
            grid,
            bounds_m: [b.min.x_m, b.min.y_m, b.max.x_m, b.max.y_m],
        })
    }
}

fn union(a: &MercatorBox, b: &MercatorBox) -> MercatorBox {
    MercatorBox::around([a.min, a.max, b.min, b.max]).unwrap_or(*a)
}
