//! Streets' names: pieces joined, places chosen, letters read the right way up.

use super::Dice;
use proptest::prelude::*;
use std::f32::consts::FRAC_PI_2;
use zonglan::spatial::basemap::{Road, RoadClass};
use zonglan::spatial::labels::{Laid, StreetNames, StreetPlace, lay_along};
use zonglan::spatial::{LonLat, Mercator, View};

const M_PER_PX: f64 = 2.0;

fn road(name: &str, class: RoadClass, line: &[(f64, f64)]) -> Road {
    let at = |(x_m, y_m): &(f64, f64)| Mercator::new(13_000_000.0 + x_m, 4_300_000.0 + y_m).to_lonlat();
    Road { class, name: (!name.is_empty()).then(|| name.into()), line: line.iter().map(at).collect(), from_m: 0.0 }
}

fn length_m(line: &[Mercator]) -> f64 {
    line.windows(2).map(|pair| (pair[1].x_m - pair[0].x_m).hypot(pair[1].y_m - pair[0].y_m)).sum()
}

#[test]
fn pieces_of_one_name_make_one_street_whichever_way_they_run() {
    let pieces = [
        road("人民路", RoadClass::Minor, &[(200.0, 0.0), (100.0, 0.0)]),
        road("人民路", RoadClass::Primary, &[(0.0, 0.0), (100.0, 0.0)]),
        road("人民路", RoadClass::Minor, &[(200.0, 0.0), (300.0, 30.0), (400.0, 80.0)]),
        // Another street of that name, far away; one that crosses; one without a name.
        road("人民路", RoadClass::Minor, &[(9_000.0, 0.0), (9_000.0, 500.0)]),
        road("长江路", RoadClass::Minor, &[(200.0, -500.0), (200.0, 0.0), (200.0, 500.0)]),
        road("", RoadClass::Primary, &[(0.0, 0.0), (0.0, 500.0)]),
    ];
    let streets = StreetNames::of(&pieces);
    let found: Vec<(&str, RoadClass, i64)> = (0..streets.len() as u32)
        .map(|number| (streets.name(number), streets.class(number), length_m(streets.line(number)).round() as i64))
        .collect();
    let mut wanted = vec![
        ("人民路", RoadClass::Primary, 416),
        ("人民路", RoadClass::Minor, 500),
        ("长江路", RoadClass::Minor, 1_000),
    ];
    let mut found = found;
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn a_street_goes_straight_on_at_a_fork_and_never_turns_back() {
    let fork = [
        road("环路", RoadClass::Minor, &[(0.0, 0.0), (300.0, 0.0)]),
        road("环路", RoadClass::Minor, &[(300.0, 0.0), (400.0, 90.0)]),
        road("环路", RoadClass::Minor, &[(300.0, 0.0), (500.0, 10.0)]),
        road("环路", RoadClass::Minor, &[(500.0, 10.0), (301.0, 20.0)]),
    ];
    let streets = StreetNames::of(&fork);
    let mut lengths: Vec<i64> = (0..streets.len() as u32).map(|n| length_m(streets.line(n)).round() as i64).collect();
    lengths.sort_unstable();
    assert_eq!(lengths, [135, 199, 500]);
}

/// Where each letter is and how it is turned must make a text that is read from left to right or downwards.
fn reads_well(laid: &Laid, widths_px: &[f32], upright: bool) {
    assert_eq!(laid.glyphs.len(), widths_px.len());
    let ([first_x, first_y], _) = laid.glyphs[0];
    let ([last_x, last_y], _) = laid.glyphs[laid.glyphs.len() - 1];
    let downwards = upright
        && laid.glyphs.iter().all(|(_, turn)| *turn == 0.0)
        && (last_y - first_y).abs() > (last_x - first_x).abs();
    if downwards {
        assert!(last_y > first_y, "read from top to bottom");
    } else if laid.glyphs.len() > 1 {
        assert!(last_x > first_x - 1.0, "read from left to right");
    }
    for (_, turn) in &laid.glyphs {
        assert!(turn.abs() <= FRAC_PI_2 + 0.2, "no letter stands on its head: {turn}");
        assert!(!upright || turn.abs() < 1.06, "Han letters never lie: {turn}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_name_is_upside_down(seed in any::<u64>(), heading in 0.0_f64..6.29, bend in 0.0_f64..0.2, han in any::<bool>()) {
        let mut dice = Dice(seed);
        let mut at = Mercator::new(13_000_000.0, 4_300_000.0);
        let (mut heading, mut line) = (heading, vec![at]);
        for _ in 0..12 {
            heading += bend * (dice.roll() - 0.5) * 2.0;
            at = Mercator::new(at.x_m + 40.0 * heading.cos(), at.y_m + 40.0 * heading.sin());
            line.push(at);
        }
        let widths_px = if han { vec![13.0; 4] } else { vec![7.0, 6.0, 6.0, 5.0, 7.0, 4.0, 6.0, 7.0] };
        if let Some(laid) = lay_along(&line, &widths_px, 13.0, M_PER_PX, han) {
            reads_well(&laid, &widths_px, han);
            // Letters stand on the street, one behind the other at their widths.
            for pair in laid.glyphs.windows(2) {
                let apart = (pair[1].0[0] - pair[0].0[0]).hypot(pair[1].0[1] - pair[0].0[1]);
                prop_assert!((3.5..=14.0).contains(&apart), "{}", apart);
            }
            let backwards: Vec<Mercator> = line.iter().rev().copied().collect();
            let other = lay_along(&backwards, &widths_px, 13.0, M_PER_PX, han).unwrap();
            for (a, b) in laid.glyphs.iter().zip(&other.glyphs) {
                prop_assert!((a.0[0] - b.0[0]).abs() < 0.05 && (a.0[1] - b.0[1]).abs() < 0.05, "whichever way it was drawn");
            }
        }
    }
}

#[test]
fn a_steep_street_is_written_downwards_upright_in_chinese_and_aslant_in_english() {
    let line = [Mercator::new(0.0, 0.0), Mercator::new(20.0, 400.0)];
    let han = lay_along(&line, &[13.0; 4], 13.0, M_PER_PX, true).unwrap();
    assert!(han.glyphs.iter().all(|(_, turn)| *turn == 0.0));
    assert!(han.glyphs.windows(2).all(|pair| pair[1].0[1] > pair[0].0[1] + 12.0), "one below the other");
    let latin = lay_along(&line, &[7.0; 6], 13.0, M_PER_PX, false).unwrap();
    assert!(latin.glyphs.iter().all(|(_, turn)| (*turn + 1.52).abs() < 0.01), "read upwards, turned with the street");
    let flat = [Mercator::new(0.0, 0.0), Mercator::new(400.0, 100.0)];
    let flat = lay_along(&flat, &[13.0; 4], 13.0, M_PER_PX, true).unwrap();
    assert!(flat.glyphs.iter().all(|(_, turn)| (*turn + 0.245).abs() < 0.01), "turned with the street");
}

#[test]
fn no_name_where_the_street_bends_or_ends() {
    let corner = [Mercator::new(-200.0, 0.0), Mercator::new(0.0, 0.0), Mercator::new(0.0, 200.0)];
    assert_eq!(lay_along(&corner, &[13.0; 4], 13.0, M_PER_PX, true), None);
    let short = [Mercator::new(0.0, 0.0), Mercator::new(90.0, 0.0)];
    assert_eq!(lay_along(&short, &[13.0; 4], 13.0, M_PER_PX, true), None);
    assert_eq!(lay_along(&short[..1], &[13.0; 4], 13.0, M_PER_PX, true), None);
    assert_eq!(lay_along(&short, &[], 13.0, M_PER_PX, true), None);
}

#[test]
fn names_are_repeated_at_a_distance_and_stand_where_it_is_straight() {
    // 6 km straight with a square detour in the middle of it.
    let detour = [(2_900.0, 0.0), (2_900.0, 200.0), (3_100.0, 200.0), (3_100.0, 0.0)];
    let line: Vec<(f64, f64)> = [(0.0, 0.0)].into_iter().chain(detour).chain([(6_000.0, 0.0)]).collect();
    let streets = StreetNames::of(&[road("滨河大道", RoadClass::Primary, &line)]);
    let places = |level| streets.places(level, |_| 52.0);
    assert_eq!(places(12), [], "too far away for streets' names");
    let at_15 = places(15);
    assert!((2..=5).contains(&at_15.len()), "{}", at_15.len());
    let view = View::new(LonLat::new(0.0, 0.0), 15.3, 1000.0, 800.0);
    let laid = |place: &StreetPlace| streets.lay(place, &[13.0; 4], 13.0, &view);
    assert!(at_15.iter().filter(|place| laid(place).is_some()).count() >= 2);
    let m_per_dp = view.mercator_m_per_px();
    for pair in at_15.windows(2) {
        assert!((pair[1].along_m - pair[0].along_m) / m_per_dp > 150.0);
    }
    assert!(places(17).len() > 2 * at_15.len());
    let lane = StreetNames::of(&[road("后巷", RoadClass::Minor, &[(0.0, 0.0), (60.0, 0.0)])]);
    assert_eq!(lane.places(15, |_| 52.0), [], "shorter than its name");
}
