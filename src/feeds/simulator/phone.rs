//! A worker's phone: how far off its positions are, when nobody hears it, and what it tells afterwards.

use super::dice::Dice;
use crate::domain::Fix;
use std::collections::BTreeMap;

/// How far a phone is off along each axis under open sky, metres (standard deviation): two thirds of all positions
/// within 4.9 m ("typically accurate to within a 4.9 m radius under open sky", gps.gov, after van Diggelen and Enge,
/// "The World's first GPS MOOC and Worldwide Laboratory using Smartphones", ION GNSS+ 2015).
const OPEN_SKY_M: f64 = 3.2;

/// The like between buildings: 9.9 m over both axes (Merry and Bettinger, "Smartphone GPS accuracy study in an urban
/// environment", PLOS ONE 14(7), 2019, e0219890).
const BUILT_UP_M: f64 = 7.0;

/// The time constant with which the error forgets itself, seconds: a first-order Gauss–Markov walk, as the GPS plugin
/// of PX4's simulator for Gazebo has it (`gps_corellation_time` 60 s).
const DRIFT_SECS: f64 = 60.0;

/// A phone loses the network, or is switched off, about so often while it is idle, seconds on duty.
const SPELL_EVERY_SECS: f64 = 60_000.0;

/// Most spells last some minutes, one in ten most of an hour.
const SHORT_SPELL_SECS: (i64, i64) = (150, 1_200);
const LONG_SPELL_SECS: (i64, i64) = (1_800, 3_000);
const LONG_SPELLS: f64 = 0.1;

/// In so many spells only the network is gone: the phone goes on noting where it is, and tells it later.
const KEEPS: f64 = 0.75;

/// How many positions a phone that is back tells at once; parts travel side by side and overtake each other.
const PART: usize = 10;

/// How often an answer is lost on the way, and the phone says the same again: of single positions, and of parts.
const REPEATED: f64 = 0.003;
const PART_REPEATED: f64 = 0.1;

/// A phone.
#[derive(Clone, Debug, Default)]
pub(super) struct Phone {
    /// How far off it is to the east and to the north, in standard deviations, and since when.
    error: (f64, f64),
    error_at: Option<i64>,
    /// Nobody hears it before this second.
    silent_until: i64,
    /// Whether it notes meanwhile where it is.
    keeps: bool,
    kept: Vec<Fix>,
    /// The second in which the last of what it tells late will have been told.
    told_by: i64,
}

impl Phone {
    /// How far off a position is now, metres to the east and to the north.
    pub(super) fn error_m(&mut self, now: i64, built_up: bool, dice: &mut Dice) -> (f64, f64) {
        let memory = self.error_at.map_or(0.0, |at| (-((now - at) as f64) / DRIFT_SECS).exp());
        let fresh = (1.0 - memory * memory).sqrt();
        let mut drift = |error: f64| memory * error + dice.around_zero(fresh);
        self.error = (drift(self.error.0), drift(self.error.1));
        self.error_at = Some(now);
        let off_m = if built_up { BUILT_UP_M } else { OPEN_SKY_M };
        (self.error.0 * off_m, self.error.1 * off_m)
    }

    /// Whether nobody hears it now.
    pub(super) fn is_silent(&self, now: i64) -> bool {
        now < self.silent_until
    }

    /// Whether it is heard and has nothing left to tell.
    pub(super) fn is_up_to_date(&self, now: i64) -> bool {
        !self.is_silent(now) && self.kept.is_empty() && self.told_by <= now
    }

    /// A phone that speaks every `period_secs` may fall silent instead; answers whether it does.
    pub(super) fn may_fall_silent(&mut self, now: i64, period_secs: i64, dice: &mut Dice) -> bool {
        if !dice.happens(period_secs as f64 / SPELL_EVERY_SECS) {
            return false;
        }
        let (low, high) = if dice.happens(LONG_SPELLS) { LONG_SPELL_SECS } else { SHORT_SPELL_SECS };
        (self.silent_until, self.keeps) = (now + dice.between(low, high), dice.happens(KEEPS));
        true
    }

    /// Whether it notes where it is while nobody hears it.
    pub(super) fn keeps(&self) -> bool {
        self.keeps
    }

    /// Notes where it is.
    pub(super) fn keep(&mut self, fix: Fix) {
        self.kept.push(fix);
    }

    /// Whether there is something to tell.
    pub(super) fn has_backlog(&self) -> bool {
        !self.kept.is_empty()
    }

    /// Tells, in the seconds to come, what it has kept: in parts that overtake each other, one half of the phones the
    /// newest first, and some of it twice.
    pub(super) fn tell_backlog(&mut self, now: i64, dice: &mut Dice, late: &mut Late) {
        let kept = std::mem::take(&mut self.kept);
        let mut parts: Vec<Vec<Fix>> = kept.chunks(PART).map(<[Fix]>::to_vec).collect();
        for last in (1..parts.len()).rev() {
            parts.swap(last, dice.below(last + 1));
        }
        let newest_first = dice.happens(0.5);
        for (second, mut part) in (now + 1..).zip(parts) {
            if newest_first {
                part.reverse();
            }
            if dice.happens(PART_REPEATED) {
                self.tell_at(second + 2, part.clone(), late);
            }
            self.tell_at(second, part, late);
        }
    }

    /// Of a position that was told the answer may be lost: then it is told again.
    pub(super) fn may_repeat(&mut self, fix: &Fix, now: i64, dice: &mut Dice, late: &mut Late) {
        if dice.happens(REPEATED) {
            self.tell_at(now + dice.between(1, 9), vec![fix.clone()], late);
        }
    }

    fn tell_at(&mut self, second: i64, fixes: Vec<Fix>, late: &mut Late) {
        self.told_by = self.told_by.max(second);
        late.put(second, fixes);
    }
}

/// Positions on their way that will be heard late, by the second.
#[derive(Debug, Default)]
pub(super) struct Late {
    parts: BTreeMap<(i64, u64), Vec<Fix>>,
    next: u64,
}

impl Late {
    fn put(&mut self, second: i64, fixes: Vec<Fix>) {
        self.parts.insert((second, self.next), fixes);
        self.next += 1;
    }

    /// Takes out what is heard by now.
    pub(super) fn take_due(&mut self, now: i64, fixes: &mut Vec<Fix>) {
        while let Some(first) = self.parts.first_entry().filter(|first| first.key().0 <= now) {
            fixes.append(&mut first.remove());
        }
    }
}
