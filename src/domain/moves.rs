//! Who may do what in which state: the one table of the loop. Decisions go by it, the program prints it into
//! `docs/loop.md`, and whoever is refused is told from it what is possible instead.

use super::{Post, Posts, State};

macro_rules! kinds {
    ($($kind:ident $name:literal $zh:literal $en:literal;)+) => {
        /// The kinds of acts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ActKind { $(#[doc = $zh] $kind),+ }

        impl ActKind {
            /// All kinds, the most usual first.
            pub const ALL: &[ActKind] = &[$(ActKind::$kind),+];

            /// The name as the command line spells it.
            pub fn name(self) -> &'static str {
                match self { $(ActKind::$kind => $name),+ }
            }

            /// The Chinese and the English words.
            pub fn words(self) -> (&'static str, &'static str) {
                match self { $(ActKind::$kind => ($zh, $en)),+ }
            }
        }
    };
}

kinds! {
    Report "report" "接报" "report";
    Accept "accept" "受理" "take in";
    Assign "assign" "交办" "assign";
    Deliver "deliver" "送达" "deliver";
    Receipt "receipt" "签收" "receipt";
    Arrive "arrive" "到场" "arrive";
    ReportBack "report-back" "查明反馈" "find out and report back";
    Handle "handle" "办结" "handle";
    Check "check" "现场核实" "check on site";
    CallBack "callback" "回访" "call back";
    Close "close" "结案" "close";
    Recall "recall" "撤回" "recall";
    Reassign "reassign" "改派" "reassign";
    Answer "answer" "直接答复" "answer at once";
    Decline "decline" "不予受理" "decline";
    Settle "settle" "自办自结" "settle on the spot";
    PassOn "pass-on" "转办" "pass on to 110/119/120";
    Merge "merge" "并案" "merge";
    Unmerge "unmerge" "撤销并案" "un-merge";
    Raise "raise" "上报" "raise";
    PassDown "pass-down" "下派" "pass down";
    Escalate "escalate" "镇呼区应" "escalate to the county";
    Rate "rate" "镇街评价" "rate the county's answer";
    AskReturn "ask-return" "申请退单" "ask for a return";
    AskExtend "ask-extend" "申请延期" "ask for more time";
    AskSuspend "ask-suspend" "申请中止" "ask for a standstill";
    Grant "grant" "同意申请" "grant what was asked";
    Deny "deny" "不同意申请" "deny what was asked";
    Resume "resume" "恢复计时" "let the clock go on";
    ReturnUp "return-up" "退回上级" "return to the platform above";
    Remind "remind" "催办" "remind";
    Note "note" "批示" "leader's note";
    Summon "summon" "吹哨" "summon";
    AllowSummons "allow-summons" "准予吹哨" "allow the summons";
    DenySummons "deny-summons" "不准吹哨" "deny the summons";
    ReportIn "report-in" "报到" "report in";
    JointResult "joint-result" "协办反馈" "result of a summoned agency";
    EndSummons "end-summons" "结束吹哨" "end the summons";
    Supervise "supervise" "督办" "supervise";
    Criticise "criticise" "通报" "criticise in public";
    LiftSupervision "lift" "解除督办" "lift supervision";
    Mediate "mediate" "调解" "mediate";
    Attach "attach" "上传照片" "attach photos";
    Reopen "reopen" "重启" "reopen";
    Alarm "alarm" "预警" "raise an alarm";
    Acknowledge "acknowledge" "确认告警" "acknowledge the alarm";
    Shelve "shelve" "搁置" "shelve the alarm";
    Unshelve "unshelve" "取消搁置" "take off the shelf";
}

impl ActKind {
    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// Where a move leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To this state.
    To(State),
    /// It stays where it is.
    Stays,
    /// It stays, or goes to this state, as what is said has it.
    StaysOr(State),
    /// Back to where it was before.
    Back,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The act.
    pub act: ActKind,
    /// The states in which it is possible; none: there is no such matter yet.
    pub from: &'static [State],
    /// Where it leads.
    pub leads: Leads,
    /// Who may do it.
    pub by: Posts,
    /// What else must be so, for whoever reads the table.
    pub given: &'static str,
}

use ActKind as K;
use Leads::{Back, Stays, StaysOr, To};
use Post::{Agency, CallBack, Chief, Dispatch, Intake, Leader, ShiftLead, Supervision, System, Town, Worker};
use State::{
    Accepted, Answered, Assigned, Closed, Declined, Handled, Merged, OnScene, PassedOn, Receipted, Reported, ReturnedUp,
};

const WAITING: &[State] = &[Reported, Accepted];
const OUT: &[State] = &[Assigned, Receipted, OnScene];
const HANDLING: &[State] = &[Accepted, Assigned, Receipted, OnScene];
const UNHANDLED: &[State] = &[Reported, Accepted, Assigned, Receipted, OnScene];
const TAKEN: &[State] = &[Accepted, Assigned, Receipted, OnScene, Handled];
const OPEN: &[State] = &[Reported, Accepted, Assigned, Receipted, OnScene, Handled];
const ENDED: &[State] = &[Closed, Answered, Declined, PassedOn, ReturnedUp];

/// Those who may say where a matter goes.
const DESKS: Posts = Posts::of(&[Dispatch, ShiftLead, Leader, Town, Chief]);
/// Those in the field, and the agencies.
const FIELD: Posts = Posts::of(&[Worker, Chief, Agency, Town]);
const FRONT: Posts = Posts::of(&[Intake, Dispatch, ShiftLead]);
/// Those who watch the alarms.
const WATCH: Posts = Posts::of(&[Intake, Dispatch, Supervision, ShiftLead, Leader, Town]);

const fn row(act: ActKind, from: &'static [State], leads: Leads, by: Posts, given: &'static str) -> Move {
    Move { act, from, leads, by, given }
}

const fn by(posts: &[Post]) -> Posts {
    Posts::of(posts)
}

/// The table. An act may have several rows; one that fits is enough.
pub const MOVES: &[Move] = &[
    row(
        K::Report,
        &[],
        To(Reported),
        by(&[Intake, Dispatch, ShiftLead, Leader, Town, Chief, Worker, Agency, System]),
        "",
    ),
    row(K::Accept, &[Reported], To(Accepted), by(&[Intake, Dispatch, ShiftLead, Town, Chief, System]), ""),
    row(
        K::Assign,
        WAITING,
        To(Assigned),
        DESKS,
        "an agency or a person is named; what goes to 110/119/120 is never dispatched",
    ),
    row(K::Deliver, &[Assigned], Stays, by(&[Worker, System, Dispatch]), "a person was sent and has not had it yet"),
    row(K::Receipt, &[Assigned], To(Receipted), FIELD, "by whom it was sent to"),
    row(K::Arrive, &[Assigned, Receipted], To(OnScene), FIELD, "by whom it was sent to"),
    row(K::ReportBack, HANDLING, Stays, FIELD, "stops the clock of finding out"),
    row(K::Handle, &[Accepted], To(Handled), FIELD.with(FRONT), ""),
    row(
        K::Handle,
        OUT,
        To(Handled),
        FIELD,
        "by whom it was sent to; no summoned agency owes a result; no mediation is under way",
    ),
    row(
        K::Check,
        &[Handled],
        StaysOr(Assigned),
        by(&[Worker, Chief, Supervision, Town]),
        "not by who handled it or called back",
    ),
    row(
        K::Check,
        &[Handled],
        To(Accepted),
        by(&[Worker, Chief, Supervision, Town]),
        "not done, and nobody had been sent",
    ),
    row(
        K::CallBack,
        &[Handled],
        StaysOr(Assigned),
        by(&[CallBack, ShiftLead, System]),
        "not by who handled or checked it; where the platform above calls back, by its feed",
    ),
    row(
        K::CallBack,
        &[Handled],
        To(Accepted),
        by(&[CallBack, ShiftLead, System]),
        "not satisfied, and nobody had been sent",
    ),
    row(
        K::Close,
        &[Handled],
        To(Closed),
        by(&[CallBack, Supervision, ShiftLead]),
        "checked or called back; what was agreed in a dispute is performed",
    ),
    row(K::Close, &[Answered, PassedOn], To(Closed), by(&[Intake, CallBack, ShiftLead]), ""),
    row(K::Recall, &[Assigned], To(Accepted), DESKS, ""),
    row(K::Reassign, OUT, To(Assigned), DESKS, ""),
    row(K::Answer, WAITING, To(Answered), by(&[Intake, Dispatch, ShiftLead, Town]), ""),
    row(K::Decline, WAITING, To(Declined), by(&[Intake, ShiftLead, Town]), "says where to go instead"),
    row(K::Settle, WAITING, To(Handled), by(&[Worker, Chief]), ""),
    row(K::PassOn, UNHANDLED, To(PassedOn), by(&[Intake, Dispatch, ShiftLead, Town]), ""),
    row(K::Merge, UNHANDLED, To(Merged), FRONT, "into another open matter"),
    row(K::Unmerge, &[Merged], Back, FRONT, ""),
    row(K::Raise, WAITING, Stays, by(&[Worker, Chief, Town, Dispatch, ShiftLead]), "to a higher level"),
    row(K::PassDown, WAITING, Stays, by(&[Chief, Town, Dispatch, ShiftLead]), "to a lower level"),
    row(K::Escalate, WAITING, To(Accepted), by(&[Town]), "the county does not hold it yet"),
    row(K::Rate, &[Handled, Closed], Stays, by(&[Town]), "the town had called for the county; once"),
    row(K::AskReturn, OUT, Stays, by(&[Agency, Worker, Town]), "nothing else is asked; by who answers for it"),
    row(
        K::AskExtend,
        HANDLING,
        Stays,
        by(&[Agency, Worker, Town, Dispatch]),
        "nothing else is asked; later than now, not later than the platform above allows",
    ),
    row(K::AskSuspend, HANDLING, Stays, by(&[Agency, Worker, Town, Dispatch]), "nothing else is asked; with an end"),
    row(
        K::Grant,
        HANDLING,
        StaysOr(Accepted),
        by(&[ShiftLead, Leader]),
        "something is asked; not by who asked; a granted return goes back to accepted",
    ),
    row(K::Deny, HANDLING, Stays, by(&[ShiftLead, Leader]), "something is asked"),
    row(K::Resume, HANDLING, Stays, by(&[Agency, Dispatch, ShiftLead, Leader]), "the clock stands still"),
    row(K::ReturnUp, UNHANDLED, To(ReturnedUp), by(&[Dispatch, ShiftLead]), "within the limit of the platform above"),
    row(K::Remind, HANDLING, Stays, by(&[Dispatch, Supervision, ShiftLead, Leader, Town, System]), ""),
    row(K::Note, OPEN, Stays, by(&[Leader]), ""),
    row(K::Summon, WAITING, To(Assigned), DESKS, "none is open; the agency in the lead answers from now on"),
    row(K::Summon, WAITING, To(Accepted), DESKS, "none is open; it needs approval, and waits for it"),
    row(K::Summon, OUT, Stays, DESKS, "none is open; the lead stays with the agency that answers for it"),
    row(
        K::AllowSummons,
        &[Accepted],
        To(Assigned),
        by(&[ShiftLead, Leader]),
        "one waits for approval; not by who summoned",
    ),
    row(K::AllowSummons, OUT, Stays, by(&[ShiftLead, Leader]), "one waits for approval; not by who summoned"),
    row(K::DenySummons, HANDLING, Stays, by(&[ShiftLead, Leader]), "one waits for approval"),
    row(K::ReportIn, OUT, Stays, by(&[Agency, Town]), "the agency is summoned"),
    row(K::JointResult, OUT, Stays, by(&[Agency, Town]), "the agency has reported in"),
    row(K::EndSummons, HANDLING, Stays, DESKS, "a summoned agency owes a result"),
    row(
        K::Supervise,
        TAKEN,
        Stays,
        by(&[Supervision, ShiftLead, Leader]),
        "the step before has run out, or it was sent back since",
    ),
    row(K::Criticise, TAKEN, Stays, by(&[Supervision, Leader]), "under supervision and late again"),
    row(K::LiftSupervision, TAKEN, Stays, by(&[Supervision, Leader]), "under supervision"),
    row(K::Mediate, TAKEN, Stays, by(&[Worker, Chief, Agency, Town, CallBack]), "a dispute, one phase after the other"),
    row(K::Mediate, &[Closed], Stays, by(&[Worker, Chief, Agency, Town, CallBack]), "the later visits"),
    row(K::Attach, TAKEN, Stays, FIELD.with(by(&[Dispatch])), ""),
    row(K::Reopen, ENDED, To(Accepted), by(&[Intake, CallBack, Supervision, ShiftLead, Leader]), ""),
    row(K::Alarm, OPEN, Stays, by(&[System]), "the clock runs and has come so far; once"),
    row(
        K::Acknowledge,
        HANDLING,
        Stays,
        WATCH,
        "it is late, or its shelf ran out, and nobody has acknowledged that; what is new is taken in instead",
    ),
    row(K::Shelve, UNHANDLED, Stays, WATCH, "until later than now, a week at most; with a reason"),
    row(K::Unshelve, UNHANDLED, Stays, WATCH, "it is shelved"),
];

/// The rows of an act.
pub fn moves_of(act: ActKind) -> impl Iterator<Item = &'static Move> {
    MOVES.iter().filter(move |row| row.act == act)
}

/// What somebody with these posts may do in this state, the most usual first.
pub fn possible(state: State, posts: Posts) -> Vec<ActKind> {
    let mut acts: Vec<ActKind> =
        MOVES.iter().filter(|row| row.from.contains(&state) && row.by.meets(posts)).map(|row| row.act).collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}
