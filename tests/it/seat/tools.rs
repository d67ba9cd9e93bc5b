//! The tools on the map: shapes against a walk over the rows, lines, things picked one by one, who answers for a place.

use super::{AT, NOW};
use crate::county::{Book, small_county};
use geo::{Intersects, MultiPolygon, Point};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zonglan::domain::{Camera, CameraState, Event, IncidentFile, LonLat, Role, Stream, Timestamp, Urgency, Worker};
use zonglan::picture::WorkerState;
use zonglan::seat::tools::{Asked, DrawKind, Listed, Measured, Picked};
use zonglan::seat::{
    Intent, Lang, ReplayIntent, Screen, Seat, Selection, StateExtras, ToolIntent, VisitIntent, state_json,
};
use zonglan::spatial::{Bounds, Px, Shape, area_m2, destination, distance_m};

fn report(book: &mut Book, code: &str, at: LonLat, urgency: Urgency, confidential: bool) {
    let file = IncidentFile {
        title: "路灯不亮".into(),
        urgency,
        at: Some(at),
        reported_at: NOW.plus_secs(-600),
        confidential,
        ..IncidentFile::default()
    };
    let by = zonglan::domain::Actor::System("test".into());
    book.record(Stream::incident(&code.into()), file.reported_at, by, Event::Reported(Box::new(file)));
}

fn put_camera(book: &mut Book, code: &str, at: LonLat, state: CameraState) {
    book.put(Event::CameraPut(Camera {
        code: code.into(),
        name: code.into(),
        operator: None,
        at,
        direction_deg: None,
        fov_deg: Some(360.0),
        range_m: Some(80.0),
        state,
    }));
}

fn somewhere(dice: &mut ChaCha8Rng) -> LonLat {
    LonLat::new(118.0 + dice.random_range(0.0..0.1), 36.0 + dice.random_range(0.0..0.1))
}

/// A county with people, matters and cameras all over it.
fn full(dice: &mut ChaCha8Rng) -> Book {
    let mut book = small_county();
    for n in 0..150 {
        let code = format!("R{n}");
        book.put(Event::WorkerPut(Worker {
            code: code.as_str().into(),
            name: format!("李{n}"),
            role: Role::ALL[n % Role::ALL.len()],
            agency: None,
            phone: None,
            skills: Vec::new(),
            home_area: None,
            vehicle: Default::default(),
            on_duty: n % 5 > 0,
        }));
        if n % 5 > 0 {
            let at = somewhere(dice);
            book.stand(&code, at, NOW.plus_secs(-dice.random_range(0..3_600)));
        }
    }
    for n in 0..200 {
        let at = somewhere(dice);
        report(&mut book, &format!("M{n}"), at, Urgency::ALL[n % 4], n % 7 == 0);
    }
    for n in 0..100 {
        let at = somewhere(dice);
        put_camera(&mut book, &format!("C{n}"), at, CameraState::ALL[n % CameraState::ALL.len()]);
    }
    book
}

fn seat_of(book: Book) -> Seat {
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    seat
}

fn seat() -> Seat {
    let mut book = small_county();
    report(&mut book, "CL-1", AT, Urgency::U1, false);
    report(&mut book, "CL-2", LonLat::new(118.02, 36.02), Urgency::U3, false);
    report(&mut book, "CL-KEPT", LonLat::new(118.021, 36.021), Urgency::U2, true);
    book.stand("W1", destination(AT, 45.0, 320.0), NOW.plus_secs(-20));
    put_camera(&mut book, "CAM", destination(AT, 0.0, 40.0), CameraState::Online);
    seat_of(book)
}

fn mean(seat: &mut Seat, intent: ToolIntent) {
    seat.intend(Intent::Tool(intent));
}

fn px(seat: &Seat, at: LonLat) -> Px {
    seat.view.screen_from_lonlat(at)
}

/// Asks about a place.
fn who(seat: &mut Seat, at: LonLat) {
    let px = px(seat, at);
    mean(seat, ToolIntent::Who(px));
}

/// Picks what stands at a place, beside what was picked before.
fn add(seat: &mut Seat, at: LonLat) {
    let px = px(seat, at);
    mean(seat, ToolIntent::Add(px));
}

fn click(seat: &mut Seat, at: LonLat) {
    let px = px(seat, at);
    seat.intend(Intent::PickAt(px));
}

fn drag(seat: &mut Seat, kind: DrawKind, from: LonLat, to: LonLat) {
    let (from, to) = (px(seat, from), px(seat, to));
    mean(seat, ToolIntent::Drag { kind, from, to });
    mean(seat, ToolIntent::Finish);
}

fn asked_shape(seat: &Seat) -> Shape {
    match &seat.tools.asked {
        Some(Asked::Shape { shape, .. }) => shape.clone(),
        other => panic!("no shape is asked about: {other:?}"),
    }
}

/// Whether a point lies in a shape, by another way than the seat goes.
fn lies_in(shape: &Shape, at: LonLat) -> bool {
    match shape {
        Shape::Circle { at: middle, radius_m } => distance_m(*middle, at) <= *radius_m,
        Shape::Bounds(Bounds { min, max }) => {
            (min.lon_deg..=max.lon_deg).contains(&at.lon_deg) && (min.lat_deg..=max.lat_deg).contains(&at.lat_deg)
        }
        Shape::Polygon(polygon) => polygon.intersects(&Point::new(at.lon_deg, at.lat_deg)),
    }
}

#[test]
fn what_lies_in_a_shape_is_what_a_walk_over_the_rows_finds() {
    let mut dice = ChaCha8Rng::seed_from_u64(6);
    let mut seat = seat_of(full(&mut dice));
    let mut found = [0; 4];
    for round in 0..60 {
        let kind = [DrawKind::Rectangle, DrawKind::Circle, DrawKind::Polygon][round % 3];
        if kind == DrawKind::Polygon {
            mean(&mut seat, ToolIntent::Draw(kind));
            // Some of them cross themselves.
            for _ in 0..3 + round % 4 {
                let at = somewhere(&mut dice);
                click(&mut seat, at);
            }
            mean(&mut seat, ToolIntent::Finish);
        } else {
            let (from, to) = (somewhere(&mut dice), somewhere(&mut dice));
            drag(&mut seat, kind, from, to);
        }
        let (shape, within, picture) = (asked_shape(&seat), seat.within_asked().unwrap(), &seat.picture);
        let sorted = |mut numbers: Vec<u32>| {
            numbers.sort_unstable();
            numbers
        };
        let walk =
            |count: usize, is_in: &dyn Fn(u32) -> bool| (0..count as u32).filter(|n| is_in(*n)).collect::<Vec<_>>();
        let incidents = walk(picture.incidents.rows().len(), &|n| {
            let row = picture.incidents.row(n);
            row.state.is_open() && !row.confidential && row.at.is_some_and(|at| lies_in(&shape, at))
        });
        let workers = walk(picture.workers.rows().len(), &|n| {
            let row = picture.workers.row(n);
            row.worker.on_duty && row.fix.is_some_and(|fix| lies_in(&shape, fix.at))
        });
        let cameras = walk(picture.cameras.rows().len(), &|n| lies_in(&shape, picture.cameras.rows()[n as usize].at));
        let size_km2 = shape.area_m2() / 1e6;
        let areas = walk(picture.areas.rows().len(), &|n| {
            let row = picture.areas.row(n);
            row.area_km2 <= size_km2 && lies_in(&shape, row.anchor.unwrap())
        });
        for (place, numbers) in [&incidents, &workers, &cameras, &areas].into_iter().enumerate() {
            found[place] += numbers.len();
        }
        assert!(within.incidents.is_sorted_by_key(|n| picture.incidents.row(*n).urgency));
        assert_eq!(sorted(within.incidents.clone()), incidents, "{shape:?}");
        assert_eq!(sorted(within.workers.clone()), workers, "{shape:?}");
        assert_eq!(sorted(within.cameras.clone()), cameras, "{shape:?}");
        assert_eq!(sorted(within.areas.clone()), areas, "{shape:?}");
        let counts = within.counts;
        assert_eq!(seat.counts_within(&shape), counts, "counted while it is drawn");
        assert_eq!((counts.incidents(), counts.workers()), (incidents.len(), workers.len()));
        assert_eq!(counts.cameras, Some(cameras.len()));
        let of_state = |state| workers.iter().filter(|n| picture.workers.row(**n).state(NOW) == state).count();
        let states = [WorkerState::OnDuty, WorkerState::OnTask, WorkerState::Offline].map(of_state);
        assert_eq!([counts.free, counts.on_task, counts.offline], states);
    }
    assert!(found.iter().all(|count| *count > 100), "too little to tell: {found:?}");
}

#[test]
fn confidential_matters_count_with_whole_areas_only() {
    let mut seat = seat();
    let kept = LonLat::new(118.021, 36.021);
    // However near a shape is drawn round it, it does not say where it is.
    drag(&mut seat, DrawKind::Circle, kept, destination(kept, 90.0, 30.0));
    let found = seat.within_asked().unwrap();
    assert_eq!((found.confidential, found.areas.len(), found.incidents.len()), (Some(0), 0, 0));
    drag(&mut seat, DrawKind::Rectangle, LonLat::new(117.99, 35.99), LonLat::new(118.06, 36.06));
    let found = seat.within_asked().unwrap();
    assert_eq!((found.confidential, found.incidents.len()), (Some(1), 2));
    seat.intend(Intent::Visit(VisitIntent::On));
    let found = seat.within_asked().unwrap();
    assert_eq!((found.confidential, found.counts.cameras), (None, None), "kept from visitors");
    assert!(found.cameras.is_empty() && !found.incidents.is_empty());
}

#[test]
fn a_polygon_is_clicked_taken_back_closed_and_given_up() {
    let mut seat = seat();
    mean(&mut seat, ToolIntent::Draw(DrawKind::Polygon));
    let corners = [(118.0, 36.0), (118.04, 36.0), (118.09, 36.09), (118.04, 36.04), (118.0, 36.04)];
    let corners = corners.map(|(lon, lat)| LonLat::new(lon, lat));
    for at in &corners[..2] {
        click(&mut seat, *at);
    }
    mean(&mut seat, ToolIntent::Finish);
    assert!(seat.tools.drawing.is_some() && seat.tools.asked.is_none(), "two corners are no polygon");
    click(&mut seat, corners[2]);
    mean(&mut seat, ToolIntent::TakeBack);
    for at in &corners[3..] {
        click(&mut seat, *at);
    }
    assert_eq!(seat.selection, None, "clicks set corners and select nothing");
    // A double click is a click on the last corner and one more.
    seat.intend(Intent::FitAt(px(&seat, corners[4])));
    assert!(seat.tools.drawing.is_none());
    let state = state_json(&seat, &StateExtras::default());
    assert_eq!(state["tools"]["found"]["incidents"], serde_json::json!(["CL-2"]), "{}", state["tools"]);
    assert_eq!(state["tools"]["asked"]["kind"], "polygon");
    // The first corner again ends it, too; Escape gives one up, and then closes what was found.
    mean(&mut seat, ToolIntent::Draw(DrawKind::Polygon));
    [corners[0], corners[1], corners[2], corners[0]].into_iter().for_each(|at| click(&mut seat, at));
    assert!(seat.tools.drawing.is_none());
    mean(&mut seat, ToolIntent::Draw(DrawKind::Polygon));
    click(&mut seat, corners[0]);
    seat.intend(Intent::Back);
    assert!(seat.tools.drawing.is_none() && seat.tools.asked.is_some());
    seat.intend(Intent::Back);
    assert!(seat.tools.asked.is_none());
    mean(&mut seat, ToolIntent::Draw(DrawKind::Polygon));
    mean(&mut seat, ToolIntent::Draw(DrawKind::Polygon));
    assert!(seat.tools.drawing.is_none(), "the key that took it up puts it down");
}

#[test]
fn two_clicks_draw_what_a_drag_draws() {
    let mut seat = seat();
    let (from, to) = (LonLat::new(118.01, 36.01), LonLat::new(118.06, 36.07));
    for kind in [DrawKind::Rectangle, DrawKind::Circle] {
        drag(&mut seat, kind, from, to);
        let dragged = asked_shape(&seat);
        mean(&mut seat, ToolIntent::CloseFound);
        mean(&mut seat, ToolIntent::Draw(kind));
        click(&mut seat, from);
        click(&mut seat, to);
        assert_eq!(asked_shape(&seat), dragged);
    }
}

#[test]
fn a_line_is_measured_on_the_ellipsoid_and_closes_in_an_area() {
    let mut seat = seat();
    let corners = [(118.01, 36.01), (118.09, 36.01), (118.05, 36.08)].map(|(lon, lat)| LonLat::new(lon, lat));
    mean(&mut seat, ToolIntent::Draw(DrawKind::Measure));
    corners.into_iter().for_each(|at| click(&mut seat, at));
    mean(&mut seat, ToolIntent::Finish);
    let near = |a: f64, b: f64| (a - b).abs() < b * 1e-6;
    let line = seat.tools.measured.clone().unwrap();
    let parts = [distance_m(corners[0], corners[1]), distance_m(corners[1], corners[2])];
    assert!(line.lengths_m().iter().zip(parts).all(|(a, b)| near(*a, b)), "{line:?}");
    assert!(near(line.total_m(), parts[0] + parts[1]) && line.area_m2().is_none());
    mean(&mut seat, ToolIntent::Draw(DrawKind::Measure));
    assert!(seat.tools.measured.is_none(), "a new line wipes the one before");
    corners.into_iter().chain([corners[0]]).for_each(|at| click(&mut seat, at));
    let ring = seat.tools.measured.clone().unwrap();
    let ground = geo::Polygon::new(ring.corners.iter().map(|at| (at.lon_deg, at.lat_deg)).collect(), Vec::new());
    assert!(ring.closed && near(ring.area_m2().unwrap(), area_m2(&MultiPolygon(vec![ground]))));
    assert!(near(ring.total_m(), line.total_m() + distance_m(corners[2], corners[0])));
    seat.intend(Intent::Back);
    assert!(seat.tools.measured.is_none());
    assert_eq!(Measured::default().total_m(), 0.0);
}

#[test]
fn things_are_picked_one_by_one_and_let_go_of() {
    let mut seat = seat();
    let (matter, worker) = (seat.picture.incidents.number(&"CL-1".into()).unwrap(), 1);
    seat.view.center = AT;
    seat.view.zoom = 16.0;
    seat.intend(Intent::Select(Selection::Incident(matter)));
    let at_worker = seat.picture.workers.row(worker).fix.unwrap().at;
    add(&mut seat, at_worker);
    assert_eq!(
        seat.tools.several(),
        [Picked::Incident("CL-1".into()), Picked::Worker(worker)],
        "with what is selected"
    );
    assert_eq!(seat.tools.list, Listed::Workers);
    let found = seat.within_asked().unwrap();
    assert_eq!((found.incidents.as_slice(), found.workers.as_slice()), (&[matter][..], &[worker][..]));
    assert_eq!(seat.selection, Some(Selection::Incident(matter)), "the card stays");
    // It survives pan, zoom and refresh.
    seat.intend(Intent::Pan { dx_px: 300.0, dy_px: 40.0 });
    seat.tick(NOW.plus_secs(30));
    assert_eq!(seat.picked(seat.tools.several()).count(), 2);
    add(&mut seat, AT);
    assert_eq!(seat.tools.several(), [Picked::Worker(worker)], "a second time takes it out");
    add(&mut seat, at_worker);
    assert!(seat.tools.asked.is_none());
    let empty = destination(AT, 200.0, 400.0);
    add(&mut seat, empty);
    assert!(seat.tools.asked.is_none(), "areas are not picked");
}

#[test]
fn what_was_found_is_marked_for_one_act() {
    let mut seat = seat();
    drag(&mut seat, DrawKind::Rectangle, LonLat::new(117.99, 35.99), LonLat::new(118.11, 36.11));
    mean(&mut seat, ToolIntent::Mark);
    assert!(seat.work.at_desk);
    let mut marked: Vec<u32> = seat.work.queue.marked().collect();
    let mut found = seat.within_asked().unwrap().incidents;
    marked.sort_unstable();
    found.sort_unstable();
    assert_eq!((marked.len(), &marked), (2, &found));
    assert!(!seat.offers_for_marked().is_empty());
}

#[test]
fn a_place_tells_who_answers_and_takes_a_matter_in_at_a_desk() {
    let mut seat = seat();
    let at = LonLat::new(118.013, 36.013);
    who(&mut seat, at);
    let told = seat.tools.place.unwrap();
    assert!(distance_m(told, at) < 1.0);
    let state = state_json(&seat, &StateExtras::default());
    let areas = &state["tools"]["place"]["areas"];
    assert_eq!(areas.as_array().unwrap().len(), 3, "{areas}");
    let here = seat.picture.here(told, NOW);
    let answers = here.answers.map(|n| seat.picture.workers.row(n).worker.code.to_string());
    assert_eq!(state["tools"]["place"]["answers"], serde_json::json!(answers));
    mean(&mut seat, ToolIntent::TakeInAtPlace);
    let form = seat.intake.form.as_ref().unwrap();
    assert_eq!(form.draft.at, Some(told));
    assert!(seat.tools.place.is_none());
    // A wall takes nothing in.
    let mut wall = Seat::new(small_county().picture, Screen::guessed(7680.0, 2160.0), NOW, Lang::Zh);
    who(&mut wall, at);
    mean(&mut wall, ToolIntent::TakeInAtPlace);
    assert!(wall.intake.form.is_none() && wall.tools.place.is_some());
    mean(&mut wall, ToolIntent::MeasureFromPlace);
    let drawing = wall.tools.drawing.as_ref().unwrap();
    assert_eq!((drawing.kind, drawing.corners.len()), (DrawKind::Measure, 1));
}

#[test]
fn the_key_asks_at_the_pointer_then_at_the_selection_then_in_the_middle() {
    let mut seat = seat();
    mean(&mut seat, ToolIntent::WhoHere);
    assert_eq!(seat.tools.place, Some(seat.view.center));
    mean(&mut seat, ToolIntent::WhoHere);
    assert_eq!(seat.tools.place, None, "the key closes what it opened");
    let matter = seat.picture.incidents.number(&"CL-1".into()).unwrap();
    seat.intend(Intent::Select(Selection::Incident(matter)));
    mean(&mut seat, ToolIntent::WhoHere);
    assert_eq!(seat.tools.place, Some(AT));
    seat.intend(Intent::Back);
    let pointed = LonLat::new(118.07, 36.03);
    seat.intend(Intent::HoverAt(Some(px(&seat, pointed))));
    mean(&mut seat, ToolIntent::WhoHere);
    assert!(distance_m(seat.tools.place.unwrap(), pointed) < 1.0);
    let kept = seat.picture.incidents.number(&"CL-KEPT".into()).unwrap();
    seat.intend(Intent::Back);
    seat.intend(Intent::HoverAt(None));
    seat.selection = Some(Selection::Incident(kept));
    mean(&mut seat, ToolIntent::WhoHere);
    assert_eq!(seat.tools.place, Some(seat.view.center), "its place is nobody's to see");
}

#[test]
fn the_past_and_visitors_hold_as_elsewhere() {
    let mut seat = seat();
    let matter = seat.picture.incidents.number(&"CL-1".into()).unwrap();
    seat.intend(Intent::Select(Selection::Incident(matter)));
    seat.intend(Intent::Visit(VisitIntent::On));
    seat.view.center = AT;
    seat.view.zoom = 16.0;
    let at_worker = seat.picture.workers.row(1).fix.unwrap().at;
    add(&mut seat, at_worker);
    assert!(!seat.tools.several().contains(&Picked::Worker(1)), "visitors are shown nobody");
    let file = zonglan::seat::FileToWrite::new("found.csv".into(), || Ok(Vec::new()));
    mean(&mut seat, ToolIntent::Export(file.clone()));
    assert!(seat.take_outbox().iter().all(|wanted| !matches!(wanted, zonglan::seat::link::ToStore::Write(_))));
    seat.intend(Intent::Visit(VisitIntent::Off));
    mean(&mut seat, ToolIntent::Export(file));
    assert!(seat.take_outbox().iter().any(|wanted| matches!(wanted, zonglan::seat::link::ToStore::Write(_))));
    // In the past nobody takes a matter in.
    seat.replay_pass(NOW.0 * 1_000);
    seat.intend(Intent::Replay(ReplayIntent::To(Timestamp(NOW.0 - 3_600))));
    mean(&mut seat, ToolIntent::WhoHere);
    mean(&mut seat, ToolIntent::TakeInAtPlace);
    assert!(seat.intake.form.is_none());
}
