//! Working days against an independent calendar and the vectors of the national notices.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use zonglan::domain::{Calendar, DueState, Rules, Span, Timestamp, due_state};

/// Days since 1970-01-01.
fn day(date: Date) -> i64 {
    TimeZone::UTC.to_timestamp(date.to_datetime(jiff::civil::time(0, 0, 0, 0))).unwrap().as_second() / 86_400
}

/// Every day of 2004 to 2026 as chinesecalendar has it; `assets/calendar/china.json` comes from elsewhere.
#[test]
fn every_day_of_23_years_is_as_an_independent_calendar_has_it() {
    let china = Calendar::china();
    let (mut days, mut differ) = (0, Vec::new());
    for line in include_str!("workdays.txt").lines().filter(|line| !line.starts_with('#')) {
        let (year, bits) = line.split_once(' ').unwrap();
        let first = date(year.parse().unwrap(), 1, 1);
        assert_eq!(bits.len(), first.days_in_year() as usize);
        for (n, bit) in bits.chars().enumerate() {
            days += 1;
            let civil = first.checked_add(jiff::Span::new().days(n as i64)).unwrap();
            assert!(china.is_known(day(civil)));
            if china.is_working(day(civil)) != (bit == '1') {
                differ.push(civil.to_string());
            }
        }
    }
    assert_eq!(days, 8_401);
    // The notice for 2006 moved the rest of Saturday 2005-12-31 to Tuesday 2006-01-03, which both calendars have off;
    // chinesecalendar forgets that the Saturday was worked for it.
    assert_eq!(differ, ["2005-12-31"]);
}

#[test]
fn working_days_are_counted_as_the_notices_want() {
    let china = Calendar::china();
    for (from, days, to) in [
        (date(2026, 9, 24), 5, date(2026, 10, 9)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2026, 4, 30), 3, date(2026, 5, 8)),
        (date(2026, 5, 8), 1, date(2026, 5, 9)),
    ] {
        assert_eq!(china.later(day(from), days), (day(to), true), "{from} + {days}");
    }
    let (last, known) = china.later(day(date(2026, 12, 30)), 3);
    assert_eq!(
        (last, known),
        (day(date(2027, 1, 4)), false),
        "a year without data has its weekends off, provisionally"
    );
}

fn rules(text: &str, zone: &str) -> Rules {
    Rules::parse(text, TimeZone::get(zone).unwrap(), Calendar::china()).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_second())
}

#[test]
fn spans_end_in_civil_time_of_the_site() {
    let china = rules(Rules::SHIPPED, "Asia/Shanghai");
    let end = |from: &str, span: &str| china.hours.end(at(from), Span::try_from(span.to_owned()).unwrap());
    assert_eq!(end("2026-09-11T14:03:27+08:00", "3 working days"), (at("2026-09-16T14:03:27+08:00"), true));
    assert_eq!(end("2026-09-24T23:59:00+08:00", "5 working days"), (at("2026-10-09T23:59:00+08:00"), true));
    assert_eq!(end("2026-09-11T14:03:27+08:00", "90 minutes"), (at("2026-09-11T15:33:27+08:00"), true));
    // 16:30 on a Friday: one hour today, three on Monday morning; lunch does not count.
    assert_eq!(end("2026-09-11T16:30:00+08:00", "4 working hours"), (at("2026-09-14T11:30:00+08:00"), true));
    assert_eq!(end("2026-09-11T12:30:00+08:00", "1 working hours"), (at("2026-09-11T14:30:00+08:00"), true));
    assert!(!end("2026-12-31T10:00:00+08:00", "3 working days").1, "2027 is not announced");

    let close = rules(Rules::BY_LEVEL, "Asia/Shanghai");
    let span = Span::WorkingDays(1);
    assert_eq!(close.hours.end(at("2026-09-11T20:00:00+08:00"), span), (at("2026-09-14T18:00:00+08:00"), true));

    // Where clocks are put forward, a day is a day by the clock: 23 hours over the night of 2026-03-29.
    let berlin = rules(Rules::SHIPPED, "Europe/Berlin");
    let (end, _) = berlin.hours.end(at("2026-03-27T10:00:00+01:00"), Span::WorkingDays(1));
    assert_eq!(end, at("2026-03-30T10:00:00+02:00"));
    let (end, _) = berlin.hours.end(at("2026-03-28T02:30:00+01:00"), Span::WorkingDays(1));
    assert_eq!(end, at("2026-03-30T02:30:00+02:00"));
}

#[test]
fn no_moment_is_beyond_the_clock() {
    let china = rules(Rules::SHIPPED, "Asia/Shanghai");
    for from in [i64::MIN, i64::MIN + 1, -1, 0, 253_402_300_799, 253_402_207_000, i64::MAX - 1, i64::MAX] {
        for span in [Span::Secs(60), Span::WorkingDays(5), Span::WorkingSecs(7_200)] {
            let (end, _) = china.hours.end(Timestamp(from), span);
            assert!(end >= Timestamp(from), "{from} {span:?}");
        }
        assert!(china.hours.worked_between(Timestamp(from), Timestamp(from.saturating_add(86_400))) >= 0);
    }
}

/// What is worked since is what was to be worked, whatever the moment and the span.
#[test]
fn work_counted_there_is_work_counted_back() {
    for text in [Rules::SHIPPED, Rules::ROUND_THE_CLOCK, Rules::BY_LEVEL] {
        let rules = rules(text, "Asia/Shanghai");
        for n in 0..4_000_i64 {
            let from = Timestamp(1_700_000_000 + n * 7_919 * 13 % 80_000_000);
            let work = 60 + n * 97 % 200_000;
            let (end, _) = rules.hours.after_work(from, work);
            assert_eq!(rules.hours.worked_between(from, end), work, "{from:?} {work} {}", rules.name);
        }
    }
}

#[test]
fn due_soon_is_the_last_fifth() {
    let state = |now| due_state(Timestamp(0), Timestamp(1_000), Timestamp(now));
    assert_eq!(
        [state(799), state(800), state(1_000), state(1_001)].map(|s| s as u8),
        [DueState::Fine as u8, DueState::DueSoon as u8, DueState::DueSoon as u8, DueState::Overdue as u8]
    );
}
