//! What of a matter calls for somebody: whether it is an alarm, how far it is seen to, and when time alone will change that.

use crate::domain::{AlarmCause, State, StepKind, Timestamp, Urgency, alarm_since};
use crate::picture::IncidentRow;

/// How far an alarm is seen to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Nobody has acknowledged it.
    #[default]
    New,
    /// Acknowledged; nobody has been sent.
    Acknowledged,
    /// Somebody has been sent, or an agency answers.
    Dispatched,
    /// Nothing calls for it for a while.
    Shelved,
}

impl Stage {
    /// All stages, in the order of an alarm's life.
    pub const ALL: [Stage; 4] = [Stage::New, Stage::Acknowledged, Stage::Dispatched, Stage::Shelved];

    /// The name in widgets' ids and in the state.
    pub fn name(self) -> &'static str {
        ["new", "acknowledged", "dispatched", "shelved"][self as usize]
    }
}

/// A matter that calls for somebody, or lies on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlarmEntry {
    /// The matter's row of the picture it is of.
    pub number: u32,
    /// How urgent it is.
    pub urgency: Urgency,
    /// How far it is seen to.
    pub stage: Stage,
    /// Why it calls, the latest of its reasons.
    pub cause: AlarmCause,
    /// Since when it calls for that reason; of what is shelved: since when it is.
    pub since: Timestamp,
    /// Nobody has been sent for too long, and nothing shelves it: it is raised.
    pub raised: bool,
    /// Until when it is shelved.
    pub shelved_until: Option<Timestamp>,
    /// The row of its town.
    pub town: Option<u32>,
    /// The row of its category.
    pub category: Option<u32>,
}

/// Nobody having been sent for so long, an alarm is raised, seconds (VISUAL.md: 1, 5, 15, 30 minutes).
pub fn raised_after_secs(urgency: Urgency) -> i64 {
    match urgency {
        Urgency::U1 => 60,
        Urgency::U2 => 300,
        Urgency::U3 => 900,
        Urgency::U4 => 1_800,
    }
}

/// Since when nobody has been sent to a matter that waits for somebody: since it was reported, or since it came back.
fn unassigned_since(row: &IncidentRow) -> Timestamp {
    use StepKind as K;
    let went = |kind: K| {
        matches!(
            kind,
            K::Assigned | K::Reassigned | K::Declined | K::Answered | K::PassedOn | K::ReturnedUp | K::Merged
        )
    };
    let came_back =
        |kind: K| matches!(kind, K::Recalled | K::Granted | K::Reopened | K::Unmerged | K::CalledBack | K::Checked);
    let last = row.trace.iter().rposition(|step| went(step.kind));
    let back = last.and_then(|last| row.trace[last..].iter().find(|step| came_back(step.kind)));
    back.map_or_else(|| row.reported_at(), |step| step.at)
}

impl AlarmEntry {
    /// What of a matter calls at `now`; none where nothing does, and of what is kept from the screen.
    pub fn of(row: &IncidentRow, number: u32, now: Timestamp) -> Option<Self> {
        if !row.state.is_handling() || row.confidential {
            return None;
        }
        let course = row.course.as_deref();
        let waits = row.state <= State::Accepted;
        let since = waits.then(|| unassigned_since(row));
        let raised = since.is_some_and(|since| since.plus_secs(raised_after_secs(row.urgency)) <= now);
        let (town, category) = (row.town, row.category);
        let entry = |stage, cause, since| Self {
            number,
            urgency: row.urgency,
            stage,
            cause,
            since,
            raised: raised && stage != Stage::Shelved,
            shelved_until: None,
            town,
            category,
        };
        let waiting = since.map(|since| (since, AlarmCause::Waiting));
        let again = alarm_since(row.deadline_at, course, now);
        let latest = waiting.into_iter().chain(again).max();
        if let Some(shelf) = course.and_then(|course| course.shelf.as_ref()).filter(|shelf| now < shelf.until) {
            let (_, cause) = latest.unwrap_or((shelf.at, AlarmCause::Waiting));
            return Some(Self { shelved_until: Some(shelf.until), ..entry(Stage::Shelved, cause, shelf.at) });
        }
        let seen = [row.time(StepKind::Accepted), row.time(StepKind::Assigned)].into_iter().flatten();
        let seen = seen.chain(course.and_then(|course| course.acknowledged_at)).max();
        let unseen = again.filter(|(since, _)| seen.is_none_or(|seen| seen < *since));
        match (latest, unseen) {
            (Some((since, cause)), _) if row.state == State::Reported => Some(entry(Stage::New, cause, since)),
            (_, Some((since, cause))) => Some(entry(Stage::New, cause, since)),
            (Some((since, cause)), None) if waits => Some(entry(Stage::Acknowledged, cause, since)),
            (latest, None) if row.urgency <= Urgency::U2 || latest.is_some() => {
                let sent = row.time(StepKind::Assigned).unwrap_or(row.reported_at());
                let (since, cause) = latest.unwrap_or((sent, AlarmCause::Waiting));
                Some(entry(Stage::Dispatched, cause, since))
            }
            _ => None,
        }
    }

    /// When time alone changes what [`AlarmEntry::of`] says of a matter, or raises it; none where it never does.
    pub fn next_at(row: &IncidentRow, now: Timestamp) -> Option<Timestamp> {
        if !row.state.is_handling() || row.confidential {
            return None;
        }
        let course = row.course.as_deref();
        let report_back = course.and_then(|course| course.clock(crate::domain::Phase::ReportBack));
        // What is due at a second is late from the next one on.
        let late = row.deadline_at.into_iter().chain(report_back.map(|clock| clock.due_at)).map(|at| at.plus_secs(1));
        let shelf = course.and_then(|course| course.shelf.as_ref()).map(|shelf| shelf.until);
        let raised =
            (row.state <= State::Accepted).then(|| unassigned_since(row).plus_secs(raised_after_secs(row.urgency)));
        late.chain(shelf).chain(raised).filter(|at| *at > now).min()
    }

    /// By what its stage's list is ordered: urgency, then age; what is shelved by its end.
    pub(super) fn key(&self) -> (i64, i64, u32) {
        match self.shelved_until {
            Some(until) => (until.0, 0, self.number),
            None => (self.urgency as i64, self.since.0, self.number),
        }
    }
}
