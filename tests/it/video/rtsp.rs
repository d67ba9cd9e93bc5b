//! RTSP as a camera speaks it (RFC 2326, interleaved on its one connection), made here; a real `ffmpeg` reads it for us.
//! What is sent is an MPEG transport stream in RTP (RFC 2250), which `ffmpeg` made too.

use super::World;
use super::every_half_second;
use super::ffmpeg::{Ffmpeg, number, roomy};
use super::server::{Answer, Server};
use std::io::{Read, Write};
use std::time::Duration;
use zonglan::domain::PhotoFormat;

/// So many packets of the transport stream go into one of RTP.
const TOGETHER: usize = 7;
const PACKET: usize = 188;

/// One question, by its first word and its number.
fn question(answer: &mut Answer) -> std::io::Result<Option<(String, String)>> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if answer.stream().read(&mut byte)? == 0 {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    Ok(Some(words(&String::from_utf8_lossy(&head))))
}

fn words(head: &str) -> (String, String) {
    let number = head.lines().find_map(|line| line.strip_prefix("CSeq:")).unwrap_or_default();
    (head.split(' ').next().unwrap_or_default().to_owned(), number.trim().to_owned())
}

fn say(answer: &mut Answer, number: &str, lines: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    write!(answer.stream(), "RTSP/1.0 200 OK\r\nCSeq: {number}\r\n{lines}Content-Length: {length}\r\n\r\n{body}")
}

/// Speaks RTSP until it plays, then sends the film again and again.
fn play(first: &str, answer: &mut Answer, film: &[u8]) -> std::io::Result<()> {
    let mut next = Some(words(first));
    while let Some((what, number)) = next {
        match what.as_str() {
            "OPTIONS" => say(answer, &number, "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n", "")?,
            "DESCRIBE" => {
                let sdp = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\n\
                           c=IN IP4 0.0.0.0\r\na=control:track\r\n";
                say(answer, &number, "Content-Type: application/sdp\r\n", sdp)?;
            }
            "SETUP" => {
                let lines = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 7;timeout=60\r\n";
                say(answer, &number, lines, "")?;
            }
            "PLAY" => {
                say(answer, &number, "Session: 7\r\n", "")?;
                return send(answer, film);
            }
            _ => say(answer, &number, "", "")?,
        }
        next = question(answer)?;
    }
    Ok(())
}

fn send(answer: &mut Answer, film: &[u8]) -> std::io::Result<()> {
    let mut packet = 0_u16;
    loop {
        for payload in film.chunks(TOGETHER * PACKET) {
            if answer.is_stopped() {
                return Ok(());
            }
            let mut out = vec![b'$', 0];
            out.extend((payload.len() as u16 + 12).to_be_bytes());
            out.extend([0x80, 33]);
            out.extend(packet.to_be_bytes());
            out.extend((u32::from(packet) * 900).to_be_bytes());
            out.extend(7_u32.to_be_bytes());
            out.extend(payload);
            answer.raw(&out)?;
            packet = packet.wrapping_add(1);
            std::thread::sleep(Duration::from_millis(4));
        }
    }
}

#[test]
fn a_real_ffmpeg_reads_rtsp_for_us_and_goes_when_it_is_closed() {
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().join("film.ts");
    let name = path.to_string_lossy();
    let made =
        ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=4", "-c:v", "mpeg2video", "-f", "mpegts", &name];
    let Some(mut maker) = Ffmpeg::start(&made) else { return };
    assert!(maker.wait(), "the film is made");
    let film = std::fs::read(&path).unwrap();
    let server = Server::start(move |asked, answer| play(&asked.head, answer, &film));
    let world = World::with(vec![every_half_second("C", &format!("rtsp://{}/live", server.host()))], roomy());
    world.watch(&["C"]);
    let shot = world.until("C", |shot| number(shot) >= 3);
    assert_eq!(PhotoFormat::of(&shot.frame.unwrap().bytes), Some(PhotoFormat::Jpeg));
    world.watch(&[]);
    server.until_idle();
}
