//! The sample county by the program alone: written, imported, asked.

use super::{Desk, program};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::sample::END;

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
fn take(desk: &Desk, kind: &str, file: &str) -> Value {
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
