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

/// How many days the sample's year has, today included.
pub(super) const DAYS: i64 = 365;
/// About how many matters come in during the year.
const MATTERS: i64 = 180_000;
/// How many came in today before the sample ends.
pub(super) const TODAY: usize = 486;
/// The summer's storm.
const STORM: (i64, i64, i64) = (2026, 7, 18);
/// Matters for each hour of a day.
const HOURS: [u32; 24] = [3, 2, 2, 2, 3, 8, 30, 62, 84, 82, 74, 60, 48, 52, 58, 56, 50, 42, 30, 20, 14, 10, 6, 4];

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
            let week = [1110, 1060, 1040, 1030, 1090, 860, 800][weekday(noon) as usize];
            let season = [900, 780, 960, 1000, 1030, 1080, 1150, 1120, 1060, 1000, 980, 930][date(noon).1 as usize - 1];
            let rest = if is_holiday(noon) { 720 } else { 1000 };
            taken_up * week / 1000 * season / 1000 * rest / 1000 * dice.between(950, 1050) / 1000
        })
        .collect();
    let whole: i64 = raw.iter().sum();
    raw.iter().map(|day| day * (MATTERS - TODAY as i64 - 1300) / whole).collect()
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

/// How much oftener a kind comes in a month, per cent.
fn season(name: &str, month: i64) -> u32 {
    match (name, month) {
        ("积雪结冰", 12 | 1 | 2) => 400,
        ("积雪结冰", _) => 0,
        ("供暖不热", 11 | 12 | 1..=3) => 220,
        ("供暖不热", _) => 4,
        ("低洼积水" | "雨箅堵塞", 7 | 8) => 320,
        ("低洼积水", 12 | 1..=3) => 10,
        ("焚烧秸秆", 6 | 10) => 420,
        ("焚烧秸秆" | "露天焚烧", _) => 60,
        ("森林防火", 3 | 4) => 300,
        ("烟花爆竹", 1 | 2) => 500,
        ("烟花爆竹", _) => 25,
        ("病虫害", 5..=8) => 240,
        ("涉水安全", 6..=8) => 320,
        ("涉水安全", _) => 25,
        ("社会噪声" | "占道经营", 6..=9) => 150,
        ("劳动报酬", 12 | 1) => 230,
        ("教育入学", 7..=9) => 240,
        ("树木倒伏" | "停电", 6..=8) => 180,
        _ => 100,
    }
}

/// How well a kind fits a source and a place, per cent.
fn fit(kind: &Kind, source: &str, urban: bool) -> u32 {
    let place = match (kind.parent, urban) {
        ("12", true) | ("04" | "05", false) => 15,
        ("12", false) => 500,
        ("02" | "03" | "08", false) => 60,
        _ => 100,
    };
    let mouth = match (source, kind.parent, kind.name) {
        ("grid", "11", "走访服务") => 160,
        ("grid", "11", "困难救助") => 60,
        ("grid", "11", _) => 0,
        ("grid", "08", "占道经营" | "无证经营") => 100,
        ("grid", "08", _) => 5,
        ("grid", "10", _) => 45,
        ("camera", "02" | "03" | "06", _) | ("camera", _, "占道经营" | "消防隐患" | "露天焚烧") => 100,
        ("camera", ..) | (_, _, "走访服务") => 0,
        ("grid", ..) => 100,
        (_, "05" | "08" | "10" | "11", _) => 330,
        _ => 70,
    };
    place * mouth / 100
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
            for source in ["grid", "camera", "12345"] {
                for urban in [false, true] {
                    let weight = |kind: &Kind| kind.weight * season(kind.name, month) * fit(kind, source, urban) / 100;
                    weights.push(kinds.iter().map(weight).collect());
                }
            }
        }
        let storm = |kind: &Kind| match kind.name {
            "冰雹灾情" => 260,
            "低洼积水" => 300,
            "树木倒伏" => 200,
            "雨箅堵塞" => 120,
            "停电" => 70,
            "广告牌破损" => 50,
            "线缆垂落" => 40,
            "房屋渗漏" => 60,
            "信号灯故障" => 20,
            "农田水利" => 40,
            _ => 0,
        };
        Self { weights, storm: kinds.iter().map(storm).collect() }
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
