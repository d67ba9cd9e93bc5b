//! Deadlines: rules, standstill, alarms, the queue of timers.

use crate::county::small_county;
use jiff::tz::TimeZone;
use zonglan::domain::{
    Act, Actor, AlarmLevel, Calendar, Case, Command, Difficulty, IncidentFile, LonLat, Phase, Rules, Source, Timestamp,
    Urgency,
};
use zonglan::picture::Timers;

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_second())
}

fn rules(text: &str) -> Rules {
    Rules::parse(text, TimeZone::fixed(jiff::tz::offset(8)), Calendar::china()).unwrap()
}

#[test]
fn the_first_row_that_fits_counts() {
    let rules = rules(Rules::BY_LEVEL);
    let labour = "labour01".into();
    let case = |difficulty, source, level, category| Case { urgency: Urgency::U3, difficulty, category, source, level };
    use zonglan::domain::AreaLevel::{County, Grid, Village};
    for (case, span) in [
        (case(Difficulty::General, Source::Hotline, County, None), "4 working days"),
        (case(Difficulty::Complex, Source::Hotline, County, None), "7 working days"),
        (case(Difficulty::Complex, Source::CityHotline, County, None), "4 working days"),
        (case(Difficulty::Complex, Source::CityHotline, County, Some(&labour)), "10 working days"),
        (case(Difficulty::Complex, Source::Grid, Grid, Some(&labour)), "1 working days"),
        (case(Difficulty::General, Source::Grid, Village, None), "2 working days"),
    ] {
        assert_eq!(rules.span(Phase::Handle, &case).map(String::from).as_deref(), Some(span), "{case:?}");
    }
}

#[test]
fn rules_that_would_leave_a_matter_without_a_deadline_are_refused() {
    let refuse = |from: &str, to: &str| {
        let text = Rules::SHIPPED.replace(from, to);
        assert_ne!(text, Rules::SHIPPED);
        Rules::parse(&text, TimeZone::UTC, Calendar::china()).unwrap_err().to_string()
    };
    let handle = r#"{ "phase": "handle", "span": "3 working days" },"#;
    assert!(refuse(handle, "").contains("'handle'"));
    assert!(refuse("3 working days", "3 idle days").contains("30 minutes"));
    assert!(refuse(r#""08:30-12:00", "#, r#""16:00-18:00", "#).contains("working hours"));
    assert!(refuse(r#""work":"#, r#""walk":"#).contains("walk"));
}

/// A year without data: the deadline is there, and says that it may change.
#[test]
fn a_year_without_data_is_provisional() {
    let rules = rules(Rules::SHIPPED);
    let case = Case {
        urgency: Urgency::U3,
        difficulty: Difficulty::General,
        category: None,
        source: Source::Hotline,
        level: zonglan::domain::AreaLevel::County,
    };
    let clock = |from: &str| rules.clock(Phase::Handle, &case, at(from)).unwrap();
    assert!(!clock("2026-12-25T10:00:00+08:00").provisional);
    let over_the_year = clock("2026-12-30T10:00:00+08:00");
    assert!(over_the_year.provisional && over_the_year.calendar == 1);
    assert_eq!(over_the_year.due_at, at("2027-01-04T10:00:00+08:00"));
}

#[test]
fn what_was_left_at_a_standstill_is_left_after_it() {
    let rules = rules(Rules::SHIPPED);
    let case = Case {
        urgency: Urgency::U3,
        difficulty: Difficulty::General,
        category: None,
        source: Source::Hotline,
        level: zonglan::domain::AreaLevel::County,
    };
    // Friday 10:00, three working days: Wednesday 10:00. It stands still from Monday 10:00: two days' work is left.
    let clock = rules.clock(Phase::Handle, &case, at("2026-09-11T10:00:00+08:00")).unwrap();
    assert_eq!(clock.due_at, at("2026-09-16T10:00:00+08:00"));
    // It goes on on the eve of the holidays at noon; four hours a half day, the 25th to 27th are off.
    let later = rules.after_standstill(&clock, at("2026-09-14T10:00:00+08:00"), at("2026-09-24T13:30:00+08:00"));
    // 4 h on the 24th, 7.5 h on Monday the 28th, and the rest of 15 h on Tuesday.
    assert_eq!(later.due_at, at("2026-09-29T12:00:00+08:00"));
    // What was overdue already stays overdue by as much.
    let overdue = rules.after_standstill(&clock, at("2026-09-17T10:00:00+08:00"), at("2026-09-18T10:00:00+08:00"));
    assert_eq!(overdue.due_at, clock.due_at.plus_secs(86_400));
}

#[test]
fn a_million_running_clocks_cost_nothing_while_none_fires() {
    let mut timers = Timers::default();
    for n in 0..1_000_000_u32 {
        timers.set(n, Some(Timestamp(1_000_000 + i64::from(n.wrapping_mul(2_654_435_761) >> 8))));
    }
    let begun = std::time::Instant::now();
    let mut fired = 0;
    for second in 0..1_000_000_i64 {
        fired += timers.due(Timestamp(second)).count();
    }
    let each_ns = begun.elapsed().as_nanos() / 1_000_000;
    eprintln!("asking a queue of {} clocks takes {each_ns} ns", timers.len());
    assert_eq!(fired, 0);
    assert!(each_ns < 5_000, "asking is a look at the first: {each_ns} ns");
    let first = timers.next_at().unwrap();
    assert!(timers.due(first).count() >= 1);
    let number = timers.due(first).next().unwrap();
    timers.set(number, None);
    assert_eq!(timers.len(), 999_999);
}

/// Each clock is raised as due soon and as overdue, once each, however often and wherever the queue is asked.
#[test]
fn what_is_due_is_raised_once() {
    let mut book = small_county();
    let start = at("2026-09-11T10:00:00+08:00");
    let file = IncidentFile {
        urgency: Urgency::U1,
        at: Some(LonLat::new(118.02, 36.02)),
        reported_at: start,
        source: Source::Hotline,
        ..IncidentFile::default()
    };
    let give = |at: Timestamp, act| Command {
        id: format!("c{}", at.0).into(),
        by: Actor::Officer("陈立".into()),
        at,
        incident: "CL-1".into(),
        seen_version: None,
        act,
    };
    book.carry_out(&give(start, Act::Report { file: Box::new(file), personal: None })).unwrap();
    let accept = Act::Accept { category: None, urgency: None, difficulty: None };
    book.carry_out(&give(start.plus_secs(60), accept)).unwrap();
    let mut raised = Vec::new();
    for minute in 0..6 * 24 * 60 {
        let now = start.plus_secs(60 + minute * 60);
        let commands = book.picture.alarms_due(now, 100);
        assert_eq!(commands, book.picture.alarms_due(now, 100), "two who ask are told the same, numbers and all");
        for command in commands {
            let Act::Alarm { alarm } = command.act else { panic!() };
            raised.push((minute, alarm.phase, alarm.level));
            book.carry_out(&command).unwrap();
            assert!(book.carry_out(&command).is_err(), "once");
        }
    }
    use AlarmLevel::{DueSoon, Overdue};
    let expected = [
        (48, Phase::ReportBack, DueSoon),
        (61, Phase::ReportBack, Overdue),
        // Three working days over a week-end are five days by the clock, the last of them due soon.
        (5_760, Phase::Handle, DueSoon),
        (7_201, Phase::Handle, Overdue),
    ];
    assert_eq!(raised, expected);
    assert!(book.picture.timers.is_empty(), "nothing is left to raise");
}
