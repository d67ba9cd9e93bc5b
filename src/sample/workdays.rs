//! Working days of the sample's year: deadlines in working days follow the national calendar with its make-up days.

use super::out::{DAY_SECS, day};
use crate::domain::Calendar;
use std::sync::LazyLock;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::china);

/// Whether the day of a moment is a national holiday.
pub(super) fn is_holiday(at: i64) -> bool {
    CALENDAR.is_holiday(day(at))
}

/// The same time of day so many working days later; the first day is not counted.
pub(super) fn later(mut at: i64, mut days: u32) -> i64 {
    while days > 0 {
        at += DAY_SECS;
        days -= u32::from(CALENDAR.is_working(day(at)));
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::out::date;
    use super::*;

    #[test]
    fn holidays_and_make_up_days_count() {
        // noon of 2026-09-24 by the county's clock
        let start = super::super::END - 2 * 3600 + 13 * DAY_SECS;
        assert_eq!(date(start), (2026, 9, 24));
        assert_eq!(date(later(start, 5)), (2026, 10, 9));
    }

    /// The notices' first and last days, weekends among them, from autumn 2025 to autumn 2026.
    #[test]
    fn the_year_s_holidays_are_those_of_the_notices() {
        let off = [
            ((2025, 10, 1), (2025, 10, 8)),
            ((2026, 1, 1), (2026, 1, 3)),
            ((2026, 2, 15), (2026, 2, 23)),
            ((2026, 4, 4), (2026, 4, 6)),
            ((2026, 5, 1), (2026, 5, 5)),
            ((2026, 6, 19), (2026, 6, 21)),
            ((2026, 9, 25), (2026, 9, 27)),
            ((2026, 10, 1), (2026, 10, 7)),
        ];
        for days in -349..40 {
            let at = super::super::END + days * DAY_SECS;
            let listed = off.iter().any(|(first, last)| *first <= date(at) && date(at) <= *last);
            assert_eq!(is_holiday(at), listed, "{:?}", date(at));
        }
    }
}
