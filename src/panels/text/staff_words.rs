//! The words of the list of people.

use super::{Key, format, text};
use crate::picture::Engagement;
use crate::seat::{Lang, StaffGroup};

/// A group of people.
pub(crate) fn group(lang: Lang, group: StaffGroup) -> &'static str {
    let key = match group {
        StaffGroup::OnDuty => Key::StaffOnDuty,
        StaffGroup::Doing(Engagement::Free) => Key::StaffFree,
        StaffGroup::Doing(Engagement::OnTask) => Key::StaffOnTask,
        StaffGroup::Doing(Engagement::OldFix) => Key::StaffStale,
    };
    text(lang, key)
}

/// `1–12 共 151 人`, `1–12 of 151 people`; all that there are where they fit.
pub(crate) fn note(lang: Lang, first: usize, shown: usize, all: usize) -> String {
    let range = format!("{}–{}", format::number(first + 1), format::number(first + shown));
    let count = format::number(all);
    match (lang, shown >= all) {
        (Lang::Zh, true) => format!("共 {count} 人"),
        (Lang::Zh, false) => format!("{range} 共 {count} 人"),
        (Lang::En, true) => format!("{count} people"),
        (Lang::En, false) => format!("{range} of {count} people"),
    }
}

/// In which order people stand.
pub(crate) fn order(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "按镇街、网格、姓名",
        Lang::En => "by town, grid, name",
    }
}

/// What stands in place of rows.
pub(crate) fn nobody(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "这里没有这样的人员",
        Lang::En => "Nobody here is like that",
    }
}
