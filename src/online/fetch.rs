//! One tile from a server, within bounds of time, size and patience.

use super::cache::Kept;
use super::settings::Key;
use crate::fetch::{Bounds, Clients, Tags, body, moment, retry_after, said, send};
use crate::intake::basemap::Encoding;
use crate::spatial::{NoAnswer, PictureTrouble};
use reqwest::StatusCode;
use reqwest::header::{AGE, CACHE_CONTROL, EXPIRES, HeaderMap, HeaderName};
use std::time::Duration;

/// What an answer may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long the connection may take.
    pub connect: Duration,
    /// How long all of it may take, to the last byte.
    pub whole: Duration,
    /// How large a tile may be, bytes, unpacked.
    pub most_bytes: usize,
    /// How often a server may send from one address to the next.
    pub redirects: usize,
    /// How many tiles are fetched at once, of all maps.
    pub at_once: usize,
    /// The first wait after a failure; it doubles from there.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(6),
            whole: Duration::from_secs(20),
            most_bytes: 4 << 20,
            redirects: 4,
            at_once: 4,
            first_wait: Duration::from_millis(800),
            longest_wait: Duration::from_secs(300),
        }
    }
}

impl Limits {
    /// As whoever asks needs them.
    pub(super) fn bounds(&self) -> Bounds {
        Bounds { connect: self.connect, whole: self.whole, redirects: self.redirects }
    }
}

/// A tile holds for so long where its server says nothing: a week, as OpenStreetMap's servers want it.
const HOLDS_SECS: i64 = 7 * 86_400;
/// No tile holds longer, whatever its server says.
const LONGEST_SECS: i64 = 365 * 86_400;
/// That a server has no such tile holds for a day.
const NOTHING_SECS: i64 = 86_400;

/// What came of asking.
#[derive(Debug)]
pub(super) enum Answer {
    /// A picture, or word that there is none; and whether it may be kept on disk.
    Tile(Kept, bool),
    /// What is kept is as it was, until then.
    Unchanged(i64),
    /// Nothing that could be drawn.
    Failed {
        /// What the officer is told.
        trouble: PictureTrouble,
        /// When the server wants to be asked again.
        retry_after: Option<Duration>,
    },
}

/// Whom to ask, and with what. The address holds the key: it is never shown.
pub(super) struct Question {
    pub(super) url: String,
    pub(super) host: String,
    pub(super) key: Option<Key>,
    pub(super) tags: Tags,
    /// Seconds of the epoch.
    pub(super) now: i64,
}

/// Asks for a tile.
pub(super) async fn fetch(clients: &Clients, limits: &Limits, question: &Question) -> Answer {
    let failed = |why| {
        let trouble = PictureTrouble::Unreachable { host: question.host.clone(), why };
        Answer::Failed { trouble, retry_after: None }
    };
    let key = question.key.as_ref().map(|key| key.0.as_str());
    let request = question.tags.ask(clients.to(&question.host).get(&question.url));
    let mut response = match send(request, limits.whole).await {
        Ok(response) => response,
        Err(why) => return failed(why),
    };
    let status = response.status();
    let holds = Holds::of(response.headers(), question.now);
    if status == StatusCode::NOT_MODIFIED {
        return Answer::Unchanged(holds.until);
    }
    if matches!(status, StatusCode::NOT_FOUND | StatusCode::NO_CONTENT | StatusCode::GONE) {
        return nothing(question.now);
    }
    let tags = Tags::of(&response);
    let retry_after = retry_after(response.headers(), question.now);
    if status.is_server_error() {
        let trouble =
            PictureTrouble::Unreachable { host: question.host.clone(), why: NoAnswer::Status(status.as_u16()) };
        return Answer::Failed { trouble, retry_after };
    }
    let bytes = match body(&mut response, limits.most_bytes).await {
        Ok(bytes) => bytes,
        Err(why) => return failed(why),
    };
    if !status.is_success() {
        let said = said(&bytes, key);
        let trouble = PictureTrouble::Refused { host: question.host.clone(), status: status.as_u16(), said };
        return Answer::Failed { trouble, retry_after };
    }
    match Encoding::of(&bytes) {
        Some(Encoding::Png | Encoding::Jpeg) => {
            Answer::Tile(Kept { bytes, tags, expires_at: holds.until }, holds.may_be_kept)
        }
        None if bytes.is_empty() => nothing(question.now),
        other => {
            let said = match other {
                Some(_) => "WebP".to_owned(),
                None => said(&bytes, key),
            };
            let trouble = PictureTrouble::NoPicture { host: question.host.clone(), said };
            Answer::Failed { trouble, retry_after }
        }
    }
}

fn nothing(now: i64) -> Answer {
    Answer::Tile(Kept { expires_at: now + NOTHING_SECS, ..Kept::default() }, true)
}

/// How long an answer holds (RFC 9111).
struct Holds {
    until: i64,
    may_be_kept: bool,
}

impl Holds {
    fn of(headers: &HeaderMap, now: i64) -> Self {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let control = text(CACHE_CONTROL).unwrap_or_default().to_ascii_lowercase();
        let words = || control.split(',').map(str::trim);
        let says = |word: &str| words().any(|said| said == word);
        let max_age = words().find_map(|word| word.strip_prefix("max-age=")?.trim_matches('"').parse::<i64>().ok());
        let age = text(AGE).and_then(|age| age.parse::<i64>().ok()).unwrap_or(0);
        let expires = || text(EXPIRES).map(|text| moment(text).unwrap_or(now));
        let until = if says("no-cache") || says("no-store") {
            now
        } else {
            max_age
                .map(|secs| now.saturating_add(secs.saturating_sub(age)))
                .or_else(expires)
                .unwrap_or(now + HOLDS_SECS)
        };
        Self { until: until.clamp(now, now + LONGEST_SECS), may_be_kept: !says("no-store") }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn holds(pairs: &[(HeaderName, &str)]) -> (i64, bool) {
        let headers = pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        let holds = Holds::of(&headers, 1_000);
        (holds.until - 1_000, holds.may_be_kept)
    }

    #[test]
    fn a_server_says_how_long_its_tiles_hold() {
        assert_eq!(holds(&[]), (HOLDS_SECS, true));
        assert_eq!(holds(&[(CACHE_CONTROL, "public, Max-Age=600")]), (600, true));
        assert_eq!(holds(&[(CACHE_CONTROL, "max-age=600"), (AGE, "100")]), (500, true));
        assert_eq!(holds(&[(CACHE_CONTROL, "max-age=600"), (AGE, "900")]), (0, true));
        assert_eq!(holds(&[(CACHE_CONTROL, "no-cache")]), (0, true));
        assert_eq!(holds(&[(CACHE_CONTROL, "no-store, max-age=9")]), (0, false));
        assert_eq!(holds(&[(CACHE_CONTROL, "max-age=99999999999")]), (LONGEST_SECS, true));
        assert_eq!(holds(&[(EXPIRES, "Thu, 01 Jan 1970 01:00:00 GMT")]), (2_600, true));
        assert_eq!(holds(&[(EXPIRES, "0")]), (0, true));
        assert_eq!(holds(&[(EXPIRES, "0"), (CACHE_CONTROL, "max-age=5")]), (5, true));
    }
}
