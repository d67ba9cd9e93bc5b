//! How long questions take, and what the index holds.

use super::pairs::{groups, stage};
use super::year::{data, year};
use super::{Told, take};
use std::time::Instant;
use zonglan::domain::{LonLat, MaskScope, mask};
use zonglan::ledger::SqliteLedger;
use zonglan::picture::SimilarQuery;

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
    measure("places by name", &mut |n| picture.places_named(texts[n % texts.len()], 10).len());
    measure("masking a report", &mut |n| mask(texts[n % texts.len()], MaskScope::Usual).len());
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
