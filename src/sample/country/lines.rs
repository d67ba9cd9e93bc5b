//! Lines and frames on the plane, metres: smoothing, thinning, ribbons with a width. Only sums, products, quotients
//! and square roots, which every machine rounds alike.

use super::super::arcs;
use super::super::plane::Spot;
use super::noise::Noise;

/// A position, metres east and north of the county's centre.
pub(in super::super) type At = [f64; 2];

pub(super) fn spot(at: At) -> Spot {
    Spot::new((at[0] * 10.0).round() as i32, (at[1] * 10.0).round() as i32)
}

pub(super) fn at(spot: Spot) -> At {
    [f64::from(spot.x_dm) / 10.0, f64::from(spot.y_dm) / 10.0]
}

/// `a` and so many times `b`.
pub(super) fn plus(a: At, b: At, times: f64) -> At {
    [a[0] + b[0] * times, a[1] + b[1] * times]
}

pub(super) fn between(a: At, b: At, share: f64) -> At {
    plus(a, plus(b, a, -1.0), share)
}

pub(super) fn distance_m(a: At, b: At) -> f64 {
    let [x, y] = plus(b, a, -1.0);
    (x * x + y * y).sqrt()
}

/// The direction from one place to another, of length 1; east where they are one.
pub(super) fn direction(a: At, b: At) -> At {
    let length = distance_m(a, b);
    if length > 0.0 { plus([0.0; 2], plus(b, a, -1.0), 1.0 / length) } else { [1.0, 0.0] }
}

/// A direction turned left by a right angle.
pub(super) fn left([x, y]: At) -> At {
    [-y, x]
}

/// Chaikin's smoothing, so many times; the ends stay.
pub(super) fn smooth(path: &[At], times: usize) -> Vec<At> {
    let mut path = path.to_vec();
    for _ in 0..times {
        let (Some(&first), Some(&last)) = (path.first(), path.last()) else { break };
        let cut = path.windows(2).flat_map(|pair| [between(pair[0], pair[1], 0.25), between(pair[0], pair[1], 0.75)]);
        let mut cut: Vec<At> = cut.collect();
        if let [start, .., end] = &mut cut[..] {
            (*start, *end) = (first, last);
        }
        path = cut;
    }
    path
}

/// The same for a closed ring.
pub(super) fn smooth_ring(ring: &[At], times: usize) -> Vec<At> {
    let mut ring = ring.to_vec();
    for _ in 0..times {
        let cut = ring.windows(2).flat_map(|pair| [between(pair[0], pair[1], 0.25), between(pair[0], pair[1], 0.75)]);
        let mut cut: Vec<At> = cut.collect();
        cut.extend(cut.first().copied());
        ring = cut;
    }
    ring
}

/// A ring of cells' sides made into a shore or a wood's edge: off its course by up to so many metres, then smoothed.
pub(super) fn ragged_ring(ring: &[At], noise: &Noise, off_m: f64) -> Vec<At> {
    let off = |at: At| [noise.at(at, 230.0), noise.at([at[1] + 7_000.0, at[0]], 230.0)];
    let mut ragged: Vec<At> = ring.iter().map(|&at| plus(at, off(at), off_m)).collect();
    // every second corner is enough: what is left out of the cells' steps needs no smoothing
    ragged = ragged.into_iter().step_by(2).collect();
    ragged.dedup();
    if ragged.first() != ragged.last() {
        ragged.extend(ragged.first().copied());
    }
    smooth_ring(&ragged, 2)
}

/// Leaves out what lies within the tolerance of the rest.
pub(super) fn thin(path: &[At], tolerance_m: f64) -> Vec<At> {
    let spots: Vec<Spot> = path.iter().map(|&at| spot(at)).collect();
    if spots.len() < 3 {
        return path.to_vec();
    }
    arcs::simplify(&spots, (tolerance_m * 10.0) as i64).into_iter().map(at).collect()
}

/// A path cut into steps of about this length.
pub(super) fn steps(path: &[At], step_m: f64) -> Vec<At> {
    let mut points: Vec<At> = path.first().copied().into_iter().collect();
    for pair in path.windows(2) {
        let count = (distance_m(pair[0], pair[1]) / step_m).ceil().max(1.0);
        points.extend((1..=count as usize).map(|nth| between(pair[0], pair[1], nth as f64 / count)));
    }
    points
}

/// The directions of a path at its points.
fn headings(path: &[At]) -> Vec<At> {
    let last = path.len().saturating_sub(1);
    (0..path.len()).map(|nth| direction(path[nth.saturating_sub(1)], path[(nth + 1).min(last)])).collect()
}

/// A path moved to its left by so many metres, which may differ along it.
pub(super) fn beside(path: &[At], by_m: impl Fn(usize) -> f64) -> Vec<At> {
    headings(path).iter().enumerate().map(|(nth, &heading)| plus(path[nth], left(heading), by_m(nth))).collect()
}

/// Surfaces of a width along a path: short pieces one after the other, so that no bend folds a long one.
pub(super) fn ribbons(path: &[At], width_m: &[f64]) -> Vec<Vec<At>> {
    const PIECE: usize = 12;
    let (one, other) = (beside(path, |nth| width_m[nth] / 2.0), beside(path, |nth| -width_m[nth] / 2.0));
    let starts = (0..path.len().saturating_sub(1)).step_by(PIECE);
    let piece = |from: usize| {
        let to = (from + PIECE).min(path.len() - 1);
        let mut ring: Vec<At> = one[from..=to].iter().chain(other[from..=to].iter().rev()).copied().collect();
        ring.push(ring[0]);
        ring
    };
    starts.map(piece).collect()
}

/// A place with a direction, and what is measured from there: so far along it, so far to its left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) origin: At,
    pub(super) along: At,
}

impl Frame {
    pub(super) fn place(&self, along_m: f64, left_m: f64) -> At {
        plus(plus(self.origin, self.along, along_m), left(self.along), left_m)
    }

    /// A closed rectangle from one corner to the other.
    pub(super) fn rectangle(&self, [a, b]: At, [c, d]: At) -> Vec<At> {
        vec![self.place(a, b), self.place(c, b), self.place(c, d), self.place(a, d), self.place(a, b)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_keeps_the_ends_and_thinning_a_straight_line_leaves_two_points() {
        let path = [[0.0, 0.0], [100.0, 0.0], [100.0, 100.0]];
        let smoothed = smooth(&path, 3);
        assert_eq!((smoothed[0], smoothed[smoothed.len() - 1]), (path[0], path[2]));
        assert_eq!(thin(&steps(&[[0.0, 0.0], [1000.0, 0.0]], 20.0), 1.0).len(), 2);
    }
}
