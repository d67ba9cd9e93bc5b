//! The base-map file of a data folder: SQLite, a table of tiles, one of pictures, and what is known of the whole.
//! It is written beside the old one and takes its place at the end, so that whoever reads, after whatever
//! moment of a kill, reads a whole one.

use super::BaseMapError;
use super::cut::Cut;
use super::picture_file::{self, PictureFile};
use super::pictures::PictureSet;
use super::tile::decode;
use crate::spatial::{Band, BaseMap, TileId, TileKey, TileSource};
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file's name in the data folder.
pub const BASE_MAP_FILE: &str = "basemap.sqlite";
/// What the shapes' encoding is called; another one is another number.
const VERSION: i32 = 1;

const SCHEMA: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE tiles (band INTEGER, x INTEGER, y INTEGER, shapes BLOB NOT NULL, PRIMARY KEY (band, x, y));
    CREATE TABLE picture_sets (number INTEGER PRIMARY KEY, about TEXT NOT NULL);
    CREATE TABLE pictures (number INTEGER, zoom INTEGER, x INTEGER, y INTEGER, bytes BLOB NOT NULL,
        PRIMARY KEY (number, zoom, x, y));
    BEGIN;
";

/// What a file says of itself beside its tiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    /// Who made the map and must be named with it.
    pub(super) attribution: String,
    /// What it was made of, so that the same again is known for what it is.
    pub(super) digest: String,
    /// The import's answer, JSON.
    pub(super) report: String,
}

/// A base map that is being written, beside the one that is there.
pub(super) struct Fresh {
    path: PathBuf,
    home: PathBuf,
    connection: Option<Connection>,
}

impl Fresh {
    /// Begins one in a data folder.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub(super) fn begin(dir: &Path) -> Result<Self, BaseMapError> {
        let path = dir.join("basemap.sqlite.new");
        match std::fs::remove_file(&path) {
            Err(why) if why.kind() != std::io::ErrorKind::NotFound => return Err(BaseMapError::write(why, &path)),
            _ => {}
        }
        let failed = |why: rusqlite::Error| BaseMapError::write(why, &path);
        let connection = Connection::open(&path).map_err(failed)?;
        // From here on what is there goes when this goes.
        let fresh = Self { path, home: dir.join(BASE_MAP_FILE), connection: Some(connection) };
        fresh.on(|connection| {
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "user_version", VERSION)
        })?;
        Ok(fresh)
    }

    fn on<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, BaseMapError> {
        let closed = || BaseMapError::write("it is closed already", &self.path);
        let connection = self.connection.as_ref().ok_or_else(closed)?;
        work(connection).map_err(|why| BaseMapError::write(why, &self.path))
    }

    /// Writes the tiles of shapes.
    ///
    /// # Errors
    /// When the file can't be written.
    pub(super) fn shapes(&self, cut: &Cut) -> Result<(), BaseMapError> {
        self.on(|connection| {
            let mut insert = connection.prepare("INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)")?;
            for (key, shapes) in &cut.tiles {
                insert.execute(params![key.band as u8, key.tile.x, key.tile.y, shapes])?;
            }
            Ok(())
        })
    }

    /// Writes one picture of the set of this number. The same tile again takes the place of the first.
    ///
    /// # Errors
    /// When the file can't be written.
    pub(super) fn picture(&self, number: usize, tile: TileId, bytes: &[u8]) -> Result<(), BaseMapError> {
        self.on(|connection| {
            let mut insert =
                connection.prepare_cached("INSERT OR REPLACE INTO pictures VALUES (?1, ?2, ?3, ?4, ?5)")?;
            insert.execute(params![number as i64, tile.zoom, tile.x, tile.y, bytes])
        })
        .map(drop)
    }

    /// Writes what is known of the whole, and puts the map in the place of the old one.
    ///
    /// # Errors
    /// When that can't be done: the old one stays.
    pub(super) fn finish(mut self, about: &About, sets: &[PictureSet]) -> Result<(), BaseMapError> {
        let failed = |why: rusqlite::Error| BaseMapError::write(why, &self.path);
        let as_json = |set| serde_json::to_string(set).map_err(|why| BaseMapError::write(why, &self.path));
        let sets = sets.iter().map(as_json).collect::<Result<Vec<String>, _>>()?;
        self.on(|connection| {
            for (number, set) in sets.iter().enumerate() {
                connection.execute("INSERT INTO picture_sets VALUES (?1, ?2)", params![number as i64, set])?;
            }
            let mut insert = connection.prepare("INSERT INTO about VALUES (?1, ?2)")?;
            let rows = [("attribution", &about.attribution), ("digest", &about.digest), ("report", &about.report)];
            for (key, value) in rows {
                insert.execute(params![key, value])?;
            }
            connection.execute_batch("COMMIT")
        })?;
        if let Some(connection) = self.connection.take() {
            connection.close().map_err(|(_, why)| failed(why))?;
        }
        File::open(&self.path)
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(&self.path, &self.home))
            .map_err(|why| BaseMapError::write(why, &self.path))
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        drop(self.connection.take());
        // It is gone where it took its place; what can't be removed is overwritten by the next try.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// What the folder's file says of itself; none where there is none, or none that this program reads.
pub(super) fn about(dir: &Path) -> Option<About> {
    let connection = open_read_only(&dir.join(BASE_MAP_FILE)).ok()?;
    let value = |key: &str| {
        let row = connection.query_row("SELECT value FROM about WHERE key = ?1", [key], |row| row.get(0));
        row.optional().ok().flatten()
    };
    Some(About { attribution: value("attribution")?, digest: value("digest")?, report: value("report")? })
}

fn open_read_only(path: &Path) -> Result<Connection, BaseMapError> {
    let unreadable = |why: rusqlite::Error| BaseMapError::Unreadable { why: why.to_string(), path: path.to_owned() };
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(unreadable)?;
    let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(unreadable)?;
    if version != VERSION {
        return Err(BaseMapError::Version { version, path: path.to_owned() });
    }
    Ok(connection)
}

/// A data folder's base map, read tile by tile.
#[derive(Debug)]
pub struct BaseMapFile {
    path: PathBuf,
    connection: Mutex<Connection>,
    tiles: BTreeSet<TileKey>,
    sets: Vec<(usize, PictureSet)>,
    attribution: String,
}

impl BaseMapFile {
    /// Opens the base map of a data folder; none where it has none.
    ///
    /// # Errors
    /// When it is no base map, or one of another version.
    pub fn open(dir: &Path) -> Result<Option<Self>, BaseMapError> {
        let path = dir.join(BASE_MAP_FILE);
        if !path.exists() {
            return Ok(None);
        }
        let unreadable = |why: rusqlite::Error| BaseMapError::Unreadable { why: why.to_string(), path: path.clone() };
        let connection = open_read_only(&path)?;
        let attribution =
            connection.query_row("SELECT value FROM about WHERE key = 'attribution'", [], |row| row.get(0));
        let attribution: String = attribution.map_err(unreadable)?;
        let mut tiles = BTreeSet::new();
        {
            let mut select = connection.prepare("SELECT band, x, y FROM tiles").map_err(unreadable)?;
            let rows = select.query_map([], |row| Ok((row.get::<_, u8>(0)?, row.get(1)?, row.get(2)?)));
            for row in rows.map_err(unreadable)? {
                let (band, x, y) = row.map_err(unreadable)?;
                let band = Band::ALL.get(usize::from(band)).copied();
                let key = band.and_then(|band| Some(TileKey { band, tile: TileId::new(band.tile_zoom(), x, y)? }));
                tiles.extend(key);
            }
        }
        let sets = picture_file::sets(&connection).map_err(unreadable)?;
        Ok(Some(Self { path, connection: Mutex::new(connection), tiles, sets, attribution }))
    }

    /// Who made the map and must be named with it; empty where nobody is known.
    pub fn attribution(&self) -> &str {
        &self.attribution
    }

    /// Its maps of pictures, lowest first.
    ///
    /// # Errors
    /// When the file can't be opened again.
    pub fn pictures(&self) -> Result<Vec<PictureFile>, BaseMapError> {
        let open = |(number, set): &(usize, PictureSet)| {
            Ok(PictureFile::new(&self.path, open_read_only(&self.path)?, *number, set.clone()))
        };
        self.sets.iter().map(open).collect()
    }
}

impl TileSource for BaseMapFile {
    fn tiles(&self) -> &BTreeSet<TileKey> {
        &self.tiles
    }

    fn read(&self, key: TileKey) -> Result<BaseMap, String> {
        let place = || format!("{}/{}/{}", key.tile.zoom, key.tile.x, key.tile.y);
        let damaged =
            |why: String| format!("the base map's tile {} can't be read ({why}): {}", place(), self.path.display());
        let shapes: Vec<u8> = {
            // A reader that panicked has changed nothing.
            let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let mut select = connection
                .prepare_cached("SELECT shapes FROM tiles WHERE band = ?1 AND x = ?2 AND y = ?3")
                .map_err(|why| damaged(why.to_string()))?;
            select
                .query_row(params![key.band as u8, key.tile.x, key.tile.y], |row| row.get(0))
                .map_err(|why| damaged(why.to_string()))?
        };
        decode(key.tile, &shapes).map_err(|why| damaged(why.to_string()))
    }
}
