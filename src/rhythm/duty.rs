//! Who is on duty when. A worker's posts follow from the worker's key and the week, so that whoever asks, whenever,
//! learns the same: after a restart the roster goes on as if nothing had been.

use super::hash::{hash, unit};
use super::{Civil, HOLIDAY_PERMILLE};
use crate::domain::{Calendar, Role};

/// How many of a role's people are on duty on the afternoon of a working day, per mille. Most people of a county's grids
/// are community staff and volunteers (Shouguang: 12,597 in all), who serve by turns.
pub const fn on_duty_permille(role: Role) -> u32 {
    match role {
        Role::GridChief => 68,
        Role::GridWorker => 400,
        Role::PartTime => 6,
        Role::Assistant => 12,
        Role::Responder => 165,
    }
}

/// For each who has a day post, so many have one in the evening…
const EVENINGS: f64 = 0.12;
/// …and so many one for the night.
const NIGHTS: f64 = 0.07;
/// Of a day's posts so many are kept on days off, per mille; of evenings and nights as many as matters come in.
const DAYS_OFF_PERMILLE: u64 = 220;

/// The posts: when they begin and end, hours after the day's midnight, and the break.
const DAY: (f64, f64) = (8.5, 17.5);
const LUNCH: (f64, f64) = (12.0, 13.5);
const EVENING: (f64, f64) = (15.5, 22.0);
const NIGHT: (f64, f64) = (21.5, 32.5);

/// Nobody is on the minute: people come and go by up to so many seconds earlier or later.
const UNPUNCTUAL_SECS: f64 = 600.0;

/// One turn of duty: seconds since 1970 by the site's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// When it begins.
    pub from: i64,
    /// When it ends.
    pub to: i64,
    /// From when until when the worker rests, on duty.
    pub rest: Option<(i64, i64)>,
}

/// What a worker's posts follow from: the seed, and the worker's code.
pub fn duty_key(seed: u64, worker: &str) -> u64 {
    // FNV-1a tells names apart; what it lacks in mixing is done by the hash that uses it.
    worker
        .bytes()
        .fold(seed ^ 0xcbf2_9ce4_8422_2325, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The turn of duty that a worker of this key and role begins on a day (counted from 1970-01-01), where there is one.
pub fn shift(key: u64, role: Role, day: i64, calendar: &Calendar) -> Option<Shift> {
    let share = f64::from(on_duty_permille(role)) / 1000.0;
    let turn = unit(key, Civil { day, second: 0 }.week(), 1);
    let (post, rest, kept_permille) = if turn < share {
        (DAY, Some(LUNCH), DAYS_OFF_PERMILLE)
    } else if turn < share * (1.0 + EVENINGS) {
        (EVENING, None, HOLIDAY_PERMILLE.unsigned_abs())
    } else if turn < share * (1.0 + EVENINGS + NIGHTS) {
        (NIGHT, None, HOLIDAY_PERMILLE.unsigned_abs())
    } else {
        return None;
    };
    if !calendar.is_working(day) && hash(key, day, 2) % 1000 >= kept_permille {
        return None;
    }
    Some(timed(key, day, post, rest))
}

/// The day's turn as a worker of this key keeps it on a day, whether it is theirs or not: of whoever is on duty by day and
/// has no turn.
pub fn day_shift(key: u64, day: i64) -> Shift {
    timed(key, day, DAY, Some(LUNCH))
}

/// A post's hours on a day, as this worker comes, goes and rests.
fn timed(key: u64, day: i64, post: (f64, f64), rest: Option<(f64, f64)>) -> Shift {
    let midnight = day * 86_400;
    let at = |hour: f64, nth: u64| {
        let off_secs = (unit(key, day, nth) + unit(key, day, nth + 1) - 1.0) * UNPUNCTUAL_SECS;
        midnight + (hour * 3_600.0 + off_secs) as i64
    };
    Shift { from: at(post.0, 3), to: at(post.1, 5), rest: rest.map(|(from, to)| (at(from, 7), at(to, 9))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-09-07, a Monday.
    const MONDAY: i64 = 20_703;

    fn strength(day: i64, hour: i64) -> usize {
        let calendar = Calendar::china();
        let at = day * 86_400 + hour * 3_600;
        let on_duty = |key: u64| {
            let mut turns = [day - 1, day].into_iter().filter_map(|day| shift(key, Role::GridWorker, day, &calendar));
            turns.any(|turn| (turn.from..turn.to).contains(&at))
        };
        (0..10_000_u64).filter(|worker| on_duty(duty_key(1, &format!("W{worker}")))).count()
    }

    #[test]
    fn duty_has_its_days_nights_and_weekends() {
        assert_eq!((Civil { day: MONDAY, second: 0 }.weekday(), Civil { day: MONDAY, second: 0 }.month()), (0, 9));
        let within = |got: usize, wanted: f64| (got as f64 - wanted).abs() < 4.0 * wanted.sqrt();
        assert!(within(strength(MONDAY, 10), 4_000.0), "{}", strength(MONDAY, 10));
        assert!(within(strength(MONDAY, 16), 4_000.0 * 1.12), "{}", strength(MONDAY, 16));
        assert!(within(strength(MONDAY, 20), 480.0), "{}", strength(MONDAY, 20));
        assert!(within(strength(MONDAY + 1, 3), 280.0), "{}", strength(MONDAY + 1, 3));
        let saturday = strength(MONDAY + 5, 10);
        assert!(within(saturday, 4_000.0 * 0.22), "{saturday}");
        // 2026-09-20 is a Sunday on which people work, 2026-09-25 a Friday on which they don't.
        assert!(within(strength(MONDAY + 13, 10), 4_000.0), "{}", strength(MONDAY + 13, 10));
        assert!(within(strength(MONDAY + 18, 10), 880.0), "{}", strength(MONDAY + 18, 10));
    }
}
