//! Which kinds of matters come when, where and by which mouth. Kinds are known by their names in the sample's catalogue;
//! one that isn't named here comes as often as ever.

use super::Sky;
use crate::domain::Source;

/// How much oftener a kind comes in a month (1 to 12), per cent.
pub fn season(name: &str, month: usize) -> u32 {
    match (name, month) {
        ("积雪结冰", 12 | 1 | 2) => 400,
        ("积雪结冰", _) => 0,
        ("供暖不热", 11 | 12 | 1..=3) => 220,
        ("供暖不热", _) => 4,
        ("低洼积水" | "雨箅堵塞", 7 | 8) => 320,
        ("低洼积水", 12 | 1..=3) => 10,
        ("焚烧秸秆", 6 | 10) => 420,
        ("焚烧秸秆" | "露天焚烧", _) => 60,
        ("森林防火", 3 | 4) => 300,
        ("烟花爆竹", 1 | 2) => 500,
        ("烟花爆竹", _) => 25,
        ("病虫害", 5..=8) => 240,
        ("涉水安全", 6..=8) => 320,
        ("涉水安全", _) => 25,
        ("社会噪声" | "占道经营", 6..=9) => 150,
        ("劳动报酬", 12 | 1) => 230,
        ("教育入学", 7..=9) => 240,
        ("树木倒伏" | "停电", 6..=8) => 180,
        _ => 100,
    }
}

/// How well a kind (its parent's code, its name) fits a source and a place, per cent.
pub fn fit(parent: &str, name: &str, source: Source, urban: bool) -> u32 {
    let place = match (parent, urban) {
        ("12", true) | ("04" | "05", false) => 15,
        ("12", false) => 500,
        ("02" | "03" | "08", false) => 60,
        _ => 100,
    };
    let mouth = match (source, parent, name) {
        (Source::Grid, "11", "走访服务") => 160,
        (Source::Grid, "11", "困难救助") => 60,
        (Source::Grid, "11", _) => 0,
        (Source::Grid, "08", "占道经营" | "无证经营") => 100,
        (Source::Grid, "08", _) => 5,
        (Source::Grid, "10", _) => 45,
        (Source::Camera, "02" | "03" | "06", _) | (Source::Camera, _, "占道经营" | "消防隐患" | "露天焚烧") => {
            100
        }
        (Source::Camera, ..) | (_, _, "走访服务") => 0,
        (Source::Grid, ..) => 100,
        (_, "05" | "08" | "10" | "11", _) => 330,
        _ => 70,
    };
    place * mouth / 100
}

/// How much oftener a kind comes under a sky, per cent.
pub fn weather(name: &str, sky: Sky) -> u32 {
    match (sky, name) {
        (Sky::Heat, "停电") => 300,
        (Sky::Heat, "停水") => 250,
        (Sky::Heat, "涉水安全") => 200,
        (Sky::Heat, "绿化养护" | "水质异常") => 150,
        (Sky::Heat, "暴露垃圾" | "社会噪声" | "公厕问题") => 130,
        (Sky::Rain | Sky::Storm, "低洼积水" | "房屋渗漏") => 500,
        (Sky::Rain | Sky::Storm, "雨箅堵塞") => 400,
        (Sky::Rain | Sky::Storm, "积存污水" | "农田水利") => 200,
        (Sky::Rain | Sky::Storm, "路面破损") => 130,
        (Sky::Rain | Sky::Storm | Sky::Snow, "占道经营") => 40,
        (Sky::Rain | Sky::Storm, "露天焚烧" | "焚烧秸秆" | "森林防火" | "工地扬尘") => 5,
        (Sky::Wind, "树木倒伏" | "广告牌破损") => 800,
        (Sky::Wind, "线缆垂落") => 350,
        (Sky::Wind, "枯枝危树" | "外墙脱落" | "工地扬尘") => 300,
        (Sky::Wind, "森林防火") => 250,
        (Sky::Wind, "停电") => 200,
        (Sky::Snow, "积雪结冰") => 900,
        (Sky::Snow, "供暖不热") => 250,
        (Sky::Snow, "交通拥堵" | "公交服务" | "树木倒伏") => 200,
        (Sky::Snow, "停电" | "停水") => 180,
        (Sky::Snow, "工地扬尘" | "绿化养护" | "露天焚烧") => 5,
        _ => 100,
    }
}

/// How often a kind comes among what a storm brings beside the usual, beside the others.
pub fn storm(name: &str) -> u32 {
    match name {
        "冰雹灾情" => 260,
        "低洼积水" => 300,
        "树木倒伏" => 200,
        "雨箅堵塞" => 120,
        "停电" => 70,
        "广告牌破损" => 50,
        "线缆垂落" => 40,
        "房屋渗漏" => 60,
        "信号灯故障" => 20,
        "农田水利" => 40,
        _ => 0,
    }
}
