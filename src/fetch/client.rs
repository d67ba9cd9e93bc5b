//! Who asks, how a whole answer is had, and what its head says.

use crate::domain::NoAnswer;
use reqwest::header::{
    DATE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use std::time::Duration;

/// A server that says when to come back is believed up to this.
const LONGEST_RETRY_SECS: u64 = 86_400;

/// What an answer may cost.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    /// How long the connection may take.
    pub(crate) connect: Duration,
    /// How long all of it may take, to the last byte.
    pub(crate) whole: Duration,
    /// How often a server may send from one address to the next.
    pub(crate) redirects: usize,
}

/// Where a server may send whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Redirects {
    /// Anywhere.
    Anywhere,
    /// To itself only, and not from TLS to plain text: another would read the key.
    SameHost,
    /// Nowhere: what was sent was for this address, and a redirect is an answer like any other.
    Nowhere,
}

impl Redirects {
    fn policy(self, most: usize) -> Policy {
        match self {
            Self::Anywhere => Policy::limited(most),
            Self::Nowhere => Policy::none(),
            Self::SameHost => Policy::custom(move |attempt| {
                let first = attempt.previous().first();
                let same = first.is_some_and(|first| {
                    let bare = first.scheme() == "https" && attempt.url().scheme() != "https";
                    first.host_str() == attempt.url().host_str() && !bare
                });
                if attempt.previous().len() > most {
                    attempt.error("too many redirects")
                } else if same {
                    attempt.follow()
                } else {
                    attempt.stop()
                }
            }),
        }
    }
}

/// Who asks: once with the system's proxy, once without, for servers on this very machine.
#[derive(Clone, Debug)]
pub(crate) struct Clients {
    through_proxy: Client,
    direct: Client,
}

impl Clients {
    /// The clients.
    ///
    /// # Errors
    /// Why TLS can't be had.
    pub(crate) fn new(bounds: &Bounds, redirects: Redirects) -> Result<Self, String> {
        // Whoever installed one before has installed the same: there is no other in this program.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            Client::builder()
                .user_agent(concat!("zonglan/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(bounds.connect)
                .timeout(bounds.whole)
                .redirect(redirects.policy(bounds.redirects))
                // Or the next server would read the key in the address of the one that sent us there.
                .referer(false)
        };
        let built = |builder: reqwest::ClientBuilder| builder.build().map_err(|why| why.without_url().to_string());
        Ok(Self { through_proxy: built(builder())?, direct: built(builder().no_proxy())? })
    }

    /// The one that asks this host.
    pub(crate) fn to(&self, host: &str) -> &Client {
        let is_here = ["127.", "localhost", "[::1]"].iter().any(|name| host.starts_with(name));
        if is_here { &self.direct } else { &self.through_proxy }
    }
}

/// By what a server knows its answer again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tags {
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
}

impl Tags {
    /// What an answer says of itself.
    pub(crate) fn of(response: &Response) -> Self {
        Self { etag: header(response, ETAG), modified: header(response, LAST_MODIFIED) }
    }

    /// Asks for nothing where the answer is still the same.
    pub(crate) fn ask(&self, mut request: RequestBuilder) -> RequestBuilder {
        for (name, tag) in [(IF_NONE_MATCH, &self.etag), (IF_MODIFIED_SINCE, &self.modified)] {
            if let Some(tag) = tag {
                request = request.header(name, tag);
            }
        }
        request
    }

    /// Whether there is anything to ask by.
    pub(crate) fn is_empty(&self) -> bool {
        self.etag.is_none() && self.modified.is_none()
    }
}

/// Sends a question and waits for the answer's head.
///
/// # Errors
/// Why none came.
pub(crate) async fn send(request: RequestBuilder, head: Duration) -> Result<Response, NoAnswer> {
    match tokio::time::timeout(head, request.send()).await {
        Ok(outcome) => outcome.map_err(|why| no_answer(&why)),
        Err(_) => Err(NoAnswer::TimedOut),
    }
}

/// The whole body, unpacked.
///
/// # Errors
/// It broke off, took too long, or is larger than `most_bytes`.
pub(crate) async fn body(response: &mut Response, most_bytes: usize) -> Result<Vec<u8>, NoAnswer> {
    if response.content_length().is_some_and(|length| length > most_bytes as u64) {
        return Err(NoAnswer::TooLong);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|why| no_answer(&why))? {
        if bytes.len() + chunk.len() > most_bytes {
            return Err(NoAnswer::TooLong);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn no_answer(why: &reqwest::Error) -> NoAnswer {
    if why.is_redirect() {
        NoAnswer::RedirectLoop
    } else if why.is_timeout() {
        NoAnswer::TimedOut
    } else if why.is_connect() {
        NoAnswer::NoConnection
    } else {
        NoAnswer::BrokeOff
    }
}

/// One line of an answer's head.
fn header(response: &Response, name: HeaderName) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(str::to_owned)
}

/// An HTTP date in seconds of the epoch.
pub(crate) fn moment(text: &str) -> Option<i64> {
    let moment = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(moment.as_second())
}

/// After how long the server wants to be asked again. A moment is counted from the server's own now, where it says
/// that: the clocks may differ. `now` is ours, seconds of the epoch.
pub(crate) fn retry_after(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok();
    let told = text(RETRY_AFTER)?.trim();
    let their_now = || text(DATE).and_then(moment).unwrap_or(now);
    let secs = told.parse().ok().or_else(|| u64::try_from(moment(told)? - their_now()).ok())?;
    Some(Duration::from_secs(secs.min(LONGEST_RETRY_SECS)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_when_to_come_back() {
        let heads = |pairs: &[(HeaderName, &str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
        };
        let after = |text: &str| retry_after(&heads(&[(RETRY_AFTER, text)]), 1_000);
        assert_eq!(after("120"), Some(Duration::from_secs(120)));
        assert_eq!(after("Thu, 01 Jan 1970 01:00:00 GMT"), Some(Duration::from_secs(2_600)));
        assert_eq!(after("99999999999"), Some(Duration::from_secs(LONGEST_RETRY_SECS)));
        assert_eq!(after("soon"), None);
        let fast = [(RETRY_AFTER, "Thu, 01 Jan 1970 10:00:30 GMT"), (DATE, "Thu, 01 Jan 1970 10:00:00 GMT")];
        assert_eq!(retry_after(&heads(&fast), 1_000), Some(Duration::from_secs(30)), "its clock is nine hours ahead");
    }
}
