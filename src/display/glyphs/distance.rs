//! How far a pixel is from a letter: the exact Euclidean distance transform.

/// The distance from each pixel's middle to the letter's edge, px, 0 within the letter, for coverages 0 to 1 in rows
/// of `width`. Exact but for pixels that the edge crosses: their coverage says how far it is (Felzenszwalb and
/// Huttenlocher, Distance Transforms of Sampled Functions, 2012; the edge's share after Gustavson and Strand, 2011).
pub(super) fn outside_px(coverage: &[f32], width: usize) -> Vec<f32> {
    let height = coverage.len().checked_div(width).unwrap_or(0);
    let mut squares: Vec<f32> =
        coverage.iter().map(|share| if *share <= 0.0 { FAR } else { (0.5 - share).max(0.0).powi(2) }).collect();
    let mut line = Line::of(width.max(height));
    for column in 0..width {
        line.transform(&mut squares, column, width, height);
    }
    for row in 0..height {
        line.transform(&mut squares, row * width, 1, width);
    }
    squares.into_iter().map(f32::sqrt).collect()
}

/// Farther than any pixel, but finite, so that two of them may be subtracted.
const FAR: f32 = 1e12;

/// What the transform of one row or column needs.
struct Line {
    values: Vec<f32>,
    /// The parabolas of the lower envelope, and from where on each is the lowest.
    lowest: Vec<usize>,
    from: Vec<f32>,
}

impl Line {
    fn of(length: usize) -> Self {
        Self { values: vec![0.0; length], lowest: vec![0; length], from: vec![0.0; length + 1] }
    }

    /// The squared distance transform of `count` values, each `step` behind the other.
    fn transform(&mut self, squares: &mut [f32], first: usize, step: usize, count: usize) {
        let Self { values, lowest, from } = self;
        for place in 0..count {
            values[place] = squares[first + place * step];
        }
        let meet = |values: &[f32], a: usize, b: usize| {
            let (a_at, b_at) = (a as f32, b as f32);
            ((values[b] + b_at * b_at) - (values[a] + a_at * a_at)) / (2.0 * (b_at - a_at))
        };
        let mut last = 0;
        (lowest[0], from[0], from[1]) = (0, f32::NEG_INFINITY, f32::INFINITY);
        for place in 1..count {
            let mut crossing = meet(values, lowest[last], place);
            while crossing <= from[last] {
                // The first begins at −∞, so there is always one left.
                last -= 1;
                crossing = meet(values, lowest[last], place);
            }
            last += 1;
            (lowest[last], from[last], from[last + 1]) = (place, crossing, f32::INFINITY);
        }
        let mut at = 0;
        for place in 0..count {
            while from[at + 1] < place as f32 {
                at += 1;
            }
            let away = place as f32 - lowest[at] as f32;
            squares[first + place * step] = away * away + values[lowest[at]];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by looking at every pixel.
    fn by_hand(coverage: &[f32], width: usize) -> Vec<f32> {
        let place = |k: usize| ((k % width) as f32, (k / width) as f32);
        let seen = |k: usize| {
            let (x, y) = place(k);
            let away = coverage.iter().enumerate().filter(|(_, share)| **share > 0.0).map(|(other, share)| {
                let (ox, oy) = place(other);
                (ox - x).powi(2) + (oy - y).powi(2) + (0.5 - share).max(0.0).powi(2)
            });
            away.fold(FAR, f32::min).sqrt()
        };
        (0..coverage.len()).map(seen).collect()
    }

    #[test]
    fn it_is_what_looking_at_every_pixel_gives() {
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f32::from((seed >> 16) as u16) / f32::from(u16::MAX)
        };
        for (width, height, filled) in [(17, 11, 0.1), (9, 23, 0.02), (32, 32, 0.5), (1, 5, 0.3), (6, 1, 0.3)] {
            let draw = |_| if next() < filled { next() } else { 0.0 };
            let coverage: Vec<f32> = (0..width * height).map(draw).collect();
            if coverage.iter().all(|share| *share <= 0.0) {
                continue;
            }
            for (fast, slow) in outside_px(&coverage, width).into_iter().zip(by_hand(&coverage, width)) {
                assert!((fast - slow).abs() < 1e-3, "{fast} is {slow}");
            }
        }
    }

    #[test]
    fn a_box_has_round_corners_and_nothing_is_far() {
        let mut coverage = vec![0.0; 20 * 20];
        for y in 8..12 {
            coverage[y * 20 + 8..y * 20 + 12].fill(1.0);
        }
        let away = outside_px(&coverage, 20);
        assert_eq!(away[9 * 20 + 9], 0.0);
        assert_eq!(away[9 * 20 + 4], 4.0);
        assert!((away[5 * 20 + 5] - 18_f32.sqrt()).abs() < 1e-4, "the corner is 3, 3 away");
        assert!(outside_px(&[0.0; 12], 4).iter().all(|away| *away > 1e5));
        assert_eq!(outside_px(&[], 0), Vec::<f32>::new());
    }
}
