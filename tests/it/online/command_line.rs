//! `zonglan import basemap --url` as a script sees it.

use serde_json::Value;
use std::process::{Command, Output};
use tempfile::TempDir;
use zonglan::online::{CACHE_FILE, ONLINE_FILE};

fn zonglan(dir: &TempDir, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zonglan"));
    command.current_dir(dir.path()).env_remove("ZONGLAN_MAP_KEY").args(args).output().unwrap()
}

fn answer(output: &Output) -> Value {
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn online_maps_are_recorded_and_taken_away() {
    let dir = TempDir::new().unwrap();
    let record = ["import", "basemap", "--data", "d", "--url", "tianditu:vec", "--url", "tianditu:cva"];
    let dry = zonglan(&dir, &[&record[..], &["--dry-run"]].concat());
    assert!(!dir.path().join("d").exists());
    let done = zonglan(&dir, &record);
    assert_eq!(answer(&done), answer(&dry));
    let map = &answer(&done)["online"][0];
    assert_eq!(
        (map["key"].as_str(), map["per_day"].as_u64(), map["tone"].as_str()),
        (Some("missing"), Some(10_000), Some("light"))
    );
    assert!(
        map["url"].as_str().unwrap().contains("/vec_w/wmts?")
            && map["attribution"].as_str().unwrap().contains("天地图")
    );
    assert!(dir.path().join("d").join(ONLINE_FILE).exists() && !dir.path().join("d").join(CACHE_FILE).exists());
    let own = "https://tiles.example.org/{z}/{x}/{y}.png?token=s3cret";
    let other =
        ["import", "basemap", "--data", "d", "--url", own, "--crs", "gcj02", "--zooms", "3-17", "--per-day", "500"];
    let other =
        zonglan(&dir, &[&other[..], &["--attribution", "© 县测绘院", "--tone", "dark", "--cache-mb", "64"]].concat());
    assert!(!String::from_utf8_lossy(&other.stdout).contains("s3cret"), "a key is never shown");
    let other = answer(&other);
    let map = &other["online"][0];
    assert_eq!((other["online"].as_array().unwrap().len(), other["cache_mb"].as_u64()), (1, Some(64)));
    assert_eq!(
        (map["crs"].as_str(), map["tone"].as_str(), map["key"].as_str(), map["attribution"].as_str()),
        (Some("gcj02"), Some("dark"), Some("there"), Some("© 县测绘院"))
    );
    let none = answer(&zonglan(&dir, &["import", "basemap", "--data", "d", "--url", "none"]));
    assert_eq!(none["online"].as_array().unwrap().len(), 0);
}

#[test]
fn what_is_no_address_is_a_wrong_command() {
    let dir = TempDir::new().unwrap();
    for (args, end) in [
        (vec!["--url", "https://h/map.png"], "https://h/map.png"),
        (vec!["--url", "https://h/{z}/{x}/{y}", "--crs", "bd09"], "bd09"),
        (vec!["--url", "https://h/{z}/{x}/{y}", "--zooms", "9-3"], "9-3"),
        (vec!["--url", "https://h/{z}/{x}/{y}", "--tone", "pink"], "pink"),
        (vec!["map.geojson", "--url", "https://h/{z}/{x}/{y}"], "one import after the other"),
    ] {
        let output = zonglan(&dir, &[&["import", "basemap", "--data", "d"][..], &args].concat());
        let text = String::from_utf8(output.stderr.clone()).unwrap();
        assert_eq!((output.status.code(), text.lines().count()), (Some(2), 1), "{args:?} {output:?}");
        assert!(text.trim_end().ends_with(end) && output.stdout.is_empty(), "{text}");
    }
    let output = zonglan(&dir, &["import", "areas", "--data", "d", "--url", "https://h/{z}/{x}/{y}"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

/// A county of one area.
fn county(code: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"{code}","name":"县","level":"county"}},"geometry":{{"type":"Polygon","coordinates":[[[118,36],[118.1,36],[118.1,36.1],[118,36.1],[118,36]]]}}}}]}}"#
    )
}

#[test]
fn under_a_fictitious_county_lies_no_map_of_the_world() {
    let dir = TempDir::new().unwrap();
    for (data, code) in [("made-up", "992301"), ("real", "370301")] {
        std::fs::write(dir.path().join("areas.geojson"), county(code)).unwrap();
        answer(&zonglan(&dir, &["import", "areas", "areas.geojson", "--data", data]));
    }
    let record = |data: &str| zonglan(&dir, &["import", "basemap", "--url", "https://h/{z}/{x}/{y}", "--data", data]);
    answer(&record("real"));
    let refused = record("made-up");
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    let text = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(
        text,
        "zonglan: this county is fictitious (codes beginning 99): no online base map lies under it: made-up\n"
    );
    assert!(!dir.path().join("made-up").join(ONLINE_FILE).exists());
}

/// The state of a seat without a window over a data folder, and its frame.
#[cfg(feature = "display")]
fn driven(dir: &TempDir, data: &str) -> (Value, image::RgbImage) {
    std::fs::write(dir.path().join("look.drive"), "size 1280x720\nwait settled\nstate s.json\nframe f.png\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zonglan"));
    let args = ["drive", "look.drive", "--out", "out", "--data", data, "--lang", "en", "--view", "118.05,36.05,13"];
    let output =
        command.current_dir(dir.path()).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").args(args).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{output:?}");
    let state = std::fs::read(dir.path().join("out/s.json")).unwrap();
    (serde_json::from_slice(&state).unwrap(), image::open(dir.path().join("out/f.png")).unwrap().to_rgb8())
}

#[cfg(feature = "display")]
#[test]
fn a_seat_lies_on_what_its_folder_says_and_a_fictitious_one_on_nothing() {
    use super::server::{Reply, Server};
    let server = Server::start(|_| Reply::picture(crate::painting::png(256, |_, _| [0; 3])));
    let dir = TempDir::new().unwrap();
    let url = server.url("/{z}/{x}/{y}.png");
    let record = ["import", "basemap", "--attribution", "© 县测绘院", "--url", &url, "--data"];
    for (data, code) in [("made-up", "992301"), ("real", "370301")] {
        answer(&zonglan(&dir, &[&record[..], &[data]].concat()));
        std::fs::write(dir.path().join("areas.geojson"), county(code)).unwrap();
        answer(&zonglan(&dir, &["import", "areas", "areas.geojson", "--data", data]));
    }
    // Recorded before the county was there: the seat itself refuses.
    let (state, _) = driven(&dir, "made-up");
    assert_eq!(
        state["toasts"][0].as_str(),
        Some("base_map: this county is fictitious (codes beginning 99): no online base map lies under it")
    );
    assert!(server.asked().is_empty());
    let (state, frame) = driven(&dir, "real");
    assert_eq!(state["toasts"].as_array().map(Vec::len), Some(0));
    assert!(server.asked().len() > 10 && state["layers"][0]["drawn"].as_u64() > Some(10), "{}", state["layers"]);
    let ground = zonglan::panels::theme::ROAD_EXPRESSWAY.bytes();
    let drawn = frame.pixels().filter(|pixel| pixel.0.iter().zip(ground).all(|(a, b)| a.abs_diff(b) <= 2)).count();
    assert!(drawn > 20_000, "black ground, turned round: {drawn}");
}
