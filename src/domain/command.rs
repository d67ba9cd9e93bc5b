//! Commands: what somebody wants done with one matter.

use super::{
    ActKind, Actor, AgencyName, Alarm, AreaLevel, Ask, CallBack, CategoryCode, CommandId, Difficulty, IncidentCode,
    IncidentFile, Mediation, Personal, Photo, Service, Timestamp, Urgency, WorkerCode,
};
use serde::{Deserialize, Serialize};

/// A command: who wants what done with which matter, when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// Its number; the same number again is answered with the first result.
    pub id: CommandId,
    /// Who gives it.
    pub by: Actor,
    /// When it is given.
    pub at: Timestamp,
    /// The matter it concerns.
    pub incident: IncidentCode,
    /// The version of the matter that the one who gives it saw; none takes it as it stands.
    pub seen_version: Option<u32>,
    /// What is to be done.
    pub act: Act,
}

/// What can be done with a matter. Who may do it in which state stands in one table: [`super::MOVES`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// 接报: a new matter.
    Report {
        /// What is known of it.
        file: Box<IncidentFile>,
        /// Who reported it and in which words; kept apart.
        personal: Option<Personal>,
    },
    /// 受理: registered and classified; a missing field keeps what the report said.
    Accept {
        /// The category, where it changes.
        category: Option<CategoryCode>,
        /// The urgency, where it changes.
        urgency: Option<Urgency>,
        /// The difficulty, where it changes.
        difficulty: Option<Difficulty>,
    },
    /// 交办: says which agency answers for it and who goes to look first. A matter that nobody has
    /// accepted is accepted with it, as it was classified.
    Assign {
        /// The agency that answers for it.
        agency: Option<AgencyName>,
        /// The person who goes.
        worker: Option<WorkerCode>,
        /// What the person reads.
        message: String,
    },
    /// 送达: the person's phone has the order.
    Deliver,
    /// 签收
    Receipt,
    /// 到场
    Arrive,
    /// 办结
    Handle {
        /// What was done.
        result: String,
    },
    /// 现场核实
    Check {
        /// Whether it really is done.
        passed: bool,
    },
    /// 回访
    CallBack {
        /// What the citizen said.
        answer: CallBack,
    },
    /// 结案归档
    Close,
    /// 撤回: takes the order back before the person has receipted it.
    Recall,
    /// 改派: another person goes instead.
    Reassign {
        /// The person who goes now.
        worker: WorkerCode,
        /// What the person reads.
        message: String,
    },
    /// 不予受理
    Decline {
        /// Why.
        reason: String,
        /// Where to go with it instead.
        go_to: String,
    },
    /// 直接答复
    Answer {
        /// What is answered.
        text: String,
    },
    /// 自办自结: who found it has settled it there and then.
    Settle {
        /// What was done.
        result: String,
        /// Photos before and after.
        photos: Vec<Photo>,
    },
    /// 转办: to 110, 119 or 120.
    PassOn {
        /// Where to.
        service: Service,
        /// What was said there.
        note: String,
    },
    /// 退回上级: while the platform above us still takes it back.
    ReturnUp {
        /// Why.
        reason: String,
    },
    /// 并案: another report of the same.
    Merge {
        /// The matter under whose number it is told from now on.
        into: IncidentCode,
    },
    /// 撤销并案
    Unmerge,
    /// 上报: to a higher level.
    Raise {
        /// The level; none: the next one up.
        to: Option<AreaLevel>,
        /// Why.
        reason: String,
    },
    /// 下派: to a lower level.
    PassDown {
        /// The level.
        to: AreaLevel,
        /// Why.
        reason: String,
    },
    /// 申请退单、延期、中止
    Ask {
        /// What is asked for.
        ask: Ask,
        /// Why.
        reason: String,
    },
    /// 同意: what was asked for.
    Grant,
    /// 不同意
    Deny {
        /// Why.
        reason: String,
    },
    /// 恢复计时: before its time.
    Resume,
    /// 催办
    Remind {
        /// In which words.
        text: String,
    },
    /// 批示
    Note {
        /// The note.
        text: String,
    },
    /// 吹哨
    Summon {
        /// The agencies.
        agencies: Vec<AgencyName>,
        /// The one in the lead; none: the one that answers for the matter, or the first.
        lead: Option<AgencyName>,
        /// By when they must report in; none: as the rules say.
        due_at: Option<Timestamp>,
        /// Who in the hall was told, where the check is a notice.
        told: Option<String>,
        /// What they are wanted for.
        text: String,
    },
    /// 准予吹哨
    AllowSummons,
    /// 不准吹哨
    DenySummons {
        /// Why.
        reason: String,
    },
    /// 报到
    ReportIn {
        /// The agency.
        agency: AgencyName,
    },
    /// 协办反馈
    JointResult {
        /// The agency.
        agency: AgencyName,
        /// What it did.
        result: String,
    },
    /// 结束吹哨: lets those go who have given no result.
    EndSummons {
        /// Why.
        reason: String,
    },
    /// 镇呼区应: the town calls for the county.
    Escalate {
        /// What the town can't settle itself.
        reason: String,
    },
    /// 镇街评价
    Rate {
        /// What the town says of the answer.
        rating: CallBack,
    },
    /// 督办: puts it under supervision, or takes supervision a step further.
    Supervise {
        /// What the notice says.
        text: String,
    },
    /// 通报
    Criticise {
        /// What is said.
        text: String,
    },
    /// 解除督办
    LiftSupervision {
        /// Why.
        reason: String,
    },
    /// 调解: a dispute goes on to its next phase.
    Mediate {
        /// The phase.
        phase: Mediation,
        /// What is said.
        text: String,
    },
    /// 查明反馈
    ReportBack {
        /// What was found.
        text: String,
    },
    /// 上传照片
    Attach {
        /// The photos.
        photos: Vec<Photo>,
    },
    /// 重启
    Reopen {
        /// Why.
        reason: String,
    },
    /// 预警: a clock is due soon or overdue.
    Alarm {
        /// Which, and how pressing.
        alarm: Alarm,
    },
    /// 确认告警: somebody has seen that it is late, or that its shelf ran out. A new matter is acknowledged by being
    /// taken in.
    Acknowledge,
    /// 搁置: nothing calls for it until then.
    Shelve {
        /// Until when.
        until: Timestamp,
        /// Why.
        reason: String,
    },
    /// 取消搁置
    Unshelve,
}

impl Act {
    /// The kind of act.
    pub fn kind(&self) -> ActKind {
        match self {
            Act::Report { .. } => ActKind::Report,
            Act::Accept { .. } => ActKind::Accept,
            Act::Assign { .. } => ActKind::Assign,
            Act::Deliver => ActKind::Deliver,
            Act::Receipt => ActKind::Receipt,
            Act::Arrive => ActKind::Arrive,
            Act::Handle { .. } => ActKind::Handle,
            Act::Check { .. } => ActKind::Check,
            Act::CallBack { .. } => ActKind::CallBack,
            Act::Close => ActKind::Close,
            Act::Recall => ActKind::Recall,
            Act::Reassign { .. } => ActKind::Reassign,
            Act::Decline { .. } => ActKind::Decline,
            Act::Answer { .. } => ActKind::Answer,
            Act::Settle { .. } => ActKind::Settle,
            Act::PassOn { .. } => ActKind::PassOn,
            Act::ReturnUp { .. } => ActKind::ReturnUp,
            Act::Merge { .. } => ActKind::Merge,
            Act::Unmerge => ActKind::Unmerge,
            Act::Raise { .. } => ActKind::Raise,
            Act::PassDown { .. } => ActKind::PassDown,
            Act::Ask { ask: Ask::Return, .. } => ActKind::AskReturn,
            Act::Ask { ask: Ask::Extend { .. }, .. } => ActKind::AskExtend,
            Act::Ask { ask: Ask::Suspend { .. }, .. } => ActKind::AskSuspend,
            Act::Grant => ActKind::Grant,
            Act::Deny { .. } => ActKind::Deny,
            Act::Resume => ActKind::Resume,
            Act::Remind { .. } => ActKind::Remind,
            Act::Note { .. } => ActKind::Note,
            Act::Summon { .. } => ActKind::Summon,
            Act::AllowSummons => ActKind::AllowSummons,
            Act::DenySummons { .. } => ActKind::DenySummons,
            Act::ReportIn { .. } => ActKind::ReportIn,
            Act::JointResult { .. } => ActKind::JointResult,
            Act::EndSummons { .. } => ActKind::EndSummons,
            Act::Escalate { .. } => ActKind::Escalate,
            Act::Rate { .. } => ActKind::Rate,
            Act::Supervise { .. } => ActKind::Supervise,
            Act::Criticise { .. } => ActKind::Criticise,
            Act::LiftSupervision { .. } => ActKind::LiftSupervision,
            Act::Mediate { .. } => ActKind::Mediate,
            Act::ReportBack { .. } => ActKind::ReportBack,
            Act::Attach { .. } => ActKind::Attach,
            Act::Reopen { .. } => ActKind::Reopen,
            Act::Alarm { .. } => ActKind::Alarm,
            Act::Acknowledge => ActKind::Acknowledge,
            Act::Shelve { .. } => ActKind::Shelve,
            Act::Unshelve => ActKind::Unshelve,
        }
    }

    /// The act's name as the command line spells it.
    pub fn name(&self) -> &'static str {
        self.kind().name()
    }
}
