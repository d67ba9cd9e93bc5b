//! Visits against checklists: who makes them is there, and what they find is taken in.

use super::world::{self, START, World, corner, county_of, grid_of_streets, plain, roster};
use zonglan::domain::{
    Actor, AnswerKind, Campaign, CheckItem, Checklist, Event, InspectionResult, Place, Recorded, RoundAct, Source,
    State, Stream,
};
use zonglan::feeds::simulator::{SimCounty, SimPlace, SimSettings, Simulator};
use zonglan::feeds::{Feed, FeedMessage};
use zonglan::spatial::distance_m;

fn checklist() -> Checklist {
    let item =
        |code: &str, kind| CheckItem { code: code.into(), question: "消防通道畅通".into(), kind, category: None };
    let items = vec![item("1", AnswerKind::Fits), item("2", AnswerKind::Number)];
    Checklist { code: "L1".into(), name: "检查表".into(), kinds: vec!["企业".into()], items }
}

fn campaign() -> Campaign {
    Campaign {
        code: "Z1".into(),
        name: "专项".into(),
        checklist: Some("L1".into()),
        from: START.plus_secs(-86_400),
        deadline_at: START.plus_secs(86_400),
        ..Campaign::default()
    }
}

/// Sixty places on the streets, half of which a campaign wants.
fn places() -> Vec<Place> {
    let place = |n: usize| Place {
        code: format!("P{n}").into(),
        name: format!("企业{n}"),
        kind: "企业".into(),
        at: corner(n % 12, n / 6, 0.3),
        ..Place::default()
    };
    (0..60).map(place).collect()
}

fn settings(visits_per_day: u32) -> SimSettings {
    SimSettings { visits_per_day, ..plain(0) }
}

fn simulator(seed: u64, settings: &SimSettings) -> Simulator {
    let (streets, roster, categories) = (grid_of_streets(), roster(100), world::categories());
    let sim = |(n, place): (usize, &Place)| SimPlace {
        code: place.code.clone(),
        at: place.at,
        checklist: Some("L1".into()),
        campaign: (n % 2 == 0).then(|| "Z1".into()),
        last_at: None,
    };
    let places: Vec<SimPlace> = places().iter().enumerate().map(sim).collect();
    let checklists = [checklist()];
    let county = SimCounty { places: &places, checklists: &checklists, ..county_of(&streets, &roster, &categories) };
    Simulator::new(seed, START, county, settings)
}

#[test]
fn people_on_their_rounds_look_at_places_and_say_what_they_find() {
    let settings = settings(3_000);
    let mut world = World::new(9, settings.clone());
    let registers = places().into_iter().map(Event::PlacePut);
    for event in registers.chain([Event::ChecklistPut(checklist()), Event::CampaignPut(campaign())]) {
        let stream = Stream::of_register(&event).unwrap();
        let (seq, by) = (world.picture.seq + 1, Actor::System("t".into()));
        world.picture.apply(&Recorded { seq, stream, version: 1, at: START, by, event });
    }
    world.simulator = simulator(9, &settings);
    world.run(3 * 3_600);
    let (picture, visits) = (&world.picture, &world.rounds);
    assert!(visits.len() >= 45, "{} visits", visits.len());
    let rows = picture.inspections.rows();
    assert_eq!(rows.len(), visits.len(), "each held");
    for command in visits {
        let RoundAct::Visit(visit) = &command.act else { panic!("{command:?}") };
        assert_eq!(command.by, Actor::Worker(visit.worker.clone()));
        let place = &picture.places.rows()[picture.places.number(&visit.place).unwrap() as usize];
        let near = |fix: &&zonglan::domain::Fix| {
            fix.worker == visit.worker && (0..=180).contains(&command.at.secs_since(fix.fixed_at))
        };
        let last = world.heard.iter().map(|(_, fix)| fix).filter(near).max_by_key(|fix| fix.fixed_at);
        let away_m = last.map_or(0.0, |fix| distance_m(fix.at, place.at));
        assert!(away_m < 120.0, "{} is {away_m} m away", visit.worker);
    }
    let of = |result| rows.iter().filter(|row| row.result == result).count();
    let problems = of(InspectionResult::Problems) as f64 / rows.iter().filter(|row| row.is_done()).count() as f64;
    assert!((0.2..0.6).contains(&problems), "{problems}");
    assert!(rows.iter().any(|row| row.settled > 0), "some are settled on the spot");
    let matters: Vec<_> = rows.iter().flat_map(|row| row.matters.iter()).collect();
    assert!(!matters.is_empty(), "some become matters");
    for matter in &matters {
        let row = world.row(matter.as_str());
        assert_eq!(row.source, Source::Grid);
        assert!(row.title.contains("消防通道畅通"), "{}", row.title);
    }
    assert!(matters.iter().any(|matter| world.state(matter.as_str()) > State::Reported), "the hall takes them up");
    // What the campaign wants goes first, and once done is left alone.
    let progress = picture.campaign_progress(0);
    let for_campaign =
        visits.iter().filter(|command| matches!(&command.act, RoundAct::Visit(visit) if visit.campaign.is_some()));
    let for_campaign = for_campaign.count();
    assert!(progress.done >= 25 && for_campaign <= 40, "{progress:?} {for_campaign}");
}

#[test]
fn visits_are_the_same_however_time_is_cut_and_none_where_there_are_no_places() {
    let life = |steps: i64| {
        let mut simulator = simulator(4, &settings(4_000));
        let said = (1..=3_600 / steps).flat_map(|n| simulator.advance(START.plus_secs(n * steps), &[]));
        said.filter(|message| matches!(message, FeedMessage::Round(_))).collect::<Vec<_>>()
    };
    let by_second = life(1);
    assert!(by_second.len() > 10, "{}", by_second.len());
    assert_eq!(by_second, life(600));
    let mut world = World::new(9, settings(100_000));
    world.run(1_800);
    assert!(world.rounds.is_empty());
}
