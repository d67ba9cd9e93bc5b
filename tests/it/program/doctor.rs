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

#[cfg(feature = "display")]
#[test]
fn letters_that_no_font_has_are_counted_and_where_they_stand_is_told() {
    let desk = Desk::small();
    assert_eq!(desk.done("doctor --no-chain")["letters"]["missing"], 0);
    desk.file("people.csv", "code,name,on_duty\nX1,张\u{e005}\u{e006},true\nX2,李\u{e005},true\nX3,王䶮,true\n");
    desk.done("import workers people.csv");
    // What is no font is no help, and no harm.
    std::fs::create_dir_all(desk.path("data/fonts")).unwrap();
    desk.file("data/fonts/rare.ttf", "no font");
    let told = &desk.done("doctor --no-chain")["letters"];
    assert_eq!((told["missing"].as_u64(), told["in_texts"].as_u64()), (Some(2), Some(2)));
    let codes: Vec<&str> = told["where"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["X1", "X2"]);
    assert!(
        told["way_out"].as_str().unwrap().contains("fonts") && told["font"].as_str().unwrap().ends_with("rare.ttf")
    );
    assert!(told["font_fault"].as_str().unwrap().contains("rare.ttf"), "{told}");
}

/// Whatever the county shows in words: kinds of matters, the header's title and who is on duty, a route of its own.
#[cfg(feature = "display")]
#[test]
fn letters_that_no_font_has_are_found_in_kinds_in_the_header_and_on_the_tour() {
    let desk = Desk::small();
    desk.file("kinds.csv", "code,name\nK1,井盖\u{e005}\n");
    desk.done("import categories kinds.csv");
    let duty = r#"{"from": 0, "until": 9, "leader": "王\ue006", "shift_leader": "李"}"#;
    desk.file("data/header.json", format!(r#"{{"title": "指挥\ue005", "duty": [{duty}]}}"#));
    let route = zonglan::seat::tour::Route::SHIPPED.replacen("title = \"", "title = \"\u{e007}", 1);
    desk.file("data/tour.toml", route);
    let told = desk.done("doctor --no-chain");
    let letters = &told["letters"];
    assert_eq!((letters["missing"].as_u64(), letters["in_texts"].as_u64()), (Some(3), Some(4)), "{letters}");
    let kinds: Vec<&str> =
        letters["where"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["categories", "header", "header", "tour"], "{letters}");
    assert_eq!(state(&told, "tour.toml"), Some("read"));
    desk.file("data/tour.toml", "no route");
    assert!(state(&desk.done("doctor --no-chain"), "tour.toml").unwrap().starts_with("can't tour by this route"));
}

/// What is told of a file beside the settings; nothing where the folder has none.
fn state<'a>(told: &'a Value, file: &str) -> Option<&'a str> {
    let one = told["files"].as_array().unwrap().iter().find(|one| one["file"] == file)?;
    one["state"].as_str()
}

#[test]
fn a_file_that_can_not_be_used_is_told_with_its_name() {
    let desk = Desk::small();
    let named =
        ["feeds", "receive", "cameras", "telling", "basemap-online", "rules", "calendar", "header", "site", "seat"];
    for file in named.map(|name| format!("{name}.json")) {
        let path = format!("data/{file}");
        let before = std::fs::read(desk.path(&path)).ok();
        desk.file(&path, "{");
        let told = desk.done("doctor --no-chain");
        let said = state(&told, &file).unwrap_or_else(|| panic!("{file} in {told}"));
        assert!(said.starts_with("can't ") && said.ends_with(&path), "{said}");
        match before {
            Some(bytes) => desk.file(&path, bytes),
            None => std::fs::remove_file(desk.path(&path)).unwrap(),
        }
    }
}

#[test]
fn files_that_can_be_used_are_read_and_no_secret_is_shown() {
    let desk = Desk::small();
    assert_eq!(state(&desk.done("doctor --no-chain"), "feeds.json"), None);
    desk.file("data/feeds.json", r#"{"feeds": []}"#);
    desk.file("data/header.json", r#"{"title": "指挥中心"}"#);
    desk.file("data/seat.json", "{}");
    desk.file("data/calendar.json", r#"{"version": 1, "years": {"2026": {"off": ["01-01"], "work": ["01-04"]}}}"#);
    desk.file("data/rules.json", "{");
    desk.file("data/basemap-online.json", r#"{"maps": [{"url": "https://h/?ak=s3cret", "zooms": [0, 19]}]}"#);
    let told = desk.done("doctor --no-chain");
    for file in ["feeds.json", "header.json", "seat.json", "calendar.json"] {
        assert_eq!(state(&told, file), Some("read"), "{file}");
    }
    assert!(state(&told, "rules.json").unwrap().starts_with("can't go by these rules ("), "{told}");
    assert!(state(&told, "basemap-online.json").unwrap().contains("map 1 has no address of tiles"), "{told}");
    assert!(!told.to_string().contains("s3cret"), "{told}");
    for device in [r#""s3cret, expected so""#, r#"{"worker": "W1", "secret": 31337}"#] {
        desk.file("data/receive.json", format!(r#"{{"devices": {{"a/b": {device}}}}}"#));
        let told = desk.done("doctor --no-chain");
        let said = state(&told, "receive.json").unwrap();
        assert!(said.contains("invalid type: ") && said.contains("…, expected "), "{said}");
        assert!(!said.contains("s3cret") && !said.contains("31337"), "{said}");
    }
}
