//! A server of tiles on this machine, which answers as a test says, well or badly.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;
use zonglan::spatial::TileId;

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The path and what stands behind it.
    pub(crate) path: String,
    /// All of the head.
    pub(crate) head: String,
}

impl Asked {
    /// The tile of a path that ends in `/z/x/y.png`.
    pub(crate) fn tile(&self) -> TileId {
        let plain = self.path.trim_end_matches(".png");
        let mut numbers = plain.rsplit('/').map(|number| number.parse::<u32>().unwrap());
        let (y, x, z) = (numbers.next().unwrap(), numbers.next().unwrap(), numbers.next().unwrap());
        TileId::new(z as u8, x, y).unwrap()
    }
}

/// What is answered.
pub(crate) enum Reply {
    /// A status, further lines of the head, a body.
    Say(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// One byte every 50 ms, without end.
    Drip,
    /// As many bytes as are taken.
    Endless,
    /// Half of what was promised.
    BreakOff,
    /// Nothing, and the line stays open.
    Silent,
    /// Bytes in place of an answer.
    Raw(Vec<u8>),
}

impl Reply {
    pub(crate) fn picture(bytes: Vec<u8>) -> Self {
        Self::Say(200, vec![("Content-Type", "image/png".into())], bytes)
    }
}

/// A running server.
pub(crate) struct Server {
    at: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    most_at_once: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (asked, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (most_at_once, at_once) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (their_asked, their_stop, their_most) = (Arc::clone(&asked), Arc::clone(&stop), Arc::clone(&most_at_once));
        let answer = Arc::new(answer);
        let serve = move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                if their_stop.load(Ordering::SeqCst) {
                    break;
                }
                let (answer, asked, stop) = (Arc::clone(&answer), Arc::clone(&their_asked), Arc::clone(&their_stop));
                let (most, at_once) = (Arc::clone(&their_most), Arc::clone(&at_once));
                let stream = stream.unwrap();
                let one = move || {
                    most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    // Whoever hangs up early is no failure of the server's.
                    let _ = talk(stream, answer.as_ref(), &asked, &stop);
                    at_once.fetch_sub(1, Ordering::SeqCst);
                };
                open.push(Builder::new().name("test-connection".into()).spawn(one).unwrap());
            }
            open.into_iter().for_each(|thread| thread.join().unwrap());
        };
        let thread = Some(Builder::new().name("test-server".into()).spawn(serve).unwrap());
        Self { at, asked, most_at_once, stop, thread }
    }

    /// An address on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// How it is called in sentences.
    pub(crate) fn host(&self) -> String {
        self.at.to_string()
    }

    /// All that was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How many it answered at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // So that it looks up from waiting.
        drop(TcpStream::connect(self.at));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn talk(
    mut stream: TcpStream,
    answer: &(dyn Fn(&Asked) -> Reply + Send + Sync),
    asked: &Mutex<Vec<Asked>>,
    stop: &AtomicBool,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(());
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let question = Asked { path, head };
    asked.lock().unwrap().push(question.clone());
    let ok = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: image/png\r\n";
    match answer(&question) {
        Reply::Say(status, headers, body) => {
            let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            let length = body.len();
            write!(stream, "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n{lines}\r\n")?;
            stream.write_all(&body)
        }
        Reply::Drip => {
            write!(stream, "{ok}\r\n")?;
            while !stop.load(Ordering::SeqCst) {
                stream.write_all(b"\x89")?;
                std::thread::sleep(Duration::from_millis(50));
            }
            Ok(())
        }
        Reply::Endless => {
            write!(stream, "{ok}\r\n")?;
            let much = vec![0x89; 1 << 16];
            while !stop.load(Ordering::SeqCst) {
                stream.write_all(&much)?;
            }
            Ok(())
        }
        Reply::Silent => {
            // Until whoever asked hangs up, or the server goes.
            stream.set_read_timeout(Some(Duration::from_millis(50)))?;
            while !stop.load(Ordering::SeqCst) && !matches!(stream.read(&mut byte), Ok(0)) {}
            Ok(())
        }
        Reply::Raw(bytes) => stream.write_all(&bytes),
        Reply::BreakOff => write!(stream, "{ok}Content-Length: 1000\r\n\r\n\u{89}PNG"),
    }
}
