//! The sample county by the program alone: written, imported, asked.

/// What the wall gives its simulator, as the program has it.
#[path = "../../../src/cli/simulated.rs"]
mod simulated;

mod life;

use super::{Desk, program};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use zonglan::domain::{Act, Timestamp};
use zonglan::feeds::{Feed, FeedMessage};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::sample::{END, kind_habits};

fn write(out: &Path, seed: &str) {
    let output = program().args(["sample", "--seed", seed, "--out"]).arg(out).output().unwrap();
    assert!(super::answer("sample", &output)["files"].as_array().unwrap().len() > 6);
}

/// The import files of the default seed, written once.
fn files() -> &'static Path {
    static FILES: OnceLock<TempDir> = OnceLock::new();
    let write_once = || {
        let folder = TempDir::new().unwrap();
        write(folder.path(), "990101");
        folder
    };
    FILES.get_or_init(write_once).path()
}

/// Imports one of them.
pub(super) fn take(desk: &Desk, kind: &str, file: &str) -> Value {
    let words = format!("import {kind}");
    super::answer(&words, &desk.command(&words).arg(files().join(file)).output().unwrap())
}

fn digests(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let short = |path: PathBuf| path.strip_prefix(dir).unwrap().to_path_buf();
    super::snapshot(dir).into_iter().map(|(path, bytes)| (short(path), Sha256::digest(bytes).to_vec())).collect()
}

#[test]
fn the_sample_is_the_same_each_time_and_goes_in_by_import() {
    let desk = Desk::new();
    let again = desk.path("again");
    write(&again, "990101");
    assert!(digests(files()) == digests(&again), "the same seed writes the same bytes");

    let mut kept = BTreeMap::new();
    let files = [
        ("areas", "areas.geojson.gz"),
        ("categories", "categories.csv"),
        ("workers", "workers.csv"),
        ("cameras", "cameras.csv"),
        ("places", "places.csv"),
        ("checklists", "checklists.csv"),
        ("campaigns", "campaigns.csv"),
        ("inspections", "inspections.csv.gz"),
        ("incidents", "incidents.csv.gz"),
    ];
    for (kind, file) in files {
        let report = take(&desk, kind, file);
        let count = |field: &str| report[field].as_u64().unwrap();
        assert_eq!((count("skipped"), count("unchanged"), count("problems_total")), (0, 0, 0), "{report}");
        assert_eq!(count("read"), count("kept"));
        kept.insert(kind, count("kept"));
    }
    let near = |kind: &str, due: f64, slack: f64| {
        let found = kept[kind] as f64;
        assert!((found / due - 1.0).abs() <= slack, "{kind}: {found}, not about {due}");
    };
    // About 5,000 of them are grids; villages, zones, towns and the county itself come on top.
    near("areas", 5_700.0, 0.05);
    near("workers", 12_600.0, 0.02);
    near("cameras", 20_000.0, 0.01);
    near("incidents", 180_000.0, 0.05);
    assert!(kept["categories"] > 20 && kept["places"] > 100, "{kept:?}");
    let report = take(&desk, "areas", "areas.geojson.gz");
    assert_eq!((&report["kept"], &report["unchanged"]), (&0.into(), &kept["areas"].into()));
    // Coverage about 65 in 100, problems about 40 in 100 of what was visited; the campaign is under way.
    let coverage = desk.done("query coverage");
    let share = |name: &str| coverage[name].as_f64().unwrap();
    assert!((0.62..0.69).contains(&share("coverage")), "{coverage}");
    assert!((0.37..0.43).contains(&share("problem_rate")), "{coverage}");
    assert_eq!(coverage["places"].as_u64(), Some(kept["places"]));
    let campaign = &desk.done("query campaigns")[0];
    assert_eq!(campaign["state"], "running");
    assert!((0.4..0.8).contains(&campaign["share"].as_f64().unwrap()), "{campaign}");
    let figures = desk.done("query figures");
    assert!(figures["open"]["numerator"].as_u64().unwrap() > 100, "{}", figures["open"]);
    assert!(figures["staff_on_duty"].as_u64().unwrap() > 1_000);
}

/// Killed during the first start, the county would be half there for ever: the next opening brings the rest.
#[test]
fn a_sample_cut_off_on_its_way_in_is_finished() {
    let desk = Desk::new();
    let areas = take(&desk, "areas", "areas.geojson.gz");
    // As a first start leaves it that got as far as the workers.
    std::fs::write(desk.data().join("sample-unfinished"), "990101").unwrap();
    std::fs::create_dir(desk.data().join("sample-files")).unwrap();
    desk.file("data/sample-files/areas.geojson.gz", "cut off");
    let told = desk.done("act report X1 --title 积水");
    // The sample has its own time: what is reported now is reported at its last moment, not months after it.
    let reported_at = told[0]["event"]["reported_at"].as_i64().unwrap();
    assert!((END - 3_600..=END).contains(&reported_at) && told[0]["at"] == reported_at, "{told}");
    for left in ["sample-unfinished", "sample-files"] {
        assert!(!desk.data().join(left).exists(), "{left} is left");
    }
    let events = SqliteLedger::open_read_only(&desk.data()).unwrap().last_seq().unwrap();
    assert!(events > 210_000, "everything is there: {events} events");
    assert_eq!(take(&desk, "areas", "areas.geojson.gz")["unchanged"], areas["kept"]);
}

#[test]
fn the_sample_county_lives_on_in_its_own_words() {
    let desk = Desk::new();
    for (kind, file) in [("areas", "areas.geojson.gz"), ("categories", "categories.csv"), ("workers", "workers.csv")] {
        take(&desk, kind, file);
    }
    let ledger = SqliteLedger::open_read_only(&desk.data()).unwrap();
    let mut picture = Picture::new(8 * 3_600);
    let mut each = |recorded| {
        picture.apply(&recorded);
        ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut each).unwrap();
    picture.derive();
    let on_duty = picture.workers.rows().iter().filter(|row| row.worker.on_duty).count();
    let start = Timestamp(END);
    let carries_a_phone = picture.workers.rows().iter().find(|row| row.worker.on_duty).unwrap().worker.code.clone();
    let real = BTreeSet::from([carries_a_phone.clone()]);
    let mut simulator = simulated::simulator(&picture, &desk.data(), 990_101, start, &real).unwrap();
    let (mut fixes, mut reports, mut duty) = (0, Vec::new(), Vec::new());
    // From three minutes past two on a Friday until nine in the evening.
    for minute in 1..=7 * 60 {
        for message in simulator.advance(start.plus_secs(minute * 60), &[]) {
            match message {
                FeedMessage::Fixes(told) if minute <= 30 => {
                    // The hours before life began are told, too.
                    fixes += told.iter().filter(|fix| fix.fixed_at >= start).count();
                    assert!(
                        told.iter().all(|fix| fix.worker != carries_a_phone),
                        "who is of the world moves nobody here"
                    );
                }
                FeedMessage::Duty { changes, .. } => duty.extend(changes),
                FeedMessage::Command(command) => {
                    if let Act::Report { file, .. } = command.act {
                        reports.push(file);
                    }
                }
                _ => {}
            }
        }
    }
    assert!((fixes as f64 / (on_duty as f64 * 60.0) - 1.0).abs() < 0.03, "{fixes} fixes of {on_duty} in half an hour");
    assert!(duty.iter().all(|change| change.worker != carries_a_phone));
    assert!(duty.iter().all(|change| change.at > start.plus_secs(3_600)), "nobody comes or goes in the first hour");
    let gone = duty.iter().filter(|change| !change.on_duty).count();
    assert!(gone * 10 > on_duty * 8, "{gone} of {on_duty} have gone home");
    let habits = kind_habits();
    for file in &reports {
        let kind = &habits[file.category.as_ref().unwrap().as_str()];
        let in_words = file.confidential || kind.said.iter().any(|said| file.title.ends_with(said));
        assert!(in_words && kind.weight > 0, "{file:?}");
    }
    // Of 493 × 1.09 × 1.06 matters of such a day 267 of 802 come in these seven hours.
    assert!((135..=245).contains(&reports.len()), "{}", reports.len());
}
