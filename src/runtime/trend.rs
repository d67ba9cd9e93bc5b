//! Whether what is measured again and again grows: a line through the points, and how sure its slope is.

/// The slope of the line with the least squares through some points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// How much y grows with each x.
    pub slope: f64,
    /// The slope's standard error, in the same unit.
    pub standard_error: f64,
}

impl Trend {
    /// The trend of points (x, y); none of fewer than three, or where all have the same x.
    pub fn of(points: &[(f64, f64)]) -> Option<Self> {
        let count = points.len() as f64;
        let (mean_x, mean_y) = (mean(points.iter().map(|at| at.0)), mean(points.iter().map(|at| at.1)));
        let (mut xx, mut xy) = (0.0, 0.0);
        for (x, y) in points {
            xx += (x - mean_x) * (x - mean_x);
            xy += (x - mean_x) * (y - mean_y);
        }
        if points.len() < 3 || xx <= 0.0 {
            return None;
        }
        let slope = xy / xx;
        let off = |(x, y): &(f64, f64)| y - mean_y - slope * (x - mean_x);
        let squares: f64 = points.iter().map(|point| off(point).powi(2)).sum();
        Some(Self { slope, standard_error: (squares / (count - 2.0) / xx).sqrt() })
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Trend;

    /// The data set "Norris" of NIST's Statistical Reference Datasets, (x, y), and its certified slope.
    const NORRIS: [(f64, f64); 36] = [
        (0.2, 0.1),
        (337.4, 338.8),
        (118.2, 118.1),
        (884.6, 888.0),
        (10.1, 9.2),
        (226.5, 228.1),
        (666.3, 668.5),
        (996.3, 998.5),
        (448.6, 449.1),
        (777.0, 778.9),
        (558.2, 559.2),
        (0.4, 0.3),
        (0.6, 0.1),
        (775.5, 778.1),
        (666.9, 668.8),
        (338.0, 339.3),
        (447.5, 448.9),
        (11.6, 10.8),
        (556.0, 557.7),
        (228.1, 228.3),
        (995.8, 998.0),
        (887.6, 888.8),
        (120.2, 119.6),
        (0.3, 0.3),
        (0.3, 0.6),
        (556.8, 557.6),
        (339.1, 339.3),
        (887.2, 888.0),
        (999.0, 998.5),
        (779.0, 778.9),
        (11.1, 10.2),
        (118.3, 117.6),
        (229.2, 228.9),
        (669.1, 668.4),
        (448.9, 449.2),
        (0.5, 0.2),
    ];

    #[test]
    fn the_line_is_the_one_that_statisticians_certify() {
        let trend = Trend::of(&NORRIS).unwrap();
        assert!((trend.slope - 1.002_116_818_020_45).abs() < 1e-12, "{trend:?}");
        assert!((trend.standard_error - 0.000_429_796_848_199_937).abs() < 1e-12, "{trend:?}");
    }

    #[test]
    fn what_says_nothing_has_no_trend_and_what_is_flat_a_sure_one() {
        assert_eq!(Trend::of(&[(0.0, 1.0), (1.0, 2.0)]), None);
        assert_eq!(Trend::of(&[(3.0, 1.0), (3.0, 2.0), (3.0, 9.0)]), None);
        let flat = [(0.0, 5.0), (1.0, 5.0), (2.0, 5.0), (7.0, 5.0)];
        assert_eq!(Trend::of(&flat), Some(Trend { slope: 0.0, standard_error: 0.0 }));
    }
}
