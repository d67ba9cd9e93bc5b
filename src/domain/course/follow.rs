//! How a matter's course follows from its events.

use super::{Course, Escalation, MergedInto, Phase, Shelf, Supervision, Suspension};
use crate::domain::{Actor, Ask, Event, IncidentFile, Standing, State, Timestamp};

impl Course {
    /// What stands beside a matter that comes in like this; none where nothing does.
    pub fn of_file(file: &IncidentFile) -> Option<Box<Self>> {
        let upstream = file.upstream.clone()?;
        Some(Box::new(Self { upstream: Some(upstream), ..Self::default() }))
    }

    /// What stands beside a matter that another system tells of, perhaps anew: what was raised stays raised, since a clock
    /// that is due at the same moment is raised once, and what was seen or shelved here stays so.
    pub fn told_anew(file: &IncidentFile, before: Option<Box<Self>>) -> Option<Box<Self>> {
        let told = Self::of_file(file);
        let Some(before) = before else { return told };
        let Self { alarms, acknowledged_at, shelf, .. } = *before;
        if alarms.is_empty() && acknowledged_at.is_none() && shelf.is_none() {
            return told;
        }
        let told = told.map(|course| *course).unwrap_or_default();
        Some(Box::new(Self { alarms, acknowledged_at, shelf, ..told }))
    }

    /// Whether a matter that had no course has one after this event: the plain path's steps leave none.
    pub fn begins_with(event: &Event) -> bool {
        match event {
            Event::Reported(file) => file.upstream.is_some(),
            Event::Accepted { clock, .. } => clock.is_some(),
            Event::Assigned { .. }
            | Event::Delivered
            | Event::Receipted
            | Event::Arrived
            | Event::Handled { .. }
            | Event::Closed
            | Event::Recalled { .. }
            | Event::Reassigned { .. } => false,
            event => event.step().is_some() || matches!(event, Event::ClockSet(_) | Event::Reworked { .. }),
        }
    }

    /// Takes an event in that `standing` has taken in already, its course apart.
    pub(crate) fn follow(&mut self, standing: &mut Standing, event: &Event, at: Timestamp, by: &Actor) {
        self.follow_alarm(event, at, by);
        match event {
            Event::Reported(file) => self.upstream = file.upstream.clone(),
            Event::Accepted { clock, .. } => {
                self.handling = *clock;
                self.stop(&[Phase::Accept, Phase::Level]);
            }
            Event::Assigned { .. } => self.stop(&[Phase::Level]),
            Event::Receipted => self.stop(&[Phase::Receipt]),
            Event::Arrived | Event::ReportedBack { .. } => self.stop(&[Phase::Receipt, Phase::ReportBack]),
            Event::Recalled { .. } => {
                // What was asked about the order that is taken back is asked no more.
                self.request = None;
                self.stop(&[Phase::Receipt]);
            }
            Event::Handled { .. } => self.handled(at),
            Event::SettledOnSpot { photos, .. } => {
                self.handled(at);
                self.on_the_spot = true;
                self.photos.extend(photos.iter().cloned());
            }
            Event::Checked { .. } => self.checked_by = Some(by.clone()),
            Event::CalledBack { .. } => self.called_by = Some(by.clone()),
            Event::ClockSet(clock) => self.start(*clock),
            Event::Closed
            | Event::Declined { .. }
            | Event::Answered { .. }
            | Event::PassedOn { .. }
            | Event::ReturnedUp { .. } => self.ended(),
            Event::Merged { into } => {
                self.merged = Some(MergedInto { into: into.clone(), before: standing.state });
                standing.state = State::Merged;
            }
            Event::Unmerged { .. } => {
                standing.state = self.merged.take().map_or(State::Reported, |merged| merged.before);
            }
            Event::Joined { report } => self.reports.push(report.clone()),
            Event::Parted { report } => self.reports.retain(|known| known != report),
            Event::LevelMoved { to, clock, .. } => {
                self.level = Some(*to);
                self.stop(&[Phase::Level]);
                clock.iter().for_each(|clock| self.start(*clock));
            }
            Event::Reworked { clock, .. } => {
                self.reworks += 1;
                self.on_the_spot = false;
                self.stop(&[Phase::Close]);
                self.start(*clock);
            }
            Event::Reopened { clock, .. } => {
                (self.checked_by, self.called_by, self.on_the_spot) = (None, None, false);
                self.start(*clock);
            }
            Event::Attached { photos } => self.photos.extend(photos.iter().cloned()),
            Event::Alarmed(alarm) => self.alarms.push(*alarm),
            Event::Mediated { phase, .. } => self.mediation = Some(*phase),
            Event::Reminded { .. } => self.reminders += 1,
            _ => self.follow_others(standing, event, at, by),
        }
    }

    /// Who has seen it, and what lies on the shelf: whatever the hall does with it shows that it knows, and what is sent,
    /// handled or over lies on no shelf.
    fn follow_alarm(&mut self, event: &Event, at: Timestamp, by: &Actor) {
        match event {
            Event::Shelved { until, reason } => {
                let (until, reason) = (*until, reason.clone());
                self.shelf = Some(Shelf { by: by.clone(), at, until, reason });
            }
            Event::Unshelved
            | Event::Assigned { .. }
            | Event::Handled { .. }
            | Event::SettledOnSpot { .. }
            | Event::Closed
            | Event::Declined { .. }
            | Event::Answered { .. }
            | Event::PassedOn { .. }
            | Event::ReturnedUp { .. }
            | Event::Reopened { .. } => self.shelf = None,
            _ => {}
        }
        if matches!(
            event,
            Event::Acknowledged
                | Event::Shelved { .. }
                | Event::Accepted { .. }
                | Event::Assigned { .. }
                | Event::Reassigned { .. }
                | Event::Recalled { .. }
                | Event::Reminded { .. }
                | Event::Noted { .. }
                | Event::Supervised { .. }
                | Event::Criticised { .. }
                | Event::Summoned(_)
                | Event::Reopened { .. }
        ) {
            self.acknowledged_at = Some(at);
        }
    }

    /// Requests, escalation, supervision.
    fn follow_others(&mut self, standing: &mut Standing, event: &Event, at: Timestamp, by: &Actor) {
        match event {
            Event::Asked(request) => self.request = Some(request.clone()),
            Event::Denied { .. } => self.request = None,
            Event::Granted { ask, deadline_at, clock } => {
                self.request = None;
                match ask {
                    Ask::Return => {
                        (standing.agency, standing.worker, standing.delivered) = (None, None, false);
                        standing.state = State::Accepted;
                        self.stop(&[Phase::Receipt, Phase::ReportIn]);
                        self.summons = self.summons.take().filter(|summons| !summons.is_open());
                    }
                    Ask::Extend { .. } => {}
                    Ask::Suspend { until, listed } => {
                        let was_due_at = standing.deadline_at.unwrap_or(at);
                        self.suspension = Some(Suspension { since: at, until: *until, listed: *listed, was_due_at });
                    }
                }
                standing.deadline_at = deadline_at.or(standing.deadline_at);
                self.handling = clock.or(self.handling);
            }
            Event::Resumed { deadline_at, clock } => {
                self.suspension = None;
                (standing.deadline_at, self.handling) = (Some(*deadline_at), clock.or(self.handling));
            }
            Event::Escalated { clock, .. } => {
                self.level = Some(crate::domain::AreaLevel::County);
                let (by, due_at) = (by.clone(), clock.due_at);
                self.escalation = Some(Escalation { by, at, due_at, answered_at: None, rating: None });
                self.stop(&[Phase::Level]);
                self.start(*clock);
            }
            Event::Rated { rating } => {
                if let Some(escalation) = &mut self.escalation {
                    escalation.rating = Some(*rating);
                }
            }
            Event::Supervised { step, clock, .. } => {
                let criticised = self.supervision.map_or(0, |before| before.criticised);
                let (since, due_at, reworks) = (at, clock.due_at, self.reworks);
                self.supervision = Some(Supervision { step: *step, since, due_at, reworks, criticised });
                self.start(*clock);
            }
            Event::Criticised { .. } => {
                if let Some(supervision) = &mut self.supervision {
                    supervision.criticised += 1;
                }
            }
            Event::SupervisionLifted { .. } => {
                self.supervision = None;
                self.stop(&[Phase::Supervise]);
            }
            _ => self.follow_summons(standing, event, at),
        }
    }

    /// Summons: given, allowed, answered, ended.
    fn follow_summons(&mut self, standing: &Standing, event: &Event, at: Timestamp) {
        match event {
            Event::Summoned(summons) => self.summons = Some((**summons).clone()),
            Event::SummonsAllowed { due_at } => {
                if let Some(summons) = &mut self.summons {
                    (summons.in_force, summons.due_at) = (true, *due_at);
                    // Whoever was assigned while the summons waited is in the lead.
                    summons.lead = standing.agency.clone().unwrap_or_else(|| summons.lead.clone());
                }
            }
            Event::SummonsDenied { .. } => self.summons = None,
            Event::ReportedIn { agency } => {
                let Some(summons) = &mut self.summons else { return };
                if let Some(party) = summons.party_mut(agency) {
                    party.reported_in_at = Some(at);
                }
                if summons.parties.iter().all(|party| party.reported_in_at.is_some()) {
                    self.stop(&[Phase::ReportIn]);
                }
            }
            Event::JointResult { agency, result } => {
                if let Some(party) = self.summons.as_mut().and_then(|summons| summons.party_mut(agency)) {
                    party.result = Some(result.clone());
                }
            }
            Event::SummonsEnded { .. } => {
                self.stop(&[Phase::ReportIn]);
                self.release_parties();
            }
            _ => {}
        }
    }

    /// The handling clock and whatever serves it stop; check and call back begin anew.
    fn handled(&mut self, at: Timestamp) {
        use Phase::{Accept, Answer, Level, Receipt, ReportBack, ReportIn};
        self.stop(&[Accept, Answer, Level, Receipt, ReportBack, ReportIn]);
        (self.request, self.suspension, self.checked_by, self.called_by) = (None, None, None, None);
        self.summons = self.summons.take().filter(|summons| summons.in_force);
        if let Some(escalation) = &mut self.escalation {
            escalation.answered_at = escalation.answered_at.or(Some(at));
        }
    }

    /// Nothing runs any more.
    fn ended(&mut self) {
        self.clocks.clear();
        (self.request, self.suspension, self.supervision) = (None, None, None);
        self.summons = self.summons.take().filter(|summons| summons.in_force);
        self.release_parties();
    }

    /// Nothing is expected any more of those summoned who have given no result.
    fn release_parties(&mut self) {
        for party in self.summons.iter_mut().flat_map(|summons| &mut summons.parties) {
            party.released = party.is_open() || party.released;
        }
    }
}
