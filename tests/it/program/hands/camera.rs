//! A camera by a real source that is ended while somebody looks: what shows says how old it is, and then nothing shows.

use super::super::desktop::{Method, Session, wait_for};
use super::county::County;
use super::{is_wanted, open};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A camera of the sample.
const CAMERA: &str = "99010100131320000001";
/// A picture this old is not shown as if it were of now (VISUAL.md), and a frame more.
const LIVE_AT_MOST: Duration = Duration::from_secs(7);
/// Colours of the source's test picture are further apart than these, and no colour of the panel is.
const BRIGHT: u8 = 190;
const COLOURED: u8 = 60;
/// Of a hundred pixels so many must have it.
const LEAST_PERCENT: usize = 8;

/// A real `ffmpeg`, ended with the test.
struct Source(Child);

impl Source {
    /// Serves a moving test picture to one who looks; none, with a word, where it is not installed.
    fn start(address: &str) -> Option<Self> {
        let film = ["-nostdin", "-loglevel", "quiet", "-re", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=10"];
        let out = ["-c:v", "mjpeg", "-f", "mpjpeg", "-listen", "1", address];
        let mut command = Command::new("ffmpeg");
        command.args(film).args(out).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map(Self).map_err(|why| eprintln!("left out: no ffmpeg ({why})")).ok()
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What stands in the camera's place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shows {
    Picture,
    Dimmed,
    Nothing,
}

fn shows(pixels: &[[u8; 3]]) -> Shows {
    let has = |least: u8| {
        let apart = |px: &&[u8; 3]| px.iter().max().unwrap() - px.iter().min().unwrap() >= least;
        pixels.iter().filter(apart).count() * 100 >= pixels.len() * LEAST_PERCENT
    };
    match (has(BRIGHT), has(COLOURED)) {
        (true, _) => Shows::Picture,
        (false, true) => Shows::Dimmed,
        (false, false) => Shows::Nothing,
    }
}

fn tile(session: &Session) -> Vec<[u8; 3]> {
    session.pixels(session.wait_until("the camera", |window| window.now.widgets.get("camera-picture-1").copied()))
}

/// The number by which the X server knows the cameras' window; none while it is not open.
fn cameras_window(session: &Session) -> Option<String> {
    let search = ["search", "--onlyvisible", "--name", "Zonglan cameras"];
    let said = session.command("xdotool").args(search).output().unwrap().stdout;
    String::from_utf8(said).unwrap().lines().next().map(str::to_owned)
}

/// What a window shows, wherever it lies.
fn pixels_of(session: &Session, window: &str) -> Vec<[u8; 3]> {
    let words = ["-silent", "-window", window, "-depth", "8", "rgb:-"];
    session.command("import").args(words).output().unwrap().stdout.as_chunks::<3>().0.to_vec()
}

/// The pictures get a window of their own, and come back over the map when somebody closes it.
#[test]
fn cameras_have_a_window_of_their_own_until_it_is_closed() {
    if !is_wanted("cameras in a window of their own") {
        return;
    }
    let _alone = super::super::desktop::alone();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("http://127.0.0.1:{port}/feed");
    let Some(_source) = Source::start(&address) else { return };
    let county = County::new();
    county.has_file("cameras.json", &format!(r#"{{"cameras":[{{"codes":"{CAMERA}","address":"{address}"}}]}}"#));
    let Some(session) = open(&county, Method::Keys, &["--select", &format!("camera:{CAMERA}")]) else { return };

    session.click("camera-open");
    wait_for("the camera shows nothing", || (shows(&tile(&session)) == Shows::Picture).then_some(()));
    session.click("cameras-window");
    session.wait_until("the map is whole", |window| (!window.now.widgets.contains_key("cameras")).then_some(()));
    let window = wait_for("no window for cameras opens", || cameras_window(&session));
    let first = wait_for("the cameras' window shows no picture", || {
        Some(pixels_of(&session, &window)).filter(|pixels| shows(pixels) == Shows::Picture)
    });
    wait_for("the picture stands still", || (pixels_of(&session, &window) != first).then_some(()));
    session.keep_picture("apart");

    let close = ["windowactivate", "--sync", &window, "key", "alt+F4"];
    assert!(session.command("xdotool").args(close).status().unwrap().success());
    session.wait_until("the camera over the map", |window| window.now.widgets.get("camera-picture-1").copied());
    wait_for("the picture does not come back", || (shows(&tile(&session)) == Shows::Picture).then_some(()));
    assert_eq!(cameras_window(&session), None);
    session.click("cameras-window");
    wait_for("no window opens again", || cameras_window(&session));
    session.keep_picture("apart-again");
}

#[test]
fn a_camera_whose_source_dies_is_not_shown_as_live() {
    if !is_wanted("a camera's source dies") {
        return;
    }
    let _alone = super::super::desktop::alone();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("http://127.0.0.1:{port}/feed");
    let Some(source) = Source::start(&address) else { return };
    let county = County::new();
    county.has_file("cameras.json", &format!(r#"{{"cameras":[{{"codes":"{CAMERA}","address":"{address}"}}]}}"#));
    let Some(session) = open(&county, Method::Keys, &["--select", &format!("camera:{CAMERA}")]) else { return };

    session.click("camera-open");
    let first = wait_for("the camera shows nothing", || Some(tile(&session)).filter(|px| shows(px) == Shows::Picture));
    // What moves is of now.
    wait_for("the picture stands still", || (tile(&session) != first).then_some(()));
    session.keep_picture("live");

    drop(source);
    let (died, mut seen) = (Instant::now(), vec![Shows::Picture]);
    wait_for("a dead camera's picture is never taken away", || {
        // Since when what follows is on the screen at the latest.
        let since = died.elapsed();
        let now = shows(&tile(&session));
        assert!(now != Shows::Picture || since <= LIVE_AT_MOST, "shown as live {since:?} after its source ended");
        if seen.last() != Some(&now) {
            session.keep_picture(&format!("{now:?}"));
            seen.push(now);
        }
        (now == Shows::Nothing).then_some(())
    });
    assert_eq!(seen, [Shows::Picture, Shows::Dimmed, Shows::Nothing]);
}
