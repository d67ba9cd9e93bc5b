//! House rules that no compiler holds: which room may use which, where Bevy, colours and clocks may stand, how long
//! a file may grow, and that no machine's own paths are committed. Each rule is a function from a file to what is
//! wrong with it, tried on a bad example at the end.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

mod source;
use source::{blank, paths};

/// The rooms of `src/`: name, what it may use, why. Every `crate::…` path is held to it, not only `use`.
const ARROWS: &[(&str, &[&str], &str)] = &[
    ("domain", &[], "types and decisions: pure, so that the same events give the same picture"),
    ("runtime", &[], "threads and channels know nothing of what they carry"),
    ("spatial", &["domain"], "mathematics over the domain's positions"),
    ("ledger", &["domain"], "stores events; what they add up to is the picture's business"),
    ("rhythm", &["domain"], "how a county lives, in figures: the sample's year and the simulator go by the same ones"),
    ("sample", &["domain", "spatial", "rhythm"], "writes import files: it comes in by the same door as real data"),
    ("picture", &["domain", "spatial", "ledger"], "folds events; the ledger's traits only"),
    ("intake", &["domain", "spatial", "ledger"], "files become events"),
    ("fetch", &["domain"], "asks servers within bounds, and makes nothing of what they answer"),
    (
        "feeds",
        &["domain", "spatial", "rhythm", "intake", "ledger", "runtime", "fetch"],
        "live sources become events and fixes",
    ),
    (
        "online",
        &["domain", "spatial", "intake", "runtime", "fetch"],
        "fetches base maps: knows no county and draws nothing",
    ),
    (
        "telling",
        &["domain", "spatial", "ledger", "runtime", "fetch"],
        "tells those concerned what happened: reads the ledger, never writes it",
    ),
    ("sound", &["domain", "runtime"], "makes sounds and has them played: knows of no seat"),
    ("report", &["domain"], "writes down what it is given: asks nothing, acts on nothing"),
    ("seat", &["domain", "spatial", "picture"], "what a seat is, without graphics: tests need no GPU"),
    ("panels", &["domain", "spatial", "picture", "seat", "report"], "draw the picture, give back intents: no IO"),
    ("display", &["domain", "spatial", "picture", "seat", "panels"], "draws the picture: no ledger, no feeds, no IO"),
    ("hub", &["domain", "picture", "ledger", "intake", "feeds", "runtime", "report"], "serves without the display"),
];

/// Files at the top of `src/` (or folders of them) that wire the rooms together and so may use all.
const EDGE: &[&str] = &["main", "lib", "cli"];

/// Rooms that may know the graphics stack; all others build and are tested without it.
const GRAPHICAL: &[&str] = &["display", "panels", "main", "cli"];
const GRAPHICS: &[&str] = &["bevy", "bevy_egui", "egui", "wgpu"];

/// What `domain` may not touch: IO, a clock, a database. Paths by their beginning.
const NOT_IN_DOMAIN: &[&str] = &[
    "rusqlite",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
    "SystemTime",
    "Instant",
    "Timestamp::now",
    "Zoned::now",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
];

/// The one place that names colours (a file, or a folder of that name).
const THEME: &str = "src/panels/theme";
const COLOUR_CALLS: &[&str] = &["from_rgb(", "srgb_u8(", "srgba_u8(", "hex_color!"];

const MAX_LINES: usize = 400;

// ---- the rules ---------------------------------------------------------------------------------

/// The room of a file, by its path from the repository's root: `src/seat/view.rs` is in `seat`.
fn room_of(file: &str) -> &str {
    let inside = file.trim_start_matches("src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// How many `super::` lead from the file's own module to the crate's root.
fn depth_of(file: &str) -> usize {
    let module = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    module.split('/').count()
}

fn wrong_arrows(file: &str, source: &str) -> Vec<String> {
    let room = room_of(file);
    let row = ARROWS.iter().find(|row| row.0 == room);
    if row.is_none() && !EDGE.contains(&room) {
        return vec![format!("{file}: room `{room}` has no row in ARROWS (tests/it/tidy.rs)")];
    }
    let mut wrong = Vec::new();
    for (line, path) in paths(source) {
        let supers = path.iter().take_while(|part| *part == "super").count();
        let from_root = matches!(path[0].as_str(), "crate" | "zonglan");
        let target = match path.get(if from_root { 1 } else { supers }) {
            Some(target) if from_root || (supers > 0 && supers >= depth_of(file)) => target.as_str(),
            _ => continue,
        };
        let known = ARROWS.iter().any(|row| row.0 == target);
        match row {
            _ if target == room || target == "self" => {}
            _ if from_root && !known && !EDGE.contains(&room) => {
                wrong.push(format!("{file}:{line}: `crate::{target}` names no room of ARROWS"));
            }
            Some((_, allowed, why)) if known && !allowed.contains(&target) => {
                wrong.push(format!("{file}:{line}: `{room}` may not use `{target}` ({why})"));
            }
            _ => {}
        }
    }
    wrong
}

fn wrong_dependencies(file: &str, source: &str) -> Vec<String> {
    let room = room_of(file);
    let mut wrong = Vec::new();
    for (line, path) in paths(source) {
        let whole = path.join("::");
        if GRAPHICS.contains(&path[0].as_str()) && !GRAPHICAL.contains(&room) {
            wrong.push(format!("{file}:{line}: `{whole}`: `{room}` must build without the graphics stack"));
        }
        let begins = |banned: &&str| whole == **banned || whole.starts_with(&format!("{banned}::"));
        if room == "domain" && NOT_IN_DOMAIN.iter().any(begins) {
            wrong.push(format!("{file}:{line}: `{whole}`: the domain knows no IO and no clock; time is an argument"));
        }
    }
    wrong
}

fn wrong_colours(file: &str, source: &str) -> Vec<String> {
    if file.starts_with(THEME) {
        return Vec::new();
    }
    let text = blank(source, true);
    let lines = text.lines().enumerate();
    let named = |line: &str| {
        COLOUR_CALLS.iter().any(|call| line.contains(call)) || line.split('#').skip(1).any(starts_with_hex)
    };
    lines
        .filter(|(_, line)| named(line))
        .map(|(i, line)| format!("{file}:{}: a colour outside {THEME}.rs: {}", i + 1, line.trim()))
        .collect()
}

/// Six or eight hexadecimal digits and no more: what stands behind the `#` of a colour.
fn starts_with_hex(after: &str) -> bool {
    let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
    let ends = !after.chars().nth(digits).is_some_and(|c| c.is_alphanumeric() || c == '_');
    ends && matches!(digits, 6 | 8)
}

fn too_long(file: &str, source: &str) -> Vec<String> {
    let lines = source.lines().count();
    if lines > MAX_LINES {
        vec![format!("{file}: {lines} lines, more than {MAX_LINES}: one idea a file")]
    } else {
        Vec::new()
    }
}

/// Folders of the machine something was written on, and work left undone. In halves: this file is read as well.
fn left_behind(file: &str, text: &str) -> Vec<String> {
    let folders = [["/wo", "rk/"], ["/ro", "ot/"], ["/tm", "p/"], ["/ho", "me/"]].map(|halves| halves.concat());
    let words = [["TO", "DO"], ["FIX", "ME"]].map(|halves| halves.concat());
    let mut wrong = Vec::new();
    for (i, line) in text.lines().enumerate() {
        // Inside a longer path or an address it is no folder of the machine's root.
        let from_root = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}/".contains(c));
        if folders.iter().any(|folder| line.match_indices(folder.as_str()).any(|(at, _)| from_root(at))) {
            wrong.push(format!("{file}:{}: a path of somebody's machine: {}", i + 1, line.trim()));
        }
        if words.iter().any(|word| line.contains(word.as_str())) {
            wrong.push(format!("{file}:{}: work left undone: {}", i + 1, line.trim()));
        }
    }
    wrong
}

// ---- the rules, on this repository -------------------------------------------------------------

/// The text files below `folder`, as (path from the root, contents), in order.
fn texts(folder: &str) -> Vec<(String, String)> {
    const NOT_OURS: &[&str] = &[".git", ".bin", "target", "out", "corpus", "artifacts", "coverage", "Cargo.lock"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut found, mut open) = (Vec::new(), vec![root.join(folder)]);
    while let Some(path) = open.pop() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if let Ok(text) = fs::read_to_string(&path) {
            let inside = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.push((inside, text));
        }
    }
    found.sort();
    found
}

fn hold(rule: fn(&str, &str) -> Vec<String>, files: Vec<(String, String)>) {
    assert!(files.len() > 5, "looked in the wrong place: {} files", files.len());
    let wrong: Vec<String> = files.iter().flat_map(|(file, text)| rule(file, text)).collect();
    assert!(wrong.is_empty(), "{} found:\n{}", wrong.len(), wrong.join("\n"));
}

fn rust_sources() -> Vec<(String, String)> {
    texts("src").into_iter().filter(|(file, _)| file.ends_with(".rs")).collect()
}

#[test]
fn rooms_use_only_what_they_may() {
    hold(wrong_arrows, rust_sources());
}

#[test]
fn graphics_io_and_clocks_stay_where_they_belong() {
    hold(wrong_dependencies, rust_sources());
}

#[test]
fn colours_stand_in_the_theme_only() {
    hold(wrong_colours, rust_sources());
}

#[test]
fn no_source_file_grows_too_long() {
    hold(too_long, rust_sources());
}

#[test]
fn nothing_of_a_machine_is_left_behind() {
    hold(left_behind, texts(""));
}

#[test]
fn arrows_go_one_way() {
    // Rooms whose arrows all lead to rooms already taken can be taken next; a circle never can.
    let mut taken = BTreeSet::new();
    while taken.len() < ARROWS.len() {
        let next: Vec<&str> = ARROWS
            .iter()
            .filter(|row| !taken.contains(row.0) && row.1.iter().all(|used| taken.contains(used)))
            .map(|row| row.0)
            .collect();
        assert!(!next.is_empty(), "a circle, or a room without a row, beyond {taken:?}");
        taken.extend(next);
    }
}

// ---- each rule can fail ------------------------------------------------------------------------

#[test]
fn arrows_are_found_wherever_they_hide() {
    let bad = [
        ("src/domain/mod.rs", "use crate::spatial::View;"),
        ("src/spatial/mod.rs", "fn f() { let x = crate::picture::Picture::new(); }"),
        ("src/seat/mod.rs", "use crate::{\n    domain::{Area, Worker as W},\n    ledger::Ledger,\n};"),
        ("src/seat/mod.rs", "use crate::{domain, panels as p};"),
        ("src/panels/queue/model.rs", "fn f(x: &crate :: ledger::Ledger) {}"),
        ("src/panels/queue/model.rs", "use super::super::super::display::Layer;"),
        ("src/runtime/mod.rs", "use super::domain::Area;"),
        ("src/feeds/simulator/mod.rs", "#[cfg(test)] mod tests { use zonglan::picture; }"),
        ("src/picture/mod.rs", "use crate::*;"),
        ("src/cellar/mod.rs", ""),
    ];
    for (file, source) in bad {
        assert_eq!(wrong_arrows(file, source).len(), 1, "{file}: {source}");
    }
    let good = [
        ("src/seat/mod.rs", "use crate::{self as z, domain::{Area, ledger}, seat::View};\nuse crate::picture::*;"),
        (
            "src/domain/mod.rs",
            "// crate::display\n/* crate::ledger /* crate::hub */ crate::hub */ const A: &str = \"crate::hub\";",
        ),
        (
            "src/domain/mod.rs",
            "const A: &str = r#\"\"crate::hub\"#; const B: char = '\"'; /* crate::hub */ pub(crate) fn f<'a>() {}",
        ),
        ("src/spatial/index/rtree.rs", "use super::super::view::View; use super::picture;"),
        ("src/main.rs", "use zonglan::{display, ledger};"),
    ];
    for (file, source) in good {
        assert_eq!(wrong_arrows(file, source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn what_stands_behind_odd_quotes_is_still_read() {
    for odd in [
        "'\"'",
        "b'\"'",
        "'\\''",
        "'\\\"'",
        "\"\\\\\"",
        "r\"\\\"",
        "br#\"a\"b\"#",
        "\"// no\"",
        "r#type",
        "'a: loop {}",
    ] {
        let source = format!("const A: X = {odd};\nuse crate::hub::Hub;");
        let found = wrong_arrows("src/domain/mod.rs", &source);
        assert_eq!(found.len(), 1, "{source}");
        assert!(found[0].starts_with("src/domain/mod.rs:2:"), "{found:?}");
    }
}

#[test]
fn dependencies_out_of_place_are_found() {
    for bad in [
        "use std::{fs, io};",
        "use std::fs::File;",
        "let t = std::time::SystemTime::now();",
        "let t = jiff::Timestamp::now();",
    ] {
        assert_eq!(wrong_dependencies("src/domain/clock.rs", bad).len(), 1, "{bad}");
        assert_eq!(wrong_dependencies("src/ledger/mod.rs", bad).len(), 0, "{bad}");
    }
    assert_eq!(wrong_dependencies("src/seat/mod.rs", "use bevy::prelude::*;").len(), 1);
    assert_eq!(wrong_dependencies("src/picture/mod.rs", "fn f(ui: &mut bevy_egui::egui::Ui) {}").len(), 1);
    assert_eq!(wrong_dependencies("src/display/mod.rs", "use bevy::prelude::*;").len(), 0);
    assert_eq!(
        wrong_dependencies("src/domain/mod.rs", "use std::time::Duration; use jiff::Timestamp; // std::fs").len(),
        0
    );
}

#[test]
fn colours_out_of_place_are_found() {
    let hash = '#';
    for bad in
        [format!("let c = \"{hash}4FA9B3\";"), "Color32::from_rgb(1, 2, 3)".into(), "Color::srgb_u8(1, 2, 3)".into()]
    {
        assert_eq!(wrong_colours("src/display/map.rs", &bad).len(), 1, "{bad}");
        assert_eq!(wrong_colours("src/panels/theme.rs", &bad).len(), 0, "{bad}");
    }
    for good in [
        format!("// the tint {hash}4FA9B3"),
        "#[derive(Debug)]".into(),
        format!("\"{hash}decade1\""),
        "r#\"x\"#".into(),
    ] {
        assert_eq!(wrong_colours("src/display/map.rs", &good).len(), 0, "{good}");
    }
}

#[test]
fn long_files_and_things_left_behind_are_found() {
    assert_eq!(too_long("src/seat/mod.rs", &"\n".repeat(MAX_LINES + 1)).len(), 1);
    assert_eq!(too_long("src/seat/mod.rs", &"\n".repeat(MAX_LINES)).len(), 0);
    for bad in [["see /wo", "rk/x"], ["\"/tm", "p/a.png\""], ["/ro", "ot/.cargo"], ["// TO", "DO later"]] {
        assert_eq!(left_behind("README.md", &bad.concat()).len(), 1, "{bad:?}");
    }
    for good in [["docs/wo", "rk/x"], ["https://host/tm", "p/a"], ["the /workers", "/table"]] {
        assert_eq!(left_behind("README.md", &good.concat()).len(), 0, "{good:?}");
    }
}
