//! MBTiles 1.3: tiles in SQLite, rows counted from the south.

use super::BaseMapError;
use super::desk::Desk;
use super::mvt;
use crate::spatial::TileId;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::Path;

/// Reads the deepest zoom's vector tiles: it has all that the others have.
///
/// # Errors
/// When it is no MBTiles file, or holds pictures; where the user stops it.
pub(super) fn read(path: &Path, desk: &mut Desk<'_>) -> Result<(), BaseMapError> {
    let damaged =
        |why: rusqlite::Error| BaseMapError::file(format!("the MBTiles file is damaged ({why}), get it anew"), path);
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
        if !any {
            refuse_pictures(&format, &bytes, path)?;
            any = true;
        }
        let tile = u8::try_from(zoom)
            .ok()
            .and_then(|zoom| TileId::from_tms(zoom, u32::try_from(x).ok()?, u32::try_from(y).ok()?));
        match tile {
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

/// Refuses tiles that are pictures.
pub(super) fn refuse_pictures(format: &str, first: &[u8], path: &Path) -> Result<(), BaseMapError> {
    let is_picture =
        first.starts_with(b"\x89PNG") || first.starts_with(&[0xff, 0xd8, 0xff]) || first.starts_with(b"RIFF");
    let says_so = matches!(format, "png" | "jpg" | "jpeg" | "webp" | "avif");
    if is_picture || says_so {
        let what = "the tiles are pictures, and only vector tiles can be turned into a base map";
        return Err(BaseMapError::file(what, path));
    }
    Ok(())
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
