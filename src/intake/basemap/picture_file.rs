//! The pictures of a data folder's base map, read tile by tile.

use super::pictures::PictureSet;
use crate::spatial::{Mercator, MercatorBox, PictureAbout, PictureRead, PictureSource, TileId};
use rusqlite::{Connection, OptionalExtension, params};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// One set of pictures.
#[derive(Debug)]
pub struct PictureFile {
    path: PathBuf,
    number: usize,
    set: PictureSet,
    about: PictureAbout,
    connection: Mutex<Connection>,
}

/// The sets that a base-map file has; none in one that was written before there were any.
pub(super) fn sets(connection: &Connection) -> rusqlite::Result<Vec<(usize, PictureSet)>> {
    let has = connection.prepare("SELECT 1 FROM sqlite_master WHERE name = 'picture_sets'")?.exists([])?;
    if !has {
        return Ok(Vec::new());
    }
    let mut select = connection.prepare("SELECT number, about FROM picture_sets ORDER BY number")?;
    let rows = select.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let mut sets = Vec::new();
    for row in rows {
        let (number, about) = row?;
        let set = serde_json::from_str(&about)
            .map_err(|why| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, why.into()))?;
        sets.push((usize::try_from(number).unwrap_or_default(), set));
    }
    Ok(sets)
}

impl PictureFile {
    pub(super) fn new(path: &Path, connection: Connection, number: usize, set: PictureSet) -> Self {
        let [low, high] = set.zooms;
        let [west, south, east, north] = set.bounds_m;
        let bounds = MercatorBox { min: Mercator::new(west, south), max: Mercator::new(east, north) };
        let about = PictureAbout { zooms: low..=high, bounds: Some(bounds), tone: set.tone };
        Self { path: path.to_owned(), number, set, about, connection: Mutex::new(connection) }
    }

    /// What is known of the set.
    #[must_use]
    pub fn set(&self) -> &PictureSet {
        &self.set
    }
}

impl PictureSource for PictureFile {
    fn about(&self) -> &PictureAbout {
        &self.about
    }

    fn read(&self, tile: TileId) -> Result<PictureRead, String> {
        // A reader that panicked has changed nothing.
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || -> rusqlite::Result<Option<Vec<u8>>> {
            connection
                .prepare_cached("SELECT bytes FROM pictures WHERE number = ?1 AND zoom = ?2 AND x = ?3 AND y = ?4")?
                .query_row(params![self.number as i64, tile.zoom, tile.x, tile.y], |row| row.get(0))
                .optional()
        };
        match read() {
            Ok(Some(bytes)) => Ok(PictureRead::Picture(bytes)),
            Ok(None) => Ok(PictureRead::Nothing),
            Err(why) => {
                let place = format!("{}/{}/{}", tile.zoom, tile.x, tile.y);
                Err(format!("the base map's tile {place} can't be read ({why}): {}", self.path.display()))
            }
        }
    }

    fn to_ground(&self, at: Mercator) -> Mercator {
        self.set.grid.to_ground(at)
    }

    fn to_tiles(&self, at: Mercator) -> Mercator {
        self.set.grid.to_tiles(at)
    }
}
