//! What the list keeps of an open matter.

use crate::domain::{AreaLevel, LonLat, State, Urgency};
use crate::picture::Picture;

/// What filters and orders look at, close together in memory.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) number: u32,
    pub(super) state: State,
    pub(super) urgency: Urgency,
    pub(super) level: AreaLevel,
    pub(super) asked: bool,
    pub(super) supervised: bool,
    pub(super) town: u32,
    pub(super) agency: u32,
    pub(super) at: Option<LonLat>,
    pub(super) due_at: i64,
    /// When it is due soon: the last fifth of its time begins.
    pub(super) soon_at: i64,
    pub(super) suspended_until: i64,
    pub(super) reported_at: i64,
}

/// A town or an agency that is not known.
const UNKNOWN: u32 = u32::MAX;
/// What has no deadline comes last.
pub(super) const NEVER: i64 = i64::MAX;

impl Entry {
    /// None for what is over, and for what is kept from the screen.
    pub(super) fn of_open(picture: &Picture, number: u32) -> Option<Self> {
        let row = picture.incidents.row(number);
        (row.state.is_open() && !row.confidential).then(|| Self::of(picture, number))
    }

    /// Whatever its state.
    pub(super) fn of(picture: &Picture, number: u32) -> Self {
        let row = picture.incidents.row(number);
        let course = row.course.as_deref();
        let due_at = row.due_at().or(row.deadline_at).map_or(NEVER, |at| at.0);
        let since = row.due_since().0;
        let summoned = course.and_then(|course| course.summons.as_ref()).is_some_and(|summons| !summons.in_force);
        let suspension = course.and_then(|course| course.suspension);
        Self {
            number,
            state: row.state,
            urgency: row.urgency,
            level: row.level(),
            asked: course.is_some_and(|course| course.request.is_some()) || summoned,
            supervised: course.is_some_and(|course| course.supervision.is_some()),
            town: row.town.unwrap_or(UNKNOWN),
            agency: row.agency.unwrap_or(UNKNOWN),
            at: row.at,
            due_at,
            // As `domain::due_state` has it: five times what is left is no more than the whole.
            soon_at: if due_at == NEVER { NEVER } else { due_at - due_at.saturating_sub(since).max(1) / 5 },
            suspended_until: suspension.map_or(i64::MIN, |suspension| suspension.until.0),
            reported_at: row.reported_at().0,
        }
    }
}

/// Whether an open matter is only counted.
pub(super) fn is_hidden(picture: &Picture, number: u32) -> bool {
    let row = picture.incidents.row(number);
    row.confidential && row.state.is_open()
}
