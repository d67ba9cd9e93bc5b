//! Where cameras' pictures are to be had: `cameras.json` in the data folder, written by hand.

use super::VideoError;
use super::address::Address;
use crate::domain::CameraCode;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// The settings' name in the data folder.
pub const CAMERAS_FILE: &str = "cameras.json";
/// The environment's variable that holds a camera's key where the settings name no other.
pub const KEY_VARIABLE: &str = "ZONGLAN_CAMERA_KEY";
/// How often a single picture is asked for where nobody says, ms.
const USUAL_MS: u64 = 1_500;
/// Between which waits, ms.
const EVERY_MS: std::ops::RangeInclusive<u64> = 500..=60_000;

/// Where the pictures of one camera, or of all that a gateway serves, are to be had.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CameraSetting {
    /// A camera's code, or its beginning and `*`.
    pub codes: String,
    /// Where: `http://`, `https://` (a picture, or MJPEG) or `rtsp://`; `{code}` stands for the camera's code, `{key}` for
    /// the key.
    pub address: String,
    /// Further lines of the question's head by name; `{key}` stands for the key.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The environment's variable that holds the key.
    #[serde(default = "key_variable")]
    pub key_env: String,
    /// How often a single picture is asked for, ms; a stream comes as it comes.
    #[serde(default = "usual_ms")]
    pub every_ms: u64,
}

fn key_variable() -> String {
    KEY_VARIABLE.to_owned()
}

fn usual_ms() -> u64 {
    USUAL_MS
}

impl CameraSetting {
    /// What is said of cameras whose codes are so (`34*`: all that begin so), where nothing more is to be said.
    #[must_use]
    pub fn new(codes: &str, address: &str) -> Self {
        Self {
            codes: codes.to_owned(),
            address: address.to_owned(),
            headers: BTreeMap::new(),
            key_env: key_variable(),
            every_ms: USUAL_MS,
        }
    }

    /// Whether it says something sensible.
    ///
    /// # Errors
    /// The first thing that doesn't.
    pub fn check(&self) -> Result<(), VideoError> {
        let wrong = |what: String, value: String| Err(VideoError::Setting { what, value });
        if self.codes.is_empty() || self.codes.trim_end_matches('*').contains('*') {
            return wrong("codes are a camera's code, or its beginning and one *".into(), self.codes.clone());
        }
        if !EVERY_MS.contains(&self.every_ms) {
            let (least, most) = (EVERY_MS.start(), EVERY_MS.end());
            return wrong(format!("a picture is asked for every {least} to {most} ms"), self.every_ms.to_string());
        }
        Address::parse(self).map(drop)
    }

    fn is_for(&self, camera: &CameraCode) -> bool {
        match self.codes.strip_suffix('*') {
            Some(begin) => camera.as_str().starts_with(begin),
            None => camera.as_str() == self.codes,
        }
    }

    pub(super) fn every(&self) -> Duration {
        Duration::from_millis(self.every_ms)
    }

    pub(super) fn wants_key(&self) -> bool {
        std::iter::once(&self.address).chain(self.headers.values()).any(|text| text.contains(super::address::KEY))
    }

    /// The key, from the environment.
    pub(super) fn key(&self) -> Option<String> {
        std::env::var(&self.key_env).ok().filter(|key| !key.is_empty())
    }
}

/// All of a data folder's; where two are for the same camera, the first holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CameraSettings {
    /// Where the pictures are.
    pub cameras: Vec<CameraSetting>,
}

impl CameraSettings {
    /// The settings of a data folder; none where no camera has an address.
    ///
    /// # Errors
    /// When they are there and can't be read, or say nothing sensible.
    pub fn load(dir: &Path) -> Result<Self, VideoError> {
        let path = dir.join(CAMERAS_FILE);
        let unreadable = |why: String| VideoError::File { why, path: path.clone() };
        let settings: Self = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|why| unreadable(why.to_string()))?,
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(why) => return Err(unreadable(why.to_string())),
        };
        settings.cameras.iter().try_for_each(CameraSetting::check).map_err(|why| unreadable(why.to_string()))?;
        Ok(settings)
    }

    /// What is said of a camera.
    pub(super) fn of(&self, camera: &CameraCode) -> Option<&CameraSetting> {
        self.cameras.iter().find(|setting| setting.is_for(camera))
    }
}
