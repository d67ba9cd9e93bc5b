//! The connections: who sends too much, too slowly or not at all costs himself a connection for a while and nothing else.

use super::Keep;
use super::desk::{Desk, Verdict};
use super::kind::Kind;
use super::report::{Dialect, Envelope, Malformed, read};
use crate::domain::{Fix, Receipt, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::WWW_AUTHENTICATE;
use hyper::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, ORIGIN, RETRY_AFTER};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::time::{sleep, timeout};

/// How much is taken of whom.
#[derive(Clone, Debug)]
pub struct ReceiveLimits {
    /// Connections at once; more wait in the system's queue.
    pub connections: usize,
    /// How long a post's head may take, from the connection's begin or the last answer on.
    pub head: Duration,
    /// How long its body may take.
    pub body: Duration,
    /// The longest body, bytes: a backlog of a thousand positions.
    pub body_bytes: usize,
    /// How long the disk may take.
    pub kept: Duration,
    /// How long a connection may be used.
    pub connection: Duration,
}

impl Default for ReceiveLimits {
    fn default() -> Self {
        Self {
            connections: 256,
            head: Duration::from_secs(10),
            body: Duration::from_secs(10),
            body_bytes: 256 * 1024,
            kept: Duration::from_secs(10),
            connection: Duration::from_secs(600),
        }
    }
}

/// The longest head, bytes.
const HEAD_BYTES: usize = 16 * 1024;
/// A phone that was told to come again does so after so long.
const RETRY_SECS: &str = "30";
/// The same trouble is told no oftener.
const TROUBLE_EVERY: Duration = Duration::from_secs(60);
/// Where the system gives no more connections, the next is tried after so long.
const NO_CONNECTION_WAIT: Duration = Duration::from_millis(100);

/// What all connections share.
pub(super) struct Shared {
    desk: Mutex<Desk>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    keep: Keep,
    limits: ReceiveLimits,
    trouble_told: Mutex<Option<Instant>>,
}

impl Shared {
    pub(super) fn new(
        desk: Desk,
        clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
        keep: Keep,
        limits: ReceiveLimits,
    ) -> Self {
        Self { desk: Mutex::new(desk), clock, keep, limits, trouble_told: Mutex::default() }
    }

    pub(super) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_trouble(&self, why: &str) {
        let mut told = self.trouble_told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|at| at.elapsed() >= TROUBLE_EVERY) {
            *told = Some(Instant::now());
            tracing::warn!("positions of phones are not kept, the phones will send them again: {why}");
        }
    }
}

/// Serves until told to stop.
pub(super) async fn serve(listener: std::net::TcpListener, shared: &Arc<Shared>, stop: &Notify) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let room = Arc::new(Semaphore::new(shared.limits.connections));
    loop {
        let accepted = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = stop.notified() => return Ok(()),
        };
        match accepted {
            Ok((stream, _)) => {
                let shared = Arc::clone(shared);
                tokio::spawn(async move {
                    connection(stream, &shared).await;
                    drop(permit);
                });
            }
            Err(why) => {
                shared.tell_trouble(&why.to_string());
                sleep(NO_CONNECTION_WAIT).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, shared: &Arc<Shared>) {
    let limits = &shared.limits;
    let service = service_fn(|request| answer(Arc::clone(shared), request));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(HEAD_BYTES);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = sleep(limits.connection) => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            // What is under way is still answered.
            connection.as_mut().graceful_shutdown();
            let last = limits.body + limits.kept;
            timeout(last, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(why) = ended {
        if why.is_parse() {
            shared.desk().count(Kind::Unreadable);
        }
        tracing::debug!("a phone's connection ended: {why}");
    }
}

/// The connection is ended without an answer.
#[derive(Debug, thiserror::Error)]
#[error("left without an answer")]
struct BrokenOff;

type Reply = Response<Full<Bytes>>;

async fn answer(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Reply, BrokenOff> {
    let (head, body) = request.into_parts();
    if let Some(no) = refused(&head) {
        return Ok(no);
    }
    let limits = &shared.limits;
    let too_large = || {
        let sentence = format!("a post has at most {} bytes", limits.body_bytes);
        Ok(closing(say(StatusCode::PAYLOAD_TOO_LARGE, &sentence)))
    };
    if body.size_hint().lower() > limits.body_bytes as u64 {
        shared.desk().count(Kind::Unreadable);
        return too_large();
    }
    let body = match timeout(limits.body, Limited::new(body, limits.body_bytes).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(why)) => {
            shared.desk().count(Kind::Unreadable);
            // Anything else is a sender who has gone.
            return if why.is::<LengthLimitError>() { too_large() } else { Err(BrokenOff) };
        }
        Err(_) => {
            shared.desk().count(Kind::Unreadable);
            return Ok(closing(say(StatusCode::REQUEST_TIMEOUT, "the post took too long")));
        }
    };
    take(&shared, &head, &body).await
}

/// What is refused whatever it says.
fn refused(head: &Parts) -> Option<Reply> {
    if head.method != Method::GET && head.method != Method::POST {
        return Some(closing(say(StatusCode::METHOD_NOT_ALLOWED, "positions come by POST or GET")));
    }
    // A page that somebody has open in a browser on this machine must not move people.
    let from = header(&head.headers, &HeaderName::from_static("sec-fetch-site"));
    let by_a_page = head.headers.contains_key(ORIGIN) || from.is_some_and(|from| from != "none");
    by_a_page.then(|| closing(say(StatusCode::FORBIDDEN, "positions come from phones, not from web pages")))
}

async fn take(shared: &Arc<Shared>, head: &Parts, body: &[u8]) -> Result<Reply, BrokenOff> {
    let given = Credentials::of(&head.headers);
    let envelope = Envelope {
        query: head.uri.query().unwrap_or_default(),
        limit_user: header(&head.headers, &HeaderName::from_static("x-limit-u")),
        limit_device: header(&head.headers, &HeaderName::from_static("x-limit-d")),
        user: given.as_ref().and_then(|given| given.user.as_deref()),
        body,
    };
    let post = match read(&envelope) {
        Ok(Some(post)) => post,
        Ok(None) if head.method == Method::POST => return Ok(heard(Dialect::OwnTracks)),
        Ok(None) => {
            let sentence = "point OwnTracks, Traccar Client or OsmAnd at this address";
            return Ok(say(StatusCode::BAD_REQUEST, sentence));
        }
        Err(Malformed(sentence)) => {
            shared.desk().count(Kind::Unreadable);
            return Ok(say(StatusCode::BAD_REQUEST, &sentence));
        }
    };
    let dialect = post.dialect;
    let secret = given.as_ref().map(|given| given.secret.as_str());
    let (verdict, fixes) = shared.desk().hear(post, secret, (shared.clock)());
    match verdict {
        Verdict::Unauthorised => {
            let mut no = say(StatusCode::UNAUTHORIZED, "this device's secret is missing or wrong");
            no.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"zonglan\""));
            return Ok(no);
        }
        Verdict::Unknown => {
            let status = if dialect == Dialect::OsmAnd { StatusCode::BAD_REQUEST } else { StatusCode::NOT_FOUND };
            return Ok(say(status, "nobody has this device"));
        }
        Verdict::Heard => {}
    }
    match kept(shared, fixes).await {
        Ok(()) => Ok(heard(dialect)),
        Err(why) => {
            shared.tell_trouble(&why);
            not_kept(dialect)
        }
    }
}

/// Waits until the fixes are durable. That is settled by whoever makes them durable, for the sender may be gone by then.
async fn kept(shared: &Arc<Shared>, fixes: Vec<Fix>) -> Result<(), String> {
    if fixes.is_empty() {
        return Ok(());
    }
    let (tell, told) = oneshot::channel();
    let (theirs, batch) = (Arc::clone(shared), fixes.clone());
    let receipt = Receipt::new(move |outcome: Result<(), String>| {
        theirs.desk().settle(batch, outcome.is_ok());
        // A sender who has gone hears it when he sends again.
        let _ = tell.send(outcome);
    });
    (shared.keep)(fixes, receipt);
    match timeout(shared.limits.kept, told).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err("the store has stopped".to_owned()),
        Err(_) => Err("the disk takes too long".to_owned()),
    }
}

/// The sender must send again. OwnTracks takes any answer for "delivered", so it gets none.
fn not_kept(dialect: Dialect) -> Result<Reply, BrokenOff> {
    if dialect == Dialect::OwnTracks {
        return Err(BrokenOff);
    }
    let mut no = say(StatusCode::SERVICE_UNAVAILABLE, "positions can't be kept now, send them again");
    no.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECS));
    Ok(no)
}

/// All is well.
fn heard(dialect: Dialect) -> Reply {
    if dialect != Dialect::OwnTracks {
        return Response::new(Full::default());
    }
    let mut list = Response::new(Full::from("[]"));
    list.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    list
}

fn say(status: StatusCode, sentence: &str) -> Reply {
    let mut reply = Response::new(Full::from(format!("{sentence}\n")));
    *reply.status_mut() = status;
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    reply
}

/// The rest of what the sender has to say isn't read.
fn closing(mut reply: Reply) -> Reply {
    reply.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    reply
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// What a sender signs in with.
struct Credentials {
    user: Option<String>,
    secret: String,
}

impl Credentials {
    /// Basic's name and password, or a Bearer's token.
    fn of(headers: &HeaderMap) -> Option<Self> {
        let (scheme, rest) = header(headers, &AUTHORIZATION)?.split_once(' ')?;
        if scheme.eq_ignore_ascii_case("bearer") {
            return Some(Self { user: None, secret: rest.trim().to_owned() });
        }
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let pair = String::from_utf8(STANDARD_PAD_INDIFFERENT.decode(rest.trim()).ok()?).ok()?;
        let (user, secret) = pair.split_once(':')?;
        Some(Self { user: Some(user.to_owned()), secret: secret.to_owned() })
    }
}
