//! A phone-like client: HTTP by hand over a real connection, and curl where there is one.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::time::Duration;

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

/// A connection that a test has patience with.
pub(super) fn connect(at: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// All that comes until the server ends the connection. That it does so while we still send is no failure.
pub(super) fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let (mut all, mut part) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut part) {
            Ok(0) => return all,
            Ok(count) => all.extend_from_slice(&part[..count]),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                panic!("the server neither answers nor ends the connection: {:?}", String::from_utf8_lossy(&all))
            }
            Err(_) => return all,
        }
    }
}

/// The answer in these bytes; none where there is nothing.
pub(super) fn answer_in(bytes: &[u8]) -> Option<Answer> {
    if bytes.is_empty() {
        return None;
    }
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Some(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
}

/// What is answered to these bytes on a connection of their own; none where it is ended without an answer.
pub(super) fn send(at: SocketAddr, request: &[u8]) -> Option<Answer> {
    let mut stream = connect(at);
    // Who is refused early is not listened to any more.
    let _ = stream.write_all(request);
    answer_in(&rest(&mut stream))
}

pub(super) fn get(at: SocketAddr, target: &str) -> Option<Answer> {
    send(at, format!("GET {target} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n").as_bytes())
}

pub(super) fn post(at: SocketAddr, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let head = format!(
        "POST {target} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    send(at, &[head.as_bytes(), body].concat())
}

/// What curl is answered: status and body. None where there is no curl.
pub(super) fn curl(args: &[&str]) -> Option<(u16, String)> {
    let output = Command::new("curl").args(["-s", "-m", "60", "-w", "\n%{http_code}"]).args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    let (body, status) = text.rsplit_once('\n').unwrap();
    Some((status.parse().unwrap(), body.to_owned()))
}
