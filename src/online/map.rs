//! An online map as a seat asks it: what is kept comes at once, everything else later.

use super::OnlineError;
use super::cache::Cache;
use super::fetch::Limits;
use super::queue::Queue;
use super::settings::{Key, MapSetting, OnlineSettings};
use super::template::Template;
use super::thread::Fetcher;
use crate::fetch::{Clients, Redirects};
use crate::spatial::tiles::MAX_TILE_ZOOM;
use crate::spatial::{Mercator, PictureAbout, PictureRead, PictureSource, PictureTrouble, TileId};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// What a seat and the fetching thread share of one map.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) setting: MapSetting,
    pub(super) template: Template,
    pub(super) key: Option<Key>,
    /// Its name among the kept tiles: another address is another map.
    pub(super) name: String,
    pub(super) cache: Arc<Cache>,
    about: PictureAbout,
    /// Never held while anything is read or written: frames ask for it.
    queue: Mutex<Queue>,
}

impl Shared {
    pub(super) fn queue(&self) -> MutexGuard<'_, Queue> {
        // Every change leaves a queue that holds: whoever panicked changed nothing by halves.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it can be asked at all.
    pub(super) fn may_be_asked(&self) -> bool {
        self.key.is_some() || !self.template.wants_key()
    }
}

/// One online map. The thread that fetches goes with the last of them.
#[derive(Debug)]
pub struct OnlineMap {
    shared: Arc<Shared>,
    fetcher: Arc<Fetcher>,
}

/// All online maps of a data folder.
pub struct OnlineMaps;

impl OnlineMaps {
    /// Opens the maps of these settings; what is kept of them lies in `dir`. `wake` is called whenever something
    /// came.
    ///
    /// # Errors
    /// For an address that is none; where the system gives no thread or no TLS.
    pub fn open(
        dir: &Path,
        settings: &OnlineSettings,
        limits: Limits,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Result<Vec<OnlineMap>, OnlineError> {
        if settings.maps.is_empty() {
            return Ok(Vec::new());
        }
        let cache = Cache::open(dir, u64::from(settings.cache_mb) << 20);
        let cache = Arc::new(cache.map_err(|why| OnlineError::NoFetcher(why.to_string()))?);
        let shared = |setting| shared(setting, &cache, &limits).map(Arc::new);
        let maps = settings.maps.iter().map(shared).collect::<Result<Vec<_>, _>>()?;
        let clients = Clients::new(&limits.bounds(), Redirects::Anywhere).map_err(OnlineError::NoFetcher)?;
        let fetcher = Arc::new(Fetcher::start(maps.clone(), clients, limits, Box::new(wake))?);
        Ok(maps.into_iter().map(|shared| OnlineMap { shared, fetcher: Arc::clone(&fetcher) }).collect())
    }
}

fn shared(setting: &MapSetting, cache: &Arc<Cache>, limits: &Limits) -> Result<Shared, OnlineError> {
    let template = Template::parse(&setting.url)?;
    let name = Sha256::digest(&setting.url).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let [low, high] = setting.zooms.map(|zoom| zoom.min(MAX_TILE_ZOOM));
    let key = setting.key();
    // Many seats that lost the same server don't come back at the same moment.
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    let seed = u64::from(nanos) ^ (u64::from(std::process::id()) << 32);
    let mut queue = Queue::new(limits, seed);
    if template.wants_key() && key.is_none() {
        let trouble = PictureTrouble::NoKey { host: template.host.clone(), variable: setting.key_env.clone() };
        queue.tell(trouble, Instant::now());
    }
    Ok(Shared {
        setting: setting.clone(),
        template,
        key,
        name,
        cache: Arc::clone(cache),
        about: PictureAbout { zooms: low..=high.max(low), bounds: None, tone: setting.tone },
        queue: Mutex::new(queue),
    })
}

/// Seconds of the epoch.
pub(super) fn now_secs() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

impl OnlineMap {
    /// Has the tile fetched, unless it is being fetched.
    fn ask(&self, ask: impl FnOnce(&mut Queue) -> bool) {
        if self.shared.may_be_asked() && ask(&mut self.shared.queue()) {
            self.fetcher.ring();
        }
    }
}

impl PictureSource for OnlineMap {
    fn about(&self) -> &PictureAbout {
        &self.shared.about
    }

    fn read(&self, tile: TileId) -> Result<PictureRead, String> {
        if !self.shared.about.zooms.contains(&tile.zoom) {
            return Ok(PictureRead::Nothing);
        }
        let now = now_secs();
        if let Some(kept) = self.shared.cache.get(&self.shared.name, tile, now) {
            if kept.expires_at <= now {
                self.ask(|queue| queue.ask_again(tile, Instant::now()));
            }
            let is_nothing = kept.bytes.is_empty();
            return Ok(if is_nothing { PictureRead::Nothing } else { PictureRead::Picture(kept.bytes) });
        }
        let held = self.shared.queue().held(tile).map(<[u8]>::to_vec);
        if let Some(bytes) = held {
            return Ok(if bytes.is_empty() { PictureRead::Nothing } else { PictureRead::Picture(bytes) });
        }
        self.ask(|queue| queue.ask(tile, Instant::now()));
        Ok(PictureRead::Later)
    }

    fn want(&self, tiles: &[TileId]) {
        self.shared.queue().keep(tiles);
    }

    fn news(&self) -> Vec<TileId> {
        self.shared.queue().take_news()
    }

    fn troubles(&self) -> Vec<PictureTrouble> {
        self.shared.queue().take_troubles()
    }

    fn to_ground(&self, at: Mercator) -> Mercator {
        self.shared.setting.grid.to_ground(at)
    }

    fn to_tiles(&self, at: Mercator) -> Mercator {
        self.shared.setting.grid.to_tiles(at)
    }
}
