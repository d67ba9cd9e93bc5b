//! A server of pictures on this machine, each of whose answers a test speaks itself.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// What was asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Which question it is, from 0.
    pub(super) number: usize,
    pub(super) path: String,
    pub(super) head: String,
}

/// An answer as it is spoken.
pub(super) struct Answer {
    stream: TcpStream,
    stop: Arc<AtomicBool>,
}

impl Answer {
    pub(super) fn say(&mut self, status: &str, head: &[(&str, &str)], body: &[u8]) -> std::io::Result<()> {
        let lines: String = head.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        write!(self.stream, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{lines}\r\n")?;
        self.stream.write_all(body)
    }

    /// The head of an answer without an end.
    pub(super) fn begin(&mut self, kind: &str) -> std::io::Result<()> {
        write!(self.stream, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {kind}\r\n\r\n")
    }

    /// One part of a stream.
    pub(super) fn part(&mut self, bytes: &[u8], with_length: bool) -> std::io::Result<()> {
        let length = if with_length { format!("Content-Length: {}\r\n", bytes.len()) } else { String::new() };
        write!(self.stream, "--camera\r\nContent-Type: image/jpeg\r\n{length}\r\n")?;
        self.stream.write_all(bytes)?;
        self.stream.write_all(b"\r\n")
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(bytes)
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// Says nothing more until whoever asked hangs up, or the server goes.
    pub(super) fn until_hung_up(&mut self) -> std::io::Result<()> {
        self.stream.set_read_timeout(Some(Duration::from_millis(20)))?;
        let mut byte = [0];
        loop {
            match self.stream.read(&mut byte) {
                Ok(0) => return Ok(()),
                Err(why) if ![std::io::ErrorKind::WouldBlock, std::io::ErrorKind::TimedOut].contains(&why.kind()) => {
                    return Ok(());
                }
                _ if self.is_stopped() => return Ok(()),
                _ => {}
            }
        }
    }

    /// The stream itself, for what is no HTTP.
    pub(super) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }
}

/// How a server answers.
type Speak = dyn Fn(&Asked, &mut Answer) -> std::io::Result<()> + Send + Sync;

#[derive(Default)]
struct Counts {
    asked: Mutex<Vec<Asked>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

/// A running server.
pub(super) struct Server {
    at: SocketAddr,
    counts: Arc<Counts>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(speak: impl Fn(&Asked, &mut Answer) -> std::io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (counts, stop) = (Arc::<Counts>::default(), Arc::<AtomicBool>::default());
        let (their_counts, their_stop) = (Arc::clone(&counts), Arc::clone(&stop));
        let speak: Arc<Speak> = Arc::new(speak);
        let serve = move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                if their_stop.load(Ordering::SeqCst) {
                    break;
                }
                let answer = Answer { stream: stream.unwrap(), stop: Arc::clone(&their_stop) };
                let (counts, speak) = (Arc::clone(&their_counts), Arc::clone(&speak));
                let one = move || {
                    let now = counts.open.fetch_add(1, Ordering::SeqCst) + 1;
                    counts.most_open.fetch_max(now, Ordering::SeqCst);
                    // Whoever hangs up early is no failure of the server's.
                    let _ = talk(answer, speak.as_ref(), &counts);
                    counts.open.fetch_sub(1, Ordering::SeqCst);
                };
                open.push(Builder::new().name("test-connection".into()).spawn(one).unwrap());
            }
            open.into_iter().for_each(|thread| thread.join().unwrap());
        };
        let thread = Some(Builder::new().name("test-cameras".into()).spawn(serve).unwrap());
        Self { at, counts, stop, thread }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// Its name and port.
    pub(super) fn host(&self) -> String {
        self.at.to_string()
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.counts.asked.lock().unwrap().clone()
    }

    /// How many are being answered.
    pub(super) fn open(&self) -> usize {
        self.counts.open.load(Ordering::SeqCst)
    }

    pub(super) fn most_open(&self) -> usize {
        self.counts.most_open.load(Ordering::SeqCst)
    }

    /// Waits until nobody is being answered any more.
    pub(super) fn until_idle(&self) {
        let until = Instant::now() + Duration::from_secs(30);
        while self.open() > 0 {
            assert!(Instant::now() < until, "somebody still looks");
            std::thread::sleep(Duration::from_millis(5));
        }
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

fn talk(mut answer: Answer, speak: &Speak, counts: &Counts) -> std::io::Result<()> {
    answer.stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if answer.stream.read(&mut byte)? == 0 {
            return Ok(());
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let asked = {
        let mut all = counts.asked.lock().unwrap();
        let asked = Asked { number: all.len(), path, head };
        all.push(asked.clone());
        asked
    };
    speak(&asked, &mut answer)
}
