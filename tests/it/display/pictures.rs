//! Base maps of pictures, as frames: each thing where the ground has it, no seams, quiet, whatever the source.

use super::world::{LAT_DEG, LON_DEG, Rig};
use crate::basemap::pictures_of;
use crate::online::server::{Reply, Server};
use crate::painting::{jpeg, png};
use image::RgbImage;
use std::sync::Arc;
use tempfile::TempDir;
use zonglan::display::BaseMapSource;
use zonglan::domain::LonLat;
use zonglan::intake::TileGrid;
use zonglan::online::{Limits, MapSetting, OnlineMaps, OnlineSettings};
use zonglan::panels::theme;
use zonglan::seat::{Intent, Layer};
use zonglan::spatial::{Mercator, PictureSource, TileId, Tone};

const SIDE_PX: u32 = 256;
/// The zooms at which frames are looked at: between those of tiles, closer, farther.
const ZOOMS: [f64; 3] = [11.4, 13.0, 14.7];

/// All of it, one after the other: pixels want one graphics device at a time.
pub(super) fn all() {
    a_cross_lies_on_its_place_at_every_zoom();
    one_grey_shows_no_seam();
    photographs_stay_quiet();
    a_shifted_grid_lies_on_the_ground();
    a_server_that_is_no_server_is_told_and_nothing_is_drawn();
}

/// The place that pictures mark with a cross: not the county's middle, not a tile's corner.
fn marked() -> LonLat {
    LonLat::new(LON_DEG + 0.0123, LAT_DEG - 0.0071)
}

/// A white tile with a black cross through the marked place, as its grid has it.
fn crossed(tile: TileId, grid: TileGrid) -> Vec<u8> {
    let bounds = tile.bounds();
    let m_per_px = TileId::side_m(tile.zoom) / f64::from(SIDE_PX);
    let cross = Mercator::from_lonlat(marked());
    let is_near = |x: u32, y: u32| {
        let at = Mercator::new(
            bounds.min.x_m + (f64::from(x) + 0.5) * m_per_px,
            bounds.max.y_m - (f64::from(y) + 0.5) * m_per_px,
        );
        let at = grid.to_ground(at);
        (at.x_m - cross.x_m).abs() < 1.5 * m_per_px || (at.y_m - cross.y_m).abs() < 1.5 * m_per_px
    };
    png(SIDE_PX, |x, y| if is_near(x, y) { [0; 3] } else { [255; 3] })
}

/// All tiles of some zooms over the county and around it.
fn around(zooms: std::ops::RangeInclusive<u8>) -> impl Iterator<Item = TileId> {
    let corner = |sign: f64| Mercator::from_lonlat(LonLat::new(LON_DEG + sign * 0.2, LAT_DEG + sign * 0.12));
    let county = zonglan::spatial::MercatorBox { min: corner(-1.0), max: corner(1.0) };
    zooms.flat_map(move |zoom| TileId::cover(&county, zoom))
}

/// A seat over the pictures of a file, with nothing but the base map on it.
fn over_file(tiles: Vec<(TileId, Vec<u8>)>, tone: Option<Tone>) -> Rig {
    let dir = TempDir::new().unwrap();
    let pictures = pictures_of(dir.path(), &tiles, tone);
    bare(pictures.into_iter().map(|map| Arc::new(map) as Arc<dyn PictureSource>).collect())
}

fn bare(pictures: Vec<Arc<dyn PictureSource>>) -> Rig {
    let mut rig = Rig::over(BaseMapSource::Pictures { pictures, over: None });
    for layer in Layer::ALL {
        rig.seat.seat_mut().layers.set(layer, layer == Layer::Basemap);
    }
    rig
}

fn look(rig: &mut Rig, center: LonLat, zoom: f64) {
    let view = &mut rig.seat.seat_mut().view;
    (view.center, view.zoom) = (center, zoom);
    rig.seat.settle().unwrap();
}

fn light(pixel: &image::Rgb<u8>) -> f64 {
    pixel.0.iter().map(|part| f64::from(*part)).sum()
}

/// Where the lightest column, or row, of a stretch of pixels has its middle.
fn ridge(pixels: impl Iterator<Item = (u32, f64)>) -> f64 {
    let pixels: Vec<(u32, f64)> = pixels.collect();
    let (low, high) = pixels.iter().fold((f64::MAX, f64::MIN), |(low, high), (_, v)| (low.min(*v), high.max(*v)));
    assert!(high - low > 60.0, "there is a line: {low} to {high}");
    let over = pixels.iter().map(|(at, v)| (f64::from(*at), (v - (low + high) / 2.0).max(0.0)));
    let (sum, weight) = over.fold((0.0, 0.0), |(sum, weight), (at, v)| (sum + at * v, weight + v));
    sum / weight + 0.5
}

/// How far the cross stands from where the ground has it, px.
fn off_by(rig: &mut Rig, name: &str) -> f64 {
    let at = rig.seat.seat().window_px(marked());
    let picture = rig.picture(name);
    // Beside the other line, and within what no panel covers.
    let row = (at.y - 40.0) as u32;
    let column = (at.x - 40.0) as u32;
    let around = |at: f64| (at - 30.0) as u32..(at + 30.0) as u32;
    let x = ridge(around(at.x).map(|x| (x, light(picture.get_pixel(x, row)))));
    let y = ridge(around(at.y).map(|y| (y, light(picture.get_pixel(column, y)))));
    (x - at.x).abs().max((y - at.y).abs())
}

fn a_cross_lies_on_its_place_at_every_zoom() {
    let tiles = around(8..=14).map(|tile| (tile, crossed(tile, TileGrid::Wgs84))).collect();
    let mut rig = over_file(tiles, None);
    for zoom in ZOOMS {
        look(&mut rig, LonLat::new(LON_DEG + 0.009, LAT_DEG - 0.005), zoom);
        let off = off_by(&mut rig, &format!("pictures-{zoom}"));
        assert!(off < 1.5, "zoom {zoom}: {off} px");
    }
    // Ground that nobody marked is land, and no darker or lighter than that.
    let picture = rig.picture("pictures-land");
    let land = picture.pixels().filter(|pixel| pixel.0 == theme::LAND.bytes()).count();
    assert!(land > 200_000, "{land}");
    let drawn = rig.seat.state()["layers"][0]["drawn"].as_u64().unwrap();
    assert!((10..200).contains(&drawn), "{drawn}");
}

/// The part of the county that no panel and no furniture covers; what lies outside of it is veiled.
fn free(rig: &Rig, picture: &RgbImage) -> Vec<[u8; 3]> {
    let seat = rig.seat.seat();
    let map = seat.layout().map;
    let corner = |sign: f64| seat.window_px(LonLat::new(LON_DEG + sign * 0.08, LAT_DEG - sign * 0.08));
    let (first, last) = (corner(-1.0), corner(1.0));
    let (x0, y0) = ((map.x_px + 40.0).max(first.x + 3.0) as u32, (map.y_px + 120.0).max(first.y + 3.0) as u32);
    let x1 = (map.x_px + map.width_px - 60.0).min(last.x - 3.0) as u32;
    let y1 = (map.y_px + map.height_px - 140.0).min(last.y - 3.0) as u32;
    (y0..y1).flat_map(|y| (x0..x1).map(move |x| (x, y))).map(|(x, y)| picture.get_pixel(x, y).0).collect()
}

fn one_grey_shows_no_seam() {
    let tiles = around(8..=14).map(|tile| (tile, png(SIDE_PX, |_, _| [120; 3]))).collect();
    let mut rig = over_file(tiles, None);
    for (zoom, east) in [(11.37, 0.0), (12.81, 0.0012345), (14.63, 0.000_777), (14.63, 0.001_9)] {
        look(&mut rig, LonLat::new(LON_DEG + east, LAT_DEG - east / 3.0), zoom);
        let picture = rig.picture(&format!("pictures-grey-{zoom}"));
        let pixels = free(&rig, &picture);
        assert!(pixels.len() > 50_000, "{}", pixels.len());
        let first = pixels[0];
        assert_ne!(first, theme::LAND.bytes());
        let others = pixels.iter().filter(|pixel| pixel.iter().zip(first).any(|(a, b)| a.abs_diff(b) > 1)).count();
        assert_eq!(others, 0, "zoom {zoom}: of {} pixels", pixels.len());
    }
}

fn photographs_stay_quiet() {
    // As red, as yellow and as white as can be, in JPEG and in PNG.
    let colours = [[255, 0, 0], [255, 160, 0], [255, 255, 255], [0, 90, 255]];
    let tiles = around(10..=13).zip(0_usize..).map(|(tile, k)| {
        let picture = if k % 5 == 4 { jpeg(256, 250) } else { png(SIDE_PX, |_, _| colours[k % 4]) };
        (tile, picture)
    });
    let mut rig = over_file(tiles.collect(), Some(Tone::Photo));
    look(&mut rig, LonLat::new(LON_DEG, LAT_DEG), 13.0);
    let picture = rig.picture("pictures-photo");
    let pixels = free(&rig, &picture);
    assert!(pixels.iter().all(|pixel| !super::is_warm(*pixel)), "warm colours are for what must be acted on");
    let lightest = pixels.iter().map(|pixel| luminance(*pixel)).fold(0.0, f64::max);
    let contrast = (luminance(theme::U1.bytes()) + 0.05) / (lightest + 0.05);
    assert!(contrast >= 3.0, "U1 on the lightest ground: {contrast}");
    let different: std::collections::BTreeSet<[u8; 3]> = pixels.into_iter().collect();
    assert!(different.len() > 3, "they are still told apart");
}

/// WCAG's relative luminance.
fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |byte: u8| {
        let srgb = f64::from(byte) / 255.0;
        if srgb <= 0.040_45 { srgb / 12.92 } else { ((srgb + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
}

fn online(dir: &TempDir, setting: MapSetting) -> Vec<Arc<dyn PictureSource>> {
    let settings = OnlineSettings { maps: vec![setting], ..OnlineSettings::default() };
    let maps = OnlineMaps::open(dir.path(), &settings, Limits::default(), || {}).unwrap();
    maps.into_iter().map(|map| Arc::new(map) as Arc<dyn PictureSource>).collect()
}

/// The server's pictures mark the same place on the ground, but are cut on the shifted grid: half a kilometre off.
fn a_shifted_grid_lies_on_the_ground() {
    let server = Server::start(|asked| Reply::picture(crossed(asked.tile(), TileGrid::Gcj02)));
    let dir = TempDir::new().unwrap();
    let mut setting = MapSetting::new(&server.url("/{z}/{x}/{y}.png")).unwrap();
    setting.grid = TileGrid::Gcj02;
    let mut rig = bare(online(&dir, setting.clone()));
    for zoom in ZOOMS {
        look(&mut rig, LonLat::new(LON_DEG + 0.009, LAT_DEG - 0.005), zoom);
        let off = off_by(&mut rig, &format!("pictures-gcj02-{zoom}"));
        assert!(off < 1.5, "zoom {zoom}: {off} px");
    }
    drop((rig, server));
    // Without its server, the same from what was kept.
    let mut rig = bare(online(&dir, setting));
    look(&mut rig, LonLat::new(LON_DEG + 0.009, LAT_DEG - 0.005), ZOOMS[1]);
    let off = off_by(&mut rig, "pictures-offline");
    assert!(off < 1.5, "{off} px");
}

fn a_server_that_is_no_server_is_told_and_nothing_is_drawn() {
    let page = "<html><title>请先登录</title></html>";
    let server = Server::start(move |_| Reply::Say(200, Vec::new(), page.as_bytes().to_vec()));
    let dir = TempDir::new().unwrap();
    let mut rig = bare(online(&dir, MapSetting::new(&server.url("/{z}/{x}/{y}.png")).unwrap()));
    look(&mut rig, LonLat::new(LON_DEG, LAT_DEG), 13.0);
    rig.picture("pictures-told");
    let state = rig.seat.state();
    let toasts = state["toasts"].as_array().unwrap();
    assert_eq!(toasts.len(), 1, "{toasts:?}");
    let told = format!("base_map: the base map's server {} sends no pictures, it says: 请先登录", server.host());
    assert_eq!(toasts[0].as_str(), Some(told.as_str()));
    assert_eq!(state["layers"][0]["drawn"].as_u64(), Some(0));
    rig.seat.seat_mut().intend(Intent::WholeCounty);
    rig.seat.settle().unwrap();
}
