//! Which cameras' pictures show: what is clicked, the best that look at a place, four at most, none of the past.

use super::{AT, NOW};
use crate::county::{Book, small_county};
use zonglan::domain::{Camera, CameraState, Event, IncidentFile, LonLat, Stream, Urgency};
use zonglan::picture::CameraFilter;
use zonglan::seat::{
    CameraIntent, Intent, Lang, MOST_CAMERAS, ReplayIntent, Screen, Seat, Selection, Toast, state_json,
};
use zonglan::spatial::destination;

/// Cameras around a place: by number, from where they stand they look along `direction_deg`.
fn put(book: &mut Book, code: &str, at: LonLat, direction_deg: f32, state: CameraState) {
    book.put(Event::CameraPut(Camera {
        code: code.into(),
        name: code.into(),
        operator: None,
        at,
        direction_deg: Some(direction_deg),
        fov_deg: Some(80.0),
        range_m: Some(100.0),
        state,
    }));
}

fn book() -> Book {
    let mut book = small_county();
    book.report("CL-1", AT, Urgency::U1, NOW);
    book.report("CL-FAR", LonLat::new(118.02, 36.02), Urgency::U2, NOW);
    // Seven stand south of the place and look north at it, the farther the later; one looks away, one is out of reach.
    for n in 0..7 {
        let state = if n == 1 { CameraState::Fault } else { CameraState::Online };
        put(&mut book, &format!("S{n}"), destination(AT, 180.0, 20.0 + 10.0 * f64::from(n)), 0.0, state);
    }
    put(&mut book, "AWAY", destination(AT, 180.0, 5.0), 180.0, CameraState::Online);
    put(&mut book, "FAR", destination(AT, 180.0, 300.0), 0.0, CameraState::Online);
    book
}

fn seat() -> Seat {
    let mut seat = Seat::new(book().picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    seat
}

fn open(seat: &Seat) -> Vec<String> {
    let json = state_json(seat, &zonglan::seat::StateExtras::default());
    json["cameras"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

fn camera(seat: &Seat, code: &str) -> u32 {
    seat.picture.cameras.number(&code.into()).unwrap()
}

fn mean(seat: &mut Seat, intent: CameraIntent) {
    seat.intend(Intent::Camera(intent));
}

fn select(seat: &mut Seat, code: &str) {
    let number = seat.picture.incidents.number(&code.into()).unwrap();
    seat.intend(Intent::Select(Selection::Incident(number)));
}

#[test]
fn the_best_four_that_look_at_the_selected_matter_open_and_close_again() {
    let mut seat = seat();
    select(&mut seat, "CL-1");
    mean(&mut seat, CameraIntent::LookingHere);
    // Those that answer come before the one that is broken, near ones before far ones.
    assert_eq!(open(&seat), ["S0", "S2", "S3", "S4"]);
    let best = seat.picture.cameras_looking_at(AT, &CameraFilter::default());
    assert_eq!(seat.cameras.open(), best[..MOST_CAMERAS].iter().map(|found| found.camera).collect::<Vec<_>>());
    assert_eq!(seat.cameras.looked_at(), seat.selection);
    mean(&mut seat, CameraIntent::LookingHere);
    assert!(open(&seat).is_empty(), "the same key closes them");
    // Without a selection it is the middle of the map.
    seat.intend(Intent::Back);
    seat.view.center = AT;
    mean(&mut seat, CameraIntent::LookingHere);
    assert_eq!(open(&seat), ["S0", "S2", "S3", "S4"]);
}

#[test]
fn where_no_camera_looks_that_is_said() {
    let mut seat = seat();
    select(&mut seat, "CL-FAR");
    mean(&mut seat, CameraIntent::LookingHere);
    assert!(open(&seat).is_empty());
    assert_eq!(seat.toasts().collect::<Vec<_>>(), [&Toast::NoCameraLooks]);
}

#[test]
fn one_more_makes_the_first_go_and_each_closes_for_itself() {
    let mut seat = seat();
    for code in ["S0", "S1", "S2", "S3", "S2", "S4"] {
        let number = camera(&seat, code);
        mean(&mut seat, CameraIntent::Also(number));
    }
    assert_eq!(open(&seat), ["S1", "S2", "S3", "S4"]);
    let s3 = camera(&seat, "S3");
    mean(&mut seat, CameraIntent::Close(s3));
    assert_eq!(open(&seat), ["S1", "S2", "S4"]);
    mean(&mut seat, CameraIntent::Show(s3));
    assert_eq!(open(&seat), ["S3"]);
    mean(&mut seat, CameraIntent::Also(9_999));
    assert_eq!(open(&seat), ["S3"], "there is no such camera");
    mean(&mut seat, CameraIntent::Close(s3));
    assert!(open(&seat).is_empty() && seat.cameras == Default::default());
}

#[test]
fn a_click_on_the_map_selects_a_camera_and_shows_it_and_escape_closes_before_it_deselects() {
    let mut seat = seat();
    let number = camera(&seat, "FAR");
    seat.intend(Intent::Fit(Selection::Camera(number)));
    let px = seat.view.screen_from_lonlat(seat.picture.cameras.rows()[number as usize].at);
    seat.intend(Intent::PickAt(px));
    assert_eq!((seat.selection, open(&seat)), (Some(Selection::Camera(number)), vec!["FAR".to_owned()]));
    // With a camera selected the key looks through it.
    seat.intend(Intent::Back);
    assert!(open(&seat).is_empty() && seat.selection.is_some());
    mean(&mut seat, CameraIntent::LookingHere);
    assert_eq!(open(&seat), ["FAR"]);
    seat.intend(Intent::Back);
    seat.intend(Intent::Back);
    assert!(seat.selection.is_none());
}

#[test]
fn nothing_looks_at_a_confidential_matter() {
    let mut book = book();
    let file = IncidentFile {
        confidential: true,
        at: Some(AT),
        reported_at: NOW,
        title: "举报".into(),
        ..IncidentFile::default()
    };
    let by = zonglan::domain::Actor::System("test".into());
    book.record(Stream::incident(&"S-1".into()), NOW, by, Event::Reported(Box::new(file)));
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    select(&mut seat, "S-1");
    mean(&mut seat, CameraIntent::LookingHere);
    assert!(open(&seat).is_empty());
    assert_eq!(seat.toasts().last(), Some(&Toast::NoCameraLooks));
}

#[test]
fn the_past_has_no_pictures() {
    let mut seat = seat();
    let number = camera(&seat, "S0");
    seat.replay_pass(NOW.0 * 1_000);
    seat.intend(Intent::Replay(ReplayIntent::To(NOW.plus_secs(-3_600))));
    assert!(seat.replay.is_wanted());
    mean(&mut seat, CameraIntent::Show(number));
    mean(&mut seat, CameraIntent::LookingHere);
    assert!(open(&seat).is_empty());
    assert_eq!(seat.toasts().collect::<Vec<_>>(), [&Toast::VideoIsLive, &Toast::VideoIsLive]);
}
