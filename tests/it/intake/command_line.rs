//! `zonglan import` as a script sees it.

use std::process::{Command, Output};
use tempfile::TempDir;

fn zonglan(dir: &TempDir, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zonglan")).current_dir(dir.path()).args(args).output().unwrap()
}

fn line(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text.trim_end().to_owned()
}

#[test]
fn json_on_stdout_exit_codes_and_one_line_of_trouble() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("p.csv"), "code,name,lon,lat\nP1,a,120,30\nP2,b,0,0\n").unwrap();
    let dry = zonglan(&dir, &["import", "places", "p.csv", "--data", "d", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{dry:?}");
    assert!(!dir.path().join("d").exists());
    let done = zonglan(&dir, &["import", "places", "p.csv", "--data", "d"]);
    assert_eq!((done.status.code(), &done.stdout, done.stderr.len()), (Some(0), &dry.stdout, 0));
    let text = String::from_utf8(done.stdout).unwrap();
    assert_eq!(
        text.trim_end(),
        r#"{"kind":"places","read":2,"kept":1,"skipped":1,"unchanged":0,"problems":[{"row":3,"field":"lon","problem":"0,0 is no position","value":"0,0"}],"problems_total":1,"added":1,"changed":0,"gone":0,"absent":0}"#
    );
    let again = zonglan(&dir, &["import", "places", "p.csv", "--data", "d"]);
    assert!(String::from_utf8(again.stdout).unwrap().contains(r#""kept":0,"skipped":1,"unchanged":1"#));

    for (args, code, end) in [
        (vec!["import", "places", "none.csv", "--data", "d"], 1, "none.csv"),
        (vec!["import", "places", "p.csv", "--data", "d", "--map", "name=Nom"], 1, "Nom"),
        (vec!["import", "places", "p.csv", "--data", "d", "--map", "colour=name"], 2, "colour"),
        (vec!["import", "places", "p.csv", "--data", "d", "--set", "colour"], 2, "colour"),
        (vec!["import", "places", "p.csv", "--data", "d", "--crs", "epsg:99999"], 2, "epsg:99999"),
        (vec!["import", "places", "p.csv", "--data", "d", "--zone", "Asia/Nowhere"], 2, "Asia/Nowhere"),
        (vec!["import", "dragons", "p.csv", "--data", "d"], 2, "dragons"),
    ] {
        let output = zonglan(&dir, &args);
        assert_eq!(output.status.code(), Some(code), "{args:?} {output:?}");
        assert!(line(&output).ends_with(end) && output.stdout.is_empty(), "{args:?} {output:?}");
    }
    assert_eq!(zonglan(&dir, &["import", "places"]).status.code(), Some(2));
}
