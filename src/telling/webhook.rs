//! The signed webhook, as Standard Webhooks 1.0.0 has it: `webhook-id`, `webhook-timestamp` and `webhook-signature`, which
//! is `v1,` and the HMAC-SHA256 of `id.timestamp.body` in Base64. A receiver knows by it who speaks, that nothing was
//! changed and that nothing old is played again; the number stays the same however often a message is sent.

use super::error::Outcome;
use super::settings::Target;
use super::{Endpoint, TellError, TellLimits};
use crate::domain::{NoAnswer, Timestamp};
use crate::fetch::{Clients, body, retry_after, said, send};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_PAD_INDIFFERENT};
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use ring::hmac;
use serde_json::json;
use std::path::Path;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// How long a key may be, bytes, by the standard.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// So much of an answer that is a refusal is looked at.
const MOST_BYTES: usize = 16 << 10;

/// What an endpoint's messages are signed with: one secret, or two while one takes the other's place. Never shown.
pub struct Secrets {
    keys: Vec<hmac::Key>,
    /// As they are written, so that an answer that repeats one does not show it.
    words: Vec<String>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({})", self.keys.len())
    }
}

impl Secrets {
    /// The secrets of a text: `whsec_…`, several between blanks.
    ///
    /// # Errors
    /// What is wrong with one, without saying it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Err("it has no secret to sign with: put whsec_… there");
        }
        let key = |word: &String| {
            let encoded = word.strip_prefix(PREFIX).ok_or("a secret begins with whsec_")?;
            let bytes = STANDARD_PAD_INDIFFERENT.decode(encoded).map_err(|_| "a secret is Base64 behind whsec_")?;
            if !KEY_BYTES.contains(&bytes.len()) {
                return Err("a secret has 24 to 64 bytes");
            }
            Ok(hmac::Key::new(hmac::HMAC_SHA256, &bytes))
        };
        Ok(Self { keys: words.iter().map(key).collect::<Result<_, _>>()?, words })
    }

    /// The secrets of an endpoint: from its file, else from the environment.
    ///
    /// # Errors
    /// There are none, or one that is none.
    pub fn of(endpoint: &Endpoint, dir: &Path) -> Result<Self, TellError> {
        let failed = |why, from| TellError::Secret { endpoint: endpoint.name.clone(), why, from };
        match &endpoint.secret_file {
            Some(name) => {
                let path = dir.join(name);
                let from = path.display().to_string();
                let text = std::fs::read_to_string(&path).map_err(|_| failed("can't read its secret", from.clone()))?;
                Self::parse(&text).map_err(|why| failed(why, from))
            }
            None => {
                let text = std::env::var(&endpoint.secret_env).unwrap_or_default();
                Self::parse(&text).map_err(|why| failed(why, endpoint.secret_env.clone()))
            }
        }
    }

    /// The signature of a message: one word a secret.
    pub fn sign(&self, id: &str, at: Timestamp, body: &str) -> String {
        let signed = format!("{id}.{}.{body}", at.0);
        let word = |key: &hmac::Key| format!("v1,{}", STANDARD.encode(hmac::sign(key, signed.as_bytes())));
        self.keys.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    /// Whether an answer repeats one of these secrets.
    fn are_in(&self, answer: &[u8]) -> bool {
        let bare = |word: &String| word.trim_start_matches(PREFIX).as_bytes().to_vec();
        self.words.iter().map(bare).any(|word| memchr::memmem::find(answer, &word).is_some())
    }
}

/// A message: its number and what it says.
pub(super) struct Message {
    pub(super) id: String,
    pub(super) body: String,
}

/// The message by which somebody tries out an endpoint; it concerns no matter.
pub fn test_body(at: Timestamp) -> String {
    json!({ "type": "zonglan.test", "data": { "sent_at_secs": at.0, "text": { "zh": "测试消息", "en": "a test" } } })
        .to_string()
}

/// Sends a message once, signed as of `now`.
pub(super) async fn post(
    clients: &Clients,
    limits: &TellLimits,
    target: &Target,
    message: &Message,
    now: Timestamp,
) -> Outcome {
    let request = clients
        .to(&target.host)
        .post(target.url.clone())
        .header(CONTENT_TYPE, "application/json")
        .header("webhook-id", &message.id)
        .header("webhook-timestamp", now.0.to_string())
        .header("webhook-signature", target.secrets.sign(&message.id, now, &message.body))
        .body(message.body.clone());
    let mut response = match send(request, limits.head).await {
        Ok(response) => response,
        Err(why) => return Outcome::unanswered(why),
    };
    let status = response.status();
    // What else it says is of no interest: it has the message.
    if status.is_success() {
        return Outcome::Delivered(status.as_u16());
    }
    if status == StatusCode::GONE {
        return Outcome::Gone;
    }
    let told = retry_after(response.headers(), now.0);
    let words = match body(&mut response, MOST_BYTES).await {
        Ok(bytes) if target.secrets.are_in(&bytes) => String::new(),
        Ok(bytes) => said(&bytes, None),
        Err(NoAnswer::TooLong) => String::new(),
        // It has answered: its status counts, whatever became of the rest.
        Err(why) => why.to_string(),
    };
    let status_words = NoAnswer::Status(status.as_u16()).to_string();
    let why = if words.is_empty() { status_words } else { format!("{status_words}: {words}") };
    let waits = matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
    );
    let endpoint = waits || status.is_server_error() || status.is_redirection();
    Outcome::Refused { why, retry_after: told, endpoint }
}
