//! The rate by which areas are filled: open matters per 1,000 people, or per km² where nobody knows
//! how many live there. Never raw counts, at most five classes.

use super::Picture;
use crate::domain::AreaLevel;

/// A rate for each area of one level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaRates {
    /// (area's row, open matters, rate); areas without a size have no rate.
    pub rows: Vec<(u32, u32, Option<f64>)>,
    /// Whether the rate is per 1,000 people (else per km²).
    pub per_thousand: bool,
    /// The four bounds between the five classes, ascending; a rate at a bound is in the upper class.
    pub bounds: [f64; 4],
}

impl AreaRates {
    /// The class of a rate, 0 to 4.
    pub fn class(&self, rate: f64) -> usize {
        self.bounds.iter().filter(|bound| rate >= **bound).count()
    }
}

impl Picture {
    /// The rate of open matters for each area of `level`.
    pub fn rates(&self, level: AreaLevel) -> AreaRates {
        let mut open = vec![0_u32; self.areas.rows().len()];
        for number in self.incidents.open() {
            let at_level = self.areas_now(number).into_iter().find(|a| self.areas.row(*a).level == level);
            if let Some(area) = at_level {
                open[area as usize] += 1;
            }
        }
        let per_thousand = self.areas.of_level(level).all(|area| self.areas.row(area).population.is_some());
        let rows = self.areas.of_level(level).map(|area| {
            let row = self.areas.row(area);
            let size = if per_thousand { row.population.map_or(0.0, f64::from) / 1000.0 } else { row.area_km2 };
            let rate = (size > 0.0).then(|| f64::from(open[area as usize]) / size);
            (area, open[area as usize], rate)
        });
        AreaRates { rows: rows.collect(), per_thousand, bounds: bounds(level, per_thousand) }
    }
}

/// Fixed bounds, so that the same colour means the same tomorrow; coarser areas even out, so their
/// classes are narrower.
fn bounds(level: AreaLevel, per_thousand: bool) -> [f64; 4] {
    match (level, per_thousand) {
        (AreaLevel::Grid | AreaLevel::Village, true) => [0.25, 0.5, 1.0, 2.0],
        (_, true) => [0.2, 0.35, 0.5, 0.8],
        (AreaLevel::Grid | AreaLevel::Village, false) => [0.5, 2.0, 5.0, 15.0],
        (_, false) => [0.25, 0.5, 1.0, 2.0],
    }
}
