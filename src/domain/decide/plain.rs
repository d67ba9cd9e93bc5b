//! The plain path: taken in, assigned, receipted, arrived, handled, checked, called back, closed.

use super::{Ask, Moved, take_in};
use crate::domain::{
    Act, Actor, CallBack, CategoryCode, Clock, Difficulty, Event, Mediation, Phase, Photo, Post, Refusal, State,
    Timestamp, Urgency,
};

pub(super) fn moves(ask: &Ask<'_>) -> Moved {
    let now = ask.now;
    Ok(match &ask.command.act {
        Act::Accept { category, urgency, difficulty } => accepted(ask, category.clone(), *urgency, *difficulty),
        Act::Assign { agency, worker, message } => {
            let agency = agency.clone().or_else(|| now.agency.clone());
            if agency.is_none() && worker.is_none() {
                return Err(Refusal::Nobody);
            }
            if let Some(service) = ask.rules().emergency(now.category.as_ref()) {
                return Err(Refusal::Emergency(service));
            }
            let assigned = Event::Assigned { agency, worker: worker.clone(), message: message.clone() };
            take_in(ask).into_iter().chain([assigned]).chain(ask.clock_set(Phase::Receipt)).collect()
        }
        Act::Deliver if now.worker.is_none() || now.delivered => return Err(not_now(ask)),
        Act::Deliver => vec![Event::Delivered],
        Act::Receipt => {
            with_whom(ask)?;
            vec![Event::Receipted]
        }
        Act::Arrive => {
            with_whom(ask)?;
            vec![Event::Arrived]
        }
        Act::ReportBack { text } => {
            with_whom(ask)?;
            vec![Event::ReportedBack { text: text.clone() }]
        }
        Act::Handle { result } => handled(ask, result)?,
        Act::Settle { result, photos } => {
            check_photos(photos)?;
            let settled = Event::SettledOnSpot { result: result.clone(), photos: photos.clone() };
            take_in(ask).into_iter().chain([settled]).chain(ask.clock_set(Phase::Close)).collect()
        }
        Act::Check { passed } => checked(ask, *passed)?,
        Act::CallBack { answer } => called_back(ask, *answer)?,
        Act::Close => closed(ask)?,
        Act::Recall => vec![Event::Recalled { worker: now.worker.clone() }],
        Act::Reassign { worker, message } => {
            let (from, to, message) = (now.worker.clone(), worker.clone(), message.clone());
            [Event::Reassigned { from, to, message }].into_iter().chain(ask.clock_set(Phase::Receipt)).collect()
        }
        Act::Attach { photos } => {
            check_photos(photos)?;
            vec![Event::Attached { photos: photos.clone() }]
        }
        _ => return Err(not_now(ask)),
    })
}

fn not_now(ask: &Ask<'_>) -> Refusal {
    let posts = ask.rules().posts_of(ask.by(), ask.now.town.as_ref());
    let state = ask.now.state;
    let act = ask.command.act.kind();
    let instead = crate::domain::possible(state, posts).into_iter().filter(|other| *other != act).collect();
    Refusal::NotNow { act: act.name(), state, instead }
}

/// Whoever is sent acts for themselves: another worker or agency does not do it for them.
fn with_whom(ask: &Ask<'_>) -> Result<(), Refusal> {
    let now = ask.now;
    if now.state == State::Accepted {
        return Ok(());
    }
    let with = || now.worker.as_ref().map(ToString::to_string).or(now.agency.as_ref().map(ToString::to_string));
    let elsewhere = match ask.by() {
        Actor::Worker(code) => now.worker.as_ref().is_some_and(|sent| sent != code),
        Actor::Agency(name) => now.agency.as_ref() != Some(name),
        _ => false,
    };
    if elsewhere { Err(Refusal::WithOthers(with().unwrap_or_default())) } else { Ok(()) }
}

/// It is taken in: classified, with its deadline; an earlier one from above wins.
pub(super) fn accepted(
    ask: &Ask<'_>,
    category: Option<CategoryCode>,
    urgency: Option<Urgency>,
    difficulty: Option<Difficulty>,
) -> Vec<Event> {
    let category = category.or_else(|| ask.now.category.clone());
    let urgency = urgency.unwrap_or(ask.now.urgency);
    let difficulty = difficulty.unwrap_or(ask.now.difficulty);
    let case = crate::domain::Case { urgency, difficulty, category: category.as_ref(), ..ask.case() };
    let clock = capped(ask, ask.rules().sure_clock(Phase::Handle, &case, ask.at));
    let report_back = ask.rules().clock(Phase::ReportBack, &case, ask.at).map(Event::ClockSet);
    let accepted = Event::Accepted { category, urgency, difficulty, deadline_at: clock.due_at, clock: Some(clock) };
    [accepted].into_iter().chain(report_back).collect()
}

/// A deadline from above wins where it is earlier, as long as it has not passed when the clock begins.
pub(super) fn capped(ask: &Ask<'_>, mut clock: Clock) -> Clock {
    if let Some(limit) = upstream_limit(ask).filter(|limit| *limit > clock.since) {
        clock.due_at = clock.due_at.min(limit);
    }
    clock
}

pub(super) fn upstream_limit(ask: &Ask<'_>) -> Option<Timestamp> {
    ask.course()?.upstream.as_ref()?.deadline_at
}

fn handled(ask: &Ask<'_>, result: &str) -> Moved {
    with_whom(ask)?;
    if let Some(course) = ask.course() {
        if let Some(summons) = course.summons.as_ref().filter(|summons| summons.in_force) {
            let owing: Vec<String> =
                summons.parties.iter().filter(|party| party.is_open()).map(|party| party.agency.to_string()).collect();
            if !owing.is_empty() {
                return Err(Refusal::JointOpen(owing));
            }
        }
        if course.mediation == Some(Mediation::Mediating) {
            return Err(Refusal::MediationOpen);
        }
    }
    let handled = Event::Handled { result: result.to_owned() };
    Ok([handled].into_iter().chain(ask.clock_set(Phase::Close)).collect())
}

fn check_photos(photos: &[Photo]) -> Result<(), Refusal> {
    let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match photos.iter().find(|photo| !is_hash(&photo.sha256)) {
        Some(photo) => Err(Refusal::NoPhoto(photo.sha256.clone())),
        None => Ok(()),
    }
}

fn checked(ask: &Ask<'_>, passed: bool) -> Moved {
    if let Some(handler) = ask.now.handled_by.as_ref().filter(|handler| *handler == ask.by()) {
        return Err(Refusal::CheckedByHandler(handler.to_string()));
    }
    if let Some(caller) = ask.course().and_then(|course| course.called_by.as_ref()).filter(|by| *by == ask.by()) {
        return Err(Refusal::SamePerson(caller.to_string()));
    }
    let again = (!passed).then(|| rework(ask));
    Ok([Event::Checked { passed }].into_iter().chain(again).collect())
}

fn called_back(ask: &Ask<'_>, answer: CallBack) -> Moved {
    if let Some(handler) = ask.now.handled_by.as_ref().filter(|handler| *handler == ask.by()) {
        return Err(Refusal::CalledByHandler(handler.to_string()));
    }
    if let Some(course) = ask.course() {
        if let Some(checker) = course.checked_by.as_ref().filter(|by| *by == ask.by()) {
            return Err(Refusal::SamePerson(checker.to_string()));
        }
        let by_feed = ask.rules().posts_of(ask.by(), None).has(Post::System);
        if let Some(upstream) = course.upstream.as_ref().filter(|upstream| upstream.calls_back && !by_feed) {
            return Err(Refusal::CalledByUpstream(upstream.system.clone()));
        }
    }
    let again = (answer == CallBack::Unsatisfied).then(|| rework(ask));
    Ok([Event::CalledBack { answer }].into_iter().chain(again).collect())
}

/// It must be handled again, under a clock of its own.
fn rework(ask: &Ask<'_>) -> Event {
    let clock = capped(ask, ask.rules().sure_clock(Phase::Rework, &ask.case(), ask.at));
    Event::Reworked { agency: ask.now.agency.clone(), deadline_at: clock.due_at, clock }
}

fn closed(ask: &Ask<'_>) -> Moved {
    if ask.now.state == State::Handled {
        if !ask.now.verified {
            return Err(Refusal::Unverified);
        }
        if ask.course().is_some_and(|course| course.mediation == Some(Mediation::Agreed)) {
            return Err(Refusal::MediationOpen);
        }
    }
    Ok(vec![Event::Closed])
}
