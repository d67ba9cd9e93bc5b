//! Online base maps against a server on this machine: what comes is kept, what fails is told once and left alone.

#![allow(clippy::unwrap_used)]

mod command_line;
mod failures;
mod keeping;
pub(crate) mod server;

use crate::painting::png;
use server::{Reply, Server};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zonglan::online::{Limits, MapSetting, OnlineMap, OnlineMaps, OnlineSettings};
use zonglan::spatial::{PictureRead, PictureSource, PictureTrouble, TileId};

/// Bounds that a test has patience for.
fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        whole: Duration::from_secs(2),
        first_wait: Duration::from_millis(10),
        longest_wait: Duration::from_millis(100),
        ..Limits::default()
    }
}

/// The one map of these settings.
fn open_map(dir: &Path, setting: MapSetting) -> OnlineMap {
    let settings = OnlineSettings { maps: vec![setting], ..OnlineSettings::default() };
    OnlineMaps::open(dir, &settings, limits(), || {}).unwrap().remove(0)
}

fn setting(server: &Server) -> MapSetting {
    MapSetting::new(&server.url("/{z}/{x}/{y}.png")).unwrap()
}

fn tile(x: u32) -> TileId {
    TileId::new(12, 3_390 + x, 1_600).unwrap()
}

/// Asks until the tile is there, or known not to be.
fn fetched(map: &OnlineMap, tile: TileId) -> PictureRead {
    let mut read = map.read(tile).unwrap();
    wait_until(|| {
        if map.news().contains(&tile) {
            read = map.read(tile).unwrap();
        }
        read != PictureRead::Later
    });
    read
}

/// The next thing that the officer is told.
fn told(map: &OnlineMap) -> PictureTrouble {
    let mut troubles = Vec::new();
    wait_until(|| {
        troubles.extend(map.troubles());
        !troubles.is_empty()
    });
    assert_eq!(troubles.len(), 1, "{troubles:?}");
    troubles.remove(0)
}

fn wait_until(mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < until, "it never came about");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A picture that is its tile's own.
fn own_picture(tile: TileId) -> Vec<u8> {
    png(8, |_, _| [tile.x as u8, tile.y as u8, tile.zoom])
}

/// A server that has every tile.
fn good_server() -> Server {
    Server::start(|asked| Reply::picture(own_picture(asked.tile())))
}

#[test]
fn tiles_come_each_once_and_few_at_a_time() {
    let (server, dir) = (
        Server::start(|asked| {
            std::thread::sleep(Duration::from_millis(30));
            Reply::picture(own_picture(asked.tile()))
        }),
        TempDir::new().unwrap(),
    );
    let map = open_map(dir.path(), setting(&server));
    // All of them are wanted at once, and again and again before they come.
    for _ in 0..3 {
        assert!((0..24).all(|x| map.read(tile(x)).unwrap() == PictureRead::Later));
    }
    for x in 0..24 {
        wait_until(|| map.read(tile(x)).unwrap() != PictureRead::Later);
        assert_eq!(map.read(tile(x)).unwrap(), PictureRead::Picture(own_picture(tile(x))));
    }
    let mut asked: Vec<String> = server.asked().into_iter().map(|asked| asked.path).collect();
    asked.sort();
    asked.dedup();
    assert_eq!((asked.len(), server.asked().len()), (24, 24), "each tile is asked for once");
    assert!((2..=Limits::default().at_once).contains(&server.most_at_once()), "{}", server.most_at_once());
    assert!(server.asked()[0].head.to_ascii_lowercase().contains("user-agent: zonglan/"));
    assert!(map.troubles().is_empty());
    assert_eq!(map.read(TileId::new(20, 0, 0).unwrap()).unwrap(), PictureRead::Nothing, "beyond its zooms");
}

#[test]
fn what_nobody_looks_at_any_more_is_not_fetched() {
    let (server, dir) = (
        Server::start(|asked| {
            std::thread::sleep(Duration::from_millis(60));
            Reply::picture(own_picture(asked.tile()))
        }),
        TempDir::new().unwrap(),
    );
    let map = open_map(dir.path(), setting(&server));
    (0..60).for_each(|x| drop(map.read(tile(x)).unwrap()));
    map.want(&[tile(59)]);
    wait_until(|| map.read(tile(59)).unwrap() != PictureRead::Later);
    std::thread::sleep(Duration::from_millis(200));
    assert!(server.asked().len() < 20, "{}", server.asked().len());
}

#[test]
fn wmts_by_key_and_value_is_asked_in_its_own_words() {
    let server = Server::start(|_| Reply::picture(png(8, |_, _| [1; 3])));
    let dir = TempDir::new().unwrap();
    let url = server.url("/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&tk=k%26y");
    let setting = MapSetting::new(&url).unwrap();
    assert!(!setting.url.contains("k%26y"), "the key is kept apart from the address");
    let map = open_map(dir.path(), setting);
    assert!(matches!(fetched(&map, tile(3)), PictureRead::Picture(_)));
    let path = &server.asked()[0].path;
    assert!(path.ends_with("&TILEMATRIX=12&TILEROW=1600&TILECOL=3393") && path.contains("&FORMAT=tiles&tk="), "{path}");
}
