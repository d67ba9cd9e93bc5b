//! Figures to be looked at rather than read: how matters come over a day and a month, in which hours of the week, how long
//! they have been open, how soon somebody is there, what falls due. Each says its period and what it is compared with;
//! what nobody can know is none, never zero.

mod ageing;
mod due;
mod response;
mod trend;
mod week;

pub use ageing::{AGE_STEPS_SECS, AgeCount, Ageing};
pub use due::{DUE_HOURS, FallingDue};
pub use response::{ResponseKind, Responses, Waits};
pub use trend::{Trend, TrendSpan};
pub use week::{WEEKS, WeekHours};

use super::{IncidentRow, Picture};
use crate::domain::{AreaCode, CategoryCode, LonLat, Outline, Timestamp};
use geo::Intersects;

const HOUR_SECS: i64 = 3_600;
const DAY_SECS: i64 = 86_400;

/// Which matters a plot counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlotFilter {
    /// Those of this area and all that lies in it, by its row.
    pub area: Option<u32>,
    /// Those of this category and of what lies below it, by its row.
    pub category: Option<u32>,
    /// Leave confidential ones out.
    pub without_confidential: bool,
}

impl PlotFilter {
    /// The filter for an area and a category by their codes; none where the picture has no such thing.
    pub fn of_codes(picture: &Picture, area: Option<&AreaCode>, category: Option<&CategoryCode>) -> Option<Self> {
        let area = area.map(|code| picture.areas.number(code).ok_or(())).transpose().ok()?;
        let category = category.map(|code| picture.categories.number(code).ok_or(())).transpose().ok()?;
        Some(Self { area, category, without_confidential: false })
    }
}

/// Where a filter's area lies.
enum Within<'a> {
    /// In the tree: by an area's row, whether it lies in it.
    Tree(Vec<bool>),
    /// Inside or across others.
    Outline(&'a Outline),
}

/// A filter, made ready to look at many matters.
struct Sieve<'a> {
    picture: &'a Picture,
    within: Option<Within<'a>>,
    /// By a category's row, whether it counts.
    categories: Option<Vec<bool>>,
    without_confidential: bool,
}

impl<'a> Sieve<'a> {
    fn new(picture: &'a Picture, filter: PlotFilter) -> Self {
        let areas = &picture.areas;
        let within = filter.area.filter(|area| (*area as usize) < areas.rows().len()).map(|area| {
            let row = areas.row(area);
            if row.dedicated {
                return Within::Outline(&row.outline);
            }
            Within::Tree((0..areas.rows().len() as u32).map(|inner| areas.is_within(inner, area)).collect())
        });
        let categories = filter.category.map(|category| below(picture, category));
        Self { picture, within, categories, without_confidential: filter.without_confidential }
    }

    /// Whether the matter with this number counts.
    fn takes(&self, number: u32, row: &IncidentRow) -> bool {
        if row.version == 0 || (self.without_confidential && row.confidential) {
            return false;
        }
        let counts = |counted: &Vec<bool>| row.category.and_then(|n| counted.get(n as usize)).is_some_and(|c| *c);
        if !self.categories.as_ref().is_none_or(counts) {
            return false;
        }
        let inside = |at: LonLat, outline: &Outline| outline.0.intersects(&geo::Point::new(at.lon_deg, at.lat_deg));
        match &self.within {
            None => true,
            Some(Within::Outline(outline)) => row.at.is_some_and(|at| inside(at, outline)),
            Some(Within::Tree(within)) => self
                .picture
                .finest_now(number)
                .and_then(|finest| within.get(finest as usize))
                .is_some_and(|in_it| *in_it),
        }
    }

    /// The matters that count and were reported in `from ≤ t < to`, oldest first.
    fn reported(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = &'a IncidentRow> {
        let rows = &self.picture.incidents;
        rows.reported_between(from, to)
            .map(|number| (number, rows.row(number)))
            .filter_map(|(number, row)| self.takes(number, row).then_some(row))
    }
}

/// By a category's row, whether it is this one or lies below it. What names itself as its own ancestor ends somewhere.
fn below(picture: &Picture, category: u32) -> Vec<bool> {
    let rows = picture.categories.rows();
    let parent = |n: u32| rows[n as usize].parent.as_ref().and_then(|code| picture.categories.number(code));
    let lies_below = |n: u32| std::iter::successors(Some(n), |n| parent(*n)).take(rows.len()).any(|n| n == category);
    (0..rows.len() as u32).map(lies_below).collect()
}

impl Picture {
    /// The first moment from which the ledger tells of a matter; before it nobody knows how many there were.
    fn known_since(&self) -> Option<Timestamp> {
        self.incidents.first_reported_at()
    }
}
