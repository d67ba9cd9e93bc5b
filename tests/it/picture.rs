//! The picture: random lives of matters, folded; figures against a recount; checkpoints; the hash.
#![allow(clippy::unwrap_used)]

use crate::county::{Book, kind, small_county};
use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use zonglan::domain::{
    Act, Actor, AreaLevel, CallBack, Command, Event, IncidentFile, LonLat, State, StepKind, Timestamp, Urgency,
};
use zonglan::picture::{Candidate, IncidentRow, Indicator, Picture, RateUnit, Reason, Standpoint};

/// Random commands for 150 matters; illegal ones are refused and leave nothing.
pub(crate) fn live(book: &mut Book, seed: u64, steps: usize) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut now = Timestamp(1_789_000_000);
    for step in 0..steps {
        now = now.plus_secs(dice.random_range(1..2_000));
        let incident = format!("CL-{}", dice.random_range(0..150));
        let act = match dice.random_range(0..12) {
            0 | 1 => Act::Report {
                file: Box::new(IncidentFile {
                    title: "路灯不亮".into(),
                    urgency: Urgency::ALL[dice.random_range(0..4)],
                    at: Some(LonLat::new(
                        118.0 + f64::from(dice.random_range(0..1000)) / 10_000.0,
                        36.0 + f64::from(dice.random_range(0..1000)) / 10_000.0,
                    )),
                    reported_at: now,
                    ..IncidentFile::default()
                }),
                personal: None,
            },
            2 => Act::Accept { category: None, urgency: None, difficulty: None },
            3 | 4 => Act::Assign {
                agency: Some("城管局".into()),
                worker: Some(format!("W{}", dice.random_range(0..10)).into()),
                message: "去看看".into(),
            },
            5 => Act::Receipt,
            6 => Act::Arrive,
            7 => Act::Handle { result: "修好了".into() },
            8 => Act::Check { passed: dice.random_range(0..4) > 0 },
            9 => Act::CallBack { answer: [CallBack::Satisfied, CallBack::Unsatisfied][dice.random_range(0..2)] },
            10 => Act::Close,
            _ => Act::Recall,
        };
        let by = Actor::Officer(format!("officer {}", step % 3));
        let _ = book.carry_out(&Command {
            id: format!("c{step}").into(),
            by,
            at: now,
            incident: incident.as_str().into(),
            seen_version: None,
            act,
        });
    }
}

#[test]
fn who_is_registered_or_moves_once_the_areas_are_known_belongs_to_a_town() {
    let mut book = small_county();
    let town = |book: &Book, code: &str| {
        let row = book.picture.workers.row(book.picture.workers.number(code).unwrap());
        row.home_town.map(|town| book.picture.areas.row(town).code.to_string())
    };
    let mut worker = book.picture.workers.row(0).worker.clone();
    assert_eq!(town(&book, "W0").as_deref(), Some("990101000"));
    worker.home_area = Some("990101003001".into());
    book.put(Event::WorkerPut(worker.clone()));
    book.picture.derive();
    assert_eq!(town(&book, "W0").as_deref(), Some("990101003"), "who moves belongs to the new town");
    worker.code = "W77".into();
    book.put(Event::WorkerPut(worker));
    book.picture.derive();
    assert_eq!(town(&book, "W77").as_deref(), Some("990101003"), "who is new, too");
}

#[test]
fn the_same_events_make_the_same_picture() {
    let mut book = small_county();
    live(&mut book, 7, 2_000);
    assert!(book.events.len() > 500, "the commands mostly hold: {}", book.events.len());
    let mut again = Picture::new(8 * 3600);
    book.events.iter().for_each(|event| again.apply(event));
    again.derive();
    assert_eq!(again.hash(), book.picture.hash());
    // An event that is in already changes nothing.
    again.apply(&book.events[3]);
    assert_eq!(again.hash(), book.picture.hash());
}

#[test]
fn a_checkpoint_is_the_picture() {
    let mut book = small_county();
    live(&mut book, 11, 1_000);
    let bytes = book.picture.to_checkpoint().unwrap();
    let mut restored = Picture::from_checkpoint(&bytes, 8 * 3600).unwrap();
    let now = book.picture.latest_at.plus_secs(60);
    assert_eq!(restored.hash(), book.picture.hash());
    assert_eq!(restored.figures(now), book.picture.figures(now));
    assert_eq!(restored.queue(now), book.picture.queue(now));
    // Both go on alike.
    let mut events = book.events.clone();
    live(&mut book, 12, 200);
    events = book.events[events.len()..].to_vec();
    events.iter().for_each(|event| restored.apply(event));
    assert_eq!(restored.hash(), book.picture.hash());
    assert_eq!(restored.figures(now), book.picture.figures(now));
    assert!(Picture::from_checkpoint(&bytes[..bytes.len() / 2], 0).is_err(), "half a checkpoint is none");
}

#[test]
fn before_the_first_matter_no_count_is_known() {
    let mut book = small_county();
    let now = Timestamp(1_789_000_000);
    let counts = |picture: &Picture| {
        let figures = picture.figures(now);
        [figures.received.value, figures.open.value, figures.overdue.value, figures.due_soon.value]
    };
    assert_eq!(counts(&book.picture), [None; 4], "none, which is not zero");
    book.report("CL-1", LonLat::new(118.05, 36.05), Urgency::U3, now.plus_secs(-60));
    assert_eq!(counts(&book.picture), [Some(1.0), Some(1.0), Some(0.0), Some(0.0)]);
}

#[test]
fn figures_kept_step_by_step_equal_a_recount() {
    let mut book = small_county();
    for seed in 0..8 {
        live(&mut book, seed, 400);
        let picture = &book.picture;
        let now = picture.latest_at.plus_secs(5);
        let today = picture.tallies.day(now);
        let figures = picture.figures(now);
        let rows = picture.incidents.rows();
        let received = rows.iter().filter(|row| picture.tallies.day(row.reported_at()) == today).count();
        let open = rows.iter().filter(|row| row.state.is_open()).count();
        let overdue = rows
            .iter()
            .filter(|row| row.state < State::Handled && row.due_at().is_some_and(|due_at| due_at < now))
            .count();
        assert_eq!(figures.received.numerator, received as i64);
        assert_eq!(figures.open.numerator, open as i64);
        let handled = rows.iter().filter(|row| row.state == State::Handled).count();
        assert_eq!(figures.open_handled, handled as i64, "what of it waits for a call back");
        assert_eq!(figures.overdue.numerator, overdue as i64);
        assert_eq!(figures.bars.iter().sum::<i64>(), received as i64);
        assert_eq!(figures.by_source.iter().sum::<i64>(), received as i64);
        let told = rows.iter().filter(|row| picture.tallies.day(row.reported_at()) == today && !row.confidential);
        let told = told.filter(|row| row.category.is_some()).count();
        assert_eq!(figures.by_topic.iter().map(|(_, count)| count).sum::<i64>(), told as i64);
        assert_eq!(figures.towns.iter().map(|town| town.open).sum::<i64>(), open as i64, "every matter has a town");
        assert_eq!(figures.towns.iter().map(|town| town.received).sum::<i64>(), received as i64);
    }
}

#[test]
fn who_is_sent_is_on_task_until_it_is_handled_or_recalled() {
    let mut book = small_county();
    live(&mut book, 23, 3_000);
    for (number, row) in (0u32..).zip(book.picture.workers.rows()) {
        let tasks = (0u32..).zip(book.picture.incidents.rows()).filter(|(_, incident)| {
            incident.worker == Some(number)
                && matches!(incident.state, State::Assigned | State::Receipted | State::OnScene)
        });
        let mut expected: Vec<u32> = tasks.map(|(incident, _)| incident).collect();
        let mut told = row.tasks.clone();
        expected.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, expected, "{}", row.worker.code);
    }
}

#[test]
fn candidates_are_free_near_and_come_with_reasons() {
    let mut book = small_county();
    let now = Timestamp(1_789_000_000);
    let at = LonLat::new(118.05, 36.05);
    book.report("CL-9", at, Urgency::U1, now);
    let incident = book.picture.incidents.number(&"CL-9".into()).unwrap();
    for (n, metres) in [(0u32, 300.0), (1, 100.0), (2, 200.0)] {
        let there = zonglan::spatial::destination(at, 90.0, metres);
        book.stand(&format!("W{n}"), there, now.plus_secs(-20));
    }
    book.stand("W3", at, now.plus_secs(-12 * 60));
    let recommendation = book.picture.recommend(incident, now);
    assert_eq!(recommendation.candidates.len(), 3, "who has no trustworthy fix is not sent");
    let worker = |n: u32| book.picture.workers.row(n).worker.code.to_string();
    assert_eq!(recommendation.left_out.iter().map(|l| worker(l.worker)).collect::<Vec<_>>(), ["W3"]);
    let distances: Vec<f64> = recommendation.candidates.iter().map(|c| c.distance_m.round()).collect();
    assert!(distances.contains(&100.0) && distances.contains(&300.0), "{distances:?}");
    assert!(recommendation.candidates.iter().all(|candidate| !candidate.reasons.is_empty() && candidate.eta_secs > 0));
}

#[test]
fn each_candidate_says_why_it_stands_where_it_stands() {
    let mut book = small_county();
    let now = Timestamp(1_789_000_000);
    // In the first grid of the last town, which is W3's own; W7 is at home in the town.
    let at = LonLat::new(118.06, 36.06);
    book.report("CL-9", at, Urgency::U1, now);
    let incident = book.picture.incidents.number(&"CL-9".into()).unwrap();
    for (worker, metres) in [("W3", 400.0), ("W0", 300.0), ("W7", 900.0)] {
        book.stand(worker, zonglan::spatial::destination(at, 90.0, metres), now.plus_secs(-20));
    }
    let mut candidates = book.picture.recommend(incident, now).candidates;
    let told = |candidates: &[Candidate]| -> Vec<(String, Standpoint)> {
        let code = |one: &Candidate| book.picture.workers.row(one.worker).worker.code.to_string();
        candidates.iter().map(|one| (code(one), one.stands.clone())).collect()
    };
    let expected = [
        ("W3".into(), Standpoint::Ahead(Reason::OwnGrid)),
        ("W0".into(), Standpoint::Lacks(Reason::OwnGrid)),
        ("W7".into(), Standpoint::ByArrival),
    ];
    assert_eq!(told(&candidates), expected);
    // An order has just called the first off.
    let called_off = candidates[0].worker;
    book.picture.put_last(&mut candidates, &[called_off]);
    let expected = [
        ("W0".into(), Standpoint::Soonest),
        ("W7".into(), Standpoint::ByArrival),
        ("W3".into(), Standpoint::CalledOff),
    ];
    assert_eq!(told(&candidates), expected);
}

/// Each rate again, area by area and matter by matter, without any of the shortcuts.
#[test]
fn rates_equal_a_recount_by_area() {
    let mut book = small_county();
    live(&mut book, 31, 3_000);
    let now = book.picture.latest_at.plus_secs(3 * 86_400);
    for n in 0..10 {
        let at = LonLat::new(118.01 + 0.008 * f64::from(n), 36.02);
        book.stand(&format!("W{n}"), at, now.plus_secs(-60 * i64::from(n)));
    }
    let picture = &book.picture;
    let month_ago = now.plus_secs(-30 * 86_400);
    for level in [AreaLevel::County, AreaLevel::Town, AreaLevel::Grid] {
        let lies_in =
            |finest: Option<u32>, area: u32| finest.is_some_and(|f| picture.areas.chain_of(f).contains(&area));
        for indicator in Indicator::ALL {
            let rates = picture.rates(indicator, level, now);
            assert_eq!(rates.rows.len(), picture.areas.of_level(level).count());
            assert!(rates.bounds.is_sorted(), "{indicator:?}: {:?}", rates.bounds);
            for row in &rates.rows {
                let matters: Vec<_> = picture.incidents.rows().iter().filter(|m| lies_in(m.grid, row.area)).collect();
                let recent = |m: &&&IncidentRow| m.reported_at() >= month_ago && m.reported_at() <= now;
                let in_time = |m: &IncidentRow| Some(m.time(StepKind::Handled)? <= m.deadline_at?);
                let (count, of) = match indicator {
                    Indicator::Open => (matters.iter().filter(|m| m.state.is_open()).count(), 0),
                    Indicator::Reported => (matters.iter().filter(recent).count(), 0),
                    Indicator::Overdue => {
                        let open = || matters.iter().filter(|m| m.state.is_open() && m.state < State::Handled);
                        (open().filter(|m| m.due_at().is_some_and(|at| at < now)).count(), open().count())
                    }
                    Indicator::OnTime => {
                        let told: Vec<bool> = matters.iter().filter(recent).filter_map(|m| in_time(m)).collect();
                        (told.iter().filter(|held| **held).count(), told.len())
                    }
                    // No campaign runs here; `inspections` has those that do.
                    Indicator::Campaign => (0, 0),
                    Indicator::Staff => {
                        let near = picture.workers.rows().iter().filter(|w| lies_in(w.home, row.area));
                        (near.filter(|w| w.fix.is_some_and(|fix| now.secs_since(fix.fixed_at) <= 600)).count(), 0)
                    }
                };
                assert_eq!(row.count as usize, count, "{indicator:?} {level:?}");
                let size = match rates.unit {
                    RateUnit::Share => of as f64,
                    RateUnit::PerKm2 => picture.areas.row(row.area).area_km2,
                    RateUnit::PerThousand => 1.2,
                };
                let speaks = rates.unit != RateUnit::Share || of >= 5;
                assert_eq!(row.rate, speaks.then(|| count as f64 / size), "{indicator:?} {level:?}");
            }
        }
        let late = picture.rates(Indicator::Overdue, level, now).rows;
        let late: Vec<u32> = late.iter().filter(|row| row.count > 0).map(|row| row.area).collect();
        assert_eq!(picture.overdue_areas(level, now), late);
        assert!(!late.is_empty());
        let staff = picture.rates(Indicator::Staff, level, now).rows;
        let alone: Vec<u32> = staff.iter().filter(|row| row.count == 0).map(|row| row.area).collect();
        assert_eq!(picture.unstaffed_areas(level, now), alone);
    }
}

#[test]
fn topics_are_the_uppermost_kinds_and_keep_confidential_matters_out() {
    let mut book = small_county();
    let now = Timestamp(1_789_000_000);
    // Two that are each other's parent are a mistake, not an endless walk.
    for (code, parent) in [("ROADS", None), ("POTHOLE", Some("ROADS")), ("A", Some("B")), ("B", Some("A"))] {
        book.put(kind(code, parent));
    }
    let at = LonLat::new(118.05, 36.05);
    for (n, (category, confidential)) in
        [("ROADS", false), ("POTHOLE", false), ("POTHOLE", true), ("A", false)].into_iter().enumerate()
    {
        let file = IncidentFile {
            title: "路面".into(),
            at: Some(at),
            category: Some(category.into()),
            confidential,
            reported_at: now.plus_secs(-60),
            ..IncidentFile::default()
        };
        let report = Command {
            id: format!("report-{n}").into(),
            by: Actor::Officer("值班员".into()),
            at: now.plus_secs(-60),
            incident: format!("T-{n}").into(),
            seen_version: None,
            act: Act::Report { file: Box::new(file), personal: None },
        };
        book.carry_out(&report).unwrap();
    }
    let figures = book.picture.figures(now);
    let topics: Vec<(String, i64)> = figures
        .by_topic
        .iter()
        .map(|(topic, count)| (book.picture.categories.rows()[*topic as usize].name.clone(), *count))
        .collect();
    assert_eq!(topics[0], ("ROADS".to_owned(), 2), "{topics:?}");
    assert_eq!((topics.len(), figures.received.numerator), (2, 4));
    let mut again = Picture::new(8 * 3600);
    book.events.iter().for_each(|event| again.apply(event));
    again.derive();
    assert_eq!(again.figures(now).by_topic, figures.by_topic, "counted anew, the same");
}
