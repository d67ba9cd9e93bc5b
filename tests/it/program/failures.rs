//! What can't be done is said in one sentence, and nothing is overwritten.

use super::{Desk, refusal, snapshot};
use rusqlite::Connection;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;
use zonglan::ledger::LEDGER_FILE;

/// A command of each sort: one that makes, one that changes, one that asks.
const EACH: [&str; 3] = ["import places places.csv", "act accept M1", "query figures"];

/// Every command is refused with such a sentence, which ends with the path; nothing changes.
fn all_refused(desk: &Desk, says: &str, path: &Path) {
    let before = snapshot(&desk.data());
    for words in EACH {
        let sentence = desk.refused(words);
        assert!(sentence.contains(says), "{words}: {sentence}");
        assert!(sentence.ends_with(&*path.to_string_lossy()), "{words}: {sentence}");
        assert!(snapshot(&desk.data()) == before, "{words} changed something: {sentence}");
    }
}

#[test]
fn a_folder_that_can_be_none_is_named() {
    let desk = Desk::small();
    desk.file("letter", "a letter");
    for folder in ["letter", "letter/below", "/proc/zonglan-test"] {
        for words in EACH {
            let mut command = super::program();
            let output = command.current_dir(desk.0.path()).args(words.split(' ')).args(["--data", folder]).output();
            let sentence = refusal(words, &output.unwrap(), 1);
            assert!(sentence.contains(folder), "{words}: {sentence}");
        }
    }
    assert_eq!(std::fs::read(desk.path("letter")).unwrap(), b"a letter");
}

#[test]
fn a_folder_that_is_not_there_is_not_made_by_asking_or_acting() {
    let desk = Desk::new();
    for words in ["act accept M1", "act report M9 --title 积水", "query figures"] {
        let sentence = desk.refused(words);
        assert!(sentence.starts_with("there is no ledger here yet: import something or start a seat"), "{sentence}");
        assert!(!desk.data().exists(), "{words} made the folder");
    }
}

const NOBODY: u32 = 65_534;

/// Root may write everywhere, so the program runs as nobody.
#[test]
fn a_folder_that_may_not_be_written_is_named_and_left() {
    let desk = Desk::small();
    let may = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    for folder in [desk.data(), desk.data().join("tracks")] {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            may(&path, if path.is_dir() { 0o555 } else { 0o444 });
        }
    }
    may(&desk.data(), 0o555);
    may(desk.0.path(), 0o755);
    let program = desk.path("zonglan");
    if std::fs::hard_link(env!("CARGO_BIN_EXE_zonglan"), &program).is_err() {
        std::fs::copy(env!("CARGO_BIN_EXE_zonglan"), &program).unwrap();
    }
    let before = snapshot(&desk.data());
    for words in &EACH[..2] {
        let mut command = std::process::Command::new(&program);
        command.current_dir(desk.0.path()).env_clear().args(words.split(' ')).arg("--data").arg(desk.data());
        if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        let sentence = refusal(words, &command.output().unwrap(), 1);
        assert!(sentence.starts_with("this can't be written (") && sentence.contains("name another"), "{sentence}");
        assert!(sentence.contains(&*desk.data().to_string_lossy()), "{sentence}");
        assert!(snapshot(&desk.data()) == before, "{words} changed something");
    }
    may(&desk.data(), 0o755);
    may(&desk.data().join("tracks"), 0o755);
}

#[test]
fn a_ledger_of_a_newer_program_is_left() {
    let desk = Desk::small();
    let ledger = desk.data().join(LEDGER_FILE);
    Connection::open(&ledger).unwrap().pragma_update(None, "user_version", 99).unwrap();
    all_refused(&desk, "this file was written by a newer Zonglan (its format is 99, this program knows up to", &ledger);
}

#[test]
fn a_damaged_ledger_is_left() {
    let desk = Desk::small();
    let ledger = desk.data().join(LEDGER_FILE);
    let whole = std::fs::read(&ledger).unwrap();
    let mut headless = whole.clone();
    headless[..16].copy_from_slice(b"garbage, garbage");
    std::fs::write(&ledger, &headless).unwrap();
    all_refused(&desk, "this is not a file of Zonglan's (it is no database)", &ledger);
    for length in [whole.len() / 2, 4096, 100, 7] {
        std::fs::write(&ledger, &whole[..length]).unwrap();
        all_refused(&desk, "this file is damaged (", &ledger);
    }
    let mut hollow = whole.clone();
    hollow[4096..].fill(0);
    std::fs::write(&ledger, &hollow).unwrap();
    all_refused(&desk, "damaged", &ledger);
    std::fs::write(&ledger, &whole).unwrap();
    desk.done("query figures");
}

#[test]
fn an_event_that_somebody_changed_is_named() {
    let desk = Desk::small();
    let ledger = desk.data().join(LEDGER_FILE);
    let db = Connection::open(&ledger).unwrap();
    db.execute_batch("DROP TRIGGER IF EXISTS events_are_never_changed").unwrap();
    let changed = db.execute("UPDATE events SET at_secs = at_secs + 1 WHERE seq = (SELECT max(seq) FROM events)", []);
    drop(db);
    if changed.is_ok() {
        all_refused(&desk, "the ledger's chain breaks at event 3 (its contents are not what was written)", &ledger);
    }
}

#[test]
fn other_files_of_the_folder_that_are_broken_are_named() {
    let desk = Desk::small();
    let settings = desk.data().join("site.json");
    std::fs::write(&settings, "{\"zone\":").unwrap();
    let sentence = desk.refused("query figures");
    assert!(sentence.starts_with("can't understand this file (EOF"), "{sentence}");
    assert!(sentence.ends_with(&*settings.to_string_lossy()), "{sentence}");
    std::fs::remove_file(&settings).unwrap();

    desk.file(
        "here.csv",
        format!("code,name,on_duty,lon,lat,fixed_at\nW3,王五,是,118.0,36.0,{}\n", super::from_now(-5)),
    );
    desk.done("import workers here.csv");
    let tracks = std::fs::read_dir(desk.data().join("tracks")).unwrap();
    let days = tracks.map(|day| day.unwrap().path()).filter(|day| day.extension().is_some_and(|of| of == "sqlite"));
    for day in days {
        std::fs::write(
            &day,
            "garbage, garbage, but long enough to have a header of a hundred bytes, which it does".repeat(2),
        )
        .unwrap();
        let sentence = desk.refused("query nearest workers 118,36");
        assert!(sentence.starts_with("this is not a file of Zonglan's"), "{sentence}");
        assert!(sentence.ends_with(&*day.to_string_lossy()), "{sentence}");
    }
}

#[test]
fn wrong_usage_is_told_from_failed_work() {
    let desk = Desk::small();
    let before = snapshot(&desk.data());
    for (words, end) in [
        ("act dance M1", "dance"),
        ("act accept M1 --urgency U9", "--urgency wants U1, U2, U3 or U4: U9"),
        ("act callback M1 --answer maybe", "--answer wants satisfied, mostly, unsatisfied or unreachable: maybe"),
        ("act reassign M1", "reassign wants --worker CODE"),
        ("act report M9 --place 361,0", "not LON,LAT in degrees: 361,0"),
        ("act report M9 --at yesterday", "yesterday"),
        ("query nearest dragons 118,36", "not dragons"),
        ("query nearest workers 118", "not LON,LAT in degrees: 118"),
        ("query nearest workers 118,x", "not numbers between commas: 118,x"),
        ("query within workers", "one of --circle, --bounds, --polygon, and only one"),
        ("query within workers --circle 118,36,5 --bounds 1,2,3,4", "and only one"),
        ("query within workers --circle 118,36", "not LON,LAT,METRES: 118,36"),
        ("query within workers --circle 118,36,-5", "not LON,LAT,METRES: 118,36,-5"),
        ("query within workers --circle 118,136,5", "not LON,LAT,METRES: 118,136,5"),
        ("query within workers --bounds 118,37,119,36", "not WEST,SOUTH,EAST,NORTH in degrees: 118,37,119,36"),
        ("query within workers --polygon 118,36", "118,36"),
        ("query at 0,95", "0,95"),
        ("query figures --at-time noon", "noon"),
        ("import dragons places.csv", "dragons"),
    ] {
        let sentence = refusal(words, &desk.run(words), 2);
        assert!(sentence.ends_with(end), "{words}: {sentence}");
    }
    // What the command line's own grammar refuses comes with a hint at the usage.
    for words in ["fly", "act", "act accept", "query", "query nearest workers 118,36 -k many", "import places"] {
        let output = desk.run(words);
        assert_eq!(output.status.code(), Some(2), "{words}: {output:?}");
        assert!(output.stdout.is_empty() && output.stderr.starts_with(b"error: "), "{words}: {output:?}");
    }
    let output = super::program().args(["sample", "--scale", "village", "--out", "x"]).output().unwrap();
    assert!(refusal("sample", &output, 2).ends_with("no such scale (county, prefecture, province): village"));
    assert!(snapshot(&desk.data()) == before);
}

#[test]
fn what_does_not_hold_is_refused_with_what_is_possible() {
    let desk = Desk::small();
    for (words, sentence) in [
        ("act accept M2", "no matter has the number M2"),
        ("act report M1", "the number M1 is taken by another matter"),
        (
            "act receipt M1",
            "'receipt' is not possible while the matter is reported; possible: accept, assign, answer, decline, settle, \
             pass-on, merge, raise, pass-down, escalate, return-up, note, summon, \
             shelve, unshelve",
        ),
        ("act assign M1", "the order names neither an agency nor a person: name one"),
        ("act assign M1 --worker W99", "no worker has the code W99"),
        ("act accept M1 --seen 7", "the matter has changed since you saw it (version 7, now 1): look again"),
        ("query incidents --area 9999", "no area has the code 9999"),
    ] {
        assert_eq!(desk.refused(words), sentence);
    }
}

#[test]
fn a_sample_that_can_not_be_written_names_the_folder() {
    let desk = Desk::new();
    desk.file("letter", "a letter");
    for folder in ["letter", "/proc/zonglan-test"] {
        let output = super::program().current_dir(desk.0.path()).args(["sample", "--out", folder]).output().unwrap();
        let sentence = refusal("sample", &output, 1);
        assert!(sentence.starts_with("can't write the sample (") && sentence.ends_with(folder), "{sentence}");
    }
    assert_eq!(std::fs::read(desk.path("letter")).unwrap(), b"a letter");
}

/// A machine without any Vulkan driver: the loader is shown none.
#[cfg(feature = "display")]
#[test]
fn without_a_driver_a_frame_is_refused_with_the_way_out() {
    let desk = Desk::small();
    let before = snapshot(&desk.data());
    for words in ["frame --out frame.png", "wall --fallback frame.png"] {
        let mut command = desk.command(words);
        for name in ["VK_ICD_FILENAMES", "VK_DRIVER_FILES"] {
            command.env(name, "/nonexistent");
        }
        command.env("WGPU_BACKEND", "vulkan").env_remove("VK_ADD_DRIVER_FILES");
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        let sentence = refusal(words, &command.output().unwrap(), 1);
        assert!(sentence.starts_with("no graphics driver found: install mesa-vulkan-drivers"), "{sentence}");
        assert!(!desk.path("frame.png").exists() && snapshot(&desk.data()) == before, "{words}");
    }
}

/// Where the picture can't be put is known at the end only, and said all the same.
#[cfg(feature = "display")]
#[test]
fn a_frame_that_can_not_be_written_names_the_file() {
    let desk = Desk::small();
    desk.file("letter", "a letter");
    for words in
        ["frame --out letter/frame.png", "frame --out frame.png --size 10x10", "frame --out frame.png --lang fr"]
    {
        let usage = !words.contains("letter");
        let sentence = refusal(words, &desk.run(words), if usage { 2 } else { 1 });
        assert!(usage || sentence.contains("letter"), "{words}: {sentence}");
    }
    assert!(!desk.path("frame.png").exists());
    assert_eq!(std::fs::read(desk.path("letter")).unwrap(), b"a letter");
}

#[test]
fn whoever_has_read_enough_may_leave() {
    let desk = Desk::small();
    let words = [
        "gaps",
        "gaps --csv",
        "query incidents",
        "query figures",
        "import places places.csv --dry-run",
        "import places places.csv --plan",
    ];
    for words in words {
        let mut command = desk.command(words);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Gone before the first byte, as `head` is before the last.
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(0) && said.is_empty(), "{words}: {:?} {said}", output.status);
    }
}
