//! Spatial questions on an imported register, each checked against looking at everything.

use super::{Desk, column, from_now};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use zonglan::domain::{LonLat, Timestamp};
use zonglan::ledger::{Ledger, SqliteLedger, Tracks};
use zonglan::picture::Picture;
use zonglan::spatial::{Bounds, Hit, PointIndex, distance_m};

const WORKERS: usize = 2_000;
const CAMERAS: usize = 500;
/// The grid has so many areas a side, each so many degrees wide, from this corner.
const SIDE: usize = 10;
const CELL_DEG: f64 = 0.02;
const CORNER: LonLat = LonLat::new(118.0, 36.0);
/// How many questions the library is asked, and how many of them the program is asked too.
const QUESTIONS: usize = 200;
const THROUGH_THE_DOOR: usize = 4;

/// What was imported, as plain lists.
struct Register {
    desk: Desk,
    workers: Vec<(String, LonLat)>,
    cameras: Vec<(String, LonLat)>,
}

struct Dice(ChaCha8Rng);

impl Dice {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * f64::from(self.0.next_u32()) / f64::from(u32::MAX)
    }

    /// A place in or about the county; positions are told to a millionth of a degree.
    fn place(&mut self) -> LonLat {
        let side = SIDE as f64 * CELL_DEG;
        let mut along = |from: f64| (self.between(from - 0.02, from + side + 0.02) * 1e6).round() / 1e6;
        LonLat::new(along(CORNER.lon_deg), along(CORNER.lat_deg))
    }

    fn places(&mut self, letter: char, count: usize) -> Vec<(String, LonLat)> {
        (0..count).map(|n| (format!("{letter}{n:05}"), self.place())).collect()
    }
}

fn code_of(column: usize, row: usize) -> String {
    format!("G{column}{row}")
}

fn areas() -> String {
    let cell = |west: f64, south: f64, side: f64| {
        let (east, north) = (west + side, south + side);
        json!({ "type": "Polygon", "coordinates":
            [[[west, south], [east, south], [east, north], [west, north], [west, south]]] })
    };
    let feature = |code: String, level: &str, parent: Option<&str>, geometry: Value| {
        json!({ "type": "Feature", "geometry": geometry,
            "properties": { "code": code, "name": code, "level": level, "parent": parent } })
    };
    let whole = cell(CORNER.lon_deg, CORNER.lat_deg, SIDE as f64 * CELL_DEG);
    let mut features = vec![feature("C".into(), "County", None, whole)];
    for (column, row) in (0..SIDE * SIDE).map(|n| (n % SIDE, n / SIDE)) {
        let (west, south) = (CORNER.lon_deg + column as f64 * CELL_DEG, CORNER.lat_deg + row as f64 * CELL_DEG);
        let rounded = |deg: f64| (deg * 1e6).round() / 1e6;
        let geometry = cell(rounded(west), rounded(south), CELL_DEG);
        features.push(feature(code_of(column, row), "Grid", Some("C"), geometry));
    }
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn register(dice: &mut Dice) -> Register {
    let desk = Desk::new();
    let (workers, cameras) = (dice.places('W', WORKERS), dice.places('C', CAMERAS));
    let fixed_at = from_now(-60);
    let mut text = String::from("code,name,on_duty,home_area,lon,lat,fixed_at\n");
    for (n, (code, at)) in workers.iter().enumerate() {
        let home = code_of(n % SIDE, n / SIDE % SIDE);
        text += &format!("{code},张{n},true,{home},{},{},{fixed_at}\n", at.lon_deg, at.lat_deg);
    }
    desk.file("workers.csv", text);
    let mut text = String::from("code,name,lon,lat\n");
    for (code, at) in &cameras {
        text += &format!("{code},路口,{},{}\n", at.lon_deg, at.lat_deg);
    }
    desk.file("cameras.csv", text);
    desk.file("areas.geojson", areas());
    for (kind, file, count) in [
        ("areas", "areas.geojson", 1 + SIDE * SIDE),
        ("workers", "workers.csv", WORKERS),
        ("cameras", "cameras.csv", CAMERAS),
    ] {
        let report = desk.done(&format!("import {kind} {file}"));
        assert_eq!((&report["kept"], &report["problems_total"]), (&count.into(), &0.into()), "{report}");
    }
    Register { desk, workers, cameras }
}

/// The picture as the program folds it.
pub(super) fn picture(desk: &Desk) -> Picture {
    let mut picture = Picture::new(8 * 3600);
    let ledger = SqliteLedger::open_read_only(&desk.data()).unwrap();
    ledger
        .read_after(0, &mut |recorded| {
            picture.apply(&recorded);
            ControlFlow::Continue(())
        })
        .unwrap();
    picture.derive();
    let now = Timestamp(jiff::Timestamp::now().as_second());
    for fix in Tracks::open_read_only(&desk.data()).county_at(now).unwrap() {
        assert!(picture.apply_fix(&fix));
    }
    picture
}

/// Tracks keep whole centimetres or so: distances agree to that, and what lies that near to an edge may fall either way.
const KEPT_M: f64 = 0.2;

/// One kind as the program has it, and as it was written.
struct Kind<'a> {
    name: &'static str,
    id: &'static str,
    truth: &'a [(String, LonLat)],
    index: &'a PointIndex,
    code: Box<dyn Fn(u32) -> String + 'a>,
}

impl Kind<'_> {
    fn codes(&self, ids: &[u32]) -> Vec<String> {
        ids.iter().map(|id| (self.code)(*id)).collect()
    }

    /// Where each stands according to the program, by looking at everything.
    fn all(&self) -> Vec<(u32, LonLat)> {
        self.index.iter().collect()
    }

    /// Nothing was lost on the way in, and nobody moved by more than rounding.
    fn check_kept(&self) {
        let mut found: Vec<(String, LonLat)> = self.all().into_iter().map(|(id, at)| ((self.code)(id), at)).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(found.len(), self.truth.len());
        for (found, truth) in found.iter().zip(self.truth) {
            assert!(found.0 == truth.0 && distance_m(found.1, truth.1) < KEPT_M, "{found:?} {truth:?}");
        }
    }

    fn check_hits(&self, hits: &[Hit], due: &[(f64, u32)]) {
        let found: Vec<(f64, u32)> = hits.iter().map(|hit| (hit.distance_m, hit.id)).collect();
        assert_eq!(found, due, "{}", self.name);
    }

    fn check_told(&self, told: &Value, hits: &[Hit]) {
        let ids: Vec<u32> = hits.iter().map(|hit| hit.id).collect();
        assert_eq!(column(told, self.id), self.codes(&ids));
        for (told, hit) in told.as_array().unwrap().iter().zip(hits) {
            assert!((told["distance_m"].as_f64().unwrap() - hit.distance_m).abs() < 0.06, "{told}");
        }
    }

    /// By distance, then id, as far as `reach_m`.
    fn near(&self, at: LonLat, reach_m: f64) -> Vec<(f64, u32)> {
        let all = self.all().into_iter().map(|(id, place)| (distance_m(at, place), id));
        let mut near: Vec<(f64, u32)> = all.filter(|(far_m, _)| *far_m <= reach_m).collect();
        near.sort_by(|a, b| a.partial_cmp(b).unwrap());
        near
    }

    fn ask_nearest(&self, desk: Option<&Desk>, dice: &mut Dice) {
        let (at, k) = (dice.place(), 1 + dice.0.next_u32() as usize % 40);
        let mut due = self.near(at, f64::INFINITY);
        due.truncate(k);
        let hits = self.index.nearest(at, k, |_| true);
        self.check_hits(&hits, &due);
        if let Some(desk) = desk {
            let told = desk.done(&format!("query nearest {} {},{} -k {k}", self.name, at.lon_deg, at.lat_deg));
            self.check_told(&told, &hits);
        }
    }

    fn ask_circle(&self, desk: Option<&Desk>, dice: &mut Dice) {
        let (at, reach_m) = (dice.place(), dice.between(10.0, 4_000.0));
        let hits = self.index.within_circle(at, reach_m);
        self.check_hits(&hits, &self.near(at, reach_m));
        if let Some(desk) = desk {
            let circle = format!("{},{},{reach_m}", at.lon_deg, at.lat_deg);
            self.check_told(&desk.done(&format!("query within {} --circle {circle}", self.name)), &hits);
        }
    }

    fn inside(&self, holds: impl Fn(LonLat) -> bool) -> Vec<u32> {
        self.all().into_iter().filter(|(_, at)| holds(*at)).map(|(id, _)| id).collect()
    }

    fn ask_bounds(&self, desk: Option<&Desk>, dice: &mut Dice) {
        let (a, b) = (dice.place(), dice.place());
        let min = LonLat::new(a.lon_deg.min(b.lon_deg), a.lat_deg.min(b.lat_deg));
        let max = LonLat::new(a.lon_deg.max(b.lon_deg), a.lat_deg.max(b.lat_deg));
        let holds = |at: LonLat| {
            (min.lon_deg..=max.lon_deg).contains(&at.lon_deg) && (min.lat_deg..=max.lat_deg).contains(&at.lat_deg)
        };
        let found = self.index.within_bounds(&Bounds { min, max });
        assert_eq!(found, self.inside(holds), "{} {min:?} {max:?}", self.name);
        if let Some(desk) = desk {
            let bounds = format!("{},{},{},{}", min.lon_deg, min.lat_deg, max.lon_deg, max.lat_deg);
            let told = desk.done(&format!("query within {} --bounds {bounds}", self.name));
            assert_eq!(column(&told, self.id), self.codes(&found));
        }
    }

    fn ask_polygon(&self, desk: Option<&Desk>, dice: &mut Dice) {
        let ring = star(dice);
        let found = self.index.within_polygon(&polygon_of(&ring));
        assert_eq!(found, self.inside(|at| odd_crossings(&ring, at)), "{} {ring:?}", self.name);
        if let Some(desk) = desk {
            let points: Vec<String> = ring.iter().map(|p| format!("{},{}", p.lon_deg, p.lat_deg)).collect();
            let mut command = desk.command(&format!("query within {}", self.name));
            let output = command.arg("--polygon").arg(points.join(" ")).output().unwrap();
            assert_eq!(column(&super::answer("polygon", &output), self.id), self.codes(&found));
        }
    }
}

/// A polygon with a dent or more about a random place: corners in turn round it, near and far.
fn star(dice: &mut Dice) -> Vec<LonLat> {
    let (middle, corners) = (dice.place(), 5 + dice.0.next_u32() % 20);
    let corner = |n: u32| {
        let (sin, cos) = (f64::from(n) * std::f64::consts::TAU / f64::from(corners)).sin_cos();
        let far_deg = dice.between(0.005, 0.08);
        LonLat::new(middle.lon_deg + far_deg * cos, middle.lat_deg + far_deg * sin)
    };
    (0..corners).map(corner).collect()
}

fn polygon_of(ring: &[LonLat]) -> MultiPolygon<f64> {
    let ring = LineString(ring.iter().map(|p| Coord { x: p.lon_deg, y: p.lat_deg }).collect());
    MultiPolygon(vec![Polygon::new(ring, Vec::new())])
}

/// Whether a line from the point eastwards crosses the ring an odd number of times.
fn odd_crossings(ring: &[LonLat], at: LonLat) -> bool {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossed = edges.filter(|(a, b)| {
        let spans = (a.lat_deg > at.lat_deg) != (b.lat_deg > at.lat_deg);
        let share = (at.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg);
        spans && at.lon_deg < a.lon_deg + share * (b.lon_deg - a.lon_deg)
    });
    crossed.count() % 2 == 1
}

/// The codes of the areas that hold the place, from its numbers alone.
fn chain_by_numbers(at: LonLat) -> Vec<String> {
    let cell = |deg: f64, from: f64| {
        let nth = ((deg - from) / CELL_DEG).floor();
        (0.0..SIDE as f64).contains(&nth).then_some(nth as usize)
    };
    match (cell(at.lon_deg, CORNER.lon_deg), cell(at.lat_deg, CORNER.lat_deg)) {
        (Some(column), Some(row)) => vec!["C".to_owned(), code_of(column, row)],
        _ => Vec::new(),
    }
}

fn ask_at(register: &Register, picture: &Picture, through_the_door: bool, dice: &mut Dice) {
    let at = dice.place();
    let due = chain_by_numbers(at);
    let chain: Vec<String> =
        picture.areas.chain_at(at).into_iter().map(|n| picture.areas.row(n).code.to_string()).collect();
    assert_eq!(chain, due, "{at:?}");
    if through_the_door {
        let told = &register.desk.done(&format!("query at {},{} -k {WORKERS}", at.lon_deg, at.lat_deg))["areas"];
        assert_eq!(column(told, "code"), due);
        if let Some(grid) = told.as_array().unwrap().last() {
            let people: BTreeSet<&str> = column(&grid["people"], "worker").into_iter().collect();
            let at_home = |n: &usize| due[1] == code_of(n % SIDE, n / SIDE % SIDE);
            let due: BTreeSet<&str> = (0..WORKERS).filter(at_home).map(|n| register.workers[n].0.as_str()).collect();
            assert_eq!(people, due);
            // Nobody reads hundreds of responders: the first are named, the rest is counted.
            let few = &register.desk.done(&format!("query at {},{}", at.lon_deg, at.lat_deg))["areas"][1];
            let named = column(&few["people"], "worker");
            assert_eq!((named.len(), few["people_total"].as_u64()), (10, Some(due.len() as u64)));
            assert_eq!(named, column(&grid["people"], "worker")[..10]);
        }
    }
}

#[test]
fn two_hundred_questions_are_answered_as_by_looking_at_everything() {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(2_026));
    let register = register(&mut dice);
    let picture = picture(&register.desk);
    let workers = Kind {
        name: "workers",
        id: "worker",
        truth: &register.workers,
        index: picture.workers.index(),
        code: Box::new(|id| picture.workers.row(id).worker.code.to_string()),
    };
    let cameras = Kind {
        name: "cameras",
        id: "camera",
        truth: &register.cameras,
        index: picture.cameras.index(),
        code: Box::new(|id| picture.cameras.rows()[id as usize].code.to_string()),
    };
    workers.check_kept();
    cameras.check_kept();
    for question in 0..QUESTIONS / 5 {
        let kind = if question % 2 == 0 { &workers } else { &cameras };
        let desk = (question < THROUGH_THE_DOOR).then_some(&register.desk);
        kind.ask_nearest(desk, &mut dice);
        kind.ask_circle(desk, &mut dice);
        kind.ask_bounds(desk, &mut dice);
        kind.ask_polygon(desk, &mut dice);
        ask_at(&register, &picture, desk.is_some(), &mut dice);
    }
}
