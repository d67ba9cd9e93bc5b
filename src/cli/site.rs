//! What a data folder knows of its site: the civil time zone. Kept in `site.json`.

use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// One site.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Site {
    /// The IANA name of its time zone.
    pub(super) zone: String,
}

const FILE: &str = "site.json";

impl Site {
    /// The site of a data folder; one that says nothing keeps China's time.
    pub(super) fn load(dir: &Path) -> anyhow::Result<Self> {
        let path = dir.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).with_context(|| format!("not a site's settings: {}", path.display()))
            }
            Err(_) => Ok(Self { zone: "Asia/Shanghai".into() }),
        }
    }

    /// Keeps the settings.
    pub(super) fn save(&self, dir: &Path) -> anyhow::Result<()> {
        let path = dir.join(FILE);
        let text = serde_json::to_vec_pretty(self)?;
        std::fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))
    }

    /// How far its civil time is ahead of UTC now, seconds. (A change to daylight saving shows at the
    /// next start.)
    pub(super) fn utc_offset_secs(&self) -> anyhow::Result<i32> {
        let zone = jiff::tz::TimeZone::get(&self.zone).with_context(|| format!("no such time zone: {}", self.zone))?;
        Ok(zone.to_offset(jiff::Timestamp::now()).seconds())
    }
}
