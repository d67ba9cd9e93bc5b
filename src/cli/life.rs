//! The life of a seat: the clock it goes by, and the simulator that makes a sample county live.

use super::cannot;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use zonglan::display::{BaseMapSource, Clock};
use zonglan::domain::{AreaLevel, LonLat, Timestamp, WorkerCode};
use zonglan::feeds::Deferred;
use zonglan::feeds::simulator::{SimCategory, SimCounty, SimIncident, SimSettings, SimWorker, Simulator, StreetLine};
use zonglan::intake::basemap::{self, BASE_MAP_FILE, BaseMapFile};
use zonglan::online::{Limits, OnlineMaps, OnlineSettings};
use zonglan::picture::Picture;
use zonglan::sample::{self, MapLayer, shipped_map};
use zonglan::seat::{Intent, Seat, Toast};
use zonglan::spatial::{Band, PictureSource, PictureTrouble, Road, TileSource};

/// The time that a seat in a window goes by.
#[derive(Clone, Copy, Debug)]
pub(super) enum SeatClock {
    /// The wall clock.
    Wall,
    /// A demo's own time: it began at a moment and runs on as fast as time does.
    Own {
        /// The moment at which it began.
        start: Timestamp,
        /// When that was by the machine's steady clock.
        since: Instant,
    },
}

impl SeatClock {
    /// A demo's own time, beginning now at `start`.
    pub(super) fn own(start: Timestamp) -> Self {
        Self::Own { start, since: Instant::now() }
    }
}

impl Clock for SeatClock {
    fn now(&self) -> Timestamp {
        match self {
            SeatClock::Wall => super::county::now(),
            SeatClock::Own { start, since } => start.plus_secs(since.elapsed().as_secs() as i64),
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

/// Whether the territory is the one county whose map the program carries, and nothing else.
fn is_the_shipped_county(picture: &Picture) -> bool {
    let mut counties = picture.areas.rows().iter().filter(|row| row.level == AreaLevel::County);
    picture.is_sample() && counties.all(|county| county.code.as_str() == sample::COUNTY)
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

/// The simulator over a sample's picture, beginning at `start`; other counties have none. Streets are read and people
/// put on them when it is first to speak. Nobody of `real` is simulated.
pub(super) fn simulator(
    picture: &Picture,
    dir: &Path,
    seed: u64,
    start: Timestamp,
    real: &BTreeSet<WorkerCode>,
) -> Option<Deferred> {
    let (mut roster, categories, open) =
        picture.is_sample().then(|| (roster(picture), categories(picture), open(picture)))?;
    roster.retain(|worker| !real.contains(&worker.code));
    let settings = SimSettings {
        utc_offset_secs: picture.tallies.utc_offset_secs(),
        highest_number: highest_number(picture),
        ..SimSettings::default()
    };
    let imported = (!is_the_shipped_county(picture)).then(|| dir.to_path_buf());
    Some(Deferred::new("simulator", move || {
        let streets = imported.and_then(|dir| imported_streets(&dir)).or_else(shipped_streets)?;
        let county = SimCounty { streets: &streets, roster: &roster, categories: &categories, open: &open };
        Some(Box::new(Simulator::new(seed, start, county, &settings)))
    }))
}

fn named(road: Road) -> StreetLine {
    StreetLine { points: road.line, name: road.name.map(String::from) }
}

/// The streets of a folder's base map, cut where its tiles meet: both parts end at the same place.
fn imported_streets(dir: &Path) -> Option<Vec<StreetLine>> {
    let file = BaseMapFile::open(dir).ok()??;
    let nearest = file.tiles().iter().filter(|key| key.band == Band::Street);
    let read = nearest.filter_map(|key| match file.read(*key) {
        Ok(map) => Some(map.roads),
        Err(error) => {
            tracing::warn!("the simulator lacks some streets: {error}");
            None
        }
    });
    Some(read.flatten().map(named).collect())
}

fn shipped_streets() -> Option<Vec<StreetLine>> {
    match basemap::parse("roads", shipped_map(MapLayer::Roads)) {
        Ok((map, _)) => Some(map.roads.into_iter().map(named).collect()),
        Err(error) => {
            tracing::warn!("the simulator has no streets: {error}");
            None
        }
    }
}

fn categories(picture: &Picture) -> Vec<SimCategory> {
    let of_matters = picture.categories.rows().iter().filter(|category| category.parent.is_some());
    let simulated = of_matters.map(|category| SimCategory {
        code: category.code.clone(),
        name: category.name.clone(),
        urgency: category.urgency,
        difficulty: category.difficulty,
        agency: category.agency.clone(),
    });
    simulated.collect()
}

fn open(picture: &Picture) -> Vec<SimIncident> {
    let simulated = picture.incidents.open().map(|number| {
        let row = picture.incidents.row(number);
        let standing = picture.standing(number);
        SimIncident { code: row.code.clone(), at: row.at, source: row.source, standing }
    });
    simulated.collect()
}

fn roster(picture: &Picture) -> Vec<SimWorker> {
    let middle = picture.areas.bounds().map_or(LonLat::default(), |bounds| bounds.center());
    let workers = picture.workers.rows().iter().map(|row| {
        let home = row.home.map(|home| picture.areas.row(home));
        let home = home.and_then(|area| Some((area.anchor?, (area.area_km2 * 1e6 / std::f64::consts::PI).sqrt())));
        SimWorker {
            code: row.worker.code.clone(),
            at: row.fix.map(|fix| fix.at).or(home.map(|(at, _)| at)).unwrap_or(middle),
            on_duty: row.worker.on_duty,
            vehicle: row.worker.vehicle,
            home,
        }
    });
    workers.collect()
}

/// The highest running number among the day's matters, so that new ones go on after it.
fn highest_number(picture: &Picture) -> u32 {
    let numbers = picture
        .incidents
        .rows()
        .iter()
        .rev()
        .take(2_000)
        .filter_map(|row| row.code.as_str().rsplit('-').next()?.trim_start_matches('S').parse::<u32>().ok());
    numbers.max().unwrap_or(0)
}
