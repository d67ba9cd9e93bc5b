//! The words around who sits here and how a shift is handed over.

use crate::seat::{Lang, Pressing};

fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The question at the desk's start.
pub(crate) fn who(lang: Lang) -> &'static str {
    of(lang, "谁在席值班？", "Who is on duty here?")
}

/// The list of what is handed over.
pub(crate) fn hand_over(lang: Lang) -> &'static str {
    of(lang, "交接班", "Hand over the shift")
}

/// What stands above those to whom it can be handed.
pub(crate) fn hand_to(lang: Lang) -> &'static str {
    of(lang, "交给", "Hand over to")
}

/// Closes it.
pub(crate) fn later(lang: Lang) -> &'static str {
    of(lang, "关闭", "Close")
}

/// How many officers have no room.
pub(crate) fn more(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("另有 {count} 人，请用 --officer 启动"),
        Lang::En => format!("{count} more: start with --officer"),
    }
}

/// That the shift was handed over.
pub(crate) fn handed_over(lang: Lang, to: &str) -> String {
    match lang {
        Lang::Zh => format!("已交班给 {to}"),
        Lang::En => format!("The shift is handed over to {to}"),
    }
}

/// What whoever comes must know of.
pub(crate) fn pressing(lang: Lang, line: Pressing) -> &'static str {
    match line {
        Pressing::Waiting => of(lang, "待派", "nobody sent"),
        Pressing::Overdue => of(lang, "已超期", "overdue"),
        Pressing::NextShift => of(lang, "下一班内到期", "due within the next shift"),
        Pressing::CallBack => of(lang, "待核实回访", "to check and call back"),
        Pressing::Asked => of(lang, "待审批", "waiting for approval"),
        Pressing::Supervision => of(lang, "督办中", "under supervision"),
    }
}

/// `带班 张伟`, `leader 张伟`
pub(crate) fn leader(lang: Lang, name: &str) -> String {
    format!("{} {name}", if lang == Lang::Zh { "带班" } else { "leader" })
}

/// `值班长 李静`, `shift 李静`
pub(crate) fn shift_leader(lang: Lang, name: &str) -> String {
    format!("{} {name}", if lang == Lang::Zh { "值班长" } else { "shift" })
}
