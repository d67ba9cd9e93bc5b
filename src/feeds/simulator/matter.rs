//! One open matter as the simulator knows it, and who does what with it next.

use super::dice::Dice;
use super::hall::{DISPATCHER, SHIFT_LEADER};
use super::inputs::SimIncident;
use super::trouble::{DECLINED, Trouble};
use crate::domain::{
    Actor, AgencyName, Ask, Difficulty, Event, IncidentFile, IncidentRecord, LonLat, Nature, Recorded, Source,
    Standing, State, Urgency, WorkerCode,
};
use crate::rhythm::{ANSWERED_PERMILLE, SUGGESTIONS_ANSWERED_PERMILLE, on_the_spot_permille};

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
    /// The simulated hall sent whoever is sent now…
    sent_by_hall: bool,
    /// …and this is what becomes of it, once that was thrown…
    trouble: Option<Trouble>,
    /// …and whoever was sent has asked the hall for something.
    asked: bool,
    /// The agency that it was returned by.
    pub(super) returned_by: Option<AgencyName>,
}

/// What somebody simulated does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Accept,
    Decline,
    Answer,
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
    /// Whoever was sent says that it isn't theirs.
    AskReturn,
    /// The agency wants more time.
    AskExtend,
    /// The shift leader says what becomes of what was asked.
    Rule,
    /// The worker can't go: another does.
    HandOver,
    Check,
    CallBack,
    Close,
}

fn declines(dice: &mut Dice) -> bool {
    dice.happens(f64::from(DECLINED) / 1000.0)
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
            sent_by_hall: false,
            trouble: None,
            asked: false,
            returned_by: None,
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
        let agency = self.standing.agency.clone();
        self.standing.follow(recorded);
        let by_hall = |name: &str| matches!(&recorded.by, Actor::Officer(officer) if officer == name);
        match &recorded.event {
            Event::Assigned { .. } | Event::Reassigned { .. } => {
                self.left_to_officer = false;
                (self.sent_by_hall, self.trouble, self.asked) = (by_hall(DISPATCHER), None, false);
            }
            Event::Asked(request) => {
                self.asked = self.sent_by_hall && matches!(request.by, Actor::Worker(_) | Actor::Agency(_));
            }
            Event::Granted { ask: Ask::Return, .. } => {
                (self.returned_by, self.left_to_officer) = (agency, !by_hall(SHIFT_LEADER));
            }
            Event::Handled { .. } | Event::SettledOnSpot { .. } => (self.checked, self.called) = (false, false),
            Event::Checked { .. } => self.checked = true,
            Event::CalledBack { .. } => self.called = true,
            Event::Recalled { .. } | Event::Reopened { .. } | Event::Unmerged { .. } => self.left_to_officer = true,
            _ => {}
        }
    }

    /// Whether something is still to be done with it, by somebody simulated or by others.
    pub(super) fn goes_on(&self) -> bool {
        self.standing.state.is_open() || (self.own && self.standing.state == State::Answered)
    }

    /// Throws what becomes of an order that the simulated hall has just given.
    pub(super) fn meet_trouble(&mut self, dice: &mut Dice) {
        if self.sent_by_hall && self.trouble.is_none() && self.standing.state == State::Assigned {
            self.trouble = Some(Trouble::of(&self.standing, self.own, dice));
        }
    }

    /// What becomes of the order, as long as nobody was asked about it.
    fn trouble(&self) -> Trouble {
        self.trouble.filter(|_| !self.asked).unwrap_or_default()
    }

    /// Whether something is asked and waits for approval.
    fn is_asked(&self) -> bool {
        self.standing.course.as_ref().is_some_and(|course| course.request.is_some())
    }

    fn is_urgent(&self) -> bool {
        self.standing.urgency <= Urgency::U2
    }

    /// What somebody simulated does with it next, and after how many seconds; none where it is
    /// somebody else's turn. `knows_worker`: whether the one who was sent is in the roster.
    pub(super) fn next_step(&self, knows_worker: bool, dice: &mut Dice) -> Option<(Step, i64)> {
        let now = &self.standing;
        let step = match now.state {
            State::Reported if self.own && !self.is_urgent() && now.nature != Nature::GridFound && declines(dice) => {
                (Step::Decline, dice.between(MINUTE_SECS, 10 * MINUTE_SECS))
            }
            State::Reported if self.own => (Step::Accept, dice.between(10, 60)),
            State::Reported | State::Accepted => return self.before_order(dice),
            State::Assigned | State::Receipted | State::OnScene if self.asked && self.is_asked() => {
                (Step::Rule, dice.between(5 * MINUTE_SECS, 30 * MINUTE_SECS))
            }
            // What others asked for, others say what becomes of it.
            State::Assigned | State::Receipted | State::OnScene if self.is_asked() => return None,
            State::Assigned if now.worker.is_none() && now.agency.is_some() => match self.trouble() {
                Trouble::Return => (Step::AskReturn, dice.between(20 * MINUTE_SECS, 3 * HOUR_SECS)),
                Trouble::Extend => (Step::AskExtend, dice.between(HOUR_SECS, 4 * HOUR_SECS)),
                _ => (Step::AgencyHandle, self.agency_secs(dice)),
            },
            State::Assigned | State::Receipted | State::OnScene if !knows_worker => return None,
            State::Assigned if !now.delivered => (Step::Deliver, dice.between(1, 4)),
            State::Assigned if self.trouble() == Trouble::HandOver => {
                (Step::HandOver, dice.between(MINUTE_SECS, 6 * MINUTE_SECS))
            }
            State::Assigned => (Step::Receipt, dice.between(8, 40)),
            State::Receipted if self.at.is_none() => {
                (Step::ArriveSomewhere, dice.between(5 * MINUTE_SECS, 15 * MINUTE_SECS))
            }
            // The way there takes as long as it takes.
            State::Receipted => return None,
            State::OnScene if self.trouble() == Trouble::Return => {
                (Step::AskReturn, dice.between(3 * MINUTE_SECS, 12 * MINUTE_SECS))
            }
            State::OnScene => (Step::Handle, dice.between(3 * MINUTE_SECS, 15 * MINUTE_SECS)),
            State::Handled if !self.checked => (Step::Check, dice.between(MINUTE_SECS, 8 * MINUTE_SECS)),
            State::Handled if !self.called && self.source != Source::Grid => {
                (Step::CallBack, dice.between(5 * MINUTE_SECS, 25 * MINUTE_SECS))
            }
            State::Handled => (Step::Close, dice.between(MINUTE_SECS, 4 * MINUTE_SECS)),
            State::Answered if self.own => (Step::Close, dice.between(30, 10 * MINUTE_SECS)),
            _ => return None,
        };
        Some(step)
    }

    /// What the hall and the one who found it do before anybody is sent. The hall leaves what is
    /// urgent to the officer at the seat, and what a citizen said for as long as an officer may need.
    fn before_order(&self, dice: &mut Dice) -> Option<(Step, i64)> {
        if self.is_urgent() || self.left_to_officer {
            return None;
        }
        if self.own && self.standing.state == State::Accepted && self.is_answered_at_once(dice) {
            return Some((Step::Answer, dice.between(MINUTE_SECS, 10 * MINUTE_SECS)));
        }
        let on_the_spot = f64::from(on_the_spot_permille(self.standing.difficulty)) / 1000.0;
        if self.reporter.is_some() && self.returned_by.is_none() && dice.happens(on_the_spot) {
            return Some((Step::SettleOnSpot, dice.between(3 * MINUTE_SECS, 12 * MINUTE_SECS)));
        }
        match self.source {
            Source::Grid => Some((Step::Assign, dice.between(2 * MINUTE_SECS, 7 * MINUTE_SECS))),
            _ if self.own => Some((Step::Assign, dice.between(30 * MINUTE_SECS, 90 * MINUTE_SECS))),
            _ => None,
        }
    }

    fn is_answered_at_once(&self, dice: &mut Dice) -> bool {
        let permille = match self.standing.nature {
            Nature::Consultation | Nature::Praise => ANSWERED_PERMILLE,
            Nature::Suggestion => SUGGESTIONS_ANSWERED_PERMILLE,
            _ => return false,
        };
        dice.happens(f64::from(permille) / 1000.0)
    }

    /// How long an agency takes with people of its own: mostly far less than it may, sometimes nearly as long.
    fn agency_secs(&self, dice: &mut Dice) -> i64 {
        let (least_secs, most_secs) = match self.standing.difficulty {
            _ if self.is_urgent() => (30 * MINUTE_SECS, 3 * HOUR_SECS),
            Difficulty::Simple => (20 * MINUTE_SECS, 8 * HOUR_SECS),
            Difficulty::General => (40 * MINUTE_SECS, 24 * HOUR_SECS),
            Difficulty::Complex => (4 * HOUR_SECS, 60 * HOUR_SECS),
        };
        least_secs + ((most_secs - least_secs) as f64 * dice.unit() * dice.unit()) as i64
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
