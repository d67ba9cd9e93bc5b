//! The words around visit mode: the mark, the preview, why something stays closed.

use super::format;
use crate::seat::Lang;

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The mode's name: the mark in the header, the preview's title.
pub(crate) fn mode(lang: Lang) -> &'static str {
    of(lang, "参观模式", "Visit mode")
}

/// The switch beside the layers'.
pub(crate) fn switch(lang: Lang) -> &'static str {
    of(lang, "参观", "Visit")
}

/// Behind the preview's title.
pub(crate) fn note(lang: Lang) -> &'static str {
    of(lang, "预览：开启后参观者看到的", "Preview: what visitors will see")
}

/// What stands above that which they see.
pub(crate) fn seen(lang: Lang) -> &'static str {
    of(lang, "看得到", "They see")
}

/// What stands above that which they don't.
pub(crate) fn unseen(lang: Lang) -> &'static str {
    of(lang, "看不到", "They don't see")
}

/// Turns it on.
pub(crate) fn begin(lang: Lang) -> &'static str {
    of(lang, "开启参观", "Visitors are here")
}

/// Closes the preview.
pub(crate) fn cancel(lang: Lang) -> &'static str {
    of(lang, "取消", "Cancel")
}

/// How it ends.
pub(crate) fn how_to_end(lang: Lang) -> &'static str {
    of(lang, "Shift+V 随时结束", "Shift+V ends it at once")
}

/// Why something stays closed.
pub(crate) fn closed(lang: Lang) -> &'static str {
    of(lang, "参观模式：此项不打开。按 Shift+V 结束参观", "Visit mode: this stays closed. Shift+V ends it")
}

/// What the preview has a line on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Matters, as many as show, and how many are confidential.
    Matters {
        /// How many open ones show.
        shown: usize,
        /// How many are confidential.
        confidential: usize,
    },
    /// Workers, as many as stand on the map.
    Staff(usize),
    /// Areas, figures, heat.
    Figures,
    /// Sending somebody.
    Sending,
    /// Names and phone numbers.
    Names,
    /// Cameras, as many as there are.
    Cameras(usize),
    /// Confidential matters.
    Confidential,
    /// One person's track.
    Tracks,
    /// Photos.
    Photos,
    /// Gaps of the registers.
    Gaps,
    /// Forms, intake, drafts, the shift.
    Forms,
}

/// What a line of the preview is about.
pub(crate) fn topic(lang: Lang, topic: Topic) -> &'static str {
    match topic {
        Topic::Matters { .. } => of(lang, "在办事件", "Open matters"),
        Topic::Staff(_) => of(lang, "人员", "Staff"),
        Topic::Figures => of(lang, "区域与指标", "Areas, figures"),
        Topic::Sending => of(lang, "交办", "Sending"),
        Topic::Names => of(lang, "姓名与电话", "Names, phones"),
        Topic::Cameras(_) => of(lang, "视频点", "Cameras"),
        Topic::Confidential => of(lang, "保密件", "Confidential"),
        Topic::Tracks => of(lang, "单人轨迹", "Single tracks"),
        Topic::Photos => of(lang, "照片", "Photos"),
        Topic::Gaps => of(lang, "登记缺漏", "Gaps"),
        Topic::Forms => of(lang, "表单与交接班", "Forms, shift"),
    }
}

/// What becomes of it.
pub(crate) fn outcome(lang: Lang, topic: Topic) -> String {
    let fixed = |zh, en| of(lang, zh, en).to_owned();
    match topic {
        Topic::Matters { shown, confidential: 0 } => match lang {
            Lang::Zh => format!("{} 件", format::number(shown)),
            Lang::En => format::number(shown),
        },
        Topic::Matters { shown, confidential } => {
            let [shown, confidential] = [shown, confidential].map(format::number);
            match lang {
                Lang::Zh => format!("{shown} 件，不含保密件 {confidential}"),
                Lang::En => format!("{shown}, without {confidential} confidential"),
            }
        }
        Topic::Staff(count) => match lang {
            Lang::Zh => format!("{} 人只显示位置点，以岗位或单位代称", format::number(count)),
            Lang::En => format!("{} as points, named by role or agency", format::number(count)),
        },
        Topic::Figures => fixed("照常显示", "as usual"),
        Topic::Sending => fixed("照常可派", "works as usual"),
        Topic::Names => fixed("不显示；文字里的以 * 遮去", "not shown; in texts behind stars"),
        Topic::Cameras(count) => match lang {
            Lang::Zh => format!("{} 处不显示", format::number(count)),
            Lang::En => format!("{}, none shown", format::number(count)),
        },
        Topic::Confidential => fixed("不显示，不列件数", "not shown, not counted in lists"),
        Topic::Tracks | Topic::Photos | Topic::Gaps => fixed("不显示", "not shown"),
        Topic::Forms => fixed("不打开；开着的先收起，结束后还原", "closed; what is open comes back afterwards"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_said_in_both_languages() {
        let matters = |confidential| Topic::Matters { shown: 270, confidential };
        let topics = [
            matters(0),
            matters(12),
            Topic::Staff(3),
            Topic::Figures,
            Topic::Sending,
            Topic::Names,
            Topic::Cameras(5),
            Topic::Confidential,
            Topic::Tracks,
            Topic::Photos,
            Topic::Gaps,
            Topic::Forms,
        ];
        let all = |lang| {
            let said =
                [mode, switch, note, seen, unseen, begin, cancel, how_to_end, closed].map(|f| f(lang).to_owned());
            let names = topics.map(|t| topic(lang, t).to_owned());
            said.into_iter().chain(names).chain(topics.map(|t| outcome(lang, t))).collect::<Vec<_>>()
        };
        for (zh, en) in all(Lang::Zh).into_iter().zip(all(Lang::En)) {
            assert!(!zh.is_ascii() && en.is_ascii() && !en.is_empty(), "{zh} {en}");
        }
        assert_eq!(outcome(Lang::Zh, matters(12)), "270 件，不含保密件 12");
    }
}
