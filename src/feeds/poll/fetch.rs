//! One question to a feed, within bounds of time, size and patience.

use super::address::Address;
use crate::domain::{FeedTrouble, NoAnswer};
use crate::fetch::{Bounds, Clients, Tags, body, retry_after, said, send};
use reqwest::StatusCode;
use reqwest::header::LOCATION;
use std::time::Duration;

/// What an answer may cost, and how long whoever failed is left alone.
#[derive(Clone, Debug)]
pub struct PollLimits {
    /// How long the connection may take.
    pub connect: Duration,
    /// How long it may take until the answer's head is there.
    pub head: Duration,
    /// How long all of it may take, to the last byte.
    pub whole: Duration,
    /// How large an answer may be, bytes, unpacked.
    pub most_bytes: usize,
    /// How often a server may send from one address to the next.
    pub redirects: usize,
    /// How many feeds are asked at the same time; each of them only once.
    pub at_once: usize,
    /// The longest wait after failures.
    pub longest_wait: Duration,
}

impl Default for PollLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(6),
            head: Duration::from_secs(15),
            whole: Duration::from_secs(60),
            most_bytes: 16 << 20,
            redirects: 4,
            at_once: 8,
            longest_wait: Duration::from_secs(300),
        }
    }
}

impl PollLimits {
    pub(super) fn bounds(&self) -> Bounds {
        Bounds { connect: self.connect, whole: self.whole, redirects: self.redirects }
    }
}

/// What came of asking.
#[derive(Debug)]
pub(super) enum Answer {
    /// All of it is as it was.
    Unchanged,
    /// The source has nothing to say.
    Nothing,
    /// What it says, and by what it knows that again.
    Body(Vec<u8>, Tags),
    /// Nothing that could be used.
    Failed {
        trouble: FeedTrouble,
        /// When the server wants to be asked again.
        retry_after: Option<Duration>,
    },
}

impl Answer {
    fn failed(trouble: FeedTrouble) -> Self {
        Self::Failed { trouble, retry_after: None }
    }
}

/// Whom to ask, and with what. The key is never shown.
pub(super) struct Question {
    pub(super) url: String,
    pub(super) headers: reqwest::header::HeaderMap,
    pub(super) host: String,
    pub(super) key: Option<String>,
    pub(super) tags: Tags,
    /// Seconds of the epoch.
    pub(super) now: i64,
}

impl Question {
    /// The question to an address.
    ///
    /// # Errors
    /// There is no key, or one that can't be sent.
    pub(super) fn new(
        setting: &super::FeedSetting,
        address: &Address,
        tags: Tags,
        now: i64,
    ) -> Result<Self, FeedTrouble> {
        let key = setting.key().filter(|_| setting.wants_key());
        let no_key = || FeedTrouble::NoKey { variable: setting.key_env.clone() };
        if setting.wants_key() && key.is_none() {
            return Err(no_key());
        }
        let headers = address.headers(key.as_deref()).map_err(|_| no_key())?;
        Ok(Self { url: address.url(key.as_deref()), headers, host: address.host.clone(), key, tags, now })
    }
}

/// Asks.
pub(super) async fn fetch(clients: &Clients, limits: &PollLimits, question: &Question) -> Answer {
    let host = || question.host.clone();
    let unreachable = |why| Answer::failed(FeedTrouble::Unreachable { host: host(), why });
    let request = clients.to(&question.host).get(&question.url).headers(question.headers.clone());
    let mut response = match send(question.tags.ask(request), limits.head).await {
        Ok(response) => response,
        Err(why) => return unreachable(why),
    };
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED && !question.tags.is_empty() {
        return Answer::Unchanged;
    }
    if matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT) {
        return Answer::Nothing;
    }
    let retry_after = retry_after(response.headers(), question.now);
    if status.is_server_error() {
        let trouble = FeedTrouble::Unreachable { host: host(), why: NoAnswer::Status(status.as_u16()) };
        return Answer::Failed { trouble, retry_after };
    }
    let tags = Tags::of(&response);
    let bytes = match body(&mut response, limits.most_bytes).await {
        Ok(bytes) => bytes,
        Err(why) => return unreachable(why),
    };
    // A part of an answer is none.
    if status.is_success() && status != StatusCode::PARTIAL_CONTENT {
        return Answer::Body(bytes, tags);
    }
    let said = if status.is_redirection() && response.headers().contains_key(LOCATION) {
        "it sends to another server, which would read the key".to_owned()
    } else {
        said(&bytes, question.key.as_deref())
    };
    let trouble = FeedTrouble::Refused { host: host(), status: status.as_u16(), said };
    Answer::Failed { trouble, retry_after }
}
