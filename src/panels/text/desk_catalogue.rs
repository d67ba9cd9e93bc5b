//! The words of the desk: forms, the list's head, the card's acts. A table of its own beside the catalogue, since that
//! is long enough.

use crate::seat::Lang;

macro_rules! words {
    ($($word:ident $zh:literal $en:literal;)+) => {
        /// A word of the desk.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Word { $($word),+ }

        impl Word {
            #[cfg(test)]
            const ALL: &[Word] = &[$(Word::$word),+];

            fn pair(self) -> (&'static str, &'static str) {
                match self { $(Word::$word => ($zh, $en)),+ }
            }
        }
    };
}

/// The word in a language.
pub(crate) fn say(lang: Lang, word: Word) -> &'static str {
    let (zh, en) = word.pair();
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

words! {
    // Forms
    Confirm "确认" "Confirm";
    Cancel "取消" "Cancel";
    EnterKey "回车" "Enter";
    AltDigit "Alt+数字 选用" "Alt+digit takes one";
    Reason "理由" "Reason";
    Result "结果" "Result";
    Reply "答复" "Answer";
    Order "指令" "Message";
    What "事由" "What for";
    Content "内容" "Words";
    Found "情况" "What was found";
    Where "建议去向" "Where to go instead";
    Told "已电话告知" "Told by phone";
    UntilWhen "到何时 月-日 时:分" "Until when: month-day hour:minute";
    OneAgency "承办单位" "Agency that answers";
    Agencies "吹哨单位（首个主办）" "Agencies, the first leads";
    FindAgency "单位名或拼音首字母" "part of a name";
    Into "并入哪一件" "Into which matter";
    MatterNumber "编号或末几位" "number, or its end";
    NoneNear "附近没有在办事件，请填编号" "None near: type its number";
    Drafted "有草稿" "draft";
    ChooseAnother "另选人员" "Choose another";
    Several "件" "matters";
    // Choices
    Passed "已办好" "Done";
    NotPassed "未办好" "Not done";
    Nobody "不派人" "Nobody";
    Listed "挂账" "On the long list";
    NotListed "不挂账" "Not listed";
    WorkingDays "个工作日" "working days";
    Days "天" "days";
    Simple "简单" "Simple";
    General "一般件" "General";
    Complex "复杂" "Complex";
    ChooseUrgency "紧急程度" "Urgency";
    ChooseDifficulty "难易" "Difficulty";
    ChoosePassed "核实结果" "Found";
    ChooseSaid "评价" "Said";
    ChooseService "转到" "Passed on to";
    ChooseLevel "层级" "Level";
    ChoosePerson "先派" "First sends";
    ChooseParty "单位" "Agency";
    ChoosePhase "进展" "Phase";
    ChooseListed "长期难办" "Unsolvable for long";
    // The card
    AllActs "全部" "All";
    FewActs "收起" "Fewer";
    Clocks "时限" "Clocks";
    Joint "协办" "Joint";
    LeadMark "主办" "lead";
    ReportedIn "已报到" "reported in";
    NotReportedIn "未报到" "not in yet";
    ResultGiven "已反馈" "result";
    Released "已解除" "released";
    WaitsApproval "待批" "waits for approval";
    Level "层级" "Level";
    Asked "申请" "Asked";
    Standstill "中止至" "Stands still until";
    Supervision "督办" "Supervised";
    Town "镇呼" "Town";
    MergedInto "并入" "Merged into";
    Reports "来报" "Reports";
    ReportsMerged "次合并" "merged";
    Reminded "催办" "Reminded";
    Times "次" "times";
    Mediation "调解" "Mediation";
    WholeTrace "全部经过" "all of it";
    TraceEnd "收起" "the end";
    NextIs "下一步" "Next";
    // The list
    Search "搜事件、地点、单位、人员" "matters, places, people";
    OnMap "仅地图内" "On map";
    Filter "筛选" "Filter";
    MoreFilters "更多筛选" "More filters";
    FoundPeople "人员" "People";
    FoundPlaces "地点" "Places";
    BackToToDo "回到待办" "Back to the to-do list";
    Narrowed "筛选中" "filtered";
    Clear "清除" "Clear";
    SaveView "存视图" "Save view";
    MarkAll "全选" "Mark all";
    Unmark "取消选择" "Unmark";
    Marked "已选" "Marked";
    Urgencies "紧急程度" "Urgency";
    States "状态" "State";
    Levels "层级" "Level";
    Towns "镇街" "Town";
    AgencyFilter "承办" "Agency";
    NothingFits "没有符合的事件" "Nothing fits";
    ListToDo "待办" "To do";
    ListWaiting "待派" "To send";
    ListCallBack "待回访" "Call back";
    ListDueSoon "临期" "Due soon";
    ListOverdue "超期" "Overdue";
    ListAsked "待批" "Asked";
    ListSupervision "督办" "Supervised";
    ListSuspended "中止" "Suspended";
    ListUnlocated "未定位" "No place";
    ListOpen "全部" "All open";
    ListOver "已办结" "Over";
    NotInThisList "此列表无" "None in this list";
    StillSearching "仍在查找已办结的" "still searching what is over";
    NewestOf "最近" "the newest";
    SortPressing "按轻重" "Pressing";
    SortDue "按时限" "Deadline";
    SortNewest "最新" "Newest";
    SortOldest "最早" "Oldest";
    SortTown "按镇街" "Town";
    SortAgency "按单位" "Agency";
    DeskSwitch "席位" "Desk";
    DoneWith "已办" "Done";
    RefusedBy "未办" "refused";
    // Levels, singly
    County "县" "county";
    TownLevel "镇街" "town";
    ZoneLevel "片区" "zone";
    VillageLevel "村社区" "village";
    GridLevel "网格" "grid";
    // Phases of clocks
    PhaseAccept "受理" "take in";
    PhaseReceipt "签收" "receipt";
    PhaseReportBack "查明反馈" "find out";
    PhaseHandle "办结" "handle";
    PhaseRework "返工" "rework";
    PhaseClose "回访结案" "close";
    PhaseLevel "上报下派" "level";
    PhaseAnswer "区应" "county answers";
    PhaseReportIn "报到" "report in";
    PhaseSupervise "督办" "supervision";
    // Mediation
    Mediating "调解中" "mediating";
    Agreed "达成协议" "agreed";
    NotAgreed "未达成协议" "not agreed";
    Performed "已履行" "performed";
    VisitedAgain "已回访" "visited again";
    // Supervision
    StepNotice "督办通知" "notice";
    StepSecond "二次办理" "second handling";
    StepVice "分管领导协调" "vice leaders";
    StepMain "主要领导决定" "main leaders";
    // Services
    Police "110 公安" "110 police";
    Fire "119 消防" "119 fire";
    Ambulance "120 急救" "120 ambulance";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_both_languages() {
        for word in Word::ALL {
            assert!(!say(Lang::Zh, *word).is_empty() && !say(Lang::En, *word).is_empty(), "{word:?}");
            assert!(say(Lang::En, *word).chars().all(|c| !('\u{4E00}'..='\u{9FFF}').contains(&c)), "{word:?}");
        }
    }
}
