//! Tilings against a raster: every cell is asked who claims it.

use super::{Dice, polygon, tiling};
use geo::{BooleanOps, Contains, MultiPolygon, Point};
use std::time::Instant;
use zonglan::spatial::tiling::{Misfit, check};
use zonglan::spatial::{area_m2, geodesy};

fn square(x: f64, y: f64, w: f64, h: f64) -> MultiPolygon<f64> {
    let (x, y) = (120.0 + x * 1e-3, 30.0 + y * 1e-3);
    let (w, h) = (w * 1e-3, h * 1e-3);
    polygon(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
}

fn found(parent: Option<&MultiPolygon<f64>>, children: &[MultiPolygon<f64>]) -> Vec<Misfit> {
    let tiling = check(parent, &children.iter().collect::<Vec<_>>());
    tiling.places.into_iter().map(|place| place.misfit).collect()
}

#[test]
fn each_misfit_is_found_where_it_is() {
    let parent = square(0.0, 0.0, 10.0, 10.0);
    let (west, east) = (square(0.0, 0.0, 5.0, 10.0), square(5.0, 0.0, 5.0, 10.0));
    assert_eq!(found(Some(&parent), &[west.clone(), east.clone()]), []);
    assert_eq!(found(Some(&parent), &[west.clone(), square(6.0, 0.0, 4.0, 10.0)]), [Misfit::Gap]);
    assert_eq!(found(Some(&parent), &[west.clone(), square(4.0, 0.0, 6.0, 10.0)]), [Misfit::Overlap(0, 1)]);
    assert_eq!(found(Some(&parent), &[west.clone(), square(5.0, 0.0, 6.0, 10.0)]), [Misfit::Beyond(1)]);
    assert_eq!(found(None, &[west.clone(), square(4.0, 0.0, 6.0, 10.0)]), [Misfit::Overlap(0, 1)]);
    // One within the other, three on one ground, one that is not there at all.
    assert_eq!(found(None, &[west.clone(), square(1.0, 1.0, 1.0, 1.0)]), [Misfit::Overlap(0, 1)]);
    let thrice = found(None, &[east.clone(), east.clone(), east]);
    assert_eq!(thrice, [Misfit::Overlap(0, 1), Misfit::Overlap(0, 2), Misfit::Overlap(1, 2)]);
    assert_eq!(found(Some(&parent), &[]), []);
    assert_eq!(found(Some(&parent), &[MultiPolygon(vec![])]), [Misfit::Gap]);
    // A place is inside what it tells, and as large.
    let gap = &check(Some(&parent), &[&west]).places[0];
    assert!(square(5.0, 0.0, 5.0, 10.0).contains(&Point::new(gap.at.lon_deg, gap.at.lat_deg)));
    assert!((gap.area_m2 / area_m2(&west) - 1.0).abs() < 1e-6);
}

#[test]
fn slivers_are_summed_up() {
    let parent = square(0.0, 0.0, 10.0, 10.0);
    // 4e-6 of a degree are 39 cm, 1.1 km long: large and narrow; 2 m by 2 m: small.
    let narrow = [square(0.0, 0.0, 5.0, 10.0), square(5.004, 0.0, 4.996, 10.0)];
    let tiling = check(Some(&parent), &narrow.iter().collect::<Vec<_>>());
    assert!(tiling.places.is_empty() && tiling.slivers == 1 && tiling.slivers_m2 > 400.0, "{tiling:?}");
    let small = square(0.0, 0.0, 10.0, 10.0).difference(&square(4.0, 4.0, 0.02, 0.02));
    let tiling = check(Some(&parent), &[&small]);
    assert!(tiling.places.is_empty() && tiling.slivers == 1 && tiling.slivers_m2 < 5.0, "{tiling:?}");
}

#[test]
fn random_squares_agree_with_a_raster() {
    let mut dice = Dice::new(61);
    let parent = square(0.0, 0.0, 24.0, 24.0);
    let (x_m, y_m) = geodesy::metres_per_degree(30.012);
    let cell_m2 = x_m * y_m * 1e-6;
    for _ in 0..200 {
        let count = 1 + dice.below(8);
        let boxes: Vec<(usize, usize, usize, usize)> =
            (0..count).map(|_| (dice.below(22), dice.below(22), 1 + dice.below(12), 1 + dice.below(12))).collect();
        let children: Vec<MultiPolygon<f64>> =
            boxes.iter().map(|&(x, y, w, h)| square(x as f64, y as f64, w as f64, h as f64)).collect();
        let claims = |x: usize, y: usize, (left, low, w, h): (usize, usize, usize, usize)| {
            (left..left + w).contains(&x) && (low..low + h).contains(&y)
        };
        let (mut gap, mut overlap, mut beyond) = (0_usize, 0_usize, 0_usize);
        for x in 0..40 {
            for y in 0..40 {
                let claimed = boxes.iter().filter(|&&one| claims(x, y, one)).count();
                let inside = x < 24 && y < 24;
                gap += usize::from(inside && claimed == 0);
                beyond += if inside { 0 } else { claimed };
                overlap += claimed * claimed.saturating_sub(1) / 2;
            }
        }
        let tiling = check(Some(&parent), &children.iter().collect::<Vec<_>>());
        let mut sums = [0.0; 3];
        for place in &tiling.places {
            let at = Point::new(place.at.lon_deg, place.at.lat_deg);
            let holding = |child: usize| children[child].contains(&at);
            let (kind, holds) = match place.misfit {
                Misfit::Gap => (0, parent.contains(&at) && !(0..count).any(holding)),
                Misfit::Overlap(a, b) => (1, holding(a) && holding(b)),
                Misfit::Beyond(child) => (2, holding(child) && !parent.contains(&at)),
            };
            assert!(holds, "{place:?} of {boxes:?}");
            sums[kind] += place.area_m2;
        }
        for (sum, cells) in sums.into_iter().zip([gap, overlap, beyond]) {
            assert!((sum / cell_m2 - cells as f64).abs() < 0.01 + cells as f64 * 1e-3, "{boxes:?}: {sums:?}");
        }
        assert_eq!(tiling.slivers, 0);
    }
}

#[test]
fn a_county_of_grids_fits_together_in_time() {
    let mut dice = Dice::new(62);
    let tiles = tiling(&mut dice, 71, 0.003, 6);
    let outlines: Vec<&MultiPolygon<f64>> = tiles.iter().map(|(_, outline)| outline).collect();
    let side = 71.0 * 0.003;
    let parent = polygon(&[(120.0, 30.0), (120.0 + side, 30.0), (120.0 + side, 30.0 + side), (120.0, 30.0 + side)]);
    let started = Instant::now();
    let tiling = check(Some(&parent), &outlines);
    let took = started.elapsed();
    assert!(tiling.places.is_empty(), "{:?}", tiling.places);
    let line = format!("{} grids of one parent compared in {took:.2?}\n", outlines.len());
    std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
    // Ten times what a quiet machine takes.
    assert!(took.as_secs() < 10, "{took:?}");
}
