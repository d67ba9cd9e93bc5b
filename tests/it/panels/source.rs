//! What is said of the map at its foot: the number under which it was approved, and where it comes from.

use super::visit::said;
use super::{Desk, book, seat_of};
use std::collections::BTreeSet;
use zonglan::domain::Board;
use zonglan::picture::Picture;
use zonglan::seat::work::WorkIntent;
use zonglan::seat::{Intent, Lang, Seat, TourIntent};

const NUMBER: &str = "GS(2026)0000号";
const OSM: &str = "© OpenStreetMap contributors";

fn approved(mut seat: Seat) -> Seat {
    seat.board = Board { map_approval: Some(NUMBER.into()), ..Board::default() };
    seat
}

/// The lines at the map's foot, each once: they are written with a rim.
fn lines(desk: &mut Desk) -> BTreeSet<String> {
    let texts = said(desk);
    texts.lines().filter(|line| line.contains("GS(2026)") || line.contains('©')).map(str::to_owned).collect()
}

fn all_of<const N: usize>(lines: [&str; N]) -> BTreeSet<String> {
    lines.into_iter().map(str::to_owned).collect()
}

#[test]
fn the_maps_approval_number_is_shown_whole_on_wall_desk_and_tour() {
    for (lang, number) in [(Lang::Zh, "审图号：GS(2026)0000号"), (Lang::En, "Map approval no. GS(2026)0000")] {
        for (width_px, height_px) in [(3840.0, 1080.0), (1920.0, 1080.0), (1280.0, 720.0), (800.0, 480.0)] {
            for look in [None, Some(Intent::Work(WorkIntent::Desk)), Some(Intent::Tour(TourIntent::Toggle))] {
                let mut seat = approved(seat_of(book().picture, width_px, height_px, lang));
                let name = format!("{look:?} at {width_px}x{height_px} in {lang:?}");
                look.into_iter().for_each(|intent| seat.intend(intent));
                let mut desk = Desk::new(seat);
                let texts = said(&mut desk);
                let line = texts.lines().find(|line| line.starts_with(number));
                let line = line.unwrap_or_else(|| panic!("{name}: no number in {texts}"));
                assert!(!line.contains('…') && texts.contains(OSM), "{name}: {line}");
                let (map, scale) = (desk.seat.layout().map, desk.seat.screen.scale());
                let at = desk.panels.widgets()["map-source"];
                let [left, right] = [map.x_px, map.x_px + map.width_px].map(|px| (px / scale) as f32);
                assert!(at.left() >= left && at.right() <= right, "{name}: {at:?} on {left} to {right}");
                assert!(!at.intersects(desk.panels.widgets()["map-scale"]), "{name}: the scale is read beside it");
            }
        }
    }
}

#[test]
fn without_a_number_nothing_is_said_of_one_and_any_map_may_have_one() {
    let mut desk = Desk::new(seat_of(book().picture, 1920.0, 1080.0, Lang::Zh));
    assert!(!said(&mut desk).contains("审图号"));
    // As a wall that is open learns of it, and of its end.
    desk.seat = approved(desk.seat);
    assert!(said(&mut desk).contains("审图号：GS(2026)0000号 · © OpenStreetMap contributors"));
    desk.seat.board = Board::default();
    assert!(!said(&mut desk).contains("审图号"));
    // A county's own map, named or not.
    let mut other = approved(seat_of(Picture::new(8 * 3600), 1920.0, 1080.0, Lang::Zh));
    other.attribution = "© 县测绘院".into();
    let mut desk = Desk::new(other);
    assert_eq!(lines(&mut desk), all_of(["审图号：GS(2026)0000号 · © 县测绘院"]));
    desk.seat.attribution.clear();
    assert_eq!(lines(&mut desk), all_of(["审图号：GS(2026)0000号"]));
}

#[test]
fn where_both_have_no_room_beside_each_other_the_number_stands_above() {
    let mut seat = approved(seat_of(Picture::new(8 * 3600), 800.0, 480.0, Lang::Zh));
    seat.attribution = "© 某省自然资源厅地理信息公共服务平台 · ".repeat(2) + OSM;
    let source = seat.attribution.clone();
    let mut desk = Desk::new(seat);
    assert_eq!(lines(&mut desk), all_of([&source, "审图号：GS(2026)0000号"]));
    let at = desk.panels.widgets()["map-source"];
    assert!((39.0..=41.0).contains(&at.height()), "two lines: {at:?}");
}
