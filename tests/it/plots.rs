//! The plots' figures against a fold of the events of their own: what is reported, open, answered and due, matter by matter,
//! by `Standing` and by the events' own moments, without the picture.
#![allow(clippy::unwrap_used)]

mod cost;
mod edges;

use crate::county::{Book, kind, small_county};
use crate::past::Pages;
use crate::picture::live;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use zonglan::domain::{
    Area, AreaCode, AreaLevel, CategoryCode, Event, IncidentFile, IncidentRecord, LonLat, Outline, Phase, Recorded,
    Standing, Timestamp, Urgency,
};
use zonglan::ledger::Tracks;
use zonglan::picture::{AGE_STEPS_SECS, Picture, PlotFilter, ResponseKind, TimeMachine, TrendSpan, Waits};
use zonglan::spatial::Bounds;

const OFFSET_SECS: i64 = 8 * 3_600;
const DAY_SECS: i64 = 86_400;

/// A matter as its events tell it, on a path of its own.
#[derive(Default)]
struct Told {
    standing: Standing,
    at: Option<LonLat>,
    confidential: bool,
    assigned_at: Option<Timestamp>,
    receipted_at: Option<Timestamp>,
    arrived_at: Option<Timestamp>,
    handled_at: Option<Timestamp>,
}

impl Told {
    fn follow(&mut self, recorded: &Recorded) {
        let at = Some(recorded.at);
        match &recorded.event {
            Event::Reported(file) => (self.at, self.confidential) = (file.at, file.confidential),
            Event::IncidentImported(record) => self.take(record),
            Event::Assigned { .. } | Event::Reassigned { .. } => {
                (self.assigned_at, self.receipted_at, self.arrived_at) = (at, None, None);
            }
            Event::Recalled { .. } => (self.receipted_at, self.arrived_at) = (None, None),
            Event::Receipted => self.receipted_at = at,
            Event::Arrived => self.arrived_at = at,
            Event::Handled { .. } | Event::SettledOnSpot { .. } => self.handled_at = at,
            _ => {}
        }
        self.standing.follow(recorded);
    }

    fn take(&mut self, record: &IncidentRecord) {
        (self.at, self.confidential) = (record.file.at, record.file.confidential);
        (self.assigned_at, self.receipted_at) = (record.assigned_at, record.receipted_at);
        (self.arrived_at, self.handled_at) = (record.arrived_at, record.handled_at);
    }

    fn reported_at(&self) -> Timestamp {
        self.standing.reported_at
    }

    /// By when it must be handled or found out; none once it is handled.
    fn due_at(&self) -> Option<Timestamp> {
        let deadline = self.standing.deadline_at.filter(|_| self.standing.state.is_handling())?;
        let report_back = self.standing.course.as_ref().and_then(|course| course.clock(Phase::ReportBack));
        Some(report_back.map_or(deadline, |clock| clock.due_at.min(deadline)))
    }
}

/// All matters by their codes, of the events until `until`; an imported history is cut there.
fn told(events: &[Recorded], until: Timestamp) -> BTreeMap<String, Told> {
    let mut all: BTreeMap<String, Told> = BTreeMap::new();
    for recorded in events {
        let Some(code) = recorded.stream.incident_code() else { continue };
        let mut recorded = recorded.clone();
        match &recorded.event {
            Event::IncidentImported(record) => {
                let Some(cut) = record.until(until) else { continue };
                recorded.event = Event::IncidentImported(Box::new(cut));
            }
            _ if recorded.at > until => continue,
            _ => {}
        }
        all.entry(code.to_string()).or_default().follow(&recorded);
    }
    all
}

/// Whether the oracle counts a matter: in a square, of a category's family.
fn counts(told: &Told, square: Option<Bounds>, family: Option<&[&str]>) -> bool {
    let inside = |square: Bounds| told.at.is_some_and(|at| square.contains(at));
    let category = told.standing.category.as_ref().map(CategoryCode::as_str);
    square.is_none_or(inside) && family.is_none_or(|family| category.is_some_and(|code| family.contains(&code)))
}

/// Ninety days that an import told, then a life under our eyes, on one ledger.
fn county(seed: u64) -> Book {
    let mut book = small_county();
    for (code, parent) in [("a", None), ("a1", Some("a")), ("a2", Some("a1")), ("b", None)] {
        book.put(kind(code, parent));
    }
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let now = Timestamp(1_789_000_000);
    for n in 0..1_500 {
        let reported_at = now.plus_secs(-dice.random_range(1..90 * DAY_SECS));
        let mut at = reported_at;
        // Some stop somewhere on the way.
        let mut steps = [None; 5];
        for step in &mut steps {
            if dice.random_range(0..9) == 0 {
                break;
            }
            at = at.plus_secs(dice.random_range(10..40_000));
            *step = Some(at).filter(|at| *at < now);
        }
        let [accepted_at, assigned_at, receipted_at, arrived_at, handled_at] = steps;
        let file = IncidentFile {
            code: Some(format!("OLD-{n}").as_str().into()),
            title: "路灯不亮".into(),
            category: [Some("a"), Some("a1"), Some("a2"), Some("b"), None][dice.random_range(0..5)].map(Into::into),
            urgency: Urgency::ALL[dice.random_range(0..4)],
            at: (dice.random_range(0..20) > 0).then(|| {
                // Never on a border.
                let share = |dice: &mut ChaCha8Rng| (f64::from(dice.random_range(1..999)) + 0.5) / 10_000.0;
                LonLat::new(118.0 + share(&mut dice), 36.0 + share(&mut dice))
            }),
            confidential: dice.random_range(0..15) == 0,
            reported_at,
            ..IncidentFile::default()
        };
        let is_closed = handled_at.is_some() && dice.random_range(0..4) > 0;
        let closed_at = handled_at.filter(|_| is_closed).map(|at| at.plus_secs(600));
        book.import_at(
            now,
            IncidentRecord {
                file,
                accepted_at,
                assigned_at,
                receipted_at: receipted_at.filter(|_| dice.random_range(0..8) > 0),
                arrived_at,
                handled_at,
                closed_at,
                deadline_at: accepted_at.map(|at| at.plus_secs(dice.random_range(1_000..400_000))),
                ..IncidentRecord::default()
            },
        );
    }
    live(&mut book, seed, 700);
    book.picture.derive();
    book
}

/// A filter, and what the oracle makes of it: a square, a family of categories.
type Tried = (PlotFilter, Option<Bounds>, Option<Vec<&'static str>>);

/// Every filter that is tried.
fn filters(book: &Book) -> Vec<Tried> {
    let area = AreaCode::from("990101000");
    let of = |area: Option<&AreaCode>, category: Option<&str>| {
        PlotFilter::of_codes(&book.picture, area, category.map(CategoryCode::from).as_ref()).unwrap()
    };
    let row = book.picture.areas.row(book.picture.areas.number(&area).unwrap());
    let square = row.bounds;
    vec![
        (of(None, None), None, None),
        (of(Some(&area), None), square, None),
        (of(None, Some("a")), None, Some(vec!["a", "a1", "a2"])),
        (of(Some(&area), Some("a1")), square, Some(vec!["a1", "a2"])),
    ]
}

fn at_noon(book: &Book) -> Timestamp {
    book.picture.latest_at.plus_secs(1_234)
}

#[test]
fn trends_are_the_reports_of_each_stretch() {
    let book = county(7);
    let now = at_noon(&book);
    for (filter, square, family) in filters(&book) {
        let all = told(&book.events, now);
        let reported: Vec<i64> =
            all.values().filter(|t| counts(t, square, family.as_deref())).map(|t| t.reported_at().0).collect();
        let between = |from: i64, to: i64| reported.iter().filter(|at| (from..to).contains(at)).count() as i64;
        for span in [TrendSpan::Day, TrendSpan::Month] {
            let trend = book.picture.trend(span, filter, now);
            let (count, step) = (span.count() as i64, span.step_secs());
            let to = match span {
                // The moment's own second is the last one.
                TrendSpan::Day => now.0 + 1,
                TrendSpan::Month => (now.0 + OFFSET_SECS).div_euclid(DAY_SECS) * DAY_SECS - OFFSET_SECS,
            };
            let from = to - count * step;
            assert_eq!((trend.from.0, trend.step_secs), (from, step));
            for n in 0..count {
                let start = from + n * step;
                assert_eq!(trend.now[n as usize], Some(between(start, start + step)), "{span:?} {n}");
                let earlier = start - count * step;
                assert_eq!(trend.before[n as usize], Some(between(earlier, earlier + step)), "{span:?} {n}");
                let week: Vec<i64> =
                    (1..=7).map(|day| between(start - day * DAY_SECS, start - day * DAY_SECS + step)).collect();
                let band = (*week.iter().min().unwrap(), *week.iter().max().unwrap());
                assert_eq!(trend.band[n as usize], Some(band), "{span:?} {n}");
            }
            assert_eq!(trend.total, between(from, to));
            assert_eq!(trend.total_before, Some(between(from - count * step, from)));
        }
    }
}

#[test]
fn hours_of_the_week_are_counted_by_the_clock_on_the_wall() {
    let book = county(8);
    let now = at_noon(&book);
    for (filter, square, family) in filters(&book) {
        let week = book.picture.week_hours(filter, now);
        let all = told(&book.events, now);
        let mut counted = [[0; 24]; 7];
        let midnight = (now.0 + OFFSET_SECS).div_euclid(DAY_SECS) * DAY_SECS - OFFSET_SECS;
        let (from, mut before) = (midnight - 28 * DAY_SECS, 0);
        for told in all.values().filter(|told| counts(told, square, family.as_deref())) {
            let at = told.reported_at().0;
            before += i64::from((from - 28 * DAY_SECS..from).contains(&at));
            if (from..midnight).contains(&at) {
                let zoned =
                    jiff::Timestamp::from_second(at).unwrap().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8)));
                let weekday = zoned.weekday().to_monday_zero_offset() as usize;
                counted[weekday][zoned.hour() as usize] += 1;
            }
        }
        assert_eq!(week.counts, counted);
        assert_eq!((week.total, week.before), (counted.iter().flatten().sum(), Some(before)));
    }
}

#[test]
fn ages_of_what_is_open_and_was_a_week_ago() {
    for seed in [9, 10] {
        let book = county(seed);
        let now = at_noon(&book);
        let step_of = |age: i64| AGE_STEPS_SECS.iter().filter(|end| age >= **end).count();
        for (filter, square, family) in filters(&book) {
            let ageing = book.picture.ageing(filter, now);
            let all = told(&book.events, now);
            let mut open = [[(0, 0); 4]; 7];
            let mut oldest = None;
            let is_open = |told: &&Told| told.standing.state.is_open() && counts(told, square, family.as_deref());
            for told in all.values().filter(is_open) {
                let age = now.secs_since(told.reported_at());
                let cell = &mut open[step_of(age)][told.standing.urgency as usize];
                cell.0 += 1;
                cell.1 += i64::from(told.due_at().is_some_and(|due| due < now));
                oldest = oldest.max(Some(age));
            }
            let counted = ageing.steps.map(|step| step.map(|count| (count.open, count.overdue)));
            assert_eq!(counted, open, "seed {seed}");
            assert_eq!(ageing.oldest_secs, oldest);
            let then = now.plus_secs(-7 * DAY_SECS);
            let mut before = [0; 7];
            for told in told(&book.events, then).values().filter(is_open) {
                before[step_of(then.secs_since(told.reported_at()))] += 1;
            }
            assert_eq!(ageing.before, Some(before), "seed {seed}");
        }
    }
}

#[test]
fn a_week_ago_is_what_the_time_machine_shows_of_it() {
    let book = county(11);
    let mut whole = Picture::new(OFFSET_SECS as i32);
    book.events.iter().for_each(|recorded| whole.apply(recorded));
    whole.derive();
    let dir = tempfile::tempdir().unwrap();
    let ledger = Box::new(Pages(book.events.clone()));
    let mut machine = TimeMachine::new(whole, ledger, Tracks::open_read_only(dir.path())).unwrap();
    for days in [3, 9, 20, 41] {
        let now = at_noon(&book).plus_secs(-days * DAY_SECS);
        let then = machine.picture_at(now.plus_secs(-7 * DAY_SECS), None, false).unwrap();
        let there = then.ageing(PlotFilter::default(), now.plus_secs(-7 * DAY_SECS));
        let here = machine.picture_at(now, None, false).unwrap().ageing(PlotFilter::default(), now);
        let sums = there.steps.map(|step| step.iter().map(|count| count.open).sum::<i64>());
        assert_eq!(here.before, Some(sums), "{days} days back");
    }
}

#[test]
fn response_times_are_the_waits_of_those_that_were_sent_to() {
    let book = county(12);
    let now = at_noon(&book);
    for (filter, square, family) in filters(&book) {
        let all = told(&book.events, now);
        for kind in ResponseKind::ALL {
            let waits = |span: RangeInclusive<i64>| -> Waits {
                let mut waits = Waits::default();
                let of_span =
                    |told: &&Told| span.contains(&told.reported_at().0) && counts(told, square, family.as_deref());
                for told in all.values().filter(of_span) {
                    let pair = match kind {
                        ResponseKind::Arrival => (Some(told.reported_at()), told.arrived_at),
                        ResponseKind::Receipt => (told.assigned_at, told.receipted_at),
                    };
                    match pair {
                        (Some(begin), Some(end)) if end < begin => waits.odd += 1,
                        (Some(begin), Some(end)) => {
                            waits.of += 1;
                            waits.secs.push(end.secs_since(begin));
                        }
                        _ => waits.of += usize::from(told.assigned_at.is_some()),
                    }
                }
                waits.secs.sort_unstable();
                waits
            };
            let responses = book.picture.responses(kind, filter, now);
            let (middle, first) = (now.0 - 30 * DAY_SECS, now.0 - 60 * DAY_SECS);
            assert_eq!(responses.now, waits(middle + 1..=now.0), "{kind:?}");
            assert_eq!(responses.before, Some(waits(first + 1..=middle)), "{kind:?}");
            let told = &responses.now;
            for share in [0.1, 0.5, 0.9, 1.0] {
                let Some(secs) = told.quantile_secs(share) else { continue };
                let within = told.secs.iter().filter(|wait| **wait <= secs).count() as f64;
                let below = told.secs.iter().filter(|wait| **wait < secs).count() as f64;
                let count = told.secs.len() as f64;
                assert!(within / count >= share && below / count < share, "the least that this share stays within");
            }
        }
    }
}

#[test]
fn what_falls_due_is_what_is_open_by_its_deadline() {
    let book = county(13);
    let now = at_noon(&book);
    for (filter, square, family) in filters(&book) {
        let due = book.picture.falling_due(filter, now);
        let all = told(&book.events, now);
        let open: Vec<(&String, &Told)> = all
            .iter()
            .filter(|(_, told)| told.standing.state.is_open() && counts(told, square, family.as_deref()))
            .collect();
        let mut hours = [[0; 4]; 24];
        let (mut overdue, mut later, mut without, mut list) = (0, 0, 0, Vec::new());
        for (code, told) in &open {
            match told.due_at().map(|due| due.secs_since(now)) {
                None => without += 1,
                Some(..0) => overdue += 1,
                Some(DAY_SECS..) => later += 1,
                Some(secs) => {
                    hours[(secs / 3_600) as usize][told.standing.urgency as usize] += 1;
                    if !told.confidential {
                        list.push((told.due_at().unwrap(), (*code).clone()));
                    }
                }
            }
        }
        assert_eq!((due.hours, due.overdue, due.later, due.without), (hours, overdue, later, without));
        assert_eq!(due.total, hours.iter().flatten().sum::<i64>());
        assert_eq!(due.towns.iter().map(|(_, count)| count).sum::<i64>(), due.total);
        assert!(due.towns.is_sorted_by_key(|(_, count)| -count));
        let rows = &book.picture.incidents;
        let mut listed: Vec<(Timestamp, String)> =
            due.list.iter().map(|n| (rows.row(*n).due_at().unwrap(), rows.row(*n).code.to_string())).collect();
        assert!(listed.is_sorted_by_key(|(at, _)| *at), "the first to fall due stands first");
        listed.sort();
        list.sort();
        assert_eq!(listed, list);
        let of_day = |told: &&Told| {
            let deadline = told.standing.deadline_at;
            deadline.is_some_and(|at| (now.0 - DAY_SECS..now.0).contains(&at.0))
                && (told.handled_at.is_some() || told.standing.state.is_handling())
                && counts(told, square, family.as_deref())
        };
        let fell: Vec<&Told> = all.values().filter(of_day).collect();
        let missed = fell.iter().filter(|t| t.handled_at.is_none_or(|at| at > t.standing.deadline_at.unwrap()));
        assert_eq!(due.before, Some((fell.len() as i64, missed.count() as i64)));
    }
}

/// A grid of this outline, in the tree or across it.
fn square_area(code: &str, dedicated: bool, west: f64, east: f64) -> Event {
    let outline = geo::Rect::new(geo::Coord { x: west, y: 36.0 }, geo::Coord { x: east, y: 36.1 }).to_polygon();
    Event::AreaPut(Area {
        code: code.into(),
        name: code.into(),
        level: AreaLevel::Grid,
        parent: None,
        population: None,
        dedicated,
        valid_from: None,
        outline: Outline(geo::MultiPolygon(vec![outline])),
    })
}
