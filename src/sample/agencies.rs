//! The county's agencies, and which of them post people to the towns.

/// Agencies that post their people to the towns, with what these can do and how many of a thousand they are.
pub(super) const POSTED: [(&str, &[&str], u32); 9] = [
    ("城管局", &["市容执法", "井盖处置", "占道清理", "道路抢修"], 260),
    ("公安局", &["治安调解", "交通疏导", "人员疏散"], 180),
    ("住建局", &["房屋安全", "排水抢险", "工地检查"], 120),
    ("市场监管局", &["食品安全", "特种设备", "价格检查"], 110),
    ("司法局", &["人民调解", "法律援助"], 80),
    ("应急局", &["消防", "急救", "危化品处置", "防汛"], 80),
    ("生态环境局", &["噪声检测", "水质检测", "扬尘检查"], 60),
    ("水利局", &["堤防巡查", "抽排水", "防汛"], 60),
    ("交通局", &["道路养护", "客运检查"], 50),
];
