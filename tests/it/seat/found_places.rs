//! The search leads to places, too: coordinates, areas by code and name, cameras.

use super::NOW;
use crate::county::small_county;
use zonglan::seat::queue::{FoundPlace, ListIntent};
use zonglan::seat::{Intent, Lang, Screen, Seat, WorkIntent};

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

#[test]
fn coordinates_are_understood_as_people_write_them_and_the_map_goes_there() {
    let mut seat = seat();
    for text in ["118.021,36.032", "118.021 36.032", "36.032, 118.021", "118.021，36.032"] {
        let places = found(&mut seat, text);
        let [FoundPlace::At(at)] = places[..] else { panic!("{text}: {places:?}") };
        assert_eq!((at.lon_deg, at.lat_deg), (118.021, 36.032), "{text}");
        seat.intend(Intent::Work(WorkIntent::List(ListIntent::Place(places[0]))));
        assert_eq!(seat.view.center, at);
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
