//! Base maps that are pictures: tiles of pixels, read or fetched while somebody looks at them.

use super::{Mercator, MercatorBox, TileId};
pub use crate::domain::NoAnswer;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use thiserror::Error;

/// How a map's pictures become quiet enough to lie under a county.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// A map drawn dark on light, as most are: it is turned round.
    #[default]
    Light,
    /// A map drawn light on dark.
    Dark,
    /// Photographs from above.
    Photo,
}

impl Tone {
    /// All tones.
    pub const ALL: [Tone; 3] = [Tone::Light, Tone::Dark, Tone::Photo];

    /// The name by which the command line and the settings know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["light", "dark", "photo"][self as usize]
    }

    /// The tone of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tone| tone.name() == name)
    }
}

/// What is known of a map of pictures before any of them is read.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureAbout {
    /// The zooms that it has tiles of.
    pub zooms: RangeInclusive<u8>,
    /// The box outside of which it has none, metres on the tiles' own grid; none where that isn't known.
    pub bounds: Option<MercatorBox>,
    /// How its pictures are toned.
    pub tone: Tone,
}

/// What comes of asking for a tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureRead {
    /// Its picture, as it is encoded.
    Picture(Vec<u8>),
    /// There is no such tile.
    Nothing,
    /// It is being fetched; [`PictureSource::news`] says when to ask again.
    Later,
}

/// What an officer must know of a base map; each is said once, not at every tile.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PictureTrouble {
    /// What came is no picture: what it says instead.
    #[error("the base map's server {host} sends no pictures, it says: {said}")]
    NoPicture {
        /// The server.
        host: String,
        /// The beginning of its words.
        said: String,
    },
    /// The server refuses.
    #[error("the base map's server {host} refuses (HTTP {status}): {said}")]
    Refused {
        /// The server.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of its words; empty where it has none.
        said: String,
    },
    /// No more may be fetched today.
    #[error("today's {per_day} tiles of the base map's server {host} are used up: what was kept is shown")]
    QuotaUsedUp {
        /// The server.
        host: String,
        /// How many a day.
        per_day: u32,
    },
    /// The server gives nothing.
    #[error("the base map's server {host} can't be reached ({why}): what was kept is shown")]
    Unreachable {
        /// The server.
        host: String,
        /// Why.
        why: NoAnswer,
    },
    /// It wants a key and none is known.
    #[error("the base map's server {host} wants a key: set the variable {variable}")]
    NoKey {
        /// The server.
        host: String,
        /// The environment's variable.
        variable: String,
    },
    /// A county that doesn't exist can't lie on a map of the world.
    #[error("this county is fictitious (codes beginning 99): no online base map lies under it")]
    Fictitious,
}

/// A map of pictures, asked tile by tile. Its tiles lie on a grid of their own, which need not be that of the ground:
/// Chinese internet maps are cut in a shifted system.
pub trait PictureSource: Send + Sync {
    /// What is known of the whole.
    fn about(&self) -> &PictureAbout;

    /// A tile's picture. May take its time: never asked within a frame.
    ///
    /// # Errors
    /// A sentence, where the tile can't be read.
    fn read(&self, tile: TileId) -> Result<PictureRead, String>;

    /// Says which of the tiles that come later somebody still waits for, most wanted first.
    fn want(&self, tiles: &[TileId]) {
        let _ = tiles;
    }

    /// The tiles that have come, or have changed, since this was last asked.
    fn news(&self) -> Vec<TileId> {
        Vec::new()
    }

    /// What an officer must know and hasn't been told yet.
    fn troubles(&self) -> Vec<PictureTrouble> {
        Vec::new()
    }

    /// Where a place of the tiles' grid lies on the ground.
    fn to_ground(&self, at: Mercator) -> Mercator {
        at
    }

    /// Where a place on the ground lies on the tiles' grid.
    fn to_tiles(&self, at: Mercator) -> Mercator {
        at
    }
}
