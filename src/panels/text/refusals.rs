//! Why something was refused, in Chinese; in English the domain's own sentences say it.

use super::{Key, text, words};
use crate::domain::{ActKind, Mediation, Refusal};
use crate::seat::Lang;

/// The refusal in Chinese, with what is possible instead.
pub(crate) fn refusal(refusal: &Refusal) -> String {
    let say = |key| text(Lang::Zh, key);
    let with = |key, what: &str| format!("{}{what}", say(key));
    match refusal {
        Refusal::Unknown(code) => with(Key::RefusedUnknown, code),
        Refusal::Taken(code) => with(Key::RefusedTaken, code),
        Refusal::Moved { .. } => say(Key::RefusedMoved).into(),
        Refusal::NotNow { act, state, instead } => format!(
            "{}{}，{}「{}」{}",
            say(Key::RefusedNotNow),
            act_name(act),
            say(Key::StateNow),
            words::state(Lang::Zh, *state),
            possible(instead)
        ),
        Refusal::NotYours { act, by, instead } => {
            let posts: Vec<&str> = by.iter().map(|post| post.words().0).collect();
            format!("{}{}：{}{}", say(Key::RefusedNotYours), act_name(act), posts.join("、"), possible(instead))
        }
        Refusal::WithOthers(who) => with(Key::RefusedWithOthers, who),
        Refusal::Nobody => say(Key::RefusedNobody).into(),
        Refusal::CalledByHandler(name) => with(Key::RefusedByHandler, name),
        Refusal::CheckedByHandler(name) => with(Key::RefusedCheckByHandler, name),
        Refusal::SamePerson(name) => with(Key::RefusedSamePerson, name),
        Refusal::CalledByUpstream(system) => with(Key::RefusedCalledAbove, system),
        Refusal::Unverified => say(Key::RefusedUnverified).into(),
        Refusal::Unsaid { act, .. } => with(Key::RefusedUnsaid, act_name(act)),
        Refusal::Emergency(service) => with(Key::RefusedEmergency, service.number()),
        Refusal::NotFromAbove => say(Key::RefusedNotFromAbove).into(),
        Refusal::ReturnedLate { .. } => say(Key::RefusedReturnedLate).into(),
        Refusal::BeyondUpstream(_) => say(Key::RefusedBeyondUpstream).into(),
        Refusal::MergeInto(code) => with(Key::RefusedMerge, code),
        Refusal::WrongLevel(_) | Refusal::CountyHolds => say(Key::RefusedLevel).into(),
        Refusal::AskedAlready => say(Key::RefusedAskedAlready).into(),
        Refusal::NothingAsked => say(Key::RefusedNothingAsked).into(),
        Refusal::OwnRequest(name) => with(Key::RefusedOwnRequest, name),
        Refusal::TooEarly(_) => say(Key::RefusedTooEarly).into(),
        Refusal::ShelvedTooLong(_) => super::alarm_words::shelved_too_long().into(),
        Refusal::NotShelved => super::alarm_words::not_shelved().into(),
        Refusal::NotSuspended => say(Key::RefusedNotSuspended).into(),
        Refusal::SuspendedAlready => say(Key::RefusedSuspended).into(),
        Refusal::SummonsOpen => say(Key::RefusedSummonsOpen).into(),
        Refusal::NoSummons => say(Key::RefusedNoSummons).into(),
        Refusal::LeadIs(agency) => with(Key::RefusedLeadIs, agency),
        Refusal::NotSummoned(agency) => with(Key::RefusedNotSummoned, agency),
        Refusal::JointOpen(agencies) => with(Key::RefusedJointOpen, &agencies.join("、")),
        Refusal::NothingToRate => say(Key::RefusedNothingToRate).into(),
        Refusal::SupervisionRuns(_) => say(Key::RefusedSupervisionRuns).into(),
        Refusal::SupervisionAtTop => say(Key::RefusedSupervisionAtTop).into(),
        Refusal::NotSupervised => say(Key::RefusedNotSupervised).into(),
        Refusal::NotLate => say(Key::RefusedNotLate).into(),
        Refusal::NoDispute => say(Key::RefusedNoDispute).into(),
        Refusal::MediationOrder(next) => {
            let next: Vec<&str> = next.iter().map(|phase| mediation(*phase)).collect();
            with(Key::RefusedMediationOrder, &next.join("、"))
        }
        Refusal::MediationOpen => say(Key::RefusedMediationOpen).into(),
        Refusal::NoAlarm => say(Key::RefusedNoAlarm).into(),
        Refusal::NoPhoto(_) => say(Key::RefusedNoPhoto).into(),
    }
}

/// What is possible instead; empty where nothing is.
fn possible(acts: &[ActKind]) -> String {
    // A seat without a roster may do nearly everything: the first few, the most usual, are what helps.
    let names: Vec<&str> = acts.iter().take(5).map(|act| act.words().0).collect();
    if names.is_empty() { String::new() } else { format!("，{}{}", text(Lang::Zh, Key::Possible), names.join("、")) }
}

/// An act by its name on the command line, as a word.
fn act_name(act: &str) -> &str {
    ActKind::parse(act).map_or(act, |kind| kind.words().0)
}

fn mediation(phase: Mediation) -> &'static str {
    match phase {
        Mediation::Mediating => "调解中",
        Mediation::Agreed => "达成协议",
        Mediation::NotAgreed => "未达成协议",
        Mediation::Performed => "已履行",
        Mediation::VisitedAgain => "已回访",
    }
}
