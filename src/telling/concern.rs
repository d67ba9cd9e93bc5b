//! Who is told of what: one table.

use super::Matter;
use super::recipient::Recipient;
use crate::domain::{AlarmLevel, AreaCode, AreaLevel, Ask, CallBack, Event, Phase, Recorded};

/// A circle of people around a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circle {
    /// The worker who was sent.
    Sent,
    /// The worker who had been sent before it happened.
    WasSent,
    /// Whom the order names: an agency, a worker, or both.
    Ordered,
    /// The agency that answers for it.
    Answers,
    /// The agency that answered for it before it happened.
    DidAnswer,
    /// The agencies of a summons in force of which something is still expected.
    Joint,
    /// Those of which something had been expected before it happened.
    WasJoint,
    /// Those of them that have not reported in.
    NotReportedIn,
    /// The agency in the lead of a summons in force.
    Lead,
    /// Who gave the summons that waited for approval.
    Summoner,
    /// Who asked for what waited for approval.
    Asker,
    /// The town in which the matter lies.
    Town,
    /// The same, where it called for the county.
    TownThatCalled,
    /// The platform above us from which the matter came down.
    Upstream,
    /// Whoever reported it to us.
    Reporter,
}

/// A kind of notice.
#[derive(Debug)]
pub struct Kind {
    /// Its name, as settings and messages spell it.
    pub name: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// Who is told; never whoever did it.
    pub to: &'static [Circle],
}

macro_rules! kinds {
    ($($id:ident $name:literal $zh:literal $en:literal [$($circle:ident)*];)+) => {
        $(const $id: &Kind = &Kind { name: $name, zh: $zh, en: $en, to: &[$(Circle::$circle),*] };)+
        /// All kinds, in the loop's order.
        pub const KINDS: &[&Kind] = &[$($id),+];
    };
}

kinds! {
    ACCEPTED "accepted" "已受理" "taken in" [Upstream Reporter];
    ASSIGNED "assigned" "交办" "assigned to you" [Ordered];
    SENT "reassigned" "改派，请前往" "you are sent" [Sent];
    RELIEVED "relieved" "撤回，不必前往" "you need not go" [WasSent];
    DECLINED "declined" "不予受理" "not taken in" [Upstream Answers Sent Reporter];
    ANSWERED "answered" "直接答复" "answered at once" [Upstream Answers Sent Reporter];
    PASSED_ON "passed_on" "转办" "passed on" [Upstream Answers Sent Reporter];
    RETURNED_UP "returned_up" "退回上级" "returned to the platform above" [Upstream Answers Sent];
    MERGED "merged" "并案" "told under another number" [Answers Sent Upstream];
    UNMERGED "unmerged" "撤销并案" "has its own number again" [Answers Sent Upstream];
    JOINED "joined" "并入一件" "another report joined" [Answers Sent];
    PARTED "parted" "移出一件" "another report parted" [Answers Sent];
    LEVEL_MOVED "level_moved" "转由镇街办理" "the town holds it now" [Town];
    GRANTED "granted" "同意申请" "granted" [Asker Answers Sent];
    RETURNED "returned" "同意退单" "return granted" [Asker DidAnswer WasSent];
    DENIED "denied" "不同意申请" "not granted" [Asker Answers Sent];
    RESUMED "resumed" "恢复计时" "the clock goes on" [Answers Sent];
    REMINDED "reminded" "催办" "reminder" [Answers Sent Joint Town];
    NOTED "noted" "领导批示" "a leader's note" [Answers Sent Joint];
    SUMMONED "summoned" "吹哨，请报到" "summoned: report in" [Joint Lead];
    SUMMONS_DENIED "summons_denied" "不准吹哨" "summons not allowed" [Summoner];
    REPORTED_IN "reported_in" "已报到" "reported in" [Lead];
    JOINT_RESULT "joint_result" "协办反馈" "result of a joint agency" [Lead];
    SUMMONS_ENDED "summons_ended" "吹哨结束" "summons ended" [WasJoint Lead];
    ESCALATED "escalated" "镇呼区应" "escalated to the county" [Answers Town];
    RATED "rated" "镇街评价" "rated by the town" [Answers];
    SUPERVISED "supervised" "督办" "under supervision" [Answers Sent Joint Town];
    CRITICISED "criticised" "通报" "criticised in public" [Answers Town];
    LIFTED "supervision_lifted" "解除督办" "supervision lifted" [Answers Sent Joint Town];
    REPORTED_BACK "reported_back" "查明反馈" "found out" [Upstream];
    HANDLED "handled" "办结" "handled" [Answers Sent Upstream TownThatCalled Reporter];
    REWORKED "reworked" "退回重办" "to be handled again" [Answers Sent];
    MISSED "missed" "回访未接通" "called back, nobody answered" [Reporter];
    CLOSED "closed" "结案" "closed" [Answers Upstream TownThatCalled Reporter];
    REOPENED "reopened" "重启" "reopened" [Answers Upstream TownThatCalled Reporter];
    RECEIPT_ALARM "receipt_alarm" "签收时限预警" "receipt is wanted" [Sent Answers];
    HANDLING_ALARM "handling_alarm" "办理时限预警" "handling is wanted" [Sent Answers Joint];
    REPORT_IN_ALARM "report_in_alarm" "报到时限预警" "reporting in is wanted" [NotReportedIn];
    ANSWER_ALARM "answer_alarm" "答复时限预警" "an answer to the town is wanted" [Answers Town];
    SUPERVISION_ALARM "supervision_alarm" "督办时限预警" "supervision runs out" [Answers Sent Town];
    LEVEL_ALARM "level_alarm" "镇街办理时限预警" "the town must act" [Town];
}

/// The kinds of notices that an event makes, the one that counts where somebody is in two circles first.
pub(super) fn kinds_of(event: &Event, after: &Matter) -> &'static [&'static Kind] {
    match event {
        Event::Accepted { .. } => &[ACCEPTED],
        Event::Assigned { .. } => &[ASSIGNED],
        Event::Reassigned { .. } => &[SENT, RELIEVED],
        Event::Recalled { .. } => &[RELIEVED],
        Event::Declined { .. } => &[DECLINED],
        Event::Answered { .. } => &[ANSWERED],
        Event::PassedOn { .. } => &[PASSED_ON],
        Event::ReturnedUp { .. } => &[RETURNED_UP],
        Event::Merged { .. } => &[MERGED],
        Event::Unmerged { .. } => &[UNMERGED],
        Event::Joined { .. } => &[JOINED],
        Event::Parted { .. } => &[PARTED],
        Event::LevelMoved { to: AreaLevel::Town, .. } => &[LEVEL_MOVED],
        Event::Granted { ask: Ask::Return, .. } => &[RETURNED],
        Event::Granted { .. } => &[GRANTED],
        Event::Denied { .. } => &[DENIED],
        Event::Resumed { .. } => &[RESUMED],
        Event::Reminded { .. } => &[REMINDED],
        Event::Noted { .. } => &[NOTED],
        Event::Summoned(summons) if summons.in_force => &[SUMMONED],
        Event::SummonsAllowed { .. } => &[SUMMONED],
        Event::SummonsDenied { .. } => &[SUMMONS_DENIED],
        Event::ReportedIn { .. } => &[REPORTED_IN],
        Event::JointResult { .. } => &[JOINT_RESULT],
        Event::SummonsEnded { .. } => &[SUMMONS_ENDED],
        Event::Escalated { .. } => &[ESCALATED],
        Event::Rated { .. } => &[RATED],
        Event::Supervised { .. } => &[SUPERVISED],
        Event::Criticised { .. } => &[CRITICISED],
        Event::SupervisionLifted { .. } => &[LIFTED],
        Event::ReportedBack { .. } => &[REPORTED_BACK],
        Event::Handled { .. } | Event::SettledOnSpot { .. } => &[HANDLED],
        Event::Reworked { .. } => &[REWORKED],
        Event::CalledBack { answer: CallBack::Unreachable, .. } => &[MISSED],
        Event::Closed => &[CLOSED],
        Event::Reopened { .. } => &[REOPENED],
        Event::Alarmed(alarm) => alarms(alarm.phase, after),
        // Registers, histories from elsewhere, clocks, and what only the hall has to know: steps of the field, checks
        // and call backs (what they send back is told as `Reworked`), requests, phases of disputes, photos.
        _ => &[],
    }
}

/// Alarms of the hall's own clocks (to take in, to close) are the hall's business.
fn alarms(phase: Phase, after: &Matter) -> &'static [&'static Kind] {
    match phase {
        Phase::Receipt => &[RECEIPT_ALARM],
        Phase::ReportBack | Phase::Handle | Phase::Rework => &[HANDLING_ALARM],
        Phase::ReportIn => &[REPORT_IN_ALARM],
        Phase::Answer => &[ANSWER_ALARM],
        Phase::Supervise => &[SUPERVISION_ALARM],
        Phase::Level if after.standing.level() == AreaLevel::Town => &[LEVEL_ALARM],
        Phase::Accept | Phase::Close | Phase::Level => &[],
    }
}

/// Who is in a circle around the matter that was so before the event and is so after it.
pub(super) fn members(
    circle: Circle,
    recorded: &Recorded,
    before: &Matter,
    after: &Matter,
    town: Option<&AreaCode>,
) -> Vec<Recipient> {
    let worker = |matter: &Matter| matter.standing.worker.clone().map(Recipient::Worker).into_iter().collect();
    let agency = |matter: &Matter| matter.standing.agency.clone().map(Recipient::Agency).into_iter().collect();
    let joint = |matter: &Matter| matter.joint().cloned().map(Recipient::Agency).collect();
    let town = || town.cloned().map(Recipient::Town).into_iter().collect();
    match circle {
        Circle::Sent => worker(after),
        Circle::WasSent => worker(before),
        Circle::Ordered => match &recorded.event {
            Event::Assigned { agency, worker, .. } => {
                let worker = worker.clone().map(Recipient::Worker).into_iter();
                worker.chain(agency.clone().map(Recipient::Agency)).collect()
            }
            _ => Vec::new(),
        },
        Circle::Answers => agency(after),
        Circle::DidAnswer => agency(before),
        Circle::Joint => joint(after),
        Circle::WasJoint => joint(before),
        Circle::NotReportedIn => {
            let parties = after.summons().map_or(&[][..], |summons| &summons.parties);
            let late = parties.iter().filter(|party| party.is_open() && party.reported_in_at.is_none());
            late.map(|party| Recipient::Agency(party.agency.clone())).collect()
        }
        Circle::Lead => after.summons().map(|summons| Recipient::Agency(summons.lead.clone())).into_iter().collect(),
        Circle::Summoner => {
            let summons = before.standing.course.as_ref().and_then(|course| course.summons.as_ref());
            summons.and_then(|summons| field_actor(&summons.by)).into_iter().collect()
        }
        Circle::Asker => before.asker().and_then(field_actor).into_iter().collect(),
        Circle::Town => town(),
        Circle::TownThatCalled => {
            let called = after.standing.course.as_ref().is_some_and(|course| course.escalation.is_some());
            if called { town() } else { Vec::new() }
        }
        Circle::Reporter => {
            let incident = recorded.stream.incident_code().filter(|_| after.has_reporter());
            incident.map(Recipient::Reporter).into_iter().collect()
        }
        Circle::Upstream => after.upstream().map(|system| Recipient::Upstream(system.to_owned())).into_iter().collect(),
    }
}

/// A worker or an agency; a part of a program that asked for something asks nobody to tell it.
fn field_actor(actor: &crate::domain::Actor) -> Option<Recipient> {
    Recipient::of_actor(actor).filter(|recipient| !matches!(recipient, Recipient::Upstream(_)))
}

/// How pressing an alarm is, in both languages.
pub(super) fn pressing(level: AlarmLevel) -> (&'static str, &'static str) {
    match level {
        AlarmLevel::DueSoon => ("临期", "due soon"),
        AlarmLevel::Overdue => ("超期", "overdue"),
    }
}
