//! What the county tells of its year: matters with a course of their own, so that a list of what was late, not to
//! somebody's liking, or reported again and again has something true to show.

use super::categories::Kind as MatterKind;
use super::course::Way;
use super::incidents::{Matter, World};
use super::out::{DAY_SECS, second_of_day};
use super::{END, script};

/// A matter of the past that is told as it was.
pub(super) struct Story {
    pub(super) kind: &'static str,
    pub(super) source: &'static str,
    pub(super) nature: &'static str,
    pub(super) urgency: u8,
    /// The town it lies in.
    pub(super) town: &'static str,
    /// Which of the town's streets, so that one place is told of more than once.
    pub(super) place: usize,
    /// How many days before the end, and the minute of that day, it came in.
    days_ago: i64,
    minute: i64,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    pub(super) result: &'static str,
    /// What the reporter said when called back; empty where nobody was.
    pub(super) satisfaction: &'static str,
    /// Whether it was handled after its deadline.
    pub(super) late: bool,
}

impl Story {
    /// When it came in.
    pub(super) fn reported(&self) -> i64 {
        END - second_of_day(END) - self.days_ago * DAY_SECS + self.minute * 60
    }
}

/// A matter of a story.
pub(super) fn told(world: &World, kinds: &[MatterKind], story: &'static Story) -> Matter {
    let at = script::in_town(world, story.town, story.place * 100 / 13);
    let kind = kinds.iter().position(|kind| kind.name == story.kind).unwrap_or(0);
    let way = match (story.nature, story.kind) {
        ("consultation", _) => Way::Answered,
        (_, "小广告") => Way::OnTheSpot,
        _ => Way::Sent,
    };
    Matter {
        reported: story.reported(),
        kind,
        source: story.source,
        nature: story.nature,
        urgency: story.urgency,
        difficulty: kinds[kind].difficulty,
        grid: world.home.territory.grid_at(at).unwrap_or(0),
        at,
        way,
        story: Some(story),
        ..Matter::default()
    }
}

type Kind = (&'static str, &'static str, &'static str, u8);
type Told = (&'static str, &'static str, &'static str);

const fn story(
    (kind, source, nature, urgency): Kind,
    (town, place): (&'static str, usize),
    (days_ago, minute): (i64, i64),
    (title, text, result): Told,
    (satisfaction, late): (&'static str, bool),
) -> Story {
    Story { kind, source, nature, urgency, town, place, days_ago, minute, title, text, result, satisfaction, late }
}

const WAREHOUSE: Kind = ("危险化学品", "grid", "grid_found", 2);
const WAGES: Kind = ("劳动报酬", "12345", "dispute", 3);
const HAIL: Kind = ("冰雹灾情", "12345", "help", 2);
const NOISE: Kind = ("工地噪声", "12345", "complaint", 3);
const SEWAGE: Kind = ("积存污水", "hotline", "complaint", 3);
const FUMES: Kind = ("工业废气", "12345", "complaint", 3);

/// All of them.
pub(super) const STORIES: [Story; 22] = [
    story(
        WAREHOUSE,
        ("柳林", 3),
        (16, 8 * 60 + 25),
        (
            "闲置仓库违规存放危化品",
            "网格员走访发现村北闲置仓库内存放油漆、稀释剂约三十桶，无人看管，旁边住有两户居民。",
            "应急、公安、市场监管三部门联合到场，当日上午查封仓库，危化品由有资质单位转运，周边复查无遗留。",
        ),
        ("", false),
    ),
    story(
        ("消防隐患", "town", "help", 3),
        ("柳林", 3),
        (15, 9 * 60 + 5),
        (
            "查封仓库周边消防复查",
            "镇街来电：昨日查封的仓库周边堆有杂物，请求消防力量一并复查。",
            "已清理杂物，补配灭火器两具，现场核实合格。",
        ),
        ("satisfied", false),
    ),
    story(
        WAGES,
        ("高新", 5),
        (44, 10 * 60 + 12),
        (
            "七名工人反映工资被拖欠",
            "来电人称与六名工友在一处装修工地干活，两个月工资共八万余元未结，多次讨要无果。",
            "人社局与片区调解员到场调解，施工方当场支付四万元，其余十日内付清，已签协议。",
        ),
        ("mostly", false),
    ),
    story(
        WAGES,
        ("高新", 5),
        (33, 9 * 60 + 40),
        (
            "装修工地剩余工资未按协议支付",
            "来电人称上次调解约定的剩余工资到期未付，要求督促。",
            "经督办，施工方付清剩余四万余元，七名工人签字确认。",
        ),
        ("satisfied", false),
    ),
    story(
        HAIL,
        ("青禾", 2),
        (55, 16 * 60 + 35),
        (
            "大棚遭冰雹砸坏",
            "来电人称四座蔬菜大棚棚膜被冰雹砸穿，正值坐果期，盼核灾理赔。",
            "镇当晚到场登记，次日保险公司查勘，核定后理赔款已到账，农技员指导补种。",
        ),
        ("satisfied", false),
    ),
    story(
        HAIL,
        ("双泉", 2),
        (55, 17 * 60 + 10),
        (
            "冰雹砸坏屋瓦，老人独居",
            "来电人称村中一位独居老人屋瓦被砸坏多处，屋内漏雨。",
            "村干部当晚将老人接到邻居家，次日盖好油布，三日内换瓦完成。",
        ),
        ("satisfied", false),
    ),
    story(
        NOISE,
        ("文澜", 7),
        (39, 23 * 60 + 8),
        ("工地凌晨打桩", "来电人反映工地夜里十一点后仍在打桩，孩子无法入睡。", "已要求停止夜间作业。"),
        ("unsatisfied", false),
    ),
    story(
        NOISE,
        ("文澜", 7),
        (36, 23 * 60 + 31),
        ("工地又在夜间打桩", "来电人称三天前反映过的工地再次夜间打桩，要求给说法。", "已再次约谈施工方，责令整改。"),
        ("unsatisfied", true),
    ),
    story(
        NOISE,
        ("文澜", 7),
        (29, 22 * 60 + 50),
        (
            "同一工地第三次夜间施工",
            "多位居民联名反映同一工地夜间施工，前两次处理后仍有反复。",
            "经督办，住建局处罚施工单位，重排工序，连续七夜复查未再夜间施工。",
        ),
        ("satisfied", false),
    ),
    story(
        SEWAGE,
        ("望湖", 4),
        (61, 7 * 60 + 45),
        ("井口污水外溢", "来电人反映楼前污水井外溢，气味大。", "已疏通冲洗。"),
        ("satisfied", false),
    ),
    story(
        SEWAGE,
        ("望湖", 4),
        (48, 7 * 60 + 20),
        ("同一井口再次外溢", "来电人称半月前疏通过的污水井又外溢。", "已疏通并清掏上下游两段。"),
        ("mostly", false),
    ),
    story(
        SEWAGE,
        ("望湖", 4),
        (27, 6 * 60 + 58),
        (
            "污水井第三次外溢",
            "来电人称同一处污水井第三次外溢，要求从根本上解决。",
            "已探明管道塌陷，列入改造，先行抽排。",
        ),
        ("unsatisfied", true),
    ),
    story(
        SEWAGE,
        ("望湖", 4),
        (12, 8 * 60 + 15),
        ("污水管改造何时开工", "来电人询问并反映污水井雨后仍外溢。", "改造已开工，新管换通，井口未再外溢。"),
        ("satisfied", false),
    ),
    story(
        FUMES,
        ("东岭", 6),
        (74, 20 * 60 + 14),
        ("厂区夜间排放刺鼻气味", "来电人反映厂区晚间有刺鼻气味，居民不敢开窗。", "现场检测未超标，已要求厂方自查。"),
        ("unsatisfied", false),
    ),
    story(
        FUMES,
        ("东岭", 6),
        (66, 21 * 60 + 2),
        (
            "厂区异味依旧",
            "来电人称厂区异味没有改善，对上次答复不满意。",
            "二次办理：夜间突击检测超标，责令停产整改，安装在线监测。",
        ),
        ("mostly", true),
    ),
    story(
        ("护栏损坏", "grid", "grid_found", 3),
        ("城关", 9),
        (9, 10 * 60 + 20),
        (
            "路口护栏倾斜",
            "巡查发现路口中央护栏被撞斜约十五米，影响左转视线。",
            "转交警部门，当日扶正加固，前后照片已存。",
        ),
        ("", false),
    ),
    story(
        ("小广告", "grid", "grid_found", 4),
        ("城关", 11),
        (6, 9 * 60 + 33),
        ("公告栏旁小广告", "巡查发现公告栏旁新贴小广告三张。", "当场清除，前后照片已存。"),
        ("", false),
    ),
    story(
        ("农村道路", "town", "help", 3),
        ("白塔", 5),
        (21, 9 * 60 + 50),
        (
            "进山路边坡滑塌，镇级无力处置",
            "镇街来电：进山道路边坡滑塌约二十方，需县级机械支援。",
            "交通局两日内清除滑塌体并设挡墙，镇评价满意。",
        ),
        ("satisfied", false),
    ),
    story(
        ("社会保障", "12345", "consultation", 4),
        ("临河", 3),
        (4, 10 * 60 + 44),
        ("咨询异地就医备案", "来电人咨询在外地住院如何备案报销。", "已告知线上备案步骤与报销比例。"),
        ("", false),
    ),
    story(
        ("食品安全", "snap", "report", 3),
        ("城关", 2),
        (18, 12 * 60 + 40),
        ("学校门口摊点卖过期零食", "随手拍：学校门口摊点零食过期，见照片。", "已下架并立案，周边六家摊点一并检查。"),
        ("satisfied", false),
    ),
    story(
        ("土地承包", "visit", "dispute", 3),
        ("枣园", 4),
        (52, 9 * 60 + 15),
        (
            "果园地界争议",
            "来访人称与邻户果园地界争议多年，今年剪枝时又起口角。",
            "村调解室按确权图实地丈量，双方签字，立界石四块。",
        ),
        ("mostly", false),
    ),
    story(
        ("畜禽养殖", "mailbox", "complaint", 3),
        ("麦坪", 3),
        (31, 14 * 60 + 25),
        (
            "村旁养殖场粪污外排",
            "来信反映村旁养殖场粪污流入沟渠，夏天气味难忍，希望答复。",
            "已清理粪污并建沉淀池，农业农村局复查合格，书面答复来信人。",
        ),
        ("unsatisfied", true),
    ),
];
