//! What is found, as JSON. What is confidential is only counted, never told.

use serde_json::{Map, Value, json};
use zonglan::domain::{LonLat, MaskScope, Timestamp, mask};
use zonglan::picture::{Assumed, Looking, NameMatch, NamedPlace, NamedThing, Picture, Wanted};

/// One thing that was found, with its distance in metres where there is one.
pub(super) fn described(
    picture: &Picture,
    wanted: &Wanted,
    number: u32,
    distance_m: Option<f64>,
    now: Timestamp,
) -> Value {
    let mut value = match wanted {
        Wanted::Workers(_) => worker(picture, number, now),
        Wanted::Cameras(_) => camera(picture, number),
        Wanted::Incidents(_) => incident(picture, number),
        Wanted::Places(_) => place(picture, number),
    };
    if let Some(distance_m) = distance_m {
        value["distance_m"] = round_m(distance_m);
    }
    value
}

/// How many there are, in all and by state (places: by kind).
pub(super) fn counted(picture: &Picture, wanted: &Wanted, numbers: impl Iterator<Item = u32>, now: Timestamp) -> Value {
    let mut by = Map::new();
    let mut count = 0;
    for number in numbers {
        let word = match wanted {
            Wanted::Workers(_) => json!(picture.workers.row(number).state(now)),
            Wanted::Cameras(_) => json!(picture.cameras.rows()[number as usize].state),
            Wanted::Incidents(_) => json!(picture.incidents.row(number).state),
            Wanted::Places(_) => json!(picture.places.rows()[number as usize].kind),
        };
        let word = word.as_str().unwrap_or_default().to_owned();
        let so_far = by.get(&word).and_then(Value::as_u64).unwrap_or(0);
        by.insert(word, json!(so_far + 1));
        count += 1;
    }
    let by_what = if matches!(wanted, Wanted::Places(_)) { "by_kind" } else { "by_state" };
    json!({ "count": count, by_what: by })
}

/// Metres to the decimetre.
pub(super) fn round_m(metres: f64) -> Value {
    json!((metres * 10.0).round() / 10.0)
}

fn worker(picture: &Picture, number: u32, now: Timestamp) -> Value {
    let row = picture.workers.row(number);
    let fix = row.fix.map(|fix| json!({ "lon": fix.at.lon_deg, "lat": fix.at.lat_deg, "fixed_at": fix.fixed_at.0 }));
    let home = row.home.map(|home| picture.areas.row(home).code.to_string());
    json!({ "worker": row.worker.code, "name": row.worker.name, "role": row.worker.role, "state": row.state(now),
        "agency": row.worker.agency, "skills": row.worker.skills, "home": home, "fix": fix, "tasks": row.tasks.len() })
}

fn camera(picture: &Picture, number: u32) -> Value {
    let camera = &picture.cameras.rows()[number as usize];
    json!({ "camera": camera.code, "name": camera.name, "state": camera.state, "operator": camera.operator,
        "lon": camera.at.lon_deg, "lat": camera.at.lat_deg })
}

fn place(picture: &Picture, number: u32) -> Value {
    let place = &picture.places.rows()[number as usize];
    let last = picture.inspections.last_of_place(number);
    json!({ "place": place.code, "name": place.name, "kind": place.kind,
        "lon": place.at.lon_deg, "lat": place.at.lat_deg,
        "inspected_at": last.map(|row| row.at.0), "inspection_result": last.map(|row| row.result) })
}

pub(super) fn incident(picture: &Picture, number: u32) -> Value {
    let row = picture.incidents.row(number);
    let title = if row.confidential { "".into() } else { mask(&row.title, MaskScope::Usual) };
    let at = row.at.filter(|_| !row.confidential);
    json!({
        "incident": row.code, "title": title, "state": row.state, "urgency": row.urgency, "source": row.source,
        "category": row.category.map(|c| picture.categories.rows()[c as usize].code.to_string()),
        "reported_at": row.reported_at().0, "deadline_at": row.deadline_at.map(|at| at.0),
        "lon": at.map(|at| at.lon_deg), "lat": at.map(|at| at.lat_deg),
        "agency": row.agency.map(|a| picture.agencies.name(a).to_string()),
        "worker": row.worker.map(|w| picture.workers.row(w).worker.code.to_string()),
        "confidential": row.confidential,
        "inspection": picture.inspections.of_matter(&row.code).map(|visit| &picture.inspections.row(visit).code),
    })
}

/// The places that a text names, and how it names them.
pub(in super::super) fn named(picture: &Picture, text: &str, most: usize) -> Value {
    let tell = |found: &NamedPlace| {
        let mut told = match found.thing {
            NamedThing::Position => json!({ "kind": "position" }),
            NamedThing::Area(number) => {
                let row = picture.areas.row(number);
                json!({ "kind": "area", "code": row.code, "name": row.name, "level": row.level })
            }
            NamedThing::Place(number) => {
                let place = &picture.places.rows()[number as usize];
                json!({ "kind": "place", "code": place.code, "name": place.name, "place_kind": place.kind })
            }
        };
        told["lon"] = json!(found.at.lon_deg);
        told["lat"] = json!(found.at.lat_deg);
        told["by"] = json!(match found.by {
            NameMatch::Code => "code",
            NameMatch::Whole => "name",
            NameMatch::Begins => "beginning",
            NameMatch::Contains => "part",
            NameMatch::Mentioned => "mention",
        });
        told
    };
    picture.places_named(text, most).iter().map(tell).collect()
}

/// A camera that looks at the place, and why it is named: `assumed` lists what the register does not say.
pub(super) fn looking(picture: &Picture, looking: &Looking) -> Value {
    let mut value = camera(picture, looking.camera);
    let assumed: Vec<&str> = looking.assumed.iter().map(assumption).collect();
    value["distance_m"] = round_m(looking.distance_m);
    value["off_axis_deg"] = json!(looking.off_axis_deg.map(|deg| (deg * 10.0).round() / 10.0));
    value["assumed"] = json!(assumed);
    value
}

fn assumption(assumed: &Assumed) -> &'static str {
    match assumed {
        Assumed::Direction => "sees all around",
        Assumed::FieldOfView => "field of view 60°",
        Assumed::Range => "range 60 m",
    }
}

/// The areas of a place as the territory was cut at a moment; who answered for them then, nobody has kept.
pub(super) fn here_then(picture: &Picture, at: LonLat, moment: Timestamp) -> Value {
    let areas: Vec<Value> = picture
        .areas
        .chain_then(at, moment)
        .into_iter()
        .map(|area| {
            json!({ "code": area.code, "name": area.name, "level": area.level, "dedicated": area.dedicated,
                "valid_from": area.valid_from.map(|at| at.0), "valid_to": area.valid_to.map(|at| at.0) })
        })
        .collect();
    json!({ "lon": at.lon_deg, "lat": at.lat_deg, "areas": areas })
}

/// Who answers for a place, who sees it, what is open about it; of each area's people the first `most`.
pub(super) fn here(picture: &Picture, at: LonLat, most: usize, now: Timestamp) -> Value {
    let here = picture.here(at, now);
    let person = |number: u32| {
        let row = picture.workers.row(number);
        json!({ "worker": row.worker.code, "name": row.worker.name, "role": row.worker.role, "state": row.state(now) })
    };
    let areas: Vec<Value> = here
        .areas
        .iter()
        .map(|answerable| {
            let row = picture.areas.row(answerable.area);
            let people: Vec<Value> = answerable.people.iter().take(most).map(|number| person(*number)).collect();
            json!({ "code": row.code, "name": row.name, "level": row.level, "dedicated": row.dedicated,
                "people": people, "people_total": answerable.people.len() })
        })
        .collect();
    let open = Wanted::Incidents(Default::default());
    let near = here.incidents.iter().map(|hit| described(picture, &open, hit.id, Some(hit.distance_m), now));
    json!({
        "lon": at.lon_deg, "lat": at.lat_deg,
        "areas": areas,
        "answers": here.answers.map(person),
        "cameras": here.cameras.iter().map(|found| looking(picture, found)).collect::<Vec<_>>(),
        "incidents": near.collect::<Vec<_>>(),
    })
}
