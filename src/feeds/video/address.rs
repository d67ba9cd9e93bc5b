//! A camera's address and the lines of its head, with the places of the code and the key. It is never shown: only its
//! server's name is.

use super::{CameraSetting, VideoError};
use crate::domain::CameraCode;
use crate::fetch::escaped;
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// Where the key goes.
pub(super) const KEY: &str = "{key}";
/// Where the camera's code goes.
const CODE: &str = "{code}";

/// How a picture is had from an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By asking.
    Http,
    /// By `ffmpeg`.
    Rtsp,
}

/// Where a camera's picture is to be had.
pub(super) struct Address {
    url: String,
    headers: Vec<(HeaderName, String)>,
    pub(super) way: Way,
    /// The server's name, for sentences.
    pub(super) host: String,
}

impl Address {
    /// The address that a setting names.
    ///
    /// # Errors
    /// A sentence for one that is none, or that holds a password.
    pub(super) fn parse(setting: &CameraSetting) -> Result<Self, VideoError> {
        // Addresses of cameras are full of secrets: what is wrong is said of the cameras' codes.
        let wrong = |what: String| VideoError::Setting { what, value: format!("cameras {}", setting.codes) };
        let url = setting.address.as_str();
        if url.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(wrong("a camera's address has no spaces".into()));
        }
        let parsed = Url::parse(&url.replace(KEY, "key").replace(CODE, "code"))
            .map_err(|why| wrong(format!("this is no address ({why})")))?;
        let way = match parsed.scheme() {
            "http" | "https" => Way::Http,
            "rtsp" | "rtsps" => Way::Rtsp,
            _ => return Err(wrong("a camera's address begins with http://, https:// or rtsp://".into())),
        };
        let authority = url.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        let (user, server) = authority.rsplit_once('@').unwrap_or(("", authority));
        if user.split_once(':').is_some_and(|(_, password)| password != KEY) {
            let what = "a password doesn't belong into the settings: write NAME:{key}@, the key in the environment";
            return Err(wrong(what.into()));
        }
        if server.contains('{') || server.is_empty() {
            return Err(wrong("the address names its server plainly".into()));
        }
        let line = |(name, value): (&String, &String)| {
            let header = HeaderName::from_bytes(name.trim().as_bytes())
                .map_err(|_| wrong("no line of a head can have this name".into()))?;
            HeaderValue::from_str(value).map_err(|_| wrong(format!("no line of a head can say what {name} says")))?;
            Ok((header, value.clone()))
        };
        let headers = setting.headers.iter().map(line).collect::<Result<Vec<_>, VideoError>>()?;
        Ok(Self { url: url.to_owned(), headers, way, host: server.to_owned() })
    }

    /// The address of one camera with the key in it: never shown.
    pub(super) fn url(&self, camera: &CameraCode, key: Option<&str>) -> String {
        let letters = |text: &str| text.bytes().map(escaped).collect::<String>();
        self.url.replace(CODE, &letters(camera.as_str())).replace(KEY, &letters(key.unwrap_or_default()))
    }

    /// The lines of the head, with the key in them; none where it can't stand in a head.
    pub(super) fn headers(&self, key: Option<&str>) -> Option<HeaderMap> {
        let mut lines = HeaderMap::new();
        for (name, value) in &self.headers {
            let mut value = HeaderValue::from_str(&value.replace(KEY, key.unwrap_or_default())).ok()?;
            value.set_sensitive(true);
            lines.insert(name.clone(), value);
        }
        Some(lines)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn address(url: &str) -> Result<Address, VideoError> {
        Address::parse(&CameraSetting::new("34*", url))
    }

    #[test]
    fn code_and_key_go_where_they_belong() {
        let mut setting = CameraSetting::new("34*", "http://me:{key}@gw:1984/api/frame.jpeg?src={code}");
        setting.headers.insert("X-Key".into(), "{key}".into());
        let address = Address::parse(&setting).unwrap();
        assert_eq!(address.url(&"3 4/1".into(), Some("s@c")), "http://me:s%40c@gw:1984/api/frame.jpeg?src=3%204%2F1");
        assert_eq!((address.host.as_str(), address.way), ("gw:1984", Way::Http));
        let headers = address.headers(Some("s3c")).unwrap();
        assert_eq!(headers["x-key"].to_str().unwrap(), "s3c");
        assert!(!format!("{headers:?}").contains("s3c"));
        assert_eq!(self::address("rtsp://10.0.0.8/live").unwrap().way, Way::Rtsp);
    }

    #[test]
    fn what_is_no_address_is_said_without_its_secrets() {
        for url in [
            "",
            "ftp://h/x",
            "h/x",
            "http://h/a b?t=s3cret",
            "http://me:s3cret@h/x",
            "rtsp://me:s3cret@h/x",
            "rtsp://me:s3cret{key}@h/x",
            "http://{key}.h/s3cret",
            "http://",
        ] {
            let said = address(url).err().unwrap().to_string();
            assert!(!said.contains("s3cret") && said.ends_with("cameras 34*"), "{url}: {said}");
        }
    }
}
