//! Questions about the picture against a scan of its rows: every filter alone and with others, cameras that look at a
//! place, who answers for it.
#![allow(clippy::unwrap_used)]

use crate::county::{Book, small_county};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zonglan::domain::{
    Camera, CameraState, Event, IncidentFile, IncidentRecord, LonLat, Place, PlaceDetails, Role, Source, State,
    Timestamp, Urgency, Worker,
};
use zonglan::picture::{
    Assumed, CameraFilter, IncidentFilter, Picture, PlaceFilter, Wanted, WorkerFilter, WorkerState,
};
use zonglan::spatial::{Bounds, Found, Hit, Shape, destination, distance_m};

const NOW: Timestamp = Timestamp(1_789_000_000);
const HOUR_SECS: i64 = 3_600;
const SKILLS: [&str; 3] = ["水电", "调解", "消防"];
const AGENCIES: [&str; 3] = ["城管局", "住建局", "水务局"];
const KINDS: [&str; 3] = ["学校", "市场", "村委会"];

fn place(dice: &mut ChaCha8Rng) -> LonLat {
    LonLat::new(118.0 + dice.random_range(0.0..0.1), 36.0 + dice.random_range(0.0..0.1))
}

/// One of a list.
fn pick<T: Copy>(dice: &mut ChaCha8Rng, list: &[T]) -> T {
    list[dice.random_range(0..list.len())]
}

/// Nothing, or one of a list.
fn perhaps<T: Clone>(dice: &mut ChaCha8Rng, list: &[T]) -> Vec<T> {
    if dice.random_range(0..3) > 0 { Vec::new() } else { vec![list[dice.random_range(0..list.len())].clone()] }
}

fn add_workers(book: &mut Book, dice: &mut ChaCha8Rng) {
    for n in 0..300 {
        let grid = format!("99010100{}00{}", dice.random_range(0..4), dice.random_range(0..4));
        let on_duty = dice.random_range(0..10) > 0;
        book.put(Event::WorkerPut(Worker {
            code: format!("R{n}").into(),
            name: format!("李{n}"),
            role: pick(dice, &Role::ALL),
            agency: perhaps(dice, &AGENCIES).first().map(|name| (*name).into()),
            phone: None,
            skills: perhaps(dice, &SKILLS).iter().map(ToString::to_string).collect(),
            home_area: Some(grid.into()),
            vehicle: Default::default(),
            on_duty,
        }));
        if on_duty && dice.random_range(0..10) > 0 {
            let at = place(dice);
            book.stand(&format!("R{n}"), at, NOW.plus_secs(-dice.random_range(0..2 * HOUR_SECS)));
        }
    }
}

fn add_incidents(book: &mut Book, dice: &mut ChaCha8Rng) {
    for n in 0..600 {
        let reported_at = NOW.plus_secs(-dice.random_range(1..100 * HOUR_SECS));
        let closed = dice.random_range(0..3) > 0;
        let assigned = dice.random_range(0..2) > 0;
        let file = IncidentFile {
            code: Some(format!("M{n}").into()),
            urgency: pick(dice, &Urgency::ALL),
            source: pick(dice, &Source::ALL),
            category: Some(pick(dice, &["路灯", "积水"]).into()),
            title: "灯".into(),
            at: (dice.random_range(0..10) > 0).then(|| place(dice)),
            reported_at,
            confidential: dice.random_range(0..10) == 0,
            ..IncidentFile::default()
        };
        let worker = (assigned && !closed).then(|| format!("R{}", dice.random_range(0..300)).as_str().into());
        book.put_incident(IncidentRecord {
            file,
            agency: perhaps(dice, &AGENCIES).first().map(|name| (*name).into()),
            assigned_at: assigned.then(|| reported_at.plus_secs(60)),
            closed_at: closed.then(|| reported_at.plus_secs(600)),
            worker,
            ..IncidentRecord::default()
        });
    }
}

fn county(dice: &mut ChaCha8Rng) -> Book {
    let mut book = small_county();
    add_workers(&mut book, dice);
    add_incidents(&mut book, dice);
    for n in 0..200 {
        let at = place(dice);
        book.put(Event::CameraPut(Camera {
            code: format!("C{n}").into(),
            name: String::new(),
            operator: perhaps(dice, &AGENCIES).first().map(ToString::to_string),
            at,
            direction_deg: (n % 4 > 0).then(|| dice.random_range(0.0..360.0)),
            fov_deg: perhaps(dice, &[40.0, 90.0, 200.0, 360.0]).first().copied(),
            range_m: perhaps(dice, &[50.0, 2_000.0]).first().copied(),
            state: pick(dice, &CameraState::ALL),
        }));
        let kind = pick(dice, &KINDS).to_owned();
        book.put(Event::PlacePut(Place {
            code: format!("P{n}").into(),
            name: String::new(),
            kind,
            at: place(dice),
            details: PlaceDetails::default(),
        }));
    }
    book
}

fn any_area(dice: &mut ChaCha8Rng, picture: &Picture) -> Option<u32> {
    let areas = picture.areas.rows().len() as u32;
    (dice.random_range(0..2) > 0).then(|| dice.random_range(0..areas))
}

/// What is described: the filter, and the same in words of the rows.
type Described<'a> = (Wanted, Vec<(u32, LonLat)>, &'a Picture);

fn workers<'a>(dice: &mut ChaCha8Rng, picture: &'a Picture) -> Described<'a> {
    let filter = WorkerFilter {
        states: perhaps(dice, &WorkerState::ALL),
        roles: perhaps(dice, &Role::ALL),
        skills: perhaps(dice, &SKILLS.map(str::to_owned)),
        agencies: perhaps(dice, &AGENCIES.map(Into::into)),
        max_fix_age_secs: perhaps(dice, &[60, 600, 3_000]).first().copied(),
        home: any_area(dice, picture),
        free: dice.random_range(0..4) == 0,
    };
    let due = (0u32..).zip(picture.workers.rows()).filter(|(_, row)| {
        let age_secs = row.fix.map(|fix| NOW.secs_since(fix.fixed_at));
        let state = match (row.worker.on_duty, row.tasks.is_empty(), age_secs) {
            (false, ..) => WorkerState::OffDuty,
            (true, false, _) => WorkerState::OnTask,
            (true, true, Some(..=1_800)) => WorkerState::OnDuty,
            (true, true, _) => WorkerState::Offline,
        };
        let free = row.worker.on_duty && row.tasks.is_empty() && age_secs.is_some_and(|secs| secs <= 600);
        let home = row.home.map(|home| picture.areas.chain_of(home)).unwrap_or_default();
        (filter.states.is_empty() || filter.states[0] == state)
            && (filter.roles.is_empty() || filter.roles[0] == row.worker.role)
            && (filter.skills.is_empty() || row.worker.skills == filter.skills)
            && (filter.agencies.is_empty() || row.worker.agency == Some(filter.agencies[0].clone()))
            && filter.max_fix_age_secs.is_none_or(|most| age_secs.is_some_and(|secs| secs <= most))
            && filter.home.is_none_or(|area| home.contains(&area))
            && (!filter.free || free)
    });
    let due = due.filter_map(|(number, row)| Some((number, row.fix?.at))).collect();
    (Wanted::Workers(filter), due, picture)
}

fn incident_filter(dice: &mut ChaCha8Rng, picture: &Picture) -> (IncidentFilter, Vec<u32>) {
    let from = (dice.random_range(0..3) == 0).then(|| NOW.plus_secs(-dice.random_range(50..100) * HOUR_SECS));
    let to = (dice.random_range(0..3) == 0).then(|| NOW.plus_secs(-dice.random_range(0..50) * HOUR_SECS));
    let filter = IncidentFilter {
        states: perhaps(dice, &[State::Reported, State::Assigned, State::Closed]),
        closed_too: dice.random_range(0..3) == 0,
        urgencies: perhaps(dice, &Urgency::ALL),
        sources: perhaps(dice, &Source::ALL),
        categories: perhaps(dice, &[0, 1]),
        agencies: perhaps(dice, &[0, 1, 2]),
        area: any_area(dice, picture),
        from,
        to,
    };
    let due = (0u32..).zip(picture.incidents.rows()).filter(|(_, row)| {
        let reported = row.reported_at();
        let any_state = filter.closed_too || from.is_some() || to.is_some();
        let state = match filter.states.first() {
            Some(state) => row.state == *state,
            None => any_state || row.state.is_open(),
        };
        let chain = row.grid.map(|grid| picture.areas.chain_of(grid)).unwrap_or_default();
        state
            && (filter.urgencies.is_empty() || filter.urgencies[0] == row.urgency)
            && (filter.sources.is_empty() || filter.sources[0] == row.source)
            && (filter.categories.is_empty() || row.category == Some(filter.categories[0]))
            && (filter.agencies.is_empty() || row.agency == Some(filter.agencies[0]))
            && from.is_none_or(|from| reported >= from)
            && to.is_none_or(|to| reported < to)
            && filter.area.is_none_or(|area| chain.contains(&area))
    });
    let due = due.map(|(number, _)| number).collect();
    (filter, due)
}

fn incidents<'a>(dice: &mut ChaCha8Rng, picture: &'a Picture) -> Described<'a> {
    let (filter, due) = incident_filter(dice, picture);
    let row = |number: u32| picture.incidents.row(number);
    // A confidential matter's place is nobody's to find out.
    let located = due.into_iter().filter(|number| !row(*number).confidential);
    let due = located.filter_map(|number| Some((number, row(number).at?))).collect();
    (Wanted::Incidents(filter), due, picture)
}

fn cameras<'a>(dice: &mut ChaCha8Rng, picture: &'a Picture) -> Described<'a> {
    let filter = CameraFilter {
        states: perhaps(dice, &CameraState::ALL),
        operators: perhaps(dice, &AGENCIES.map(str::to_owned)),
        area: any_area(dice, picture),
    };
    let due = (0u32..).zip(picture.cameras.rows()).filter(|(_, camera)| {
        (filter.states.is_empty() || filter.states[0] == camera.state)
            && (filter.operators.is_empty() || camera.operator == Some(filter.operators[0].clone()))
            && filter.area.is_none_or(|area| picture.areas.chain_at(camera.at).contains(&area))
    });
    let due = due.map(|(number, camera)| (number, camera.at)).collect();
    (Wanted::Cameras(filter), due, picture)
}

fn places<'a>(dice: &mut ChaCha8Rng, picture: &'a Picture) -> Described<'a> {
    let filter = PlaceFilter { kinds: perhaps(dice, &KINDS.map(str::to_owned)), area: any_area(dice, picture) };
    let due = (0u32..).zip(picture.places.rows()).filter(|(_, place)| {
        (filter.kinds.is_empty() || filter.kinds[0] == place.kind)
            && filter.area.is_none_or(|area| picture.areas.chain_at(place.at).contains(&area))
    });
    let due = due.map(|(number, place)| (number, place.at)).collect();
    (Wanted::Places(filter), due, picture)
}

/// Asks by distance, in a circle and in a box.
fn ask(dice: &mut ChaCha8Rng, (wanted, due, picture): Described) -> usize {
    let at = place(dice);
    let hit = |(id, there): &(u32, LonLat)| Hit { id: *id, distance_m: distance_m(at, *there) };
    let mut hits: Vec<Hit> = due.iter().map(hit).collect();
    hits.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id)));
    let k = dice.random_range(0..12);
    assert_eq!(picture.nearest(&wanted, at, k, NOW), hits[..k.min(hits.len())], "{wanted:?}");
    let radius_m = dice.random_range(0.0..6_000.0);
    let inside = hits.iter().filter(|hit| hit.distance_m <= radius_m);
    let inside: Vec<Found> = inside.map(|hit| Found { id: hit.id, distance_m: Some(hit.distance_m) }).collect();
    assert_eq!(picture.within(&wanted, &Shape::Circle { at, radius_m }, NOW), inside, "{wanted:?}");
    let bounds = Bounds::new(at, LonLat::new(at.lon_deg + 0.05, at.lat_deg + 0.05));
    let inside = due.iter().filter(|(_, there)| bounds.contains(*there));
    let inside: Vec<Found> = inside.map(|(id, _)| Found { id: *id, distance_m: None }).collect();
    assert_eq!(picture.within(&wanted, &Shape::Bounds(bounds), NOW), inside, "{wanted:?}");
    due.len()
}

#[test]
fn every_filter_finds_what_a_scan_finds() {
    let mut dice = ChaCha8Rng::seed_from_u64(31);
    let mut book = county(&mut dice);
    let mut found = [0; 4];
    for round in 0..4 {
        for _ in 0..150 {
            let picture = &book.picture;
            let asked = [
                workers(&mut dice, picture),
                incidents(&mut dice, picture),
                cameras(&mut dice, picture),
                places(&mut dice, picture),
            ];
            for (described, found) in asked.into_iter().zip(&mut found) {
                *found += ask(&mut dice, described);
            }
            let (filter, mut due) = incident_filter(&mut dice, picture);
            let mut told = picture.incidents_of(&filter, NOW);
            if !filter.reaches_closed() && !filter.has_period() && filter.states.is_empty() {
                due.retain(|number| picture.incidents.row(*number).state.is_handling());
                let queue = picture.queue(NOW);
                assert!(told.is_sorted_by_key(|number| queue.iter().position(|n| n == number)));
            } else {
                assert!(
                    told.is_sorted_by_key(|number| std::cmp::Reverse(picture.incidents.row(*number).reported_at()))
                );
            }
            told.sort_unstable();
            assert_eq!(told, due, "{filter:?}");
        }
        // Matters come and close under our eyes: the indexes follow.
        for n in 0..40 {
            let (code, at, reported_at) = (format!("L{round}-{n}"), place(&mut dice), NOW.plus_secs(-60));
            book.report(&code, at, Urgency::U2, reported_at);
            if n % 2 == 0 {
                let file = IncidentFile { code: Some(code.into()), at: Some(at), reported_at, ..Default::default() };
                book.put_incident(IncidentRecord { file, closed_at: Some(NOW), ..Default::default() });
            }
        }
    }
    assert!(found.iter().all(|found| *found > 1_000), "the filters let things through: {found:?}");
}

/// Cameras about one place; each looks east unless it says otherwise, 50 m away unless it says otherwise.
fn camera(code: &str, at: LonLat, change: impl FnOnce(&mut Camera)) -> Event {
    let mut camera = Camera {
        code: code.into(),
        name: code.into(),
        operator: None,
        at: destination(at, 270.0, 50.0),
        direction_deg: Some(90.0),
        fov_deg: Some(60.0),
        range_m: Some(100.0),
        state: CameraState::Online,
    };
    change(&mut camera);
    Event::CameraPut(camera)
}

#[test]
fn cameras_look_at_a_place_by_direction_opening_and_range() {
    let mut book = small_county();
    let at = LonLat::new(118.05, 36.05);
    for event in [
        camera("faulty", at, |c| c.state = CameraState::Fault),
        camera("straight", at, |_| ()),
        camera("off by 29°", at, |c| (c.direction_deg, c.at) = (Some(119.0), destination(at, 270.0, 40.0))),
        camera("off by 31°", at, |c| c.direction_deg = Some(121.0)),
        camera("from behind", at, |c| c.direction_deg = Some(270.0)),
        camera("too far", at, |c| c.at = destination(at, 270.0, 101.0)),
        camera("no direction", at, |c| (c.direction_deg, c.at) = (None, destination(at, 0.0, 10.0))),
        camera("no opening", at, |c| (c.fov_deg, c.direction_deg) = (None, Some(70.0))),
        camera("no range, near", at, |c| (c.range_m, c.at) = (None, destination(at, 270.0, 59.0))),
        camera("no range, far", at, |c| (c.range_m, c.at) = (None, destination(at, 270.0, 61.0))),
        camera("all around", at, |c| (c.fov_deg, c.direction_deg) = (Some(360.0), Some(270.0))),
        camera("on the spot", at, |c| (c.at, c.direction_deg) = (at, Some(1.0))),
        camera("over north", at, |c| {
            (c.at, c.direction_deg, c.state) = (destination(at, 175.0, 30.0), Some(350.0), CameraState::Unknown)
        }),
    ] {
        book.put(event);
    }
    let found = book.picture.cameras_looking_at(at, &CameraFilter::default());
    let told: Vec<(&str, Option<f64>, &[Assumed])> = found
        .iter()
        .map(|looking| {
            let camera = &book.picture.cameras.rows()[looking.camera as usize];
            assert!((looking.distance_m - distance_m(camera.at, at)).abs() < 1e-9);
            (camera.code.as_str(), looking.off_axis_deg.map(f64::round), looking.assumed.as_slice())
        })
        .collect();
    let due: [(&str, Option<f64>, &[Assumed]); 9] = [
        ("on the spot", Some(0.0), &[]),
        ("off by 29°", Some(29.0), &[]),
        ("straight", Some(0.0), &[]),
        ("no opening", Some(20.0), &[Assumed::FieldOfView]),
        ("all around", None, &[]),
        ("no range, near", Some(0.0), &[Assumed::Range]),
        ("no direction", None, &[Assumed::Direction]),
        ("over north", Some(5.0), &[]),
        ("faulty", Some(0.0), &[]),
    ];
    assert_eq!(told, due);
    let online = CameraFilter { states: vec![CameraState::Online], ..CameraFilter::default() };
    assert_eq!(book.picture.cameras_looking_at(at, &online).len(), 7);
    let nowhere = [LonLat::new(f64::NAN, 0.0), LonLat::new(-180.0, 90.0)];
    assert!(nowhere.iter().all(|at| book.picture.cameras_looking_at(*at, &CameraFilter::default()).is_empty()));
}

#[test]
fn who_answers_is_the_finest_areas_chief() {
    let mut book = small_county();
    let at = LonLat::new(118.01, 36.01);
    let answers = |book: &Book| {
        let here = book.picture.here(at, NOW);
        let levels: Vec<usize> = here.areas.iter().map(|answerable| answerable.people.len()).collect();
        (here.answers.map(|worker| book.picture.workers.row(worker).worker.code.to_string()), levels)
    };
    // W0, W4, W8 … live in the grids of town 0; W0 in its grid 0.
    assert_eq!(answers(&book), (Some("W0".into()), vec![0, 0, 1]));
    let appoint = |book: &mut Book, code: &str, home: &str| {
        book.put(Event::WorkerPut(Worker {
            code: code.into(),
            name: code.into(),
            role: Role::GridChief,
            agency: None,
            phone: None,
            skills: Vec::new(),
            home_area: Some(home.into()),
            vehicle: Default::default(),
            on_duty: true,
        }));
    };
    appoint(&mut book, "town's", "990101000");
    assert_eq!(answers(&book), (Some("town's".into()), vec![0, 1, 1]), "a chief before who only walks there");
    appoint(&mut book, "grid's", "990101000000");
    assert_eq!(answers(&book), (Some("grid's".into()), vec![0, 1, 2]));
    book.report("near", LonLat::new(118.012, 36.01), Urgency::U3, NOW);
    book.report("far", LonLat::new(118.05, 36.01), Urgency::U1, NOW);
    let here = book.picture.here(at, NOW);
    let codes: Vec<&str> = here.incidents.iter().map(|hit| book.picture.incidents.row(hit.id).code.as_str()).collect();
    assert_eq!(codes, ["near", "far"]);
    let outside = book.picture.here(LonLat::new(10.0, 10.0), NOW);
    assert!(outside.areas.is_empty() && outside.answers.is_none() && outside.cameras.is_empty());
}
