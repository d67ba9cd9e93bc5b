//! Precision and recall on reports written by hand (`pairs.txt`), told among a year of the sample county: every group
//! happens where and when the county is as busy as it is. `--nocapture` prints the table from which the threshold came.

use super::year::year;
use super::{Told, percent, take};
use zonglan::domain::{LonLat, Timestamp};
use zonglan::picture::{Picture, SimilarQuery, Verdict};
use zonglan::spatial::destination;

/// A matter as it was recorded, and reports of the same and of others.
pub(super) struct Group {
    category: &'static str,
    address: &'static str,
    title: &'static str,
    pub(super) reports: Vec<Report>,
}

pub(super) struct Report {
    is_same: bool,
    east_m: f64,
    north_m: f64,
    minutes: i64,
    pub(super) text: &'static str,
}

pub(super) fn groups() -> Vec<Group> {
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

fn moved(at: LonLat, report: &Report) -> LonLat {
    destination(destination(at, 90.0, report.east_m), 0.0, report.north_m)
}

/// The row of a group's matter and its place and moment.
pub(super) struct Staged {
    incident: u32,
    pub(super) at: LonLat,
    reported_at: Timestamp,
}

/// Lets every group happen somewhere in the county, and the others beside it.
pub(super) fn stage(picture: &mut Picture, groups: &[Group]) -> Vec<Staged> {
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
    for half_bits in 14..24 {
        let bits = f64::from(half_bits) / 2.0;
        let flagged = |outcome: &Outcome| outcome.is_flagged && outcome.score_bits.is_some_and(|score| score >= bits);
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
    assert!(precision >= 80.0 && recall >= 70.0, "precision {precision}, recall {recall}");
    assert!(among_five >= 90.0, "{among_five} % among the first five");
    assert!(strangers * 5 <= located.len(), "{strangers} strangers in {} questions", located.len());

    let unlocated = outcomes(&picture, &groups, &staged, false);
    let all: Vec<&Outcome> = unlocated.iter().collect();
    let (precision, recall, hit, wrong) = rates(&all, |outcome| outcome.is_flagged);
    eprintln!("without a place: {hit} taken for the same, {wrong} wrongly: {precision:.1} %, {recall:.1} %");
    eprintln!("among the first five: {:.1} %", listed(&all));
    assert!(listed(&all) >= 50.0, "without a place: {} %", listed(&all));
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
    assert!(percent(first, texts) >= 62.0 && percent(among, texts) >= 75.0, "{first} and {among} of {texts}");
}
