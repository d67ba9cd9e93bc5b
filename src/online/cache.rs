//! What came from the servers, kept on disk, and how often they were asked today. Losing it loses nothing but tiles
//! that can be fetched again; so what can't be read is begun anew.

use crate::fetch::Tags;
use crate::spatial::TileId;
use rusqlite::{Connection, OptionalExtension, params};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The file's name in the data folder.
pub const CACHE_FILE: &str = "basemap-cache.sqlite";
/// A tile's last use is noted again after so many seconds: not every look is a write.
const NOTE_USE_SECS: i64 = 6 * 3600;
/// When there is too much, this share of what may be kept is made free at once.
const FREE_SHARE: u64 = 10;
/// What a row takes beside its picture, bytes, about.
const ROW_BYTES: u64 = 128;

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS tiles (map TEXT, zoom INTEGER, x INTEGER, y INTEGER, bytes BLOB NOT NULL, etag TEXT,
        modified TEXT, expires_at INTEGER NOT NULL, used_at INTEGER NOT NULL, PRIMARY KEY (map, zoom, x, y));
    CREATE INDEX IF NOT EXISTS tiles_by_use ON tiles (used_at);
    CREATE TABLE IF NOT EXISTS asked (map TEXT, day INTEGER, count INTEGER NOT NULL, PRIMARY KEY (map, day));
";

/// A kept tile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// Its picture; empty where the server has none.
    pub(super) bytes: Vec<u8>,
    pub(super) tags: Tags,
    /// From this second of the epoch on it wants asking again.
    pub(super) expires_at: i64,
}

/// The kept tiles of all maps.
#[derive(Debug)]
pub(super) struct Cache {
    inner: Mutex<Inner>,
    most_bytes: u64,
}

#[derive(Debug)]
struct Inner {
    connection: Connection,
    bytes: u64,
}

impl Cache {
    /// Opens a data folder's; one that is damaged is begun anew, and where the folder can't be written, tiles are kept
    /// in memory only.
    ///
    /// # Errors
    /// SQLite's, where it has no memory left.
    pub(super) fn open(dir: &Path, most_bytes: u64) -> rusqlite::Result<Self> {
        let path = dir.join(CACHE_FILE);
        let opened = open(&path).or_else(|why| {
            tracing::warn!("the kept tiles can't be read ({why}), they are begun anew: {}", path.display());
            for ending in ["", "-wal", "-shm"] {
                // What isn't there needn't go.
                let _ = std::fs::remove_file(dir.join(format!("{CACHE_FILE}{ending}")));
            }
            open(&path)
        });
        let inner = opened.or_else(|why| {
            tracing::warn!("tiles can't be kept on disk ({why}): {}", path.display());
            prepare(Connection::open_in_memory()?)
        })?;
        let cache = Self { inner: Mutex::new(inner), most_bytes };
        cache.note(cache.make_room(&mut cache.lock()));
        Ok(cache)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change is one statement or one transaction: a thread that panicked left nothing half done.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A disk that fails costs what would have been kept, nothing more.
    fn note<T>(&self, outcome: rusqlite::Result<T>) -> Option<T> {
        outcome.inspect_err(|why| tracing::warn!("the kept tiles: {why}")).ok()
    }

    /// A tile of a map, where it is kept. `now` is in seconds of the epoch.
    pub(super) fn get(&self, map: &str, tile: TileId, now: i64) -> Option<Kept> {
        let inner = self.lock();
        let key = params![map, tile.zoom, tile.x, tile.y];
        let select = "SELECT bytes, etag, modified, expires_at, used_at FROM tiles WHERE map = ?1 AND zoom = ?2 AND x = ?3 AND y = ?4";
        let read = |inner: &Inner| {
            let row = inner.connection.prepare_cached(select)?.query_row(key, |row| {
                let tags = Tags { etag: row.get(1)?, modified: row.get(2)? };
                Ok((Kept { bytes: row.get(0)?, tags, expires_at: row.get(3)? }, row.get::<_, i64>(4)?))
            });
            row.optional()
        };
        let (kept, used_at) = self.note(read(&inner)).flatten()?;
        if now - used_at > NOTE_USE_SECS {
            let update = "UPDATE tiles SET used_at = ?5 WHERE map = ?1 AND zoom = ?2 AND x = ?3 AND y = ?4";
            self.note(inner.connection.execute(update, params![map, tile.zoom, tile.x, tile.y, now]));
        }
        Some(kept)
    }

    /// Keeps a tile; what was used longest ago goes when there is too much. Answers whether it is kept.
    pub(super) fn put(&self, map: &str, tile: TileId, kept: &Kept, now: i64) -> bool {
        let mut inner = self.lock();
        let put = |inner: &mut Inner| {
            let old = "SELECT length(bytes) FROM tiles WHERE map = ?1 AND zoom = ?2 AND x = ?3 AND y = ?4";
            let old: Option<i64> = inner
                .connection
                .prepare_cached(old)?
                .query_row(params![map, tile.zoom, tile.x, tile.y], |row| row.get(0))
                .optional()?;
            let insert = "INSERT OR REPLACE INTO tiles VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            inner.connection.prepare_cached(insert)?.execute(params![
                map,
                tile.zoom,
                tile.x,
                tile.y,
                kept.bytes,
                kept.tags.etag,
                kept.tags.modified,
                kept.expires_at,
                now
            ])?;
            inner.bytes += kept.bytes.len() as u64 + ROW_BYTES;
            inner.bytes = inner.bytes.saturating_sub(old.map_or(0, |bytes| size(bytes) + ROW_BYTES));
            self.make_room(inner)
        };
        self.note(put(&mut inner)).is_some()
    }

    /// A kept tile is as it was; it holds until then.
    pub(super) fn refresh(&self, map: &str, tile: TileId, expires_at: i64) {
        let update = "UPDATE tiles SET expires_at = ?5 WHERE map = ?1 AND zoom = ?2 AND x = ?3 AND y = ?4";
        self.note(self.lock().connection.execute(update, params![map, tile.zoom, tile.x, tile.y, expires_at]));
    }

    /// Counts one more question to a map's server on this day, durably, and answers whether it may be asked.
    pub(super) fn may_ask(&self, map: &str, day: i64, per_day: u32) -> bool {
        let inner = self.lock();
        let upsert = "INSERT INTO asked VALUES (?1, ?2, 1) ON CONFLICT (map, day) DO UPDATE SET count = count + 1 WHERE count < ?3";
        let count = |inner: &Inner| {
            if per_day == 0 {
                return Ok(0);
            }
            inner.connection.execute("DELETE FROM asked WHERE map = ?1 AND day < ?2", params![map, day])?;
            inner.connection.execute(upsert, params![map, day, per_day])
        };
        // What can't be counted isn't asked: the next day would begin with a blocked key.
        self.note(count(&inner)) == Some(1)
    }

    fn make_room(&self, inner: &mut Inner) -> rusqlite::Result<()> {
        if inner.bytes <= self.most_bytes {
            return Ok(());
        }
        let wanted = self.most_bytes - self.most_bytes / FREE_SHARE;
        let mut oldest = Vec::new();
        {
            let select = "SELECT rowid, length(bytes) FROM tiles ORDER BY used_at, rowid";
            let mut select = inner.connection.prepare_cached(select)?;
            let mut rows = select.query([])?;
            while inner.bytes > wanted {
                let Some(row) = rows.next()? else { break };
                oldest.push(row.get::<_, i64>(0)?);
                inner.bytes = inner.bytes.saturating_sub(size(row.get(1)?) + ROW_BYTES);
            }
        }
        let transaction = inner.connection.transaction()?;
        for row in oldest {
            transaction.execute("DELETE FROM tiles WHERE rowid = ?1", [row])?;
        }
        transaction.commit()
    }
}

/// SQLite's lengths are signed.
fn size(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or_default()
}

fn open(path: &Path) -> rusqlite::Result<Inner> {
    prepare(Connection::open(path)?)
}

fn prepare(connection: Connection) -> rusqlite::Result<Inner> {
    connection.busy_timeout(Duration::from_secs(2))?;
    connection.execute_batch(SCHEMA)?;
    let sum = format!("SELECT coalesce(sum(length(bytes) + {ROW_BYTES}), 0) FROM tiles");
    let bytes = connection.query_row(&sum, [], |row| row.get(0)).map(size)?;
    Ok(Inner { connection, bytes })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tile(x: u32) -> TileId {
        TileId::new(10, x, 7).unwrap()
    }

    fn kept(bytes: usize) -> Kept {
        Kept { bytes: vec![7; bytes], tags: Tags { etag: Some("\"e\"".into()), modified: None }, expires_at: 50 }
    }

    #[test]
    fn what_is_kept_is_there_after_a_restart_and_the_oldest_goes() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::open(dir.path(), 10_000).unwrap();
        cache.put("a", tile(1), &kept(4_000), 100);
        cache.put("a", tile(2), &kept(4_000), 200);
        assert_eq!(cache.get("b", tile(1), 100), None);
        // A look at the first one, much later, makes the second the oldest.
        assert_eq!(cache.get("a", tile(1), 100_000), Some(kept(4_000)));
        drop(cache);
        let cache = Cache::open(dir.path(), 10_000).unwrap();
        cache.put("a", tile(3), &kept(3_000), 100_001);
        assert_eq!(cache.get("a", tile(2), 100_001), None);
        assert!(cache.get("a", tile(1), 100_001).is_some() && cache.get("a", tile(3), 100_001).is_some());
        cache.refresh("a", tile(3), 999);
        assert_eq!(cache.get("a", tile(3), 100_001).unwrap().expires_at, 999);
        // The same tile again takes no more room.
        assert!((0..50).all(|_| cache.put("a", tile(3), &kept(3_000), 100_002)));
        assert!(cache.get("a", tile(1), 100_003).is_some());
    }

    #[test]
    fn questions_are_counted_by_day_and_over_restarts() {
        let dir = tempfile::tempdir().unwrap();
        let ask = |day| Cache::open(dir.path(), 1_000).unwrap().may_ask("a", day, 2);
        assert_eq!([ask(1), ask(1), ask(1), ask(1)], [true, true, false, false]);
        assert_eq!([ask(2), ask(2), ask(2)], [true, true, false]);
        assert!(!Cache::open(dir.path(), 1_000).unwrap().may_ask("b", 1, 0));
    }

    #[test]
    fn a_damaged_file_is_begun_anew() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(CACHE_FILE), "no database at all, but long enough to be looked at").unwrap();
        let cache = Cache::open(dir.path(), 10_000).unwrap();
        cache.put("a", tile(1), &kept(10), 1);
        assert!(cache.get("a", tile(1), 1).is_some());
    }
}
