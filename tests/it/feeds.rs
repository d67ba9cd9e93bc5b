//! The simulator against a real picture: what it says is accepted, and what it does looks like life.
#![allow(clippy::unwrap_used)]

mod cost;
mod fates;
mod morning;
mod phones;
mod rates;
mod turns;
mod visits;
mod water;
pub(crate) mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};
use world::{START, World, county_of, grid_of_streets, plain, roster, street_distance_m};
use zonglan::domain::{Act, Actor, Event, LonLat, Recorded, State, Timestamp, Urgency};
use zonglan::feeds::simulator::{GRID_APP, HOTLINE, POSITIONS, SimCounty, SimSettings, Simulator, StreetLine};
use zonglan::feeds::{Feed, FeedMessage, FeedThread};
use zonglan::spatial::distance_m;

#[test]
fn the_same_seed_lives_the_same_life_however_time_is_cut() {
    let streets = grid_of_streets();
    let life = |seed: u64, steps: &[i64]| {
        let (mut roster, categories) = (roster(80), world::categories());
        roster.iter_mut().step_by(2).for_each(|worker| worker.on_duty = false);
        let county = county_of(&streets, &roster, &categories);
        let settings = SimSettings { reports_per_day: 20_000, shifts: true, ..SimSettings::default() };
        let mut simulator = Simulator::new(seed, START, county, &settings);
        let mut now = START;
        let mut said = Vec::new();
        for secs in steps.iter().cycle() {
            if now.secs_since(START) >= 3_600 {
                break;
            }
            now = now.plus_secs(*secs);
            said.extend(simulator.advance(now, &[]));
        }
        said
    };
    let by_second = life(7, &[1]);
    assert!(by_second.len() > 4_500, "{}", by_second.len());
    let of_kind = |which: fn(&FeedMessage) -> bool| by_second.iter().filter(|message| which(message)).count();
    assert!(of_kind(|message| matches!(message, FeedMessage::Duty { .. })) > 5, "people come");
    assert!(of_kind(|message| matches!(message, FeedMessage::Command(_))) > 500, "and report");
    assert_eq!(by_second, life(7, &[1]));
    assert_eq!(by_second, life(7, &[1, 19, 40]), "60 divides 3,600: both end at the same second");
    assert_eq!(by_second, life(7, &[600]), "at 600 times the speed");
    assert_ne!(by_second, life(8, &[1]));
    let mut standing_still = Simulator::new(7, START, SimCounty::default(), &SimSettings::default());
    assert!(standing_still.advance(START, &[]).is_empty());
    assert!(standing_still.advance(START.plus_secs(-9), &[]).is_empty());
}

#[test]
fn a_dispatched_worker_receives_goes_along_the_streets_arrives_and_settles() {
    let mut world = World::new(3, plain(0));
    // A corner of the grid far from the worker, in the middle of a stretch of street.
    let place = world::corner(9, 8, 0.4);
    world.report("CL1", place, Urgency::U1);
    world.officer("CL1", Act::Accept { category: None, urgency: None, difficulty: None });
    world.run(600);
    assert_eq!(world.state("CL1"), State::Accepted, "what is urgent waits for the officer");
    world.officer("CL1", Act::Assign { agency: None, worker: Some("W0003".into()), message: "去".into() });
    let ordered = world.now;
    world.run_until(60, |world| world.state("CL1") == State::Receipted);
    let row = world.row("CL1");
    let times: Vec<i64> = row.steps().iter().map(|step| step.at.secs_since(ordered)).collect();
    assert!((1..=6).contains(&times[times.len() - 2]), "delivered after {times:?}");
    world.track.clear();
    world.run_until(3_600, |world| world.state("CL1") == State::OnScene);
    let track = world.track["W0003"].clone();
    assert!(track.len() > 5);
    for at in &track {
        let off_m = street_distance_m(&world.streets, *at);
        assert!(off_m < 30.0, "{off_m} m from any street");
    }
    let arrived_m = distance_m(*track.last().unwrap(), place);
    assert!(arrived_m < 40.0, "{arrived_m}");
    world.run(90);
    assert!(distance_m(*world.track["W0003"].last().unwrap(), place) < 40.0, "who has arrived stays");
    world.run_until(1_000, |world| world.state("CL1") == State::Handled);
    world.run_until(3_600, |world| world.state("CL1") == State::Closed);
    let steps: Vec<String> = world.row("CL1").steps().iter().map(|step| step.by.to_string()).collect();
    assert_eq!(steps.last().map(String::as_str), Some("模拟回访员"), "{steps:?}");
    assert!(world.refused.is_empty(), "{:?}", world.refused);
}

#[test]
fn a_recalled_or_replaced_worker_stops() {
    let mut world = World::new(5, plain(0));
    let place = world::corner(0, 11, 0.0);
    for code in ["CL1", "CL2"] {
        world.report(code, place, Urgency::U2);
        world.officer(code, Act::Assign { agency: None, worker: Some("W0003".into()), message: String::new() });
    }
    world.run_until(30, |world| world.standing("CL1").delivered);
    world.officer("CL1", Act::Recall);
    world.run(3_600);
    assert_eq!(world.state("CL1"), State::Accepted, "nothing more of a recalled order");
    assert!(world.state("CL2") >= State::Handled, "the other order was not touched: {:?}", world.state("CL2"));

    world.report("CL3", place, Urgency::U1);
    world.officer("CL3", Act::Assign { agency: None, worker: Some("W0009".into()), message: String::new() });
    world.run_until(120, |world| world.state("CL3") == State::Receipted);
    world.run(60);
    world.officer("CL3", Act::Reassign { worker: "W0002".into(), message: String::new() });
    world.run_until(7_200, |world| world.state("CL3") == State::Handled);
    assert_eq!(world.row("CL3").handled_by, Some(Actor::Worker("W0002".into())));
    let from_first = world.said_by("W0009", "CL3");
    assert_eq!(from_first, ["deliver", "receipt"], "who was replaced never arrives");
    assert!(world.refused.is_empty(), "{:?}", world.refused);
}

#[test]
fn a_day_of_life_is_accepted_and_has_the_rate_of_a_county() {
    let mut world = World::new(11, SimSettings::default());
    world.run(86_400);
    assert!(world.refused.is_empty(), "{:?}", &world.refused[..world.refused.len().min(5)]);
    let rows = world.picture.incidents.rows();
    // From Friday at eight to Saturday at eight in September: 493 a usual day, 1.09 on Fridays, 1.06 in the season.
    assert!((480..=660).contains(&rows.len()), "{} reports", rows.len());
    let codes: BTreeSet<_> = rows.iter().map(|row| &row.code).collect();
    assert_eq!(codes.len(), rows.len());
    let grid = rows.iter().filter(|row| row.source == zonglan::domain::Source::Grid).count();
    let share = grid as f64 / rows.len() as f64;
    assert!((0.68..=0.82).contains(&share), "{share} found by the grid");
    let closed = rows.iter().filter(|row| row.state == State::Closed).count();
    assert!(closed * 2 > rows.len(), "{closed} of {} closed: agencies take their time", rows.len());
    for row in rows.iter().filter(|row| row.urgency <= Urgency::U2) {
        assert!(matches!(row.state, State::Reported | State::Accepted), "{} is the officer's", row.code);
    }
    assert!(rows.iter().any(|row| row.title.starts_with("东西")), "titles tell the street");
    // The day ran from eight to eight.
    let hour = |h: i64| {
        let from = world::midnight().plus_secs(h * 3_600);
        world.picture.incidents.reported_between(from, from.plus_secs(4 * 3_600)).count()
    };
    assert!(hour(8) > 4 * hour(24).max(1), "the day has a rhythm");
    assert!(world.ids.len() > 1_000, "{} different commands", world.ids.len());
    assert_eq!(world.ids.len(), world.given, "no number twice");
}

#[test]
fn after_a_restart_life_goes_on_without_a_collision() {
    let busy = SimSettings { reports_per_day: 5_000, ..SimSettings::default() };
    let mut world = World::new(2, busy.clone());
    world.run(3_600);
    let before = world.picture.incidents.len();
    assert!(world.picture.incidents.open_count() > 20);
    // The careless way: the same seed, and nobody tells the highest number.
    world.restart(2, busy);
    world.run(3 * 3_600);
    assert!(world.refused.is_empty(), "{:?}", world.refused);
    assert!(world.picture.incidents.len() > before + 100);
    assert_eq!(world.ids.len(), world.given, "no command's number twice");
    let old_open = world.picture.incidents.open().filter(|n| *n < before);
    let left: Vec<_> = old_open
        .map(|n| world.picture.incidents.row(n))
        .filter(|row| {
            row.urgency > Urgency::U2 && row.state < State::Assigned && row.source == zonglan::domain::Source::Grid
        })
        .map(|row| (row.code.to_string(), row.state))
        .collect();
    assert!(left.is_empty(), "what was open goes on: {left:?}");
}

#[test]
fn silent_sources_are_silent() {
    let mut world = World::new(4, SimSettings { reports_per_day: 10_000, ..SimSettings::default() });
    world.run(130);
    assert_eq!(world.beats, BTreeMap::from([(HOTLINE.into(), 3), (POSITIONS.into(), 5), (GRID_APP.into(), 3)]));
    assert!(!world.track.is_empty());
    let switches = world.simulator.switches();
    for name in [POSITIONS, GRID_APP, HOTLINE] {
        assert!(switches.silence(name, true) && switches.is_silent(name));
    }
    assert!(!switches.silence("没有的", true));
    (world.beats, world.track, world.given) = Default::default();
    let reported = world.picture.incidents.len();
    world.report("CL1", world::corner(1, 1, 0.0), Urgency::U1);
    world.officer("CL1", Act::Assign { agency: None, worker: Some("W0002".into()), message: String::new() });
    world.run(600);
    assert!(world.beats.is_empty() && world.track.is_empty());
    assert_eq!(world.picture.incidents.len(), reported + 1, "nobody reports");
    assert_eq!(world.state("CL1"), State::Assigned, "and no app answers");
    assert!(world.simulator.silence(GRID_APP, false));
    world.run(120);
    assert!(world.state("CL1") >= State::Receipted, "what workers did comes in late");
    assert!(world.beats.contains_key(GRID_APP) && !world.beats.contains_key(POSITIONS));
}

#[test]
fn phones_speak_in_turn_and_some_fall_silent() {
    let mut world = World::new(6, plain(0));
    world.run(3_600);
    let on_duty = world.track.len();
    assert!(on_duty > 50, "{on_duty}");
    assert!(!world.track.contains_key("W0001"), "who is off duty has no position");
    let most = world.track.values().map(Vec::len).max().unwrap();
    assert_eq!(most, 120, "one in 30 s");
    assert!(world.track.values().any(|fixes| fixes.len() < 115), "somebody was in a cellar");
    let moved = world.track.values().filter(|fixes| distance_m(fixes[0], fixes[fixes.len() / 2]) > 60.0).count();
    assert!(moved * 10 > on_duty * 6, "{moved} of {on_duty} walk");
    let far = world.track.iter().filter(|(_, fixes)| street_distance_m(&world.streets, *fixes.last().unwrap()) > 30.0);
    assert_eq!(far.count(), 0);
    assert!(world.most_fixes_a_second <= 8, "{} at once", world.most_fixes_a_second);
}

#[test]
fn a_backlog_is_taken_up_by_and_by() {
    let mut world = World::new(9, plain(0));
    for n in 0..60 {
        world.report(&format!("OLD{n}"), world::corner(n % 12, n / 12, 0.2), Urgency::U3);
    }
    world.restart(9, plain(0));
    world.run(60);
    let moved = |world: &World| world.picture.incidents.rows().iter().filter(|row| row.state > State::Reported).count();
    assert!(moved(&world) < 5, "not at once");
    world.run(6 * 3_600);
    assert!((5..40).contains(&moved(&world)), "{} in six hours of a day", moved(&world));
    assert!(world.refused.is_empty(), "{:?}", world.refused);
}

#[test]
fn a_feed_on_its_thread_speaks_and_stops() {
    let streets = grid_of_streets();
    let (roster, categories) = (roster(30), world::categories());
    let simulator = Simulator::new(1, START, county_of(&streets, &roster, &categories), &plain(0));
    let clock = Arc::new(AtomicI64::new(START.0));
    let theirs = clock.clone();
    let (_news, news) = sync_channel::<Vec<Recorded>>(4);
    let (to_seat, seat) = sync_channel(2);
    let (woken, wakes) = sync_channel(1);
    let feed = FeedThread::start(
        Box::new(simulator),
        Arc::new(move || Timestamp(theirs.fetch_add(30, Ordering::SeqCst))),
        news,
        to_seat,
        move || {
            let _ = woken.try_send(());
        },
    );
    let feed = feed.unwrap();
    wakes.recv_timeout(Duration::from_secs(20)).unwrap();
    let heard: Vec<FeedMessage> = seat.iter().take(12).collect();
    assert!(heard.iter().any(|message| matches!(message, FeedMessage::Beat { .. })));
    assert!(heard.iter().any(|message| matches!(message, FeedMessage::Fixes(_))));
    drop(feed);
    assert!(seat.iter().count() <= 2, "after the thread's end only what was already there");
}

#[test]
fn a_county_s_second_is_cheap() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/chenglan/roads.geojson.gz");
    let streets = match world::read_streets(&path) {
        Some(streets) => streets,
        None => {
            eprintln!("no {}: measured on made-up streets instead", path.display());
            grid_of_streets()
        }
    };
    let points: Vec<LonLat> = streets.iter().flat_map(|line: &StreetLine| line.points.clone()).collect();
    let roster = world::roster_at(&points, 12_600, 1_150);
    let categories = world::categories();
    let began = Instant::now();
    let mut simulator = Simulator::new(1, START, county_of(&streets, &roster, &categories), &SimSettings::default());
    let built = began.elapsed();
    let mut slowest = Duration::ZERO;
    let began = Instant::now();
    let mut fixes = 0;
    for secs in 1..=900 {
        let second = Instant::now();
        for message in simulator.advance(START.plus_secs(secs), &[]) {
            fixes += if let FeedMessage::Fixes(of_second) = message { of_second.len() } else { 0 };
        }
        slowest = slowest.max(second.elapsed());
    }
    let mean = began.elapsed() / 900;
    eprintln!("{} street points: built in {built:?}; a second costs {mean:?}, the slowest {slowest:?}", points.len());
    // Some phones are silent, some answers get lost and are said again.
    assert!((1_100 * 29..=1_153 * 30).contains(&fixes), "{fixes}");
    assert!(mean < Duration::from_millis(10), "{mean:?} (2 ms on an idle machine)");
}

/// Every event kind that the loop can bring is heard without harm, known matter or not.
#[test]
fn news_of_strangers_does_no_harm() {
    let mut world = World::new(1, plain(0));
    world.report("CL1", world::corner(3, 3, 0.0), Urgency::U1);
    world.officer("CL1", Act::Assign { agency: None, worker: Some("W0002".into()), message: String::new() });
    let strange: Vec<Recorded> = [Event::Delivered, Event::Arrived, Event::Closed, Event::Recalled { worker: None }]
        .into_iter()
        .map(|event| Recorded {
            seq: 0,
            stream: zonglan::domain::Stream::incident(&"NOBODY".into()),
            version: 9,
            at: Timestamp(i64::MAX),
            by: Actor::System("x".into()),
            event,
        })
        .collect();
    world.news.extend(strange);
    world.officer("CL1", Act::Reassign { worker: "NOT-IN-ROSTER".into(), message: String::new() });
    world.run(600);
    assert_eq!(world.state("CL1"), State::Assigned, "of whom we know nothing, we say nothing");
}

#[test]
fn what_is_not_really_done_is_done_again() {
    let mut world = World::new(8, plain(0));
    world.report("CL1", world::corner(4, 4, 0.3), Urgency::U1);
    world.officer("CL1", Act::Assign { agency: None, worker: Some("W0002".into()), message: String::new() });
    world.run_until(7_200, |world| world.state("CL1") == State::Handled);
    world.officer("CL1", Act::Check { passed: false });
    world.run_until(7_200, |world| world.state("CL1") == State::Closed);
    let again = ["deliver", "receipt", "arrive", "handle", "receipt", "arrive", "handle"];
    assert_eq!(world.said_by("W0002", "CL1"), again, "the phone has the order already");
    assert!(world.refused.is_empty(), "{:?}", world.refused);
}
