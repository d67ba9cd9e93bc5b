//! The sample county: same seed, same bytes; areas without gaps or overlaps; histories that hold together; the
//! figures that the wall shows.

#![allow(clippy::unwrap_used)]

use flate2::read::GzDecoder;
use geo::{Area as _, Contains as _, Coord, LineString, Point, Polygon, Validation as _};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;
use std::sync::OnceLock;
use zonglan::sample::{self, DEFAULT_SEED, END, MapLayer, Scale};

type Row = BTreeMap<String, String>;

struct Area {
    code: String,
    name: String,
    level: String,
    parent: Option<String>,
    outline: Polygon<f64>,
}

fn write(seed: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    sample::write(folder.path(), seed, Scale::County, &mut |_, _| {}).unwrap();
    folder
}

/// The sample of the default seed, written once for all tests.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| write(DEFAULT_SEED)).path()
}

fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut plain).unwrap();
    plain
}

fn rows(bytes: &[u8]) -> Vec<Row> {
    csv::Reader::from_reader(bytes).deserialize().map(|row| row.unwrap()).collect()
}

fn table(name: &str) -> Vec<Row> {
    rows(&std::fs::read(folder().join(name)).unwrap())
}

fn incidents() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| rows(&unpack(&std::fs::read(folder().join("incidents.csv.gz")).unwrap())))
}

fn areas_of(packed: &[u8]) -> Vec<Area> {
    let json: serde_json::Value = serde_json::from_slice(&unpack(packed)).unwrap();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let ring = |value: &serde_json::Value| {
        let points = value.as_array().unwrap().iter();
        LineString(points.map(|p| Coord { x: p[0].as_f64().unwrap(), y: p[1].as_f64().unwrap() }).collect())
    };
    let area = |feature: &serde_json::Value| {
        let properties = &feature["properties"];
        let mut rings = feature["geometry"]["coordinates"].as_array().unwrap().iter().map(ring);
        assert!(properties["population"].as_u64().unwrap() > 0);
        Area {
            code: text(&properties["code"]).unwrap(),
            name: text(&properties["name"]).unwrap(),
            level: text(&properties["level"]).unwrap(),
            parent: text(&properties["parent"]),
            outline: Polygon::new(rings.next().unwrap(), rings.collect()),
        }
    };
    json["features"].as_array().unwrap().iter().map(area).collect()
}

fn areas() -> &'static [Area] {
    static AREAS: OnceLock<Vec<Area>> = OnceLock::new();
    AREAS.get_or_init(|| areas_of(&std::fs::read(folder().join("areas.geojson.gz")).unwrap()))
}

fn grid_at(tree: &RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>, areas: &[Area], point: [f64; 2]) -> Vec<usize> {
    let near = tree.locate_in_envelope_intersecting(AABB::from_point(point));
    near.map(|entry| entry.data).filter(|&nth| areas[nth].outline.contains(&Point::new(point[0], point[1]))).collect()
}

fn tree_of(areas: &[Area]) -> RTree<GeomWithData<Rectangle<[f64; 2]>, usize>> {
    let entries = areas.iter().enumerate().filter(|(_, area)| area.level == "Grid").map(|(nth, area)| {
        let ring = &area.outline.exterior().0;
        let fold =
            |pick: fn(&Coord<f64>) -> f64, with: fn(f64, f64) -> f64| ring.iter().map(pick).reduce(with).unwrap();
        let (low, high) =
            ([fold(|c| c.x, f64::min), fold(|c| c.y, f64::min)], [fold(|c| c.x, f64::max), fold(|c| c.y, f64::max)]);
        GeomWithData::new(Rectangle::from_corners(low, high), nth)
    });
    RTree::bulk_load(entries.collect())
}

/// No gap, no overlap, simple rings, parents before children: at every level.
fn check_territory(areas: &[Area]) {
    let mut sum_of_children: BTreeMap<&str, f64> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for area in areas {
        assert!(area.outline.is_valid(), "{} {}", area.code, area.name);
        assert!(area.outline.signed_area() > 0.0, "{}: the outer ring runs counter-clockwise", area.code);
        assert!(seen.insert(&area.code), "{} twice", area.code);
        match &area.parent {
            Some(parent) => {
                assert!(seen.contains(parent.as_str()), "{} comes before its parent", area.code);
                *sum_of_children.entry(parent).or_default() += area.outline.unsigned_area();
            }
            None => assert_eq!(area.level, "County"),
        }
    }
    for area in areas.iter().filter(|area| area.level != "Grid") {
        let ratio = sum_of_children[area.code.as_str()] / area.outline.unsigned_area();
        assert!((ratio - 1.0).abs() < 1e-6, "{} {}: its parts are {ratio} of it", area.code, area.name);
    }
    let tree = tree_of(areas);
    let county = &areas[0].outline;
    let dice = &mut ChaCha8Rng::seed_from_u64(7);
    let mut unit = || f64::from(dice.next_u32()) / f64::from(u32::MAX);
    let mut inside = 0;
    for _ in 0..20_000 {
        let point = [117.84 + 0.28 * unit(), 35.90 + 0.24 * unit()];
        let expected = usize::from(county.contains(&Point::new(point[0], point[1])));
        assert_eq!(grid_at(&tree, areas, point).len(), expected, "{point:?}");
        inside += expected;
    }
    assert!(inside > 10_000);
}

#[test]
fn sample_areas_have_no_gap_and_no_overlap() {
    let areas = areas();
    check_territory(areas);
    let count = |level: &str| areas.iter().filter(|area| area.level == level).count();
    assert_eq!(["County", "Town", "Zone", "Village", "Grid"].map(count), [1, 12, 46, 650, 5000]);
}

#[test]
fn sample_areas_are_named_and_coded_as_usual() {
    let areas = areas();
    let names = |level: &str| {
        areas.iter().filter(|area| area.level == level).map(|area| area.name.as_str()).collect::<Vec<_>>()
    };
    for level in ["Town", "Zone", "Village", "Grid"] {
        assert_eq!(
            names(level).into_iter().collect::<BTreeSet<_>>().len(),
            names(level).len(),
            "two {level}s of one name"
        );
    }
    for area in areas {
        let (digits, endings): (usize, &[&str]) = match area.level.as_str() {
            "County" => (6, &["县"]),
            "Town" => (9, &["街道", "镇", "园区"]),
            "Village" => (12, &["社区", "村"]),
            "Grid" => (15, &["网格"]),
            _ => (12, &["片区"]),
        };
        assert_eq!(area.code.len(), digits, "{}", area.code);
        assert!(endings.iter().any(|ending| area.name.ends_with(ending)), "{}", area.name);
        // zones are a county's own: a village's code goes on from its town's
        let prefix = match (&area.parent, area.level.as_str()) {
            (Some(parent), "Village") => &parent[..9],
            (Some(parent), _) => parent.as_str(),
            (None, _) => "990101",
        };
        assert!(area.code.starts_with(prefix), "{} in {prefix}", area.code);
    }
}

#[test]
fn sample_shipped_areas_are_what_the_seed_gives() {
    assert_eq!(unpack(&sample::cut_areas(DEFAULT_SEED).unwrap()), unpack(sample::shipped_areas()));
}

#[test]
fn sample_same_seed_same_bytes_and_another_seed_another_county() {
    let (one, other) = (write(5), write(5));
    let files = ["areas.geojson.gz", "categories.csv", "workers.csv", "cameras.csv", "places.csv", "incidents.csv.gz"];
    for file in files {
        let read = |folder: &Path| std::fs::read(folder.join(file)).unwrap();
        assert!(read(one.path()) == read(other.path()), "{file} differs");
        assert!(file == "categories.csv" || read(one.path()) != read(folder()), "{file} does not depend on the seed");
    }
    check_territory(&areas_of(&std::fs::read(one.path().join("areas.geojson.gz")).unwrap()));
}

#[test]
fn sample_people_and_cameras_stand_in_the_county() {
    let (workers, cameras, areas) = (table("workers.csv"), table("cameras.csv"), areas());
    let tree = tree_of(areas);
    let at = |row: &Row| -> [f64; 2] { [row["lon"].parse().unwrap(), row["lat"].parse().unwrap()] };
    assert!((12_000..13_200).contains(&workers.len()), "{}", workers.len());
    assert_eq!(cameras.len(), 20_000);
    let codes: BTreeSet<&str> = areas.iter().map(|area| area.code.as_str()).collect();
    let mut towns = BTreeSet::new();
    let mut homes = BTreeSet::new();
    let (mut on_duty, mut away) = (0, 0);
    for worker in &workers {
        assert!(codes.contains(worker["home_area"].as_str()));
        assert!(
            worker["phone"].starts_with("1990000") || worker["phone"].starts_with("1990001"),
            "{}",
            worker["phone"]
        );
        homes.insert(worker["home_area"].as_str());
        if worker["on_duty"] == "true" {
            on_duty += 1;
            towns.insert(&worker["home_area"][..9]);
            let home = &worker["home_area"];
            // a street that parts two towns belongs to both
            let grid = grid_at(&tree, areas, at(worker));
            away += usize::from(grid.iter().any(|&nth| areas[nth].code[..9] != home[..9]));
        } else {
            assert!(worker["lon"].is_empty() && worker["fixed_at"].is_empty(), "a position off duty");
        }
    }
    assert_eq!(towns.len(), 12);
    assert!(away * 50 < on_duty, "{away} of {on_duty} are away from their town");
    assert!((1_000..1_300).contains(&on_duty), "{on_duty}");
    assert!(areas.iter().filter(|area| area.level == "Grid").all(|grid| homes.contains(grid.code.as_str())));
    for camera in &cameras {
        assert!(camera["code"].len() == 20 && camera["code"].starts_with("9901010013132"));
    }
    let inside = cameras.iter().filter(|camera| grid_at(&tree, areas, at(camera)).len() == 1).count();
    assert!(inside > 19_950, "{inside}");
}

const STEPS: [&str; 9] = [
    "reported_at",
    "accepted_at",
    "assigned_at",
    "receipted_at",
    "arrived_at",
    "handled_at",
    "checked_at",
    "called_back_at",
    "closed_at",
];

#[test]
fn sample_histories_hold_together() {
    let categories: BTreeSet<String> = table("categories.csv").into_iter().map(|row| row["code"].clone()).collect();
    let workers: BTreeSet<String> = table("workers.csv").into_iter().map(|row| row["code"].clone()).collect();
    let mut before = String::new();
    let mut codes = BTreeSet::new();
    for row in incidents() {
        // all times are of one form and one zone: their text sorts as they do
        let times: Vec<&str> = STEPS.iter().map(|step| row[*step].as_str()).filter(|time| !time.is_empty()).collect();
        assert!(times.is_sorted() && *times.last().unwrap() <= "2026-09-11T14:03:27+08:00", "{row:?}");
        assert!(before.as_str() <= times[0]);
        before = times[0].to_owned();
        assert!(codes.insert(row["code"].as_str()), "{} twice", row["code"]);
        assert!(categories.contains(&row["category"]));
        assert!(row["worker"].is_empty() || workers.contains(&row["worker"]));
        assert_eq!(row["called_back_at"].is_empty(), row["satisfaction"].is_empty());
        assert!(row["answered_at"].is_empty() || row["assigned_at"].is_empty());
        assert!(!row["closed_at"].is_empty() || row["result"].is_empty() || !row["handled_at"].is_empty());
    }
}

#[test]
fn sample_figures_are_those_of_such_a_county() {
    let rows = incidents();
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    let count = |test: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| test(row)).count();
    assert!((175_000..185_000).contains(&rows.len()), "{}", rows.len());
    assert!((0.72..0.77).contains(&share(count(&|row| row["source"] == "grid"), rows.len())));
    let open = |row: &Row| row["closed_at"].is_empty() && row["answered_at"].is_empty();
    let by_urgency = ["U1", "U2", "U3", "U4"].map(|urgency| count(&|row| open(row) && row["urgency"] == urgency));
    assert_eq!(by_urgency, [2, 9, 87, 214]);
    let late =
        |row: &Row| open(row) && row["handled_at"].is_empty() && row["deadline_at"].as_str() < "2026-09-11T14:03:27";
    assert_eq!(count(&late), 7);
    assert_eq!(count(&|row| row["reported_at"].starts_with("2026-09-11")), 486);
    let handled = count(&|row| !row["handled_at"].is_empty());
    let in_time = count(&|row| !row["handled_at"].is_empty() && row["handled_at"] <= row["deadline_at"]);
    assert!((0.985..0.998).contains(&share(in_time, handled)));
    let said = count(&|row| !matches!(row["satisfaction"].as_str(), "" | "unreachable"));
    let pleased = count(&|row| matches!(row["satisfaction"].as_str(), "satisfied" | "mostly"));
    assert!((0.96..0.985).contains(&share(pleased, said)));
    let on_the_spot = count(&|row| !row["handled_at"].is_empty() && row["agency"].is_empty());
    assert!((0.40..0.46).contains(&share(on_the_spot, rows.len())));
    let storm = count(&|row| row["reported_at"].starts_with("2026-07-18"));
    let week_before = count(&|row| row["reported_at"].starts_with("2026-07-11"));
    assert!(storm > 2 * week_before);
}

#[test]
fn sample_ends_with_a_collapsed_street_that_nobody_was_sent_to() {
    let last = incidents().last().unwrap();
    assert_eq!(last["code"], "CL260911-0486");
    assert_eq!(last["title"], "路面塌陷，水涌出");
    assert_eq!(last["reported_at"], "2026-09-11T14:02:35+08:00");
    assert_eq!(last["accepted_at"], "2026-09-11T14:02:44+08:00");
    assert_eq!(last["deadline_at"], "2026-09-11T15:02:35+08:00");
    assert!(last["assigned_at"].is_empty() && last["agency"].is_empty());
    let areas = areas();
    let point: [f64; 2] = [last["lon"].parse().unwrap(), last["lat"].parse().unwrap()];
    let tree = tree_of(areas);
    // the crossing is a corner of its grid: look a metre to each side
    let near: BTreeSet<&str> = [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)]
        .iter()
        .flat_map(|(x, y)| grid_at(&tree, areas, [point[0] + x * 1e-5, point[1] + y * 1e-5]))
        .map(|nth| areas[nth].name.as_str())
        .collect();
    assert!(near.contains("桐荫03网格"), "{near:?}");
}

#[test]
fn sample_refuses_what_it_cannot_do() {
    let folder = tempfile::tempdir().unwrap();
    let error = sample::write(folder.path(), 1, Scale::Province, &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains("Province"));
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = sample::write(&file, 1, Scale::County, &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
}

#[test]
fn sample_map_says_where_it_comes_from() {
    assert!(sample::map_notice().contains("© OpenStreetMap contributors"));
    assert!(sample::map_licence().contains("Open Database License"));
    for layer in MapLayer::ALL {
        assert!(unpack(sample::shipped_map(layer)).starts_with(b"{\"type\":\"FeatureCollection\""), "{layer:?}");
    }
    assert_eq!(END, 1_789_106_607);
}
