//! Precision and recall on reports written by hand (`pairs.txt`), told among a year of the sample county: every group
//! happens where and when the county is as busy as it is. `--nocapture` prints the table from which the threshold came.

use super::{Told, percent, take};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Instant;
use tempfile::TempDir;
use zonglan::domain::{LonLat, Timestamp};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::{Picture, SimilarQuery, Verdict};
use zonglan::spatial::destination;

/// A matter as it was recorded, and reports of the same and of others.
struct Group {
    category: &'static str,
    address: &'static str,
    title: &'static str,
    reports: Vec<Report>,
}

struct Report {
    is_same: bool,
    east_m: f64,
    north_m: f64,
    minutes: i64,
    text: &'static str,
}

fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in include_str!("pairs.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (mark, rest) = line.split_once(' ').unwrap();
        if mark == "=" {
            let [category, address, title] = rest.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
            groups.push(Group { category, address, title, reports: Vec::new() });
            continue;
        }
        let (numbers, text) = rest.split_once(" | ").unwrap();
        let [east_m, north_m, minutes] = numbers.split(',').map(|n| n.parse().unwrap()).collect::<Vec<i64>>()[..]
        else {
            panic!("{line}")
        };
        let (is_same, east_m, north_m) = (mark == "+", east_m as f64, north_m as f64);
        groups.last_mut().unwrap().reports.push(Report { is_same, east_m, north_m, minutes, text });
    }
    groups
}

/// The sample's year, imported once; each caller folds it for itself.
fn year() -> Picture {
    fold(&data())
}

fn data() -> PathBuf {
    static DATA: OnceLock<TempDir> = OnceLock::new();
    let import = || {
        let folder = TempDir::new().unwrap();
        let run = |words: &[&str]| {
            let program = Command::new(env!("CARGO_BIN_EXE_zonglan")).current_dir(folder.path()).args(words).output();
            assert!(program.unwrap().status.success(), "{words:?}");
        };
        run(&["sample", "--out", "files"]);
        for (kind, file) in
            [("areas", "areas.geojson.gz"), ("categories", "categories.csv"), ("incidents", "incidents.csv.gz")]
        {
            run(&["import", kind, &format!("files/{file}"), "--data", "data"]);
        }
        folder
    };
    DATA.get_or_init(import).path().join("data")
}

fn fold(data: &Path) -> Picture {
    let ledger = SqliteLedger::open_read_only(data).unwrap();
    let mut picture = Picture::new(8 * 3600);
    let mut read = |recorded| {
        picture.apply(&recorded);
        ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut read).unwrap();
    picture.derive();
    picture
}

fn moved(at: LonLat, report: &Report) -> LonLat {
    destination(destination(at, 90.0, report.east_m), 0.0, report.north_m)
}

/// The row of a group's matter and its place and moment.
struct Staged {
    incident: u32,
    at: LonLat,
    reported_at: Timestamp,
}

/// Lets every group happen somewhere in the county, and the others beside it.
fn stage(picture: &mut Picture, groups: &[Group]) -> Vec<Staged> {
    let rows = picture.incidents.len();
    let located: Vec<LonLat> = (0..rows)
        .filter_map(|n| picture.incidents.row(n).at.filter(|_| !picture.incidents.row(n).confidential))
        .collect();
    let last = picture.latest_at;
    let mut staged = Vec::new();
    for (n, group) in groups.iter().enumerate() {
        let at = located[(n * 4_001 + 17) % located.len()];
        let reported_at = last.plus_secs((n as i64 * 11 - 20 * 24) * 3_600);
        let by_name = picture.categories.rows().iter().find(|row| row.name == group.category);
        let category = by_name.unwrap_or_else(|| panic!("no category {}", group.category)).code.clone();
        let told = |code: String, title: &str, at, reported_at| Told {
            code,
            title: title.into(),
            at: Some(at),
            reported_at,
            ..Told::default()
        };
        let first = told(format!("G{n}"), group.title, at, reported_at);
        let incident = take(picture, &Told { address: group.address.into(), category: Some(category), ..first });
        for (k, other) in group.reports.iter().enumerate().filter(|(_, report)| !report.is_same) {
            let when = reported_at.plus_secs(other.minutes * 60);
            take(picture, &told(format!("G{n}-{k}"), other.text, moved(at, other), when));
        }
        staged.push(Staged { incident, at, reported_at });
    }
    staged
}

/// One question of the intake's, as the command line asks it, and what was told of the group's matter.
struct Outcome {
    is_odd: bool,
    is_same: bool,
    /// Whether the group's own matter is among the first five that are told.
    is_listed: bool,
    /// Its score, where it is told.
    score_bits: Option<f64>,
    is_flagged: bool,
    /// How many matters of the sample were taken for the same.
    strangers: usize,
}

fn ask(picture: &Picture, staged: &Staged, report: &Report, is_located: bool, is_odd: bool) -> Outcome {
    let at = is_located.then(|| moved(staged.at, report));
    let moment = staged.reported_at.plus_secs(report.minutes * 60);
    let believed = picture.suggest(report.text, at, moment, None).believed();
    let query = SimilarQuery {
        category: believed,
        is_category_assumed: true,
        limit: 50,
        ..SimilarQuery::new(report.text, at, moment)
    };
    let found = picture.similar(&query);
    let own = found.iter().find(|likeness| likeness.incident == staged.incident);
    let is_same = |verdict: Verdict| matches!(verdict, Verdict::Same | Verdict::Again);
    let is_stranger = |incident: u32| !picture.incidents.row(incident).code.as_str().starts_with('G');
    Outcome {
        is_odd,
        is_same: report.is_same,
        is_listed: found.iter().take(5).any(|likeness| likeness.incident == staged.incident),
        score_bits: own.map(|own| own.score_bits),
        is_flagged: own.is_some_and(|own| is_same(own.verdict)),
        strangers: found.iter().filter(|l| is_same(l.verdict) && is_stranger(l.incident)).count(),
    }
}

/// Of these outcomes: precision and recall in percent, of those that were flagged.
fn rates(outcomes: &[&Outcome], flagged: impl Fn(&Outcome) -> bool) -> (f64, f64, usize, usize) {
    let same = outcomes.iter().filter(|outcome| outcome.is_same).count();
    let hit = outcomes.iter().filter(|outcome| outcome.is_same && flagged(outcome)).count();
    let wrong = outcomes.iter().filter(|outcome| !outcome.is_same && flagged(outcome)).count();
    (percent(hit, hit + wrong), percent(hit, same), hit, wrong)
}

fn outcomes(picture: &Picture, groups: &[Group], staged: &[Staged], is_located: bool) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (n, (group, staged)) in groups.iter().zip(staged).enumerate() {
        for report in &group.reports {
            let outcome = ask(picture, staged, report, is_located, n % 2 == 0);
            if is_located && outcome.is_flagged != report.is_same {
                eprintln!("{} / {} ({:?})", group.title, report.text, outcome.score_bits);
            }
            outcomes.push(outcome);
        }
    }
    outcomes
}

#[test]
fn reports_of_the_same_are_found_among_a_year() {
    let (mut picture, groups) = (year(), groups());
    let reports = groups.iter().flat_map(|group| &group.reports);
    let (same, others): (Vec<_>, Vec<_>) = reports.partition(|report| report.is_same);
    assert!(same.len() >= 55 && others.len() >= 40, "{} and {}", same.len(), others.len());
    let staged = stage(&mut picture, &groups);
    let located = outcomes(&picture, &groups, &staged, true);
    let (odd, even): (Vec<&Outcome>, Vec<&Outcome>) = located.iter().partition(|outcome| outcome.is_odd);
    for bits in 3..15 {
        let flagged = |outcome: &Outcome| outcome.score_bits.is_some_and(|score| score >= f64::from(bits));
        let (odd, even) = (rates(&odd, flagged), rates(&even, flagged));
        eprintln!(
            "from {bits} bits: odd {:.1} % of told, {:.1} % found; even {:.1} %, {:.1} %",
            odd.0, odd.1, even.0, even.1
        );
    }
    let listed = |outcomes: &[&Outcome]| {
        let same = outcomes.iter().filter(|outcome| outcome.is_same);
        percent(same.clone().filter(|outcome| outcome.is_listed).count(), same.count())
    };
    let (precision, recall, hit, wrong) = rates(&even, |outcome| outcome.is_flagged);
    let among_five = listed(&even);
    let strangers: usize = located.iter().map(|outcome| outcome.strangers).sum();
    eprintln!("measured: {hit} taken for the same, {wrong} wrongly: precision {precision:.1} %, recall {recall:.1} %");
    eprintln!("among the first five: {among_five:.1} %");
    eprintln!("{strangers} matters of the sample taken for the same by {} questions", located.len());
    assert!(precision >= 70.0 && recall >= 50.0, "precision {precision}, recall {recall}");
    assert!(among_five >= 80.0, "{among_five} % among the first five");
    assert!(strangers * 5 <= located.len(), "{strangers} strangers in {} questions", located.len());

    let unlocated = outcomes(&picture, &groups, &staged, false);
    let all: Vec<&Outcome> = unlocated.iter().collect();
    let (precision, recall, hit, wrong) = rates(&all, |outcome| outcome.is_flagged);
    eprintln!("without a place: {hit} taken for the same, {wrong} wrongly: {precision:.1} %, {recall:.1} %");
    eprintln!("among the first five: {:.1} %", listed(&all));
    assert!(listed(&all) >= 30.0, "without a place: {} %", listed(&all));
}

#[test]
fn categories_are_suggested_from_texts_that_nobody_generated() {
    let (picture, groups) = (year(), groups());
    let (mut first, mut among, mut texts, mut believed, mut wrongly) = (0, 0, 0, 0, 0);
    for group in &groups {
        let own = group.reports.iter().filter(|report| report.is_same).map(|report| report.text);
        for text in std::iter::once(group.title).chain(own) {
            let suggestions = picture.suggest(text, None, picture.latest_at, None);
            let name = |number: u32| picture.categories.rows()[number as usize].name.as_str();
            let names: Vec<&str> = suggestions.categories.iter().map(|s| name(s.category)).collect();
            texts += 1;
            first += usize::from(names.first() == Some(&group.category));
            among += usize::from(names.contains(&group.category));
            if let Some(category) = suggestions.believed() {
                believed += 1;
                wrongly += usize::from(name(category) != group.category);
            }
            if names.first() != Some(&group.category) {
                eprintln!("{text}: {names:?}, not {}", group.category);
            }
        }
    }
    eprintln!("{texts} texts: first {:.1} %, among three {:.1} %", percent(first, texts), percent(among, texts));
    eprintln!("believed {believed}, wrongly {wrongly}");
    assert!(percent(first, texts) >= 58.0 && percent(among, texts) >= 62.0, "{first} and {among} of {texts}");
}

/// How long it takes: `cargo test --release -- --ignored --nocapture similar_figures`.
#[test]
#[ignore = "a measurement: its time depends on the machine"]
fn similar_figures() {
    let (mut picture, groups) = (year(), groups());
    let staged = stage(&mut picture, &groups);
    let rows = picture.incidents.len();
    let places: Vec<Option<LonLat>> = (0..2_000).map(|n| picture.incidents.row(n * 3_001 % rows).at).collect();
    let (start, before_kb) = (Instant::now(), resident_kb());
    picture.similar(&SimilarQuery::new("路灯不亮", None, picture.latest_at));
    eprintln!("it takes {:.1} MB", (resident_kb() - before_kb) / 1e3);
    eprintln!(
        "{} matters, the first question, which makes the index: {:.0} ms",
        picture.incidents.len(),
        start.elapsed().as_secs_f64() * 1e3
    );
    let texts: Vec<&str> = groups.iter().flat_map(|group| group.reports.iter().map(|report| report.text)).collect();
    let measure = |what: &str, ask: &mut dyn FnMut(usize) -> usize| {
        let mut times_ms: Vec<f64> = (0..2_000)
            .map(|n| {
                let start = Instant::now();
                std::hint::black_box(ask(n));
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times_ms.sort_by(f64::total_cmp);
        eprintln!("{what}: p50 {:.2}, p99 {:.2}, most {:.2} ms", times_ms[1_000], times_ms[1_980], times_ms[1_999]);
    };
    let now = picture.latest_at;
    let question = |n: usize, at| SimilarQuery {
        category: Some((n % 90) as u32),
        ..SimilarQuery::new(texts[n % texts.len()], at, now)
    };
    measure("located", &mut |n| picture.similar(&question(n, places[n])).len());
    measure("located, busiest places", &mut |n| picture.similar(&question(n, Some(staged[n % staged.len()].at))).len());
    measure("without a place", &mut |n| picture.similar(&question(n, None)).len());
    measure("suggestions", &mut |n| picture.suggest(texts[n % texts.len()], places[n], now, None).categories.len());
    let ledger = SqliteLedger::open_read_only(&data()).unwrap();
    let start = Instant::now();
    let by_caller = ledger.reported_by("199 0000 1234").unwrap().len();
    eprintln!("what a caller reported, {by_caller} matters: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    for n in 0..1_000 {
        let told = Told {
            code: format!("N{n}"),
            title: texts[n % texts.len()].into(),
            at: places[n],
            reported_at: now,
            ..Told::default()
        };
        take(&mut picture, &told);
    }
    eprintln!("a matter more, in picture and index: {:.1} µs", start.elapsed().as_secs_f64() * 1e3);
}

/// The memory that this process holds, as the system tells it.
fn resident_kb() -> f64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0.0)
}
