//! Handling deadlines, and what "due soon" and "overdue" mean. Derived, never stored.

use super::{Difficulty, Timestamp, Urgency};

/// The handling deadline of a matter accepted at `accepted_at`, after the shipped default: urgent
/// and sudden matters within the hour or the half day, general ones in 3 days, complex ones in 5.
/// (Days are calendar days; the working-day calendar is not part of this table.)
pub fn handling_deadline(accepted_at: Timestamp, urgency: Urgency, difficulty: Difficulty) -> Timestamp {
    const HOUR_SECS: i64 = 3600;
    const DAY_SECS: i64 = 24 * HOUR_SECS;
    let secs = match (urgency, difficulty) {
        (Urgency::U1, _) => HOUR_SECS,
        (Urgency::U2, _) => 12 * HOUR_SECS,
        (_, Difficulty::Simple) => DAY_SECS,
        (_, Difficulty::General) => 3 * DAY_SECS,
        (_, Difficulty::Complex) => 5 * DAY_SECS,
    };
    accepted_at.plus_secs(secs)
}

/// Where a matter stands against its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// Time is left.
    Fine,
    /// The last fifth of the time is running.
    DueSoon,
    /// The deadline has passed.
    Overdue,
}

/// Where a matter that came in at `since` with `deadline` stands at `now`.
pub fn due_state(since: Timestamp, deadline: Timestamp, now: Timestamp) -> DueState {
    let left_secs = deadline.secs_since(now);
    let whole_secs = deadline.secs_since(since).max(1);
    if left_secs < 0 {
        DueState::Overdue
    } else if left_secs.saturating_mul(5) <= whole_secs {
        DueState::DueSoon
    } else {
        DueState::Fine
    }
}
