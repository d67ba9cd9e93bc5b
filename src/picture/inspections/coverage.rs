//! Coverage and problem rate: places inspected ÷ places, and of those the ones with problems, by area and period.

use crate::domain::{AreaLevel, InspectionResult, Timestamp};
use crate::picture::Picture;
use std::collections::{BTreeMap, HashMap};

/// What the visits of a period come to in an area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InspectionFigures {
    /// Places that the register has.
    pub places: u32,
    /// Of those, inspected in the period.
    pub inspected: u32,
    /// Of those, found with problems at least once.
    pub with_problems: u32,
    /// Visits in the period, those included that could not be done.
    pub visits: u32,
    /// Visits that could not be done.
    pub not_done: u32,
}

impl InspectionFigures {
    /// Places inspected ÷ places (覆盖率); none where there are no places.
    pub fn coverage(self) -> Option<f64> {
        (self.places > 0).then(|| f64::from(self.inspected) / f64::from(self.places))
    }

    /// Places with problems ÷ places inspected (问题率); none where nothing was inspected.
    pub fn problem_rate(self) -> Option<f64> {
        (self.inspected > 0).then(|| f64::from(self.with_problems) / f64::from(self.inspected))
    }

    fn add(&mut self, other: Self) {
        self.places += other.places;
        self.inspected += other.inspected;
        self.with_problems += other.with_problems;
        self.visits += other.visits;
        self.not_done += other.not_done;
    }
}

impl Picture {
    /// What the visits of `from ≤ t < to` come to by the finest area; `None`: places that lie in none. Visits of places
    /// that the register no longer has are not counted.
    fn inspections_by_finest(&self, from: Timestamp, to: Timestamp) -> BTreeMap<Option<u32>, InspectionFigures> {
        let mut of_place: HashMap<u32, InspectionFigures> = HashMap::new();
        for visit in self.inspections.between(from, to) {
            let row = self.inspections.row(visit);
            let figures = of_place.entry(row.place).or_default();
            figures.visits += 1;
            figures.not_done += u32::from(!row.is_done());
            figures.inspected |= u32::from(row.is_done());
            figures.with_problems |= u32::from(row.result == InspectionResult::Problems);
        }
        let mut by_area: BTreeMap<Option<u32>, InspectionFigures> = BTreeMap::new();
        for (place, _) in self.places.present() {
            let sum = by_area.entry(self.places.area(place)).or_default();
            sum.places += 1;
            if let Some(figures) = of_place.get(&place) {
                sum.add(*figures);
            }
        }
        by_area
    }

    /// What the visits of `from ≤ t < to` come to in the whole county.
    pub fn inspection_figures(&self, from: Timestamp, to: Timestamp) -> InspectionFigures {
        let mut whole = InspectionFigures::default();
        self.inspections_by_finest(from, to).into_values().for_each(|figures| whole.add(figures));
        whole
    }

    /// The same for each area of `level` that has places, by the area's row.
    pub fn inspection_areas(
        &self,
        level: AreaLevel,
        from: Timestamp,
        to: Timestamp,
    ) -> BTreeMap<u32, InspectionFigures> {
        let mut sums: BTreeMap<u32, InspectionFigures> = BTreeMap::new();
        for (area, figures) in self.inspections_by_finest(from, to) {
            let chain = area.map(|area| self.areas.chain_of(area)).unwrap_or_default();
            if let Some(whole) = chain.into_iter().find(|above| self.areas.row(*above).level == level) {
                sums.entry(whole).or_default().add(figures);
            }
        }
        sums
    }

    /// The same for one area, of whatever level.
    pub fn inspection_figures_of(&self, area: u32, from: Timestamp, to: Timestamp) -> InspectionFigures {
        let level = self.areas.row(area).level;
        self.inspection_areas(level, from, to).remove(&area).unwrap_or_default()
    }
}
