//! What a command does to a matter: the loop's plain path, as one table of moves.

use super::{
    Act, Actor, Append, CallBack, Command, Difficulty, Event, State, Stream, Timestamp, Urgency, WorkerCode,
    handling_deadline,
};
use super::{AgencyName, CategoryCode};
use thiserror::Error;

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
}

/// Why a command does not hold; each sentence says what is possible instead.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    /// No matter has this number.
    #[error("no matter has the number {0}")]
    Unknown(String),
    /// The number is taken.
    #[error("the number {0} is taken by another matter")]
    Taken(String),
    /// The matter has moved since the one who commands saw it.
    #[error("the matter has changed since you saw it (version {seen}, now {now}): look again")]
    Moved {
        /// The version seen.
        seen: u32,
        /// The version now.
        now: u32,
    },
    /// The move is not possible in this state.
    #[error("'{act}' is not possible while the matter is {state}: {instead}")]
    NotNow {
        /// The act.
        act: &'static str,
        /// The state.
        state: State,
        /// What is possible instead.
        instead: &'static str,
    },
    /// An order names nobody.
    #[error("the order names neither an agency nor a person: name one")]
    Nobody,
    /// Who handled a matter may not call back about it.
    #[error("{0} handled this matter: somebody else must call back")]
    CalledByHandler(String),
}

/// Decides what `command` does to the matter that stands as `standing` (none: no such matter yet).
///
/// # Errors
/// The reason why it does nothing.
pub fn decide(standing: Option<&Standing>, command: &Command) -> Result<Append, Refusal> {
    let stream = Stream::incident(&command.incident);
    let (events, personal) = match (standing, &command.act) {
        (None, Act::Report { file, personal }) => {
            let mut file = file.clone();
            file.code = Some(command.incident.clone());
            let personal = personal.clone().filter(|p| !p.is_empty());
            (vec![Event::Reported(file)], personal.map(|p| (stream.clone(), p)))
        }
        (None, _) => return Err(Refusal::Unknown(command.incident.to_string())),
        (Some(_), Act::Report { .. }) => return Err(Refusal::Taken(command.incident.to_string())),
        (Some(standing), act) => (moves(standing, act, command)?, None),
    };
    Ok(Append {
        command: Some(command.id.clone()),
        at: command.at,
        by: command.by.clone(),
        expected: Some((stream.clone(), standing.map_or(0, |s| s.version))),
        events: events.into_iter().map(|event| (stream.clone(), event)).collect(),
        personal: personal.into_iter().collect(),
    })
}

/// The moves of a known matter.
fn moves(now: &Standing, act: &Act, command: &Command) -> Result<Vec<Event>, Refusal> {
    if let Some(seen) = command.seen_version.filter(|seen| *seen != now.version) {
        return Err(Refusal::Moved { seen, now: now.version });
    }
    use State::{Accepted, Assigned, Handled, OnScene, Receipted, Reported};
    let events = match (act, now.state) {
        (Act::Accept { category, urgency, difficulty }, Reported) => {
            vec![accepted(now, category.clone(), *urgency, *difficulty, command.at)]
        }
        (Act::Assign { agency, worker, message }, Reported | Accepted) => {
            let agency = agency.clone().or_else(|| now.agency.clone());
            if agency.is_none() && worker.is_none() {
                return Err(Refusal::Nobody);
            }
            let take_in = (now.state == Reported).then(|| accepted(now, None, None, None, command.at));
            let assigned = Event::Assigned { agency, worker: worker.clone(), message: message.clone() };
            take_in.into_iter().chain([assigned]).collect()
        }
        (Act::Deliver, Assigned) if now.worker.is_some() && !now.delivered => vec![Event::Delivered],
        (Act::Receipt, Assigned) => vec![Event::Receipted],
        (Act::Arrive, Receipted | Assigned) => vec![Event::Arrived],
        (Act::Handle { result }, Accepted | Assigned | Receipted | OnScene) => {
            vec![Event::Handled { result: result.clone() }]
        }
        (Act::Check { passed }, Handled) => vec![Event::Checked { passed: *passed }],
        (Act::CallBack { answer }, Handled) => vec![called_back(now, *answer, command)?],
        (Act::Close, Handled) if now.verified => vec![Event::Closed],
        (Act::Recall, Assigned) => vec![Event::Recalled { worker: now.worker.clone() }],
        (Act::Reassign { worker, message }, Assigned | Receipted | OnScene) => {
            vec![Event::Reassigned { from: now.worker.clone(), to: worker.clone(), message: message.clone() }]
        }
        (act, state) => return Err(Refusal::NotNow { act: act.name(), state, instead: instead(state, now.verified) }),
    };
    Ok(events)
}

fn accepted(
    now: &Standing,
    category: Option<CategoryCode>,
    urgency: Option<Urgency>,
    difficulty: Option<Difficulty>,
    at: Timestamp,
) -> Event {
    let urgency = urgency.unwrap_or(now.urgency);
    let difficulty = difficulty.unwrap_or(now.difficulty);
    Event::Accepted {
        category: category.or_else(|| now.category.clone()),
        urgency,
        difficulty,
        deadline_at: handling_deadline(at, urgency, difficulty),
    }
}

fn called_back(now: &Standing, answer: CallBack, command: &Command) -> Result<Event, Refusal> {
    match &now.handled_by {
        Some(handler) if *handler == command.by => Err(Refusal::CalledByHandler(handler.to_string())),
        _ => Ok(Event::CalledBack { answer }),
    }
}

/// What can be done instead, for the one who tried something else.
fn instead(state: State, verified: bool) -> &'static str {
    match state {
        State::Reported => "accept or assign it",
        State::Accepted => "assign or handle it",
        State::Assigned => "wait for the receipt, recall or reassign it",
        State::Receipted => "wait for the arrival or reassign it",
        State::OnScene => "wait until it is handled or reassign it",
        State::Handled if verified => "close it",
        State::Handled => "check it on site or call back",
        State::Closed | State::Answered => "it is at its end; report a new one",
    }
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::IncidentFile;

    fn command(act: Act) -> Command {
        Command {
            id: "c1".into(),
            by: Actor::Officer("陈立".into()),
            at: Timestamp(1_000),
            incident: "CL1".into(),
            seen_version: None,
            act,
        }
    }

    #[test]
    fn a_report_is_new_only_once() {
        let report = command(Act::Report { file: Box::default(), personal: None });
        let append = decide(None, &report).unwrap();
        assert_eq!(append.expected, Some((Stream::incident(&"CL1".into()), 0)));
        let file = IncidentFile { code: Some("CL1".into()), ..IncidentFile::default() };
        assert_eq!(append.events[0].1, Event::Reported(Box::new(file)));
        assert_eq!(decide(Some(&Standing::default()), &report), Err(Refusal::Taken("CL1".into())));
    }

    #[test]
    fn assigning_takes_an_unaccepted_matter_in() {
        let assign = command(Act::Assign { agency: None, worker: Some("W1".into()), message: "去看看".into() });
        let standing = Standing { version: 1, urgency: Urgency::U1, ..Standing::default() };
        let append = decide(Some(&standing), &assign).unwrap();
        assert!(
            matches!(append.events[0].1, Event::Accepted { deadline_at: Timestamp(4_600), .. }),
            "an hour from the order: {:?}",
            append.events[0]
        );
        assert!(matches!(append.events[1].1, Event::Assigned { .. }));
    }

    #[test]
    fn an_order_that_names_nobody_is_refused() {
        let assign = command(Act::Assign { agency: None, worker: None, message: String::new() });
        assert_eq!(decide(Some(&Standing::default()), &assign), Err(Refusal::Nobody));
    }

    #[test]
    fn what_was_seen_must_still_stand() {
        let mut close = command(Act::Close);
        close.seen_version = Some(3);
        let standing = Standing { version: 4, state: State::Handled, verified: true, ..Standing::default() };
        assert_eq!(decide(Some(&standing), &close), Err(Refusal::Moved { seen: 3, now: 4 }));
    }

    #[test]
    fn closing_wants_a_check_or_a_call_and_the_handler_never_calls() {
        let standing =
            Standing {
                state: State::Handled, handled_by: Some(Actor::Officer("陈立".into())), ..Standing::default()
            };
        let refusal = decide(Some(&standing), &command(Act::Close)).unwrap_err();
        assert!(refusal.to_string().contains("call back"), "{refusal}");
        let call = command(Act::CallBack { answer: CallBack::Satisfied });
        assert_eq!(decide(Some(&standing), &call), Err(Refusal::CalledByHandler("陈立".into())));
    }
}
