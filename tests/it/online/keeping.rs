//! What is kept on disk, for how long, and how much may be asked in a day.

use super::server::{Reply, Server};
use super::{fetched, good_server, open_map, own_picture, setting, tile, told, wait_until};
use crate::painting::png;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use zonglan::online::{CACHE_FILE, OnlineMaps, OnlineSettings};
use zonglan::spatial::{PictureRead, PictureSource, PictureTrouble};

#[test]
fn after_a_restart_without_a_network_the_last_good_tiles_are_there() {
    let (server, dir) = (good_server(), TempDir::new().unwrap());
    let setting = setting(&server);
    let map = open_map(dir.path(), setting.clone());
    assert!(matches!(fetched(&map, tile(1)), PictureRead::Picture(_)));
    drop((map, server));
    let map = open_map(dir.path(), setting);
    assert_eq!(map.read(tile(1)).unwrap(), PictureRead::Picture(own_picture(tile(1))));
    assert_eq!(map.read(tile(2)).unwrap(), PictureRead::Later);
    let sentence = told(&map).to_string();
    assert!(sentence.ends_with("can't be reached (no connection): what was kept is shown"), "{sentence}");
    std::thread::sleep(Duration::from_millis(300));
    assert!(map.troubles().is_empty(), "it is told once");
}

#[test]
fn what_holds_is_not_asked_again_and_what_does_not_is_asked_by_its_mark() {
    let answers = AtomicU32::new(0);
    let server = Server::start(move |asked| {
        let holds = if asked.tile() == tile(1) { "max-age=3600" } else { "max-age=0" };
        let head = vec![("Cache-Control", holds.to_owned()), ("ETag", "\"mark\"".to_owned())];
        if asked.head.to_ascii_lowercase().contains("if-none-match: \"mark\"") {
            answers.fetch_add(1, Ordering::SeqCst);
            return Reply::Say(304, head, Vec::new());
        }
        Reply::Say(200, head, own_picture(asked.tile()))
    });
    let dir = TempDir::new().unwrap();
    let map = open_map(dir.path(), setting(&server));
    fetched(&map, tile(1));
    fetched(&map, tile(2));
    drop(map);
    let map = open_map(dir.path(), setting(&server));
    // Both are there at once; the one that doesn't hold is asked for again, behind the scenes.
    assert_eq!(map.read(tile(1)).unwrap(), PictureRead::Picture(own_picture(tile(1))));
    assert_eq!(map.read(tile(2)).unwrap(), PictureRead::Picture(own_picture(tile(2))));
    wait_until(|| server.asked().len() == 3);
    assert!(server.asked()[2].head.to_ascii_lowercase().contains("if-none-match: \"mark\""));
    for _ in 0..20 {
        assert_eq!(map.read(tile(2)).unwrap(), PictureRead::Picture(own_picture(tile(2))));
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(server.asked().len(), 3, "however short it holds, it isn't asked for at every look");
}

#[test]
fn a_tile_that_changed_is_news() {
    let turn = AtomicU32::new(0);
    let server = Server::start(move |_| {
        let grey = turn.fetch_add(1, Ordering::SeqCst) as u8;
        Reply::Say(200, vec![("Cache-Control", "no-cache".into())], png(8, |_, _| [grey; 3]))
    });
    let dir = TempDir::new().unwrap();
    let map = open_map(dir.path(), setting(&server));
    assert_eq!(fetched(&map, tile(1)), PictureRead::Picture(png(8, |_, _| [0; 3])));
    drop(map);
    let map = open_map(dir.path(), setting(&server));
    assert_eq!(map.read(tile(1)).unwrap(), PictureRead::Picture(png(8, |_, _| [0; 3])), "the last good one meanwhile");
    wait_until(|| map.news() == [tile(1)]);
    assert_eq!(map.read(tile(1)).unwrap(), PictureRead::Picture(png(8, |_, _| [1; 3])));
}

#[test]
fn what_must_not_be_stored_is_not_stored() {
    let server =
        Server::start(|asked| Reply::Say(200, vec![("Cache-Control", "no-store".into())], own_picture(asked.tile())));
    let dir = TempDir::new().unwrap();
    let map = open_map(dir.path(), setting(&server));
    assert!(matches!(fetched(&map, tile(1)), PictureRead::Picture(_)));
    assert!(matches!(map.read(tile(1)).unwrap(), PictureRead::Picture(_)), "while the program runs it is there");
    assert_eq!(server.asked().len(), 1);
    drop(map);
    let map = open_map(dir.path(), setting(&server));
    assert_eq!(map.read(tile(1)).unwrap(), PictureRead::Later);
}

#[test]
fn a_quota_is_counted_over_restarts() {
    let (server, dir) = (good_server(), TempDir::new().unwrap());
    let mut setting = setting(&server);
    setting.per_day = Some(3);
    let map = open_map(dir.path(), setting.clone());
    (1..=2).for_each(|x| assert!(matches!(fetched(&map, tile(x)), PictureRead::Picture(_))));
    drop(map);
    let map = open_map(dir.path(), setting);
    assert!(matches!(fetched(&map, tile(3)), PictureRead::Picture(_)));
    (4..=8).for_each(|x| assert_eq!(map.read(tile(x)).unwrap(), PictureRead::Later));
    assert_eq!(told(&map), PictureTrouble::QuotaUsedUp { host: server.host(), per_day: 3 });
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.asked().len(), 3);
    assert!(matches!(map.read(tile(1)).unwrap(), PictureRead::Picture(_)), "what was kept is shown");
}

#[test]
fn no_more_is_kept_than_may_be() {
    let much = || png(512, |x, y| [(x * 7 + y * 13) as u8, (x * y) as u8, (x ^ y) as u8]);
    let size = much().len() as u64;
    let server = Server::start(move |_| Reply::picture(much()));
    let dir = TempDir::new().unwrap();
    let settings = OnlineSettings { maps: vec![setting(&server)], cache_mb: 1 };
    let map = OnlineMaps::open(dir.path(), &settings, super::limits(), || {}).unwrap().remove(0);
    let count = (3 << 20) / size as u32;
    (0..count).for_each(|x| drop(fetched(&map, tile(x))));
    assert!(matches!(map.read(tile(count - 1)).unwrap(), PictureRead::Picture(_)));
    drop(map);
    let bytes: i64 = rusqlite::Connection::open(dir.path().join(CACHE_FILE))
        .unwrap()
        .query_row("SELECT sum(length(bytes)) FROM tiles", [], |row| row.get(0))
        .unwrap();
    assert!(bytes <= 1 << 20, "{bytes}");
}
