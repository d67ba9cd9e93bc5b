//! What may be kept of a phone's position, whoever brings it: a file of the past or a live feed (STANDARDS.md, section
//! 3). What a position needs of the ones before it stands with the live feeds (`feeds::staff`).

use super::time;
use crate::domain::Timestamp;
use jiff::tz::TimeZone;

/// A phone's clock may be so far ahead, seconds.
const AHEAD_SECS: i64 = 300;
/// A fix that may be farther off is told, metres.
const INACCURATE_M: f64 = 100.0;
/// 2000-01-01: before, a phone's clock had lost its date.
const EARLIEST: Timestamp = Timestamp(946_684_800);
/// Counts of time below are seconds since 1970, from here on milliseconds.
const MILLIS_FROM: f64 = 2_147_483_648.0;

/// Why a phone's moment can't be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongClock {
    /// More than five minutes ahead of now.
    Ahead,
    /// Before 2000.
    LostDate,
}

/// What is wrong with the moment of a fix that is heard of at `now`; none where it can be believed.
#[must_use]
pub fn wrong_clock(fixed_at: Timestamp, now: Timestamp) -> Option<WrongClock> {
    if fixed_at > now.plus_secs(AHEAD_SECS) {
        Some(WrongClock::Ahead)
    } else if fixed_at < EARLIEST {
        Some(WrongClock::LostDate)
    } else {
        None
    }
}

/// Whether a fix may be so far off that this is told; it is kept all the same.
#[must_use]
pub fn is_inaccurate(accuracy_m: f64) -> bool {
    accuracy_m > INACCURATE_M
}

/// The moment that a count means: seconds since 1970 below 2³¹, else milliseconds.
#[must_use]
pub fn moment_of_count(count: f64) -> Timestamp {
    Timestamp(if count < MILLIS_FROM { count } else { count / 1e3 }.floor() as i64)
}

/// The moment that a live device tells: a count, RFC 3339, or `yyyy-MM-dd HH:mm:ss`, which is UTC then.
#[must_use]
pub fn moment(text: &str) -> Option<Timestamp> {
    match text.trim().parse::<f64>() {
        Ok(count) if count.is_finite() => Some(moment_of_count(count)),
        _ => time::parse(text, &TimeZone::UTC),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_in_every_spelling_is_one_moment() {
        for text in [
            "1789088700",
            "1789088700000",
            "1789088700999",
            " 1789088700.5 ",
            "2026-09-11T01:05:00Z",
            "2026-09-11T01:05:00.000+0000",
            "2026-09-11T09:05:00+08:00",
            "2026-09-11 01:05:00",
        ] {
            assert_eq!(moment(text), Some(Timestamp(1_789_088_700)), "{text}");
        }
        for text in ["", "soon", "NaN", "inf", "2026-13-01T00:00:00Z", "0x5"] {
            assert_eq!(moment(text), None, "{text}");
        }
        assert_eq!(moment("2147483647"), Some(Timestamp(2_147_483_647)));
        assert_eq!(moment("2147483648"), Some(Timestamp(2_147_483)), "milliseconds of January 1970");
        assert_eq!(moment("1e300"), Some(Timestamp(i64::MAX)), "which is ahead of any now");
    }

    #[test]
    fn clocks_are_believed_up_to_five_minutes_ahead() {
        let now = Timestamp(1_789_088_700);
        assert_eq!(wrong_clock(now.plus_secs(300), now), None);
        assert_eq!(wrong_clock(now.plus_secs(301), now), Some(WrongClock::Ahead));
        assert_eq!(wrong_clock(Timestamp(i64::MAX), now), Some(WrongClock::Ahead));
        assert_eq!(wrong_clock(Timestamp(946_684_799), now), Some(WrongClock::LostDate));
        assert_eq!(wrong_clock(Timestamp(i64::MIN), now), Some(WrongClock::LostDate));
        assert_eq!(wrong_clock(Timestamp(946_684_800), now), None, "a backlog may be old");
        assert!(is_inaccurate(100.1) && !is_inaccurate(100.0) && !is_inaccurate(f64::NAN));
    }
}
