//! What a command does to a matter. The table of moves says who may do what in which state; the files beside this one
//! say what else must be so, and what follows.

mod alarms;
mod asks;
mod ends;
mod joint;
mod oversight;
mod plain;

use super::{
    Act, ActKind, Actor, Append, Case, Command, Event, IncidentCode, Phase, Refusal, Rules, Standing, State, Stream,
};
use super::{moves_of, possible};

/// What a decision rests on beside the matter itself.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The site's rules.
    pub rules: &'a Rules,
    /// The other matter that the command names, for merging.
    pub other: Option<&'a Standing>,
}

impl<'a> Desk<'a> {
    /// A desk that goes by these rules.
    pub fn new(rules: &'a Rules) -> Self {
        Self { rules, other: None }
    }
}

impl Command {
    /// The other matter that the command names: whoever decides must know it, and let nobody else move it meanwhile.
    pub fn other<'a>(&'a self, standing: Option<&'a Standing>) -> Option<&'a IncidentCode> {
        match &self.act {
            Act::Merge { into } => Some(into),
            Act::Unmerge => standing?.course.as_ref()?.merged.as_ref().map(|merged| &merged.into),
            _ => None,
        }
    }
}

/// A known matter, and what somebody wants done with it.
struct Ask<'a> {
    desk: &'a Desk<'a>,
    now: &'a Standing,
    command: &'a Command,
    /// When it happens: never before what happened last.
    at: super::Timestamp,
}

impl Ask<'_> {
    fn rules(&self) -> &Rules {
        self.desk.rules
    }

    fn by(&self) -> &Actor {
        &self.command.by
    }

    /// What the deadlines look at.
    fn case(&self) -> Case<'_> {
        Case {
            urgency: self.now.urgency,
            difficulty: self.now.difficulty,
            category: self.now.category.as_ref(),
            source: self.now.source,
            level: self.now.level(),
        }
    }

    fn course(&self) -> Option<&super::Course> {
        self.now.course.as_deref()
    }

    /// The event that starts a phase's clock; none where no rule gives it one.
    fn clock_set(&self, phase: Phase) -> Option<Event> {
        self.rules().clock(phase, &self.case(), self.at).map(Event::ClockSet)
    }
}

/// What follows from a command: for the matter itself, and for the other one it names.
type Moved = Result<Vec<Event>, Refusal>;

/// Decides what `command` does to the matter that stands as `standing` (none: no such matter yet).
///
/// # Errors
/// The reason why it does nothing, and what is possible instead.
pub fn decide(desk: &Desk<'_>, standing: Option<&Standing>, command: &Command) -> Result<Append, Refusal> {
    let stream = Stream::incident(&command.incident);
    let Some(now) = standing else { return report(desk, command, stream) };
    if let Act::Report { .. } = command.act {
        return Err(Refusal::Taken(command.incident.to_string()));
    }
    if let Some(seen) = command.seen_version.filter(|seen| *seen != now.version) {
        return Err(Refusal::Moved { seen, now: now.version });
    }
    allowed(desk.rules, now, command)?;
    let other_at = desk.other.map_or(command.at, |other| other.last_at);
    let at = command.at.max(now.last_at).max(other_at);
    let ask = Ask { desk, now, command, at };
    let own = moves(&ask)?;
    let elsewhere = command.other(standing).map(|other| {
        let report = command.incident.clone();
        let event = match &command.act {
            Act::Merge { .. } => Event::Joined { report },
            _ => Event::Parted { report },
        };
        (Stream::incident(other), event)
    });
    Ok(Append {
        command: Some(command.id.clone()),
        at,
        by: command.by.clone(),
        expected: Some((stream.clone(), now.version)),
        events: own.into_iter().map(|event| (stream.clone(), event)).chain(elsewhere).collect(),
        personal: Vec::new(),
    })
}

/// A new matter.
fn report(desk: &Desk<'_>, command: &Command, stream: Stream) -> Result<Append, Refusal> {
    let Act::Report { file, personal } = &command.act else {
        return Err(Refusal::Unknown(command.incident.to_string()));
    };
    may_ever(desk.rules, &command.by, ActKind::Report)?;
    let mut file = file.clone();
    file.code = Some(command.incident.clone());
    let mut fresh = Standing::default();
    let reported = Event::Reported(file);
    fresh.follow_event(&reported, command.at, &command.by);
    let clock = Ask { desk, now: &fresh, command, at: command.at }.clock_set(Phase::Accept);
    let personal = personal.clone().filter(|personal| !personal.is_empty());
    Ok(Append {
        command: Some(command.id.clone()),
        at: command.at,
        by: command.by.clone(),
        expected: Some((stream.clone(), 0)),
        events: [reported].into_iter().chain(clock).map(|event| (stream.clone(), event)).collect(),
        personal: personal.map(|personal| (stream, personal)).into_iter().collect(),
    })
}

/// Whether the table lets this actor do this in any state.
pub(super) fn may_ever(rules: &Rules, by: &Actor, act: ActKind) -> Result<(), Refusal> {
    let wanted = moves_of(act).fold(super::Posts::NONE, |posts, row| posts.with(row.by));
    if !rules.posts_of(by, None).meets(wanted) {
        return Err(Refusal::NotYours { act: act.name(), by: wanted, instead: Vec::new() });
    }
    Ok(())
}

/// Whether the table lets this actor do this in this state.
fn allowed(rules: &Rules, now: &Standing, command: &Command) -> Result<(), Refusal> {
    let (act, state) = (command.act.kind(), now.state);
    let posts = rules.posts_of(&command.by, now.town.as_ref());
    let mut here = moves_of(act).filter(|row| row.from.contains(&state)).peekable();
    if here.peek().is_none() {
        return Err(Refusal::NotNow { act: act.name(), state, instead: possible(state, posts) });
    }
    let by = here.fold(super::Posts::NONE, |posts, row| posts.with(row.by));
    if !posts.meets(by) {
        return Err(Refusal::NotYours { act: act.name(), by, instead: possible(state, posts) });
    }
    Ok(())
}

/// The moves of a known matter, in a state in which the table allows them.
fn moves(ask: &Ask<'_>) -> Moved {
    match &ask.command.act {
        Act::Report { .. } => Err(Refusal::Taken(ask.command.incident.to_string())),
        Act::Accept { .. }
        | Act::Assign { .. }
        | Act::Deliver
        | Act::Receipt
        | Act::Arrive
        | Act::ReportBack { .. }
        | Act::Handle { .. }
        | Act::Settle { .. }
        | Act::Check { .. }
        | Act::CallBack { .. }
        | Act::Close
        | Act::Recall
        | Act::Reassign { .. }
        | Act::Attach { .. } => plain::moves(ask),
        Act::Decline { .. }
        | Act::Answer { .. }
        | Act::PassOn { .. }
        | Act::ReturnUp { .. }
        | Act::Merge { .. }
        | Act::Unmerge
        | Act::Reopen { .. } => ends::moves(ask),
        Act::Ask { .. } | Act::Grant | Act::Deny { .. } | Act::Resume => asks::moves(ask),
        Act::Summon { .. }
        | Act::AllowSummons
        | Act::DenySummons { .. }
        | Act::ReportIn { .. }
        | Act::JointResult { .. }
        | Act::EndSummons { .. } => joint::moves(ask),
        Act::Raise { .. }
        | Act::PassDown { .. }
        | Act::Escalate { .. }
        | Act::Rate { .. }
        | Act::Remind { .. }
        | Act::Note { .. }
        | Act::Supervise { .. }
        | Act::Criticise { .. }
        | Act::LiftSupervision { .. }
        | Act::Mediate { .. }
        | Act::Alarm { .. } => oversight::moves(ask),
        Act::Acknowledge | Act::Shelve { .. } | Act::Unshelve => alarms::moves(ask),
    }
}

/// What must be said is said.
fn said(ask: &Ask<'_>, what: &'static str, text: &str) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Unsaid { act: ask.command.act.name(), what });
    }
    Ok(text.to_owned())
}

/// A matter that nobody has taken in is taken in as it was classified.
fn take_in(ask: &Ask<'_>) -> Vec<Event> {
    if ask.now.state == State::Reported { plain::accepted(ask, None, None, None) } else { Vec::new() }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Actor::Officer(name) | Actor::System(name) => f.write_str(name),
            Actor::Worker(code) => code.fmt(f),
            Actor::Agency(name) => name.fmt(f),
        }
    }
}
