//! The words of the tools on the map.

use super::format;
use crate::seat::Lang;
use crate::seat::tools::{Counts, DrawKind, Listed};

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A word of the tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToolWord {
    /// Several things were picked.
    Several,
    /// The map's tools.
    Tools,
    /// The tool by which several things are picked, and what to do with it.
    PickSeveral,
    EachClick,
    /// The agencies and what each answers for.
    Agencies,
    /// Nothing of this kind was found.
    NoneFound,
    /// Before the formats that it is written as.
    Export,
    /// The panel of a place.
    Who,
    /// Whoever answers for it.
    Answers,
    /// Nobody answers for it.
    Nobody,
    /// The cameras that look at it.
    Looking,
    /// No camera does.
    NoneLooks,
    /// Those who could be sent, the nearest first.
    Free,
    /// Nobody could.
    NobodyFree,
    /// The place lies in no area.
    Outside,
    /// Takes a matter in there.
    TakeIn,
    /// Measures from there.
    Measure,
    /// Closes a panel.
    Close,
    /// A circle's radius.
    Radius,
    /// A line's whole length.
    Total,
    /// A ring's length.
    Around,
    /// The ground within.
    Area,
    /// Overdue.
    Overdue,
    /// Confidential.
    Confidential,
    /// Of the areas listed: those whose middle lies in it.
    ByMiddle,
}

/// A word of the tools.
pub(crate) fn say(lang: Lang, word: ToolWord) -> &'static str {
    use ToolWord::*;
    match word {
        Several => of(lang, "多选", "Selected"),
        Tools => of(lang, "工具", "Tools"),
        PickSeveral => of(lang, "多选", "Several"),
        EachClick => {
            of(lang, "逐个点选，再点取消 · Esc 放下", "click one after the other, again to drop it · Esc puts it down")
        }
        Agencies => of(lang, "各类事项的承办单位", "Agencies by kind of matter"),
        NoneFound => of(lang, "没有", "none"),
        Export => of(lang, "导出", "Export"),
        Who => of(lang, "此处归谁", "Who answers here"),
        Answers => of(lang, "责任人", "Answers"),
        Nobody => of(lang, "无人在册", "nobody on the register"),
        Looking => of(lang, "看得到此处的视频", "Cameras looking here"),
        NoneLooks => of(lang, "没有", "none"),
        Free => of(lang, "最近的空闲人员", "Nearest free"),
        NobodyFree => of(lang, "无人空闲", "nobody is free"),
        Outside => of(lang, "不在任何区域内", "in no area"),
        TakeIn => of(lang, "在此登记来件", "Take in here"),
        Measure => of(lang, "从此量测", "Measure from here"),
        Close => of(lang, "关闭", "close"),
        Radius => of(lang, "半径", "radius"),
        Total => of(lang, "总长", "length"),
        Around => of(lang, "周长", "around"),
        Area => of(lang, "面积", "area"),
        Overdue => of(lang, "超期", "overdue"),
        Confidential => of(lang, "保密", "confidential"),
        ByMiddle => of(lang, "中心在内", "middle inside"),
    }
}

/// A tool.
pub(crate) fn kind(lang: Lang, kind: DrawKind) -> &'static str {
    match kind {
        DrawKind::Rectangle => of(lang, "矩形", "Rectangle"),
        DrawKind::Circle => of(lang, "圆", "Circle"),
        DrawKind::Polygon => of(lang, "多边形", "Polygon"),
        DrawKind::Measure => of(lang, "量测", "Measure"),
    }
}

/// Kinds of matters that an agency answers for: the first of them, and how many there are.
pub(crate) fn kinds(lang: Lang, first: &[String], count: usize) -> String {
    let more = count > first.len();
    match lang {
        Lang::Zh if more => format!("{}等 {count} 类", first.join("、")),
        Lang::Zh => first.join("、"),
        // How many stands first: names are cut where they have no room.
        Lang::En if more => format!("{count} kinds: {}", first.join(", ")),
        Lang::En => first.join(", "),
    }
}

/// What to do next with a tool, and how to leave it.
pub(crate) fn next(lang: Lang, kind: DrawKind, corners: usize) -> &'static str {
    match (kind, corners) {
        (DrawKind::Rectangle, 0) => of(lang, "拖动，或点两角 · Esc 放弃", "drag, or click two corners · Esc gives up"),
        (DrawKind::Circle, 0) => of(
            lang,
            "从圆心拖动，或点圆心再点边 · Esc 放弃",
            "drag from the middle, or click middle and edge · Esc gives up",
        ),
        (DrawKind::Rectangle, _) => of(lang, "点对角 · Esc 放弃", "click the far corner · Esc gives up"),
        (DrawKind::Circle, _) => of(lang, "点边 · Esc 放弃", "click the edge · Esc gives up"),
        (_, 0) => of(lang, "点击定第一点 · Esc 放弃", "click the first corner · Esc gives up"),
        (DrawKind::Polygon, 1 | 2) => of(
            lang,
            "再点加角点 · Backspace 退一点 · Esc 放弃",
            "click more corners · Backspace takes one back · Esc gives up",
        ),
        (DrawKind::Measure, 1) => of(
            lang,
            "点下一点 · Backspace 退一点 · Esc 放弃",
            "click the next point · Backspace takes one back · Esc gives up",
        ),
        (DrawKind::Polygon, _) => of(
            lang,
            "Enter 或双击完成 · Backspace 退一点 · Esc 放弃",
            "Enter or double click ends it · Backspace takes one back · Esc gives up",
        ),
        (DrawKind::Measure, _) => of(
            lang,
            "Enter 或双击完成，点起点闭合 · Backspace 退一点 · Esc 放弃",
            "Enter or double click ends it, the first point closes it · Backspace · Esc gives up",
        ),
    }
}

/// What is listed.
pub(crate) fn listed(lang: Lang, list: Listed) -> &'static str {
    match list {
        Listed::Incidents => of(lang, "在办事件", "Open matters"),
        Listed::Workers => of(lang, "在岗人员", "On duty"),
        Listed::Cameras => of(lang, "视频", "Cameras"),
        Listed::Areas => of(lang, "区域", "Areas"),
    }
}

/// `空闲 5 · 任务中 4 · 离线 3`
pub(crate) fn staff(lang: Lang, counts: &Counts) -> String {
    let [free, on_task, offline] = [counts.free, counts.on_task, counts.offline].map(format::number);
    match lang {
        Lang::Zh => format!("空闲 {free} · 任务中 {on_task} · 离线 {offline}"),
        Lang::En => format!("free {free} · on task {on_task} · offline {offline}"),
    }
}

/// `在线 28`
pub(crate) fn online(lang: Lang, count: usize) -> String {
    format!("{} {}", of(lang, "在线", "online"), format::number(count))
}

/// What lies under a shape while it is drawn: `事件 5 · 人员 3 · 视频 8`; cameras where they may be told.
pub(crate) fn live(lang: Lang, counts: &Counts) -> String {
    let [incidents, workers] = [counts.incidents(), counts.workers()].map(format::number);
    let seen = |count| format!(" · {} {}", of(lang, "视频", "cameras"), format::number(count));
    let cameras = counts.cameras.map(seen).unwrap_or_default();
    match lang {
        Lang::Zh => format!("事件 {incidents} · 人员 {workers}{cameras}"),
        Lang::En => format!("matters {incidents} · staff {workers}{cameras}"),
    }
}

/// A measured length: to the metre below ten kilometres, to ten metres above.
pub(crate) fn length(lang: Lang, metres: f64) -> String {
    match (lang, metres) {
        (_, metres) if !metres.is_finite() => format::NOTHING.to_owned(),
        (Lang::Zh, ..1000.0) => format!("{metres:.0}米"),
        (Lang::En, ..1000.0) => format!("{metres:.0} m"),
        (Lang::Zh, ..10_000.0) => format!("{:.3}公里", metres / 1000.0),
        (Lang::En, ..10_000.0) => format!("{:.3} km", metres / 1000.0),
        (Lang::Zh, _) => format!("{:.2}公里", metres / 1000.0),
        (Lang::En, _) => format!("{:.2} km", metres / 1000.0),
    }
}

/// A measured part of the ground.
pub(crate) fn ground(lang: Lang, square_metres: f64) -> String {
    match (lang, square_metres) {
        (_, size) if !size.is_finite() => format::NOTHING.to_owned(),
        (Lang::Zh, ..10_000.0) => format!("{square_metres:.0}平方米"),
        (Lang::En, ..10_000.0) => format!("{square_metres:.0} m²"),
        (Lang::Zh, ..1_000_000.0) => format!("{:.2}公顷", square_metres / 1e4),
        (Lang::En, ..1_000_000.0) => format!("{:.2} ha", square_metres / 1e4),
        (Lang::Zh, _) => format!("{:.2}平方公里", square_metres / 1e6),
        (Lang::En, _) => format!("{:.2} km²", square_metres / 1e6),
    }
}

/// A direction on the ground, one of eight.
pub(crate) fn direction(lang: Lang, bearing_deg: f64) -> &'static str {
    const WORDS: [(&str, &str); 8] = [
        ("北", "N"),
        ("东北", "NE"),
        ("东", "E"),
        ("东南", "SE"),
        ("南", "S"),
        ("西南", "SW"),
        ("西", "W"),
        ("西北", "NW"),
    ];
    let place = (bearing_deg.rem_euclid(360.0) / 45.0).round() as usize % 8;
    of(lang, WORDS[place].0, WORDS[place].1)
}

/// Marks so many matters in the list: `标记 8 件，批量办理`.
pub(crate) fn mark(lang: Lang, count: usize) -> String {
    let count = format::number(count);
    match lang {
        Lang::Zh => format!("标记 {count} 件，批量办理"),
        Lang::En => format!("Mark {count} for one act"),
    }
}

/// What a click on the arrow towards a selection does.
pub(crate) fn bring_back(lang: Lang) -> &'static str {
    of(lang, "移到所选", "bring it into view")
}

/// What a click on coordinates does.
pub(crate) fn copy(lang: Lang) -> &'static str {
    of(lang, "复制", "copy")
}

/// What is copied.
pub(crate) fn copied(lang: Lang, what: &str) -> String {
    match lang {
        Lang::Zh => format!("已复制 {what}"),
        Lang::En => format!("Copied {what}"),
    }
}

/// A column of an exported table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Matter, worker, camera, area, or the shape itself.
    Kind,
    /// Its code.
    Code,
    /// Its name or title.
    Name,
    /// Its state.
    State,
    /// How urgent.
    Urgency,
    /// Category, role or level.
    Class,
    /// The agency.
    Agency,
    /// When it was reported.
    ReportedAt,
    /// Until when it is to be handled.
    DueAt,
    /// Whether it is overdue.
    Overdue,
    /// The areas it lies in.
    Areas,
    /// Longitude.
    Lon,
    /// Latitude.
    Lat,
}

impl Column {
    /// All of them, in their order.
    pub(crate) const ALL: [Column; 13] = [
        Column::Kind,
        Column::Code,
        Column::Name,
        Column::State,
        Column::Urgency,
        Column::Class,
        Column::Agency,
        Column::ReportedAt,
        Column::DueAt,
        Column::Overdue,
        Column::Areas,
        Column::Lon,
        Column::Lat,
    ];
}

/// A column's name.
pub(crate) fn column(lang: Lang, column: Column) -> &'static str {
    match column {
        Column::Kind => of(lang, "种类", "kind"),
        Column::Code => of(lang, "编号", "code"),
        Column::Name => of(lang, "名称", "name"),
        Column::State => of(lang, "状态", "state"),
        Column::Urgency => of(lang, "缓急", "urgency"),
        Column::Class => of(lang, "类别", "class"),
        Column::Agency => of(lang, "单位", "agency"),
        Column::ReportedAt => of(lang, "来报时间", "reported at"),
        Column::DueAt => of(lang, "时限", "due at"),
        Column::Overdue => of(lang, "超期", "overdue"),
        Column::Areas => of(lang, "所属区域", "areas"),
        Column::Lon => of(lang, "经度(WGS-84)", "longitude (WGS-84)"),
        Column::Lat => of(lang, "纬度(WGS-84)", "latitude (WGS-84)"),
    }
}

/// What a row of an exported table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exported {
    /// A matter.
    Incident,
    /// A worker.
    Worker,
    /// A camera.
    Camera,
    /// An area.
    Area,
    /// The shape that was asked about.
    Shape,
}

/// What a row of an exported table is.
pub(crate) fn exported(lang: Lang, what: Exported) -> &'static str {
    match what {
        Exported::Incident => of(lang, "事件", "matter"),
        Exported::Worker => of(lang, "人员", "worker"),
        Exported::Camera => of(lang, "视频", "camera"),
        Exported::Area => of(lang, "区域", "area"),
        Exported::Shape => of(lang, "范围", "shape"),
    }
}

/// The title of an exported table.
pub(crate) fn table_title(lang: Lang) -> &'static str {
    of(lang, "框选结果", "what was found")
}

/// Yes.
pub(crate) fn yes(lang: Lang) -> &'static str {
    of(lang, "是", "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_grounds_and_directions() {
        assert_eq!((length(Lang::Zh, 999.4).as_str(), length(Lang::En, 1234.0).as_str()), ("999米", "1.234 km"));
        assert_eq!(length(Lang::Zh, 12_345.0), "12.35公里");
        assert_eq!((ground(Lang::Zh, 820.0).as_str(), ground(Lang::En, 25_000.0).as_str()), ("820平方米", "2.50 ha"));
        assert_eq!(ground(Lang::Zh, 4_520_000.0), "4.52平方公里");
        assert_eq!(
            (direction(Lang::Zh, 350.0), direction(Lang::En, 46.0), direction(Lang::Zh, 200.0)),
            ("北", "NE", "南")
        );
        assert_eq!(length(Lang::Zh, f64::NAN), "—");
    }
}
