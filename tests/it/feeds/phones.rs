//! Phones: how far off they are, how their error wanders, what they tell late, twice and out of order.

use super::world::{START, World, categories, grid_of_streets, roster};
use std::collections::{BTreeMap, BTreeSet};
use zonglan::domain::{Fix, Timestamp};
use zonglan::feeds::simulator::{SimSettings, StreetLine};
use zonglan::ledger::Tracks;

/// Deviations and correlations of positions of people who stand, by axis, over all of them.
struct Wander {
    deviation_m: f64,
    /// Between one position and the next, 30 s later; and the one after.
    lags: [f64; 2],
    farthest_m: f64,
}

/// How the positions of a county at lunch wander, when nobody walks.
fn wander(streets: Vec<StreetLine>) -> Wander {
    let settings = SimSettings { reports_per_day: 0, shifts: true, ..SimSettings::default() };
    // Half past eleven; all of them have a day's turn or go home in the evening.
    let start = START.plus_secs(7 * 1_800);
    let mut world = World::of(31, start, &settings, (streets, roster(1_500), categories()));
    world.run(2 * 3_600);
    // Lunch is from 12:00 to 13:30, ten minutes sooner or later.
    let (from, to) = (start.plus_secs(2_700), start.plus_secs(6_300));
    let mut by_worker: BTreeMap<&str, BTreeMap<i64, &Fix>> = BTreeMap::new();
    let standing: BTreeSet<&str> = resting(&world, from, to);
    for (_, fix) in world.heard.iter().filter(|(_, fix)| (from..to).contains(&fix.fixed_at)) {
        if standing.contains(fix.worker.as_str()) {
            by_worker.entry(fix.worker.as_str()).or_default().insert(fix.fixed_at.0, fix);
        }
    }
    let (mut squares, mut count, mut lagged, mut farthest_m) = (0.0, 0.0, [(0.0, 0.0); 2], 0.0f64);
    for fixes in by_worker.values().filter(|fixes| fixes.len() > 100) {
        let (x_m, y_m) = zonglan::spatial::geodesy::metres_per_degree(36.0);
        for axis in 0..2 {
            let along = |fix: &Fix| if axis == 0 { fix.at.lon_deg * x_m } else { fix.at.lat_deg * y_m };
            let mean = fixes.values().map(|fix| along(fix)).sum::<f64>() / fixes.len() as f64;
            let off: BTreeMap<i64, f64> = fixes.iter().map(|(at, fix)| (*at, along(fix) - mean)).collect();
            for (at, off_m) in &off {
                (squares, count, farthest_m) = (squares + off_m * off_m, count + 1.0, farthest_m.max(off_m.abs()));
                for (lag, sum) in (1..).zip(&mut lagged) {
                    if let Some(later_m) = off.get(&(at + lag * 30)) {
                        *sum = (sum.0 + off_m * later_m, sum.1 + 1.0);
                    }
                }
            }
        }
    }
    assert!(count > 20_000.0, "{count}");
    let variance = squares / count;
    Wander { deviation_m: variance.sqrt(), lags: lagged.map(|(sum, pairs)| sum / pairs / variance), farthest_m }
}

/// Those who told no heading between two moments: they stood.
fn resting(world: &World, from: Timestamp, to: Timestamp) -> BTreeSet<&str> {
    let within = || world.heard.iter().filter(|(_, fix)| (from..to).contains(&fix.fixed_at));
    let walked: BTreeSet<&str> =
        within().filter(|(_, fix)| fix.heading_deg.is_some()).map(|(_, fix)| fix.worker.as_str()).collect();
    within().map(|(_, fix)| fix.worker.as_str()).filter(|worker| !walked.contains(worker)).collect()
}

#[test]
fn errors_are_those_of_phones_and_wander() {
    let nameless = grid_of_streets().into_iter().map(|line| StreetLine { name: None, ..line }).collect();
    for (streets, wanted_m) in [(grid_of_streets(), 7.0), (nameless, 3.2)] {
        let Wander { deviation_m, lags, farthest_m } = wander(streets);
        // A mean over an hour takes a little of a slow walk away: 2 × 60 s / 3600 s of its square.
        assert!((deviation_m / wanted_m - 0.983).abs() < 0.04, "{deviation_m} for {wanted_m}");
        assert!((lags[0] - (-0.5f64).exp()).abs() < 0.05, "{lags:?}");
        assert!((lags[1] - (-1.0f64).exp()).abs() < 0.05, "{lags:?}");
        assert!(farthest_m > 2.8 * wanted_m && farthest_m < 6.0 * wanted_m, "{farthest_m}");
    }
}

#[test]
fn backlogs_come_late_twice_and_out_of_order_and_tracks_have_them_in_order() {
    let settings = SimSettings { reports_per_day: 0, ..SimSettings::default() };
    let mut world = World::of(33, START, &settings, (grid_of_streets(), roster(1_000), categories()));
    world.run(4 * 3_600);
    // What came last may still be on its way: all that was noted in the first three hours is there.
    let until = START.plus_secs(3 * 3_600);
    let heard: Vec<&(Timestamp, Fix)> = world.heard.iter().filter(|(_, fix)| fix.fixed_at < until).collect();
    let key = |fix: &Fix| (fix.worker.clone(), fix.fixed_at);
    let phones: BTreeSet<_> = heard.iter().map(|(_, fix)| &fix.worker).collect();
    assert_eq!(phones.len(), 999, "one is off duty");

    let mut first: BTreeMap<_, &(Timestamp, Fix)> = BTreeMap::new();
    for hearing in heard.iter().copied() {
        let known = first.entry(key(&hearing.1)).or_insert(hearing);
        assert_eq!(known.1, hearing.1, "said twice, it is the same");
    }
    let late = first.values().filter(|(at, fix)| *at > fix.fixed_at).count() as f64;
    // A spell for 60,000 s, 847 s long in the mean, and in three quarters of them the phone keeps what it saw.
    let wanted = 0.75 * 847.0 / 60_000.0 * first.len() as f64;
    assert!((late / wanted - 1.0).abs() < 0.3, "{late} of {} came late, for {wanted}", first.len());
    let oldest_secs = first.values().map(|(at, fix)| at.secs_since(fix.fixed_at)).max().unwrap();
    assert!((1_800..3_100).contains(&oldest_secs), "{oldest_secs}");
    // A quarter of the spells leaves a gap, which nothing fills.
    let (there, due) = (first.len() as f64, 999.0 * 360.0);
    assert!((0.9925..0.9985).contains(&(there / due)), "{there} of {due}");

    let again = heard.len() - first.len();
    let wanted = 0.003 * there + 0.1 * late;
    assert!((again as f64 / wanted - 1.0).abs() < 0.3, "{again} said again, for {wanted}");

    let mut newest: BTreeMap<_, Timestamp> = BTreeMap::new();
    let mut overtaken = 0;
    for (_, fix) in &heard {
        let newest = newest.entry(&fix.worker).or_insert(fix.fixed_at);
        overtaken += usize::from(fix.fixed_at < *newest);
        *newest = fix.fixed_at.max(*newest);
    }
    assert!(overtaken as f64 >= late, "{overtaken} out of order");
    inversions_among_the_late(&heard);

    let folder = tempfile::tempdir().unwrap();
    let mut tracks = Tracks::open(folder.path()).unwrap();
    for group in heard.chunks(5_000) {
        let fixes: Vec<Fix> = group.iter().map(|(_, fix)| fix.clone()).collect();
        assert_eq!(tracks.append(&fixes).unwrap().refused, 0);
    }
    for phone in phones.iter().step_by(17) {
        let track = tracks.track(phone, START, until).unwrap();
        let due: Vec<Timestamp> = first.keys().filter(|(worker, _)| worker == *phone).map(|(_, at)| *at).collect();
        assert!(due.is_sorted() && due.len() > 150);
        assert_eq!(track.iter().map(|fix| fix.fixed_at).collect::<Vec<_>>(), due, "{phone}");
    }
}

/// Backlogs don't come simply oldest first, nor simply newest first.
fn inversions_among_the_late(heard: &[&(Timestamp, Fix)]) {
    let mut steps = [0usize; 2];
    let mut before: BTreeMap<&str, &Fix> = BTreeMap::new();
    for (_, fix) in heard.iter().filter(|(at, fix)| at.secs_since(fix.fixed_at) > 15) {
        if let Some(before) = before.insert(fix.worker.as_str(), fix) {
            steps[usize::from(before.fixed_at < fix.fixed_at)] += 1;
        }
    }
    assert!(steps.iter().all(|steps| *steps > 200), "{steps:?} backwards and forwards");
}
