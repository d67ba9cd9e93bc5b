//! Senders with whom everything is wrong: each costs himself, and a phone with which nothing is wrong is heard after
//! each of them.

use super::phone::{Answer, answer_in, connect, get, post, rest, send};
use super::{AT, LI, NOW, Rig, osmand, wait_until};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::json;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use zonglan::feeds::receive::{Envelope, Kind, ReceiveError, ReceiveLimits, Receiver, ReceiverParts, read};
use zonglan::runtime::spawn_named;

/// Limits that a test has patience for.
fn short() -> ReceiveLimits {
    ReceiveLimits {
        head: Duration::from_millis(300),
        body: Duration::from_millis(300),
        body_bytes: 20_000,
        ..ReceiveLimits::default()
    }
}

fn rig() -> Rig {
    Rig::with(short(), 0)
}

/// Sends these pieces with pauses, until the server has enough; what it says then.
fn drip(mut stream: TcpStream, first: &[u8], then: &[u8]) -> Option<Answer> {
    let stop = Arc::new(AtomicBool::new(false));
    let (mut writer, told) = (stream.try_clone().unwrap(), Arc::clone(&stop));
    let (first, then) = (first.to_vec(), then.to_vec());
    let dripping = spawn_named("test-drip", move || {
        let mut goes_on = writer.write_all(&first).is_ok();
        while goes_on && !told.load(Ordering::SeqCst) {
            goes_on = writer.write_all(&then).is_ok();
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let dripping = dripping.unwrap();
    let heard = rest(&mut stream);
    stop.store(true, Ordering::SeqCst);
    drop(dripping);
    answer_in(&heard)
}

#[test]
fn a_drip_is_cut_off_in_its_head_and_in_its_body() {
    let rig = rig();
    let in_head = drip(connect(rig.at()), b"POST / HTTP/1.1\r\nHost: x\r\nX-A: ", b"a");
    assert!(in_head.is_none_or(|answer| answer.status == 408));
    rig.is_well(NOW);
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\nid=861001000719969";
    assert_eq!(drip(connect(rig.at()), head.as_bytes(), b"&").unwrap().status, 408);
    rig.is_well(NOW + 1);
    // Who says nothing at all, at first or after an answer, is not waited for either.
    assert_eq!(rest(&mut connect(rig.at())), b"");
    let mut idle = connect(rig.at());
    write!(idle, "GET {} HTTP/1.1\r\nHost: x\r\n\r\n", osmand(AT, NOW + 2)).unwrap();
    let text = String::from_utf8(rest(&mut idle)).unwrap();
    assert_eq!(text.matches("HTTP/1.1 ").count(), 1, "{text}");
    assert_eq!(rig.moments("W2"), [NOW, NOW + 1, NOW + 2]);
}

#[test]
fn what_has_no_end_is_not_read_to_its_end() {
    let rig = rig();
    let chunk = format!("1000\r\n{}\r\n", "a".repeat(0x1000));
    let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    let endless = drip(connect(rig.at()), head.as_bytes(), chunk.repeat(10).as_bytes());
    assert!(endless.is_none_or(|answer| answer.status == 413));
    rig.is_well(NOW);
    let endless = drip(connect(rig.at()), b"GET /?id=", &[b'a'; 4096]);
    assert!(endless.is_none_or(|answer| matches!(answer.status, 414 | 431)));
    rig.is_well(NOW + 1);
    let endless = drip(connect(rig.at()), b"GET / HTTP/1.1\r\n", "X-A: b\r\n".repeat(500).as_bytes());
    assert!(endless.is_none_or(|answer| answer.status == 431));
    rig.is_well(NOW + 2);
    let announced = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n";
    assert_eq!(send(rig.at(), announced.as_bytes()).unwrap().status, 413);
    let body = json!({ "_type": "location", "tst": NOW, "x": "y".repeat(30_000) }).to_string();
    assert!(post(rig.at(), "/pub", LI, body.as_bytes()).is_none_or(|answer| answer.status == 413));
    rig.is_well(NOW + 3);
    assert_eq!(rig.moments("W1"), [0_i64; 0]);
}

#[test]
fn broken_off_anywhere_a_post_says_nothing() {
    let rig = rig();
    let body = format!("id=861001000719969&lat=36.05&lon=118.05&timestamp={}", NOW - 9);
    let whole = format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    for length in 0..whole.len() {
        let mut stream = connect(rig.at());
        stream.write_all(&whole.as_bytes()[..length]).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let answer = answer_in(&rest(&mut stream));
        assert!(answer.as_ref().is_none_or(|answer| answer.status == 400), "{length}: {answer:?}");
    }
    assert!(rig.moments("W2").is_empty());
    rig.is_well(NOW);
}

#[test]
fn garbage_and_wrong_types_are_refused_and_counted() {
    let rig = rig();
    let mut dice = ChaCha8Rng::seed_from_u64(11);
    for _ in 0..60 {
        let mut garbage = vec![0; 1 + dice.next_u32() as usize % 400];
        garbage.iter_mut().for_each(|byte| *byte = dice.next_u32() as u8);
        // The end of a head, so that it isn't waited for.
        garbage.extend_from_slice(b"\r\n\r\n");
        assert!(send(rig.at(), &garbage).is_none_or(|answer| (400..500).contains(&answer.status)));
        let answer = post(rig.at(), "/", &[], &garbage).unwrap();
        assert_eq!(answer.status, 400, "{answer:?}");
    }
    let tls = [&[0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3][..], &[7; 300], b"\r\n\r\n"].concat();
    assert!(send(rig.at(), &tls).is_none_or(|answer| answer.status == 400));
    // What is no HTTP at all is counted when its connection has ended, which may be after its answer.
    let before = 60 + 60 + 1;
    wait_until(|| rig.count(Kind::Unreadable) >= before);
    assert_eq!(rig.count(Kind::Unreadable), before);
    for body in [
        json!({ "_type": "location", "lat": {}, "lon": [], "tst": "x" }),
        json!({ "_type": "location", "lat": 36, "lon": 118, "tst": { "at": NOW } }),
        json!({ "_type": ["location"], "lat": 36, "lon": 118, "tst": NOW }),
        json!([[[]], "location", 7, true]),
    ] {
        assert_eq!(post(rig.at(), "/pub", LI, body.to_string().as_bytes()).unwrap().body, "[]", "{body}");
    }
    assert_eq!(rig.count(Kind::Unreadable), before + 7);
    for method in ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "BREW"] {
        let request = format!("{method} {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", osmand(AT, NOW - 5));
        assert_eq!(send(rig.at(), request.as_bytes()).unwrap().status, 405, "{method}");
    }
    assert!(rig.moments("W1").is_empty() && rig.moments("W2").is_empty());
    rig.is_well(NOW);
}

#[test]
fn a_web_page_moves_nobody() {
    let rig = rig();
    for header in [("Origin", "https://example.org"), ("Sec-Fetch-Site", "cross-site")] {
        assert_eq!(post(rig.at(), &osmand(AT, NOW), &[header], b"").unwrap().status, 403);
    }
    assert!(rig.moments("W2").is_empty());
    let by_hand = [("Sec-Fetch-Site", "none")];
    assert_eq!(post(rig.at(), &osmand(AT, NOW), &by_hand, b"").unwrap().status, 200);
}

#[test]
fn a_storm_of_repeats_is_one_fix() {
    let rig = Rig::new();
    let (phones, times) = (12, 15);
    let at = rig.at();
    let storm: Vec<_> = (0..phones)
        .map(|_| {
            let phone = move || {
                for _ in 0..times {
                    assert_eq!(get(at, &osmand(AT, NOW)).unwrap().status, 200);
                }
            };
            spawn_named("test-storm", phone).unwrap()
        })
        .collect();
    storm.into_iter().for_each(|phone| phone.join().unwrap());
    assert_eq!(rig.moments("W2"), [NOW]);
    assert_eq!(rig.counts(), [("kept", 1), ("repeated", phones * times - 1)]);
}

#[test]
fn more_connections_than_there_is_room_for_wait_their_turn() {
    let limits = ReceiveLimits { connections: 4, ..short() };
    let rig = Rig::with(limits, 0);
    // They say nothing: each is let go when its time is up, and those behind it come in.
    let silent: Vec<TcpStream> = (0..12).map(|_| connect(rig.at())).collect();
    rig.is_well(NOW);
    for mut stream in silent {
        assert_eq!(rest(&mut stream), b"");
    }
    rig.is_well(NOW + 1);
}

#[test]
fn a_connection_that_is_used_for_ever_is_ended_after_an_answer() {
    let rig = Rig::with(ReceiveLimits { connection: Duration::from_millis(400), ..short() }, 0);
    let mut stream = connect(rig.at());
    let mut writer = stream.try_clone().unwrap();
    let target = osmand(AT, NOW);
    let talking = spawn_named("test-talker", move || {
        while write!(writer, "GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let text = String::from_utf8(rest(&mut stream)).unwrap();
    drop(stream);
    talking.unwrap().join().unwrap();
    assert!(text.matches("HTTP/1.1 200 OK").count() >= 1, "{text}");
    rig.is_well(NOW + 1);
}

#[test]
fn only_this_machine_is_listened_to() {
    let rig = Rig::new();
    let parts = || ReceiverParts {
        staff: Default::default(),
        clock: Box::new(|| zonglan::domain::Timestamp(NOW)),
        carry_secs: 0,
        keep: Box::new(|_, _| {}),
        limits: ReceiveLimits::default(),
    };
    let start = |at: &str| Receiver::start(at.parse().unwrap(), super::settings(rig.dir.path()), parts());
    for at in ["0.0.0.0:0", "192.0.2.7:5055", "[::]:0"] {
        let refused = start(at).err().unwrap();
        assert!(matches!(refused, ReceiveError::NotLoopback(_)) && refused.to_string().ends_with(at), "{refused}");
    }
    let taken = start(&rig.at().to_string()).err().unwrap();
    assert!(matches!(taken, ReceiveError::Listen { .. }), "{taken}");
    let sentence = taken.to_string();
    assert!(
        sentence.starts_with("can't listen for phones (") && sentence.ends_with(&rig.at().to_string()),
        "{sentence}"
    );
    // When it goes, nobody listens any more.
    let at = rig.at();
    drop(rig);
    wait_until(|| TcpStream::connect(at).is_err());
}

/// Posts that are nearly right: whatever a byte is turned into, nothing panics, and what is read is a post.
#[test]
fn nearly_right_posts_are_read_or_refused() {
    let mut dice = ChaCha8Rng::seed_from_u64(3);
    let bodies = [
        "id=861&lat=41.666667&lon=-0.883333&timestamp=1789088700&accuracy=5&bearing=30&valid=true&location=1,2"
            .to_owned(),
        json!([{ "_type": "location", "lat": 36.05, "lon": 118.05, "tst": NOW, "acc": 14, "topic": "owntracks/a/b" }])
            .to_string(),
        json!({ "location": { "timestamp": "2026-09-11T01:05:00Z", "coords": { "latitude": 36.05, "longitude": 1 } },
            "device_id": "a" })
        .to_string(),
        json!({ "position": { "fixTime": NOW, "latitude": 3, "longitude": 4 }, "device": { "uniqueId": "a" } })
            .to_string(),
    ];
    let (mut understood, mut refused) = (0, 0);
    for turn in 0..8_000 {
        let mut body = bodies[turn % bodies.len()].clone().into_bytes();
        for _ in 0..1 + dice.next_u32() % 3 {
            let place = dice.next_u32() as usize % body.len();
            match dice.next_u32() % 3 {
                0 => body[place] = dice.next_u32() as u8,
                1 => drop(body.remove(place)),
                _ => body.insert(place, b"0-9\"{}[],:.e&=%+"[dice.next_u32() as usize % 16]),
            }
        }
        match read(&Envelope { query: "u=li", body: &body, ..Envelope::default() }) {
            Ok(Some(post)) => {
                understood += 1;
                for position in post.reports.iter().filter_map(|report| report.position) {
                    assert!(position.lat_deg.is_finite() && position.lon_deg.is_finite());
                    assert!(position.heading_deg.is_none_or(|deg| (0.0..=360.0).contains(&deg)));
                    assert!(position.accuracy_m.is_none_or(|metres| metres >= 0.0));
                }
            }
            Ok(None) => {}
            Err(malformed) => {
                refused += 1;
                assert!(malformed.0.lines().count() <= 1, "{malformed}");
            }
        }
    }
    assert!(understood > 1_000 && refused > 1_000, "{understood} understood, {refused} refused");
}
