//! Positions: nobody is moved back, and nobody who isn't known.

use super::world::{NOW, World, feed, page};
use crate::online::server::Server;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use zonglan::domain::FeedTrouble;

/// A table of positions: worker, longitude, seconds from now.
fn table(rows: &[(&str, f64, i64)]) -> String {
    let row = |(worker, lon, secs): &(&str, f64, i64)| format!("{worker},{lon},36.04,{}\n", NOW.0 + secs);
    format!("worker,lon,lat,fixed_at\n{}", rows.iter().map(row).collect::<String>())
}

#[test]
fn the_latest_counts_whatever_comes_later() {
    let step = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&step);
    let server = Server::start(move |_| {
        page(&match theirs.load(Ordering::SeqCst) {
            0 => table(&[("W1", 118.01, -60), ("W1", 118.03, -10), ("W1", 118.02, -30)]),
            // An older position than the one that is known, and a new one.
            1 => table(&[("W1", 118.05, -40), ("W2", 118.06, -5)]),
            _ => table(&[("W1", 118.07, -2)]),
        })
    });
    let mut world = World::new(&[feed("gps", &server.url("/"), "positions")]);
    world.until(|world| world.place("W1").is_some_and(|at| at.lon_deg == 118.03));
    let order: Vec<i64> = world.fixes.iter().map(|fix| fix.fixed_at.secs_since(NOW)).collect();
    assert_eq!(order, [-60, -30, -10], "all of them, in their order");
    step.store(1, Ordering::SeqCst);
    world.until(|world| world.place("W2").is_some());
    assert_eq!(world.place("W1").unwrap().lon_deg, 118.03, "nobody is moved back");
    step.store(2, Ordering::SeqCst);
    world.until(|world| world.place("W1").is_some_and(|at| at.lon_deg == 118.07));
    let events = world.events();
    world.until(|world| world.beats("gps") >= 5);
    assert_eq!((world.fixes.len(), world.events()), (6, events), "the same again is nothing, and no event");
    assert!(world.fixes.iter().any(|fix| fix.at.lon_deg == 118.05), "what comes late completes the track");
    assert!(world.troubles().is_empty(), "{:?}", world.troubles());
}

#[test]
fn a_clock_that_is_ahead_moves_nobody_and_is_told() {
    let server = Server::start(|asked| {
        page(&match asked.path.as_str() {
            "/all" => table(&[("W1", 118.01, 8 * 3_600), ("W2", 118.02, 8 * 3_600)]),
            _ => table(&[("W3", 118.01, 8 * 3_600), ("W4", 118.02, -5), ("W5", 118.03, 8 * 3_600)]),
        })
    });
    let mut world =
        World::new(&[feed("ahead", &server.url("/all"), "positions"), feed("some", &server.url("/some"), "positions")]);
    world.until(|world| world.beats("some") >= 1 && world.troubles().len() == 2);
    for trouble in world.troubles() {
        let FeedTrouble::BadRows { bad, of, first } = trouble else { panic!("{trouble}") };
        assert_eq!(bad, 2);
        assert!(of >= 2 && first.contains("fixed_at"), "{first}");
    }
    assert_eq!(world.beats("ahead"), 0, "whoever brings nothing that can be used is silent");
    assert!(["W1", "W2", "W3", "W5"].iter().all(|worker| world.place(worker).is_none()));
    assert!(world.place("W4").is_some(), "a bad row costs itself");
}

#[test]
fn of_strangers_only_it_is_said_that_they_are_strangers() {
    let server = Server::start(|_| page(&table(&[("X1", 118.01, -5), ("X2", 118.02, -5)])));
    let mut world = World::new(&[feed("gps", &server.url("/"), "positions")]);
    world.until(|world| !world.troubles().is_empty());
    let FeedTrouble::BadRows { bad: 2, of: 2, first } = &world.troubles()[0] else { panic!("{:?}", world.said) };
    assert!(first.contains("import workers first"), "{first}");
    assert!(world.fixes.is_empty());
}
