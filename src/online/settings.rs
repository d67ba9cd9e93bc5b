//! Which online base maps a data folder has: `basemap-online.json`, written by `import basemap --url`, and by hand
//! where somebody wants the key in it.

use super::OnlineError;
use super::template::{Template, without_key};
use crate::intake::TileGrid;
use crate::spatial::Tone;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// The settings' name in the data folder.
pub const ONLINE_FILE: &str = "basemap-online.json";
/// The environment's variable that holds the key where the settings name no other.
pub const KEY_VARIABLE: &str = "ZONGLAN_MAP_KEY";
/// The kept tiles take no more than this where the settings don't say.
const CACHE_MB: u32 = 512;
/// Tianditu gives a personal key about so many tiles a day.
const TIANDITU_PER_DAY: u32 = 10_000;
const TIANDITU: &str = "© 国家地理信息公共服务平台 天地图";

/// A key. It is written into addresses and into its owner's settings, and shown nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Key(pub(super) String);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// One online map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapSetting {
    /// The template of its tiles' addresses.
    pub url: String,
    /// The grid on which they are cut.
    #[serde(default, rename = "crs")]
    pub grid: TileGrid,
    /// Whom to name with it.
    #[serde(default)]
    pub attribution: String,
    /// The lowest and the highest zoom.
    pub zooms: [u8; 2],
    /// How its pictures are toned.
    #[serde(default)]
    pub tone: Tone,
    /// How many tiles may be asked for in a day (of UTC+8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<u32>,
    /// The environment's variable that holds its key.
    #[serde(default = "key_variable")]
    pub key_env: String,
    /// The key itself; the environment's goes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<Key>,
}

fn key_variable() -> String {
    KEY_VARIABLE.to_owned()
}

impl MapSetting {
    /// A map by its address: a template, or `tianditu:vec` (`vec`, `img`, `ter`, and the names over them `cva`, `cia`,
    /// `cta`). A key that stands in the address is kept apart from it.
    ///
    /// # Errors
    /// A sentence for an address that is none.
    pub fn new(url: &str) -> Result<Self, OnlineError> {
        if let Some(layer) = url.strip_prefix("tianditu:") {
            return Self::tianditu(layer);
        }
        let (url, key) = without_key(url.trim());
        let template = Template::parse(&url)?;
        let photo = ["img_w", "satellite", ".jpg", ".jpeg"].iter().any(|word| url.to_ascii_lowercase().contains(word));
        let tianditu = template.host.ends_with("tianditu.gov.cn");
        Ok(Self {
            grid: TileGrid::Wgs84,
            attribution: if tianditu { TIANDITU.to_owned() } else { String::new() },
            zooms: if tianditu { [1, 18] } else { [0, 19] },
            tone: if photo { Tone::Photo } else { Tone::Light },
            per_day: tianditu.then_some(TIANDITU_PER_DAY),
            key_env: key_variable(),
            url,
            key: key.map(Key),
        })
    }

    fn tianditu(layer: &str) -> Result<Self, OnlineError> {
        if !["vec", "img", "ter", "cva", "cia", "cta"].contains(&layer) {
            let what =
                "Tianditu's maps are vec, img and ter, the names over them cva, cia and cta, none is called this";
            return Err(OnlineError::Template { what: what.to_owned(), url: layer.to_owned() });
        }
        let map = Self::new(&format!(
            "https://t{{0-7}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}\
             &STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={{key}}"
        ))?;
        // The names over photographs are light letters with dark rims.
        Ok(if layer == "cia" { Self { tone: Tone::Dark, ..map } } else { map })
    }

    /// The key: the environment's, else the settings' own; none where neither has one.
    pub(super) fn key(&self) -> Option<Key> {
        let told = std::env::var(&self.key_env).ok().filter(|key| !key.is_empty());
        told.map(Key).or_else(|| self.key.clone())
    }

    /// Whether it wants a key, and whether there is one now: `not wanted`, `there` or `missing`.
    #[must_use]
    pub fn key_state(&self) -> &'static str {
        let wanted = Template::parse(&self.url).is_ok_and(|template| template.wants_key());
        match (wanted, self.key()) {
            (false, _) => "not wanted",
            (true, Some(_)) => "there",
            (true, None) => "missing",
        }
    }

    /// The server's name.
    ///
    /// # Errors
    /// A sentence for an address that is none.
    pub fn host(&self) -> Result<String, OnlineError> {
        Ok(Template::parse(&self.url)?.host)
    }
}

/// All of a data folder's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OnlineSettings {
    /// The maps, lowest first.
    pub maps: Vec<MapSetting>,
    /// How much the kept tiles may take, MB.
    #[serde(default = "cache_mb")]
    pub cache_mb: u32,
}

fn cache_mb() -> u32 {
    CACHE_MB
}

impl Default for OnlineSettings {
    fn default() -> Self {
        Self { maps: Vec::new(), cache_mb: CACHE_MB }
    }
}

impl OnlineSettings {
    /// The settings of a data folder; none of its own where it has no online map.
    ///
    /// # Errors
    /// When they are there and can't be read.
    pub fn load(dir: &Path) -> Result<Self, OnlineError> {
        let path = dir.join(ONLINE_FILE);
        let unreadable = |why: String| OnlineError::Settings { what: "read", why, path: path.clone() };
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|why| unreadable(why.to_string())),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(why) => Err(unreadable(why.to_string())),
        }
    }

    /// Keeps the settings, for their owner's eyes; whoever reads them, after whatever moment of a kill, reads the old
    /// ones or these.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn save(&self, dir: &Path) -> Result<(), OnlineError> {
        let (path, fresh) = (dir.join(ONLINE_FILE), dir.join("basemap-online.json.new"));
        let failed = |why: String| OnlineError::Settings { what: "keep", why, path: path.clone() };
        let text = serde_json::to_vec_pretty(self).map_err(|why| failed(why.to_string()))?;
        let written = private_file(&fresh)
            .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
            .and_then(|()| std::fs::rename(&fresh, &path));
        written.map_err(|why| failed(why.to_string()))
    }

    /// Whom to name with them.
    #[must_use]
    pub fn attribution(&self) -> String {
        let mut names: Vec<&str> = self.maps.iter().map(|map| map.attribution.as_str()).collect();
        names.retain(|name| !name.is_empty());
        names.dedup();
        names.join(" · ")
    }
}

/// A new file that only its owner reads, where the system knows of owners.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn tianditu_by_its_short_name() {
        let map = MapSetting::new("tianditu:img").unwrap();
        assert_eq!((map.tone, map.zooms, map.per_day), (Tone::Photo, [1, 18], Some(10_000)));
        assert!(map.url.contains("/img_w/wmts?") && map.url.ends_with("&tk={key}"), "{}", map.url);
        assert_eq!(map.host().unwrap(), "t0.tianditu.gov.cn");
        assert!(map.attribution.contains("天地图"));
        assert_eq!(MapSetting::new("tianditu:cia").unwrap().tone, Tone::Dark);
        assert_eq!(MapSetting::new("tianditu:cva").unwrap().tone, Tone::Light);
        assert!(MapSetting::new("tianditu:moon").unwrap_err().to_string().ends_with(": moon"));
    }

    #[test]
    fn a_key_is_kept_and_never_shown() {
        let map = MapSetting::new("https://h/{z}/{x}/{y}?tk=secret").unwrap();
        assert_eq!(map.key(), Some(Key("secret".into())));
        assert!(!format!("{map:?}").contains("secret"));
        let dir = tempfile::tempdir().unwrap();
        let settings = OnlineSettings { maps: vec![map], cache_mb: 7 };
        settings.save(dir.path()).unwrap();
        assert_eq!(OnlineSettings::load(dir.path()).unwrap(), settings);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(dir.path().join(ONLINE_FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{mode:o}");
        }
        std::fs::write(dir.path().join(ONLINE_FILE), "{").unwrap();
        let sentence = OnlineSettings::load(dir.path()).unwrap_err().to_string();
        assert!(sentence.starts_with("can't read the online base maps (") && sentence.ends_with(ONLINE_FILE));
    }
}
