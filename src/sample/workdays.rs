//! Working days of the sample's year: deadlines in working days follow the national holidays with make-up days.

use super::out::{DAY_SECS, date, weekday};

/// Year, month, day.
type Date = (i64, i64, i64);

/// Holidays (first and last day) from autumn 2025 to autumn 2026.
const OFF: [(Date, Date); 8] = [
    ((2025, 10, 1), (2025, 10, 8)),
    ((2026, 1, 1), (2026, 1, 3)),
    ((2026, 2, 15), (2026, 2, 23)),
    ((2026, 4, 4), (2026, 4, 6)),
    ((2026, 5, 1), (2026, 5, 5)),
    ((2026, 6, 19), (2026, 6, 21)),
    ((2026, 9, 25), (2026, 9, 27)),
    ((2026, 10, 1), (2026, 10, 7)),
];
/// Weekend days on which people work instead.
const MADE_UP: [Date; 8] = [
    (2025, 9, 28),
    (2025, 10, 11),
    (2026, 1, 4),
    (2026, 2, 14),
    (2026, 2, 28),
    (2026, 5, 9),
    (2026, 9, 20),
    (2026, 10, 10),
];

/// Whether the day of a moment is a national holiday.
pub(super) fn is_holiday(at: i64) -> bool {
    let day = date(at);
    OFF.iter().any(|(first, last)| *first <= day && day <= *last)
}

/// Whether people work on the day of a moment.
pub(super) fn is_working(at: i64) -> bool {
    MADE_UP.contains(&date(at)) || (weekday(at) < 5 && !is_holiday(at))
}

/// The same time of day so many working days later; the first day is not counted.
pub(super) fn later(mut at: i64, mut days: u32) -> i64 {
    while days > 0 {
        at += DAY_SECS;
        days -= u32::from(is_working(at));
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_and_make_up_days_count() {
        // noon of 2026-09-24 by the county's clock
        let start = super::super::END - 2 * 3600 + 13 * DAY_SECS;
        assert_eq!(date(start), (2026, 9, 24));
        assert_eq!(date(later(start, 5)), (2026, 10, 9));
    }
}
