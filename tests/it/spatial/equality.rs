//! A hundred thousand random questions, each answered as by looking at everything: across the 180° meridian, at the
//! poles, with ties, among nothing and among many on one spot, with points that have just been put there and points that
//! have moved.

use super::points::{crowd, place, ranked};
use super::{Dice, star, tiling};
use geo::Intersects;
use geo::coordinate_position::{CoordPos, CoordinatePosition};
use zonglan::spatial::{AreaHit, AreaIndex, Bounds, Found, Hit, LonLat, PointIndex, Shape};

const SETS: u32 = 500;
const QUESTIONS_A_SET: usize = 180;
const AREA_QUESTIONS: usize = 10_000;

/// An index that was built over the points, or one whose points have all come from elsewhere.
fn index_over(dice: &mut Dice, points: &[(u32, LonLat)]) -> PointIndex {
    if dice.below(2) == 0 {
        return PointIndex::build(points.iter().copied());
    }
    let elsewhere = place(dice, &[(0, LonLat::new(-70.0, 10.0))]);
    let mut index = PointIndex::build(points.iter().map(|(id, _)| (*id, elsewhere)));
    points.iter().for_each(|(id, at)| assert!(index.insert(*id, *at).is_ok()));
    index
}

#[test]
fn ninety_thousand_questions_about_points() {
    let mut dice = Dice::new(77);
    for set in 0..SETS {
        let count = [0, 1, 7, 40, 90][dice.below(5)];
        // A set without any point is asked as well.
        let points = if set % 25 == 0 { Vec::new() } else { crowd(&mut dice, count) };
        let index = index_over(&mut dice, &points);
        for _ in 0..QUESTIONS_A_SET {
            let at = if points.is_empty() { LonLat::new(120.0, 30.0) } else { place(&mut dice, &points) };
            match dice.below(4) {
                0 | 1 => ask_near(&mut dice, &index, &points, at),
                2 => ask_box(&mut dice, &index, &points, at),
                _ => ask_shape(&mut dice, &index, &points, at),
            }
        }
    }
}

fn ask_near(dice: &mut Dice, index: &PointIndex, points: &[(u32, LonLat)], at: LonLat) {
    let all = ranked(points, at);
    let every = 1 + dice.below(4) as u32;
    let k = [0, 1, 2, 10, 1_000][dice.below(5)];
    let eligible = |hit: &&Hit| hit.id.is_multiple_of(every);
    let nearest: Vec<Hit> = all.iter().filter(eligible).take(k).copied().collect();
    assert_eq!(index.nearest(at, k, |id| id.is_multiple_of(every)), nearest, "{at:?}");
    let radius_m = match (dice.below(2), all.len()) {
        (0, 1..) => all[dice.below(all.len())].distance_m,
        _ => dice.between(0.0, 3e6) * dice.between(0.0, 1.0).powi(4),
    };
    let within: Vec<Hit> = all.iter().filter(|hit| hit.distance_m <= radius_m).copied().collect();
    assert_eq!(index.within_circle(at, radius_m), within, "{at:?}");
    assert_eq!(index.count_within_circle(at, radius_m), within.len());
    let found: Vec<Hit> = within.iter().filter(eligible).copied().collect();
    let shape = Shape::Circle { at, radius_m }.points_of(index, |id| id.is_multiple_of(every));
    let shape: Vec<Hit> = shape.iter().map(|f: &Found| Hit { id: f.id, distance_m: f.distance_m.unwrap() }).collect();
    assert_eq!(shape, found);
}

fn ask_box(dice: &mut Dice, index: &PointIndex, points: &[(u32, LonLat)], at: LonLat) {
    let (width_deg, height_deg) = ([0.0, 0.1, 0.3, 40.0, 300.0][dice.below(5)], [0.0, 0.1, 50.0][dice.below(3)]);
    let east_deg = at.lon_deg + width_deg;
    let east_deg = if east_deg > 180.0 { east_deg - 360.0 } else { east_deg };
    let bounds = Bounds::new(at, LonLat::new(east_deg, (at.lat_deg + height_deg).min(90.0)));
    let due: Vec<u32> = points.iter().filter(|(_, at)| bounds.contains(*at)).map(|(id, _)| *id).collect();
    assert_eq!(index.within_bounds(&bounds), due, "{bounds:?}");
    assert_eq!(index.count_within_bounds(&bounds), due.len());
}

fn ask_shape(dice: &mut Dice, index: &PointIndex, points: &[(u32, LonLat)], at: LonLat) {
    let (radius_deg, corners) = (dice.between(0.01, 0.4), 3 + dice.below(90));
    let area = star(dice, at, radius_deg, corners);
    let due: Vec<u32> = points.iter().filter(|(_, at)| area.intersects(&at.point())).map(|(id, _)| *id).collect();
    assert_eq!(index.within_polygon(&area), due);
    let found = Shape::Polygon(area).points_of(index, |_| true);
    assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), due);
}

#[test]
fn ten_thousand_questions_about_areas() {
    let mut dice = Dice::new(78);
    let side = 9;
    let tiles = tiling(&mut dice, side, 0.02, 12);
    let areas: Vec<_> = tiles.into_iter().map(|(id, area)| (5, id, area)).collect();
    let corners: Vec<LonLat> =
        areas.iter().flat_map(|(.., area)| area.0[0].exterior().0.clone()).map(Into::into).collect();
    let index = AreaIndex::build(&areas);
    for question in 0..AREA_QUESTIONS {
        let at = if question % 4 == 0 {
            corners[dice.below(corners.len())]
        } else {
            LonLat::new(dice.between(119.99, 120.19), dice.between(29.99, 30.19))
        };
        let holding = |wanted: CoordPos| {
            let found = areas.iter().filter(move |(.., area)| area.coordinate_position(&at.coord()) == wanted);
            found.map(|(level, id, _)| AreaHit { level: *level, id: *id })
        };
        let inside: Vec<AreaHit> = holding(CoordPos::Inside).collect();
        let due = if inside.is_empty() { holding(CoordPos::OnBoundary).min().into_iter().collect() } else { inside };
        assert_eq!(index.at(at), due, "{at:?}");
    }
}
