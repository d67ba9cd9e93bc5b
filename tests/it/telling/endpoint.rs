//! An endpoint on this machine, which takes what it is sent, or fails on purpose.

use super::signature::hmac_sha256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;
use zonglan::domain::Timestamp;

/// The key of every secret in these tests.
pub(super) const KEY: &[u8] = b"a key of thirty-two bytes, so so";

pub(super) fn secret() -> String {
    format!("whsec_{}", STANDARD.encode(KEY))
}

/// What was sent.
#[derive(Clone, Debug)]
pub(super) struct Got {
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Got {
    pub(super) fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = &found.next().unwrap_or_else(|| panic!("no {name} in {:?}", self.headers)).1;
        assert!(found.next().is_none(), "{name} twice");
        value
    }

    pub(super) fn id(&self) -> &str {
        self.header("webhook-id")
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(super) fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// Verifies it as a receiver does.
    pub(super) fn check_signature(&self, now: Timestamp) {
        let at: i64 = self.header("webhook-timestamp").parse().unwrap();
        assert!((at - now.0).abs() <= 300, "{at} is not about {}", now.0);
        let signed = format!("{}.{at}.{}", self.id(), self.body);
        let expected = format!("v1,{}", STANDARD.encode(hmac_sha256(KEY, signed.as_bytes())));
        assert_eq!(self.header("webhook-signature"), expected);
        assert_eq!(self.header("content-type"), "application/json");
    }
}

/// What is answered.
pub(super) enum Reply {
    /// A status and lines of the head.
    Say(u16, Vec<(&'static str, String)>),
    /// A status with a body.
    Body(u16, String),
    /// Nothing, and the line stays open.
    Hang,
    /// The line is closed in the middle of the head.
    Close,
    /// A status, and then one byte after the other without end.
    Drip(u16),
}

#[derive(Default)]
struct Shared {
    got: Mutex<Vec<Got>>,
    came: Condvar,
    stop: AtomicBool,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
}

/// A running endpoint.
pub(super) struct Endpoint {
    at: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Endpoint {
    /// Answers the nth message that comes as `answer` says.
    pub(super) fn start(answer: impl Fn(usize, &Got) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let (theirs, answer) = (Arc::clone(&shared), Arc::new(answer));
        let serve = move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                if theirs.stop.load(Ordering::SeqCst) {
                    break;
                }
                let (shared, answer) = (Arc::clone(&theirs), Arc::clone(&answer));
                let stream = stream.unwrap();
                let one = move || {
                    let now = shared.at_once.fetch_add(1, Ordering::SeqCst) + 1;
                    shared.most_at_once.fetch_max(now, Ordering::SeqCst);
                    // Whoever hangs up early is no failure of the endpoint's.
                    let _ = talk(stream, answer.as_ref(), &shared);
                    shared.at_once.fetch_sub(1, Ordering::SeqCst);
                };
                open.push(Builder::new().name("test-connection".into()).spawn(one).unwrap());
            }
            open.into_iter().for_each(|thread| thread.join().unwrap());
        };
        let thread = Some(Builder::new().name("test-endpoint".into()).spawn(serve).unwrap());
        Self { at, shared, thread }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/hook", self.at)
    }

    /// All that came so far.
    pub(super) fn got(&self) -> Vec<Got> {
        self.shared.got.lock().unwrap().clone()
    }

    /// Waits until so many messages have come.
    pub(super) fn wait_for(&self, count: usize) -> Vec<Got> {
        let got = self.shared.got.lock().unwrap();
        let (got, late) =
            self.shared.came.wait_timeout_while(got, Duration::from_secs(60), |got| got.len() < count).unwrap();
        assert!(!late.timed_out(), "only {} of {count} came", got.len());
        got.clone()
    }

    pub(super) fn most_at_once(&self) -> usize {
        self.shared.most_at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // So that it looks up from waiting.
        drop(TcpStream::connect(self.at));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn talk(mut stream: TcpStream, answer: &dyn Fn(usize, &Got) -> Reply, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let Some(got) = read(&mut stream)? else { return Ok(()) };
    let nth = {
        let mut all = shared.got.lock().unwrap();
        all.push(got.clone());
        shared.came.notify_all();
        all.len() - 1
    };
    let mut head = |status: u16, lines: &str| write!(stream, "HTTP/1.1 {status} X\r\nConnection: close\r\n{lines}\r\n");
    match answer(nth, &got) {
        Reply::Say(status, headers) => {
            let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            head(status, &format!("Content-Length: 0\r\n{lines}"))
        }
        Reply::Body(status, body) => {
            head(status, &format!("Content-Length: {}\r\n", body.len()))?;
            stream.write_all(body.as_bytes())
        }
        Reply::Hang => {
            stream.set_read_timeout(Some(Duration::from_millis(20)))?;
            let mut byte = [0];
            loop {
                let hung_up = matches!(stream.read(&mut byte), Ok(0));
                if hung_up || shared.stop.load(Ordering::SeqCst) {
                    break;
                }
            }
            Ok(())
        }
        Reply::Close => stream.write_all(b"HTTP/1.1 20"),
        Reply::Drip(status) => {
            head(status, "Content-Length: 1000000\r\n")?;
            while !shared.stop.load(Ordering::SeqCst) {
                stream.write_all(b".")?;
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(())
        }
    }
}

fn read(stream: &mut TcpStream) -> std::io::Result<Option<Got>> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let first = lines.next().unwrap().to_owned();
    assert!(first.starts_with("POST "), "{first}");
    let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: Vec<(String, String)> = lines.filter_map(pair).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").unwrap().1.parse().unwrap();
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let path = first.split(' ').nth(1).unwrap().to_owned();
    Ok(Some(Got { path, headers, body: String::from_utf8(body).unwrap() }))
}
