//! What the simulator is given of a sample's county: its streets and its water, its people, its kinds of matters, what is open.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use zonglan::domain::{
    AreaLevel, Checklist, ChecklistCode, Fix, InspectionRegisters, LonLat, StepKind, Timestamp, WorkerCode,
};
use zonglan::feeds::Deferred;
use zonglan::feeds::simulator::{
    SimCategory, SimCounty, SimIncident, SimPlace, SimSettings, SimStay, SimWorker, Simulator, StreetLine,
};
use zonglan::intake::basemap::{self, BaseMapFile};
use zonglan::ledger::{LedgerError, Tracks};
use zonglan::picture::Picture;
use zonglan::sample::{self, MapLayer, shipped_map};
use zonglan::spatial::{Band, BaseMap, Road, TileSource};

/// Whether the territory is the one county whose map the program carries, and nothing else.
pub(super) fn is_the_shipped_county(picture: &Picture) -> bool {
    let mut counties = picture.areas.rows().iter().filter(|row| row.level == AreaLevel::County);
    picture.is_sample() && counties.all(|county| county.code.as_str() == sample::COUNTY)
}

/// Positions are looked through in steps of this length, seconds.
const LOOK_SECS: i64 = 1_800;

/// Where everybody is first known to have been from `midnight` until `start`, one position each. What a folder knows
/// stays as it was: only what lies before is still open.
fn first_known(dir: &Path, midnight: Timestamp, start: Timestamp) -> Result<Vec<Fix>, LedgerError> {
    let tracks = Tracks::open_read_only(dir);
    let mut first: BTreeMap<WorkerCode, Fix> = BTreeMap::new();
    let mut until = midnight;
    while until < start {
        until = until.plus_secs(LOOK_SECS).min(start);
        let known = first.len();
        // By worker and time: the first that is met of each is the earliest.
        for fix in tracks.county_ways(until, LOOK_SECS)?.into_iter().filter(|fix| fix.fixed_at >= midnight) {
            first.entry(fix.worker.clone()).or_insert(fix);
        }
        if known > 0 && first.len() == known {
            break;
        }
    }
    Ok(first.into_values().collect())
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
    let (places, checklists, stays) = (places(picture, start), checklists(picture), stays(picture, start));
    roster.retain(|worker| !real.contains(&worker.code));
    let mut settings = SimSettings {
        utc_offset_secs: picture.tallies.zone().offset_secs(start),
        highest_number: highest_number(picture),
        shifts: true,
        ..SimSettings::default()
    };
    let midnight = picture.tallies.day_start(picture.tallies.day(start));
    let (is_shipped, dir) = (is_the_shipped_county(picture), dir.to_path_buf());
    Some(Deferred::new("simulator", move || {
        let imported = if is_shipped { None } else { imported_land(&dir) };
        let BaseMap { roads, water, .. } = imported.or_else(shipped_land)?;
        let streets: Vec<StreetLine> = roads.into_iter().map(named).collect();
        let known = first_known(&dir, midnight, start);
        if let Err(error) = &known {
            tracing::warn!("the simulator leaves the hours before alone: {error}");
        }
        settings.morning = known.is_ok();
        let known = known.unwrap_or_default();
        let county = SimCounty {
            streets: &streets,
            water: &water,
            roster: &roster,
            categories: &categories,
            open: &open,
            places: &places,
            checklists: &checklists,
            stays: &stays,
            known: &known,
        };
        Some(Box::new(Simulator::new(seed, start, county, &settings)))
    }))
}

fn named(road: Road) -> StreetLine {
    StreetLine { points: road.line, name: road.name.map(String::from) }
}

/// The streets and the water of a folder's base map, cut where its tiles meet: both parts end at the same place.
fn imported_land(dir: &Path) -> Option<BaseMap> {
    let file = BaseMapFile::open(dir).ok()??;
    let mut land = BaseMap::default();
    for key in file.tiles().iter().filter(|key| key.band == Band::Street) {
        match file.read(*key) {
            Ok(BaseMap { roads, water, .. }) => land.extend(BaseMap { roads, water, ..BaseMap::default() }),
            Err(error) => tracing::warn!("the simulator lacks some streets and water: {error}"),
        }
    }
    Some(land)
}

fn shipped_land() -> Option<BaseMap> {
    let read = |layer: MapLayer| match basemap::parse(layer.name(), shipped_map(layer)) {
        Ok((map, _)) => Some(map),
        Err(error) => {
            tracing::warn!("the simulator lacks the {}: {error}", layer.name());
            None
        }
    };
    let mut land = read(MapLayer::Roads)?;
    land.extend(read(MapLayer::Water).unwrap_or_default());
    Some(land)
}

fn categories(picture: &Picture) -> Vec<SimCategory> {
    // How often a kind comes, and in which words, no register tells; the sample's own catalogue does.
    let habits = sample::kind_habits();
    let texts = |words: &[&str]| words.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let of_matters = picture.categories.rows().iter().filter(|category| category.parent.is_some());
    let simulated = of_matters.map(|category| SimCategory {
        code: category.code.clone(),
        name: category.name.clone(),
        weight: habits.get(category.code.as_str()).map_or(1, |habits| habits.weight),
        said: habits.get(category.code.as_str()).map_or_else(Vec::new, |habits| texts(&habits.said)),
        done: habits.get(category.code.as_str()).map_or_else(Vec::new, |habits| texts(&habits.done)),
        urgency: category.urgency,
        difficulty: category.difficulty,
        agency: category.agency.clone(),
    });
    simulated.collect()
}

/// The places that are looked at by a checklist, each with the campaign that wants it most.
fn places(picture: &Picture, now: Timestamp) -> Vec<SimPlace> {
    let mut wanted = BTreeMap::new();
    for undone in picture.undone_of_all(None, now) {
        wanted.entry(undone.place).or_insert(undone.campaign);
    }
    let looked_at = picture.places.present().filter_map(|(number, place)| {
        let campaign = wanted.get(&number).map(|campaign| picture.inspections.campaigns.row(*campaign));
        let own = || {
            let own = place.details.checklist.as_deref().map(ChecklistCode::from);
            own.or_else(|| Some(picture.checklist_of_kind(&place.kind)?.code.clone()))
        };
        let checklist = campaign.and_then(|campaign| campaign.checklist.clone()).or_else(own)?;
        let visits = picture.inspections.of_place(number).iter().map(|visit| picture.inspections.row(*visit));
        Some(SimPlace {
            code: place.code.clone(),
            at: place.at,
            checklist: Some(checklist),
            campaign: campaign.map(|campaign| campaign.code.clone()),
            last_at: visits.filter(|visit| visit.is_done()).map(|visit| visit.at).max(),
        })
    });
    looked_at.collect()
}

fn checklists(picture: &Picture) -> Vec<Checklist> {
    picture.inspections.checklists.present().map(|(_, checklist)| checklist.clone()).collect()
}

fn open(picture: &Picture) -> Vec<SimIncident> {
    let simulated = picture.incidents.open().map(|number| {
        let row = picture.incidents.row(number);
        let standing = picture.standing(number);
        SimIncident { code: row.code.clone(), at: row.at, source: row.source, standing }
    });
    simulated.collect()
}

/// Where the day's matters have been handled, by whom, from when until when.
fn stays(picture: &Picture, start: Timestamp) -> Vec<SimStay> {
    let midnight = picture.tallies.day_start(picture.tallies.day(start));
    let stays = picture.incidents.rows().iter().filter_map(|row| {
        let to = row.time(StepKind::Handled).filter(|to| *to >= midnight)?;
        let worker = &picture.workers.rows()[row.worker? as usize].worker;
        let from = row.time(StepKind::Arrived).unwrap_or(to);
        Some(SimStay { worker: worker.code.clone(), at: row.at?, from, to })
    });
    stays.collect()
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
            role: row.worker.role,
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
