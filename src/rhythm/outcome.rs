//! How matters end.

use crate::domain::{CallBack, Difficulty};

/// What citizens answer when called back, and how often, per mille (Shouguang: 98.45 % of those reached are satisfied).
pub const CALL_BACKS: [(CallBack, u32); 4] =
    [(CallBack::Satisfied, 845), (CallBack::Mostly, 90), (CallBack::Unsatisfied, 25), (CallBack::Unreachable, 40)];

/// How many consultations and words of praise are answered at once, per mille.
pub const ANSWERED_PERMILLE: u32 = 930;

/// The like of suggestions.
pub const SUGGESTIONS_ANSWERED_PERMILLE: u32 = 500;

/// How many of the grid's own finds are settled on the spot (自办自结), per mille (Wuxing: over 42 % of all).
pub fn on_the_spot_permille(difficulty: Difficulty) -> u32 {
    match difficulty {
        Difficulty::Simple => 690,
        Difficulty::General => 280,
        Difficulty::Complex => 0,
    }
}
