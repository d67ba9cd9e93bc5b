//! The words of files for the words of the domain: our own names, Chinese ones, usual English ones.

use crate::domain::{
    AnswerKind, AreaLevel, CallBack, CameraState, Difficulty, InspectionResult, Nature, Role, Source, Urgency, Vehicle,
};
use crate::intake::table::plain;

fn pick<T: Copy>(text: &str, words: &[(T, &[&str])]) -> Option<T> {
    let by =
        |same: &dyn Fn(&str) -> bool| words.iter().find(|(_, of)| of.iter().any(|word| same(word))).map(|(t, _)| *t);
    by(&|word| word.eq_ignore_ascii_case(text)).or_else(|| {
        let wanted = plain(text);
        by(&|word| plain(word) == wanted)
    })
}

pub(super) fn level(text: &str) -> Option<AreaLevel> {
    use AreaLevel::{County, Grid, Town, Village, Zone};
    AreaLevel::parse(text).or_else(|| {
        pick(
            text,
            &[
                (County, &["1", "区", "县", "县级市", "区县"]),
                (Town, &["2", "镇", "乡", "街道", "镇街", "园区", "乡镇", "township", "street"]),
                (Zone, &["3", "片区"]),
                (Village, &["4", "村", "社区", "村居", "村社区", "community"]),
                (Grid, &["5", "网格"]),
            ],
        )
    })
}

/// Whether a level says that an area is a dedicated grid, beside the tree.
pub(super) fn is_dedicated(text: &str) -> bool {
    pick(text, &[((), &["dedicated", "专属", "专属网格", "专属网格化", "dedicated grid"])]).is_some()
}

pub(super) fn role(text: &str) -> Option<Role> {
    pick(
        text,
        &[
            (Role::GridChief, &["GridChief", "网格长", "片长", "站长"]),
            (Role::GridWorker, &["GridWorker", "专职网格员", "网格员", "专职"]),
            (Role::PartTime, &["PartTime", "兼职网格员", "兼职"]),
            (Role::Assistant, &["Assistant", "网格协管员", "协管员"]),
            (Role::Responder, &["Responder", "部门下沉力量", "下沉力量", "派驻人员"]),
        ],
    )
}

pub(super) fn vehicle(text: &str) -> Option<Vehicle> {
    pick(
        text,
        &[
            (Vehicle::Walk, &["walk", "foot", "步行"]),
            (Vehicle::Ebike, &["ebike", "bike", "电动车", "电动自行车"]),
            (Vehicle::Car, &["car", "汽车", "车辆"]),
        ],
    )
}

pub(super) fn yes_no(text: &str) -> Option<bool> {
    pick(
        text,
        &[
            (true, &["true", "yes", "y", "1", "是", "在岗", "在线", "t"]),
            (false, &["false", "no", "n", "0", "否", "离岗", "不在岗", "离线", "f"]),
        ],
    )
}

pub(super) fn answer_kind(text: &str) -> Option<AnswerKind> {
    pick(
        text,
        &[
            (AnswerKind::Fits, &["fits", "合格", "是否合格", "判断", "yes_no", "check"]),
            (AnswerKind::Number, &["number", "数字", "数量", "count"]),
            (AnswerKind::Text, &["text", "文字", "文本"]),
        ],
    )
}

pub(super) fn inspection_result(text: &str) -> Option<InspectionResult> {
    pick(
        text,
        &[
            (InspectionResult::Fine, &["fine", "正常", "合格", "无问题", "通过", "pass", "passed", "ok"]),
            (InspectionResult::Problems, &["problems", "有问题", "发现问题", "不合格", "异常", "fail", "failed"]),
            (InspectionResult::NotDone, &["not_done", "未检", "未能检查", "无人", "关门", "not done", "no entry"]),
        ],
    )
}

/// Several things in one cell.
pub(super) fn several(text: &str) -> Vec<String> {
    let parts = text.split([';', '；', '、', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

pub(super) fn camera_state(text: &str) -> Option<CameraState> {
    pick(
        text,
        &[
            (CameraState::Online, &["online", "在线", "正常"]),
            (CameraState::Fault, &["fault", "offline", "故障", "离线"]),
            (CameraState::Unknown, &["unknown", "未知"]),
            (CameraState::NoRoute, &["no_route", "不可达", "无路由", "专网"]),
        ],
    )
}

pub(super) fn urgency(text: &str) -> Option<Urgency> {
    pick(
        text,
        &[
            (Urgency::U1, &["U1", "特急", "critical"]),
            (Urgency::U2, &["U2", "紧急", "urgent"]),
            (Urgency::U3, &["U3", "一般", "general", "normal"]),
            (Urgency::U4, &["U4", "较低", "low"]),
        ],
    )
}

pub(super) fn difficulty(text: &str) -> Option<Difficulty> {
    pick(
        text,
        &[
            (Difficulty::Simple, &["simple", "简单"]),
            (Difficulty::General, &["general", "一般"]),
            (Difficulty::Complex, &["complex", "复杂"]),
        ],
    )
}

pub(super) fn nature(text: &str) -> Option<Nature> {
    pick(
        text,
        &[
            (Nature::Consultation, &["consultation", "咨询"]),
            (Nature::Help, &["help", "求助"]),
            (Nature::Complaint, &["complaint", "投诉"]),
            (Nature::Report, &["report", "举报"]),
            (Nature::Suggestion, &["suggestion", "建议"]),
            (Nature::Praise, &["praise", "表扬"]),
            (Nature::GridFound, &["grid_found", "网格发现"]),
            (Nature::Dispute, &["dispute", "矛盾纠纷", "纠纷"]),
        ],
    )
}

pub(super) fn source(text: &str) -> Option<Source> {
    pick(
        text,
        &[
            (Source::Grid, &["grid", "网格发现", "网格", "网格员"]),
            (Source::CityHotline, &["12345", "12345热线", "市热线"]),
            (Source::Hotline, &["hotline", "热线", "县热线", "区热线"]),
            (Source::Mailbox, &["mailbox", "领导信箱", "书记信箱", "市长信箱", "县长信箱", "区长信箱"]),
            (Source::Visit, &["visit", "来信来访", "来访", "来信"]),
            (Source::Web, &["web", "网络", "网页", "网站"]),
            (Source::Snap, &["snap", "随手拍"]),
            (Source::Camera, &["camera", "视频与传感", "视频", "传感"]),
            (Source::Town, &["town", "镇街来电", "镇街"]),
        ],
    )
}

pub(super) fn call_back(text: &str) -> Option<CallBack> {
    pick(
        text,
        &[
            (CallBack::Satisfied, &["satisfied", "满意"]),
            (CallBack::Mostly, &["mostly", "基本满意"]),
            (CallBack::Unsatisfied, &["unsatisfied", "不满意"]),
            (CallBack::Unreachable, &["unreachable", "未接通"]),
        ],
    )
}

/// Degrees clockwise from north: a number, a compass point, or the way the traffic goes that is
/// looked at (`NB` northbound = 0).
pub(super) fn direction_deg(text: &str) -> Option<f32> {
    if let Ok(degrees) = text.parse::<f32>() {
        return degrees.is_finite().then(|| degrees.rem_euclid(360.0));
    }
    pick(
        text,
        &[
            (0.0, &["N", "NB", "北"]),
            (45.0, &["NE", "NEB", "东北"]),
            (90.0, &["E", "EB", "东"]),
            (135.0, &["SE", "SEB", "东南"]),
            (180.0, &["S", "SB", "南"]),
            (225.0, &["SW", "SWB", "西南"]),
            (270.0, &["W", "WB", "西"]),
            (315.0, &["NW", "NWB", "西北"]),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_and_chinese_words_are_known() {
        assert_eq!(role("网格长"), Some(Role::GridChief));
        assert_eq!(role("grid worker"), Some(Role::GridWorker));
        assert_eq!(source("12345"), Some(Source::CityHotline));
        assert_eq!(nature("Grid-Found"), Some(Nature::GridFound));
        assert_eq!(camera_state("no_route"), Some(CameraState::NoRoute));
        assert_eq!(level("街道"), Some(AreaLevel::Town));
        assert_eq!(urgency("whenever"), None);
    }

    #[test]
    fn directions_are_degrees() {
        assert_eq!(direction_deg("-90"), Some(270.0));
        assert_eq!(direction_deg("SEB"), Some(135.0));
        assert_eq!(direction_deg("西北"), Some(315.0));
        assert_eq!(direction_deg("NaN"), None);
        assert_eq!(direction_deg("up"), None);
    }
}
