//! The catalogue of matters: data, as a county would bring it (city management after CJ/T 214's groups,
//! disputes, public services).

use super::out::Table;

/// A kind of matter.
pub(super) struct Kind {
    /// The first two digits of its code: its parent.
    pub(super) parent: &'static str,
    pub(super) name: &'static str,
    name_en: &'static str,
    glyph: &'static str,
    pub(super) urgency: &'static str,
    pub(super) difficulty: &'static str,
    pub(super) agency: &'static str,
    /// How often it comes, beside the others.
    pub(super) weight: u32,
    /// What people say has happened.
    pub(super) said: &'static [&'static str],
}

type Row =
    (&'static str, [&'static str; 3], &'static str, &'static str, &'static str, u32, &'static [&'static str]);

/// Parents: code, name, English name, glyph.
pub(super) const PARENTS: [[&str; 4]; 13] = [
    ["01", "公用设施", "Public utilities", "设"],
    ["02", "道路交通", "Roads and traffic", "路"],
    ["03", "市容环境", "City appearance", "环"],
    ["04", "园林绿化", "Green spaces", "树"],
    ["05", "房屋与工地", "Buildings and sites", "房"],
    ["06", "水务防汛", "Water and flood", "水"],
    ["07", "安全应急", "Safety", "险"],
    ["08", "市场消费", "Markets and consumers", "市"],
    ["09", "街面秩序", "Street order", "序"],
    ["10", "矛盾纠纷", "Disputes", "纠"],
    ["11", "民生服务", "Public services", "民"],
    ["12", "农业农村", "Farming and villages", "农"],
    ["13", "生态环境", "Environment", "污"],
];

/// Kinds: parent, [name, English name, glyph], urgency, difficulty, agency, weight, what is said.
const KINDS: &[Row] = &[
    ("01", ["路灯不亮", "Street lamp out", "灯"], "U4", "simple", "城管局", 60, &["路灯不亮", "路灯闪烁", "整段路灯熄灭", "路灯杆倾斜"]),
    ("01", ["井盖破损", "Broken manhole cover", "井"], "U3", "simple", "城管局", 45, &["井盖破损", "井盖松动异响", "井盖缺失", "井盖下沉"]),
    ("01", ["水管漏水", "Water main leak", "水"], "U2", "general", "水务公司", 14, &["水管漏水", "供水管爆裂", "阀门漏水"]),
    ("01", ["停水", "No water supply", "水"], "U3", "general", "水务公司", 14, &["小区停水", "水压过低", "家中无水"]),
    ("01", ["停电", "Power cut", "电"], "U3", "general", "供电公司", 12, &["片区停电", "楼栋停电", "电压不稳"]),
    ("01", ["线缆垂落", "Hanging cable", "线"], "U3", "simple", "通信办", 22, &["线缆垂落", "通信线拖地", "废弃线缆未清理"]),
    ("01", ["变电箱破损", "Broken power box", "电"], "U2", "general", "供电公司", 4, &["变电箱门敞开", "配电箱破损", "电箱裸线外露"]),
    ("01", ["燃气异味", "Smell of gas", "气"], "U1", "complex", "燃气公司", 1, &["楼道燃气异味", "燃气管道被碰", "疑似燃气泄漏"]),
    ("01", ["供暖不热", "Heating too cold", "暖"], "U3", "general", "住建局", 8, &["室内温度不达标", "暖气不热", "换热站停运"]),
    ("01", ["公厕问题", "Public toilet", "厕"], "U4", "simple", "城管局", 18, &["公厕保洁不及时", "公厕设施损坏", "公厕无水"]),
    ("01", ["健身器材损坏", "Broken fitness device", "健"], "U4", "simple", "教体局", 14, &["健身器材损坏", "器材螺丝松动", "儿童滑梯破损"]),
    ("01", ["邮政通信设施", "Telecom facility", "信"], "U4", "simple", "通信办", 6, &["通信交接箱敞开", "信号弱", "电话亭破损"]),
    ("02", ["路面破损", "Road surface damage", "路"], "U3", "general", "城管局", 55, &["路面坑洼", "路面破损", "人行道砖松动", "路面沉降"]),
    ("02", ["路面塌陷", "Road collapse", "路"], "U1", "complex", "城管局", 1, &["路面塌陷", "人行道塌陷", "车道出现空洞"]),
    ("02", ["信号灯故障", "Traffic light fault", "电"], "U2", "general", "公安局", 6, &["信号灯失电", "信号灯不同步", "信号灯被遮挡"]),
    ("02", ["交通标志损坏", "Damaged sign", "标"], "U3", "simple", "公安局", 14, &["标志牌倾斜", "标线模糊", "指示牌被遮挡"]),
    ("02", ["护栏损坏", "Damaged railing", "栏"], "U3", "simple", "交通局", 18, &["护栏损坏", "护栏倒伏", "隔离墩移位"]),
    ("02", ["违停", "Illegal parking", "停"], "U4", "simple", "公安局", 70, &["机动车违停", "消防通道被占", "人行道停车", "公交站违停"]),
    ("02", ["非机动车乱停", "Bicycles in the way", "停"], "U4", "simple", "城管局", 50, &["共享单车乱堆", "电动车堵门", "非机动车占道"]),
    ("02", ["道路遗撒", "Spill on the road", "洒"], "U2", "simple", "城管局", 6, &["渣土遗撒", "砂石洒落", "油污洒落路面"]),
    ("02", ["公交服务", "Bus service", "客"], "U4", "general", "交通局", 10, &["公交间隔长", "站牌信息不符", "末班车提前"]),
    ("02", ["交通拥堵", "Traffic jam", "堵"], "U3", "general", "公安局", 12, &["路口拥堵", "学校门口拥堵", "集市堵路"]),
    ("02", ["停车泊位", "Parking places", "泊"], "U4", "general", "公安局", 8, &["建议增设泊位", "泊位被私占", "收费不规范"]),
    ("03", ["暴露垃圾", "Exposed rubbish", "垃"], "U4", "simple", "城管局", 120, &["暴露垃圾", "垃圾桶满溢", "绿化带内垃圾", "河岸垃圾"]),
    ("03", ["建筑垃圾", "Building rubble", "渣"], "U3", "simple", "城管局", 45, &["建筑垃圾堆放", "装修垃圾未清运", "工地渣土撒漏"]),
    ("03", ["积存污水", "Standing sewage", "污"], "U3", "simple", "城管局", 22, &["污水外溢", "化粪池冒溢", "下水道堵塞"]),
    ("03", ["小广告", "Illegal posters", "贴"], "U4", "simple", "城管局", 60, &["小广告乱贴", "楼道小广告", "电线杆广告"]),
    ("03", ["乱堆物料", "Heaped goods", "堆"], "U4", "simple", "城管局", 65, &["乱堆物料", "楼道堆物", "门前堆放杂物"]),
    ("03", ["沿街晾挂", "Laundry in the street", "晾"], "U4", "simple", "城管局", 20, &["沿街晾挂", "护栏晾晒", "树木间拉绳"]),
    ("03", ["广告牌破损", "Damaged signboard", "牌"], "U3", "simple", "城管局", 16, &["广告牌破损", "店招松动", "灯箱损坏"]),
    ("03", ["积雪结冰", "Snow and ice", "冰"], "U3", "simple", "城管局", 6, &["路面结冰", "积雪未清", "桥面结冰"]),
    ("03", ["油烟扰民", "Cooking fumes", "烟"], "U3", "general", "城管局", 14, &["油烟扰民", "油烟净化器未开", "露天烧烤油烟"]),
    ("03", ["动物尸体", "Dead animal", "清"], "U4", "simple", "城管局", 6, &["路边死猫", "死禽清理", "河面死鱼"]),
    ("04", ["树木倒伏", "Fallen tree", "树"], "U2", "general", "园林中心", 5, &["倒树占道", "树枝断裂", "大树倾斜压线"]),
    ("04", ["枯枝危树", "Dangerous branches", "树"], "U3", "simple", "园林中心", 22, &["枯枝需修剪", "树枝遮挡路灯", "树冠压线"]),
    ("04", ["绿地破坏", "Damaged green", "绿"], "U4", "simple", "园林中心", 18, &["绿地被踩踏", "毁绿种菜", "草坪枯死"]),
    ("04", ["绿化养护", "Green upkeep", "绿"], "U4", "simple", "园林中心", 25, &["绿篱缺株", "杂草丛生", "树池缺土"]),
    ("04", ["病虫害", "Tree pests", "虫"], "U4", "general", "园林中心", 8, &["美国白蛾", "杨絮飘飞", "行道树虫害"]),
    ("05", ["房屋渗漏", "Leaking house", "漏"], "U3", "general", "住建局", 16, &["屋顶漏水", "外墙渗水", "地下室渗水"]),
    ("05", ["外墙脱落", "Falling facade", "房"], "U2", "complex", "住建局", 3, &["外墙砖脱落", "保温层脱落", "阳台水泥块松动"]),
    ("05", ["违法建设", "Illegal building", "违"], "U3", "complex", "自然资源局", 14, &["楼顶搭建", "占地建房", "私搭围栏", "阳光房违建"]),
    ("05", ["工地噪声", "Building noise", "噪"], "U3", "general", "住建局", 16, &["夜间施工噪声", "工地凌晨作业", "打桩噪声"]),
    ("05", ["工地扬尘", "Building dust", "尘"], "U3", "general", "住建局", 18, &["工地扬尘", "裸土未覆盖", "车辆未冲洗"]),
    ("05", ["电梯故障", "Lift fault", "梯"], "U2", "general", "市场监管局", 5, &["电梯停运", "电梯异响", "电梯困人已解救"]),
    ("05", ["物业服务", "Property management", "物"], "U4", "general", "住建局", 22, &["物业保洁不到位", "门禁损坏", "物业费争议咨询"]),
    ("05", ["农村危房", "Unsafe farmhouse", "房"], "U3", "complex", "住建局", 5, &["老房墙体开裂", "危房排查", "屋面塌落"]),
    ("06", ["低洼积水", "Flooded low ground", "水"], "U2", "general", "住建局", 6, &["低洼积水", "桥下积水", "小区进水", "路口积水"]),
    ("06", ["雨箅堵塞", "Blocked drain", "涝"], "U3", "simple", "城管局", 26, &["雨箅堵塞", "雨水口淤堵", "排水不畅"]),
    ("06", ["河道漂浮物", "Floating waste", "河"], "U4", "simple", "水利局", 16, &["河道漂浮物", "河道水草过多", "桥下垃圾拦聚"]),
    ("06", ["堤防隐患", "Levee defect", "堤"], "U2", "complex", "水利局", 2, &["堤脚渗水", "护坡塌落", "堤顶裂缝"]),
    ("06", ["涉水安全", "Water safety", "水"], "U3", "simple", "水利局", 8, &["儿童河边玩水", "警示牌缺失", "私自下河游泳"]),
    ("06", ["水质异常", "Odd water quality", "水"], "U3", "general", "生态环境局", 6, &["河水发黑", "水面油膜", "沟渠异味"]),
    ("07", ["消防隐患", "Fire hazard", "消"], "U3", "general", "应急局", 36, &["楼道停放电动车", "消防栓无水", "消防通道堵塞", "灭火器过期"]),
    ("07", ["飞线充电", "Flying charging wires", "电"], "U3", "simple", "应急局", 40, &["飞线充电", "楼道私拉电线", "电动车入户充电"]),
    ("07", ["焚烧秸秆", "Burning straw", "火"], "U2", "simple", "应急局", 4, &["焚烧秸秆", "路边焚烧垃圾", "坡地火点"]),
    ("07", ["森林防火", "Forest fire watch", "林"], "U3", "general", "自然资源局", 6, &["林区用火", "防火带杂草", "祭祀用火"]),
    ("07", ["危险化学品", "Dangerous goods", "危"], "U2", "complex", "应急局", 1, &["不明桶装液体", "违规存放油料", "气瓶倒放"]),
    ("07", ["烟花爆竹", "Fireworks", "炮"], "U3", "simple", "公安局", 4, &["违规燃放", "违规销售烟花", "存放点隐患"]),
    ("07", ["冰雹灾情", "Hail damage", "雹"], "U2", "general", "应急局", 0, &["冰雹砸坏车棚", "冰雹砸坏屋面", "大棚受雹灾"]),
    ("08", ["占道经营", "Street trading", "占"], "U4", "simple", "城管局", 90, &["占道经营", "流动摊贩", "店外经营", "马路市场"]),
    ("08", ["食品安全", "Food safety", "食"], "U3", "general", "市场监管局", 14, &["过期食品", "餐馆后厨脏乱", "外卖异物"]),
    ("08", ["消费纠纷", "Consumer quarrel", "消"], "U4", "general", "市场监管局", 16, &["预付卡退费", "商品质量", "维修收费争议"]),
    ("08", ["价格问题", "Prices", "价"], "U4", "general", "市场监管局", 6, &["未明码标价", "停车乱收费", "菜价投诉"]),
    ("08", ["无证经营", "Unlicensed trade", "证"], "U4", "general", "市场监管局", 8, &["无证经营", "超范围经营", "证照未公示"]),
    ("08", ["计量问题", "Short weight", "秤"], "U4", "simple", "市场监管局", 4, &["缺斤短两", "电子秤不准", "加油计量异议"]),
    ("09", ["社会噪声", "Noise", "噪"], "U4", "simple", "公安局", 26, &["广场舞噪声", "商铺喇叭噪声", "夜间聚会喧哗"]),
    ("09", ["犬类管理", "Dogs", "犬"], "U3", "simple", "公安局", 22, &["流浪犬聚集", "遛狗不牵绳", "犬吠扰民"]),
    ("09", ["流浪乞讨", "People in need outdoors", "助"], "U3", "simple", "民政局", 4, &["流浪人员求助", "桥下露宿", "老人走失求助"]),
    ("09", ["废品收购", "Scrap yards", "废"], "U4", "simple", "城管局", 8, &["废品占道", "废品站脏乱", "回收点扰民"]),
    ("09", ["摊位纠纷", "Stall quarrel", "纠"], "U3", "simple", "城管局", 8, &["摊位纠纷", "争抢摊位", "集市占位争执"]),
    ("10", ["邻里纠纷", "Neighbours", "邻"], "U3", "general", "司法局", 26, &["楼上漏水争议", "噪声争执", "共用通道争议", "停车位争执"]),
    ("10", ["婚姻家庭", "Marriage and family", "家"], "U3", "complex", "司法局", 9, &["赡养争议", "家庭财产争执", "婚姻矛盾"]),
    ("10", ["土地承包", "Land contracts", "地"], "U3", "complex", "农业农村局", 8, &["地界争议", "承包费争议", "土地流转争议"]),
    ("10", ["劳动报酬", "Wages", "薪"], "U3", "complex", "人社局", 12, &["拖欠工资", "加班费争议", "工伤赔偿争议"]),
    ("10", ["物业纠纷", "Property quarrel", "物"], "U3", "complex", "司法局", 8, &["物业费争议", "公共收益争议", "业委会选举争议"]),
    ("10", ["民间借贷", "Private lending", "贷"], "U3", "complex", "司法局", 5, &["欠款不还", "借条争议", "担保争议"]),
    ("10", ["损害赔偿", "Damages", "赔"], "U3", "complex", "司法局", 6, &["宠物伤人赔偿", "高空坠物赔偿", "施工损坏赔偿"]),
    ("10", ["加装电梯争议", "Adding a lift", "梯"], "U4", "complex", "住建局", 4, &["加装电梯低层反对", "费用分摊争议", "采光争议"]),
    ("11", ["社会保障", "Social security", "保"], "U4", "simple", "人社局", 14, &["养老金咨询", "社保卡补办", "医保报销咨询"]),
    ("11", ["户籍证件", "Papers", "证"], "U4", "simple", "公安局", 10, &["身份证办理", "居住证咨询", "户口迁移咨询"]),
    ("11", ["教育入学", "Schooling", "学"], "U4", "general", "教体局", 12, &["入学片区咨询", "校车问题", "课后服务建议"]),
    ("11", ["医疗卫生", "Health", "医"], "U4", "general", "卫健局", 10, &["疫苗接种咨询", "卫生室停诊", "挂号难反映"]),
    ("11", ["困难救助", "Help in need", "助"], "U3", "general", "民政局", 18, &["低保申请", "临时救助", "独居老人需照料", "残疾辅具申请"]),
    ("11", ["住房保障", "Housing", "住"], "U4", "general", "住建局", 6, &["公租房申请", "维修基金咨询", "不动产证办理"]),
    ("11", ["政务服务", "Administration", "政"], "U4", "simple", "行政审批局", 10, &["窗口排队长", "网上申报不通", "材料咨询"]),
    ("11", ["走访服务", "Home visit", "访"], "U4", "simple", "民政局", 80, &["走访独居老人", "代办取药", "政策宣传入户", "特殊天气提醒"]),
    ("11", ["表扬建议", "Praise and ideas", "荐"], "U4", "simple", "政务热线办", 10, &["表扬网格员", "建议增设座椅", "建议延长公园开放"]),
    ("12", ["农田水利", "Field irrigation", "渠"], "U3", "general", "农业农村局", 12, &["灌渠堵塞", "机井损坏", "田间排水沟淤积"]),
    ("12", ["农村道路", "Village roads", "路"], "U3", "general", "交通局", 16, &["村路破损", "生产路泥泞", "桥涵护栏缺失"]),
    ("12", ["农村垃圾", "Village rubbish", "垃"], "U4", "simple", "农业农村局", 30, &["村头垃圾未清", "沟渠垃圾", "柴草乱堆"]),
    ("12", ["畜禽养殖", "Livestock", "畜"], "U3", "general", "农业农村局", 10, &["养殖异味", "粪污外排", "死禽处置"]),
    ("12", ["农资农机", "Farm supplies", "耕"], "U4", "general", "农业农村局", 6, &["农资质量", "农机停放", "农药包装乱扔"]),
    ("12", ["厕所改造", "Village toilets", "厕"], "U4", "simple", "农业农村局", 10, &["旱厕清掏", "改厕设施损坏", "化粪池满溢"]),
    ("12", ["非法占地", "Land misuse", "地"], "U3", "complex", "自然资源局", 5, &["耕地堆土", "占用耕地建棚", "破坏耕地"]),
    ("13", ["露天焚烧", "Open burning", "烟"], "U3", "simple", "生态环境局", 16, &["焚烧垃圾", "焚烧树叶", "工地焚烧废料"]),
    ("13", ["工业废气", "Factory fumes", "气"], "U3", "complex", "生态环境局", 6, &["厂区异味", "喷漆味扰民", "烟囱冒黑烟"]),
    ("13", ["污水排放", "Waste water", "污"], "U2", "complex", "生态环境局", 2, &["污水直排河道", "雨水管排污", "厂区偷排"]),
    ("13", ["餐厨垃圾", "Kitchen waste", "厨"], "U4", "simple", "城管局", 10, &["餐厨垃圾乱倒", "泔水外溢", "隔油池堵塞"]),
    ("13", ["固废倾倒", "Dumped waste", "废"], "U3", "complex", "生态环境局", 4, &["固废倾倒", "旧轮胎堆放", "工业边角料丢弃"]),
];

/// All kinds, in the catalogue's order.
pub(super) fn kinds() -> Vec<Kind> {
    let kind = |row: &Row| {
        let &(parent, [name, name_en, glyph], urgency, difficulty, agency, weight, said) = row;
        Kind { parent, name, name_en, glyph, urgency, difficulty, agency, weight, said }
    };
    KINDS.iter().map(kind).collect()
}

/// The code of each kind: its parent's and its number there.
pub(super) fn codes(kinds: &[Kind]) -> Vec<String> {
    let number = |nth: usize| kinds[..=nth].iter().filter(|kind| kind.parent == kinds[nth].parent).count();
    (0..kinds.len()).map(|nth| format!("{}{:02}", kinds[nth].parent, number(nth))).collect()
}

/// The catalogue's table: parents, then kinds.
pub(super) fn table(kinds: &[Kind]) -> Table {
    let mut table = Table::new("code,parent,name,name_en,glyph,urgency,difficulty,agency", 1 << 14);
    for [code, name, name_en, glyph] in PARENTS {
        table.text(code).text("").text(name).text(name_en).text(glyph).text("U4").text("general").text("").end();
    }
    for (kind, code) in kinds.iter().zip(codes(kinds)) {
        table.text(&code).text(kind.parent).text(kind.name).text(kind.name_en).text(kind.glyph);
        table.text(kind.urgency).text(kind.difficulty).text(kind.agency).end();
    }
    table
}
