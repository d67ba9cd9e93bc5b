//! A matter's course beside its state: who holds it, which clocks run, what was asked, who was summoned. Matters on the
//! plain path have almost nothing of it.

mod clock;
mod follow;
mod parts;

pub use clock::{AlarmLevel, Clock, Phase};
pub use parts::{
    Alarm, Ask, Escalation, Mediation, MergedInto, Party, Photo, PhotoMoment, Request, Service, Shelf, Summons,
    Supervision, SupervisionStep, Suspension, Upstream,
};

use super::{Actor, AreaLevel, IncidentCode, Source, Timestamp};
use serde::{Deserialize, Serialize};

/// What stands beside a matter's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The level that holds it, where it was moved; else the one that its source says ([`home_level`]).
    pub level: Option<AreaLevel>,
    /// The clock of its handling deadline; none where the deadline was imported or recorded without one.
    pub handling: Option<Clock>,
    /// The other clocks that run.
    pub clocks: Vec<Clock>,
    /// A handling clock that stands still.
    pub suspension: Option<Suspension>,
    /// What waits for approval.
    pub request: Option<Request>,
    /// The last summons.
    pub summons: Option<Summons>,
    /// What a town called for.
    pub escalation: Option<Escalation>,
    /// Supervision.
    pub supervision: Option<Supervision>,
    /// How far a dispute has come.
    pub mediation: Option<Mediation>,
    /// Under which other number it is told.
    pub merged: Option<MergedInto>,
    /// The matters that are told under this one's number.
    pub reports: Vec<IncidentCode>,
    /// The platform above us from which it came down.
    pub upstream: Option<Upstream>,
    /// Who checked it since it was handled.
    pub checked_by: Option<Actor>,
    /// Who called back since it was handled.
    pub called_by: Option<Actor>,
    /// How often it was reminded of.
    pub reminders: u32,
    /// How often it was sent back after it was handled.
    pub reworks: u32,
    /// What was raised.
    pub alarms: Vec<Alarm>,
    /// Its photos.
    pub photos: Vec<Photo>,
    /// Whether it was settled on the spot.
    pub on_the_spot: bool,
    /// When the hall last did something with it that shows that it knows: taken in, sent, reminded, acknowledged.
    pub acknowledged_at: Option<Timestamp>,
    /// Until when nothing calls for it; it stays when that is over, since from then on it calls anew.
    pub shelf: Option<Shelf>,
}

/// Longer than this nothing is shelved, seconds.
pub const MOST_SHELF_SECS: i64 = 7 * 86_400;

/// Why a matter that was taken in calls for somebody again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AlarmCause {
    /// Nobody has been sent, no agency answers.
    Waiting,
    /// A deadline has passed.
    Overdue,
    /// Its shelf ran out.
    OffShelf,
}

/// Since when a matter that is being handled calls for somebody at `now` beside its being new, and why: the latest of the
/// deadlines that have passed (to be handled, to be found out) and of a shelf that ran out.
pub fn alarm_since(
    deadline_at: Option<Timestamp>,
    course: Option<&Course>,
    now: Timestamp,
) -> Option<(Timestamp, AlarmCause)> {
    let report_back = course.and_then(|course| course.clock(Phase::ReportBack)).map(|clock| clock.due_at);
    let late = deadline_at.into_iter().chain(report_back).filter(|due_at| *due_at < now);
    let shelf = course.and_then(|course| course.shelf.as_ref()).map(|shelf| shelf.until).filter(|until| *until <= now);
    let late = late.map(|due_at| (due_at, AlarmCause::Overdue));
    late.chain(shelf.map(|until| (until, AlarmCause::OffShelf))).max()
}

/// The level that first holds what came in by this mouth.
pub fn home_level(source: Source) -> AreaLevel {
    match source {
        Source::Grid => AreaLevel::Grid,
        Source::Town => AreaLevel::Town,
        _ => AreaLevel::County,
    }
}

impl Course {
    /// The running clock of a phase, the handling one among them.
    pub fn clock(&self, phase: Phase) -> Option<&Clock> {
        self.handling.iter().chain(&self.clocks).find(|clock| clock.phase == phase)
    }

    /// Whether its handling clock stands still at `now`.
    pub fn is_suspended(&self, now: Timestamp) -> bool {
        self.suspension.is_some_and(|s| s.since <= now && now < s.until)
    }

    pub(crate) fn stop(&mut self, phases: &[Phase]) {
        self.clocks.retain(|clock| !phases.contains(&clock.phase));
    }

    pub(crate) fn start(&mut self, clock: Clock) {
        if matches!(clock.phase, Phase::Handle | Phase::Rework) {
            self.handling = Some(clock);
        } else {
            self.clocks.retain(|running| running.phase != clock.phase);
            self.clocks.push(clock);
        }
    }
}
