//! What needs approval: returning an order, more time, a standstill of the clock.

use super::{Ask, Moved, plain, said};
use crate::domain::{Act, Actor, Ask as Wish, Clock, Event, Phase, Refusal, Request};

pub(super) fn moves(ask: &Ask<'_>) -> Moved {
    let pending = ask.course().and_then(|course| course.request.as_ref());
    Ok(vec![match &ask.command.act {
        Act::Ask { ask: wish, reason } => {
            if pending.is_some() {
                return Err(Refusal::AskedAlready);
            }
            may_ask(ask)?;
            check(ask, *wish)?;
            let (by, at) = (ask.by().clone(), ask.at);
            Event::Asked(Request { ask: *wish, by, at, reason: said(ask, "a reason", reason)? })
        }
        Act::Grant => {
            let request = pending.ok_or(Refusal::NothingAsked)?;
            if request.by == *ask.by() {
                return Err(Refusal::OwnRequest(request.by.to_string()));
            }
            grant(ask, request.ask)?
        }
        Act::Deny { reason } => {
            pending.ok_or(Refusal::NothingAsked)?;
            Event::Denied { reason: said(ask, "a reason", reason)? }
        }
        Act::Resume => {
            let suspension = ask.course().and_then(|course| course.suspension);
            let suspension = suspension.filter(|s| ask.at < s.until).ok_or(Refusal::NotSuspended)?;
            let stood = Clock { due_at: suspension.was_due_at, ..handling(ask) };
            let clock = plain::capped(ask, ask.rules().after_standstill(&stood, suspension.since, ask.at));
            Event::Resumed { deadline_at: clock.due_at, clock: Some(clock) }
        }
        other => return Err(Refusal::NotNow { act: other.name(), state: ask.now.state, instead: Vec::new() }),
    }])
}

/// Another agency or worker does not ask for those who answer for it.
fn may_ask(ask: &Ask<'_>) -> Result<(), Refusal> {
    let now = ask.now;
    let (others, with) = match ask.by() {
        Actor::Agency(name) => (now.agency.as_ref() != Some(name), now.agency.as_ref().map(ToString::to_string)),
        Actor::Worker(code) => (now.worker.as_ref() != Some(code), now.worker.as_ref().map(ToString::to_string)),
        _ => (false, None),
    };
    if others { Err(Refusal::WithOthers(with.unwrap_or_default())) } else { Ok(()) }
}

/// What is asked must be possible, when it is asked and when it is granted.
fn check(ask: &Ask<'_>, wish: Wish) -> Result<(), Refusal> {
    let stands = ask.course().is_some_and(|course| course.is_suspended(ask.at));
    match wish {
        // How long it may take is told anew when it goes on: what was granted now would be forgotten then.
        Wish::Extend { .. } | Wish::Suspend { .. } if stands => Err(Refusal::SuspendedAlready),
        Wish::Return => Ok(()),
        Wish::Extend { until } => {
            let after = ask.now.deadline_at.unwrap_or(ask.at).max(ask.at);
            if until <= after {
                return Err(Refusal::TooEarly(after));
            }
            match plain::upstream_limit(ask).filter(|limit| until > *limit) {
                Some(limit) => Err(Refusal::BeyondUpstream(limit)),
                None => Ok(()),
            }
        }
        Wish::Suspend { until, .. } => {
            if until <= ask.at {
                Err(Refusal::TooEarly(ask.at))
            } else {
                Ok(())
            }
        }
    }
}

fn grant(ask: &Ask<'_>, wish: Wish) -> Result<Event, Refusal> {
    check(ask, wish)?;
    let clock = match wish {
        Wish::Return => None,
        Wish::Extend { until } => Some(Clock { due_at: until, ..handling(ask) }),
        Wish::Suspend { until, .. } => {
            Some(plain::capped(ask, ask.rules().after_standstill(&handling(ask), ask.at, until)))
        }
    };
    Ok(Event::Granted { ask: wish, deadline_at: clock.map(|clock| clock.due_at), clock })
}

/// The handling clock; one that was never recorded is counted from now on by the rules.
fn handling(ask: &Ask<'_>) -> Clock {
    ask.now.handling().unwrap_or_else(|| ask.rules().sure_clock(Phase::Handle, &ask.case(), ask.at))
}
