//! The drawn seat without a window: frames, clicks, the wheel, rest.
#![allow(clippy::unwrap_used)]

mod desk;
mod hands;
mod idle;
mod pictures;
mod recorder;
mod world;

use world::{LAT_DEG, LON_DEG, Rig};
use zonglan::display::{Clock, DisplayError, Headless, drive};
use zonglan::domain::Fix;
use zonglan::panels::theme;
use zonglan::seat::link::FromFeed;
use zonglan::seat::{Intent, Layer};

/// One test draws everything: each app costs a second, and pixels want one graphics device at a time.
#[test]
fn a_seat_without_a_window() {
    let mut rig = Rig::new();
    rig.seat.settle().unwrap();
    the_frame_shows_land_and_borders(&mut rig);
    a_click_selects_a_matter(&mut rig);
    the_wheel_zooms_to_the_cursor(&mut rig);
    at_rest_nothing_is_drawn_anew(&mut rig);
    names_move_with_the_map(&mut rig);
    streets_are_named_along_them(&mut rig);
    what_is_missing_is_marked(&mut rig);
    dedicated_grids_are_drawn(&mut rig);
    recorder::all(&mut rig);
    the_feeds_arrive(&mut rig);
    a_clock_that_jumps_leaves_it_at_rest(&mut rig);
    a_script_drives_it(&mut rig);
    a_lost_device_ends_it_with_where_it_looked(rig);
    what_is_kept_looks_as_if_drawn_anew();
    another_size_is_drawn_for_it();
    panels_that_rest_are_copied(&mut Rig::new());
    a_quiet_county_is_cool();
    idle::hardly_a_pixel_changes();
    pictures::all();
    desk::all();
    hands::all();
}

/// The device is destroyed under the drawn seat: it says so in one sentence, and where it was looking.
fn a_lost_device_ends_it_with_where_it_looked(mut rig: Rig) {
    rig.seat.settle().unwrap();
    assert_eq!(rig.seat.lost_device(), None);
    let selected = rig.seat.state()["selection"].clone();
    let view = rig.seat.seat().view;
    rig.seat.lose_device();
    let error = rig.seat.settle().unwrap_err();
    assert!(matches!(error, DisplayError::DeviceLost { .. }), "{error}");
    assert!(error.to_string().starts_with("the graphics device was lost (Destroyed"), "{error}");
    let looking = rig.seat.lost_device().unwrap();
    assert_eq!((looking.center, looking.zoom), (view.center, view.zoom));
    assert_eq!(selected["kind"], "incident");
    assert_eq!(looking.selection.unwrap(), format!("incident:{}", selected["id"].as_str().unwrap()));
    assert!(rig.seat.picture().is_err());
    drop(rig);
    // The next seat of the same machine has a device of its own.
    let mut rig = Rig::new();
    rig.seat.settle().unwrap();
    assert_eq!(rig.seat.lost_device(), None);
}

/// The cached map that is stretched and panned, meshes, tiles and panels kept from before: after much of that the picture is
/// the one of a seat that looks there for the first time. (Names may differ: whichever stand have a right to stay.)
fn what_is_kept_looks_as_if_drawn_anew() {
    let at = zonglan::domain::LonLat::new(LON_DEG + 0.011, LAT_DEG - 0.007);
    let look = |rig: &mut Rig, zoom: f64| {
        rig.seat.seat_mut().layers.set(Layer::Labels, false);
        let view = &mut rig.seat.seat_mut().view;
        (view.center, view.zoom) = (at, zoom);
        rig.seat.settle().unwrap();
    };
    let pan = |rig: &mut Rig, dx_px: f64, dy_px: f64| {
        rig.seat.seat_mut().intend(Intent::Pan { dx_px, dy_px });
        rig.seat.settle().unwrap();
    };
    let mut used = Rig::new();
    used.seat.settle().unwrap();
    for step in 0..40 {
        let px = zonglan::spatial::Px::new(300.0, 250.0);
        let zoom = Intent::ZoomAt { px, dz: if step % 20 < 10 { 0.17 } else { -0.17 } };
        used.seat.seat_mut().intend(if step % 2 == 0 { zoom } else { Intent::Pan { dx_px: 9.5, dy_px: -3.25 } });
        used.seat.update();
    }
    for key in ["g", "F2", "Esc", "g", "m", "m"] {
        used.seat.key(key);
        used.seat.settle().unwrap();
    }
    for (zoom, (dx_px, dy_px)) in [(12.3, (41.0, -23.0)), (14.6, (-70.0, 55.0)), (15.8, (8.0, 90.0))] {
        look(&mut used, zoom);
        // The map that the first seat keeps is panned, the second draws it there.
        pan(&mut used, dx_px, dy_px);
        let kept = used.picture(&format!("kept-{zoom}"));
        let mut fresh = Rig::new();
        fresh.seat.seat_mut().layers.set(Layer::Labels, false);
        fresh.seat.seat_mut().view = used.seat.seat().view;
        fresh.seat.settle().unwrap();
        let anew = fresh.picture(&format!("anew-{zoom}"));
        let apart = differing(&fresh, &kept, &anew);
        pan(&mut used, 1.0, 0.0);
        let beside = used.seat.picture().unwrap();
        let by_a_pixel = differing(&fresh, &beside, &anew);
        assert!(apart * 20 < by_a_pixel, "zoom {zoom}: {apart} pixels differ, {by_a_pixel} where it lies a pixel off");
    }
}

/// A seat whose window changes its size draws the map for the new one at once, not the old one stretched to it.
fn another_size_is_drawn_for_it() {
    let mut rig = Rig::new();
    rig.seat.seat_mut().layers.set(Layer::Labels, false);
    rig.seat.settle().unwrap();
    rig.seat.resize(1500, 420);
    rig.seat.settle().unwrap();
    let first = rig.picture("resized");
    // Another layer and back: the map is drawn anew.
    for key in ["m", "m"] {
        rig.seat.key(key);
        rig.seat.settle().unwrap();
    }
    let anew = rig.picture("resized-anew");
    let apart = differing(&rig, &first, &anew);
    rig.seat.seat_mut().intend(Intent::Pan { dx_px: 1.0, dy_px: 0.0 });
    rig.seat.settle().unwrap();
    let beside = rig.seat.picture().unwrap();
    let by_a_pixel = differing(&rig, &beside, &anew);
    assert!(apart * 20 < by_a_pixel, "{apart} pixels differ, {by_a_pixel} where it lies a pixel off");
}

/// Panels that rest are copied: with all of them drawn the picture is the same, pixel for pixel.
fn panels_that_rest_are_copied(rig: &mut Rig) {
    let compare = |rig: &mut Rig, at_least: usize| {
        rig.seat.settle().unwrap();
        let kept = rig.seat.picture().unwrap();
        let copied = rig.seat.panels_copied();
        assert!(copied >= at_least, "{copied} of at least {at_least} panels were copied");
        rig.seat.keep_panels(false);
        let drawn = rig.seat.picture().unwrap();
        assert_eq!(rig.seat.panels_copied(), 0);
        rig.seat.keep_panels(true);
        assert_eq!(differing(rig, &kept, &drawn), 0);
    };
    compare(rig, 3);
    // The legend and the switches stand on the map, which moves beneath them.
    rig.seat.seat_mut().intend(Intent::Pan { dx_px: 13.0, dy_px: 7.0 });
    compare(rig, 3);
    // A form over them leaves nothing of itself behind.
    for (key, at_least) in [("F2", 3), ("g", 3), ("Esc", 3), ("p", 0), ("Home", 3), (",", 0), ("Esc", 3)] {
        rig.seat.key(key);
        compare(rig, at_least);
    }
    let before = rig.seat.picture().unwrap();
    rig.seat.seat_mut().lang = zonglan::seat::Lang::En;
    compare(rig, 3);
    let english = rig.seat.picture().unwrap();
    assert!(differing(rig, &before, &english) > 500, "other words are drawn");
}

/// Red and orange are kept for what must be acted on: VISUAL.md's list, point 2.
fn a_quiet_county_is_cool() {
    let warm = |picture: &image::RgbImage| picture.pixels().filter(|pixel| is_warm(pixel.0)).count();
    let mut rig = Rig::quiet();
    rig.seat.settle().unwrap();
    assert_eq!(warm(&rig.picture("quiet")), 0);
    rig.seat.key("g");
    rig.seat.settle().unwrap();
    assert_eq!(warm(&rig.picture("quiet-filled")), 0);
    drop(rig);
    let mut rig = Rig::new();
    rig.seat.settle().unwrap();
    assert!(warm(&rig.picture("county")) > 100, "one U1 is warm");
}

/// Red to orange, and not merely tinted: hue under 45° or over 330°.
fn is_warm([r, g, b]: [u8; 3]) -> bool {
    let (r, g, b) = (f64::from(r), f64::from(g), f64::from(b));
    let (high, low) = (r.max(g).max(b), r.min(g).min(b));
    let strong = high > 70.0 && (high - low) / high > 0.4;
    let hue = 60.0 * (g - b) / (high - low).max(1.0);
    strong && high == r && (-30.0..45.0).contains(&hue)
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
    while_the_zoom_moves_the_map_is_stretched(rig);
}

fn while_the_zoom_moves_the_map_is_stretched(rig: &mut Rig) {
    let middle = rig.seat.seat().layout().map;
    let (x, y) = (middle.x_px + middle.width_px / 2.0, middle.y_px + middle.height_px / 2.0);
    rig.seat.scroll(x, y, 0.4);
    assert!(rig.seat.unrest().contains("map"), "drawn anew when the zoom has come to rest");
    let stretched = rig.seat.picture().unwrap();
    rig.seat.settle().unwrap();
    let sharp = rig.picture("sharp");
    let differ = |a: &image::Rgb<u8>, b: &image::Rgb<u8>| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 24);
    let apart = stretched.pixels().zip(sharp.pixels()).filter(|(a, b)| differ(a, b)).count();
    let share = apart as f64 / f64::from(sharp.width() * sharp.height());
    assert!(share < 0.06, "the stretched map lies where the sharp one does: {share}");
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

fn labels(rig: &Rig) -> (u64, u64) {
    let state = rig.seat.state();
    let layers = state["layers"].as_array().unwrap();
    let labels = layers.iter().find(|layer| layer["name"] == "labels").unwrap();
    (labels["drawn"].as_u64().unwrap(), labels["revision"].as_u64().unwrap())
}

/// Pixels of the map that are as light as names are.
fn light_pixels(rig: &mut Rig, name: &str) -> Vec<(u32, u32)> {
    let map = rig.seat.seat().layout().map;
    let picture = rig.picture(name);
    let light = |pixel: &image::Rgb<u8>| pixel.0.iter().zip(theme::TEXT_1.bytes()).all(|(a, b)| a.abs_diff(b) <= 6);
    let found =
        picture.enumerate_pixels().filter(|(x, y, pixel)| map.contains(f64::from(*x), f64::from(*y)) && light(pixel));
    found.map(|(x, y, _)| (x, y)).collect()
}

fn names_move_with_the_map(rig: &mut Rig) {
    rig.seat.key("0");
    rig.seat.settle().unwrap();
    rig.seat.seat_mut().layers.set(Layer::Incidents, false);
    rig.seat.settle().unwrap();
    let (drawn, revision) = labels(rig);
    assert_eq!(drawn, 4, "the towns");
    let before = light_pixels(rig, "names");
    rig.seat.seat_mut().intend(Intent::Pan { dx_px: 7.0, dy_px: 5.0 });
    rig.seat.settle().unwrap();
    assert_eq!(labels(rig), (drawn, revision), "moved, not drawn anew");
    let after = light_pixels(rig, "names-panned");
    let moved = before.iter().filter(|(x, y)| after.binary_search_by_key(&(y + 5, x + 7), |(x, y)| (*y, *x)).is_ok());
    let moved = moved.count();
    assert!(moved > 100, "{moved} of {} light pixels moved with the map", before.len());
    rig.seat.seat_mut().layers.set(Layer::Labels, false);
    rig.seat.settle().unwrap();
    assert_eq!(labels(rig).0, 0);
    let without = light_pixels(rig, "names-off").len();
    assert!(without + 100 < after.len(), "{without} light pixels without names, {} with them", after.len());
    let layers = &mut rig.seat.seat_mut().layers;
    layers.set(Layer::Labels, true);
    layers.set(Layer::Incidents, true);
    rig.seat.settle().unwrap();
    assert!(labels(rig).0 > drawn, "matters are named, too");
}

fn streets_are_named_along_them(rig: &mut Rig) {
    let map = rig.seat.seat().layout().map;
    rig.seat.scroll(map.x_px + map.width_px * 0.3, map.y_px + map.height_px * 0.3, 8.0);
    rig.seat.settle().unwrap();
    rig.picture("street-names");
    assert!(rig.seat.seat().z_eff() > 15.5);
    let with_streets = labels(rig).0;
    rig.seat.seat_mut().layers.set(Layer::Basemap, false);
    rig.seat.settle().unwrap();
    let without = labels(rig).0;
    assert!(with_streets > without, "{with_streets} names with streets, {without} without");
    rig.seat.seat_mut().layers.set(Layer::Basemap, true);
    rig.seat.key("0");
    rig.seat.settle().unwrap();
}

/// A layer's part of the seat's state.
fn layer(rig: &Rig, name: &str) -> serde_json::Value {
    let state = rig.seat.state();
    state["layers"].as_array().unwrap().iter().find(|layer| layer["name"] == name).unwrap().clone()
}

/// How many pixels of the map two frames differ in by more than a shade.
fn differing(rig: &Rig, a: &image::RgbImage, b: &image::RgbImage) -> usize {
    let map = rig.seat.seat().layout().map;
    let differ = |(x, y): (u32, u32)| {
        let pairs = a.get_pixel(x, y).0.into_iter().zip(b.get_pixel(x, y).0);
        map.contains(f64::from(x), f64::from(y)) && pairs.into_iter().any(|(a, b)| a.abs_diff(b) > 6)
    };
    (0..a.height()).flat_map(|y| (0..a.width()).map(move |x| (x, y))).filter(|at| differ(*at)).count()
}

fn what_is_missing_is_marked(rig: &mut Rig) {
    let without = rig.picture("gaps-off");
    assert_eq!(layer(rig, "gaps")["drawn"], 0);
    rig.seat.key("m");
    rig.seat.settle().unwrap();
    // 64 grids that nobody walks and that have no chief, 200 people without a home; the rest is complete.
    assert_eq!(layer(rig, "gaps")["drawn"], 64 + 64 + 200);
    let with = rig.picture("gaps");
    let hatched = differing(rig, &without, &with);
    assert!(hatched > 5_000, "{hatched} pixels show where nobody walks");
    rig.seat.key("m");
    rig.seat.settle().unwrap();
    let after = rig.picture("gaps-off-again");
    assert!(differing(rig, &without, &after) < 500);
}

fn dedicated_grids_are_drawn(rig: &mut Rig) {
    let number = rig.seat.seat().picture.areas.number(&"school".into()).unwrap();
    rig.seat.seat_mut().intend(Intent::DrillTo(Some(number)));
    rig.seat.settle().unwrap();
    assert!(rig.seat.seat().z_eff() > 15.0);
    let with = rig.picture("dedicated");
    rig.seat.key("e");
    rig.seat.settle().unwrap();
    let without = rig.picture("dedicated-off");
    let drawn = differing(rig, &with, &without);
    assert!(drawn > 10_000, "{drawn} pixels show the school");
    rig.seat.key("e");
    rig.seat.key("0");
    rig.seat.settle().unwrap();
}

fn the_feeds_arrive(rig: &mut Rig) {
    let revision = |rig: &Rig| layer(rig, "workers")["revision"].as_u64().unwrap();
    let before = revision(rig);
    let now = rig.clock.now();
    rig.feed.send(FromFeed::Beat { feed: "gps".into(), period_secs: 30, at: now }).unwrap();
    let at = world::scatter(3);
    let fix = Fix { worker: "W-3".into(), at, fixed_at: now.plus_secs(1), heading_deg: None };
    rig.feed.send(FromFeed::Fixes(vec![fix])).unwrap();
    rig.clock.advance(1);
    rig.seat.update();
    assert_eq!(rig.seat.state()["feeds"][0]["state"], "live");
    assert!(revision(rig) > before, "a moved worker is drawn anew");
    rig.clock.advance(300);
    rig.seat.update();
    assert_eq!(rig.seat.state()["feeds"][0]["state"], "dead");
}

/// An hour back, an hour on, a year on: it comes to rest, goes by the new time, and wants no frame for it.
fn a_clock_that_jumps_leaves_it_at_rest(rig: &mut Rig) {
    let drawn = layer(rig, "incidents")["drawn"].clone();
    for secs in [-3_600, 7_200, 365 * 86_400, -365 * 86_400 - 3_600] {
        rig.clock.advance(secs);
        rig.seat.settle().unwrap();
        assert_eq!(rig.seat.unrest(), "", "after {secs} s at once");
        assert!(rig.seat.panels_want_frame_in() >= std::time::Duration::from_millis(500), "after {secs} s at once");
        assert_eq!(rig.seat.seat().now, rig.clock.now());
        assert_eq!(layer(rig, "incidents")["drawn"], drawn, "the matters are where they were");
    }
}

fn a_script_drives_it(rig: &mut Rig) {
    let out = tempfile::tempdir().unwrap();
    let steps = drive::parse(
        "size 1600x900\nkey 0\nwait settled\nkey F2\nexpect selection.id == I-1\nexpect card.candidates.len > 0\n\
         key Esc\nclick @incident:I-1\nexpect selection.kind == incident\nkey g\nwait settled\n\
         expect layers.fill.drawn > 3\nframe filled.png\nkey g\nadvance 3s\nscroll @camera:C-3 8\nwait settled\n\
         expect layers.cameras.drawn > 0\nexpect view.width_px > 700\nframe street.png\nstate end.json\n\
         drag 700,400 760,440\nkey [\nexpect toasts.len == 0\n",
    )
    .unwrap();
    let clock = rig.clock.clone();
    let mut advance = |seat: &mut Headless, secs: u32, _: drive::Passing| {
        (0..secs).for_each(|_| {
            clock.advance(1);
            seat.update();
        });
        Ok(())
    };
    drive::run(&mut rig.seat, &steps, out.path(), &mut advance).unwrap();
    for name in ["filled.png", "street.png"] {
        rig.keep(&out.path().join(name));
    }
    let state: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.path().join("end.json")).unwrap()).unwrap();
    assert_eq!(state["selection"]["id"], "I-1");

    let wrong = drive::parse("expect selection.id == nobody").unwrap();
    let error = drive::run(&mut rig.seat, &wrong, out.path(), &mut advance).unwrap_err();
    assert_eq!(error.to_string(), "line 1: expected selection.id == \"nobody\", but it is \"I-1\"");
}
