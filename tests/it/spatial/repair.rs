//! Repairs: what comes out is valid and covers what it should.

use geo::{Area, BooleanOps, Coord, MultiPolygon, Polygon, Validation};
use zonglan::spatial::repair::{RingRef, Tangle, repair_rings};
use zonglan::spatial::{LonLat, PreparedPolygon, Repair, repair};

use super::{Dice, polygon, ring, star, tiling};

const FIRST: RingRef = RingRef { part: 0, ring: 0 };

fn raw(corners: &[(f64, f64)]) -> Vec<Vec<Vec<Coord<f64>>>> {
    vec![vec![corners.iter().map(|&(x, y)| Coord { x, y }).collect()]]
}

fn is_rfc_7946(area: &MultiPolygon<f64>) -> bool {
    let turn = |ring: &geo::LineString<f64>| Polygon::new(ring.clone(), vec![]).signed_area();
    area.iter().all(|part| turn(part.exterior()) > 0.0 && part.interiors().iter().all(|hole| turn(hole) < 0.0))
}

#[test]
fn what_is_valid_stays_as_it_is() {
    let mut dice = Dice::new(41);
    let holed = MultiPolygon(vec![Polygon::new(
        ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]),
        vec![ring(&[(1.0, 1.0), (1.0, 2.0), (2.0, 1.0)]), ring(&[(2.0, 2.0), (2.0, 3.0), (3.0, 2.0)])],
    )]);
    let tiles = tiling(&mut dice, 8, 0.01, 6).into_iter().map(|(_, area)| area);
    for area in tiles.chain([holed]) {
        assert_eq!(repair(area.clone()), (area, vec![]));
    }
}

#[test]
fn rings_are_closed_cleaned_and_turned() {
    let square = polygon(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);
    let open = repair_rings(raw(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]));
    assert_eq!(open, (square.clone(), vec![Repair::Closed(FIRST)]));
    let twice = repair(polygon(&[(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (1.0, 1.0), (0.0, 1.0)]));
    assert_eq!(twice, (square.clone(), vec![Repair::DuplicatesRemoved(FIRST, 2)]));
    let spike = repair(polygon(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (5.0, 1.0), (1.0, 1.0), (0.0, 1.0)]));
    assert_eq!(
        spike,
        (square.clone(), vec![Repair::SpikesRemoved { ring: FIRST, count: 2, at: LonLat::new(5.0, 1.0) }])
    );
    let at_seam = repair(polygon(&[(-3.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]));
    assert_eq!(at_seam.0.unsigned_area(), 1.0);
    let (turned, done) = repair(polygon(&[(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]));
    assert!(is_rfc_7946(&turned) && done == vec![Repair::Reversed(FIRST)]);
    let bad =
        repair_rings(raw(&[(0.0, 0.0), (1.0, 0.0), (f64::NAN, 3.0), (1.0, 1.0), (500.0, 0.0), (0.0, 1.0), (0.0, 0.0)]));
    assert_eq!(bad, (square, vec![Repair::BadCornersDropped(FIRST, 2)]));
}

#[test]
fn rings_without_area_go_and_take_their_holes() {
    let nothing = MultiPolygon(vec![]);
    for corners in [&[][..], &[(1.0, 1.0)], &[(1.0, 1.0), (2.0, 2.0)], &[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]] {
        let (area, done) = repair_rings(raw(corners));
        let first = corners.first().map(|&(x, y)| LonLat::new(x, y));
        assert!(area == nothing && done.contains(&Repair::RingDropped(FIRST, first)), "{corners:?}");
    }
    let flat =
        Polygon::new(ring(&[(0.0, 0.0), (4.0, 0.0), (2.0, 0.0)]), vec![ring(&[(1.0, 1.0), (1.0, 2.0), (2.0, 1.0)])]);
    let (area, done) = repair(MultiPolygon(vec![flat]));
    assert_eq!(area, nothing);
    assert!(done.contains(&Repair::RingDropped(RingRef { part: 0, ring: 1 }, Some(LonLat::new(1.0, 1.0)))));
    assert_eq!(repair(nothing.clone()), (nothing, vec![]));
}

#[test]
fn bow_ties_become_two_and_keep_their_area() {
    // Two lobes of one square unit each; their signed areas cancel.
    let (area, done) = repair(polygon(&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)]));
    assert_eq!(area.0.len(), 2);
    assert!((area.unsigned_area() - 2.0).abs() < 1e-6 && area.is_valid() && is_rfc_7946(&area));
    assert_eq!(done, vec![Repair::Untangled { ring: FIRST, pieces: 2, uncertain: 0.0, at: LonLat::new(1.0, 1.0) }]);
    let corners: Vec<_> = area.iter().flat_map(|part| part.exterior().0.clone()).collect();
    assert!(corners.contains(&Coord { x: 2.0, y: 2.0 }), "untouched corners keep their coordinates");
    // A ring that touches itself at a corner: an outline with a hole.
    let pinched = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0), (1.0, 3.0), (3.0, 1.0)];
    let (area, done) = repair(polygon(&pinched));
    assert!(area.is_valid() && is_rfc_7946(&area) && matches!(done[..], [Repair::Untangled { .. }]), "{done:?}");
    // Around twice: kept, and said to be uncertain.
    let twice = [(0.0, 0.0), (6.0, 0.0), (6.0, 6.0), (1.0, 6.0), (1.0, 1.0), (5.0, 1.0), (5.0, 7.0), (0.0, 7.0)];
    let (area, done) = repair(polygon(&twice));
    assert!(area.is_valid());
    assert!(matches!(done[..], [Repair::Untangled { uncertain, .. }] if uncertain > 0.1), "{done:?}");
}

#[test]
fn parts_and_holes_that_cross_are_resolved() {
    let square = |x: f64, y: f64, side: f64| ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)]);
    let overlapping =
        MultiPolygon(vec![Polygon::new(square(0.0, 0.0, 2.0), vec![]), Polygon::new(square(1.0, 1.0, 2.0), vec![])]);
    let neighbours =
        MultiPolygon(vec![Polygon::new(square(0.0, 0.0, 1.0), vec![]), Polygon::new(square(1.0, 0.0, 1.0), vec![])]);
    let nested =
        MultiPolygon(vec![Polygon::new(square(0.0, 0.0, 4.0), vec![]), Polygon::new(square(1.0, 1.0, 1.0), vec![])]);
    let hole_out = MultiPolygon(vec![Polygon::new(square(0.0, 0.0, 2.0), vec![square(5.0, 5.0, 1.0)])]);
    let hole_across = MultiPolygon(vec![Polygon::new(square(0.0, 0.0, 2.0), vec![square(1.0, 1.0, 4.0)])]);
    let hole_in_hole =
        MultiPolygon(vec![Polygon::new(square(0.0, 0.0, 4.0), vec![square(1.0, 1.0, 2.0), square(1.5, 1.5, 1.0)])]);
    for (area, expected_deg2, tangle, (x, y)) in [
        (overlapping, 7.0, Tangle::Crossing, (1.0, 2.0)),
        (neighbours, 2.0, Tangle::Crossing, (1.0, 1.0)),
        (nested, 16.0, Tangle::PartInPart, (1.0, 1.0)),
        (hole_out, 4.0, Tangle::HoleOutside, (5.0, 5.0)),
        (hole_across, 3.0, Tangle::Crossing, (1.0, 2.0)),
        (hole_in_hole, 12.0, Tangle::HoleInHole, (1.5, 1.5)),
    ] {
        let (repaired, done) = repair(area);
        assert!((repaired.unsigned_area() - expected_deg2).abs() < 1e-6, "{repaired:?}");
        assert!(repaired.is_valid() && is_rfc_7946(&repaired));
        assert_eq!(done, [Repair::RingsResolved(tangle, LonLat::new(x, y))]);
    }
}

#[test]
fn whatever_comes_goes_out_valid() {
    let mut dice = Dice::new(42);
    for question in 0..2000 {
        let count = 3 + dice.below(14);
        let corners: Vec<(f64, f64)> = if question % 2 == 0 {
            (0..count).map(|_| (dice.below(6) as f64, dice.below(6) as f64)).collect()
        } else {
            (0..count).map(|_| (dice.between(120.0, 121.0), dice.between(30.0, 31.0))).collect()
        };
        let (area, _) = repair_rings(raw(&corners));
        assert!(area.is_valid() && is_rfc_7946(&area), "{corners:?} gave {area:?}");
        // Doing it again changes no ground.
        let (again, _) = repair(area.clone());
        assert!(area.xor(&again).unsigned_area() < 1e-6);
    }
    let star = star(&mut dice, LonLat::new(120.0, 30.0), 0.1, 400);
    assert_eq!(repair(star.clone()), (star, vec![]));
}

/// How often a ring goes around a point, and whether its edges are crossed an odd number of times on
/// the way out: counted edge by edge, without `geo`.
fn windings(corners: &[(f64, f64)], (x, y): (f64, f64)) -> (i32, bool) {
    let (mut around, mut odd) = (0, false);
    for (at, &(ax, ay)) in corners.iter().enumerate() {
        let (bx, by) = corners[(at + 1) % corners.len()];
        if (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
            odd = !odd;
            around += if by > ay { 1 } else { -1 };
        }
    }
    (around, odd)
}

#[test]
fn what_is_inside_stays_inside_and_what_is_in_doubt_is_said() {
    let mut dice = Dice::new(43);
    for question in 0..400 {
        let count = 3 + dice.below(12);
        let corners: Vec<(f64, f64)> =
            (0..count).map(|_| (dice.between(120.0, 120.1), dice.between(30.0, 30.1))).collect();
        let (area, done) = repair_rings(raw(&corners));
        let prepared = PreparedPolygon::new(&area);
        let (mut inside, mut doubtful) = (0, 0);
        for _ in 0..400 {
            let at = (dice.between(120.0, 120.1), dice.between(30.0, 30.1));
            let (around, odd) = windings(&corners, at);
            let covered = prepared.covers(LonLat::new(at.0, at.1));
            // The overlay's own rounding moves edges by less than any of these points is likely to be near one.
            assert_eq!(covered, around != 0, "{question}: {at:?} of {corners:?}");
            inside += i32::from(covered);
            doubtful += i32::from(covered && !odd);
        }
        let told = done.iter().find_map(|repair| match repair {
            Repair::Untangled { uncertain, .. } => Some(*uncertain),
            _ => None,
        });
        let counted = f64::from(doubtful) / f64::from(inside.max(1));
        assert!((told.unwrap_or(0.0) - counted).abs() < 0.25, "{question}: {told:?} told, {counted} counted");
        // The even-odd area and what is in doubt are the whole.
        let (whole, doubt) = (area.unsigned_area(), told.unwrap_or(0.0) * area.unsigned_area());
        let alone = MultiPolygon(vec![Polygon::new(ring(&corners), vec![])]);
        let even_odd = alone.union(&MultiPolygon::<f64>(vec![])).unsigned_area();
        assert!((even_odd + doubt - whole).abs() < 1e-8, "{question}: {even_odd} {doubt} {whole}");
    }
}

#[test]
fn slivers_go_and_the_last_part_stays() {
    let small = |x: f64| ring(&[(118.0 + x, 36.0), (118.0 + x + 5e-6, 36.0), (118.0 + x, 36.0 + 5e-6)]);
    let large = ring(&[(118.1, 36.0), (118.2, 36.0), (118.2, 36.1), (118.1, 36.1)]);
    let alone = MultiPolygon(vec![Polygon::new(small(0.0), vec![])]);
    assert_eq!(repair(alone.clone()), (alone, vec![]));
    let beside = MultiPolygon(vec![Polygon::new(small(0.0), vec![]), Polygon::new(large.clone(), vec![])]);
    let kept = MultiPolygon(vec![Polygon::new(large, vec![])]);
    assert_eq!(repair(beside), (kept, vec![Repair::SliverDropped(LonLat::new(118.0, 36.0))]));
}
