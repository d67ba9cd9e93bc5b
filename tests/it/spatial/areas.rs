//! The area index and the prepared polygon against `geo`'s own answers.

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{Coord, MultiPolygon, Polygon};
use zonglan::spatial::prepared::Location;
use zonglan::spatial::{AreaHit, AreaIndex, Bounds, LonLat, PreparedPolygon};

use super::{Dice, polygon, ring, star, tiling};

fn slow_location(area: &MultiPolygon<f64>, at: LonLat) -> Location {
    match area.coordinate_position(&at.coord()) {
        CoordPos::Inside => Location::Inside,
        CoordPos::OnBoundary => Location::Edge,
        CoordPos::Outside => Location::Outside,
    }
}

fn slow_at(areas: &[(u8, u32, MultiPolygon<f64>)], at: LonLat) -> Vec<AreaHit> {
    let mut hits = Vec::new();
    for level in 0..=u8::MAX {
        let of_level = || areas.iter().filter(|(l, ..)| *l == level);
        let located = |wanted: Location| {
            let found = of_level().filter(move |(_, _, area)| slow_location(area, at) == wanted);
            found.map(|&(_, id, _)| id).collect::<Vec<_>>()
        };
        let mut ids = located(Location::Inside);
        if ids.is_empty() {
            ids.extend(located(Location::Edge).into_iter().min());
        }
        ids.sort_unstable();
        hits.extend(ids.into_iter().map(|id| AreaHit { level, id }));
        if level == 3 {
            break;
        }
    }
    hits
}

#[test]
fn prepared_polygons_match_geo() {
    let mut dice = Dice::new(11);
    for question in 0..2500 {
        let corners = [4, 7, 30, 64, 65, 66, 300, 3000][dice.below(8)];
        // Corners on a lattice, for points level with corners and on edges; rings may tangle.
        let mut area = star(&mut dice, LonLat::new(5.0, 5.0), 4.0, corners);
        if question % 2 == 0 {
            let snapped = |c: &Coord<f64>| ((c.x * 2.0).round() / 2.0, (c.y * 2.0).round() / 2.0);
            let lattice: Vec<_> = area.0[0].exterior().coords().map(snapped).collect();
            let hole = ring(&[(4.5, 4.5), (4.5, 5.0), (5.0, 5.0), (5.0, 4.5)]);
            area = if corners < 20 {
                let hull = [(1.0, 1.0), (9.0, 1.0), (9.0, 9.0), (5.0, 6.0), (1.0, 9.0)];
                MultiPolygon(vec![Polygon::new(ring(&hull), vec![hole])])
            } else {
                polygon(&lattice)
            };
        }
        let prepared = [PreparedPolygon::new(&area), PreparedPolygon::for_many_points(&area)];
        for _ in 0..4 {
            let mut at = LonLat::new(dice.between(0.0, 10.0), dice.between(0.0, 10.0));
            if question % 2 == 0 {
                at = LonLat::new((at.lon_deg * 4.0).round() / 4.0, (at.lat_deg * 4.0).round() / 4.0);
            }
            let tangled = question % 2 == 0 && corners >= 20;
            let (fast, slow) = (prepared[0].locate(at), slow_location(&area, at));
            assert_eq!(fast, prepared[1].locate(at), "{corners} corners, {at:?}");
            if tangled {
                // A ring that runs over itself has no agreed inside: only edges can be compared.
                assert_eq!(fast == Location::Edge, slow == Location::Edge, "{at:?}");
            } else {
                assert_eq!(fast, slow, "{corners} corners, {at:?}");
            }
        }
    }
}

#[test]
fn areas_match_a_scan_with_edges_and_overlaps() {
    let mut dice = Dice::new(12);
    let tiles = tiling(&mut dice, 12, 0.02, 20);
    let mut areas: Vec<_> = tiles.into_iter().map(|(id, area)| (2, id, area)).collect();
    let corners: Vec<LonLat> =
        areas.iter().flat_map(|(_, _, a)| a.0[0].exterior().0.clone()).map(LonLat::from).collect();
    let lattice = tiling(&mut Dice::new(0), 4, 0.06, 0);
    areas.extend(lattice.into_iter().map(|(id, area)| (1, 500 + id, area)));
    areas.push((0, 9, polygon(&[(120.0, 30.0), (120.24, 30.0), (120.24, 30.24), (120.0, 30.24)])));
    areas.push((3, 1, polygon(&[(120.0, 30.0), (120.2, 30.0), (120.2, 30.2), (120.0, 30.2)])));
    areas.push((3, 2, polygon(&[(120.1, 30.1), (120.3, 30.1), (120.3, 30.3), (120.1, 30.3)])));
    areas.push((3, 3, MultiPolygon(vec![])));
    areas.push((3, 0, polygon(&[(120.0, 30.1), (120.1, 30.1), (120.1, 30.2)])));
    let index = AreaIndex::build(&areas);
    assert_eq!(index.len(), areas.len() - 1, "the empty one holds nothing");
    for question in 0..2500 {
        let at = match question % 5 {
            0 => corners[dice.below(corners.len())],
            1 => LonLat::new(120.0 + dice.below(25) as f64 * 0.01, 30.0 + dice.below(25) as f64 * 0.01),
            _ => LonLat::new(dice.between(119.98, 120.3), dice.between(29.98, 30.3)),
        };
        let hits = index.at(at);
        assert_eq!(hits, slow_at(&areas, at), "{at:?}");
        let county = hits.contains(&AreaHit { level: 0, id: 9 });
        let grids = hits.iter().filter(|hit| hit.level == 2).count();
        assert_eq!(grids, usize::from(county), "exactly one grid everywhere in the county: {at:?}");
        assert_eq!(index.at_level(at, 3), hits.iter().find(|hit| hit.level == 3).map(|hit| hit.id));
    }
    let everything = Bounds::new(LonLat::new(119.0, 29.0), LonLat::new(121.0, 31.0));
    assert_eq!(index.meeting_bounds(&everything).len(), index.len());
    assert!(AreaIndex::build(&[]).is_empty() && AreaIndex::build(&[]).at(corners[0]).is_empty());
    assert!(index.at(LonLat::new(f64::NAN, 30.0)).is_empty());
}
