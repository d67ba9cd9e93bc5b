//! Findings against a walk over what was put in, counted here by other means.

use crate::county::{Book, small_county};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zonglan::domain::{
    Act, Actor, AreaLevel, CallBack, Category, Command, Difficulty, Event, IncidentFile, IncidentRecord, LonLat,
    Source, Timestamp, Urgency, home_level,
};
use zonglan::seat::Lang;
use zonglan::seat::tour::{BarLabel, Finding, FindingKind, Plot, PlotShape, Route, Value};

/// 14:03:27 by the county's clock.
pub(super) const NOW: Timestamp = Timestamp(1_789_106_607);
const DAY: i64 = 86_400;
const OFFSET: i64 = 8 * 3_600;

fn category(book: &mut Book, code: &str, name: &str) {
    book.put(Event::CategoryPut(Category {
        code: code.into(),
        parent: None,
        name: name.into(),
        name_en: Some(code.into()),
        glyph: None,
        urgency: Urgency::U3,
        difficulty: Difficulty::General,
        agency: None,
    }));
}

/// Sixty days of matters of all kinds, some of them open, some confidential, some badly dated.
pub(super) fn lively() -> (Book, Vec<IncidentRecord>) {
    let mut book = small_county();
    category(&mut book, "road", "道路");
    category(&mut book, "water", "供水");
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let mut records = Vec::new();
    for n in 0..900 {
        let reported = NOW.plus_secs(-rng.random_range(60..60 * DAY));
        let mut at = reported;
        let mut step = |most: i64, keep: bool| {
            at = at.plus_secs(rng.random_range(60..most));
            (keep && at <= NOW).then_some(at)
        };
        let (accepted_at, assigned_at) = (step(600, true), step(3_600, true));
        let (receipted_at, arrived_at) = (step(1_800, true), step(3 * 3_600, true));
        let (handled_at, checked_at) = (step(20 * 3_600, true), step(3_600, true));
        let (called_back_at, closed_at) = (step(4 * 3_600, n % 3 > 0), step(3_600, true));
        let answered = n % 11 == 0;
        let file = IncidentFile {
            code: Some(format!("M{n}").as_str().into()),
            category: Some(["road", "water"][n % 2].into()),
            source: Source::ALL[[0, 1, 1, 2, 0, 5, 8][n % 7]],
            urgency: Urgency::ALL[n / 4 % 4],
            title: format!("张三家{n}"),
            at: Some(LonLat::new(118.0 + rng.random_range(0.0..0.1), 36.0 + rng.random_range(0.0..0.1))),
            reported_at: reported,
            confidential: n % 13 == 0,
            ..IncidentFile::default()
        };
        let done = |at: Option<Timestamp>| at.filter(|_| !answered);
        let record = IncidentRecord {
            file,
            deadline_at: (n % 5 > 0 && !answered).then(|| reported.plus_secs(2 * DAY)),
            accepted_at,
            assigned_at: done(assigned_at),
            receipted_at: done(receipted_at),
            arrived_at: done(arrived_at),
            handled_at: done(handled_at),
            checked_at: done(checked_at),
            called_back_at: done(called_back_at),
            satisfaction: done(called_back_at).map(|_| {
                [CallBack::Satisfied, CallBack::Satisfied, CallBack::Unsatisfied, CallBack::Unreachable][n % 4]
            }),
            closed_at: done(closed_at),
            answered_at: accepted_at.filter(|_| answered),
            ..IncidentRecord::default()
        };
        book.put_incident(record.clone());
        records.push(record);
    }
    book.picture.derive();
    (book, records)
}

fn count(finding: &Finding, name: &str) -> i64 {
    match finding.values.get(name) {
        Some(Value::Count(count)) => *count,
        other => panic!("{name}: {other:?}"),
    }
}

fn share(finding: &Finding, name: &str) -> (i64, i64) {
    match finding.values.get(name) {
        Some(Value::Share { of, whole }) => (*of, *whole),
        other => panic!("{name}: {other:?}"),
    }
}

fn bars(plot: &Option<Plot>) -> Vec<(BarLabel, Option<f64>)> {
    match plot {
        Some(Plot { shape: PlotShape::Bars(bars), .. }) => bars.iter().map(|b| (b.label.clone(), b.value)).collect(),
        other => panic!("{other:?}"),
    }
}

fn number<'a>(records: impl IntoIterator<Item = &'a IncidentRecord>, is: impl Fn(&IncidentRecord) -> bool) -> i64 {
    records.into_iter().filter(|record| is(record)).count() as i64
}

/// The first moment of the civil day so many days before today.
fn midnight(days_ago: i64) -> Timestamp {
    Timestamp((NOW.0 + OFFSET).div_euclid(DAY) * DAY - OFFSET - days_ago * DAY)
}

#[test]
fn the_net_counts_areas_and_who_is_on_duty() {
    let book = small_county();
    let net = FindingKind::Net.find(&book.picture, NOW).unwrap();
    // Ten workers in grids 0 to 2 of four towns: ten grids have somebody, six don't.
    assert_eq!((count(&net, "towns"), count(&net, "grids"), count(&net, "on_duty")), (4, 16, 10));
    assert_eq!(count(&net, "unmanned"), 6);
    assert!(!net.values.contains_key("villages"), "there are none, and nobody says 0");
    assert_eq!(bars(&net.plot).iter().filter_map(|(_, value)| *value).sum::<f64>(), 10.0);
}

#[test]
fn today_is_counted_as_it_came() {
    let (book, records) = lively();
    let finding = FindingKind::Intake.find(&book.picture, NOW).unwrap();
    let today = || records.iter().filter(|record| record.file.reported_at >= midnight(0));
    assert_eq!(count(&finding, "received"), today().count() as i64);
    assert_eq!(count(&finding, "answered"), number(today(), |record| record.answered_at.is_some()));
    assert_eq!(count(&finding, "sent"), number(today(), |record| record.assigned_at.is_some()));
    let (week, until) = (midnight(7), NOW.plus_secs(-7 * DAY));
    let before = number(&records, |record| (week..=until).contains(&record.file.reported_at));
    assert_eq!(count(&finding, "before"), before);
    let Some(Plot { shape: PlotShape::Lines { now, before, .. }, .. }) = &finding.plot else { panic!("a line") };
    assert_eq!((now.len(), before.len()), (24, 24));
    for hour in 0..24 {
        let from = midnight(0).plus_secs(3_600 * hour);
        let of = number(today(), |record| (from..from.plus_secs(3_600)).contains(&record.file.reported_at));
        // It is three past two: the fifteenth hour is not over.
        assert_eq!(now[hour as usize], (hour < 14).then_some(of as f64), "{hour}");
    }
}

#[test]
fn what_the_grid_reported_first_is_a_share_of_thirty_days() {
    let (book, records) = lively();
    let finding = FindingKind::Early.find(&book.picture, NOW).unwrap();
    let lately = || records.iter().filter(|record| record.file.reported_at >= midnight(29));
    let by_grid = number(lately(), |record| record.file.source == Source::Grid);
    assert_eq!(share(&finding, "share"), (by_grid, lately().count() as i64));
    let mut calls = std::collections::BTreeMap::new();
    for record in lately().filter(|r| matches!(r.file.source, Source::CityHotline | Source::Hotline)) {
        let at = record.file.at.unwrap();
        let town = usize::from(at.lon_deg >= 118.05) + 2 * usize::from(at.lat_deg >= 36.05);
        *calls.entry((town, record.file.category.clone().unwrap().to_string())).or_insert(0) += 1;
    }
    let most = *calls.values().max().unwrap();
    assert_eq!(count(&finding, "hot_count"), most);
    let (Value::Name(town), Value::Category { name_en: Some(thing), .. }) =
        (&finding.values["hot_town"], &finding.values["hot_category"])
    else {
        panic!("{finding:?}")
    };
    let place = town.chars().nth(1).unwrap().to_digit(10).unwrap() as usize;
    assert_eq!(calls[&(place, thing.clone())], most);
}

#[test]
fn deadlines_are_told_of_what_is_open() {
    let (book, records) = lively();
    let finding = FindingKind::Clocks.find(&book.picture, NOW).unwrap();
    let open = || records.iter().filter(|record| record.closed_at.is_none() && record.answered_at.is_none());
    assert_eq!(count(&finding, "open"), open().count() as i64);
    let left = |record: &IncidentRecord| {
        record.deadline_at.filter(|_| record.handled_at.is_none()).map(|due| due.secs_since(NOW))
    };
    let overdue = number(open(), |record| left(record).is_some_and(|secs| secs < 0));
    assert_eq!(count(&finding, "overdue"), overdue);
    assert_eq!(count(&finding, "soon"), number(open(), |r| left(r).is_some_and(|secs| (0..=DAY).contains(&secs))));
    assert_eq!(bars(&finding.plot).iter().filter_map(|(_, value)| *value).sum::<f64>(), open().count() as f64);
    assert_eq!(finding.values.contains_key("oldest"), overdue > 0);
}

#[test]
fn the_outcome_is_of_what_was_handled_and_of_who_answered() {
    let (book, records) = lively();
    let finding = FindingKind::Outcome.find(&book.picture, NOW).unwrap();
    let from = midnight(29);
    let lately = |at: Option<Timestamp>| at.is_some_and(|at| at >= from);
    let handled = || records.iter().filter(|record| lately(record.handled_at));
    let down_to = |level: AreaLevel| number(handled(), |record| home_level(record.file.source) >= level);
    let whole = handled().count() as i64;
    assert_eq!(share(&finding, "in_village"), (down_to(AreaLevel::Village), whole));
    assert_eq!(share(&finding, "in_town"), (down_to(AreaLevel::Town), whole));
    let answered = |record: &&IncidentRecord| {
        lately(record.called_back_at) && record.satisfaction.is_some_and(|said| said != CallBack::Unreachable)
    };
    let called: Vec<_> = records.iter().filter(answered).collect();
    let not = called.iter().filter(|record| record.satisfaction == Some(CallBack::Unsatisfied)).count() as i64;
    assert_eq!(count(&finding, "called"), called.len() as i64);
    assert_eq!(share(&finding, "satisfied"), (called.len() as i64 - not, called.len() as i64));
    assert_eq!((count(&finding, "unsatisfied"), count(&finding, "reworked")), (not, 0));
}

#[test]
fn a_grid_is_reached_where_something_says_so() {
    let (book, records) = lively();
    let finding = FindingKind::Reached.find(&book.picture, NOW).unwrap();
    let grid = |record: &IncidentRecord| {
        let at = record.file.at.unwrap();
        (((at.lon_deg - 118.0) / 0.025) as i64, ((at.lat_deg - 36.0) / 0.025) as i64)
    };
    let on = |days_ago: i64| {
        let day = midnight(days_ago)..midnight(days_ago - 1);
        let there = records.iter().filter(|record| {
            let by_grid = record.file.source == Source::Grid && day.contains(&record.file.reported_at);
            by_grid || record.arrived_at.is_some_and(|at| day.contains(&at))
        });
        there.map(grid).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(share(&finding, "share"), (on(1).len() as i64, 16));
    let three: std::collections::BTreeSet<_> = (1..=3).flat_map(on).collect();
    assert_eq!(count(&finding, "unreached"), 16 - three.len() as i64);
    let Some(Plot { shape: PlotShape::Lines { now, before, .. }, .. }) = &finding.plot else { panic!("a line") };
    let due = |days_ago: i64| Some(on(days_ago).len() as f64 * 100.0 / 16.0).filter(|share| *share > 0.0);
    assert_eq!(*now, (1..=7).rev().map(due).collect::<Vec<_>>());
    assert_eq!(*before, (8..=14).rev().map(due).collect::<Vec<_>>());
}

#[test]
fn one_matter_went_the_whole_way_and_nobody_is_named() {
    let (book, records) = lively();
    let finding = FindingKind::Matter.find(&book.picture, NOW).unwrap();
    let (from, to) = finding.play.unwrap();
    let told = records.iter().find(|r| r.file.reported_at == from.plus_secs(300)).unwrap();
    assert!(!told.file.confidential && told.satisfaction == Some(CallBack::Satisfied) && told.closed_at.is_some());
    assert!(matches!(told.file.source, Source::CityHotline | Source::Hotline) && told.file.urgency >= Urgency::U3);
    assert!(to >= told.called_back_at.unwrap() && to <= NOW);
    let is_like = |record: &&IncidentRecord| {
        !record.file.confidential
            && record.satisfaction == Some(CallBack::Satisfied)
            && record.closed_at.is_some()
            && record.file.urgency >= Urgency::U3
            && matches!(record.file.source, Source::CityHotline | Source::Hotline)
            && (1_800..=36 * 3_600)
                .contains(&record.called_back_at.map_or(0, |at| at.secs_since(record.file.reported_at)))
    };
    let latest = records.iter().filter(is_like).map(|record| record.called_back_at.unwrap()).max();
    assert_eq!(told.called_back_at, latest);
    assert!(!format!("{finding:?}").contains("张三"), "a title may name somebody: it is not told");
}

#[test]
fn a_joint_matter_is_one_for_which_all_reported_in() {
    let (mut book, _) = lively();
    assert_eq!(FindingKind::Joint.find(&book.picture, NOW), None);
    let (at, agencies) = (LonLat::new(118.01, 36.01), ["城管局", "水务局"]);
    book.report("J1", at, Urgency::U3, NOW.plus_secs(-20_000));
    let mut n = 0;
    let mut act = |book: &mut Book, secs: i64, act: Act| {
        n += 1;
        let by = Actor::Officer("李四".into());
        let (id, at) = (format!("joint-{n}").as_str().into(), NOW.plus_secs(secs));
        book.carry_out(&Command { id, by, at, incident: "J1".into(), seen_version: None, act }).unwrap();
    };
    act(&mut book, -19_900, Act::Accept { category: Some("road".into()), urgency: None, difficulty: None });
    let assign = Act::Assign { agency: Some("城管局".into()), worker: None, message: String::new() };
    act(&mut book, -19_800, assign);
    let summon = Act::Summon {
        agencies: agencies.map(Into::into).to_vec(),
        lead: None,
        due_at: Some(NOW.plus_secs(-17_000)),
        told: Some("值班长".into()),
        text: "路面塌陷".into(),
    };
    act(&mut book, -19_000, summon);
    let open = |book: &Book| {
        let number = book.picture.incidents.number(&"J1".into()).unwrap();
        book.picture.incidents.row(number).course.clone().and_then(|course| course.summons).unwrap()
    };
    if !open(&book).in_force {
        act(&mut book, -18_900, Act::AllowSummons);
    }
    act(&mut book, -18_000, Act::ReportIn { agency: "城管局".into() });
    assert_eq!(FindingKind::Joint.find(&book.picture, NOW), None, "one has not come, and nothing is settled");
    act(&mut book, -16_000, Act::ReportIn { agency: "水务局".into() });
    for agency in agencies {
        act(&mut book, -12_000, Act::JointResult { agency: agency.into(), result: "已办".into() });
    }
    act(&mut book, -10_000, Act::Handle { result: "已修复".into() });
    let finding = FindingKind::Joint.find(&book.picture, NOW).unwrap();
    assert_eq!((count(&finding, "agencies"), count(&finding, "in_time")), (2, 1));
    assert_eq!(finding.values["slowest"], Value::Span(3_000));
    assert_eq!(finding.values["whole"], Value::Span(9_000));
    assert_eq!(finding.values["lead"], Value::Name("城管局".into()));
    assert_eq!(bars(&finding.plot)[0], (BarLabel::Name("城管局".into()), Some(17.0)));
    assert!(!format!("{finding:?}").contains("李四"));
}

/// Every scene that holds says a whole sentence in both languages; one that knows too little leaves itself out.
#[test]
fn sentences_are_whole_and_small_samples_leave_themselves_out() {
    let (book, _) = lively();
    let small = small_county();
    let mut said = Vec::new();
    for scene in Route::shipped().scenes {
        let found = scene.find(&book.picture, NOW);
        for lang in [Lang::Zh, Lang::En] {
            if let Some(finding) = &found {
                let pieces = scene.sentence(lang, finding, &|value| format!("<{value:?}>")).unwrap();
                let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
                assert!(
                    !text.contains(['{', '}']) || text.contains("Share {") || text.contains("Category {"),
                    "{text}"
                );
                assert!(pieces.iter().any(|(_, is_figure)| *is_figure), "{text}");
                assert!(scene.number(lang, finding).is_some());
            }
        }
        said.push((scene.finding.name(), found.is_some(), scene.find(&small.picture, NOW).is_some()));
    }
    let due = [
        ("net", true, true),
        ("intake", true, false),
        ("matter", true, false),
        ("early", true, false),
        ("joint", false, false),
        ("clocks", true, false),
        ("reached", true, false),
        ("outcome", true, false),
    ];
    assert_eq!(said, due);
}

/// An import that does not say by which mouth matters came has all of them by one: nothing is made of that.
#[test]
fn what_nobody_told_is_not_counted_as_none() {
    let (_, records) = lively();
    let mut book = small_county();
    for record in records {
        let file = IncidentFile { source: Source::Hotline, ..record.file };
        let bare = IncidentRecord { file, closed_at: record.closed_at, ..IncidentRecord::default() };
        book.put_incident(bare);
    }
    book.picture.derive();
    let find = |kind: FindingKind| kind.find(&book.picture, NOW);
    for kind in [FindingKind::Early, FindingKind::Reached, FindingKind::Outcome, FindingKind::Clocks] {
        assert_eq!(find(kind), None, "{}", kind.name());
    }
    let intake = find(FindingKind::Intake).unwrap();
    assert!(intake.values.contains_key("received") && intake.values.contains_key("before"));
    assert!(!intake.values.contains_key("answered_share") && !intake.values.contains_key("sent"));
}
