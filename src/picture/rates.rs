//! The rates by which areas are filled: never raw counts, at most five classes, fixed bounds.

use super::Picture;
use crate::domain::{AreaLevel, FixAge, StepKind, Timestamp};

/// What the areas' fill tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indicator {
    /// Open matters per 1,000 people, or per km² where nobody knows how many live there (在办).
    #[default]
    Open,
    /// Matters reported in the last 30 days, per the same (近30天上报).
    Reported,
    /// The share of the open matters in handling whose deadline has passed (超期率).
    Overdue,
    /// Of the matters reported in the last 30 days and handled, those handled by their deadline (按时办结率).
    OnTime,
    /// Staff of the area on duty whose fix can be trusted, per km² (在岗力量).
    Staff,
    /// Of the places that a campaign takes in, those done (专项完成率).
    Campaign,
}

impl Indicator {
    /// All of them, in the order in which one goes through them.
    pub const ALL: [Indicator; 6] = [
        Indicator::Open,
        Indicator::Reported,
        Indicator::Overdue,
        Indicator::OnTime,
        Indicator::Staff,
        Indicator::Campaign,
    ];

    /// The name by which scripts know it.
    pub fn name(self) -> &'static str {
        ["open", "reported", "overdue", "on_time", "staff", "campaign"][self as usize]
    }

    /// The indicator with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|indicator| indicator.name() == name)
    }

    /// The one after it; the first after the last.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }
}

/// What a rate is measured in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RateUnit {
    /// Per 1,000 inhabitants.
    PerThousand,
    /// Per square kilometre.
    #[default]
    PerKm2,
    /// A share, 0 to 1.
    Share,
}

/// One area's rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaRate {
    /// The area's row.
    pub area: u32,
    /// What was counted.
    pub count: u32,
    /// The rate; none where the area has no size, or where too little was counted to speak of a share.
    pub rate: Option<f64>,
}

/// A rate for each area of one level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaRates {
    /// One for each area of the level.
    pub rows: Vec<AreaRate>,
    /// What they are measured in.
    pub unit: RateUnit,
    /// The four bounds between the five classes, ascending; a rate at a bound is in the upper class.
    pub bounds: [f64; 4],
}

impl AreaRates {
    /// The class of a rate, 0 to 4.
    pub fn class(&self, rate: f64) -> usize {
        self.bounds.iter().filter(|bound| rate >= **bound).count()
    }
}

/// Under so many there is a count and no share.
const LEAST_FOR_A_SHARE: u32 = 5;
/// The period of what looks back.
const PERIOD_SECS: i64 = 30 * 86_400;

/// What one area counts: this, of that many.
type Counted = (u32, u32);

impl Picture {
    /// The rate of each area of `level` at `now`; of a campaign's share done, that of [`Picture::campaign_on_show`].
    pub fn rates(&self, indicator: Indicator, level: AreaLevel, now: Timestamp) -> AreaRates {
        self.rated(indicator, level, &self.counted(indicator, now))
    }

    /// The share done of a campaign in each area of `level`; nothing is done where there is no campaign.
    pub fn campaign_rates(&self, campaign: Option<u32>, level: AreaLevel) -> AreaRates {
        self.rated(Indicator::Campaign, level, &self.counted_of_campaign(campaign))
    }

    fn counted_of_campaign(&self, campaign: Option<u32>) -> Vec<Counted> {
        let mut counted: Vec<Counted> = vec![(0, 0); self.areas.rows().len()];
        for (area, progress) in campaign.map(|campaign| self.campaign_by_area(campaign)).unwrap_or_default() {
            if let Some(counted) = area.and_then(|area| counted.get_mut(area as usize)) {
                *counted = (progress.done, progress.places);
            }
        }
        counted
    }

    fn rated(&self, indicator: Indicator, level: AreaLevel, counted: &[Counted]) -> AreaRates {
        let of_level = self.rolled_up(counted, level);
        let (unit, bounds) = self.rate_scale(indicator, level);
        // What is to do is known in full: one place of one is all of them. The others are drawn from chance.
        let least = if indicator == Indicator::Campaign { 1 } else { LEAST_FOR_A_SHARE };
        let rows = self.areas.of_level(level).map(|area| {
            let (count, of) = of_level[area as usize];
            let row = self.areas.row(area);
            let size = match unit {
                RateUnit::PerThousand => row.population.map_or(0.0, f64::from) / 1000.0,
                RateUnit::PerKm2 => row.area_km2,
                RateUnit::Share if of < least => 0.0,
                RateUnit::Share => f64::from(of),
            };
            AreaRate { area, count, rate: (size > 0.0).then(|| f64::from(count) / size) }
        });
        AreaRates { rows: rows.collect(), unit, bounds }
    }

    /// What the rates of `level` are measured in, and the bounds between their five classes.
    pub fn rate_scale(&self, indicator: Indicator, level: AreaLevel) -> (RateUnit, [f64; 4]) {
        let populated = || self.areas.of_level(level).all(|area| self.areas.row(area).population.is_some());
        let unit = match indicator {
            Indicator::Overdue | Indicator::OnTime | Indicator::Campaign => RateUnit::Share,
            Indicator::Staff => RateUnit::PerKm2,
            Indicator::Open | Indicator::Reported if populated() => RateUnit::PerThousand,
            Indicator::Open | Indicator::Reported => RateUnit::PerKm2,
        };
        (unit, bounds(indicator, level, unit))
    }

    /// The areas of `level` in which a matter is overdue at `now`, ascending.
    pub fn overdue_areas(&self, level: AreaLevel, now: Timestamp) -> Vec<u32> {
        let late = self.rolled_up(&self.counted(Indicator::Overdue, now), level);
        self.areas.of_level(level).filter(|area| late[*area as usize].0 > 0).collect()
    }

    /// The areas of `level` without anybody on duty whose fix can be trusted at `now`, ascending.
    pub fn unstaffed_areas(&self, level: AreaLevel, now: Timestamp) -> Vec<u32> {
        let staff = self.rolled_up(&self.counted(Indicator::Staff, now), level);
        self.areas.of_level(level).filter(|area| staff[*area as usize].0 == 0).collect()
    }

    /// What the finest areas count, by row.
    fn counted(&self, indicator: Indicator, now: Timestamp) -> Vec<Counted> {
        if indicator == Indicator::Campaign {
            return self.counted_of_campaign(self.campaign_on_show(now));
        }
        let mut counted: Vec<Counted> = vec![(0, 0); self.areas.rows().len()];
        let mut count = |area: Option<u32>, this: bool, of: bool| {
            if let Some((these, all)) = area.and_then(|area| counted.get_mut(area as usize)) {
                *these += u32::from(this);
                *all += u32::from(of);
            }
        };
        let rows = &self.incidents;
        match indicator {
            Indicator::Open => rows.open().for_each(|n| count(self.finest_now(n), true, true)),
            Indicator::Overdue => rows.open().for_each(|n| {
                let row = rows.row(n);
                count(self.finest_now(n), row.is_overdue(now), row.state.is_handling());
            }),
            Indicator::Reported | Indicator::OnTime => {
                for number in rows.reported_between(now.plus_secs(-PERIOD_SECS), now.plus_secs(1)) {
                    let row = rows.row(number);
                    let in_time = row.time(StepKind::Handled).zip(row.deadline_at).map(|(at, deadline)| at <= deadline);
                    match indicator {
                        Indicator::OnTime => count(self.finest_now(number), in_time == Some(true), in_time.is_some()),
                        _ => count(self.finest_now(number), true, true),
                    }
                }
            }
            Indicator::Campaign => {}
            Indicator::Staff => {
                for row in self.workers.rows() {
                    count(row.home, row.fix_age(now) <= FixAge::Old, true);
                }
            }
        }
        counted
    }

    /// What the areas of `level` count with all that lies in them, by row.
    fn rolled_up(&self, counted: &[Counted], level: AreaLevel) -> Vec<Counted> {
        let mut sums: Vec<Counted> = vec![(0, 0); counted.len()];
        for (area, (this, of)) in (0u32..).zip(counted).filter(|(_, counted)| **counted != (0, 0)) {
            let whole = self.areas.chain_of(area).into_iter().find(|above| self.areas.row(*above).level == level);
            if let Some(sum) = whole.map(|whole| &mut sums[whole as usize]) {
                sum.0 += this;
                sum.1 += of;
            }
        }
        sums
    }
}

/// Fixed bounds, so that the same colour means the same tomorrow; coarser areas even out, so their
/// classes are narrower.
fn bounds(indicator: Indicator, level: AreaLevel, unit: RateUnit) -> [f64; 4] {
    let fine = level >= AreaLevel::Village;
    match (indicator, unit) {
        (Indicator::Campaign, _) => [0.25, 0.5, 0.75, 1.0],
        (Indicator::OnTime, _) => [0.8, 0.9, 0.95, 0.99],
        (Indicator::Overdue, _) => [0.02, 0.05, 0.1, 0.25],
        (Indicator::Staff, _) if fine => [0.5, 2.0, 5.0, 15.0],
        (Indicator::Staff, _) => [0.25, 0.5, 1.0, 4.0],
        (Indicator::Reported, RateUnit::PerThousand) => [10.0, 20.0, 30.0, 40.0],
        (Indicator::Reported, _) if fine => [5.0, 20.0, 60.0, 200.0],
        (Indicator::Reported, _) => [2.0, 5.0, 15.0, 60.0],
        (_, RateUnit::PerThousand) if fine => [0.25, 0.5, 1.0, 2.0],
        (_, RateUnit::PerThousand) => [0.2, 0.35, 0.5, 0.8],
        (_, _) if fine => [0.5, 2.0, 5.0, 15.0],
        (_, _) => [0.25, 0.5, 1.0, 2.0],
    }
}
