//! `zonglan import basemap --url`: online base maps, recorded in the data folder. Nothing is fetched here.

use super::county::County;
use super::{Usage, answer};
use clap::Args;
use serde::Serialize;
use std::path::Path;
use zonglan::intake::{Crs, TileGrid};
use zonglan::ledger::{DataDir, LEDGER_FILE};
use zonglan::online::{MapSetting, OnlineSettings};
use zonglan::spatial::tiles::MAX_TILE_ZOOM;
use zonglan::spatial::{PictureTrouble, Tone};

/// The word that takes all online maps away.
const NONE: &str = "none";

/// What is said of base maps that are pictures.
#[derive(Args)]
pub(super) struct PictureArgs {
    /// 在线底图：an online base map instead of files, by its tiles' address: https://…/{z}/{x}/{y}.png ({-y} {s} {key}
    /// too), a WMTS GetTile address, tianditu:vec|cva|img|cia|ter|cta; several lie over each other; none takes them
    /// away. The key comes from the environment
    #[arg(long, value_name = "URL")]
    pub(super) url: Vec<String>,
    /// The environment's variable that holds the key of --url [default: ZONGLAN_MAP_KEY]
    #[arg(long, value_name = "NAME", requires = "url")]
    key_env: Option<String>,
    /// The lowest and the highest zoom of --url
    #[arg(long, value_name = "LOW-HIGH", requires = "url")]
    zooms: Option<String>,
    /// 每日配额：how many tiles of --url may be asked for in a day (10,000 of Tianditu)
    #[arg(long, value_name = "N", requires = "url")]
    per_day: Option<u32>,
    /// How much the kept tiles of all online maps may take, MB
    #[arg(long, value_name = "MB", requires = "url")]
    cache_mb: Option<u32>,
    /// 色调 how a base map of pictures is made quiet: light (drawn dark on light) | dark | photo; PNG files are light and
    /// JPEG files photo where nothing is said
    #[arg(long, value_name = "TONE")]
    tone: Option<String>,
}

/// What recording online maps answers.
#[derive(Serialize)]
struct Recorded {
    kind: &'static str,
    online: Vec<RecordedMap>,
    cache_mb: u32,
}

#[derive(Serialize)]
struct RecordedMap {
    #[serde(flatten)]
    setting: Shown,
    /// Whether the key that it wants is there now.
    key: &'static str,
}

/// A setting without its key.
#[derive(Serialize)]
struct Shown {
    url: String,
    crs: TileGrid,
    attribution: String,
    zooms: [u8; 2],
    tone: Tone,
    #[serde(skip_serializing_if = "Option::is_none")]
    per_day: Option<u32>,
}

impl PictureArgs {
    /// `--tone`.
    pub(super) fn tone(&self) -> anyhow::Result<Option<Tone>> {
        let parse = |name: &String| {
            Tone::parse(name).ok_or_else(|| Usage(format!("--tone wants light, dark or photo: {name}")).into())
        };
        self.tone.as_ref().map(parse).transpose()
    }

    fn zooms(&self) -> anyhow::Result<Option<[u8; 2]>> {
        let Some(text) = &self.zooms else { return Ok(None) };
        let parsed =
            text.split_once('-').and_then(|(low, high)| Some([low.trim().parse().ok()?, high.trim().parse().ok()?]));
        match parsed {
            Some([low, high]) if low <= high && high <= MAX_TILE_ZOOM => Ok(Some([low, high])),
            _ => {
                Err(Usage(format!("--zooms wants LOW-HIGH between 0 and {MAX_TILE_ZOOM}, such as 3-18: {text}")).into())
            }
        }
    }

    fn maps(&self, crs: &Crs, attribution: Option<&str>) -> anyhow::Result<Vec<MapSetting>> {
        if self.url.iter().any(|url| url == NONE) {
            return Ok(Vec::new());
        }
        let (zooms, tone) = (self.zooms()?, self.tone()?);
        let grid = TileGrid::of(crs).map_err(|error| Usage(error.to_string()))?;
        let map = |url: &String| {
            let mut map = MapSetting::new(url).map_err(|error| Usage(error.to_string()))?;
            map.grid = grid;
            map.zooms = zooms.unwrap_or(map.zooms);
            map.tone = tone.unwrap_or(map.tone);
            map.per_day = self.per_day.or(map.per_day);
            if let Some(text) = attribution {
                text.clone_into(&mut map.attribution);
            }
            if let Some(name) = &self.key_env {
                map.key_env.clone_from(name);
            }
            anyhow::Ok(map)
        };
        self.url.iter().map(map).collect()
    }

    /// Records the online maps of `--url`: they are the folder's from then on.
    pub(super) fn record(&self, dir: &Path, crs: &Crs, attribution: Option<&str>, dry_run: bool) -> anyhow::Result<()> {
        let maps = self.maps(crs, attribution)?;
        let mut settings = OnlineSettings::load(dir)?;
        settings.maps = maps;
        settings.cache_mb = self.cache_mb.unwrap_or(settings.cache_mb);
        let _lock = (!dry_run).then(|| DataDir::open(dir)).transpose()?;
        if !settings.maps.is_empty() && dir.join(LEDGER_FILE).exists() && County::read(dir)?.0.is_fictitious() {
            anyhow::bail!("{}: {}", PictureTrouble::Fictitious, dir.display());
        }
        if !dry_run {
            settings.save(dir)?;
        }
        let online = settings.maps.iter().map(shown).collect();
        answer(&Recorded { kind: "basemap", online, cache_mb: settings.cache_mb })
    }
}

fn shown(map: &MapSetting) -> RecordedMap {
    let setting = Shown {
        url: map.url.clone(),
        crs: map.grid,
        attribution: map.attribution.clone(),
        zooms: map.zooms,
        tone: map.tone,
        per_day: map.per_day,
    };
    RecordedMap { setting, key: map.key_state() }
}
