//! A moment as the site's clock and calendar tell it.

use crate::domain::Timestamp;

const DAY_SECS: i64 = 86_400;

/// A moment by a site's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// The day, counted from 1970-01-01.
    pub day: i64,
    /// The seconds since its midnight.
    pub second: i64,
}

impl Civil {
    /// The moment as a clock tells it that is so many seconds ahead of UTC.
    pub fn of(at: Timestamp, utc_offset_secs: i32) -> Self {
        let local_secs = at.0.saturating_add(i64::from(utc_offset_secs));
        Self { day: local_secs.div_euclid(DAY_SECS), second: local_secs.rem_euclid(DAY_SECS) }
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> usize {
        (self.second / 3600) as usize
    }

    /// The day of the week: 0 Monday … 6 Sunday.
    pub fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        (self.day + 3).rem_euclid(7) as usize
    }

    /// The week, counted from the Monday before 1970-01-01.
    pub fn week(self) -> i64 {
        (self.day + 3).div_euclid(7)
    }

    /// The month, 1 to 12.
    pub fn month(self) -> usize {
        // Howard Hinnant's civil_from_days, cut off behind the month.
        let of_era = (self.day + 719_468).rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        (if from_march < 10 { from_march + 3 } else { from_march - 9 }) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_named_as_a_calendar_names_them() {
        for days in -30_000..30_000_i64 {
            let date = jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days));
            let civil = Civil { day: days, second: 0 };
            assert_eq!(civil.month(), date.month() as usize, "{date}");
            assert_eq!(civil.weekday(), date.weekday().to_monday_zero_offset() as usize, "{date}");
        }
        let civil = Civil::of(Timestamp(1_789_106_607), 8 * 3600); // 2026-09-11T14:03:27+08:00, a Friday
        assert_eq!((civil.month(), civil.weekday(), civil.hour()), (9, 4, 14));
        assert_eq!(civil.week() + 1, Civil { day: civil.day + 3, ..civil }.week(), "a week begins on Monday");
    }
}
