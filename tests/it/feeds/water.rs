//! People keep off the water: in the sample's county, and on the way to the other bank of a river.

use super::world::{START, World, categories, county_of, plain, roster_at, street_distance_m};
use geo::{Area as _, Centroid as _, LineString, MultiPolygon, Polygon};
use std::io::Read;
use zonglan::domain::{Act, LonLat, Role, State, Urgency, Vehicle};
use zonglan::feeds::simulator::{SimCounty, SimSettings, SimWorker, Simulator, StreetLine};
use zonglan::feeds::{Feed, FeedMessage};
use zonglan::intake::basemap;
use zonglan::sample::{MapLayer, shipped_areas, shipped_map};
use zonglan::spatial::geodesy::metres_per_degree;
use zonglan::spatial::{BaseMap, Bounds, PreparedPolygon, Surface, area_m2};

/// Who is so far from any shore is in the water, whatever phones are off, metres.
const DEEP_M: f64 = 25.0;

/// A lake, or a stretch of a river.
struct Lake {
    bounds: Bounds,
    surface: PreparedPolygon,
    shores: Vec<StreetLine>,
}

impl Lake {
    fn new(surface: &Surface) -> Self {
        let shore = |points: Vec<LonLat>| StreetLine { points, name: None };
        let prepared = PreparedPolygon::for_many_points(&surface.shape);
        let bounds = prepared.bounds().unwrap();
        Self { bounds, surface: prepared, shores: surface.edges().into_iter().map(shore).collect() }
    }

    fn drowns(&self, at: LonLat) -> bool {
        self.bounds.contains(at) && self.surface.covers(at) && street_distance_m(&self.shores, at) > DEEP_M
    }
}

fn layer(layer: MapLayer) -> BaseMap {
    basemap::parse(layer.name(), shipped_map(layer)).unwrap().0
}

/// A worker for every second grid of the sample, who begins in its middle, wherever that is.
fn people() -> Vec<SimWorker> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(shipped_areas()).read_to_end(&mut text).unwrap();
    let file: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let grids = file["features"].as_array().unwrap().iter().filter(|area| area["properties"]["level"] == "Grid");
    let worker = |area: &serde_json::Value| {
        let ring = area["geometry"]["coordinates"][0].as_array().unwrap().iter();
        let ring: LineString<f64> =
            ring.map(|at| LonLat::new(at[0].as_f64().unwrap(), at[1].as_f64().unwrap()).coord()).collect();
        let ground = Polygon::new(ring, Vec::new());
        assert!(ground.unsigned_area() > 0.0);
        let at = LonLat::from(ground.centroid().unwrap().0);
        let radius_m = (area_m2(&ground.into()) / std::f64::consts::PI).sqrt();
        SimWorker {
            code: area["properties"]["code"].as_str().unwrap().into(),
            at,
            on_duty: true,
            role: Role::GridWorker,
            vehicle: Vehicle::Walk,
            home: Some((at, radius_m)),
        }
    };
    grids.step_by(2).map(worker).collect()
}

/// Which share of the positions lies deep in the water: of two hours before life, and of half an hour of it.
fn drowned(county: SimCounty<'_>, lakes: &[Lake]) -> [f64; 2] {
    let start = START.plus_secs(2 * 3_600);
    let settings = SimSettings { shifts: true, morning: true, ..plain(0) };
    let mut simulator = Simulator::new(53, start, county, &settings);
    let mut counts = [(0, 0); 2];
    for second in 1..=1_800 {
        for message in simulator.advance(start.plus_secs(second), &[]) {
            let FeedMessage::Fixes(fixes) = message else { continue };
            for fix in fixes {
                let (drowned, all) = &mut counts[usize::from(fix.fixed_at > start)];
                *drowned += usize::from(lakes.iter().any(|lake| lake.drowns(fix.at)));
                *all += 1;
            }
        }
    }
    counts.map(|(drowned, all)| {
        assert!(all > 50_000, "{all}");
        drowned as f64 / f64::from(all)
    })
}

#[test]
fn people_of_the_sample_keep_off_the_water() {
    let (streets, water) = (layer(MapLayer::Roads).roads, layer(MapLayer::Water).water);
    let named = |road: zonglan::spatial::Road| StreetLine { points: road.line, name: road.name.map(String::from) };
    let streets: Vec<StreetLine> = streets.into_iter().map(named).collect();
    let lakes: Vec<Lake> = water.iter().map(Lake::new).collect();
    let (people, categories) = (people(), categories());
    let blind = county_of(&streets, &people, &categories);
    let (before, after) = (drowned(blind, &lakes), drowned(SimCounty { water: &water, ..blind }, &lakes));
    for (when, before, after) in [("the morning", before[0], after[0]), ("life", before[1], after[1])] {
        eprintln!("{when}: {:.3} % in the water, {:.3} % where water is known", before * 100.0, after * 100.0);
        assert!(before > 0.001, "{when}: {before}: there is water to keep off");
        // Who is over water now stands on a bridge.
        assert!(after < 0.000_5 && after < before / 5.0, "{when}: {after}, without water {before}");
    }
}

/// A place so many metres east and north of a river's middle.
fn beside(x_m: f64, y_m: f64) -> LonLat {
    let (lon_m, lat_m) = metres_per_degree(36.0);
    LonLat::new(118.0 + x_m / lon_m, 36.0 + y_m / lat_m)
}

#[test]
fn who_is_sent_to_the_other_bank_goes_over_the_bridge() {
    const BRIDGE_M: f64 = 700.0;
    let road = (-15..=15).map(|n| beside(f64::from(n) * 60.0, BRIDGE_M)).collect();
    let streets = vec![StreetLine { points: road, name: None }];
    let bank = [(-30.0, -5_000.0), (30.0, -5_000.0), (30.0, 5_000.0), (-30.0, 5_000.0)];
    let river = Polygon::new(bank.map(|(x_m, y_m)| beside(x_m, y_m).coord()).to_vec().into(), Vec::new());
    let water = [Surface::whole(MultiPolygon(vec![river]))];
    let (people, kinds) = (roster_at(&[beside(-150.0, 0.0)], 1, 1), categories());
    let mut world = World::of(3, START, &plain(0), (streets.clone(), people.clone(), kinds.clone()));
    let county = SimCounty { water: &water, ..county_of(&streets, &people, &kinds) };
    world.simulator = Simulator::new(3, START, county, &plain(0));
    world.report("CL1", beside(150.0, 0.0), Urgency::U1);
    world.officer("CL1", Act::Accept { category: None, urgency: None, difficulty: None });
    world.officer("CL1", Act::Assign { agency: None, worker: Some("W0000".into()), message: "去".into() });
    world.run_until(3_600, |world| world.state("CL1") == State::OnScene);
    let (lon_m, lat_m) = metres_per_degree(36.0);
    let at_m = |at: &LonLat| ((at.lon_deg - 118.0) * lon_m, (at.lat_deg - 36.0) * lat_m);
    let track: Vec<(f64, f64)> = world.track["W0000"].iter().map(at_m).collect();
    assert!(track[0].0 < -20.0 && track.last().unwrap().0 > 110.0, "{track:?}");
    for (x_m, y_m) in &track {
        assert!(x_m.abs() > 10.0 || (y_m - BRIDGE_M).abs() < 30.0, "{x_m} {y_m} is in the river: {track:?}");
    }
    let crossings = track.windows(2).filter(|pair| (pair[0].0 < 0.0) != (pair[1].0 < 0.0));
    let over: Vec<f64> = crossings.map(|pair| (pair[0].1 + pair[1].1) / 2.0).collect();
    assert!(over.len() == 1 && (over[0] - BRIDGE_M).abs() < 30.0, "{over:?}");
}
