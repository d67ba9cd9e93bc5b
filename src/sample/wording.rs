//! What people write: titles, texts and results put together from short parts. Nobody real is in them.

use super::categories::Kind;
use super::course::Way;
use super::dice::Dice;

/// How long it has lasted.
const SINCE: [&str; 12] = [
    "今早发现",
    "从昨晚开始",
    "已有两三天",
    "持续一周左右",
    "反复出现",
    "刚刚发生",
    "上午开始",
    "雨后出现",
    "之前处理过又出现",
    "周末以来一直如此",
    "已有半个月",
    "中午前后最明显",
];
/// What a citizen asks for.
const ASKED: [&str; 10] = [
    "希望尽快处理",
    "盼回复",
    "请相关部门到场查看",
    "希望派人协调",
    "请核实后答复",
    "希望从根本上解决",
    "请帮忙解决",
    "希望加强日常巡查",
    "请尽快安排",
    "希望给个说法",
];
/// How much of it there is; nothing where its size is not told.
fn much(size: char) -> &'static [&'static str] {
    match size {
        'A' => &["约2平方米", "约十平方米", "约半米见方", "占去半幅路面", "约三五平方米", "占地一间屋大小"],
        'L' => &["长约十米", "约二十米一段", "约五米", "绵延近百米", "约三十米"],
        'N' => &["一处", "三四处", "两处相距不远", "零星几处", "约五六处", "共两处"],
        _ => &[],
    }
}

/// What it does to people, by the kind's parent.
fn harm(parent: &str) -> &'static [&'static str] {
    match parent {
        "01" => &["夜间出行不便", "居民生活受影响", "老人孩子经过有危险", "附近商户也有反映", "存在隐患"],
        "02" => &["过往车辆需绕行", "上下学时段很不安全", "行人只能走机动车道", "容易引发剐蹭", "早晚高峰拥堵加重"],
        "03" => &["气味较大", "影响市容", "招来蚊蝇", "行人绕着走", "离学校不远"],
        "04" => &["遮挡视线", "可能砸到行人", "影响通行", "小区环境变差", "靠近供电线路"],
        "05" => &["住户担心安全", "休息受影响", "墙皮已经起鼓", "楼下有人经过", "孩子写作业受影响"],
        "06" => &["车辆难以通过", "水深约到脚踝", "有倒灌危险", "附近地下车库受威胁", "行人涉水"],
        "07" => &["一旦起火后果严重", "楼内老人较多", "影响消防车通行", "居民多次提醒无效", "存在安全隐患"],
        "08" => &["堵住盲道", "消费者权益受损", "影响周边住户", "多人有同样情况", "商家态度消极"],
        "09" => &["影响休息", "孩子不敢经过", "附近居民意见大", "聚集人员较多", "多次劝说无果"],
        "10" => &["双方情绪激动", "多次协商未果", "邻里关系紧张", "双方愿意调解", "希望社区出面"],
        "11" => &["想了解办理流程", "家中行动不便", "需要上门帮助", "不清楚找哪个部门", "已跑过两次"],
        "12" => &["影响浇地", "收割机过不去", "村民出行不便", "下雨更难走", "临近饮用水井"],
        _ => &["气味刺鼻", "居民不敢开窗", "流入附近沟渠", "烟尘较大", "影响周边农田"],
    }
}

/// Where a matter is, in words.
pub(super) struct Where<'a> {
    /// The street's name; empty where there is none.
    pub(super) street: &'a str,
    pub(super) number: u16,
    /// The village's or community's name.
    pub(super) village: &'a str,
    pub(super) town: &'a str,
}

impl Where<'_> {
    /// The address.
    pub(super) fn address(&self, out: &mut String) {
        use std::fmt::Write as _;
        out.clear();
        let _ = if self.street.is_empty() {
            write!(out, "{}{}第{}组", self.town, self.village, self.number % 9 + 1)
        } else {
            write!(out, "{}{}{}号附近", self.town, self.street, self.number)
        };
    }
}

/// A title: where, and what is said.
pub(super) fn title(dice: &mut Dice, place: &Where, said: &str, out: &mut String) {
    use std::fmt::Write as _;
    out.clear();
    let _ = match (place.street, dice.below(10)) {
        ("", 0..6) => write!(out, "{}{said}", place.village),
        ("", _) => write!(out, "{}{}组{said}", place.village, place.number % 9 + 1),
        (street, 0..4) => write!(out, "{street}{said}"),
        (street, 4..6) => write!(out, "{street}{}号{said}", place.number),
        (street, 6) => write!(out, "{street}口{said}"),
        (street, 7) => write!(out, "{street}沿线{said}"),
        _ => write!(out, "{}{said}", place.village),
    };
}

/// The text of a matter by the mouth it came in.
pub(super) fn text(dice: &mut Dice, source: &str, kind: &Kind, address: &str, said: &str, out: &mut String) {
    use std::fmt::Write as _;
    out.clear();
    let harm = dice.pick(harm(kind.parent));
    let since = dice.pick(&SINCE);
    let asked = dice.pick(&ASKED);
    let size = much(kind.size);
    let much = if size.is_empty() || dice.permille(300) { harm } else { dice.pick(size) };
    let form = dice.below(3);
    let _ = match (source, form) {
        ("grid", 0) => write!(out, "巡查至{address}，发现{said}，{much}。"),
        ("grid", 1) => write!(out, "{address}{said}，{much}，{since}。"),
        ("grid", _) => write!(out, "日常走访中居民反映{address}{said}，{harm}。"),
        ("camera", _) => write!(out, "视频巡查发现{address}{said}，{much}。"),
        ("snap", 0) => write!(out, "随手拍：{said}，在{address}，{harm}。"),
        ("snap", _) => write!(out, "{address}{said}，{much}，见照片。"),
        ("town", _) => write!(out, "镇街来电：{address}{said}，{harm}，请求支援。"),
        ("mailbox", _) => write!(out, "来信反映{address}{said}，{since}，{harm}，{asked}。"),
        ("visit", _) => write!(out, "来访人反映{address}{said}，{harm}，{asked}。"),
        (_, 0) => write!(out, "来电人反映{address}{said}，{since}，{harm}，{asked}。"),
        (_, 1) => write!(out, "来电人称{address}{said}，{harm}。{asked}。"),
        _ => write!(out, "{address}{said}，{since}，{asked}。"),
    };
}

/// What came of it.
pub(super) fn result(dice: &mut Dice, kind: &Kind, way: Way, out: &mut String) {
    out.clear();
    if way == Way::Answered {
        let forms = ["已当场答复", "已解释政策，来电人表示明白", "已告知办理途径", "已记录并致谢"];
        out.push_str(dice.pick(&forms));
        return;
    }
    let done = dice.pick(&kind.done);
    if way == Way::Sent && done.starts_with('已') && dice.permille(400) {
        out.push_str(kind.agency);
    }
    out.push_str(done);
}
