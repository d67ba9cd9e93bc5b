//! MBTiles 1.3: tiles in SQLite, rows counted from the south.

use super::BaseMapError;
use super::desk::Desk;
use super::mvt;
use super::pictures::{Container, Encoding, Found, Taker};
use crate::spatial::TileId;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::Path;

/// Reads the deepest zoom's vector tiles: it has all that the others have. Pictures are left to be copied.
///
/// # Errors
/// When it is no MBTiles file; where the user stops it.
pub(super) fn read(path: &Path, desk: &mut Desk<'_>) -> Result<Option<Found>, BaseMapError> {
    let damaged = |why| damaged(why, path);
    let open = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let connection = open.map_err(damaged)?;
    if !has_table(&connection, "tiles").map_err(damaged)? {
        let what = if has_table(&connection, "gpkg_contents").map_err(damaged)? {
            "a GeoPackage is not read as a base map, make GeoJSON of its layers (ogr2ogr map.geojson)"
        } else {
            "this SQLite file has no table of tiles, so it is no MBTiles file"
        };
        return Err(BaseMapError::file(what, path));
    }
    let zoom: Option<i64> =
        connection.query_row("SELECT max(zoom_level) FROM tiles", [], |row| row.get(0)).map_err(damaged)?;
    let Some(zoom) = zoom else { return Err(BaseMapError::file("the MBTiles file holds no tiles", path)) };
    let about = |key: &str| about(&connection, key);
    let format = about("format").unwrap_or_default();
    let mut select = connection
        .prepare(
            "SELECT tile_column, tile_row, tile_data FROM tiles WHERE zoom_level = ?1 ORDER BY tile_column, tile_row",
        )
        .map_err(damaged)?;
    let mut rows = select.query([zoom]).map_err(damaged)?;
    let mut any = false;
    while let Some(row) = rows.next().map_err(damaged)? {
        let (x, y): (i64, i64) = (row.get(0).map_err(damaged)?, row.get(1).map_err(damaged)?);
        let bytes: Vec<u8> = row.get(2).map_err(damaged)?;
        if !std::mem::replace(&mut any, true)
            && let Some(encoding) = pictures_by(&format, &bytes)
        {
            desk.attributions.extend(about("attribution").map(|text| plain(&text)).filter(|text| !text.is_empty()));
            return Found::new(path.to_owned(), Container::MbTiles, encoding).map(Some);
        }
        match tile_of(zoom, x, y) {
            Some(tile) => mvt::read(tile, &bytes, desk)?,
            None => {
                let place = format!("{zoom}/{x}/{y}");
                let flaw = crate::intake::report::Flaw::new(
                    "tile",
                    "there is no such tile in the world, it is left out",
                    &place,
                );
                desk.flaw(desk.report.read + 1, flaw);
            }
        }
    }
    desk.attributions.extend(about("attribution").map(|text| plain(&text)).filter(|text| !text.is_empty()));
    Ok(None)
}

fn damaged(why: rusqlite::Error, path: &Path) -> BaseMapError {
    BaseMapError::file(format!("the MBTiles file is damaged ({why}), get it anew"), path)
}

fn tile_of(zoom: i64, x: i64, row: i64) -> Option<TileId> {
    TileId::from_tms(u8::try_from(zoom).ok()?, u32::try_from(x).ok()?, u32::try_from(row).ok()?)
}

/// Hands the pictures of all zooms in.
///
/// # Errors
/// When the file is damaged, when they can't be written; where the user stops it.
pub(super) fn copy_pictures(path: &Path, taker: &mut Taker<'_, '_>) -> Result<(), BaseMapError> {
    let damaged = |why| damaged(why, path);
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(damaged)?;
    let mut select =
        connection.prepare("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles").map_err(damaged)?;
    let mut rows = select.query([]).map_err(damaged)?;
    while let Some(row) = rows.next().map_err(damaged)? {
        let number = |at: usize| row.get::<_, i64>(at).map_err(damaged);
        let (zoom, x, y) = (number(0)?, number(1)?, number(2)?);
        let bytes = row.get_ref(3).map_err(damaged)?.as_blob_or_null().ok().flatten().unwrap_or_default();
        match tile_of(zoom, x, y) {
            Some(tile) => taker.tile(tile, bytes)?,
            None => taker.flaw("there is no such tile in the world, it is left out", &format!("{zoom}/{x}/{y}"))?,
        }
    }
    Ok(())
}

fn has_table(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    let mut select = connection.prepare("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ?1")?;
    select.exists([name])
}

fn about(connection: &Connection, key: &str) -> Option<String> {
    // A file without this table, which it should have, is read all the same.
    let row = connection.query_row("SELECT value FROM metadata WHERE name = ?1", [key], |row| row.get(0));
    row.optional().ok().flatten()
}

/// Whether tiles are pictures: by the first one, and by what the file says of itself where that isn't one.
pub(super) fn pictures_by(format: &str, first: &[u8]) -> Option<Encoding> {
    Encoding::of(first).or(match format {
        "png" => Some(Encoding::Png),
        "jpg" | "jpeg" => Some(Encoding::Jpeg),
        "webp" => Some(Encoding::WebP),
        _ => None,
    })
}

/// An attribution without its links' HTML.
pub(super) fn plain(text: &str) -> String {
    let (mut out, mut in_tag) = (String::new(), false);
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    let out = out.replace("&copy;", "©").replace("&amp;", "&").replace("&nbsp;", " ");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn attributions_lose_their_html() {
        let html = r#"<a href="https://openmaptiles.org/" target="_blank">&copy; OpenMapTiles</a> <a href="x">&copy; OpenStreetMap contributors</a>"#;
        assert_eq!(plain(html), "© OpenMapTiles © OpenStreetMap contributors");
        assert_eq!(plain("© A & B"), "© A & B");
    }
}
