//! Which phone is whose: `receive.json` in the data folder, written by hand. A device that doesn't stand there is
//! nobody: no post can make a person.

use super::ReceiveError;
use crate::domain::WorkerCode;
use crate::intake::Crs;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// The settings' name in the data folder.
pub const RECEIVE_FILE: &str = "receive.json";

/// The devices by their names: `user/device` of OwnTracks, the id of others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiveSettings {
    /// The devices.
    pub devices: BTreeMap<String, Device>,
}

/// One device.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// Whose it is.
    pub worker: WorkerCode,
    /// What it must give as the password of Basic, or as a Bearer token; without one its name alone is believed.
    #[serde(default)]
    pub(super) secret: Option<Secret>,
    /// In which system it gives positions: wgs84 (where nothing is said), gcj02 or bd09.
    #[serde(default, deserialize_with = "crs")]
    pub(super) crs: Crs,
}

/// A secret; it is shown nowhere.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(super) struct Secret(String);

impl Secret {
    /// Whether it is this one; how long that takes says nothing of how much of it was right.
    pub(super) fn is(&self, given: Option<&str>) -> bool {
        given.is_some_and(|given| Sha256::digest(given) == Sha256::digest(&self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

fn crs<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Crs, D::Error> {
    let crs = Crs::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)?;
    if !crs.converter().is_ok_and(|converter| converter.reads_degrees()) {
        return Err(serde::de::Error::custom(format!("phones give degrees, not {}", crs.name())));
    }
    Ok(crs)
}

impl ReceiveSettings {
    /// The settings of the data folder `dir`.
    ///
    /// # Errors
    /// A sentence where they can't be read or name no device.
    pub fn load(dir: &Path) -> Result<Self, ReceiveError> {
        let path = dir.join(RECEIVE_FILE);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(ReceiveError::NoDevices { path }),
            Err(error) => return Err(ReceiveError::Settings { why: error.to_string(), path }),
        };
        match serde_json::from_slice::<Self>(&bytes) {
            Ok(settings) if settings.devices.is_empty() => Err(ReceiveError::NoDevices { path }),
            Ok(settings) => Ok(settings),
            Err(error) => Err(ReceiveError::Settings { why: error.to_string(), path }),
        }
    }

    /// Whose the devices are.
    #[must_use]
    pub fn workers(&self) -> BTreeSet<WorkerCode> {
        self.devices.values().map(|device| device.worker.clone()).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn loaded(text: &str) -> Result<ReceiveSettings, String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(RECEIVE_FILE), text).unwrap();
        ReceiveSettings::load(dir.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn settings_say_whose_a_phone_is() {
        let settings = loaded(
            r#"{"devices": {"li/phone": {"worker": "W1", "secret": "s3cret", "crs": "GCJ02"}, "861": {"worker": "W2"}}}"#,
        )
        .unwrap();
        let first = &settings.devices["li/phone"];
        assert_eq!((first.worker.as_str(), &first.crs), ("W1", &Crs::Gcj02));
        let secret = first.secret.as_ref().unwrap();
        assert!(secret.is(Some("s3cret")) && !secret.is(Some("s3cre")) && !secret.is(Some("")) && !secret.is(None));
        assert!(!format!("{settings:?}").contains("s3cret"), "a secret is never shown");
        assert_eq!(settings.workers().len(), 2);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_file() {
        for (text, begins) in [
            ("{", "can't read whose phones are whose ("),
            (
                r#"{"devices": {"a": {"worker": "W1", "sceret": "x"}}}"#,
                "can't read whose phones are whose (unknown field",
            ),
            (
                r#"{"devices": {"a": {"worker": "W1", "crs": "gk:117"}}}"#,
                "can't read whose phones are whose (phones give",
            ),
            (r#"{"devices": {"a": {}}}"#, "can't read whose phones are whose (missing field `worker`"),
            (r#"{"devices": {}}"#, "no phone is anybody's: write {\"devices\": {"),
        ] {
            let sentence = loaded(text).unwrap_err();
            assert!(sentence.starts_with(begins) && sentence.ends_with(RECEIVE_FILE), "{sentence}");
        }
        let missing = ReceiveSettings::load(Path::new("no such folder")).unwrap_err();
        assert!(matches!(missing, ReceiveError::NoDevices { .. }));
    }
}
