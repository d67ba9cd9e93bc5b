//! Where nothing is known, where a clock stands still, and who is kept from visitors.

use super::{DAY_SECS, OFFSET_SECS, square_area};
use crate::county::{Book, small_county};
use zonglan::domain::{
    Actor, Ask, Clock, Event, IncidentFile, IncidentRecord, LonLat, Phase, Stream, Timestamp, Urgency,
};
use zonglan::picture::{Picture, PlotFilter, ResponseKind, TrendSpan};

const NOW: Timestamp = Timestamp(1_789_000_000);

fn record(code: &str, at: LonLat, reported_at: Timestamp) -> IncidentRecord {
    IncidentRecord {
        file: IncidentFile {
            code: Some(code.into()),
            title: "井盖".into(),
            at: Some(at),
            reported_at,
            ..IncidentFile::default()
        },
        ..IncidentRecord::default()
    }
}

#[test]
fn what_nobody_can_know_is_none_and_never_zero() {
    let empty = Picture::new(OFFSET_SECS as i32);
    let filter = PlotFilter::default();
    for span in [TrendSpan::Day, TrendSpan::Month] {
        let trend = empty.trend(span, filter, NOW);
        assert!(trend.now.iter().chain(&trend.before).all(Option::is_none) && trend.band.iter().all(Option::is_none));
        assert_eq!((trend.total, trend.total_before), (0, None));
    }
    assert_eq!(empty.ageing(filter, NOW).before, None);
    assert_eq!((empty.week_hours(filter, NOW).before, empty.week_hours(filter, NOW).is_whole), (None, false));
    assert_eq!(empty.falling_due(filter, NOW).before, None);
    for kind in ResponseKind::ALL {
        let responses = empty.responses(kind, filter, NOW);
        assert_eq!((responses.before.clone(), responses.now.quantile_secs(0.5)), (None, None));
    }

    // The ledger begins ten days ago: days before are not known, those since are, with zeros where nothing came.
    let mut book = small_county();
    book.import_at(NOW, record("A", LonLat::new(118.03, 36.03), NOW.plus_secs(-10 * DAY_SECS)));
    let month = book.picture.trend(TrendSpan::Month, filter, NOW);
    let known: Vec<bool> = month.now.iter().map(Option::is_some).collect();
    assert_eq!(known.iter().filter(|known| **known).count(), 10, "{:?}", month.now);
    assert!(known[20..].iter().all(|known| *known) && month.now[29] == Some(0));
    assert_eq!(month.total_before, None);
    assert_eq!(month.band.iter().filter(|band| band.is_some()).count(), 3, "seven known days before each");
    let day = book.picture.trend(TrendSpan::Day, filter, NOW);
    assert_eq!((day.now[3], day.total_before), (Some(0), Some(0)));
}

#[test]
fn the_last_24_hours_end_with_the_moments_own_second() {
    let mut book = small_county();
    let at = LonLat::new(118.03, 36.03);
    for (code, secs) in [("OLD", -3 * DAY_SECS), ("BEFORE", -DAY_SECS), ("FIRST", 1 - DAY_SECS), ("NOW", 0)] {
        book.import_at(NOW, record(code, at, NOW.plus_secs(secs)));
    }
    let day = book.picture.trend(TrendSpan::Day, PlotFilter::default(), NOW);
    assert_eq!((day.now[0], day.now[23], day.total), (Some(1), Some(1), 2));
    assert_eq!((day.before[23], day.total_before), (Some(1), Some(1)), "a day ago belongs to the day before");
}

#[test]
fn too_few_answers_say_no_share() {
    let mut book = small_county();
    for n in 0..10 {
        let reported_at = NOW.plus_secs(-3_600);
        let mut told = record(&format!("A{n}"), LonLat::new(118.03, 36.03), reported_at);
        told.assigned_at = Some(reported_at.plus_secs(60));
        told.arrived_at = (n < 9).then(|| reported_at.plus_secs(600 + 60 * n));
        book.import_at(NOW, told);
    }
    let waits = |book: &Book| book.picture.responses(ResponseKind::Arrival, PlotFilter::default(), NOW).now;
    let few = waits(&book);
    assert_eq!((few.secs.len(), few.of, few.quantile_secs(0.5), few.share_within(600)), (9, 10, None, None));
    let mut last = record("A9", LonLat::new(118.03, 36.03), NOW.plus_secs(-3_600));
    (last.assigned_at, last.arrived_at) = (Some(NOW.plus_secs(-3_540)), Some(NOW.plus_secs(-600)));
    book.import_at(NOW, last);
    let enough = waits(&book);
    assert_eq!(enough.quantile_secs(0.5), Some(840), "the fifth of ten");
    assert_eq!((enough.quantile_secs(0.9), enough.share_within(840)), (Some(1_080), Some(0.5)));
}

#[test]
fn a_suspended_clock_counts_where_it_will_be_due() {
    let mut book = small_county();
    let by = Actor::Officer("陈立".into());
    book.report("A", LonLat::new(118.03, 36.03), Urgency::U3, NOW);
    let accepted = |due: i64| {
        let (deadline_at, since) = (NOW.plus_secs(due), NOW);
        let clock =
            Clock { phase: Phase::Handle, since, due_at: deadline_at, working: false, provisional: false, calendar: 1 };
        (deadline_at, clock)
    };
    let stream = Stream::incident(&"A".into());
    let (deadline_at, clock) = accepted(7_200);
    let event = Event::Accepted {
        category: None,
        urgency: Urgency::U3,
        difficulty: zonglan::domain::Difficulty::General,
        deadline_at,
        clock: Some(clock),
    };
    book.record(stream.clone(), NOW, by.clone(), event);
    let due = |book: &Book, at: i64| book.picture.falling_due(PlotFilter::default(), NOW.plus_secs(at));
    assert_eq!((due(&book, 0).hours[2][2], due(&book, 0).suspended), (1, 0));
    let until = NOW.plus_secs(36_000);
    let (deadline_at, clock) = accepted(36_000 + 7_000);
    let event = Event::Granted {
        ask: Ask::Suspend { until, listed: false },
        deadline_at: Some(deadline_at),
        clock: Some(clock),
    };
    book.record(stream, NOW.plus_secs(200), by, event);
    let then = due(&book, 200);
    assert_eq!((then.total, then.hours[11][2], then.suspended), (1, 1, 1), "{then:?}");
    assert_eq!(due(&book, 36_001).suspended, 0, "it goes on by itself");
}

#[test]
fn a_dedicated_grid_counts_what_lies_in_it_and_visitors_learn_of_no_confidential_matter() {
    let mut book = small_county();
    book.put(square_area("990101D01", true, 118.02, 118.04));
    for (code, lon, confidential) in [("IN", 118.03, false), ("KEPT", 118.031, true), ("OUT", 118.06, false)] {
        let mut told = record(code, LonLat::new(lon, 36.03), NOW.plus_secs(-600));
        told.file.confidential = confidential;
        told.deadline_at = Some(NOW.plus_secs(600));
        told.accepted_at = Some(NOW.plus_secs(-500));
        book.import_at(NOW, told);
    }
    book.picture.derive();
    let grid = PlotFilter::of_codes(&book.picture, Some(&"990101D01".into()), None).unwrap();
    let kept = PlotFilter { without_confidential: true, ..grid };
    assert_eq!(book.picture.ageing(grid, NOW).open, 2);
    assert_eq!(book.picture.ageing(kept, NOW).open, 1);
    let due = book.picture.falling_due(grid, NOW);
    assert_eq!((due.total, due.list.len()), (2, 1), "a confidential matter is counted and not listed");
    assert_eq!(PlotFilter::of_codes(&book.picture, Some(&"nowhere".into()), None), None);
}
