//! A feed's address and the lines of its head, with the place of the key.

use super::{FeedSetting, PollError};
use crate::fetch::escaped;
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;

/// Where the key goes.
pub(super) const KEY: &str = "{key}";

/// Where a feed is asked.
pub(super) struct Address {
    url: String,
    headers: Vec<(HeaderName, String)>,
    parsed: Url,
    /// The server's name, for sentences.
    pub(super) host: String,
}

impl Address {
    /// The address that a setting names.
    ///
    /// # Errors
    /// A sentence for one that is none, or that shows a password.
    pub(super) fn parse(setting: &FeedSetting) -> Result<Self, PollError> {
        let wrong = |what: &str, value: &str| PollError::Setting { what: what.to_owned(), value: value.to_owned() };
        let url = setting.url.as_str();
        // What stands behind the question mark, and a password, are nobody's business.
        let bare = url.split('?').next().unwrap_or_default();
        let shown = if bare.contains('@') { "…" } else { bare };
        if url.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(wrong("the address of a feed has no spaces", shown));
        }
        let parsed =
            Url::parse(&url.replace(KEY, "key")).map_err(|why| wrong(&format!("this is no address ({why})"), shown))?;
        if !["http", "https"].contains(&parsed.scheme()) {
            return Err(wrong("the address of a feed begins with https:// or http://", shown));
        }
        if !parsed.username().is_empty() || parsed.password().is_some() {
            let what = "a password doesn't belong in an address: --header 'Authorization=Basic {key}', the key in the \
                        environment";
            return Err(wrong(what, "…"));
        }
        let host = match (parsed.host_str(), parsed.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => return Err(wrong("the address names no server", shown)),
        };
        if host.contains("key") && url.split('/').nth(2).is_some_and(|name| name.contains(KEY)) {
            return Err(wrong(
                "the key goes into the path or behind the question mark, not into the server's name",
                shown,
            ));
        }
        let line = |(name, value): (&String, &String)| {
            let header = HeaderName::from_bytes(name.trim().as_bytes())
                .map_err(|_| wrong("no line of a head can have this name", name))?;
            HeaderValue::from_str(value).map_err(|_| wrong("no line of a head can say what is said for", name))?;
            Ok((header, value.clone()))
        };
        let headers = setting.headers.iter().map(line).collect::<Result<Vec<_>, PollError>>()?;
        Ok(Self { url: url.to_owned(), headers, parsed, host })
    }

    /// The address as it may be shown: without what is asked, which may hold a key.
    pub(super) fn shown(&self) -> String {
        let path = self.url.split(['?', '#']).next().unwrap_or_default();
        if self.parsed.query().is_some() { format!("{path}?…") } else { path.to_owned() }
    }

    /// The address with the key in it: never shown.
    pub(super) fn url(&self, key: Option<&str>) -> String {
        let key: String = key.unwrap_or_default().bytes().map(escaped).collect();
        self.url.replace(KEY, &key)
    }

    /// The lines of the head, with the key in them.
    ///
    /// # Errors
    /// The key can't stand in a head.
    pub(super) fn headers(&self, key: Option<&str>) -> Result<HeaderMap, NoHeader> {
        let mut lines = HeaderMap::new();
        for (name, value) in &self.headers {
            let mut value =
                HeaderValue::from_str(&value.replace(KEY, key.unwrap_or_default())).map_err(|_| NoHeader)?;
            value.set_sensitive(true);
            lines.insert(name.clone(), value);
        }
        Ok(lines)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

/// The key has letters that no line of a head can have.
#[derive(Debug)]
pub(super) struct NoHeader;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::PolledKind;
    use super::*;

    fn address(url: &str) -> Result<Address, PollError> {
        Address::parse(&FeedSetting::new("a", url, PolledKind::Incidents))
    }

    #[test]
    fn a_key_goes_where_it_belongs_and_is_shown_nowhere() {
        let mut setting = FeedSetting::new("a", "https://h.example:8443/v1/list?ak={key}&n=5", PolledKind::Incidents);
        setting.headers.insert("X-Key".into(), "Bearer {key}".into());
        let address = Address::parse(&setting).unwrap();
        assert_eq!(address.url(Some("s/3 c")), "https://h.example:8443/v1/list?ak=s%2F3%20c&n=5");
        let headers = address.headers(Some("s3c")).unwrap();
        assert_eq!(headers["x-key"].to_str().unwrap(), "Bearer s3c");
        assert!(!format!("{headers:?}").contains("s3c"));
        assert_eq!(
            (address.shown().as_str(), address.host.as_str()),
            ("https://h.example:8443/v1/list?…", "h.example:8443")
        );
        assert!(address.headers(Some("a\nb")).is_err());
    }

    #[test]
    fn what_is_no_address_is_said_without_its_secrets() {
        for url in ["", "ftp://h/x", "file:///etc/x", "h/x", "https://h/a b", "https://{key}.example/x", "http://"] {
            assert!(address(url).is_err(), "{url}");
        }
        let shown = address("https://me:s3cret@h/x?token=t0ken").unwrap_err().to_string();
        assert!(shown.contains("{key}") && !shown.contains("s3cret") && !shown.contains("t0ken"), "{shown}");
        let shown = address("https://h/a b?token=t0ken").unwrap_err().to_string();
        assert!(shown.ends_with(": https://h/a b") && !shown.contains("t0ken"), "{shown}");
    }
}
