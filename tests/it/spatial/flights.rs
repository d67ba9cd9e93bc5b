//! Flights against what the paper says of them: ends meet, the zoom turns at most once, and no way is shorter by the
//! paper's own measure.

use super::Dice;
use zonglan::spatial::{Flight, LonLat, Mercator, View};

const RHO: f64 = 1.42;

fn view(dice: &mut Dice) -> View {
    let center = LonLat::new(dice.between(119.6, 120.8), dice.between(29.7, 30.6));
    View::new(center, dice.between(8.0, 18.0), 1420.0, 896.0)
}

/// Where a view looks, and how much ground it shows.
fn camera(view: &View) -> (f64, f64, f64) {
    let at = Mercator::from_lonlat(view.center);
    (at.x_m, at.y_m, view.mercator_m_per_px() * view.width_px)
}

/// The length of a way by the paper's measure, summed over small steps.
fn measured(way: impl Fn(f64) -> View) -> f64 {
    const STEPS: u32 = 4_000;
    let mut before = camera(&way(0.0));
    let mut sum = 0.0;
    for step in 1..=STEPS {
        let now = camera(&way(f64::from(step) / f64::from(STEPS)));
        let pan = (now.0 - before.0).hypot(now.1 - before.1);
        let width = (now.2 * before.2).sqrt();
        sum += ((RHO * pan).powi(2) + ((now.2 - before.2) / RHO).powi(2)).sqrt() / width;
        before = now;
    }
    sum
}

#[test]
fn ends_meet_and_the_zoom_turns_at_most_once() {
    let mut dice = Dice::new(7);
    for _ in 0..400 {
        let (from, to) = (view(&mut dice), view(&mut dice));
        let flight = Flight::new(from, to);
        assert_eq!((flight.at(0.0), flight.at(1.0), flight.end()), (from, to, to));
        // The formula itself reaches the end, not only the shortcut.
        let nearly = flight.along(1.0 - 1e-9);
        assert!((nearly.zoom - to.zoom).abs() < 1e-5, "{nearly:?} {to:?}");
        let px = to.screen_from_lonlat(nearly.center);
        assert!((px.x - 710.0).hypot(px.y - 448.0) < 0.1, "{px:?}");
        let zooms: Vec<f64> = (0..=200).map(|step| flight.along(f64::from(step) / 200.0).zoom).collect();
        let lowest = zooms.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
        assert!(zooms[..=lowest].windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "out, without a stop");
        assert!(zooms[lowest..].windows(2).all(|pair| pair[1] >= pair[0] - 1e-9), "and in again");
        assert!((0.3..=2.5).contains(&flight.secs()), "{}", flight.secs());
    }
}

#[test]
fn the_path_is_as_long_as_it_says_and_no_other_is_shorter() {
    let mut dice = Dice::new(11);
    for _ in 0..60 {
        let (from, to) = (view(&mut dice), view(&mut dice));
        let flight = Flight::new(from, to);
        let length = measured(|share| flight.along(share));
        assert!((length - flight.length()).abs() < 1e-3 * flight.length().max(1.0), "{length} {}", flight.length());
        let between = |share: f64, out: f64| {
            let (a, b) = (Mercator::from_lonlat(from.center), Mercator::from_lonlat(to.center));
            let at = Mercator { x_m: a.x_m + (b.x_m - a.x_m) * share, y_m: a.y_m + (b.y_m - a.y_m) * share };
            let zoom = from.zoom + (to.zoom - from.zoom) * share - out * (std::f64::consts::PI * share).sin();
            View { center: at.to_lonlat(), zoom, ..to }
        };
        for out in [0.0, 0.5, 1.5, 3.0] {
            let other = measured(|share| between(share, out));
            assert!(other >= flight.length() * (1.0 - 1e-6), "{out} levels out: {other} < {}", flight.length());
        }
    }
}

#[test]
fn the_pace_is_even_to_the_eye() {
    let mut dice = Dice::new(13);
    for _ in 0..60 {
        let flight = Flight::new(view(&mut dice), view(&mut dice));
        let part = |n: f64| measured(|share| flight.along((n + share) / 4.0));
        for n in [0.0, 1.0, 2.0, 3.0] {
            assert!((part(n) - flight.length() / 4.0).abs() < 2e-3 * flight.length().max(1.0));
        }
    }
}

#[test]
fn a_flight_that_is_broken_off_goes_on_from_where_it_was() {
    let mut dice = Dice::new(17);
    for _ in 0..200 {
        let flight = Flight::new(view(&mut dice), view(&mut dice));
        let there = flight.at(dice.between(0.0, 1.0));
        let on = Flight::new(there, view(&mut dice));
        assert_eq!(on.at(0.0), there);
        let back = Flight::new(on.at(dice.between(0.0, 1.0)), flight.at(0.0));
        assert_eq!(back.at(1.0), flight.at(0.0));
    }
}

#[test]
fn flights_that_only_zoom_stay_put_and_odd_ones_do_no_harm() {
    let here = View::new(LonLat::new(120.0, 30.0), 10.0, 1420.0, 896.0);
    let close = View { zoom: 16.0, ..here };
    let flight = Flight::new(here, close);
    for step in 1..10 {
        let at = flight.at(f64::from(step) / 10.0);
        assert!((at.center.lon_deg - 120.0).abs() < 1e-9 && (at.center.lat_deg - 30.0).abs() < 1e-9);
        assert!((10.0..=16.0).contains(&at.zoom));
    }
    let none = Flight::new(here, here);
    assert_eq!((none.secs(), none.at(0.5).zoom), (0.0, 10.0));
    assert_eq!(flight.at(f64::NAN), close);
    assert_eq!((flight.at(-1.0), flight.at(9.0)), (here, close));
    // Across the date line it takes the shorter way.
    let (west, east) = (LonLat::new(179.0, 10.0), LonLat::new(-179.0, 10.0));
    let across = Flight::new(View { center: west, ..here }, View { center: east, ..here });
    for step in 0..=20 {
        assert!(across.at(f64::from(step) / 20.0).center.lon_deg.abs() >= 179.0 - 1e-9);
    }
    // A picture that lies open at another size is looked at in the new one.
    let wide = View { width_px: 3840.0, ..close };
    assert_eq!(Flight::new(here, wide).at(0.0).width_px, 3840.0);
}
