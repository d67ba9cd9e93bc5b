//! How many matters come in when: the year, the week, the day.

use super::Civil;
use crate::domain::Calendar;

/// About how many matters come in during a year (Wendeng: 136,157 found by the grid and 44,677 from the hotline).
pub const MATTERS_A_YEAR: i64 = 180_000;

/// Matters for each hour of a day, beside each other.
pub const HOURS: [u32; 24] = [3, 2, 2, 2, 3, 8, 30, 62, 84, 82, 74, 60, 48, 52, 58, 56, 50, 42, 30, 20, 14, 10, 6, 4];

/// How many come in on each day of the week, Monday first, per mille of a usual day's.
pub const WEEK_PERMILLE: [i64; 7] = [1110, 1060, 1040, 1030, 1090, 860, 800];

/// How many come in a day in each month, per mille of a usual day's.
pub const SEASON_PERMILLE: [i64; 12] = [900, 780, 960, 1000, 1030, 1080, 1150, 1120, 1060, 1000, 980, 930];

/// How many come in on a national holiday, per mille of what the day would have had.
pub const HOLIDAY_PERMILLE: i64 = 720;

/// A day's matters, as a share of a usual day's: by weekday, season and holidays.
pub fn day_share(civil: Civil, calendar: &Calendar) -> f64 {
    let rest = if calendar.is_holiday(civil.day) { HOLIDAY_PERMILLE } else { 1000 };
    let permille = [WEEK_PERMILLE[civil.weekday()], SEASON_PERMILLE[civil.month() - 1], rest];
    permille.into_iter().map(|permille| permille as f64 / 1000.0).product()
}

/// An hour's matters, as a share of its day's.
pub fn hour_share(hour: usize) -> f64 {
    f64::from(HOURS[hour % 24]) / f64::from(HOURS.iter().sum::<u32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_about_as_many_usual_days_as_it_has_days() {
        let china = Calendar::china();
        let first = Civil::of(crate::domain::Timestamp(1_767_225_600), 0).day; // 2026-01-01
        let days = (first..first + 365).map(|day| day_share(Civil { day, second: 0 }, &china)).sum::<f64>();
        assert!((345.0..=365.0).contains(&days), "{days}");
        assert!(((0..24).map(hour_share).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
