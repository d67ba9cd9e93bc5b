//! The drawn seat without a window: frames, clicks, the wheel, rest.
#![allow(clippy::unwrap_used)]

mod world;

use world::{LAT_DEG, LON_DEG, Rig};
use zonglan::panels::theme;

/// One test draws everything: each app costs a second, and pixels want one graphics device at a time.
#[test]
fn a_seat_without_a_window() {
    let mut rig = Rig::new();
    rig.seat.settle().unwrap();
    the_frame_shows_land_and_borders(&mut rig);
    a_click_selects_a_matter(&mut rig);
    the_wheel_zooms_to_the_cursor(&mut rig);
    at_rest_nothing_is_drawn_anew(&mut rig);
}

fn the_frame_shows_land_and_borders(rig: &mut Rig) {
    let picture = rig.picture("county");
    let near = |pixel: &image::Rgb<u8>, token: theme::Token| {
        pixel.0.iter().zip(token.bytes()).all(|(a, b)| a.abs_diff(b) <= 3)
    };
    let count = |token| picture.pixels().filter(|pixel| near(pixel, token)).count();
    assert!(count(theme::boundary(zonglan::domain::AreaLevel::County)) > 500, "the county's border is drawn");
    assert!(count(theme::LAND) > 50_000, "land lies under it");
    assert!(count(theme::PANEL) > 50_000, "panels stand around it");
    assert!(count(theme::WORKER) > 50, "workers stand on it");
}

fn a_click_selects_a_matter(rig: &mut Rig) {
    let seat = rig.seat.seat();
    let incident = seat.picture.incidents.number(&"I-1".into()).unwrap();
    let px = seat.window_px(seat.picture.incidents.row(incident).at.unwrap());
    rig.seat.click(px.x, px.y);
    assert_eq!(rig.seat.state()["selection"]["id"], "I-1");
    rig.seat.key("Esc");
    assert!(rig.seat.state()["selection"].is_null());
}

fn the_wheel_zooms_to_the_cursor(rig: &mut Rig) {
    let at = zonglan::domain::LonLat::new(LON_DEG + 0.01, LAT_DEG + 0.01);
    let before = rig.seat.seat().window_px(at);
    let zoom = rig.seat.seat().view.zoom;
    rig.seat.scroll(before.x, before.y, 2.0);
    let after = rig.seat.seat().window_px(at);
    assert!((before.x - after.x).abs() < 0.01 && (before.y - after.y).abs() < 0.01, "the point stays under the cursor");
    assert!(rig.seat.seat().view.zoom > zoom + 0.5);
    rig.seat.settle().unwrap();
    rig.picture("zoomed");
}

fn at_rest_nothing_is_drawn_anew(rig: &mut Rig) {
    rig.seat.settle().unwrap();
    let before = rig.seat.state()["layers"].clone();
    for _ in 0..5 {
        rig.seat.update();
    }
    assert_eq!(before, rig.seat.state()["layers"], "no layer is drawn anew while nothing moves");
    assert!(rig.seat.panels_want_frame_in() >= std::time::Duration::from_millis(500));
}
