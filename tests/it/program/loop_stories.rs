//! The counties' own stories, told to the program act by act.

use super::Desk;
use serde_json::Value;
use zonglan::domain::{IncidentCode, State, Timestamp};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::{IncidentRow, Picture};

/// A county with two workers, and its ledger.
struct Story {
    desk: Desk,
}

/// A moment of September 2026 in China: `11 17:40`.
fn moment(text: &str) -> String {
    format!("2026-09-{}:00+08:00", text.replace(' ', "T"))
}

fn at(text: &str) -> Timestamp {
    Timestamp(moment(text).parse::<jiff::Timestamp>().unwrap().as_second())
}

impl Story {
    fn new() -> Self {
        Self { desk: Desk::small() }
    }

    /// With rules of the county's own: the shipped ones with something else in them.
    fn with_rules(from: &str, to: &str) -> Self {
        let story = Self::new();
        let text = zonglan::domain::Rules::SHIPPED;
        assert!(text.contains(from), "{from}");
        story.desk.file("data/rules.json", text.replace(from, to));
        story
    }

    /// What somebody does at a moment: `by`, the act, the matter, what is said.
    fn act(&self, when: &str, by: &str, words: &str) -> Value {
        self.desk.done(&format!("act {words} --at {} --by {by}", moment(when)))
    }

    fn refused(&self, when: &str, by: &str, words: &str) -> String {
        self.desk.refused(&format!("act {words} --at {} --by {by}", moment(when)))
    }

    fn alarms(&self, when: &str) -> Vec<String> {
        let told = self.desk.done(&format!("act --alarms --at {}", moment(when)));
        let one = |value: &Value| {
            let event = &value[0]["event"];
            format!("{} {}", event["phase"].as_str().unwrap(), event["level"].as_str().unwrap())
        };
        told.as_array().unwrap().iter().map(one).collect()
    }

    /// The matter as the events in the ledger make it.
    fn row(&self, code: &str) -> IncidentRow {
        let ledger = SqliteLedger::open_read_only(&self.desk.data()).unwrap();
        ledger.verify(&mut |_| {}).unwrap();
        let mut picture = Picture::new(8 * 3600);
        let mut read = |recorded| {
            picture.apply(&recorded);
            std::ops::ControlFlow::Continue(())
        };
        ledger.read_after(0, &mut read).unwrap();
        picture.incidents.row(picture.incidents.number(&code.into()).unwrap()).clone()
    }

    fn steps(&self, code: &str) -> Vec<String> {
        self.row(code).trace.iter().map(|step| format!("{:?}", step.kind)).collect()
    }
}

/// Hail on a Friday evening: hotline, town the same evening, insurer, surveyed the next day, settled, called back.
#[test]
fn hail_damage_is_surveyed_settled_and_called_back() {
    let story = Story::new();
    story.act("11 18:20", "受理甲", "report H1 --title 冰雹毁果园 --nature help --urgency U2 --place 118.01,36.01");
    story.act("11 18:25", "受理甲", "accept H1");
    story.act("11 18:27", "派单乙", "assign H1 --agency 大河镇 --worker W1 --text 当晚到场查看");
    story.act("11 18:31", "worker:W1", "receipt H1");
    story.act("11 19:02", "worker:W1", "arrive H1");
    story.act("11 19:10", "大河镇值守", "summon H1 --agencies 农业农村局,保险公司 --told 值班长 --text 查勘定损");
    story.act("11 19:30", "agency:保险公司", "report-in H1 --agency 保险公司");
    story.act("11 19:40", "agency:农业农村局", "report-in H1 --agency 农业农村局");
    let owing = story.refused("12 09:00", "worker:W1", "handle H1 --text 已理赔");
    assert!(owing.contains("owe a result: 保险公司, 农业农村局"), "{owing}");
    story.act("12 10:30", "agency:保险公司", "joint-result H1 --agency 保险公司 --text 查勘完毕，定损4200元");
    story.act("12 10:40", "agency:农业农村局", "joint-result H1 --agency 农业农村局 --text 已指导补救");
    story.act("14 15:00", "worker:W1", "handle H1 --text 理赔到户");
    assert!(story.refused("14 15:30", "worker:W1", "check H1").contains("handled this matter"));
    assert!(story.refused("14 15:30", "回访丁", "close H1").contains("call back"));
    story.act("14 16:00", "回访丁", "callback H1 --answer satisfied");
    story.act("14 16:05", "回访丁", "close H1");
    let row = story.row("H1");
    assert_eq!(row.state, State::Closed);
    // Handled and closed are two things with two clocks: three working days over the week-end, and three more.
    assert_eq!(row.deadline_at, Some(at("16 18:25")));
    assert!(row.clocks().next().is_none(), "nothing runs any more");
    let summons = row.course.unwrap().summons.unwrap();
    assert!(summons.parties.iter().all(|party| party.reported_in_at <= Some(summons.due_at)), "{summons:?}");
}

/// A dangerous-goods warehouse: worker, station, three agencies together, sealed the same morning, checked by another.
#[test]
fn a_warehouse_is_sealed_by_three_agencies_the_same_morning() {
    let story = Story::new();
    story.act("11 07:50", "worker:W1", "report D1 --title 民房内存放危化品 --source grid --urgency U1");
    assert_eq!(story.row("D1").level().name(), "Grid");
    story.act("11 07:55", "worker:W1", "raise D1 --to zone --text 网格无权处置");
    let row = story.row("D1");
    assert_eq!((row.level().name(), row.clocks().count()), ("Zone", 2), "to be taken in, and to be moved on");
    story.act(
        "11 08:10",
        "站长",
        "summon D1 --agencies 应急局,公安局,市场监管局 --lead 应急局 --told 值班长 --due 2026-09-11T08:40:00+08:00",
    );
    let row = story.row("D1");
    assert_eq!(row.state, State::Assigned, "the agency in the lead answers from now on");
    for (when, agency) in [("11 08:25", "应急局"), ("11 08:30", "公安局"), ("11 08:52", "市场监管局")] {
        story.act(when, &format!("agency:{agency}"), &format!("report-in D1 --agency {agency}"));
    }
    assert!(story.refused("11 09:00", "agency:公安局", "joint-result D1 --agency 应急局 --text x").contains("应急局"));
    for agency in ["应急局", "公安局", "市场监管局"] {
        story.act("11 10:20", &format!("agency:{agency}"), &format!("joint-result D1 --agency {agency} --text 已到场"));
    }
    assert!(story.refused("11 10:30", "agency:公安局", "handle D1 --text 查封").contains("it is with 应急局"));
    story.act("11 10:40", "agency:应急局", "handle D1 --text 查封并移走");
    story.act("11 15:00", "worker:W2", "check D1");
    story.act("11 15:10", "督办丙", "close D1");
    let summons = story.row("D1").course.unwrap().summons.unwrap();
    let late: Vec<&str> = summons
        .parties
        .iter()
        .filter(|party| party.reported_in_at > Some(summons.due_at))
        .map(|party| party.agency.as_str())
        .collect();
    assert_eq!(late, ["市场监管局"], "each reports in by the deadline, or is seen not to have");
}

/// Unpaid wages: accepted, mediated, agreed, performed, closed, visited again.
#[test]
fn unpaid_wages_are_mediated_phase_by_phase() {
    let story = Story::new();
    story.act("07 09:00", "受理甲", "report W9 --title 工地欠薪 --nature dispute --difficulty complex --source visit");
    story.act("07 09:20", "受理甲", "accept W9");
    story.act("07 09:30", "派单乙", "assign W9 --agency 人社局");
    let wrong = story.refused("07 10:00", "agency:人社局", "mediate W9 --phase agreed");
    assert!(wrong.ends_with("possible: mediating"), "{wrong}");
    story.act("07 14:00", "agency:人社局", "mediate W9 --phase mediating --text 三方到场");
    assert!(story.refused("07 15:00", "agency:人社局", "handle W9 --text 完").contains("mediation is under way"));
    story.act("08 11:00", "agency:人社局", "mediate W9 --phase not_agreed");
    story.act("09 09:00", "agency:人社局", "mediate W9 --phase mediating");
    story.act("09 16:00", "agency:人社局", "mediate W9 --phase agreed --text 分两期支付");
    story.act("09 16:30", "agency:人社局", "handle W9 --text 达成协议");
    story.act("10 09:00", "回访丁", "callback W9 --answer mostly");
    assert!(story.refused("10 09:10", "回访丁", "close W9").contains("performed"));
    story.act("14 10:00", "agency:人社局", "mediate W9 --phase performed");
    story.act("14 11:00", "回访丁", "close W9");
    story.act("28 10:00", "回访丁", "mediate W9 --phase visited_again --text 未再欠薪");
    assert!(
        story.refused("28 10:00", "agency:人社局", "mediate W9 --phase agreed").contains("possible: visited_again")
    );
    let no_dispute = "report W10 --title 路灯 --nature complaint";
    story.act("28 10:10", "受理甲", no_dispute);
    story.act("28 10:11", "受理甲", "accept W10");
    assert!(story.refused("28 10:12", "agency:城管局", "mediate W10 --phase mediating").contains("no dispute"));
}

/// A town calls for the county, is answered in time and rates the answer.
#[test]
fn a_towns_call_is_answered_in_time_and_rated() {
    let story = Story::new();
    story.act("14 08:30", "大河镇", "report E1 --title 河道采砂 --source town");
    story.act("14 08:40", "大河镇", "escalate E1 --text 镇无执法权");
    assert!(story.refused("14 08:41", "大河镇", "escalate E1 --text 再呼").contains("the county holds it"));
    assert!(story.refused("14 08:42", "大河镇", "rate E1").contains("not possible"));
    story.act("14 09:00", "派单乙", "assign E1 --agency 水利局");
    story.act("16 17:00", "agency:水利局", "handle E1 --text 已责令停止");
    story.act("16 17:20", "大河镇", "rate E1 --answer satisfied");
    assert!(story.refused("16 17:21", "大河镇", "rate E1 --answer mostly").contains("rated"));
    let row = story.row("E1");
    let escalation = row.course.unwrap().escalation.unwrap();
    assert!(escalation.answered_at <= Some(escalation.due_at), "{escalation:?}");
    assert_eq!(escalation.rating, Some(zonglan::domain::CallBack::Satisfied));
    assert_eq!(row.satisfaction, None, "what the town says is no citizen's word");
}

/// A tilted railing: the first agency returns it, with approval, and it goes to the traffic police.
#[test]
fn a_railing_goes_to_the_traffic_police() {
    let story = Story::new();
    story.act("11 09:00", "worker:W1", "report R1 --title 护栏倾斜 --source grid");
    story.act("11 09:10", "派单乙", "assign R1 --agency 城管局");
    assert!(story.refused("11 09:20", "agency:住建局", "ask-return R1 --text 非我职责").contains("it is with 城管局"));
    story.act("11 09:20", "agency:城管局", "ask-return R1 --text 属交警管养");
    assert_eq!(story.row("R1").state, State::Assigned, "the first agency answers until the return is granted");
    assert!(
        story
            .refused("11 09:25", "agency:城管局", "ask-extend R1 --until 2026-09-30T09:00:00+08:00 --text 忙")
            .contains("asked already")
    );
    assert!(story.refused("11 09:25", "agency:城管局", "grant R1").contains("not yours"));
    story.act("11 09:40", "值班长", "grant R1");
    let row = story.row("R1");
    assert_eq!((row.state, row.agency), (State::Accepted, None));
    assert_eq!(row.deadline_at, Some(at("16 09:10")), "a return gives nobody more time");
    story.act("11 09:45", "派单乙", "assign R1 --agency 交警大队");
    story.act("11 11:00", "agency:交警大队", "handle R1 --text 扶正加固");
    story.act("11 15:00", "worker:W1", "check R1");
    story.act("11 15:10", "督办丙", "close R1");
    assert_eq!(
        story.steps("R1"),
        ["Reported", "Accepted", "Assigned", "AskedReturn", "Granted", "Assigned", "Handled", "Checked", "Closed"]
    );
}

/// A poster removed on the spot: one step, with photos before and after, and still checkable.
#[test]
fn a_poster_is_removed_on_the_spot() {
    let story = Story::new();
    // A phone's photo, as it lies and with the place in it; and one that the office has already.
    let (taken, after) = (crate::photos::jpeg_with_place(6), crate::photos::png(40, 30, &[]));
    story.desk.file("poster.jpg", &taken);
    story.desk.file("clean.png", &after);
    story.act("11 09:00", "worker:W1", "report P9 --title 小广告 --source grid");
    let wrong = story.refused("11 09:04", "worker:W1", "settle P9 --text 清除 --before photo.jpg");
    assert!(wrong.contains("photo.jpg"), "{wrong}");
    story.desk.file("words.jpg", "这不是照片");
    let wrong = story.refused("11 09:04", "worker:W1", "settle P9 --text 清除 --before words.jpg");
    assert!(wrong.contains("words.jpg is not taken in: it is no JPEG, PNG or WebP"), "{wrong}");
    let told = story.act("11 09:04", "worker:W1", "settle P9 --text 清除 --before poster.jpg --after clean.png");
    let store = zonglan::ledger::PhotoStore::of(&story.desk.data());
    let photos = told.as_array().unwrap().iter().find_map(|step| step["event"]["photos"].as_array()).unwrap();
    let kept = |photo: &Value| store.read(photo["sha256"].as_str().unwrap()).unwrap();
    assert_eq!([&photos[0]["moment"], &photos[1]["moment"]], ["before", "after"]);
    assert!(crate::photos::tells_place(&taken) && !crate::photos::tells_place(&kept(&photos[0])));
    assert_eq!(kept(&photos[1]), after, "what tells nothing is kept as it is");
    let row = story.row("P9");
    let course = row.course.as_ref().unwrap();
    assert_eq!((row.state, course.on_the_spot, course.photos.len()), (State::Handled, true, 2));
    assert_eq!(row.level().name(), "Grid", "settled in the grid");
    assert!(story.refused("11 10:00", "worker:W1", "check P9").contains("somebody else"));
    story.act("11 10:00", "worker:W2", "check P9");
    story.act("11 10:05", "督办丙", "close P9");
}

/// A caller who is not satisfied: second handling, every step of supervision, public criticism, and satisfied at last.
#[test]
fn an_unsatisfied_caller_goes_through_every_step_of_supervision() {
    let story = Story::new();
    story.act("01 09:00", "受理甲", "report U1 --title 夜间施工扰民 --nature complaint");
    story.act("01 09:10", "派单乙", "assign U1 --agency 住建局");
    story.act("02 10:00", "agency:住建局", "handle U1 --text 已告知");
    assert!(story.refused("02 11:00", "agency:住建局", "callback U1").contains("not yours"));
    story.act("02 14:00", "回访丁", "callback U1 --answer unsatisfied");
    let row = story.row("U1");
    assert_eq!(
        (row.state, row.deadline_at),
        (State::Assigned, Some(at("07 14:00"))),
        "again, under a clock of its own"
    );
    story.act("02 14:30", "督办丙", "supervise U1 --text 督办通知");
    let early = story.refused("03 09:00", "督办丙", "supervise U1 --text 二次办理");
    assert!(early.contains("the present step runs"), "{early}");
    assert!(story.refused("03 09:00", "督办丙", "criticise U1 --text 通报").contains("not passed"));
    story.act("03 09:30", "督办丙", "remind U1 --text 请抓紧");
    // Two working days over the week-end: Friday's 14:30 is the fourth; late from then on.
    story.act("04 15:00", "督办丙", "supervise U1 --text 二次办理");
    story.act("05 10:00", "agency:住建局", "handle U1 --text 已限时施工");
    story.act("05 15:00", "回访丁", "callback U1 --answer unsatisfied");
    // It came back: the next step need not wait.
    story.act("05 15:10", "督办丙", "supervise U1 --text 分管领导协调");
    story.act("09 09:00", "督办丙", "supervise U1 --text 主要领导决定");
    assert!(story.refused("20 09:00", "督办丙", "supervise U1 --text 再督").contains("no further step"));
    story.act("20 09:10", "督办丙", "criticise U1 --text 逾期通报");
    story.act("20 09:20", "指挥长", "note U1 --text 今日办结");
    story.act("20 16:00", "agency:住建局", "handle U1 --text 已停工整改");
    story.act("20 17:00", "回访丁", "callback U1 --answer satisfied");
    story.act("20 17:05", "回访丁", "close U1");
    let row = story.row("U1");
    assert_eq!(row.course.as_ref().unwrap().reworks, 2);
    let supervised = story.steps("U1").iter().filter(|step| *step == "Supervised").count();
    assert_eq!(supervised, 4);
    assert_eq!(row.state, State::Closed);
}

/// A work order from above: its deadline wins, and it goes back a minute before its limit, never a minute after.
#[test]
fn an_upstream_order_is_returned_before_its_limit_only() {
    let story = Story::new();
    let report = |code: &str| {
        format!(
            "report {code} --title 违建 --source 12345 --upstream 12345 --upstream-number SJ-{code} \
             --upstream-deadline 2026-09-14T12:00:00+08:00 --return-until 2026-09-11T18:00:00+08:00 --upstream-calls-back"
        )
    };
    for code in ["A1", "A2"] {
        story.act("11 09:00", "system:12345", &report(code));
        story.act("11 09:05", "受理甲", &format!("accept {code}"));
        assert_eq!(story.row(code).deadline_at, Some(at("14 12:00")), "earlier than our three working days");
    }
    story.act("11 17:59", "派单乙", "return-up A1 --text 属邻县");
    assert_eq!(story.row("A1").state, State::ReturnedUp);
    let late = story.refused("11 18:01", "派单乙", "return-up A2 --text 属邻县");
    assert!(late.contains("60 seconds ago"), "{late}");
    story.act("11 18:05", "派单乙", "assign A2 --agency 城管局");
    let beyond =
        story.refused("11 18:10", "agency:城管局", "ask-extend A2 --until 2026-09-20T12:00:00+08:00 --text 复杂");
    assert!(beyond.contains("nothing later is possible"), "{beyond}");
    story.act("14 09:00", "agency:城管局", "handle A2 --text 已拆除");
    assert!(story.refused("14 10:00", "回访丁", "callback A2").contains("calls the citizen back itself"));
    story.act("14 11:00", "system:12345", "callback A2 --answer satisfied");
    story.act("14 11:05", "回访丁", "close A2");
    story.act("14 11:10", "受理甲", "report A3 --title 自有热线");
    assert!(story.refused("14 11:11", "派单乙", "return-up A3 --text x").contains("did not come from"));
}

/// Work orders that come as a file, by columns of the platform's own naming: what each asks for, and when, comes with it.
#[test]
fn orders_that_come_as_a_file_keep_their_number_deadline_and_limit() {
    let story = Story::new();
    let order = |code: &str| {
        let times = "2026-09-11T09:00:00+08:00,2026-09-14T12:00:00+08:00,2026-09-11T18:00:00+08:00";
        format!("流水,工单,事项,派发,限办,可退\n{code},SJ-{code},违建,{times}\n")
    };
    story.desk.file("friday.csv", order("B1"));
    story.desk.file("later.csv", order("B2"));
    let columns =
        "code=流水 upstream_number=工单 title=事项 reported_at=派发 upstream_deadline_at=限办 return_until=可退";
    let columns: String = columns.split(' ').map(|column| format!(" --map {column}")).collect();
    let wanted = "--set upstream=市平台 --set upstream_calls_back=是 --save-mapping 市平台";
    story.desk.done(&format!("import incidents friday.csv{columns} {wanted}"));
    story.desk.done("import incidents later.csv --mapping 市平台");
    for code in ["B1", "B2"] {
        let row = story.row(code);
        assert_eq!(
            (row.upstream_number.as_deref(), row.deadline_at),
            (Some(&*format!("SJ-{code}")), Some(at("14 12:00")))
        );
        story.act("11 09:05", "受理甲", &format!("accept {code}"));
        assert_eq!(story.row(code).deadline_at, Some(at("14 12:00")), "earlier than our three working days");
    }
    story.act("11 17:59", "派单乙", "return-up B1 --text 属邻县");
    let late = story.refused("11 18:01", "派单乙", "return-up B2 --text 属邻县");
    assert!(late.contains("60 seconds ago"), "{late}");
    story.act("11 18:05", "派单乙", "assign B2 --agency 城管局");
    story.act("14 09:00", "agency:城管局", "handle B2 --text 已拆除");
    assert!(story.refused("14 10:00", "回访丁", "callback B2").contains("calls the citizen back itself"));
}

/// A consultation: answered at once, filed; and one that is sent elsewhere.
#[test]
fn a_consultation_is_answered_at_once() {
    let story = Story::new();
    story.act("11 09:00", "受理甲", "report C1 --title 医保缴费 --nature consultation");
    assert!(story.refused("11 09:02", "受理甲", "answer C1").contains("say it"));
    story.act("11 09:02", "受理甲", "answer C1 --text 每年9月起");
    assert_eq!(story.row("C1").state, State::Answered);
    story.act("11 09:03", "受理甲", "close C1");
    story.act("11 09:10", "受理甲", "report C2 --title 离婚财产 --nature consultation");
    assert!(story.refused("11 09:12", "受理甲", "decline C2 --text 诉讼事项").contains("where to go"));
    story.act("11 09:12", "受理甲", "decline C2 --text 诉讼事项 --go-to 县人民法院");
    story.act("12 09:00", "受理甲", "reopen C2 --text 另有诉求");
    let row = story.row("C2");
    assert_eq!((row.state, row.deadline_at), (State::Accepted, Some(at("16 09:00"))));
}

/// A summons under each of the three settings.
#[test]
fn a_summons_is_checked_as_the_county_wants() {
    let report = "report S1 --title 油烟扰民 --source grid";
    let summon = "summon S1 --agencies 城管局,生态环境分局 --lead 城管局 --text 联合检查";
    let notice = r#""summons_check": "notice""#;

    let free = Story::with_rules(notice, r#""summons_check": "none""#);
    free.act("11 09:00", "worker:W1", report);
    free.act("11 09:05", "worker:W1", summon);
    assert_eq!(free.row("S1").state, State::Assigned);

    let told = Story::new();
    told.act("11 09:00", "worker:W1", report);
    assert!(told.refused("11 09:05", "worker:W1", summon).contains("who in the hall was told by phone"));
    told.act("11 09:06", "worker:W1", &format!("{summon} --told 值班长"));
    assert_eq!(told.row("S1").course.unwrap().summons.unwrap().told.as_deref(), Some("值班长"));

    let asked = Story::with_rules(notice, r#""summons_check": "approval""#);
    asked.act("11 09:00", "worker:W1", report);
    asked.act("11 09:05", "worker:W1", summon);
    assert_eq!(asked.row("S1").state, State::Accepted, "it waits for approval");
    assert!(asked.refused("11 09:06", "agency:城管局", "report-in S1 --agency 城管局").contains("not possible"));
    asked.act("11 09:30", "值班长", "allow-summons S1");
    let summons = asked.row("S1").course.unwrap().summons.unwrap();
    assert_eq!((summons.in_force, summons.due_at), (true, at("11 11:30")), "two hours from when they learn of it");
    asked.act("11 10:00", "agency:城管局", "report-in S1 --agency 城管局");
    asked.act("11 12:00", "站长", "end-summons S1 --text 一家未到");
    assert!(
        asked.refused("11 12:10", "agency:生态环境分局", "report-in S1 --agency 生态环境分局").contains("summon first")
    );
    asked.act("11 12:20", "agency:城管局", "handle S1 --text 已安装净化器");
}

/// Merged, un-merged; suspended with an end, resumed before it; raised and passed down; passed on to 110.
#[test]
fn merging_suspending_levels_and_passing_on_are_traced() {
    let story = Story::new();
    story.act("11 09:00", "受理甲", "report X1 --title 水管爆裂");
    story.act("11 09:10", "受理甲", "report X2 --title 路面冒水");
    assert!(story.refused("11 09:11", "受理甲", "merge X2 --into X2").contains("can't be merged"));
    assert!(story.refused("11 09:11", "受理甲", "merge X2 --into X9").contains("can't be merged"));
    story.act("11 09:12", "受理甲", "merge X2 --into X1");
    assert_eq!(story.row("X1").course.unwrap().reports, vec![IncidentCode::from("X2")]);
    assert_eq!(story.row("X2").state, State::Merged);
    assert!(story.refused("11 09:13", "受理甲", "merge X1 --into X2").contains("can't be merged"));
    story.act("11 09:20", "受理甲", "unmerge X2");
    assert_eq!((story.row("X2").state, story.row("X1").course.unwrap().reports.len()), (State::Reported, 0));
    assert_eq!(story.steps("X1"), ["Reported", "Joined", "Parted"]);

    story.act("11 10:00", "派单乙", "assign X1 --agency 水务公司");
    let suspend = "ask-suspend X1 --until 2026-09-21T10:00:00+08:00 --listed --text 待配件";
    story.act("14 10:00", "agency:水务公司", suspend);
    story.act("14 10:00", "值班长", "grant X1");
    let row = story.row("X1");
    assert!(row.course.as_ref().unwrap().is_suspended(at("15 10:00")) && !row.is_overdue(at("20 10:00")));
    assert_eq!(row.deadline_at, Some(at("23 10:00")), "15 hours of work were left");
    assert!(story.alarms("18 10:00").is_empty() || !story.alarms("18 10:00").iter().any(|a| a.starts_with("handle")));
    story.act("16 10:00", "派单乙", "resume X1");
    assert_eq!(story.row("X1").deadline_at, Some(at("18 10:00")));

    assert!(story.refused("11 10:30", "派单乙", "raise X2 --text x").contains("the right side"));
    story.act("11 10:30", "派单乙", "pass-down X2 --to village --text 村内可办");
    assert!(story.refused("11 10:31", "派单乙", "pass-down X2 --to town --text x").contains("Village"));
    story.act("11 10:40", "网格长", "raise X2 --text 村办不了");
    assert_eq!(story.row("X2").level().name(), "Zone");
    story.act("11 10:50", "受理甲", "pass-on X2 --service 110 --text 疑似人为破坏");
    assert_eq!(story.row("X2").state, State::PassedOn);
}

/// Clocks are raised once, by commands whose numbers say which.
#[test]
fn alarms_are_raised_once() {
    let story = Story::new();
    story.act("11 09:00", "受理甲", "report Z1 --title 电梯困人 --urgency U1");
    story.act("11 09:01", "受理甲", "accept Z1");
    let ours = |when: &str| {
        story.alarms(when).into_iter().filter(|alarm| alarm.starts_with("report_back")).collect::<Vec<_>>()
    };
    assert_eq!(ours("11 09:30"), Vec::<String>::new());
    assert_eq!(ours("11 09:50"), ["report_back due_soon"]);
    assert_eq!(ours("11 09:55"), Vec::<String>::new());
    assert!(story.row("Z1").is_overdue(at("11 10:02")), "urgent: found out and reported back within the hour");
    assert_eq!(ours("11 10:02"), ["report_back overdue"]);
    assert_eq!(ours("11 10:03"), Vec::<String>::new());
}

/// What the rules are is the county's; a file that makes no sense is named, and nothing is done.
#[test]
fn rules_that_make_no_sense_are_named() {
    let story = Story::new();
    story.desk.file("data/rules.json", "{}");
    let refused = story.refused("11 09:00", "受理甲", "accept M1");
    assert!(refused.starts_with("can't go by these rules") && refused.ends_with("rules.json"), "{refused}");
    std::fs::remove_file(story.desk.path("data/rules.json")).unwrap();
    story.desk.file("data/calendar.json", r#"{"version":7,"years":{"2026":{"off":["09-14","09-15"],"work":[]}}}"#);
    story.act("11 09:00", "受理甲", "accept M1");
    assert_eq!(story.row("M1").deadline_at, Some(at("18 09:00")), "two more days off");
    let clock = story.row("M1").course.unwrap().handling.unwrap();
    assert_eq!(clock.calendar, 7, "a deadline keeps its calendar's version");
}
