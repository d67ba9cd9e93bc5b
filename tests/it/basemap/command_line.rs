//! `zonglan import basemap` as a script sees it.

use super::Desk;
use super::osm::{NODES, pbf};
use serde_json::Value;
use std::process::{Command, Output};

fn zonglan(desk: &Desk, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zonglan")).current_dir(desk.0.path()).args(args).output().unwrap()
}

#[test]
fn one_answer_in_json_and_one_line_of_trouble() {
    let desk = Desk::new();
    desk.file("map.osm.pbf", pbf(&NODES, &[(1, &[("highway", "primary"), ("name", "解放路")], &[21, 22, 23])], &[]));
    let dry = zonglan(&desk, &["import", "basemap", "map.osm.pbf", "--data", "fresh", "--dry-run"]);
    assert_eq!((dry.status.code(), dry.stderr.len()), (Some(0), 0), "{dry:?}");
    assert!(!desk.0.path().join("fresh").exists());
    let done = zonglan(&desk, &["import", "basemap", "map.osm.pbf", "--data", "fresh"]);
    assert_eq!((done.status.code(), &done.stdout), (Some(0), &dry.stdout));
    let answer: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (answer["kind"].as_str(), answer["read"].as_u64(), answer["kept"].as_u64()),
        (Some("basemap"), Some(1), Some(1))
    );
    assert_eq!(answer["shapes"]["named_streets"], 1);
    let again = zonglan(&desk, &["import", "basemap", "map.osm.pbf", "--data", "fresh"]);
    let answer: Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!((answer["kept"].as_u64(), answer["unchanged"].as_u64()), (Some(0), Some(1)));
    for (args, code, end) in [
        (vec!["import", "basemap", "none.pbf", "--data", "d"], 1, "none.pbf"),
        (vec!["import", "basemap", "map.osm.pbf", "--data", "d", "--crs", "mars"], 2, "mars"),
        (vec!["import", "basemap", "map.osm.pbf", "--data", "d", "--map", "name=x"], 2, "leave --map out"),
    ] {
        let output = zonglan(&desk, &args);
        let text = String::from_utf8(output.stderr.clone()).unwrap();
        assert_eq!((output.status.code(), text.lines().count()), (Some(code), 1), "{args:?} {output:?}");
        assert!(text.trim_end().ends_with(end) && output.stdout.is_empty(), "{text}");
    }
}
