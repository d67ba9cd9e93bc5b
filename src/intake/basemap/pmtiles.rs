//! PMTiles 3: all tiles in one file, found by a directory.

use super::BaseMapError;
use super::desk::Desk;
use super::mbtiles::plain;
use super::mvt;
use super::pictures::{Container, Encoding, Found, Taker};
use crate::intake::report::Flaw;
use crate::spatial::tiles::MAX_TILE_ZOOM;
use crate::spatial::{LonLat, Mercator, MercatorBox, TileId};
use pmtiles::{AsyncPmTilesReader, Header, MmapBackend, PmtError, TileCoord, TileType};
use std::path::Path;

/// Whoever has more tiles at the deepest zoom than this has no county's map.
const MOST_TILES: u64 = 100_000;

/// Whoever has more pictures than this, over all zooms, has no county's map.
const MOST_PICTURES: u64 = 1_000_000;

/// Reads the deepest zoom's vector tiles. Pictures are left to be copied.
///
/// # Errors
/// When it is no PMTiles file, or spans far more than a county; where the user stops it.
pub(super) fn read(path: &Path, desk: &mut Desk<'_>) -> Result<Option<Found>, BaseMapError> {
    block_on(path, read_tiles(path, desk))
}

/// Hands the pictures of all zooms in.
///
/// # Errors
/// When the file is damaged or spans far more than a county, when they can't be written; where the user stops it.
pub(super) fn copy_pictures(path: &Path, taker: &mut Taker<'_, '_>) -> Result<(), BaseMapError> {
    block_on(path, copy_tiles(path, taker))
}

/// The crate is asynchronous; its reads from a mapped file never wait.
fn block_on<T>(path: &Path, work: impl Future<Output = Result<T, BaseMapError>>) -> Result<T, BaseMapError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.map_err(|why| BaseMapError::read(why, path))?.block_on(work)
}

async fn open(path: &Path) -> Result<AsyncPmTilesReader<MmapBackend>, BaseMapError> {
    AsyncPmTilesReader::new_with_path(path).await.map_err(|why| not_readable(&why, path))
}

/// What the file says that it covers.
fn around(header: &Header) -> MercatorBox {
    let corner = |lon, lat| Mercator::from_lonlat(LonLat::new(lon, lat));
    MercatorBox {
        min: corner(header.min_longitude, header.min_latitude),
        max: corner(header.max_longitude, header.max_latitude),
    }
}

async fn copy_tiles(path: &Path, taker: &mut Taker<'_, '_>) -> Result<(), BaseMapError> {
    let reader = open(path).await?;
    let header = reader.get_header();
    let around = around(header);
    let zooms = header.min_zoom..=header.max_zoom.min(MAX_TILE_ZOOM);
    let count = zooms.clone().map(|zoom| TileId::count_in(&around, zoom)).sum();
    if count > MOST_PICTURES {
        return Err(too_many(count, path));
    }
    for tile in zooms.flat_map(|zoom| TileId::cover(&around, zoom)) {
        let Ok(coord) = TileCoord::new(tile.zoom, tile.x, tile.y) else { continue };
        match reader.get_tile_decompressed(coord).await {
            Ok(Some(bytes)) => taker.tile(tile, &bytes)?,
            Ok(None) => {}
            Err(why) => taker.flaw(
                &format!("the tile can't be read ({why}), it is left out"),
                &format!("{}/{}/{}", tile.zoom, tile.x, tile.y),
            )?,
        }
    }
    Ok(())
}

fn too_many(count: u64, path: &Path) -> BaseMapError {
    let what = format!("the map spans {count} tiles, far more than a county: cut it first (pmtiles extract --bbox)");
    BaseMapError::file(what, path)
}

async fn attribution(reader: &AsyncPmTilesReader<MmapBackend>) -> Option<String> {
    let about = reader.get_metadata().await.ok().and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    let attribution = about.as_ref().and_then(|about| about.get("attribution")?.as_str()).map(plain);
    attribution.filter(|text| !text.is_empty())
}

async fn read_tiles(path: &Path, desk: &mut Desk<'_>) -> Result<Option<Found>, BaseMapError> {
    let reader = open(path).await?;
    let header = reader.get_header();
    let pictures = match header.tile_type {
        TileType::Mvt | TileType::Unknown => None,
        TileType::Mlt => {
            let what = "the tiles are of MapLibre's new kind, convert them to vector tiles of the old one first";
            return Err(BaseMapError::file(what, path));
        }
        TileType::Png => Some(Encoding::Png),
        TileType::Jpeg => Some(Encoding::Jpeg),
        TileType::Webp => Some(Encoding::WebP),
        _ => {
            let what = "the tiles are pictures of a kind that is not read: make PNG or JPEG tiles of them";
            return Err(BaseMapError::file(what, path));
        }
    };
    if let Some(encoding) = pictures {
        desk.attributions.extend(attribution(&reader).await);
        return Found::new(path.to_owned(), Container::PmTiles, encoding).map(Some);
    }
    let around = around(header);
    let zoom = header.max_zoom;
    let count = TileId::count_in(&around, zoom);
    if count > MOST_TILES {
        return Err(too_many(count, path));
    }
    for tile in TileId::cover(&around, zoom) {
        let Ok(coord) = TileCoord::new(tile.zoom, tile.x, tile.y) else { continue };
        match reader.get_tile_decompressed(coord).await {
            Ok(Some(bytes)) => {
                if let Some(encoding) = Encoding::of(&bytes) {
                    desk.attributions.extend(attribution(&reader).await);
                    return Found::new(path.to_owned(), Container::PmTiles, encoding).map(Some);
                }
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
    desk.attributions.extend(attribution(&reader).await);
    Ok(None)
}

fn not_readable(why: &PmtError, path: &Path) -> BaseMapError {
    match why {
        PmtError::UnsupportedPmTilesVersion => {
            BaseMapError::file("the PMTiles file is of an old version, convert it first (pmtiles convert)", path)
        }
        other => BaseMapError::file(format!("the PMTiles file is damaged ({other}), get it anew"), path),
    }
}
