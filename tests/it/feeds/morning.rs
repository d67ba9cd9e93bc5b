//! The hours before life began: told in its first minute, possible for those who walked them, and without a trace in the
//! life to come.

use super::world::{START, categories, corner, grid_of_streets, plain, roster};
use std::collections::BTreeMap;
use zonglan::domain::{Fix, Timestamp, WorkerCode};
use zonglan::feeds::simulator::{SimCounty, SimSettings, SimStay, Simulator};
use zonglan::feeds::{Feed, FeedMessage};
use zonglan::spatial::distance_m;

/// 14:00 in China.
const LIFE: Timestamp = Timestamp(START.0 + 6 * 3_600);

/// What is heard in the first `secs` of a life that begins at `start`, second by second.
fn heard_of(start: Timestamp, secs: i64, morning: bool, stays: &[SimStay], known: &[Fix]) -> Vec<FeedMessage> {
    let (streets, roster, categories) = (grid_of_streets(), roster(60), categories());
    let (streets, roster, categories) = (&streets, &roster, &categories);
    let county = SimCounty { streets, roster, categories, stays, known, ..SimCounty::default() };
    let settings = SimSettings { shifts: true, morning, ..plain(0) };
    let mut simulator = Simulator::new(41, start, county, &settings);
    (1..=secs).flat_map(|second| simulator.advance(start.plus_secs(second), &[])).collect()
}

/// What is heard in the first two minutes of a life.
fn heard(morning: bool, stays: &[SimStay]) -> Vec<FeedMessage> {
    heard_of(LIFE, 120, morning, stays, &[])
}

fn fixes(messages: &[FeedMessage]) -> impl Iterator<Item = &Fix> {
    messages.iter().flat_map(|message| match message {
        FeedMessage::Fixes(fixes) => &fixes[..],
        _ => &[],
    })
}

/// What the morning tells, by worker, in the order of time.
fn morning(messages: &[FeedMessage]) -> BTreeMap<WorkerCode, BTreeMap<Timestamp, &Fix>> {
    let mut told: BTreeMap<WorkerCode, BTreeMap<Timestamp, &Fix>> = BTreeMap::new();
    for fix in fixes(messages).filter(|fix| fix.fixed_at < LIFE) {
        let before = told.entry(fix.worker.clone()).or_default().insert(fix.fixed_at, fix);
        assert!(before.is_none(), "{fix:?} is told twice");
    }
    told
}

#[test]
fn a_morning_is_told_once_and_nobody_runs_in_it() {
    let messages = heard(true, &[]);
    let told = morning(&messages);
    let hours = |fixes: &BTreeMap<Timestamp, &Fix>| {
        let ends = (fixes.keys().next().copied(), fixes.keys().last().copied());
        ends.0.zip(ends.1).map_or(0.0, |(from, to)| to.secs_since(from) as f64 / 3_600.0)
    };
    let by_day = told.values().filter(|fixes| (4.0..=7.0).contains(&hours(fixes))).count();
    assert!(by_day >= 20, "of {} the morning is told, {by_day} since the turn of the day began", told.len());
    for fixes in told.values() {
        let steps = fixes.values().zip(fixes.values().skip(1));
        for (before, after) in steps {
            let secs = after.fixed_at.secs_since(before.fixed_at) as f64;
            // A car on the round goes 2.8 m/s, the phone is off by up to 3.5 times 7 m on each axis.
            let most_m = 2.8 * 1.15 * secs + 4.0 * 3.5 * 7.0;
            let gone_m = distance_m(before.at, after.at);
            assert!(secs <= 60.0 && gone_m <= most_m, "{gone_m} m in {secs} s: {before:?} {after:?}");
        }
        assert!(hours(fixes) < 0.5 || fixes.values().any(|fix| fix.heading_deg.is_some()), "somebody walked");
    }
}

#[test]
fn a_morning_that_was_broken_off_is_told_to_its_end_by_the_lives_that_follow() {
    let messages = heard(true, &[]);
    let whole = morning(&messages);
    let mut told: BTreeMap<WorkerCode, BTreeMap<Timestamp, Fix>> = BTreeMap::new();
    // Twenty seconds, twenty more five minutes later, and then long enough.
    for (after_secs, secs) in [(0, 8), (317, 8), (1_000, 120)] {
        let earliest: Vec<Fix> = told.values().filter_map(|fixes| fixes.values().next().cloned()).collect();
        let known: BTreeMap<&WorkerCode, Timestamp> = earliest.iter().map(|fix| (&fix.worker, fix.fixed_at)).collect();
        let start = LIFE.plus_secs(after_secs);
        for fix in fixes(&heard_of(start, secs, true, &[], &earliest)) {
            let is_new = known.get(&fix.worker).is_none_or(|known| fix.fixed_at < *known || fix.fixed_at > start);
            assert!(is_new, "{fix:?} stands where something was known");
            told.entry(fix.worker.clone()).or_default().insert(fix.fixed_at, fix.clone());
        }
    }
    assert!(whole.len() >= 20, "{}", whole.len());
    for (worker, whole) in &whole {
        let mut fixes: Vec<&Fix> = told[worker].range(..LIFE).map(|(_, fix)| fix).collect();
        let (first, earliest) = (fixes[0].fixed_at, *whole.keys().next().unwrap());
        assert!(first.secs_since(earliest).abs() <= 120, "{worker:?} is told from {first:?}, not from {earliest:?}");
        fixes.dedup_by(|after, before| {
            let secs = after.fixed_at.secs_since(before.fixed_at);
            let most_m = 2.8 * 1.15 * secs as f64 + 4.0 * 3.5 * 7.0;
            assert!(secs <= 70 && distance_m(before.at, after.at) <= most_m, "{before:?} {after:?}");
            false
        });
    }
    // All is known now: the next life tells nothing of it.
    let earliest: Vec<Fix> = told.values().filter_map(|fixes| fixes.values().next().cloned()).collect();
    let again = heard_of(LIFE.plus_secs(2_000), 60, true, &[], &earliest);
    assert_eq!(fixes(&again).filter(|fix| fix.fixed_at < LIFE).count(), 0);
}

#[test]
fn a_morning_leads_to_where_life_begins_and_leaves_it_as_it_is() {
    let (with, without) = (heard(true, &[]), heard(false, &[]));
    let live =
        |messages: &[FeedMessage]| -> Vec<Fix> { fixes(messages).filter(|fix| fix.fixed_at > LIFE).cloned().collect() };
    assert!(!live(&without).is_empty());
    assert_eq!(live(&with), live(&without));
    assert_eq!(fixes(&without).filter(|fix| fix.fixed_at < LIFE).count(), 0);
    let told = morning(&with);
    for worker in roster(60) {
        let Some((at, last)) = told.get(&worker.code).and_then(|fixes| fixes.last_key_value()) else { continue };
        let off_m = distance_m(last.at, worker.at);
        assert!(LIFE.secs_since(*at) <= 60 && off_m < 2.8 * 1.15 * 60.0 + 50.0, "{off_m} m off at {at:?}");
    }
}

#[test]
fn who_handled_a_matter_in_the_morning_was_there() {
    let told = heard(true, &[]);
    let busy: Vec<WorkerCode> =
        morning(&told).into_iter().filter(|(_, fixes)| fixes.len() > 300).map(|(worker, _)| worker).take(12).collect();
    assert_eq!(busy.len(), 12);
    // Two matters each, at ten to half past ten and at noon.
    let stay = |worker: &WorkerCode, n: usize, hour: f64, minutes: i64| {
        let from = START.plus_secs(((hour - 8.0) * 3_600.0) as i64);
        SimStay { worker: worker.clone(), at: corner(n % 10, n % 7, 0.0), from, to: from.plus_secs(minutes * 60) }
    };
    let stays: Vec<SimStay> = busy
        .iter()
        .enumerate()
        .flat_map(|(n, worker)| [stay(worker, n, 10.0, 30), stay(worker, n + 3, 12.0, 10)])
        .collect();
    let messages = heard(true, &stays);
    let told = morning(&messages);
    for stay in &stays {
        let there = told[&stay.worker].range(stay.from.plus_secs(30)..stay.to.plus_secs(-30));
        let off_m: Vec<f64> = there.map(|(_, fix)| distance_m(fix.at, stay.at)).collect();
        assert!(off_m.len() >= 8 && off_m.iter().all(|off_m| *off_m < 60.0), "{stay:?}: {off_m:?}");
    }
}
