//! Alarms at a desk: seen, shelved, taken off the shelf.

use super::{Ask, Moved, said};
use crate::domain::{Act, Event, MOST_SHELF_SECS, Refusal, alarm_since};

pub(super) fn moves(ask: &Ask<'_>) -> Moved {
    let shelf = ask.course().and_then(|course| course.shelf.as_ref());
    Ok(vec![match &ask.command.act {
        Act::Acknowledge => {
            let (since, _) = alarm_since(ask.now.deadline_at, ask.course(), ask.at).ok_or(Refusal::NoAlarm)?;
            let seen = ask.course().and_then(|course| course.acknowledged_at);
            if seen.is_some_and(|seen| seen >= since) {
                return Err(Refusal::NoAlarm);
            }
            Event::Acknowledged
        }
        Act::Shelve { until, reason } => {
            if *until <= ask.at {
                return Err(Refusal::TooEarly(ask.at));
            }
            let most = ask.at.plus_secs(MOST_SHELF_SECS);
            if *until > most {
                return Err(Refusal::ShelvedTooLong(most));
            }
            Event::Shelved { until: *until, reason: said(ask, "a reason", reason)? }
        }
        Act::Unshelve => {
            shelf.filter(|shelf| ask.at < shelf.until).ok_or(Refusal::NotShelved)?;
            Event::Unshelved
        }
        other => return Err(Refusal::NotNow { act: other.name(), state: ask.now.state, instead: Vec::new() }),
    }])
}
