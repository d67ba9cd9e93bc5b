//! The point index against a scan of all points.

use geo::Intersects;
use zonglan::spatial::prepared::PreparedPolygon;
use zonglan::spatial::{Bounds, Hit, LonLat, PointIndex, distance_m};

use super::{Dice, polygon, star};

/// A county, the 180° meridian, both poles, the whole world; with duplicates everywhere.
pub(super) fn crowd(dice: &mut Dice, count: u32) -> Vec<(u32, LonLat)> {
    let mut points: Vec<(u32, LonLat)> = Vec::new();
    for id in 0..count {
        let at = match dice.below(12) {
            0..=4 => LonLat::new(dice.between(120.0, 120.4), dice.between(30.0, 30.4)),
            5 => LonLat::new(dice.between(179.9, 180.0), dice.between(-1.0, 1.0)),
            6 => LonLat::new(dice.between(-180.0, -179.9), dice.between(-1.0, 1.0)),
            7 => LonLat::new(dice.between(-180.0, 180.0), dice.between(89.9, 90.0)),
            8 => LonLat::new(dice.between(-180.0, 180.0), dice.between(-90.0, -89.99)),
            9 if id > 0 => points[dice.below(id as usize)].1,
            // A coarse lattice, for equal distances and for points on edges.
            10 => LonLat::new(120.0 + dice.below(5) as f64 * 0.1, 30.0 + dice.below(5) as f64 * 0.1),
            _ => LonLat::new(dice.between(-180.0, 180.0), dice.between(-90.0, 90.0)),
        };
        points.push((id, at));
    }
    points.push((count, LonLat::new(0.0, 90.0)));
    points.push((count + 1, LonLat::new(77.0, 90.0)));
    points.push((count + 2, LonLat::new(180.0, 0.0)));
    points.push((count + 3, LonLat::new(-180.0, 0.0)));
    points
}

pub(super) fn place(dice: &mut Dice, points: &[(u32, LonLat)]) -> LonLat {
    match dice.below(4) {
        0 => points[dice.below(points.len())].1,
        1 => LonLat::new(dice.between(120.0, 120.4), dice.between(30.0, 30.4)),
        2 => LonLat::new(dice.between(-180.0, 180.0), dice.between(-90.0, 90.0)),
        _ => LonLat::new(180.0, dice.between(-1.0, 1.0)),
    }
}

pub(super) fn ranked(points: &[(u32, LonLat)], at: LonLat) -> Vec<Hit> {
    let mut all: Vec<_> = points.iter().map(|&(id, p)| Hit { id, distance_m: distance_m(at, p) }).collect();
    all.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id)));
    all
}

#[test]
fn nearest_and_circle_match_a_scan() {
    let mut dice = Dice::new(1);
    let points = crowd(&mut dice, 700);
    let index = PointIndex::build(points.iter().copied());
    assert_eq!(index.len(), points.len());
    for question in 0..2000 {
        let at = place(&mut dice, &points);
        let all = ranked(&points, at);
        let k = [0, 1, 3, 10, 50, 2000][dice.below(6)];
        let every = 1 + dice.below(20) as u32;
        let expected: Vec<_> = all.iter().copied().filter(|hit| hit.id % every == 0).take(k).collect();
        assert_eq!(index.nearest(at, k, |id| id % every == 0), expected, "question {question} at {at:?}");
        // Radii that fall exactly on a point's distance, too.
        let radius_m = if question % 2 == 0 {
            all[dice.below(all.len())].distance_m
        } else {
            dice.between(0.0, 3.0e6) * dice.between(0.0, 1.0).powi(4)
        };
        let within: Vec<_> = all.iter().copied().filter(|hit| hit.distance_m <= radius_m).collect();
        assert_eq!(index.within_circle(at, radius_m), within, "question {question} at {at:?}");
        assert_eq!(index.count_within_circle(at, radius_m), within.len());
        let capped: Vec<_> = within.iter().copied().take(7).collect();
        assert_eq!(index.nearest_within(at, 7, radius_m, |_| true), capped);
    }
}

#[test]
fn boxes_and_polygons_match_a_scan() {
    let mut dice = Dice::new(2);
    let points = crowd(&mut dice, 800);
    let index = PointIndex::build(points.iter().copied());
    for question in 0..2000 {
        let bounds = if question % 3 == 0 {
            // Any box, across the 180° meridian or not, up to the whole world around.
            let (a, b) = (dice.between(-90.0, 90.0), dice.between(-90.0, 90.0));
            let lons = [dice.between(-180.0, 180.0), dice.between(-180.0, 180.0)];
            Bounds::new(LonLat::new(lons[0], a.min(b)), LonLat::new(lons[1], a.max(b)))
        } else {
            let corner = LonLat::new(120.0 + dice.below(4) as f64 * 0.1, 30.0 + dice.below(4) as f64 * 0.1);
            Bounds::new(corner, LonLat::new(corner.lon_deg + dice.between(0.0, 0.3), corner.lat_deg + 0.1))
        };
        let expected: Vec<u32> = points.iter().filter(|(_, at)| bounds.contains(*at)).map(|(id, _)| *id).collect();
        assert_eq!(index.within_bounds(&bounds), expected, "{bounds:?}");
        assert_eq!(index.count_within_bounds(&bounds), expected.len());

        let corners = 3 + dice.below(200);
        let center = LonLat::new(dice.between(120.0, 120.4), dice.between(30.0, 30.4));
        let radius_deg = dice.between(0.01, 0.3);
        let area = star(&mut dice, center, radius_deg, corners);
        let inside: Vec<u32> = points.iter().filter(|(_, p)| area.intersects(&p.point())).map(|(id, _)| *id).collect();
        assert_eq!(index.within_polygon(&area), inside);
    }
    let world = Bounds::new(LonLat::new(-180.0, -90.0), LonLat::new(180.0, 90.0));
    assert_eq!(index.within_bounds(&world).len(), points.len());
}

/// Thousands of points about polygons from a thousandth of a millimetre to a county wide, whose corners stand on points and
/// whose edges may be level, upright or doubled.
#[test]
fn polygons_among_dense_points_match_a_scan() {
    let mut dice = Dice::new(12);
    for round in 0..60 {
        let size_deg = 0.3 * 10_f64.powi(-(round % 8));
        let (west_deg, south_deg) = (dice.between(-180.0, 179.0), dice.between(-89.0, 88.0));
        let lattice = |steps: (usize, usize)| {
            LonLat::new(west_deg + steps.0 as f64 / 16.0 * size_deg, south_deg + steps.1 as f64 / 16.0 * size_deg)
        };
        let places: Vec<LonLat> = (0..3000)
            .map(|n| match n % 3 {
                0 => lattice((dice.below(17), dice.below(17))),
                _ => LonLat::new(west_deg + dice.between(0.0, size_deg), south_deg + dice.between(0.0, size_deg)),
            })
            .collect();
        let index = PointIndex::build((0..).zip(places.iter().copied()));
        for _ in 0..8 {
            let area = if dice.below(2) == 0 {
                let middle = lattice((dice.below(17), dice.below(17)));
                let (corners, radius_deg) = (3 + dice.below(60), size_deg * dice.between(0.05, 0.7));
                star(&mut dice, middle, radius_deg, corners)
            } else {
                // Any corners of the lattice: it may cross itself.
                let corners: Vec<(f64, f64)> = (0..3 + dice.below(9))
                    .map(|_| lattice((dice.below(17), dice.below(17))))
                    .map(|at| (at.lon_deg, at.lat_deg))
                    .collect();
                polygon(&corners)
            };
            let exact = PreparedPolygon::new(&area);
            let inside: Vec<u32> = (0..).zip(&places).filter(|(_, at)| exact.covers(**at)).map(|(id, _)| id).collect();
            assert_eq!(index.within_polygon(&area), inside, "round {round}: {area:?}");
        }
    }
}

#[test]
fn points_that_move_come_and_go() {
    let mut dice = Dice::new(3);
    let mut points = crowd(&mut dice, 300);
    let mut index = PointIndex::build(points.iter().copied());
    for _ in 0..2500 {
        let at = place(&mut dice, &crowd(&mut Dice::new(9), 20));
        let which = dice.below(points.len());
        let id = points[which].0;
        match dice.below(4) {
            0 if points.len() > 20 => {
                assert_eq!(index.remove(id), Some(points.remove(which).1));
                assert_eq!((index.remove(id), index.get(id), index.update(id, at)), (None, None, Ok(None)));
            }
            1 => {
                let id = 10_000 + dice.below(100_000) as u32;
                points.retain(|(other, _)| *other != id);
                points.push((id, at));
                index.insert(id, at).unwrap();
            }
            _ => {
                assert_eq!(index.update(id, at), Ok(Some(points[which].1)));
                points[which].1 = at;
            }
        }
        let ask = place(&mut dice, &points);
        let expected: Vec<_> = ranked(&points, ask).into_iter().take(5).collect();
        assert_eq!(index.nearest(ask, 5, |_| true), expected);
        assert_eq!(index.len(), points.len());
    }
}

#[test]
fn a_crowd_that_gathers_on_one_spot_and_goes_is_still_found() {
    let mut dice = Dice::new(4);
    let mut index = PointIndex::default();
    let mut points: Vec<(u32, LonLat)> = Vec::new();
    // They come one by one, gather, and go on to the other side of the world, several times.
    let squares =
        [LonLat::new(120.0, 30.0), LonLat::new(180.0, 0.0), LonLat::new(-60.0, -30.0), LonLat::new(5.0, 90.0)];
    for id in 0..3_000 {
        let at = place(&mut dice, &[(0, squares[0])]);
        points.push((id, at));
        assert_eq!(index.insert(id, at), Ok(None));
    }
    for round in 0..12 {
        let square = squares[round % squares.len()];
        for (id, at) in &mut points {
            // A third of them stand on one spot, exactly.
            let off_deg = if *id % 3 == 0 { 0.0 } else { dice.between(0.0, 0.01) };
            *at = LonLat::new(square.lon_deg * (1.0 - off_deg), square.lat_deg * (1.0 - off_deg));
            index.insert(*id, *at).unwrap();
        }
        for _ in 0..20 {
            let at = place(&mut dice, &points);
            let all = ranked(&points, at);
            assert_eq!(index.nearest(at, 12, |_| true), all[..12]);
            let radius_m = all[dice.below(all.len())].distance_m;
            let due = all.iter().filter(|hit| hit.distance_m <= radius_m).count();
            assert_eq!((index.within_circle(at, radius_m).len(), index.count_within_circle(at, radius_m)), (due, due));
        }
        assert_eq!(index.iter().collect::<Vec<_>>(), points);
    }
    for (id, at) in points.split_off(5) {
        assert_eq!(index.remove(id), Some(at));
    }
    assert_eq!(index.iter().collect::<Vec<_>>(), points);
    assert_eq!(index.nearest(squares[0], 9, |_| true), ranked(&points, squares[0]));
}

#[test]
fn nothing_and_nonsense() {
    let mut empty = PointIndex::default();
    let at = LonLat::new(120.0, 30.0);
    let bad = LonLat::new(f64::NAN, 30.0);
    let nowhere = Bounds::new(LonLat::new(0.0, 10.0), LonLat::new(1.0, 5.0));
    assert!(empty.is_empty() && empty.nearest(at, 3, |_| true).is_empty() && empty.within_circle(at, 1e9).is_empty());
    assert!(empty.within_bounds(&Bounds::at(at)).is_empty());
    assert!(empty.insert(1, bad).is_err() && empty.is_empty());
    empty.insert(1, at).unwrap();
    assert!(empty.update(1, LonLat::new(0.0, 91.0)).is_err());
    assert_eq!(empty.get(1), Some(at));
    assert!(empty.nearest(bad, 3, |_| true).is_empty() && empty.within_circle(at, f64::NAN).is_empty());
    assert!(empty.within_circle(at, -1.0).is_empty() && empty.within_bounds(&nowhere).is_empty());
    assert_eq!(empty.within_circle(at, 0.0).len(), 1);
    assert_eq!(empty.within_circle(at, f64::INFINITY).len(), 1);
    assert_eq!((empty.count_within_circle(at, f64::INFINITY), empty.count_within_circle(bad, 1.0)), (1, 0));
    assert!(empty.nearest(at, 0, |_| true).is_empty() && empty.nearest(at, 3, |_| false).is_empty());
    assert!(empty.nearest_within(at, 3, f64::NAN, |_| true).is_empty());
    assert_eq!(empty.nearest_within(at, usize::MAX, 0.0, |_| true).len(), 1);
    assert!(empty.within_bounds(&Bounds::at(bad)).is_empty());
    assert_eq!(PointIndex::build([(1, at), (1, LonLat::new(1.0, 1.0)), (2, bad)]).len(), 1);
}
