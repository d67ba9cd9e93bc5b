//! The one table of words.

use crate::seat::Lang;

macro_rules! catalogue {
    ($($key:ident $zh:literal $en:literal;)+) => {
        /// A word of the interface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Key { $($key),+ }

        impl Key {
            /// Every word, for the tests.
            #[cfg(test)]
            pub(crate) const ALL: &[Key] = &[$(Key::$key),+];

            fn pair(self) -> (&'static str, &'static str) {
                match self { $(Key::$key => ($zh, $en)),+ }
            }
        }
    };
}

/// The word in a language.
pub(crate) fn text(lang: Lang, key: Key) -> &'static str {
    let (zh, en) = key.pair();
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

catalogue! {
    // Help
    HelpTitle "按键" "Keys";
    HelpCloses "任意键关闭" "any key closes";
    // Header
    Title "一图纵览 全局指挥调度" "One map, whole county: command and dispatch";
    ShortTitle "一图纵览" "One map";
    Product "纵览" "Zonglan";
    SampleData "演示数据" "Sample data";
    Live "实时" "Live";
    SomeStale "部分迟到" "Partly late";
    AllStale "全部迟到" "All feeds late";
    SomeDead "部分中断" "Partly lost";
    AllDead "全部中断" "All feeds lost";
    NoFeeds "无接入" "No feeds";
    OnDuty "值班" "Duty";
    DutyOfficer "值班员" "Duty officer";
    // The time machine
    ReplayWord "回放" "Replay";
    Paused "暂停" "paused";
    Play "播放" "Play";
    Pause "暂停" "Pause";
    Answerable "责任" "Answers";
    ReplayTo "回放到 " "replay at ";
    ReplayReading "正在读取 " "reading ";
    BackToLive "Home 回到实时" "Home: live";
    BackSoon "后回到实时" "live in";
    PastIsPast "回放中不能处置：按 Home 回到实时" "nobody acts in the past: press Home for live";
    AtThatMoment "回放时刻" "then: ";
    VideoIsLive "回放中不看视频：按 Home 回到实时" "video is of now: press Home for live";
    NoCameraLooks "没有摄像头看向此处" "no camera looks here";
    ToastNoReplay "不能回放：" "no replay: ";
    TimelineMoment "来报与经过" "New, and steps";
    // Figures
    Today "今日" "Today";
    Until "0时至" "0:00 to ";
    Received "受理" "Received";
    Open "在办" "Open";
    Overdue "超期" "Overdue";
    OfHandledToday "占今日办结" "of handled today";
    OfDue "占应办结" "of those due";
    OfCalledBack "占已回访" "of called back";
    OnTheSpot "当场办结" "On the spot";
    OnTimeMonth "按时办结 本月" "On time, month";
    SatisfiedMonth "满意 本月" "Satisfied, month";
    ColumnReceived "受理" "New";
    ColumnOpen "在办" "Open";
    ColumnOverdue "超期" "Late";
    ColumnOnTime "按时%" "In time";
    DueSoon "临期" "due soon";
    ShareOf "占" "share";
    More "多" "+";
    Fewer "少" "−";
    Equal "持平" "equal";
    LastWeek "上周同时段" "last week";
    LastWeekday "上" "last ";
    TooFew "样本不足" "too few to say";
    Piece "件" "";
    NoneOverdue "无超期" "none";
    CheckedAt "核于" "as of";
    CumulativeReceived "累计受理 件" "Received so far";
    Hour "时" ":00";
    // Towns, sources
    Towns "镇街" "Towns";
    TownsUnit "个" "";
    OnTimeNote "按时 = 本月" "on time = month";
    WholeCounty "全县" "County";
    Sources "来源" "Sources";
    OtherSources "其他来源" "Others";
    Topics "类别" "Topics";
    OtherTopics "其他类别" "Other topics";
    SourcesNote "今日受理" "received today";
    SourceGrid "网格发现" "Grid workers";
    SourceCityHotline "12345" "12345 hotline";
    SourceHotline "本地热线" "Local hotline";
    SourceMailbox "领导信箱" "Mailbox";
    SourceVisit "来信来访" "Visits";
    SourceWeb "网站" "Web";
    SourceSnap "随手拍" "Snap & report";
    SourceCamera "视频传感" "Cameras, sensors";
    SourceTown "镇街来电" "Towns' calls";
    // Footer
    TimelineTitle "近24小时受理" "Received, 24 h";
    Feeds "接入" "Feeds";
    FeedLate "迟" "behind";
    FeedLost "断 最后" "lost, last";
    Staff "网格员" "Staff";
    StaffFree "空闲" "free";
    StaffOnTask "任务中" "on task";
    StaffStale "定位过旧" "old fix";
    StaffOnDuty "在岗" "on duty";
    StaffNotThen "当时无定位记录" "no positions on record";
    FeedsLostBand "全部接入已断" "All feeds lost";
    FeedsLostSince "地图停在" "nothing newer than";
    // Queue
    NoMatters "还没有事件记录" "No matter on record yet";
    NoCounty "还没有辖区" "There is no county yet";
    NoCountyImport "导入区划和网格：zonglan import areas 文件 --data 数据目录" "Take in its areas: zonglan import areas FILES --data DIR";
    NoCountySample "先看样例县：不带 --data 启动" "See a sample county first: start without --data";
    NothingToDo "无待办事件" "Nothing to do";
    Total "共" "of";
    Unassigned "未定承办" "no agency";
    ConfidentialCount "含保密" "of them confidential:";
    Confidential "保密件" "Confidential matter";
    Untitled "未命名事件" "Untitled matter";
    // States
    StateReported "待受理" "New";
    StateAccepted "待交办" "To assign";
    StateAssigned "已交办" "Assigned";
    StateReceipted "已签收" "Receipted";
    StateOnScene "已到场" "On scene";
    StateHandled "待核实" "To verify";
    StateClosed "已结案" "Closed";
    StateAnswered "已答复" "Answered";
    StateDeclined "不予受理" "declined";
    StateMerged "已并案" "merged";
    StatePassedOn "已转办" "passed on";
    StateReturnedUp "已退回上级" "returned above";
    // Urgencies
    U1 "特急" "Critical";
    U2 "紧急" "Urgent";
    U3 "一般" "Normal";
    U4 "较低" "Low";
    // Steps
    StepReported "接报" "Reported";
    StepAccepted "受理" "Accepted";
    StepAssigned "交办" "Assigned";
    StepDelivered "送达" "Delivered";
    StepReceipted "签收" "Receipted";
    StepArrived "到场" "Arrived";
    StepHandled "办结" "Handled";
    StepChecked "核实" "Checked";
    StepCalledBack "回访" "Called back";
    StepClosed "结案" "Closed";
    StepAnswered "答复" "Answered";
    StepRecalled "撤回" "Recalled";
    StepReassigned "改派" "Reassigned";
    StepJoined "并入" "joined by";
    StepParted "移出" "parted from";
    // Card
    Place "地点" "Place";
    Agency "承办" "Agency";
    Upstream "上游" "Upstream";
    Sent "已派" "Sent";
    Trace "经过" "Trace";
    TraceSteps "步" "steps";
    Candidates "可派人员" "Who can go";
    CandidatesNote "按到达排，属地、对口提前" "by arrival; fit moves up";
    NoCandidates "附近无可派人员" "Nobody near is free";
    NoPlace "事件未定位" "The matter has no place";
    LeftOut "未列入" "Left out";
    CamerasNear "附近视频" "Cameras near";
    NoCameras "附近无视频" "No cameras near";
    Message "指令" "Message";
    Deadline "到期" "due";
    DeadlineOnceAccepted "受理时定时限" "Set once accepted";
    NoDeadline "未定时限" "No deadline set";
    HandledInTime "按时办结" "Handled in time";
    HandledLate "超时办结" "Handled late";
    NobodyNear "不派人" "nobody goes";
    FirstSend "先派" "send";
    AssignTo "交办" "Assign";
    Send "派" "Send";
    Reassign "改派" "Reassign to";
    Recall "撤回" "Recall";
    Accept "受理" "Accept";
    NextVerify "待核实或回访，然后结案" "Next: check or call back, then close";
    NextClose "已核实，可以结案" "Verified: it can be closed";
    ConfirmCloseU1 "结案 1 件特急事件，确认？" "Close 1 critical matter?";
    ConfirmCloseYes "确认结案" "Close it";
    ConfirmNo "先不结" "Not yet";
    Ended "已办完，无须再动" "Done; nothing more to do";
    Sending "发送中" "Sending";
    DeliveredNow "已送达" "Delivered";
    ReceiptedNow "已签收" "Receipted";
    OnSceneNow "已到场" "On scene";
    Undelivered "未送达 · 请电话" "Not delivered · phone";
    AgencyOnly "只交办承办单位" "agency only";
    // Reasons
    OwnGrid "本网格" "own grid";
    OwnVillage "本村社区" "own village";
    OwnTown "本镇街" "own town";
    OwnAgency "承办单位" "own agency";
    Fix "定位" "fix";
    Ago "前" " ago";
    Free "空闲" "free";
    OnTask "任务中" "on task";
    Offline "离线" "offline";
    NoFixThen "当时无定位记录" "no position on record";
    OffDuty "未在岗" "off duty";
    // Roles
    RoleGridChief "网格长" "Grid chief";
    RoleGridWorker "专职网格员" "Grid worker";
    RolePartTime "兼职网格员" "Part-time";
    RoleAssistant "网格协管员" "Assistant";
    RoleResponder "下沉力量" "Responder";
    // Cards of things
    Phone "电话" "Phone";
    Home "归属" "Home area";
    LastFix "定位" "Position";
    Tasks "任务" "Tasks";
    NoTasks "无任务" "none";
    Operator "运维" "Operator";
    Code "编码" "Code";
    Online "在线" "Online";
    Fault "故障" "Fault";
    Unknown "未知" "Unknown";
    NoRoute "网络不通" "No route";
    Population "人口" "Population";
    People "人" "";
    Belongs "隶属" "Part of";
    AreaSize "面积" "Area";
    Children "下辖" "Consists of";
    LevelCounty "县" "county";
    LevelTown "镇街" "towns";
    LevelZone "片区" "zones";
    LevelVillage "村社区" "villages";
    LevelGrid "网格" "grids";
    // Changes
    Changes "近15分钟变化" "Last 15 minutes";
    NoChanges "近15分钟无变化" "Nothing changed";
    Latest "最新" "latest";
    // Legend
    HeatTitle "近7日来报 件/km² 带宽420米" "Reported in 7 days per km², 420 m";
    HeatNoWeek "无前7日记录可比：近7日来报 件/km²" "No record of the 7 days before: 7 days per km²";
    HeatNoYear "无上年同期记录可比：近7日来报 件/km²" "No record of last year: 7 days per km²";
    HeatAgainstWeek "近7日比前7日 件/km²" "7 days against the 7 before, per km²";
    HeatAgainstYear "近7日比上年同期 件/km²" "7 days against last year's, per km²";
    NextHeat "Shift+H 对比" "Shift+H";
    FillOpenPerThousand "在办 件/千人" "Open per 1,000 people";
    FillOpenPerKm2 "在办 件/km²" "Open per km²";
    FillReportedPerThousand "近30日来报 件/千人" "30 days' reports per 1,000";
    FillReportedPerKm2 "近30日来报 件/km²" "30 days' reports per km²";
    FillOverdue "超期占在办 %" "Overdue of open, %";
    FillOnTime "近30日按时办结率 %" "Handled in time, 30 days, %";
    FillStaff "在岗力量 人/km²" "Staff on duty per km²";
    FillCampaign "专项任务完成率 %" "Campaign: places done, %";
    NextIndicator "F 换指标" "F: next";
    HatchOverdue "斜纹 = 有超期件" "lines = overdue";
    HatchUnstaffed "网纹 = 无人在岗" "crossed = nobody";
    GapsTitle "登记缺漏" "Missing in the registers";
    GapsSearching "查找中…" "searching…";
    GapsNone "没有缺漏" "nothing is missing";
    GapGridWorker "无网格员" "no walker";
    GapGridChief "无网格长" "no chief";
    GapWorkerHome "人员无责任网格" "staff without area";
    GapWorkerHomeUnknown "人员网格不存在" "staff's area unknown";
    GapCamera "摄像头在县外" "camera outside";
    GapCategory "类别无承办单位" "category, no agency";
    GapName "区域无名称" "area without name";
    GapChildren "区域无下级" "area not cut further";
    GapParent "区域无上级" "area without parent";
    GapPopulation "区域无人口数" "area, no population";
    GapUnlocated "事件无位置" "matter without place";
    GapOutside "事件在县外" "matter outside";
    GapPile "同点堆积" "pile on one spot";
    LegendNew "新报" "new";
    LegendAccepted "已受理" "taken";
    LegendSent "已派" "sent";
    LegendOldFix "过旧" "old fix";
    LegendVerify "核实中" "verify";
    LegendCluster "圈 = 多件合并，数字为件数" "ring = several, with their number";
    Camera "摄像头" "camera";
    // Layers
    LayerBasemap "底图" "Base";
    LayerFill "底色" "Fill";
    LayerHeat "热力" "Heat";
    LayerGaps "缺漏" "Gaps";
    LayerBoundaries "界线" "Borders";
    LayerDedicated "专属" "Dedicated";
    DedicatedGrid "专属网格" "dedicated grid";
    LayerCameras "视频" "Video";
    LayerWorkers "人员" "Staff";
    LayerIncidents "事件" "Matters";
    LayerLabels "地名" "Names";
    // Toasts
    ToastSentAgain "改派已撤回，仍派" "Change taken back, sent again:";
    ToastNobody "没有承办单位，也无人可派" "No agency and nobody to send";
    ToastNothing "没有待受理、待交办的事件" "Nothing is waiting";
    ToastNotStored "未能保存，什么也没有发生：" "Not stored, nothing happened: ";
    ToastRefused "未执行：" "Not done: ";
    MapApproval "审图号：" "Map approval no. ";
    MapServer "底图服务器 " "The base map's server ";
    MapNoPicture "没有给出图片，回的是：" "sends no pictures, it says: ";
    MapRefused "拒绝提供" "refuses";
    MapQuota "今日可取的瓦片已用完" "today's tiles are used up";
    MapUnreachable "取不到图" "can't be reached";
    MapKept "只显示已存的图" "what was kept is shown";
    MapKeyMissing "要密钥：请设环境变量 " "wants a key: set the variable ";
    MapFictitious "本县是虚构的（代码以 99 开头），下面不铺在线底图" "This county is fictitious (codes beginning 99): no online base map lies under it";
    MapNoConnection "连不上" "no connection";
    MapTimedOut "超时" "no answer in time";
    MapTooLong "回应没完没了" "the answer has no end";
    MapRedirects "来回跳转" "it redirects in a circle";
    MapBrokeOff "回应中断" "the answer breaks off";
    FeedNamed "接入 " "Feed ";
    FeedUnreachable "取不到数据" "gives nothing";
    FeedLastStands "保留最后一次的内容" "what it said last stands";
    FeedRefused "拒绝提供" "is refused";
    FeedNotUnderstood "的回应读不懂：" "answers what can't be used: ";
    FeedBadRows "多数行不能用" "brings mostly rows that can't be used";
    FeedKeyMissing "要密钥：请设环境变量 " "wants a key: set the variable ";
    FeedNotKept "有内容未能存下，会再送" "brings rows that can't be kept, they are told again";
    FeedSameNumbers "的编号与另一接入重复：" "bears numbers of another feed's: ";
    TellingTo "告知 " "Endpoint ";
    FeedNotTold "未送达的通知 " "notices given up: ";
    FeedTellAgain "核对后用 zonglan tell retry --failed 重发" "look into it, then zonglan tell retry --failed";
    FeedIsBack "已恢复，中断了 " "is back after ";
    RefusedUnknown "没有这个编号的事件 " "no matter has the number ";
    RefusedTaken "编号已被占用 " "the number is taken: ";
    RefusedMoved "事件已有变动，请再看一遍" "the matter has changed: look again";
    RefusedNotNow "当前不能" "not possible now:";
    RefusedNobody "未指明单位或人员" "the order names nobody";
    RefusedByHandler "办理人不能自己回访：" "who handled it can't call back: ";
    StateNow "事件现为" "the matter is now";
    Possible "可以：" "possible: ";
    RefusedNotYours "不在你的岗位职责内，应由下列岗位" "not yours to do: ";
    RefusedWithOthers "已交他人办理，请由其办理或先改派：" "it is with ";
    RefusedCheckByHandler "办理人不能自己核实：" "who handled it can't check it: ";
    RefusedSamePerson "核实与回访不能是同一人：" "check and call back are two people's: ";
    RefusedCalledAbove "由上级平台回访：" "the platform above calls back: ";
    RefusedUnverified "尚未核实或回访，不能结案" "neither checked nor called back yet";
    RefusedUnsaid "内容未填写：" "something is not said: ";
    RefusedEmergency "此类事项不派单，请转办 " "never dispatched: pass it on to ";
    RefusedNotFromAbove "不是上级交办件，或上级不收退件" "not from above, or taken back by nobody";
    RefusedReturnedLate "已过上级退单时限，请办理或申请延期" "too late to return it: handle it";
    RefusedBeyondUpstream "晚于上级时限" "later than the platform above wants it";
    RefusedMerge "不能并入该件，请选一件在办的：" "can't be merged into ";
    RefusedLevel "层级不对，或已在区县" "not that way from its level";
    RefusedAskedAlready "已有申请待批" "something is asked already";
    RefusedNothingAsked "没有待批的申请" "nothing is asked";
    RefusedOwnRequest "不能批准自己的申请：" "nobody grants their own: ";
    RefusedTooEarly "时间须在此后" "the moment must be later";
    RefusedNotSuspended "计时未中止" "the clock runs";
    RefusedSuspended "计时已中止" "the clock stands still already";
    RefusedSummonsOpen "已有吹哨未了" "agencies are summoned already";
    RefusedNoSummons "没有待办的吹哨" "no summons waits for that";
    RefusedLeadIs "首接单位仍为主办：" "it stays in the lead: ";
    RefusedNotSummoned "未被吹哨、已办或尚未报到：" "not summoned, done, or not reported in: ";
    RefusedJointOpen "协办单位尚未反馈：" "these owe a result: ";
    RefusedNothingToRate "没有待评价的呼应件" "nothing to rate";
    RefusedSupervisionRuns "本步督办时限未到" "the present step still runs";
    RefusedSupervisionAtTop "已由主要领导督办，可予通报" "the main leaders have it";
    RefusedNotSupervised "未在督办" "not under supervision";
    RefusedNotLate "督办时限未过，不予通报" "not late again";
    RefusedNoDispute "不是矛盾纠纷" "no dispute";
    RefusedMediationOrder "调解下一步应为：" "next in mediation: ";
    RefusedMediationOpen "调解未了，请先登记结果" "mediation is under way";
    RefusedNoAlarm "预警未到、已发或计时已停" "no such alarm is due";
    RefusedNoPhoto "照片须以其SHA-256登记" "a photo is known by its SHA-256";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_both_languages() {
        // Units that English leaves out are the only empty words.
        let unit = [Key::Piece, Key::TownsUnit, Key::People];
        for key in Key::ALL {
            assert!(!text(Lang::Zh, *key).is_empty(), "{key:?} lacks Chinese");
            assert!(unit.contains(key) || !text(Lang::En, *key).is_empty(), "{key:?} lacks English");
            assert!(text(Lang::En, *key).chars().all(|c| !('\u{4E00}'..='\u{9FFF}').contains(&c)), "{key:?}");
        }
    }
}
