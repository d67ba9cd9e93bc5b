//! The other ends: declined, answered, passed on, returned above, merged; and going on after an end.

use super::{Ask, Moved, plain, said};
use crate::domain::{Act, Event, Phase, Refusal, State};

pub(super) fn moves(ask: &Ask<'_>) -> Moved {
    Ok(vec![match &ask.command.act {
        Act::Decline { reason, go_to } => {
            Event::Declined { reason: reason.clone(), go_to: said(ask, "where to go with it instead", go_to)? }
        }
        Act::Answer { text } => Event::Answered { text: said(ask, "what is answered", text)? },
        Act::PassOn { service, note } => Event::PassedOn { service: *service, note: note.clone() },
        Act::ReturnUp { reason } => {
            let limit = ask.course().and_then(|course| course.upstream.as_ref()?.return_until);
            let until = limit.ok_or(Refusal::NotFromAbove)?;
            if ask.at > until {
                return Err(Refusal::ReturnedLate { until, late_secs: ask.at.secs_since(until) });
            }
            Event::ReturnedUp { reason: said(ask, "a reason", reason)? }
        }
        Act::Merge { into } => {
            let takes = ask.desk.other.is_some_and(|other| other.state <= State::Handled);
            if !takes || *into == ask.command.incident {
                return Err(Refusal::MergeInto(into.to_string()));
            }
            Event::Merged { into: into.clone() }
        }
        Act::Unmerge => {
            let merged = ask.course().and_then(|course| course.merged.as_ref());
            let from = merged.ok_or_else(|| Refusal::MergeInto(String::new()))?.into.clone();
            Event::Unmerged { from }
        }
        Act::Reopen { reason } => {
            let reason = said(ask, "a reason", reason)?;
            let clock = plain::capped(ask, ask.rules().sure_clock(Phase::Handle, &ask.case(), ask.at));
            Event::Reopened { reason, deadline_at: clock.due_at, clock }
        }
        other => return Err(Refusal::NotNow { act: other.name(), state: ask.now.state, instead: Vec::new() }),
    }])
}
