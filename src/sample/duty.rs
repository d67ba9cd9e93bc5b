//! Who is on duty in the sample's centre: invented leaders and shift leaders who take turns, a day each.

use super::dice::Dice;
use super::people::person;
use crate::domain::{CivilZone, DutyTurn, Timestamp};

const LEADERS: usize = 5;
const SHIFT_LEADERS: usize = 7;

/// The duty table of the days from so many before a moment to so many after it.
pub fn duty_table(seed: u64, around: Timestamp, days: i64, zone: &CivilZone) -> Vec<DutyTurn> {
    let dice = &mut Dice::new(seed, 11);
    let mut names = |count: usize| (0..count).map(|_| person(dice)).collect::<Vec<String>>();
    let (leaders, shift_leaders) = (names(LEADERS), names(SHIFT_LEADERS));
    let whose = |names: &[String], day: i64| names.get(day.rem_euclid(names.len() as i64) as usize).cloned();
    let today = zone.day(around);
    let turn = |day: i64| DutyTurn {
        from: zone.day_start(day),
        until: zone.day_start(day + 1),
        leader: whose(&leaders, day),
        shift_leader: whose(&shift_leaders, day),
    };
    (today - days..=today + days).map(turn).collect()
}
