//! When and where things happen: the year's rhythm, the storm, the county's busy corners.

use super::END;
use super::categories::Kind;
use super::dice::Dice;
use super::out::{DAY_SECS, date, second_of_day, weekday};
use super::people::{near, stand};
use super::plane::Spot;
use super::streets::Streets;
use super::territory::Territory;
use super::workdays::is_holiday;
use crate::domain::Source;
use crate::rhythm::{self, HOLIDAY_PERMILLE, HOURS, MATTERS_A_YEAR, SEASON_PERMILLE, WEEK_PERMILLE};

/// How many days the sample's year has, today included.
pub(super) const DAYS: i64 = 365;
/// How many came in today before the sample ends.
pub(super) const TODAY: usize = 486;
/// The summer's storm.
const STORM: (i64, i64, i64) = (2026, 7, 18);

/// The day's midnight, by its number before today.
fn midnight(days_ago: i64) -> i64 {
    END - second_of_day(END) - days_ago * DAY_SECS
}

/// How many matters come in on each day of the year, the oldest day first, today left out.
pub(super) fn volumes(dice: &mut Dice) -> Vec<i64> {
    let raw: Vec<i64> = (1..DAYS)
        .rev()
        .map(|days_ago| {
            let noon = midnight(days_ago) + DAY_SECS / 2;
            // the platform was taken up over the year
            let taken_up = 780 + 480 * (DAYS - days_ago) / DAYS;
            let week = WEEK_PERMILLE[weekday(noon) as usize];
            let season = SEASON_PERMILLE[date(noon).1 as usize - 1];
            let rest = if is_holiday(noon) { HOLIDAY_PERMILLE } else { 1000 };
            taken_up * week / 1000 * season / 1000 * rest / 1000 * dice.between(950, 1050) / 1000
        })
        .collect();
    let whole: i64 = raw.iter().sum();
    raw.iter().map(|day| day * (MATTERS_A_YEAR - TODAY as i64 - 1300) / whole).collect()
}

/// A moment of a day, by the usual rhythm.
pub(super) fn moment(dice: &mut Dice, days_ago: i64) -> i64 {
    midnight(days_ago) + dice.weighted(&HOURS) as i64 * 3600 + dice.between(0, 3599)
}

/// The storm's matters: when each came in. None where the storm's day is not in the year.
pub(super) fn storm(dice: &mut Dice) -> Vec<i64> {
    let Some(days_ago) = (1..DAYS).find(|&days_ago| date(midnight(days_ago)) == STORM) else { return Vec::new() };
    let begun = midnight(days_ago) + 15 * 3600 + 40 * 60;
    let mut moments: Vec<i64> = (0..1000).map(|_| begun + dice.skewed(0, 6 * 3600)).collect();
    moments.extend((0..300).map(|_| begun + 14 * 3600 + dice.skewed(0, 9 * 3600)));
    moments
}

/// The tables by which kinds are drawn.
pub(super) struct Draw {
    /// By month and source group and place: the weights of the kinds.
    weights: Vec<Vec<u32>>,
    storm: Vec<u32>,
}

impl Draw {
    pub(super) fn new(kinds: &[Kind]) -> Self {
        let mut weights = Vec::new();
        for month in 1..=12 {
            for source in [Source::Grid, Source::Camera, Source::CityHotline] {
                for urban in [false, true] {
                    let weight = |kind: &Kind| {
                        let fit = rhythm::fit(kind.parent, kind.name, source, urban);
                        kind.weight * rhythm::season(kind.name, month) * fit / 100
                    };
                    weights.push(kinds.iter().map(weight).collect());
                }
            }
        }
        Self { weights, storm: kinds.iter().map(|kind| rhythm::storm(kind.name)).collect() }
    }

    /// A kind for a matter.
    pub(super) fn kind(&self, dice: &mut Dice, at: i64, source: &str, urban: bool) -> usize {
        let mouth = match source {
            "grid" => 0,
            "camera" => 1,
            _ => 2,
        };
        let month = date(at).1 as usize - 1;
        dice.weighted(&self.weights[(month * 3 + mouth) * 2 + usize::from(urban)])
    }

    /// A kind for one of the storm's matters.
    pub(super) fn storm_kind(&self, dice: &mut Dice) -> usize {
        dice.weighted(&self.storm)
    }
}

/// Where matters come up.
pub(super) struct Stage {
    /// For each grid: the sum of weights up to it.
    up_to: Vec<u32>,
    /// Busy corners: markets, stations, hospitals.
    corners: Vec<Spot>,
}

impl Stage {
    pub(super) fn new(territory: &Territory, streets: &Streets, dice: &mut Dice) -> Self {
        let mut sum = 0;
        let up_to = territory
            .grids()
            .iter()
            .enumerate()
            .map(|(grid, area)| {
                // where people live; along roads through the fields hardly anything happens
                sum += area.people.min(900) + streets.stops_in(grid) as u32 / 6 + 6;
                sum
            })
            .collect();
        let mut stage = Self { up_to, corners: Vec::new() };
        while stage.corners.len() < 14 {
            let grid = stage.grid(dice);
            let spot = territory.grids()[grid].middle;
            let apart = stage.corners.iter().all(|corner| corner.distance_dm(spot) > 12_000);
            if apart && territory.villages()[territory.village_of(grid)].name.ends_with("社区") {
                stage.corners.push(spot);
            }
        }
        stage
    }

    fn grid(&self, dice: &mut Dice) -> usize {
        let at = dice.below(self.up_to.last().copied().unwrap_or(0));
        self.up_to.partition_point(|&sum| sum <= at)
    }

    /// A grid and a spot in it. A quarter of all matters come up round busy corners, which change by the month.
    pub(super) fn place(&self, dice: &mut Dice, at: i64, territory: &Territory, streets: &Streets) -> (usize, Spot) {
        let mut grid = self.grid(dice);
        if dice.permille(260) {
            let month = date(at).1 as usize;
            let corner = self.corners[(month * 3 + dice.skewed(0, 7) as usize) % self.corners.len()];
            let part = near(dice, corner, 1_900);
            let part = near(dice, part, 1_900);
            grid = territory.grid_at(part).unwrap_or(grid);
        }
        let spot = stand(dice, streets, territory, grid);
        let spot = near(dice, spot, 60);
        match territory.grid_at(spot) {
            Some(grid) => (grid, spot),
            None => (grid, territory.grids()[grid].middle),
        }
    }
}
