//! The words of the form of the settings, which asks for the screen's measures.

use crate::seat::setup::{Contrast, Field, Key, Kind};
use crate::seat::{Lang, Sight};

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The form's title.
pub(crate) fn title(lang: Lang) -> &'static str {
    of(lang, "屏幕与设置", "Screen and settings")
}

/// Behind the title: how to leave it.
pub(crate) fn note(lang: Lang) -> &'static str {
    of(lang, "先填估值，量过再改", "guesses are filled in: measure, then correct")
}

/// The heading over the settings of a table.
pub(crate) fn section(lang: Lang, table: Option<&str>) -> &'static str {
    match table {
        None => of(lang, "常规", "General"),
        Some("turn") => of(lang, "无人值守", "Unattended"),
        Some(_) => of(lang, "屏幕", "Screen"),
    }
}

/// A setting's name.
pub(crate) fn setting(lang: Lang, key: Key) -> &'static str {
    match key {
        Key::Lang => of(lang, "语言", "Language"),
        Key::ReducedMotion => of(lang, "少动", "Less motion"),
        Key::Contrast => of(lang, "对比", "Contrast"),
        Key::ClockSeconds => of(lang, "时钟带秒", "Clock seconds"),
        Key::WidthM => of(lang, "画面宽", "Width"),
        Key::HeightM => of(lang, "画面高", "Height"),
        Key::DiagonalM => of(lang, "对角线", "Diagonal"),
        Key::DistanceM => of(lang, "最远观看", "Farthest viewer"),
        Key::PitchMm => of(lang, "像素间距", "Pixel pitch"),
        Key::Columns => of(lang, "拼接 横", "Cells across"),
        Key::Rows => of(lang, "拼接 纵", "Cells down"),
        Key::BezelMm => of(lang, "拼缝", "Seam"),
        Key::Compensation => of(lang, "边框补偿", "Compensated"),
        Key::Span => of(lang, "铺满各屏", "All screens"),
        Key::Asked => of(lang, "已问过", "Asked"),
        Key::Turn => of(lang, "自动巡看", "Turns by itself"),
        Key::TurnRestSecs => of(lang, "每处停留", "Looks for"),
        Key::TurnAfterMins => of(lang, "无人之后", "Begins after"),
    }
}

/// A measure's unit.
pub(crate) fn unit(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Width | Field::Height | Field::Diagonal | Field::Distance => of(lang, "米", "m"),
        Field::Pitch | Field::Bezel => of(lang, "毫米", "mm"),
        Field::Columns | Field::Rows => of(lang, "块", "screens"),
        Field::Rest => of(lang, "秒", "s"),
        Field::After => of(lang, "分钟", "min"),
    }
}

/// What the steps of a measure are called, which show only a sign.
pub(crate) fn step(lang: Lang, name: &str, up: bool) -> String {
    format!("{name} {}", if up { of(lang, "加", "more") } else { of(lang, "减", "less") })
}

/// Behind a measure that the command line gives.
pub(crate) fn given(lang: Lang) -> &'static str {
    of(lang, "由命令行给定", "by the command line")
}

/// A language by its own name.
pub(crate) fn language_name(lang: Lang) -> &'static str {
    of(lang, "中文", "English")
}

/// A contrast by its name.
pub(crate) fn contrast_name(lang: Lang, contrast: Contrast) -> &'static str {
    match contrast {
        Contrast::Normal => of(lang, "常规", "normal"),
        Contrast::High => of(lang, "高", "high"),
    }
}

/// 色觉检查
pub(crate) fn sight(lang: Lang) -> &'static str {
    of(lang, "色觉检查", "Blind to")
}

/// Whose eyes; none: everybody's.
pub(crate) fn sight_name(lang: Lang, sight: Option<Sight>) -> &'static str {
    match sight {
        None => of(lang, "不查", "off"),
        Some(Sight::Deutan) => of(lang, "绿色盲", "green"),
        Some(Sight::Protan) => of(lang, "红色盲", "red"),
        Some(Sight::Tritan) => of(lang, "蓝色盲", "blue"),
        Some(Sight::Grey) => of(lang, "灰度", "all"),
    }
}

/// What the check is for.
pub(crate) fn sight_says(lang: Lang) -> &'static str {
    of(
        lang,
        "马上换成他们眼中的样子，看紧急与状态是否还分得清；不保存。",
        "At once the screen as these eyes see it: are urgencies and states still apart? Not kept.",
    )
}

/// That the check is on, and how it ends.
pub(crate) fn sight_is_on(lang: Lang, sight: Sight) -> String {
    let name = sight_name(lang, Some(sight));
    match lang {
        Lang::Zh => format!("色觉检查：{name}所见，颜色非实际 · 点此恢复"),
        Lang::En => format!("Colour check, blind to {name}: these are not the real colours · press to end"),
    }
}

/// A switch's two places.
pub(crate) fn yes_no(lang: Lang, yes: bool) -> &'static str {
    if yes { of(lang, "开", "on") } else { of(lang, "关", "off") }
}

/// Keeps it.
pub(crate) fn keep(lang: Lang) -> &'static str {
    of(lang, "保存", "Keep")
}

/// Leaves it.
pub(crate) fn leave(lang: Lang) -> &'static str {
    of(lang, "不改", "Leave")
}

/// How it is opened again.
pub(crate) fn again(lang: Lang) -> &'static str {
    of(lang, "按 , 随时再开", "the key , opens it again")
}

/// Above the test picture.
pub(crate) fn picture(lang: Lang) -> &'static str {
    of(lang, "测试图", "Test picture")
}

/// What the ruler is for.
pub(crate) fn ruler(lang: Lang, length: &str) -> String {
    match lang {
        Lang::Zh => format!("用尺量：横线与竖线应长 {length}，不是则改像素间距"),
        Lang::En => format!("both lines measure {length}? else correct the pitch"),
    }
}

/// A length in whole centimetres or metres.
pub(crate) fn length(lang: Lang, mm: f64) -> String {
    let (number, zh, en) = if mm >= 1_000.0 { (mm / 1_000.0, "米", "m") } else { (mm / 10.0, "厘米", "cm") };
    match lang {
        Lang::Zh => format!("{number} {zh}"),
        Lang::En => format!("{number} {en}"),
    }
}

/// What the rows of type are for: from where, and which must be read.
pub(crate) fn legible(lang: Lang, metres: &str) -> String {
    match lang {
        Lang::Zh => format!("站到 {metres} 米处：20′ 以上应看清"),
        Lang::En => format!("from {metres} m: 20′ and more should be legible"),
    }
}

/// The row of type: strokes that run together first.
pub(crate) fn sample(lang: Lang) -> &'static str {
    of(lang, "鹰瞰澄岚 路面塌陷 0689", "鹰瞰澄岚 Road collapse 0689")
}

/// Where a row of type has no room.
pub(crate) fn too_large(lang: Lang) -> &'static str {
    of(lang, "此屏放不下", "too large for this screen")
}

/// The canvas that follows: dp across and down, and the body text's pixels.
pub(crate) fn canvas(lang: Lang, width_dp: f64, height_dp: f64, body_px: f64) -> String {
    match lang {
        Lang::Zh => format!("正文 {body_px:.0} 像素，画布 {width_dp:.0}×{height_dp:.0}"),
        Lang::En => format!("body text {body_px:.0} px, canvas {width_dp:.0}×{height_dp:.0}"),
    }
}

/// Why it is not kept.
pub(crate) fn problem(lang: Lang, at: Field) -> String {
    let name = setting(lang, at.key());
    match (lang, at.key().kind()) {
        (Lang::Zh, Kind::Number(least, most)) => format!("{name}：请填 {least} 到 {most} 之间的数"),
        (Lang::Zh, Kind::Count(most)) => format!("{name}：请填 1 到 {most} 的整数"),
        (Lang::Zh, _) => format!("{name}：填写有误"),
        (Lang::En, kind) => format!("{name}: {} is wanted", kind.wants()),
    }
}

/// What is wrong with the file, for whoever sees only the wall.
pub(crate) fn file_faults(lang: Lang, line: usize, count: usize) -> String {
    match lang {
        Lang::Zh => format!("settings.toml 第 {line} 行有误（共 {count} 处），按估值显示；zonglan doctor 逐条说明"),
        Lang::En => format!("settings.toml, line {line} ({count} in all): guessed instead; zonglan doctor tells each"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seat::setup::ASKED;

    #[test]
    fn every_word_is_said_in_both_languages() {
        let all = |lang| {
            let plain: [fn(Lang) -> &'static str; 10] =
                [title, note, given, sight, sight_says, keep, leave, again, picture, too_large];
            let fields = ASKED.into_iter().flat_map(|f| [problem(lang, f), unit(lang, f).into()]);
            let settings = Key::ALL.into_iter().flat_map(|key| [setting(lang, key), section(lang, key.table())]);
            let steps = [true, false].map(|up| step(lang, setting(lang, Key::WidthM), up));
            let rest = [ruler(lang, "1"), legible(lang, "4"), canvas(lang, 1.0, 1.0, 16.0), file_faults(lang, 3, 1)];
            let contrasts = [Contrast::Normal, Contrast::High].map(|c| contrast_name(lang, c).to_owned());
            let switches = [true, false].map(|yes| yes_no(lang, yes).to_owned()).into_iter().chain(contrasts);
            let said = plain.into_iter().map(|word| word(lang).to_owned());
            let eyes = Sight::ALL.into_iter().map(Some).chain([None]).map(|sight| sight_name(lang, sight).to_owned());
            let on = Sight::ALL.map(|sight| sight_is_on(lang, sight));
            said.chain(fields)
                .chain(settings.map(str::to_owned))
                .chain(steps)
                .chain(eyes)
                .chain(on)
                .chain(rest)
                .chain(switches)
                .collect::<Vec<_>>()
        };
        for (zh, en) in all(Lang::Zh).into_iter().zip(all(Lang::En)) {
            let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(han(&zh) && !han(&en) && !en.is_empty(), "{zh} {en}");
        }
        assert_eq!(length(Lang::Zh, 500.0), "50 厘米");
        assert_eq!(length(Lang::En, 2_000.0), "2 m");
    }
}
