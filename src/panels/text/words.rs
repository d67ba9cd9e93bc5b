//! The domain's enums as words.

use super::feed_words::{feed_is_back, feed_trouble};
use super::format::{self, ago, overdue_tag, remaining_short};
use super::map_words::map_trouble;
use super::{Civil, Key, text};
use crate::domain::{
    ActKind, AreaLevel, CallBack, CameraState, CivilZone, FixAge, Role, Source, State, StepKind, Timestamp, Urgency,
};
use crate::picture::{GapKind, IncidentRow, Picture, Reason, Standpoint, WhyNot, WorkerRow};
use crate::seat::{Delivery, Lang, Layer, Seat, Toast};

/// A state, as what has to happen or has happened.
pub(crate) fn state(lang: Lang, state: State) -> &'static str {
    text(
        lang,
        match state {
            State::Reported => Key::StateReported,
            State::Accepted => Key::StateAccepted,
            State::Assigned => Key::StateAssigned,
            State::Receipted => Key::StateReceipted,
            State::OnScene => Key::StateOnScene,
            State::Handled => Key::StateHandled,
            State::Closed => Key::StateClosed,
            State::Answered => Key::StateAnswered,
            State::Declined => Key::StateDeclined,
            State::Merged => Key::StateMerged,
            State::PassedOn => Key::StatePassedOn,
            State::ReturnedUp => Key::StateReturnedUp,
        },
    )
}

/// An urgency.
pub(crate) fn urgency(lang: Lang, urgency: Urgency) -> &'static str {
    text(lang, [Key::U1, Key::U2, Key::U3, Key::U4][urgency as usize])
}

/// A step of the trace: as what was done is called, or in words of its own.
pub(crate) fn step(lang: Lang, kind: StepKind) -> &'static str {
    let act = match kind {
        StepKind::Reported => return text(lang, Key::StepReported),
        StepKind::Accepted => return text(lang, Key::StepAccepted),
        StepKind::Assigned => return text(lang, Key::StepAssigned),
        StepKind::Delivered => return text(lang, Key::StepDelivered),
        StepKind::Receipted => return text(lang, Key::StepReceipted),
        StepKind::Arrived => return text(lang, Key::StepArrived),
        StepKind::Handled => return text(lang, Key::StepHandled),
        StepKind::Checked => return text(lang, Key::StepChecked),
        StepKind::CalledBack => return text(lang, Key::StepCalledBack),
        StepKind::Closed => return text(lang, Key::StepClosed),
        StepKind::Answered => return text(lang, Key::StepAnswered),
        StepKind::Recalled => return text(lang, Key::StepRecalled),
        StepKind::Reassigned => return text(lang, Key::StepReassigned),
        StepKind::Joined => return text(lang, Key::StepJoined),
        StepKind::Parted => return text(lang, Key::StepParted),
        StepKind::Declined => ActKind::Decline,
        StepKind::SettledOnSpot => ActKind::Settle,
        StepKind::PassedOn => ActKind::PassOn,
        StepKind::ReturnedUp => ActKind::ReturnUp,
        StepKind::Merged => ActKind::Merge,
        StepKind::Unmerged => ActKind::Unmerge,
        StepKind::Raised => ActKind::Raise,
        StepKind::PassedDown => ActKind::PassDown,
        StepKind::AskedReturn => ActKind::AskReturn,
        StepKind::AskedExtend => ActKind::AskExtend,
        StepKind::AskedSuspend => ActKind::AskSuspend,
        StepKind::Granted => ActKind::Grant,
        StepKind::Denied => ActKind::Deny,
        StepKind::Resumed => ActKind::Resume,
        StepKind::Reminded => ActKind::Remind,
        StepKind::Noted => ActKind::Note,
        StepKind::Summoned => ActKind::Summon,
        StepKind::SummonsAllowed => ActKind::AllowSummons,
        StepKind::SummonsDenied => ActKind::DenySummons,
        StepKind::ReportedIn => ActKind::ReportIn,
        StepKind::JointResult => ActKind::JointResult,
        StepKind::SummonsEnded => ActKind::EndSummons,
        StepKind::Escalated => ActKind::Escalate,
        StepKind::Rated => ActKind::Rate,
        StepKind::Supervised => ActKind::Supervise,
        StepKind::Criticised => ActKind::Criticise,
        StepKind::SupervisionLifted => ActKind::LiftSupervision,
        StepKind::Mediated => ActKind::Mediate,
        StepKind::ReportedBack => ActKind::ReportBack,
        StepKind::Attached => ActKind::Attach,
        StepKind::Reopened => ActKind::Reopen,
        StepKind::Alarmed => ActKind::Alarm,
        StepKind::Acknowledged => ActKind::Acknowledge,
        StepKind::Shelved => ActKind::Shelve,
        StepKind::Unshelved => ActKind::Unshelve,
    };
    said(lang, act.words())
}

/// One of the pairs of words that the domain's tables have.
fn said(lang: Lang, (zh, en): (&'static str, &'static str)) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A mouth by which matters come in.
pub(crate) fn source(lang: Lang, source: Source) -> &'static str {
    text(
        lang,
        match source {
            Source::Grid => Key::SourceGrid,
            Source::CityHotline => Key::SourceCityHotline,
            Source::Hotline => Key::SourceHotline,
            Source::Mailbox => Key::SourceMailbox,
            Source::Visit => Key::SourceVisit,
            Source::Web => Key::SourceWeb,
            Source::Snap => Key::SourceSnap,
            Source::Camera => Key::SourceCamera,
            Source::Town => Key::SourceTown,
        },
    )
}

/// A worker's role.
pub(crate) fn role(lang: Lang, role: Role) -> &'static str {
    text(
        lang,
        match role {
            Role::GridChief => Key::RoleGridChief,
            Role::GridWorker => Key::RoleGridWorker,
            Role::PartTime => Key::RolePartTime,
            Role::Assistant => Key::RoleAssistant,
            Role::Responder => Key::RoleResponder,
        },
    )
}

/// A camera's state.
pub(crate) fn camera_state(lang: Lang, state: CameraState) -> &'static str {
    text(
        lang,
        match state {
            CameraState::Online => Key::Online,
            CameraState::Fault => Key::Fault,
            CameraState::Unknown => Key::Unknown,
            CameraState::NoRoute => Key::NoRoute,
        },
    )
}

/// A level of areas.
pub(crate) fn level(lang: Lang, level: AreaLevel) -> &'static str {
    text(lang, [Key::LevelCounty, Key::LevelTown, Key::LevelZone, Key::LevelVillage, Key::LevelGrid][level as usize])
}

/// A layer's switch.
pub(crate) fn layer(lang: Lang, layer: Layer) -> &'static str {
    text(
        lang,
        [
            Key::LayerBasemap,
            Key::LayerFill,
            Key::LayerHeat,
            Key::LayerGaps,
            Key::LayerBoundaries,
            Key::LayerDedicated,
            Key::LayerCameras,
            Key::LayerWorkers,
            Key::LayerIncidents,
            Key::LayerLabels,
        ][layer as usize],
    )
}

/// The same in a word that the desk's rail has room for.
pub(crate) fn layer_short(lang: Lang, of: Layer) -> &'static str {
    match (lang, of) {
        (Lang::En, Layer::Boundaries) => "Areas",
        (Lang::En, Layer::Dedicated) => "Sites",
        (Lang::En, Layer::Incidents) => "Matter",
        _ => layer(lang, of),
    }
}

/// What is missing, in a few words.
pub(crate) fn gap(lang: Lang, kind: GapKind) -> &'static str {
    text(
        lang,
        match kind {
            GapKind::GridWithoutWorker => Key::GapGridWorker,
            GapKind::GridWithoutChief => Key::GapGridChief,
            GapKind::WorkerWithoutHome => Key::GapWorkerHome,
            GapKind::WorkerHomeUnknown => Key::GapWorkerHomeUnknown,
            GapKind::CameraOutside => Key::GapCamera,
            GapKind::CategoryWithoutAgency => Key::GapCategory,
            GapKind::AreaWithoutName => Key::GapName,
            GapKind::AreaWithoutChildren => Key::GapChildren,
            GapKind::AreaWithoutParent => Key::GapParent,
            GapKind::AreaWithoutPopulation => Key::GapPopulation,
            GapKind::IncidentUnlocated => Key::GapUnlocated,
            GapKind::IncidentOutside => Key::GapOutside,
            GapKind::PiledLocation => Key::GapPile,
        },
    )
}

/// How far an order has come; empty where there is none.
pub(crate) fn delivery(lang: Lang, delivery: Delivery) -> &'static str {
    let key = match delivery {
        Delivery::None => return "",
        Delivery::Sending => Key::Sending,
        Delivery::Undelivered => Key::Undelivered,
        Delivery::Delivered => Key::DeliveredNow,
        Delivery::Receipted => Key::ReceiptedNow,
        Delivery::OnScene => Key::OnSceneNow,
    };
    text(lang, key)
}

/// Why somebody is a good choice.
pub(crate) fn reason(lang: Lang, reason: &Reason) -> String {
    match reason {
        Reason::OwnGrid => text(lang, Key::OwnGrid).into(),
        Reason::OwnVillage => text(lang, Key::OwnVillage).into(),
        Reason::OwnTown => text(lang, Key::OwnTown).into(),
        Reason::OwnAgency => text(lang, Key::OwnAgency).into(),
        Reason::Skill(skill) => skill.clone(),
        Reason::FixAgeSecs(secs) => fix_age(lang, *secs),
    }
}

/// Why somebody stands where they stand in the list: a word or two; nothing of who stands there by arrival alone.
pub(crate) fn standpoint(lang: Lang, stands: &Standpoint) -> String {
    let own = |of: &Reason| reason(lang, of);
    match (lang, stands) {
        (_, Standpoint::ByArrival) => String::new(),
        (Lang::Zh, Standpoint::Soonest) => "最快到".into(),
        (Lang::Zh, Standpoint::Ahead(why)) => format!("{}优先", own(why)),
        (Lang::Zh, Standpoint::Lacks(what)) => format!("非{}", own(what)),
        (Lang::Zh, Standpoint::Assists) => "协管员靠后".into(),
        (Lang::Zh, Standpoint::CalledOff) => "刚撤下".into(),
        (Lang::En, Standpoint::Soonest) => "soonest".into(),
        (Lang::En, Standpoint::Ahead(why)) => format!("{} first", own(why)),
        (Lang::En, Standpoint::Lacks(what)) => format!("not {}", own(what)),
        (Lang::En, Standpoint::Assists) => "assistants later".into(),
        (Lang::En, Standpoint::CalledOff) => "just called off".into(),
    }
}

/// What is said of whoever is highlighted since they stood first, and do no more.
pub(crate) fn was_first(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "先前居首",
        Lang::En => "was first",
    }
}

/// Why somebody near is left out.
pub(crate) fn why_not(lang: Lang, why: &WhyNot) -> String {
    match why {
        WhyNot::OnTask(1) => text(lang, Key::OnTask).into(),
        WhyNot::OnTask(tasks) => format!("{} {tasks}", text(lang, Key::OnTask)),
        WhyNot::OldFix(secs) => fix_age(lang, *secs),
        WhyNot::Offline => text(lang, Key::Offline).into(),
    }
}

/// `定位20秒前`, `fix 20s ago`
pub(crate) fn fix_age(lang: Lang, secs: i64) -> String {
    let gap = if lang == Lang::En { " " } else { "" };
    format!("{}{gap}{}", text(lang, Key::Fix), ago(lang, secs))
}

/// What a worker is doing at the moment that shows.
pub(crate) fn worker_state(seat: &Seat, row: &WorkerRow) -> &'static str {
    let key = match row.fix_age(seat.now) {
        _ if !row.worker.on_duty => Key::OffDuty,
        _ if row.is_on_task() => Key::OnTask,
        // Of a past moment no phone is off: what is not on record is not known.
        FixAge::Offline if seat.replay.is_on() => Key::NoFixThen,
        FixAge::Offline => Key::Offline,
        FixAge::VeryOld => Key::StaffStale,
        FixAge::Fresh | FixAge::Old => Key::Free,
    };
    text(seat.lang, key)
}

/// Where an area lies, as people say it: town, village, grid. The county is in the title and zones
/// are the administration's own.
pub(crate) fn chain(picture: &Picture, area: u32) -> Vec<String> {
    let named = picture.areas.chain_of(area).into_iter().map(|area| picture.areas.row(area));
    named
        .filter(|area| !matches!(area.level, AreaLevel::County | AreaLevel::Zone))
        .map(|area| area.name.to_string())
        .collect()
}

/// The time that a matter has left, or by how much it is late; none where no clock runs.
pub(crate) fn time_left(lang: Lang, row: &IncidentRow, now: Timestamp) -> Option<(String, bool)> {
    let left_secs = row.due_at()?.secs_since(now);
    Some(if left_secs < 0 { (overdue_tag(lang, -left_secs), true) } else { (remaining_short(lang, left_secs), false) })
}

/// What the citizen said.
pub(crate) fn satisfaction(lang: Lang, answer: CallBack) -> &'static str {
    match (lang, answer) {
        (Lang::Zh, CallBack::Satisfied) => "满意",
        (Lang::Zh, CallBack::Mostly) => "基本满意",
        (Lang::Zh, CallBack::Unsatisfied) => "不满意",
        (Lang::Zh, CallBack::Unreachable) => "未接通",
        (Lang::En, CallBack::Satisfied) => "satisfied",
        (Lang::En, CallBack::Mostly) => "mostly satisfied",
        (Lang::En, CallBack::Unsatisfied) => "not satisfied",
        (Lang::En, CallBack::Unreachable) => "unreachable",
    }
}

/// A moment for lists: the time today, the date before it on other days.
pub(crate) fn moment(lang: Lang, at: Timestamp, now: Timestamp, zone: &CivilZone) -> String {
    let (then, today) = (Civil::at(at, zone), Civil::at(now, zone));
    if then.is_same_day(&today) { then.clock() } else { then.day_and_minute(lang) }
}

/// A message that stays for a few seconds.
pub(crate) fn toast(lang: Lang, toast: &Toast) -> String {
    let say = |key| text(lang, key);
    match toast {
        Toast::SentAgain(_) => say(Key::ToastSentAgain).into(),
        Toast::NobodyToSend => say(Key::ToastNobody).into(),
        Toast::NothingWaiting => say(Key::ToastNothing).into(),
        Toast::NotStored(why) => format!("{}{why}", say(Key::ToastNotStored)),
        Toast::Several { act, done, refused } => several(lang, *act, *done, *refused),
        Toast::TakenIn(code) => format!("{}{code}", super::tell(lang, super::IntakeWord::TakenIn)),
        Toast::DeskForNow | Toast::NoRoomForDesk => desk_comes(lang, *toast == Toast::DeskForNow).into(),
        Toast::TakenInAtDesks => super::tell(lang, super::IntakeWord::AtDesks).into(),
        Toast::HandedOver(to) => super::shift_words::handed_over(lang, to),
        Toast::NoReplay(why) => format!("{}{why}", say(Key::ToastNoReplay)),
        Toast::PastIsPast => say(Key::PastIsPast).into(),
        Toast::NoSound(trouble) => super::alarm_words::no_sound(lang, trouble),
        Toast::NothingToTour => super::tour_words::say(lang, super::tour_words::TourWord::Nothing).into(),
        Toast::OnlyStopped => super::turn_words::only_stopped(lang).into(),
        Toast::NoTurning => super::turn_words::something_open(lang).into(),
        Toast::VideoIsLive => say(Key::VideoIsLive).into(),
        Toast::NoCameraLooks => say(Key::NoCameraLooks).into(),
        Toast::Filming => super::plot_words::filming(lang).into(),
        Toast::Copied(what) => super::tool_words::copied(lang, what),
        Toast::Exported(name) => super::plot_words::exported(lang, name),
        Toast::Visiting => super::visit_words::closed(lang).into(),
        Toast::SettingsFault { line, count } => super::setup_words::file_faults(lang, *line, *count),
        Toast::BaseMap(trouble) => map_trouble(lang, trouble),
        Toast::Feed { feed, trouble } => feed_trouble(lang, feed, trouble),
        Toast::FeedIsBack { feed, silent_secs } => feed_is_back(lang, feed, *silent_secs),
        Toast::Refused(refusal) if lang == Lang::En => format!("{}{refusal}", say(Key::ToastRefused)),
        Toast::Refused(refused) => format!("{}{}", say(Key::ToastRefused), super::refusals::refusal(refused)),
    }
}

/// What becomes of a wall where something is only done at a desk.
fn desk_comes(lang: Lang, has_room: bool) -> &'static str {
    match (lang, has_room) {
        (Lang::Zh, true) => "已转席位布局 · Esc 回大屏，Q 留在席位",
        (Lang::En, true) => "Desk layout now · Esc goes back to the wall, Q stays",
        (Lang::Zh, false) => "此屏放不下席位布局，检索请用更宽的屏幕",
        (Lang::En, false) => "This screen has no room for the desk layout: search on a wider one",
    }
}

/// `催办 已办 12 件 · 未办 3`
fn several(lang: Lang, act: ActKind, done: usize, refused: usize) -> String {
    use super::{Word, say};
    let done = format!(
        "{} {} {} {}",
        said(lang, act.words()),
        say(lang, Word::DoneWith),
        format::number(done),
        say(lang, Word::Several)
    );
    let refused = (refused > 0).then(|| format!(" · {} {}", say(lang, Word::RefusedBy), format::number(refused)));
    done + refused.as_deref().unwrap_or_default()
}

/// A feed's name as the wall says it: our own feeds have words, others keep their names.
pub(crate) fn feed(lang: Lang, name: &str) -> &str {
    match (lang, name) {
        (Lang::Zh, "positions" | "fixes") => "定位",
        (Lang::Zh, "simulator") => "模拟",
        (Lang::Zh, "incidents" | "reports") => "来报",
        (Lang::Zh, "cameras") => "视频",
        (Lang::En, "定位") => "positions",
        (Lang::En, "网格App") => "grid app",
        (Lang::En, "手机定位") => "phones",
        (Lang::En, "来报") => "reports",
        (Lang::En, "视频") => "video",
        (Lang::En, "模拟") => "simulator",
        _ => name,
    }
}
