//! Servers that hang, drip, send garbage, never end, refuse, break off: each is named by its own name, costs no memory, and
//! is shown again once it is well.

use super::server::{Answer, Server};
use super::{World, every_half_second, jpeg, limits};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use zonglan::domain::{NoAnswer, VideoTrouble};
use zonglan::feeds::video::{CameraSetting, VideoLimits};

const STREAM: &str = "multipart/x-mixed-replace; boundary=b";

/// One byte every so often, without end.
fn drip(answer: &mut Answer) -> std::io::Result<()> {
    while !answer.is_stopped() {
        answer.raw(b"\xff")?;
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// As many bytes as are taken.
fn flood(answer: &mut Answer) -> std::io::Result<()> {
    let much = vec![0x89; 1 << 16];
    while !answer.is_stopped() {
        answer.raw(&much)?;
    }
    Ok(())
}

type Bad = fn(&mut Answer) -> std::io::Result<()>;

/// What servers do wrong, and what it is called.
fn bad_servers() -> Vec<(&'static str, Bad, VideoTrouble)> {
    vec![
        ("silent", |answer| answer.until_hung_up(), NoAnswer::TimedOut.into()),
        ("status", |answer| answer.say("503 Busy", &[], b""), NoAnswer::Status(503).into()),
        ("refused", |answer| answer.say("401 No", &[], b"s3cret"), VideoTrouble::Refused(401)),
        (
            "elsewhere",
            |answer| answer.say("302 Found", &[("Location", "http://192.0.2.1/")], b""),
            VideoTrouble::Refused(302),
        ),
        ("none", |answer| answer.say("204 None", &[], b""), VideoTrouble::NoPicture),
        ("words", |answer| answer.say("200 OK", &[], br#"{"code":-1,"msg":"offline"}"#), VideoTrouble::NotAPicture),
        ("empty", |answer| answer.say("200 OK", &[], b""), VideoTrouble::NotAPicture),
        (
            "cut",
            |answer| answer.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n\xff\xd8\xff"),
            NoAnswer::BrokeOff.into(),
        ),
        ("garbage", |answer| answer.raw(b"\x00\x01garbage\r\n\r\n"), NoAnswer::BrokeOff.into()),
        ("slow picture", |answer| answer.begin("image/jpeg").and_then(|()| drip(answer)), NoAnswer::TimedOut.into()),
        ("endless picture", |answer| answer.begin("image/jpeg").and_then(|()| flood(answer)), VideoTrouble::TooLarge),
        (
            "slow stream",
            |answer| {
                answer.begin(STREAM)?;
                answer.raw(b"--b\r\n\r\n")?;
                drip(answer)
            },
            NoAnswer::TimedOut.into(),
        ),
        (
            "stream that hangs",
            |answer| {
                answer.begin(STREAM)?;
                answer.raw(b"--b\r\nContent-Length: 9\r\n\r\n")?;
                answer.until_hung_up()
            },
            NoAnswer::TimedOut.into(),
        ),
        (
            "endless part",
            |answer| {
                answer.begin(STREAM)?;
                answer.raw(b"--b\r\n\r\n")?;
                flood(answer)
            },
            VideoTrouble::TooLarge,
        ),
        (
            "huge part",
            |answer| {
                answer.begin(STREAM)?;
                answer.raw(b"--b\r\nContent-Length: 999999999\r\n\r\n")?;
                answer.until_hung_up()
            },
            VideoTrouble::TooLarge,
        ),
        ("endless garbage", |answer| answer.begin(STREAM).and_then(|()| flood(answer)), VideoTrouble::NotAPicture),
        (
            "stream of words",
            |answer| {
                answer.begin(STREAM)?;
                (0..9).try_for_each(|_| answer.part(b"busy", true))?;
                answer.until_hung_up()
            },
            VideoTrouble::NotAPicture,
        ),
        ("short stream", |answer| answer.begin(STREAM), VideoTrouble::Ended),
    ]
}

#[test]
fn each_fault_has_its_name_and_ends_when_the_server_is_well() {
    for (name, speak, expected) in bad_servers() {
        let well = Arc::<AtomicBool>::default();
        let theirs = Arc::clone(&well);
        let server = Server::start(move |_, answer| match theirs.load(Ordering::SeqCst) {
            true => answer.say("200 OK", &[], &jpeg(9)),
            false => speak(answer),
        });
        let world = World::of(&server.url("/"));
        let shot = world.until("C", |shot| shot.trouble.is_some());
        assert_eq!((shot.trouble, shot.frame.is_none()), (Some(expected), true), "{name}");
        well.store(true, Ordering::SeqCst);
        assert_eq!(world.until_shows("C", 9).trouble, None, "{name}");
    }
}

#[test]
fn nobody_there_is_no_connection() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let shot = World::of(&format!("http://{gone}/")).until("C", |shot| shot.trouble.is_some());
    assert_eq!(shot.trouble, Some(NoAnswer::NoConnection.into()));
}

#[test]
fn a_stream_that_ends_leaves_its_last_picture_and_is_asked_anew() {
    let server = Server::start(|asked, answer| {
        answer.begin(STREAM)?;
        answer.part(&jpeg(asked.number as u8 + 1), true)?;
        // The second one stays.
        if asked.number == 0 { Ok(()) } else { answer.until_hung_up() }
    });
    let patient = VideoLimits { first_wait: Duration::from_millis(400), ..limits() };
    let world = World::with(vec![every_half_second("C", &server.url("/"))], patient);
    world.watch(&["C"]);
    let shot = world.until("C", |shot| shot.trouble.is_some());
    assert_eq!(shot.trouble, Some(VideoTrouble::Ended));
    assert_eq!(*shot.frame.unwrap().bytes, *jpeg(1), "what was seen last still shows, and ages");
    assert_eq!(world.until_shows("C", 2).trouble, None);
}

#[test]
fn one_that_fails_is_left_alone_longer_and_longer() {
    let server = Server::start(|_, answer| answer.say("503 Busy", &[], b""));
    let slow =
        VideoLimits { first_wait: Duration::from_millis(200), longest_wait: Duration::from_secs(60), ..limits() };
    let world = World::with(vec![every_half_second("C", &server.url("/"))], slow);
    world.watch(&["C"]);
    // Waits of at least 100, 200, 400 ms: three questions take 300 ms.
    let began = std::time::Instant::now();
    world.until("C", |_| server.asked().len() >= 3);
    assert!(began.elapsed() >= Duration::from_millis(290));
}

#[test]
fn a_fast_stream_costs_no_more_than_its_newest_picture() {
    let server = Server::start(|_, answer| {
        answer.begin(STREAM)?;
        let mut number = 0_u8;
        while !answer.is_stopped() {
            number = number.wrapping_add(1);
            answer.part(&jpeg(number), true)?;
        }
        Ok(())
    });
    let world = World::of(&server.url("/"));
    world.until("C", |shot| shot.frame.as_ref().is_some_and(|frame| frame.number > 50));
    assert_eq!(world.shot("C").frame.unwrap().bytes.len(), jpeg(0).len());
    world.watch(&[]);
    server.until_idle();
}

#[test]
fn the_key_goes_to_the_server_and_nowhere_else() {
    // Cargo sets this one for every test.
    let (variable, key) = ("CARGO_PKG_NAME", env!("CARGO_PKG_NAME"));
    let server = Server::start(|_, answer| answer.say("200 OK", &[], &jpeg(1)));
    let mut setting = CameraSetting::new("C", &server.url("/snap?token={key}"));
    setting.headers.insert("Authorization".into(), "Bearer {key}".into());
    setting.key_env = variable.into();
    let world = World::new(vec![setting.clone()]);
    world.watch(&["C"]);
    world.until_shows("C", 1);
    let asked = server.asked().remove(0);
    assert_eq!(asked.path, format!("/snap?token={key}"));
    assert!(asked.head.to_ascii_lowercase().contains(&format!("authorization: bearer {key}")));
    // Without it nobody is asked.
    let keyless = CameraSetting { key_env: "ZONGLAN_NO_SUCH_KEY".into(), ..setting };
    let world = World::new(vec![keyless]);
    let count = server.asked().len();
    world.watch(&["C"]);
    let shot = world.until("C", |shot| shot.trouble.is_some());
    assert_eq!(shot.trouble, Some(VideoTrouble::NoKey { variable: "ZONGLAN_NO_SUCH_KEY".into() }));
    assert_eq!(server.asked().len(), count);
}
