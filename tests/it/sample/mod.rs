//! The sample county: same seed, same bytes; areas without gaps or overlaps; histories that hold together; the
//! figures that the wall shows.

#![allow(clippy::unwrap_used)]

mod country;
mod land;

use flate2::read::GzDecoder;
use geo::{Contains as _, Coord, LineString, Point, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;
use std::sync::OnceLock;
use zonglan::sample::{self, DEFAULT_SEED, Scale};

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

fn areas_of_text(text: &[u8]) -> Vec<Area> {
    let json: serde_json::Value = serde_json::from_slice(text).unwrap();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let ring = |value: &serde_json::Value| {
        let points = value.as_array().unwrap().iter();
        LineString(points.map(|p| Coord { x: p[0].as_f64().unwrap(), y: p[1].as_f64().unwrap() }).collect())
    };
    let area = |feature: &serde_json::Value| {
        let properties = &feature["properties"];
        let mut rings = feature["geometry"]["coordinates"].as_array().unwrap().iter().map(ring);
        // what lies beside the tree has people of its own, not residents
        let is_dedicated = properties["level"] == "Dedicated";
        assert_eq!(properties["population"].as_u64().is_some_and(|people| people > 0), !is_dedicated, "{properties}");
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

/// The areas of the tree, and those beside it.
fn all_areas() -> &'static (Vec<Area>, Vec<Area>) {
    static AREAS: OnceLock<(Vec<Area>, Vec<Area>)> = OnceLock::new();
    AREAS.get_or_init(|| parted(areas_of_text(&unpack(&std::fs::read(folder().join("areas.geojson.gz")).unwrap()))))
}

fn parted(areas: Vec<Area>) -> (Vec<Area>, Vec<Area>) {
    areas.into_iter().partition(|area| area.level != "Dedicated")
}

fn areas() -> &'static [Area] {
    &all_areas().0
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

#[test]
fn sample_same_seed_same_bytes_and_another_seed_other_people() {
    let (one, other) = (write(5), write(5));
    let files = [
        "areas.geojson.gz",
        "categories.csv",
        "workers.csv",
        "cameras.csv",
        "places.csv",
        "inspections.csv.gz",
        "incidents.csv.gz",
    ];
    for file in files {
        let read = |folder: &Path| std::fs::read(folder.join(file)).unwrap();
        assert!(read(one.path()) == read(other.path()), "{file} differs");
        let of_the_land = matches!(file, "areas.geojson.gz" | "categories.csv");
        assert_eq!(read(one.path()) == read(folder()), of_the_land, "{file}: the seed changes people, not the land");
    }
}

#[test]
fn sample_every_seed_gives_a_whole_county() {
    for seed in [1, 2, 3, 1_000_000, u64::MAX] {
        let folder = write(seed);
        let read = |file: &str| std::fs::read(folder.path().join(file)).unwrap();
        let rows = rows(&unpack(&read("incidents.csv.gz")));
        assert!((175_000..185_000).contains(&rows.len()), "seed {seed}: {}", rows.len());
        assert_eq!(rows.last().unwrap()["title"], "路面塌陷，水涌出", "seed {seed}");
        assert_eq!(read("cameras.csv").iter().filter(|byte| **byte == b'\n').count(), 20_001, "seed {seed}");
    }
}

#[test]
fn sample_people_and_cameras_stand_in_the_county() {
    let (workers, cameras, areas) = (table("workers.csv"), table("cameras.csv"), areas());
    let tree = tree_of(areas);
    let at = |row: &Row| -> [f64; 2] { [row["lon"].parse().unwrap(), row["lat"].parse().unwrap()] };
    assert!((12_000..13_200).contains(&workers.len()), "{}", workers.len());
    assert_eq!(cameras.len(), 20_000);
    let dedicated = &all_areas().1;
    let codes: BTreeSet<&str> = areas.iter().chain(dedicated).map(|area| area.code.as_str()).collect();
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
    assert_eq!(towns.len(), 15);
    assert!(away * 50 < on_duty, "{away} of {on_duty} are away from their town");
    assert!((1_000..1_300).contains(&on_duty), "{on_duty}");
    assert!(areas.iter().filter(|area| area.level == "Grid").all(|grid| homes.contains(grid.code.as_str())));
    assert!(dedicated.iter().all(|grid| homes.contains(grid.code.as_str())), "a dedicated grid without people");
    for camera in &cameras {
        assert!(camera["code"].len() == 20 && camera["code"].starts_with("9901010013132"));
    }
    let inside = cameras.iter().filter(|camera| grid_at(&tree, areas, at(camera)).len() == 1).count();
    assert!(inside > 19_950, "{inside}");
    let names: BTreeSet<&str> = cameras.iter().map(|camera| camera["name"].as_str()).collect();
    assert_eq!(names.len(), cameras.len(), "two cameras of one name");
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
fn sample_says_where_it_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = sample::write(&file, 1, Scale::County, &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
}

#[test]
fn sample_year_has_its_seasons_and_its_stories() {
    let names: BTreeMap<String, String> =
        table("categories.csv").into_iter().map(|row| (row["code"].clone(), row["name"].clone())).collect();
    let of = |kind: &str| incidents().iter().filter(|row| names[&row["category"]] == kind).collect::<Vec<_>>();
    let month = |row: &&Row| row["reported_at"][5..7].to_owned();
    let months = |kind: &str| of(kind).iter().map(month).collect::<BTreeSet<_>>();
    assert!(months("积雪结冰").iter().all(|month| ["12", "01", "02"].contains(&month.as_str())));
    let straw = of("焚烧秸秆");
    assert!(straw.iter().filter(|row| ["06", "10"].contains(&&row["reported_at"][5..7])).count() * 2 > straw.len());
    let hail = of("冰雹灾情");
    assert!(
        hail.len() > 150 && hail.iter().all(|row| ("2026-07-17".."2026-07-20").contains(&&row["reported_at"][..10]))
    );
    let titled =
        |title: &str| incidents().iter().find(|row| row["title"] == title).unwrap_or_else(|| panic!("{title}"));
    let warehouse = titled("闲置仓库违规存放危化品");
    assert!(warehouse["handled_at"] <= warehouse["deadline_at"] && warehouse["result"].contains("三部门"));
    assert_eq!(titled("七名工人反映工资被拖欠")["nature"], "dispute");
    let again = titled("污水井第三次外溢");
    assert!(again["handled_at"] > again["deadline_at"], "late: {again:?}");
    assert_eq!(again["satisfaction"], "unsatisfied");
    let first = titled("井口污水外溢");
    assert_eq!((&first["lon"], &first["lat"]), (&again["lon"], &again["lat"]), "reported again at the same place");
}

#[test]
fn sample_visits_and_the_matters_that_they_found_know_of_each_other() {
    let places: BTreeMap<String, String> =
        table("places.csv").into_iter().map(|row| (row["code"].clone(), row["name"].clone())).collect();
    let visits = rows(&unpack(&std::fs::read(folder().join("inspections.csv.gz")).unwrap()));
    let visits: BTreeMap<&str, &Row> = visits.iter().map(|row| (row["code"].as_str(), row)).collect();
    let found: Vec<&Row> = incidents().iter().filter(|row| !row["inspection"].is_empty()).collect();
    let became = visits.values().filter(|visit| !visit["incidents"].is_empty()).count();
    let problems = visits.values().filter(|visit| visit["result"] == "problems").count();
    assert!(became == found.len() && (0.2..0.5).contains(&(became as f64 / problems as f64)), "{became} of {problems}");
    for matter in found {
        let visit = visits[matter["inspection"].as_str()];
        assert_eq!((&visit["incidents"], visit["settled"].as_str()), (&matter["code"], ""));
        assert_eq!((&matter["reported_at"], matter["source"].as_str()), (&visit["inspected_at"], "grid"));
        assert!(matter["title"].starts_with(&places[&visit["place"]]), "{matter:?}");
        assert!(!matter["closed_at"].is_empty());
    }
}
