//! Incidents: what people reported, and how far the loop has carried each.

use super::{Actor, CategoryCode, Difficulty, IncidentCode, InspectionCode, LonLat, Timestamp, Upstream, Urgency};
use serde::{Deserialize, Serialize};

/// What kind of talk a matter is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// 咨询
    Consultation,
    /// 求助
    Help,
    /// 投诉
    Complaint,
    /// 举报
    Report,
    /// 建议
    Suggestion,
    /// 表扬
    Praise,
    /// 网格发现
    #[default]
    GridFound,
    /// 矛盾纠纷
    Dispute,
}

impl Nature {
    /// What somebody who talks to the hall may do, in the order in which it is asked.
    pub const ASKED: [Nature; 7] = [
        Nature::Help,
        Nature::Complaint,
        Nature::Consultation,
        Nature::Report,
        Nature::Suggestion,
        Nature::Praise,
        Nature::Dispute,
    ];
}

/// By which mouth a matter came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 网格发现: a grid worker's app.
    #[default]
    Grid,
    /// 12345, the city's hotline.
    #[serde(rename = "12345")]
    CityHotline,
    /// The county's own hotline.
    Hotline,
    /// 领导信箱
    Mailbox,
    /// 来信来访
    Visit,
    /// The web.
    Web,
    /// 随手拍
    Snap,
    /// 视频与传感
    Camera,
    /// 镇街来电
    Town,
}

impl Source {
    /// All sources, in the order in which lists show them.
    pub const ALL: [Source; 9] = [
        Source::Grid,
        Source::CityHotline,
        Source::Hotline,
        Source::Mailbox,
        Source::Visit,
        Source::Web,
        Source::Snap,
        Source::Camera,
        Source::Town,
    ];
}

/// What the citizen said when called back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallBack {
    /// 满意
    Satisfied,
    /// 基本满意
    Mostly,
    /// 不满意
    Unsatisfied,
    /// 未接通
    Unreachable,
}

/// How far the loop has carried a matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 接报: nobody has taken it in yet.
    #[default]
    Reported,
    /// 受理: registered, classified, located; nobody sent.
    Accepted,
    /// 交办: an agency answers for it, a person may be on the way.
    Assigned,
    /// 签收: the person has it.
    Receipted,
    /// 到场
    OnScene,
    /// 办结: the handling clock has stopped; check and call back are still to come.
    Handled,
    /// 结案
    Closed,
    /// 直接答复: answered without sending anybody.
    Answered,
    /// 不予受理: not taken in, with a word where to go instead.
    Declined,
    /// 并案: told under another number.
    Merged,
    /// 转办: passed on to 110, 119 or 120.
    PassedOn,
    /// 退回上级: returned to the platform above us.
    ReturnedUp,
}

impl State {
    /// All states, in the loop's order.
    pub const ALL: [State; 12] = [
        State::Reported,
        State::Accepted,
        State::Assigned,
        State::Receipted,
        State::OnScene,
        State::Handled,
        State::Closed,
        State::Answered,
        State::Declined,
        State::Merged,
        State::PassedOn,
        State::ReturnedUp,
    ];

    /// Whether the matter still wants something of somebody.
    pub fn is_open(self) -> bool {
        self <= State::Handled
    }

    /// Whether the handling clock still runs.
    pub fn is_handling(self) -> bool {
        self < State::Handled
    }

    /// The furthest state that steps at these times lead to, where a history was told as a whole.
    pub fn furthest(time: impl Fn(StepKind) -> Option<Timestamp>) -> State {
        let steps = [
            (StepKind::Answered, State::Answered),
            (StepKind::Closed, State::Closed),
            (StepKind::Handled, State::Handled),
            (StepKind::Arrived, State::OnScene),
            (StepKind::Receipted, State::Receipted),
            (StepKind::Assigned, State::Assigned),
            (StepKind::Accepted, State::Accepted),
        ];
        steps.into_iter().find(|(kind, _)| time(*kind).is_some()).map_or(State::Reported, |(_, state)| state)
    }
}

/// As an English sentence says it: "while the matter is on scene".
impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            State::Reported => "reported",
            State::Accepted => "accepted",
            State::Assigned => "assigned",
            State::Receipted => "receipted",
            State::OnScene => "on scene",
            State::Handled => "handled",
            State::Closed => "closed",
            State::Answered => "answered",
            State::Declined => "declined",
            State::Merged => "merged",
            State::PassedOn => "passed on",
            State::ReturnedUp => "returned above",
        })
    }
}

/// The kind of one step in a matter's trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// 接报
    Reported,
    /// 受理
    Accepted,
    /// 交办
    Assigned,
    /// 送达
    Delivered,
    /// 签收
    Receipted,
    /// 到场
    Arrived,
    /// 办结
    Handled,
    /// 核实
    Checked,
    /// 回访
    CalledBack,
    /// 结案
    Closed,
    /// 直接答复
    Answered,
    /// 撤回
    Recalled,
    /// 改派
    Reassigned,
    /// 不予受理
    Declined,
    /// 自办自结
    SettledOnSpot,
    /// 转办
    PassedOn,
    /// 退回上级
    ReturnedUp,
    /// 并案
    Merged,
    /// 撤销并案
    Unmerged,
    /// 并入
    Joined,
    /// 移出
    Parted,
    /// 上报
    Raised,
    /// 下派
    PassedDown,
    /// 申请退单
    AskedReturn,
    /// 申请延期
    AskedExtend,
    /// 申请中止
    AskedSuspend,
    /// 同意
    Granted,
    /// 不同意
    Denied,
    /// 恢复计时
    Resumed,
    /// 催办
    Reminded,
    /// 批示
    Noted,
    /// 吹哨
    Summoned,
    /// 准予吹哨
    SummonsAllowed,
    /// 不准吹哨
    SummonsDenied,
    /// 报到
    ReportedIn,
    /// 协办反馈
    JointResult,
    /// 结束吹哨
    SummonsEnded,
    /// 镇呼区应
    Escalated,
    /// 镇街评价
    Rated,
    /// 督办
    Supervised,
    /// 通报
    Criticised,
    /// 解除督办
    SupervisionLifted,
    /// 调解
    Mediated,
    /// 查明反馈
    ReportedBack,
    /// 照片
    Attached,
    /// 重启
    Reopened,
    /// 预警
    Alarmed,
    /// 确认告警
    Acknowledged,
    /// 搁置
    Shelved,
    /// 取消搁置
    Unshelved,
}

impl StepKind {
    /// Whether it is about alarms alone: raised, seen, shelved. It carries nothing on.
    pub fn is_of_alarms(self) -> bool {
        matches!(self, Self::Alarmed | Self::Acknowledged | Self::Shelved | Self::Unshelved)
    }
}

/// One step of a matter's trace: who, when, what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was done.
    pub kind: StepKind,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What was said or whom it concerned, short.
    pub note: String,
}

/// What is known of a matter when it comes in. Personal data stand apart (`Personal`). What is not known is not written:
/// most of a year's ledger would be the word `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IncidentFile {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<IncidentCode>,
    /// Its category, where classified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryCode>,
    /// What kind of talk it is.
    pub nature: Nature,
    /// By which mouth it came in.
    pub source: Source,
    /// How fast it wants an answer.
    pub urgency: Urgency,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// A few words that say what it is; no personal data.
    pub title: String,
    /// Where it is, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Where it is; none while nobody has located it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<LonLat>,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// Kept from the wall but for counts by area (保密件).
    pub confidential: bool,
    /// The number under which a platform above us knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_number: Option<String>,
    /// What that platform wants; none where it wants nothing or there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upstream: Option<Upstream>,
    /// The visit that found it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspection: Option<InspectionCode>,
}
