//! What doesn't go as the hall had thought: an order that belongs to others, one that its worker hands on, one that takes
//! longer. Only what the simulated hall itself sent meets with any of it: what an officer at a seat sends is carried out.

use super::dice::Dice;
use crate::domain::{Difficulty, Standing, Urgency};

/// What becomes of one order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is carried out.
    #[default]
    None,
    /// 退单: it isn't theirs, they say.
    Return,
    /// 改派: the worker can't go after all.
    HandOver,
    /// 延期: it can't be done in time.
    Extend,
}

/// How often, per mille of the orders to an agency, it asks for a return, and for more time; of complex ones for more
/// time.
const RETURNS: u32 = 40;
const EXTENSIONS: u32 = 40;
const COMPLEX_EXTENSIONS: u32 = 120;
/// How often, per mille of the orders to a worker, a return is asked for, and somebody else must go.
const WORKERS_RETURNS: u32 = 20;
const HAND_OVERS: u32 = 30;

/// How often what was handled turns out not to be done when it is looked at, per mille.
pub(super) const NOT_DONE: u32 = 30;
/// How often a return that was asked for is granted, per mille.
pub(super) const RETURNS_GRANTED: u32 = 700;
/// How often what citizens say is not taken in, per mille.
pub(super) const DECLINED: u32 = 10;

impl Trouble {
    /// What becomes of an order of a matter that stands like this; urgent ones are carried out. `own`: whether the
    /// simulator reported it, so that no platform above limits its deadline.
    pub(super) fn of(now: &Standing, own: bool, dice: &mut Dice) -> Self {
        if now.urgency <= Urgency::U2 {
            return Self::None;
        }
        let extensions = if now.difficulty == Difficulty::Complex { COMPLEX_EXTENSIONS } else { EXTENSIONS };
        let (returns, hand_overs, extensions) = match now.worker {
            Some(_) => (WORKERS_RETURNS, HAND_OVERS, 0),
            None => (RETURNS, 0, if own { extensions } else { 0 }),
        };
        let rest = 1000 - returns - hand_overs - extensions;
        let all = [Self::None, Self::Return, Self::HandOver, Self::Extend];
        all[dice.weighted(&[rest, returns, hand_overs, extensions])]
    }
}
