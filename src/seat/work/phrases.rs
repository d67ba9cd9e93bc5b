//! The short lists that words are taken from: what offices write most, so that most forms need no typing.

use crate::domain::ActKind;
use crate::seat::Lang;

/// One of the usual words, Chinese and English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase(&'static str, &'static str);

impl Phrase {
    /// The words in a language.
    pub fn words(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.0,
            Lang::En => self.1,
        }
    }
}

macro_rules! list {
    ($($zh:literal $en:literal),+ $(,)?) => { &[$(Phrase($zh, $en)),+] };
}

/// The usual words of an act's field; `second` for those of its second words.
pub fn phrases(act: ActKind, second: bool) -> &'static [Phrase] {
    use ActKind as K;
    match (act, second) {
        (K::Decline, false) => list![
            "不属受理范围" "outside what we take in", "已进入司法程序" "before the courts", "重复反映，已有结论" "settled before",
        ],
        (K::Decline, true) => list![
            "法院" "the court", "仲裁机构" "arbitration", "信访部门" "the petitions office", "物业公司" "the property manager",
        ],
        (K::Summon, true) => list!["值班长" "the shift leader", "带班领导" "the leader on duty"],
        (_, true) => &[],
        (K::Handle | K::Settle | K::JointResult, _) => list![
            "已现场处置完毕" "dealt with on site", "已整改到位" "put right", "已劝离、恢复秩序" "sent away, order restored",
        ],
        (K::ReportBack, _) => list!["情况属实，正在处置" "true, being dealt with", "情况不属实" "not true"],
        (K::Answer, _) => list!["已当场解释答复" "explained at once", "已告知办理渠道" "told where to turn"],
        (K::PassOn, _) => list!["已电话转办并记录" "passed on by phone, recorded"],
        (K::Raise, _) => {
            list!["本级无力解决" "can't be settled at this level", "涉及多个单位" "several agencies are concerned"]
        }
        (K::PassDown, _) => list!["属下级职责" "the lower level's own", "就近处置" "dealt with nearer by"],
        (K::Escalate, _) => list!["镇街无执法权" "the town may not enforce", "镇街无力解决" "the town can't settle it"],
        (K::AskReturn, _) => list![
            "不属本单位职责" "not ours", "辖区不符" "outside our area", "信息不全，无法办理" "too little is said",
        ],
        (K::AskExtend, _) => list![
            "情况复杂，需延期" "complex, more time needed", "等待材料" "waiting for material", "天气原因" "the weather",
        ],
        (K::AskSuspend, _) => list![
            "等待配件" "waiting for parts", "等待资金安排" "waiting for funds", "需多方协商" "several sides must agree",
        ],
        (K::Shelve, _) => list![
            "等待现场反馈" "waiting for word from the scene", "重复报警" "the same alarm again", "已电话联系" "phoned already",
            "待专业队伍" "waiting for a team",
        ],
        (K::Deny | K::DenySummons, _) => {
            list!["理由不充分" "the reason does not suffice", "属本单位职责" "it is yours"]
        }
        (K::ReturnUp, _) => list!["不属本区县职责" "not this county's", "辖区不符" "outside our area"],
        (K::Remind, _) => list!["请抓紧办理" "please hurry", "临近时限，请按时反馈" "due soon, report in time"],
        (K::Note, _) => list!["请抓紧办理，结果报我" "see to it and tell me", "请现场处置" "deal with it on site"],
        (K::EndSummons, _) => list!["已无需协办" "no longer needed", "超时未报到" "did not report in"],
        (K::Supervise, _) => list!["请限期办结并反馈" "handle it within the term and report", "超期未办结" "overdue"],
        (K::Criticise, _) => list!["督办后仍逾期" "late again under supervision"],
        (K::LiftSupervision, _) => list!["已按要求办理" "done as asked"],
        (K::Mediate, _) => list!["双方同意调解" "both sides agree to talk", "双方达成一致" "they agreed"],
        (K::Reopen, _) => list!["问题反复" "it came back", "群众不满意" "the citizen is not satisfied"],
        _ => &[],
    }
}

/// Whether the first of the usual words stands in the field from the start: where it commits nobody to a reason.
pub(super) fn is_prefilled(act: ActKind) -> bool {
    matches!(act, ActKind::Remind | ActKind::Supervise | ActKind::PassOn)
}
