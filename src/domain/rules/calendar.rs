//! Working days: weekdays less the national holidays, plus the weekend days on which people work instead (调休).

use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// A civil day, counted from 1970-01-01.
pub(super) type Day = i64;

/// A calendar as its file spells it: for each year the weekdays off and the weekend days worked, `MM-DD`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    version: u32,
    #[serde(default)]
    #[allow(dead_code, reason = "where the days come from is for whoever reads the file")]
    source: String,
    years: BTreeMap<String, YearFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    off: Vec<String>,
    work: Vec<String>,
}

/// Why a calendar can't be used.
#[derive(Debug, Error)]
pub enum CalendarError {
    /// It is no calendar at all.
    #[error("it is no calendar: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// A year or a day that there is not.
    #[error("there is no such day: {0}")]
    NoSuchDay(String),
}

/// Which days are working days. A year of which nothing is known has its weekends off, provisionally.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    version: u32,
    years: Vec<i16>,
    /// Days that are not what their day of the week says, and whether people work on them; sorted.
    exceptions: Vec<(Day, bool)>,
}

impl Calendar {
    /// The calendar from a file's text (JSON: `{"version":1,"years":{"2026":{"off":["01-01"],"work":["01-04"]}}}`).
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let file: CalendarFile = serde_json::from_str(text)?;
        let mut calendar = Self { version: file.version, ..Self::default() };
        for (year, days) in &file.years {
            let known: i16 = year.parse().map_err(|_| CalendarError::NoSuchDay(year.clone()))?;
            calendar.years.push(known);
            for (list, is_work) in [(&days.off, false), (&days.work, true)] {
                for day in list {
                    let text = format!("{year}-{day}");
                    let date: jiff::civil::Date = text.parse().map_err(|_| CalendarError::NoSuchDay(text.clone()))?;
                    calendar.exceptions.push((day_of(date), is_work));
                }
            }
        }
        calendar.years.sort_unstable();
        calendar.exceptions.sort_unstable();
        Ok(calendar)
    }

    /// China's national calendar, 2004 to 2026, as this program ships it.
    pub fn china() -> Self {
        // The shipped file is held by a test; were it broken, weekends would be all that is known.
        Self::parse(include_str!("../../../assets/calendar/china.json")).unwrap_or_default()
    }

    /// The version that deadlines keep.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Whether people work on this day, counted from 1970-01-01.
    pub fn is_working(&self, day: Day) -> bool {
        match self.exceptions.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(place) => self.exceptions[place].1,
            // 1970-01-01 was a Thursday.
            Err(_) => (day + 3).rem_euclid(7) < 5,
        }
    }

    /// Whether the day is one of a national holiday: a weekday off, or a weekend that hangs together with one.
    pub fn is_holiday(&self, day: Day) -> bool {
        if self.is_working(day) {
            return false;
        }
        let is_weekday = |day: Day| (day + 3).rem_euclid(7) < 5;
        let before = (0..).map(|ago| day - ago).take_while(|day| !self.is_working(*day));
        let after = (1..).map(|on| day + on).take_while(|day| !self.is_working(*day));
        before.chain(after).any(is_weekday)
    }

    /// Whether the day's year is known.
    pub fn is_known(&self, day: Day) -> bool {
        self.years.binary_search(&date_of(day).year()).is_ok()
    }

    /// The day so many working days after `day`, which is not counted; and whether every day between is known.
    pub fn later(&self, day: Day, working_days: u32) -> (Day, bool) {
        let (mut day, mut left, mut known) = (day, working_days, true);
        while left > 0 {
            day += 1;
            left -= u32::from(self.is_working(day));
            known &= self.is_known(day);
        }
        (day, known)
    }
}

/// The first and the last day that a date can name: those of the years −9999 and 9999.
const FIRST: Day = -4_371_587;
const LAST: Day = 2_932_896;

/// A date's number.
pub(super) fn day_of(date: jiff::civil::Date) -> Day {
    // Howard Hinnant's days_from_civil, for the Gregorian calendar.
    let (year, month, day) = (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a number; far beyond any calendar the last day that can be told.
pub(super) fn date_of(day: Day) -> jiff::civil::Date {
    let shifted = day.clamp(FIRST, LAST) + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_shifted = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * month_shifted + 2) / 5 + 1) as i8;
    let month = (if month_shifted < 10 { month_shifted + 3 } else { month_shifted - 9 }) as i8;
    let year = (year_of_era + era * 400 + i64::from(month <= 2)) as i16;
    jiff::civil::Date::new(year, month, day).unwrap_or(jiff::civil::Date::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_go_both_ways() {
        assert_eq!(day_of(jiff::civil::date(1970, 1, 1)), 0);
        assert_eq!(day_of(jiff::civil::date(2000, 3, 1)), 11_017);
        for day in (-100_000..100_000).step_by(13) {
            assert_eq!(day_of(date_of(day)), day);
        }
        assert_eq!([i64::MIN, i64::MAX].map(|day| date_of(day).year()), [-9999, 9999], "no day is beyond us");
    }

    #[test]
    fn the_shipped_calendar_is_read_whole() {
        let china = Calendar::china();
        assert_eq!((china.version(), china.years.len()), (1, 23));
        assert!(!china.is_known(day_of(jiff::civil::date(2027, 1, 1))));
    }

    #[test]
    fn a_calendar_with_a_day_that_is_none_is_refused() {
        for bad in ["{}", "[", r#"{"version":1,"years":{"2026":{"off":["02-30"],"work":[]}}}"#] {
            assert!(Calendar::parse(bad).is_err(), "{bad}");
        }
    }
}
