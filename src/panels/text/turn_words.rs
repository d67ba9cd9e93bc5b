//! The words of a wall that turns by itself.

use super::format;
use crate::seat::Lang;

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// It begins in so many seconds.
pub(crate) fn announced(lang: Lang, secs: i64) -> String {
    match lang {
        Lang::Zh => format!("{secs} 秒后自动巡看"),
        Lang::En => format!("looks around by itself in {secs} s"),
    }
}

/// How it is ended.
pub(crate) fn any_move_stops(lang: Lang) -> &'static str {
    of(lang, "动一下即停", "touch anything to stop")
}

/// Before what it looks at.
pub(crate) fn looks(lang: Lang) -> &'static str {
    of(lang, "巡看", "Looking at")
}

/// The whole county, between two looks.
pub(crate) fn whole(lang: Lang) -> &'static str {
    of(lang, "全县", "the whole county")
}

/// The whole county, because nothing needs a closer look.
pub(crate) fn nothing(lang: Lang) -> &'static str {
    of(lang, "全县，近处都已看过", "the whole county: all else was looked at")
}

/// Nobody has acknowledged it.
pub(crate) fn waits(lang: Lang) -> &'static str {
    of(lang, "待确认", "unseen")
}

/// A town, and for how long its oldest overdue matter is overdue.
pub(crate) fn overdue(lang: Lang, town: &str, secs: i64) -> String {
    let span = format::span_short(lang, secs);
    match lang {
        Lang::Zh => format!("{town} 超期最久 {span}"),
        Lang::En => format!("{town}, longest overdue: {span}"),
    }
}

/// A town, and how much changed there.
pub(crate) fn changed(lang: Lang, town: &str, changes: usize) -> String {
    let changes = format::number(changes);
    match lang {
        Lang::Zh => format!("{town} 近15分钟变化最多 {changes} 次"),
        Lang::En => format!("{town}, most changes in 15 min: {changes}"),
    }
}

/// What was pressed only ended it.
pub(crate) fn only_stopped(lang: Lang) -> &'static str {
    of(lang, "自动巡看已停：看清后再按一次", "stopped turning: look, then press again")
}

/// Why it does not begin.
pub(crate) fn something_open(lang: Lang) -> &'static str {
    of(lang, "先关上打开的面板，再自动巡看", "close what is open first, then the wall can turn by itself")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_said_in_both_languages() {
        let all = |lang| {
            let plain: [fn(Lang) -> &'static str; 7] =
                [any_move_stops, looks, whole, nothing, waits, only_stopped, something_open];
            let rest = [announced(lang, 10), overdue(lang, "X", 300_000), changed(lang, "X", 7)];
            plain.into_iter().map(|word| word(lang).to_owned()).chain(rest).collect::<Vec<_>>()
        };
        for (zh, en) in all(Lang::Zh).into_iter().zip(all(Lang::En)) {
            let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(han(&zh) && !han(&en) && !en.is_empty(), "{zh} {en}");
        }
        assert_eq!(overdue(Lang::Zh, "云岭镇", 14 * 86_400 + 100), "云岭镇 超期最久 14天");
    }
}
