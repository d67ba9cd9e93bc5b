//! One open matter as the simulator knows it, and who does what with it next.

use super::dice::Dice;
use super::inputs::SimIncident;
use crate::domain::{
    Actor, Event, IncidentFile, IncidentRecord, LonLat, Nature, Recorded, Source, Standing, State, Urgency, WorkerCode,
};

/// One open matter.
#[derive(Clone, Debug)]
pub(super) struct Matter {
    pub(super) at: Option<LonLat>,
    pub(super) source: Source,
    pub(super) standing: Standing,
    /// Whether the simulator reported it, in this run or an earlier one.
    pub(super) own: bool,
    /// The worker who reported it, where one did in this run.
    pub(super) reporter: Option<WorkerCode>,
    checked: bool,
    called: bool,
    /// An officer took its order back: what becomes of it now is that officer's business.
    left_to_officer: bool,
}

/// What somebody simulated does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Accept,
    Assign,
    Deliver,
    Receipt,
    /// The arrival where nobody can say where: no way leads there.
    ArriveSomewhere,
    /// The arrival at the end of the way.
    Arrive,
    Handle,
    /// The worker who reported it settles it on the spot.
    SettleOnSpot,
    /// The agency settles it with people of its own.
    AgencyHandle,
    Check,
    CallBack,
    Close,
}

impl Step {
    /// Whether it comes in by the workers' app.
    pub(super) fn by_app(self) -> bool {
        use Step::{Arrive, ArriveSomewhere, Deliver, Handle, Receipt, SettleOnSpot};
        matches!(self, Deliver | Receipt | ArriveSomewhere | Arrive | Handle | SettleOnSpot)
    }
}

const MINUTE_SECS: i64 = 60;
const HOUR_SECS: i64 = 3600;

impl Matter {
    fn new(at: Option<LonLat>, source: Source, own: bool, standing: Standing) -> Self {
        let verified = standing.verified;
        Self {
            at: at.filter(|at| at.is_valid()),
            source,
            standing,
            own,
            reporter: None,
            checked: verified,
            called: verified,
            left_to_officer: false,
        }
    }

    pub(super) fn from_open(open: &SimIncident, own: bool) -> Self {
        Self::new(open.at, open.source, own, open.standing.clone())
    }

    pub(super) fn from_report(file: &IncidentFile, recorded: &Recorded, own: bool) -> Self {
        let mut standing = Standing::default();
        standing.follow(recorded);
        let reporter = match &recorded.by {
            Actor::Worker(code) if own && file.nature == Nature::GridFound => Some(code.clone()),
            _ => None,
        };
        Self { reporter, ..Self::new(file.at, file.source, own, standing) }
    }

    pub(super) fn from_record(record: &IncidentRecord, version: u32, own: bool) -> Self {
        let by = Actor::System("import".into());
        let mut standing = Standing { version, ..Standing::default() };
        standing.follow_event(&Event::IncidentImported(Box::new(record.clone())), record.file.reported_at, &by);
        Self::new(record.file.at, record.file.source, own, standing)
    }

    /// Takes one event of the matter in, as the picture does.
    pub(super) fn follow(&mut self, recorded: &Recorded) {
        self.standing.follow(recorded);
        match &recorded.event {
            Event::Assigned { .. } => self.left_to_officer = false,
            Event::Handled { .. } | Event::SettledOnSpot { .. } => (self.checked, self.called) = (false, false),
            Event::Checked { .. } => self.checked = true,
            Event::CalledBack { .. } => self.called = true,
            Event::Recalled { .. } | Event::Granted { .. } | Event::Reopened { .. } | Event::Unmerged { .. } => {
                self.left_to_officer = true;
            }
            _ => {}
        }
    }

    /// What somebody simulated does with it next, and after how many seconds; none where it is
    /// somebody else's turn. `knows_worker`: whether the one who was sent is in the roster.
    pub(super) fn next_step(&self, knows_worker: bool, dice: &mut Dice) -> Option<(Step, i64)> {
        let now = &self.standing;
        let step = match now.state {
            State::Reported if self.own => (Step::Accept, dice.between(10, 60)),
            State::Reported | State::Accepted => return self.before_order(dice),
            State::Assigned if now.worker.is_none() && now.agency.is_some() => {
                (Step::AgencyHandle, dice.between(40 * MINUTE_SECS, 3 * HOUR_SECS))
            }
            State::Assigned | State::Receipted | State::OnScene if !knows_worker => return None,
            State::Assigned if !now.delivered => (Step::Deliver, dice.between(1, 4)),
            State::Assigned => (Step::Receipt, dice.between(8, 40)),
            State::Receipted if self.at.is_none() => {
                (Step::ArriveSomewhere, dice.between(5 * MINUTE_SECS, 15 * MINUTE_SECS))
            }
            // The way there takes as long as it takes.
            State::Receipted => return None,
            State::OnScene => (Step::Handle, dice.between(3 * MINUTE_SECS, 15 * MINUTE_SECS)),
            State::Handled if !self.checked => (Step::Check, dice.between(MINUTE_SECS, 8 * MINUTE_SECS)),
            State::Handled if !self.called && self.source != Source::Grid => {
                (Step::CallBack, dice.between(5 * MINUTE_SECS, 25 * MINUTE_SECS))
            }
            State::Handled => (Step::Close, dice.between(MINUTE_SECS, 4 * MINUTE_SECS)),
            _ => return None,
        };
        Some(step)
    }

    /// What the hall and the one who found it do before anybody is sent. The hall leaves what is
    /// urgent to the officer at the seat, and what a citizen said for as long as an officer may need.
    fn before_order(&self, dice: &mut Dice) -> Option<(Step, i64)> {
        let urgent = self.standing.urgency <= Urgency::U2;
        if urgent || self.left_to_officer {
            return None;
        }
        if self.reporter.is_some() && dice.happens(0.4) {
            return Some((Step::SettleOnSpot, dice.between(3 * MINUTE_SECS, 12 * MINUTE_SECS)));
        }
        match self.source {
            Source::Grid => Some((Step::Assign, dice.between(2 * MINUTE_SECS, 7 * MINUTE_SECS))),
            _ if self.own => Some((Step::Assign, dice.between(30 * MINUTE_SECS, 90 * MINUTE_SECS))),
            _ => None,
        }
    }

    /// Over how many seconds the steps of such matters are spread when life begins, so that a
    /// backlog of years does not move in one minute.
    pub(super) fn backlog_secs(&self) -> i64 {
        match self.standing.state {
            _ if self.own => 2 * MINUTE_SECS,
            State::Reported | State::Accepted => 24 * HOUR_SECS,
            State::Handled => 12 * HOUR_SECS,
            _ => 20 * MINUTE_SECS,
        }
    }

    /// Whether the one who was sent has the order in hand.
    pub(super) fn is_in_hand(&self) -> bool {
        matches!(self.standing.state, State::Receipted | State::OnScene)
    }
}
