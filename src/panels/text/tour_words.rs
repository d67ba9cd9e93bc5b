//! The words around a tour; what its scenes say stands in its route.

use super::{Civil, format, words};
use crate::domain::{CivilZone, Timestamp};
use crate::seat::Lang;
use crate::seat::tour::{BarLabel, PlotKind, Value};

/// A word of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TourWord {
    Tour,
    Paused,
    Interrupted,
    Space,
    Pause,
    GoOn,
    Before,
    Next,
    End,
    AnyKey,
    Nothing,
    Dark,
    Light,
}

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The guide's window.
pub(crate) fn guide(lang: Lang) -> &'static str {
    of(lang, "讲解词", "Guide")
}

/// What stands there while no tour runs.
pub(crate) fn guide_waits(lang: Lang) -> &'static str {
    of(lang, "导览开始后，这里是每一景的讲解词。", "Once the tour runs, what to say to each scene stands here.")
}

/// Before the title of the scene that follows.
pub(crate) fn comes_next(lang: Lang) -> &'static str {
    of(lang, "下一景：", "Next:")
}

/// How long a scene still rests.
pub(crate) fn left(lang: Lang, secs: i64) -> String {
    match lang {
        Lang::Zh => format!("还有 {secs} 秒"),
        Lang::En => format!("{secs} s left"),
    }
}

/// The word in a language.
pub(crate) fn say(lang: Lang, word: TourWord) -> &'static str {
    let (zh, en) = match word {
        TourWord::Tour => ("导览", "Tour"),
        TourWord::Paused => ("已暂停", "paused"),
        TourWord::Interrupted => ("特急来报，导览中断", "interrupted by a critical matter"),
        TourWord::Space => ("空格", "Space"),
        TourWord::Pause => ("暂停", "pause"),
        TourWord::GoOn => ("继续", "go on"),
        TourWord::Dark => ("黑屏", "dark"),
        TourWord::Light => ("任意键亮屏", "any key: light"),
        TourWord::Before => ("上一景", "back"),
        TourWord::Next => ("下一景", "on"),
        TourWord::End => ("结束", "end"),
        TourWord::AnyKey => ("任意键继续导览 · Esc 结束导览去处置", "any key: go on · Esc: end the tour and act"),
        TourWord::Nothing => {
            ("没有可导览的内容：本县数据还太少", "nothing to tour: too little is known of this county yet")
        }
    };
    of(lang, zh, en)
}

/// How long the scene rests still.
pub(crate) fn rests(lang: Lang, secs: i64) -> String {
    match lang {
        Lang::Zh => format!("本景还停 {secs} 秒"),
        Lang::En => format!("next in {secs} s"),
    }
}

/// How many others came since.
pub(crate) fn more_alarms(lang: Lang, count: usize) -> String {
    let count = format::number(count);
    match lang {
        Lang::Zh => format!("另有 {count} 件特急"),
        Lang::En => format!("{count} more critical"),
    }
}

/// How many rows have no room.
pub(crate) fn others(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("另 {count} 行未列"),
        Lang::En => format!("{count} more"),
    }
}

/// Before the moment at which a figure holds.
pub(crate) fn as_of(lang: Lang) -> &'static str {
    of(lang, "截至", "as of")
}

/// What a plot shows, with its unit.
pub(crate) fn plot(lang: Lang, kind: PlotKind) -> &'static str {
    let (zh, en) = match kind {
        PlotKind::StaffByTown => ("各镇街在岗 人", "On duty by town"),
        PlotKind::GridsByTown => ("各镇街网格 格", "Grids by town"),
        PlotKind::TodayByHour => ("今日每小时来报 件", "Reported each hour"),
        PlotKind::Steps => ("经过", "What happened"),
        PlotKind::GridFirstByTown => ("各镇街网格先报 %", "By the grid first, by town, %"),
        PlotKind::ReportedIn => ("从吹哨到报到 分钟", "From summons to reporting in, min"),
        PlotKind::ByTimeLeft => ("在办按剩余时间 件", "Open, by time left"),
        PlotKind::ReachedByDay => ("有记录的网格 %", "Grids with something on record, %"),
        PlotKind::ByLevel => ("按办结层级 件", "Settled, by level"),
    };
    of(lang, zh, en)
}

/// The two lines of a plot.
pub(crate) fn series(lang: Lang, kind: PlotKind) -> [&'static str; 2] {
    match (lang, kind) {
        (Lang::Zh, PlotKind::TodayByHour) => ["今日", "上周同日"],
        (Lang::En, PlotKind::TodayByHour) => ["today", "same day last week"],
        (Lang::Zh, _) => ["近7天", "前7天"],
        (Lang::En, _) => ["last 7 days", "7 days before"],
    }
}

/// What a bar is of.
pub(crate) fn bar(lang: Lang, label: &BarLabel) -> String {
    match label {
        BarLabel::Name(name) => name.clone(),
        BarLabel::Level(level) => words::level(lang, *level).to_owned(),
        BarLabel::Overdue => of(lang, "已超时", "overdue").into(),
        BarLabel::DaysLeft(1) => of(lang, "24小时内", "within 24 h").into(),
        BarLabel::DaysLeft(days) => match lang {
            Lang::Zh => format!("{days}天内"),
            Lang::En => format!("within {days} d"),
        },
        BarLabel::Later => of(lang, "更久", "later").into(),
        BarLabel::NoClock => of(lang, "待核实或无时限", "handled, or no deadline").into(),
    }
}

/// A figure in a sentence; a share is a percentage without its sign.
pub(crate) fn value(lang: Lang, value: &Value, now: Timestamp, zone: &CivilZone) -> String {
    match value {
        Value::Count(count) => format::number(*count),
        Value::Share { of, whole } => format::percent((*whole > 0).then(|| *of as f64 / *whole as f64)),
        Value::Moment(at) => {
            let (then, today) = (Civil::at(*at, zone), Civil::at(now, zone));
            if then.is_same_day(&today) { then.hour_minute() } else { then.day_and_minute(lang) }
        }
        Value::Span(secs) => format::span(lang, *secs),
        Value::Name(name) => name.clone(),
        Value::Category { name, name_en } => match (lang, name_en) {
            (Lang::En, Some(name_en)) => name_en.clone(),
            _ => name.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_as_sentences_want_them() {
        let (now, zone) = (Timestamp(1_789_106_607), CivilZone::fixed(8 * 3_600));
        let thing = Value::Category { name: "供水".into(), name_en: Some("Water".into()) };
        let table = [
            (Value::Count(1_146), "1146", "1146"),
            (Value::Count(12_816), "12,816", "12,816"),
            (Value::Share { of: 1, whole: 3 }, "33.3", "33.3"),
            (Value::Moment(now.plus_secs(-3_600)), "13:03", "13:03"),
            (Value::Moment(now.plus_secs(-86_400)), "09-10 14:03", "10 Sep 14:03"),
            (Value::Span(3 * 3_600 + 300), "3小时05分", "3h 05m"),
            (Value::Name("柳林镇".into()), "柳林镇", "柳林镇"),
            (thing, "供水", "Water"),
        ];
        for (figure, zh, en) in table {
            let said = [Lang::Zh, Lang::En].map(|lang| value(lang, &figure, now, &zone));
            assert_eq!((said[0].as_str(), said[1].as_str()), (zh, en));
        }
        assert_eq!(value(Lang::Zh, &Value::Share { of: 0, whole: 0 }, now, &zone), "—", "nothing of nothing is not 0");
    }
}
