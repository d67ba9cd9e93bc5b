//! How matters end: mostly well, some returned, handed on, put off, done twice, answered at once, not taken in.

use super::world::{START, World, categories, corner, grid_of_streets, roster};
use std::collections::BTreeMap;
use zonglan::domain::{Act, Actor, Ask, CallBack, Difficulty, IncidentCode, Source, State, StepKind, Urgency};
use zonglan::feeds::simulator::{SimCategory, SimSettings};

/// Like a county's: five agencies, kinds of every difficulty.
fn kinds() -> Vec<SimCategory> {
    let mut kinds = categories();
    for (n, kind) in kinds.iter_mut().enumerate() {
        kind.agency = Some(["城管局", "水务公司", "住建局", "供电公司", "交通局"][n % 5].into());
        kind.difficulty = [Difficulty::Simple, Difficulty::General, Difficulty::Complex][n % 3];
    }
    kinds
}

#[test]
fn what_the_hall_sends_meets_with_what_orders_meet_with() {
    let settings =
        SimSettings { reports_per_day: 2_500, weather: false, fix_period_secs: 300, ..SimSettings::default() };
    let mut world = World::of(51, START, &settings, (grid_of_streets(), roster(150), kinds()));
    world.run(5 * 86_400);
    assert!(world.refused.is_empty(), "{:?}", &world.refused[..world.refused.len().min(3)]);
    let orders = world.count(|act| matches!(act, Act::Assign { .. })) as f64;
    let alone = world.count(|act| matches!(act, Act::Assign { worker: None, .. })) as f64;
    assert!(orders > 4_000.0, "{orders}");
    let share = |seen: usize, of: f64| seen as f64 / of;
    let between = |what: &str, share: f64, low: f64, high: f64| {
        assert!((low..high).contains(&share), "{what}: {share}, not {low} to {high}");
    };
    // Four of a hundred orders to an agency, two of a hundred to a worker are sent back; 7 of 10 of them rightly.
    let returns = world.count(|act| matches!(act, Act::Ask { ask: Ask::Return, .. }));
    between("returns", share(returns, orders), 0.02, 0.045);
    let denied = world.count(|act| matches!(act, Act::Deny { .. }));
    between("denied", share(denied, returns as f64), 0.2, 0.4);
    let granted = world.count(|act| matches!(act, Act::Grant));
    let extended = world.count(|act| matches!(act, Act::Ask { ask: Ask::Extend { .. }, .. }));
    between("extensions", share(extended, alone), 0.04, 0.11);
    assert!(granted + denied >= (returns + extended) * 95 / 100, "what is asked is answered");
    let handed_over = world.count(|act| matches!(act, Act::Reassign { .. }));
    between("handed over", share(handed_over, orders - alone), 0.01, 0.04);
    let checks = world.count(|act| matches!(act, Act::Check { .. })) as f64;
    between("not done", share(world.count(|act| matches!(act, Act::Check { passed: false })), checks), 0.02, 0.04);
    let calls = world.count(|act| matches!(act, Act::CallBack { .. })) as f64;
    let unhappy = world.count(|act| matches!(act, Act::CallBack { answer: CallBack::Unsatisfied }));
    between("not satisfied", share(unhappy, calls), 0.012, 0.042);
    let citizens = world.picture.incidents.rows().iter().filter(|row| row.source != Source::Grid);
    let citizens = citizens.count() as f64;
    between("declined", share(world.count(|act| matches!(act, Act::Decline { .. })), citizens), 0.004, 0.018);
    // 15 of a hundred of what citizens say are consultations, 5 suggestions: 93 and 50 of a hundred answered at once.
    between("answered", share(world.count(|act| matches!(act, Act::Answer { .. })), citizens), 0.1, 0.17);
    let grid = world.picture.incidents.rows().len() as f64 - citizens;
    // 69, 28 and none of a hundred simple, general and complex ones; the urgent are left to the officer.
    between("on the spot", share(world.count(|act| matches!(act, Act::Settle { .. })), grid), 0.26, 0.36);

    a_return_goes_to_another_agency(&world);
    let rows = world.picture.incidents.rows();
    let old = rows.iter().filter(|row| row.urgency > Urgency::U2 && row.reported_at() < START.plus_secs(86_400));
    let old: Vec<_> = old.collect();
    let ended = old.iter().filter(|row| !row.state.is_open()).count();
    assert!(ended * 100 >= old.len() * 97, "{ended} of {} ended within four days", old.len());
    assert!(rows.iter().any(|row| row.state == State::Declined) && rows.iter().any(|row| row.state == State::Closed));
    let results = world.held.iter().filter_map(|command| match &command.act {
        Act::Handle { result } | Act::Settle { result, .. } => Some(result.as_str()),
        _ => None,
    });
    let own_words = ["已更换灯具", "已劝导整改", "已加固复位"];
    assert!(results.clone().all(|result| own_words.iter().any(|word| result.ends_with(word))));
    assert!(results.clone().any(|result| result.starts_with("二次办理")));
}

/// What was returned and goes on is not with the agency that returned it.
fn a_return_goes_to_another_agency(world: &World) {
    let mut seen = 0;
    let mut agency_of = BTreeMap::new();
    let mut returned: BTreeMap<IncidentCode, _> = BTreeMap::new();
    for command in &world.held {
        match &command.act {
            Act::Assign { agency, .. } => {
                if let Some(before) = returned.remove(&command.incident) {
                    assert_ne!(*agency, before, "{}", command.incident);
                    seen += 1;
                }
                agency_of.insert(command.incident.clone(), agency.clone());
            }
            Act::Ask { ask: Ask::Return, .. } => {
                returned.insert(command.incident.clone(), agency_of[&command.incident].clone());
            }
            Act::Deny { .. } => {
                returned.remove(&command.incident);
            }
            _ => {}
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn what_an_officer_sends_is_carried_out() {
    let settings = SimSettings { reports_per_day: 0, ..SimSettings::default() };
    let mut world = World::of(52, START, &settings, (grid_of_streets(), roster(200), kinds()));
    let codes: Vec<String> = (0..150).map(|n| format!("CL{n}")).collect();
    for (n, code) in codes.iter().enumerate() {
        let urgency = Urgency::ALL[n % 4];
        world.report(code, corner(n % 12, n / 13, 0.3), urgency);
        let worker = Some(format!("W{:04}", n + 2).as_str().into());
        world.officer(code, Act::Assign { agency: Some("城管局".into()), worker, message: "去".into() });
    }
    world.run(7_200);
    assert_eq!(world.count(|act| matches!(act, Act::Ask { .. } | Act::Reassign { .. })), 0);
    for code in &codes {
        // What was looked at and found wanting is done again.
        assert!(
            world.state(code) >= State::Handled || world.row(code).steps().len() > 7,
            "{code}: {:?}",
            world.state(code)
        );
    }
    assert!(world.refused.is_empty(), "{:?}", world.refused);
}

#[test]
fn a_return_that_an_officer_grants_is_the_officer_s() {
    let settings = SimSettings { reports_per_day: 0, ..SimSettings::default() };
    let mut world = World::of(53, START, &settings, (grid_of_streets(), roster(50), kinds()));
    world.report("CL1", corner(4, 4, 0.1), Urgency::U3);
    let act = Act::Assign { agency: Some("城管局".into()), worker: None, message: "去".into() };
    world.officer("CL1", act);
    world.run(5);
    let ask = Act::Ask { ask: Ask::Return, reason: "不属我单位职责".into() };
    world.by(Actor::Agency("城管局".into()), "CL1", ask);
    world.run(3_600);
    let last = world.row("CL1").steps().last().map(|step| step.kind);
    assert_eq!(last, Some(StepKind::AskedReturn), "nobody simulated rules on it");
    world.officer("CL1", Act::Grant);
    world.run(4 * 3_600);
    assert_eq!(world.state("CL1"), State::Accepted);
}
