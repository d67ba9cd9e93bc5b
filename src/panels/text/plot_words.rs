//! The words of the plots.

use super::format;
use crate::picture::{AGE_STEPS_SECS, ResponseKind, TrendSpan};
use crate::seat::{Lang, PlotSheet};
use std::cmp::Ordering;

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A word of the plots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlotWord {
    /// The county as a whole.
    Whole,
    /// All categories.
    AllCategories,
    /// Before a category's filter.
    Category,
    /// Closes the panel.
    Close,
    /// Before the moment of the data.
    DataAt,
    /// The past shows.
    Replay,
    /// The data are a sample.
    Sample,
    /// The ledger tells of no matter.
    NothingKnown,
    /// Nothing was reported in the period.
    NoneReported,
    /// Nobody was sent in the period.
    NoneSent,
    /// Nothing is open.
    NoneOpen,
    /// Nothing falls due.
    NoneDue,
    /// Too few to say.
    TooFew,
    /// The time before is not in the ledger.
    BeforeUnknown,
    /// The band of the seven days before.
    Band,
    /// How the class of a cell reads.
    PerCell,
    /// All urgencies.
    All,
    /// A week before.
    WeekBefore,
    /// Half.
    Half,
    /// Nine of ten.
    NineTenths,
    /// No town.
    NoTown,
    /// The first to fall due.
    First,
    /// By town.
    ByTown,
    /// The clock stands still.
    Suspended,
    /// The ledger does not reach over the whole period.
    NotWhole,
    /// Marks what is late in a count.
    Late,
}

/// A word of the plots.
pub(crate) fn say(lang: Lang, word: PlotWord) -> &'static str {
    use PlotWord::*;
    match word {
        Whole => of(lang, "全域", "whole county"),
        AllCategories => of(lang, "全部类别", "all categories"),
        Category => of(lang, "类别", "Category"),
        Close => of(lang, "关闭", "Close"),
        DataAt => of(lang, "数据至", "data as of"),
        Replay => of(lang, "回放", "REPLAY"),
        Sample => of(lang, "演示数据", "SAMPLE DATA"),
        NothingKnown => of(lang, "账本里还没有事件", "The ledger tells of no matter yet"),
        NoneReported => of(lang, "这段时间没有上报", "Nothing was reported in this time"),
        NoneSent => of(lang, "这段时间没有派人", "Nobody was sent in this time"),
        NoneOpen => of(lang, "没有在办事件", "Nothing is open"),
        NoneDue => of(lang, "24小时内没有到期", "Nothing falls due within 24 hours"),
        TooFew => of(lang, "样本不足", "too few to say"),
        BeforeUnknown => of(lang, "此前无记录", "no record of the time before"),
        Band => of(lang, "前7日最少至最多", "least to most of the 7 days before"),
        PerCell => of(lang, "每格4周合计，件", "each cell: sum of 4 weeks"),
        All => of(lang, "合计", "All"),
        WeekBefore => of(lang, "竖线：一周前同一时刻", "tick: a week before"),
        Half => of(lang, "半数", "half"),
        NineTenths => of(lang, "九成", "9 of 10"),
        NoTown => of(lang, "镇街不详", "no town"),
        First => of(lang, "最先到期", "First to fall due"),
        ByTown => of(lang, "分镇街", "By town"),
        Suspended => of(lang, "中止计时", "clock stands still"),
        NotWhole => of(lang, "账本未覆盖全部4周", "the ledger does not cover all 4 weeks"),
        Late => of(lang, "超", "late "),
    }
}

/// A sheet's title.
pub(crate) fn sheet(lang: Lang, sheet: PlotSheet) -> &'static str {
    match sheet {
        PlotSheet::Trend => of(lang, "上报走势", "Reports over time"),
        PlotSheet::Week => of(lang, "一周时段", "Hours of the week"),
        PlotSheet::Ageing => of(lang, "在办时长", "How long open"),
        PlotSheet::Response => of(lang, "响应时间", "Response times"),
        PlotSheet::Due => of(lang, "将到期（若无变化）", "Falling due, if nothing changes"),
    }
}

/// A sheet's chip.
pub(crate) fn chip(lang: Lang, sheet: PlotSheet) -> &'static str {
    match sheet {
        PlotSheet::Trend => of(lang, "走势", "Trend"),
        PlotSheet::Week => of(lang, "时段", "Week"),
        PlotSheet::Ageing => of(lang, "时长", "Ageing"),
        PlotSheet::Response => of(lang, "响应", "Speed"),
        PlotSheet::Due => of(lang, "到期", "Due"),
    }
}

/// A trend's period, and the time before it.
pub(crate) fn span(lang: Lang, span: TrendSpan) -> [&'static str; 2] {
    match span {
        TrendSpan::Day => [of(lang, "近24小时", "last 24 h"), of(lang, "前24小时", "24 h before")],
        TrendSpan::Month => [of(lang, "近30日", "last 30 days"), of(lang, "前30日", "30 days before")],
    }
}

/// How many, counted.
pub(crate) fn count(lang: Lang, count: i64) -> String {
    match lang {
        Lang::Zh => format!("{} 件", format::number(count)),
        Lang::En => format::number(count),
    }
}

/// A number against the one before it: `多31`, `31 fewer`.
pub(crate) fn against(lang: Lang, now: i64, before: i64) -> String {
    let apart = format::number(now.abs_diff(before));
    match (lang, now.cmp(&before)) {
        (_, Ordering::Equal) => of(lang, "持平", "equal").to_owned(),
        (Lang::Zh, Ordering::Greater) => format!("多{apart}"),
        (Lang::Zh, Ordering::Less) => format!("少{apart}"),
        (Lang::En, Ordering::Greater) => format!("{apart} more"),
        (Lang::En, Ordering::Less) => format!("{apart} fewer"),
    }
}

/// A step of ages: `1–4小时`, `over 30 days`.
pub(crate) fn age(lang: Lang, step: usize) -> String {
    let said = |secs: i64| match (lang, secs) {
        (Lang::Zh, ..86_400) => format!("{}小时", secs / 3_600),
        (Lang::Zh, _) => format!("{}天", secs / 86_400),
        (Lang::En, ..86_400) => format!("{} h", secs / 3_600),
        (Lang::En, _) => format!("{} d", secs / 86_400),
    };
    let bound = |n: usize| AGE_STEPS_SECS.get(n).copied();
    match (step.checked_sub(1).and_then(bound), bound(step), lang) {
        (None, Some(to), Lang::Zh) => format!("不到{}", said(to)),
        (None, Some(to), Lang::En) => format!("under {}", said(to)),
        (Some(from), Some(to), _) => format!("{} – {}", said(from), said(to)),
        (Some(from), None, Lang::Zh) => format!("{}以上", said(from)),
        (Some(from), None, Lang::En) => format!("over {}", said(from)),
        (None, None, _) => format::NOTHING.to_owned(),
    }
}

/// Between which steps time is taken.
pub(crate) fn response(lang: Lang, kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::Arrival => of(lang, "上报至到场", "From report to arrival"),
        ResponseKind::Receipt => of(lang, "派出至签收", "From order to receipt"),
    }
}

/// How many of how many: `到场 312 ÷ 派人 400`.
pub(crate) fn response_of(lang: Lang, kind: ResponseKind, done: usize, of_all: usize) -> String {
    let [done, of_all] = [done, of_all].map(format::number);
    match (lang, kind) {
        (Lang::Zh, ResponseKind::Arrival) => format!("到场 {done} ÷ 已派 {of_all}"),
        (Lang::Zh, ResponseKind::Receipt) => format!("签收 {done} ÷ 已派 {of_all}"),
        (Lang::En, ResponseKind::Arrival) => format!("arrived {done} ÷ {of_all} sent"),
        (Lang::En, ResponseKind::Receipt) => format!("receipted {done} ÷ {of_all} sent"),
    }
}

/// How many were left out because their steps can't have happened so.
pub(crate) fn odd(lang: Lang, count: usize) -> String {
    let count = format::number(count);
    match lang {
        Lang::Zh => format!("时刻有误未计 {count}"),
        Lang::En => format!("{count} with impossible times left out"),
    }
}

/// The mark of an axis of times: `15分`, `4 h`.
pub(crate) fn tick(lang: Lang, secs: i64) -> String {
    match (lang, secs) {
        (Lang::Zh, ..3_600) => format!("{}分", secs / 60),
        (Lang::Zh, 3_600..86_400) => format!("{}时", secs / 3_600),
        (Lang::Zh, _) => format!("{}天", secs / 86_400),
        (Lang::En, ..3_600) => format!("{} min", secs / 60),
        (Lang::En, 3_600..86_400) => format!("{} h", secs / 3_600),
        (Lang::En, _) => format!("{} d", secs / 86_400),
    }
}

/// What stands beside the matters that fall due.
pub(crate) fn due_beside(lang: Lang, overdue: i64, later: i64, without: i64, suspended: i64) -> String {
    let [overdue, later, without, suspended] = [overdue, later, without, suspended].map(format::number);
    match lang {
        Lang::Zh => format!("已超期 {overdue} · 更晚 {later} · 不计时 {without} · 其中中止计时 {suspended}"),
        Lang::En => format!("overdue {overdue} · later {later} · no clock {without} · suspended {suspended}"),
    }
}

/// What fell due in the day before.
pub(crate) fn due_before(lang: Lang, fell: i64, missed: i64) -> String {
    let [fell, missed] = [fell, missed].map(format::number);
    match lang {
        Lang::Zh => format!("前24小时到期 {fell}，其中未按时 {missed}"),
        Lang::En => format!("24 h before: {fell} fell due, {missed} missed"),
    }
}

/// Where most are: `最多 周二 9时 31 件`.
pub(crate) fn most(lang: Lang, weekday: &str, hour: usize, most: i64) -> String {
    let most = format::number(most);
    match lang {
        Lang::Zh => format!("最多 {weekday} {hour}–{}时 {most} 件", hour + 1),
        Lang::En => format!("most: {weekday} {hour:02}–{:02} h, {most}", hour + 1),
    }
}

/// How long the oldest has been open.
pub(crate) fn oldest(lang: Lang, secs: i64) -> String {
    let span = format::span_short(lang, secs);
    match lang {
        Lang::Zh => format!("最久 {span}"),
        Lang::En => format!("oldest {span}"),
    }
}

/// The screen is filmed.
pub(crate) fn filming(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "开始录制，按 F9 结束",
        Lang::En => "filming, F9 ends it",
    }
}

/// How many stand in rows that have no room.
pub(crate) fn unlisted(lang: Lang, count: i64) -> String {
    match lang {
        Lang::Zh => format!("另 {} 件", format::number(count)),
        Lang::En => format!("{} more", format::number(count)),
    }
}

/// A plot was written, or why not.
pub(crate) fn exported(lang: Lang, to: &str) -> String {
    match lang {
        Lang::Zh => format!("已导出 {to}"),
        Lang::En => format!("exported {to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_said_by_their_bounds() {
        let zh: Vec<String> = (0..7).map(|step| age(Lang::Zh, step)).collect();
        assert_eq!(zh[0], "不到1小时");
        assert_eq!(zh[2], "4小时 – 1天");
        assert_eq!(zh[6], "30天以上");
        assert_eq!(age(Lang::En, 6), "over 30 d");
        assert_eq!(age(Lang::En, 1), "1 h – 4 h");
    }

    #[test]
    fn a_number_is_told_against_the_one_before() {
        assert_eq!((against(Lang::Zh, 5, 3).as_str(), against(Lang::Zh, 3, 5).as_str()), ("多2", "少2"));
        assert_eq!((against(Lang::En, 5, 3).as_str(), against(Lang::En, 3, 3).as_str()), ("2 more", "equal"));
        assert_eq!(
            (against(Lang::Zh, 12_816, 0).as_str(), against(Lang::En, 5, 10_005).as_str()),
            ("多12,816", "10,000 fewer")
        );
    }

    #[test]
    fn every_sheet_has_its_words_in_both_languages() {
        for one in PlotSheet::ALL {
            for words in [sheet, chip] {
                assert!(!words(Lang::Zh, one).is_ascii() && words(Lang::En, one).is_ascii());
            }
        }
    }
}
