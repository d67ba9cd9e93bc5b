//! What the heat tells: how densely matters were reported, or how that differs from a period before.

use super::{Layer, Seat};
use crate::domain::Timestamp;

const DAY_SECS: i64 = 86_400;
/// How long the period is that the heat tells of, seconds.
const PERIOD_SECS: i64 = 7 * DAY_SECS;

/// What the heat tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeatTells {
    /// How many matters were reported per km² in the last seven days.
    #[default]
    Density,
    /// How many more or fewer than in the seven days before.
    AgainstWeekBefore,
    /// How many more or fewer than in the same seven days, by weekdays, of the year before.
    AgainstYearBefore,
}

impl HeatTells {
    /// All of them, in the order in which a key goes through them.
    pub const ALL: [HeatTells; 3] = [Self::Density, Self::AgainstWeekBefore, Self::AgainstYearBefore];

    /// The name by which `--heat` and the drive's state know it.
    pub fn name(self) -> &'static str {
        ["density", "week-before", "year-before"][self as usize]
    }

    /// What bears this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tells| tells.name() == name)
    }

    /// How far back the period that is compared with lies, seconds; none where nothing is compared.
    fn lag_secs(self) -> Option<i64> {
        match self {
            Self::Density => None,
            Self::AgainstWeekBefore => Some(PERIOD_SECS),
            // Whole weeks, so that weekdays meet weekdays.
            Self::AgainstYearBefore => Some(52 * PERIOD_SECS),
        }
    }
}

/// The periods that the heat tells of, each `from < t ≤ until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeatPeriods {
    /// The last seven days.
    pub now: (Timestamp, Timestamp),
    /// The seven days that they are compared with, if they are.
    pub before: Option<(Timestamp, Timestamp)>,
}

impl Seat {
    /// The periods that the heat tells of at this moment. What the records do not reach back to is not compared: nothing
    /// known is not nothing reported.
    pub fn heat_periods(&self) -> HeatPeriods {
        let period = |until: Timestamp| (until.plus_secs(-PERIOD_SECS), until);
        let before = self.heat_tells().lag_secs().map(|lag_secs| period(self.now.plus_secs(-lag_secs)));
        HeatPeriods { now: period(self.now), before }
    }

    /// What the heat tells: what was chosen, where the records reach back that far; else the density alone.
    pub fn heat_tells(&self) -> HeatTells {
        if self.reaches_back_for(self.heat) { self.heat } else { HeatTells::Density }
    }

    fn reaches_back_for(&self, tells: HeatTells) -> bool {
        let Some(lag_secs) = tells.lag_secs() else { return true };
        let from = self.now.plus_secs(-lag_secs - PERIOD_SECS);
        self.picture.incidents.first_reported_at().is_some_and(|first| first.secs_since(from) < DAY_SECS)
    }

    /// The next thing that heat can tell; where it does not show, it shows first.
    pub(super) fn next_heat(&mut self) {
        if !self.layers.shows(Layer::Heat) {
            self.layers.set(Layer::Heat, true);
            return;
        }
        let all = HeatTells::ALL.into_iter();
        let after = all.clone().skip(self.heat_tells() as usize + 1).find(|tells| self.reaches_back_for(*tells));
        self.heat = after.unwrap_or_default();
    }
}
