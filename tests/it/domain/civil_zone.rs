//! Civil time against the time zone library's own answers, where clocks are changed, days are skipped and told twice.

use crate::county::small_county;
use jiff::tz::TimeZone;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zonglan::domain::{CivilZone, IncidentFile, IncidentRecord, LonLat, Timestamp};
use zonglan::picture::{Picture, PlotFilter, TrendSpan};

const ZONES: [&str; 8] = [
    "Asia/Shanghai",
    "America/Chicago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "UTC",
];
const DAY_SECS: i64 = 86_400;

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_second())
}

/// Around every change of the zone's clocks from 1970 on, and anywhere.
fn moments(zone: &TimeZone, rng: &mut ChaCha8Rng) -> Vec<i64> {
    let first = jiff::Timestamp::UNIX_EPOCH;
    let changes: Vec<i64> = zone.following(first).take(150).map(|change| change.timestamp().as_second()).collect();
    let near = changes.iter().flat_map(|change| [-1, 0, 1, 1_799, 3_600, 5_400, -5_400].map(|secs| change + secs));
    let mut moments: Vec<i64> = near.collect();
    moments.extend((0..2_000).map(|_| rng.random_range(-3_000_000_000..8_000_000_000_i64)));
    moments
}

#[test]
fn clocks_and_days_are_those_of_the_zone() {
    let mut rng = ChaCha8Rng::seed_from_u64(20_261_126);
    for name in ZONES {
        let zone = TimeZone::get(name).unwrap();
        let civil = CivilZone::new(zone.clone());
        for secs in moments(&zone, &mut rng) {
            let moment = Timestamp(secs);
            let zoned = jiff::Timestamp::from_second(secs).unwrap().to_zoned(zone.clone());
            assert_eq!(civil.offset_secs(moment), zoned.offset().seconds(), "{name} {zoned}");
            let local = civil.local_secs(moment);
            assert_eq!(local, secs + i64::from(zoned.offset().seconds()));
            // Of two moments that clocks tell alike it is the earlier, as the library has it by its own default.
            let compatible = zoned.datetime().to_zoned(zone.clone()).unwrap().timestamp().as_second();
            assert_eq!(civil.moment(local), Timestamp(compatible), "{name} {zoned}");
            let (day, midnight) = (civil.day(moment), zoned.start_of_day().unwrap().timestamp().as_second());
            assert_eq!(civil.day_start(day), Timestamp(midnight), "{name} {zoned}");
            assert!(civil.day_start(day) <= moment && moment < civil.day_start(day + 1), "{name} {zoned}");
        }
    }
}

#[test]
fn what_no_calendar_reaches_is_told_all_the_same() {
    for zone in [CivilZone::fixed(i32::MAX), CivilZone::new(TimeZone::get("America/Chicago").unwrap())] {
        for moment in [Timestamp(i64::MIN), Timestamp(i64::MAX), Timestamp(0)] {
            let _ = (zone.local_secs(moment), zone.day_start(zone.day(moment)), zone.moment(moment.0));
        }
    }
    assert_eq!(CivilZone::fixed(28_800), CivilZone::from(28_800));
}

#[test]
fn figures_count_civil_days_across_a_change_of_clocks() {
    // Chicago's clocks go back on 2025-11-02 at 02:00: that day has 25 hours.
    let mut picture = Picture::new(CivilZone::new(TimeZone::get("America/Chicago").unwrap()));
    for recorded in &small_county().events {
        picture.apply(recorded);
    }
    picture.derive();
    let now = at("2025-11-03T18:00:00Z");
    let mut book = small_county();
    let told = [
        ("A", "2025-11-02T04:30:00Z"), // 23:30 on the 1st
        ("B", "2025-11-02T05:30:00Z"), // 00:30 on the 2nd
        ("C", "2025-11-03T05:30:00Z"), // 23:30 on the 2nd, in its 25th hour
        ("D", "2025-11-03T06:30:00Z"), // 00:30 on the 3rd
    ];
    for (code, moment) in told {
        let file = IncidentFile {
            code: Some(code.into()),
            title: "pothole".into(),
            at: Some(LonLat::new(118.03, 36.03)),
            reported_at: at(moment),
            ..IncidentFile::default()
        };
        let before = book.events.len();
        book.import_at(now, IncidentRecord { file, ..IncidentRecord::default() });
        book.events[before..].iter().for_each(|event| picture.apply(event));
    }
    let month = picture.trend(TrendSpan::Month, PlotFilter::default(), now);
    assert_eq!(month.now[28..], [Some(1), Some(2)], "the 1st and the 2nd");
    assert_eq!(month.total, 3, "today is not counted");
    assert_eq!(picture.figures(now).received.numerator, 1, "received today");
    let day = picture.tallies.day(now) - 1;
    let length_secs = picture.tallies.day_start(day + 1).secs_since(picture.tallies.day_start(day));
    assert_eq!(length_secs, DAY_SECS + 3_600);
    let week = picture.week_hours(PlotFilter::default(), now);
    assert_eq!((week.counts[6][0], week.counts[6][23], week.counts[5][23]), (1, 1, 1), "by the clock on the wall");
}
