//! Levels, escalation, supervision, mediation, alarms: what drives a matter without handling it.

use super::{Ask, Moved, said, take_in};
use crate::domain::{Act, AreaLevel, Clock, Event, Mediation, Nature, Phase, Refusal, SupervisionStep, moves_of};

pub(super) fn moves(ask: &Ask<'_>) -> Moved {
    Ok(match &ask.command.act {
        Act::Raise { to, reason } => {
            let level = ask.now.level();
            let higher = AreaLevel::ALL.into_iter().take_while(|other| *other < level);
            let to = to.or(higher.last()).filter(|to| *to < level).ok_or(Refusal::WrongLevel(level.name()))?;
            vec![moved(ask, to, reason)?]
        }
        Act::PassDown { to, reason } => {
            let level = ask.now.level();
            if *to <= level {
                return Err(Refusal::WrongLevel(level.name()));
            }
            vec![moved(ask, *to, reason)?]
        }
        Act::Escalate { reason } => {
            if ask.now.level() == AreaLevel::County {
                return Err(Refusal::CountyHolds);
            }
            let clock = ask.rules().sure_clock(Phase::Answer, &ask.case(), ask.at);
            let escalated = Event::Escalated { reason: said(ask, "what the town can't settle itself", reason)?, clock };
            take_in(ask).into_iter().chain([escalated]).collect()
        }
        Act::Rate { rating } => {
            let escalation = ask.course().and_then(|course| course.escalation.as_ref());
            escalation.filter(|e| e.rating.is_none() && e.answered_at.is_some()).ok_or(Refusal::NothingToRate)?;
            vec![Event::Rated { rating: *rating }]
        }
        Act::Remind { text } => vec![Event::Reminded { text: text.clone() }],
        Act::Note { text } => vec![Event::Noted { text: said(ask, "the note's words", text)? }],
        Act::Supervise { text } => vec![supervised(ask, text)?],
        Act::Criticise { text } => {
            let supervision = ask.course().and_then(|course| course.supervision).ok_or(Refusal::NotSupervised)?;
            if ask.at <= supervision.due_at {
                return Err(Refusal::NotLate);
            }
            vec![Event::Criticised { text: said(ask, "what is said", text)? }]
        }
        Act::LiftSupervision { reason } => {
            ask.course().and_then(|course| course.supervision).ok_or(Refusal::NotSupervised)?;
            vec![Event::SupervisionLifted { reason: reason.clone() }]
        }
        Act::Mediate { phase, text } => vec![mediated(ask, *phase, text)?],
        Act::Alarm { alarm } => {
            let raised = ask.course().map_or(&[][..], |course| &course.alarms);
            let fits = |clock: &Clock| clock.phase == alarm.phase && clock.due_at == alarm.due_at;
            let clock = ask.now.clocks().into_iter().find(fits).ok_or(Refusal::NoAlarm)?;
            let stands = ask.course().is_some_and(|course| course.is_suspended(ask.at));
            let stands = stands && matches!(clock.phase, Phase::Handle | Phase::Rework);
            if raised.contains(alarm) || clock.raised_at(alarm.level) > ask.at || stands {
                return Err(Refusal::NoAlarm);
            }
            vec![Event::Alarmed(*alarm)]
        }
        other => {
            debug_assert!(moves_of(other.kind()).next().is_some(), "every act has a row in the table");
            return Err(Refusal::NotNow { act: other.name(), state: ask.now.state, instead: Vec::new() });
        }
    })
}

fn moved(ask: &Ask<'_>, to: AreaLevel, reason: &str) -> Result<Event, Refusal> {
    let case = crate::domain::Case { level: to, ..ask.case() };
    let clock = ask.rules().clock(Phase::Level, &case, ask.at);
    Ok(Event::LevelMoved { from: ask.now.level(), to, reason: said(ask, "a reason", reason)?, clock })
}

/// The notice, or the next step: only when the step before has run out, or the matter was sent back since.
fn supervised(ask: &Ask<'_>, text: &str) -> Result<Event, Refusal> {
    let step = match ask.course().and_then(|course| Some((course, course.supervision?))) {
        None => SupervisionStep::Notice,
        Some((course, before)) => {
            let next = before.step.next().ok_or(Refusal::SupervisionAtTop)?;
            if ask.at <= before.due_at && course.reworks == before.reworks {
                return Err(Refusal::SupervisionRuns(before.due_at));
            }
            next
        }
    };
    let clock = ask.rules().sure_clock(Phase::Supervise, &ask.case(), ask.at);
    Ok(Event::Supervised { step, text: text.to_owned(), clock })
}

fn mediated(ask: &Ask<'_>, phase: Mediation, text: &str) -> Result<Event, Refusal> {
    if ask.now.nature != Nature::Dispute {
        return Err(Refusal::NoDispute);
    }
    let before = ask.course().and_then(|course| course.mediation);
    if !phase.follows(before) {
        return Err(Refusal::MediationOrder(Mediation::after(before)));
    }
    Ok(Event::Mediated { phase, text: text.to_owned() })
}
