//! Which symbols stand on the map, which are gathered in rings, and what a click on a ring does.
#![allow(clippy::unwrap_used)]

use crate::county::{Book, small_county};
use std::collections::BTreeSet;
use zonglan::domain::{Act, Actor, CallBack, Command, LonLat, State, Timestamp, Urgency};
use zonglan::seat::{Cluster, Intent, Lang, Screen, Seat, Selection, Symbols};

const NOW: Timestamp = Timestamp(1_789_000_000);
const WHOLE: f64 = 12.0;
const TOWN: f64 = 14.0;

/// A scattered place of the county; every fifth stands where the one before it does.
fn place(n: u32) -> LonLat {
    let n = n - u32::from(n % 5 == 4);
    let share = |step: u32| f64::from(n * step % 97) / 97.0;
    LonLat::new(118.0 + 0.1 * share(31), 36.0 + 0.1 * share(57))
}

fn crowd(urgency: impl Fn(u32) -> Urgency, count: u32) -> Book {
    let mut book = small_county();
    for n in 0..count {
        book.report(&format!("CL-{n}"), place(n), urgency(n), NOW.plus_secs(i64::from(n)));
    }
    book
}

fn seat(book: Book, zoom: f64) -> Seat {
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    seat.view.zoom = zoom;
    seat
}

fn mixed(n: u32) -> Urgency {
    Urgency::ALL[n as usize % 4]
}

/// All matters of rings and singles; none may stand twice.
fn shown(symbols: &Symbols) -> BTreeSet<u32> {
    let singles = symbols.singles.iter().map(|symbol| symbol.incident);
    let all: Vec<u32> =
        singles.chain(symbols.clusters.iter().flat_map(|cluster| cluster.members.iter().copied())).collect();
    let set: BTreeSet<u32> = all.iter().copied().collect();
    assert_eq!(set.len(), all.len(), "nothing stands twice");
    set
}

#[test]
fn every_matter_stands_once_and_the_most_urgent_alone() {
    for zoom in [WHOLE, TOWN, 17.0] {
        let mut seat = seat(crowd(mixed, 120), zoom);
        seat.view.center = place(0);
        let symbols = Symbols::place(&seat);
        let shown = shown(&symbols);
        for number in 0..120 {
            let row = seat.picture.incidents.row(number);
            let px = seat.view.screen_from_lonlat(row.at.unwrap());
            let inside = (0.0..seat.view.width_px).contains(&px.x) && (0.0..seat.view.height_px).contains(&px.y);
            let heat_only = row.urgency == Urgency::U4 && zoom < 13.0;
            assert!(!inside || shown.contains(&number) != heat_only, "{number} at zoom {zoom}");
        }
        for cluster in &symbols.clusters {
            assert!(cluster.members.len() > 1 && cluster.count() as usize == cluster.members.len());
            assert_eq!(cluster.counts[0], 0, "no U1 is gathered");
        }
    }
}

#[test]
fn what_a_u1_would_cover_stands_aside() {
    let mut book = small_county();
    book.report("CL-0", place(1), Urgency::U1, NOW);
    book.report("CL-1", place(1), Urgency::U2, NOW);
    book.report("CL-2", place(1), Urgency::U3, NOW);
    let seat = seat(book, WHOLE);
    let symbols = Symbols::place(&seat);
    assert_eq!(symbols.singles.len(), 3);
    let pressing = symbols.singles.last().unwrap();
    assert_eq!((pressing.incident, pressing.px), (0, pressing.place_px), "the U1 stays and is drawn last");
    for (k, symbol) in symbols.singles.iter().enumerate() {
        assert_eq!(symbol.place_px, pressing.px);
        for other in &symbols.singles[k + 1..] {
            let apart = (symbol.px.x - other.px.x).hypot(symbol.px.y - other.px.y);
            assert!(apart > 0.6 * (symbol.size_px + other.size_px), "{apart}");
        }
    }
}

#[test]
fn panning_regroups_nothing() {
    let mut seat = seat(crowd(|n| if n % 3 == 0 { Urgency::U2 } else { Urgency::U3 }, 150), WHOLE);
    let rings = |seat: &Seat| -> Vec<Vec<u32>> {
        let inside = |cluster: &&Cluster| {
            (0.0..seat.view.width_px).contains(&cluster.px.x) && (0.0..seat.view.height_px).contains(&cluster.px.y)
        };
        let symbols = Symbols::place(seat);
        let mut rings: Vec<Vec<u32>> =
            symbols.clusters.iter().filter(inside).map(|cluster| cluster.members.clone()).collect();
        rings.sort();
        rings
    };
    let before = rings(&seat);
    assert!(before.len() > 5);
    for (dx_px, dy_px) in [(1.0, 0.0), (13.0, -7.0), (-40.0, 21.0), (3.0, 30.0)] {
        seat.intend(Intent::Pan { dx_px, dy_px });
        assert_eq!(rings(&seat), before);
    }
}

#[test]
fn a_ring_opens_at_a_click() {
    let mut seat = seat(crowd(|_| Urgency::U3, 80), WHOLE);
    let symbols = Symbols::place(&seat);
    let ring = symbols.clusters.iter().max_by_key(|cluster| cluster.count()).unwrap().clone();
    seat.intend(Intent::PickAt(ring.px));
    assert_eq!(seat.selection, None);
    assert!(seat.view.zoom >= WHOLE + 1.0);
    let bounds = seat.view.bounds();
    assert!(ring.members.iter().all(|member| bounds.contains(seat.picture.incidents.row(*member).at.unwrap())));
}

#[test]
fn a_double_click_on_a_ring_is_one_click() {
    let mut seat = seat(crowd(|_| Urgency::U3, 80), WHOLE);
    let ring = Symbols::place(&seat).clusters[0].clone();
    seat.intend(Intent::PickAt(ring.px));
    let opened = seat.view;
    // The second click lies on other ground by now: it means the ring, not what has come under it.
    seat.intend(Intent::FitAt(ring.px));
    assert_eq!((seat.view, seat.drill), (opened, None));
    // What comes after it means what is there.
    seat.intend(Intent::FitAt(ring.px));
    assert_ne!(seat.view, opened);
}

#[test]
fn matters_on_one_spot_are_reached_one_after_the_other() {
    let mut book = small_county();
    for n in 0..4 {
        book.report(&format!("CL-{n}"), place(1), Urgency::U3, NOW.plus_secs(-n));
    }
    let mut seat = seat(book, 19.0);
    seat.view.center = place(1);
    let mut seen = Vec::new();
    for _ in 0..8 {
        let symbols = Symbols::place(&seat);
        assert_eq!(symbols.clusters.len(), 1);
        seat.intend(Intent::PickAt(symbols.clusters[0].px));
        let Some(Selection::Incident(number)) = seat.selection else { panic!("a matter") };
        seen.push(number);
    }
    assert_eq!(seen[..4], [3, 2, 1, 0], "the oldest first");
    assert_eq!(seen[4..], seen[..4]);
}

#[test]
fn a_u1_is_closed_by_a_second_word_only() {
    let mut book = crowd(|n| if n == 0 { Urgency::U1 } else { Urgency::U3 }, 2);
    let by = || Actor::Worker("W1".into());
    for code in ["CL-0", "CL-1"] {
        let sent = Act::Assign { agency: None, worker: Some("W1".into()), message: String::new() };
        let handled = Act::Handle { result: "done".into() };
        let called = Act::CallBack { answer: CallBack::Satisfied };
        for (n, act) in (0..).zip([sent, Act::Deliver, Act::Receipt, Act::Arrive, handled, called]) {
            let by = if n == 5 { Actor::Officer("李".into()) } else { by() };
            let id = format!("{code}-{n}").into();
            let command = Command { id, by, at: NOW.plus_secs(60), incident: code.into(), seen_version: None, act };
            book.carry_out(&command).unwrap();
        }
    }
    let mut seat = seat(book, WHOLE);
    let pick = |seat: &mut Seat, n| seat.intend(Intent::Select(Selection::Incident(n)));
    pick(&mut seat, 0);
    assert_eq!(seat.picture.incidents.row(0).state, State::Handled);
    seat.intend(Intent::Act(Act::Close));
    assert_eq!((seat.commands_under_way(), seat.confirming().is_some()), (0, true));
    seat.intend(Intent::Back);
    assert!(seat.confirming().is_none() && seat.selection.is_some(), "Esc takes the question back first");
    seat.intend(Intent::Confirm);
    assert_eq!(seat.commands_under_way(), 0, "nothing to confirm any more");
    seat.intend(Intent::Act(Act::Close));
    pick(&mut seat, 1);
    assert!(seat.confirming().is_none(), "the question was about the other one");
    seat.intend(Intent::Act(Act::Close));
    assert_eq!(seat.commands_under_way(), 1, "a U3 needs one word");
    pick(&mut seat, 0);
    seat.intend(Intent::Act(Act::Close));
    seat.intend(Intent::Confirm);
    assert_eq!(seat.commands_under_way(), 2);
}
