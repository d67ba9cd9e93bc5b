//! The search leads to places, too: coordinates; areas, places of the register and cameras by code and name.

use super::{AT, NOW};
use crate::county::small_county;
use zonglan::domain::{Camera, CameraState, Event, LonLat, Place, Register};
use zonglan::seat::queue::{FoundPlace, ListIntent};
use zonglan::seat::{Intent, Lang, Screen, Seat, Selection, VisitIntent, WorkIntent};

fn seat() -> Seat {
    let mut seat = Seat::new(small_county().picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    seat
}

fn found(seat: &mut Seat, text: &str) -> Vec<FoundPlace> {
    seat.intend(Intent::Work(WorkIntent::List(ListIntent::Search(text.into()))));
    seat.tick(NOW);
    seat.found_places().collect()
}

/// Whether a place stands in the middle of what of the map no panel and no switch covers; on a narrow map in its upper part,
/// since it is told below who answers there.
fn stands_free(seat: &Seat, at: LonLat) -> bool {
    let (px, clear, scale) = (seat.window_px(at), seat.layout().clear, seat.screen.scale());
    let [x, y] = [(px.x - clear.x_px) / clear.width_px, (px.y - clear.y_px) / clear.height_px];
    let rows = if clear.width_px / scale < 760.0 { 0.1..0.4 } else { 0.45..0.6 };
    (0.45..0.55).contains(&x) && rows.contains(&y)
}

#[test]
fn a_place_on_a_narrow_map_stands_above_what_is_told_of_it() {
    let mut seat = Seat::new(small_county().picture, Screen::guessed(1024.0, 576.0), NOW, Lang::Zh);
    seat.tick(NOW);
    go_to(&mut seat, FoundPlace::At(AT));
    assert!(stands_free(&seat, AT), "{:?}", seat.window_px(AT));
}

#[test]
fn coordinates_are_understood_as_people_write_them_and_the_map_goes_there() {
    let mut seat = seat();
    for text in ["118.021,36.032", "118.021 36.032", "36.032, 118.021", "118.021，36.032"] {
        let places = found(&mut seat, text);
        let [FoundPlace::At(at)] = places[..] else { panic!("{text}: {places:?}") };
        assert_eq!((at.lon_deg, at.lat_deg), (118.021, 36.032), "{text}");
        seat.intend(Intent::Work(WorkIntent::List(ListIntent::Place(places[0]))));
        assert!(stands_free(&seat, at), "{text}");
        assert_eq!(seat.tools.place, Some(at), "who answers there is told");
        seat.intend(Intent::WholeCounty);
    }
    for text in ["1,2", "118.021", "36.0,95.0,3.0", "200.5,100.5"] {
        assert_eq!(found(&mut seat, text), [], "{text}");
    }
}

#[test]
fn areas_are_found_by_code_and_name_the_coarsest_first() {
    let mut seat = seat();
    let area = |seat: &Seat, code: &str| FoundPlace::Area(seat.picture.areas.number(&code.into()).unwrap());
    let town = area(&seat, "990101002");
    assert_eq!(found(&mut seat, "990101002").first(), Some(&town));
    assert_eq!(found(&mut seat, "第2镇"), [town]);
    let grids = found(&mut seat, "网格2");
    assert_eq!((grids.len(), grids[0]), (3, area(&seat, "990101002000")), "a few of them");
    assert_eq!(found(&mut seat, "第"), [], "one letter is in every other name");
    assert_eq!(found(&mut seat, "无此地名"), []);
    seat.intend(Intent::Work(WorkIntent::List(ListIntent::Place(town))));
    let FoundPlace::Area(row) = town else { panic!() };
    assert_eq!(seat.drill, Some(row));
}

/// With a square and three cameras around it, a school, and what the registers no longer have.
fn furnished() -> Seat {
    let mut book = small_county();
    for (code, name, at) in [
        ("P1", "青年广场", AT),
        ("P2", "柳河小学", LonLat::new(118.081, 36.011)),
        ("P3", "柳河小学旧址", LonLat::new(118.082, 36.011)),
    ] {
        book.put(Event::PlacePut(Place { code: code.into(), name: name.into(), at, ..Place::default() }));
    }
    for (n, name) in (0u32..).zip(["东口", "西口", "南口", "旧杆"]) {
        book.put(Event::CameraPut(Camera {
            code: format!("C{n}").into(),
            name: format!("青年广场{name}"),
            operator: None,
            at: zonglan::spatial::destination(AT, 90.0 * f64::from(n), 60.0),
            direction_deg: None,
            fov_deg: None,
            range_m: None,
            state: CameraState::Online,
        }));
    }
    for (register, code) in [(Register::Place, "P3"), (Register::Camera, "C3"), (Register::Area, "990101003003")] {
        book.put(Event::Retired { register, code: code.into(), from: NOW });
    }
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    seat
}

fn go_to(seat: &mut Seat, place: FoundPlace) {
    seat.intend(Intent::Work(WorkIntent::List(ListIntent::Place(place))));
}

#[test]
fn places_of_the_register_and_cameras_are_found_by_name_initials_and_code() {
    let mut seat = furnished();
    let place = |seat: &Seat, code: &str| FoundPlace::Landmark(seat.picture.places.number(&code.into()).unwrap());
    let (square, school) = (place(&seat, "P1"), place(&seat, "P2"));
    let [first, second] = [0, 1].map(FoundPlace::Camera);
    for text in ["青年广场", "qngc"] {
        assert_eq!(found(&mut seat, text), [square, first, second], "{text}: the square, and a few of its cameras");
    }
    assert_eq!(found(&mut seat, "P1"), [square], "a whole code, however short");
    assert_eq!(found(&mut seat, "c1"), [second]);
    assert_eq!(found(&mut seat, "柳河"), [school], "what the register no longer has is found no longer");
    for text in ["C3", "旧杆", "990101003003", "qn", "wg", "在青年广场门口"] {
        assert_eq!(found(&mut seat, text), [], "{text}");
    }
    go_to(&mut seat, square);
    assert!(stands_free(&seat, AT));
    assert_eq!((seat.tools.place, seat.selection), (Some(AT), None));
    assert!(seat.view.zoom >= 16.0, "near enough to see the square");
    go_to(&mut seat, second);
    assert_eq!(seat.selection, Some(Selection::Camera(1)));
    assert_eq!(seat.view.center, seat.picture.cameras.rows()[1].at);
}

#[test]
fn visitors_are_led_to_no_camera() {
    let mut seat = furnished();
    for intent in [VisitIntent::Toggle, VisitIntent::On] {
        seat.intend(Intent::Visit(intent));
        seat.tick(NOW);
    }
    assert!(seat.visit.is_on());
    let places = found(&mut seat, "青年广场");
    assert!(matches!(places[..], [FoundPlace::Landmark(_)]), "{places:?}");
    // A press that comes late meets a closed door.
    let before = seat.view.center;
    go_to(&mut seat, FoundPlace::Camera(0));
    assert_eq!((seat.selection, seat.view.center), (None, before));
}
