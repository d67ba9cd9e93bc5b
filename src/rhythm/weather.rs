//! The weather, a state a day by seed. It is made up in the shape of a county on the North China Plain: rain mostly in
//! July and August, dry windy springs, some snow in winter, about three storms a year. No station measured it.

use super::Civil;
use super::hash::unit;
use crate::domain::{self, Timestamp};

const DAY_SECS: i64 = 86_400;

/// What a day is like for those who report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sky {
    /// Nothing to speak of.
    #[default]
    Fair,
    /// 高温
    Heat,
    /// 降雨
    Rain,
    /// 强对流: rain, with a storm that brings matters of its own.
    Storm,
    /// 大风
    Wind,
    /// 降雪
    Snow,
}

impl Sky {
    /// All of them.
    pub const ALL: [Sky; 6] = [Sky::Fair, Sky::Heat, Sky::Rain, Sky::Storm, Sky::Wind, Sky::Snow];

    /// How many matters come in under it, as a share of the day's usual ones; what a storm brings comes on top.
    pub fn volume(self) -> f64 {
        match self {
            Sky::Fair => 1.0,
            Sky::Heat | Sky::Rain | Sky::Storm => 1.05,
            Sky::Wind => 1.08,
            Sky::Snow => 1.15,
        }
    }
}

/// How often, per mille of a month's days, they are hot, wet, stormy, windy or snowy; the rest is fair.
const SKIES: [[u32; 5]; 12] = [
    [0, 20, 0, 90, 90],
    [0, 50, 0, 100, 70],
    [0, 90, 0, 170, 20],
    [0, 160, 3, 190, 0],
    [20, 190, 12, 130, 0],
    [150, 220, 35, 60, 0],
    [230, 330, 60, 30, 0],
    [170, 310, 50, 30, 0],
    [20, 210, 8, 40, 0],
    [0, 160, 0, 70, 0],
    [0, 110, 0, 110, 20],
    [0, 30, 0, 90, 70],
];

/// The mean temperature of the months, °C, and by how much an afternoon is warmer than that.
const MEANS_C: [f64; 12] = [-2.0, 1.0, 8.0, 15.0, 20.0, 25.0, 27.0, 26.0, 21.0, 15.0, 7.0, 0.0];
const SWING_C: f64 = 5.0;
/// The warmest time of the day, seconds after midnight.
const WARMEST_SECS: f64 = 14.5 * 3_600.0;

/// How many days take after the day before.
const LASTING: f64 = 0.35;

/// What a storm brings beside the usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Storm {
    /// When it breaks, seconds after its day's midnight: in the afternoon or the evening.
    pub breaks_at: i64,
    /// How many matters it brings, in those of a usual day (the sample's storm of July 2026: 2.6).
    pub size_days: f64,
}

/// Of what a storm brings, so much is reported while it lasts and in the hours after it…
const AT_ONCE: f64 = 0.77;
/// …less and less with this time constant, seconds (half of it within an hour and two minutes)…
const AT_ONCE_SECS: f64 = 5_400.0;
/// …and the rest the next morning, when people see what it did: so many seconds after it broke…
const NEXT_MORNING_SECS: i64 = 14 * 3_600;
/// …with this time constant.
const NEXT_DAY_SECS: f64 = 10_800.0;

/// The weather of a county, by seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weather {
    seed: u64,
}

impl Weather {
    /// The weather of this seed.
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// What a day (counted from 1970-01-01) is like.
    pub fn sky(&self, day: i64) -> Sky {
        if unit(self.seed, day, 1) >= LASTING {
            return self.of_itself(day);
        }
        match self.of_itself(day - 1) {
            // A storm is over the next day, its rain isn't.
            Sky::Storm => Sky::Rain,
            sky => sky,
        }
    }

    /// What a day would be like if it did not take after the day before.
    fn of_itself(&self, day: i64) -> Sky {
        let month = Civil { day, second: 0 }.month();
        let mut left = unit(self.seed, day, 2) * 1000.0;
        for (sky, permille) in [Sky::Heat, Sky::Rain, Sky::Storm, Sky::Wind, Sky::Snow].iter().zip(SKIES[month - 1]) {
            left -= f64::from(permille);
            if left < 0.0 {
                return *sky;
            }
        }
        Sky::Fair
    }

    /// How warm it is at a moment, °C.
    pub fn temperature_c(&self, now: Civil) -> f64 {
        let mean = MEANS_C[now.month() - 1];
        let by_sky = match self.sky(now.day) {
            Sky::Fair => 0.0,
            Sky::Heat => 7.0,
            Sky::Rain | Sky::Storm => -3.0,
            Sky::Wind => -1.0,
            Sky::Snow => -mean.max(0.0) - 2.0,
        };
        let turn = (now.second as f64 - WARMEST_SECS) / DAY_SECS as f64 * std::f64::consts::TAU;
        let swing = if by_sky < -1.0 { SWING_C / 2.0 } else { SWING_C };
        mean + by_sky + swing * turn.cos() + 4.0 * (unit(self.seed, now.day, 5) - 0.5)
    }

    /// The weather at a moment, as a service would tell it.
    pub fn told(&self, at: Timestamp, utc_offset_secs: i32) -> domain::Weather {
        let now = Civil::of(at, utc_offset_secs);
        let wmo_code = match self.sky(now.day) {
            Sky::Fair => 1,
            Sky::Heat => 0,
            Sky::Rain => 63,
            Sky::Storm => 95,
            Sky::Wind => 18,
            Sky::Snow => 73,
        };
        let temperature_c = Some(self.temperature_c(now).round());
        domain::Weather { at, wmo_code: Some(wmo_code), temperature_c, ..domain::Weather::default() }
    }

    /// The storm of a day, where it has one.
    pub fn storm(&self, day: i64) -> Option<Storm> {
        (self.sky(day) == Sky::Storm).then(|| {
            let breaks_at = 13 * 3_600 + (unit(self.seed, day, 3) * 7.0 * 3_600.0) as i64;
            // Small ones are usual, and one in some years brings as much as two days and a half.
            Storm { breaks_at, size_days: 0.3 + 2.2 * unit(self.seed, day, 4).powi(3) }
        })
    }

    /// What storms bring in this second beside the usual, in usual days' matters.
    pub fn surge_a_second(&self, now: Civil) -> f64 {
        let of_day = |ago: i64| {
            let Some(storm) = self.storm(now.day - ago) else { return 0.0 };
            let since_secs = ago * DAY_SECS + now.second - storm.breaks_at;
            let fading = |since_secs: i64, share: f64, constant_secs: f64| {
                if since_secs < 0 { 0.0 } else { share * (-(since_secs as f64) / constant_secs).exp() / constant_secs }
            };
            let at_once = fading(since_secs, AT_ONCE, AT_ONCE_SECS);
            storm.size_days * (at_once + fading(since_secs - NEXT_MORNING_SECS, 1.0 - AT_ONCE, NEXT_DAY_SECS))
        };
        of_day(0) + of_day(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skies_come_as_often_as_the_table_says() {
        const YEARS: i64 = 400;
        let weather = Weather::new(11);
        let mut counts = [[0u32; 6]; 12];
        let mut days = [0u32; 12];
        for day in 0..YEARS * 365 {
            let month = Civil { day, second: 0 }.month() - 1;
            counts[month][weather.sky(day) as usize] += 1;
            days[month] += 1;
        }
        for (month, (row, table)) in counts.iter().zip(SKIES).enumerate() {
            let [heat, rain, storm, wind, snow] = table.map(|permille| f64::from(permille) / 1000.0);
            // A third of the storms' days were to go on as rain.
            let wanted = [heat, rain + LASTING * storm, (1.0 - LASTING) * storm, wind, snow];
            for (sky, wanted) in Sky::ALL[1..].iter().zip(wanted) {
                let share = f64::from(row[*sky as usize]) / f64::from(days[month]);
                // The month's first day may take after the month before: 0.35 of one day in thirty.
                assert!((share - wanted).abs() < 0.016, "{} {sky:?}: {share} for {wanted}", month + 1);
            }
        }
    }

    #[test]
    fn a_day_takes_after_the_day_before() {
        let weather = Weather::new(3);
        let july: Vec<i64> = (0..36_500).filter(|day| Civil { day: *day, second: 0 }.month() == 7).collect();
        let wet = |day: i64| weather.sky(day) == Sky::Rain;
        let share = |days: &[i64]| days.iter().filter(|day| wet(**day)).count() as f64 / days.len() as f64;
        let after_wet: Vec<i64> = july.iter().copied().filter(|day| wet(day - 1)).collect();
        assert!(share(&after_wet) > share(&july) + 0.1, "{} {}", share(&after_wet), share(&july));
    }

    #[test]
    fn a_storm_brings_what_it_is_to_bring() {
        let weather = Weather::new(5);
        let storms: Vec<i64> = (0..10_000).filter(|day| weather.storm(*day).is_some()).collect();
        assert!((50..150).contains(&storms.len()), "{} in 27 years", storms.len());
        let alone = |day: &&i64| !storms.contains(&(**day - 1)) && !storms.contains(&(**day + 1));
        for day in storms.iter().filter(alone).take(40) {
            let storm = weather.storm(*day).unwrap_or(Storm { breaks_at: 0, size_days: 0.0 });
            let before: f64 =
                (0..storm.breaks_at).map(|s| weather.surge_a_second(Civil { day: *day, second: s })).sum();
            assert_eq!(before, 0.0);
            let whole: f64 = (0..2 * DAY_SECS)
                .map(|s| weather.surge_a_second(Civil { day: day + s / DAY_SECS, second: s % DAY_SECS }))
                .sum();
            assert!((whole / storm.size_days - 1.0).abs() < 0.06, "{whole} for {}", storm.size_days);
        }
    }
}
