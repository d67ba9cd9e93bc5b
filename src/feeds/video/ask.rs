//! One look at an address over HTTP: a single picture, or a stream for as long as it comes.

use super::VideoLimits;
use super::parts::{Broken, Parts};
use crate::domain::{NoAnswer, PhotoFormat, VideoTrouble};
use crate::fetch::{Bounds, Clients, Redirects, Tags, send};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Response, StatusCode};
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// So many parts in a row may be no pictures.
const MOST_GARBAGE: usize = 3;
/// After each picture of a stream its sender waits so long: nobody looks at two hundred a second.
const BREATH: Duration = Duration::from_millis(5);
/// No question stays open for longer: whoever looks for a day asks anew.
const LONGEST: Duration = Duration::from_secs(86_400);

/// Whom to ask, and with what. It is never shown.
pub(super) struct Question {
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) host: String,
}

/// What became of a look that did not fail.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Looked {
    /// A picture came, and by this it is known again.
    Picture(Tags),
    /// The picture is as it was.
    Unchanged,
}

/// The clients that cameras are asked by.
pub(super) fn clients(limits: &VideoLimits) -> Result<Clients, String> {
    Clients::new(&Bounds { connect: limits.connect, whole: LONGEST, redirects: 3 }, Redirects::SameHost)
}

/// Whether these bytes begin as a picture does, whatever they are called.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    PhotoFormat::of(bytes).is_some()
}

/// Asks; every picture that comes is handed to `show`, at once. A stream never ends well.
pub(super) async fn look(
    clients: &Clients,
    limits: &VideoLimits,
    question: &Question,
    tags: &Tags,
    show: &mut (impl FnMut(Vec<u8>) + Send),
) -> Result<Looked, VideoTrouble> {
    let until = Instant::now() + limits.whole;
    let request = clients.to(&question.host).get(&question.url).headers(question.headers.clone());
    let mut response = send(tags.ask(request), limits.head).await?;
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED && !tags.is_empty() {
        return Ok(Looked::Unchanged);
    }
    match status {
        StatusCode::OK => {}
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT => return Err(VideoTrouble::NoPicture),
        status if status.is_server_error() => return Err(NoAnswer::Status(status.as_u16()).into()),
        status => return Err(VideoTrouble::Refused(status.as_u16())),
    }
    let tags = Tags::of(&response);
    let mut bytes = Vec::new();
    let is_stream = loop {
        let begins = bytes.trim_ascii_start();
        if begins.starts_with(b"--") || (says_stream(&response) && !bytes.is_empty() && !is_picture(&bytes)) {
            break true;
        }
        let Some(more) = within(until, response.chunk()).await? else {
            break says_stream(&response) && !is_picture(&bytes);
        };
        if bytes.len() + more.len() > limits.most_bytes {
            return Err(VideoTrouble::TooLarge);
        }
        bytes.extend_from_slice(&more);
    };
    if is_stream {
        return Err(stream(response, &bytes, limits, show).await);
    }
    if !is_picture(&bytes) {
        return Err(VideoTrouble::NotAPicture);
    }
    show(bytes);
    Ok(Looked::Picture(tags))
}

fn says_stream(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("multipart/"))
}

/// Waits for more of an answer until a moment.
async fn within<T>(until: Instant, more: impl Future<Output = Result<T, reqwest::Error>>) -> Result<T, VideoTrouble> {
    match timeout_at(until, more).await {
        Ok(Ok(more)) => Ok(more),
        Ok(Err(_)) => Err(NoAnswer::BrokeOff.into()),
        Err(_) => Err(NoAnswer::TimedOut.into()),
    }
}

/// Reads a stream until it fails; answers why it did.
async fn stream(
    mut response: Response,
    begun: &[u8],
    limits: &VideoLimits,
    show: &mut (impl FnMut(Vec<u8>) + Send),
) -> VideoTrouble {
    let mut film = Film::new(limits);
    if let Err(trouble) = film.take(begun, show) {
        return trouble;
    }
    loop {
        let more = match timeout(film.patience(), response.chunk()).await {
            Ok(Ok(Some(more))) => more,
            Ok(Ok(None)) => return VideoTrouble::Ended,
            Ok(Err(_)) => return NoAnswer::BrokeOff.into(),
            Err(_) => return NoAnswer::TimedOut.into(),
        };
        match film.take(&more, show) {
            Ok(true) => tokio::time::sleep(BREATH).await,
            Ok(false) => {}
            Err(trouble) => return trouble,
        }
    }
}

/// A stream as it is cut into pictures, and its patience.
pub(super) struct Film {
    parts: Parts,
    garbage: usize,
    last: Instant,
    silence: Duration,
    picture: Duration,
}

impl Film {
    pub(super) fn new(limits: &VideoLimits) -> Self {
        let parts = Parts::new(limits.most_bytes);
        Self { parts, garbage: 0, last: Instant::now(), silence: limits.silence, picture: limits.picture }
    }

    /// How long the next bytes may be awaited: until the silence is too long, or a picture is overdue.
    pub(super) fn patience(&self) -> Duration {
        self.silence.min((self.last + self.picture).saturating_duration_since(Instant::now()))
    }

    /// Takes in what came; answers whether pictures came of it.
    pub(super) fn take(&mut self, came: &[u8], show: &mut impl FnMut(Vec<u8>)) -> Result<bool, VideoTrouble> {
        self.parts.take(came);
        let mut newest = None;
        let ended = loop {
            match self.parts.part() {
                Ok(Some(part)) if is_picture(&part) => {
                    (self.garbage, self.last) = (0, Instant::now());
                    newest = Some(part);
                }
                Ok(Some(_)) if self.garbage < MOST_GARBAGE => self.garbage += 1,
                Ok(Some(_)) => break Some(VideoTrouble::NotAPicture),
                Ok(None) => break None,
                Err(Broken::NoStream) => break Some(VideoTrouble::NotAPicture),
                Err(Broken::TooLarge) => break Some(VideoTrouble::TooLarge),
                Err(Broken::Ended) => break Some(VideoTrouble::Ended),
            }
        };
        let came = newest.is_some();
        newest.into_iter().for_each(&mut *show);
        match ended {
            Some(trouble) => Err(trouble),
            None if self.last.elapsed() > self.picture => Err(NoAnswer::TimedOut.into()),
            None => Ok(came),
        }
    }
}
