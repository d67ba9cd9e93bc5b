//! The report of the benches: the file's own notes stay, the marked parts are written anew.

use super::program;
use std::path::Path;
use tempfile::TempDir;

fn report(dir: &Path, words: &str) -> std::process::Output {
    let mut command = program();
    command.current_dir(dir).args(["bench", "report", "--quick", "--out", "benchmarks.md"]);
    command.args(words.split_whitespace()).output().unwrap()
}

#[test]
fn notes_survive_and_parts_are_written_anew() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("benchmarks.md");
    let read = || std::fs::read_to_string(&file).unwrap();
    let notes = "# Benchmarks\n\nWhat was measured by hand.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n";
    std::fs::write(&file, format!("{notes}\n\n")).unwrap();
    let told = super::answer("report", &report(dir.path(), "--only query,ingest"));
    assert_eq!(told["written"], "benchmarks.md");
    let first = read();
    assert!(first.starts_with(notes), "{first}");
    for name in ["query", "ingest"] {
        assert_eq!(first.matches(&format!("<!-- bench {name}: ")).count(), 1, "{first}");
        assert_eq!(first.matches(&format!("<!-- /bench {name} -->")).count(), 1, "{first}");
    }
    // Every figure beside its aim, with the machine, the commit and the day.
    let row = first.lines().find(|line| line.starts_with("| nearest 10, p99 |")).unwrap();
    let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
    let [_, measured, aim, met] = cells[..] else { panic!("{row}") };
    let us: f64 = measured.strip_suffix(" µs").unwrap().parse().unwrap();
    assert!(us > 0.0 && aim == "at most 50 µs" && met == if us <= 50.0 { "yes" } else { "no" }, "{row}");
    assert!(!first.contains("not measured"), "{first}");
    let cores = format!("{} cores", std::thread::available_parallelism().unwrap());
    let today = jiff::Timestamp::now().strftime("%Y-%m").to_string();
    for said in
        [cores.as_str(), "load ", "`query --points 20000 --questions 500`", today.as_str(), "not for comparison"]
    {
        assert!(first.contains(said), "{said}: {first}");
    }
    assert!(first.contains("version ") || first.contains("commit "), "{first}");

    let list = report(dir.path(), "--only list");
    assert_eq!(super::answer("report", &list)["written"], "benchmarks.md");
    assert!(
        read().contains("| the first search of all: in all, over many looks |") && !read().contains("not measured")
    );
    let first = read();

    // Notes that were written between the parts and behind them stay where they are, byte for byte.
    let (before, part) = first.split_once("<!-- bench query: ").unwrap();
    let (_, after) = part.split_once("<!-- /bench query -->\n").unwrap();
    let (between, behind) = ("\nWhy a box takes long.\n\n", "\nAnd at the end.");
    std::fs::write(
        &file,
        format!("{before}<!-- bench query: {part}")
            .replace("<!-- /bench query -->\n", &format!("<!-- /bench query -->\n{between}"))
            + behind,
    )
    .unwrap();
    super::answer("report", &report(dir.path(), "--only query"));
    let second = read();
    assert!(second.starts_with(before) && second.ends_with(&format!("{between}{after}{behind}")), "{second}");
    assert_eq!(second.matches("## ").count(), 3, "{second}");
    let files: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["benchmarks.md"], "nothing is left beside it");
}

#[test]
fn what_can_not_be_written_or_is_not_known_is_told_before_anything_is_measured() {
    let dir = TempDir::new().unwrap();
    let sentence = super::refusal("report", &report(dir.path(), "--only query,speed"), 2);
    assert!(sentence.starts_with("--only wants some of ") && sentence.ends_with(": speed"), "{sentence}");
    std::fs::create_dir(dir.path().join("benchmarks.md")).unwrap();
    let sentence = super::refusal("report", &report(dir.path(), "--only query"), 1);
    assert!(sentence.starts_with("can't read this file (") && sentence.ends_with("benchmarks.md"), "{sentence}");
}
