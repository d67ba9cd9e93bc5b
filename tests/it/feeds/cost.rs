//! What a whole county costs whose 12,600 workers are all on duty: for whoever asks, never a reason to fail a test run.

use super::world::{START, categories, county_of, grid_of_streets, read_streets, roster_at};
use std::path::Path;
use std::time::{Duration, Instant};
use zonglan::domain::LonLat;
use zonglan::feeds::simulator::{SimSettings, Simulator};
use zonglan::feeds::{Feed, FeedMessage};

/// The processor's time that this thread has had; the clock's where the system doesn't say.
fn worked(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanos.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture twelve_thousand"]
fn twelve_thousand_six_hundred_workers_on_duty() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/chenglan/roads.geojson.gz");
    let streets = read_streets(&path).unwrap_or_else(grid_of_streets);
    let points: Vec<LonLat> = streets.iter().flat_map(|line| line.points.clone()).collect();
    let (roster, categories) = (roster_at(&points, 12_600, 12_600), categories());
    for (fix_period_secs, secs) in [(30, 900), (5, 300)] {
        let settings = SimSettings { fix_period_secs, shifts: true, ..SimSettings::default() };
        // From ten on nobody comes or goes, and everybody walks.
        let start = START.plus_secs(2 * 3_600);
        let since = Instant::now();
        let mut simulator = Simulator::new(1, start, county_of(&streets, &roster, &categories), &settings);
        // The first half minute is dearer: ways home are sought.
        simulator.advance(start.plus_secs(60), &[]);
        let (before, mut fixes, mut slowest) = (worked(since), 0, Duration::ZERO);
        for second in 61..=60 + secs {
            let began = worked(since);
            for message in simulator.advance(start.plus_secs(second), &[]) {
                fixes += if let FeedMessage::Fixes(told) = message { told.len() } else { 0 };
            }
            slowest = slowest.max(worked(since).saturating_sub(began));
        }
        let a_second = worked(since).saturating_sub(before) / u32::try_from(secs).unwrap();
        eprintln!(
            "{:.0} fixes/s: a second costs {a_second:?} ({:.2} % of a core), the slowest {slowest:?}",
            fixes as f64 / secs as f64,
            a_second.as_secs_f64() * 100.0
        );
    }
}
