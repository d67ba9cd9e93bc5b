//! Fewer points where the eye cannot tell (Douglas–Peucker).

use super::LonLat;
use super::geodesy::metres_per_degree;

/// The line with only the points needed to stay within `tolerance_m` of it. Both ends stay, so
/// that lines which meet at junctions (see [`super::borders`]) still do.
#[must_use]
pub fn simplify_line(line: &[LonLat], tolerance_m: f64) -> Vec<LonLat> {
    let flat = flatten(line);
    let mut keep = vec![false; line.len()];
    if let Some(last) = line.len().checked_sub(1) {
        mark(&flat, 0, last, tolerance_m, &mut keep);
    }
    line.iter().zip(keep).filter_map(|(&point, kept)| kept.then_some(point)).collect()
}

/// The ring with only the points needed to stay within `tolerance_m` of it. A closed ring stays
/// closed and never has fewer than three corners; one that is open (first and last differ) is
/// taken as closed and comes back open.
#[must_use]
pub fn simplify_ring(ring: &[LonLat], tolerance_m: f64) -> Vec<LonLat> {
    thinned(ring, tolerance_m, flatten)
}

/// The same for a ring on a flat map, in whatever unit `tolerance` has.
#[must_use]
pub fn simplify_flat_ring(ring: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    thinned(ring, tolerance, <[_]>::to_vec)
}

fn thinned<P: Copy + PartialEq>(ring: &[P], tolerance: f64, flat: impl Fn(&[P]) -> Vec<[f64; 2]>) -> Vec<P> {
    let closed = ring.len() > 1 && ring.first() == ring.last();
    let corners = if closed { &ring[..ring.len() - 1] } else { ring };
    if corners.len() <= 3 {
        return ring.to_vec();
    }
    let flat = flat(corners);
    let far = farthest(&flat, |p| distance_2(p, flat[0]));
    // The third corner, for a ring that would fall to a line.
    let third = farthest(&flat, |p| segment_distance_2(p, flat[0], flat[far]));
    let mut wrapped = flat.clone();
    wrapped.push(flat[0]);
    let mut keep = vec![false; wrapped.len()];
    mark(&wrapped, 0, far, tolerance, &mut keep);
    mark(&wrapped, far, flat.len(), tolerance, &mut keep);
    keep[third] = true;
    let mut kept: Vec<P> = corners.iter().zip(&keep).filter_map(|(&point, &kept)| kept.then_some(point)).collect();
    if kept.len() < 3 {
        // All corners in one place or on one line: nothing to be gained.
        return ring.to_vec();
    }
    if closed {
        kept.push(kept[0]);
    }
    kept
}

/// The points in metres about the first one.
fn flatten(points: &[LonLat]) -> Vec<[f64; 2]> {
    let Some(&origin) = points.first() else { return Vec::new() };
    let (lon_m, lat_m) = metres_per_degree(origin.lat_deg);
    points.iter().map(|p| [(p.lon_deg - origin.lon_deg) * lon_m, (p.lat_deg - origin.lat_deg) * lat_m]).collect()
}

fn farthest(points: &[[f64; 2]], measure: impl Fn([f64; 2]) -> f64) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (place, &point) in points.iter().enumerate() {
        let value = measure(point);
        if value > best.1 {
            best = (place, value);
        }
    }
    best.0
}

fn mark(points: &[[f64; 2]], first: usize, last: usize, tolerance_m: f64, keep: &mut [bool]) {
    keep[first] = true;
    keep[last] = true;
    let limit_m2 = tolerance_m * tolerance_m;
    let mut spans = vec![(first, last)];
    while let Some((from, to)) = spans.pop() {
        if to <= from + 1 {
            continue;
        }
        let inner = &points[from + 1..to];
        let split = from + 1 + farthest(inner, |p| segment_distance_2(p, points[from], points[to]));
        if segment_distance_2(points[split], points[from], points[to]) > limit_m2 {
            keep[split] = true;
            spans.push((from, split));
            spans.push((split, to));
        }
    }
}

fn distance_2(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)
}

fn segment_distance_2(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length_2 = dx * dx + dy * dy;
    if length_2 == 0.0 {
        return distance_2(p, a);
    }
    let along = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length_2).clamp(0.0, 1.0);
    distance_2(p, [a[0] + along * dx, a[1] + along * dy])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spatial::geodesy::quick_distance_m;

    fn wobbly_circle(corners: u32) -> Vec<LonLat> {
        let mut ring: Vec<_> = (0..corners)
            .map(|i| {
                let turn = f64::from(i) / f64::from(corners) * std::f64::consts::TAU;
                let radius_deg = 0.01 + 0.00002 * (turn * 97.0).sin();
                LonLat::new(120.0 + radius_deg * turn.cos(), 30.0 + radius_deg * turn.sin())
            })
            .collect();
        ring.push(ring[0]);
        ring
    }

    #[test]
    fn every_dropped_point_is_within_the_tolerance() {
        let ring = wobbly_circle(2000);
        for tolerance_m in [1.0, 10.0, 100.0] {
            let simple = simplify_ring(&ring, tolerance_m);
            assert!(simple.len() < ring.len() && simple.len() >= 4 && simple.first() == simple.last());
            let flat_simple: Vec<_> = simple.iter().map(|p| [p.lon_deg, p.lat_deg]).collect();
            for point in &ring {
                let near_m = flat_simple
                    .windows(2)
                    .map(|w| {
                        let (lon_m, lat_m) = metres_per_degree(30.0);
                        let scale = |p: [f64; 2]| [p[0] * lon_m, p[1] * lat_m];
                        segment_distance_2(scale([point.lon_deg, point.lat_deg]), scale(w[0]), scale(w[1])).sqrt()
                    })
                    .fold(f64::INFINITY, f64::min);
                assert!(near_m <= tolerance_m * 1.001 + 1e-3, "{near_m} > {tolerance_m}");
            }
        }
    }

    #[test]
    fn rings_stay_rings_and_lines_keep_their_ends() {
        let ring = wobbly_circle(50);
        let simple = simplify_ring(&ring, 1e9);
        assert_eq!((simple.len(), simple.first()), (4, simple.last()));
        let open = simplify_ring(&ring[..50], 1e9);
        assert_eq!(open.len(), 3);
        let line = simplify_line(&ring[..20], 1e9);
        assert_eq!(line, vec![ring[0], ring[19]]);
        assert_eq!(simplify_line(&[], 1.0), vec![]);
        assert_eq!(simplify_ring(&[], 1.0), vec![]);
        assert_eq!(simplify_ring(&ring[..1], 1.0).len(), 1);
        let spot = vec![ring[0]; 6];
        assert_eq!(simplify_ring(&spot, 1.0).len(), 6);
        let exact = simplify_ring(&ring, 0.0);
        assert!(exact.windows(2).all(|w| quick_distance_m(w[0], w[1]) > 0.0));
    }
}
