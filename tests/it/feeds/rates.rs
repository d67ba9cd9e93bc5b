//! How many matters come when, and which: what the simulator says against tables that stand here by themselves.

use super::world::{categories, county_of, grid_of_streets, roster};
use std::collections::BTreeMap;
use zonglan::domain::{Act, Command, Difficulty, IncidentFile, Nature, Source, Timestamp, Urgency};
use zonglan::feeds::simulator::{SimCategory, SimSettings, Simulator};
use zonglan::feeds::{Feed, FeedMessage};
use zonglan::rhythm::{Sky, Weather};

const DAY_SECS: i64 = 86_400;
/// The midnight of Monday, 2026-09-14, in China.
const MONDAY: Timestamp = Timestamp(1_789_315_200);

/// The matters that come in between two moments, where nobody does anything with them.
fn reports(seed: u64, from: Timestamp, secs: i64, settings: &SimSettings, kinds: &[SimCategory]) -> Vec<IncidentFile> {
    let (streets, roster) = (grid_of_streets(), roster(12));
    let mut simulator = Simulator::new(seed, from, county_of(&streets, &roster, kinds), settings);
    let mut files = Vec::new();
    for hour in 1..=secs / 3_600 {
        for message in simulator.advance(from.plus_secs(hour * 3_600), &[]) {
            if let FeedMessage::Command(command) = message
                && let Command { act: Act::Report { file, .. }, .. } = *command
            {
                files.push(*file);
            }
        }
    }
    files
}

fn settings(reports_per_day: u32, weather: bool) -> SimSettings {
    SimSettings { reports_per_day, weather, ..SimSettings::default() }
}

#[test]
fn hours_and_days_have_their_shares() {
    const PER_DAY: u32 = 4_000;
    let files = reports(21, MONDAY, 14 * DAY_SECS, &settings(PER_DAY, false), &categories());
    let hours = [3, 2, 2, 2, 3, 8, 30, 62, 84, 82, 74, 60, 48, 52, 58, 56, 50, 42, 30, 20, 14, 10, 6, 4];
    let week = [1.11, 1.06, 1.04, 1.03, 1.09, 0.86, 0.80];
    // September is at 1.06 of the year; from Friday, the 25th, to Sunday is Mid-Autumn.
    let day_share = |day: usize| week[day % 7] * 1.06 * if (11..=13).contains(&day) { 0.72 } else { 1.0 };
    let mut seen = vec![0u32; 14 * 24];
    for file in &files {
        seen[(file.reported_at.secs_since(MONDAY) / 3_600) as usize] += 1;
    }
    let expected = |place: usize| {
        f64::from(PER_DAY) * day_share(place / 24) * f64::from(hours[place % 24]) / f64::from(hours.iter().sum::<u32>())
    };
    let whole: f64 = (0..seen.len()).map(expected).sum();
    assert!((files.len() as f64 - whole).abs() < 4.0 * whole.sqrt(), "{} for {whole}", files.len());
    // 336 hours, nothing fitted: the sum's mean is a little below 336, its deviation about 26.
    let chi_square: f64 = seen
        .iter()
        .enumerate()
        .map(|(place, &seen)| (f64::from(seen) - expected(place)).powi(2) / expected(place))
        .sum();
    assert!((200.0..440.0).contains(&chi_square), "{chi_square}");
    let flat = whole / seen.len() as f64;
    let against_flat: f64 = seen.iter().map(|&seen| (f64::from(seen) - flat).powi(2) / flat).sum();
    assert!(against_flat > 10_000.0, "the test could see a county without a rhythm: {against_flat}");
}

#[test]
fn mouths_have_their_shares_and_words() {
    let files = reports(22, MONDAY, 4 * DAY_SECS, &settings(20_000, false), &categories());
    let mut by_source: BTreeMap<Source, usize> = BTreeMap::new();
    files.iter().for_each(|file| *by_source.entry(file.source).or_default() += 1);
    let shares = [
        (Source::Grid, 0.748),
        (Source::CityHotline, 0.138),
        (Source::Snap, 0.044),
        (Source::Camera, 0.022),
        (Source::Town, 0.021),
        (Source::Mailbox, 0.012),
        (Source::Hotline, 0.009),
        (Source::Visit, 0.004),
        (Source::Web, 0.002),
    ];
    for (source, share) in shares {
        let (seen, wanted) = (by_source[&source] as f64, share * files.len() as f64);
        assert!((seen - wanted).abs() < 4.5 * wanted.sqrt(), "{source:?}: {seen} for {wanted}");
    }
    for file in &files {
        let found = matches!(file.source, Source::Grid | Source::Camera);
        assert_eq!(file.nature == Nature::GridFound, found, "{file:?}");
        assert!(!file.title.is_empty() && (!file.confidential || file.title.ends_with("（保密件）")));
    }
    let confidential = files.iter().filter(|file| file.confidential).count() as f64;
    // Citizens' reports of violation: 7 in a hundred of what they say, 62 of a hundred of these are kept.
    let wanted = files.len() as f64 * (1.0 - 0.748 - 0.022 - 0.021) * 0.07 * 0.62;
    assert!((confidential - wanted).abs() < 4.5 * wanted.sqrt(), "{confidential} for {wanted}");
}

fn kind(code: &str, name: &str) -> SimCategory {
    SimCategory {
        code: code.into(),
        name: name.into(),
        weight: 100,
        said: vec![format!("{name}了")],
        done: Vec::new(),
        urgency: Urgency::U3,
        difficulty: Difficulty::Simple,
        agency: None,
    }
}

/// The days of six summers, counted from 1970, under a sky.
fn summer_days(weather: Weather, sky: Sky) -> Vec<i64> {
    // The 1st of June 2026 is day 20,605.
    let summers = (0..6).flat_map(|year| (0..92).map(move |day| 20_605 + year * 365 + day));
    summers.filter(|day| weather.sky(*day) == sky && weather.storm(day - 1).is_none()).collect()
}

/// The midnight that begins a day, in China.
fn midnight(day: i64) -> Timestamp {
    Timestamp(day * DAY_SECS - 8 * 3_600)
}

#[test]
fn skies_drive_their_kinds() {
    const SEED: u64 = 23;
    let weather = Weather::new(SEED);
    let share = |name: &str, sky: Sky| {
        let kinds = [kind("9901", "路牌歪斜"), kind("9902", name)];
        let days: Vec<i64> = summer_days(weather, sky).into_iter().take(3).collect();
        assert_eq!(days.len(), 3, "{sky:?}");
        let files: Vec<_> = days
            .iter()
            .flat_map(|day| reports(SEED, midnight(*day), DAY_SECS, &settings(9_000, true), &kinds))
            .collect();
        // Cameras see nothing of such kinds.
        let files: Vec<_> = files.into_iter().filter(|file| file.category.is_some()).collect();
        assert!(files.iter().all(|file| file.confidential || file.title.ends_with('了')));
        let of_it = files.iter().filter(|file| file.category == Some("9902".into())).count();
        // So many of these for each one of the other kind, which no weather drives.
        of_it as f64 / (files.len() - of_it) as f64
    };
    for (name, sky, times) in [
        ("房屋渗漏", Sky::Rain, 5.0),
        ("停水", Sky::Heat, 2.5),
        ("广告牌破损", Sky::Wind, 8.0),
        ("工地扬尘", Sky::Rain, 0.05),
        ("停水", Sky::Fair, 1.0),
    ] {
        let seen = share(name, sky);
        assert!((seen / times - 1.0).abs() < 0.2, "{name} under {sky:?}: {seen} for {times}");
    }
}

#[test]
fn a_storm_brings_a_surge_of_its_own_kinds() {
    const PER_DAY: u32 = 1_500;
    // Some summer of some seed has a storm worth the name, alone.
    let found = (1..60).find_map(|seed| {
        let weather = Weather::new(seed);
        let storms: Vec<i64> = (20_605..20_605 + 92).filter(|day| weather.storm(*day).is_some()).collect();
        let alone = |day: &i64| !storms.contains(&(day - 1)) && !storms.contains(&(day + 1));
        let large = |day: &i64| weather.storm(*day).is_some_and(|storm| storm.size_days > 0.8);
        storms.iter().copied().find(|day| alone(day) && large(day)).map(|day| (seed, day))
    });
    let (seed, day) = found.expect("a storm in sixty summers");
    let storm = Weather::new(seed).storm(day).unwrap();
    let kinds = [kind("9901", "路牌歪斜"), kind("0701", "冰雹灾情"), kind("0401", "树木倒伏")];
    let mut quiet = kinds.clone();
    // Nobody sees hail without a storm.
    quiet[1].weight = 0;
    let files = reports(seed, midnight(day), 2 * DAY_SECS, &settings(PER_DAY, true), &quiet);
    let hail = files.iter().filter(|file| file.category == Some("0701".into()));
    let hail_at: Vec<i64> = hail.map(|file| file.reported_at.secs_since(midnight(day))).collect();
    assert!(hail_at.iter().all(|second| *second > storm.breaks_at), "none before it breaks");
    // Of what it brings 260 of 460 are hail where these kinds are all there are.
    let wanted = storm.size_days * f64::from(PER_DAY) * 260.0 / 460.0;
    assert!((hail_at.len() as f64 / wanted - 1.0).abs() < 0.12, "{} for {wanted}", hail_at.len());
    let first_hour = hail_at.iter().filter(|second| **second < storm.breaks_at + 3_600).count() as f64;
    // 0.77 × (1 − e^(−3600/5400)) of all.
    assert!((first_hour / hail_at.len() as f64 - 0.375).abs() < 0.05, "{first_hour} of {}", hail_at.len());
}
