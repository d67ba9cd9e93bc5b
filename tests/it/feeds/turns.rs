//! Turns of duty: who is there when, who rests, who stays until an order is done; and how fast people get about.

use super::world::{START, World, categories, corner, grid_of_streets, roster, roster_at};
use std::collections::{BTreeMap, BTreeSet};
use zonglan::domain::{Act, Actor, State, Timestamp, Urgency};
use zonglan::feeds::simulator::SimSettings;
use zonglan::spatial::distance_m;

fn with_turns(reports_per_day: u32) -> SimSettings {
    SimSettings { reports_per_day, shifts: true, ..SimSettings::default() }
}

#[test]
fn a_weekend_has_its_days_and_nights_and_nobody_speaks_off_duty() {
    // Friday at eight until Monday noon. `World` lets nobody tell a position whom the register has off duty.
    let mut world = World::of(41, START, &with_turns(500), (grid_of_streets(), roster(600), categories()));
    let mut strength: BTreeMap<i64, usize> = BTreeMap::new();
    for hour in 0..76 {
        strength.insert(hour, world.picture.workers.rows().iter().filter(|row| row.worker.on_duty).count());
        world.run(3_600);
    }
    assert!(world.refused.is_empty(), "{:?}", &world.refused[..world.refused.len().min(3)]);
    let day = |hour: i64| strength[&(hour - 8)] as f64;
    // All but one were on duty on Friday morning. Of 600 full-time workers 400 in a thousand have a day's turn, 48 an
    // evening's, 28 a night's; on days off 22 % and 72 % of them.
    assert_eq!(strength[&0], 599);
    let near = |seen: f64, wanted: f64| (seen - wanted).abs() < 4.0 * wanted.sqrt() + 2.0;
    for (hour, wanted) in
        [(20, 28.8), (24 + 3, 16.8), (24 + 10, 52.8), (48 + 10, 52.8), (48 + 3, 12.1), (72 + 10, 240.0)]
    {
        assert!(near(day(hour), wanted), "{wanted} at hour {hour}, not {}: {strength:?}", day(hour));
    }
    let speakers: BTreeSet<&str> = world.heard.iter().map(|(_, fix)| fix.worker.as_str()).collect();
    assert!(speakers.len() > 590);
    let ups = world.duty.iter().filter(|change| change.on_duty).count();
    assert!(ups > 300 && world.duty.len() - ups > 700, "{ups} of {}", world.duty.len());
    // Whoever does something in the field is on duty while doing it, or was called in for it.
    let in_the_field = |act: &Act| matches!(act, Act::Arrive | Act::Handle { .. } | Act::Settle { .. });
    let mut on_duty: BTreeSet<String> = (0..600).map(|n| format!("W{n:04}")).filter(|code| code != "W0001").collect();
    let mut changes = world.duty.iter().peekable();
    let mut done = 0;
    for command in world.held.iter().filter(|command| in_the_field(&command.act)) {
        while let Some(change) = changes.next_if(|change| change.at <= command.at) {
            let code = change.worker.to_string();
            if change.on_duty {
                on_duty.insert(code)
            } else {
                on_duty.remove(&code)
            };
        }
        if let Actor::Worker(code) = &command.by {
            done += 1;
            assert!(on_duty.contains(code.as_str()), "{command:?}");
        }
    }
    assert!(done > 300, "{done}");
}

#[test]
fn at_lunch_people_rest() {
    let start = START.plus_secs(3 * 3_600);
    let mut world = World::of(42, start, &with_turns(0), (grid_of_streets(), roster(400), categories()));
    world.run(4 * 3_600);
    let walking = |from_secs: i64, to_secs: i64| {
        let (from, to) = (START.plus_secs(from_secs), START.plus_secs(to_secs));
        let all: Vec<_> = world.heard.iter().filter(|(_, fix)| (from..to).contains(&fix.fixed_at)).collect();
        let walks = all.iter().filter(|(_, fix)| fix.heading_deg.is_some()).count();
        walks as f64 / all.len() as f64
    };
    let (before, at_lunch, after) = (walking(12_000, 13_500), walking(15_300, 19_000), walking(20_700, 24_000));
    // Four of ten have a day's turn and rest from 12:00 to 13:30; the others, whom the register had on duty, go on.
    assert!(at_lunch < 0.7 * before && at_lunch < 0.7 * after, "{before} {at_lunch} {after}");
    assert!(world.is_on_duty("W0003"), "a rest is no end");
}

#[test]
fn an_order_is_done_before_its_worker_goes_and_calls_those_who_are_off_duty() {
    let start = START.plus_secs(9 * 3_600);
    let mut world = World::of(43, start, &with_turns(0), (grid_of_streets(), roster(60), categories()));
    // W0001 is off duty: part-timers serve during a task only.
    world.report("CL1", corner(2, 3, 0.2), Urgency::U1);
    world.officer("CL1", Act::Assign { agency: None, worker: Some("W0001".into()), message: "去".into() });
    world.run_until(90, |world| world.state("CL1") == State::Receipted);
    world.run(3);
    assert!(world.is_on_duty("W0001"));
    world.run_until(3_600, |world| world.state("CL1") == State::Handled);
    assert!(world.heard.iter().any(|(_, fix)| fix.worker.as_str() == "W0001"), "on the way there are positions");
    world.run(180);
    assert!(!world.is_on_duty("W0001"));
    // Whoever still has an order at the end of the day stays until it is done.
    world.run(START.plus_secs(9 * 3_600 + 1_200).secs_since(world.now));
    let at_work: Vec<String> =
        (2..40).map(|n| format!("W{n:04}")).filter(|code| world.is_on_duty(code)).take(12).collect();
    for (n, worker) in at_work.iter().enumerate() {
        let code = format!("CL-{n}");
        world.report(&code, corner(11, n % 12, 0.5), Urgency::U2);
        let worker = Some(worker.as_str().into());
        world.officer(&code, Act::Assign { agency: None, worker, message: String::new() });
    }
    for _ in 0..2 * 360 {
        world.run(10);
        for (n, worker) in at_work.iter().enumerate() {
            let busy = matches!(world.state(&format!("CL-{n}")), State::Receipted | State::OnScene);
            assert!(!busy || world.is_on_duty(worker), "{worker} has left with an order in hand");
        }
    }
    let gone = at_work.iter().filter(|worker| !world.is_on_duty(worker)).count();
    assert!(gone >= 4, "{gone} of {} have gone home at twenty past seven", at_work.len());
}

#[test]
fn a_restart_changes_nobody_s_duty() {
    let settings = with_turns(0);
    let mut world = World::of(44, START, &settings, (grid_of_streets(), roster(300), categories()));
    // Into Saturday's night, when only those are there whose turn it is.
    world.run(42 * 3_600);
    let before = world.duty.len();
    world.restart(44, settings);
    world.run(1_800);
    assert_eq!(world.duty.len(), before, "{:?}", &world.duty[before..]);
    world.run(12 * 3_600);
    assert!(world.duty.len() > before + 20, "and the day comes");
}

#[test]
fn people_get_about_as_fast_as_their_vehicles_let_them() {
    let points: Vec<_> = (0..12).map(|n| corner(n, 0, 0.0)).collect();
    let settings = SimSettings { reports_per_day: 0, ..SimSettings::default() };
    let mut world = World::of(45, START, &settings, (grid_of_streets(), roster_at(&points, 90, 90), categories()));
    let mut sent = Vec::new();
    for n in 0..90 {
        let (code, worker) = (format!("CL{n}"), format!("W{n:04}"));
        world.report(&code, corner(n % 12, 11, 0.0), Urgency::U1);
        world
            .officer(&code, Act::Assign { agency: None, worker: Some(worker.as_str().into()), message: String::new() });
        sent.push((code, worker));
    }
    let mut way: BTreeMap<usize, (Timestamp, Timestamp)> = BTreeMap::new();
    let mut begins_at = BTreeMap::new();
    for _ in 0..3_600 {
        world.run(1);
        for (n, (code, _)) in sent.iter().enumerate() {
            match world.state(code) {
                State::Receipted => {
                    begins_at.entry(n).or_insert_with(|| world.now);
                }
                State::OnScene => {
                    way.entry(n).or_insert((begins_at[&n], world.now));
                }
                _ => {}
            }
        }
    }
    assert_eq!(way.len(), 90, "all of them arrive");
    for (n, (_, worker)) in sent.iter().enumerate() {
        let first = world.heard.iter().find(|(at, fix)| fix.worker.as_str() == worker && *at >= way[&n].0).unwrap();
        // The way along a chessboard's streets: the one side and the other.
        let (from, to) = (first.1.at, corner(n % 12, 11, 0.0));
        let turn = zonglan::domain::LonLat::new(from.lon_deg, to.lat_deg);
        let length_m = distance_m(from, turn) + distance_m(turn, to);
        let speed_mps = length_m / way[&n].1.secs_since(first.0) as f64;
        let usual_mps = [1.3, 4.2, 7.5][n % 3];
        // Everybody has a pace of their own, 15 % faster or slower; phones are some metres off.
        assert!((0.80..1.25).contains(&(speed_mps / usual_mps)), "{worker}: {speed_mps} for {usual_mps}");
    }
    // On the round nobody races: 2.8 m/s, 15 % more, and the phone's wandering within half a minute.
    let rounds = SimSettings { reports_per_day: 0, ..SimSettings::default() };
    let mut world = World::of(46, START, &rounds, (grid_of_streets(), roster(120), categories()));
    world.run(1_800);
    let mut before: BTreeMap<&str, &zonglan::domain::Fix> = BTreeMap::new();
    let mut speeds: Vec<f64> = Vec::new();
    for (at, fix) in world.heard.iter().filter(|(at, fix)| *at == fix.fixed_at) {
        if let Some(last) = before.insert(fix.worker.as_str(), fix)
            && at.secs_since(last.fixed_at) == 30
        {
            speeds.push(distance_m(last.at, fix.at) / 30.0);
        }
    }
    speeds.sort_by(f64::total_cmp);
    let at = |share: f64| speeds[(speeds.len() as f64 * share) as usize];
    assert!(at(0.5) > 0.8 && at(0.99) < 3.6 && speeds[speeds.len() - 1] < 2.8 * 1.15 + 1.8, "{} {}", at(0.5), at(0.99));
}
