//! Cameras' pictures, read from servers on this machine that behave as a test says: one picture a question, streams, RTSP
//! through `ffmpeg`; well, badly, and never ending.
#![allow(clippy::unwrap_used)]

mod faults;
mod ffmpeg;
mod looks;
mod parts;
mod rtsp;
mod server;

use server::Server;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zonglan::domain::CameraCode;
use zonglan::feeds::video::{CameraSetting, CameraSettings, Looks, Shot, Video, VideoLimits};

/// Bounds that a test has patience for.
fn limits() -> VideoLimits {
    VideoLimits {
        connect: Duration::from_secs(2),
        head: Duration::from_millis(700),
        whole: Duration::from_millis(1_400),
        silence: Duration::from_millis(700),
        picture: Duration::from_millis(1_400),
        most_bytes: 64 << 10,
        first_wait: Duration::from_millis(50),
        longest_wait: Duration::from_millis(200),
        ..VideoLimits::default()
    }
}

/// A picture that begins as one does, with a number in it; nobody decodes here.
fn jpeg(number: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    bytes.extend([number; 900]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// Somebody who looks, and how often they were told that something is new.
struct World {
    dir: TempDir,
    video: Video,
    rung: Arc<AtomicUsize>,
}

impl World {
    fn new(settings: Vec<CameraSetting>) -> Self {
        Self::with(settings, limits())
    }

    fn with(settings: Vec<CameraSetting>, limits: VideoLimits) -> Self {
        let dir = TempDir::new().unwrap();
        let video = Video::start(CameraSettings { cameras: settings }, limits, Looks::of(dir.path())).unwrap();
        let rung = Arc::<AtomicUsize>::default();
        let theirs = Arc::clone(&rung);
        video.set_bell(move || _ = theirs.fetch_add(1, Ordering::SeqCst));
        Self { dir, video, rung }
    }

    /// One camera `C` at an address, asked every half second, and open.
    fn of(address: &str) -> Self {
        let world = Self::new(vec![every_half_second("C", address)]);
        world.watch(&["C"]);
        world
    }

    fn watch(&self, cameras: &[&str]) {
        let cameras: Vec<CameraCode> = cameras.iter().map(|code| CameraCode::from(*code)).collect();
        self.video.watch(&cameras, "值班员");
    }

    fn shot(&self, camera: &str) -> Shot {
        self.video.shot(&camera.into())
    }

    /// Waits until what a camera shows is so.
    fn until(&self, camera: &str, mut holds: impl FnMut(&Shot) -> bool) -> Shot {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            let shot = self.shot(camera);
            if holds(&shot) {
                return shot;
            }
            assert!(Instant::now() < until, "it never came about; it shows {:?}", shot.trouble);
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for a picture with this number in it.
    fn until_shows(&self, camera: &str, number: u8) -> Shot {
        self.until(camera, |shot| shot.frame.as_ref().is_some_and(|frame| *frame.bytes == *jpeg(number)))
    }
}

fn every_half_second(codes: &str, address: &str) -> CameraSetting {
    CameraSetting { every_ms: 500, ..CameraSetting::new(codes, address) }
}

#[test]
fn a_single_picture_is_asked_for_again_and_one_that_is_the_same_is_not_sent_again() {
    let server = Server::start(|asked, answer| {
        let (tag, picture) = if asked.number < 3 { ("\"a\"", jpeg(1)) } else { ("\"b\"", jpeg(2)) };
        if asked.head.to_ascii_lowercase().contains(&format!("if-none-match: {tag}")) {
            return answer.say("304 Not Modified", &[("ETag", tag)], b"");
        }
        answer.say("200 OK", &[("ETag", tag), ("Content-Type", "image/png")], &picture)
    });
    let world = World::of(&server.url("/api/frame.jpeg?src={code}"));
    let first = world.until_shows("C", 1).frame.unwrap();
    world.until("C", |_| server.asked().len() >= 3);
    assert_eq!(world.shot("C").frame.unwrap().number, first.number, "not modified: it is the same, and as old");
    assert_eq!(world.until_shows("C", 2).frame.unwrap().number, first.number + 1);
    assert!(server.asked().iter().all(|asked| asked.path == "/api/frame.jpeg?src=C"));
    assert!(world.rung.load(Ordering::SeqCst) >= 2);
}

#[test]
fn a_stream_shows_its_newest_picture_and_ends_when_nobody_looks() {
    for with_length in [true, false] {
        let server = Server::start(move |_, answer| {
            answer.begin("multipart/x-mixed-replace; boundary=--whatever")?;
            for number in 1..=5 {
                answer.part(&jpeg(number), with_length)?;
            }
            answer.until_hung_up()
        });
        let world = World::of(&server.url("/stream.mjpeg"));
        // Without a length the last part ends only where the next one begins.
        world.until_shows("C", if with_length { 5 } else { 4 });
        assert_eq!((server.asked().len(), server.open()), (1, 1));
        world.watch(&[]);
        server.until_idle();
        assert!(world.shot("C").frame.is_none(), "nothing of it is kept");
    }
}

#[test]
fn a_stream_that_calls_itself_something_else_is_known_by_its_bytes() {
    let server = Server::start(|_, answer| {
        answer.begin("application/octet-stream")?;
        answer.part(&jpeg(7), true)?;
        answer.until_hung_up()
    });
    World::of(&server.url("/")).until_shows("C", 7);
}

#[test]
fn no_more_cameras_are_open_than_is_allowed_and_dropping_closes_them() {
    let server = Server::start(|_, answer| {
        answer.begin("multipart/x-mixed-replace;boundary=b")?;
        answer.part(&jpeg(1), true)?;
        answer.until_hung_up()
    });
    let world = World::new(vec![CameraSetting::new("34*", &server.url("/{code}"))]);
    world.watch(&["340", "341", "342", "343", "344", "345"]);
    for camera in ["340", "341", "342", "343"] {
        world.until_shows(camera, 1);
    }
    assert!(world.shot("344").frame.is_none());
    // One is let go of, another comes; those that stay are not asked anew.
    world.watch(&["341", "342", "343", "344"]);
    world.until_shows("344", 1);
    let mut paths: Vec<String> = server.asked().iter().map(|asked| asked.path.clone()).collect();
    paths.sort();
    assert_eq!(paths, ["/340", "/341", "/342", "/343", "/344"]);
    drop(world);
    server.until_idle();
    assert!(server.most_open() <= 5);
}
