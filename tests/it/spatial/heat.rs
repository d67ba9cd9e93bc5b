//! The heat field against a sum over all points.

use zonglan::spatial::geodesy::quick_distance_m;
use zonglan::spatial::heat::DEFAULT_BANDWIDTH_M;
use zonglan::spatial::{Bounds, HeatField, LonLat};

use super::Dice;

fn county() -> Bounds {
    Bounds::new(LonLat::new(120.0, 30.0), LonLat::new(120.25, 30.22))
}

fn clusters(dice: &mut Dice, count: usize, margin_deg: f64) -> Vec<LonLat> {
    let b = county();
    let mut spot = |shrink: f64| {
        LonLat::new(
            dice.between(b.min.lon_deg + margin_deg * shrink, b.max.lon_deg - margin_deg * shrink),
            dice.between(b.min.lat_deg + margin_deg * shrink, b.max.lat_deg - margin_deg * shrink),
        )
    };
    let centers: Vec<LonLat> = (0..6).map(|_| spot(2.0)).collect();
    (0..count)
        .map(|i| {
            let (at, center) = (spot(1.0), centers[i % 6]);
            let pull = if i % 3 == 0 { 0.0 } else { 0.9 };
            LonLat::new(
                at.lon_deg + (center.lon_deg - at.lon_deg) * pull,
                at.lat_deg + (center.lat_deg - at.lat_deg) * pull,
            )
        })
        .collect()
}

/// The Gaussian sum, without a cut, points per km².
fn slow_density(points: &[LonLat], at: LonLat, bandwidth_m: f64) -> f64 {
    let norm = 1e6 / (std::f64::consts::TAU * bandwidth_m * bandwidth_m);
    points.iter().map(|&p| norm * (-0.5 * (quick_distance_m(p, at) / bandwidth_m).powi(2)).exp()).sum()
}

#[test]
fn the_field_matches_the_kernel_sum() {
    let mut dice = Dice::new(21);
    let points = clusters(&mut dice, 1500, 0.0);
    let field = HeatField::compute(&points, &county(), 60.0, DEFAULT_BANDWIDTH_M);
    let peak = field.peak();
    let mut worst: f64 = 0.0;
    for _ in 0..2000 {
        let at = LonLat::new(dice.between(120.0, 120.25), dice.between(30.0, 30.22));
        let error = (field.sample_at(at).unwrap() - slow_density(&points, at, DEFAULT_BANDWIDTH_M)).abs();
        worst = worst.max(error / peak);
    }
    // The cut at three bandwidths, the sharing among cells and the flat ground together.
    assert!(worst < 0.01, "off by {worst} of the peak");
}

#[test]
fn the_field_sums_to_the_number_of_points() {
    // All of them farther from the edge than the kernel reaches.
    let points = clusters(&mut Dice::new(22), 10_000, 0.02);
    let field = HeatField::compute(&points, &county(), 60.0, DEFAULT_BANDWIDTH_M);
    assert!((field.integral() - 10_000.0).abs() < 1e-6, "{}", field.integral());
    assert_eq!(field.values.len(), field.width * field.height);
}

#[test]
fn points_outside_count_as_far_as_they_reach() {
    let just_outside = LonLat::new(120.0 - 1e-4, 30.1);
    let field = HeatField::compute(&[just_outside], &county(), 60.0, DEFAULT_BANDWIDTH_M);
    assert!((field.integral() - 0.5).abs() < 0.02, "half of it lies inside: {}", field.integral());
    let far_outside = LonLat::new(119.9, 30.1);
    assert_eq!(HeatField::compute(&[far_outside], &county(), 60.0, DEFAULT_BANDWIDTH_M).peak(), 0.0);
}

#[test]
fn isolines_lie_on_their_level_with_the_dense_side_left() {
    let points = clusters(&mut Dice::new(23), 8000, 0.02);
    let field = HeatField::compute(&points, &county(), 60.0, DEFAULT_BANDWIDTH_M);
    for level in [5.0, 20.0, 80.0] {
        let lines = field.isolines(level);
        assert!(!lines.is_empty());
        let mut enclosed_deg2 = 0.0;
        for line in &lines {
            assert!(line.len() >= 4 && line.first() == line.last(), "all within, so all closed");
            for &at in line {
                assert!((field.sample_at(at).unwrap() - level).abs() < 1e-6 * level);
            }
            enclosed_deg2 += line
                .windows(2)
                .map(|w| {
                    (w[0].lon_deg - 120.0) * (w[1].lat_deg - 30.0) - (w[1].lon_deg - 120.0) * (w[0].lat_deg - 30.0)
                })
                .sum::<f64>()
                / 2.0;
        }
        // Dense ground on the left: rings around it count up, rings around gaps count down.
        let b = field.bounds;
        let cell_deg2 = b.width_deg() * b.height_deg() / field.values.len() as f64;
        let dense_deg2 = field.values.iter().filter(|&&v| v >= level).count() as f64 * cell_deg2;
        assert!((enclosed_deg2 / dense_deg2 - 1.0).abs() < 0.03, "{enclosed_deg2} {dense_deg2}");
    }
    assert!(field.isolines(1e9).is_empty() && field.isolines(f64::NAN).is_empty());
}

#[test]
fn an_isoline_that_leaves_the_field_is_open() {
    let points = vec![LonLat::new(120.0, 30.1); 50];
    let lines = HeatField::compute(&points, &county(), 60.0, DEFAULT_BANDWIDTH_M).isolines(10.0);
    assert_eq!(lines.len(), 1);
    assert_ne!(lines[0].first(), lines[0].last());
}

#[test]
fn bad_numbers_give_no_field() {
    let points = [LonLat::new(120.1, 30.1), LonLat::new(f64::NAN, 30.1)];
    let across = Bounds::new(LonLat::new(170.0, 0.0), LonLat::new(-170.0, 1.0));
    for (bounds, cell_m, bandwidth_m) in [
        (county(), 0.0, 420.0),
        (county(), f64::NAN, 420.0),
        (county(), 60.0, -1.0),
        (Bounds::at(points[0]), 60.0, 420.0),
        (across, 60.0, 420.0),
        (Bounds::new(points[1], points[0]), 60.0, 420.0),
    ] {
        let field = HeatField::compute(&points, &bounds, cell_m, bandwidth_m);
        assert!(field.values.is_empty() && field.sample_at(points[0]).is_none() && field.isolines(1.0).is_empty());
    }
    let good = HeatField::compute(&points, &county(), 60.0, 420.0);
    assert!((good.integral() - 1.0).abs() < 1e-9, "the position that is none is left out");
    assert_eq!(good.sample_at(LonLat::new(121.0, 30.1)), None);
    let tiny = HeatField::compute(&points, &county(), 1e-3, 20.0);
    assert!(tiny.width <= 4097 && tiny.cell_m > 1.0);
}

/// A difference is told cell by cell, and only of fields over the same cells.
#[test]
fn a_difference_is_that_of_the_cells() {
    let mut dice = Dice::new(5);
    let (corner, far) = (county().min, county().max);
    let [now, before] = [400, 300].map(|count| {
        let mut place =
            || LonLat::new(dice.between(corner.lon_deg, far.lon_deg), dice.between(corner.lat_deg, far.lat_deg));
        let points: Vec<LonLat> = (0..count).map(|_| place()).collect();
        HeatField::compute(&points, &county(), 200.0, DEFAULT_BANDWIDTH_M)
    });
    let change = now.clone().minus(&before).unwrap();
    for (cell, change) in change.values.iter().enumerate() {
        assert_eq!(*change, now.values[cell] - before.values[cell]);
    }
    assert!((change.integral() - (now.integral() - before.integral())).abs() < 1e-6);
    assert!(change.values.iter().any(|value| *value < -1.0) && change.values.iter().any(|value| *value > 1.0));
    let coarser = HeatField::compute(&[], &county(), 400.0, DEFAULT_BANDWIDTH_M);
    assert_eq!(now.minus(&coarser), None);
}
