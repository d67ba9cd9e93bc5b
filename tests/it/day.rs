//! An hour of the county's life through the whole program without a window: nothing grows, and the wall ends where its
//! ledger does. A whole day is `zonglan bench day`.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::process::Command;

#[test]
fn an_hour_leaves_nothing_behind_and_the_wall_is_what_its_ledger_says() {
    let ran = Command::new(env!("CARGO_BIN_EXE_zonglan"))
        .args(["bench", "day", "--hours", "1", "--every-secs", "120", "--size", "960x540"])
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    assert!(said.is_empty(), "{said}");
    let told: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let number = |path: &str| told.pointer(path).and_then(Value::as_f64).unwrap_or_else(|| panic!("{path}: {told}"));

    // It lived: people moved, matters came in, frames were drawn.
    assert!(number("/positions") > 100_000.0, "{}", told["positions"]);
    assert!(number("/fold/positions") > 1_000.0, "{}", told["fold"]);
    assert_eq!(told["frames"]["drawn"], 30);
    for equal in ["hash_is_equal", "figures_are_equal", "recount_is_equal", "positions_are_equal", "equal"] {
        assert_eq!(told["fold"][equal], true, "{equal}: {}", told["fold"]);
    }
    assert!(number("/fold/open") > 10.0 && number("/fold/received") > 100.0, "{}", told["fold"]);

    // From the middle of it on nothing is opened, started or uploaded that is not let go of again.
    for held in ["handles", "threads"] {
        let [middle, last] = ["middle", "last"].map(|when| number(&format!("/{held}/{when}")));
        assert!(middle > 0.0 && last <= middle, "{held}: {}", told["samples"]);
    }
    // A panel that rests is kept in a texture of its own, and which of a dozen do at a sample's moment is chance; one more a
    // frame would be fifteen.
    const PANELS: f64 = 8.0;
    for held in ["buffers", "textures", "texture_views", "bind_groups", "render_pipelines", "shader_modules"] {
        let [middle, last] = ["middle", "last"].map(|when| number(&format!("/gpu/{when}/{held}")));
        assert!(middle > 0.0 && last <= middle + PANELS, "{held}: {}", told["samples"]);
    }
}
