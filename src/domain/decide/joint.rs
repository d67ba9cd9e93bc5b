//! Summons (吹哨报到): agencies called together, one of them in the lead, each reporting in and giving its own result.

use super::{Ask, Moved, said, take_in};
use crate::domain::{Act, Actor, AgencyName, Event, Party, Phase, Refusal, State, Summons, SummonsCheck};

pub(super) fn moves(ask: &Ask<'_>) -> Moved {
    let open = ask.course().and_then(|course| course.summons.as_ref()).filter(|summons| summons.is_open());
    match &ask.command.act {
        Act::Summon { .. } => {
            if open.is_some() {
                return Err(Refusal::SummonsOpen);
            }
            summon(ask)
        }
        Act::AllowSummons => {
            let summons = open.filter(|summons| !summons.in_force).ok_or(Refusal::NoSummons)?;
            if summons.by == *ask.by() {
                return Err(Refusal::OwnRequest(summons.by.to_string()));
            }
            // The time to report in begins when they learn of it.
            let waited = ask.at.secs_since(summons.at).max(0);
            let due_at = summons.due_at.plus_secs(waited);
            let events = order(ask, &summons.lead, &summons.text).into_iter();
            Ok(events.chain([Event::SummonsAllowed { due_at }, clock(ask, due_at)]).collect())
        }
        Act::DenySummons { reason } => {
            open.filter(|summons| !summons.in_force).ok_or(Refusal::NoSummons)?;
            Ok(vec![Event::SummonsDenied { reason: said(ask, "a reason", reason)? }])
        }
        Act::ReportIn { agency } => {
            let party = party(ask, open, agency)?;
            if party.reported_in_at.is_some() {
                return Err(Refusal::NotSummoned(agency.to_string()));
            }
            Ok(vec![Event::ReportedIn { agency: agency.clone() }])
        }
        Act::JointResult { agency, result } => {
            let party = party(ask, open, agency)?;
            if party.reported_in_at.is_none() {
                return Err(Refusal::NotSummoned(agency.to_string()));
            }
            Ok(vec![Event::JointResult { agency: agency.clone(), result: said(ask, "a result", result)? }])
        }
        Act::EndSummons { reason } => {
            open.filter(|summons| summons.in_force).ok_or(Refusal::NoSummons)?;
            Ok(vec![Event::SummonsEnded { reason: said(ask, "a reason", reason)? }])
        }
        other => Err(Refusal::NotNow { act: other.name(), state: ask.now.state, instead: Vec::new() }),
    }
}

/// The party that an agency is, of a summons in force that still expects something of it.
fn party<'a>(ask: &Ask<'_>, open: Option<&'a Summons>, agency: &AgencyName) -> Result<&'a Party, Refusal> {
    if let Actor::Agency(name) = ask.by()
        && name != agency
    {
        return Err(Refusal::WithOthers(agency.to_string()));
    }
    let summons = open.filter(|summons| summons.in_force).ok_or(Refusal::NoSummons)?;
    let party = summons.party(agency).filter(|party| party.is_open());
    party.ok_or_else(|| Refusal::NotSummoned(agency.to_string()))
}

fn summon(ask: &Ask<'_>) -> Moved {
    let Act::Summon { agencies, lead, due_at, told, text } = &ask.command.act else {
        return Err(Refusal::NoSummons);
    };
    let mut names: Vec<AgencyName> = agencies.clone();
    names.sort();
    names.dedup();
    if names.is_empty() {
        return Err(Refusal::Unsaid { act: ask.command.act.name(), what: "at least one agency" });
    }
    if let Some(service) = ask.rules().emergency(ask.now.category.as_ref()) {
        return Err(Refusal::Emergency(service));
    }
    let answers = ask.now.agency.clone().filter(|_| ask.now.state >= State::Assigned);
    if let (Some(answers), Some(lead)) = (&answers, lead)
        && answers != lead
    {
        return Err(Refusal::LeadIs(answers.to_string()));
    }
    let lead = answers.or_else(|| lead.clone()).or_else(|| agencies.first().cloned());
    let lead = lead.ok_or(Refusal::Nobody)?;
    let check = ask.rules().summons_check;
    let told = told.clone().filter(|told| !told.trim().is_empty());
    if check == SummonsCheck::Notice && told.is_none() {
        return Err(Refusal::Unsaid { act: ask.command.act.name(), what: "who in the hall was told by phone" });
    }
    let due_at = match due_at {
        Some(due_at) if *due_at <= ask.at => return Err(Refusal::TooEarly(ask.at)),
        Some(due_at) => *due_at,
        None => ask.rules().sure_clock(Phase::ReportIn, &ask.case(), ask.at).due_at,
    };
    let in_force = check != SummonsCheck::Approval;
    let party = |agency| Party { agency, reported_in_at: None, result: None, released: false };
    let summons = Summons {
        by: ask.by().clone(),
        at: ask.at,
        check,
        told,
        in_force,
        lead: lead.clone(),
        due_at,
        text: text.clone(),
        parties: names.into_iter().map(party).collect(),
    };
    let mut events = take_in(ask);
    if in_force {
        events.extend(order(ask, &lead, text));
        events.extend([Event::Summoned(Box::new(summons)), clock(ask, due_at)]);
    } else {
        events.push(Event::Summoned(Box::new(summons)));
    }
    Ok(events)
}

/// Where nobody answers for the matter yet, the agency in the lead does from now on.
fn order(ask: &Ask<'_>, lead: &AgencyName, text: &str) -> Option<Event> {
    let assigned = Event::Assigned { agency: Some(lead.clone()), worker: None, message: text.to_owned() };
    (ask.now.state < State::Assigned).then_some(assigned)
}

fn clock(ask: &Ask<'_>, due_at: crate::domain::Timestamp) -> Event {
    let counted = ask.rules().sure_clock(Phase::ReportIn, &ask.case(), ask.at);
    Event::ClockSet(crate::domain::Clock { due_at, ..counted })
}
