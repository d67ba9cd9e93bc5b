//! What "due soon" and "overdue" mean. Derived from the deadline and the moment, never stored.

use super::Timestamp;

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
