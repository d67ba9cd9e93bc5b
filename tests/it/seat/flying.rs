//! The map flies where it is sent, where somebody sees it: it lands there, and whoever moves it meanwhile has it.

use super::{AT, seat};
use zonglan::seat::setup::{Key, Settings, Value};
use zonglan::seat::{Intent, Seat, Selection};
use zonglan::spatial::{Px, View};

fn place(view: View) -> (f64, f64, f64) {
    (view.center.lon_deg, view.center.lat_deg, view.zoom)
}

/// Where the same act sends a map that nobody sees move.
fn at_once(intents: &[Intent]) -> View {
    let mut seat = seat();
    intents.iter().for_each(|intent| seat.intend(intent.clone()));
    seat.view
}

fn flown() -> Seat {
    let mut seat = seat();
    seat.let_map_fly();
    seat.fly_pass(0);
    seat
}

fn near() -> Intent {
    let seat = seat();
    Intent::Fit(Selection::Incident(seat.picture.incidents.number(&"CL-1".into()).unwrap()))
}

#[test]
fn it_flies_and_lands_where_it_was_sent() {
    let (mut seat, there) = (flown(), at_once(&[near()]));
    let from = place(seat.view);
    seat.intend(near());
    assert_eq!((place(seat.view), place(seat.destination())), (from, place(there)), "it has not set out yet");
    assert!(seat.flying.is_moving());
    let mut zooms = vec![seat.view.zoom];
    for frame in 1..200 {
        seat.fly_pass(frame * 30);
        zooms.push(seat.view.zoom);
        if !seat.flying.is_moving() {
            break;
        }
    }
    assert_eq!(place(seat.view), place(there), "it stands exactly there");
    assert!((10..=90).contains(&zooms.len()), "VISUAL.md: 0.3 to 2.5 s of 30 ms a frame: {}", zooms.len());
    assert!(zooms.windows(2).all(|pair| pair[1] - pair[0] < 1.2), "no jump: {zooms:?}");
}

#[test]
fn a_hand_on_the_map_ends_the_flight() {
    let mut seat = flown();
    seat.intend(near());
    seat.fly_pass(150);
    let seen = seat.view;
    seat.intend(Intent::HoverAt(Some(Px::new(10.0, 10.0))));
    assert!(seat.flying.is_moving() && place(seat.view) == place(seen), "a resting pointer does not");
    seat.intend(Intent::Pan { dx_px: 5.0, dy_px: 0.0 });
    assert!(!seat.flying.is_moving());
    assert_eq!(place(seat.view), place(seen.panned_px(5.0, 0.0)));
}

#[test]
fn what_is_meant_on_the_way_goes_by_where_it_will_be() {
    let meant = [near(), Intent::WholeCounty, Intent::LevelDown, Intent::LevelDown];
    let mut seat = flown();
    for (frame, intent) in meant.iter().enumerate() {
        seat.intend(intent.clone());
        seat.fly_pass(40 * (frame as i64 + 1));
    }
    assert!(seat.flying.is_moving());
    (0..200).for_each(|frame| seat.fly_pass(1_000 + 30 * frame));
    assert_eq!(place(seat.view), place(at_once(&meant)));
    // What selects and sends nobody anywhere leaves a flight alone.
    seat.intend(Intent::WholeCounty);
    seat.fly_pass(8_000);
    let bound = place(seat.destination());
    seat.intend(near());
    seat.intend(Intent::WholeCounty);
    seat.intend(Intent::Back);
    assert_eq!(place(seat.destination()), bound);
}

#[test]
fn a_new_size_lands_it_and_reduced_motion_does_not_fly() {
    let mut seat = flown();
    seat.intend(near());
    seat.fly_pass(100);
    let bound = seat.destination().center;
    seat.resize(1280.0, 720.0);
    assert!(!seat.flying.is_moving() && seat.view.center == bound);
    let mut still = flown();
    let mut settings = Settings::default();
    settings.set(Key::ReducedMotion, Value::Flag(true));
    still.set_up(settings, Settings::default(), Vec::new());
    still.intend(near());
    assert!(!still.flying.is_moving() && still.view.center == AT);
}
