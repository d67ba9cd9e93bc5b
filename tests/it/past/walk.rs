//! The way of one worker: stops, speed, in the home area and out of it, what was done where.

use super::OFFSET_SECS;
use crate::county::small_county;
use zonglan::domain::{Fix, IncidentFile, IncidentRecord, LonLat, StepKind, Timestamp};
use zonglan::picture::Picture;
use zonglan::spatial::{destination, distance_m};

const START: i64 = 1_788_600_000;

/// A morning: ten minutes at the door, 1,800 m east out of the home grid, half an hour there, silence, one jump.
fn morning() -> (Vec<Fix>, LonLat, LonLat) {
    let door = LonLat::new(118.02, 36.01);
    let mut fixes = Vec::new();
    let mut at = START;
    let mut stand = |at: i64, place: LonLat| {
        let fix = Fix { worker: "W0".into(), at: place, fixed_at: Timestamp(at), heading_deg: None };
        fixes.push(fix);
    };
    for n in 0..20 {
        // A phone at rest trembles.
        stand(at, destination(door, f64::from(n) * 77.0, 6.0));
        at += 30;
    }
    for n in 1..=60 {
        stand(at, destination(door, 90.0, 30.0 * f64::from(n)));
        at += 20;
    }
    let there = destination(door, 90.0, 1_800.0);
    for n in 0..60 {
        stand(at, destination(there, f64::from(n) * 131.0, 8.0));
        at += 30;
    }
    at += 3_600;
    stand(at, there);
    stand(at + 10, destination(there, 0.0, 5_000.0));
    stand(at + 20, there);
    (fixes, door, there)
}

#[test]
fn a_morning_is_told_as_it_was() {
    let mut book = small_county();
    let (fixes, door, there) = morning();
    let at = |minutes: i64| Some(Timestamp(START + 60 * minutes));
    book.import_at(
        Timestamp(START + 90_000),
        IncidentRecord {
            file: IncidentFile {
                code: Some("M1".into()),
                title: "井盖".into(),
                at: Some(destination(there, 180.0, 20.0)),
                reported_at: Timestamp(START - 600),
                ..IncidentFile::default()
            },
            worker: Some("W0".into()),
            assigned_at: at(5),
            receipted_at: at(8),
            arrived_at: at(35),
            handled_at: at(50),
            ..IncidentRecord::default()
        },
    );
    let mut picture = Picture::new(OFFSET_SECS);
    book.events.iter().for_each(|recorded| picture.apply(recorded));
    picture.derive();
    let worker = picture.workers.number("W0").unwrap();
    let walk = picture.walk(worker, &fixes, Timestamp(START), Timestamp(START + 30_000));
    assert_eq!(walk.fixes, fixes.len());
    assert_eq!(walk.stops.len(), 2, "{:?}", walk.stops);
    for (stop, place) in walk.stops.iter().zip([door, there]) {
        assert!(distance_m(stop.at, place) < 30.0, "{stop:?}");
        let area = picture.areas.row(stop.area.unwrap());
        assert!(area.bounds.unwrap().contains(place));
    }
    assert!((500..=700).contains(&walk.stops[0].to.secs_since(walk.stops[0].from)));
    assert_eq!(walk.stops[1].incident.as_ref().map(|code| code.as_str()), Some("M1"));
    assert_eq!(walk.stops[0].incident, None);
    assert!((1_700.0..1_900.0).contains(&walk.length_m), "{}", walk.length_m);
    let speed = walk.speed_mps().unwrap();
    assert!((1.3..1.7).contains(&speed), "30 m in 20 s: {speed}");
    assert_eq!((walk.jumps, walk.silent_secs), (2, 3_630));
    // The home grid ends at 118.025°, some 450 m east of the door.
    let border_m = distance_m(door, LonLat::new(118.025, 36.01));
    let inside_secs = 600 + (border_m / 1.5) as i64;
    assert!((walk.inside_secs - inside_secs).abs() < 60, "{} for {inside_secs}", walk.inside_secs);
    let told = walk.moving_secs + walk.standing_secs + 20;
    assert_eq!(walk.inside_secs + walk.outside_secs, told, "jumps take time too");
    let done: Vec<(StepKind, bool)> =
        walk.done.iter().map(|done| (done.kind, done.away_m.is_some_and(|away| away < 60.0))).collect();
    assert_eq!(done, [(StepKind::Receipted, false), (StepKind::Arrived, true), (StepKind::Handled, true)]);
    let none = picture.walk(worker, &[], Timestamp(START), Timestamp(START + 60));
    assert_eq!((none.fixes, none.stops.len(), none.speed_mps()), (0, 0, None));
}
