//! Scripts operate the whole program without a window: the sample county, the store, the simulator.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

/// From the key that opens the form to the click that sends: under ten acts of a hand.
#[test]
fn a_call_is_dispatched_in_under_ten_acts() {
    let script =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drives/intake.drive")).unwrap();
    let steps = zonglan::display::drive::parse(&script).unwrap();
    let mut acts = 0;
    for (_, step) in steps {
        use zonglan::display::drive::{Place, Step};
        acts += usize::from(matches!(step, Step::Key(_) | Step::Click(_) | Step::Type(_)));
        if step == Step::Click(Place::Widget("dispatch-send".into(), 0.5)) {
            assert!(acts < 10, "{acts} acts");
            return;
        }
    }
    panic!("nobody is sent");
}

const SCRIPTS: [&str; 18] = [
    "dispatch",
    "keyboard",
    "map",
    "indicators",
    "desk",
    "sides",
    "replay",
    "morning",
    "intake",
    "tour",
    "turn",
    "visit",
    "plots",
    "setup",
    "alarms",
    "flood",
    "trouble",
    "tools",
];

/// One after the other: they share the sample county that the first of them makes.
#[test]
fn scripts_do_what_a_person_would() {
    let out = tempfile::tempdir().unwrap();
    for script in SCRIPTS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drives").join(format!("{script}.drive"));
        let ran = Command::new(env!("CARGO_BIN_EXE_zonglan"))
            .args(["drive".as_ref(), path.as_os_str(), "--out".as_ref(), out.path().as_os_str()])
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{script}: {said}");
    }
    for frame in [
        "selected.png",
        "sent.png",
        "later.png",
        "town.png",
        "without-heat.png",
        "reported.png",
        "desk-card.png",
        "desk-filters.png",
        "replay.png",
        "keys.png",
        "picking.png",
        "intake-full.png",
        "intake-alike.png",
        "intake-drafts.png",
        "tour-net.png",
        "tour-alarm.png",
        "tour-over.png",
        "turn-announced.png",
        "turn-looking.png",
        "turn-urgent.png",
        "plots-trend.png",
        "plots-week.png",
        "plots-ageing.png",
        "plots-response.png",
        "plots-due.png",
        "day.png",
        "visit-preview.png",
        "visit-on.png",
        "visit-sent.png",
        "alarms-shelved.png",
        "tools-box.png",
        "tools-circle.png",
        "tools-polygon.png",
        "tools-measure.png",
        "tools-place.png",
        "alarms-flood.png",
        "alarms-over.png",
    ] {
        let picture = image::open(out.path().join(frame)).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (1920, 1080), "{frame}");
        let colours: std::collections::BTreeSet<[u8; 3]> = picture.pixels().map(|pixel| pixel.0).collect();
        assert!(colours.len() > 500, "{frame} is hardly a picture: {} colours", colours.len());
    }
    let with = image::open(out.path().join("selected.png")).unwrap().to_rgb8();
    let sent = image::open(out.path().join("sent.png")).unwrap().to_rgb8();
    assert_ne!(with, sent, "sending shows");
    let state: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.path().join("later.json")).unwrap()).unwrap();
    let kinds: Vec<&str> =
        state["card"]["steps"].as_array().unwrap().iter().filter_map(|step| step["kind"].as_str()).collect();
    for kind in ["reported", "accepted", "assigned", "delivered", "receipted", "arrived"] {
        assert!(kinds.contains(&kind), "three minutes later it has been {kind}: {kinds:?}");
    }
}
