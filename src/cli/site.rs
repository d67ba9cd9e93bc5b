//! What a data folder knows of its site: the civil time zone. Kept in `site.json`.

use super::cannot;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;
use zonglan::domain::CivilZone;

/// One site.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Site {
    /// The IANA name of its time zone.
    pub(super) zone: String,
}

/// Its name in a data folder.
pub(super) const FILE: &str = "site.json";

impl Site {
    /// The site of a data folder; one that says nothing keeps China's time.
    pub(super) fn load(dir: &Path) -> anyhow::Result<Self> {
        let path = dir.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| cannot("understand this file", &path, error)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self { zone: "Asia/Shanghai".into() }),
            Err(error) => Err(cannot("read this file", &path, error)),
        }
    }

    /// Keeps the settings; whoever reads them, after whatever moment of a kill, reads the old ones or these.
    pub(super) fn save(&self, dir: &Path) -> anyhow::Result<()> {
        let (path, fresh) = (dir.join(FILE), dir.join(format!("{FILE}.new")));
        let text = serde_json::to_vec_pretty(self)?;
        let written = File::create(&fresh)
            .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
            .and_then(|()| std::fs::rename(&fresh, &path));
        written.map_err(|error| cannot("write this file", &path, error))
    }

    /// Its civil time.
    pub(super) fn civil_zone(&self) -> anyhow::Result<CivilZone> {
        Ok(CivilZone::new(self.time_zone()?))
    }

    /// Its time zone, with daylight saving where it has that.
    pub(super) fn time_zone(&self) -> anyhow::Result<jiff::tz::TimeZone> {
        jiff::tz::TimeZone::get(&self.zone).with_context(|| format!("no such time zone: {}", self.zone))
    }
}
