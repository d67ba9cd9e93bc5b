//! Servers that answer badly: each in its own way, none for ever, each told once and in words.

use super::server::{Reply, Server};
use super::{fetched, open_map, own_picture, setting, tile, told, wait_until};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zonglan::online::{CACHE_FILE, MapSetting};
use zonglan::spatial::{NoAnswer, PictureRead, PictureSource, PictureTrouble, TileId};

/// What is told of a server that always answers so; and that nothing of it is kept.
fn trouble(answer: impl Fn() -> Reply + Send + Sync + 'static) -> PictureTrouble {
    let server = Server::start(move |_| answer());
    let dir = TempDir::new().unwrap();
    let map = open_map(dir.path(), setting(&server));
    let began = Instant::now();
    assert_eq!(map.read(tile(1)).unwrap(), PictureRead::Later);
    let trouble = told(&map);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert_eq!(map.read(tile(1)).unwrap(), PictureRead::Later, "nothing of it is drawn");
    (2..6).for_each(|x| drop(map.read(tile(x)).unwrap()));
    std::thread::sleep(Duration::from_millis(250));
    assert!(map.troubles().is_empty(), "it is told once");
    drop(map);
    let cache = rusqlite::Connection::open(dir.path().join(CACHE_FILE)).unwrap();
    let kept: i64 = cache.query_row("SELECT count(*) FROM tiles", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
    assert!(trouble.to_string().contains(&server.host()), "{trouble}");
    trouble
}

fn say(status: u16, body: &'static str) -> impl Fn() -> Reply + Send + Sync {
    move || Reply::Say(status, Vec::new(), body.as_bytes().to_vec())
}

fn unreachable(trouble: PictureTrouble) -> NoAnswer {
    match trouble {
        PictureTrouble::Unreachable { why, .. } => why,
        other => panic!("{other}"),
    }
}

#[test]
fn a_body_that_is_no_picture_is_told_as_what_it_says() {
    let words = |trouble| match trouble {
        PictureTrouble::NoPicture { said, .. } => said,
        other => panic!("{other}"),
    };
    let page = "<html><head><title>Sign in to the guest network</title></head><body>…</body></html>";
    assert_eq!(words(trouble(say(200, page))), "Sign in to the guest network");
    assert_eq!(words(trouble(say(200, r#"{"msg":"今日调用量已达上限","code":302}"#))), "今日调用量已达上限");
}

#[test]
fn a_server_that_refuses_says_why() {
    let refused = trouble(say(403, r#"{"msg":"非法Key","resolve":"请检查Key"}"#));
    let PictureTrouble::Refused { status, said, .. } = refused else { panic!("{refused}") };
    assert_eq!((status, said.as_str()), (403, "非法Key"));
}

#[test]
fn a_server_in_trouble_is_told_by_its_number() {
    assert_eq!(unreachable(trouble(say(500, "no"))), NoAnswer::Status(500));
    assert_eq!(unreachable(trouble(say(503, "no"))), NoAnswer::Status(503));
}

#[test]
fn a_slow_drip_is_cut_off() {
    assert_eq!(unreachable(trouble(|| Reply::Drip)), NoAnswer::TimedOut);
}

#[test]
fn an_endless_body_is_cut_off() {
    assert_eq!(unreachable(trouble(|| Reply::Endless)), NoAnswer::TooLong);
    // Whoever says beforehand how much comes is believed.
    let much = || Reply::Say(200, vec![("X-Filler", "0".into())], vec![0x89; 5 << 20]);
    assert_eq!(unreachable(trouble(much)), NoAnswer::TooLong);
}

#[test]
fn a_circle_of_redirects_is_left() {
    let server_knows_itself = || Reply::Say(302, vec![("Location", "/12/1/2.png".into())], Vec::new());
    assert_eq!(unreachable(trouble(server_knows_itself)), NoAnswer::RedirectLoop);
}

#[test]
fn an_answer_that_breaks_off_is_no_tile() {
    assert_eq!(unreachable(trouble(|| Reply::BreakOff)), NoAnswer::BrokeOff);
}

#[test]
fn a_tile_that_there_is_not_is_known_not_to_be() {
    let server = Server::start(|asked| match asked.tile().x % 2 {
        0 => Reply::Say(404, Vec::new(), b"<html>not found</html>".to_vec()),
        _ => Reply::picture(own_picture(asked.tile())),
    });
    let dir = TempDir::new().unwrap();
    let map = open_map(dir.path(), setting(&server));
    let (is, isnt) = (TileId::new(12, 7, 7).unwrap(), TileId::new(12, 8, 7).unwrap());
    assert_eq!(fetched(&map, isnt), PictureRead::Nothing);
    assert!(matches!(fetched(&map, is), PictureRead::Picture(_)));
    assert!(map.troubles().is_empty(), "the sea has no tiles");
    drop(map);
    let map = open_map(dir.path(), setting(&server));
    assert_eq!(map.read(isnt).unwrap(), PictureRead::Nothing);
    assert_eq!(server.asked().len(), 2, "that is kept, too");
}

#[test]
fn a_server_that_comes_back_is_asked_again_but_not_all_the_time() {
    let ill = Arc::new(AtomicBool::new(true));
    let theirs = Arc::clone(&ill);
    let server = Server::start(move |asked| match theirs.load(Ordering::SeqCst) {
        true => Reply::Say(500, Vec::new(), Vec::new()),
        false => Reply::picture(own_picture(asked.tile())),
    });
    let dir = TempDir::new().unwrap();
    let map = open_map(dir.path(), setting(&server));
    for x in 0..40 {
        drop(map.read(tile(x)).unwrap());
        std::thread::sleep(Duration::from_millis(10));
    }
    let while_ill = server.asked().len();
    assert!((2..30).contains(&while_ill), "{while_ill} questions in 0.4 s");
    ill.store(false, Ordering::SeqCst);
    assert!(matches!(fetched(&map, tile(99)), PictureRead::Picture(_)));
}

#[test]
fn a_key_is_asked_for_and_never_repeated() {
    let server = Server::start(|asked| {
        Reply::Say(401, Vec::new(), format!("no such key: {}", asked.path.rsplit('=').next().unwrap()).into_bytes())
    });
    let dir = TempDir::new().unwrap();
    let mut without = MapSetting::new(&server.url("/{z}/{x}/{y}?tk={key}")).unwrap();
    without.key_env = "ZONGLAN_TEST_NO_SUCH_KEY".into();
    assert_eq!(without.key_state(), "missing");
    let map = open_map(dir.path(), without);
    drop(map.read(tile(1)).unwrap());
    assert_eq!(told(&map), PictureTrouble::NoKey { host: server.host(), variable: "ZONGLAN_TEST_NO_SUCH_KEY".into() });
    std::thread::sleep(Duration::from_millis(100));
    assert!(server.asked().is_empty(), "without its key it isn't asked at all");
    let with = MapSetting::new(&server.url("/{z}/{x}/{y}?tk=s3cret")).unwrap();
    let map = open_map(dir.path(), with);
    drop(map.read(tile(1)).unwrap());
    let sentence = told(&map).to_string();
    wait_until(|| server.asked()[0].path.ends_with("tk=s3cret"));
    assert!(sentence.ends_with("refuses (HTTP 401): no such key: …"), "{sentence}");
}
