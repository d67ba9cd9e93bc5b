//! PMTiles 3: all tiles in one file, found by a directory.

use super::BaseMapError;
use super::desk::Desk;
use super::mbtiles::{plain, refuse_pictures};
use super::mvt;
use crate::intake::report::Flaw;
use crate::spatial::{LonLat, Mercator, MercatorBox, TileId};
use pmtiles::{AsyncPmTilesReader, PmtError, TileCoord, TileType};
use std::path::Path;

/// Whoever has more tiles at the deepest zoom than this has no county's map.
const MOST_TILES: u64 = 100_000;

/// Reads the deepest zoom's vector tiles.
///
/// # Errors
/// When it is no PMTiles file, holds pictures, or spans far more than a county; where the user stops it.
pub(super) fn read(path: &Path, desk: &mut Desk<'_>) -> Result<(), BaseMapError> {
    // The crate is asynchronous; its reads from a mapped file never wait.
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|why| BaseMapError::read(why, path))?;
    runtime.block_on(read_tiles(path, desk))
}

async fn read_tiles(path: &Path, desk: &mut Desk<'_>) -> Result<(), BaseMapError> {
    let reader = AsyncPmTilesReader::new_with_path(path).await.map_err(|why| not_readable(&why, path))?;
    let header = reader.get_header();
    match header.tile_type {
        TileType::Mvt | TileType::Unknown => {}
        TileType::Mlt => {
            let what = "the tiles are of MapLibre's new kind, convert them to vector tiles of the old one first";
            return Err(BaseMapError::file(what, path));
        }
        _ => refuse_pictures("png", &[], path)?,
    }
    let corner = |lon, lat| Mercator::from_lonlat(LonLat::new(lon, lat));
    let around = MercatorBox {
        min: corner(header.min_longitude, header.min_latitude),
        max: corner(header.max_longitude, header.max_latitude),
    };
    let zoom = header.max_zoom;
    let count = TileId::count_in(&around, zoom);
    if count > MOST_TILES {
        let what =
            format!("the map spans {count} tiles, far more than a county: cut it first (pmtiles extract --bbox)");
        return Err(BaseMapError::file(what, path));
    }
    for tile in TileId::cover(&around, zoom) {
        let Ok(coord) = TileCoord::new(tile.zoom, tile.x, tile.y) else { continue };
        match reader.get_tile_decompressed(coord).await {
            Ok(Some(bytes)) => {
                refuse_pictures("", &bytes, path)?;
                mvt::read(tile, &bytes, desk)?;
            }
            Ok(None) => {}
            Err(why) => {
                let place = format!("tile {}/{}/{}", tile.zoom, tile.x, tile.y);
                let flaw = Flaw::new("tile", format!("the tile can't be read ({why}), it is left out"), &place);
                desk.flaw(desk.report.read + 1, flaw);
            }
        }
    }
    let about = reader.get_metadata().await.ok().and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    let attribution = about.as_ref().and_then(|about| about.get("attribution")?.as_str()).map(plain);
    desk.attributions.extend(attribution.filter(|text| !text.is_empty()));
    Ok(())
}

fn not_readable(why: &PmtError, path: &Path) -> BaseMapError {
    match why {
        PmtError::UnsupportedPmTilesVersion => {
            BaseMapError::file("the PMTiles file is of an old version, convert it first (pmtiles convert)", path)
        }
        other => BaseMapError::file(format!("the PMTiles file is damaged ({other}), get it anew"), path),
    }
}
