//! What is set and by whom, and whether the chain is whole, as `zonglan doctor` tells it.

use super::{Desk, refusal};
use serde_json::Value;

fn setting<'a>(told: &'a Value, name: &str) -> (&'a str, &'a str) {
    let all = told["settings"].as_array().unwrap();
    let one = all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name} in {told}"));
    assert!(!one["does"].as_str().unwrap().is_empty());
    (one["value"].as_str().unwrap(), one["from"].as_str().unwrap())
}

#[test]
fn each_setting_is_told_with_its_source() {
    let desk = Desk::small();
    let told = desk.done("doctor --size 3840x1080");
    assert_eq!(setting(&told, "screen.distance_m"), ("4", "guessed"));
    assert_eq!(setting(&told, "lang"), ("zh", "as always"));
    assert_eq!(told["screen"]["body_px"], 25.0);
    assert_eq!(told["settings_file"], Value::Null);
    assert_eq!(told["chain"]["whole"], true);
    assert!(told["chain"]["events"].as_u64().unwrap() > 0);
    desk.file("data/settings.toml", "lang = \"en\"\n[screen]\nwidth_m = 7.2\ndistance_m = 6\nrows = 0\ncolour = 1\n");
    let told = desk.done("doctor --size 3840x1080 --distance 8 --no-chain");
    assert_eq!(setting(&told, "screen.distance_m"), ("8.0", "switch"));
    assert_eq!(setting(&told, "screen.width_m"), ("7.2", "settings.toml"));
    assert_eq!(setting(&told, "screen.pitch_mm"), ("1.875", "worked out"));
    assert_eq!(setting(&told, "screen.rows"), ("1", "as always"));
    assert_eq!(setting(&told, "lang"), ("en", "settings.toml"));
    let lines: Vec<u64> = told["faults"].as_array().unwrap().iter().map(|f| f["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [5, 6]);
    assert_eq!(told["chain"], Value::Null);
    let words = "doctor --distance 900";
    let wrong = refusal(words, &desk.run(words), 2);
    assert!(wrong.contains("--distance wants a number from 0.2 to 200"), "{wrong}");
}

#[test]
fn a_chain_that_was_tampered_with_is_found() {
    let desk = Desk::small();
    let ledger = rusqlite::Connection::open(desk.path("data/ledger.sqlite")).unwrap();
    ledger.execute("DROP TRIGGER events_are_never_edited", []).unwrap();
    // An early event, which no start looks at again.
    ledger.execute("UPDATE events SET at_secs = at_secs + 1 WHERE seq = 1", []).unwrap();
    drop(ledger);
    let output = desk.command("doctor").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["chain"]["whole"], false);
    assert!(String::from_utf8_lossy(&output.stderr).contains("chain is broken"));
}
