//! The life of a seat: the clock it goes by, and the base map under it.

use super::cannot;
use super::simulated::is_the_shipped_county;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use zonglan::display::{BaseMapSource, Clock, PhotoReader, VideoReader, VideoShot};
use zonglan::domain::{CameraCode, Timestamp};
use zonglan::feeds::video::{CameraSettings, Looks, Video, VideoLimits};
use zonglan::intake::basemap::{BASE_MAP_FILE, BaseMapFile};
use zonglan::ledger::{PhotoError, PhotoStore};
use zonglan::online::{Limits, OnlineMaps, OnlineSettings};
use zonglan::panels::PhotoTrouble;
use zonglan::sample;
use zonglan::seat::{Intent, Seat, Toast};
use zonglan::spatial::{PictureSource, PictureTrouble, TileSource};

/// The time that a seat in a window goes by.
#[derive(Clone, Copy, Debug)]
pub(super) enum SeatClock {
    /// The wall clock.
    Wall,
    /// A demo's own time: it began at a moment and runs on, as fast as time does or faster.
    Own {
        /// The moment at which it began.
        start: Timestamp,
        /// When that was by the machine's steady clock.
        since: Instant,
        /// How many of its seconds pass in one of ours.
        speed: u32,
    },
}

impl SeatClock {
    /// A demo's own time, beginning now at `start`, `speed` times as fast as ours.
    pub(super) fn own(start: Timestamp, speed: u32) -> Self {
        Self::Own { start, since: Instant::now(), speed }
    }
}

impl Clock for SeatClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now_ms().div_euclid(1_000))
    }

    fn now_ms(&self) -> i64 {
        match self {
            SeatClock::Wall => jiff::Timestamp::now().as_millisecond(),
            SeatClock::Own { start, since, speed } => {
                let passed_ms = i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX);
                start.0.saturating_mul(1_000).saturating_add(passed_ms.saturating_mul(i64::from(*speed)))
            }
        }
    }

    fn speed(&self) -> u32 {
        match self {
            SeatClock::Wall => 1,
            SeatClock::Own { speed, .. } => *speed,
        }
    }
}

/// The base map that goes with a territory: the sample county's own, else what was imported into its folder and what
/// that fetches; a fictitious county never lies on a real map. The seat is told whom to name with it. Several
/// fictitious counties have the maps that were written with them, and these come by import; where none came, the one
/// that the program carries is there. `wake` is called when something was fetched.
pub(super) fn base_map(seat: &mut Seat, dir: &Path, wake: impl Fn() + Send + Sync + 'static) -> Option<BaseMapSource> {
    // A wall without streets is still a wall: what can't be had is told, not more.
    let (name, mut pictures) = online_maps(seat, dir, wake);
    let is_sample = seat.picture.is_sample();
    let shipped = || {
        let file = is_sample.then(|| told(shipped_map_file(dir)).flatten()).flatten()?;
        Some(BaseMapSource::Tiles(Arc::new(file)))
    };
    if is_the_shipped_county(&seat.picture) {
        return shipped();
    }
    let file = told(BaseMapFile::open(dir)).flatten();
    let mut names: Vec<String> = name.into_iter().collect();
    if let Some(file) = &file {
        names.insert(0, file.attribution().to_owned());
        for map in told(file.pictures()).unwrap_or_default() {
            pictures.push(Arc::new(map));
        }
    }
    names.retain(|name| !name.is_empty());
    names.dedup();
    seat.attribution = names.join(" · ");
    let over = file.filter(|file| !file.tiles().is_empty()).map(|file| Arc::new(file) as Arc<dyn TileSource>);
    match (pictures.is_empty(), over) {
        (true, None) => shipped(),
        (true, Some(tiles)) => Some(BaseMapSource::Tiles(tiles)),
        (false, over) => Some(BaseMapSource::Pictures { pictures, over }),
    }
}

/// Reads the photos of a data folder. What is damaged is named in the log once each time it is read.
pub(super) fn photos(dir: &Path) -> PhotoReader {
    let store = PhotoStore::of(dir);
    Arc::new(move |sha256: &str| {
        store.read(sha256).map_err(|error| {
            tracing::warn!("{error}");
            match error {
                PhotoError::Missing(_) => PhotoTrouble::Missing,
                PhotoError::Damaged(_) => PhotoTrouble::Damaged,
                _ => PhotoTrouble::Unreadable,
            }
        })
    })
}

/// The cameras of a data folder, which a seat looks through.
struct Cameras(Video);

impl VideoReader for Cameras {
    fn watch(&self, cameras: &[CameraCode], by: &str) {
        self.0.watch(cameras, by);
    }

    fn shot(&self, camera: &CameraCode) -> VideoShot {
        let shot = self.0.shot(camera);
        let picture = shot.frame.map(|frame| (frame.number, frame.at, frame.bytes));
        VideoShot { picture, trouble: shot.trouble }
    }

    fn set_bell(&self, ring: Box<dyn Fn() + Send + Sync>) {
        self.0.set_bell(ring);
    }
}

/// Looks through the cameras whose addresses `cameras.json` of the folder says; what can't be had is told, not more.
pub(super) fn video(dir: &Path) -> Option<Arc<dyn VideoReader>> {
    let settings = told(CameraSettings::load(dir)).filter(|settings| !settings.cameras.is_empty())?;
    let video = told(Video::start(settings, VideoLimits::default(), Looks::of(dir)))?;
    Some(Arc::new(Cameras(video)))
}

/// The online maps of a folder, and whom to name with them; none under a county that doesn't exist.
fn online_maps(
    seat: &mut Seat,
    dir: &Path,
    wake: impl Fn() + Send + Sync + 'static,
) -> (Option<String>, Vec<Arc<dyn PictureSource>>) {
    let Some(settings) = told(OnlineSettings::load(dir)).filter(|settings| !settings.maps.is_empty()) else {
        return (None, Vec::new());
    };
    if seat.picture.is_fictitious() {
        seat.intend(Intent::Hear(Toast::BaseMap(PictureTrouble::Fictitious)));
        tracing::warn!("{}", PictureTrouble::Fictitious);
        return (None, Vec::new());
    }
    let maps = told(OnlineMaps::open(dir, &settings, Limits::default(), wake)).unwrap_or_default();
    let name = (!maps.is_empty()).then(|| settings.attribution());
    (name, maps.into_iter().map(|map| Arc::new(map) as Arc<dyn PictureSource>).collect())
}

fn told<T, E: std::fmt::Display>(outcome: Result<T, E>) -> Option<T> {
    outcome.inspect_err(|error| tracing::warn!("{error}")).ok()
}

/// The map that the program carries, laid into the county's folder where it isn't there yet: beside what is imported
/// into it, since no real map lies under a county that doesn't exist.
fn shipped_map_file(dir: &Path) -> anyhow::Result<Option<BaseMapFile>> {
    let packed = sample::shipped_tiles();
    // The last eight bytes of what gzip packed are a sum over it and its length: another map lies in another folder.
    let sum = &packed[packed.len().saturating_sub(8)..];
    let name: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = dir.join(format!("sample-map-{name}"));
    if !folder.join(BASE_MAP_FILE).exists() {
        let fresh = dir.join("sample-map.new");
        std::fs::create_dir_all(&fresh).map_err(|error| cannot("make this folder", &fresh, error))?;
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::File::create(fresh.join(BASE_MAP_FILE))?;
            std::io::copy(&mut flate2::read::GzDecoder::new(packed), &mut file)?;
            file.sync_all()?;
            std::fs::rename(&fresh, &folder)
        };
        write().map_err(|error| cannot("lay the sample's map into this folder", dir, error))?;
    }
    Ok(BaseMapFile::open(&folder)?)
}
