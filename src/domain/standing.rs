//! What a decision needs to know of a matter, and how it follows from the matter's events.

use super::{
    Actor, AgencyName, AreaCode, AreaLevel, CallBack, CategoryCode, Clock, Course, Difficulty, Event, IncidentFile,
    IncidentRecord, Nature, Phase, Recorded, Source, State, Timestamp, Urgency, WorkerCode, home_level,
};

/// What a decision needs to know of a matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// How many events it has.
    pub version: u32,
    /// How far it is.
    pub state: State,
    /// Its category.
    pub category: Option<CategoryCode>,
    /// Its urgency.
    pub urgency: Urgency,
    /// Its difficulty.
    pub difficulty: Difficulty,
    /// The agency that answers for it.
    pub agency: Option<AgencyName>,
    /// The person who was sent.
    pub worker: Option<WorkerCode>,
    /// Whether the order has reached the person's phone.
    pub delivered: bool,
    /// Whether it was checked on site or the citizen called back since it was handled.
    pub verified: bool,
    /// Who handled it.
    pub handled_by: Option<Actor>,
    /// What kind of talk it is.
    pub nature: Nature,
    /// By which mouth it came in.
    pub source: Source,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// By when it must be handled.
    pub deadline_at: Option<Timestamp>,
    /// When the last step of its trace was taken.
    pub last_at: Timestamp,
    /// The town that it lies in, as the picture knows it.
    pub town: Option<AreaCode>,
    /// What stands beside its state; none on the plain path.
    pub course: Option<Box<Course>>,
}

/// Who answers for a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answerable {
    /// The agency that it was assigned to, until it is closed or a return is granted (首接责任).
    Agency(AgencyName),
    /// Nobody was named: the office of the level that holds it.
    Office(AreaLevel),
}

impl Standing {
    /// The level that holds it.
    pub fn level(&self) -> AreaLevel {
        self.course.as_ref().and_then(|course| course.level).unwrap_or(home_level(self.source))
    }

    /// Who answers for it.
    pub fn answerable(&self) -> Answerable {
        match &self.agency {
            Some(agency) if self.state >= State::Assigned => Answerable::Agency(agency.clone()),
            _ => Answerable::Office(self.level()),
        }
    }

    /// The clock of its handling deadline; of a deadline recorded without one, what can be said.
    pub fn handling(&self) -> Option<Clock> {
        let told = self.course.as_ref().and_then(|course| course.handling);
        told.or_else(|| {
            let due_at = self.deadline_at?;
            let since = self.reported_at;
            Some(Clock { phase: Phase::Handle, since, due_at, working: true, provisional: false, calendar: 0 })
        })
    }

    /// The one deadline of an open matter: to be taken in, to be handled, to be closed.
    pub fn deadline(&self) -> Option<Clock> {
        let clock = |phase| self.course.as_ref().and_then(|course| course.clock(phase).copied());
        match self.state {
            State::Reported => clock(Phase::Accept),
            state if state.is_handling() => self.handling(),
            State::Handled => clock(Phase::Close),
            _ => None,
        }
    }

    /// Every clock that runs; none at its end.
    pub fn clocks(&self) -> Vec<Clock> {
        if !self.state.is_open() {
            return Vec::new();
        }
        let handling = self.handling().filter(|_| self.state.is_handling() && self.state > State::Reported);
        let others = self.course.iter().flat_map(|course| course.clocks.iter().copied());
        handling.into_iter().chain(others).collect()
    }

    /// Takes one of its events in.
    pub fn follow(&mut self, recorded: &Recorded) {
        self.version = recorded.version;
        self.follow_event(&recorded.event, recorded.at, &recorded.by);
    }

    /// Takes one of its events in, its number apart.
    pub fn follow_event(&mut self, event: &Event, at: Timestamp, by: &Actor) {
        match event {
            Event::Reported(file) => self.take_file(file),
            Event::IncidentImported(record) => return self.take_record(record),
            _ => self.plain(event, by),
        }
        self.last_at = self.last_at.max(at);
        if self.course.is_some() || Course::begins_with(event) {
            let mut course = self.course.take().unwrap_or_default();
            course.follow(self, event, at, by);
            self.course = Some(course);
        }
    }

    /// The steps of the plain path, and whatever else moves the state.
    fn plain(&mut self, event: &Event, by: &Actor) {
        match event {
            Event::Accepted { category, urgency, difficulty, deadline_at, .. } => {
                self.category = category.clone().or(self.category.take());
                (self.urgency, self.difficulty) = (*urgency, *difficulty);
                (self.deadline_at, self.state) = (Some(*deadline_at), State::Accepted);
            }
            Event::Assigned { agency, worker, .. } => {
                self.agency = agency.clone().or(self.agency.take());
                (self.worker, self.delivered, self.state) = (worker.clone(), false, State::Assigned);
            }
            Event::Delivered => self.delivered = true,
            Event::Receipted => self.state = State::Receipted,
            Event::Arrived => self.state = State::OnScene,
            Event::Handled { .. } | Event::SettledOnSpot { .. } => {
                (self.state, self.verified, self.handled_by) = (State::Handled, false, Some(by.clone()));
            }
            Event::Checked { passed } => {
                self.verified = true;
                self.state = if *passed { self.state } else { State::Assigned };
            }
            Event::CalledBack { answer } => {
                self.verified = true;
                self.state = if *answer == CallBack::Unsatisfied { State::Assigned } else { self.state };
            }
            Event::Closed => self.state = State::Closed,
            Event::Recalled { .. } => (self.worker, self.delivered, self.state) = (None, false, State::Accepted),
            Event::Reassigned { to, .. } => {
                (self.worker, self.delivered, self.state) = (Some(to.clone()), false, State::Assigned);
            }
            Event::Answered { .. } => self.state = State::Answered,
            Event::Declined { .. } => self.state = State::Declined,
            Event::PassedOn { .. } => self.state = State::PassedOn,
            Event::ReturnedUp { .. } => self.state = State::ReturnedUp,
            Event::Reworked { agency, deadline_at, .. } => {
                self.agency = agency.clone().or(self.agency.take());
                self.deadline_at = Some(*deadline_at);
                // What nobody had been sent for goes back to where somebody must be.
                if self.agency.is_none() && self.worker.is_none() {
                    self.state = State::Accepted;
                }
            }
            Event::Reopened { deadline_at, .. } => {
                (self.deadline_at, self.state) = (Some(*deadline_at), State::Accepted);
                (self.worker, self.delivered, self.verified, self.handled_by) = (None, false, false, None);
            }
            _ => {}
        }
    }

    fn take_file(&mut self, file: &IncidentFile) {
        self.category = file.category.clone();
        (self.urgency, self.difficulty) = (file.urgency, file.difficulty);
        (self.nature, self.source, self.reported_at) = (file.nature, file.source, file.reported_at);
        self.state = State::Reported;
    }

    fn take_record(&mut self, record: &IncidentRecord) {
        self.take_file(&record.file);
        self.state = record.state();
        self.agency = record.agency.clone();
        self.worker = record.worker.clone();
        self.deadline_at = record.deadline_at;
        self.verified = record.checked_at.is_some() || record.called_back_at.is_some();
        self.course = Course::told_anew(&record.file, self.course.take());
    }
}
